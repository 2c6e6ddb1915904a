// A peer's page: it has the task in memory, parsed, before the clock starts.

import { afterwards, CHANGES, summed } from "./change.mjs";
import { pan, wheel } from "./gestures.mjs";
import { rest, weigh } from "./rest.mjs";
import { busy, longest, settled, startTrace, stopTrace } from "./trace.mjs";

const PAGES = { g6: "g6", reactflow: "reactflow", "reactflow-tuned": "reactflow?tuned", "reactflow-visible": "reactflow?visible" };

const read = (page, name) =>
  page.evaluate(async (name) => {
    globalThis[name] = (await (await fetch("/api/v2/tasks/instances/1")).json()).data;
  }, name);

export async function measurePeer(shown, name) {
  const { browser, page, server, payload, errors, within } = shown;
  const values = {};
  const [path, query = ""] = PAGES[name].split("?");
  await page.goto(`${server.origin}/peers/${path}?${query}`);
  server.task = payload;
  await read(page, "task");
  server.task = afterwards(payload);
  await read(page, "next");
  await rest(page, 500);

  await startTrace(browser, page);
  const { from, end } = await within(
    page.evaluate(async () => {
      const nodes = task.subtasks.length;
      const edges = new Set(
        task.subtasks.flatMap(({ id, upstreams = [], downstreams = [] }) => [
          ...upstreams.map((other) => `${other} ${id}`),
          ...downstreams.map((other) => `${id} ${other}`),
        ]),
      ).size;
      const from = performance.now();
      peer.draw(task);
      const end = await bench.frameWith(() => {
        const [drawn, joined] = peer.drawn();
        return drawn >= nodes && joined >= edges;
      });
      return { from, end };
    }),
  );
  await within(rest(page));
  let tasks = await within(stopTrace(browser));
  values.complete = end - from;
  values.longest = longest(tasks, from, Infinity);
  values.settle = settled(tasks, end) - from;
  Object.assign(values, await within(weigh(page)));

  const changes = [];
  for (let i = 0; i < CHANGES; i++) {
    await startTrace(browser, page);
    const changed = await within(
      page.evaluate(async (task) => {
        const before = JSON.stringify(peer.places());
        const from = performance.now();
        peer.change(globalThis[task]);
        const end = await bench.afterFrame();
        return { from, end, moved: before !== JSON.stringify(peer.places()) };
      }, i % 2 ? "task" : "next"),
    );
    await within(rest(page, 500));
    tasks = await within(stopTrace(browser));
    const { from, end, moved } = changed;
    changes.push({ took: end - from, work: busy(tasks, from, end), longest: longest(tasks, from, Infinity), moved });
  }
  Object.assign(values, summed(changes));

  const place = await page.evaluate(() => peer.ground());
  const frames = async (name, seen) => ({ frames: values[name], work: values[`${name}Work`] } = await within(seen));
  await frames("pan", pan(shown, place));
  // Each zooms by its own measure: G6 by a tenth an event down to its least, React Flow by 2^(px / 500).
  await frames("zoom", name === "g6" ? wheel(shown, place, 33, 15) : wheel(shown, place, 33, 75));
  values.elements = Math.max(values.elements, await page.evaluate(() => bench.elements()));
  if (errors.length) throw new Error(errors[0]);
  return values;
}
