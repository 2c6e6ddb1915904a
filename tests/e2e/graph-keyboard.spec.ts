// The graph by the keyboard: Tab comes to a card that is in sight, and no zoom, unfolding or focus mode loses it.

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { box, centre } from "./helpers/hands.ts";
import { card, cards, graph, openTask } from "./helpers/viewer.ts";
import { openGraph, percent, pictured, zoom } from "./matrix/sight.ts";

/** A chain of 23 steps of which one failed. */
const FAILED = "35100300";
const [BOOTSTRAP, RESTART] = ["13300013", "13300003"] as const;

const focused = (page: Page): Locator => graph(page).locator("button[data-outcome]:focus");

/** Whether the middle of the card with the focus is in the window. */
async function isSeen(page: Page): Promise<boolean> {
  const [at, window] = [centre(await box(focused(page))), await box(page.locator(".ts-graph-window"))];
  return at.x > window.x && at.y > window.y && at.x < window.x + window.width && at.y < window.y + window.height;
}

/** Presses Tab until a card has the focus. */
async function tabToCard(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    const isThere = () => page.evaluate(() => document.activeElement?.matches(".ts-graph-view, [data-node]") === true);
    if (await isThere()) break;
  }
  await expect(focused(page)).toHaveCount(1);
}

for (const id of ["35101000", "35101001", "35101100", "35101400", "38004012", FAILED, "41000504"]) {
  test(`Tab comes to a card, and it is in sight: ${id}`, async ({ page }) => {
    await openGraph(page, id, "");
    await expect(graph(page).locator('button[data-outcome][tabindex="0"]')).toHaveCount(1);
    await tabToCard(page);
    await expect.poll(() => isSeen(page)).toBe(true);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => isSeen(page)).toBe(true);
  });
}

test("a card that was panned out of sight is back when Tab comes to it", async ({ page }) => {
  await openGraph(page, FAILED, "");
  const window = centre(await box(page.locator(".ts-graph-window")));
  await page.mouse.move(window.x, window.y);
  await page.mouse.wheel(-1_500, 0);
  await expect(card(page, BOOTSTRAP)).not.toBeInViewport();
  await tabToCard(page);
  await expect(card(page, BOOTSTRAP)).toBeFocused();
  await expect.poll(() => isSeen(page)).toBe(true);
});

for (const key of ["-", "f"]) {
  test(`zooming out by ${key} leaves the focus on its card, and arrows go on from there`, async ({ page }) => {
    await openGraph(page, FAILED, "");
    await card(page, BOOTSTRAP).focus();
    for (let press = 0; press < 6; press += 1) await page.keyboard.press(key);
    await expect.poll(() => percent(page)).toBeLessThan(50);
    await expect(cards(page)).toHaveCount(1);
    await expect(card(page, BOOTSTRAP)).toBeFocused();
    // Its name is beside it: the card is too small to be read.
    await expect(page.locator(".ts-tip")).toContainText("Bootstrap ob");
    await page.keyboard.press("ArrowRight");
    await expect(card(page, RESTART)).toBeFocused();
    await expect.poll(() => percent(page)).toBeGreaterThan(50);
    await expect.poll(() => isSeen(page)).toBe(true);
  });
}

test("Tab comes to the card of a graph that is too small for cards", async ({ page }) => {
  await openGraph(page, FAILED, "");
  await page.keyboard.press("f");
  await expect(cards(page)).toHaveCount(0);
  await page.evaluate(() => {
    document.querySelector(".ts-graph-view")!.addEventListener("focusout", (event) => {
      (globalThis as { handed?: boolean }).handed ??= (event as FocusEvent).relatedTarget !== null;
    });
  });
  await tabToCard(page);
  await expect(card(page, BOOTSTRAP)).toBeFocused();
  expect(await page.evaluate(() => (globalThis as { handed?: boolean }).handed), "the focus is nobody's in between").toBe(true);
  await page.keyboard.press("Tab");
  await expect(cards(page)).toHaveCount(0);
  await expect(page.locator(".ts-zoom button").first()).toBeFocused();
});

test("what Enter unfolds has the focus, in sight", async ({ page }) => {
  await openGraph(page, "35101100", "");
  const groups = graph(page).locator("[data-group-size]");
  await groups.nth(1).focus();
  const name = (await groups.nth(1).locator(".ts-name").innerText()).trim();
  await page.keyboard.press("Enter");
  await expect(focused(page)).toHaveAttribute("data-subtask-id", /\d/);
  await expect(focused(page)).toContainText(`[0] ${name}`);
  await expect.poll(() => isSeen(page)).toBe(true);
});

test("down goes through siblings in the order of their numbers, from column to column, and up back", async ({ page }) => {
  // Three columns of stacked siblings.
  await openGraph(page, "37002030");
  const named = (number: number) => graph(page).getByRole("button", { name: new RegExp(`^\\[${number}\\] Stop all OCP agent`) });
  await page.keyboard.press("f");
  await tabToCard(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const names = async () => (await focused(page).getAttribute("aria-label"))!;
  while (!(await names()).startsWith("[0] Stop all")) {
    const before = await names();
    await page.keyboard.press("ArrowUp");
    await expect.poll(names).not.toBe(before);
  }
  for (let number = 1; number < 30; number += 1) {
    await page.keyboard.press("ArrowDown");
    await expect(named(number)).toBeFocused();
  }
  await page.keyboard.press("ArrowDown");
  await expect(named(29)).toBeFocused();
  for (let number = 28; number > 15; number -= 1) {
    await page.keyboard.press("ArrowUp");
    await expect(named(number)).toBeFocused();
  }
});

test.describe("after focus mode", () => {
  const STEP = "13000448";
  const places = (page: Page) =>
    cards(page).evaluateAll((all) => all.map((one) => `${one.dataset["node"]} ${one.style.left} ${one.style.top}`));

  test("the picture is the one from before, and that of a page that opens without", async ({ page }) => {
    await openTask(page, "45001000", `view=graph&subtask=${STEP}&fold=0`);
    await pictured(page);
    const whole = await places(page);
    expect(whole.length).toBeGreaterThan(3);
    await page.keyboard.press("o");
    await expect(page.locator(".ts-focus")).toContainText("hidden");
    await expect.poll(() => places(page)).not.toEqual(whole);
    await page.keyboard.press("Escape");
    await expect(page.locator(".ts-focus")).toBeHidden();
    await expect.poll(() => places(page)).toEqual(whole);

    await openTask(page, "35000312");
    await openTask(page, "45001000", `view=graph&subtask=${STEP}&fold=0&focus=1`);
    await expect(page.locator(".ts-focus")).toContainText("hidden");
    await pictured(page);
    await page.keyboard.press("Escape");
    await expect.poll(() => places(page)).toEqual(whole);
  });
});

test("a double click fits, but not one on a card", async ({ page }) => {
  await openGraph(page, FAILED, "");
  const before = await zoom(page).innerText();
  await card(page, BOOTSTRAP).dblclick();
  await page.mouse.move(5, 5);
  await expect(zoom(page)).toHaveText(before);
  const window = await box(page.locator(".ts-graph-window"));
  await page.mouse.dblclick(window.x + window.width / 2, window.y + 60);
  await expect(zoom(page)).not.toHaveText(before);
});
