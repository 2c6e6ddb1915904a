// The way back to the selected step: a button where it is out of sight, and the key that does the same.

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./helpers/accessible.ts";
import { box, drag, middle, roll } from "./helpers/hands.ts";
import { card, details, graph, grid, openTask, parameters, root, step, view } from "./helpers/viewer.ts";
import { openGraph } from "./matrix/sight.ts";

/** Batch restart OCP agent on 120 hosts: 604 steps. */
const MANY = "35101101";
const FAILED = "35100300";

const back = (within: Page | Locator): Locator => within.getByRole("button", { name: /^(Back to|回到)/ });
const side = (button: Locator): Promise<string | null> => button.locator("..").getAttribute("data-side");

/** A step in the middle of a view's rows, by id. */
async function halfway(page: Page, name: keyof typeof ROWS = "timeline"): Promise<string> {
  const pane = ROWS[name].pane(page);
  await page.goto("about:blank");
  await openTask(page, MANY, `fold=0&view=${name}`);
  await pane.evaluate((element) => void (element.scrollTop = element.scrollHeight / 2));
  const middle = async () => {
    const { y, height } = await box(pane);
    const rows = await pane.locator("[data-subtask-id]").evaluateAll((all) =>
      all.map((row) => ({ id: row.getAttribute("data-subtask-id")!, top: row.getBoundingClientRect().top })),
    );
    return rows.find(({ top }) => top > y + height / 2 && top < y + height)?.id;
  };
  await expect.poll(middle).toBeDefined();
  return (await middle())!;
}

/** Expects a row to lie between the head and the lower edge of what scrolls it. */
async function expectInSight(row: Locator, pane: Locator): Promise<void> {
  const beyond = async () => {
    const [{ y, height }, room] = [await box(row), await box(pane)];
    return Math.max(room.y + 32 - y, y + height - room.y - room.height);
  };
  await expect.poll(beyond).toBeLessThan(2);
}

/** Rows: what scrolls them, the row of a step, and the view's name in the address. */
const ROWS = {
  timeline: { pane: (page: Page) => page.locator(".ts-timeline .ts-scroll"), row: step },
  table: {
    pane: (page: Page) => page.locator(".ts-table .ts-scroll"),
    row: (page: Page, id: string) => page.locator(`.ts-table [data-subtask-id="${id}"]`),
  },
} as const;

