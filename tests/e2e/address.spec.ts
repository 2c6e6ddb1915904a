// The address: every choice a reader makes is in it, and a link brings it all back.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import {
  chips, details, fact, goToFragment, graph, grid, menu, notices, openTask, parameters, root, sentence, step, subtasks, table, view,
} from "./helpers/viewer.ts";

const FAILED = "35100300";
const BOOTSTRAP = "13300013";
const NOTICE = (page: Page) => notices(page).filter({ hasText: "was left out" });

/** What a link must restore, one choice each: how the address says it, and how the screen shows it. */
const CHOICES: [query: string, shows: (page: Page) => Promise<void>][] = [
  ["view=graph", async (page) => expect(graph(page)).toBeVisible()],
  [
    "view=both",
    async (page) => {
      await expect(grid(page)).toBeVisible();
      await expect(graph(page)).toBeVisible();
    },
  ],
  ["view=table", async (page) => expect(table(page)).toBeVisible()],
  ["subtask=13300021", async (page) => expect(details(page)).toHaveAttribute("data-subtask-id", "13300021")],
  [
    "q=wait%20node",
    async (page) => {
      await expect(page.getByRole("searchbox")).toHaveValue("wait node");
      await expect(page.getByRole("search").getByText("4 of 23 steps match")).toBeVisible();
    },
  ],
  [
    "status=failed,never-ran",
    async (page) => {
      await expect(chips(page).getByRole("button", { name: /^Failed/ })).toHaveAttribute("aria-pressed", "true");
      await expect(chips(page).getByRole("button", { name: /^Never ran/ })).toHaveAttribute("aria-pressed", "true");
      await expect(chips(page).getByRole("button", { name: /^Done/ })).toHaveAttribute("aria-pressed", "false");
      await expect(page.getByRole("search").getByText("15 of 23 steps match")).toBeVisible();
    },
  ],
  ["fold=0", async (page) => expect(page.getByRole("checkbox", { name: "Fold siblings" })).not.toBeChecked()],
  ["tz=UTC", async (page) => expect(fact(details(page), "Ran")).toHaveText("2024-03-14 02:23:31 → 02:25:06 UTC")],
  ["tz=local", async (page) => expect(fact(details(page), "Ran")).toContainText("America/New_York UTC−4")],
  [
    "tz=elapsed",
    async (page) => {
      await expect(page.locator(".ts-zone")).toHaveText("Since start");
      await expect(page.locator(".ts-tick").first()).toHaveText("0");
    },
  ],
  ["lang=zh-CN", async (page) => expect(sentence(page)).toHaveText(/任务在.*失败/)],
  ["theme=dark", async (page) => expect(root(page)).toHaveCSS("color-scheme", "dark")],
  ["theme=light", async (page) => expect(root(page)).toHaveCSS("color-scheme", "light")],
  ["embed=1", async (page) => expect(page.getByRole("button", { name: "Open another task" })).toBeHidden()],
];

test.describe("a link restores", () => {
  test.use({ timezoneId: "America/New_York" });

  for (const [query, shows] of CHOICES) {
    test(query, async ({ page }) => {
      await openTask(page, FAILED, query);
      await shows(page);
      expect(new URL(page.url()).hash).toBe(`#/tasks/${FAILED}?${query}`);
      await page.reload();
      await shows(page);
    });
  }

  test("all of it at once, and keeps what it does not know", async ({ page, context }) => {
    const query = `view=table&subtask=${BOOTSTRAP}&q=ob&status=failed&fold=0&tz=UTC&theme=dark&portal=7&x`;
    await openTask(page, FAILED, query);
    await view(page, "Both").click();
    await expect(graph(page)).toBeVisible();
    const link = page.url();
    expect(new URL(link).hash).toBe(`#/tasks/${FAILED}?${query.replace("table", "both")}`);

    const reader = await context.newPage();
    await reader.goto(link);
    await expect(graph(reader)).toBeVisible();
    await expect(details(reader)).toHaveAttribute("data-subtask-id", BOOTSTRAP);
    await expect(reader.getByRole("searchbox")).toHaveValue("ob");
    await expect(reader.getByRole("search").getByText("1 of 23 steps match")).toBeVisible();
    await expect(fact(details(reader), "Ran")).toContainText("UTC");
    await expect(root(reader)).toHaveCSS("color-scheme", "dark");
  });
});

