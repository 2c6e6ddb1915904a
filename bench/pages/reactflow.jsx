// React Flow with dagre. As it is, the way of its documented example of dagre (https://reactflow.dev/examples/layout/dagre):
// new data are laid out and set, and the page measures its nodes itself. With `?tuned`, by hand for speed, as a page may be
// that knows what a poll brings: nodes with their size and handles given, so that nothing is measured; a change of data makes
// a new object for the step that changed alone, and no layout. With `?visible` also, nodes and edges out of sight are not in
// the document.

import "@xyflow/react/dist/style.css";

import { Graph, layout } from "@dagrejs/dagre";
import { Handle, Position, ReactFlow, useEdgesState, useNodesState } from "@xyflow/react";
import { memo } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

import { COLOURS, IDLE, WORDS, graphOf, latest } from "./task.js";

const WIDTH = 192;
const HEIGHT = 66;
const ZOOM = 0.75;
const VISIBLE_ALONE = new URLSearchParams(location.search).has("visible");
const TUNED = VISIBLE_ALONE || new URLSearchParams(location.search).has("tuned");

const handle = (type, position, x) => ({ type, position, x, y: HEIGHT / 2, width: 1, height: 1 });
const HANDLES = [handle("target", Position.Left, 0), handle("source", Position.Right, WIDTH)];
const GIVEN = TUNED ? { width: WIDTH, height: HEIGHT, handles: HANDLES } : {};

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
    return { id: `${id}`, type: "step", position, data: { name, status }, ...GIVEN };
  });
  return { steps, nodes, edges: edges.map((edge) => ({ id: `${edge.source}-${edge.target}`, ...edge })) };
}

let set;
let current;

function Flow({ nodes, edges, viewport }) {
  const [shown, setNodes, onNodesChange] = useNodesState(nodes);
  const [joined, setEdges, onEdgesChange] = useEdgesState(edges);
  set = { nodes: setNodes, edges: setEdges };
  return (
    <ReactFlow
      nodes={shown}
      edges={joined}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
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
    if (TUNED) {
      const status = new Map(task.subtasks.map((step) => [`${step.id}`, step.status]));
      const changed = ({ id, data }) => data.status !== status.get(id);
      current = current.map((node) => (changed(node) ? { ...node, data: { ...node.data, status: status.get(node.id) } } : node));
      flushSync(() => set.nodes(current));
      return;
    }
    const { nodes, edges } = nodesAndEdges(task);
    current = nodes;
    flushSync(() => {
      // What the page has measured of a node it keeps.
      set.nodes((shown) => {
        const known = new Map(shown.map((node) => [node.id, node]));
        return nodes.map((node) => ({ ...known.get(node.id), ...node }));
      });
      set.edges(edges);
    });
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
