// What the graph says of its steps: in a comparison, from afar, in the minimap, and to a screen reader.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { box } from "./helpers/hands.ts";
import { card, cards, graph, openTask } from "./helpers/viewer.ts";
import { minimap, openGraph, pictured, places } from "./matrix/sight.ts";

/** A chain of 23 steps of which one failed; the same as it succeeded. */
const [FAILED, DONE] = ["35100300", "35100400"] as const;
const BOOTSTRAP = "13300013";
/** Batch stop OCP agent on 12 hosts: three groups with barriers between them. */
const STOP = "37002012";

test.describe("in a comparison", () => {
  test("what failed or never ran keeps its colour, whatever it took", async ({ page }) => {
    await openTask(page, "35101001", "view=graph&compare=35101101");
    await pictured(page);
    const family = (which: string) => graph(page).locator(`button${which}`).first();
    // Two took less than in the other run: for they failed.
    await expect(family('[data-outcome="failed"][data-delta="shorter"]')).toHaveAttribute("data-family", "bad");
    await expect(family('[data-outcome="never-ran"]')).toHaveAttribute("data-family", "idle");
    // What is done in both has its difference's.
    await expect(family('[data-outcome="succeeded"][data-delta="longer"]')).toHaveAttribute("data-family", "forced");
    await expect(family('[data-outcome="succeeded"][data-delta="shorter"]')).toHaveAttribute("data-family", "good");

    // From afar too.
    for (let press = 0; press < 6; press += 1) await page.keyboard.press("-");
    await expect(cards(page)).toHaveCount(0);
    const red = () =>
      graph(page).locator("canvas").evaluate((element: HTMLCanvasElement) => {
        const copy = new OffscreenCanvas(element.width, element.height);
        const context = copy.getContext("2d")!;
        context.drawImage(element, 0, 0);
        const { data } = context.getImageData(0, 0, copy.width, copy.height);
        let red = 0;
        for (let at = 0; at < data.length; at += 4) red += Number(data[at]! > data[at + 1]! + 80 && data[at + 3]! > 200);
        return red;
      });
    await expect.poll(red).toBeGreaterThan(50);
  });

  test("the foot of a card stays on one line", async ({ page }) => {
    await openTask(page, DONE, "view=graph&compare=35100401");
    await pictured(page);
    await expect(cards(page).locator(".ts-delta").first()).toBeVisible();
    const feet = await graph(page).locator(".ts-node[data-delta]:not(.ts-barrier) .ts-node-foot").evaluateAll((all) =>
      all.map((foot) => ({ text: foot.textContent, height: foot.getBoundingClientRect().height, over: foot.scrollWidth - foot.clientWidth })),
    );
    expect(feet.length).toBeGreaterThan(2);
    for (const { text, height, over } of feet) {
      expect(text).not.toContain("%");
      expect(height).toBeLessThan(20);
      expect(over, text).toBeLessThanOrEqual(0);
    }
  });
});

test.describe("siblings stand in the order of their numbers", () => {
  const numbers = async (page: Page) => {
    const all = await cards(page).filter({ hasText: "] Stop all OCP agent" }).evaluateAll((found) =>
      found.map((one) => ({ top: Number.parseFloat(one.style.top), text: one.textContent })),
    );
    return all.sort((a, b) => a.top - b.top).map(({ text }) => Number(/\[(\d+)\]/.exec(text)?.[1]));
  };
  const rising = Array.from({ length: 12 }, (_, place) => place);

  test("from the start", async ({ page }) => {
    await openGraph(page, STOP);
    // Far enough out for all of them to be in the window, near enough for cards.
    await page.keyboard.press("-");
    await expect.poll(() => numbers(page)).toEqual(rising);
  });

  test("where they unfold", async ({ page }) => {
    await openGraph(page, STOP, "");
    await graph(page).locator("[data-group-size]").filter({ hasText: "Stop all OCP agent" }).click();
    await expect.poll(async () => (await numbers(page)).length).toBeGreaterThan(6);
    const some = await numbers(page);
    expect(some).toEqual(rising.slice(some[0], some[0]! + some.length));
  });
});

