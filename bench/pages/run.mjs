// Measures pages in headless Chromium: `node run.mjs '{"simulator":…}'`. Prints a line of JSON for each run of a page:
// what was measured of it, in ms unless a name says otherwise, or why it failed. The measures are defined in
// `bench/src/page/measure.rs`.

import { createRequire } from "node:module";

import { serve } from "./server.mjs";
import { measurePeer } from "./peer.mjs";
import { measureLink, measureTaskscope } from "./taskscope.mjs";

const { simulator, folder, playwright, chromium, cases } = JSON.parse(process.argv[2]);
const { chromium: engine } = createRequire(playwright)("@playwright/test");
const server = await serve(simulator, folder);

/** Families by the digits that their tasks' ids begin with: caught in the middle of their run. */
const FAMILIES = { stages: 46, layered: 47 };
const WINDOW = { width: 1440, height: 900 };
const ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--js-flags=--stack-size=4000"];

/** A promise's value, unless it takes longer than so many seconds. */
async function within(seconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`> ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What `measure` finds out in a browser of its own. */
async function inBrowser(seconds, payload, measure) {
  const browser = await engine.launch({ executablePath: chromium, args: ARGUMENTS });
  try {
    const page = await browser.newPage({ viewport: WINDOW });
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.addInitScript({ path: new URL("harness.js", import.meta.url).pathname });
    return await measure({ browser, page, server, payload, errors, within: (promise) => within(seconds, promise) });
  } finally {
    // A page that hangs does not answer: its browser is ended from outside.
    await within(10, browser.close()).catch(() => {});
  }
}

/** One run of a page. */
async function measured({ page: name, seconds }, id, payload) {
  const inOwn = (measure) => inBrowser(seconds, payload, measure);
  if (name !== "taskscope") return inOwn((shown) => measurePeer(shown, name));
  return { ...(await inOwn((shown) => measureLink(shown, id))), ...(await inOwn((shown) => measureTaskscope(shown, id))) };
}

let last = "";
let payload;
for (const run of cases) {
  const id = `${FAMILIES[run.family]}${String(run.nodes).padStart(6, "0")}`;
  if (id !== last) payload = await server.fetch(id);
  last = id;
  const { seconds, ...label } = run;
  let outcome;
  try {
    outcome = { values: await measured(run, id, payload) };
  } catch (error) {
    outcome = { failed: error.message.split("\n")[0] };
  }
  console.log(JSON.stringify({ ...label, ...outcome }));
}
process.exit(0);
