// Which stretch of time the timeline shows: zoom at the pointer, the brush on the strip, the whole again, idle time.

import type { Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { type Box, type Point, box, centre, drag, middle, pinch, roll, swipe, tap } from "../helpers/hands.ts";
import { grid, menu, parameters, step, subtasks } from "../helpers/viewer.ts";
import { type Act, interaction, layered, stages } from "./interaction.ts";
import { axis, brushed, expectLabels, expectStretch, openTimeline, strip } from "./span.ts";

/** Zooms by a factor, and gives the place of the axis that stays where it is. */
type Zoom = (page: Page, factor: number) => Promise<number>;

/** Near the beginning of the axis, on a row: where the bars of the first rows are. */
const nearStart = async (page: Page, away: number): Promise<Point> => {
  const [bar, row] = [await box(axis(page)), await middle(grid(page).getByRole("row").nth(3))];
  return { x: Math.round(bar.x + away), y: row.y };
};

const wheelAtPointer: Zoom = async (page, factor) => {
  const at = await nearStart(page, 24);
  await roll(page, at, { x: 0, y: -240 * Math.log2(factor) }, true);
  return at.x;
};

const betweenFingers: Zoom = async (page, factor) => {
  // Both fingers come down on the bars.
  const at = await nearStart(page, 100);
  await pinch(page, at, factor);
  return at.x;
};

const byKey = (key: string): Zoom => async (page) => {
  await page.keyboard.press(key);
  return (await middle(axis(page))).x;
};

/** Zooms, expects the bars and the strip's window to be as much longer or shorter, and gives that window before and after. */
async function expectZoom(page: Page, zoom: Zoom, factor: number): Promise<[before: Box, after: Box]> {
  const before = await box(brushed(page));
  let at = 0;
  await expectStretch(
    page,
    async () => void (at = await zoom(page, factor)),
    (x) => at + (x - at) * factor,
  );
  const after = await box(brushed(page));
  expect(Math.abs(after.width - before.width / factor)).toBeLessThan(4);
  return [before, after];
}

interaction<[Zoom, factor: number]>(
  "zooming",
  {
    "mouse: wheel, at the pointer": [wheelAtPointer, 1.5],
    "touch: between the fingers": [betweenFingers, 1.5],
    keyboard: [byKey("+"), 1.25],
  },
  async (page, steps, [zoom, factor]) => {
    // The rows in sight run at all times: the longest of all are not the first.
    await openTimeline(page, layered(steps), "fold=0&sort=duration");
    // The strip shows which part of the whole that is.
    const [whole, part] = await expectZoom(page, zoom, factor);
    expect(part.x).toBeGreaterThan(whole.x);
  },
);

interaction<[Zoom, factor: number]>(
  "zooming out",
  {
    "mouse: wheel, at the pointer": [wheelAtPointer, 1 / 1.5],
    // From 40 px beside the middle to 28: fingers are told in whole px.
    "touch: between the fingers": [betweenFingers, 0.7],
    keyboard: [byKey("-"), 0.8],
  },
  async (page, steps, [zoom, factor]) => {
    await openTimeline(page, layered(steps), "fold=0&sort=duration");
    const whole = await box(brushed(page));
    for (let press = 0; press < 5; press += 1) await page.keyboard.press("+");
    const long = async () => (await box(brushed(page))).width;
    await expect.poll(async () => Math.abs((await long()) - whole.width / 1.25 ** 5)).toBeLessThan(4);
    const [near, part] = await expectZoom(page, zoom, factor);
    // There is more to be seen on both sides.
    expect(part.x).toBeLessThan(near.x);
    expect(part.x + part.width).toBeGreaterThan(near.x + near.width);
    // Further out than the whole there is nothing.
    for (let press = 0; press < 7; press += 1) await page.keyboard.press("-");
    await expect.poll(() => box(brushed(page))).toEqual(whole);
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

/** The id of a step that starts some time before that rest. */
async function before(page: Page, id: string): Promise<string> {
  const starts = (await subtasks(page, id)).map(({ id, startTime }) => ({ id, at: Date.parse(startTime!) }));
  return String(starts.sort((a, b) => a.at - b.at)[Math.floor(starts.length * 0.4)]!.id);
}

/** How far from the beginning of the axis the bar of a step begins. */
const distance = async (page: Page, id: string): Promise<number> =>
  (await box(step(page, id).locator(".ts-bar-run"))).x - (await box(axis(page))).x;

/** Chooses how idle time is drawn, by the keyboard alone. */
const chooseIdle = (name: string): Act => async (page) => {
  await menu(page, /^Rows$/).focus();
  await page.keyboard.press("Enter");
  const option = page.getByRole("group", { name: "Idle time", exact: true }).getByRole("button", { name });
  while (!(await option.evaluate((one) => one === document.activeElement))) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
};

interaction<Act>(
  "drawing idle time short",
  {
    mouse: (page) => page.getByRole("button", { name: "Draw short" }).first().click(),
    touch: async (page) => tap(page, await middle(page.getByRole("button", { name: "Draw short" }).first())),
    keyboard: chooseIdle("Draw short"),
  },
  async (page, steps, shorten) => {
    await rest(page, stages(steps));
    const early = await before(page, stages(steps));
    await openTimeline(page, stages(steps), `fold=0&subtask=${early}`);
    const gap = axis(page).locator(".ts-gap");
    await expect(page.getByText(/^No step is known to have run for/)).toBeVisible();
    await expect(gap).toHaveCount(0);
    // A step before that rest begins the farther from the left the less the rest takes.
    const spread = () => distance(page, early);
    const near = await spread();

    await shorten(page);
    await expect.poll(() => parameters(page)["idle"]).toBe("0");
    await expect(gap).toHaveCount(1);
    await expect(axis(page).locator(".ts-gap-length")).toHaveText(/^3 h/);
    expect((await box(gap)).width).toBeLessThan(60);
    await expect.poll(spread).toBeGreaterThan(near * 1.5);
    // It stands at one place in axis, rows and strip.
    const places = await Promise.all([gap, strip(page).locator(".ts-gap"), grid(page).locator(".ts-gap")].map(box));
    for (const place of places) expect(Math.abs(centre(place).x - centre(places[0]!).x)).toBeLessThan(1);
    await expectLabels(page);
  },
);

interaction<Act>(
  "drawing idle time to scale again",
  {
    mouse: (page) => page.getByRole("button", { name: "Draw to scale" }).first().click(),
    touch: async (page) => tap(page, await middle(page.getByRole("button", { name: "Draw to scale" }).first())),
    keyboard: chooseIdle("Draw to scale"),
  },
  async (page, steps, lengthen) => {
    await rest(page, stages(steps));
    const early = await before(page, stages(steps));
    await openTimeline(page, stages(steps), `fold=0&idle=0&subtask=${early}`);
    const gap = axis(page).locator(".ts-gap");
    await expect(gap).toHaveCount(1);
    const short = await box(gap);
    const far = await distance(page, early);

    await lengthen(page);
    await expect.poll(() => parameters(page)["idle"]).toBeUndefined();
    // The mark of what was left out goes, from axis, rows and strip.
    await expect(page.locator(".ts-timeline .ts-gap")).toHaveCount(0);
    await expect(page.getByText(/^No step is known to have run for/)).toBeVisible();
    // The more room the rest takes, the nearer to the beginning is what was before it.
    await expect.poll(() => distance(page, early)).toBeLessThan(far / 1.5);
    // What three hours take now, by the labels of the axis.
    const labels = await axis(page).locator(".ts-tick").evaluateAll((all) =>
      all.map((one) => ({ x: one.getBoundingClientRect().x, time: /(\d\d):(\d\d)/.exec(one.textContent)! })),
    );
    const [first, last] = [labels[0]!, labels.at(-1)!];
    const minutes = ({ time }: typeof first) => Number(time[1]) * 60 + Number(time[2]);
    const three = ((last.x - first.x) / (minutes(last) - minutes(first))) * 180;
    expect(three).toBeGreaterThan(short.width * 2);
    expect(three).toBeLessThan((await box(axis(page))).width);
    await expectLabels(page);
  },
);
