// Every way to a task but the address: its id, a paste, a file, a sample, the list of those looked at lately.

import { readFile } from "node:fs/promises";

import { expect, test } from "./fixtures.ts";
import { openTask, parameters, root, sentence } from "./helpers/viewer.ts";

const FAILED = new URL("../fixtures/03-create-cluster-failed.json", import.meta.url);

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
    expect(sent).toEqual([]);
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
  });
}

test("a file dropped on a task replaces it", async ({ page }) => {
  await openTask(page, "35000312");
  const text = await readFile(FAILED, "utf8");
  const data = await page.evaluateHandle((json) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([json], "task.json"));
    return transfer;
  }, text);
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
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

test("whoever wants none of several tasks goes home", async ({ page }) => {
  await page.goto("./#/tasks/35101712");
  await expect(page.getByRole("heading", { name: /several tasks/ })).toBeVisible();
  await page.getByRole("button", { name: "Open another task" }).click();
  await expect(page.getByLabel("Task ID")).toBeVisible();
});
