// On paper: what became of the task, and nothing of what there is to press.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { details, grid, openTask, root, sentence, table } from "./helpers/viewer.ts";

const FAILED = "35100300";
/** Its edges are a circle. */
const NOTED = "35101902";

/** As a browser lays it out for a sheet of A4. */
async function print(page: Page): Promise<void> {
  await page.evaluate(() => void dispatchEvent(new Event("beforeprint")));
  await page.setViewportSize({ width: 718, height: 1047 });
  await page.emulateMedia({ media: "print" });
}

/** The panes that show only a part of what is in them. */
const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll(".ts-root *:not(.ts-offscreen)")]
      .filter((pane) => /auto|scroll|hidden|clip/.test(getComputedStyle(pane).overflowY))
      .filter((pane) => pane.clientHeight > 0 && pane.checkVisibility())
      .filter((pane) => pane.scrollHeight > pane.clientHeight + 1)
      .map(({ className }) => className),
  );

for (const view of ["timeline", "table"]) {
  test(`a failed task, in light colours, with nothing cut: ${view}`, async ({ page }) => {
    await openTask(page, FAILED, `view=${view}&theme=dark`);
    await print(page);
    await expect(sentence(page)).toContainText("Bootstrap ob");
    await expect(page.getByRole("banner")).toContainText("Rollback:");
    await expect(root(page)).toHaveCSS("background-color", "rgb(255, 255, 255)");
    await expect(root(page)).toHaveCSS("color", "rgb(27, 36, 48)");
    // Only what leads from step to step is left of all buttons: it is a part of the text.
    await expect(page.locator("button:visible:not(.ts-link, [role=columnheader] button)")).toHaveCount(0);
    await expect(page.locator("summary:visible, input:visible, dialog:visible")).toHaveCount(0);
    await expect(details(page)).toContainText("Downstream");
    expect(await cut(page)).toEqual([]);
    // All within the sheet, row under row.
    const rows = (view === "table" ? table(page) : grid(page)).locator(".ts-line");
    const boxes = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().toJSON() as DOMRect));
    expect(boxes.length).toBeGreaterThan(9);
    for (const [place, { top, right }] of boxes.entries()) {
      expect(right).toBeLessThanOrEqual(718);
      if (place > 0) expect(top).toBeGreaterThanOrEqual(boxes[place - 1]!.bottom - 0.5);
    }
    expect((await details(page).boundingBox())!.y).toBeGreaterThan(boxes.at(-1)!.bottom - 0.5);
  });
}

test("what was odd in the data is told, though its menu is closed", async ({ page }) => {
  await openTask(page, NOTED);
  const notes = page.locator(".ts-printed").getByRole("listitem");
  await expect(notes).toHaveCount(0);
  await print(page);
  await expect(notes.first()).toBeVisible();
  await expect(notes.first()).not.toBeEmpty();
});
