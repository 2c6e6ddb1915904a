// Light, dark, as the system has it; two languages; three clocks; forced colours and reduced motion.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./helpers/accessible.ts";
import { colours, ink } from "./helpers/canvas.ts";
import { details, fact, goToFragment, graph, grid, menu, openTask, parameters, root, sentence, step } from "./helpers/viewer.ts";

const FAILED = "35100300";

/** How light the page's ground is, from 0 to 255. */
const lightness = (page: Page): Promise<number> =>
  root(page).evaluate((element) => {
    const parts = getComputedStyle(element).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
    return (parts[0]! + parts[1]! + parts[2]!) / 3;
  });

const settings = async (page: Page, name: string): Promise<void> => {
  await menu(page, /^(Settings|Time zone|设置|时区)$/).click();
  await page.getByRole("button", { name, exact: true }).click();
};

test.describe("light and dark", () => {
  test("follow the system, also when it changes", async ({ page }) => {
    await openTask(page, FAILED);
    expect(await lightness(page)).toBeGreaterThan(200);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => lightness(page)).toBeLessThan(60);
  });

  test("the reader's choice goes before the system's, and can be taken back", async ({ page }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await openTask(page, FAILED);
    await settings(page, "Light");
    await expect.poll(() => lightness(page)).toBeGreaterThan(200);
    await expect.poll(() => parameters(page)).toEqual({ theme: "light" });
    await page.getByRole("button", { name: "As the system" }).click();
    await expect.poll(() => lightness(page)).toBeLessThan(60);
    await expect.poll(() => parameters(page)).toEqual({});
  });

  for (const [system, chosen, fill] of [
    ["light", "", "rgb(239, 68, 68)"],
    ["light", "dark", "rgb(226, 85, 85)"],
    ["dark", "", "rgb(226, 85, 85)"],
    ["dark", "light", "rgb(239, 68, 68)"],
  ] as const) {
    test(`an outcome has its family's colour: system ${system}, chosen ${chosen || "nothing"}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: system });
      await openTask(page, FAILED, chosen && `theme=${chosen}`);
      const shell = page.locator("header [data-family=bad] .ts-shell-full").first();
      await expect(shell).toHaveCSS("fill", fill);
    });
  }

  test("the canvas follows too", async ({ page }) => {
    await openTask(page, FAILED, "view=graph");
    const lightnessOfInk = async () => (await ink(graph(page).locator("canvas"))).lightness;
    await expect.poll(lightnessOfInk).toBeLessThan(128);
    await settings(page, "Dark");
    await expect.poll(lightnessOfInk).toBeGreaterThan(128);
  });
});

test.describe("the language", () => {
  test.use({ locale: "zh-CN" });

  test("is the browser's, unless the reader chooses", async ({ page }) => {
    await openTask(page, FAILED);
    await expect(root(page)).toHaveAttribute("lang", "zh-CN");
    await expect(sentence(page)).toHaveText(/失败：23 个子任务中已完成 8 个，14 个未执行/);
    await expect(grid(page)).toHaveAccessibleName("子任务");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await settings(page, "English");
    await expect(root(page)).toHaveAttribute("lang", "en");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(sentence(page)).toContainText("8 of 23 steps done, 14 never ran");
    // It was the first paint of the first task, whatever its language.
    expect(await page.evaluate(() => performance.getEntriesByName("taskscope:ready", "mark").length)).toBe(1);
    await expect.poll(() => parameters(page)).toEqual({ lang: "en" });
  });

  test("of the whole page: no English word is left in Chinese", async ({ page }) => {
    await page.goto("./");
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
    const text = await page.locator("main").innerText();
    const english = text.match(/\b(?!taskscope|OCP|JSON|GET|ID|api|tasks|instances|id)[A-Za-z]{2,}\b/g);
    expect(english).toBeNull();
  });
});

test.describe("the clock", () => {
  test.use({ timezoneId: "Asia/Kolkata" });

  test("is the server's, the reader's, or UTC, and always named", async ({ page }) => {
    await openTask(page, FAILED);
    const ran = fact(details(page), "Ran");
    await expect(ran).toHaveText("2024-03-14 10:23:31 → 10:25:06 UTC+8");
    await settings(page, "My time");
    await expect(ran).toHaveText(/2024-03-14 07:53:31 → 07:55:06 Asia\/(Kolkata|Calcutta) UTC\+5:30/);
    await expect(page.getByRole("banner")).toContainText(/07:51:07 → 07:55:07\s*Asia/);
    await page.getByRole("button", { name: "UTC", exact: true }).click();
    await expect(ran).toHaveText("2024-03-14 02:23:31 → 02:25:06 UTC");
    await expect.poll(() => parameters(page)).toEqual({ tz: "UTC" });
  });
});

test("in forced colours everything can still be read", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await openTask(page, FAILED, "view=both");
  await expectAccessible(page, "forced colours");
  // The bars would be bare ground if they were painted by a background alone.
  const bar = step(page, "13300013").locator("[data-outcome=failed]");
  const shows = await bar.evaluate((element) => {
    const own = getComputedStyle(element);
    const ground = getComputedStyle(element.closest("[role=row]")!).backgroundColor;
    return own.backgroundColor !== ground || own.borderTopStyle !== "none" || own.outlineStyle !== "none";
  });
  expect(shows).toBe(true);
});

test("in forced colours what is chosen, found, and done still differs", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await openTask(page, FAILED, "view=both&idle=0&q=ob&status=failed,succeeded");
  const system = (name: string) =>
    page.evaluate((name) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = name;
      const colour = getComputedStyle(probe).color;
      probe.remove();
      return colour;
    }, name);
  const [highlight, text, ground] = await Promise.all(["Highlight", "HighlightText", "Canvas"].map(system));
  for (const pressed of await page.locator("[aria-pressed=true]").all()) {
    await expect(pressed).toHaveCSS("background-color", highlight!);
    await expect(pressed).toHaveCSS("color", text!);
  }
  const mark = await step(page, "13300013").evaluate((row) => {
    const { borderInlineStartColor, borderInlineStartWidth } = getComputedStyle(row, "::before");
    return `${borderInlineStartWidth} ${borderInlineStartColor}`;
  });
  expect(mark, "the selected row").toBe(`6px ${highlight}`);
  await goToFragment(page, `#/tasks/35100400?view=both&idle=0&lanes=node`);
  for (const part of [".ts-axis .ts-gap", ".ts-split-bar", ".ts-mark-open"]) {
    const { image, colour } = await page.locator(part).first().evaluate((element) => {
      const { backgroundImage, backgroundColor } = getComputedStyle(element);
      return { image: backgroundImage, colour: backgroundColor };
    });
    expect(image !== "none" || colour !== ground, `${part} is seen`).toBe(true);
  }
  // The painted ones keep their families: a step that failed and one that did not are of two colours.
  await goToFragment(page, `#/tasks/35101001?view=graph&fold=0`);
  const minimap = page.locator(".ts-minimap canvas");
  await expect.poll(() => colours(minimap)).toBeGreaterThan(2);
});

test("the strip follows the system's colours", async ({ page }) => {
  await openTask(page, FAILED);
  const lightnessOfInk = async () => (await ink(page.locator(".ts-strip canvas"))).lightness;
  await expect.poll(lightnessOfInk).toBeGreaterThan(150);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(lightnessOfInk).toBeLessThan(110);
});

test("with reduced motion nothing moves by itself", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openTask(page, "35100200", "view=both");
  const moving = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().activeDuration) > 10)
        .map((animation) => (animation.effect as KeyframeEffect).target?.className),
    );
  expect(await moving()).toEqual([]);
});

