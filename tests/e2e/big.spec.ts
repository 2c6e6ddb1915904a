// Large tasks: nothing is ever blank, and the reader sees that something is coming.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { ink } from "./helpers/canvas.ts";
import { card, cards, graph, grid, openTask, root, step, subtasks, table } from "./helpers/viewer.ts";

const TEN_THOUSAND = "41010000";

/** Scrolls a pane to these shares of its height and gives the places where, two frames later, there was no row. */
async function blanks(page: Page, rows: "treegrid" | "grid"): Promise<string[]> {
  return page.getByRole(rows).evaluate(async (element) => {
    const pane = element.closest(".ts-scroll") as HTMLElement;
    const box = pane.getBoundingClientRect();
    const found: string[] = [];
    for (const share of [0, 0.1, 0.11, 0.5, 0.9, 0.3, 0.999, 1]) {
      pane.scrollTop = share * (pane.scrollHeight - pane.clientHeight);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      for (let y = 60; y < pane.clientHeight - 8; y += 32) {
        const hit = document.elementFromPoint(box.left + 40, box.top + y);
        if (!hit?.closest("[role=row]")) found.push(`${share}: ${y} px`);
      }
    }
    return found;
  }, rows);
}

test.describe("ten thousand steps", () => {
  test("as a timeline: to the end and back without a blank", async ({ page }) => {
    await openTask(page, TEN_THOUSAND, "fold=0");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "10000");
    expect(await blanks(page, "treegrid")).toEqual([]);
    await expect(grid(page).locator('[aria-rowindex="10000"]')).toBeInViewport();
    // Of ten thousand rows only those in sight exist.
    expect(await grid(page).getByRole("row").count()).toBeLessThan(80);
  });

  test("as a table: to the end, and sorted", async ({ page }) => {
    await openTask(page, TEN_THOUSAND, "view=table");
    await expect(table(page)).toHaveAttribute("aria-rowcount", "10001");
    expect(await blanks(page, "grid")).toEqual([]);
    await table(page).getByRole("columnheader", { name: "Run time" }).getByRole("button").click();
    expect(await blanks(page, "grid")).toEqual([]);
  });

  test("as a graph: every zoom shows something, near and far", async ({ page }) => {
    await openTask(page, TEN_THOUSAND, "view=graph");
    const canvas = graph(page).locator("canvas");
    const pixels = async () => (await ink(canvas)).pixels;
    await expect(graph(page)).toHaveAccessibleName(/nodes, \d+ edges/);
    await expect.poll(pixels).toBeGreaterThan(500);
    await expect.poll(() => cards(page).count()).toBeGreaterThan(3);

    await page.getByRole("button", { name: "Fit" }).click();
    await expect(cards(page).first()).toBeHidden();
    await expect.poll(pixels).toBeGreaterThan(500);

    // Ctrl and the wheel zoom in at the middle, from the whole to life size.
    const box = (await canvas.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.keyboard.down("Control");
    for (let turn = 0; turn < 24; turn += 1) {
      await page.mouse.wheel(0, -120);
      await expect.poll(pixels).toBeGreaterThan(50);
    }
    await page.keyboard.up("Control");
    await page.getByRole("button", { name: "Fit" }).click();
    await expect.poll(pixels).toBeGreaterThan(500);
  });

  test("as both, and a step far away is one search away", async ({ page }) => {
    await openTask(page, TEN_THOUSAND, "view=both");
    await expect.poll(async () => (await ink(graph(page).locator("canvas"))).pixels).toBeGreaterThan(500);
    const { id } = (await subtasks(page, TEN_THOUSAND)).find(({ name }) => name === "Stop observer")!;
    await page.getByRole("searchbox").fill(String(id));
    await expect(page.getByRole("search").getByText("1 of 10000 steps match")).toBeVisible();
    await page.getByRole("searchbox").press("Enter");
    await expect(step(page, String(id))).toBeInViewport();
    await expect(card(page, String(id))).toBeInViewport();
  });
});

test("a hundred thousand steps open with progress shown", async ({ page }) => {
  test.slow();
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      const state = document.querySelector("[data-taskscope-state]")?.getAttribute("data-taskscope-state");
      const bar = document.querySelector("progress");
      if (state === "loading" && bar) seen.push(`${bar.getAttribute("aria-label")} ${bar.parentElement?.innerText ?? ""}`);
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await page.goto("./#/tasks/41100000?fold=0");
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready", { timeout: 90_000 });
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  for (const phase of ["Fetching the task…", "Reading the data…", "Working out what it means…"]) {
    expect(seen.some((line) => line.startsWith(phase))).toBe(true);
  }
  expect(seen.some((line) => /\d+\.\d MB/.test(line))).toBe(true);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "100000");
  expect(await blanks(page, "treegrid")).toEqual([]);
});

test("all of a hundred thousand steps fits into a small window", async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 600, height: 700 });
  await page.goto("./#/tasks/41100000?view=graph&fold=0");
  await page.waitForFunction(() => performance.getEntriesByName("taskscope:picture").length > 0, null, { timeout: 90_000 });
  // The minimap is there as long as not all is in sight.
  await expect(page.locator(".ts-minimap")).toHaveCount(1);
  await page.getByRole("button", { name: "Fit" }).click();
  await expect(page.locator(".ts-minimap")).toHaveCount(0);
  await expect(page.locator(".ts-zoom")).toContainText(/0\.\d\d? %/);
  // From there, out is no way.
  const whole = await page.locator(".ts-zoom").innerText();
  await page.getByRole("button", { name: "Zoom out" }).click();
  expect(await page.locator(".ts-zoom").innerText()).toBe(whole);
});

test("the refined picture moves every card with it: none lies on another", async ({ page }) => {
  await openTask(page, "45001000", "view=graph");
  await expect.poll(() => cards(page).count()).toBeGreaterThan(5);
  const overlaps = () =>
    cards(page).evaluateAll((elements) => {
      const boxes = elements.map((element) => element.getBoundingClientRect());
      const lies = (a: DOMRect, b: DOMRect) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
      return boxes.flatMap((a, place) => boxes.slice(place + 1).filter((b) => lies(a, b))).length;
    });
  // Until the layout is done, the draft is on the screen, which has no overlaps either.
  await page.waitForFunction(() => performance.getEntriesByName("taskscope:layout").length > 0);
  await expect.poll(overlaps).toBe(0);
});
