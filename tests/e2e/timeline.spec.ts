// The timeline's rows and axis as the reader arranges them: lanes by OCP node, sorting, idle time drawn short.

import type { Locator, Page } from "@playwright/test";

import { expectAccessible } from "./helpers/accessible.ts";
import { expect, test } from "./fixtures.ts";
import { allRows, details, goToFragment, grid, menu, openTask, parameters, step } from "./helpers/viewer.ts";

/** Created, failed, and retried 45 minutes later. */
const RETRIED = "35100400";
const FAILED = "35100300";
const WAVES = "35101101";

const gaps = (page: Page): Locator => page.locator(".ts-axis .ts-gap");

/** Chooses an option of the menu of rows. */
async function choose(page: Page, group: string, option: string): Promise<void> {
  await menu(page, /^Rows$/).click();
  const button = page.getByRole("group", { name: group, exact: true }).getByRole("button", { name: option, exact: true });
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Escape");
}

async function box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await locator.boundingBox();
  if (!found) throw new Error("it is not on the screen");
  return found;
}

interface Sent {
  id: number;
  executor?: string;
  startTime?: string;
  finishTime?: string;
}

async function sent(page: Page, id: string): Promise<Sent[]> {
  const answer = await page.request.get(`/api/v2/tasks/instances/${id}`);
  return ((await answer.json()) as { data: { subtasks: Sent[] } }).data.subtasks;
}

test.describe("lanes by OCP node", () => {
  test("hold the steps of each node by their starts, and at last those of none", async ({ page }) => {
    await openTask(page, FAILED);
    await choose(page, "Rows by", "OCP node");
    await expect.poll(() => parameters(page)).toEqual({ lanes: "node" });
    const all = await sent(page, FAILED);
    const rows = await allRows(page);
    const headings = rows.filter(({ level }) => level === "1");
    const nodes = new Set(all.map(({ executor }) => executor ?? "No OCP node"));
    expect(headings).toHaveLength(nodes.size);
    expect(headings.at(-1)?.text).toContain("No OCP node");
    expect(rows).toHaveLength(all.length + nodes.size);
    let lane = "";
    const seen: Record<string, string[]> = {};
    for (const row of rows) {
      if (row.id === null) lane = [...nodes].find((node) => row.text.includes(node)) ?? "?";
      else (seen[lane] ??= []).push(row.id);
    }
    for (const node of nodes) {
      const steps = all.filter(({ executor }) => (executor ?? "No OCP node") === node);
      expect(headings.find(({ text }) => text.includes(node))?.groupSize).toBe(String(steps.length));
      const ids = steps.map(({ id }) => String(id));
      expect([...seen[node]!].sort()).toEqual([...ids].sort());
      const starts = seen[node]!.map((id) => Date.parse(all.find((one) => String(one.id) === id)?.startTime ?? "9999"));
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    }
  });

  test("fold and unfold by mouse and by keyboard, and say where they are", async ({ page }) => {
    await openTask(page, WAVES, "lanes=node");
    const count = async () => Number(await grid(page).getAttribute("aria-rowcount"));
    const all = await count();
    const first = grid(page).getByRole("row").first();
    const size = Number(await first.getAttribute("data-group-size"));
    await expect(first).toHaveAttribute("aria-level", "1");
    await expect(first).toHaveAttribute("aria-posinset", "1");
    await expect(first).toHaveAttribute("aria-setsize", "3");
    await expect(first).toHaveAttribute("aria-expanded", "true");
    const second = grid(page).getByRole("row").nth(1);
    await expect(second).toHaveAttribute("aria-level", "2");
    await expect(second).toHaveAttribute("aria-setsize", String(size));
    await first.click();
    await expect(first).toHaveAttribute("aria-expanded", "false");
    await expect.poll(count).toBe(all - size);
    await expect(second).toHaveAttribute("aria-posinset", "2");
    await second.focus();
    await page.keyboard.press("ArrowLeft");
    await expect(second).toHaveAttribute("aria-expanded", "false");
    await expect(second).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await expect(page.locator(":focus")).toHaveAttribute("aria-posinset", "2");
    await page.keyboard.press("ArrowLeft");
    await expect(second).toBeFocused();
  });

  test("are named by the steps that search leaves", async ({ page }) => {
    await openTask(page, FAILED, "lanes=node&q=bootstrap");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
    await expect(grid(page).getByRole("row").nth(1)).toContainText("Bootstrap ob");
  });
});

