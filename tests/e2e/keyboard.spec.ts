// Everything can be done without a mouse: each control is in the order of Tab, and the keys that `?` lists do what it says.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import {
  allRows, card, details, frame, graph, grid, menu, openTask, parameters, root, step, table, view,
} from "./helpers/viewer.ts";
import { pictured } from "./matrix/sight.ts";

const FAILED = "35100300";
const [BENCH, BOOTSTRAP, RESTART] = ["13300010", "13300013", "13300003"] as const;
/** Batch stop OCP agent on 12 hosts: three groups with barriers between them. */
const STOP = "37002012";

const focusedId = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-subtask-id"));
const active = (page: Page) => page.locator(":focus");

/** Walks through the page by Tab and gives the names of the controls that it never comes to. */
async function unreached(page: Page): Promise<string[]> {
  const controls = `button, input, textarea, select, summary, a[href], [tabindex="0"]`;
  const found = await page.evaluateHandle((selector) => {
    const all = [...document.querySelectorAll<HTMLElement>(selector)];
    // Of rows and cards one alone is in the order of Tab: arrows lead to the others.
    const roving = (element: HTMLElement) => element.tabIndex < 0;
    return all.filter((element) => element.checkVisibility() && !element.matches(":disabled") && !roving(element));
  }, controls);
  const count = await found.evaluate((all) => all.length);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
  });
  const reached = new Set<number>();
  for (let press = 0; press < count * 2 && reached.size < count; press += 1) {
    await page.keyboard.press("Tab");
    const place = await found.evaluate((all) => all.indexOf(document.activeElement as HTMLElement));
    if (place >= 0) reached.add(place);
  }
  return found.evaluate(
    (all, seen) => all.filter((_, place) => !seen.includes(place)).map((element) => element.outerHTML.slice(0, 120)),
    [...reached],
  );
}

test.describe("Tab comes to every control", () => {
  test("of the open page", async ({ page }) => {
    await page.goto("./");
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
    expect(await unreached(page)).toEqual([]);
  });

  for (const shown of ["timeline", "graph", "both", "table"]) {
    test(`of a task as ${shown}`, async ({ page }) => {
      await openTask(page, FAILED, `view=${shown}`);
      await expect(details(page)).toHaveAttribute("data-subtask-id", BOOTSTRAP);
      if (shown === "graph" || shown === "both") await expect(card(page, BOOTSTRAP)).toBeVisible();
      expect(await unreached(page)).toEqual([]);
    });
  }

  test("and what has the focus shows it", async ({ page }) => {
    await openTask(page, FAILED, "view=both");
    for (let press = 0; press < 30; press += 1) {
      await page.keyboard.press("Tab");
      const bare = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const style = getComputedStyle(element);
        return style.outlineStyle === "none" && style.boxShadow === "none" ? element.outerHTML.slice(0, 120) : null;
      });
      expect(bare).toBeNull();
    }
  });
});

