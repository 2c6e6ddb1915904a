// What a reader hears who does not see the page: one place speaks, politely, seldom, and never in vain.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./helpers/accessible.ts";
import {
  banner, chips, details, goToFragment, graph, hurry, notices, openTask, root, sentence, view, voice,
} from "./helpers/viewer.ts";

const FAILED = "35100300";
/** Batch restart OCP agent on 12 hosts: ten run at once. */
const RESTART = "38004012";
/** Restart OCP agent: five steps, of which one fails the first time. */
const FAILING = "39003001";

interface Heard {
  text: string;
  /** On the browser's clock, in milliseconds. */
  at: number;
}

type Ear = typeof globalThis & { heard: Heard[] };

/** Hears all that the page says, from its start on. The same words count anew where the place was empty between. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: Heard[] = ((globalThis as Ear).heard = []);
    let last = "";
    new MutationObserver(() => {
      const text = document.querySelector("[role=status]")?.textContent?.trim() ?? "";
      if (text !== last && text !== "") heard.push({ text, at: performance.now() });
      last = text;
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

const heard = (page: Page): Promise<Heard[]> => page.evaluate(() => (globalThis as Ear).heard);
const texts = async (page: Page): Promise<string[]> => (await heard(page)).map(({ text }) => text);
const forget = (page: Page): Promise<void> => page.evaluate(() => void ((globalThis as Ear).heard.length = 0));
/** Longer than anything waits to be said. */
const silence = (page: Page): Promise<void> => page.waitForTimeout(1_700);

/**
 * Types into the search letter by letter, as quickly as people do, and then leaves there what is given. In the page: from
 * outside it, a busy machine would type slowly.
 */
