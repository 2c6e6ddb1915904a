// The graph under a reader's hands: what is lit, the focus, folding in place, marks, fingers, and a layout on offer.

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { ink } from "./helpers/canvas.ts";
import { middle, pinch, swipe } from "./helpers/hands.ts";
import { card, cards, details, frame, graph, inSight, openTask, parameters } from "./helpers/viewer.ts";

/** A chain of 23 steps of which one failed. */
const FAILED = "35100300";
/** Batch stop OCP agent on 100 hosts: three stages of 100 siblings, with barriers between them. */
const STOP = "37002100";

const zoomed = (page: Page): Locator => graph(page).locator(".ts-zoom span");
const named = (page: Page, text: string): Locator => cards(page).filter({ hasText: text }).first();

test.describe("what a step has to do with", () => {
  test("is lit under the pointer and under the keyboard, and the rest is dimmed", async ({ page }) => {
    await openTask(page, "45000025", "view=graph&fold=0");
    await graph(page).getByRole("button", { name: "Fit" }).click();
    await expect(cards(page)).toHaveCount(25);
    await expect(page.locator(".ts-dim")).toHaveCount(0);
    const light = (await ink(graph(page).locator("canvas"))).lightness;

    const one = cards(page).nth(12);
    await one.hover();
    await expect(one).toHaveClass(/ts-lit/);
    const lit = await page.locator(".ts-node.ts-lit").count();
    expect(lit).toBeGreaterThan(1);
    await expect(page.locator(".ts-node.ts-dim")).toHaveCount(25 - lit);
    // Its edges change too: other colours than before.
    await expect.poll(async () => (await ink(graph(page).locator("canvas"))).lightness).not.toBe(light);

    await page.mouse.move(5, 5);
    await expect(page.locator(".ts-dim")).toHaveCount(0);
    await one.focus();
    await expect(page.locator(".ts-node.ts-dim")).toHaveCount(25 - lit);
  });

  test("is lit while the step is selected, but not for a step that the page chose", async ({ page }) => {
    await openTask(page, FAILED, "view=graph");
    await expect(named(page, "Bootstrap ob")).toHaveAttribute("aria-current", "true");
    await expect(page.locator(".ts-dim")).toHaveCount(0);
    await openTask(page, "45000025", "view=graph&fold=0");
    await cards(page).nth(12).click();
    await page.mouse.move(5, 5);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await expect(page.locator(".ts-dim").first()).toBeAttached();
    await page.keyboard.press("Escape");
    await expect(page.locator(".ts-dim")).toHaveCount(0);
  });

  test("is all there is in the focus: chosen by depth, kept in the address, left by Escape", async ({ page }) => {
    await openTask(page, FAILED, "view=graph");
    await expect(graph(page)).toHaveAccessibleName("Dependency graph, 23 nodes, 22 edges");
    await page.keyboard.press("o");
    await expect(page.locator(".ts-focus")).toContainText("Upstream and downstream of “Bootstrap ob”");
    await expect.poll(() => parameters(page)["focus"]).toBe("all");

    const depth = page.getByRole("group", { name: "Steps away" });
    await depth.getByRole("button", { name: "2" }).click();
    await expect(graph(page)).toHaveAccessibleName("Dependency graph, 5 nodes, 4 edges");
    await expect(graph(page).getByText("18 nodes hidden")).toBeVisible();
    await expect(cards(page)).toHaveCount(5);
    await expect.poll(() => parameters(page)["focus"]).toBe("2");
    await page.reload();
    await expect(graph(page)).toHaveAccessibleName("Dependency graph, 5 nodes, 4 edges");

    await page.keyboard.press("Escape");
    await expect(graph(page)).toHaveAccessibleName("Dependency graph, 23 nodes, 22 edges");
    await expect.poll(() => parameters(page)["focus"]).toBeUndefined();
    await expect(details(page)).toHaveAttribute("data-subtask-id", /\d+/);

    await graph(page).getByRole("button", { name: "Focus" }).click();
    await page.getByRole("button", { name: "Show the whole graph" }).click();
    await expect(graph(page)).toHaveAccessibleName("Dependency graph, 23 nodes, 22 edges");
  });
});

