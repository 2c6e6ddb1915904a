// Replay: the task as it was at an instant, in every view, by hand and by itself.

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./helpers/accessible.ts";
import {
  allRows, card, chips, countOutcomes, frame, goToFragment, grid, hurry, notices, openTask, parameters, root, step,
  table, view,
} from "./helpers/viewer.ts";

const SAMPLE = "35000312";
/** 15:09:40: the third of four steps runs. */
const AT = "2021-08-25T15:09:40%2B08:00";
const FAILED = "35100300";

const bar = (page: Page): Locator => page.getByRole("region", { name: /^(Replay|回放)$/ });
const knob = (page: Page): Locator => bar(page).getByRole("slider");
const button = (page: Page): Locator => page.getByRole("button", { name: "Replay", exact: true });

test("a link shows every view as it was", async ({ page }) => {
  await openTask(page, SAMPLE, `view=both&at=${AT}`);
  const state = "Replay: state at 15:09:40 (UTC+8) · 2 of 4 steps done";
  await expect(bar(page)).toContainText(state);
  await expect(knob(page)).toHaveAttribute("aria-valuetext", state);
  await expect(button(page)).toHaveAttribute("aria-pressed", "true");

  const now = { running: 1, succeeded: 2, waiting: 1 };
  const rows = await allRows(page);
  expect(countOutcomes(rows)).toEqual(now);
  for (const { id, outcome } of rows) await expect(card(page, id!)).toHaveAttribute("data-outcome", outcome!);
  await expect(chips(page).getByRole("button")).toHaveText([/^Running 1$/, /^Waiting 1$/, /^Done 2$/]);
  // What runs is drawn up to the instant, and no further.
  const end = async (found: Locator) => found.evaluate((element) => element.getBoundingClientRect().right);
  const running = rows.find(({ outcome }) => outcome === "running")!;
  const cursor = grid(page).locator(".ts-cursor");
  expect(Math.abs((await end(step(page, running.id!).locator(".ts-bar-run"))) - (await end(cursor)))).toBeLessThan(4);

  await view(page, "Table").click();
  await expect(table(page).locator('[data-outcome="running"]')).toHaveCount(1);
  await expect(table(page).locator('[data-outcome="succeeded"]')).toHaveCount(2);
  // What became of the task in the end is no secret.
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  await expect.poll(() => parameters(page)).toEqual({ view: "table", at: "2021-08-25T15:09:40+08:00" });
});

test("a group opens for its failures once they have happened", async ({ page }) => {
  const group = grid(page).locator("[data-group-size]", { hasText: "Start all OCP agent processes" });
  await openTask(page, "35101000", "at=2024-06-02T23:49:29%2B08:00");
  await expect(group).toHaveAttribute("aria-expanded", "false");
  await goToFragment(page, "#/tasks/35101000?at=2024-06-02T23:49:31%2B08:00");
  await expect(group).toHaveAttribute("aria-expanded", "true");
});

test("the scrubber, its buttons and the arrow keys move the instant", async ({ page }) => {
  await openTask(page, SAMPLE);
  await expect(bar(page)).toBeHidden();
  await button(page).click();
  await expect(bar(page)).toContainText("0 of 4 steps done");
  const next = bar(page).getByRole("button", { name: "Next event" });
  await next.click();
  await expect(chips(page).getByRole("button", { name: /^Running/ })).toBeVisible();
  await next.click();
  await expect(bar(page)).toContainText("1 of 4 steps done");
  const after = await knob(page).inputValue();
  await bar(page).getByRole("button", { name: "Previous event" }).click();
  await expect(bar(page)).toContainText("0 of 4 steps done");

  await knob(page).focus();
  await page.keyboard.press("End");
  await expect(bar(page)).toContainText("4 of 4 steps done");
  expect(Number(await knob(page).inputValue())).toBeGreaterThan(Number(after));
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Home");
  await expect(bar(page)).toContainText("0 of 4 steps done");

  await bar(page).getByRole("button", { name: "Back to now" }).click();
  await expect(bar(page)).toBeHidden();
  await expect.poll(() => parameters(page)).toEqual({});
  expect(countOutcomes(await allRows(page))).toEqual({ succeeded: 4 });
});

