// No page breaks a rule that axe can check: WCAG 2.2 A and AA, and its best practices.

import type { Locator } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./helpers/accessible.ts";
import { card, details, goToFragment, grid, menu, openTask, root, step, type Subtask, table } from "./helpers/viewer.ts";

const FAILED = "35100300";
const VIEWS = ["timeline", "graph", "both", "table"];

for (const theme of ["light", "dark"]) {
  for (const lang of ["en", "zh-CN"]) {
    test(`each view of a failed task, ${theme}, ${lang}`, async ({ page }) => {
      await openTask(page, FAILED, `lang=${lang}&theme=${theme}`);
      for (const view of VIEWS) {
        await goToFragment(page, `#/tasks/${FAILED}?view=${view}&lang=${lang}&theme=${theme}`);
        const shown = { timeline: step, graph: card, both: card }[view];
        await expect(shown ? shown(page, "13300013") : page.getByRole("columnheader").first()).toBeVisible();
        await expectAccessible(page, view);
      }
    });
  }

  test(`the open page, ${theme}`, async ({ page }) => {
    // With a list of recent tasks.
    await openTask(page, FAILED, `theme=${theme}`);
    await goToFragment(page, `#/?theme=${theme}`);
    await expect(page.getByRole("link", { name: /35100300/ })).toBeVisible();
    await expectAccessible(page, "open");
  });

  test.describe("an error", () => {
    test.use({ expectedErrors: /status of (429|500)/ });

    test(`is as readable, ${theme}`, async ({ page }) => {
      for (const id of ["35102003", "35102004"]) {
        await page.goto(`./#/tasks/${id}?theme=${theme}`);
        await expect(page.getByRole("alert")).toBeVisible();
        await expectAccessible(page, id);
      }
    });
  });
}

test("siblings, running steps and every outcome", async ({ page }) => {
  for (const id of ["35101000", "35100501", "35100700", "35100801", "35100404", "35101907"]) {
    await openTask(page, id, "view=both");
    await expectAccessible(page, id);
  }
});

test("open menus", async ({ page }) => {
  await openTask(page, "35101904", "view=table");
  for (const name of [/^(Settings|Time zone)$/, "Share", "About this task", "Data notes"]) {
    await menu(page, name).click();
    await expectAccessible(page, String(name));
    await page.keyboard.press("Escape");
  }
});

test("dialogs, and all fields of a step", async ({ page }) => {
  await openTask(page, FAILED);
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expectAccessible(page, "keys");
  await page.keyboard.press("Escape");
  await details(page).getByRole("button", { name: "Log" }).click();
  await expect(page.getByRole("dialog", { name: "Log" })).toContainText("EXECUTE");
  await expectAccessible(page, "log");
  await page.keyboard.press("Escape");
  await details(page).getByText("All fields").click();
  await expectAccessible(page, "fields");
});

test("a window 360 px wide", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openTask(page, FAILED);
  for (const view of VIEWS) {
    await goToFragment(page, `#/tasks/${FAILED}?view=${view}`);
    await expect(view === "table" ? table(page) : view === "graph" ? card(page, "13300013") : grid(page)).toBeVisible();
    await expectAccessible(page, view);
  }
});

test("a task without steps, a search without matches, a choice among tasks", async ({ page }) => {
  await openTask(page, "35101908");
  await expectAccessible(page, "no steps");
  await openTask(page, FAILED, "q=nothing");
  await expectAccessible(page, "no match");
  await page.goto("./#/tasks/35101712");
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  await expectAccessible(page, "choice");
});

test("the columns of the timeline have names for those who hear them", async ({ page }) => {
  await openTask(page, FAILED);
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const grid = nodes.find(({ role, name }) => role?.value === "treegrid" && name?.value === "Subtasks");
  const under = (id: string): typeof nodes => {
    const own = nodes.filter(({ parentId }) => parentId === id);
    return [...own, ...own.flatMap(({ nodeId }) => under(nodeId))];
  };
  const headings = under(grid!.nodeId).filter(({ role }) => role?.value === "columnheader");
  expect(headings.map(({ name }) => name?.value)).toEqual(["Step", "Outcome", "Run time", "Start", "Finish", "Waited"]);
});

test("what the bars of the timeline show is said in columns", async ({ page }) => {
  const cells = (row: Locator): Promise<string[]> => row.getByRole("gridcell").allTextContents();
  await openTask(page, FAILED, "tz=utc");
  const answer = await page.request.get(`/api/v2/tasks/instances/${FAILED}`);
  const { data } = (await answer.json()) as { data: { subtasks: (Subtask & { startTime?: string; finishTime?: string })[] } };
  const bootstrap = data.subtasks.find(({ id }) => String(id) === "13300013")!;
  const clock = (time: string): string => new Date(time).toISOString().slice(11, 19);
  const [, outcome, run, start, finish, waited] = await cells(step(page, "13300013"));
  expect([outcome, start, finish]).toEqual(["Failed", clock(bootstrap.startTime!), clock(bootstrap.finishTime!)]);
  expect([run, waited]).toEqual([expect.stringMatching(/\d s$/), expect.stringMatching(/\d m?s$/)]);
  expect(await cells(step(page, "13300003")), "it never ran").toEqual([expect.any(String), "Never ran", "", "", "", ""]);

  // Twelve hosts, some of which still run.
  await openTask(page, "35101000", "tz=utc");
  const hosts = grid(page).locator('[data-group-size="12"]').filter({ hasText: "Start all OCP agent" });
  const [, , , began, ended] = await cells(hosts);
  expect([began, ended]).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d$/), ""]);
});

test("a moment of another day says its day", async ({ page }) => {
  await page.route(`**/tasks/instances/${FAILED}`, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { data: { subtasks: { id: number; startTime: string }[] } };
    const retried = body.data.subtasks.find(({ id }) => String(id) === "13300013")!;
    retried.startTime = new Date(Date.parse(retried.startTime) + 86_400_000).toISOString();
    await route.fulfill({ response, json: body });
  });
  await openTask(page, FAILED, "tz=utc");
  await expect(step(page, "13300013").getByRole("gridcell").nth(3)).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
});

test("the button of the data notes says how many there are", async ({ page }) => {
  await openTask(page, "35101902");
  await expect(menu(page, "⚠ 1 data note")).toBeVisible();
});