test.describe("the treegrid", () => {
  test("arrows, Home, End and the page keys walk the rows", async ({ page }) => {
    await openTask(page, FAILED);
    await grid(page).getByRole("row").first().focus();
    await page.keyboard.press("Home");
    await expect(active(page)).toHaveAttribute("aria-rowindex", "1");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(active(page)).toHaveAttribute("aria-rowindex", "3");
    await page.keyboard.press("ArrowUp");
    await expect(active(page)).toHaveAttribute("aria-rowindex", "2");
    await page.keyboard.press("End");
    await expect(active(page)).toHaveAttribute("aria-rowindex", "23");
    await expect(active(page)).toBeInViewport({ ratio: 0.95 });
    await page.keyboard.press("PageUp");
    await expect(active(page)).not.toHaveAttribute("aria-rowindex", "23");
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await expect(details(page).getByRole("heading", { level: 2 })).toContainText("Prepare install cluster");
  });

  test("right opens a group and enters it, left leaves and closes it", async ({ page }) => {
    await openTask(page, STOP);
    await grid(page).getByRole("row").first().focus();
    await expect(active(page)).toHaveAttribute("data-group-size", "12");
    await page.keyboard.press("ArrowRight");
    await expect(active(page)).toHaveAttribute("aria-expanded", "true");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "17");
    await page.keyboard.press("ArrowRight");
    await expect(active(page)).toHaveAttribute("aria-rowindex", "2");
    await expect(active(page)).toHaveAttribute("aria-level", "2");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowLeft");
    await expect(active(page)).toHaveAttribute("data-group-size", "12");
    await page.keyboard.press("ArrowLeft");
    await expect(active(page)).toHaveAttribute("aria-expanded", "false");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "5");
  });

  test("scrolling away and back keeps the focus", async ({ page }) => {
    await openTask(page, "35101101", "fold=0");
    await grid(page).getByRole("row").first().focus();
    for (let press = 0; press < 60; press += 1) await page.keyboard.press("ArrowDown");
    await expect(active(page)).toHaveAttribute("aria-rowindex", "61");
    await active(page).hover();
    await page.mouse.wheel(0, -300);
    await page.mouse.wheel(0, 5_000);
    await page.mouse.wheel(0, -600);
    // Until the wheel has come to rest: else it goes on behind the key.
    const top = () => grid(page).evaluate((element) => element.closest(".ts-scroll")?.scrollTop ?? Number.NaN);
    const moved = async () => {
      const before = await top();
      await frame(page);
      return (await top()) - before;
    };
    await expect.poll(moved).toBe(0);
    await page.keyboard.press("ArrowDown");
    await expect(active(page)).toHaveAttribute("aria-rowindex", "62");
    await expect(active(page)).toBeInViewport();
  });
});

test("in the graph, arrows walk the edges and Enter selects", async ({ page }) => {
  await openTask(page, FAILED, "view=graph");
  await card(page, BOOTSTRAP).focus();
  await page.keyboard.press("ArrowRight");
  await expect(card(page, RESTART)).toBeFocused();
  await expect(card(page, RESTART)).toBeInViewport();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(card(page, BENCH)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(details(page)).toHaveAttribute("data-subtask-id", BENCH);
  await expect(card(page, BENCH)).toHaveAttribute("aria-current", "true");
  await expect(card(page, BENCH)).toBeFocused();
});

test("in the graph, up and down go to siblings, + and − zoom", async ({ page }) => {
  await openTask(page, STOP, "view=graph&fold=0");
  await graph(page).locator("[data-subtask-id]").filter({ hasText: "Stop all OCP agent" }).first().focus();
  const first = await focusedId(page);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => focusedId(page)).not.toBe(first);
  await expect(active(page)).toContainText("Stop all OCP agent");
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => focusedId(page)).toBe(first);
  const percent = graph(page).locator(".ts-zoom").getByText(/^\d+ %$/);
  const before = Number.parseInt(await percent.innerText());
  await page.keyboard.press("+");
  await expect.poll(async () => Number.parseInt(await percent.innerText())).toBeGreaterThan(before);
  await page.keyboard.press("-");
  await expect(percent).toHaveText(`${before} %`);
});

