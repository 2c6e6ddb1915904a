// What helps to read the timeline: the width of its first column, the arrows of the selected step, matches of a search.

import type { Locator, Page } from "@playwright/test";

import { expectAccessible } from "./helpers/accessible.ts";
import { expect, test } from "./fixtures.ts";
import { heads } from "./helpers/arrows.ts";
import { ink } from "./helpers/canvas.ts";
import { details, frame, grid, openTask, parameters, root, step, voice } from "./helpers/viewer.ts";

const FAILED = "35100300";
const WAVES = "35101101";
const [WAIT, BENCH, BOOTSTRAP] = ["13300012", "13300010", "13300013"] as const;

const grip = (page: Page): Locator => page.getByRole("separator", { name: "Width of the step column" });
const found = (page: Page): Locator => page.getByRole("search");

async function box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const shape = await locator.boundingBox();
  if (!shape) throw new Error("it is not on the screen");
  return shape;
}

test.describe("the step column", () => {
  const width = async (page: Page) => (await box(grid(page).locator(".ts-cell-name").first())).width;

  test("follows the pointer, is remembered, and comes back by a double click", async ({ page }) => {
    await openTask(page, FAILED);
    const before = await width(page);
    const { x, y, width: wide, height } = await box(grip(page));
    await page.mouse.move(x + wide / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + wide / 2 + 90, y + height / 2, { steps: 5 });
    await page.mouse.up();
    expect(await width(page)).toBeCloseTo(before + 90, 0);
    await expect(grip(page)).toHaveAttribute("aria-valuenow", String(Math.round(before + 90)));
    // Strip, axis and bars still stand below each other.
    const [strip, axis, bar] = await Promise.all(
      [page.locator(".ts-strip"), page.locator(".ts-axis"), grid(page).locator(".ts-cell-bar").first()].map(box),
    );
    expect(Math.abs(axis!.x - bar!.x)).toBeLessThan(1);
    expect(Math.abs(strip!.x - axis!.x)).toBeLessThan(1);
    await page.reload();
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
    expect(await width(page)).toBeCloseTo(before + 90, 0);
    await expect.poll(() => parameters(page)).toEqual({});
    await grip(page).dblclick();
    await expect.poll(() => width(page)).toBeCloseTo(before, 0);
    await page.reload();
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
    expect(await width(page)).toBeCloseTo(before, 0);
  });

  test("goes by the keyboard within its bounds", async ({ page }) => {
    await openTask(page, FAILED);
    const before = await width(page);
    await grip(page).focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => width(page)).toBeCloseTo(before + 16, 0);
    await frame(page);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => width(page)).toBeCloseTo(before, 0);
    await frame(page);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => width(page)).toBeCloseTo(before - 16, 0);
    await page.keyboard.press("Home");
    await expect.poll(() => width(page)).toBeCloseTo(Number(await grip(page).getAttribute("aria-valuemin")), 0);
    await page.keyboard.press("End");
    const most = Number(await grip(page).getAttribute("aria-valuemax"));
    await expect.poll(() => width(page)).toBeCloseTo(most, 0);
    expect((await box(page.locator(".ts-axis"))).width).toBeGreaterThan(100);
    await page.keyboard.press("Enter");
    await expect.poll(() => width(page)).toBeCloseTo(before, 0);
  });
});

test.describe("the arrows of the selected step", () => {
  test("lead from upstream to it, and on to downstream", async ({ page }) => {
    await openTask(page, FAILED, `subtask=${BENCH}`);
    const middle = async (id: string) => {
      const bar = await box(step(page, id).locator(".ts-bar-run"));
      return { x: bar.x, y: bar.y + bar.height / 2 };
    };
    const [own, next] = [await middle(BENCH), await middle(BOOTSTRAP)];
    const found = await heads(page);
    expect(found).toHaveLength(2);
    for (const [place, target] of [own, next].entries()) {
      expect(Math.abs(found[place]!.x - target.x)).toBeLessThan(2);
      expect(Math.abs(found[place]!.y - target.y)).toBeLessThan(2);
    }
    await page.keyboard.press("Escape");
    await expect(page.locator(".ts-arrows")).toHaveCount(0);
  });

  test("take no click, and stay within the bars", async ({ page }) => {
    await openTask(page, FAILED, `subtask=${BOOTSTRAP}`);
    await expect(page.locator(".ts-arrows")).toHaveCount(1);
    const bar = await box(step(page, BENCH).locator(".ts-bar-run"));
    await page.mouse.click(bar.x + bar.width - 2, bar.y + bar.height / 2);
    await expect(details(page)).toHaveAttribute("data-subtask-id", BENCH);
    const [lane, axis] = [await box(page.locator(".ts-cursor-lane")), await box(page.locator(".ts-axis"))];
    expect(Math.abs(lane.x - axis.x)).toBeLessThan(1);
    expect(await page.locator(".ts-cursor-lane").evaluate((one) => getComputedStyle(one).overflowX)).toBe("clip");
  });

  test("lead to the row of siblings that are folded", async ({ page }) => {
    await openTask(page, WAVES);
    const barrier = grid(page).getByRole("row").filter({ hasText: "Wait node" }).first();
    await barrier.click();
    // One from the hundred and twenty before it, one to those behind.
    expect(await heads(page)).toHaveLength(2);
  });
});

