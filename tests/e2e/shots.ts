// The README's screenshots: `cargo xtask shots` writes them to docs/.

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