test("what the reader chooses is in the address", async ({ page }) => {
  await openTask(page, FAILED);
  await expect.poll(() => parameters(page)).toEqual({});
  await view(page, "Graph").click();
  await expect.poll(() => parameters(page)).toEqual({ view: "graph" });
  await view(page, "Timeline").click();
  await step(page, "13300013").click();
  await page.getByRole("searchbox").fill("ob & co");
  await page.getByRole("searchbox").fill("ob");
  await chips(page).getByRole("button", { name: /^Failed/ }).click();
  await page.getByRole("checkbox", { name: "Fold siblings" }).uncheck();
  await menu(page, /^(Settings|Time zone)$/).click();
  await page.getByRole("button", { name: "UTC", exact: true }).click();
  await page.getByRole("button", { name: "Dark", exact: true }).click();
  await page.getByRole("button", { name: "简体中文" }).click();
  await expect.poll(() => parameters(page)).toEqual({
    subtask: BOOTSTRAP, q: "ob", status: "failed", fold: "0", tz: "UTC", lang: "zh-CN", theme: "dark",
  });
});

test("back and forward walk through the views and the steps", async ({ page }) => {
  await openTask(page, FAILED);
  await view(page, "Table").click();
  await table(page).locator('[data-subtask-id="13300021"]').click();
  await expect(details(page)).toHaveAttribute("data-subtask-id", "13300021");
  await view(page, "Both").click();
  await expect(graph(page)).toBeVisible();

  await page.goBack();
  await expect(table(page)).toBeVisible();
  await expect(details(page)).toHaveAttribute("data-subtask-id", "13300021");
  await page.goBack();
  await expect(details(page)).toHaveAttribute("data-subtask-id", BOOTSTRAP);
  await page.goBack();
  await expect(view(page, "Timeline")).toHaveAttribute("aria-pressed", "true");
  await expect(grid(page)).toBeVisible();
  await page.goForward();
  await page.goForward();
  await expect(table(page)).toBeVisible();
  await expect(details(page)).toHaveAttribute("data-subtask-id", "13300021");
});

test("back leads from one task to the one before, and to the open page", async ({ page }) => {
  await page.goto("./");
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  await page.getByRole("textbox", { name: "Task ID" }).fill(FAILED);
  await page.keyboard.press("Enter");
  await expect(root(page)).toHaveAttribute("data-verdict", "failed");
  await goToFragment(page, "#/tasks/35000312");
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  await page.goBack();
  await expect(root(page)).toHaveAttribute("data-verdict", "failed");
  await page.goBack();
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
});

test("typing in the search field is one step back, not one for each letter", async ({ page }) => {
  await openTask(page, FAILED);
  await view(page, "Table").click();
  await page.getByRole("searchbox").pressSequentially("wait");
  await expect(page.getByRole("search").getByText(/of 23 steps match/)).toBeVisible();
  await page.goBack();
  await expect(view(page, "Timeline")).toHaveAttribute("aria-pressed", "true");
});

test("bad values are left out, with a notice, and the rest holds", async ({ page }) => {
  await openTask(page, FAILED, "view=cube&status=failed,soon&theme=pink&tz=UTC&fold=maybe&lang=tlh");
  for (const value of ["cube", "failed,soon", "pink", "maybe", "tlh"]) await expect(NOTICE(page)).toContainText(value);
  await expect(NOTICE(page)).not.toContainText("tz");
  await expect(view(page, "Timeline")).toHaveAttribute("aria-pressed", "true");
  await expect(fact(details(page), "Ran")).toContainText("UTC");
  await expect(page.getByRole("alert")).toBeHidden();
});

test("a step that the task does not have is said, and the page shows what matters", async ({ page }) => {
  await openTask(page, FAILED, "subtask=7");
  await expect(notices(page).getByText("The task has no step 7.")).toBeVisible();
  await expect(sentence(page)).toContainText("Bootstrap ob");
});

test("a page that does not exist is said on the open page", async ({ page }) => {
  await page.goto("./#/nowhere/1");
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  await expect(NOTICE(page)).toContainText("nowhere");
});

test("a step inside folded siblings is unfolded, selected and scrolled to", async ({ page }) => {
  const id = "35101101";
  const wanted = (await subtasks(page, id)).find(
    ({ name, parallelIdx }) => name === "Stop all OCP agent processes" && parallelIdx === 77,
  );
  const subtask = String(wanted?.id);
  await openTask(page, id, `subtask=${subtask}`);
  await expect(step(page, subtask)).toBeInViewport({ ratio: 1 });
  await expect(step(page, subtask)).toHaveAttribute("aria-selected", "true");
  await expect(details(page)).toHaveAttribute("data-subtask-id", subtask);
  await view(page, "Graph").click();
  await expect(graph(page).locator(`[data-subtask-id="${subtask}"]`)).toBeInViewport();
});
