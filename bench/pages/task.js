// What both peers draw: a task's steps and their edges, each edge once.

/** The steps in the order of their ids, and the edges as pairs of ids. Ids are text. */
export function graphOf(task) {
  const steps = [...task.subtasks].sort((a, b) => a.id - b.id);
  const known = new Set(steps.map(({ id }) => id));
  const edges = new Map();
  const add = (from, to) => {
    if (known.has(from) && known.has(to)) edges.set(`${from}-${to}`, { source: `${from}`, target: `${to}` });
  };
  for (const { id, upstreams = [], downstreams = [] } of steps) {
    for (const other of upstreams) add(other, id);
    for (const other of downstreams) add(id, other);
  }
  return { steps, edges: [...edges.values()] };
}

/** The step that a page opens at: the first that runs, else the first. */
export const latest = (steps) => steps.find(({ status }) => status === "RUNNING") ?? steps[0];

export const COLOURS = { SUCCESSFUL: "#0ac185", RUNNING: "#006aff", FAILED: "#ff4b4b" };
export const IDLE = "#cccccc";
export const WORDS = { SUCCESSFUL: "Completed", RUNNING: "Running", FAILED: "Failed", PENDING: "Pending" };
