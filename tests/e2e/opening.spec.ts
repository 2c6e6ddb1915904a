// Every way to a task but the address: its id, a paste, a file, a sample, the list of those looked at lately.

import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { frame, hurry, openTask, parameters, root, sentence, view } from "./helpers/viewer.ts";

const FAILED = new URL("../fixtures/03-create-cluster-failed.json", import.meta.url);

/** Drops a file onto the page. */
async function drop(page: Page, text: string): Promise<void> {
  const data = await page.evaluateHandle((json) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([json], "task.json"));
    return transfer;
  }, text);
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
}

test.describe("from the open page", () => {
  test.beforeEach(async ({ page }) => {
    await page.goto("./");
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  });

  for (const typed of ["35000312", " #35000312 ", "https://ocp.example.com/task/35000312?tab=log"]) {
    test(`by what was typed as an id: ${typed}`, async ({ page }) => {
      await page.getByRole("textbox", { name: "Task ID" }).fill(typed);
      await page.getByRole("button", { name: "Open", exact: true }).click();
      await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
      expect(new URL(page.url()).hash).toBe("#/tasks/35000312");
    });
  }

  test("by what is pasted, which no server gets to see", async ({ page }) => {
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.url()));
    const open = page.getByRole("button", { name: "Open what was pasted" });
    await expect(open).toBeDisabled();
    await page.getByRole("textbox", { name: "Paste a task" }).fill(await readFile(FAILED, "utf8"));
    await open.click();
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    await expect(page.getByText("from a file")).toBeVisible();
    // The page's own icon is asked for again when the address changes.
    expect(sent.filter((url) => !/\/assets\/icon-[^/]*\.svg$/.test(url))).toEqual([]);
  });

  test("by a paste that was cut, which is said", async ({ page }) => {
    const whole = await readFile(FAILED, "utf8");
    await page.getByRole("textbox", { name: "Paste a task" }).fill(whole.slice(0, whole.length / 2));
    await page.getByRole("button", { name: "Open what was pasted" }).click();
    const alert = page.getByRole("alert");
    await expect(alert).toHaveAttribute("data-error", "malformed");
    await alert.getByText("Technical details").click();
    await expect(alert).toContainText("the data ends too early");
    await page.getByRole("button", { name: "Open another task" }).click();
    await expect(page.getByRole("textbox", { name: "Task ID" })).toBeVisible();
  });

  test("by a file that is chosen", async ({ page }) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByText("Choose a file…").click();
    await (await chooser).setFiles(FAILED.pathname);
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
  });

  test("by a file that is dropped", async ({ page }) => {
    const text = await readFile(FAILED, "utf8");
    const data = await page.evaluateHandle((json) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([json], "task.json", { type: "application/json" }));
      return transfer;
    }, text);
    await page.dispatchEvent("body", "dragover", { dataTransfer: data });
    await expect(page.getByText("Drop the file to open it")).toBeVisible();
    await page.dispatchEvent("body", "drop", { dataTransfer: data });
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    await expect(page.getByText("Drop the file to open it")).toBeHidden();
  });

  for (const [name, verdict] of [["A task that succeeded", "succeeded"], ["A task that failed", "failed"], ["A task that runs", "running"]] as const) {
    test(`by a sample: ${name}`, async ({ page }) => {
      await page.getByRole("button", { name }).click();
      await expect(root(page)).toHaveAttribute("data-verdict", verdict);
    });
  }
});

