// Which stretch of time the timeline shows: zoom at the pointer, the brush on the strip, the whole again, idle time.

import type { Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { type Point, box, centre, drag, middle, roll, swipe, tap } from "../helpers/hands.ts";
import { grid, menu, parameters, step, subtasks } from "../helpers/viewer.ts";
import { type Act, interaction, layered, stages } from "./interaction.ts";
import { axis, brushed, expectLabels, expectStretch, openTimeline, strip } from "./span.ts";

/** Zooms in by a factor, and gives the place of the axis that stays where it is. */
type Zoom = (page: Page, factor: number) => Promise<number>;

interaction<[Zoom, factor: number]>(
  "zooming",
  {
    "mouse: wheel, at the pointer": [
      async (page, factor) => {
        const [bar, row] = [await box(axis(page)), await middle(grid(page).getByRole("row").nth(3))];
        // Near the beginning, where the bars of the first rows are.
        const x = Math.round(bar.x + bar.width / 40);
        await roll(page, { x, y: row.y }, { x: 0, y: -240 * Math.log2(factor) }, true);
        return x;
      },
      1.5,
    ],
    // Touch: two fingers on the bars (timeline-axis.spec.ts).
    keyboard: [
      async (page) => {
        await page.keyboard.press("+");
        return (await middle(axis(page))).x;
      },
      1.25,
    ],
  },
  async (page, steps, [zoom, factor]) => {
    // The rows in sight run at all times: the longest of all are not the first.
    await openTimeline(page, layered(steps), "fold=0&sort=duration");
    const whole = await box(brushed(page));
    let at = 0;
    await expectStretch(
      page,
      async () => void (at = await zoom(page, factor)),
      (x) => at + (x - at) * factor,
    );
    // The strip shows which part of the whole that is.
    const part = await box(brushed(page));
    expect(Math.abs(part.width - whole.width / factor)).toBeLessThan(4);
    expect(part.x).toBeGreaterThan(whole.x);
  },
);

interaction<(page: Page, from: Point, to: Point) => Promise<void>>(
  "brushing the strip",
  {
    mouse: drag,
    touch: swipe,
    // Keyboard: + and − zoom; what a brush picks has no other use.
  },
  async (page, steps, brush) => {
    await openTimeline(page, layered(steps), "fold=0&sort=duration");
    const { x, y, width, height } = await box(strip(page));
    const [from, to] = [Math.round(x + width * 0.25), Math.round(x + width * 0.75)];
    await expectStretch(
      page,
      () => brush(page, { x: from, y: y + height / 2 }, { x: to, y: y + height / 2 }),
      (place, axis) => axis.x + ((place - from) / (to - from)) * axis.width,
    );
    const part = await box(brushed(page));
    expect(Math.abs(part.x - from)).toBeLessThan(3);
    expect(Math.abs(part.x + part.width - to)).toBeLessThan(3);
    // Brushed backwards, it is the same.
    await brush(page, { x: to, y: y + height / 2 }, { x: from, y: y + height / 2 });
    expect(await box(brushed(page))).toEqual(part);
  },
);

interaction<Act>(
  "seeing the whole again",
  {
    "mouse: click on the strip": async (page) => {
      const { x, y } = await middle(strip(page));
      await page.mouse.click(x, y);
    },
    touch: async (page) => tap(page, await middle(strip(page))),
    keyboard: (page) => page.keyboard.press("0"),
  },
  async (page, steps, fit) => {
    await openTimeline(page, stages(steps));
    const whole = await box(brushed(page));
    const ticks = await axis(page).locator(".ts-tick").allInnerTexts();
    const at = await middle(strip(page));
    await drag(page, { x: at.x - 30, y: at.y }, { x: at.x + 30, y: at.y });
    await expect(axis(page).locator(".ts-tick")).not.toHaveText(ticks);
    expect((await box(brushed(page))).width).toBeLessThan(70);
    await fit(page);
    await expect(axis(page).locator(".ts-tick")).toHaveText(ticks);
    expect(await box(brushed(page))).toEqual(whole);
  },
);

interface Times {
  startTime: string;
  finishTime: string;
}

/** Has the server answer as if three hours had passed in the middle of the task, between two steps. */
async function rest(page: Page, id: string): Promise<void> {
  await page.route(`**/tasks/instances/${id}`, async (route) => {
    const answer = await route.fetch();
    const task = (await answer.json()) as { data: Times & { subtasks: Times[] } };
    const { data } = task;
    const all = [...data.subtasks].sort((a, b) => Date.parse(a.startTime) - Date.parse(b.startTime));
    // The first moment past the half at which none runs.
    let end = 0;
    const next = all.find(({ startTime, finishTime }, place) => {
      const isRest = place > all.length / 2 && Date.parse(startTime) > end;
      end = Math.max(end, Date.parse(finishTime));
      return isRest;
    })!;
    const since = Date.parse(next.startTime);
    const late = (time: string) => (Date.parse(time) < since ? time : new Date(Date.parse(time) + 3 * 3600e3).toISOString());
    const moved = <T extends Times>(one: T): T => ({ ...one, startTime: late(one.startTime), finishTime: late(one.finishTime) });
    await route.fulfill({ response: answer, json: { ...task, data: { ...moved(data), subtasks: data.subtasks.map(moved) } } });
  });
}

interaction<Act>(
  "drawing idle time short",
  {
    mouse: (page) => page.getByRole("button", { name: "Draw short" }).first().click(),
    touch: async (page) => tap(page, await middle(page.getByRole("button", { name: "Draw short" }).first())),
    keyboard: async (page) => {
      await menu(page, /^Rows$/).focus();
      await page.keyboard.press("Enter");
      const option = page.getByRole("group", { name: "Idle time", exact: true }).getByRole("button", { name: "Draw short" });
      while (!(await option.evaluate((one) => one === document.activeElement))) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
    },
  },
  async (page, steps, shorten) => {
    await rest(page, stages(steps));
    const starts = (await subtasks(page, stages(steps))).map(({ id, startTime }) => ({ id, at: Date.parse(startTime!) }));
    const early = starts.sort((a, b) => a.at - b.at)[Math.floor(steps * 0.4)]!;
    await openTimeline(page, stages(steps), `fold=0&subtask=${early.id}`);
    const gap = axis(page).locator(".ts-gap");
    await expect(page.getByText(/^No step is known to have run for/)).toBeVisible();
    await expect(gap).toHaveCount(0);
    // A step before that rest begins the farther from the left the less the rest takes.
    const bar = step(page, String(early.id)).locator(".ts-bar-run");
    const spread = async () => (await box(bar)).x - (await box(axis(page))).x;
    const before = await spread();

    await shorten(page);
    await expect.poll(() => parameters(page)["idle"]).toBe("0");
    await expect(gap).toHaveCount(1);
    await expect(axis(page).locator(".ts-gap-length")).toHaveText(/^3 h/);
    expect((await box(gap)).width).toBeLessThan(60);
    await expect.poll(spread).toBeGreaterThan(before * 1.5);
    // It stands at one place in axis, rows and strip.
    const places = await Promise.all([gap, strip(page).locator(".ts-gap"), grid(page).locator(".ts-gap")].map(box));
    for (const place of places) expect(Math.abs(centre(place).x - centre(places[0]!).x)).toBeLessThan(1);
    await expectLabels(page);
  },
);