test("a drag is one step of the history", async ({ page }) => {
  await openTask(page, SAMPLE, `at=${AT}`);
  const steps = await page.evaluate(() => history.length);
  const box = (await knob(page).boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
  await page.mouse.down();
  for (let part = 0.2; part <= 1; part += 0.02) await page.mouse.move(box.x + box.width * part, box.y + box.height / 2);
  // While it is held the views follow, and the address does not.
  await expect(bar(page)).toContainText("4 of 4 steps done");
  await expect.poll(() => parameters(page)["at"]).toBe("2021-08-25T15:09:40+08:00");
  await page.mouse.up();
  await expect.poll(() => parameters(page)["at"]).not.toBe("2021-08-25T15:09:40+08:00");
  expect(await page.evaluate(() => history.length)).toBe(steps + 1);
  await page.goBack();
  await expect(bar(page)).toContainText("state at 15:09:40 (UTC+8)");
});

test("r starts and ends the replay, and it plays to the end", async ({ page }) => {
  await openTask(page, SAMPLE);
  await expect(grid(page)).toBeVisible();
  await page.keyboard.press("r");
  await expect(bar(page)).toContainText("0 of 4 steps done");
  await page.keyboard.press("r");
  await expect(bar(page)).toBeHidden();

  await goToFragment(page, `#/tasks/${SAMPLE}?at=2021-08-25T15:09:45%2B08:00`);
  await bar(page).getByRole("button", { name: "Play" }).click();
  await expect(bar(page).getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(bar(page)).toContainText("4 of 4 steps done");
  await expect(bar(page).getByRole("button", { name: "Play" })).toBeVisible();
  await expect.poll(() => parameters(page)["at"]).toBe("2021-08-25T15:09:54.067+08:00");
});

for (const [motion, least, most] of [["no-preference", 8, 100], ["reduce", 1, 3]] as const) {
  test(`motion: ${motion}: so often the picture changes in two and a half seconds`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: motion });
    await openTask(page, SAMPLE, `at=${AT}`);
    await bar(page).getByRole("button", { name: "Play" }).click();
    const seen = await knob(page).evaluate(async (element: HTMLInputElement) => {
      const values = new Set<string>();
      for (const end = performance.now() + 2_500; performance.now() < end; ) {
        values.add(element.value);
        await new Promise(requestAnimationFrame);
      }
      return values.size - 1;
    });
    expect(seen).toBeGreaterThanOrEqual(least);
    expect(seen).toBeLessThanOrEqual(most);
  });
}

test("a poll moves the task on, and not the instant", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  await page.goto(simulator.at("#/tasks/38004012"));
  await expect(root(page)).toHaveAttribute("data-verdict", "running");
  await simulator.advance(20);
  await expect(chips(page).getByRole("button", { name: /^Done/ })).toBeVisible();
  await button(page).click();
  for (let event = 0; event < 6; event += 1) await bar(page).getByRole("button", { name: "Next event" }).click();
  await frame(page);
  const state = await bar(page).textContent();
  const at = parameters(page)["at"];
  const most = Number(await knob(page).getAttribute("max"));
  await simulator.advance(25);
  await expect.poll(async () => Number(await knob(page).getAttribute("max"))).toBeGreaterThan(most + 20_000);
  expect(await bar(page).textContent()).toBe(state);
  await expect.poll(() => parameters(page)["at"]).toBe(at);
});

test("groups, search and filter go by the instant", async ({ page }) => {
  await openTask(page, FAILED, "at=2024-03-14T10:22:00%2B08:00&fold=1");
  const rows = await allRows(page);
  expect(rows.every(({ outcome }) => outcome !== "failed" && outcome !== "never-ran")).toBe(true);
  await chips(page).getByRole("button", { name: /^Waiting/ }).click();
  expect((await allRows(page)).every(({ outcome }) => outcome === "waiting")).toBe(true);
});

test("a bad instant is left out, with a notice", async ({ page }) => {
  await openTask(page, SAMPLE, "at=yesterday");
  await expect(notices(page)).toContainText("yesterday");
  await expect(bar(page)).toBeHidden();
});

test("in Chinese, by the reader's zone, and without a barrier", async ({ page }) => {
  await openTask(page, SAMPLE, `at=${AT}&lang=zh-CN&tz=UTC`);
  await expect(bar(page)).toContainText("回放：07:09:40 (UTC) 的状态 · 4 个子任务中已完成 2 个");
  await expectAccessible(page, "replay");
  await goToFragment(page, `#/tasks/${SAMPLE}?at=${AT}&theme=dark`);
  await expect(bar(page)).toContainText("15:09:40 (UTC+8)");
  await expectAccessible(page, "replay, dark");
});
