// The page starts, and the guard in fixtures.ts catches what it is there for.

import { expect, test } from "./fixtures.ts";

test("the page starts without a word on the console", async ({ page }) => {
  await page.goto("./#/tasks/35000312");
  await expect(page.locator("[data-taskscope-state=ready]")).toBeVisible();
});

test("every file is where the page says, at the type that the browser wants", async ({ page }) => {
  const types: string[] = [];
  page.on("response", (response) => {
    const file = new URL(response.url()).pathname.split(".").pop() ?? "";
    if (["js", "wasm", "css"].includes(file)) types.push(`${file} ${response.status()} ${response.headers()["content-type"]}`);
  });
  await page.goto("./");
  await expect(page.locator("[data-taskscope-state=open]")).toBeVisible();
  expect(types).toContainEqual("wasm 200 application/wasm");
  for (const type of types) expect(type).toMatch(/^(js 200 text\/javascript|wasm 200 application\/wasm|css 200 text\/css)/);
});

test.describe("the guard", () => {
  test("fails a test whose page logs an error", async ({ page }) => {
    test.fail();
    await page.goto("./");
    await page.evaluate(() => console.error("told"));
  });

  test("fails a test whose page throws", async ({ page }) => {
    test.fail();
    await page.goto("./");
    const thrown = page.context().waitForEvent("weberror");
    await page.evaluate(() => void setTimeout(() => { throw new Error("thrown"); }));
    await thrown;
  });

  test("fails a test whose page runs into the content security policy", async ({ page }) => {
    test.fail();
    await page.goto("./");
    await page.evaluate(() => document.body.setAttribute("style", "color: red"));
  });
});

test.describe("an expected error", () => {
  test.use({ expectedErrors: /told/ });

  test("is no failure", async ({ page }) => {
    await page.goto("./");
    await page.evaluate(() => console.error("told"));
  });
});
