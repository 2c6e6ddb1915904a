// The walks by keys, and what has buttons too: views, folding, closing the details.

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { middle, tap } from "../helpers/hands.ts";
import {
  card, details, frame, graph, grid, openTask, parameters, step, type Subtask, subtasks, table, view,
} from "../helpers/viewer.ts";
import { type Act, interaction, running } from "./interaction.ts";
import { pictured } from "./sight.ts";

const selected = (page: Page): Promise<string | null> => details(page).getAttribute("data-subtask-id");
const tapped = async (page: Page, element: Locator): Promise<void> => tap(page, await middle(element));

/** Opens a task as rows and graph. */
async function openBoth(page: Page, id: string, query = "&fold=0"): Promise<void> {
  await openTask(page, id, `view=both${query}`);
  await pictured(page);
}

/** Presses a key that selects another step, and gives which: it is in sight as a row and as a card, and both say so. */
async function walk(page: Page, key: string): Promise<string> {
  const before = await selected(page);
  await page.keyboard.press(key);
  await expect(details(page)).not.toHaveAttribute("data-subtask-id", before ?? "");
  const id = (await selected(page))!;
  await expect(step(page, id)).toHaveAttribute("aria-selected", "true");
  await expect(step(page, id)).toBeInViewport({ ratio: 0.9 });
  await expect(card(page, id)).toHaveAttribute("aria-current", "true");
  await expect(card(page, id)).toBeInViewport({ ratio: 0.99 });
  await expect.poll(() => parameters(page)["subtask"]).toBe(id);
  return id;
}

const rowIndex = async (page: Page, id: string): Promise<number> => Number(await step(page, id).getAttribute("aria-rowindex"));

interaction<{ next: string; previous: string }>(
  "going from failed step to failed step",
  {
    keyboard: { next: "n", previous: "p" },
    // Mouse and touch: the chip of the outcome leaves the failed ones alone, and Next match goes through them.
  },
  async (page, steps, { next, previous }) => {
    const all = await subtasks(page, running(steps));
    const done = all.filter(({ status }) => status === "SUCCESSFUL");
    const failed = [0.2, 0.5, 0.9].map((part) => String(done[Math.floor(done.length * part)]!.id));
    await page.route(`**/tasks/instances/${running(steps)}`, async (route) => {
      const answer = await route.fetch();
      const task = (await answer.json()) as { data: { subtasks: Subtask[] } };
      for (const one of task.data.subtasks) if (failed.includes(String(one.id))) one.status = "FAILED";
      await route.fulfill({ response: answer, json: task });
    });
    await openBoth(page, running(steps));
    const walked: { id: string; index: number }[] = [];
    for (let press = 0; press < failed.length; press += 1) {
      const id = await walk(page, next);
      await expect(step(page, id)).toHaveAttribute("data-outcome", "failed");
      walked.push({ id, index: await rowIndex(page, id) });
    }
    expect(walked.map(({ id }) => id).sort()).toEqual([...failed].sort());
    // Down the rows, and round the corner once at most.
    const back = walked.slice(1).filter(({ index }, place) => index < walked[place]!.index);
    expect(back.length).toBeLessThan(2);
    expect(await walk(page, next)).toBe(walked[0]!.id);
    for (const { id } of walked.slice(1).reverse()) expect(await walk(page, previous)).toBe(id);
  },
);

interaction<{ next: string; previous: string }>(
  "going along the critical path",
  {
    keyboard: { next: "c", previous: "Shift+C" },
    // Mouse and touch: the insights list it, each step a link.
  },
  async (page, steps, { next, previous }) => {
    await openBoth(page, running(steps));
    // From its beginning on: there is nothing selected that it could go on from.
    await page.keyboard.press("Escape");
    await expect(details(page)).not.toHaveAttribute("data-subtask-id");
    const walked: { id: string; index: number }[] = [];
    for (let press = 0; press < 5; press += 1) {
      const id = await walk(page, next);
      await expect(card(page, id)).toHaveClass(/ts-critical/);
      const index = await rowIndex(page, id);
      const last = walked.at(-1)?.index ?? 0;
      expect(index).toBeGreaterThan(last);
      // None of those between is on it.
      const skipped = await grid(page).locator("[data-subtask-id]:has(.ts-critical)").evaluateAll(
        (all, [from, to]) =>
          all.map((row) => Number(row.getAttribute("aria-rowindex"))).filter((index) => index > from! && index < to!),
        [last, index],
      );
      expect(skipped).toEqual([]);
      walked.push({ id, index });
    }
    for (const { id } of walked.slice(0, -1).reverse()) expect(await walk(page, previous)).toBe(id);
  },
);

