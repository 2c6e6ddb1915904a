// What is asked of every page alike.

/** Waits until a page has done nothing to speak of for a while. */
export const rest = (page, ms = 1500) => page.waitForTimeout(ms);

/** Bytes of JavaScript objects and of wasm memory, after the garbage is gone; elements; bytes on the wire. */
export async function weigh(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize").value;
  const [wasm, elements, wire] = await page.evaluate(() => [bench.wasm(), bench.elements(), bench.wire()]);
  return { heap, wasm, elements, wire };
}