test.describe("matches", () => {
  test("are marked in names and in the strip", async ({ page }) => {
    await openTask(page, FAILED);
    const strip = page.locator(".ts-strip canvas");
    const before = await ink(strip);
    await page.getByRole("searchbox").fill("node");
    const marks = grid(page).locator("mark");
    await expect(marks.first()).toHaveText("node");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(await marks.count()));
    await page.getByRole("searchbox").fill("bench");
    await expect(marks).toHaveText(["bench"]);
    await expect.poll(async () => (await ink(strip)).lightness).toBeLessThan(before.lightness);
    await page.getByRole("searchbox").fill("");
    await expect(marks).toHaveCount(0);
    await expect.poll(async () => (await ink(strip)).lightness).toBe(before.lightness);
  });

  test("in an id or an OCP node are shown beside the name", async ({ page }) => {
    await openTask(page, FAILED, "q=10.20.0.13");
    await expect(step(page, BOOTSTRAP).locator("mark")).toHaveText("10.20.0.13");
    await page.getByRole("searchbox").fill(BENCH);
    await expect(step(page, BENCH).locator("mark")).toHaveText(BENCH);
  });

  test("are walked by Enter, Shift+Enter and buttons, which say where one is", async ({ page }) => {
    await openTask(page, FAILED, `q=node&subtask=${WAIT}`);
    const all = Number(await grid(page).getAttribute("aria-rowcount"));
    const place = async () => Number(/^(\d+) of/.exec((await found(page).getByText(/^\d+ of \d+$/).innerText()) ?? "")?.[1]);
    const first = await place();
    await page.getByRole("searchbox").press("Enter");
    const next = (first % all) + 1;
    await expect(found(page).getByText(`${next} of ${all}`, { exact: true })).toBeVisible();
    await expect(voice(page)).toHaveText(`${next} of ${all}`);
    await page.getByRole("searchbox").press("Shift+Enter");
    await expect.poll(place).toBe(first);
    await page.getByRole("button", { name: "Next match" }).click();
    await expect.poll(place).toBe(next);
    await page.getByRole("button", { name: "Previous match" }).click();
    await expect.poll(place).toBe(first);
    const seen = new Set<string | null>();
    for (let press = 0; press < all; press += 1) {
      const before = await details(page).getAttribute("data-subtask-id");
      await page.getByRole("searchbox").press("Enter");
      await expect(details(page)).not.toHaveAttribute("data-subtask-id", before!);
      seen.add(await details(page).getAttribute("data-subtask-id"));
    }
    expect(seen.size).toBe(all);
    expect(await place()).toBe(first);
  });

  test("go by the order of the rows, however they are sorted", async ({ page }) => {
    await openTask(page, FAILED, `q=o&sort=duration&fold=0&subtask=${BOOTSTRAP}`);
    await expect(found(page).getByText(/^1 of \d+$/)).toBeVisible();
    const second = await grid(page).getByRole("row").nth(1).getAttribute("data-subtask-id");
    await page.getByRole("searchbox").press("Enter");
    await expect(details(page)).toHaveAttribute("data-subtask-id", second!);
  });
});

test("column, arrows and matches break no rule of accessibility", async ({ page }) => {
  for (const theme of ["light", "dark"]) {
    await openTask(page, theme === "light" ? FAILED : "35101001", `q=o&theme=${theme}`);
    await expect(grid(page).locator("mark").first()).toBeVisible();
    await expectAccessible(page, theme);
  }
});