test.describe("the keys of the page", () => {
  test("1 to 4 choose the view, but not while the reader types", async ({ page }) => {
    await openTask(page, FAILED);
    for (const [key, name] of [["2", "Graph"], ["3", "Both"], ["4", "Table"], ["1", "Timeline"]] as const) {
      await page.keyboard.press(key);
      await expect(view(page, name)).toHaveAttribute("aria-pressed", "true");
    }
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox")).toBeFocused();
    await page.keyboard.type("g2?");
    await expect(page.getByRole("searchbox")).toHaveValue("g2?");
    await expect(view(page, "Timeline")).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("searchbox")).toHaveValue("");
    await expect(page.getByRole("searchbox")).not.toBeFocused();
  });

  test("n and p go round the failed steps", async ({ page }) => {
    await openTask(page, "35101001");
    const first = await details(page).getAttribute("data-subtask-id");
    await page.keyboard.press("n");
    await expect(details(page)).not.toHaveAttribute("data-subtask-id", first!);
    await expect(step(page, (await details(page).getAttribute("data-subtask-id"))!)).toHaveAttribute("data-outcome", "failed");
    await page.keyboard.press("n");
    await expect(details(page)).toHaveAttribute("data-subtask-id", first!);
    await page.keyboard.press("p");
    await expect(details(page)).not.toHaveAttribute("data-subtask-id", first!);
  });

  test("c goes along the critical path, past what is not on it, and ⇧C back", async ({ page }) => {
    await openTask(page, "35101300");
    const names = ["Check backup target", "Pause log archive", "Copy data", "Verify backup set", "Finish backup"];
    for (const name of [...names, ...names.slice(0, 2)]) {
      await page.keyboard.press("c");
      await expect(details(page).getByRole("heading", { level: 2 })).toHaveText(name);
    }
    await page.keyboard.press("Shift+C");
    await expect(details(page).getByRole("heading", { level: 2 })).toHaveText("Check backup target");
  });

  for (const arranged of ["fold=0", "sort=duration", "lanes=node", "lanes=node&sort=wait", "view=table"]) {
    test(`n, p and the matches go by the rows on the screen: ${arranged}`, async ({ page }) => {
      // Five of its steps failed, in no order.
      const failed = ["14001008", "14001003", "14001040", "14001021", "14001055"];
      await page.route("**/tasks/instances/35101001", async (route) => {
        const response = await route.fetch();
        const body = (await response.json()) as { data: { subtasks: { id: number; status: string }[] } };
        for (const one of body.data.subtasks) {
          if (failed.includes(String(one.id))) one.status = "FAILED";
          else if (one.status === "FAILED") one.status = "SUCCESSFUL";
        }
        await route.fulfill({ response, json: body });
      });
      await openTask(page, "35101001", arranged);
      let ids: (string | null)[];
      if (arranged === "view=table") {
        await table(page).getByRole("button", { name: "Run time" }).click();
        await table(page).getByRole("button", { name: "Run time" }).click();
        await page.setViewportSize({ width: 1440, height: 2600 });
        await expect(table(page).locator("[data-subtask-id]")).toHaveCount(64);
        ids = await table(page).locator("[data-subtask-id]").evaluateAll((all) => all.map((row) => row.getAttribute("data-subtask-id")));
      } else {
        ids = (await allRows(page)).map(({ id }) => id);
      }
      const expected: (string | null)[] = ids.filter((id) => id !== null && failed.includes(id));
      expect(expected).toHaveLength(5);
      const selected = () => details(page).getAttribute("data-subtask-id");
      const walk = async (key: string) => {
        const walked: (string | null)[] = [];
        for (let press = 0; press < 5; press += 1) {
          const before = await selected();
          await page.keyboard.press(key);
          await expect(details(page)).not.toHaveAttribute("data-subtask-id", before ?? "");
          walked.push(await selected());
        }
        return walked;
      };
      const from = (start: string | null) => {
        const at = expected.indexOf(start);
        return [...expected.slice(at + 1), ...expected.slice(0, at + 1)];
      };
      expect(await walk("n")).toEqual(from(await selected()));
      const here = await selected();
      expect(await walk("p")).toEqual([...from(here).slice(0, 4).reverse(), here]);

      await page.keyboard.press("/");
      await page.keyboard.type("ocp agent");
      const matches: (string | null)[] = ids.filter((id) => id !== null);
      await expect(page.getByRole("search").getByText(/^\d+ of 64 steps match$/)).toBeVisible();
      const found: (string | null)[] = [];
      for (let press = 0; press < 5; press += 1) {
        await page.keyboard.press("Enter");
        found.push(await selected());
      }
      const places = found.map((id) => matches.indexOf(id));
      const jumps = places.slice(1).filter((place, at) => place < places[at]!);
      expect(jumps.length, `${places.join()} goes round at most once`).toBeLessThan(2);
    });
  }

  test("[ and ] follow the edges, Escape closes the details", async ({ page }) => {
    await openTask(page, FAILED);
    await page.keyboard.press("]");
    await expect(details(page)).toHaveAttribute("data-subtask-id", RESTART);
    await page.keyboard.press("[");
    await page.keyboard.press("[");
    await expect(details(page)).toHaveAttribute("data-subtask-id", BENCH);
    await page.keyboard.press("Escape");
    await expect(details(page)).not.toHaveAttribute("data-subtask-id");
  });

  test("f shows the whole graph, g folds and unfolds", async ({ page }) => {
    await openTask(page, STOP, "view=graph");
    await pictured(page);
    await expect(graph(page)).toHaveAccessibleName(/5 nodes/);
    const percent = graph(page).locator(".ts-zoom").getByText(/^\d+ %$/);
    const whole = await percent.innerText();
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect(percent).not.toHaveText(whole);
    await page.keyboard.press("f");
    await expect(percent).toHaveText(whole);
    await page.keyboard.press("g");
    await expect(graph(page)).toHaveAccessibleName(/38 nodes/);
    await expect.poll(() => parameters(page)).toEqual({ view: "graph", fold: "0" });
    await page.keyboard.press("g");
    await expect(graph(page)).toHaveAccessibleName(/5 nodes/);
    for (const again of [false, true]) {
      await page.keyboard.press("*");
      await expect(graph(page), `${again}`).toHaveAccessibleName(/38 nodes/);
      await expect.poll(() => parameters(page)).toEqual({ view: "graph", fold: "0" });
    }
  });

  test("y copies the link", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openTask(page, FAILED, "view=graph");
    await page.keyboard.press("y");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  });

  test("? lists them all, Escape closes the list", async ({ page }) => {
    await openTask(page, FAILED);
    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(list).toBeVisible();
    for (const key of ["/", "n p", "1 – 4", "[ ]", "Enter", "g", "*", "y", "Esc", "?"]) {
      await expect(list.locator("kbd").filter({ hasText: new RegExp(`^${key.replace(/[?*[\]]/g, "\\$&").replace(/ /g, "\\s+")}`) }).first()).toBeVisible();
    }
    await page.keyboard.press("Escape");
    await expect(list).toBeHidden();
    await expect(details(page)).toHaveAttribute("data-subtask-id", BOOTSTRAP);
  });

  test("a menu opens by Enter and closes by Escape, which gives the focus back", async ({ page }) => {
    await openTask(page, FAILED);
    const share = menu(page, "Share");
    await share.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Copy link to this view" })).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: "Copy link to this view" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Copy link to this view" })).toBeHidden();
    await expect(share).toBeFocused();
    await expect(details(page)).toHaveAttribute("data-subtask-id", BOOTSTRAP);
  });
});

