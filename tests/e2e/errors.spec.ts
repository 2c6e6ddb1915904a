// Each way of not getting a task: its own words, what support asks for, and the way out.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { fact, openTask, pollEvery, root } from "./helpers/viewer.ts";

const alert = (page: Page) => page.getByRole("alert");
const retry = (page: Page) => alert(page).getByRole("button", { name: "Try again" });

/** The seconds that were counted down. */
type Told = typeof globalThis & { told: number[] };

async function openError(page: Page, id: string, kind: string): Promise<void> {
  await page.goto(`./#/tasks/${id}`);
  await expect(alert(page)).toHaveAttribute("data-error", kind);
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "failed");
}

interface Failure {
  id: string;
  kind: string;
  says: RegExp;
  advises: RegExp;
  facts?: Record<string, string | RegExp>;
}

const FAILURES: Failure[] = [
  {
    id: "35102000",
    kind: "unauthorized",
    says: /not signed in/,
    advises: /Sign in to OCP/,
    facts: { "HTTP status": "401", Code: "IAM10000", Message: "You are not logged on.", "Trace ID": /^453ce162e450403c/, Server: /^10\.20\.0\.11/ },
  },
  {
    id: "35102001",
    kind: "forbidden",
    says: /may not see/,
    advises: /TASK_VIEWER/,
    facts: { "HTTP status": "403", Code: "IAM11000", "Trace ID": /^9abd3ee6a397564d/, Server: /^10\.20\.0\.11/ },
  },
  {
    id: "35102002",
    kind: "not-found",
    says: /no task with this ID/,
    advises: /Check the ID/,
    facts: { "HTTP status": "404", Code: "TSK10001", "Trace ID": /^5d4394a3bf5eb9c7/, Server: /^10\.20\.0\.11/ },
  },
  {
    id: "35102003",
    kind: "rate-limited",
    says: /too many requests/,
    advises: /by itself/,
    facts: { "HTTP status": "429", Message: /Too many requests/, "Trace ID": /^b172d2f3289c6927/ },
  },
  {
    id: "35102004",
    kind: "server",
    says: /could not answer/,
    advises: /give support the trace ID/,
    facts: { "HTTP status": "500", Code: "COM10001", "Trace ID": /^6ca6a6e5b17129ca/, Server: /^10\.20\.0\.11/ },
  },
  { id: "35102005", kind: "not-json", says: /not an answer of OCP/, advises: /proxy's error page/, facts: { "HTTP status": "502" } },
  { id: "35102006", kind: "malformed", says: /damaged/, advises: /try again/ },
  {
    id: "35102007",
    kind: "rejected",
    says: /refused/,
    advises: /What OCP says/,
    facts: { Code: "COM10001", Message: "An unexpected exception occurred: metadb is read-only.", "Trace ID": /^153a4be17735b6d2/ },
  },
  { id: "35102008", kind: "not-json", says: /not an answer of OCP/, advises: /login page/ },
  { id: "35102011", kind: "network", says: /No answer/, advises: /CORS/ },
  { id: "35102014", kind: "not-json", says: /not an answer of OCP/, advises: /proxy/, facts: { "HTTP status": "504" } },
  { id: "35102015", kind: "not-json", says: /not an answer of OCP/, advises: /Sign in/ },
  { id: "35102016", kind: "not-json", says: /not an answer of OCP/, advises: /another server/ },
  { id: "35102017", kind: "malformed", says: /not a task/, advises: /copied all of it/ },
];

test.describe("an answer that is no task", () => {
  test.use({ expectedErrors: /status of (401|403|404|429|500|502|504)|ERR_INCOMPLETE_CHUNKED_ENCODING/ });

  for (const { id, kind, says, advises, facts } of FAILURES) {
    test(`${kind}: ${id}`, async ({ page }) => {
      await openError(page, id, kind);
      await expect(alert(page).getByRole("heading")).toHaveText(says);
      await expect(alert(page)).toContainText(advises);
      for (const [label, value] of Object.entries(facts ?? {})) {
        await expect(fact(alert(page), label).first(), label).toHaveText(value);
      }
      await expect(retry(page)).toBeEnabled();
      await page.getByRole("button", { name: "Open another task" }).click();
      await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
    });
  }

  test("OCP's further reasons are listed", async ({ page }) => {
    await openError(page, "35102004", "server");
    await expect(alert(page)).toContainText("An unexpected exception occurred.");
    await expect(alert(page)).toContainText(/taskInstanceId.*must be known to this node/);
    await expect(alert(page)).toContainText(/Timeout, query has reached the maximum query timeout.*4012/);
  });

  test("every kind has its words in Chinese too", async ({ page }) => {
    for (const { id, kind } of FAILURES) {
      await page.goto(`./#/tasks/${id}?lang=zh-CN`);
      await expect(alert(page)).toHaveAttribute("data-error", kind);
      await expect(alert(page).getByRole("heading")).toHaveText(/\p{Script=Han}{4,}/u);
      await expect(alert(page).getByRole("button", { name: "重试" })).toBeEnabled();
    }
  });

  test("what the program saw is told in the reader's language", async ({ page }) => {
    await page.goto("./#/tasks/35102006?lang=zh-CN");
    await expect(alert(page).locator("pre")).toContainText(/第 \d+ 行，第 \d+ 列/);
    await page.goto("./#/snapshot/AAAA?lang=zh-CN");
    await expect(alert(page).locator("pre")).toHaveText("链接在传递中被截断或改动");
  });

  test("a part of another page leads nowhere else", async ({ page }) => {
    await page.goto("./#/tasks/35102002?embed=1");
    await expect(retry(page)).toBeEnabled();
    await expect(page.getByRole("button", { name: "Open another task" })).toHaveCount(0);
  });

  test("whoever is signed out meanwhile is told that the page has stopped to ask", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await pollEvery(page, 0.5);
    await page.goto(simulator.at("#/tasks/38004012"));
    const live = page.locator(".ts-live");
    await expect(live).toContainText("live");
    await page.route(/\/api\/v2\/tasks/, (route) => route.fulfill({ status: 401, json: { successful: false } }));
    await expect(live).toHaveText(/^no longer updated · /);
    await expect(live).not.toHaveClass(/ts-on/);
    await page.unroute(/\/api\/v2\/tasks/);
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(live).toHaveText(/^live · /);
  });

  test("support's facts can be copied", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openError(page, "35102001", "forbidden");
    await fact(alert(page), "Trace ID").getByRole("button", { name: "Copy" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("9abd3ee6a397564d");
  });

  test("while the page tries again by itself, what it says stays where it is", async ({ page }) => {
    await openError(page, "35102004", "server");
    const told = await alert(page).elementHandle();
    // The next answer: the page asks again within some seconds.
    await page.waitForResponse(/35102004$/);
    await page.waitForResponse(/35102004$/);
    expect(await told?.evaluate((element) => element.isConnected)).toBe(true);
  });

  test("too many requests: the seconds are counted down", async ({ page }) => {
    // Noted in the page: whoever looks from outside, on a busy machine, may come late.
    await page.addInitScript(() => {
      const told: number[] = ((globalThis as Told).told = []);
      new MutationObserver(() => {
        const seconds = /Trying again in (\d+) s/.exec(document.querySelector("[role=alert]")?.textContent ?? "");
        if (seconds && told.at(-1) !== Number(seconds[1])) told.push(Number(seconds[1]));
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    await openError(page, "35102003", "rate-limited");
    await expect.poll(() => page.evaluate(() => (globalThis as Told).told.slice(0, 3))).toEqual([30, 29, 28]);
  });

  test("too many requests: the page recovers by itself once the server allows it", async ({ page, simulate }) => {
    const simulator = await simulate();
    await pollEvery(page, 6);
    await page.goto(simulator.at("#/tasks/35102013"));
    await expect(alert(page)).toHaveAttribute("data-error", "rate-limited");
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
    await expect(alert(page)).toBeHidden();
  });

  test("a server's error: the retry button brings the task", async ({ page, simulate }) => {
    const simulator = await simulate();
    // By itself the page tries again after 45 seconds at the earliest.
    await pollEvery(page, 60);
    await page.goto(simulator.at("#/tasks/35102012"));
    await expect(alert(page)).toHaveAttribute("data-error", "server");
    await retry(page).click();
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
  });
});

test.describe("an answer that is not OCP's", () => {
  test.use({ expectedErrors: /status of (403|404)/ });

  for (const [what, status, body, kind, says] of [
    ["another server's 404", 404, '{"status":404,"error":"Not Found","path":"/x"}', "not-json", /no OCP API at this address/],
    ["a proxy's 404", 404, "<h1>404 Not Found</h1>", "not-json", /no OCP API at this address/],
    ["a firewall's 403", 403, "<h1>Blocked</h1>", "forbidden", /refused on its way to OCP/],
  ] as const) {
    test(`is not taken for one of OCP's: ${what}`, async ({ page }) => {
      await page.route(/\/api\/v2\/tasks/, (route) => route.fulfill({ status, body }));
      await openError(page, "35000312", kind);
      await expect(alert(page).getByRole("heading")).toHaveText(says);
      await expect(fact(alert(page), "HTTP status")).toHaveText(String(status));
    });
  }

  test("an empty one is told with its own status", async ({ page }) => {
    await page.route(/\/api\/v2\/tasks/, (route) => route.fulfill({ status: 204 }));
    await openError(page, "35000312", "not-json");
    await expect(fact(alert(page), "HTTP status")).toHaveText("204");
  });
});

test("a browser that cannot unpack a link is told so", async ({ page }) => {
  await page.addInitScript(() => void Reflect.deleteProperty(globalThis, "DecompressionStream"));
  await page.goto("./#/snapshot/AAAA");
  await expect(alert(page)).toHaveAttribute("data-error", "malformed");
  await expect(alert(page).getByRole("heading")).toHaveText(/browser cannot open/);
});

test.describe("no answer", () => {
  test.use({ expectedErrors: /ERR_FAILED/ });

  test("the network is down, and comes back", async ({ page }) => {
    const block = /\/api\/v2\/tasks/;
    await pollEvery(page, 60);
    await page.route(block, (route) => route.abort());
    await openError(page, "35000312", "network");
    await expect(alert(page).getByRole("heading")).toHaveText("No answer from the server");
    await expect(alert(page)).toContainText("CORS");
    await page.unroute(block);
    await retry(page).click();
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  });
});

test("the server falls silent in the middle: the page gives up after 15 seconds", async ({ page }) => {
  let since = Number.POSITIVE_INFINITY;
  page.on("response", (response) => void (response.url().endsWith("/35102009") && (since = performance.now())));
  await page.goto("./#/tasks/35102009");
  await expect(alert(page)).toHaveAttribute("data-error", "timeout", { timeout: 25_000 });
  expect(performance.now() - since).toBeGreaterThan(14_000);
  await expect(alert(page)).toContainText("15 seconds");
  await expect(retry(page)).toBeEnabled();
});

test("a slow server is no silent one: its task comes piece by piece", async ({ page }) => {
  await openTask(page, "35102010");
  await expect(root(page)).toHaveAttribute("data-verdict", "failed");
});

test("an id that OCP cannot have is not even asked for", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => void (request.url().includes("/api/") && asked.push(request.url())));
  await page.goto("./#/tasks/35a");
  await expect(alert(page)).toHaveAttribute("data-error", "bad-id");
  await expect(alert(page)).toContainText("digits only");
  expect(asked).toEqual([]);
});

test("whoever does not want to wait goes back to the open page, and nothing comes after", async ({ page }) => {
  const gone = page.waitForEvent("requestfailed", { predicate: (request) => request.url().endsWith("/35102009"), timeout: 30_000 });
  await page.goto("./#/tasks/35102009");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  await gone;
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  await expect(alert(page)).toHaveCount(0);
});
