// Small and enlarged windows: what matters is seen without a search for it.

import { expect, test } from "./fixtures.ts";
import { box } from "./helpers/hands.ts";
import { details, goToFragment, grid, menu, openTask, sentence } from "./helpers/viewer.ts";

const FAILING = "35101000";
const FAILED = "35100300";
/** Retried, rolled back, rollback failed, skipped: all with idle time. */
const IDLE = ["35100400", "35100401", "35100500", "35100600", "35100700"];

test("the sentence has the width of the window below 1100 px", async ({ page }) => {
  await openTask(page, FAILING);
  for (const width of [320, 720, 768, 1024, 1099]) {
    await page.setViewportSize({ width, height: 800 });
    const [said, actions] = [await box(page.locator(".ts-say")), await box(page.locator(".ts-actions"))];
    expect(said.width, `${width} px`).toBeGreaterThan(width - 60);
    expect(actions.y, `${width} px`).toBeGreaterThan(said.y + said.height - 1);
    if (width >= 720) expect((await box(sentence(page))).height, `${width} px`).toBeLessThan(60);
  }
});

test("the buttons of the verdict stand beside the times, not alone in a line", async ({ page }) => {
  // One without data notes, and one with.
  for (const id of [FAILED, "35101902"]) {
    await openTask(page, id);
    for (const lang of ["en", "zh-CN"]) {
      await goToFragment(page, `#/tasks/${id}?lang=${lang}`);
      for (const width of [720, 768, 900, 1024, 1099]) {
        await page.setViewportSize({ width, height: 800 });
        const [times, actions] = [await box(page.locator(".ts-split")), await box(page.locator(".ts-actions"))];
        expect(actions.y, `${id}, ${lang}, ${width} px`).toBeLessThan(times.y + times.height);
        expect(actions.x, `${id}, ${lang}, ${width} px`).toBeGreaterThanOrEqual(times.x + times.width);
      }
      await expect(page.getByRole("button", { name: /^(Open another task|打开其他任务)$/ })).toBeVisible();
    }
  }
});

test("twice as large as usual, a row is on the first screen", async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  for (const id of [FAILING, FAILED]) {
    await openTask(page, id);
    const row = await box(grid(page).getByRole("row").first());
    expect(row.y + row.height, id).toBeLessThanOrEqual(450);
  }
});

test("no button of the toolbar stands alone in a line", async ({ page }) => {
  await openTask(page, FAILED);
  for (const lang of ["en", "zh-CN"]) {
    await goToFragment(page, `#/tasks/${FAILED}?lang=${lang}`);
    for (const width of [720, 768, 1024, 1100, 1179, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const keys = page.getByRole("button", { name: /^(Keyboard shortcuts|快捷键)$/ });
      const rows = menu(page, /^(Rows|行)$/);
      const [one, other] = [await box(keys), await box(rows)];
      expect(Math.abs(one.y - other.y), `${lang}, ${width} px`).toBeLessThan(2);
    }
  }
});

for (const way of ["button", "key"]) {
  test(`insights that are asked for come into sight: ${way}`, async ({ page }) => {
    await page.setViewportSize({ width: 800, height: 700 });
    await openTask(page, FAILED);
    const heading = details(page).getByRole("heading", { name: "Insights" });
    if (way === "key") await page.keyboard.press("i");
    else await page.getByRole("button", { name: "Insights", exact: true }).click();
    await expect(heading).toBeInViewport();
  });
}

test("the axis always has a label", async ({ page }) => {
  for (const [width, query] of [[320, ""], [360, ""], [360, "lang=zh-CN"], [1024, "idle=0"], [1024, "idle=0&lang=zh-CN"], [360, "idle=0"]] as const) {
    await page.setViewportSize({ width, height: 800 });
    for (const id of IDLE) {
      await openTask(page, id, query);
      await expect(page.locator(".ts-axis .ts-tick").first(), `${id}, ${width} px, ${query}`).toBeVisible();
    }
  }
});

test.describe("a zone with a long name", () => {
  test.use({ timezoneId: "Asia/Kolkata" });

  test("is its offset alone where the axis has no room for it", async ({ page }) => {
    await openTask(page, FAILED, "tz=local");
    await expect(page.locator(".ts-zone")).toHaveText(/^Asia\/(Kolkata|Calcutta) UTC\+5:30$/);
    await page.setViewportSize({ width: 360, height: 800 });
    await expect(page.locator(".ts-zone")).toHaveText("UTC+5:30");
    await expect(page.locator(".ts-axis .ts-tick").first()).toBeVisible();
  });
});