async function type(page: Page, text: string, left = text): Promise<void> {
  await page.getByRole("searchbox").evaluate(
    async (field: HTMLInputElement, { typed, left }) => {
      for (const value of [...[...typed].map((_, place) => typed.slice(0, place + 1)), left]) {
        field.value = value;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    },
    { typed: text, left },
  );
}

/** Types words into the search, over and over and as quickly as people do, until the page holds what `selector` finds. */
const typeUntil = (page: Page, words: string, selector: string): Promise<void> =>
  page.getByRole("searchbox").evaluate(
    async (field: HTMLInputElement, { words, selector }) => {
      for (let typed = 0; typed % words.length !== 0 || document.querySelector(selector) === null; typed += 1) {
        field.value = words.slice(0, (typed % words.length) + 1);
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    },
    { words, selector },
  );

/** Presses a key that many times, as quickly as people do: in the page, as `type` does. */
const walk = (page: Page, key: string, times: number): Promise<void> =>
  page.evaluate(
    async ({ key, times }) => {
      for (let press = 0; press < times; press += 1) {
        document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    },
    { key, times },
  );

/** All that a screen reader reads out by itself. */
const LIVE = "output, [role=status], [role=alert], [role=log], [role=timer], [role=marquee], [aria-live]:not([aria-live=off])";

test.describe("one place speaks", () => {
  test.use({ expectedErrors: /ERR_FAILED|status of 404/ });

  test("whatever is on the page of a task", async ({ page, simulate }) => {
    // An error is an alert of its own.
    const expectOne = async (what: string, alerts = 0) => {
      await expect(page.locator(LIVE), what).toHaveCount(1 + alerts);
      await expect(page.getByRole("alert"), what).toHaveCount(alerts);
      await expect(voice(page), what).toHaveAttribute("aria-live", "polite");
    };
    await openTask(page, FAILED);
    for (const shown of ["timeline", "graph", "both", "table"]) {
      await goToFragment(page, `#/tasks/${FAILED}?view=${shown}&q=node&focus=2&tz=nowhere`);
      await expect(notices(page)).toContainText("nowhere");
      await expect(page.getByRole("search").getByText("4 of 23 steps match")).toBeVisible();
      if (shown !== "timeline" && shown !== "table") await expect(page.locator(".ts-focus")).toBeVisible();
      await expectOne(shown);
    }
    await expectAccessible(page, "with a search, a focus and a notice");
    await openTask(page, "35100400", "compare=35100401");
    await expect(page.getByRole("region", { name: "Comparison" })).toContainText("Compared with #35100401");
    await expectOne("a comparison");
    await goToFragment(page, "#/tasks/35100400?compare=404");
    await expect(banner(page)).toContainText("could not be fetched");
    await expectOne("a comparison that failed", 1);
    await openTask(page, FAILED, "at=2024-03-14T10:22:00%2B08:00");
    await expect(page.getByRole("region", { name: "Replay" })).toBeVisible();
    await expectOne("a replay");

    const simulator = await simulate("--paused");
    await hurry(page);
    await page.goto(simulator.at(`#/tasks/${RESTART}`));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    await page.route(/\/api\/v2\/tasks/, (route) => route.abort());
    await expect(banner(page)).toContainText("What you see is older.");
    await expectOne("a server that is gone", 1);
  });
});

test("nothing is said of what the page opens with", async ({ page, simulate }) => {
  await listen(page);
  const simulator = await simulate("--paused");
  for (const address of [`#/tasks/${FAILED}?view=both`, `#/tasks/${FAILED}?q=node&view=graph&focus=2`, `#/tasks/${RESTART}`]) {
    await page.goto("about:blank");
    await page.goto(simulator.at(address));
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
    await silence(page);
    expect(await texts(page), address).toEqual([]);
  }
});

test("quick typing is answered once, and a search that is taken back not at all", async ({ page }) => {
  await listen(page);
  await openTask(page, FAILED);
  const hear = async (count: number) => {
    await expect.poll(async () => (await texts(page)).length).toBe(count);
    await silence(page);
  };
  await type(page, "wait node");
  await hear(1);
  expect(await texts(page)).toEqual(["4 of 23 steps match"]);

  // The same number again is an answer again.
  await type(page, "wait nod");
  await hear(2);
  await type(page, "wait nodx");
  await hear(3);
  expect(await texts(page)).toEqual(["4 of 23 steps match", "4 of 23 steps match", "0 of 23 steps match"]);

  await forget(page);
  await type(page, "wait nodexy", "");
  await silence(page);
  expect(await texts(page)).toEqual([]);
  await chips(page).getByRole("button", { name: /^Failed/ }).click();
  await expect(voice(page)).toHaveText("1 of 23 steps match");
});

test("the same words are said as often as they are asked for, once a second at most", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await listen(page);
  await openTask(page, FAILED);
  for (let time = 0; time < 3; time += 1) {
    await page.keyboard.press("y");
    await expect.poll(async () => (await heard(page)).length).toBe(time + 1);
  }
  expect(await texts(page)).toEqual(["Copied", "Copied", "Copied"]);
  const times = (await heard(page)).map(({ at }) => at);
  for (const [place, at] of times.slice(1).entries()) expect(at - times[place]!).toBeGreaterThan(990);
});

test("whoever walks hears where it led", async ({ page }) => {
  await listen(page);
  await openTask(page, FAILED);
  await walk(page, "]", 6);
  const name = await details(page).getByRole("heading", { level: 2 }).innerText();
  await expect(voice(page)).toHaveText(`“${name}”, Never ran`);
  await silence(page);
  expect(await texts(page)).toHaveLength(1);

  await page.keyboard.press("n");
  await expect(voice(page)).toHaveText("“Bootstrap ob”, Failed");
  await goToFragment(page, `#/tasks/${FAILED}?lang=zh-CN`);
  await page.keyboard.press("n");
  await expect(voice(page)).toHaveText("“Bootstrap ob”, 失败");
});

test("the focus is said with what it hides, by whatever way one comes to it", async ({ page }) => {
  await listen(page);
  await openTask(page, FAILED);
  // It leads to the graph.
  await page.keyboard.press("o");
  await expect(voice(page)).toHaveText(/^Upstream and downstream of “Bootstrap ob” · \d+ nodes? hidden$/);
  await page.getByRole("group", { name: "Steps away" }).getByRole("button", { name: "2" }).click();
  await expect(voice(page)).toHaveText("Upstream and downstream of “Bootstrap ob” · 18 nodes hidden");
  await silence(page);
  expect(await texts(page)).toHaveLength(2);
  await view(page, "Timeline").click();
  await view(page, "Graph").click();
  await expect(graph(page)).toBeVisible();
  await silence(page);
  expect(await texts(page)).toHaveLength(2);
});

test.describe("of a running task", () => {
  test("progress is no news, and its end is", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await listen(page);
    await hurry(page);
    await page.goto(simulator.at(`#/tasks/${RESTART}`));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    const before = await sentence(page).innerText();
    for (let time = 0; time < 4; time += 1) {
      await simulator.advance(5);
      await page.waitForTimeout(700);
    }
    await expect(sentence(page)).not.toHaveText(before);
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    await silence(page);
    expect(await texts(page)).toEqual([]);
    await simulator.advance(600);
    await expect(voice(page)).toHaveText("Succeeded: all 64 steps done");
    await silence(page);
    expect(await texts(page)).toHaveLength(1);
  });

  for (const [lang, failedAt, retrying] of [
    ["en", /^Failed at “.+”: \d of 5 steps done/, /^(Retrying|Running)\b/],
    ["zh-CN", /^任务在“.+”失败：5 个子任务中已完成 \d 个/, /^正在(重试|执行)/],
  ] as const) {
    test(`a failure is said with its step, and so is the retry, ${lang}`, async ({ page, simulate }) => {
      const simulator = await simulate("--paused");
      await listen(page);
      await hurry(page);
      await page.goto(simulator.at(`#/tasks/${FAILING}?lang=${lang}`));
      await expect(root(page)).toHaveAttribute("data-verdict", "running");
      await simulator.advance(600);
      await expect(voice(page)).toHaveText(failedAt);
      await expect(voice(page)).toHaveText(await sentence(page).innerText());
      await simulator.act(FAILING, "retry");
      await page.getByRole("button", { name: /^(Refresh|刷新)$/ }).click();
      await expect(voice(page)).toHaveText(retrying);
      await silence(page);
      expect(await texts(page)).toHaveLength(2);
    });
  }

  test("a step that fails beside others is said by its name, with how many did", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await listen(page);
    await hurry(page);
    await page.goto(simulator.at(`#/tasks/${RESTART}`));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    await simulator.advance(1);
    // Of those that run, the server lets as many have failed.
    let failures = 0;
    await page.route(/\/api\/v2\/tasks/, async (route) => {
      const answer = (await (await route.fetch()).json()) as { data: { subtasks: { id: number; status: string }[] } };
      const running = answer.data.subtasks.filter(({ status }) => status === "RUNNING").sort((a, b) => a.id - b.id);
      for (const step of running.slice(0, failures)) step.status = "FAILED";
      await route.fulfill({ json: answer });
    });
    failures = 1;
    await expect(voice(page)).toHaveText(/^Failing: “Prepare restart OCP agent” \[\d\] failed, \d siblings still running$/);
    failures = 2;
    await expect(voice(page)).toHaveText(/^“Prepare restart OCP agent” \[\d\] failed, 2 steps failed in all$/);
    failures = 4;
    await expect(voice(page)).toHaveText("“Prepare restart OCP agent” ×2 failed, 4 steps failed in all");
    await expect(root(page)).toHaveAttribute("data-verdict", "failing");
    await silence(page);
    expect(await texts(page)).toHaveLength(3);
    // Whoever listens is not talked at: the pause is the page's own, by its own clock.
    const times = (await heard(page)).map(({ at }) => at);
    for (const [place, at] of times.slice(1).entries()) expect(at - times[place]!).toBeGreaterThan(4_990);
  });

  test("news outlives what the reader does meanwhile", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await listen(page);
    await hurry(page);
    await page.goto(simulator.at(`#/tasks/${FAILING}`));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    const typing = typeUntil(page, "restart", "[data-verdict=failed]");
    await expect(page.getByRole("searchbox")).not.toHaveValue("");
    await simulator.advance(600);
    await typing;
    await expect(voice(page)).toHaveText(/^Failed at “.+”: .* · \d of 5 steps match$/);
    await silence(page);
    expect(await texts(page)).toHaveLength(1);
  });
});