test.describe("the heading of a lane", () => {
  const pane = (page: Page): Locator => page.locator(".ts-timeline .ts-scroll");
  const scrollTo = (page: Page, place: number) => pane(page).evaluate((element, top) => void (element.scrollTop = top * 32), place);
  /** The heading of the lane that the row at the top of the timeline is in. */
  const heading = (page: Page, index: number): Locator => grid(page).locator(`[aria-rowindex="${index}"]`);

  /** What is painted so many rows below the head. */
  const painted = (page: Page, place: number) =>
    pane(page).evaluate((element, place) => {
      const { left, top } = element.getBoundingClientRect();
      const found = document.elementFromPoint(left + 60, top + 32 + place * 32 + 16);
      return found?.closest("[role=row]")?.getAttribute("aria-rowindex");
    }, place);

  for (const [task, steps] of [["35101101", 604], ["42010000", 10_000]] as const) {
    test(`stays at the top while its ${steps} rows scroll, once in the document, and gives way to the next`, async ({ page }) => {
      await openTask(page, task, "lanes=node");
      const size = Number(await heading(page, 1).getAttribute("data-group-size"));
      expect(size).toBeGreaterThan(40);
      const half = Math.floor(size / 2);
      await scrollTo(page, half);
      await expect.poll(() => painted(page, 0)).toBe("1");
      await expect.poll(() => painted(page, 1)).toBe(String(half + 2));
      const head = await box(page.locator(".ts-head"));
      await expect.poll(async () => (await box(heading(page, 1))).y).toBe(head.y + head.height);
      await expect(heading(page, 1)).toHaveCount(1);
      await expect(heading(page, 1)).toHaveAttribute("aria-expanded", "true");
      const rows = await grid(page).getByRole("row").evaluateAll((all) => all.map((row) => Number(row.ariaRowIndex ?? row.getAttribute("aria-rowindex"))));
      expect(rows, "rows stand in the document in their order").toEqual([...rows].sort((a, b) => a - b));
      expect(new Set(rows).size).toBe(rows.length);

      // Its last row is half out of sight: so is the heading, and the next one follows right below.
      await scrollTo(page, size + 0.5);
      await expect.poll(async () => (await box(heading(page, size + 2))).y - (await box(heading(page, 1))).y).toBe(32);
      await scrollTo(page, size + 3);
      await expect.poll(() => painted(page, 0)).toBe(String(size + 2));
      await expect(heading(page, 1)).not.toBeInViewport();
    });
  }

  test("folds its lane from there, and covers no row that the keyboard comes to", async ({ page }) => {
    await openTask(page, "35101101", "lanes=node");
    const size = Number(await heading(page, 1).getAttribute("data-group-size"));
    await scrollTo(page, 30);
    await expect.poll(() => painted(page, 1)).toBe("32");
    await heading(page, 34).click();
    for (let press = 0; press < 6; press += 1) await page.keyboard.press("ArrowUp");
    await expect(page.locator(":focus")).toHaveAttribute("aria-rowindex", "28");
    await expect.poll(() => painted(page, 1)).toBe("28");
    await heading(page, 1).click();
    await expect(heading(page, 1)).toHaveAttribute("aria-expanded", "false");
    await expect.poll(() => pane(page).evaluate((element) => element.scrollTop)).toBe(0);
    await expect(heading(page, 2)).toHaveAttribute("aria-posinset", "2");
    await heading(page, 1).click();
    await expect(heading(page, 2)).toHaveAttribute("aria-setsize", String(size));
  });

  test("unfolds with all others by *, and keeps the focus", async ({ page }) => {
    await openTask(page, "35101101", "lanes=node");
    const size = Number(await heading(page, 1).getAttribute("data-group-size"));
    await heading(page, 1).click();
    await expect(heading(page, 2)).toHaveAttribute("aria-posinset", "2");
    await heading(page, 2).click();
    await expect(heading(page, 2)).toHaveAttribute("aria-expanded", "false");
    await page.keyboard.press("*");
    await expect(heading(page, 1)).toHaveAttribute("aria-expanded", "true");
    await expect(page.locator(":focus")).toHaveAttribute("aria-rowindex", String(size + 2));
    await expect(page.locator(":focus")).toHaveAttribute("aria-expanded", "true");
  });
});

