// The deployment's settings, where they do not come or are no use: the page runs, and the console says why.

import { expect, test } from "./fixtures.ts";
import { openTask, root } from "./helpers/viewer.ts";

test.use({ expectedErrors: /taskscope\.json|status of 500/ });

for (const [what, answer] of [
  ["of an error", { status: 500, body: "{}" }],
  ["that are a list in quotes", { body: '"[]"' }],
  ["of the wrong kind", { json: { apiBase: 5, pollSeconds: 0 } }],
] as const) {
  test(`settings ${what} are told`, async ({ page }) => {
    const told = page.waitForEvent("console", (message) => message.text().startsWith("taskscope.json: "));
    await page.route("**/taskscope.json", (route) => route.fulfill(answer));
    await openTask(page, "35000312");
    await told;
  });
}

test("settings that never come do not keep the page from starting", async ({ page }) => {
  const told = page.waitForEvent("console", (message) => message.text().startsWith("taskscope.json: "));
  await page.route("**/taskscope.json", () => {});
  await openTask(page, "35000312");
  await told;
});

test("a page whose address holds a name and a password fetches all the same", async ({ page, baseURL }) => {
  const address = new URL("#/tasks/35000312", baseURL);
  [address.username, address.password] = ["ops", "secret"];
  await page.goto(address.href);
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
});
