// The viewer in another page: as an element, as a frame, from the same server and from another.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { FrameLocator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";

interface Told {
  type: string;
  [name: string]: unknown;
}

declare global {
  interface Window {
    told: Told[];
  }
}

/** What a portal on the viewer's own server answers, under a policy as strict as the viewer's own. */
const portalPage = (body: string, viewer: string) => ({
  headers: {
    "content-type": "text/html",
    "content-security-policy": `default-src 'none'; script-src ${viewer}; frame-src ${viewer}`,
  },
  body: `<!doctype html><title>Portal</title>${body}`,
});

/** Notes what the portal hears: events of the element, or what a frame sends. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.told = [];
    if (window !== top) return;
    for (const type of ["ready", "verdict", "select", "error"]) {
      document.addEventListener(`taskscope-${type}`, (event) =>
        window.told.push({ type, ...(event as CustomEvent<object>).detail }),
      );
    }
    addEventListener("message", ({ data }: MessageEvent<Told & { source: string; version: number }>) => {
      const { source, version, ...rest } = data;
      const isFrame = document.querySelector("task-scope") === null;
      if (isFrame && source === "taskscope" && version === 1) window.told.push(rest);
    });
  });
}

/** Opens a portal on the viewer's own server. */
async function portal(page: Page, url: string, body: string): Promise<void> {
  await listen(page);
  await page.route(url, (route) => route.fulfill(portalPage(body, "'self'")));
  await page.goto(url);
}

