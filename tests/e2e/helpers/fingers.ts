// Fingers on the screen. Playwright itself only taps.

import type { CDPSession, Page } from "@playwright/test";

export interface Point {
  x: number;
  y: number;
}

/** How long fingers rest before they are lifted, in milliseconds. */
const REST = 100;

/** From one move of a flick to the next, in seconds: a frame of a phone. */
const PACE = 0.016;

export class Fingers {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  /**
   * Puts fingers down at the first of these places, moves them through the others, holds still, and lifts them: who places
   * something holds still, and a picture that is let go of so does not glide on.
   */
  async move(...places: Point[][]): Promise<void> {
    const [first, ...others] = places;
    await this.#send("touchStart", first!);
    for (const place of others) await this.#send("touchMove", place);
    await new Promise((rested) => setTimeout(rested, REST));
    await this.#send("touchMove", places.at(-1)!);
    await this.#send("touchEnd", []);
  }

  /** Moves fingers through these places at one quick pace, and lifts them on the way: what they hold may glide on. */
  async flick(...places: Point[][]): Promise<void> {
    // The moments are said, not waited for: on a busy machine it is as quick.
    const began = Date.now() / 1000;
    const at = (move: number) => began + move * PACE;
    const [first, ...others] = places;
    await this.#send("touchStart", first!, at(0));
    for (const [move, place] of others.entries()) await this.#send("touchMove", place, at(move + 1));
    await this.#send("touchEnd", [], at(places.length));
  }

  async #send(type: "touchStart" | "touchMove" | "touchEnd", points: Point[], timestamp?: number): Promise<void> {
    const touchPoints = points.map((point, id) => ({ ...point, id }));
    await this.#session.send("Input.dispatchTouchEvent", { type, touchPoints, ...(timestamp !== undefined && { timestamp }) });
  }
}

/** Two fingers side by side, each so far from the middle. */
export const apart = ({ x, y }: Point, by: number): Point[] => [{ x: x - by, y }, { x: x + by, y }];