test.describe("the headings of the table", () => {
  test("sort by Enter and Space, and select nothing", async ({ page }) => {
    await openTask(page, FAILED, "view=table");
    const heading = table(page).getByRole("columnheader", { name: "Run time" });
    const before = await details(page).getAttribute("data-subtask-id");
    await heading.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await expect(heading).toHaveAttribute("aria-sort", "ascending");
    await page.keyboard.press("Space");
    await expect(heading).toHaveAttribute("aria-sort", "descending");
    await expect(heading.getByRole("button")).toBeFocused();
    await expect(details(page)).toHaveAttribute("data-subtask-id", before ?? "");
    expect(parameters(page)).toEqual({ view: "table", sort: "duration" });
  });
});

test.describe("Tab finds a row", () => {
  for (const shown of ["timeline", "table"]) {
    for (const way of ["search", "fold"]) {
      if (shown === "table" && way === "fold") continue;
      test(`after the list became shorter: ${shown}, ${way}`, async ({ page }) => {
        await openTask(page, "35101101", `fold=0&view=${shown}`);
        const rows = page.locator("[role=row][data-subtask-id]");
        await rows.nth(10).click();
        await page.keyboard.press("End");
        await expect(active(page)).toHaveAttribute("aria-rowindex", shown === "table" ? "605" : "604");
        if (way === "search") {
          await page.keyboard.press("/");
          await page.keyboard.type("wait node");
        } else {
          await page.keyboard.press("g");
        }
        await expect.poll(() => page.locator("[aria-rowcount]").getAttribute("aria-rowcount")).not.toMatch(/60[45]/);
        await expect(page.locator('[role=row][tabindex="0"]')).toHaveCount(1);
      });
    }
  }
});

