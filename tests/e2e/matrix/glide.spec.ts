// A picture that is thrown by a finger glides on; one that is put down, or moved by a mouse, stays.

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures.ts";
import { type Point, drag, flick, swipe } from "../helpers/hands.ts";
import { graph } from "../helpers/viewer.ts";
import { stages } from "./interaction.ts";
import { ground, openGraph } from "./sight.ts";

/** How far the finger goes, in CSS px. */
const THROW = { x: -150, y: 0 };

/** Where the picture is in its window. */
const offset = (page: Page): Promise<Point> =>
  graph(page).locator(".ts-cards").evaluate(({ style }: HTMLElement) => {
    const { e: x, f: y } = new DOMMatrix(style.transform);
    return { x, y };
  });

/** Moves the picture by a hand, and tells how far it has gone once it rests. */
async function moved(page: Page, pull: (page: Page, from: Point, to: Point) => Promise<void>): Promise<Point> {
  const [before, from] = [await offset(page), await ground(page)];
  await pull(page, from, { x: from.x + THROW.x, y: from.y + THROW.y });
  // It is under way as long as it says so: for some time after its last move.
  await expect.poll(async () => (await offset(page)).x).not.toBe(before.x);
  await expect(graph(page).locator(".ts-cards.ts-moving")).toHaveCount(0);
  const after = await offset(page);
  return { x: after.x - before.x, y: after.y - before.y };
}

for (const steps of [25, 504, 10_000]) {
  test.describe(`${steps} steps`, () => {
    test("by a mouse stay where they are put, however quick it was", async ({ page }) => {
      await openGraph(page, stages(steps));
      expect(await moved(page, drag)).toEqual(THROW);
    });

    test.describe("by a finger", () => {
      test.use({ hasTouch: true });

      test("glide on after a quick swipe", async ({ page }) => {
        await openGraph(page, stages(steps));
        const by = await moved(page, flick);
        // Further than the finger by a good deal, the same way, and not for ever.
        expect(by.x).toBeLessThan(THROW.x - 60);
        expect(by.x).toBeGreaterThan(THROW.x - 2500);
        expect(Math.abs(by.y)).toBeLessThan(2);
      });

      test("stay where a finger puts them that rests before it is lifted", async ({ page }) => {
        await openGraph(page, stages(steps));
        expect(await moved(page, swipe)).toEqual(THROW);
      });

      test("stay after a quick swipe where less motion is asked for", async ({ page }) => {
        await page.emulateMedia({ reducedMotion: "reduce" });
        await openGraph(page, stages(steps));
        expect(await moved(page, flick)).toEqual(THROW);
      });
    });
  });
}
