// The timeline's axis under a reader's hands: what drags, pinches, wheels and keys do to it, and what its labels say.

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { apart, Fingers } from "./helpers/fingers.ts";
import { details, fact, goToFragment, grid, menu, openTask, parameters, step, type Subtask } from "./helpers/viewer.ts";

const FAILED = "35100300";
const [BOOTSTRAP, INSTALL, BENCH] = ["13300013", "13300007", "13300010"] as const;
/** Created, failed, and retried 45 minutes later. */
const RETRIED = "35100400";
/** 604 steps. */
const WAVES = "35101101";
/** The place of a row's cell that says when it began. */
const START = 3;

const axis = (page: Page): Locator => page.locator(".ts-axis");
const pane = (page: Page): Locator => page.locator(".ts-timeline .ts-scroll");
const run = (page: Page, id: string): Locator => step(page, id).locator(".ts-bar-run");

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function box(locator: Locator): Promise<Box> {
  const found = await locator.boundingBox();
  if (!found) throw new Error("it is not on the screen");
  return found;
}

const left = async (locator: Locator): Promise<number> => (await box(locator)).x;
const wide = async (locator: Locator): Promise<number> => (await box(locator)).width;

/** Turns the wheel with Ctrl held, at a place. */
async function zoom(page: Page, x: number, y: number, by: number): Promise<void> {
  await page.mouse.move(x, y);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, by);
  await page.keyboard.up("Control");
}

async function drag(page: Page, from: { x: number; y: number }, by: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by.x, from.y + by.y, { steps: 5 });
  await page.mouse.up();
}

test.describe("a mouse", () => {
  test("zooms at the pointer with Ctrl and the wheel, drags what is seen, and shows the whole by a double click", async ({ page }) => {
    await openTask(page, FAILED);
    const bar = run(page, BENCH);
    const before = await box(bar);
    // 240 px of the wheel are a factor of two.
    await zoom(page, before.x, before.y + 4, -240);
    await expect.poll(() => wide(bar)).toBeCloseTo(before.width * 2, -1);
    expect(await left(bar)).toBeCloseTo(before.x, -1);

    await drag(page, { x: before.x + 5, y: before.y + 4 }, { x: -90, y: 0 });
    await expect.poll(() => left(bar)).toBeCloseTo(before.x - 90, -1);
    expect(await wide(bar)).toBeCloseTo(before.width * 2, -1);
    await expect.poll(() => parameters(page), "a drag selects nothing").toEqual({});
    await expect(details(page)).toHaveAttribute("data-subtask-id", BOOTSTRAP);

    const other = await box(run(page, INSTALL));
    await drag(page, { x: before.x, y: other.y + 4 }, { x: 40, y: 0 });
    await expect.poll(() => left(bar)).toBeCloseTo(before.x - 50, -1);
    await expect.poll(() => parameters(page)).toEqual({});

    await page.mouse.click(before.x - 20, other.y + 4);
    await expect(details(page)).toHaveAttribute("data-subtask-id", INSTALL);
    await page.mouse.dblclick(before.x - 20, other.y + 4);
    await expect.poll(() => left(bar)).toBeCloseTo(before.x, -1);
    expect(await wide(bar)).toBeCloseTo(before.width, -1);
  });

  test("drags the rows up and down, and folds nothing", async ({ page }) => {
    await openTask(page, WAVES);
    const group = grid(page).getByRole("row", { expanded: false }).first();
    const bar = await box(group.locator(".ts-cell-bar"));
    const rows = await grid(page).getAttribute("aria-rowcount");
    await drag(page, { x: bar.x + 80, y: bar.y + 8 }, { x: 0, y: -20 });
    expect(await grid(page).getAttribute("aria-rowcount")).toBe(rows);
    await goToFragment(page, `#/tasks/${WAVES}?fold=0`);
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "604");
    const pointer = { x: bar.x + 80, y: (await box(pane(page))).y + 400 };
    await drag(page, pointer, { x: 10, y: -300 });
    await expect.poll(() => pane(page).evaluate((element) => element.scrollTop)).toBe(300);
    await drag(page, pointer, { x: 0, y: 120 });
    await expect.poll(() => pane(page).evaluate((element) => element.scrollTop)).toBe(180);
    await expect.poll(() => parameters(page)).toEqual({ fold: "0" });
  });

  test("turns the wheel to the side, and leaves names to be selected", async ({ page }) => {
    await openTask(page, FAILED);
    const bar = run(page, BENCH);
    const before = await box(bar);
    await zoom(page, before.x, before.y + 4, -240);
    await expect.poll(() => wide(bar)).toBeGreaterThan(before.width * 1.9);
    const zoomed = await box(bar);
    await page.mouse.wheel(-70, 0);
    await expect.poll(() => left(bar)).toBeCloseTo(zoomed.x + 70, -1);
    const name = await box(step(page, INSTALL).locator(".ts-name"));
    await drag(page, { x: name.x + 2, y: name.y + name.height / 2 }, { x: 60, y: 64 });
    expect(await page.evaluate(() => getSelection()?.toString())).toContain("Install rpm");
    expect(await left(bar)).toBeCloseTo(zoomed.x + 70, -1);
  });

  test("that was let go outside holds nothing when it comes back", async ({ page }) => {
    await openTask(page, WAVES, "fold=0");
    const at = await box(pane(page));
    const edge = { x: at.x + at.width - 100, y: at.y + at.height - 2 };
    await page.mouse.move(edge.x, edge.y);
    await page.mouse.down();
    await page.mouse.move(edge.x, edge.y + 4);
    await page.mouse.up();
    await page.mouse.move(edge.x, edge.y - 200, { steps: 4 });
    expect(await pane(page).evaluate((element) => element.scrollTop)).toBe(0);
  });
});

