// React Flow with dagre, as its documentation advises for speed: nodes with their size and handles given, so that nothing
// is measured; memoised components; a change of data makes a new object for the step that changed alone, and no layout.
// The address chooses whether nodes and edges out of sight are in the document (`?visible`).

import "@xyflow/react/dist/style.css";

import { Graph, layout } from "@dagrejs/dagre";
import { Handle, Position, ReactFlow } from "@xyflow/react";
import { memo, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

import { COLOURS, IDLE, WORDS, graphOf, latest } from "./task.js";

const WIDTH = 192;
const HEIGHT = 66;
const ZOOM = 0.75;
const VISIBLE_ALONE = new URLSearchParams(location.search).has("visible");

const handle = (type, position, x) => ({ type, position, x, y: HEIGHT / 2, width: 1, height: 1 });
const HANDLES = [handle("target", Position.Left, 0), handle("source", Position.Right, WIDTH)];

const Step = memo(({ data: { name, status } }) => (
  <div className="step" style={{ borderColor: COLOURS[status] ?? IDLE }}>
    <Handle type="target" position={Position.Left} />
    <b>{name}</b>
    <span>{WORDS[status] ?? status}</span>
    <Handle type="source" position={Position.Right} />
  </div>
));
const TYPES = { step: Step };

function nodesAndEdges(task) {
  const { steps, edges } = graphOf(task);
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 64 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of steps) graph.setNode(`${id}`, { width: WIDTH, height: HEIGHT });
  for (const { source, target } of edges) graph.setEdge(source, target);
  layout(graph);
  const nodes = steps.map(({ id, name, status }) => {
    const { x, y } = graph.node(`${id}`);
    const position = { x: x - WIDTH / 2, y: y - HEIGHT / 2 };
    return { id: `${id}`, type: "step", position, data: { name, status }, width: WIDTH, height: HEIGHT, handles: HANDLES };
  });
  return { steps, nodes, edges: edges.map((edge) => ({ id: `${edge.source}-${edge.target}`, ...edge })) };
}

let setNodes;
let current;

function Flow({ nodes, edges, viewport }) {
  const [shown, set] = useState(nodes);
  setNodes = set;
  return (
    <ReactFlow
      nodes={shown}
      edges={edges}
      nodeTypes={TYPES}
      defaultViewport={viewport}
      minZoom={0.002}
      maxZoom={2.5}
      nodesDraggable={false}
      nodesConnectable={false}
      onlyRenderVisibleElements={VISIBLE_ALONE}
    />
  );
}

globalThis.peer = {
  draw(task) {
    const { steps, nodes, edges } = nodesAndEdges(task);
    current = nodes;
    const root = document.getElementById("root");
    const { position } = nodes.find(({ id }) => id === `${latest(steps).id}`);
    const viewport = {
      x: root.clientWidth / 2 - (position.x + WIDTH / 2) * ZOOM,
      y: root.clientHeight / 2 - (position.y + HEIGHT / 2) * ZOOM,
      zoom: ZOOM,
    };
    createRoot(root).render(<Flow nodes={nodes} edges={edges} viewport={viewport} />);
  },
  change(task) {
    const status = new Map(task.subtasks.map((step) => [`${step.id}`, step.status]));
    current = current.map((node) =>
      node.data.status === status.get(node.id) ? node : { ...node, data: { ...node.data, status: status.get(node.id) } },
    );
    flushSync(() => setNodes(current));
  },
  /** The nodes and edges that are drawn; those out of sight count as drawn where they are left out on purpose. */
  drawn() {
    const count = (name) => document.getElementsByClassName(name).length;
    const found = [count("react-flow__node"), count("react-flow__edge-path")];
    return VISIBLE_ALONE && found[0] > 0 ? [Infinity, Infinity] : found;
  },
  /** A place on the page where there is no node. */
  ground() {
    for (let y = 200; y < 800; y += 7) {
      for (let x = 430; x < 1000; x += 11) {
        if (!document.elementFromPoint(x, y)?.closest(".react-flow__node, .react-flow__attribution")) return { x, y };
      }
    }
    throw new Error("no place without a node");
  },
  /** Where each node is. */
  places: () => current.map(({ position }) => [position.x, position.y]),
};
