// The details of a step: they are of the step and of the instant that the reader looks at, and stay so.

import type { Page, Route } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { details, fact, goToFragment, hurry, openTask, parameters, root, step } from "./helpers/viewer.ts";

const SAMPLE = "35000312";
const INSTALL = "13000336";
const FAILED = "35100300";
/** Batch restart OCP agent on 12 hosts: 64 steps. */
const RESTART = "38004012";

test.describe("the step that the page chose by itself", () => {
  const chosen = (page: Page) => details(page).getAttribute("data-subtask-id");

  test.beforeEach(async ({ page }) => hurry(page));

  test("stays once its log is open", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await page.goto(simulator.at(`#/tasks/${RESTART}`));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    await simulator.advance(5);
    await expect(details(page)).toHaveAttribute("data-subtask-id", /\d/);
    await details(page).getByRole("button", { name: "Log" }).click();
    const id = await chosen(page);
    await expect.poll(() => parameters(page)).toEqual({ subtask: id });
    await simulator.advance(60);
    await expect(step(page, id!)).toHaveAttribute("data-outcome", "succeeded");
    await expect(page.getByRole("dialog", { name: "Log" })).toBeVisible();
    await expect(details(page)).toHaveAttribute("data-subtask-id", id!);
  });

  test("stays once the graph shows only what it has to do with", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await page.goto(simulator.at(`#/tasks/${RESTART}`));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    await page.keyboard.press("o");
    await expect.poll(() => parameters(page)).toHaveProperty("subtask");
    await expect(details(page)).toHaveAttribute("data-subtask-id", parameters(page)["subtask"]!);
  });
});

test("all fields are those of the newest answer", async ({ page, simulate }) => {
  await hurry(page);
  const simulator = await simulate("--paused");
  await page.goto(simulator.at(`#/tasks/${RESTART}`));
  await expect(root(page)).toHaveAttribute("data-verdict", "running");
  await details(page).getByText("All fields").click();
  const fields = details(page).locator(".ts-fields pre");
  await expect(fields).toContainText('"status": "PENDING"');
  await simulator.advance(120);
  await expect(details(page)).toContainText("Done");
  await expect(fields).toContainText('"status": "SUCCESSFUL"');
});

test("in a replay nothing is said of what came later", async ({ page }) => {
  await openTask(page, SAMPLE, `subtask=${INSTALL}&at=2021-08-25T15:09:33%2B08:00`);
  const panel = details(page);
  await expect(panel.locator(".ts-outcome")).toHaveText("Waiting");
  await expect(fact(panel, "Time limit")).toBeVisible();
  for (const label of ["Ran", "Share of the task", "Slack", "Attempts", "OCP node", "Status"]) {
    await expect(fact(panel, label), label).toHaveCount(0);
  }
  await goToFragment(page, `#/tasks/${SAMPLE}?subtask=${INSTALL}&at=2021-08-25T15:09:40%2B08:00`);
  await expect(fact(panel, "Ran")).toHaveText("2021-08-25 15:09:36 → … UTC+8");
  await expect(fact(panel, "Status")).toHaveCount(0);
  await goToFragment(page, `#/tasks/${SAMPLE}?subtask=${INSTALL}`);
  await expect(fact(panel, "Ran")).toHaveText(/^2021-08-25 15:09:36 → 15:09:5\d UTC\+8$/);
  await expect(fact(panel, "Status")).toHaveText("SUCCESSFUL · EXECUTE");
});

test.describe("times", () => {
  const served = (page: Page, start: string, finish: string): Promise<unknown> =>
    page.route(`**/tasks/instances/${SAMPLE}`, async (route: Route) => {
      const answer = (await (await route.fetch()).json()) as {
        data: { startTime: string; finishTime: string; subtasks: { id: number; startTime: string; finishTime: string }[] };
      };
      const steps = answer.data.subtasks;
      for (const one of [answer.data, ...steps]) Object.assign(one, { startTime: start, finishTime: finish });
      await route.fulfill({ json: answer });
    });

  test("an end on another day names it", async ({ page }) => {
    await served(page, "2023-11-20T14:05:13.000+08:00", "2024-12-31T23:59:59.000+08:00");
    await openTask(page, SAMPLE, `subtask=${INSTALL}`);
    await expect(fact(details(page), "Ran")).toHaveText("2023-11-20 14:05:13 → 2024-12-31 23:59:59 UTC+8");
  });

  test("ends on two sides of a change of the clocks name both offsets", async ({ page }) => {
    await served(page, "2024-03-10T01:30:00.000-05:00", "2024-03-10T03:30:00.000-04:00");
    await openTask(page, SAMPLE, `subtask=${INSTALL}`);
    await expect(fact(details(page), "Ran")).toHaveText("2024-03-10 01:30:00 UTC−5 → 03:30:00 UTC−4");
    await expect(page.getByRole("banner")).toContainText("01:30:00 UTC−5 → 03:30:00 UTC−4");
  });
});

test("a log that is too long for the page says what is left out", async ({ page }) => {
  await page.route("**/subtasks/*/log", (route) =>
    route.fulfill({ json: { successful: true, data: { log: `begun${"x".repeat(499_990)}last.` } } }),
  );
  await openTask(page, FAILED);
  await details(page).getByRole("button", { name: "Log" }).click();
  const log = page.getByRole("dialog", { name: "Log" });
  await expect(log).toContainText("[The first 100 KB are left out.]");
  await expect(log).toContainText("last.");
  await expect(log).not.toContainText("begun");
});

for (const theme of ["light", "dark"]) {
  test(`in a small window they stand over the lower part, below their row: ${theme}`, async ({ page }, info) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await openTask(page, FAILED, `theme=${theme}`);
    const row = page.locator("[role=row][data-subtask-id]").nth(5);
    await row.click();
    const id = (await row.getAttribute("data-subtask-id"))!;
    await expect(details(page)).toHaveAttribute("data-subtask-id", id);
    const box = async (what: "row" | "panel") => (await (what === "row" ? step(page, id) : details(page)).boundingBox())!;
    await expect.poll(async () => (await box("panel")).y + (await box("panel")).height).toBe(800);
    expect((await box("panel")).y).toBeGreaterThan(400);
    await expect.poll(async () => (await box("row")).y + (await box("row")).height <= (await box("panel")).y).toBe(true);
    expect((await box("row")).y).toBeGreaterThanOrEqual(0);
    await page.screenshot({ path: info.outputPath("sheet.png") });
    await details(page).getByRole("button", { name: "Close" }).first().click();
    await expect(details(page)).not.toHaveAttribute("data-subtask-id");
    expect((await box("panel")).y).toBeGreaterThan(700);
    await expect(step(page, id)).toBeFocused();
  });
}

test("of another step they begin at their beginning", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 500 });
  await openTask(page, FAILED, "subtask=13300007");
  await details(page).evaluate((panel) => void (panel.scrollTop = 300));
  expect(await details(page).evaluate((panel) => panel.scrollTop)).toBeGreaterThan(50);
  await step(page, "13300010").click();
  await expect(details(page)).toHaveAttribute("data-subtask-id", "13300010");
  await expect.poll(() => details(page).evaluate((panel) => panel.scrollTop)).toBe(0);
});
