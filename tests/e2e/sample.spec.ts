// The sample task of OCP's API page: what it did, in which order, and where its 22.327 seconds went.

import { expect, test } from "./fixtures.ts";
import { allRows, cards, chips, details, fact, openTask, parameters, root, sentence, step, table } from "./helpers/viewer.ts";

const SAMPLE = "35000312";
const [PREPARE, UNINSTALL, INSTALL, FINISH] = ["13000335", "13000333", "13000336", "13000334"] as const;

test.beforeEach(async ({ page }) => openTask(page, SAMPLE));

test("did it work? Yes, and the page's title says so too", async ({ page }) => {
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  await expect(sentence(page)).toHaveText("Succeeded: all 4 steps done");
  await expect(page).toHaveTitle("Succeeded · Reinstall OCP agent #35000312");
  await expect(chips(page).getByRole("button")).toHaveText([/Done\s*4/]);
});

test("the steps stand in the order of their edges, not in the array's", async ({ page }) => {
  const rows = await allRows(page);
  expect(rows.map((row) => row.id)).toEqual([PREPARE, UNINSTALL, INSTALL, FINISH]);
  const names = [/Prepare reinstalling OCP agent/, /Uninstall ocp agent/, /Install ocp agent/, /Finish reinstalling OCP agent/];
  for (const [place, name] of names.entries()) expect(rows[place]?.text).toMatch(name);
});

test("the head says who, when by which clock, how long, and what may follow", async ({ page }) => {
  const head = page.getByRole("banner");
  for (const words of ["#35000312", /by\s*admin/, /2021-08-25 15:09:31 → 15:09:54\s*UTC\+8/, /took\s*22\.3 s/]) {
    await expect(head).toContainText(words);
  }
  await expect(head).toContainText(/Rollback:?\s*No longer, it succeeded/);
  await expect(head).toContainText(/Retried:?\s*No/);
});

test("the wall time is the sum of work, waits and closing, and all three are said", async ({ page }) => {
  const head = page.getByRole("banner");
  await expect(head).toContainText(/work\s*17\.8 s/);
  await expect(head).toContainText(/wait\s*3\.6 s/);
  await expect(head).toContainText(/closing\s*815 ms/);
});

test("each step waited for the scheduler before it ran", async ({ page }) => {
  await page.getByRole("button", { name: "Table", exact: true }).click();
  const column = await table(page).getByRole("columnheader").allTextContents();
  const cells = async (name: string) => {
    const rows = await table(page).getByRole("row").filter({ has: page.getByRole("gridcell") }).all();
    return Promise.all(rows.map((row) => row.getByRole("gridcell").nth(column.indexOf(name)).innerText()));
  };
  expect(await cells("Waited")).toEqual(["948 ms", "650 ms", "1.1 s", "880 ms"]);
  expect(await cells("Run time")).toEqual(["394 ms", "1.8 s", "15.3 s", "190 ms"]);
});

test("a step's details tell its times, its share and its neighbours", async ({ page }) => {
  await expect(details(page)).not.toHaveAttribute("data-subtask-id");
  await step(page, INSTALL).click();
  const panel = details(page);
  await expect(panel).toHaveAttribute("data-subtask-id", INSTALL);
  await expect(panel.getByRole("heading", { level: 2 })).toContainText("Install ocp agent");
  await expect(panel).toContainText(/Done\s*·\s*15\.3 s/);
  await expect(fact(panel, "Waited")).toHaveText("1.1 s");
  await expect(fact(panel, "Ran")).toHaveText("2021-08-25 15:09:36 → 15:09:52 UTC+8");
  await expect(fact(panel, "Share of the task")).toHaveText("68.8 %");
  await expect(fact(panel, "Time limit")).toHaveText("1 h 30 m");
  await expect(fact(panel, "Attempts")).toHaveText("1 attempt");
  await expect(fact(panel, "Status")).toHaveText("SUCCESSFUL · EXECUTE");
  await expect(fact(panel, "Subtask ID")).toContainText(INSTALL);
  await expect.poll(() => parameters(page)).toEqual({ subtask: INSTALL });

  await panel.getByRole("button", { name: "Uninstall ocp agent" }).click();
  await expect(panel).toHaveAttribute("data-subtask-id", UNINSTALL);
  await expect(step(page, UNINSTALL)).toHaveAttribute("aria-selected", "true");
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(panel).not.toHaveAttribute("data-subtask-id");
});

test("all that the server wrote of a step can be read and copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await step(page, FINISH).click();
  await details(page).getByText("All fields").click();
  await details(page).getByRole("button", { name: "Copy JSON" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("{");
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as Record<string, unknown>;
  expect(copied).toMatchObject({ id: 13000334, name: "Finish reinstalling OCP agent", upstreams: [13000336], downstreams: [] });
});

test("the graph shows the same four steps, left to right", async ({ page }) => {
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  await expect(cards(page)).toHaveCount(4);
  const places = await cards(page).evaluateAll((all) =>
    all.map((card) => ({ id: card.getAttribute("data-subtask-id"), x: card.getBoundingClientRect().x })),
  );
  expect(places.sort((a, b) => a.x - b.x).map(({ id }) => id)).toEqual([PREPARE, UNINSTALL, INSTALL, FINISH]);
});

test("the measures that others take are there", async ({ page }) => {
  const names = () => page.evaluate(() => performance.getEntriesByType("measure").map(({ name }) => name));
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  for (const part of ["fetch", "decode", "insight", "layout", "first-paint"]) {
    await expect.poll(names).toContain(`taskscope:${part}`);
  }
  expect(await page.evaluate(() => performance.getEntriesByName("taskscope:ready", "mark").length)).toBe(1);
});