test("letters count beside a checkbox and on the replay's slider, which keeps its own keys", async ({ page }) => {
  await openTask(page, FAILED);
  await page.getByRole("checkbox", { name: /Fold/ }).focus();
  await page.keyboard.press("4");
  await expect(view(page, "Table")).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("r");
  const slider = page.getByRole("slider");
  await slider.press("Home");
  const start = await slider.inputValue();
  await slider.press("ArrowRight");
  await expect.poll(() => slider.inputValue()).not.toBe(start);
  await slider.press("1");
  await expect(view(page, "Timeline")).toHaveAttribute("aria-pressed", "true");
  await slider.press("r");
  await expect(slider).toBeHidden();
});

test("Enter and Esc that an input method takes leave the search alone", async ({ page }) => {
  await openTask(page, FAILED);
  const field = page.getByRole("searchbox");
  await field.fill("ob");
  const chosen = await details(page).getAttribute("data-subtask-id");
  for (const key of ["Enter", "Escape"]) {
    await field.dispatchEvent("keydown", { key, isComposing: true, bubbles: true });
    await field.dispatchEvent("keydown", { key, keyCode: 229, bubbles: true });
  }
  await frame(page);
  await expect(field).toHaveValue("ob");
  await expect(details(page)).toHaveAttribute("data-subtask-id", chosen ?? "");
});

test("a step that n selects is seen, though its group was closed by hand", async ({ page }) => {
  await openTask(page, "35101001");
  const opened = grid(page).locator('[data-group-size][aria-expanded="true"]');
  await opened.first().click();
  await expect(opened).toHaveCount(0);
  await page.keyboard.press("n");
  const id = await details(page).getAttribute("data-subtask-id");
  await expect(step(page, id ?? "")).toBeInViewport();
  await expect(step(page, id ?? "")).toHaveAttribute("aria-selected", "true");
  // Whoever closes it then has it closed.
  await opened.first().click();
  await expect(step(page, id ?? "")).toHaveCount(0);
  await page.keyboard.press("/");
  await page.keyboard.type(id ?? "");
  await page.keyboard.press("Enter");
  await expect(step(page, id ?? "")).toBeInViewport();
});

test("a row that is clicked stays where it is, though a group above it folds", async ({ page }) => {
  const answer = await page.request.get("/api/v2/tasks/instances/35101101");
  const { data } = (await answer.json()) as { data: { subtasks: { id: number; name: string; parallelIdx: number }[] } };
  const group = data.subtasks.filter(({ name }) => name === "Start all OCP agent processes");
  group.sort((a, b) => a.parallelIdx - b.parallelIdx);
  // So low that there is something to scroll though all is folded.
  await page.setViewportSize({ width: 1200, height: 400 });
  await openTask(page, "35101101", `subtask=${group.at(-1)?.id}`);
  const member = grid(page).locator("[role=row][aria-selected=true]");
  await expect(member).toBeInViewport();
  const index = Number(await member.getAttribute("aria-rowindex")) + 1;
  // The row below the group at the lower edge: so far the page can be scrolled then, too.
  await page.locator(".ts-timeline .ts-scroll").evaluate((pane, place) => void (pane.scrollTop = (place + 1) * 32 - pane.clientHeight), index);
  await frame(page);
  const { x, y } = (await grid(page).locator(`[aria-rowindex="${index}"]`).boundingBox())!;
  await page.mouse.click(x + 40, y + 16);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "9");
  await frame(page);
  await expect(active(page)).toHaveAttribute("aria-rowindex", "8");
  expect((await active(page).boundingBox())!.y).toBe(y);
});
