//! How long the steps plausibly take. Few durations of real tasks are public (the API page's sample, one workload
//! report); the others are set by what the step does, within its time limit.

/// Shortest and longest plausible run of a step, in milliseconds, within its time limit (0 = none).
pub fn pace_ms(step: &str, timeout_s: u32) -> (i64, i64) {
    let (low, high) = usual_ms(step);
    let limit = if timeout_s == 0 { i64::MAX } else { i64::from(timeout_s) * 800 };
    (low.min(limit), high.min(limit))
}

/// The time limit of a step whose sample does not tell it: what other tasks give the same kind of step.
pub(super) fn usual_timeout_s(step: &str) -> u32 {
    match step {
        "Wait node" | "Start node" | "Sync cluster info" | "Update OB cluster status" => 30,
        "Finish node" => 0,
        "Wait observer delete" => 604_800,
        "Install rpm" | "Start ocp agent service" | "Stop ocp agent service" | "Refresh ocp agent config" => 3_600,
        "Bootstrap ob" | "Wait alter locality" | "Wait dag success" | "Trigger compaction" => 3_600,
        _ if step.starts_with("Start") || step.starts_with("Stop") || step.starts_with("Restart") => 1_200,
        _ if step.starts_with("Prepare") => 300,
        _ => 1_800,
    }
}

fn usual_ms(step: &str) -> (i64, i64) {
    match step {
        "Wait node" | "Start node" | "Finish node" => (4, 28),
        "Install rpm" | "Install rpm by package and version" => (30_000, 90_000),
        "Bootstrap ob" => (60_000, 240_000),
        "Wait observer active" | "Wait observer accessible" | "Wait cluster accessible" => (10_000, 60_000),
        "Wait alter locality" => (240_000, 2_400_000),
        "Wait observer delete" => (3_600_000, 14_400_000),
        "Wait dag success" => (600_000, 2_400_000),
        "Wait observer stop" => (3_000, 12_000),
        "Do io bench" => (45_000, 120_000),
        "Create ob tenant" => (9_000, 40_000),
        "Import tenant srs info" | "Import tenant time zone info" => (4_000, 22_000),
        "Install ocp agent" => (14_000, 32_000),
        "Uninstall ocp agent" | "Uninstall legacy obagent" | "Uninstall legacy ocp agent" => (1_500, 6_000),
        "Stop all OCP agent processes" => (2_000, 9_000),
        "Start all OCP agent processes" => (5_000, 16_000),
        "Trigger compaction" => (8_000, 30_000),
        "Failover to Primary" | "Switchover to primary" | "Switchover to standby" => (6_000, 45_000),
        "Clean observer host" | "Make dir for ob" | "Stop and uninstall obproxy" => (2_000, 11_000),
        "Delete resource pool" => (1_200, 5_000),
        _ => usual_of_verb_ms(step),
    }
}

fn usual_of_verb_ms(step: &str) -> (i64, i64) {
    match step.split(' ').next().unwrap_or_default() {
        "Prepare" => (180, 900),
        "Update" | "Finish" | "Unreserve" | "Reserve" | "Set" | "Mc" => (90, 420),
        "Sync" => (400, 2_600),
        "Pre" | "Check" => (2_500, 14_000),
        "Start" | "Restart" => (4_000, 20_000),
        "Stop" => (2_000, 12_000),
        "Delete" | "Remove" | "Add" => (600, 4_500),
        "Copy" | "Export" | "Load" | "Scan" | "Verify" => (4_000, 40_000),
        _ => (300, 3_000),
    }
}
