// What each documented task of tests/fixtures comes to, worked out from ocp.md §3.5 and §3.6: the verdict, how many steps
// have which outcome, and the step on which the page opens, if any.

export interface Known {
  id: string;
  verdict: string;
  counts: Record<string, number>;
  opens?: { id: string; name: string };
}

const known = (id: number, verdict: string, counts: Record<string, number>, opens?: [id: number, name: string]): Known => ({
  id: String(id),
  verdict,
  counts,
  ...(opens && { opens: { id: String(opens[0]), name: opens[1] } }),
});

/** A group whose tasks all succeeded, with so many steps each. */
const succeeded = (first: number, last: number, steps: number): Known[] =>
  Array.from({ length: last - first + 1 }, (_, place) => known(first + place, "succeeded", { succeeded: steps }));

export const GROUPS: Record<string, Known[]> = {
  "1: the sample of the API page": succeeded(35000312, 35000312, 4),
  "2: running": [
    known(35100200, "running", { running: 1, succeeded: 3, waiting: 6 }, [13200003, "Set super user password"]),
    known(35100201, "running", { eligible: 1, waiting: 9 }, [13201004, "Prepare create tenant"]),
    known(35100202, "running", { ready: 1, succeeded: 1, waiting: 8 }, [13202004, "Create ob tenant"]),
  ],
  "3: failed": [known(35100300, "failed", { failed: 1, "never-ran": 14, succeeded: 8 }, [13300013, "Bootstrap ob"])],
  "4: retried": [
    known(35100400, "succeeded", { succeeded: 22, "succeeded-after-retry": 1 }),
    known(35100401, "succeeded", { succeeded: 22, "succeeded-after-retry": 1 }),
    known(35100402, "succeeded", { succeeded: 22, "succeeded-after-retry": 1 }),
    known(35100403, "retrying", { ready: 1, succeeded: 8, waiting: 14 }, [13403010, "Bootstrap ob"]),
    known(35100404, "retrying", { retrying: 1, succeeded: 8, waiting: 14 }, [13404002, "Bootstrap ob"]),
  ],
  "5: rolled back": [
    known(35100500, "rolled-back", { "never-ran": 14, "rolled-back": 9 }),
    known(
      35100501,
      "rolling-back",
      { "awaiting-rollback": 3, "rolled-back": 5, "rolling-back": 1, waiting: 14 },
      [13501014, "Install rpm"],
    ),
  ],
  "6: rollback failed": [
    known(
      35100600,
      "rollback-failed",
      { "awaiting-rollback": 5, "never-ran": 14, "rollback-failed": 1, "rolled-back": 3 },
      [13600020, "Make dir for ob"],
    ),
    known(35100601, "rolled-back", { "never-ran": 14, "rollback-skipped": 1, "rolled-back": 8 }),
  ],
  "7: skipped": [
    known(35100700, "succeeded-with-forced-steps", { forced: 1, succeeded: 22 }),
    known(35100701, "running", { ready: 1, succeeded: 7, waiting: 15 }, [13701011, "Do io bench"]),
  ],
  "8: cancelled": [
    known(35100800, "running", { stopping: 1, succeeded: 8, waiting: 14 }, [13800016, "Bootstrap ob"]),
    known(35100801, "failed", { "never-ran": 14, succeeded: 8, terminated: 1 }, [13801017, "Bootstrap ob"]),
    known(35100802, "running", { stopping: 1, succeeded: 8, waiting: 14 }, [13802010, "Bootstrap ob"]),
    known(35100803, "running", { stopping: 1, succeeded: 8, waiting: 14 }, [13803021, "Bootstrap ob"]),
  ],
  "9: long waits, points of no return": [
    known(35100900, "running", { running: 1, succeeded: 8, waiting: 17 }, [13900018, "Wait observer delete"]),
    known(35100901, "running", { running: 1, succeeded: 2, waiting: 8 }, [13901000, "Failover to Primary"]),
    known(35100902, "failed", { failed: 1, "never-ran": 8, succeeded: 2 }, [13902007, "Failover to Primary"]),
  ],
  "10: failed siblings": [
    known(
      35101000,
      "failing",
      { eligible: 2, failed: 2, running: 8, succeeded: 39, waiting: 13 },
      [14000037, "Start all OCP agent processes"],
    ),
    known(35101001, "failed", { failed: 2, "never-ran": 15, succeeded: 47 }, [14001008, "Start all OCP agent processes"]),
  ],
  "11: waves of ten": [
    known(
      35101100,
      "running",
      { eligible: 64, running: 9, succeeded: 289, waiting: 242 },
      [14100380, "Stop all OCP agent processes"],
    ),
    known(35101101, "succeeded", { succeeded: 604 }),
  ],
  "12: a SERIAL split": [
    known(35101200, "running", { running: 1, succeeded: 3, waiting: 5 }, [14200000, "Restart observer process"]),
    known(35101201, "succeeded", { succeeded: 9 }),
  ],
  "13: not series-parallel": [
    known(35101300, "succeeded", { succeeded: 9 }),
    known(35101301, "running", { running: 2, succeeded: 3, waiting: 4 }, [14301002, "Export backup meta"]),
  ],
  "14: k×k": [
    known(35101400, "succeeded", { succeeded: 62 }),
    known(35101401, "running", { eligible: 14, running: 10, succeeded: 37, waiting: 1 }, [14401030, "Load index data"]),
  ],
  "15: zombie and timeout": [
    known(
      35101500,
      "running",
      { running: 1, succeeded: 7, waiting: 4 },
      [14500007, "Set obproxy user and password for connect"],
    ),
    known(
      35101501,
      "failed",
      { failed: 1, "never-ran": 4, succeeded: 7 },
      [14501007, "Set obproxy user and password for connect"],
    ),
  ],
  "16: no time limit": [known(35101600, "running", { running: 1, succeeded: 11 }, [14600009, "Finish node"])],
  "17: other names, types and wrappings": [
    known(35101700, "succeeded", { succeeded: 6 }),
    ...succeeded(35101701, 35101708, 10),
    known(35101709, "running", { eligible: 1, succeeded: 1, waiting: 8 }, [14709000, "Create ob tenant"]),
    known(35101710, "succeeded", { succeeded: 10 }),
    // 35101711 and 35101712 hold several tasks: opening.spec.ts.
    known(35101713, "running", { eligible: 1, waiting: 9 }, [14713001, "Prepare create tenant"]),
    known(35101714, "running", { eligible: 1, waiting: 9 }, [14714006, "Prepare create tenant"]),
    known(35101715, "succeeded", { succeeded: 10 }),
    known(35101716, "succeeded", { succeeded: 9, unknown: 1 }),
  ],
  "18: clocks and notations of time": [
    ...succeeded(35101800, 35101805, 11),
    known(35101806, "running", { running: 1, succeeded: 3, waiting: 7 }, [14806000, "Start observer process"]),
    ...succeeded(35101807, 35101809, 11),
  ],
  "19: odd graphs and words": [
    ...succeeded(35101900, 35101906, 10),
    known(35101907, "unknown", { succeeded: 9, unknown: 1 }),
    known(35101908, "succeeded", {}),
    known(35101909, "succeeded", {}),
    ...succeeded(35101910, 35101911, 10),
  ],
};