test.describe("sorting", () => {
  test("by run time, start and wait, and back to the order of the work", async ({ page }) => {
    await openTask(page, FAILED, "fold=0");
    const order = (await allRows(page)).map(({ id }) => id);
    const all = new Map((await sent(page, FAILED)).map((one) => [String(one.id), one]));
    const start = (id: string | null) => Date.parse(all.get(id ?? "")?.startTime ?? "9999");
    const run = (id: string | null) => {
      const { startTime, finishTime } = all.get(id ?? "")!;
      return startTime && finishTime ? Date.parse(finishTime) - Date.parse(startTime) : -1;
    };
    await choose(page, "Sort by", "Run time");
    await expect.poll(() => parameters(page)).toEqual({ fold: "0", sort: "duration" });
    const runs = (await allRows(page)).map(({ id }) => run(id));
    expect(runs).toEqual([...runs].sort((a, b) => b - a));
    await choose(page, "Sort by", "Start");
    const starts = (await allRows(page)).map(({ id }) => start(id));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    await choose(page, "Sort by", "Order of the work");
    expect((await allRows(page)).map(({ id }) => id)).toEqual(order);
    await expect.poll(() => parameters(page)).toEqual({ fold: "0" });
  });

  test("leads to the beginning, and back to what is looked at", async ({ page }) => {
    await openTask(page, "46000504", "fold=0");
    const pane = page.locator(".ts-timeline .ts-scroll");
    const top = () => pane.evaluate((element) => element.scrollTop);
    const selected = grid(page).locator("[aria-selected=true]");
    await expect(selected).toBeInViewport();
    expect(await top()).toBeGreaterThan(1000);
    await choose(page, "Sort by", "Run time");
    await expect.poll(top).toBe(0);
    await expect(grid(page).locator('[aria-rowindex="1"]')).toBeInViewport();
    await choose(page, "Sort by", "Order of the work");
    await expect(selected).toBeInViewport();
    expect(await top()).toBeGreaterThan(1000);
  });

  test("keeps siblings together", async ({ page }) => {
    await openTask(page, "35101001", "sort=duration");
    const rows = await allRows(page);
    const open = rows.findIndex(({ groupSize, outcome }) => groupSize !== null && outcome === "failed");
    const size = Number(rows[open]?.groupSize);
    expect(rows.slice(open + 1, open + 1 + size).every(({ level }) => level === "2")).toBe(true);
    expect(rows.filter(({ level }) => level === "2")).toHaveLength(size);
  });
});

