// Comparison: another run of the same kind of task, step by step.

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./helpers/accessible.ts";
import {
  allRows, banner as failure, card, cards, details, graph, grid, goToFragment, menu, notices, openTask, parameters, pollEvery,
  root, sentence, step,
} from "./helpers/viewer.ts";

const OWN = "35100400";
const OTHER = "35100401";

const banner = (page: Page): Locator => page.getByRole("region", { name: /^(Comparison|对比)$/ });
const signed = /^[+−]\d/;

test("a link compares two runs, step by step", async ({ page }) => {
  await openTask(page, OWN, `compare=${OTHER}&view=both`);
  await expect(banner(page)).toContainText(/^Compared with #35100401 \(Succeeded, 2024-.*\): .* (longer|shorter)/);
  await expect(banner(page)).toContainText("What made the difference");
  await expect.poll(() => parameters(page)).toEqual({ compare: OTHER, view: "both" });

  const rows = grid(page).locator("[data-subtask-id]");
  // Both runs are drawn on one scale, each from its own start.
  await expect(rows.first().locator(".ts-bar-other")).toBeVisible();
  const deltas = await grid(page).locator(".ts-delta").evaluateAll((all) =>
    all.map((element) => [element.getAttribute("data-delta"), element.textContent] as const),
  );
  expect(deltas.length).toBeGreaterThan(10);
  for (const [delta, text] of deltas) expect(text).toMatch(delta === "same" ? /^same$/ : signed);
  // A card says by its colour and in its words what its row says.
  const different = grid(page).locator('[data-subtask-id]:has(.ts-delta[data-delta="longer"], .ts-delta[data-delta="shorter"])');
  const id = (await different.first().getAttribute("data-subtask-id"))!;
  const said = (await step(page, id).locator(".ts-delta").textContent())!;
  const delta = (await step(page, id).locator(".ts-delta").getAttribute("data-delta"))!;
  await step(page, id).click();
  await expect(card(page, id)).toHaveAttribute("data-delta", delta);
  await expect(card(page, id)).toHaveAccessibleName(new RegExp(said.replace("+", "\\+")));
});

test("the parts of the difference add up to it, and lead to their steps", async ({ page }) => {
  await openTask(page, OWN, `compare=${OTHER}`);
  const walls = await page.evaluate(
    (ids) =>
      Promise.all(
        ids.map(async (id) => {
          const { data } = await (await fetch(`/api/v2/tasks/instances/${id}`)).json();
          return Date.parse(data.finishTime) - Date.parse(data.startTime);
        }),
      ),
    [OWN, OTHER],
  );
  const difference = walls[0]! - walls[1]!;
  await expect(banner(page)).toContainText(difference > 0 ? "longer" : "shorter");
  // Each part is cut to a tenth of a second, or to a whole one from a minute on.
  const parts = await banner(page).locator(".ts-cause b").allInnerTexts();
  const millis = (text: string): number => {
    const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
    const spans = text.matchAll(/([\d.]+) (ms|s|m|h)/g);
    return [...spans].reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit!]!, 0) * (text.startsWith("−") ? -1 : 1);
  };
  const sum = parts.reduce((total, text) => total + millis(text), 0);
  expect(Math.abs(sum - difference)).toBeLessThan(1_000 * parts.length);

  const cause = banner(page).getByRole("button", { name: signedName }).first();
  await cause.click();
  await expect(details(page)).toHaveAttribute("data-subtask-id", /\d+/);
});
const signedName = /“.*” [+−]\d/;

