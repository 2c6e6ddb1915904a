// What is painted on a canvas, read from its pixels.

import type { Locator } from "@playwright/test";

export interface Ink {
  /** How many pixels hold a colour. */
  pixels: number;
  /** How light they are on average, from 0 to 255; NaN where there are none. */
  lightness: number;
}

/** Reads a copy: a canvas that is read itself again and again becomes another one, slower to paint, and Chromium warns. */
export async function ink(canvas: Locator): Promise<Ink> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(Math.max(element.width, 1), Math.max(element.height, 1));
    const context = copy.getContext("2d", { willReadFrequently: true })!;
    context.drawImage(element, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    let [sum, pixels] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3]! < 128) continue;
      sum += (data[at]! + data[at + 1]! + data[at + 2]!) / 3;
      pixels += 1;
    }
    return { pixels, lightness: sum / pixels };
  });
}

/** How many colours cover more than a hundred pixels each, alike ones counted once. */
export async function colours(canvas: Locator): Promise<number> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(Math.max(element.width, 1), Math.max(element.height, 1));
    const context = copy.getContext("2d", { willReadFrequently: true })!;
    context.drawImage(element, 0, 0);
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