test.describe("a server that is gone", () => {
  test.use({ expectedErrors: /ERR_FAILED/ });

  test("is one alert, however often it is asked in vain", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await listen(page);
    await hurry(page);
    await page.goto(simulator.at(`#/tasks/${RESTART}`));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    let asked = 0;
    await page.route(/\/api\/v2\/tasks/, (route) => {
      asked += 1;
      return route.abort();
    });
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("The newest state could not be fetched. What you see is older.");
    await expect(alert).toContainText("No answer from the server");
    const first = await alert.elementHandle();
    await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThan(2);
    await silence(page);
    expect(await first?.evaluate((element) => element.isConnected)).toBe(true);
    expect(await texts(page)).toEqual([]);
  });
});

test("a comparison is said when it is there, and copying in the menu beside its buttons too", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openTask(page, "35100400");
  await goToFragment(page, "#/tasks/35100400?compare=35100401");
  await expect(voice(page)).toHaveText(/^Compared with #35100401 \(Succeeded, .*\): .* (longer|shorter)$/);
  await page.locator("summary").filter({ hasText: "Share" }).click();
  await page.getByRole("button", { name: "Copy link to this view" }).click();
  await expect(voice(page)).toHaveText("Copied");
  await expect(page.locator(".ts-panel .ts-said")).toHaveText("Copied");
});
