// A task that lives: it goes on upon the screen, and nothing but its state moves.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import type { Simulator } from "./helpers/simulator.ts";
import {
  allRows, banner, chips, details, fact, frame, grid, hurry, pollEvery, root, sentence, step, view,
} from "./helpers/viewer.ts";

/** Batch restart OCP agent on 12 hosts: 64 steps, ten at a time, in about two minutes. */
const RESTART = "38004012";
/** Restart OCP agent: five steps, of which one fails the first time. */
const FAILING = "39003001";

const done = async (page: Page): Promise<number> =>
  Number((await chips(page).getByRole("button", { name: /^Done \d+$/ }).allInnerTexts())[0]?.match(/\d+/)?.[0] ?? 0);

/** Opens the restart, and waits until some of its steps are done. */
async function openUnderWay(page: Page, simulator: Simulator, query = ""): Promise<void> {
  await page.goto(simulator.at(`#/tasks/${RESTART}${query}`));
  await expect(root(page)).toHaveAttribute("data-verdict", "running");
  await simulator.advance(20);
  await expect.poll(() => done(page)).toBeGreaterThan(3);
}

test("a running task progresses by itself to its end, and then the page asks no more", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  let asked = 0;
  page.on("request", (request) => (asked += Number(request.url().endsWith(RESTART))));
  await page.goto(simulator.at(`#/tasks/${RESTART}`));
  await expect(root(page)).toHaveAttribute("data-verdict", "running");
  await expect(page.getByText(/^live · /)).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("so far");
  await simulator.advance(10);
  await expect.poll(() => done(page), { timeout: 15_000 }).toBeGreaterThan(3);
  await simulator.advance(600);
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded", { timeout: 15_000 });
  await expect(page).toHaveTitle(/^Succeeded/);
  await expect(page.getByText(/^ended .* ago$/)).toBeVisible();
  await expect(page.getByRole("banner")).not.toContainText("so far");

  const before = asked;
  // Longer than from one poll to the next.
  await page.waitForTimeout(4_000);
  expect(asked).toBe(before);
});

test("a poll moves neither the rows, nor the scroll, nor the selection, nor the focus", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  await openUnderWay(page, simulator, "?fold=0");
  const order = (await allRows(page)).map(({ id }) => id);

  const chosen = order[30] ?? "";
  const pane = await grid(page).evaluateHandle((element) => element.parentElement!);
  await pane.evaluate((element) => void (element.scrollTop = 700));
  await step(page, chosen).click();
  const top = await pane.evaluate((element) => element.scrollTop);
  expect(top).toBeGreaterThan(300);

  const before = await done(page);
  await simulator.advance(25);
  await expect.poll(() => done(page)).toBeGreaterThan(before + 5);
  expect(await pane.evaluate((element) => element.scrollTop)).toBe(top);
  await expect(step(page, chosen)).toBeFocused();
  await expect(step(page, chosen)).toHaveAttribute("aria-selected", "true");
  await expect(details(page)).toHaveAttribute("data-subtask-id", chosen);
  expect((await allRows(page)).map(({ id }) => id)).toEqual(order);
});