interaction<{ up: string; down: string }>(
  "going to what is upstream and downstream",
  {
    keyboard: { up: "[", down: "]" },
    // Mouse and touch: the details name both, each a link.
  },
  async (page, steps, { up, down }) => {
    const all = await subtasks(page, running(steps));
    const leads = new Set(all.flatMap(({ id, downstreams }) => downstreams.map((next) => `${id}>${next}`)));
    // In the middle, with two above and something below.
    const led = new Set(all.filter(({ upstreams }) => upstreams.length > 0).map(({ id }) => id));
    const from = all.filter(({ upstreams, downstreams }) => {
      return upstreams.length > 0 && upstreams.every((up) => led.has(up)) && downstreams.length > 0;
    });
    await openBoth(page, running(steps), `&fold=0&subtask=${from[Math.floor(from.length / 2)]!.id}`);
    const walked = [(await selected(page))!];
    for (let press = 0; press < 2; press += 1) {
      walked.push(await walk(page, up));
      expect(leads).toContain(`${walked.at(-1)}>${walked.at(-2)}`);
    }
    for (let press = 0; press < 2; press += 1) {
      walked.push(await walk(page, down));
      expect(leads).toContain(`${walked.at(-2)}>${walked.at(-1)}`);
    }
  },
);

interaction<Act>(
  "folding all siblings, and unfolding them",
  {
    mouse: (page) => page.getByRole("checkbox", { name: "Fold siblings" }).click(),
    touch: (page) => tapped(page, page.getByText("Fold siblings", { exact: true })),
    "keyboard: g": (page) => page.keyboard.press("g"),
    "keyboard: Space": async (page) => {
      await page.getByRole("checkbox", { name: "Fold siblings" }).focus();
      await page.keyboard.press("Space");
    },
  },
  async (page, steps, fold) => {
    await openBoth(page, running(steps));
    const box = page.getByRole("checkbox", { name: "Fold siblings" });
    const nodes = async () => Number(/(\d+) nodes/.exec((await graph(page).getAttribute("aria-label"))!)?.[1]);
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(steps));
    expect(await nodes()).toBe(steps);
    await expect(box).not.toBeChecked();
    for (const groups of [grid(page), graph(page)]) await expect(groups.locator("[data-group-size]")).toHaveCount(0);

    await fold(page);
    await expect(box).toBeChecked();
    await expect.poll(() => parameters(page)["fold"]).toBeUndefined();
    await expect.poll(nodes).toBeLessThan(steps);
    const rows = async () => Number(await grid(page).getAttribute("aria-rowcount"));
    expect(await rows()).toBeLessThan(steps);
    // A row of siblings says how many it is.
    // Far down at times: of the stages of a large task few have siblings of one name alone.
    const [pane, groups] = [page.locator(".ts-timeline .ts-scroll"), grid(page).locator("[data-group-size]")];
    await pane.evaluate((element) => void (element.scrollTop = 0));
    await frame(page);
    while ((await groups.count()) === 0) {
      const moved = await pane.evaluate((element) => {
        const before = element.scrollTop;
        element.scrollTop += element.clientHeight / 2;
        return element.scrollTop - before;
      });
      expect(moved, "there is a row of siblings somewhere").toBeGreaterThan(0);
      await frame(page);
    }
    await expect(groups.first()).toContainText(/×\d+/);

    await fold(page);
    await expect(box).not.toBeChecked();
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(steps));
    await expect.poll(nodes).toBe(steps);
    await expect.poll(() => parameters(page)["fold"]).toBe("0");
    await expect(grid(page).locator("[data-group-size]")).toHaveCount(0);
  },
);

const VIEWS = ["Timeline", "Graph", "Both", "Table"] as const;

