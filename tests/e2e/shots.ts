// The README's screenshots: `cargo xtask shots` writes them to docs/.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";

const SHOTS: [name: string, address: string][] = [
  ["failed-both", "#/tasks/35100300?view=both"],
  ["sample", "#/tasks/35000312?view=both"],
  ["replay", "#/tasks/35101101?view=both&at=2024-06-02T23:52:00%2B08:00"],
];

for (const [name, address] of SHOTS) {
  test(name, async ({ page }) => {
    await page.goto(`./${address}`);
    await expect(page.locator("[data-taskscope-state=ready]")).toBeVisible();
    await page.waitForFunction(() => performance.getEntriesByName("taskscope:layout").length > 0);
    await page.screenshot({ path: `../../docs/${name}.png`, animations: "disabled" });
  });
}

/** Graphs of all sizes, and by how many steps each is zoomed out from near to middle. */
const SIZES: [task: number, steps: number, words: string][] = [
  [46000025, 2, "25 steps"],
  [46000504, 4, "504 steps"],
  [47001000, 4, "1,000 steps, layered at random"],
  [46010000, 4, "10,000 steps"],
  [46100000, 4, "100,000 steps"],
];

/** From where each is seen. */
const DISTANCES = ["as it opens", "from further away", "whole"];

/** The graph as it opens, from further away, and whole. */
async function distances(page: Page, task: number, steps: number) {
  const shots: Buffer[] = [];
  const shoot = async () => {
    // Pixels of what is far are made in slices, and nothing tells when the last is done.
    await page.waitForTimeout(task % 1_000_000 > 50_000 ? 4000 : 1000);
    shots.push(await page.locator(".ts-graph-window").screenshot({ animations: "disabled" }));
  };
  await page.goto(`./#/tasks/${task}?view=graph&fold=0`);
  await page.waitForFunction(() => performance.getEntriesByName("taskscope:picture").length > 0, null, { timeout: 60_000 });
  await shoot();
  for (let i = 0; i < steps; i++) await page.locator(".ts-zoom button").first().click();
  await shoot();
  await page.locator(".ts-zoom button").nth(2).click();
  await shoot();
  return shots;
}

for (const scheme of ["light", "dark"] as const) {
  test(`sizes-${scheme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 1240, height: 700 });
    const images: [image: string, words: string][] = [];
    for (const [task, steps, words] of SIZES) {
      const shots = await distances(page, task, steps);
      shots.forEach((shot, at) => images.push([shot.toString("base64"), `${words}, ${DISTANCES[at]}`]));
      await page.goto("about:blank");
    }
    await page.setViewportSize({ width: 1920, height: 900 });
    await page.evaluate(
      ([images, ground, ink]) => {
        Object.assign(document.body.style, {
          display: "grid", gridTemplateColumns: "repeat(3, 1fr)", gap: "10px", margin: "0", padding: "10px", background: ground,
          color: ink, font: "600 20px sans-serif",
        });
        for (const [image, words] of images) {
          const [figure, element] = [document.createElement("figure"), new Image()];
          element.src = `data:image/png;base64,${image}`;
          element.style.width = "100%";
          figure.style.margin = "0";
          figure.append(words, element);
          document.body.append(figure);
        }
        return Promise.all([...document.images].map((image) => image.decode()));
      },
      [images, ...(scheme === "dark" ? ["#2b3644", "#e6ebf2"] : ["#dfe4ec", "#1b2430"])] as [typeof images, string, string],
    );
    await page.screenshot({ path: `../../docs/sizes-${scheme}.png`, fullPage: true });
  });
}
