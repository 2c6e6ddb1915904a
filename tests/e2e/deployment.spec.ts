// Where and how the page is deployed: below a path of its own, with another API's address, before a server with sessions.

import { expect, test } from "./fixtures.ts";
import { details, menu, root, step } from "./helpers/viewer.ts";

test("below a base path the page finds its files, its settings, its samples and the API", async ({ page, simulate }) => {
  const simulator = await simulate("--base-path", "/ops/tasks/");
  expect(new URL(simulator.url).pathname).toBe("/ops/tasks/");
  await page.route("**/taskscope.json", (route) => {
    expect(new URL(route.request().url()).pathname).toBe("/ops/tasks/taskscope.json");
    return route.fulfill({ json: { apiBase: "api/v2" } });
  });
  const asked: string[] = [];
  page.on("request", (request) => void (request.url().includes("/api/") && asked.push(new URL(request.url()).pathname)));
  await page.goto(simulator.at("#/tasks/35000312"));
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  expect(asked).toEqual(["/ops/tasks/api/v2/tasks/instances/35000312"]);
  await step(page, "13000336").click();
  await expect(details(page)).toHaveAttribute("data-subtask-id", "13000336");
  await page.goto(simulator.at("#/"));
  await page.getByRole("button", { name: "A task that failed" }).click();
  await expect(root(page)).toHaveAttribute("data-verdict", "failed");
});

test("the deployment's language and light hold where the reader chose none", async ({ page }) => {
  await page.route("**/taskscope.json", (route) => route.fulfill({ json: { lang: "zh-CN", theme: "dark", unknown: 1 } }));
  await page.goto("./#/tasks/35000312");
  await expect(root(page)).toHaveAttribute("lang", "zh-CN");
  await expect(root(page)).toHaveCSS("color-scheme", "dark");
  await page.goto("./#/tasks/35000312?lang=en&theme=light");
  await expect(root(page)).toHaveAttribute("lang", "en");
  await expect(root(page)).toHaveCSS("color-scheme", "light");
});

test("the settings show what the deployment decided", async ({ page }) => {
  await page.route("**/taskscope.json", (route) => route.fulfill({ json: { lang: "zh-CN", theme: "dark" } }));
  await page.goto("./#/tasks/35000312");
  await menu(page, "设置").click();
  const pressed = (name: string) => page.getByRole("button", { name, exact: true, pressed: true });
  await expect(pressed("简体中文")).toBeVisible();
  await expect(pressed("深色")).toBeVisible();
  // Nobody asks the system.
  await expect(page.getByRole("button", { name: "跟随系统" })).toHaveCount(0);
});

test.describe("settings that cannot be read", () => {
  test.use({ expectedErrors: /taskscope\.json|status of 404/ });

  test("are reported, and the page runs without them", async ({ page }) => {
    const told = page.waitForEvent("console", (message) => message.text().includes("taskscope.json"));
    await page.route("**/taskscope.json", (route) => route.fulfill({ body: "{" }));
    await page.goto("./#/tasks/35000312");
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
    await told;
  });

  test("or are not there, neither", async ({ page }) => {
    await page.route("**/taskscope.json", (route) => route.fulfill({ status: 404 }));
    await page.goto("./#/tasks/35000312");
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  });
});

test.describe("before a server with sessions", () => {
  test.use({ expectedErrors: /status of (401|403)/ });

  test("the reader signs in elsewhere and tries again", async ({ page, context, simulate }) => {
    const simulator = await simulate("--auth", "session");
    await page.goto(simulator.at("#/tasks/35000312"));
    await expect(page.getByRole("alert")).toHaveAttribute("data-error", "unauthorized");
    const signIn = await context.request.post(new URL("/api/v2/iam/login", simulator.url).href, {
      form: { username: "admin", password: "ocp" },
    });
    expect(signIn.ok()).toBe(true);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  });

  test("one who may not see tasks is told so", async ({ page, context, simulate }) => {
    const simulator = await simulate("--auth", "session");
    await context.request.post(new URL("/api/v2/iam/login", simulator.url).href, {
      form: { username: "viewer-none", password: "ocp" },
    });
    await page.goto(simulator.at("#/tasks/35000312"));
    await expect(page.getByRole("alert")).toHaveAttribute("data-error", "forbidden");
  });
});

