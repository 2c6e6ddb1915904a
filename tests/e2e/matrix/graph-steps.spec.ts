// What a reader does with the steps of the graph: lineage, focus, folding in place, the walk by arrows.

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { ink } from "../helpers/canvas.ts";
import { type Box, box, centre, middle, roll, tap } from "../helpers/hands.ts";
import { card, cards, details, graph, inSight, parameters, subtasks } from "../helpers/viewer.ts";
import { type Act, interaction, layered, stages } from "./interaction.ts";
import { canvas, ground, openGraph, places, zoom } from "./sight.ts";

/** The edges of a task, each `from>to`, whichever end tells of it. */
async function edges(page: Page, id: string): Promise<[from: string, to: string][]> {
  const all = await subtasks(page, id);
  const pairs = all.flatMap(({ id, upstreams, downstreams }) => [
    ...upstreams.map((up) => `${up}>${id}`),
    ...downstreams.map((down) => `${id}>${down}`),
  ]);
  return [...new Set(pairs)].map((pair) => pair.split(">") as [string, string]);
}

/** A step with all that it waits for and all that waits for it, over so many edges. */
function lineage(edges: [string, string][], id: string, depth = Number.POSITIVE_INFINITY): Set<string> {
  const reach = (next: Map<string, string[]>): Set<string> => {
    const seen = new Set([id]);
    let border = [id];
    for (let away = 0; away < depth && border.length > 0; away += 1) {
      border = [...new Set(border.flatMap((one) => next.get(one) ?? []))].filter((one) => !seen.has(one));
      border.forEach((one) => seen.add(one));
    }
    return seen;
  };
  const [up, down] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const [from, to] of edges) {
    up.set(to, [...(up.get(to) ?? []), from]);
    down.set(from, [...(down.get(from) ?? []), to]);
  }
  return new Set([...reach(up), ...reach(down)]);
}

const tapped = async (page: Page, element: Locator): Promise<void> => tap(page, await middle(element));

/** Moves the keyboard's focus to an element, and presses Enter there. */
const entered = async (page: Page, element: Locator): Promise<void> => {
  await element.focus();
  await page.keyboard.press("Enter");
};

type OnElement = (page: Page, element: Locator) => Promise<void>;
const clicked: OnElement = (_, element) => element.click();

interaction<{ light: OnElement; leave: Act }>(
  "lighting a step's lineage",
  {
    "mouse: hover": { light: (_, one) => one.hover(), leave: (page) => page.mouse.move(5, 5) },
    touch: { light: tapped, leave: (page) => tapped(page, page.getByRole("button", { name: "Insights" })) },
    keyboard: { light: (_, one) => one.focus(), leave: (page) => page.keyboard.press("Shift+Tab") },
  },
  async (page, steps, { light, leave }) => {
    const all = await edges(page, layered(steps));
    await openGraph(page, layered(steps));
    const lightness = async () => (await ink(canvas(page))).lightness;
    const plain = await lightness();
    const one = await inSight(page, cards(page));
    const own = lineage(all, (await one.getAttribute("data-subtask-id"))!);

    await light(page, one);
    const wrong = () =>
      cards(page).evaluateAll(
        (found, own) => {
          const shown = found.map(({ dataset, classList }) => ({ id: dataset["subtaskId"]!, classList }));
          const isRight = ({ id, classList }: (typeof shown)[0]) => classList.contains(own.includes(id) ? "ts-lit" : "ts-dim");
          return shown.filter((one) => !isRight(one)).map(({ id }) => id);
        },
        [...own],
      );
    await expect.poll(wrong).toEqual([]);
    expect(await page.locator(".ts-dim").count()).toBeGreaterThan(0);
    // The canvas lights the edges between them and dims the others.
    await expect.poll(lightness).not.toBe(plain);

    await leave(page);
    await expect(page.locator(".ts-lit, .ts-dim")).toHaveCount(0);
    await expect.poll(lightness).toBe(plain);
  },
);

