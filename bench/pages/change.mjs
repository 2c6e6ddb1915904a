// The poll that is measured: one step that ran has succeeded, and the server's clock is a second on.

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