test.describe("fingers", () => {
  test.use({ hasTouch: true });

  test("two pinch at their middle, a tap selects, and one pans", async ({ page }) => {
    await openTask(page, FAILED);
    const fingers = await Fingers.of(page);
    const bar = run(page, BENCH);
    const before = await box(bar);
    const at = { x: Math.round(before.x), y: Math.round(before.y + 4) };
    await fingers.move(...[40, 50, 60, 70, 80].map((by) => apart(at, by)));
    await expect.poll(() => wide(bar)).toBeCloseTo(before.width * 2, -1);
    expect(Math.abs((await left(bar)) - at.x)).toBeLessThan(3);
    await expect.poll(() => parameters(page)).toEqual({});
    await page.touchscreen.tap(at.x, (await box(run(page, INSTALL))).y + 4);
    await expect(details(page)).toHaveAttribute("data-subtask-id", INSTALL);
    const zoomed = await box(bar);
    await fingers.move(...[0, 30, 60, 90].map((by) => [{ x: at.x - by, y: at.y }]));
    await expect.poll(() => left(bar)).toBeCloseTo(zoomed.x - 90, -1);
    await expect.poll(() => parameters(page)).toEqual({ subtask: INSTALL });
  });

  test("up and down they scroll as everywhere", async ({ page }) => {
    await openTask(page, WAVES, "fold=0");
    const fingers = await Fingers.of(page);
    const at = await box(axis(page));
    const from = { x: at.x + 200, y: at.y + 400 };
    await fingers.move(...[0, 40, 80, 120, 160, 200].map((by) => [{ x: from.x, y: from.y - by }]));
    await expect.poll(() => pane(page).evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
    await expect.poll(() => parameters(page)).toEqual({ fold: "0" });
  });
});

test("keys zoom and move the axis", async ({ page }) => {
  await openTask(page, FAILED);
  const bar = run(page, BENCH);
  const before = await box(bar);
  await grid(page).getByRole("row").first().focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("+");
  await expect.poll(() => wide(bar)).toBeGreaterThan(before.width * 1.9);
  const zoomed = await box(bar);
  await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(() => left(bar)).toBeCloseTo(zoomed.x + (await wide(axis(page))) / 4, -1);
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => left(bar)).toBeCloseTo(zoomed.x, -1);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("-");
  await expect.poll(() => wide(bar)).toBeCloseTo(before.width, -1);
});

/** A label of the axis as milliseconds. */
function millis(label: string): number {
  const units: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  const parts = [...label.matchAll(/([\d.]+) (ms|[dhms])/g)];
  const sum = parts.reduce((all, [, amount, unit]) => all + Number(amount) * units[unit!]!, 0);
  return label.startsWith("−") ? -sum : sum;
}

interface Label {
  text: string;
  left: number;
  right: number;
}

/** What stands on the axis, from left to right, with the room that its letters take. */
async function labels(page: Page): Promise<Label[]> {
  const all = await page.locator(".ts-axis :is(.ts-tick, .ts-gap-length, .ts-zone)").evaluateAll((found) =>
    found.map((label) => {
      const range = document.createRange();
      range.selectNodeContents(label);
      const { left, right } = range.getBoundingClientRect();
      return { left, right, text: label.textContent };
    }),
  );
  return all.sort((a, b) => a.left - b.left);
}

