// The matrix of issue 5: every interaction, by every means that has a part in it, at every size.

import type { Page } from "@playwright/test";

import { test } from "../fixtures.ts";

type Hand = "mouse" | "touch" | "keyboard";

/** What a reader does. */
export type Act = (page: Page) => Promise<void>;

/** By what a reader does something, such as `touch`, and what of it, such as `mouse: wheel`. */
type Means = Hand | `${Hand}: ${string}`;

/** How many steps the tasks have: a task that is read at a glance, OCP's largest known, and one beyond all. */
const SIZES = [25, 504, 10_000] as const;

const family = (kind: number) => (steps: number) => `${kind}${String(steps).padStart(6, "0")}`;

/** A task of so many steps in stages, each of chains side by side between two barriers. */
export const stages = family(41);
/** A task in layers, each step behind some of the layer before: no siblings to fold. */
export const layered = family(45);
/** The stages, caught running: three outcomes. */
export const running = family(46);

/**
 * Declares the tests of an interaction, one for each way and size. `check` opens the task, does it by the `way` that it
 * is given, and looks at the screen. A means that has no part in an interaction is left out, with a comment.
 */
export function interaction<Way>(
  title: string,
  ways: Partial<Record<Means, Way>>,
  check: (page: Page, steps: number, way: Way) => Promise<void>,
  sizes: readonly number[] = SIZES,
): void {
  test.describe(title, () => {
    for (const [means, way] of Object.entries(ways) as [Means, Way][]) {
      test.describe(`by ${means}`, () => {
        if (means.startsWith("touch")) test.use({ hasTouch: true });
        for (const steps of sizes) test(`${steps} steps`, ({ page }) => check(page, steps, way));
      });
    }
  });
}
