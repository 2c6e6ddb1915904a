// One origin for all pages: taskscope and the API from the simulated OCP, the peers from the folder they were built into.

import { readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

/** A peer's page. */
const html = (name) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/peers/peer.css">
${name === "reactflow" ? '<link rel="stylesheet" href="/peers/reactflow.css">' : ""}
</head><body><div id="root"></div><script type="module" src="/peers/${name}.js"></script></body></html>`;

/** Serves until the process ends. `task` is what every request for a task is answered with. */
export async function serve(simulator, folder) {
  const server = {
    task: Buffer.alloc(0),
    /** Asks the simulated OCP for a task. */
    async fetch(id) {
      const answer = await fetch(`${simulator}/api/v2/tasks/instances/${id}`);
      if (!answer.ok) throw new Error(`task ${id}: ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    },
  };
  const files = new Map();
  const peer = (name) => {
    const extension = path.extname(name);
    const make = () => (extension === "" ? html(name) : readFileSync(path.join(folder, name)));
    if (!files.has(name)) {
      const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
      files.set(name, [TYPES[extension || ".html"], brotliCompressSync(make(), best)]);
    }
    return files.get(name);
  };
  const settings = { ...JSON.parse(await (await fetch(`${simulator}/taskscope.json`)).text()), pollSeconds: 3600 };
  const listener = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    const send = (type, body, headers = {}) => {
      response.writeHead(200, { "Content-Type": type, "Content-Length": body.length, ...headers });
      response.end(body);
    };
    if (pathname.startsWith("/api/v2/tasks/instances/")) return send("application/json", server.task);
    if (pathname === "/taskscope.json") return send("application/json", Buffer.from(JSON.stringify(settings)));
    if (pathname.startsWith("/peers/")) {
      const [type, body] = peer(pathname.slice("/peers/".length));
      return send(type, body, { "Content-Encoding": "br" });
    }
    const { method, headers } = request;
    const onward = http.request(`${simulator}${request.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  server.origin = `http://127.0.0.1:${listener.address().port}`;
  return server;
}
