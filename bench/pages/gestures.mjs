// Mouse and wheel as the browser gets them from a reader's hand: 60 events a second, not waiting for the page.

import { startTrace, stopTrace, work } from "./trace.mjs";

const EVERY = 1000 / 60;
const EVENTS = 150;

/** Sends events at their beat, whether or not the page keeps up. */
async function beat(send) {
  const sent = [];
  const start = performance.now();
  for (let i = 0; i < EVENTS; i += 1) {
    sent.push(send(i));
    const left = start + (i + 1) * EVERY - performance.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  }
  await Promise.all(sent);
}

/** The frames while events come and are answered: ms from each to the next, and the main thread's work in each. */
async function watched({ browser, page }, send) {
  await startTrace(browser, page);
  await page.evaluate(() => bench.startFrames());
  await beat(send);
  const frames = await page.evaluate(() => bench.stopFrames());
  const tasks = await stopTrace(browser);
  return { frames: frames.slice(1).map((time, i) => time - frames[i]), work: work(tasks, frames) };
}

/** Drags to and fro, from a place where there is no node. */
export async function pan(shown, { x, y }) {
  const { mouse } = shown.page;
  await mouse.move(x, y);
  await mouse.down();
  // One second one way, as far back, and so on: 12 px an event.
  const at = (i) => 12 * (((i + 30) % 120) < 60 ? (i + 30) % 60 : 60 - ((i + 30) % 60)) - 360;
  const seen = await watched(shown, (i) => mouse.move(x + at(i), y + at(i) / 4));
  await mouse.up();
  return seen;
}

/** Turns the wheel by so many CSS px an event, the other way after so many events. */
export async function wheel(shown, { x, y }, by, turn) {
  const { mouse } = shown.page;
  await mouse.move(x, y);
  return watched(shown, (i) => mouse.wheel(0, Math.floor(i / turn) % 2 ? -by : by));
}
