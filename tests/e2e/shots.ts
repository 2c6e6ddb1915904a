// The README's screenshots: `cargo xtask shots` writes them to docs/.

import { expect, test } from "./fixtures.ts";

test("the sample task", async ({ page }) => {
  await page.goto("./#/tasks/35000312?view=both");
  await expect(page.locator("[data-taskscope-state=ready]")).toBeVisible();
  await page.screenshot({ path: "../../docs/sample.png", animations: "disabled" });
});
