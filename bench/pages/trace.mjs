// The browser's own record of what a page's main thread did.

const CATEGORIES = ["toplevel", "blink.user_timing"];

/** Starts a record. */
export async function startTrace(browser, page) {
  await browser.startTracing(page, { categories: CATEGORIES });
  await page.evaluate(() => performance.mark("bench:zero"));
}

/** What a main thread's work is made of: tasks, and promises that go on between two of them. */
const WORK = /RunTask$|PerformMicrotaskCheckpoint$/;

/** Ends it: the tasks of the page's main thread, with start and end on the page's clock, in ms, in their order. */
export async function stopTrace(browser) {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const zero = traceEvents.findLast(({ name }) => name === "bench:zero");
  if (!zero) return [];
  const clock = zero.args.data.startTime - zero.ts / 1000;
  const all = traceEvents
    .filter(({ name, pid, tid, ph }) => ph === "X" && WORK.test(name) && pid === zero.pid && tid === zero.tid)
    .map(({ ts, dur = 0 }) => [ts / 1000 + clock, (ts + dur) / 1000 + clock])
    .sort(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd);
  // One may run within another, as promises of a script do within its task.
  let last = Number.NEGATIVE_INFINITY;
  return all.filter(([start, end]) => start >= last && ((last = end), true));
}

/** How long the main thread was busy between two moments. */
export function busy(tasks, from, to) {
  return tasks.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
}

/** The longest task that touches a stretch of time; what of it lies before the stretch is not counted. */
export function longest(tasks, from, to) {
  return Math.max(0, ...tasks.filter(([start, end]) => end > from && start < to).map(([start, end]) => end - Math.max(start, from)));
}

/** When the last task of more than a frame ended: from then on the page is at rest. At least `from`. */
export function settled(tasks, from) {
  return tasks.reduce((last, [start, end]) => (end - start > 16 && end > last ? end : last), from);
}

/** The main thread's work in each of the frames that begin at these moments. */
export function work(tasks, frames) {
  return frames.slice(1).map((end, i) => busy(tasks, frames[i], end));
}
