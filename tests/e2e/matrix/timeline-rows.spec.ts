// The rows of the timeline: scrolled, selected, folded, sorted, in lanes.

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { box, middle, roll, swipe, tap } from "../helpers/hands.ts";
import { type Subtask, details, frame, grid, menu, parameters, subtasks } from "../helpers/viewer.ts";
import { type Act, interaction, running, stages } from "./interaction.ts";
import { SELECTING, rows } from "./selecting.ts";
import { openTimeline } from "./span.ts";

const indexed = (page: Page, index: number): Locator => grid(page).locator(`[aria-rowindex="${index}"]`);

interface Seen {
  index: number;
  id: string | null;
  level: string | null;
  groupSize: string | null;
}

/** The rows on the screen, top to bottom: what is found there, 32 px after 32 px, not what the document holds. */
async function seen(page: Page): Promise<Seen[]> {
  return grid(page).evaluate((element) => {
    const pane = element.closest(".ts-scroll")!;
    const { left, top } = pane.getBoundingClientRect();
    const found: Seen[] = [];
    for (let y = 32 + 16; y < Math.min(pane.clientHeight, 32 + element.clientHeight); y += 32) {
      const row = document.elementFromPoint(left + 60, top + y)?.closest("[role=row]");
      const attribute = (name: string) => row?.getAttribute(name) ?? null;
      found.push({
        index: Number(attribute("aria-rowindex")),
        id: attribute("data-subtask-id"),
        level: attribute("aria-level"),
        groupSize: attribute("data-group-size"),
      });
    }
    return found;
  });
}

/** Expects the screen to be full of rows that follow one another, from this one on. */
async function expectRowsFrom(page: Page, first: (index: number) => boolean): Promise<void> {
  await expect
    .poll(async () => {
      const found = (await seen(page)).map(({ index }) => index);
      return { starts: first(found[0]!), follow: found.every((index, place) => index === found[0]! + place) };
    })
    .toEqual({ starts: true, follow: true });
}

interaction<Act>(
  "scrolling",
  {
    mouse: async (page) => roll(page, await middle(rows(page).nth(3)), { x: 0, y: 320 }),
    touch: async (page) => {
      const { x, y } = await box(rows(page).nth(1).locator(".ts-name"));
      await swipe(page, { x: x + 20, y: y + 300 }, { x: x + 20, y });
    },
    keyboard: async (page) => {
      await rows(page).first().focus();
      await page.keyboard.press("PageDown");
      await page.keyboard.press("PageDown");
    },
  },
  async (page, steps, scroll) => {
    // A short window: twenty-five rows have somewhere to go too.
    await page.setViewportSize({ width: 1440, height: 700 });
    await openTimeline(page, stages(steps));
    await expectRowsFrom(page, (index) => index === 1);
    await scroll(page);
    await expectRowsFrom(page, (index) => index > 4);
    await expect(indexed(page, 1)).not.toBeInViewport();
    // The head stays, and only what is near the screen exists.
    await expect(page.locator(".ts-head .ts-axis")).toBeInViewport({ ratio: 0.99 });
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(steps));
    expect(await rows(page).count()).toBeLessThan(60);
  },
);

interaction<(page: Page, row: Locator) => Promise<void>>(
  "selecting a step",
  SELECTING,
  async (page, steps, select) => {
    await openTimeline(page, stages(steps), "view=both&fold=0");
    const row = rows(page).nth(4);
    const [id, name] = [(await row.getAttribute("data-subtask-id"))!, await row.locator(".ts-name").innerText()];
    const before = await seen(page);
    await select(page, row);
    await expect(grid(page).locator("[aria-selected=true]")).toHaveAttribute("data-subtask-id", id);
    await expect(details(page)).toHaveAttribute("data-subtask-id", id);
    await expect(details(page).getByRole("heading", { level: 2 })).toContainText(name.replace(/^\[\d+\] /, ""));
    await expect.poll(() => parameters(page)["subtask"]).toBe(id);
    // Nothing moved under the pointer, and the graph shows it.
    expect(await seen(page)).toEqual(before);
    await expect(page.locator(`button[data-subtask-id="${id}"]`)).toBeInViewport({ ratio: 0.99 });
    await expect(page.locator(`button[data-subtask-id="${id}"]`)).toHaveAttribute("aria-current", "true");
    // Its dependencies are drawn between the rows.
    await expect(page.locator(".ts-arrow-head")).toHaveAttribute("d", /^M/);
  },
);

