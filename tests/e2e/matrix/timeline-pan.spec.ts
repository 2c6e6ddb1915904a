// The timeline's axis moved to the side, and the edge of the column beside it.

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { type Point, box, drag, middle, swipe } from "../helpers/hands.ts";
import { frame, grid, parameters } from "../helpers/viewer.ts";
import { interaction, layered, stages } from "./interaction.ts";
import { axis, brushed, expectLabels, expectStretch, openTimeline, strip } from "./span.ts";

const rows = (page: Page): Locator => grid(page).getByRole("row");

/** Moves what the axis shows, by so many CSS px to the right or, below 0, to the left; gives how far it really goes. */
type Pan = (page: Page, by: number) => Promise<number>;

/** Moves it by a drag over the bars. */
const over = (pull: (page: Page, from: Point, to: Point) => Promise<void>): Pan => async (page, by) => {
  const { x, y } = await middle(rows(page).nth(3).locator(".ts-cell-bar"));
  await pull(page, { x, y }, { x: x + by, y });
  return by;
};

/** Where labels stand on the axis, by what they say. */
async function labels(page: Page): Promise<Map<string, number>> {
  const all = await axis(page).locator(".ts-tick").evaluateAll((found) =>
    found.map((one) => [one.textContent, one.getBoundingClientRect().x] as const),
  );
  return new Map(all);
}

interaction<Pan>(
  "moving along the axis",
  {
    "mouse: drag on the bars": over(drag),
    "mouse: wheel, to the side": async (page, by) => {
      await rows(page).nth(3).locator(".ts-cell-bar").hover();
      await page.mouse.wheel(-by, 0);
      return by;
    },
    "touch: swipe": over(swipe),
    "keyboard: Shift and arrows": async (page, by) => {
      // Left leads to what is left of it: what is seen goes to the right.
      await grid(page).locator("[role=row][tabindex='0']").focus();
      await page.keyboard.press(by > 0 ? "Shift+ArrowLeft" : "Shift+ArrowRight");
      return (Math.sign(by) * (await box(axis(page))).width) / 4;
    },
  },
  async (page, steps, pan) => {
    await openTimeline(page, layered(steps), "fold=0&sort=duration");
    const whole = await box(brushed(page));
    for (let press = 0; press < 4; press += 1) await page.keyboard.press("+");
    await expect.poll(async () => (await box(brushed(page))).width).toBeLessThan(whole.width / 2);
    const [near, before, chosen] = [await box(brushed(page)), await labels(page), parameters(page)];
    const wide = (await box(axis(page))).width;

    /** Pans, and expects bars, labels and the strip's window to go along. */
    const expectPan = async (by: number) => {
      const [from, marks] = [await box(brushed(page)), await labels(page)];
      let gone = by;
      await expectStretch(
        page,
        async () => {
          gone = await pan(page, by);
          // The bars of all rows go in one frame: what was told of them was not between two.
          await expect.poll(async () => (await box(brushed(page))).x).not.toBe(from.x);
        },
        (x) => x + gone,
      );
      // A label stands where its moment went.
      const after = await labels(page);
      const stayed = [...marks].filter(([text]) => after.has(text));
      expect(stayed.length).toBeGreaterThan(0);
      for (const [text, x] of stayed) expect(Math.abs(after.get(text)! - x - gone), text).toBeLessThan(2);
      // What goes to the left on the axis is later on the strip; it shows as much as before.
      const part = await box(brushed(page));
      expect(Math.abs(part.x - from.x + (gone * near.width) / wide)).toBeLessThan(2);
      expect(Math.abs(part.width - near.width)).toBeLessThan(1);
    };
    await expectPan(-120);
    await expectPan(120);
    expect(Math.abs((await box(brushed(page))).x - near.x)).toBeLessThan(1);
    expect([...(await labels(page)).keys()]).toEqual([...before.keys()]);
    // It selects nothing, and no further than the beginning leads no way.
    expect(parameters(page)).toEqual(chosen);
    for (let turn = 0; turn < 12; turn += 1) await pan(page, 300);
    await expect.poll(async () => Math.abs((await box(brushed(page))).x - whole.x)).toBeLessThan(1);
    expect(Math.abs((await box(brushed(page))).width - near.width)).toBeLessThan(1);
  },
);

