// How a reader selects a row, by every means.

import type { Locator, Page } from "@playwright/test";

import { middle, tap } from "../helpers/hands.ts";
import { frame, grid } from "../helpers/viewer.ts";

/** All rows of the timeline. */
export const rows = (page: Page): Locator => grid(page).getByRole("row");

/** Selects the step of a row. */
export const SELECTING = {
  mouse: (_: Page, row: Locator) => row.click(),
  touch: async (page: Page, row: Locator) => tap(page, await middle(row)),
  keyboard: async (page: Page, row: Locator) => {
    await rows(page).first().focus();
    while (!(await row.evaluate((one) => one === document.activeElement))) {
      await page.keyboard.press("ArrowDown");
      // The focus follows in the next frame: a key pressed before that goes on from the row below.
      await frame(page);
    }
    await page.keyboard.press("Enter");
  },
};
