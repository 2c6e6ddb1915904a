// What every end to end test starts from: import `test` and `expect` from here, not from Playwright.

import { expect, test as base } from "@playwright/test";

import { Simulator } from "./helpers/simulator.ts";

interface Options {
  // What the console may say in this test, such as `/status of 404/` where the simulator answers with an error.
  expectedErrors: RegExp | undefined;
}

interface Guards {
  /** Listens to the console until it is called. */
  quietConsole: () => void;
  /** Starts a simulated OCP of the test's own, which ends with it. */
  simulate: (...flags: string[]) => Promise<Simulator>;
}

// A test in which the console shows an error or a warning fails, whatever else it asserts. So does one in which an
// exception stays uncaught, or the content security policy blocks something: the browser reports that as an error.
export const test = base.extend<Options & Guards>({
  expectedErrors: [undefined, { option: true }],

  quietConsole: [
    async ({ context, expectedErrors }, use) => {
      const heard: string[] = [];
      let isOver = false;
      context.on("console", (message) => {
        if (!isOver && (message.type() === "error" || message.type() === "warning")) {
          heard.push(`${message.type()}: ${message.text()} (${message.location().url})`);
        }
      });
      context.on("weberror", (error) => heard.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      await use(() => {
        isOver = true;
      });
      const unexpected = heard.filter((line) => !expectedErrors?.test(line));
      expect(unexpected, "the console stays silent").toEqual([]);
    },
    { auto: true },
  ],

  // The pages end before the simulator that they ask, and what a test answers in its place ends before them: a poll that
  // is under way at a test's end would fail it otherwise, by an answer that does not come or is another.
  page: async ({ simulate: _outlives, quietConsole, page }, use) => {
    await use(page);
    quietConsole();
    for (const each of page.context().pages()) {
      await each.unrouteAll({ behavior: "ignoreErrors" });
      await each.close();
    }
  },

  simulate: async ({}, use) => {
    const started: Simulator[] = [];
    await use(async (...flags) => {
      const simulator = await Simulator.start(flags);
      started.push(simulator);
      return simulator;
    });
    for (const simulator of started) await simulator.stop();
  },
});

export { expect };