test("the menu offers an id and the tasks of the same name", async ({ page }) => {
  await openTask(page, OTHER);
  await openTask(page, "35000312");
  await openTask(page, OWN);
  await menu(page, /^Compare…$/).click();
  const recent = page.getByRole("group", { name: "Same task, looked at lately" });
  await expect(recent.getByRole("button")).toHaveCount(1);
  await page.getByRole("textbox", { name: "ID of the other run" }).fill("abc");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  await recent.getByRole("button", { name: /#35100401/ }).click();
  await expect(banner(page)).toContainText("Compared with #35100401");
  await expect(recent).toBeHidden();
  await expect.poll(() => parameters(page)).toEqual({ compare: OTHER });

  await banner(page).getByRole("button", { name: "End the comparison" }).click();
  await expect(banner(page)).toBeHidden();
  await expect(grid(page).locator(".ts-delta, .ts-bar-other")).toHaveCount(0);
  await expect.poll(() => parameters(page)).toEqual({});
});

test("a task against itself: nothing differs", async ({ page }) => {
  await openTask(page, OWN, `compare=${OWN}`);
  await expect(banner(page)).toContainText("took exactly as long");
  await expect(banner(page).locator(".ts-cause")).toHaveCount(0);
  const deltas = await grid(page).locator(".ts-delta").evaluateAll((all) => all.map((it) => it.getAttribute("data-delta")));
  expect(new Set(deltas)).toEqual(new Set(["same"]));
});

test("two tasks of different names: it says so, and what is new and gone", async ({ page }) => {
  await openTask(page, OWN, "compare=35000312");
  await expect(banner(page)).toContainText("different names");
  await expect(banner(page)).toContainText("4 steps only in the other run");
  await expect(grid(page).locator('.ts-delta[data-delta="new"]').first()).toHaveText("new");
  expect((await allRows(page)).length).toBeGreaterThan(10);
});

test.describe("another task that can't be had", () => {
  test.use({ expectedErrors: /status of 404/ });
  test("is said in the page, which keeps its own", async ({ page }) => {
    await openTask(page, OWN, "compare=404");
    const alert = failure(page);
    await expect(alert).toHaveAttribute("data-error", "not-found");
    await expect(alert).toContainText("404");
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
    await expect(step(page, (await allRows(page))[0]!.id!)).toBeVisible();
    await alert.getByRole("button", { name: "End the comparison" }).click();
    await expect(alert).toBeHidden();
  });
});

test.describe("what can be asked again", () => {
  test.use({ expectedErrors: /status of (404|500)/ });
  test("is asked again at the press of a button", async ({ page }) => {
    await openTask(page, OWN, "compare=404");
    const asked = page.waitForRequest(/instances\/404$/);
    await failure(page).getByRole("button", { name: "Try again" }).click();
    await asked;
    await expect(failure(page)).toHaveAttribute("data-error", "not-found");
  });
  test("is asked again by itself after a failure that passes", async ({ page, simulate }) => {
    const ocp = await simulate();
    // After ten seconds, give or take a quarter: the failure is there for long enough to be seen.
    await pollEvery(page, 10);
    await openTask(page, OWN, "compare=35102012", ocp.url);
    await expect(failure(page)).toHaveAttribute("data-error", "server");
    await expect(banner(page)).toContainText("Compared with #");
    await expect(failure(page)).toBeHidden();
  });
});

test("a run that still goes on is followed to its end", async ({ page, simulate }) => {
  const ocp = await simulate("--paused");
  await openTask(page, "35000312", "compare=38000001", ocp.url);
  await expect(banner(page)).toContainText("(so far)");
  await ocp.advance(3_600);
  await expect(banner(page)).toContainText("(Succeeded");
  await expect(banner(page)).not.toContainText("(so far)");
});

test("a bad id is left out, with a notice", async ({ page }) => {
  await openTask(page, OWN, "compare=abc");
  await expect(notices(page)).toContainText("abc");
  await expect(banner(page)).toBeHidden();
  await expect(sentence(page).first()).toContainText("Succeeded");
});

test("far away, the canvas has the colours of the difference", async ({ page }) => {
  const canvas = graph(page).locator("canvas");
  const open = async (query: string) => {
    await openTask(page, "35101101", `view=graph&fold=0${query}`);
    const zoom = page.getByRole("button", { name: "Zoom out" });
    for (let turn = 0; turn < 8; turn += 1) await zoom.click();
    await expect(cards(page)).toHaveCount(0);
  };
  const green = () =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const copy = new OffscreenCanvas(element.width, element.height);
      const context = copy.getContext("2d")!;
      context.drawImage(element, 0, 0);
      const { data } = context.getImageData(0, 0, copy.width, copy.height);
      let green = 0;
      for (let at = 0; at < data.length; at += 4) green += Number(data[at + 1]! > data[at]! + 60 && data[at + 3]! > 200);
      return green;
    });
  await open("");
  await expect.poll(green).toBeGreaterThan(200);
  await open("&compare=35101101");
  await expect(banner(page)).toContainText("took exactly as long");
  // All succeeded, and against itself nothing differs: the green of success is gone.
  await expect.poll(green).toBe(0);
});

test("while a run goes on, only what is certain is said", async ({ page }) => {
  await openTask(page, OWN, `compare=${OTHER}&at=2024-03-14T10:30:00%2B08:00`);
  await expect(grid(page).locator(".ts-bar-other").first()).toBeVisible();
  // At that instant the bootstrap has taken less than the other run's: it may still take longer.
  await expect(grid(page).locator('[role=row][data-outcome="running"]')).toHaveCount(1);
  await expect(grid(page).locator('[role=row][data-outcome="running"] .ts-delta')).toHaveCount(0);
  await expect(grid(page).locator('[role=row][data-outcome="waiting"] .ts-delta')).toHaveCount(0);
  await openTask(page, "35101101", "compare=35101100");
  await expect(banner(page)).toContainText("longer (so far)");
});

test("in Chinese, dark, on a small screen, and without a barrier", async ({ page }) => {
  await openTask(page, OWN, `compare=${OTHER}&lang=zh-CN&view=both`);
  await expect(banner(page)).toContainText("差异来源");
  await expectAccessible(page, "compare");
  await goToFragment(page, `#/tasks/${OWN}?compare=${OTHER}&theme=dark&view=both`);
  await expect(banner(page)).toContainText("What made the difference");
  await expectAccessible(page, "compare, dark");
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(banner(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test("the time without any step is part of the time that the axis shows", async ({ page }) => {
  // Four minutes, beside a run that was retried 45 minutes later.
  await openTask(page, "35100300", "compare=35100400");
  const hint = page.getByText(/^No step is known to have run for/);
  const [idle, all] = [...(await hint.innerText()).matchAll(/(\d+) m \d\d s/g)].map(([, minutes]) => Number(minutes));
  expect(idle).toBeGreaterThan(30);
  expect(all).toBeGreaterThan(idle!);
});

test.describe("a task that can't be had", () => {
  test.use({ expectedErrors: /status of 404/ });

  test("has its facts in one line, and the way out at its end", async ({ page }) => {
    await openTask(page, "35100300", "compare=99999");
    const banner = page.getByRole("alert");
    await expect(banner).toContainText("could not be fetched");
    const tops = await banner.locator("dt").evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
    expect(tops.length).toBeGreaterThan(2);
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(4);
    const close = (await banner.getByRole("button", { name: "End the comparison" }).boundingBox())!;
    const again = (await banner.getByRole("button", { name: "Try again" }).boundingBox())!;
    const frame = (await banner.boundingBox())!;
    expect(close.x + close.width).toBeGreaterThan(frame.x + frame.width - 40);
    expect(Math.abs(close.y + close.height / 2 - again.y - again.height / 2)).toBeLessThan(4);
  });
});
