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
const SIZES: [task: number, steps: number][] = [
  [46000025, 2],
  [46000504, 6],
  [47001000, 6],
  [46010000, 6],
  [46100000, 6],
];

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
    const images: string[] = [];
    for (const [task, steps] of SIZES) {
      for (const shot of await distances(page, task, steps)) images.push(shot.toString("base64"));
      await page.goto("about:blank");
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.evaluate(
      ([images, ground]) => {
        Object.assign(document.body.style, {
          display: "grid", gridTemplateColumns: "repeat(3, 1fr)", gap: "8px", margin: "0", padding: "8px", background: ground,
        });
        for (const image of images) {
          const element = new Image();
          element.src = `data:image/png;base64,${image}`;
          element.style.width = "100%";
          document.body.append(element);
        }
        return Promise.all([...document.images].map((image) => image.decode()));
      },
      [images, scheme === "dark" ? "#2b3644" : "#dfe4ec"] as const,
    );
    await page.screenshot({ path: `../../docs/sizes-${scheme}.png`, fullPage: true });
  });
}