test("a task looked at lately is one click away, the newest first", async ({ page }) => {
  await openTask(page, "35100300");
  await openTask(page, "35000312");
  await page.getByRole("button", { name: "Open another task" }).click();
  const recent = page.getByRole("listitem");
  await expect(recent).toHaveText([/Reinstall OCP agent\s*#35000312\s*Succeeded/, /Create primary OB cluster\s*#35100300\s*Failed/]);
  await recent.getByRole("link", { name: /35100300/ }).click();
  await expect(root(page)).toHaveAttribute("data-verdict", "failed");
});

for (const id of ["35101711", "35101712"]) {
  test(`an answer that holds several tasks lets the reader pick: ${id}`, async ({ page }) => {
    await page.goto(`./#/tasks/${id}`);
    await expect(page.getByRole("heading", { name: /several tasks/ })).toBeVisible();
    const choices = page.getByRole("listitem").getByRole("button");
    expect(await choices.count()).toBeGreaterThan(1);
    await choices.last().click();
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
    await expect(sentence(page)).not.toBeEmpty();
    // The newest answer holds all of them again.
    const read = () => page.evaluate(() => performance.getEntriesByName("taskscope:insight").length);
    const before = await read();
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect.poll(read).toBeGreaterThan(before);
    await frame(page);
    await expect(sentence(page)).not.toBeEmpty();
  });
}

test("a file dropped on a task replaces it", async ({ page }) => {
  await openTask(page, "35000312");
  await drop(page, await readFile(FAILED, "utf8"));
  await expect(root(page)).toHaveAttribute("data-verdict", "failed");
});

test("recent tasks and Cancel keep language, light, frame and what the portal added", async ({ page }) => {
  const kept = { lang: "zh-CN", theme: "dark", portal: "7" };
  await openTask(page, "35000312", "lang=zh-CN&theme=dark&portal=7");
  await page.getByRole("button", { name: "打开其他任务" }).click();
  await page.getByRole("listitem").getByRole("link").first().click();
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "ready");
  expect(parameters(page)).toEqual(kept);
  await page.route("**/tasks/instances/35100300", () => {});
  await page.goto("./#/tasks/35100300?lang=zh-CN&theme=dark&embed=1&portal=7");
  await page.getByRole("link", { name: "取消" }).click();
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  expect(parameters(page)).toEqual({ ...kept, embed: "1" });
});

for (const typed of ["https://ocp.example/task/35000312/", "https://ocp.example/task/35000312?backUrl=/task"]) {
  test(`the address of a portal is understood: ${typed}`, async ({ page }) => {
    await page.goto("./#/");
    await page.getByLabel("Task ID").fill(typed);
    await page.keyboard.press("Enter");
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  });
}

test.describe("what is no task", () => {
  test("is still in its field afterwards; a task is not", async ({ page }) => {
    await page.goto("./#/");
    const field = page.getByRole("textbox", { name: "Paste a task" });
    await field.fill('{"data": {"id": 1,');
    await page.getByRole("button", { name: "Open what was pasted" }).click();
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "failed");
    await page.getByRole("button", { name: "Open another task" }).click();
    await expect(field).toHaveValue('{"data": {"id": 1,');
    await field.fill(await readFile(FAILED, "utf8"));
    await page.getByRole("button", { name: "Open what was pasted" }).click();
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    await page.getByRole("button", { name: "Open another task" }).click();
    await expect(field).toHaveValue("");
  });
});

test("a file that is not JSON is told as such", async ({ page }) => {
  await page.goto("./");
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  await drop(page, "id,name\n1,x\n");
  const alert = page.getByRole("alert");
  await expect(alert).toHaveAttribute("data-error", "not-json");
  await expect(alert.getByRole("heading")).toHaveText("This is not JSON");
});

test("a link that was encoded on its way leads to the task", async ({ page }) => {
  await page.goto("./#%2Ftasks%2F35000312%3Fview%3Dgraph");
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  await expect(view(page, "Graph")).toHaveAttribute("aria-pressed", "true");
});

test("whoever wants none of several tasks goes home", async ({ page }) => {
  await page.goto("./#/tasks/35101712");
  await expect(page.getByRole("heading", { name: /several tasks/ })).toBeVisible();
  await page.getByRole("button", { name: "Open another task" }).click();
  await expect(page.getByLabel("Task ID")).toBeVisible();
});