interaction<(page: Page, name: (typeof VIEWS)[number]) => Promise<void>>(
  "choosing the view",
  {
    mouse: (page, name) => view(page, name).click(),
    touch: (page, name) => tapped(page, view(page, name)),
    "keyboard: 1 to 4": (page, name) => page.keyboard.press(String(VIEWS.indexOf(name) + 1)),
    "keyboard: Enter": async (page, name) => {
      await view(page, name).focus();
      await page.keyboard.press("Enter");
    },
  },
  async (page, steps, choose) => {
    await openTask(page, running(steps), "fold=0");
    for (const name of ["Graph", "Table", "Both", "Timeline"] as const) {
      await choose(page, name);
      await expect(view(page, name)).toHaveAttribute("aria-pressed", "true");
      await expect(page.getByRole("group", { name: "View", exact: true }).locator("[aria-pressed=true]")).toHaveCount(1);
      await expect.poll(() => parameters(page)["view"]).toBe(name === "Timeline" ? undefined : name.toLowerCase());
      const shown = { Timeline: [grid], Graph: [graph], Both: [grid, graph], Table: [table] }[name];
      for (const part of [grid, graph, table]) {
        await expect(part(page)).toBeVisible({ visible: shown.some((one) => one === part) });
      }
      // Each has something of the task to show, not its frame alone: the step that the page opened on.
      const id = (await selected(page))!;
      if (shown.includes(grid)) await expect(step(page, id)).toBeInViewport();
      if (shown.includes(graph)) await expect(card(page, id)).toBeInViewport();
      if (shown.includes(table)) await expect(table(page)).toHaveAttribute("aria-rowcount", String(steps + 1));
    }
  },
);

interaction<Act>(
  "going to the ends of the rows",
  {
    keyboard: async (page) => grid(page).locator("[tabindex='0']").focus(),
    // Mouse and touch: they scroll (timeline-rows.spec.ts).
  },
  async (page, steps, enter) => {
    // A short window: twenty-five rows are more than a page too.
    await page.setViewportSize({ width: 1440, height: 700 });
    await openTask(page, running(steps), "fold=0");
    await enter(page);
    const press = async (key: string) => {
      await page.keyboard.press(key);
      // The focus follows in the next frame.
      await frame(page);
    };
    const here = async () => Number(await page.locator(":focus").getAttribute("aria-rowindex"));
    const expectAt = async (wanted: number) => {
      await expect.poll(here).toBe(wanted);
      await expect(page.locator(":focus")).toBeInViewport({ ratio: 0.95 });
    };
    await press("Home");
    await expectAt(1);
    await press("End");
    await expectAt(steps);
    await press("PageUp");
    await expect.poll(here).toBeLessThan(steps);
    const [at, pane] = [await here(), page.locator(".ts-timeline .ts-scroll")];
    // By a page: so many rows as there is room for.
    const full = Math.floor((await pane.evaluate((element) => element.clientHeight)) / 32) - 1;
    expect(Math.abs(steps - at - full)).toBeLessThan(2);
    await expectAt(at);
    await press("PageUp");
    await expectAt(Math.max(at - (steps - at), 1));
    await press("Home");
    await expectAt(1);
    await press("PageDown");
    await expectAt(1 + steps - at);
    await press("PageUp");
    await expectAt(1);
    await press("PageUp");
    await expectAt(1);
  },
);

interaction<Act>(
  "closing the details",
  {
    mouse: (page) => details(page).getByRole("button", { name: "Close" }).click(),
    touch: (page) => tapped(page, details(page).getByRole("button", { name: "Close" })),
    keyboard: (page) => page.keyboard.press("Escape"),
  },
  async (page, steps, close) => {
    const all = await subtasks(page, running(steps));
    const id = String(all[Math.floor(steps / 2)]!.id);
    await openBoth(page, running(steps), `&fold=0&subtask=${id}`);
    await expect(details(page)).toHaveAttribute("data-subtask-id", id);
    await expect(card(page, id)).toHaveAttribute("aria-current", "true");
    await expect(step(page, id)).toBeInViewport();
    const place = await step(page, id).boundingBox();

    await close(page);
    await expect(details(page)).not.toHaveAttribute("data-subtask-id");
    await expect(page.locator(".ts-timeline [aria-selected=true], .ts-cards [aria-current=true]")).toHaveCount(0);
    await expect(page.locator(".ts-arrows")).toHaveCount(0);
    await expect.poll(() => parameters(page)["subtask"]).not.toBe(id);
    // Nothing moved: where it stood it stands.
    expect(await step(page, id).boundingBox()).toEqual(place);
    await expect(card(page, id)).toBeInViewport();
  },
);
