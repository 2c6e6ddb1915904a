// A simulated OCP of a test's own: for tests that move its clock, count its answers, or serve the page elsewhere. All
// other tests share the one that playwright.config.ts starts.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { BUNDLE, SIMULATOR } from "../playwright.config.ts";

export class Simulator {
  readonly #process: ChildProcess;
  /** Where the page is, with a slash at its end. */
  readonly url: string;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  /** Starts one that serves the built page. `flags` are those of the program. */
  static async start(flags: string[]): Promise<Simulator> {
    const child = spawn(SIMULATOR, ["--listen", "127.0.0.1:0", "--dist", BUNDLE, ...flags], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /^listening on (http:\S+)$/.exec(line)?.[1];
      if (url !== undefined) return new Simulator(child, url);
    }
    throw new Error(`${SIMULATOR} ended before it listened`);
  }

  /** The page's address with a fragment. */
  at(fragment: string): string {
    return `${this.url}${fragment}`;
  }

  /** Moves the clock; live tasks follow when they are next asked for. */
  async advance(seconds: number): Promise<void> {
    const answer = await fetch(new URL(`/sim/advance?seconds=${seconds}`, this.url), { method: "POST" });
    if (!answer.ok) throw new Error(`advance: ${answer.status}`);
  }

  /** Acts on a task like OCP's own buttons: `retry`, `rollback`, `subtasks/13/skip`. */
  async act(id: string, action: string): Promise<void> {
    const answer = await fetch(new URL(`/api/v2/tasks/instances/${id}/${action}`, this.url), { method: "POST" });
    if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await ended;
  }
}
