// The timeline's axis under a reader's hands: what drags, pinches, wheels and keys do to it.

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { apart, Fingers } from "./helpers/fingers.ts";
import { details, goToFragment, grid, openTask, parameters, step } from "./helpers/viewer.ts";

const FAILED = "35100300";
const [BOOTSTRAP, INSTALL, BENCH] = ["13300013", "13300007", "13300010"] as const;
/** 604 steps. */
const WAVES = "35101101";

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
    expect(parameters(page), "a drag selects nothing").toEqual({});
    await expect(details(page)).toHaveAttribute("data-subtask-id", BOOTSTRAP);

    const other = await box(run(page, INSTALL));
    await drag(page, { x: before.x, y: other.y + 4 }, { x: 40, y: 0 });
    await expect.poll(() => left(bar)).toBeCloseTo(before.x - 50, -1);
    expect(parameters(page)).toEqual({});

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
    expect(parameters(page)).toEqual({ fold: "0" });
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
    expect(parameters(page)).toEqual({});
    await page.touchscreen.tap(at.x, (await box(run(page, INSTALL))).y + 4);
    await expect(details(page)).toHaveAttribute("data-subtask-id", INSTALL);
    const zoomed = await box(bar);
    await fingers.move(...[0, 30, 60, 90].map((by) => [{ x: at.x - by, y: at.y }]));
    await expect.poll(() => left(bar)).toBeCloseTo(zoomed.x - 90, -1);
    expect(parameters(page)).toEqual({ subtask: INSTALL });
  });

  test("up and down they scroll as everywhere", async ({ page }) => {
    await openTask(page, WAVES, "fold=0");
    const fingers = await Fingers.of(page);
    const at = await box(axis(page));
    const from = { x: at.x + 200, y: at.y + 400 };
    await fingers.move(...[0, 40, 80, 120, 160, 200].map((by) => [{ x: from.x, y: from.y - by }]));
    await expect.poll(() => pane(page).evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
    expect(parameters(page)).toEqual({ fold: "0" });
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