test("nothing hangs over the edge of a window, from 320 px to 2560 px", async ({ page }) => {
  await openTask(page, FAILED);
  for (const shown of ["timeline", "graph", "both", "table"]) {
    await goToFragment(page, `#/tasks/${FAILED}?view=${shown}`);
    await expect(page.locator("[data-view]")).toHaveAttribute("data-view", shown);
    for (const width of [320, 360, 768, 1440, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, `${shown}, ${width} px`).toBeLessThanOrEqual(0);
    }
  }
});

test("the ends of the stretch on the strip are not of the colour of what is found", async ({ page }) => {
  await openTask(page, FAILED, "q=ob");
  for (const theme of ["light", "dark"]) {
    await goToFragment(page, `#/tasks/${FAILED}?q=ob&theme=${theme}`);
    const [handle, accent] = await page.locator(".ts-strip-window").evaluate((element) => {
      const own = getComputedStyle(element).borderLeftColor;
      element.style.color = "var(--ts-accent)";
      const found = getComputedStyle(element).color;
      element.style.removeProperty("color");
      return [own, found];
    });
    expect(handle).not.toBe(accent);
    await expect.poll(async () => (await ink(page.locator(".ts-strip canvas"))).accent).toBeGreaterThan(0);
  }
});

test("in Chinese an age is counted in minutes, not in shares", async ({ page }) => {
  await page.route(`**/tasks/instances/${FAILED}`, async (route) => {
    const answer = (await (await route.fetch()).json()) as { timestamp: string; data: { finishTime: string } };
    answer.timestamp = new Date(Date.parse(answer.data.finishTime) + 8 * 60_000 + 5_000).toISOString();
    await route.fulfill({ json: answer });
  });
  await openTask(page, FAILED, "lang=zh-CN");
  await expect(page.locator(".ts-live")).toHaveText("8 分钟前结束");
});