/** Opens or closes a row of siblings. */
type Toggle = (page: Page, row: Locator) => Promise<void>;

const press = (key: string): Toggle => async (page, row) => {
  await row.focus();
  await page.keyboard.press(key);
};

interaction<{ open: Toggle; close: Toggle }>(
  "unfolding and folding siblings",
  {
    mouse: { open: (_, row) => row.click(), close: (_, row) => row.click() },
    touch: {
      open: async (page, row) => tap(page, await middle(row)),
      close: async (page, row) => tap(page, await middle(row)),
    },
    keyboard: { open: press("ArrowRight"), close: press("ArrowLeft") },
  },
  async (page, steps, { open, close }) => {
    await openTimeline(page, stages(steps), "");
    // Far down at times: of the stages of a large task few have siblings of one name alone.
    const onTop = async () => (await seen(page)).slice(0, 12).findIndex(({ groupSize }) => groupSize !== null);
    // That a wheel scrolls is another test's; here its scrolling would go on behind its answer.
    const pane = page.locator(".ts-timeline .ts-scroll");
    while ((await onTop()) < 0) {
      await pane.evaluate((element) => void (element.scrollTop += 160));
      await frame(page);
    }
    const before = await seen(page);
    const place = await onTop();
    const { index, groupSize } = before[place]!;
    const size = Number(groupSize);
    const row = indexed(page, index);
    const [{ y }, all] = [await box(row), Number(await grid(page).getAttribute("aria-rowcount"))];
    await open(page, row);
    await expect(row).toHaveAttribute("aria-expanded", "true");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(all + size));
    // Its steps follow right below it, where it stands.
    const levels = async () => (await seen(page)).slice(place).map(({ level }) => level);
    await expect.poll(async () => (await levels()).slice(1, 1 + size).every((level) => level === "2")).toBe(true);
    expect((await levels())[1 + size] ?? "1").toBe("1");
    expect((await box(row)).y).toBe(y);
    await close(page, row);
    await expect(row).toHaveAttribute("aria-expanded", "false");
    await expect.poll(() => seen(page)).toEqual(before);
  },
);

/** Chooses an option of the menu of rows. */
type Choose = (page: Page, group: string, option: string) => Promise<void>;

const option = (page: Page, group: string, option: string): Locator =>
  page.getByRole("group", { name: group, exact: true }).getByRole("button", { name: option, exact: true });

const CHOOSING: Record<"mouse" | "touch" | "keyboard", Choose> = {
  mouse: async (page, ...choice) => {
    await menu(page, /^Rows$/).click();
    await option(page, ...choice).click();
  },
  touch: async (page, ...choice) => {
    await tap(page, await middle(menu(page, /^Rows$/)));
    await tap(page, await middle(option(page, ...choice)));
  },
  keyboard: async (page, ...choice) => {
    await menu(page, /^Rows$/).focus();
    await page.keyboard.press("Enter");
    while (!(await option(page, ...choice).evaluate((one) => one === document.activeElement))) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  },
};

const length = ({ startTime, finishTime }: Subtask): number => Date.parse(finishTime!) - Date.parse(startTime!);

/** How long each step waited, from the last end of its upstreams, or the start of the task, to its own start. */
async function waits(page: Page, id: string): Promise<Map<number, number>> {
  const answer = await page.request.get(`/api/v2/tasks/instances/${id}`);
  const { data } = (await answer.json()) as { data: { startTime: string; subtasks: Subtask[] } };
  const ends = new Map(data.subtasks.map(({ id, finishTime }) => [id, Date.parse(finishTime!)]));
  const ready = ({ upstreams }: Subtask) =>
    upstreams.length > 0 ? Math.max(...upstreams.map((up) => ends.get(up)!)) : Date.parse(data.startTime);
  return new Map(data.subtasks.map((one) => [one.id, Math.max(Date.parse(one.startTime!) - ready(one), 0)]));
}