test.describe("idle time", () => {
  test("of more than half is told, drawn short on demand, and back", async ({ page }) => {
    await openTask(page, RETRIED);
    const hint = page.getByText(/^No step is known to have run for 45 m/);
    await expect(hint).toBeVisible();
    await expect(gaps(page)).toHaveCount(0);
    const bars = grid(page).locator(".ts-bar-run");
    const widths = async () => {
      const boxes = await bars.evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
      return Math.max(...boxes.slice(0, 5));
    };
    const before = await widths();
    await page.getByRole("button", { name: "Draw short" }).click();
    await expect.poll(() => parameters(page)).toEqual({ idle: "0" });
    await expect(gaps(page)).toHaveCount(1);
    await expect(page.locator(".ts-gap-length")).toHaveText(/^45 m/);
    expect((await box(gaps(page))).width).toBeLessThan(60);
    expect(await widths()).toBeGreaterThan(before * 2);
    await page.getByRole("button", { name: "Draw to scale" }).click();
    await expect(gaps(page)).toHaveCount(0);
    await expect.poll(() => parameters(page)).toEqual({});
    await expect(hint).toBeVisible();
  });

  test("stands at one place in axis, rows and strip, and labels keep off each other", async ({ page }) => {
    for (const id of [RETRIED, "35100401", "35100500", "35100600", "35100700"]) {
      await openTask(page, id, "idle=0");
      const [axis, rows, strip] = await Promise.all(
        [gaps(page), page.locator(".ts-cursor-lane .ts-gap"), page.locator(".ts-strip .ts-gap")].map(box),
      );
      for (const other of [rows!, strip!]) {
        expect(Math.abs(other.x - axis!.x)).toBeLessThan(1);
        expect(Math.abs(other.width - axis!.width)).toBeLessThan(1);
      }
      const labels = await page.locator(".ts-axis :is(.ts-tick, .ts-gap-length, .ts-zone)").evaluateAll((all) =>
        all.map((label) => {
          const range = document.createRange();
          range.selectNodeContents(label);
          const { left, right } = range.getBoundingClientRect();
          return { left, right, text: label.textContent };
        }),
      );
      labels.sort((a, b) => a.left - b.left);
      for (const [place, label] of labels.slice(1).entries()) {
        expect(label.left, `${label.text} beside ${labels[place]!.text}`).toBeGreaterThanOrEqual(labels[place]!.right);
      }
    }
  });

  test("is there for what the brush picks and for the zoom, and the replay passes over it", async ({ page }) => {
    await openTask(page, RETRIED, "idle=0");
    const gap = await box(page.locator(".ts-strip .ts-gap"));
    const strip = await box(page.locator(".ts-strip"));
    const y = strip.y + strip.height / 2;
    await page.mouse.move(gap.x - 30, y);
    await page.mouse.down();
    await page.mouse.move(gap.x + gap.width + 30, y, { steps: 4 });
    await page.mouse.up();
    const axis = await box(page.locator(".ts-axis"));
    const near = await box(gaps(page));
    expect(near.width).toBeGreaterThan(gap.width * 2);
    expect(Math.abs(near.x + near.width / 2 - (axis.x + axis.width / 2))).toBeLessThan(axis.width / 20);
    await page.keyboard.press("f");
    await expect.poll(async () => Math.round((await box(gaps(page))).width)).toBe(Math.round(gap.width));

    // The end of the first attempts and the retry lie on either side of the gap.
    await page.keyboard.press("r");
    await page.getByRole("slider").press("End");
    const line = page.locator(".ts-axis .ts-cursor");
    await expect.poll(async () => (await box(line)).x).toBeGreaterThan(gap.x + gap.width);
    await page.getByRole("slider").press("Home");
    await expect.poll(async () => (await box(line)).x).toBeLessThan(gap.x);
  });

  test("of less than half is nothing to speak of", async ({ page }) => {
    await openTask(page, FAILED);
    await expect(step(page, "13300013")).toBeVisible();
    await expect(page.getByText(/No step is known/)).toHaveCount(0);
  });
});

test("lanes and gaps break no rule of accessibility", async ({ page }) => {
  await openTask(page, RETRIED);
  for (const look of ["theme=light", "theme=dark&lang=zh-CN"]) {
    await goToFragment(page, `#/tasks/${RETRIED}?lanes=node&idle=0&${look}`);
    await expect(gaps(page)).toHaveCount(1);
    await expect(details(page)).toBeVisible();
    await expectAccessible(page, look);
  }
});

