// The minimap: where in the whole picture the reader is.

import { expect, test } from "./fixtures.ts";
import { ink } from "./helpers/canvas.ts";
import { box, centre } from "./helpers/hands.ts";
import { cards, graph, inSight, openTask } from "./helpers/viewer.ts";
import { pictured } from "./matrix/sight.ts";

test("it is there while not all is in sight, and a click goes there", async ({ page }) => {
  await openTask(page, "35101101", "view=graph");
  await pictured(page);
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

test("a match and the selected step are ringed in it, each where it stands", async ({ page }) => {
  await openTask(page, "45001000", "view=graph&fold=0");
  await page.waitForFunction(() => performance.getEntriesByName("taskscope:picture").length > 0);
  const map = page.locator(".ts-minimap canvas");
  const ring = () => ink(map);
  await expect.poll(async () => (await ring()).pixels).toBeGreaterThan(50);
  expect((await ring()).accent).toBe(0);

  const one = await inSight(page, cards(page));
  const id = (await one.getAttribute("data-subtask-id"))!;
  // What share of the map lies left of and above the card: the frame of what is seen ends where the window does.
  const [card, window] = [centre(await box(one)), await box(graph(page).locator(".ts-graph-window"))];
  const place = await one.evaluate(({ style, parentElement }) => {
    const { a: zoom, e: x, f: y } = new DOMMatrix(parentElement!.style.transform);
    const middle = (from: string, length: string) => Number.parseFloat(from) + Number.parseFloat(length) / 2;
    return { x: middle(style.left, style.width), y: middle(style.top, style.height), left: -x / zoom, top: -y / zoom, zoom };
  });
  const frame = await box(page.locator(".ts-minimap-frame"));
  const corner = await box(map);
  const scale = (frame.x + frame.width - corner.x) / (place.left + window.width / place.zoom);
  expect(Math.abs((card.x - window.x) / place.zoom + place.left - place.x)).toBeLessThan(2);
  const isThere = async () => {
    const { x, y } = (await ring()).ring;
    return Math.hypot(x - corner.x - place.x * scale, y - corner.y - place.y * scale) < 3;
  };

  await page.getByRole("searchbox").fill(id);
  await expect(page.getByRole("search").getByText("1 of 1000 steps match")).toBeVisible();
  await expect.poll(isThere).toBe(true);
  const match = (await ring()).accent;
  await page.getByRole("searchbox").press("Enter");
  await expect.poll(async () => (await ring()).accent).toBeGreaterThan(match);
  await page.getByRole("searchbox").fill("");
  await expect.poll(isThere).toBe(true);
  await page.getByRole("searchbox").press("Escape");
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await ring()).accent).toBe(0);
});
