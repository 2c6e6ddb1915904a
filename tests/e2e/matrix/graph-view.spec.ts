// Which part of the graph is seen: pan, zoom at the pointer, fit, zoom to the selected step, minimap.

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { ink, inked } from "../helpers/canvas.ts";
import { type Point, box, centre, click, drag, middle, pinch, roll, swipe, tap } from "../helpers/hands.ts";
import { card, cards, details, graph, parameters } from "../helpers/viewer.ts";
import { type Act, interaction, layered, stages } from "./interaction.ts";
import { canvas, expectMove, goFar, ground, minimap, openGraph, percent, places, spot } from "./sight.ts";

interaction<(page: Page, from: Point, to: Point) => Promise<void>>(
  "panning",
  {
    "mouse: drag": drag,
    "mouse: drag from a card": async (page, from, to) => {
      const [start] = [...(await places(page)).values()].map(centre);
      await drag(page, start!, { x: start!.x + to.x - from.x, y: start!.y + to.y - from.y });
    },
    "mouse: wheel": (page, from, to) => roll(page, from, { x: from.x - to.x, y: from.y - to.y }),
    touch: swipe,
    // Keyboard: arrows walk from node to node and bring each into sight (graph-steps.spec.ts).
  },
  async (page, steps, pan) => {
    await openGraph(page, stages(steps));
    const from = await ground(page);
    const by = { x: -90, y: 40 };
    await expectMove(
      page,
      () => pan(page, from, { x: from.x + by.x, y: from.y + by.y }),
      ({ x, y }) => ({ x: x + by.x, y: y + by.y }),
    );
    // A drag is no click.
    await expect.poll(() => parameters(page)["subtask"]).toBeUndefined();
  },
);

/** Zooms by a factor, and gives the point that stays where it is. */
type Zoom = (page: Page, factor: number) => Promise<Point>;

const zoomButton = (page: Page, name: string): Locator => graph(page).getByRole("button", { name });

const WHEEL: Zoom = async (page, factor) => {
  const at = await ground(page);
  await roll(page, at, { x: 0, y: -240 * Math.log2(factor) }, true);
  return at;
};
const FINGERS: Zoom = async (page, factor) => {
  const at = await ground(page);
  await pinch(page, at, factor);
  return at;
};
/** A button or a key zooms around the middle of the window. */
const around = (act: (page: Page) => Promise<void>): Zoom => async (page) => {
  await act(page);
  return middle(canvas(page));
};

/** Expects a zoom to hold its point where it is, and all else to go from or to it. */
async function expectZoom(page: Page, zoom: Zoom, factor: number): Promise<void> {
  const before = await percent(page);
  let at: Point = { x: 0, y: 0 };
  await expectMove(
    page,
    async () => void (at = await zoom(page, factor)),
    ({ x, y }) => ({ x: at.x + (x - at.x) * factor, y: at.y + (y - at.y) * factor }),
  );
  expect(Math.abs((await percent(page)) - before * factor)).toBeLessThan(1);
}

interaction<[Zoom, factor: number]>(
  "zooming",
  {
    "mouse: wheel, at the pointer": [WHEEL, 1.5],
    "mouse: button": [around((page) => zoomButton(page, "Zoom in").click()), 1.25],
    "touch: between the fingers": [FINGERS, 1.5],
    "touch: button": [around(async (page) => tap(page, await middle(zoomButton(page, "Zoom in")))), 1.25],
    keyboard: [around((page) => page.keyboard.press("+")), 1.25],
  },
  async (page, steps, [zoom, factor]) => {
    await openGraph(page, stages(steps));
    await expectZoom(page, zoom, factor);
  },
);