test("a task whose steps have no times says so, in the place of bars", async ({ page }) => {
  await openTask(page, "35101700");
  await expect(page.locator(".ts-idle")).toHaveText("No step says when it ran: there is nothing to draw over time.");
  await expect(page.locator(".ts-idle").getByRole("button")).toHaveCount(0);
});

test("a task without any time has no stretch to pick, and one without a server's clock no age", async ({ page }) => {
  await openTask(page, "35101713");
  await expect(page.locator(".ts-strip-window")).toBeHidden();
  await openTask(page, "35101710");
  await expect(page.locator(".ts-strip-window")).toBeVisible();
  await expect(page.locator(".ts-live")).toBeHidden();
});

test("the zoom stays through another view and a search for nothing, and ends with `f`", async ({ page }) => {
  await openTask(page, FAILED);
  const strip = await box(page.locator(".ts-strip"));
  const y = strip.y + strip.height / 2;
  await page.mouse.move(strip.x + 50, y);
  await page.mouse.down();
  await page.mouse.move(strip.x + 200, y, { steps: 4 });
  await page.mouse.up();
  const width = () => page.locator(".ts-strip-window").evaluate((element) => element.style.width);
  await expect.poll(width).not.toBe("100%");
  const zoomed = await width();
  await page.keyboard.press("2");
  await expect(page.locator(".ts-strip")).toHaveCount(0);
  await page.keyboard.press("1");
  await expect.poll(width).toBe(zoomed);
  await page.getByRole("searchbox").fill("no such step");
  await expect(page.getByText("No step matches.")).toBeVisible();
  await expect(page.locator(".ts-axis .ts-tick").first()).toBeVisible();
  expect(await width()).toBe(zoomed);
  await page.getByRole("searchbox").press("Escape");
  await expect(grid(page)).toBeVisible();
  expect(await width()).toBe(zoomed);
  await page.keyboard.press("f");
  await expect.poll(width).not.toBe(zoomed);
});

test("a search for nothing, taken back, leaves the scroll where it was", async ({ page }) => {
  await openTask(page, WAVES, "fold=0");
  const pane = page.locator(".ts-timeline .ts-scroll");
  await pane.evaluate((element) => void (element.scrollTop = 3_000));
  await page.getByRole("searchbox").fill("no such step");
  await expect(page.getByText("No step matches.")).toBeInViewport();
  await page.getByRole("searchbox").press("Escape");
  await expect(grid(page)).toBeVisible();
  expect(await pane.evaluate((element) => element.scrollTop)).toBe(3_000);
  await expect(grid(page).locator('[aria-rowindex="98"]')).toBeInViewport();
});

test("rows sorted by start or run time are sorted as things were at the instant of the replay", async ({ page }) => {
  await openTask(page, FAILED);
  const all = await sent(page, FAILED);
  const starts = all.flatMap(({ startTime }) => (startTime ? [Date.parse(startTime)] : [])).sort((a, b) => a - b);
  const at = starts[4]! + 1_000;
  await goToFragment(page, `#/tasks/${FAILED}?fold=0&sort=duration&at=${new Date(at).toISOString()}`);
  const run = new Map(all.map(({ id, startTime, finishTime }) => {
    const [start, end] = [Date.parse(startTime ?? "9999"), Date.parse(finishTime ?? "9999")];
    return [String(id), start > at ? -1 : Math.min(end, at) - start];
  }));
  const runs = (await allRows(page)).map(({ id }) => run.get(id ?? "") ?? Number.NaN);
  expect(runs.filter((span) => span >= 0).length).toBeGreaterThan(4);
  expect(runs).toEqual([...runs].sort((a, b) => b - a));
});