test("the minimap of a chain is high enough to be seen and hit", async ({ page }) => {
  await openGraph(page, FAILED, "");
  const [map, frame] = [await box(minimap(page).locator("canvas")), await box(minimap(page).locator(".ts-minimap-frame"))];
  expect(map.height).toBeGreaterThanOrEqual(24);
  expect(frame.height).toBeGreaterThanOrEqual(8);
  expect(frame.width).toBeGreaterThanOrEqual(8);
  const before = await places(page);
  await page.mouse.click(map.x + 3, map.y + 2);
  await expect.poll(async () => [...(await places(page)).keys()]).not.toEqual([...before.keys()]);
  const after = await box(minimap(page).locator(".ts-minimap-frame"));
  expect(after.x).toBeGreaterThanOrEqual(map.x - 1);
  expect(after.y + after.height).toBeLessThanOrEqual(map.y + map.height + 1);
});

/** Moves the pointer along the middle of the window until it is on something that is painted. */
async function pointAtPainted(page: Page): Promise<void> {
  const window = await box(page.locator(".ts-graph-window"));
  for (let x = 30; x < window.width; x += 7) {
    await page.mouse.move(window.x + x, window.y + window.height / 2);
    await page.waitForTimeout(30);
    if (await page.locator(".ts-tip").isVisible()) return;
  }
}

test("what is only painted says its name under the pointer", async ({ page }) => {
  await openGraph(page, "45001000");
  await page.keyboard.press("f");
  await expect(cards(page)).toHaveCount(0);
  await expect(page.locator(".ts-tip")).toHaveCount(0);
  await pointAtPainted(page);
  await expect(page.locator(".ts-tip")).toHaveText(/\w+.*, Done, \d/);
  const [label, window] = [await box(page.locator(".ts-tip")), await box(page.locator(".ts-graph-window"))];
  expect(label.x + label.width).toBeLessThanOrEqual(window.x + window.width);
  await page.mouse.move(5, 5);
  await expect(page.locator(".ts-tip")).toHaveCount(0);
});

test("a card's name says the outcome once", async ({ page }) => {
  await openGraph(page, FAILED, "");
  const held = graph(page).locator('button[data-outcome="never-ran"]').first();
  await expect(held).toHaveAccessibleName(/^[^,]+, Never ran, held up by a failure, step \d+ of 23, upstream 0 of 1 done, downstream \d$/);
  await expect(card(page, BOOTSTRAP)).toHaveAccessibleName(/^Bootstrap ob, Failed, \d[^,]*, step 9 of 23, upstream 1 of 1 done, downstream 1$/);
});

test("boxes that are too small for cards bear their names as far as there is room", async ({ page }) => {
  // What is written since it was last asked.
  const written = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { written: string[] }).written.splice(0));
  await page.addInitScript(() => {
    const texts: string[] = [];
    Object.assign(globalThis, { written: texts });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
      texts.push(text);
      return fillText.call(this, text, ...rest);
    };
  });
  await openGraph(page, FAILED, "");
  await expect(card(page, BOOTSTRAP)).toBeVisible();
  expect(await written(), "the cards say them").toEqual([]);
  const out = page.getByRole("button", { name: "Zoom out" });
  for (let times = 0; times < 3; times++) await out.click();
  await expect(cards(page)).toHaveCount(0);
  await expect.poll(written).toEqual(expect.arrayContaining(["Bootstrap", "ob", "Install rpm"]));
  // Smaller ones have them beside, as they stand in free space.
  for (let times = 0; times < 3; times++) await out.click();
  await page.waitForFunction(() => document.querySelector(".ts-moving") === null);
  await written();
  await out.click();
  await expect.poll(written).toEqual(expect.arrayContaining(["Bootstrap ob", "Set sys", "password"]));
  for (let times = 0; times < 3; times++) await out.click();
  await page.waitForFunction(() => document.querySelector(".ts-moving") === null);
  await written();
  await out.click();
  await page.waitForFunction(() => document.querySelector(".ts-moving") === null);
  expect(await written(), "no room for a word").toEqual([]);
});
