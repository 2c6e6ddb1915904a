// That something is to be seen: after a brush a bar is in sight, and a step that is asked for brings its own.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { box, drag } from "./helpers/hands.ts";
import { details, grid, openTask, step } from "./helpers/viewer.ts";

/** 504 steps, one after the other. */
const LONG = "41000504";

/** How many bars are in sight. */
const bars = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const pane = document.querySelector(".ts-timeline .ts-scroll")!.getBoundingClientRect();
    const axis = document.querySelector(".ts-axis")!.getBoundingClientRect();
    const isSeen = ({ left, right, top, bottom }: DOMRect) =>
      right > axis.left && left < axis.right && top >= axis.bottom && bottom <= pane.bottom;
    return [...document.querySelectorAll(".ts-line .ts-bar-run")].filter((bar) => isSeen(bar.getBoundingClientRect())).length;
  });

async function brush(page: Page, from: number, to: number): Promise<void> {
  const { x, y, width, height } = await box(page.locator(".ts-strip"));
  const at = (place: number) => ({ x: x + width * place, y: y + height / 2 });
  await drag(page, at(from), at(to));
}

test.beforeEach(async ({ page }) => openTask(page, LONG));

test("a brush scrolls to the first row that has a bar there", async ({ page }) => {
  await page.locator(".ts-timeline .ts-scroll").evaluate((element) => void (element.scrollTop = 0));
  await brush(page, 0.6, 0.75);
  await expect.poll(() => bars(page)).toBeGreaterThan(0);
  const top = await page.locator(".ts-timeline .ts-scroll").evaluate((element) => element.scrollTop);
  await brush(page, 0.62, 0.74);
  await expect.poll(() => bars(page)).toBeGreaterThan(0);
  expect(await page.locator(".ts-timeline .ts-scroll").evaluate((element) => element.scrollTop), "what is in sight stays").toBe(top);
});

test("a step that is asked for brings its bar to the axis", async ({ page }) => {
  const id = (await grid(page).locator("[data-subtask-id]").first().getAttribute("data-subtask-id"))!;
  await step(page, id).click();
  await expect(details(page)).toHaveAttribute("data-subtask-id", id);
  const isOn = async () => {
    const [bar, axis] = [await step(page, id).locator(".ts-bar-run").boundingBox(), await box(page.locator(".ts-axis"))];
    return bar !== null && bar.x >= axis.x && bar.x < axis.x + axis.width;
  };
  await brush(page, 0.6, 0.75);
  expect(await isOn()).toBe(false);
  await page.keyboard.press(".");
  await expect.poll(isOn).toBe(true);
  await expect(step(page, id)).toBeInViewport();

  await brush(page, 0.6, 0.75);
  await page.keyboard.press("]");
  await page.keyboard.press("[");
  await expect(details(page)).toHaveAttribute("data-subtask-id", id);
  await expect.poll(isOn).toBe(true);
});

for (const query of ["fold=0", "fold=1"]) {
  test(`the shortest of ten thousand steps has a bar that can be seen: ${query}`, async ({ page }) => {
    await openTask(page, "41010000", query);
    await expect(grid(page).locator(".ts-bar-run").first()).toBeVisible();
    const axis = (await box(page.locator(".ts-axis"))).width;
    const found = await grid(page).locator(".ts-bar-run").evaluateAll((all) =>
      all.map((bar) => ({ width: bar.getBoundingClientRect().width, share: Number.parseFloat((bar as HTMLElement).style.width) })),
    );
    expect(found.length).toBeGreaterThan(10);
    expect(Math.min(...found.map(({ width }) => width))).toBeGreaterThanOrEqual(3);
    // At its true length it would be thinner than a line.
    expect((Math.min(...found.map(({ share }) => share)) / 100) * axis).toBeLessThan(1);
  });
}