test.describe("a file dropped on another task", () => {
  test("stays, though that is polled on, under the address of the open page; back leads to the task", async ({ page, simulate }) => {
    const simulator = await simulate("--paused");
    await hurry(page);
    const task = "#/tasks/38004012?view=table&q=ocp&status=running&theme=dark&portal=7";
    await page.goto(simulator.at(task));
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    await drop(page, await readFile(FAILED, "utf8"));
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    expect(new URL(page.url()).hash).toBe("#/?view=table&theme=dark&portal=7");
    await page.waitForTimeout(1_500);
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");

    // What the reader does with it are steps of its own.
    await view(page, "Graph").click();
    await page.goBack();
    await expect(view(page, "Table")).toHaveAttribute("aria-pressed", "true");
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    await page.goBack();
    await expect(root(page)).toHaveAttribute("data-verdict", "running");
    expect(new URL(page.url()).hash).toBe(task);
    await page.goForward();
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    await expect(view(page, "Table")).toHaveAttribute("aria-pressed", "true");
  });

  test("has no link but the one with the data inside", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openTask(page, "35000312", "subtask=13000336");
    await drop(page, await readFile(FAILED, "utf8"));
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    await page.keyboard.press("y");
    const link = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(link).toMatch(/#\/snapshot\/[\w-]+$/);
  });

  test("gives way to the open page", async ({ page }) => {
    await openTask(page, "35000312");
    await drop(page, await readFile(FAILED, "utf8"));
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    await page.getByRole("button", { name: "Open another task" }).click();
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
    await drop(page, await readFile(FAILED, "utf8"));
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    await page.goBack();
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
    await page.goForward();
    await expect(root(page)).toHaveAttribute("data-verdict", "failed");
    // The history outlives the page, and what it was given does not.
    await page.reload();
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  });

  for (const shown of ["timeline", "table", "graph"]) {
    test(`shows its own ids, though all else is alike: ${shown}`, async ({ page }) => {
      await openTask(page, "35000312", `view=${shown}&fold=0`);
      const body = JSON.stringify(await (await page.request.get("/api/v2/tasks/instances/35000312")).json());
      const more = (ids: string) => ids.replace(/\d+/g, (id) => String(Number(id) + 1000));
      const other = body
        .replace(/"id":\d+/g, more)
        .replace(/"(up|down)streams":\[[^\]]*\]/g, (list) => more(list));
      const ids = () => page.locator("[data-subtask-id]:is([role=row], .ts-node)").evaluateAll((all) => all.map((one) => one.getAttribute("data-subtask-id")));
      await expect.poll(async () => (await ids()).length).toBeGreaterThan(3);
      const before = await ids();
      await drop(page, body);
      await expect.poll(ids).toEqual(before);
      await drop(page, other);
      await expect.poll(ids).toEqual(before.map((id) => more(id ?? "")));
    });
  }
});

test.describe("while a large file is read", () => {
  /** Drops one of 10,000 steps, and acts as soon as the page waits for it. */
  async function dropLarge(page: Page, act: "cancel" | "leave"): Promise<void> {
    const body = await (await page.request.get("/api/v2/tasks/instances/42010000")).text();
    await page.evaluate((act) => {
      new MutationObserver((_, observer) => {
        const cancel = document.querySelector<HTMLElement>(".ts-waiting a");
        if (!cancel) return;
        observer.disconnect();
        if (act === "cancel") cancel.click();
        else location.hash = "#/tasks/35000312";
      }).observe(document.body, { childList: true, subtree: true });
    }, act);
    await drop(page, body);
  }

  test("Cancel leads to the open page, and the file does not come", async ({ page }) => {
    await page.goto("./");
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
    await dropLarge(page, "cancel");
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
    await page.waitForTimeout(1_500);
    await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  });

  test("a task that is asked for meanwhile is what is shown", async ({ page }) => {
    await openTask(page, "35100300");
    await dropLarge(page, "leave");
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
    await page.waitForTimeout(1_500);
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
    await expect(sentence(page)).toContainText("Succeeded");
    expect(new URL(page.url()).hash).toBe("#/tasks/35000312");
  });
});

test("words that are dragged are left to the field that they are dragged to", async ({ page }) => {
  await page.goto("./");
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "open");
  const taken = await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/plain", "{}");
    const field = document.querySelector("#ts-paste")!;
    return ["dragover", "drop"].map((type) => !field.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer })));
  });
  expect(taken).toEqual([false, false]);
  await expect(page.getByText("Drop the file to open it")).toBeHidden();
});