interaction<{ on: OnElement; focus: Act; leave: Act }>(
  "focusing on a step, to a depth",
  {
    mouse: {
      on: clicked,
      focus: (page) => graph(page).getByRole("button", { name: "Focus" }).click(),
      leave: (page) => page.getByRole("button", { name: "Show the whole graph" }).click(),
    },
    touch: {
      on: tapped,
      focus: (page) => tapped(page, graph(page).getByRole("button", { name: "Focus" })),
      leave: (page) => tapped(page, page.getByRole("button", { name: "Show the whole graph" })),
    },
    keyboard: { on: entered, focus: (page) => page.keyboard.press("o"), leave: (page) => page.keyboard.press("Escape") },
  },
  async (page, steps, { on, focus, leave }) => {
    const all = await edges(page, layered(steps));
    await openGraph(page, layered(steps));
    const one = await inSight(page, cards(page));
    const id = (await one.getAttribute("data-subtask-id"))!;
    const expectOnly = async (kept: Set<string>) => {
      const between = all.filter(([from, to]) => kept.has(from) && kept.has(to)).length;
      await expect(graph(page)).toHaveAccessibleName(`Dependency graph, ${kept.size} nodes, ${between} edges`);
      const strangers = () => cards(page).evaluateAll(
        (found, kept) => found.filter((one) => !kept.includes(one.dataset["subtaskId"]!)).length,
        [...kept],
      );
      await expect.poll(strangers).toBe(0);
    };

    await on(page, one);
    await expect(details(page)).toHaveAttribute("data-subtask-id", id);
    await focus(page);
    await expectOnly(lineage(all, id));
    await expect.poll(() => parameters(page)["focus"]).toBe("all");
    for (const depth of [1, 2]) {
      await on(page, page.getByRole("group", { name: "Steps away" }).getByRole("button", { name: String(depth) }));
      const kept = lineage(all, id, depth);
      await expectOnly(kept);
      await expect(graph(page).getByText(`${steps - kept.size} nodes hidden`)).toBeVisible();
      await expect(card(page, id)).toBeInViewport({ ratio: 0.99 });
      await expect.poll(() => parameters(page)["focus"]).toBe(String(depth));
    }
    await leave(page);
    await expect(graph(page)).toHaveAccessibleName(`Dependency graph, ${steps} nodes, ${all.length} edges`);
    await expect.poll(() => parameters(page)["focus"]).toBeUndefined();
    await expect(card(page, id)).toBeInViewport({ ratio: 0.99 });
  },
);

/** One of these cards that stands around the middle of the window; there may be none until one has looked further. */
async function central(page: Page, some: Locator): Promise<Locator> {
  const window = await box(canvas(page));
  const nodes = await some.evaluateAll((all) => all.map((one) => one.dataset["node"]!));
  const seen = await places(page);
  const isCentral = (node: string) => {
    const place = seen.get(node);
    return place !== undefined && Math.abs(centre(place).x - centre(window).x) < window.width / 5;
  };
  const found = nodes.find(isCentral);
  if (found !== undefined) return some.and(page.locator(`[data-node="${found}"]`));
  await roll(page, await ground(page), { x: window.width / 3, y: 0 });
  return central(page, some);
}

