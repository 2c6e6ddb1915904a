// Siblings read as one row: what became of all of them is seen, and each can be told from the others.

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { details, goToFragment, grid, openTask, table, type Subtask, subtasks } from "./helpers/viewer.ts";

/** Twelve hosts: two of them failed to start. */
const FAILED = "35101001";
/** The same while eight of them still run. */
const FAILING = "35101000";
/** 120 hosts, in waves of ten. */
const WAVES = "35101101";

const group = (page: Page, size: number, name: string): Locator =>
  grid(page).locator(`[data-group-size="${size}"]`).filter({ hasText: name });

/** Where the bars begin on the axis that are on top of the others, at their middle: the outcomes seen there. */
const seen = (row: Locator): Promise<(string | null)[]> =>
  row.locator(".ts-bar-run").evaluateAll((bars) =>
    bars.map((bar) => {
      const { x, y, width, height } = bar.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2)?.getAttribute("data-outcome") ?? null;
    }),
  );

test("a folded group with failures does not look as if all was well", async ({ page }) => {
  await openTask(page, FAILED);
  const start = group(page, 12, "Start all OCP agent");
  await start.click();
  await expect(start).toHaveAttribute("aria-expanded", "false");
  // Two of the twelve never ran.
  await expect(start.locator(".ts-bar-run")).toHaveCount(10);
  expect((await seen(start)).filter((outcome) => outcome === "failed").length).toBeGreaterThan(1);
  await expect(start.locator(".ts-bar-run").last()).toHaveAttribute("data-outcome", "failed");
});

test("a folded group is on the critical path where one of its steps is", async ({ page }) => {
  await openTask(page, WAVES);
  const folded = grid(page).locator("[data-group-size][aria-expanded=false]", { has: page.locator(".ts-critical") }).first();
  await expect(folded).toBeVisible();
  const index = await folded.getAttribute("aria-rowindex");
  const row = grid(page).locator(`[aria-rowindex="${index}"]`);
  await row.click();
  await expect(row).toHaveAttribute("aria-expanded", "true");
  await expect(row.locator(".ts-critical"), "its steps show it themselves").toHaveCount(0);
});

test("how many came to what can be read in whole", async ({ page }) => {
  await openTask(page, FAILING);
  const start = group(page, 12, "Start all OCP agent");
  const all = /^2\sFailed, 8\sRunning, 2\sNot\sscheduled\syet$/;
  for (const cell of [".ts-cell-outcome", ".ts-cell-bar"]) {
    await expect(start.locator(cell), cell).toHaveAttribute("title", all);
  }
  await goToFragment(page, `#/tasks/${FAILING}?lang=zh-CN`);
  await expect(start.locator(".ts-cell-outcome")).toHaveAttribute("title", /^2\s\S+，8\s\S+，2\s\S+$/);
});

/** A span as the page writes it, of less than an hour. */
function written(millis: number): string {
  const seconds = Math.floor(millis / 1000);
  if (millis < 1000) return `${millis} ms`;
  if (seconds < 60) return `${seconds}.${Math.floor((millis % 1000) / 100)} s`;
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, "0")} s`;
}

test("the run time of a group is as long as its bar, and the longest of its steps stands behind it", async ({ page }) => {
  await openTask(page, WAVES);
  const row = grid(page).locator('[data-group-size="120"]').first();
  const name = await row.locator(".ts-name").innerText();
  const members = (await subtasks(page, WAVES)).filter((one) => one.name === name) as Required<Subtask>[];
  expect(members).toHaveLength(120);
  const time = (read: (one: Required<Subtask>) => string) => members.map((one) => Date.parse(read(one)));
  const [starts, ends] = [time((one) => one.startTime), time((one) => one.finishTime)];
  const whole = Math.max(...ends) - Math.min(...starts);
  const longest = Math.max(...ends.map((end, place) => end - starts[place]!));
  expect(whole).toBeGreaterThan(longest * 2);
  await expect(row.locator(".ts-cell-run")).toHaveText(written(whole));
  await expect(row.locator(".ts-cell-run")).toHaveAttribute("title", `First start → last end; the longest took ${written(longest)}`);
});

test("each of them has its number wherever it is named", async ({ page }) => {
  await openTask(page, FAILED);
  const name = /^\[\d+\] Start all OCP agent processes$/;
  await expect(details(page).getByRole("heading", { level: 2 })).toHaveText(name);
  await page.keyboard.press("i");
  const failed = details(page).locator("section", { has: page.getByRole("heading", { name: "What failed" }) });
  await expect(failed.getByRole("button")).toHaveText([name, name]);
  await goToFragment(page, `#/tasks/${FAILED}?view=table&status=failed`);
  await expect(table(page).locator(".ts-line .ts-col-name")).toHaveText([name, name]);
});
