// Fingers on the screen. Playwright itself only taps.

import type { CDPSession, Page } from "@playwright/test";

export interface Point {
  x: number;
  y: number;
}

export class Fingers {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  /** Puts fingers down at the first of these places, moves them through the others, and lifts them. */
  async move(...places: Point[][]): Promise<void> {
    const [first, ...others] = places;
    await this.#send("touchStart", first!);
    for (const place of others) await this.#send("touchMove", place);
    await this.#send("touchEnd", []);
  }

  async #send(type: "touchStart" | "touchMove" | "touchEnd", points: Point[]): Promise<void> {
    const touchPoints = points.map((point, id) => ({ ...point, id }));
    await this.#session.send("Input.dispatchTouchEvent", { type, touchPoints });
  }
}

/** Two fingers side by side, each so far from the middle. */
export const apart = ({ x, y }: Point, by: number): Point[] => [{ x: x - by, y }, { x: x + by, y }];
