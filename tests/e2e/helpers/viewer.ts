// The viewer's parts, found as a reader or a screen reader finds them, and what a test does with them again and again.

import { expect, type Locator, type Page } from "@playwright/test";

export const root = (page: Page): Locator => page.locator("[data-taskscope-state]");
export const sentence = (page: Page): Locator => page.getByRole("heading", { level: 1 });
export const grid = (page: Page): Locator => page.getByRole("treegrid", { name: /^(Subtasks|子任务)$/ });
export const graph = (page: Page): Locator => page.getByRole("group", { name: /^(Dependency graph|依赖图)/ });
export const table = (page: Page): Locator => page.getByRole("grid", { name: "Subtasks", exact: true });
export const details = (page: Page): Locator =>
  page.getByRole("complementary", { name: /^(Subtask details|子任务详情)$/ });
export const step = (page: Page, id: string): Locator => grid(page).locator(`[data-subtask-id="${id}"]`);
export const card = (page: Page, id: string): Locator => graph(page).locator(`[data-subtask-id="${id}"]`);
export const cards = (page: Page): Locator => graph(page).locator("button[data-outcome]");
export const chips = (page: Page): Locator => page.getByRole("group", { name: /^(Filter by outcome|按结果筛选)$/ });
export const view = (page: Page, name: string): Locator =>
  page.getByRole("group", { name: "View", exact: true }).getByRole("button", { name, exact: true });

/** What was left out of the link. */
export const notices = (page: Page): Locator => page.locator(".ts-notices");
/** Why there is nothing newer, or nothing to compare with, above the task. */
export const banner = (page: Page): Locator => page.locator(".ts-banner");
/** What a screen reader was told last: the one place of the page that speaks by itself. */
export const voice = (page: Page): Locator => page.getByRole("status");

/** The button that opens a menu. It is a `summary`, for which Playwright knows no role. */
export const menu = (page: Page, name: string | RegExp): Locator => {
  const summaries = page.locator("summary");
  return summaries.and(page.getByLabel(name)).or(summaries.filter({ hasText: name }));
};

/** What stands behind a label in a list of facts. */
export const fact = (within: Locator, label: string): Locator => within.locator(`dt:text-is("${label}") + dd`);

/** The choices in the address, in their own order. */
export function parameters(page: Page): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.split("?")[1] ?? ""));
}

/** Goes to a task and waits until the answer for it, and not an earlier one, is on the screen. */
export async function openTask(page: Page, id: string, query = "", base = "./"): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith(`/tasks/instances/${id}`));
  await page.goto(`${base}#/tasks/${id}${query && `?${query}`}`);
  await answered;
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
  // How large all is is known, and drawn, in the first frame.
  await frame(page);
}

/** Changes the address by hand, as a reader who edits it does, and waits until that has been drawn. */
export async function goToFragment(page: Page, fragment: string): Promise<void> {
  await page.evaluate(
    (hash) =>
      new Promise<void>((followed) => {
        const before = location.href;
        // Behind the page's own listener.
        addEventListener("hashchange", () => setTimeout(followed), { once: true });
        location.hash = hash;
        if (location.href === before) followed();
      }),
    fragment,
  );
  await frame(page);
}

/** Has the page ask for the newest state once in so many seconds. */
export async function pollEvery(page: Page, pollSeconds: number): Promise<void> {
  await page.route("**/taskscope.json", (route) => route.fulfill({ json: { pollSeconds } }));
}

/** Has it ask twice a second: for tests that wait for many polls. */
export const hurry = (page: Page): Promise<void> => pollEvery(page, 0.5);

/** Waits until a frame has been drawn. */
export const frame = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));

/** A row of the timeline: a step, or siblings in one. */
export interface Row {
  id: string | null;
  outcome: string | null;
  groupSize: string | null;
  level: string | null;
  text: string;
}

/** Every row of the timeline, top to bottom, seen by scrolling from one end to the other. */
export async function allRows(page: Page): Promise<Row[]> {
  await expect(grid(page)).toBeVisible();
  const seen = await grid(page).evaluate(async (element) => {
    const scrolls = (node: Element) => /auto|scroll/.test(getComputedStyle(node).overflowY);
    let pane: Element = element;
    while (!scrolls(pane) && pane.parentElement) pane = pane.parentElement;
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const rows = new Map<number, Row>();
    pane.scrollTop = 0;
    for (;;) {
      await drawn();
      for (const row of element.querySelectorAll("[role=row]")) {
        const attribute = (name: string) => row.getAttribute(name);
        rows.set(Number(attribute("aria-rowindex")), {
          id: attribute("data-subtask-id"),
          outcome: attribute("data-outcome"),
          groupSize: attribute("data-group-size"),
          level: attribute("aria-level"),
          text: row.textContent,
        });
      }
      const before = pane.scrollTop;
      pane.scrollTop += pane.clientHeight / 2;
      if (pane.scrollTop === before) break;
    }
    pane.scrollTop = 0;
    await drawn();
    return { rows: [...rows].sort(([a], [b]) => a - b), count: Number(element.getAttribute("aria-rowcount")) };
  });
  expect(seen.rows.map(([index]) => index)).toEqual(Array.from({ length: seen.count }, (_, place) => place + 1));
  return seen.rows.map(([, row]) => row);
}

/** How many rows there are of each outcome. */
export function countOutcomes(rows: Row[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of rows) counts[outcome ?? ""] = (counts[outcome ?? ""] ?? 0) + 1;
  return counts;
}

/** The subtasks as the API gives them. */
export interface Subtask {
  id: number;
  name: string;
  parallelIdx: number;
  status: string;
  upstreams: number[];
  downstreams: number[];
  executor?: string;
  startTime?: string;
  finishTime?: string;
}

export async function subtasks(page: Page, id: string): Promise<Subtask[]> {
  const answer = await page.request.get(`/api/v2/tasks/instances/${id}`);
  return ((await answer.json()) as { data: { subtasks: Subtask[] } }).data.subtasks;
}

/** One of these cards that is in sight: some beyond the border exist too. */
export async function inSight(page: Page, some: Locator): Promise<Locator> {
  const window = (await graph(page).boundingBox())!;
  const places = await some.evaluateAll((all) =>
    all.map((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return { left, right, top, bottom, isCurrent: one.ariaCurrent === "true" };
    }),
  );
  const place = places.findIndex(
    ({ left, right, top, bottom, isCurrent }) =>
      !isCurrent &&
      left > window.x &&
      right < window.x + window.width &&
      top > window.y + window.height / 4 &&
      bottom < window.y + window.height - 60,
  );
  return some.nth(place);
}
