// Each fixture group, as the page shows it: verdict, outcomes, the step it opens on, a sentence in both languages.
// Group 20, the answers that are no task, is in errors.spec.ts.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { GROUPS, type Known } from "./helpers/groups.ts";
import { allRows, chips, countOutcomes, details, goToFragment, grid, openTask, root, sentence } from "./helpers/viewer.ts";

for (const [group, tasks] of Object.entries(GROUPS)) {
  test(`group ${group}`, async ({ page }) => {
    for (const task of tasks) await test.step(task.id, () => showsWhatIsKnown(page, task));
  });
}

async function showsWhatIsKnown(page: Page, { id, verdict, counts, opens }: Known): Promise<void> {
  // The language is said each time: the address of the task before asked for Chinese.
  await openTask(page, id, "lang=en");
  await expect(root(page)).toHaveAttribute("data-verdict", verdict);
  const english = await sentence(page).innerText();
  expect(english.trim()).toMatch(/^\p{Script=Latin}[^\p{Script=Han}]{8,}$/u);

  const chip = Object.values(counts).map((count) => ` ${count}`);
  const shown = (await chips(page).getByRole("button").allInnerTexts()).map((text) => text.match(/\s\d+$/)?.[0]);
  expect(shown.map((text) => text?.replace(/\s/, " ")).sort()).toEqual(chip.sort());

  if (opens === undefined) {
    await expect(details(page)).not.toHaveAttribute("data-subtask-id");
  } else {
    await expect(details(page)).toHaveAttribute("data-subtask-id", opens.id);
    await expect(details(page).getByRole("heading", { level: 2 })).toContainText(opens.name);
    // Its own row, or that of the siblings it is folded into.
    await expect(grid(page).getByRole("row", { selected: true })).toBeInViewport();
  }

  await goToFragment(page, `#/tasks/${id}?lang=zh-CN&fold=0`);
  await expect(sentence(page)).toHaveText(/\p{Script=Han}/u);
  if (Object.keys(counts).length > 0) {
    expect(countOutcomes(await allRows(page))).toEqual(counts);
  } else {
    await expect(grid(page)).toBeHidden();
    await expect(page.getByText("该任务没有子任务。")).toBeVisible();
  }
}
