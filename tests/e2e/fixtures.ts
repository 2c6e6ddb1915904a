// What every end to end test starts from: import `test` and `expect` from here, not from Playwright.

import { expect, test as base } from "@playwright/test";

interface Options {
  // What the console may say in this test, such as `/status of 404/` where the simulator answers with an error.
  expectedErrors: RegExp[];
}

interface Guards {
  quietConsole: void;
}

// A test in which the console shows an error or a warning fails, whatever else it asserts. So does one in which an
// exception stays uncaught, or the content security policy blocks something: the browser reports that as an error.
export const test = base.extend<Options & Guards>({
  expectedErrors: [[], { option: true }],

  quietConsole: [
    async ({ context, expectedErrors }, use) => {
      const heard: string[] = [];
      context.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") {
          heard.push(`${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      context.on("weberror", (error) => heard.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      await use();
      const unexpected = heard.filter((line) => !expectedErrors.some((expected) => expected.test(line)));
      expect(unexpected, "the console stays silent").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
