// The arrows of the selected step between the rows: each ends where a bar begins.

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { heads } from "../helpers/arrows.ts";
import { type Point, box, roll } from "../helpers/hands.ts";
import { details, grid, subtasks } from "../helpers/viewer.ts";
import { interaction, stages } from "./interaction.ts";
import { SELECTING } from "./selecting.ts";
import { openTimeline } from "./span.ts";

/** Where the bars of the rows that lie wholly in sight begin, by their steps. */
async function starts(page: Page): Promise<Map<string, Point>> {
  const all = await grid(page).evaluate((element) => {
    const pane = element.closest(".ts-scroll")!.getBoundingClientRect();
    return [...element.querySelectorAll("[data-subtask-id]")].flatMap((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      const bar = row.querySelector(".ts-bar-run")!.getBoundingClientRect();
      const isSeen = top >= pane.top + 32 && bottom <= pane.bottom;
      return isSeen ? [[row.getAttribute("data-subtask-id")!, { x: bar.left, y: bar.top + bar.height / 2 }] as const] : [];
    });
  });
  return new Map(all);
}

interaction<(page: Page, row: Locator) => Promise<void>>(
  "arrows of the selected step",
  SELECTING,
  async (page, steps, select) => {
    await openTimeline(page, stages(steps));
    const all = new Map((await subtasks(page, stages(steps))).map((one) => [String(one.id), one]));
    const before = await starts(page);
    const seen = (ids: number[]) => ids.map(String).filter((id) => before.has(id));
    // One with both in sight: what it waits for, and what waits for it.
    const id = [...before.keys()].find((id) => seen(all.get(id)!.upstreams).length > 0 && seen(all.get(id)!.downstreams).length > 0)!;
    expect(await page.locator(".ts-arrow-head").count()).toBe(0);
    await select(page, grid(page).locator(`[data-subtask-id="${id}"]`));
    await expect(details(page)).toHaveAttribute("data-subtask-id", id);
    await expect(page.locator(".ts-arrow-head")).toHaveAttribute("d", /^M/);

    const bars = await starts(page);
    const { upstreams, downstreams } = all.get(id)!;
    const isAt = (bar: Point) => (head: Point) => Math.hypot(head.x - bar.x, head.y - bar.y) < 2;
    const found = await heads(page);
    // One comes to it from each of those above, and one goes to each of those below.
    expect(found.filter(isAt(bars.get(id)!)).length).toBeGreaterThanOrEqual(seen(upstreams).length);
    const missed = seen(downstreams).filter((next) => !found.some(isAt(bars.get(next)!)));
    expect(missed).toEqual([]);
    // None ends elsewhere: in sight there is nothing that it could have meant.
    const [top, bottom] = [Math.min(...[...bars.values()].map(({ y }) => y)), Math.max(...[...bars.values()].map(({ y }) => y))];
    const goals = [id, ...seen(downstreams)].map((goal) => bars.get(goal)!);
    const astray = found.filter((head) => head.y > top - 2 && head.y < bottom + 2 && !goals.some((goal) => isAt(goal)(head)));
    expect(astray).toEqual([]);
    // They go along where the axis does: zoomed at the beginning of its own bar, which stays, the others move away.
    const [own, axis] = [bars.get(id)!, await box(page.locator(".ts-axis"))];
    const at = Math.max(Math.round(own.x), axis.x + 1);
    await roll(page, { x: at, y: own.y }, { x: 0, y: -120 }, true);
    const width = async () => (await box(page.locator(".ts-strip-window"))).width;
    await expect.poll(async () => Math.abs((await width()) - axis.width / Math.SQRT2)).toBeLessThan(6);
    await expect
      .poll(async () => {
        const [moved, ends] = [await starts(page), await heads(page)];
        const onAxis = [id, ...seen(downstreams)].filter((goal) => {
          const x = moved.get(goal)?.x ?? 0;
          return x >= axis.x && x < axis.x + axis.width;
        });
        return { some: onAxis.length > 0, loose: onAxis.filter((goal) => !ends.some(isAt(moved.get(goal)!))) };
      })
      .toEqual({ some: true, loose: [] });
  },
);
