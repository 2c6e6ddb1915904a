// The arrows of the selected step, between the rows of the timeline.

import type { Page } from "@playwright/test";

import type { Point } from "./hands.ts";

/** Where the heads of the arrows are, in px of the page. */
export const heads = (page: Page): Promise<Point[]> =>
  page.locator(".ts-arrow-head").evaluate((head: SVGPathElement) => {
    const { left, top } = head.ownerSVGElement!.getBoundingClientRect();
    const numbers = [...(head.getAttribute("d") ?? "").matchAll(/M(\S+) ([^l]+)l/g)];
    return numbers.map(([, x, y]) => ({ x: left + Number(x), y: top + Number(y) }));
  });
