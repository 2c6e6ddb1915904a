// taskscope, each step drawn by itself (`fold=0`), as the peers draw them.

import { afterwards, CHANGES, summed } from "./change.mjs";
import { pan, wheel } from "./gestures.mjs";
import { rest, weigh } from "./rest.mjs";
import { busy, longest, settled, startTrace, stopTrace } from "./trace.mjs";

const READY = () => bench.painted["taskscope:picture"] !== undefined;

/** A place of the graph where there is no card, on the page. */
const ground = (page) =>
  page.evaluate(() => {
    const box = document.querySelector(".ts-graph-window").getBoundingClientRect();
    for (let y = box.top + box.height * 0.3; y < box.bottom - 40; y += 7) {
      for (let x = box.left + box.width * 0.3; x < box.right - 200; x += 11) {
        const hit = document.elementFromPoint(x, y);
        if (hit?.closest(".ts-graph-window") && !hit.closest("button")) return { x, y };
      }
    }
    throw new Error("no place without a card");
  });

/** The places of all cards, the boxes that they stand in, and how many elements there are. */
const cards = () => [
  document.querySelector(".ts-cards").style.transform,
  ...[...document.querySelectorAll(".ts-cards > button")].map((card) => [card.dataset.node, card.style.left, card.style.top].join()),
];

const address = (id) => `#/tasks/${id}?view=graph&fold=0`;

/** In a browser that has seen nothing of the page yet: a link to the task. */
export async function measureLink({ page, server, payload, within }, id) {
  server.task = payload;
  await page.goto(`${server.origin}/${address(id)}`);
  await within(page.waitForFunction(READY, null, { timeout: 0, polling: 50 }));
  return page.evaluate(() => {
    const first = Math.min(...["taskscope:draft", "taskscope:picture"].map((name) => bench.painted[name] ?? Infinity));
    return { link: first, linkAnswered: first - bench.measured("taskscope:fetch")[1] };
  });
}

export async function measureTaskscope(shown, id) {
  const { browser, page, server, payload, errors, within } = shown;
  const values = {};
  server.task = payload;

  // The page is there and at rest, as a peer's is, and then goes to the task.
  await page.goto(`${server.origin}/#/`);
  await page.waitForFunction(() => document.querySelector("[data-taskscope-state=open]"));
  await rest(page, 500);
  await startTrace(browser, page);
  await page.evaluate((hash) => void (location.hash = hash), address(id));
  await within(page.waitForFunction(READY, null, { timeout: 0, polling: 50 }));
  await rest(page);
  let tasks = await stopTrace(browser);
  const seen = await page.evaluate(() => {
    const span = (name) => bench.measured(`taskscope:${name}`);
    const [fetch, decode, insight, layout] = ["fetch", "decode", "insight", "layout"].map(span);
    return { from: fetch[1], decode, insight, layout, painted: bench.painted };
  });
  const length = ([start, end]) => end - start;
  const refined = seen.painted["taskscope:picture"];
  values.refined = refined - seen.from;
  values.complete = Math.min(refined, seen.painted["taskscope:draft"] ?? Infinity) - seen.from;
  for (const name of ["decode", "insight", "layout"]) values[name] = length(seen[name]);
  values.longest = longest(tasks, seen.from, Infinity);
  values.settle = settled(tasks, refined) - seen.from;
  Object.assign(values, await weigh(page), { payload: payload.length });

  // Polls. A reader looks at a step's details, which no peer has, and has clicked into them: they stay with that step. As a
  // rule that is the first that runs, and another one changes.
  await page.click(".ts-detail h2");
  const running = await page.evaluate(() => [...document.querySelectorAll(".ts-cards [data-outcome=running]")].at(-1)?.dataset.subtaskId);
  const next = afterwards(payload, running);
  const changes = [];
  for (let i = 0; i < CHANGES; i++) {
    server.task = i % 2 ? payload : next;
    const before = await page.evaluate(cards);
    await startTrace(browser, page);
    const { from, at, end } = await within(
      page.evaluate(
        async ([running, outcome]) => {
          const card = () => document.querySelector(`.ts-cards [data-subtask-id="${running}"]`);
          const old = bench.measured("taskscope:fetch")[1];
          let at;
          const seen = new MutationObserver(() => (at ??= performance.now()));
          seen.observe(document.querySelector(".ts-cards"), {
            subtree: true,
            attributeFilter: ["data-outcome"],
          });
          document.querySelector(".ts-live + button").click();
          const end = await bench.frameWith(
            () => bench.measured("taskscope:fetch")[1] > old && card()?.dataset.outcome === outcome,
          );
          seen.disconnect();
          return { from: bench.measured("taskscope:fetch")[1], at, end };
        },
        [running, i % 2 ? "running" : "succeeded"],
      ),
    );
    await rest(page, 500);
    tasks = await stopTrace(browser);
    const moved = before.join() !== (await page.evaluate(cards)).join();
    const applied = busy(tasks, from, tasks.find(([, taskEnd]) => taskEnd > at)?.[1] ?? end);
    changes.push({ took: end - from, work: busy(tasks, from, end), applied, longest: longest(tasks, from, Infinity), moved });
  }
  Object.assign(values, summed(changes));
  const later = await weigh(page);
  values.later = later.heap + later.wasm;

  const place = await ground(page);
  let most = values.elements;
  const frames = async (name, seen) => {
    ({ frames: values[name], work: values[`${name}Work`] } = await seen);
    most = Math.max(most, await page.evaluate(() => bench.elements()));
  };
  await frames("pan", within(pan(shown, place)));
  await page.keyboard.down("Control");
  await frames("zoom", within(wheel(shown, place, 16, 75)));
  await page.keyboard.up("Control");
  await page.evaluate(() => [...document.querySelectorAll(".ts-zoom button")].find((button) => /^fit/i.test(button.textContent)).click());
  await rest(page, 500);
  await frames("far", within(pan(shown, await ground(page))));

  await page.evaluate(() => (location.hash = location.hash.replace("view=graph", "view=timeline")));
  await within(page.waitForSelector("[role=treegrid] [role=row]"));
  await rest(page);
  const grid = await page.evaluate(() => {
    const { left, top, width } = document.querySelector("[role=treegrid]").closest(".ts-scroll").getBoundingClientRect();
    return { x: left + width / 2, y: top + 200 };
  });
  await frames("scroll", within(wheel(shown, grid, 120, 120)));
  values.elements = most;
  if (errors.length) throw new Error(errors[0]);
  return values;
}
