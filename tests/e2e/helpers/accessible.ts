// The rules of WCAG 2.2 at levels A and AA that a machine can check, and axe's own best practices.

import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with one line for each element that breaks a rule. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // Half a megabyte: once a page is enough.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const lines = await page.evaluate(async (tags) => {
    // Colours on their way from one to the other are no colours to be judged.
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: tags,
      resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`),
    );
  }, RULES);
  expect.soft(lines, what).toEqual([]);
}
