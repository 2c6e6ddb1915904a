// What is painted on a canvas, read from its pixels.

import type { Locator } from "@playwright/test";

import type { Box, Point } from "./hands.ts";

export interface Ink {
  /** How many pixels hold a colour. */
  pixels: number;
  /** How light they are on average, from 0 to 255; NaN where there are none. */
  lightness: number;
  /** How many of them are of the accent's colour: rings around matches and the selected step, matches in the strip. */
  accent: number;
  /** The middle of the box around those, in CSS px of the page; NaN where there are none. */
  ring: Point;
  /** The box around all of them, in CSS px of the page. */
  box: Box;
}

/** Reads a copy: a canvas that is read itself again and again becomes another one, slower to paint, and Chromium warns. */
export async function ink(canvas: Locator): Promise<Ink> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(Math.max(element.width, 1), Math.max(element.height, 1));
    const context = copy.getContext("2d", { willReadFrequently: true })!;
    element.style.color = "var(--ts-accent)";
    context.fillStyle = getComputedStyle(element).color;
    element.style.removeProperty("color");
    context.fillRect(0, 0, 1, 1);
    const accented = context.getImageData(0, 0, 1, 1).data;
    context.clearRect(0, 0, 1, 1);
    // Before its first frame it has no size: nothing is painted yet.
    if (element.width > 0 && element.height > 0) context.drawImage(element, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    let [sum, pixels, accent] = [0, 0, 0];
    /** The least box around the pixels that it is given, in pixels: left, top, right, bottom. */
    const around = () => [copy.width, copy.height, 0, 0] as [number, number, number, number];
    const grow = (box: [number, number, number, number], x: number, y: number) =>
      [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x + 1), Math.max(box[3], y + 1)] as typeof box;
    let [all, rings] = [around(), around()];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3]! < 128) continue;
      sum += (data[at]! + data[at + 1]! + data[at + 2]!) / 3;
      pixels += 1;
      const isNear = (channel: number) => Math.abs(data[at + channel]! - accented[channel]!) < 16;
      const [x, y] = [(at / 4) % copy.width, Math.floor(at / 4 / copy.width)];
      all = grow(all, x, y);
      if (!isNear(0) || !isNear(1) || !isNear(2) || data[at + 3]! < 200) continue;
      accent += 1;
      rings = grow(rings, x, y);
    }
    const frame = element.getBoundingClientRect();
    const scale = frame.width / copy.width;
    const [left, top, right, bottom] = all;
    const box = {
      x: frame.x + left * scale,
      y: frame.y + top * scale,
      width: Math.max(right - left, 0) * scale,
      height: Math.max(bottom - top, 0) * scale,
    };
    const ring = {
      x: accent > 0 ? frame.x + ((rings[0] + rings[2]) / 2) * scale : Number.NaN,
      y: accent > 0 ? frame.y + ((rings[1] + rings[3]) / 2) * scale : Number.NaN,
    };
    return { pixels, lightness: sum / pixels, accent, ring, box };
  });
}

/** How many colours cover more than a hundred pixels each, alike ones counted once. */
export async function colours(canvas: Locator): Promise<number> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(Math.max(element.width, 1), Math.max(element.height, 1));
    const context = copy.getContext("2d", { willReadFrequently: true })!;
    if (element.width > 0 && element.height > 0) context.drawImage(element, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    const pixels = new Map<string, number>();
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3]! < 128) continue;
      const key = [data[at]!, data[at + 1]!, data[at + 2]!].map((part) => part >> 6).join();
      pixels.set(key, (pixels.get(key) ?? 0) + 1);
    }
    return [...pixels.values()].filter((count) => count > 100).length;
  });
}

/** Whether anything is painted in each of these boxes, in CSS px of the page. */
export async function inked(canvas: Locator, boxes: Box[]): Promise<boolean[]> {
  return canvas.evaluate((element: HTMLCanvasElement, all) => {
    if (element.width === 0 || element.height === 0) return all.map(() => false);
    const copy = new OffscreenCanvas(Math.max(element.width, 1), Math.max(element.height, 1));
    const context = copy.getContext("2d", { willReadFrequently: true })!;
    context.drawImage(element, 0, 0);
    const frame = element.getBoundingClientRect();
    const scale = copy.width / frame.width;
    return all.map(({ x, y, width, height }) => {
      const [left, top] = [(x - frame.x) * scale, (y - frame.y) * scale];
      const { data } = context.getImageData(left, top, Math.max(width * scale, 1), Math.max(height * scale, 1));
      return data.some((value, at) => at % 4 === 3 && value > 8);
    });
  }, boxes);
}