interaction<OnElement>(
  "unfolding and folding siblings where they stand",
  { mouse: clicked, touch: tapped, keyboard: entered },
  async (page, steps, on) => {
    const id = stages(steps);
    await openGraph(page, id, "fold=1");
    const groups = graph(page).locator("[data-group-size]");
    const stack = await central(page, groups);
    const [size, node] = [Number(await stack.getAttribute("data-group-size")), (await stack.getAttribute("data-node"))!];
    const nodes = async () => Number(/(\d+) nodes/.exec((await graph(page).getAttribute("aria-label"))!)?.[1]);
    const [before, folded, scale] = [await middle(stack), await nodes(), await zoom(page).innerText()];
    const name = await stack.locator(".ts-name").innerText();
    const others = new Set(await cards(page).evaluateAll((all) => all.map((one) => one.dataset["node"])));

    await on(page, stack);
    await expect.poll(nodes).toBe(folded + size - 1);
    await expect(groups.and(page.locator(`[data-node="${node}"]`))).toBeHidden();
    // Its steps stand around the place where it stood.
    const members = async () => {
      const seen = await places(page);
      const own = await cards(page).filter({ hasText: name }).evaluateAll((all) => all.map((one) => one.dataset["node"]!));
      return own.filter((one) => seen.has(one) && (one === node || !others.has(one))).map((one) => seen.get(one)!);
    };
    await expect.poll(async () => (await members()).length).toBe(size);
    const hull = (boxes: Box[]) => ({
      x: (Math.min(...boxes.map(({ x }) => x)) + Math.max(...boxes.map(({ x, width }) => x + width))) / 2,
      y: (Math.min(...boxes.map(({ y }) => y)) + Math.max(...boxes.map(({ y, height }) => y + height))) / 2,
    });
    const astray = async () => {
      const { x, y } = hull(await members());
      return Math.hypot(x - before.x, y - before.y);
    };
    await expect.poll(astray).toBeLessThan(2);
    await expect(zoom(page)).toHaveText(scale);

    const one = cards(page).and(page.locator(`[data-node="${node}"]`));
    await on(page, one);
    const held = await middle(one);
    await on(page, details(page).getByRole("button", { name: `Collapse ×${size}` }));
    await expect.poll(nodes).toBe(folded);
    const back = groups.and(page.locator(`[data-node="${node}"]`));
    await expect.poll(async () => {
      const { x, y } = await middle(back);
      return Math.hypot(x - held.x, y - held.y);
    }).toBeLessThan(2);
    await expect(zoom(page)).toHaveText(scale);
  },
);

interaction<Act>(
  "walking the edges",
  {
    keyboard: (page) => page.keyboard.press("ArrowRight"),
    // Mouse and touch: links in the details lead upstream and downstream; the view is dragged.
  },
  async (page, steps, right) => {
    const all = await edges(page, stages(steps));
    const leads = new Set(all.map(([from, to]) => `${from}>${to}`));
    await openGraph(page, stages(steps));
    await cards(page).and(page.locator("[tabindex='0']")).focus();
    const here = () => page.evaluate(() => document.activeElement?.getAttribute("data-subtask-id") ?? "");
    // Where the card that had the focus goes out of sight, the next has it a frame later.
    const elsewhere = (from: string) => expect.poll(async () => ["", from].includes(await here())).toBe(false);
    const walk = [await here()];
    for (let step = 0; step < 8; step += 1) {
      await right(page);
      await elsewhere(walk.at(-1)!);
      walk.push(await here());
      expect(leads).toContain(walk.slice(-2).join(">"));
      await expect(card(page, walk.at(-1)!)).toBeInViewport({ ratio: 0.99 });
    }
    await page.keyboard.press("ArrowLeft");
    await elsewhere(walk.at(-1)!);
    expect(leads).toContain(`${await here()}>${walk.at(-1)}`);
    // Down leads to what stands below in the same column, and up back.
    const focused = async () => box(page.locator(":focus"));
    const isBelow = (own: Box) => (other: Box) => Math.abs(other.x - own.x) < 2 && other.y > own.y;
    while (![...(await places(page)).values()].some(isBelow(await focused()))) {
      const last = await here();
      await right(page);
      await elsewhere(last);
    }
    const [own, from] = [await here(), await focused()];
    await page.keyboard.press("ArrowDown");
    await elsewhere(own);
    expect(isBelow(from)(await focused())).toBe(true);
    await page.keyboard.press("ArrowUp");
    await expect.poll(here).toBe(own);
  },
);
