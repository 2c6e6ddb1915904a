// The table: what its cells and headings say, and how it sorts.

import { expect, test } from "./fixtures.ts";
import { goToFragment, openTask, table } from "./helpers/viewer.ts";

const FAILED = "35100300";
/** 604 steps. */
const WAVES = "35101101";

test("the commonest status is not cut, and what is cut says so", async ({ page }) => {
  await openTask(page, FAILED, "view=table");
  const status = table(page).getByRole("gridcell", { name: "SUCCESSFUL · EXECUTE" }).first();
  expect(await status.evaluate((cell) => cell.scrollWidth <= cell.clientWidth)).toBe(true);
  // In a flexible box a text that is too long ends without a sign.
  const cells = table(page).getByRole("row").nth(1).getByRole("gridcell");
  for (const cell of await cells.all()) {
    await expect(cell).toHaveCSS("display", "block");
    await expect(cell).toHaveCSS("text-overflow", "ellipsis");
  }
});

test("start and finish name their clock", async ({ page }) => {
  await openTask(page, FAILED, "view=table");
  await expect(table(page).getByRole("columnheader", { name: "Start (UTC+8)" })).toBeVisible();
  await expect(table(page).getByRole("columnheader", { name: "Finish (UTC+8)" })).toBeVisible();
  await goToFragment(page, `#/tasks/${FAILED}?view=table&tz=UTC`);
  await expect(table(page).getByRole("columnheader", { name: "Start (UTC)" })).toBeVisible();
});

test("what is not known is last, whichever way it is sorted", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 1200 });
  await openTask(page, FAILED, "view=table");
  const heading = table(page).getByRole("columnheader", { name: "Start" }).getByRole("button");
  const starts = () => table(page).locator(".ts-line > :nth-child(3)").allTextContents();
  for (const turn of [1, -1]) {
    await heading.click();
    const known = async () => (await starts()).filter((text) => text !== "");
    await expect.poll(async () => (await starts()).slice(0, 9).every((text) => text !== "")).toBe(true);
    const all = await known();
    expect(all).toHaveLength(9);
    expect(all).toEqual([...all].sort((a, b) => turn * a.localeCompare(b)));
  }
});

test("sorted anew, it begins at its beginning", async ({ page }) => {
  await openTask(page, WAVES, "view=table");
  const pane = page.locator(".ts-table .ts-scroll");
  await pane.evaluate((element) => void (element.scrollTop = 4_000));
  await expect(table(page).locator('[aria-rowindex="130"]')).toBeVisible();
  await table(page).getByRole("columnheader", { name: "Run time" }).getByRole("button").click();
  await expect.poll(() => pane.evaluate((element) => element.scrollTop)).toBe(0);
  await expect(table(page).locator('[aria-rowindex="2"]')).toBeInViewport();
});

test("siblings, which it does not fold, are not offered to be folded", async ({ page }) => {
  await openTask(page, WAVES, "view=table");
  await expect(page.getByRole("checkbox", { name: "Fold siblings" })).toHaveCount(0);
  await page.keyboard.press("1");
  await expect(page.getByRole("checkbox", { name: "Fold siblings" })).toBeChecked();
});
