// More nodes in sight than can be cards: the canvas paints them, though they are large enough to be read.

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures.ts";
import { ink, inked } from "../helpers/canvas.ts";
import { box } from "../helpers/hands.ts";
import { cards, details, graph, inSight } from "../helpers/viewer.ts";
import { running } from "./interaction.ts";
import { canvas, openGraph, percent, spot } from "./sight.ts";

const elements = (page: Page): Promise<number> => page.evaluate(() => document.getElementsByTagName("*").length);
const press = (page: Page, name: string): Promise<void> => graph(page).getByRole("button", { name }).click();

test("ten thousand steps in a large window stay a small document at half their size", async ({ page }) => {
  await page.setViewportSize({ width: 2560, height: 1440 });
  await openGraph(page, running(10_000));
  expect(await cards(page).count()).toBeGreaterThan(20);
  expect(await elements(page)).toBeLessThan(3000);
  const one = await inSight(page, cards(page));
  const [name, id, place] = [
    (await one.locator(".ts-name").innerText()).trim(),
    (await one.getAttribute("data-subtask-id"))!,
    await spot(page, one),
  ];

  // From as near as can be by steps of a quarter: by these it comes to half.
  while ((await percent(page)) < 250) await press(page, "Zoom in");
  while ((await percent(page)) > 60) {
    await press(page, "Zoom out");
    expect(await elements(page)).toBeLessThan(3000);
  }
  expect(await percent(page)).toBeGreaterThanOrEqual(50);
  await expect(cards(page)).toHaveCount(0);
  expect(await elements(page)).toBeLessThan(3000);

  // They are painted instead, from border to border: some two hundred and more of a hundred px by thirty.
  const window = await box(canvas(page));
  const slices = Array.from({ length: 8 }, (_, slice) => ({
    ...window,
    x: window.x + (slice * window.width) / 8,
    width: window.width / 8,
  }));
  await expect.poll(() => inked(canvas(page), slices)).toEqual(slices.map(() => true));
  await expect.poll(async () => (await ink(canvas(page))).pixels).toBeGreaterThan(220 * 100 * 20);

  // What is painted says what it is, and is selected where it is.
  const at = await place();
  await page.mouse.move(at.x, at.y);
  await expect(page.locator(".ts-tip")).toContainText(name);
  await expect(page.locator(".ts-tip")).toBeInViewport({ ratio: 0.99 });
  await expect(details(page)).not.toHaveAttribute("data-subtask-id", id);
  await page.mouse.click(at.x, at.y);
  await expect(details(page)).toHaveAttribute("data-subtask-id", id);
  await expect(details(page).getByRole("heading", { level: 2 })).toContainText(name.replace(/^\[\d+\] /, ""));
  expect(await elements(page)).toBeLessThan(3000);

  // Nearer there are fewer: cards again, and no label beside what can be read.
  while ((await percent(page)) < 100) await press(page, "Zoom in");
  await expect.poll(() => cards(page).count()).toBeGreaterThan(5);
  expect(await cards(page).count()).toBeLessThan(230);
  await expect(page.locator(".ts-tip")).toHaveCount(0);
});
