// The polls that are measured: one step that ran has succeeded, and the server's clock is a second on; then it runs again.

/** How many changes are measured, to and fro. The first also compiles what it runs. */
export const CHANGES = 9;

/** What the changes come to: the median of all, the first, the longest task of any. */
export function summed(changes) {
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return {
    poll: median(changes.map(({ took }) => took)),
    pollWork: median(changes.map(({ work }) => work)),
    pollApply: median(changes.map(({ applied }) => applied)),
    pollFirst: changes[0].work,
    pollLongest: Math.max(...changes.map(({ longest }) => longest)),
    moved: Number(changes.some(({ moved }) => moved)),
  };
}

/** The answer after this one, in which the step with this id, or the first that runs, has succeeded. */
export function afterwards(payload, id) {
  const answer = JSON.parse(payload);
  const task = answer.data;
  const runs = task.subtasks.filter(({ status }) => status === "RUNNING").sort((a, b) => a.id - b.id);
  const step = runs.find((step) => String(step.id) === id) ?? runs[0];
  step.status = "SUCCESSFUL";
  step.finishTime = answer.timestamp;
  const later = new Date(Date.parse(answer.timestamp) + 1000);
  answer.timestamp = later.toISOString();
  return Buffer.from(JSON.stringify(answer));
}
