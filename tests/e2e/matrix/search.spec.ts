// Search as one types, with matches marked everywhere; from match to match; filters by outcome; all in the address.

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures.ts";
import { ink } from "../helpers/canvas.ts";
import { click, middle, tap } from "../helpers/hands.ts";
import { card, cards, chips, details, graph, grid, openTask, parameters, root, step, subtasks, voice } from "../helpers/viewer.ts";
import { type Act, interaction, layered, running } from "./interaction.ts";
import { canvas, minimap, pictured } from "./sight.ts";

const field = (page: Page): Locator => page.getByRole("searchbox");
const search = (page: Page): Locator => page.getByRole("search");
const strip = (page: Page): Locator => page.locator(".ts-strip canvas");
const accent = async (canvas: Locator): Promise<number> => (await ink(canvas)).accent;

/** Opens a task as rows and graph. */
async function openBoth(page: Page, id: string, query = ""): Promise<void> {
  await openTask(page, id, `view=both&fold=0${query}`);
  await pictured(page);
}

/** How many steps' names hold a text. */
async function count(page: Page, id: string, text: string): Promise<number> {
  return (await subtasks(page, id)).filter(({ name }) => name.toLowerCase().includes(text)).length;
}

interaction<Act>(
  "searching as one types",
  {
    mouse: async (page) => click(page, await middle(field(page))),
    touch: async (page) => tap(page, await middle(field(page))),
    keyboard: (page) => page.keyboard.press("/"),
  },
  async (page, steps, enter) => {
    await openBoth(page, layered(steps));
    expect(await accent(strip(page))).toBe(0);
    await expect(minimap(page)).toBeVisible();
    const plain = { graph: await accent(canvas(page)), minimap: await accent(minimap(page).locator("canvas")) };
    expect(plain).toEqual({ graph: 0, minimap: 0 });

    await enter(page);
    await expect(field(page)).toBeFocused();
    // Each letter counts.
    for (const text of ["st", "stop", "stop observer"]) {
      await page.keyboard.type(text.slice((await field(page).inputValue()).length));
      const found = await count(page, layered(steps), text.split(" ")[0]!);
      if (!text.includes(" ")) await expect(page.getByRole("search").getByText(`${found} of ${steps} steps match`)).toBeVisible();
    }
    const found = await count(page, layered(steps), "stop observer");
    expect(found).toBeGreaterThan(1);
    expect(found).toBeLessThan(steps);
    await expect(page.getByRole("search").getByText(`${found} of ${steps} steps match`)).toBeVisible();
    await expect.poll(() => parameters(page)["q"]).toBe("stop observer");

    // The rows that are left hold what is searched for, marked.
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(found));
    const rows = await grid(page).getByRole("row").count();
    await expect(grid(page).locator("mark")).toHaveText(Array.from({ length: rows * 2 }, (_, place) => ["Stop", "observer"][place % 2]!));
    // In the strip, of all that ran, what is searched for.
    const bar = await ink(strip(page));
    expect(bar.accent).toBeGreaterThan(10);
    expect(bar.accent).toBeLessThan(bar.pixels);
    // Cards are ringed or stand back, and so do nodes in the minimap.
    const wrong = () =>
      cards(page).evaluateAll((all) =>
        all
          .map((one) => ({ name: one.getAttribute("title")!, classList: one.classList }))
          .filter(({ name, classList }) => {
            const isMatch = name.endsWith("Stop observer");
            return classList.contains("ts-match") !== isMatch || classList.contains("ts-faint") === isMatch;
          })
          .map(({ name }) => name),
      );
    await expect.poll(wrong).toEqual([]);
    await expect.poll(() => accent(minimap(page).locator("canvas"))).toBeGreaterThan(8);
    // From afar, the canvas rings them.
    await graph(page).getByRole("button", { name: "Fit" }).click();
    await graph(page).getByRole("button", { name: "Zoom out" }).click();
    await graph(page).getByRole("button", { name: "Zoom out" }).click();
    await graph(page).getByRole("button", { name: "Zoom out" }).click();
    await expect(cards(page).first()).toBeHidden();
    await expect.poll(() => accent(canvas(page))).toBeGreaterThan(20);

    await field(page).fill("");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(steps));
    await expect.poll(() => accent(strip(page))).toBe(0);
    await expect.poll(() => accent(canvas(page))).toBe(0);
    await expect.poll(() => parameters(page)["q"]).toBeUndefined();
  },
);