interaction<[Zoom, factor: number]>(
  "zooming out",
  {
    "mouse: wheel, at the pointer": [WHEEL, 1 / 1.5],
    "mouse: button": [around((page) => zoomButton(page, "Zoom out").click()), 0.8],
    // From 40 px beside the middle to 28: fingers are told in whole px.
    "touch: between the fingers": [FINGERS, 0.7],
    "touch: button": [around(async (page) => tap(page, await middle(zoomButton(page, "Zoom out")))), 0.8],
    keyboard: [around((page) => page.keyboard.press("-")), 0.8],
  },
  async (page, steps, [zoom, factor]) => {
    await openGraph(page, stages(steps));
    const first = await percent(page);
    // From where there is somewhere to go, and cards are cards before and after.
    await page.keyboard.press("+");
    await expect.poll(async () => Math.abs((await percent(page)) - first * 1.25)).toBeLessThan(1);
    await expectZoom(page, zoom, factor);
  },
);

interaction<Act>(
  "fitting the whole",
  {
    "mouse: button": (page) => graph(page).getByRole("button", { name: "Fit" }).click(),
    "mouse: double click": async (page) => {
      const { x, y } = await ground(page);
      await page.mouse.dblclick(x, y);
    },
    touch: async (page) => tap(page, await middle(graph(page).getByRole("button", { name: "Fit" }))),
    keyboard: (page) => page.keyboard.press("f"),
  },
  async (page, steps, fit) => {
    await openGraph(page, layered(steps));
    await roll(page, await ground(page), { x: 300, y: 200 });
    await expect(minimap(page)).toBeVisible();
    await fit(page);
    await expect(minimap(page)).toBeHidden();
    // All of it is in the window: as far from the left as from the right, from the top as from the bottom.
    const window = await box(canvas(page));
    const margins = async () => {
      const near = [...(await places(page)).values()];
      const boxes = near.length > 0 ? near : [(await ink(canvas(page))).box];
      const left = Math.min(...boxes.map(({ x }) => x)) - window.x;
      const top = Math.min(...boxes.map(({ y }) => y)) - window.y;
      const right = window.x + window.width - Math.max(...boxes.map(({ x, width }) => x + width));
      const bottom = window.y + window.height - Math.max(...boxes.map(({ y, height }) => y + height));
      return { askew: Math.hypot(left - right, top - bottom), least: Math.min(left, top) };
    };
    await expect.poll(async () => (await margins()).askew).toBeLessThan(12);
    const { least } = await margins();
    expect(least).toBeGreaterThan(16);
    expect(least).toBeLessThan(90);
    if (steps === 25) await expect(cards(page)).toHaveCount(25);
    else await expect(cards(page).first()).toBeHidden();
  },
);

interaction<(page: Page, at: Point, id: string) => Promise<void>>(
  "zooming to a step that is selected from afar",
  {
    mouse: click,
    touch: tap,
    "keyboard: search": async (page, _, id) => {
      await page.keyboard.press("/");
      await page.keyboard.type(id);
      await page.keyboard.press("Enter");
    },
  },
  async (page, steps, select) => {
    await openGraph(page, layered(steps));
    const one = cards(page).nth((await cards(page).count()) - 1);
    const [id, node] = [(await one.getAttribute("data-subtask-id"))!, await spot(page, one)];
    await goFar(page);
    const at = await node();
    await select(page, at, id);
    // Of nodes smaller than the pointer, one beside it will do.
    await expect(details(page)).toHaveAttribute("data-subtask-id", steps < 1000 ? id : /\d+/);
    const chosen = card(page, (await details(page).getAttribute("data-subtask-id"))!);
    await expect(chosen).toBeInViewport({ ratio: 0.99 });
    await expect(chosen).toHaveAttribute("aria-current", "true");
    expect(await percent(page)).toBeGreaterThanOrEqual(50);
    // In the middle of the window, among others that can be read.
    const [found, wanted] = [await middle(chosen), await middle(canvas(page))];
    expect(Math.hypot(found.x - wanted.x, found.y - wanted.y)).toBeLessThan(4);
    await expect.poll(() => parameters(page)["subtask"]).toBe(await chosen.getAttribute("data-subtask-id"));
  },
);