test.describe("a program that cannot start", () => {
  test.use({ expectedErrors: /ERR_FAILED/ });

  test("is no blank page", async ({ page }) => {
    const program = (url: URL) => url.pathname.endsWith(".wasm");
    await page.route(program, (route) => route.abort());
    await page.goto("./#/tasks/35000312");
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("taskscope could not be started");
    await page.unroute(program);
    await alert.getByRole("button", { name: /Reload/ }).click();
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  });
});

test.describe("a script that does not come", () => {
  test.use({ expectedErrors: /ERR_FAILED|was preloaded/ });

  test("leaves words on the page, in both languages, which are gone once it comes", async ({ page }) => {
    const script = (url: URL) => /\/boot-[0-9a-f]+\.js$/.test(url.pathname);
    await page.route(script, (route) => route.abort());
    await page.goto("./#/tasks/35000312");
    const words = page.locator(".ts-starting");
    await expect(words).toBeVisible();
    await expect(words).toContainText("reload the page");
    await expect(words).toContainText("重新加载");
    await page.unroute(script);
    await page.reload();
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
    await expect(words).toHaveCount(0);
  });
});

test.describe("a browser that refuses a call of the program", () => {
  test.use({ expectedErrors: /refused/ });

  test("is a panel, not a page that stands still", async ({ page }) => {
    await page.goto("./#/tasks/35000312");
    await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
    await page.evaluate(() => {
      document.createElement = () => {
        delete (document as Partial<Document>).createElement;
        throw new Error("refused");
      };
    });
    await page.getByRole("button", { name: "Table", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("taskscope has stopped");
  });
});

test("a browser that tells no languages is spoken to in English", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "languages", { get: () => undefined }));
  await page.goto("./#/tasks/35000312");
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("a browser does not translate what the page keeps up to date", async ({ page }) => {
  await page.goto("./#/tasks/35000312");
  await expect(page.locator("html")).toHaveAttribute("translate", "no");
});

test("a panic of the program is a panel with its details and a way on, not a frozen page", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // A program that panics on demand takes the real one's place; what is tested is the page around it.
  const program = (url: URL) => /\/taskscope-[0-9a-f]+\.js$/.test(url.pathname);
  await page.route(program, (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `export default async () => {};
        export const onPanic = (tell) => void (globalThis.panic = tell);
        export const Viewer = { start: async (mount) => (mount.textContent = "running", {}) };`,
    }),
  );
  await page.goto("./#/tasks/35000312");
  await expect(page.getByText("running")).toBeVisible();
  await page.evaluate(() => (globalThis as unknown as { panic: (text: string) => void }).panic("panicked at row.rs:7"));
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("taskscope has stopped");
  await expect(alert).toContainText("panicked at row.rs:7");
  await expect(root(page)).toHaveAttribute("data-taskscope-state", "failed");
  await alert.getByRole("button", { name: /Copy details/ }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/panicked at row\.rs:7[^]*#\/tasks\/35000312/);
  await page.unroute(program);
  await alert.getByRole("button", { name: /Reload/ }).click();
  await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
});

test.describe("a program that ends without a word", () => {
  test.use({ expectedErrors: /unreachable|call stack/ });

  // A module whose first function runs into an instruction that must not be reached, and whose second calls itself.
  const MODULE = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 3, 2, 0, 0, 7, 17, 2],
    ...[4, 0x74, 0x72, 0x61, 0x70, 0, 0, 6, 0x72, 0x65, 0x63, 0x75, 0x72, 0x73, 0, 1],
    ...[10, 10, 2, 3, 0, 0, 0x0b, 4, 0, 0x10, 1, 0x0b],
  ];
  for (const name of ["trap", "recurs"]) {
    test(`is a panel as well: ${name}`, async ({ page }) => {
      await page.goto("./#/tasks/35000312");
      await expect(root(page)).toHaveAttribute("data-verdict", "succeeded");
      await page.evaluate(
        async ([bytes, name]) => {
          const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes));
          setTimeout(instance.exports[name] as () => void);
        },
        [MODULE, name] as const,
      );
      const alert = page.getByRole("alert");
      await expect(alert).toContainText("taskscope has stopped");
      await expect(alert.locator("pre")).toContainText("wasm");
      await expect(root(page)).toHaveAttribute("data-taskscope-state", "failed");
    });
  }
});