/** Comes to the field, and goes to the match. */
const FINDING: Record<"mouse" | "touch" | "keyboard", { enter: Act; go: Act }> = {
  mouse: {
    enter: async (page) => click(page, await middle(field(page))),
    go: (page) => page.getByRole("button", { name: "Next match" }).click(),
  },
  touch: {
    enter: async (page) => tap(page, await middle(field(page))),
    go: async (page) => tap(page, await middle(page.getByRole("button", { name: "Next match" }))),
  },
  keyboard: { enter: (page) => page.keyboard.press("/"), go: (page) => page.keyboard.press("Enter") },
};

interaction<(typeof FINDING)["mouse"]>("finding a step by its id", FINDING, async (page, steps, { enter, go }) => {
  await openBoth(page, layered(steps));
  // The one that ends last: it is not in sight.
  const all = await subtasks(page, layered(steps));
  const last = all.sort((a, b) => Date.parse(a.finishTime!) - Date.parse(b.finishTime!)).at(-1)!;
  const id = String(last.id);
  await enter(page);
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(id);
  await expect(search(page).getByText(`1 of ${steps} steps match`)).toBeVisible();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "1");
  // Beside its name stands the id that was searched for.
  await expect(step(page, id).locator("mark")).toHaveText(id);
  await expect(step(page, id).locator(".ts-name")).toContainText(last.name);
  await expect.poll(() => parameters(page)["q"]).toBe(id);

  await go(page);
  await expect(step(page, id)).toHaveAttribute("aria-selected", "true");
  await expect(details(page)).toHaveAttribute("data-subtask-id", id);
  await expect(search(page).getByText("1 of 1", { exact: true })).toBeVisible();
  await expect(card(page, id)).toBeInViewport({ ratio: 0.99 });
  await expect(card(page, id)).toHaveClass(/ts-match/);
  // All others stand back.
  await expect.poll(() => cards(page).and(page.locator(":not(.ts-faint)")).count()).toBe(1);
});

interaction<(typeof FINDING)["mouse"]>("finding steps by their OCP node", FINDING, async (page, steps, { enter, go }) => {
  await openBoth(page, running(steps));
  const node = "10.20.0.12";
  const own = (await subtasks(page, running(steps))).filter(({ executor }) => executor === node).map(({ id }) => String(id));
  expect(own.length).toBeGreaterThan(2);
  expect(own.length).toBeLessThan(steps / 2);
  await enter(page);
  await page.keyboard.type(node);
  await expect(search(page).getByText(`${own.length} of ${steps} steps match`)).toBeVisible();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(own.length));
  // Each row that is left is one of them, and says the node.
  const shown = () => grid(page).getByRole("row").evaluateAll((all) => all.map((row) => row.getAttribute("data-subtask-id")!));
  await expect.poll(async () => (await shown()).filter((id) => !own.includes(id))).toEqual([]);
  await expect(grid(page).locator("mark")).toHaveText((await shown()).map(() => node));
  const wrong = () =>
    cards(page).evaluateAll(
      (all, own) => all.filter(({ classList, dataset }) => classList.contains("ts-match") !== own.includes(dataset["subtaskId"]!)).length,
      own,
    );
  await expect.poll(wrong).toBe(0);
  await expect.poll(() => accent(strip(page))).toBeGreaterThan(10);

  const before = await details(page).getAttribute("data-subtask-id");
  await go(page);
  await expect(details(page)).not.toHaveAttribute("data-subtask-id", before ?? "");
  const id = (await details(page).getAttribute("data-subtask-id"))!;
  expect(own).toContain(id);
  await expect(step(page, id)).toBeInViewport({ ratio: 0.9 });
  await expect(card(page, id)).toBeInViewport({ ratio: 0.99 });
  await expect(details(page).getByText(node, { exact: true })).toBeVisible();
});