for (const [name, { pane, row }] of Object.entries(ROWS)) {
  test.describe(`in the ${name}`, () => {
    /** Opens the view with a step in its middle selected and in sight, where there is no way back. */
    async function open(page: Page, query = ""): Promise<string> {
      const id = await halfway(page, name as keyof typeof ROWS);
      await page.goto("about:blank");
      await openTask(page, MANY, `fold=0&view=${name}&subtask=${id}${query}`);
      await expectInSight(row(page, id), pane(page));
      await expect(row(page, id)).toHaveAttribute("aria-selected", "true");
      await expect(back(page)).toHaveCount(0);
      return id;
    }

    for (const [way, by, where] of [
      ["down", 5_000, "above"],
      ["up", -5_000, "below"],
    ] as const) {
      test(`after scrolling ${way}, by mouse`, async ({ page }) => {
        const id = await open(page);
        const [count, chosen] = [await page.evaluate(() => history.length), parameters(page)];
        await roll(page, await middle(pane(page)), { x: 0, y: by });
        await expect(back(page)).toBeVisible();
        expect(await side(back(page))).toBe(where);
        await expect(back(page)).toHaveText(/^\[\d+\] \w/);
        // At the edge beyond which the step lies, over the rows and not over the head.
        const [room, button] = [await box(pane(page)), await box(back(page))];
        const gap = where === "above" ? button.y - room.y - 32 : room.y + room.height - button.y - button.height;
        expect(gap).toBeGreaterThan(0);
        expect(gap).toBeLessThan(16);

        await back(page).click();
        await expectInSight(row(page, id), pane(page));
        await expect(row(page, id)).toBeFocused();
        await expect(back(page)).toHaveCount(0);
        await expect(details(page)).toHaveAttribute("data-subtask-id", id);
        await expect.poll(() => parameters(page)).toEqual(chosen);
        expect(await page.evaluate(() => history.length)).toBe(count);
      });

      test(`after scrolling ${way}, by keyboard`, async ({ page }) => {
        const id = await open(page);
        const chosen = parameters(page);
        await row(page, id).focus();
        // The row that the keyboard is on may be another than the selected one.
        await page.keyboard.press(by > 0 ? "End" : "Home");
        await expect(back(page)).toBeVisible();
        expect(await side(back(page))).toBe(where);
        await page.keyboard.press(".");
        await expectInSight(row(page, id), pane(page));
        await expect(back(page)).toHaveCount(0);
        await expect.poll(() => parameters(page)).toEqual(chosen);

        await roll(page, await middle(pane(page)), { x: 0, y: by });
        await back(page).focus();
        await page.keyboard.press("Enter");
        await expect(row(page, id)).toBeFocused();
        await expectInSight(row(page, id), pane(page));
        // The arrows go on from there.
        await page.keyboard.press("ArrowDown");
        await expect(row(page, id)).not.toBeFocused();
        await expect.poll(() => parameters(page)).toEqual(chosen);
      });
    }

    test("a row at the edge is in sight as long as half of it is", async ({ page }) => {
      const id = await open(page);
      const place = await box(row(page, id));
      const top = (await box(pane(page))).y + 32;
      const scroll = (by: number) => pane(page).evaluate((element, by) => void (element.scrollTop += by), by);
      await scroll(place.y - top + 12);
      await page.waitForTimeout(200);
      await expect(back(page)).toHaveCount(0);
      await scroll(8);
      await expect(back(page)).toBeVisible();
      expect(await side(back(page))).toBe("above");
      await scroll(-8);
      await expect(back(page)).toHaveCount(0);
    });

    test("there is none for a step that search leaves out, and none without a selection", async ({ page }) => {
      await open(page);
      await roll(page, await middle(pane(page)), { x: 0, y: 5_000 });
      await expect(back(page)).toBeVisible();
      await page.getByRole("searchbox").fill("prepare");
      await expect(back(page)).toHaveCount(0);
      await page.getByRole("searchbox").fill("");
      await roll(page, await middle(pane(page)), { x: 0, y: 50_000 });
      await expect(back(page)).toBeVisible();
      await page.keyboard.press("Escape");
      await page.keyboard.press("i");
      await expect(back(page)).toHaveCount(0);
    });

    test("in Chinese, in a small window, without a barrier", async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await open(page, "&lang=zh-CN&theme=dark");
      await pane(page).evaluate((element) => void (element.scrollTop = 0));
      await expect(back(page)).toHaveAccessibleName(/^回到“\[\d+\] .+”$/);
      const [room, button] = [await box(pane(page)), await box(back(page))];
      expect(button.x).toBeGreaterThan(room.x + room.width / 3);
      expect(button.x + button.width).toBeLessThan(room.x + room.width);
      await expectAccessible(page, "a way back");
    });
  });
}

test("folded siblings stand for the one that is selected, and lanes cover none of it", async ({ page }) => {
  await openTask(page, MANY);
  // Selected, and then folded away by hand.
  const group = grid(page).locator('[data-group-size="120"]').nth(2);
  await group.click();
  const child = grid(page).locator('[aria-level="2"]').first();
  await child.click();
  await group.click();
  await expect(grid(page).locator('[aria-level="2"]')).toHaveCount(0);
  await expect(back(page)).toHaveCount(0);

  const id = await halfway(page);
  await page.goto("about:blank");
  await openTask(page, MANY, `fold=0&lanes=node&subtask=${id}`);
  await expect(step(page, id)).toBeInViewport();
  await roll(page, await middle(ROWS.timeline.pane(page)), { x: 0, y: 9_000 });
  await back(page).click();
  await expect(back(page)).toHaveCount(0);
  await expect(step(page, id)).toBeInViewport({ ratio: 0.9 });
  const top = (await box(ROWS.timeline.pane(page))).y;
  expect((await box(step(page, id))).y).toBeGreaterThanOrEqual(top + 64 - 1);
});

