// Failures that pass: whatever came once, a task that lives is asked for again, as often as the server likes it.

import type { Page, Route } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { banner, hurry, openTask, pollEvery, root } from "./helpers/viewer.ts";

/** A task of 64 steps, which lives. */
const LIVE = "38004012";
const api = /\/api\/v2\/tasks/;
const live = (page: Page) => page.locator(".ts-live");
/** What the browser tells a page: that it is looked at again, that the network is back. */
const tell = (page: Page, event: "focus" | "online") =>
  page.evaluate((event) => void dispatchEvent(new Event(event)), event);

test.describe("an answer that is no news of the task", () => {
  test.use({ expectedErrors: /status of 40[34]/ });

  const ANSWERS: [string, string, (route: Route) => Promise<void>][] = [
    ["a refusal", "rejected", (route) => route.fulfill({ json: { successful: false, error: { code: "COM1", message: "Busy." } } })],
    ["a firewall's page", "forbidden", (route) => route.fulfill({ status: 403, contentType: "text/html", body: "<h1>No</h1>" })],
    ["no such task", "not-found", (route) => route.fulfill({ status: 404, json: { successful: false, error: { code: "TSK10001" } } })],
    ["nothing", "not-json", (route) => route.fulfill({ status: 204 })],
    ["another task", "malformed", (route) => route.fulfill({ json: { data: { id: 7, name: "Another", status: "SUCCESSFUL", subtasks: [] } } })],
  ];
  for (const [what, kind, answer] of ANSWERS) {
    test(`does not end the polling: ${what}`, async ({ page, simulate }) => {
      const simulator = await simulate("--paused");
      await hurry(page);
      await page.goto(simulator.at(`#/tasks/${LIVE}`));
      await expect(root(page)).toHaveAttribute("data-verdict", "running");
      let fails = true;
      await page.route(api, (route) => (fails ? answer(route) : route.continue()));
      await expect(banner(page)).toHaveAttribute("data-error", kind);
      await expect(live(page)).toHaveText(/^live · /);
      await expect(root(page)).toHaveAttribute("data-verdict", "running");
      fails = false;
      await expect(banner(page)).toBeHidden();
      await simulator.advance(600);
      await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
    });
  }
});

test.describe("who has signed out", () => {
  test.use({ expectedErrors: /status of 401/ });

  test("and comes back signed in has to press nothing", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await hurry(page);
    await page.goto(simulator.at(`#/tasks/${LIVE}`));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    await page.route(api, (route) => route.fulfill({ status: 401, json: { successful: false } }));
    await expect(live(page)).toHaveText(/^no longer updated · /);
    // Still not signed in: asked once, and not again.
    const asked = page.waitForResponse(api);
    await tell(page, "focus");
    await asked;
    await expect(live(page)).toHaveText(/^no longer updated · /);
    await page.unroute(api);
    // Until then the answer before may not have been read.
    await expect(async () => {
      await tell(page, "focus");
      await expect(live(page)).toHaveText(/^live · /, { timeout: 1_000 });
    }).toPass();
  });
});

test.describe("the network", () => {
  test.use({ expectedErrors: /ERR_FAILED|status of 429/ });

  test("that is back ends the pause before the next try", async ({ page }) => {
    // By itself the page tries again after 45 seconds at the earliest.
    await pollEvery(page, 60);
    await page.route(api, (route) => route.abort());
    await page.goto("./#/tasks/35000312");
    await expect(page.getByRole("alert")).toContainText("Trying again in");
    await page.unroute(api);
    await tell(page, "online");
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  });

  test("does not end the pause that a server asked for", async ({ page }) => {
    let asked = 0;
    page.on("request", (request) => (asked += Number(api.test(request.url()))));
    await page.goto("./#/tasks/35102003");
    await expect(page.getByRole("alert")).toContainText("Trying again in");
    await tell(page, "online");
    await page.waitForTimeout(1_500);
    expect(asked).toBe(1);
  });
});

test.describe("too many requests", () => {
  test.use({ expectedErrors: /status of 429/ });

  test("for one task are too many for the one that it is compared with", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await hurry(page);
    await openTask(page, LIVE, "compare=38000001", simulator.url);
    let asked = 0;
    page.on("request", (request) => (asked += Number(request.url().endsWith("/38000001"))));
    await expect.poll(() => asked).toBeGreaterThan(1);
    const headers = { "Retry-After": new Date(Date.now() + 600_000).toUTCString() };
    await page.route(/38004012$/, (route) => route.fulfill({ status: 429, headers, json: { successful: false } }));
    await expect(banner(page)).toHaveAttribute("data-error", "rate-limited");
    await expect(banner(page)).toContainText(/Trying again in (5\d\d|600) s/);
    // One call may have been under way.
    await page.waitForTimeout(1_500);
    const before = asked;
    await page.waitForTimeout(3_000);
    expect(asked).toBe(before);
  });
});

test("a server that takes longer than the page waits at first is given more time", async ({ page }) => {
  await page.route(api, async (route) => {
    await new Promise((done) => setTimeout(done, 17_000));
    // The first call is over by then.
    await route.continue().catch(() => {});
  });
  await page.goto("./#/tasks/35000312");
  await expect(page.getByRole("alert")).toHaveAttribute("data-error", "timeout");
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded", { timeout: 90_000 });
});