interaction<{ next: Act; previous: Act }>(
  "going from match to match",
  {
    mouse: {
      next: (page) => page.getByRole("button", { name: "Next match" }).click(),
      previous: (page) => page.getByRole("button", { name: "Previous match" }).click(),
    },
    touch: {
      next: async (page) => tap(page, await middle(page.getByRole("button", { name: "Next match" }))),
      previous: async (page) => tap(page, await middle(page.getByRole("button", { name: "Previous match" }))),
    },
    keyboard: {
      next: (page) => field(page).press("Enter"),
      previous: (page) => field(page).press("Shift+Enter"),
    },
  },
  async (page, steps, { next, previous }) => {
    await openBoth(page, layered(steps), "&q=stop");
    const found = await count(page, layered(steps), "stop");
    /** Expects the match of this place, from 1, to be selected and in sight wherever steps are shown. */
    const expectMatch = async (place: number): Promise<string> => {
      await expect(search(page).getByText(`${place} of ${found}`, { exact: true })).toBeVisible();
      await expect(voice(page)).toHaveText(`${place} of ${found}`);
      const row = grid(page).locator(`[aria-rowindex="${place}"]`);
      await expect(row).toHaveAttribute("aria-selected", "true");
      await expect(row).toBeInViewport({ ratio: 0.9 });
      const id = (await row.getAttribute("data-subtask-id"))!;
      await expect(card(page, id)).toBeInViewport({ ratio: 0.99 });
      await expect(card(page, id)).toHaveAttribute("aria-current", "true");
      await expect(details(page)).toHaveAttribute("data-subtask-id", id);
      await expect.poll(() => parameters(page)["subtask"]).toBe(id);
      return id;
    };
    await next(page);
    const first = await expectMatch(1);
    await next(page);
    const second = await expectMatch(2);
    expect(second).not.toBe(first);
    await previous(page);
    expect(await expectMatch(1)).toBe(first);
    // Round the corner.
    await previous(page);
    await expectMatch(found);
    await next(page);
    expect(await expectMatch(1)).toBe(first);
  },
);

/** Presses a switch. */
type Press = (page: Page, chip: Locator) => Promise<void>;

interaction<Press>(
  "filtering by outcome",
  {
    mouse: (_, chip) => chip.click(),
    touch: async (page, chip) => tap(page, await middle(chip)),
    keyboard: async (page, chip) => {
      await chip.focus();
      await page.keyboard.press("Space");
    },
  },
  async (page, steps, press) => {
    await openBoth(page, running(steps));
    const chip = (name: RegExp) => chips(page).getByRole("button", { name });
    const size = async (name: RegExp) => Number(/\d+$/.exec((await chip(name).innerText()).trim())![0]);
    const outcomes = () =>
      grid(page).getByRole("row").evaluateAll((all) => [...new Set(all.map((row) => row.getAttribute("data-outcome")))]);
    const [done, open] = [await size(/^Done/), await size(/^Waiting/)];
    expect(done).toBe((await subtasks(page, running(steps))).filter(({ status }) => status === "SUCCESSFUL").length);

    await press(page, chip(/^Waiting/));
    await expect(chip(/^Waiting/)).toHaveAttribute("aria-pressed", "true");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(open));
    await expect.poll(outcomes).toEqual(["waiting"]);
    await expect.poll(() => parameters(page)["status"]).toBe("waiting");
    // In the graph the others stand back, and none is left out.
    const wrong = () =>
      cards(page).evaluateAll((all) =>
        all.filter(({ classList, dataset }) => classList.contains("ts-faint") === (dataset["outcome"] === "waiting")).length,
      );
    await expect.poll(wrong).toBe(0);
    await expect(graph(page)).toHaveAccessibleName(new RegExp(`${steps} nodes`));

    await press(page, chip(/^Done/));
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(open + done));
    await expect.poll(() => parameters(page)["status"]).toBe("waiting,succeeded");
    await expect.poll(() => accent(strip(page))).toBeGreaterThan(10);
    await press(page, chip(/^Waiting/));
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(done));
    await press(page, page.getByRole("button", { name: "Show all outcomes" }));
    await expect(grid(page)).toHaveAttribute("aria-rowcount", String(steps));
    await expect.poll(() => parameters(page)["status"]).toBeUndefined();
    await expect.poll(() => accent(strip(page))).toBe(0);
  },
);

