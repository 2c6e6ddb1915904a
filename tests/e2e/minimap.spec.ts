// The minimap: where in the whole picture the reader is.

import { expect, test } from "./fixtures.ts";
import { cards, graph, openTask } from "./helpers/viewer.ts";

test("it is there while not all is in sight, and a click goes there", async ({ page }) => {
  await openTask(page, "35101101", "view=graph");
  const map = page.locator(".ts-minimap");
  await expect(map).toBeVisible();
  await expect(cards(page).filter({ hasText: "Finish OCP agent" })).toBeHidden();
  const box = (await map.locator("canvas").boundingBox())!;
  await page.mouse.click(box.x + box.width - 4, box.y + box.height / 2);
  await expect(cards(page).filter({ hasText: "Finish OCP agent" })).toBeInViewport();

  // Dragging goes along.
  await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 4, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(cards(page).filter({ hasText: "Prepare restart OCP agent" })).toBeInViewport();

  await graph(page).getByRole("button", { name: "Fit" }).click();
  await expect(map).toBeHidden();
});
