// A reader's hands: what mouse and fingers do, in CSS px of the page.

import type { Locator, Page } from "@playwright/test";

import { Fingers, type Point } from "./fingers.ts";

export type { Point };

export interface Box extends Point {
  width: number;
  height: number;
}

/** Where an element is on the screen. */
export async function box(element: Locator): Promise<Box> {
  const found = await element.boundingBox();
  if (!found) throw new Error(`not on the screen: ${element}`);
  return found;
}

export const centre = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });
export const middle = async (element: Locator): Promise<Point> => centre(await box(element));

/** How many moves a drag is made of. */
const MOVES = 5;

const between = (from: Point, to: Point, part: number): Point => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
});

/** Drags with the mouse. */
export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: MOVES });
  await page.mouse.up();
}

/** Turns the wheel at a point; with Ctrl, as a touchpad's pinch does too. */
export async function roll(page: Page, at: Point, by: Point, ctrl = false): Promise<void> {
  await page.mouse.move(at.x, at.y);
  if (ctrl) await page.keyboard.down("Control");
  await page.mouse.wheel(by.x, by.y);
  if (ctrl) await page.keyboard.up("Control");
}

/** Puts fingers down, moves each to its goal, and lifts them. */
async function touch(page: Page, paths: [from: Point, to: Point][]): Promise<void> {
  const moves = Array.from({ length: MOVES + 1 }, (_, move) => paths.map(([from, to]) => between(from, to, move / MOVES)));
  await (await Fingers.of(page)).move(...moves);
}

/** Drags with one finger. */
export async function swipe(page: Page, from: Point, to: Point): Promise<void> {
  await touch(page, [[from, to]]);
}

/** Throws with one finger: lifts it on the way. */
export async function flick(page: Page, from: Point, to: Point): Promise<void> {
  const places = Array.from({ length: MOVES + 1 }, (_, move) => [between(from, to, move / MOVES)]);
  await (await Fingers.of(page)).flick(...places);
}

/** Spreads two fingers around a point, or brings them together, until they are `factor` times as far apart. */
export async function pinch(page: Page, around: Point, factor: number): Promise<void> {
  const beside = (by: number) => ({ ...around, x: around.x + by });
  await touch(page, [
    [beside(-40), beside(-40 * factor)],
    [beside(40), beside(40 * factor)],
  ]);
}

/** Taps with one finger. */
export async function tap(page: Page, at: Point): Promise<void> {
  await page.touchscreen.tap(at.x, at.y);
}

/** Clicks with the mouse. */
export async function click(page: Page, at: Point): Promise<void> {
  await page.mouse.click(at.x, at.y);
}
