// Siblings read as one: a row and a card of ×100, opened and closed where the reader wants it; search and filter.

import { expect, test } from "./fixtures.ts";
import { allRows, cards, chips, countOutcomes, details, graph, grid, inSight, openTask, step, view } from "./helpers/viewer.ts";

/** Batch stop OCP agent on 100 hosts: three stages of 100 siblings, with barriers between them. */
const STOP = "37002100";

test.describe("a hundred siblings", () => {
  test("are one row that opens and closes", async ({ page }) => {
    await openTask(page, STOP);
    const folded = await allRows(page);
    expect(folded.map(({ groupSize }) => groupSize)).toEqual(["100", null, "100", null, "100"]);
    expect(folded[0]?.text).toMatch(/100\sDone/);

    const group = grid(page).getByRole("row").filter({ hasText: "Stop all OCP agent" }).first();
    await expect(group).toHaveAttribute("aria-expanded", "false");
    await group.click();
    await expect(group).toHaveAttribute("aria-expanded", "true");
    const opened = await allRows(page);
    expect(opened).toHaveLength(105);
    expect(opened.slice(3, 103).every(({ level, id }) => level === "2" && id !== null)).toBe(true);
    expect(new Set(opened.slice(3, 103).map(({ id }) => id)).size).toBe(100);

    await group.click();
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "5");
  });

  test("are one card that opens where it stands, and closes from the details", async ({ page }) => {
    await openTask(page, STOP, "view=graph");
    const stack = graph(page).locator("[data-group-size]").filter({ hasText: "Stop all OCP agent" });
    await expect(stack).toHaveAttribute("data-group-size", "100");
    await expect(cards(page)).toHaveCount(5);
    await stack.click();
    await expect(stack).toBeHidden();
    await expect(graph(page)).toHaveAccessibleName("Dependency graph, 104 nodes, 202 edges");
    const members = graph(page).locator("[data-subtask-id]").filter({ hasText: "Stop all OCP agent" });
    await expect.poll(() => members.count()).toBeGreaterThan(20);
    const one = await inSight(page, members);
    await one.click();
    await details(page).getByRole("button", { name: /Collapse ×100/ }).click();
    await expect(graph(page)).toHaveAccessibleName("Dependency graph, 5 nodes, 4 edges");
  });

  test("are all rows without folding, and keep it in the address", async ({ page }) => {
    await openTask(page, STOP);
    await page.getByRole("checkbox", { name: "Fold siblings" }).uncheck();
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "302");
    expect(page.url()).toContain("fold=0");
    expect(countOutcomes(await allRows(page))).toEqual({ succeeded: 302 });
  });

  test("of which one failed are open from the start", async ({ page }) => {
    await openTask(page, "35101001");
    const groups = (await allRows(page)).filter(({ groupSize }) => groupSize !== null);
    expect(groups.map(({ outcome }) => outcome)).toEqual(["succeeded", "succeeded", "succeeded", "failed", "never-ran"]);
    await expect(grid(page).getByRole("row", { expanded: true })).toHaveCount(1);
    await expect(grid(page).getByRole("row", { expanded: true })).toHaveAttribute("data-outcome", "failed");
  });
});

test.describe("searching", () => {
  test.beforeEach(async ({ page }) => openTask(page, "35100300"));

  test("leaves the steps that match by name, id or OCP node", async ({ page }) => {
    const search = page.getByRole("searchbox");
    await search.fill("OBSERVER");
    await expect(page.getByRole("search").getByText("2 of 23 steps match")).toBeVisible();
    expect((await allRows(page)).map(({ text }) => text)).toEqual([
      expect.stringContaining("Restart observer process"),
      expect.stringContaining("Wait observer accessible"),
    ]);
    await search.fill("13300013");
    await expect(page.getByRole("search").getByText("1 of 23 steps match")).toBeVisible();
    await expect(step(page, "13300013")).toBeVisible();
    await search.fill("10.20.0.13 boot");
    await expect(page.getByRole("search").getByText("1 of 23 steps match")).toBeVisible();
  });

  test("Enter goes from match to match", async ({ page }) => {
    await page.getByRole("searchbox").fill("wait");
    const seen: (string | null)[] = [];
    for (let match = 0; match < 7; match += 1) {
      const before = await details(page).getAttribute("data-subtask-id");
      await page.getByRole("searchbox").press("Enter");
      await expect(details(page)).not.toHaveAttribute("data-subtask-id", before ?? "");
      seen.push(await details(page).getAttribute("data-subtask-id"));
    }
    // Six steps wait for something; the seventh is the first again.
    expect(new Set(seen).size).toBe(6);
    expect(seen[6]).toBe(seen[0]);
  });

  test("for nothing that is there says so, and leads back", async ({ page }) => {
    await page.getByRole("searchbox").fill("no such step");
    await expect(page.getByText("No step matches.")).toBeVisible();
    await expect(grid(page)).toBeHidden();
    await page.getByRole("button", { name: "Show all steps" }).click();
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "23");
    await expect(page.getByRole("searchbox")).toHaveValue("");
  });

  test("dims what does not match in the graph, and drops nothing", async ({ page }) => {
    await view(page, "Graph").click();
    await page.getByRole("button", { name: "Fit" }).click();
    await page.getByRole("searchbox").fill("bootstrap");
    await expect(page.getByRole("search").getByText("1 of 23 steps match")).toBeVisible();
    await expect(graph(page)).toHaveAccessibleName("Dependency graph, 23 nodes, 22 edges");
  });
});

test.describe("filtering by outcome", () => {
  test("leaves the steps of the outcomes chosen, in each view", async ({ page }) => {
    await openTask(page, "35101001", "fold=0");
    const chip = (name: RegExp) => chips(page).getByRole("button", { name });
    await chip(/^Failed/).click();
    expect(countOutcomes(await allRows(page))).toEqual({ failed: 2 });
    await chip(/^Never ran/).click();
    expect(countOutcomes(await allRows(page))).toEqual({ failed: 2, "never-ran": 15 });
    await view(page, "Table").click();
    await expect(page.getByRole("grid", { name: "Subtasks" })).toHaveAttribute("aria-rowcount", "18");
    await chip(/^Failed/).click();
    await expect(page.getByRole("grid", { name: "Subtasks" })).toHaveAttribute("aria-rowcount", "16");
    await page.getByRole("button", { name: "Show all outcomes" }).click();
    await expect(page.getByRole("grid", { name: "Subtasks" })).toHaveAttribute("aria-rowcount", "65");
    expect(page.url()).not.toContain("status=");
  });
});

test("the table sorts by a column, up, down, and back to the order of the work", async ({ page }) => {
  await openTask(page, "35100300", "view=table");
  const sheet = page.getByRole("grid", { name: "Subtasks" });
  const heading = sheet.getByRole("columnheader", { name: "Run time" });
  const first = sheet.getByRole("row").nth(1);
  await expect(first).toContainText("Prepare install cluster");
  await heading.getByRole("button").click();
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  await heading.getByRole("button").click();
  await expect(heading).toHaveAttribute("aria-sort", "descending");
  await expect(first).toContainText("Bootstrap ob");
  await heading.getByRole("button").click();
  await expect(heading).toHaveAttribute("aria-sort", "none");
  await expect(first).toContainText("Prepare install cluster");
});