test.describe("in the graph", () => {
  const window = (page: Page): Locator => page.locator(".ts-graph-window");

  /** Opens the graph with a step selected, its card in the middle. */
  async function open(page: Page, query = ""): Promise<string> {
    const id = await halfway(page);
    await page.goto("about:blank");
    await openGraph(page, MANY, `fold=0&subtask=${id}${query}`);
    await window(page).scrollIntoViewIfNeeded();
    await expect(card(page, id)).toBeInViewport({ ratio: 0.99 });
    await expect(back(page)).toHaveCount(0);
    return id;
  }

  for (const [where, x, y] of [
    ["left", -1, 0],
    ["right", 1, 0],
    ["above", 0, -1],
    ["below", 0, 1],
  ] as const) {
    test(`after dragging until it is ${where}`, async ({ page }) => {
      const id = await open(page);
      const chosen = parameters(page);
      const room = await box(window(page));
      const from = { x: room.x + room.width * (0.5 - 0.4 * x), y: room.y + room.height * (0.5 - 0.4 * y) };
      await drag(page, from, { x: from.x + room.width * 0.8 * x, y: from.y + room.height * 0.8 * y });
      await expect(back(graph(page))).toBeVisible();
      expect(await side(back(page))).toBe(where);
      await expect(card(page, id)).not.toBeInViewport();
      await back(page).click();
      await expect(card(page, id)).toBeInViewport({ ratio: 0.99 });
      await expect(card(page, id)).toBeFocused();
      await expect(back(page)).toHaveCount(0);
      await expect(card(page, id)).toHaveAttribute("aria-current", "true");
      await expect.poll(() => parameters(page)).toEqual(chosen);
    });
  }

  test("after zooming elsewhere, by keyboard", async ({ page }) => {
    const id = await open(page);
    const chosen = parameters(page);
    const room = await box(window(page));
    const away = async () => {
      await roll(page, { x: room.x + 20, y: room.y + room.height / 2 }, { x: 0, y: -400 }, true);
      await expect(back(page)).toBeVisible();
      expect(await side(back(page))).toBe("right");
    };
    await away();
    await page.keyboard.press(".");
    await expect(card(page, id)).toBeInViewport({ ratio: 0.9 });
    await expect(back(page)).toHaveCount(0);
    await page.keyboard.press("f");
    await expect(back(page)).toHaveCount(0);
    await page.keyboard.press(".");
    await expect(card(page, id)).toBeInViewport({ ratio: 0.9 });

    await away();
    await back(page).focus();
    await page.keyboard.press("Enter");
    await expect(card(page, id)).toBeFocused();
    await expect(card(page, id)).toBeInViewport({ ratio: 0.9 });
    await expect.poll(() => parameters(page)).toEqual(chosen);
  });

  test("there is none while the step is in the window, however small, and none in its focus", async ({ page }) => {
    await open(page);
    for (let time = 0; time < 12; time += 1) {
      await page.getByRole("button", { name: "Zoom out" }).click();
      await expect(back(page)).toHaveCount(0);
    }
    await page.keyboard.press("o");
    await expect(page.locator(".ts-focus")).toBeVisible();
    await expect(back(page)).toHaveCount(0);
  });

  test("beside the rows, both views come back at once", async ({ page }) => {
    const id = await halfway(page);
    await page.goto("about:blank");
    await openGraph(page, MANY, `fold=0&subtask=${id}`);
    await view(page, "Both").click();
    await expect(step(page, id)).toBeInViewport();
    await expect(card(page, id)).toBeInViewport();
    await roll(page, await middle(ROWS.timeline.pane(page)), { x: 0, y: 5_000 });
    const room = await box(window(page));
    const from = { x: room.x + 20, y: room.y + room.height / 2 };
    await drag(page, from, { x: room.x + room.width - 20, y: from.y });
    await expect(back(page)).toHaveCount(2);
    await back(graph(page)).click();
    await expect(back(page)).toHaveCount(0);
    await expect(step(page, id)).toBeInViewport();
    await expect(card(page, id)).toBeInViewport();
  });

  test("in Chinese, in a small window, without a barrier, clear of the other buttons", async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page, "&lang=zh-CN&theme=dark");
    // Clear of the details, which stand over the lower part.
    await window(page).evaluate((pane) => pane.scrollIntoView({ block: "end" }));
    const room = await box(window(page));
    const from = { x: room.x + room.width / 2, y: Math.max(room.y, 0) + 8 };
    for (let time = 0; time < 5 && (await back(page).count()) === 0; time += 1) {
      await drag(page, from, { x: from.x, y: room.y + room.height - 120 });
    }
    await expect(back(page)).toHaveAccessibleName(/^回到“\[\d+\] .+”$/);
    const [button, zoom] = [await box(back(page)), await box(page.locator(".ts-zoom"))];
    expect(button.y + button.height).toBeLessThan(zoom.y);
    expect(button.x).toBeCloseTo(zoom.x, 0);
    expect(button.x + button.width).toBeLessThan(room.x + room.width);
    await expectAccessible(page, "a way back");
  });
});

test("the key is in the list, and says where it led", async ({ page }) => {
  await openTask(page, FAILED);
  await page.keyboard.press(".");
  await expect(page.getByRole("status")).toHaveText("“Bootstrap ob”, Failed");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list.locator("dt:has(kbd:text-is('.')) + dd")).toHaveText("back to the selected step");
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
});
