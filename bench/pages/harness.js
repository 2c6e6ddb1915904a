// Runs in every measured page before its own scripts: clocks, and what the browser tells of the page.

(() => {
  const memories = new Set();
  const painted = {};
  let frames = null;
  let lastInput = 0;

  for (const kind of ["pointermove", "wheel", "scroll"]) {
    addEventListener(kind, () => (lastInput = performance.now()), { capture: true, passive: true });
  }

  /** The time after the next frame's drawing on the main thread. */
  const afterFrame = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    });

  /** The time after the first frame in which something holds. */
  const frameWith = async (holds) => {
    for (;;) {
      const time = await afterFrame();
      if (holds()) return time;
    }
  };

  // The measures that taskscope leaves are heard at once: an observer hears of them when the page has time.
  const { measure } = Performance.prototype;
  Performance.prototype.measure = function (name, ...rest) {
    const left = measure.call(this, name, ...rest);
    if (name === "taskscope:draft" || name === "taskscope:picture") {
      // Cards are elements; edges are there once the canvas has the size of its box, and not the one that it is born with.
      const isDrawn = () => {
        const canvas = document.querySelector(".ts-graph-window canvas");
        const wide = (canvas?.getBoundingClientRect().width ?? 0) * devicePixelRatio;
        return Math.abs((canvas?.width ?? 0) - wide) <= 1 && document.querySelector(".ts-cards > button");
      };
      frameWith(isDrawn).then((time) => (painted[name] ??= time));
    }
    return left;
  };

  // What a wasm module has for memory, no counter of the browser's tells.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...rest) => {
      const made = await own.apply(WebAssembly, rest);
      for (const value of Object.values((made.instance ?? made).exports)) {
        if (value instanceof WebAssembly.Memory) memories.add(value);
      }
      return made;
    };
  }

  globalThis.bench = {
    afterFrame,
    frameWith,
    /** When the picture of a measure was first on the screen. */
    painted,
    /** The last measure of a name: its start and end. */
    measured(name) {
      const entry = performance.getEntriesByName(name, "measure").at(-1);
      return entry && [entry.startTime, entry.startTime + entry.duration];
    },
    wasm: () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    elements: () => document.getElementsByTagName("*").length,
    /** What came over the wire, without the task and its clock. */
    wire: () =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter(({ name }) => !name.includes("/api/"))
        .reduce((sum, { transferSize }) => sum + transferSize, 0),
    startFrames() {
      frames = [];
      const next = (time) => {
        if (!frames) return;
        frames.push(time);
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    },
    /** The frames until the last input was answered. A slow page still has some in its queue when the hand has stopped. */
    async stopFrames() {
      while ((await afterFrame()) - lastInput < 400);
      const seen = frames.filter((time) => time <= lastInput + 20);
      frames = null;
      return seen;
    },
  };
})();