for (const [what, way] of [
  ["a step's details", "view=both"],
  ["the insights", "view=table"],
] as const) {
  test(`the focus stays through a poll, whatever it is at: ${what}`, async ({ page, simulate }) => {
    test.slow();
    const simulator = await simulate("--paused");
    await hurry(page);
    await openUnderWay(page, simulator, "?fold=0");
    const running = await page.locator("[role=row][data-outcome=running]").first().getAttribute("data-subtask-id");
    await page.goto(simulator.at(`#/tasks/${RESTART}?${way}&subtask=${running}`));
    if (what === "the insights") await details(page).getByRole("button", { name: "Close" }).click();
    await expect(page.locator("button:visible").nth(20)).toBeVisible();
    const controls = await page.locator("button:visible, summary:visible, [tabindex='0']:visible").all();
    expect(controls.length).toBeGreaterThan(20);
    const lost: string[] = [];
    for (const control of controls) {
      const name = await control.evaluate((element: HTMLElement) => {
        element.focus({ preventScroll: true });
        return element.ariaLabel ?? element.textContent ?? "";
      });
      await simulator.advance(1);
      await page.waitForResponse(/\/tasks\/instances\//);
      await frame(page);
      if (await page.evaluate(() => document.activeElement === document.body)) lost.push(name);
    }
    expect(lost).toEqual([]);
  });
}

test("what has the focus is not scrolled to by a poll", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  await page.setViewportSize({ width: 1000, height: 500 });
  await openUnderWay(page, simulator);
  await page.getByRole("button", { name: "Insights" }).click();
  const link = page.locator(".ts-insight .ts-link").first();
  await link.focus();
  const panel = page.locator(".ts-detail");
  await panel.evaluate((element) => void (element.scrollTop = 300));
  expect(await panel.evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
  const top = await panel.evaluate((element) => element.scrollTop);
  for (const _ of [1, 2]) {
    await simulator.advance(2);
    await page.waitForResponse(/\/tasks\/instances\//);
    await frame(page);
  }
  await expect(link).toBeFocused();
  // The browser keeps in its place what is read, though a line above it may have grown; the link is far above.
  expect(Math.abs((await panel.evaluate((element) => element.scrollTop)) - top)).toBeLessThan(40);
});

test("the insights say what is new in the elements that are there", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  await openUnderWay(page, simulator);
  await page.getByRole("button", { name: "Insights" }).click();
  const time = page.locator(".ts-insight", { hasText: "Where the time went" });
  await expect(time.locator("li").first()).toBeVisible();
  let stayed = 0;
  // In some seconds another step comes onto the path: then the list is another.
  for (let second = 0; second < 8; second += 1) {
    const before = await time.evaluateHandle((section) => ({ section, text: section.textContent }));
    await simulator.advance(1);
    await page.waitForResponse(/\/tasks\/instances\//);
    await frame(page);
    stayed += await before.evaluate(({ section, text }) => Number(section.isConnected && section.textContent !== text));
  }
  expect(stayed).toBeGreaterThan(3);
});

test("a poll leaves the graph where the reader moved it", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  await page.goto(simulator.at(`#/tasks/${RESTART}?view=graph`));
  const card = page.locator("button[data-outcome]", { hasText: "Restart pos proxy" });
  await expect(card).toHaveAttribute("data-outcome", "waiting");
  await page.getByRole("button", { name: "Zoom in" }).click();
  const place = await card.boundingBox();
  await simulator.advance(30);
  await expect(card).not.toHaveAttribute("data-outcome", "waiting");
  expect(await card.boundingBox()).toEqual(place);
});

test("a poll draws anew no card, and no fact, that says what it said", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  await openUnderWay(page, simulator, "?view=graph&fold=0");
  await page.waitForFunction(() => document.querySelectorAll(".ts-cards > button").length > 10);
  await page.evaluate(() => {
    const pieces = () => [...document.querySelectorAll<HTMLElement>(".ts-cards > button, .ts-fact")];
    const before = new Map(pieces().map((piece) => [piece, piece.outerHTML]));
    const touched = new Set<HTMLElement>();
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const piece = element?.closest<HTMLElement>(".ts-cards > button, .ts-fact");
        if (piece) touched.add(piece);
      }
    });
    const whole = { subtree: true, childList: true, characterData: true, attributes: true };
    for (const piece of before.keys()) observer.observe(piece, whole);
    Object.assign(window, {
      drawn: () => {
        const stay = [...before.keys()].filter((piece) => piece.isConnected);
        const same = stay.filter((piece) => piece.outerHTML === before.get(piece));
        return { changed: touched.size, same: same.length, inVain: same.filter((piece) => touched.has(piece)).length };
      },
    });
  });
  await simulator.advance(1);
  const drawn = () => page.evaluate(() => (window as unknown as { drawn: () => Record<string, number> }).drawn());
  await expect.poll(async () => (await drawn())["changed"]).toBeGreaterThan(0);
  const { same, inVain } = await drawn();
  expect(same).toBeGreaterThan(10);
  expect(inVain).toBe(0);
});

/** Has the answers tell another tale of the subtasks than the simulator's. */
async function retold(page: Page, tell: (subtasks: { id: number; name: string; status: string }[]) => void): Promise<void> {
  await page.route(/\/tasks\/instances\/\d+$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { data: { subtasks: { id: number; name: string; status: string }[] } };
    tell(body.data.subtasks);
    await route.fulfill({ response, json: body });
  });
}

const polled = async (page: Page): Promise<void> => {
  await page.waitForResponse(/\/tasks\/instances\//);
  await page.waitForResponse(/\/tasks\/instances\//);
  await frame(page);
};

const focusedId = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute("data-subtask-id"));

for (const shown of ["timeline", "table"]) {
  test(`the focus stays on its row while a filter lets others in and out, and goes to the next with its row: ${shown}`, async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await hurry(page);
    // By their places: which of the subtasks run.
    let running = [10, 20, 30, 40];
    await retold(page, (all) => {
      all.sort((a, b) => a.id - b.id);
      for (const [place, one] of all.entries()) one.status = running.includes(place) ? "RUNNING" : "PENDING";
    });
    await page.goto(simulator.at(`#/tasks/${RESTART}?fold=0&status=running&view=${shown}`));
    const rows = page.locator("[role=row][data-subtask-id]");
    await expect(rows).toHaveCount(4);
    const ids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-subtask-id")));
    await rows.nth(2).focus();
    running = [2, 4, 10, 30, 40];
    await expect(rows).toHaveCount(5);
    expect(await focusedId(page)).toBe(ids[2]);
    running = [30, 50];
    await expect(rows).toHaveCount(2);
    expect(await focusedId(page)).toBe(ids[2]);
    await expect(page.locator(":focus")).toHaveAttribute("tabindex", "0");
    running = [4, 50];
    await expect.poll(() => rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-subtask-id")))).not.toContain(ids[2]);
    await expect(page.locator("[role=row]:focus")).toHaveCount(1);
    // None for a moment: the focus waits where the rows were.
    running = [];
    await expect(page.getByText("No step matches.")).toBeVisible();
    running = [20, 30];
    await expect(rows).toHaveCount(2);
    await expect(page.locator("[role=row]:focus")).toHaveCount(1);
  });
}

test("the focus stays on its row while the table is sorted by what moves", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  await openUnderWay(page, simulator, "?view=table");
  const heading = page.getByRole("columnheader", { name: "Run time" }).getByRole("button");
  await heading.click();
  await heading.click();
  const row = page.locator("[role=row][data-outcome=running]").last();
  await row.focus();
  const id = await focusedId(page);
  expect(id).toBeTruthy();
  for (let second = 0; second < 6; second += 1) {
    await simulator.advance(5);
    await polled(page);
    expect(await focusedId(page)).toBe(id);
    await expect(page.locator(":focus")).toBeInViewport();
  }
});