interaction<Act>(
  "passing a link on",
  {
    "keyboard: y": (page) => page.keyboard.press("y"),
    "mouse: menu": async (page) => {
      await page.locator("summary").filter({ hasText: "Share" }).click();
      await page.getByRole("button", { name: "Copy link to this view" }).click();
    },
    touch: async (page) => {
      await tap(page, await middle(page.locator("summary").filter({ hasText: "Share" })));
      await tap(page, await middle(page.getByRole("button", { name: "Copy link to this view" })));
    },
  },
  async (page, steps, copy) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const all = (await subtasks(page, running(steps))).filter(({ name, status }) => name.includes("o") && status === "SUCCESSFUL");
    const some = all.sort((a, b) => b.id - a.id)[0]!;
    const choices = {
      view: "both", subtask: String(some.id), q: "o", status: "succeeded,running", fold: "0", lanes: "node", sort: "start",
      focus: "2", tz: "UTC", theme: "dark",
    };
    await openTask(page, running(steps), `${new URLSearchParams(choices)}`);
    await pictured(page);
    await copy(page);
    // It is said, too.
    await expect(voice(page)).toHaveText("Copied");
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const state = async (of: Page) => ({
      rows: await grid(of).getAttribute("aria-rowcount"),
      graph: await graph(of).getAttribute("aria-label"),
      selected: await details(of).getAttribute("data-subtask-id"),
      text: await field(of).inputValue(),
      pressed: await of.locator("[aria-pressed=true]").allInnerTexts(),
      dark: await root(of).evaluate((one) => getComputedStyle(one).colorScheme),
    });
    const other = await page.context().newPage();
    await other.goto(link);
    await pictured(other);
    await expect(step(other, choices.subtask)).toHaveAttribute("aria-selected", "true");
    await expect(step(other, choices.subtask)).toBeInViewport();
    await expect(card(other, choices.subtask)).toBeInViewport();
    expect(parameters(other)).toEqual(choices);
    expect(await state(other)).toEqual(await state(page));
    expect((await state(other)).dark).toBe("dark");
  },
);

interaction<{ open: Act; close: Act }>(
  "looking the keys up",
  {
    mouse: {
      open: (page) => page.getByRole("button", { name: "Keyboard shortcuts" }).click(),
      close: (page) => page.getByRole("dialog").getByRole("button", { name: "Close" }).click(),
    },
    touch: {
      open: async (page) => tap(page, await middle(page.getByRole("button", { name: "Keyboard shortcuts" }))),
      close: async (page) => tap(page, await middle(page.getByRole("dialog").getByRole("button", { name: "Close" }))),
    },
    keyboard: { open: (page) => page.keyboard.press("?"), close: (page) => page.keyboard.press("Escape") },
  },
  async (page, steps, { open, close }) => {
    await openBoth(page, running(steps), "&q=o");
    const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await open(page);
    await expect(list).toBeVisible();
    await expect(list).toBeInViewport({ ratio: 0.99 });
    for (const meaning of ["find a step", "show the whole", "zoom", "move between steps; expand and collapse", "this list"]) {
      await expect(list.locator("dd").getByText(meaning, { exact: true })).toBeVisible();
    }
    // The page behind it hears no key.
    await page.keyboard.press("4");
    await expect.poll(() => parameters(page)).toEqual({ view: "both", fold: "0", q: "o" });
    await close(page);
    await expect(list).toBeHidden();
    await page.keyboard.press("4");
    await expect.poll(() => parameters(page)["view"]).toBe("table");
  },
);
