//! `--profile-rules`: what each rule costs.

use crate::cli::paint::width_of;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Instant;
use yifa::check::Clock;
use yifa::check::Cost;

/// Nanoseconds since the first call.
pub(crate) const CLOCK: Clock = nanoseconds;

fn nanoseconds() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let passed = START.get_or_init(Instant::now).elapsed();
    u64::try_from(passed.as_nanos()).unwrap_or(u64::MAX)
}

/// Costs of all rules over all reports.
#[derive(Debug, Default)]
pub(crate) struct Costs {
    by_rule: BTreeMap<String, Sum>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    nanoseconds: u64,
    operations: u64,
    n_reports: u64,
}

impl Costs {
    /// Adds the costs of one report.
    pub(crate) fn add(&mut self, costs: &[Cost]) {
        for cost in costs {
            let sum = self.by_rule.entry(cost.rule.clone()).or_default();
            sum.nanoseconds += cost.nanoseconds;
            sum.operations += cost.elements;
            sum.n_reports += 1;
        }
    }

    /// Adds costs summed up elsewhere.
    pub(crate) fn merge(&mut self, other: Self) {
        for (rule, cost) in other.by_rule {
            let sum = self.by_rule.entry(rule).or_default();
            sum.nanoseconds += cost.nanoseconds;
            sum.operations += cost.operations;
            sum.n_reports += cost.n_reports;
        }
    }

    /// Returns a table, the dearest rule first.
    pub(crate) fn table(&self) -> String {
        let all: u64 = self.by_rule.values().map(|sum| sum.nanoseconds).sum();
        let mut rows: Vec<_> = self.by_rule.iter().collect();
        rows.sort_by_key(|(rule, sum)| (std::cmp::Reverse(sum.nanoseconds), *rule));
        let width = rows.iter().map(|(rule, _)| width_of(rule)).max();
        let width = width.unwrap_or(0).max(4);
        let pad = " ".repeat(width - 4);
        let mut table = format!("规则{pad}     占比    每份报告       运算步数\n");
        for (rule, sum) in rows {
            let n_reports = sum.n_reports.max(1);
            let share = sum.nanoseconds as f64 * 100.0 / (all.max(1)) as f64;
            let micros = sum.nanoseconds as f64 / n_reports as f64 / 1000.0;
            let operations = sum.operations / n_reports;
            table.push_str(&format!(
                "{rule:<width$}  {share:>6.1}%  {micros:>8.1} 微秒  {operations:>11}\n"
            ));
        }
        table
    }
}