/** A spot of the minimap that is painted, the first from its right border. */
async function painted(page: Page): Promise<Point> {
  const map = minimap(page).locator("canvas");
  const { x, y, width, height } = await box(map);
  const spots = Array.from({ length: Math.floor(width) * Math.floor(height) }, (_, place) => ({
    x: Math.floor(x + width) - 1 - Math.floor(place / Math.floor(height)),
    y: Math.ceil(y) + (place % Math.floor(height)),
    width: 1,
    height: 1,
  }));
  const first = async () => (await inked(map, spots)).indexOf(true);
  await expect.poll(first).toBeGreaterThanOrEqual(0);
  return spots[await first()]!;
}

interaction<(page: Page, from: Point, to: Point) => Promise<void>>(
  "dragging the minimap",
  {
    mouse: drag,
    touch: swipe,
    // Keyboard: the minimap is hidden from it; arrows, search and the rows lead everywhere.
  },
  async (page, steps, pull) => {
    await openGraph(page, layered(steps));
    for (let press = 0; press < 3; press += 1) await graph(page).getByRole("button", { name: "Zoom in" }).click();
    const seen = async () => [...(await places(page)).keys()];
    const before = await seen();
    const frame = page.locator(".ts-minimap-frame");
    const [from, to] = [await middle(frame), await painted(page)];
    await pull(page, from, to);
    // What is painted there comes into sight, and the frame is around it.
    await expect.poll(async () => (await seen()).filter((node) => !before.includes(node)).length).toBeGreaterThan(0);
    await expect.poll(async () => (await seen()).filter((node) => before.includes(node))).toEqual([]);
    const framed = async (at: Point) => {
      const { x, y, width, height } = await box(frame);
      return Math.abs(at.x - x - width / 2) < width / 2 + 2 && Math.abs(at.y - y - height / 2) < height / 2 + 2;
    };
    await expect.poll(() => framed(to)).toBe(true);
    await pull(page, to, from);
    await expect.poll(() => framed(from)).toBe(true);
    await expect.poll(() => framed(to)).toBe(false);
  },
);

interaction<(page: Page, at: Point) => Promise<void>>(
  "going to a place of the minimap",
  {
    mouse: click,
    touch: tap,
    // Keyboard: the minimap is hidden from it; arrows, search and the rows lead everywhere.
  },
  async (page, steps, go) => {
    await openGraph(page, layered(steps));
    // Of few steps all are in sight until one comes nearer.
    for (let press = 0; press < 3 && steps === 25; press += 1) await zoomButton(page, "Zoom in").click();
    const seen = async () => [...(await places(page)).keys()];
    const [before, scale] = [await seen(), await percent(page)];
    expect(before.length).toBeGreaterThan(0);
    const [frame, to] = [await box(page.locator(".ts-minimap-frame")), await painted(page)];
    expect(to.x).toBeGreaterThan(frame.x + frame.width);
    await go(page, to);
    // Its middle is what was pointed at: it and what is painted there come into sight, at the same zoom.
    await expect.poll(async () => {
      const { x } = await middle(page.locator(".ts-minimap-frame"));
      // At the end of the map the frame goes no further.
      return Math.abs(x - to.x) < Math.max(4, frame.width / 2 + 2);
    }).toBe(true);
    await expect.poll(async () => (await seen()).length).toBeGreaterThan(0);
    expect((await seen()).filter((node) => before.includes(node))).toEqual([]);
    expect(await percent(page)).toBe(scale);
    expect(parameters(page)["subtask"]).toBeUndefined();
    // Nothing is left hanging at the pointer: where it moves next, the view does not follow.
    const after = await seen();
    await page.mouse.move(to.x - 40, to.y);
    await page.mouse.move(to.x - 80, to.y);
    expect(await seen()).toEqual(after);
    // And back: of ten thousand steps a px of the map is as wide as the window.
    await go(page, centre(frame));
    const astray = async () => {
      const [wanted, found] = [centre(frame), await middle(page.locator(".ts-minimap-frame"))];
      return Math.abs(wanted.x - found.x);
    };
    await expect.poll(astray).toBeLessThan(2);
    await expect.poll(async () => (await seen()).filter((node) => after.includes(node))).toEqual([]);
  },
);
