// Where bars to scroll by take room, as on Windows: elsewhere they lie over what they scroll.

import type { LaunchOptions, Locator } from "@playwright/test";

import { expect, test as base } from "./fixtures.ts";
import { grid, openTask, table } from "./helpers/viewer.ts";

const test = base.extend<object, { launchOptions: LaunchOptions }>({
  launchOptions: [
    async ({ launchOptions }, use) => use({ ...launchOptions, ignoreDefaultArgs: ["--hide-scrollbars"] }),
    { scope: "worker" },
  ],
});

/** The left and the right edge. */
async function edges(locator: Locator): Promise<[number, number]> {
  const { x, width } = (await locator.boundingBox())!;
  return [x, x + width];
}

for (const width of [1440, 1000, 600, 400]) {
  for (const [task, kind] of [["46000504", "rows without end"], ["35100300", "few rows"]] as const) {
    test(`strip, axis and bars stand below each other at ${width} px: ${kind}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 1100 });
      await openTask(page, task, "view=timeline");
      const pane = page.locator(".ts-timeline .ts-scroll");
      const bar = await pane.evaluate((element: HTMLElement) => element.offsetWidth - element.clientWidth);
      if (kind === "rows without end") expect(bar, "it takes room").toBeGreaterThan(5);
      const axis = await edges(page.locator(".ts-axis"));
      for (const other of [page.locator(".ts-strip"), grid(page).locator(".ts-cell-bar").first()]) {
        const [left, right] = await edges(other);
        expect(Math.abs(left - axis[0])).toBeLessThan(0.5);
        expect(Math.abs(right - axis[1])).toBeLessThan(0.5);
      }
      const [, end] = await edges(pane);
      expect(axis[1]).toBeLessThanOrEqual(end - bar + 0.5);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beyond, "nothing is wider than the page").toBeLessThanOrEqual(0);
    });
  }
}

test("the head of the table stands over its columns", async ({ page }) => {
  await openTask(page, "46000504", "view=table");
  const head = table(page).getByRole("columnheader");
  const cells = table(page).locator(".ts-line").first().getByRole("gridcell");
  for (const at of [0, 3, 5]) {
    expect(Math.abs((await edges(head.nth(at)))[0] - (await edges(cells.nth(at)))[0])).toBeLessThan(0.5);
  }
});