/** Starts a portal on a server of its own: a browser lets no page that it does not know to be local frame one that is. */
async function farPortal(answer: () => ReturnType<typeof portalPage>): Promise<{ origin: string; close: () => void }> {
  const server = createServer((_, response) => {
    const { headers, body } = answer();
    response.writeHead(200, headers).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

const told = (page: Page): Promise<Told[]> => page.evaluate(() => window.told);
const inside = (page: Page): FrameLocator => page.locator("task-scope").frameLocator("iframe");
const root = (frame: FrameLocator) => frame.locator("[data-taskscope-state]");

const ELEMENT = `<script type="module" src="/embed.js"></script>
  <task-scope task-id="35000312" api-base="/api/v2" view="graph" lang="zh-CN" theme="dark"></task-scope>`;

test("the element shows a task as its attributes say, and tells what happens", async ({ page, baseURL }) => {
  await portal(page, `${baseURL}portal.html`, ELEMENT);
  const frame = inside(page);
  await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
  await expect(root(frame)).toHaveAttribute("data-theme", "dark");
  await expect(root(frame)).toHaveAttribute("lang", "zh-CN");
  await expect(frame.getByRole("group", { name: /^依赖图/ })).toBeVisible();
  await expect(frame.getByRole("treegrid")).toHaveCount(0);
  // Its own frame is left out.
  await expect(frame.getByRole("button", { name: "打开另一个任务" })).toHaveCount(0);
  await expect(page.locator("task-scope")).toHaveCSS("height", "640px");
  await expect(page.locator("task-scope iframe")).toHaveCSS("visibility", "visible");
  await expect(page.locator("task-scope iframe")).toHaveAttribute("title", "taskscope #35000312");
  await expect
    .poll(() => told(page))
    .toEqual([
      { type: "ready", taskId: "35000312" },
      { type: "verdict", verdict: "succeeded" },
      { type: "select", subtaskId: null },
    ]);
  await frame.locator("[data-subtask-id='13000336']").first().click();
  await expect.poll(async () => (await told(page)).at(-1)).toEqual({ type: "select", subtaskId: "13000336" });
});

test("attributes and properties that change are followed, and steps of the history stay the portal's", async ({
  page,
  baseURL,
}) => {
  await portal(page, `${baseURL}portal.html`, ELEMENT);
  const frame = inside(page);
  await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
  const length = await page.evaluate(() => history.length);
  await page.evaluate(() => {
    const element = document.querySelector("task-scope") as HTMLElement & { subtaskId: string; taskId: string };
    element.setAttribute("view", "timeline");
    element.setAttribute("lang", "en");
    element.removeAttribute("theme");
    element.subtaskId = "13000336";
  });
  const grid = frame.getByRole("treegrid", { name: "Subtasks" });
  await expect(grid).toBeVisible();
  await expect(root(frame)).not.toHaveAttribute("data-theme");
  await expect(frame.getByRole("complementary")).toHaveAttribute("data-subtask-id", "13000336");
  await page.evaluate(() => {
    const element = document.querySelector("task-scope") as HTMLElement & { subtaskId: string | null; taskId: string };
    element.subtaskId = null;
    element.taskId = "35101000";
  });
  await expect.poll(async () => (await told(page)).some((it) => it["taskId"] === "35101000")).toBe(true);
  await expect(grid).toBeVisible();
  expect(await page.evaluate(() => history.length)).toBe(length);
});

test("what frameworks set as properties reaches the viewer, and the element can still be focused", async ({ page, baseURL }) => {
  await portal(page, `${baseURL}portal.html`, ELEMENT);
  await expect(root(inside(page))).toHaveAttribute("data-verdict", "succeeded");
  const kinds = await page.evaluate(() => {
    const element = document.querySelector("task-scope") as HTMLElement & { [name: string]: unknown };
    Object.assign(element, { focus: 2, lang: "en", fold: false });
    return [typeof element.focus, element.getAttribute("focus"), element.getAttribute("fold")];
  });
  expect(kinds).toEqual(["function", "2", "false"]);
  await expect(root(inside(page))).toHaveAttribute("lang", "en");
  await expect(inside(page).getByText(/Focus/).first()).toBeVisible();
});

test("what the reader does in it is no step of the portal's history", async ({ page, baseURL }) => {
  await portal(page, `${baseURL}portal.html`, ELEMENT);
  const frame = inside(page);
  await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
  const length = await page.evaluate(() => history.length);
  for (const id of ["13000336", "13000335"]) {
    await frame.locator(`[data-subtask-id='${id}']`).first().click();
    await expect.poll(async () => (await told(page)).at(-1)).toEqual({ type: "select", subtaskId: id });
  }
  expect(await page.evaluate(() => history.length)).toBe(length);
});

test("another task comes with all that the attributes say, and tells nothing of the one before", async ({ page, baseURL }) => {
  await portal(page, `${baseURL}portal.html`, ELEMENT.replace("view=", `q="Install" subtask-id="13000336" view=`));
  const frame = inside(page);
  await expect(frame.getByRole("searchbox")).toHaveValue("Install");
  await expect.poll(async () => (await told(page)).at(-1)).toEqual({ type: "select", subtaskId: "13000336" });
  const before = (await told(page)).length;
  await page.evaluate(() => {
    const element = document.querySelector("task-scope") as HTMLElement & { subtaskId: string | null; taskId: string };
    element.subtaskId = null;
    element.taskId = "35101000";
  });
  await expect.poll(async () => (await told(page)).some((it) => it["taskId"] === "35101000")).toBe(true);
  expect((await told(page))[before]).toEqual({ type: "ready", taskId: "35101000" });
  await expect(frame.getByRole("searchbox")).toHaveValue("Install");
});

test("what it gives up is as the deployment has it", async ({ page, baseURL }) => {
  await page.route("**/elsewhere/**", async (route) =>
    route.fulfill({ response: await route.fetch({ url: route.request().url().replace("/elsewhere/", "/api/v2/") }) }),
  );
  await portal(page, `${baseURL}portal.html`, ELEMENT);
  await expect(root(inside(page))).toHaveAttribute("data-verdict", "succeeded");
  const asked = page.waitForResponse(/\/elsewhere\/tasks\/instances\//);
  await page.evaluate(() => document.querySelector("task-scope")?.setAttribute("api-base", "/elsewhere"));
  await asked;
  const again = page.waitForResponse(/\/api\/v2\/tasks\/instances\//);
  await page.evaluate(() => document.querySelector("task-scope")?.removeAttribute("api-base"));
  await again;
});

test("an object that is no text does no harm", async ({ page, baseURL }) => {
  await portal(page, `${baseURL}frame.html`, `<iframe src="/#/tasks/35000312?embed=1" width="1200" height="800"></iframe>`);
  const frame = page.frameLocator("iframe");
  await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
  await page.evaluate(() => {
    const nothing = { toString: null, valueOf: null };
    const message = { target: "taskscope", version: 1, type: "set", taskId: nothing, q: nothing, view: "table" };
    frames[0]?.postMessage(message, location.origin);
  });
  await expect(frame.getByRole("grid", { name: "Subtasks" })).toBeVisible();
  await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
});

test("over the graph the wheel scrolls the portal, until the reader comes in", async ({ page, baseURL }) => {
  await portal(page, `${baseURL}portal.html`, `${ELEMENT}<pre>${"more\n".repeat(200)}</pre>`);
  const frame = inside(page);
  await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
  const graph = frame.locator(".ts-graph-window");
  const area = (await graph.boundingBox())!;
  await page.mouse.move(area.x + area.width / 2, area.y + area.height / 2);
  await page.mouse.wheel(0, 50);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(50);
  await page.mouse.click(area.x + area.width - 40, area.y + 20 - 50);
  const place = () => frame.locator(".ts-cards").evaluate((cards) => (cards as HTMLElement).style.transform);
  const before = await place();
  await page.mouse.wheel(0, 50);
  await expect.poll(place).not.toBe(before);
  expect(await page.evaluate(() => scrollY)).toBe(50);
});

test.describe("a server that fails", () => {
  test.use({ expectedErrors: /status of 500/ });

  test("is told, is asked again where the portal names the task again, and is told to be over", async ({ page, baseURL }) => {
    let fails = true;
    await page.route(/\/tasks\/instances\//, (route) => (fails ? route.fulfill({ status: 500, json: {} }) : route.continue()));
    await portal(page, `${baseURL}portal.html`, ELEMENT);
    await expect.poll(() => told(page)).toEqual([{ type: "error", error: "server" }]);
    fails = false;
    await page.evaluate(() => document.querySelector("task-scope")?.setAttribute("task-id", "35000312"));
    await expect.poll(() => told(page)).toContainEqual({ type: "error", error: null });
    await expect(root(inside(page))).toHaveAttribute("data-verdict", "succeeded");
  });
});

test.describe("a viewer that cannot start", () => {
  test.use({ expectedErrors: /status of 404/ });

  test("is told as well", async ({ page, baseURL }) => {
    await page.route(({ pathname }) => pathname.endsWith(".wasm"), (route) => route.fulfill({ status: 404, body: "" }));
    await portal(page, `${baseURL}portal.html`, ELEMENT);
    await expect.poll(() => told(page)).toEqual([{ type: "error", error: "panic" }]);
  });

  test("nor one whose page is not there", async ({ page, baseURL }) => {
    await page.route("**/index.html*", (route) => route.fulfill({ status: 404, body: "" }));
    await portal(page, `${baseURL}portal.html`, ELEMENT);
    await expect.poll(() => told(page)).toEqual([{ type: "error", error: "timeout" }]);
  });

  test("nor one that comes late, until it is there", async ({ page, baseURL }) => {
    let arrive = () => {};
    const late = new Promise<void>((arrived) => (arrive = arrived));
    await page.route(({ pathname }) => pathname.endsWith(".wasm"), async (route) => {
      await late;
      await route.continue();
    });
    await portal(page, `${baseURL}portal.html`, ELEMENT);
    await expect.poll(() => told(page)).toEqual([{ type: "error", error: "timeout" }]);
    arrive();
    await expect.poll(() => told(page)).toContainEqual({ type: "error", error: null });
    await expect(root(inside(page))).toHaveAttribute("data-verdict", "succeeded");
  });

  test("a task without an id is there all the same", async ({ page, baseURL }) => {
    await page.route(/\/tasks\/instances\//, (route) =>
      route.fulfill({ json: { data: { name: "x", status: "SUCCESSFUL", operation: "EXECUTE", subtasks: [] } } }),
    );
    await portal(page, `${baseURL}portal.html`, ELEMENT);
    await expect.poll(() => told(page)).toContainEqual({ type: "ready", taskId: null });
  });
});

test.describe("a task that is not there", () => {
  test.use({ expectedErrors: /status of 404/ });

  test("is told as an error", async ({ page, baseURL }) => {
    await portal(page, `${baseURL}portal.html`, ELEMENT.replace("35000312", "35102002"));
    await expect(inside(page).getByRole("alert")).toBeVisible();
    const alert = await inside(page).getByRole("alert").getAttribute("data-error");
    await expect.poll(async () => (await told(page)).at(-1)).toEqual({ type: "error", error: alert });
    // Another that fails alike is told as well, and so is the same again: the portal asked for it.
    const failures = async () => (await told(page)).filter(({ type, error }) => type === "error" && error === alert).length;
    for (const [id, count] of [["99", 2], ["99", 3]] as const) {
      await page.evaluate((it) => document.querySelector("task-scope")?.setAttribute("task-id", it), id);
      await expect.poll(failures).toBe(count);
    }
  });
});

test("an element that has no task yet shows the page to open one", async ({ page, baseURL }) => {
  await portal(page, `${baseURL}portal.html`, `<script type="module" src="/embed.js"></script><task-scope></task-scope>`);
  await expect(root(inside(page))).toHaveAttribute("data-taskscope-state", "open");
  await expect(page.locator("task-scope iframe")).toHaveCSS("visibility", "visible");
});

test("an element that is moved shows its task again", async ({ page, baseURL }) => {
  await portal(page, `${baseURL}portal.html`, `${ELEMENT}<main></main>`);
  await expect(root(inside(page))).toHaveAttribute("data-verdict", "succeeded");
  await page.evaluate(() => {
    document.querySelector("main")?.append(document.querySelector("task-scope") ?? "");
  });
  await expect(root(page.locator("main task-scope").frameLocator("iframe"))).toHaveAttribute("data-verdict", "succeeded");
});

test("a frame of the same server talks by messages", async ({ page, baseURL }) => {
  await portal(page, `${baseURL}frame.html`, `<iframe src="/#/tasks/35000312?embed=1" width="1200" height="800"></iframe>`);
  const frame = page.frameLocator("iframe");
  await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
  await expect.poll(() => told(page)).toContainEqual({ type: "verdict", verdict: "succeeded" });
  await page.evaluate(() => {
    const message = { target: "taskscope", version: 1, type: "set", view: "table", status: ["failed", "forced"], fold: false };
    frames[0]?.postMessage(message, location.origin);
  });
  await expect(frame.getByRole("grid", { name: "Subtasks" })).toBeVisible();
  const address = () => page.evaluate(() => frames[0]?.location.hash);
  await expect.poll(address).toBe("#/tasks/35000312?view=table&status=failed,forced&fold=0&embed=1");
  // What is no message for it, and what asks for things that are not.
  await page.evaluate(() => {
    const send = (message: unknown) => frames[0]?.postMessage(message, location.origin);
    send("hello");
    send({ target: "taskscope", version: 2, type: "set", view: "graph" });
    send({ target: "taskscope", version: 1, type: "other", view: "graph" });
    send({ target: "taskscope", version: 1, type: "set", view: "cube", status: null });
  });
  await expect.poll(address).toBe("#/tasks/35000312?view=table&fold=0&embed=1");
  await expect(frame.locator(".ts-notices")).toContainText("cube");
});

test.describe("a page of another server", () => {
  test.use({ expectedErrors: /allowedParentOrigins lacks http:\/\/127\.0\.0\.1/ });

  for (const isNamed of [true, false]) {
    const title = isNamed ? "is heard and told where the deployment names it" : "is neither heard nor told where it does not";
    test(title, async ({ page, simulate }) => {
      let body = "";
      let viewer = "";
      const host = await farPortal(() => portalPage(body, viewer));
      const simulator = await simulate("--frame-ancestors", host.origin);
      viewer = new URL(simulator.url).origin;
      body = `<iframe src="${simulator.at("#/tasks/35000312?embed=1")}"></iframe>`;
      await page.route("**/taskscope.json", (route) =>
        route.fulfill({ json: { allowedParentOrigins: isNamed ? [host.origin] : ["https://portal.test"] } }),
      );
      await listen(page);
      const refused = isNamed
        ? undefined
        : page.waitForEvent("console", (message) => message.text().includes("allowedParentOrigins"));
      await page.goto(host.origin);
      const frame = page.frameLocator("iframe");
      await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
      await page.evaluate((origin) => {
        frames[0]?.postMessage({ target: "taskscope", version: 1, type: "set", taskId: "x1" }, origin);
      }, viewer);
      if (isNamed) {
        await expect.poll(async () => (await told(page)).at(-1)).toEqual({ type: "error", error: "bad-id" });
        expect(await told(page)).toContainEqual({ type: "verdict", verdict: "succeeded" });
      } else {
        await refused;
        await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
        expect(await told(page)).toEqual([{ type: "hello" }]);
      }
      host.close();
    });
  }
});

test("the element works on a page of another server, too", async ({ page, simulate }) => {
  let body = "";
  let viewer = "";
  const host = await farPortal(() => portalPage(body, viewer));
  const simulator = await simulate("--frame-ancestors", host.origin);
  viewer = new URL(simulator.url).origin;
  body = `<script type="module" src="${simulator.at("embed.js")}"></script><task-scope task-id="35000312"></task-scope>`;
  await page.route("**/taskscope.json", (route) => route.fulfill({ json: { allowedParentOrigins: [`${host.origin}/`] } }));
  await listen(page);
  await page.goto(host.origin);
  await expect(root(inside(page))).toHaveAttribute("data-verdict", "succeeded");
  await expect.poll(() => told(page)).toContainEqual({ type: "verdict", verdict: "succeeded" });
  host.close();
});

test.describe("a server that the deployment does not name", () => {
  test.use({ expectedErrors: /allowedApiOrigins lacks https:\/\/elsewhere\.test/ });

  test("is not asked, whoever wants it", async ({ page, baseURL }) => {
    const refused = page.waitForEvent("console", (message) => message.text().includes("allowedApiOrigins"));
    await portal(page, `${baseURL}portal.html`, ELEMENT.replace("/api/v2", "https://elsewhere.test/api/v2"));
    await refused;
    await expect(root(inside(page))).toHaveAttribute("data-verdict", "succeeded");
  });
});

for (const [whose, element] of [
  ["the deployment", ELEMENT],
  ["the element", ELEMENT.replace("<task-scope", '<task-scope task-url-template="/mine/{id}?{query}"')],
] as const) {
  test(`a link leads to the portal's own page of the task, as ${whose} has it`, async ({ page, context, baseURL }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.route("**/taskscope.json", (route) => route.fulfill({ json: { taskUrlTemplate: "/ops/task/{id}?{query}" } }));
    await portal(page, `${baseURL}portal.html`, element);
    const frame = inside(page);
    await expect(root(frame)).toHaveAttribute("data-verdict", "succeeded");
    await frame.locator("summary").filter({ hasText: "分享" }).click();
    await frame.getByRole("button", { name: "复制当前视图的链接" }).click();
    const link = () => page.evaluate(() => navigator.clipboard.readText());
    const path = element === ELEMENT ? "ops/task" : "mine";
    await expect.poll(link).toBe(`${baseURL}${path}/35000312?view=graph&lang=zh-CN&theme=dark`);
  });
}
