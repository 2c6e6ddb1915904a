// Lays a graph out with one engine and prints the picture: `node engines.mjs ENGINE GRAPH WASM SECONDS`.
//
// First line: CPU milliseconds of each run, the layout alone. Then a line for each node (left top), then for each edge.
// Runs until SECONDS are used up, or half of them if it has run three times; three hundred times at most.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const NODE = { width: 180, height: 40 };
const NODE_GAP = 20;
const RANK_GAP = 50;

const [engine, file, wasm, seconds] = process.argv.slice(2);
const words = readFileSync(file, "utf8").trim().split(/\s+/).map(Number);
const count = words[0];
const ends = words.slice(2);
const edges = Array.from({ length: words[1] }, (_, i) => [ends[2 * i], ends[2 * i + 1]]);

/** Each gives a function to be timed, and one that makes the picture of its result: nodes and ways as lists of numbers. */
const engines = {
  async dagre() {
    const { Graph, layout } = await import("@dagrejs/dagre");
    const run = () => {
      const graph = new Graph({ multigraph: true });
      graph.setGraph({ rankdir: "LR", nodesep: NODE_GAP, ranksep: RANK_GAP });
      graph.setDefaultEdgeLabel(() => ({}));
      for (let node = 0; node < count; node++) graph.setNode(`${node}`, { ...NODE });
      edges.forEach(([from, to], i) => graph.setEdge(`${from}`, `${to}`, {}, `${i}`));
      layout(graph);
      return graph;
    };
    const picture = (graph) => ({
      nodes: Array.from({ length: count }, (_, i) => corner(graph.node(`${i}`))),
      ways: edges.map(([from, to], i) => graph.edge(`${from}`, `${to}`, `${i}`).points.flatMap(({ x, y }) => [x, y])),
    });
    return { run, picture };
  },

  async elk() {
    const ELK = createRequire(import.meta.url)("elkjs/lib/elk.bundled.js");
    const elk = new ELK();
    const run = () =>
      elk.layout({
        id: "root",
        layoutOptions: {
          "elk.algorithm": "layered",
          "elk.direction": "RIGHT",
          "elk.edgeRouting": "POLYLINE",
          "elk.spacing.nodeNode": `${NODE_GAP}`,
          "elk.layered.spacing.nodeNodeBetweenLayers": `${RANK_GAP}`,
        },
        children: Array.from({ length: count }, (_, i) => ({ id: `n${i}`, ...NODE })),
        edges: edges.map(([from, to], i) => ({ id: `e${i}`, sources: [`n${from}`], targets: [`n${to}`] })),
      });
    const picture = ({ children, edges }) => ({
      nodes: children.map(({ x, y }) => [x, y]),
      ways: edges.map(({ sections: [way] }) =>
        [way.startPoint, ...(way.bendPoints ?? []), way.endPoint].flatMap(({ x, y }) => [x, y]),
      ),
    });
    return { run, picture };
  },

  async graphviz() {
    const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
    const graphviz = await Graphviz.load();
    const inches = (px) => px / 72;
    const text = [
      `digraph { rankdir=LR; nodesep=${inches(NODE_GAP)}; ranksep=${inches(RANK_GAP)}; splines=polyline;`,
      `node [shape=box, fixedsize=true, width=${inches(NODE.width)}, height=${inches(NODE.height)}, label=""];`,
      "edge [arrowhead=none];",
      ...Array.from({ length: count }, (_, i) => `${i};`),
      ...edges.map(([from, to]) => `${from}->${to};`),
      "}",
    ].join("\n");
    const run = () => graphviz.layout(text, "json0", "dot");
    const picture = (output) => {
      const graph = JSON.parse(output);
      const point = (pair) => pair.split(",").map(Number);
      const nodes = [];
      for (const { name, pos } of graph.objects) {
        const [x, y] = point(pos);
        nodes[Number(name)] = corner({ x, y: -y });
      }
      const ways = new Map();
      for (const { tail, head, pos } of graph.edges) {
        const [from, to] = [tail, head].map((number) => graph.objects[number].name);
        // A polyline is told as a spline whose every third point is a corner.
        const corners = pos.split(" ").filter((_, i) => i % 3 === 0);
        ways.set(`${from} ${to}`, corners.map(point).flatMap(([x, y]) => [x, -y]));
      }
      return { nodes, ways: edges.map(([from, to]) => ways.get(`${from} ${to}`)) };
    };
    return { run, picture };
  },

  /** Ours: the picture is known from the native run, so its fingerprint stands for it, as a lone node. */
  async wasm() {
    const { Engine } = createRequire(import.meta.url)(wasm);
    const ours = new Engine(count, Uint32Array.from(edges.flat()));
    return { run: () => ours.run(), picture: (print) => ({ nodes: [[print, 0]], ways: [] }) };
  },

  /** The longest slice of each run of the asynchronous form, in place of the runs' time. */
  async slices() {
    const { Engine } = createRequire(import.meta.url)(wasm);
    const ours = new Engine(count, Uint32Array.from(edges.flat()));
    const longest = () => Math.max(...ours.slices(5));
    // The first runs are compiled while they run.
    for (let warm = 0; warm < 5; warm++) longest();
    return { times: Array.from({ length: 15 }, longest) };
  },
};

function corner({ x, y }) {
  return [x - NODE.width / 2, y - NODE.height / 2];
}

const { run, picture, times = [] } = await engines[engine]();
let result;
const start = performance.now();
while (run && times.length < 300) {
  const begun = process.cpuUsage();
  result = await run();
  const { user, system } = process.cpuUsage(begun);
  times.push((user + system) / 1000);
  const used = performance.now() - start;
  if (used > 1000 * seconds || (used > 500 * seconds && times.length >= 3)) break;
}
const { nodes, ways } = picture?.(result) ?? { nodes: [], ways: [] };
const line = (numbers) => numbers?.join(" ") || "-";
process.stdout.write(`${[times, ...nodes, ...ways].map(line).join("\n")}\n`);