test("a group unfolds and folds where it stands", async ({ page }) => {
  await openTask(page, STOP, "view=graph");
  const stack = graph(page).locator("[data-group-size]").filter({ hasText: "Stop all OCP agent" });
  const before = await middle(stack);
  await stack.click();
  await expect(graph(page)).toHaveAccessibleName("Dependency graph, 104 nodes, 202 edges");
  const members = graph(page).locator("[data-subtask-id]").filter({ hasText: "Stop all OCP agent" });
  const hull = async () => {
    const boxes = await members.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
    const span = (from: number[], to: number[]) => (Math.min(...from) + Math.max(...to)) / 2;
    return { count: boxes.length, x: span(boxes.map(({ left }) => left), boxes.map(({ right }) => right)) };
  };
  await expect.poll(async () => (await hull()).count).toBeGreaterThan(20);
  // What unfolds stands around the place of its group: a grid of several columns, as wide to the left as to the right.
  await expect.poll(async () => Math.abs((await hull()).x - before.x)).toBeLessThan(110);

  // By its id: which place it has among the others depends on what else is there.
  const one = card(page, (await (await inSight(page, members)).getAttribute("data-subtask-id"))!);
  await one.click();
  const held = await middle(one);
  await details(page).getByRole("button", { name: /Collapse ×100/ }).click();
  await expect(graph(page)).toHaveAccessibleName("Dependency graph, 5 nodes, 4 edges");
  await expect.poll(async () => Math.abs((await middle(stack)).x - held.x)).toBeLessThan(2);
  await expect.poll(async () => Math.abs((await middle(stack)).y - held.y)).toBeLessThan(2);
});

test("a failure's blast radius, the share of the time, and matches are marked", async ({ page }) => {
  await openTask(page, FAILED, "view=graph");
  const failed = named(page, "Bootstrap ob");
  await failed.focus();
  await page.keyboard.press("ArrowRight");
  const blocked = graph(page).locator(".ts-blocked").first();
  await expect(blocked).toHaveAttribute("data-outcome", "never-ran");
  await expect(blocked).toHaveAccessibleName(/held up by a failure/);
  await expect(failed).not.toHaveClass(/ts-blocked/);
  await expect(failed).toContainText(/\d+ %/);

  await page.getByRole("searchbox").fill("bootstrap");
  await expect(failed).toHaveClass(/ts-match/);
  await expect(blocked).toHaveClass(/ts-faint/);
  await expect(blocked).not.toHaveClass(/ts-match/);
});

test("a match and the selected step are ringed from afar", async ({ page }) => {
  await openTask(page, "45001000", "view=graph&fold=0");
  await page.waitForFunction(() => performance.getEntriesByName("taskscope:picture").length > 0);
  const accent = async () => (await ink(graph(page).locator("canvas"))).accent;
  await (await inSight(page, cards(page))).click();
  await graph(page).getByRole("button", { name: "Fit" }).click();
  await expect(cards(page).first()).toBeHidden();
  await expect.poll(accent).toBeGreaterThan(10);
  await page.keyboard.press("Escape");
  await expect.poll(accent).toBe(0);
  await page.getByRole("searchbox").fill("check observer");
  await expect(page.getByRole("search").getByText(/\d+ of 1000 steps match/)).toBeVisible();
  await expect.poll(accent).toBeGreaterThan(100);
});

test("what is only painted can be pointed at and selected, and a fitted view stays fitted", async ({ page }) => {
  await openTask(page, "45001000", "view=graph&fold=0");
  // While the draft is there, perhaps: the refined picture is fitted as well.
  await graph(page).getByRole("button", { name: "Fit" }).click();
  await expect(cards(page).first()).toBeHidden();
  await page.waitForFunction(() => performance.getEntriesByName("taskscope:picture").length > 0);
  const box = (await graph(page).locator("canvas").boundingBox())!;
  const light = async () => (await ink(graph(page).locator("canvas"))).lightness;
  await page.mouse.move(box.x + 5, box.y + 5);
  await page.waitForTimeout(300);
  const plain = await light();
  // Somewhere on the middle line stands a node.
  let id: string | null = null;
  for (let x = 60; id === null && x < box.width; x += 7) {
    await page.mouse.move(box.x + x, box.y + box.height / 2);
    await page.mouse.click(box.x + x, box.y + box.height / 2);
    await frame(page);
    if (parameters(page)["subtask"] !== undefined) id = parameters(page)["subtask"]!;
  }
  expect(id).not.toBeNull();
  await expect(details(page)).toHaveAttribute("data-subtask-id", id!);
  await expect.poll(light).not.toBe(plain);
});