function expectApart(all: Label[]): void {
  for (const [place, label] of all.slice(1).entries()) {
    expect(label.left, `${label.text} beside ${all[place]!.text}`).toBeGreaterThan(all[place]!.right);
  }
}

test.describe("since the start", () => {
  test("is a choice, and the axis says so: its marks are round, and lie where they say", async ({ page }) => {
    await openTask(page, FAILED);
    const clock = await fact(details(page), "Ran").innerText();
    await menu(page, /^(Settings|Time zone)$/).click();
    await page.getByRole("group", { name: "Time zone" }).getByRole("button", { name: "Since start" }).click();
    await page.keyboard.press("Escape");
    await expect.poll(() => parameters(page)).toEqual({ tz: "elapsed" });
    await expect(page.locator(".ts-zone")).toHaveText("Since start");

    const answer = await page.request.get(`/api/v2/tasks/instances/${FAILED}`);
    const { data } = (await answer.json()) as { data: { startTime: string; subtasks: (Subtask & { startTime: string })[] } };
    const start = Date.parse(data.subtasks.find(({ id }) => String(id) === BOOTSTRAP)!.startTime) - Date.parse(data.startTime);
    const marks = (await labels(page)).filter(({ text }) => text !== "Since start");
    expect(marks[0]!.text).toBe("0");
    const times = marks.map(({ text }) => millis(text));
    const spacing = times[1]!;
    expect(times).toEqual(times.map((_, place) => place * spacing));
    expect([1, 2, 5, 10, 15, 20, 30, 60, 120, 300].map((seconds) => seconds * 1000)).toContain(spacing);
    const rate = (marks.at(-1)!.left - marks[0]!.left) / times.at(-1)!;
    const bar = await left(run(page, BOOTSTRAP));
    // A label stands 6 px beside its mark.
    expect(Math.abs(marks[0]!.left - 6 + rate * start - bar)).toBeLessThan(2);
    expect(millis(await step(page, BOOTSTRAP).getByRole("gridcell").nth(START).innerText())).toBe(start);
    expect(await fact(details(page), "Ran").innerText(), "what is compared with logs stays a clock time").toBe(clock);
  });

  test("counts down to the start where a step began before it", async ({ page }) => {
    await page.route(`**/tasks/instances/${FAILED}`, async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { data: { startTime: string; subtasks: { id: number; startTime?: string }[] } };
      const early = new Date(Date.parse(body.data.startTime) - 150_000).toISOString();
      body.data.subtasks.find(({ id }) => String(id) === INSTALL)!.startTime = early;
      await route.fulfill({ response, json: body });
    });
    await openTask(page, FAILED, "tz=elapsed");
    const marks = (await labels(page)).filter(({ text }) => text !== "Since start");
    expect(marks[0]!.text).toMatch(/^−\d+ m$/);
    const times = marks.map(({ text }) => millis(text));
    expect(times).toContain(0);
    const rate = (marks.at(-1)!.left - marks[0]!.left) / (times.at(-1)! - times[0]!);
    const zero = marks[times.indexOf(0)]!.left - 6;
    expect(Math.abs(zero - 150_000 * rate - (await left(run(page, INSTALL))))).toBeLessThan(2);
    await expect(step(page, INSTALL).getByRole("gridcell").nth(START)).toHaveText("−2 m 30 s");
  });

  test("is what the replay counts by, too", async ({ page }) => {
    await openTask(page, FAILED, "tz=elapsed");
    await page.keyboard.press("r");
    await expect(page.locator(".ts-replay-state")).toHaveText(/^Replay: state at 0 \(Since start\) · /);
  });
});

for (const width of [1440, 700, 360]) {
  test(`labels keep off each other at ${width} px, however near or far`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await openTask(page, RETRIED);
    for (const query of ["tz=elapsed", "tz=elapsed&lang=zh-CN", "tz=local", "idle=0&tz=elapsed", "lang=zh-CN"]) {
      await goToFragment(page, `#/tasks/${RETRIED}?${query}`);
      const at = await box(axis(page));
      for (let turn = 0; turn < 12; turn += 1) {
        const all = await labels(page);
        if (turn === 0) expect(all.length, `${query}: a mark stands beside the clock's name`).toBeGreaterThan(1);
        expectApart(all);
        await zoom(page, at.x + at.width * 0.7, at.y + 60, -260);
      }
      await page.keyboard.press("f");
    }
  });
}
