// What a reader sees of the graph: cards in sight, the edges at them, and the picture behind.

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { inked } from "../helpers/canvas.ts";
import { type Box, type Point, box, centre } from "../helpers/hands.ts";
import { cards, graph, openTask } from "../helpers/viewer.ts";

export const canvas = (page: Page): Locator => graph(page).locator("canvas");
export const minimap = (page: Page): Locator => page.locator(".ts-minimap");
export const zoom = (page: Page): Locator => graph(page).locator(".ts-zoom span");
export const percent = async (page: Page): Promise<number> => Number.parseFloat(await zoom(page).innerText());

/** Opens a task as a graph, and waits for the picture that stays. */
export async function openGraph(page: Page, id: string, query = "fold=0"): Promise<void> {
  await openTask(page, id, `view=graph&${query}`);
  await pictured(page);
}

/** Waits for the picture that stays: until then nodes may still move. */
export async function pictured(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName("taskscope:picture").length > 0);
  await expect.poll(async () => inked(canvas(page), [await box(canvas(page))])).toEqual([true]);
}

/** Where the cards are that lie wholly in the window, by their nodes. */
export async function places(page: Page): Promise<Map<string, Box>> {
  const window = await box(canvas(page));
  const all = await cards(page).evaluateAll((found) =>
    found.map((one) => [one.dataset["node"]!, one.getBoundingClientRect().toJSON() as DOMRect] as const),
  );
  const isInside = ({ left, right, top, bottom }: DOMRect) =>
    left > window.x && top > window.y && right < window.x + window.width - 8 && bottom < window.y + window.height;
  return new Map(all.filter(([, place]) => isInside(place)));
}

/** The nodes at whose right border an edge of the canvas begins. */
async function attached(page: Page, cards: Map<string, Box>): Promise<Set<string>> {
  const beside = [...cards.values()].map(({ x, y, width, height }) => ({ x: x + width + 2, y, width: 4, height }));
  const found = await inked(canvas(page), beside);
  return new Set([...cards.keys()].filter((_, place) => found[place]));
}

/**
 * Does something that moves the view, and expects each card that is in sight before and after to have gone from its
 * place to `goal` of it, and to have taken the edges of the canvas with it.
 */
export async function expectMove(page: Page, act: () => Promise<void>, goal: (from: Point) => Point): Promise<void> {
  const before = await places(page);
  const edges = await attached(page, before);
  await act();
  await expect
    .poll(async () => {
      const after = await places(page);
      const stayed = [...before].filter(([node]) => after.has(node));
      const astray = stayed.map(([node, from]) => {
        const [wanted, found] = [goal(centre(from)), centre(after.get(node)!)];
        return Math.hypot(wanted.x - found.x, wanted.y - found.y);
      });
      return stayed.length > 1 ? Math.max(...astray) : Number.POSITIVE_INFINITY;
    }, "the cards go along")
    .toBeLessThan(1.5);
  await expect
    .poll(async () => {
      const after = await places(page);
      const still = [...edges].filter((node) => after.has(node));
      const found = await attached(page, after);
      return { some: still.length > 0, loose: still.filter((node) => !found.has(node)) };
    }, "the edges go along")
    .toEqual({ some: true, loose: [] });
}

/** A point of the window where no card is, nor anything else that takes a click, nearest to its middle. */
export async function ground(page: Page): Promise<Point> {
  const found = await canvas(page).evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const points = Array.from({ length: 20 * 12 }, (_, place) => ({
      x: left + ((place % 20) + 0.5) * (width / 20),
      y: top + (Math.floor(place / 20) + 0.5) * (height / 12),
    }));
    const away = ({ x, y }: { x: number; y: number }) => Math.hypot(x - left - width / 2, y - top - height / 2);
    points.sort((a, b) => away(a) - away(b));
    const isGround = (at: { x: number; y: number }) => document.elementFromPoint(at.x, at.y)?.closest("button") === null;
    return points.find((at) => isGround(at) && isGround({ ...at, y: at.y - 12 }) && isGround({ ...at, y: at.y + 12 }));
  });
  if (!found) throw new Error("cards everywhere");
  return found;
}

/** Zooms out around the middle until no card can be read. */
export async function goFar(page: Page): Promise<void> {
  await page.keyboard.press("f");
  await expect(minimap(page)).toBeHidden();
  while ((await percent(page)) >= 50) await graph(page).getByRole("button", { name: "Zoom out" }).click();
  await expect(cards(page).first()).toBeHidden();
}

/** Where the middle of a card's node is on the screen, then and whenever asked: far away it has no card. */
export async function spot(page: Page, card: Locator): Promise<() => Promise<Point>> {
  const at = await card.evaluate(({ style }) => ({
    x: Number.parseFloat(style.left) + Number.parseFloat(style.width) / 2,
    y: Number.parseFloat(style.top) + Number.parseFloat(style.height) / 2,
  }));
  return async () =>
    canvas(page).evaluate((element, { x, y }) => {
      const moved = new DOMMatrix(element.parentElement!.querySelector<HTMLElement>(".ts-cards")!.style.transform);
      const { left, top } = element.getBoundingClientRect();
      const { x: across, y: down } = moved.transformPoint({ x, y });
      return { x: left + across, y: top + down };
    }, at);
}
