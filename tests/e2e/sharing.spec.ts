// Passing on what is on the screen: links, a link with the data inside, copies, files; and the step's log.

import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { details, fact, menu, openTask, root, sentence, step, view } from "./helpers/viewer.ts";

const FAILED = "35100300";
const BOOTSTRAP = "13300013";

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test.beforeEach(async ({ context, page }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openTask(page, FAILED, "view=both");
});

test("the link to this view", async ({ page }) => {
  await menu(page, "Share").click();
  await page.getByRole("button", { name: "Copy link to this view" }).click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  expect(await clipboard(page)).toBe(page.url());
});

test("the link that carries the task opens without any server's help", async ({ page, context }) => {
  await step(page, BOOTSTRAP).click();
  await menu(page, "Share").click();
  await page.getByRole("button", { name: /Copy link with the data inside/ }).click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  const link = await clipboard(page);
  expect(new URL(link).hash).toMatch(/^#\/snapshot\/[\w-]+\?view=both&subtask=13300013$/);

  const reader = await context.newPage();
  const asked: string[] = [];
  reader.on("request", (request) => void (request.url().includes("/api/") && asked.push(request.url())));
  await reader.goto(link);
  await expect(root(reader)).toHaveAttribute("data-verdict", "failed");
  await expect(sentence(reader)).toHaveText(await sentence(page).innerText());
  await expect(reader.getByText("from the link")).toBeVisible();
  await expect(details(reader)).toHaveAttribute("data-subtask-id", BOOTSTRAP);
  await view(reader, "Table").click();
  await reader.reload();
  await expect(reader.getByRole("grid", { name: "Subtasks" })).toHaveAttribute("aria-rowcount", "24");
  expect(asked).toEqual([]);
});

test("a link with data that was cut on its way says so", async ({ page }) => {
  await menu(page, "Share").click();
  await page.getByRole("button", { name: /Copy link with the data inside/ }).click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  const link = await clipboard(page);
  await page.goto(link.slice(0, link.indexOf("?") / 2));
  await expect(page.getByRole("alert")).toHaveAttribute("data-error", "malformed");
});

test("the payload as it came, as a file", async ({ page }) => {
  const download = page.waitForEvent("download");
  await menu(page, "Share").click();
  await page.getByRole("button", { name: "Save as JSON" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("task-35100300.json");
  const saved = JSON.parse(await readFile(await file.path(), "utf8")) as { data: { subtasks: unknown[] } };
  expect(saved.data.subtasks).toHaveLength(23);
});

test("the steps as CSV, in the order of the work", async ({ page }) => {
  const download = page.waitForEvent("download");
  await menu(page, "Share").click();
  await page.getByRole("button", { name: "Save steps as CSV" }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(24);
  expect(lines[0]).toMatch(/^id,name,outcome,status,operation,start,finish,/);
  expect(lines[1]).toContain("Prepare install cluster,Done,SUCCESSFUL,EXECUTE,2024-03-14T10:21:08.538+08:00");
  expect(lines[9]).toContain("13300013,Bootstrap ob,Failed,FAILED,EXECUTE");
});

test("ids, and the link to a step", async ({ page }) => {
  await page.getByRole("banner").getByRole("button", { name: "Copy", exact: true }).first().click();
  await expect.poll(() => clipboard(page)).toBe(FAILED);
  await fact(details(page), "Subtask ID").getByRole("button", { name: "Copy" }).click();
  await expect.poll(() => clipboard(page)).toBe(BOOTSTRAP);
  await details(page).getByRole("button", { name: "Copy link" }).click();
  await expect.poll(() => clipboard(page)).toContain(`#/tasks/${FAILED}?view=both&subtask=${BOOTSTRAP}`);
});

test("what support asks for is one click away", async ({ page }) => {
  await menu(page, "About this task").click();
  const about = page.getByRole("banner");
  await expect(fact(about, "Trace ID")).toContainText(/[0-9a-f]{16}/);
  await expect(fact(about, "Server")).toContainText("10.20.0.11");
  await expect(fact(about, "Operation")).toContainText("EXECUTE");
});

test("the log of a step", async ({ page }) => {
  await details(page).getByRole("button", { name: "Log" }).click();
  const log = page.getByRole("dialog", { name: "Log" });
  await expect(log).toContainText("############{EXECUTE}{2024-03-14T10:23:31.408+08:00}############");
  await expect(log).toContainText("Connect to rootserver timed out");
  await log.getByRole("button", { name: "Close" }).click();
  await expect(log).toBeHidden();
  await expect(details(page).getByRole("button", { name: "Log" })).toBeFocused();
});

test.describe("a log that cannot be had", () => {
  test.use({ expectedErrors: /status of (403|404)/ });

  test("says why", async ({ page }) => {
    await openTask(page, "35000312", "subtask=13000336");
    await details(page).getByRole("button", { name: "Log" }).click();
    await expect(page.getByRole("dialog", { name: "Log" })).toContainText(/no task with this ID|does not exist/);
  });

  test("is told as every other error is", async ({ page }) => {
    await page.route("**/subtasks/*/log", (route) => route.fulfill({ status: 403, body: "<h1>Blocked</h1>" }));
    await openTask(page, "35000312", "subtask=13000336");
    await details(page).getByRole("button", { name: "Log" }).click();
    const error = page.getByRole("dialog", { name: "Log" }).getByRole("alert");
    await expect(error).toHaveAttribute("data-error", "forbidden");
    // A firewall's word, not OCP's.
    await expect(error).toContainText("refused on its way to OCP");
    await expect(error).toContainText("HTTP status");
  });

  test("has a trace ID to copy, over plain http as well", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.addInitScript(() => {
      Object.assign(window, { clipboard: navigator.clipboard });
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    await page.reload();
    await openTask(page, "35000312", "subtask=13000336");
    await details(page).getByRole("button", { name: "Log" }).click();
    const log = page.getByRole("dialog", { name: "Log" });
    await log.getByRole("button", { name: "Copy", exact: true }).first().click();
    await expect(log.locator(".ts-done")).toBeVisible();
    const pasted = await page.evaluate(() => (window as unknown as { clipboard: Clipboard }).clipboard.readText());
    expect(pasted).toMatch(/^[0-9a-f]{16}/);
  });
});

test("what became of copying is seen for a while where the reader looks", async ({ page }) => {
  const copied = page.locator(".ts-said").getByText("Copied", { exact: true });
  await page.keyboard.press("y");
  await expect(page.getByRole("banner").locator(copied)).toBeVisible();
  await expect(copied).toHaveCount(0, { timeout: 10_000 });
  await details(page).getByRole("button", { name: "Copy link" }).click();
  await expect(details(page).locator(copied)).toBeVisible();
  await page.keyboard.press("i");
  await details(page).getByRole("button", { name: "Copy report" }).click();
  await expect(details(page).locator(copied)).toBeVisible();
  // The menu says nothing of what was copied elsewhere.
  await menu(page, "Share").click();
  await expect(page.getByRole("banner").locator(copied)).toHaveCount(0);
});

test.describe("a clipboard that is denied", () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      const writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
      Object.defineProperty(navigator, "clipboard", { value: { writeText } });
      Document.prototype.execCommand = () => false;
    });
    await page.reload();
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
  });

  test("is said, and no button says that it was copied", async ({ page }) => {
    const refused = "The browser did not allow copying";
    const button = page.getByRole("banner").getByRole("button", { name: "Copy", exact: true }).first();
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("banner").getByText(refused)).toBeVisible();
    await expect(button).not.toHaveClass(/ts-done/);
    await expect(button).toBeFocused();
    await page.keyboard.press("y");
    await expect(page.getByRole("banner").getByText(refused)).toHaveCount(2);
    await details(page).getByRole("button", { name: "Copy link" }).click();
    await expect(details(page).getByText(refused)).toBeVisible();
  });

  test("leaves the focus in the menu, and Esc closes that", async ({ page }) => {
    const before = await details(page).getAttribute("data-subtask-id");
    await menu(page, "Share").click();
    const item = page.getByRole("button", { name: "Copy link to this view" });
    await item.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText("The browser did not allow copying").first()).toBeVisible();
    await expect(item).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(item).toBeHidden();
    await expect(details(page)).toHaveAttribute("data-subtask-id", before!);
  });
});

test("a browser that cannot press the data into a link says so", async ({ page }) => {
  await page.addInitScript(() => void Reflect.deleteProperty(globalThis, "CompressionStream"));
  await page.reload();
  await menu(page, "Share").click();
  await page.getByRole("button", { name: /Copy link with the data inside/ }).click();
  await expect(page.locator(".ts-panel").getByText(/cannot put the data into a link/)).toBeVisible();
});
