// Starts the viewer, and takes over when it can't go on. The names of the program's two halves come in this script's own
// address, because the build decides them and the page's policy allows no inline script to say them.

const mount = document.getElementById("taskscope");
const { searchParams } = new URL(import.meta.url);

/** In Firefox this script's own address keeps a name and a password that the page's has: with these nothing may be fetched. */
function beside(name) {
  const address = new URL(searchParams.get(name) ?? "", import.meta.url);
  address.username = address.password = "";
  return address.href;
}

/** An error and where it came up, which in Firefox does not say what it is. Nobody is asked to copy a password. */
function told(error) {
  const [what, trace] = [String(error), String(error?.stack ?? "")];
  return (trace.includes(what) ? trace : `${what}\n${trace}`).replaceAll(/\/\/[^/\s]*@/g, "//");
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Replaces the page by what went wrong, with the details to copy and a way to start over. */
function giveUp(title, advice, details) {
  const panel = element("section", "ts-card ts-error", "");
  panel.setAttribute("role", "alert");
  panel.dataset.error = "panic";
  const reload = element("button", "ts-button ts-primary", "Reload · 重新加载");
  reload.addEventListener("click", () => location.reload());
  const copy = element("button", "ts-button", "Copy details · 复制详情");
  const text = element("pre", "ts-selectable", details);
  text.tabIndex = 0;
  copy.addEventListener("click", async () => {
    getSelection()?.selectAllChildren(text);
    // Without https there is no clipboard, but the older way, which copies what is selected.
    const hasCopied = navigator.clipboard ? navigator.clipboard.writeText(details).then(() => true) : document.execCommand("copy");
    if (await Promise.resolve(hasCopied).catch(() => false)) copy.textContent = "Copied · 已复制";
  });
  const buttons = element("p", "ts-row-of-fields", "");
  buttons.append(reload, copy);
  panel.append(element("h1", "", title), element("p", "", advice), buttons, text);
  const page = element("main", "ts-page", "");
  page.append(panel);
  const root = element("div", "ts-root", "");
  root.dataset.taskscopeState = "failed";
  root.append(page);
  mount.replaceChildren(root);
  reload.focus();
  // No page around is told more than that: the program that knows which it may talk with has stopped.
  if (parent !== window) parent.postMessage({ source: "taskscope", version: 1, type: "error", error: "panic" }, "*");
}

let hasStopped = false;

/** The program can't go on. Whatever it does after that, the first reason is the one that counts. */
function stop(details) {
  if (hasStopped) return;
  hasStopped = true;
  giveUp(
    "taskscope has stopped · taskscope 已停止",
    "This is a defect of the viewer, not of your task. Reloading may help; please report the details below. " +
      "这是查看器自身的缺陷，与任务无关。可尝试重新加载，并请反馈以下详情。",
    `${details}\n\n${location.href}\n${navigator.userAgent}`,
  );
}

/** For some ends the program has no words: no memory is left, the stack is too deep, the browser refused a call. Whatever goes
    through the program from below leaves it in the middle of what it did. A promise that nobody waits for does not. */
function seeTrap(error, isPromise) {
  const isThrough = error instanceof Error && /wasm/.test(error.stack) && !(isPromise && error instanceof DOMException);
  if (isThrough || error instanceof WebAssembly.RuntimeError) stop(told(error));
}
addEventListener("error", ({ error }) => seeTrap(error, false));
addEventListener("unhandledrejection", ({ reason }) => seeTrap(reason, true));

let viewer;
try {
  const { default: init, Viewer, onPanic } = await import(beside("js"));
  await init({ module_or_path: beside("wasm") });
  onPanic(stop);
  viewer = await Viewer.start(mount);
} catch (error) {
  giveUp(
    "taskscope could not be started · taskscope 无法启动",
    "The browser may be too old, a file may be missing on the server, or the server's Content-Security-Policy lacks " +
      "'wasm-unsafe-eval' in script-src. 可能是浏览器过旧、服务器缺少文件，或内容安全策略的 script-src 缺少 'wasm-unsafe-eval'。",
    told(error),
  );
}

// Keeps the viewer from being collected while the page lives.
globalThis.addEventListener("pagehide", () => viewer?.toString());
