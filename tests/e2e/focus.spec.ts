// The focus after an action that takes away what had it: it goes to what the reader looks at next, never to nothing.

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { card, chips, details, goToFragment, menu, openTask, root, step, subtasks } from "./helpers/viewer.ts";

const SAMPLE = "35000312";
const INSTALL = "13000336";
/** Stop the OCP agents of 12 hosts. */
const STOP = "37002012";

const heading = (page: Page): Locator => details(page).getByRole("heading", { level: 2 });

async function press(page: Page, what: Locator): Promise<void> {
  await what.focus();
  await page.keyboard.press("Enter");
}

test("a link in the details leads to the heading of the others", async ({ page }) => {
  await openTask(page, SAMPLE, `subtask=${INSTALL}`);
  await press(page, details(page).locator(".ts-side button").first());
  await expect(details(page)).not.toHaveAttribute("data-subtask-id", INSTALL);
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press("i");
  await expect(heading(page)).toHaveText("Insights");
  await expect(heading(page)).toBeFocused();
  await press(page, details(page).locator(".ts-entry button").first());
  await expect(details(page)).toHaveAttribute("data-subtask-id", /\d/);
  await expect(heading(page)).toBeFocused();
});

for (const [view, shown] of [["timeline", step], ["graph", card]] as const) {
  test(`details that are closed give it to their step: ${view}`, async ({ page }) => {
    await openTask(page, SAMPLE, `subtask=${INSTALL}&view=${view}`);
    await expect(shown(page, INSTALL)).toBeVisible();
    await press(page, details(page).getByRole("button", { name: "Close" }).first());
    await expect(heading(page)).toHaveText("Insights");
    await expect(shown(page, INSTALL)).toBeFocused();
  });
}

test("what ends itself gives it to what began it", async ({ page }) => {
  await openTask(page, SAMPLE, "status=succeeded");
  await press(page, chips(page).getByRole("button", { name: "Show all outcomes" }));
  await expect(chips(page).getByRole("button").first()).toBeFocused();

  await goToFragment(page, `#/tasks/${SAMPLE}?at=2021-08-25T15:09:40%2B08:00`);
  await press(page, page.getByRole("button", { name: "Back to now" }));
  await expect(page.getByRole("button", { name: "Replay", exact: true })).toBeFocused();

  await goToFragment(page, `#/tasks/${SAMPLE}?view=graph&focus=1&subtask=${INSTALL}`);
  await press(page, page.getByRole("button", { name: "Show the whole graph" }));
  await expect(page.getByRole("button", { name: "Focus", exact: true })).toBeFocused();

  await openTask(page, "35100400", "compare=35100401");
  await press(page, page.getByRole("button", { name: "End the comparison" }));
  await expect(menu(page, "Compare…")).toBeFocused();
});

test("siblings that are folded from the details leave it on what unfolds them", async ({ page }) => {
  const id = String((await subtasks(page, STOP)).find(({ parallelIdx }) => parallelIdx === 7)!.id);
  await openTask(page, STOP, `subtask=${id}`);
  await press(page, details(page).getByRole("button", { name: "Collapse ×12" }));
  await expect(step(page, id)).toHaveCount(0);
  await expect(details(page).getByRole("button", { name: "Expand ×12" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(step(page, id)).toBeVisible();
  await expect(details(page).getByRole("button", { name: "Collapse ×12" })).toBeFocused();
  // Where nothing is folded, there is nothing to fold by.
  for (const query of ["fold=0", "view=table"]) {
    await goToFragment(page, `#/tasks/${STOP}?subtask=${id}&${query}`);
    await expect(details(page).getByRole("button", { name: /×12/ })).toHaveCount(0);
  }
});

test("a comparison that is asked for leaves it on the menu", async ({ page }) => {
  await openTask(page, "35100400");
  await press(page, menu(page, "Compare…"));
  await page.getByLabel("ID of the other run").focus();
  await page.keyboard.type("35100401");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Comparison" })).toContainText("Compared with #35100401");
  await expect(menu(page, "Compare…")).toBeFocused();
});

test("another language leaves it on the settings", async ({ page }) => {
  await openTask(page, SAMPLE);
  await press(page, menu(page, "Settings"));
  await press(page, page.getByRole("button", { name: "简体中文" }));
  await expect(root(page)).toHaveAttribute("lang", "zh-CN");
  await expect(menu(page, "设置")).toBeFocused();
});
