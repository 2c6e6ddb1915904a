// What the numbers mean, where no step is selected.

import { expect, test } from "./fixtures.ts";
import { details, goToFragment, openTask, root, step } from "./helpers/viewer.ts";

const INSTALL = "13000336";

test("the sample: where the time went, what waited, and what half of a step would save", async ({ page }) => {
  await openTask(page, "35000312");
  const panel = details(page);
  await expect(panel.getByRole("heading", { name: "Insights" })).toBeVisible();
  const section = (name: string) => panel.locator("section", { has: page.getByRole("heading", { name, exact: true }) });
  const path = section("Where the time went").getByRole("listitem");
  await expect(path).toHaveCount(4);
  // 15.361 s of work behind 1.195 s of waiting, of 22.327 s.
  await expect(path.nth(2)).toContainText("Install ocp agent");
  await expect(path.nth(2)).toContainText("74.2 %");
  await expect(section("Where the time went")).toContainText("closing 815 ms");
  await expect(section("Longest waits").getByRole("listitem").first()).toContainText("1.1 s");
  // Half of 15.361 s is 7.680 s: 22.327 s become 14.646 s.
  await expect(section("Had it taken half as long").getByRole("listitem").first()).toContainText("14.6 s in all, 7.6 s less");

  await path.nth(2).getByRole("button").click();
  await expect(panel).toHaveAttribute("data-subtask-id", INSTALL);
  await expect(step(page, INSTALL)).toHaveAttribute("aria-selected", "true");
  await expect(panel).toContainText("none: it is on the critical path");
  await page.keyboard.press("i");
  await expect(panel.getByRole("heading", { name: "Insights" })).toBeVisible();
});

test("a failure: its root, what it holds up, and what may be done", async ({ page }) => {
  await openTask(page, "35100902");
  await page.getByRole("button", { name: "Insights", exact: true }).click();
  const panel = details(page);
  await expect(panel).toContainText("Failover to Primary");
  await expect(panel).toContainText("holds up");
  await expect(panel).toContainText("✓ Retry the task");
  await expect(panel).toContainText("✗ Roll back the task: Forbidden since");
  await expect(panel).toContainText("the point of no return");
});

test("siblings that still run, beyond the limit, clocks that disagree, a rollback under way", async ({ page }) => {
  const said: [id: string, words: RegExp][] = [
    ["35101000", /8 steps still run/],
    ["35101500", /Beyond the time limit/],
    ["35101800", /Clocks that disagree|Where the time went/],
    ["35100501", /5 of 9 steps undone/],
    ["35100601", /left out by a person: may be left dirty/],
  ];
  for (const [id, words] of said) {
    await openTask(page, id);
    await page.getByRole("button", { name: "Insights", exact: true }).click();
    await expect(details(page)).toContainText(words);
  }
});

test("the report goes to the clipboard, with ids, path and link", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openTask(page, "35000312");
  await details(page).getByRole("button", { name: "Copy report" }).click();
  const report = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(report).toContain("Reinstall OCP agent #35000312");
  expect(await report()).toContain("Where the time went (critical path)");
  expect(await report()).toMatch(/Link: http.*#\/tasks\/35000312/);
});

test("in a replay they say that they are of the whole run", async ({ page }) => {
  const at = "at=2021-08-25T15:09:40%2B08:00";
  const said = details(page).getByText(/not of the instant of the replay|而非回放时刻/);
  await openTask(page, "35000312");
  await expect(details(page).getByRole("heading", { name: "Insights" })).toBeVisible();
  await expect(said).toHaveCount(0);
  for (const lang of ["en", "zh-CN"]) {
    await goToFragment(page, `#/tasks/35000312?${at}&lang=${lang}`);
    await page.keyboard.press("i");
    await expect(said).toBeVisible();
  }
});

test("in Chinese", async ({ page }) => {
  await openTask(page, "35000312", "lang=zh-CN");
  await expect(root(page)).toHaveAttribute("lang", "zh-CN");
  await expect(details(page)).toContainText("时间花在哪里");
  await expect(details(page)).toContainText("总计 14.6 秒，缩短 7.6 秒");
});

test("a task without steps has none to select", async ({ page }) => {
  await openTask(page, "35101908");
  await expect(details(page).getByRole("heading", { name: "Insights" })).toBeVisible();
  await expect(details(page)).not.toContainText("Select a step");
});
