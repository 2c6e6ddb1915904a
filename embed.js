// The viewer as an element of another page:
//
//   <script type="module" src="https://…/taskscope/embed.js"></script>
//   <task-scope task-id="35000312" view="graph" lang="zh-CN"></task-scope>
//
// The element holds the viewer in a frame, so that neither page's styles, keys, policy or mishaps reach the other. What its
// attributes say goes into the frame as messages, what happens there comes out as events: see "Embedding" in README.md.

const viewer = new URL("index.html#/?embed=1", import.meta.url);

/** What the viewer can be told, by the names of the attributes. */
const ATTRIBUTES = ["task-id", "subtask-id", "view", "q", "status", "fold", "lanes", "sort", "idle", "focus", "tz", "lang",
  "theme", "compare", "at", "api-base", "credentials", "poll-seconds"];

/** How long a frame that says nothing stays unseen once it is there, in milliseconds: what it shows may be why. */
const PATIENCE = 2000;

const inCamelCase = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** Those that are properties, too, by the names of these: not where every element has its own (`lang`, `focus`). */
const PROPERTIES = new Map(
  ATTRIBUTES.map((name) => [inCamelCase(name), name]).filter(([property]) => !(property in HTMLElement.prototype)),
);

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
    this.#frame.src = viewer.href;
    this.shadowRoot.append(this.#frame);
  }

  disconnectedCallback() {
    removeEventListener("message", this);
    this.#frame.remove();
  }

  attributeChangedCallback(name) {
    if (!this.#news) return;
    // All that changes in one go is told in one go.
    if (!this.#news.size) queueMicrotask(() => this.#tell());
    this.#news.add(name);
  }

  handleEvent({ source, origin, data }) {
    if (source !== this.#frame.contentWindow || origin !== viewer.origin) return;
    if (data?.source !== "taskscope" || data.version !== 1) return;
    const { source: _, version, type, ...detail } = data;
    if (type === "hello") {
      this.#news = new Set(ATTRIBUTES.filter((name) => this.hasAttribute(name)));
      this.#tell();
      this.#show();
    } else {
      this.dispatchEvent(new CustomEvent(`taskscope-${type}`, { bubbles: true, composed: true, detail }));
    }
  }

  #tell() {
    const said = [...(this.#news ?? [])].map((name) => [inCamelCase(name), this.getAttribute(name)]);
    this.#news?.clear();
    if (!said.length) return;
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
      return this.getAttribute(name);
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

// Loading it twice does no harm.
if (!customElements.get("task-scope")) customElements.define("task-scope", TaskScope);
