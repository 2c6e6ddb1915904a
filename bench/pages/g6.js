// G6 with dagre, with the settings of OCP Express's flow view: the layout's options, zoom limits, the curve of edges, a
// pill with name and outcome for each step, and a new layout at each change of the data. Beyond them, the wheel zooms.
// It is spared what OCP Express has besides: two icons a node, and edges told apart by comparing each with each.

import G6 from "@antv/g6";

import { COLOURS, IDLE, WORDS, graphOf, latest } from "./task.js";

const colour = (status) => COLOURS[status] ?? IDLE;
const short = (name) => (name.length > 24 ? `${name.slice(0, 23)}…` : name);

G6.registerNode(
  "step",
  {
    drawShape({ name, status }, group) {
      const shape = (type, attrs, name) => group.addShape(type, { attrs, name });
      const text = shape("text", { text: short(name), x: -30, y: -5, fill: "#132039", fontSize: 14 });
      const width = Math.min(280, Math.max(200, text.getBBox().width + 100));
      const left = -(width - 200) / 2;
      text.translate(left, 0);
      const pill = { x: -width / 2, y: -34, width, height: 62, radius: 30, fill: "#ffffff", lineWidth: 3 };
      const rect = shape("rect", { ...pill, shadowColor: "#e1e3e6", shadowBlur: 10, shadowOffsetY: 10 }, "rect");
      shape("circle", { x: -68 + left, y: -2, r: 21, fill: colour(status) }, "sign");
      const word = { text: WORDS[status] ?? status, x: -30 + left, y: 15, fill: "#8592ad", fontSize: 12 };
      shape("text", word, "word");
      rect.toBack();
      return rect;
    },
    update({ status }, node) {
      const group = node.get("group");
      const named = (name) => group.find((shape) => shape.get("name") === name);
      named("sign")?.attr("fill", colour(status));
      named("word")?.attr("text", WORDS[status] ?? status);
    },
  },
  "single-node",
);

G6.registerEdge(
  "dependency",
  {
    curvePosition: [0.9, 0.1],
    getShapeStyle(config) {
      const { startPoint, endPoint, targetNode } = config;
      const stroke = colour(targetNode?.get("model")?.status);
      const path = this.getPath([startPoint, ...(this.getControlPoints(config) ?? []), endPoint], config);
      const [along, across] = [10 * Math.cos(Math.PI / 6), 10 * Math.sin(Math.PI / 6)];
      const endArrow = { path: `M${along},${across} L0,0 L${along},-${across}`, fill: stroke };
      return { ...G6.Global.defaultEdge.style, path, endArrow, lineWidth: 2, stroke };
    },
  },
  "cubic-vertical",
);

const data = (task) => {
  const { steps, edges } = graphOf(task);
  return { steps, nodes: steps.map((step) => ({ ...step, id: `${step.id}` })), edges };
};

let graph;

globalThis.peer = {
  draw(task) {
    const { steps, nodes, edges } = data(task);
    const container = document.getElementById("root");
    graph = new G6.Graph({
      container,
      width: container.clientWidth,
      height: container.clientHeight,
      minZoom: 0.2,
      maxZoom: 2,
      layout: { type: "dagre", nodesep: 90, ranksep: 40, controlPoints: false },
      defaultNode: { type: "step", anchorPoints: [[0.5, 0], [0.5, 1]] },
      defaultEdge: { type: "dependency" },
      modes: { default: ["drag-canvas", "zoom-canvas", "click-select"] },
    });
    graph.get("canvas").set("localRefresh", false);
    graph.data({ nodes, edges });
    graph.render();
    graph.fitView();
    graph.focusItem(`${latest(steps).id}`);
    graph.translate(0, -graph.get("height") / 2 + 50);
  },
  change(task) {
    const { nodes, edges } = data(task);
    graph.changeData({ nodes, edges });
  },
  /** The nodes and edges that are drawn. */
  drawn: () => [graph.getNodes().length, graph.getEdges().length],
  /** A place on the page where there is no node. */
  ground() {
    const boxes = graph.getNodes().map((node) => node.getBBox());
    for (let y = 200; y < 800; y += 7) {
      for (let x = 430; x < 1000; x += 11) {
        const at = graph.getPointByClient(x, y);
        const isOn = ({ minX, maxX, minY, maxY }) => at.x > minX && at.x < maxX && at.y > minY && at.y < maxY;
        if (!boxes.some(isOn)) return { x, y };
      }
    }
    throw new Error("no place without a node");
  },
  /** Where each node is. */
  places: () => graph.getNodes().map((node) => [node.getModel().x, node.getModel().y]),
};
