// What a reader sees of the timeline's axis: bars, labels, and how far they are spread.

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { type Box, box } from "../helpers/hands.ts";
import { grid, openTask } from "../helpers/viewer.ts";

export const axis = (page: Page): Locator => page.locator(".ts-axis");
export const strip = (page: Page): Locator => page.locator(".ts-strip");
/** The part of the strip that the axis shows. */
export const brushed = (page: Page): Locator => page.locator(".ts-strip-window");

/** Opens a task as a timeline. */
export async function openTimeline(page: Page, id: string, query = "fold=0"): Promise<void> {
  await openTask(page, id, query);
  await expect(grid(page).getByRole("row").first()).toBeVisible();
}

/** Where the bars of the rows begin, in CSS px of the page, by their steps. */
async function starts(page: Page): Promise<Map<string, number>> {
  const bars = grid(page).locator("[data-subtask-id] .ts-bar-run");
  return new Map(
    await bars.evaluateAll((all) =>
      all.map((bar) => [bar.closest("[data-subtask-id]")!.getAttribute("data-subtask-id")!, bar.getBoundingClientRect().x] as const),
    ),
  );
}

/**
 * Does something that stretches or moves the axis, and expects each bar that stays on it to begin at `goal` of where it
 * began, and the labels to keep off each other.
 */
export async function expectStretch(page: Page, act: () => Promise<void>, goal: (x: number, axis: Box) => number): Promise<void> {
  const frame = await box(axis(page));
  const before = await starts(page);
  await act();
  await expect
    .poll(async () => {
      const after = await starts(page);
      const isSeen = (x: number) => x >= frame.x && x <= frame.x + frame.width;
      // Bars far beyond an end all begin in one place.
      const seen = [...before].filter(([step, x]) => isSeen(x) && isSeen(goal(x, frame)) && after.has(step));
      const astray = seen.map(([step, x]) => Math.abs(goal(x, frame) - after.get(step)!));
      return seen.length > 1 ? Math.max(...astray) : Number.POSITIVE_INFINITY;
    }, "the bars go along")
    .toBeLessThan(2);
  await expectLabels(page);
}

/** Expects the labels of the axis, the name of its zone among them, to be there and to keep off each other. */
export async function expectLabels(page: Page): Promise<void> {
  await expect(axis(page).locator(".ts-zone")).toHaveText("UTC+8");
  const labels = await axis(page).locator(":is(.ts-tick, .ts-gap-length, .ts-zone)").evaluateAll((all) =>
    all.map((label) => {
      const range = document.createRange();
      range.selectNodeContents(label);
      const { left, right } = range.getBoundingClientRect();
      return { left, right, text: label.textContent };
    }),
  );
  expect(labels.length).toBeGreaterThan(1);
  labels.sort((a, b) => a.left - b.left);
  const over = labels.slice(1).filter((label, place) => label.left < labels[place]!.right);
  expect(over).toEqual([]);
}
