// The rules of WCAG 2.2 at levels A and AA that a machine can check, and axe's own best practices.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with one line for each element that breaks a rule. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // Colours on their way from one to the other are no colours to be judged.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const lines = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`),
  );
  expect.soft(lines, what).toEqual([]);
}