test.describe("fingers", () => {
  test.use({ hasTouch: true });

  test("one pans, also from a card, two pinch, and a tap selects", async ({ page }) => {
    await openTask(page, FAILED, "view=graph");
    const one = named(page, "Bootstrap ob");
    const from = await middle(one);

    await swipe(page, from, { x: from.x - 100, y: from.y - 30 });
    await expect.poll(async () => Math.abs((await middle(one)).x - (from.x - 100))).toBeLessThan(2);
    await expect.poll(async () => Math.abs((await middle(one)).y - (from.y - 30))).toBeLessThan(2);

    const before = Number.parseInt(await zoomed(page).innerText(), 10);
    const box = (await graph(page).locator("canvas").boundingBox())!;
    await pinch(page, { x: box.x + box.width / 2, y: box.y + 40 }, 2);
    await expect.poll(async () => Number.parseInt(await zoomed(page).innerText(), 10)).toBe(Math.min(before * 2, 250));

    await page.reload();
    await expect(one).toBeInViewport();
    const other = await inSight(page, cards(page));
    const id = (await other.getAttribute("data-subtask-id"))!;
    const place = await middle(other);
    await page.touchscreen.tap(place.x, place.y);
    await expect(details(page)).toHaveAttribute("data-subtask-id", id);
    await expect(card(page, id)).toHaveAttribute("aria-current", "true");
  });
});

/** Stops the layout when its draft is drawn, until `goOn`: work goes on from slice to slice by messages, and they are held back. */
async function stopAtDraft(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: (() => void)[] = [];
    let holds = false;
    const { measure } = performance;
    performance.measure = (name, ...rest) => {
      holds ||= name === "taskscope:draft";
      return measure.call(performance, name, ...(rest as [string]));
    };
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (message: unknown) {
      const post = () => postMessage.call(this, message);
      if (holds) held.push(post);
      else post();
    };
    addEventListener("go-on", () => {
      holds = false;
      performance.measure = measure;
      held.forEach((post) => post());
    });
  });
  await page.goto("./#/tasks/45001000?view=graph&fold=0");
  await expect(cards(page).first()).toBeVisible();
}

const goOn = (page: Page) => page.evaluate(() => dispatchEvent(new Event("go-on")));
const laidOut = (page: Page) => page.evaluate(() => performance.getEntriesByName("taskscope:layout").length);
const places = (page: Page) =>
  cards(page).evaluateAll((all) => all.map((one) => `${one.dataset["node"]} ${one.style.left} ${one.style.top}`));

test("nodes do not move under a reader who is about in the draft until they ask for it", async ({ page }) => {
  await stopAtDraft(page);
  expect(await laidOut(page)).toBe(0);
  const box = (await graph(page).locator("canvas").boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.wheel(40, 30);
  await goOn(page);
  await expect.poll(() => laidOut(page)).toBe(1);
  const tidier = page.getByRole("button", { name: "Show the tidier layout" });
  await expect(tidier).toBeVisible();
  const drafted = await places(page);
  await tidier.click();
  await expect(tidier).toBeHidden();
  await expect.poll(() => places(page)).not.toEqual(drafted);
});

test("a reader sees that a better layout is looked for, and may keep the draft", async ({ page }) => {
  await stopAtDraft(page);
  await expect(graph(page).getByRole("progressbar", { name: "Untangling the edges…" })).toBeVisible();
  const drafted = await places(page);
  await graph(page).getByRole("button", { name: "Keep this layout" }).click();
  await goOn(page);
  await expect(graph(page).getByRole("progressbar")).toHaveCount(0);
  const node = await inSight(page, cards(page));
  await node.click();
  await expect(details(page)).toHaveAttribute("data-subtask-id", (await node.getAttribute("data-subtask-id"))!);
  expect(await places(page)).toEqual(drafted);
  expect(await laidOut(page)).toBe(0);
  await expect(page.getByRole("button", { name: "Show the tidier layout" })).toHaveCount(0);
  // What is asked for later is laid out as ever: the neighbours alone, and again all, as the reader kept it.
  await graph(page).getByRole("button", { name: "Focus" }).click();
  await expect.poll(() => laidOut(page)).toBe(1);
  await page.getByRole("button", { name: "Show the whole graph" }).click();
  await expect(graph(page)).toHaveAccessibleName(/1,?000 nodes/);
  expect(await laidOut(page)).toBe(1);
});
