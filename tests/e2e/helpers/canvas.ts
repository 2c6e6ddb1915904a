// What is painted on a canvas, read from its pixels.

import type { Locator } from "@playwright/test";

/** How many pixels hold some colour. */
export async function painted(canvas: Locator): Promise<number> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext("2d")!.getImageData(0, 0, element.width, element.height);
    let count = 0;
    for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha]! > 0) count += 1;
    return count;
  });
}