interaction<Choose>("sorting", CHOOSING, async (page, steps, choose) => {
  await openTimeline(page, stages(steps));
  const order = await seen(page);
  const all = new Map((await subtasks(page, stages(steps))).map((one) => [String(one.id), one]));
  /** The values of the rows on the screen beside the foremost of all. */
  const expectSorted = async (value: (one: Subtask) => number) => {
    const best = [...all.values()].map(value).sort((a, b) => a - b);
    await expect
      .poll(async () => (await seen(page)).map(({ id }) => value(all.get(id!)!)))
      .toEqual(best.slice(0, order.length));
  };
  await choose(page, "Sort by", "Run time");
  await expectSorted((one) => -length(one));
  await expect.poll(() => parameters(page)).toEqual({ fold: "0", sort: "duration" });
  await page.keyboard.press("Escape");
  await choose(page, "Sort by", "Start");
  await expectSorted(({ startTime }) => Date.parse(startTime!));
  await page.keyboard.press("Escape");
  await choose(page, "Sort by", "Wait");
  const waited = await waits(page, stages(steps));
  expect(new Set(waited.values()).size).toBeGreaterThan(3);
  await expectSorted(({ id }) => -waited.get(id)!);
  await expect.poll(() => parameters(page)).toEqual({ fold: "0", sort: "wait" });
  await page.keyboard.press("Escape");
  await choose(page, "Sort by", "Order of the work");
  await expect.poll(() => seen(page)).toEqual(order);
  await expect.poll(() => parameters(page)).toEqual({ fold: "0" });
});

/** Does something with a row. */
type OnRow = (page: Page, row: Locator) => Promise<void>;

/** Goes from the row with the focus, or the first, to this one by the keyboard, and closes it there. */
const leftFromAbove: OnRow = async (page, row) => {
  await grid(page).locator("[tabindex='0']").focus();
  await page.keyboard.press("Home");
  for (let index = 1; index < Number(await row.getAttribute("aria-rowindex")); index += 1) {
    await page.keyboard.press("ArrowDown");
    await frame(page);
  }
  await expect(row).toBeFocused();
  await page.keyboard.press("ArrowLeft");
};

interaction<{ choose: Choose; toggle: OnRow }>(
  "lanes by OCP node",
  {
    mouse: { choose: CHOOSING.mouse, toggle: (_, row) => row.click() },
    touch: { choose: CHOOSING.touch, toggle: async (page, row) => tap(page, await middle(row)) },
    keyboard: { choose: CHOOSING.keyboard, toggle: leftFromAbove },
  },
  async (page, steps, { choose, toggle }) => {
    await openTimeline(page, running(steps));
    const all = await subtasks(page, running(steps));
    const nodeOf = (id: string | null) => all.find((one) => String(one.id) === id)?.executor ?? "No OCP node yet";
    const sizes: Record<string, number> = {};
    for (const { id } of all) sizes[nodeOf(String(id))] = (sizes[nodeOf(String(id))] ?? 0) + 1;
    const lanes = Object.keys(sizes).length;
    expect(lanes).toBeGreaterThan(2);

    await choose(page, "Rows by", "OCP node");
    await expect.poll(() => parameters(page)["lanes"]).toBe("node");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(steps + lanes));
    await page.keyboard.press("Escape");
    // To the top: what runs was in sight.
    await grid(page).locator("[tabindex='0']").focus();
    await page.keyboard.press("Home");
    await expect(indexed(page, 1)).toBeFocused();
    // Lane by lane: its heading says its node and how many steps it has, and those follow. Closed, the next one does.
    const found: Record<string, number> = {};
    let left = steps + lanes;
    for (let lane = 1; lane <= lanes; lane += 1) {
      const heading = indexed(page, lane);
      await expect(heading).toHaveAttribute("aria-level", "1");
      await expect(heading).toHaveAttribute("aria-expanded", "true");
      const node = await heading.locator(".ts-name").innerText();
      found[node] = Number(await heading.getAttribute("data-group-size"));
      expect(nodeOf(await indexed(page, lane + 1).getAttribute("data-subtask-id"))).toBe(node);
      const { y } = await box(heading);
      await toggle(page, heading);
      await expect(heading).toHaveAttribute("aria-expanded", "false");
      left -= found[node];
      await expect(grid(page)).toHaveAttribute("aria-rowcount", String(left));
      // It stands where it stood.
      expect((await box(heading)).y).toBe(y);
    }
    expect(found).toEqual(sizes);
    expect(Object.keys(found).at(-1)).toBe("No OCP node yet");
    await expect(rows(page)).toHaveCount(lanes);
  },
);