test("rows that come in above what is looked at do not move it", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  await page.setViewportSize({ width: 1200, height: 460 });
  let fails = false;
  await retold(page, (all) => {
    const first = all.sort((a, b) => a.id - b.id).find(({ status }) => status === "RUNNING");
    if (fails && first) first.status = "FAILED";
  });
  await openUnderWay(page, simulator);
  const rows = grid(page).getByRole("row");
  const count = Number(await grid(page).getAttribute("aria-rowcount"));
  const last = rows.last();
  const name = (await last.innerText()).split("\n")[0]!;
  await last.focus();
  await last.scrollIntoViewIfNeeded();
  const place = () => page.evaluate(() => document.activeElement?.getBoundingClientRect().top);
  const before = await place();
  fails = true;
  await expect.poll(async () => Number(await grid(page).getAttribute("aria-rowcount"))).toBeGreaterThan(count + 5);
  await frame(page);
  await expect(page.locator(":focus")).toContainText(name);
  expect(Math.abs((await place())! - before!)).toBeLessThan(2);
});

test("a filter that nothing passes for a moment moves nothing in the graph", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  let none = false;
  await retold(page, (all) => {
    for (const one of all) if (none && one.status === "RUNNING") one.status = "SUCCESSFUL";
  });
  await openUnderWay(page, simulator, "?view=graph&status=running");
  await page.getByRole("button", { name: "Zoom in" }).click();
  const percent = await page.locator(".ts-zoom span").innerText();
  const node = await page.locator(".ts-graph").elementHandle();
  none = true;
  await expect(page.getByRole("search").getByText(/^0 of/)).toBeVisible();
  none = false;
  await expect(page.getByRole("search").getByText(/^0 of/)).toBeHidden();
  expect(await node?.evaluate((element) => element.isConnected)).toBe(true);
  expect(await page.locator(".ts-zoom span").innerText()).toBe(percent);
});

test("a step fails, is retried by a person, and succeeds: the page follows", async ({ page, simulate }) => {
  const simulator = await simulate("--paused");
  await hurry(page);
  await page.goto(simulator.at(`#/tasks/${FAILING}`));
  await expect(root(page)).toHaveAttribute("data-verdict", "running");
  await simulator.advance(600);
  await expect(root(page)).toHaveAttribute("data-verdict", "failed");
  const failed = await details(page).getAttribute("data-subtask-id");
  await expect(step(page, failed ?? "")).toHaveAttribute("data-outcome", "failed");
  await expect(sentence(page)).toContainText("Failed at");

  await simulator.act(FAILING, "retry");
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(root(page)).toHaveAttribute("data-verdict", "retrying");
  await simulator.advance(600);
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  await expect(step(page, failed ?? "")).toHaveAttribute("data-outcome", "succeeded-after-retry");
  await step(page, failed ?? "").click();
  await expect(fact(details(page), "Attempts")).toContainText("2 attempts: from the first start to the last end, idle time included");
});

test.describe("the server is gone", () => {
  test.use({ expectedErrors: /ERR_FAILED|status of 502/ });

  test("the page says so, keeps what it has, and recovers", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    // By itself it asks again after 45 seconds at the earliest: it is the button that brings the recovery.
    await pollEvery(page, 60);
    await page.goto(simulator.at(`#/tasks/${RESTART}`));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    const rows = await grid(page).getByRole("row").count();

    const api = /\/api\/v2\/tasks/;
    await page.route(api, (route) => route.abort());
    await page.getByRole("button", { name: "Refresh" }).click();
    const stale = banner(page);
    await expect(stale).toHaveAttribute("data-error", "network");
    await expect(stale).toContainText("What you see is older.");
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    await expect(grid(page).getByRole("row")).toHaveCount(rows);
    await view(page, "Graph").click();
    await expect(page.getByRole("button", { name: /Restart pos proxy/ })).toBeVisible();

    await page.unroute(api);
    await simulator.advance(600);
    await stale.getByRole("button", { name: "Try again" }).click();
    await expect(stale).toBeHidden();
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  });
});
