// The viewer as an element of another page:
//
//   <script type="module" src="https://…/taskscope/embed.js"></script>
//   <task-scope task-id="35000312" view="graph" lang="zh-CN"></task-scope>
//
// The element holds the viewer in a frame, so that neither page's styles, keys, policy or mishaps reach the other. What its
// attributes say goes into the frame as messages, what happens there comes out as events: see "Embedding" in README.md.

const viewer = new URL("index.html", import.meta.url);

/** What the viewer can be told, by the names of the attributes. */
const ATTRIBUTES = ["task-id", "subtask-id", "view", "q", "status", "fold", "lanes", "sort", "idle", "focus", "tz", "lang",
  "theme", "compare", "at", "api-base", "credentials", "poll-seconds", "task-url-template"];

/** Of these, what no link can say: how the server is asked, and what links to the task look like. */
const ASKING = ["api-base", "credentials", "poll-seconds", "task-url-template"];

/** How long a frame that says nothing stays unseen once it is there, in milliseconds: what it shows may be why. */
const PATIENCE = 2000;

/** After so many of them a frame that still says nothing is told as an error. */
const MOST_PATIENCE = 10000;

const inCamelCase = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** Those that are properties, too, by the names of these; `lang` is one of every element. */
const PROPERTIES = new Map(ATTRIBUTES.filter((name) => name !== "lang").map((name) => [inCamelCase(name), name]));

// Made by script, which the policy of the host allows where it forbids inline styles.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; block-size: 40rem; }
  :host([hidden]) { display: none; }
  iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; }
  iframe.new { visibility: hidden; }
`);

class TaskScope extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #frame = document.createElement("iframe");
  /** Attributes that the frame has not been told of; `undefined` until it listens. */
  #news;
  /** Attributes that its address told it of. */
  #placed = [];
  /** Waits for its first word. */
  #silence;
  /** Whether it was told as an error that there was none. */
  #isLate = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [sheet];
    this.#frame.title = "taskscope";
    this.#frame.allow = "clipboard-write; fullscreen";
    this.#frame.addEventListener("load", () => setTimeout(() => this.#show(), PATIENCE));
  }

  connectedCallback() {
    // What was set before this script came is a property of the element alone.
    for (const name of PROPERTIES.keys()) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    addEventListener("message", this);
    this.#news = undefined;
    this.#frame.className = "new";
    this.#frame.src = this.#address();
    this.shadowRoot.append(this.#frame);
    // Its page is missing, or may not be framed, or can't start.
    this.#isLate = false;
    this.#silence = setTimeout(() => {
      this.#isLate = true;
      this.#say("error", { error: "timeout" });
    }, MOST_PATIENCE);
  }

  // Who is moved by `moveBefore` keeps the frame as it is.
  connectedMoveCallback() {}

  disconnectedCallback() {
    clearTimeout(this.#silence);
    removeEventListener("message", this);
    this.#frame.remove();
  }

  attributeChangedCallback(name) {
    if (!this.#news) return;
    // All that changes in one go is told in one go.
    if (!this.#news.size) queueMicrotask(() => this.#tell());
    this.#news.add(name);
    // Another task begins anew in the viewer: with all that still stands here.
    if (name === "task-id") for (const it of ATTRIBUTES) if (this.hasAttribute(it)) this.#news.add(it);
  }

  handleEvent({ source, origin, data }) {
    if (source !== this.#frame.contentWindow || origin !== viewer.origin) return;
    if (data?.source !== "taskscope" || data.version !== 1) return;
    const { source: _, version, type, ...detail } = data;
    clearTimeout(this.#silence);
    if (type === "hello") {
      this.#news = new Set(ATTRIBUTES.filter((name) => this.hasAttribute(name) || this.#placed.includes(name)));
      this.#tell();
      this.#show();
      if (this.#isLate) this.#say("error", { error: null });
      this.#isLate = false;
    } else {
      // A reader who goes from frame to frame by ear knows each by its name.
      if (type === "ready") this.#frame.title = detail.taskId === null ? "taskscope" : `taskscope #${detail.taskId}`;
      this.#say(type, detail);
    }
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(`taskscope-${type}`, { bubbles: true, composed: true, detail }));
  }

  /** The viewer as the attributes say, as far as a link can. A task of another server has to wait for the first message. */
  #address() {
    const said = ATTRIBUTES.filter((name) => this.getAttribute(name));
    const isElsewhere = said.includes("api-base") || said.includes("credentials");
    const task = isElsewhere ? null : this.getAttribute("task-id");
    this.#placed = said.filter((name) => !ASKING.includes(name) && (task || !["task-id", "subtask-id"].includes(name)));
    const query = this.#placed
      .filter((name) => name !== "task-id")
      .map((name) => `${name === "subtask-id" ? "subtask" : name}=${encodeURIComponent(this.getAttribute(name))}&`);
    return `${viewer.href}#/${task ? `tasks/${encodeURIComponent(task)}` : ""}?${query.join("")}embed=1`;
  }

  /** To a `hello` even nothing is an answer: it shows who we are. */
  #tell() {
    const said = [...(this.#news ?? [])].map((name) => [inCamelCase(name), this.getAttribute(name)]);
    this.#news?.clear();
    const message = { target: "taskscope", version: 1, type: "set", ...Object.fromEntries(said) };
    this.#frame.contentWindow?.postMessage(message, viewer.origin);
  }

  #show() {
    this.#frame.className = "";
  }
}

for (const [property, name] of PROPERTIES) {
  Object.defineProperty(TaskScope.prototype, property, {
    configurable: true,
    enumerable: true,
    get() {
      // A method of every element stays one, whatever a framework puts there.
      return property === "focus" ? HTMLElement.prototype.focus : this.getAttribute(name);
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

// Loading it twice does no harm.
if (!customElements.get("task-scope")) customElements.define("task-scope", TaskScope);
