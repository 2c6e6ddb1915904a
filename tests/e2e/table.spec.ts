// The table: what its cells and headings say, and how it sorts.

import { expect, test } from "./fixtures.ts";
import { goToFragment, grid, openTask, parameters, table, view } from "./helpers/viewer.ts";

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

test("what it is sorted by is in the address, and back leads to what it was sorted by before", async ({ page }) => {
  await openTask(page, FAILED, "view=table");
  const heading = table(page).getByRole("columnheader", { name: "Run time" });
  const shows = async (sort: string | undefined, direction: string) => {
    await expect.poll(() => parameters(page)["sort"]).toBe(sort);
    await expect(heading).toHaveAttribute("aria-sort", direction);
  };
  await heading.getByRole("button").click();
  await shows("-duration", "ascending");
  await heading.getByRole("button").click();
  await shows("duration", "descending");
  const first = await table(page).locator('[aria-rowindex="2"]').getAttribute("data-subtask-id");
  await page.reload();
  await shows("duration", "descending");
  await expect(table(page).locator('[aria-rowindex="2"]')).toHaveAttribute("data-subtask-id", first!);
  // The timeline says the same so: the longest first.
  await view(page, "Timeline").click();
  await expect(grid(page).getByRole("row").first()).toHaveAttribute("data-subtask-id", first!);
  await page.goBack();
  await shows("duration", "descending");
  await page.goBack();
  await shows("-duration", "ascending");
  await page.goBack();
  await shows(undefined, "none");
});

test("a link sorts it by any of its columns", async ({ page }) => {
  const columns = {
    name: "Step", outcome: "Outcome", start: "Start", finish: "Finish", wait: "Waited", duration: "Run time", limit: "Time limit",
    attempts: "Attempts", node: "OCP node", index: "Parallel index", upstream: "Upstream", downstream: "Downstream",
    status: "Status", id: "Subtask ID",
  };
  await openTask(page, FAILED, "view=table");
  for (const [sort, name] of Object.entries(columns)) {
    await goToFragment(page, `#/tasks/${FAILED}?view=table&sort=${sort}`);
    await expect(table(page).locator("[aria-sort=ascending], [aria-sort=descending]"), sort).toHaveText(new RegExp(`^${name}`));
  }
});

test("siblings, which it does not fold, are not offered to be folded", async ({ page }) => {
  await openTask(page, WAVES, "view=table");
  await expect(page.getByRole("checkbox", { name: "Fold siblings" })).toHaveCount(0);
  await page.keyboard.press("1");
  await expect(page.getByRole("checkbox", { name: "Fold siblings" })).toBeChecked();
});

test("the names stay while the other columns are scrolled to the side", async ({ page }) => {
  await openTask(page, FAILED, "view=table");
  await expect(table(page)).toBeVisible();
  const pane = page.locator(".ts-table .ts-scroll");
  const name = table(page).locator(".ts-line .ts-col-name").first();
  const before = (await name.boundingBox())!;
  await pane.evaluate((element) => element.scrollTo(600, 0));
  const after = (await name.boundingBox())!;
  expect(after.x).toBeCloseTo(before.x, 0);
  // What is scrolled passes below it.
  const on = await name.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return document.elementFromPoint(x + width - 4, y + height / 2) === element;
  });
  expect(on).toBe(true);
});
