// How the end to end tests run. `cargo xtask test e2e` builds what they need and calls them; afterwards
// `npx playwright test` in this folder will do while only tests change.

import { defineConfig } from "@playwright/test";

/** The simulated OCP, and the built page that it serves. */
export const SIMULATOR = process.env["OCP_SIM"] ?? "../../target/debug/ocp-sim";
export const BUNDLE = process.env["TASKSCOPE_DIST"] ?? "../../dist";

export default defineConfig({
  testDir: ".",
  outputDir: "results",
  reporter: [["list"], ["html", { outputFolder: "report", open: "never" }]],
  fullyParallel: true,
  workers: 2,
  // A test that passes only sometimes is a test that fails.
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  // How long a busy machine may take: nothing is proved by these.
  timeout: 180_000,
  expect: { timeout: 30_000 },

  webServer: {
    // Port 0: the system chooses a free one, and the simulator says which. Playwright hands the group's name on to the
    // workers as an environment variable.
    command: `exec "${SIMULATOR}" --listen 127.0.0.1:0 --dist "${BUNDLE}"`,
    wait: { stdout: /listening on http:\/\/127\.0\.0\.1:(?<ocp_sim_port>\d+)/ },
    gracefulShutdown: { signal: "SIGTERM", timeout: 2_000 },
  },

  use: {
    baseURL: `http://127.0.0.1:${process.env["OCP_SIM_PORT"]}/`,
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    timezoneId: "UTC",
    colorScheme: "light",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      // Root in a container has no sandbox and a small /dev/shm; the last two make letters the same on every machine.
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none", "--disable-lcd-text"],
    },
  },
  projects: [
    { name: "chromium", testMatch: "*.spec.ts" },
    { name: "shots", testMatch: "shots.ts" },
  ],
});