const grip = (page: Page): Locator => page.getByRole("separator", { name: "Width of the step column" });
const column = (page: Page): Locator => rows(page).first().locator(".ts-cell-name");

/** Makes the column wider by some CSS px, or narrower where it is below 0: 80 both ways is five keys. */
type Widen = (page: Page, by: number) => Promise<void>;

const pulled = (pull: (page: Page, from: Point, to: Point) => Promise<void>): Widen => async (page, by) => {
  const { x, y } = await middle(grip(page));
  await pull(page, { x, y }, { x: x + by, y });
};

interaction<Widen>(
  "width of the step column",
  {
    mouse: pulled(drag),
    touch: pulled(swipe),
    keyboard: async (page, by) => {
      await grip(page).focus();
      for (let press = 0; press < 5; press += 1) {
        await page.keyboard.press(by > 0 ? "ArrowRight" : "ArrowLeft");
        // A key counts from how wide it is by then.
        await frame(page);
      }
    },
  },
  async (page, steps, widen) => {
    await openTimeline(page, stages(steps));
    const whole = await box(column(page));
    const expectWide = async (wanted: number) => {
      await expect.poll(async () => Math.abs((await box(column(page))).width - wanted)).toBeLessThan(1.5);
      await expect.poll(async () => Math.abs(Number(await grip(page).getAttribute("aria-valuenow")) - wanted)).toBeLessThan(1.5);
      // The grip is at the edge of the column, and the column is at the same place in the head and in all rows.
      const own = await box(column(page));
      expect(own.x).toBe(whole.x);
      expect(Math.abs((await middle(grip(page))).x - own.x - own.width)).toBeLessThan(2);
      const edges = await page.locator(".ts-timeline .ts-cell-name").evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect().right),
      );
      for (const edge of edges) expect(Math.abs(edge - own.x - own.width)).toBeLessThan(1);
      // Names end before it, and bars, axis and strip begin right of it, below each other.
      const sides = await rows(page).evaluateAll((all) =>
        all.map((row) => ({
          name: row.querySelector(".ts-name")!.getBoundingClientRect().right,
          cell: row.querySelector(".ts-cell-bar")!.getBoundingClientRect().left,
          bar: row.querySelector(".ts-bar-run")!.getBoundingClientRect().left,
        })),
      );
      const left = (await box(axis(page))).x;
      expect(left).toBeGreaterThan(own.x + own.width);
      expect(Math.abs((await box(strip(page))).x - left)).toBeLessThan(1);
      for (const { name, cell, bar } of sides) {
        expect(name).toBeLessThanOrEqual(own.x + own.width);
        expect(Math.abs(cell - left)).toBeLessThan(1);
        expect(bar).toBeGreaterThanOrEqual(left);
      }
      await expectLabels(page);
      return left;
    };
    const before = await expectWide(whole.width);
    await widen(page, 80);
    expect(Math.abs((await expectWide(whole.width + 80)) - before - 80)).toBeLessThan(1.5);
    await widen(page, -80);
    expect(Math.abs((await expectWide(whole.width)) - before)).toBeLessThan(1.5);
    await widen(page, -80);
    expect(Math.abs((await expectWide(whole.width - 80)) - before + 80)).toBeLessThan(1.5);
    // Neither the axis under the grip nor the rows took part.
    expect(parameters(page)).toEqual({ fold: "0" });
    await expect.poll(async () => (await box(brushed(page))).width).toBeGreaterThan((await box(strip(page))).width - 4);
  },
);
