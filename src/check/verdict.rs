//! From what a script answered to findings and a verdict.

use super::plan::Plan;
use crate::document::BodyKind;
use crate::engine::Answers;
use crate::engine::Draft;
use crate::engine::Reading;
use crate::engine::Rules;
use crate::engine::Run;
use crate::finding::Fault;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::finding::Status;
use crate::finding::Verdict;
use crate::pack::Pack;
use crate::pack::Rule;
use crate::pack::Years;
use crate::text::Span;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;

/// How many places of evidence a verdict carries.
const EVIDENCE_SHOWN: usize = 20;

/// What became of one rule.
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) findings: Vec<Finding>,
    pub(super) operations: u64,
}

/// Runs one rule and judges its answers.
pub(super) fn judge(
    rules: &Rules,
    index: usize,
    reading: &Arc<Reading>,
    plan: &Plan,
    pack: &Pack,
    rule: &Rule,
) -> Judged {
    if rules.fault(index).is_none()
        && let Some(reason) = out_of_scope(pack, rule, reading.kind(), reading.year())
    {
        return settled(rule, Status::NotApplicable, reason, 0);
    }
    // A panic is a mistake of the program, but the other rules and reports must not suffer.
    let run = catch_unwind(AssertUnwindSafe(|| rules.run(index, reading, &plan.params)));
    let Run {
        answers,
        fault,
        operations,
    } = match run {
        Ok(run) => run,
        Err(_) => {
            let message = "程序内部出错，这条规则没有跑完";
            let fault = Fault::new(rule.path("rule.rhai"), "", message);
            let fault = fault.help("这是 yifa 的错误，请把这份报告和规则的名称告诉我们");
            return broken(rule, fault, 0);
        }
    };
    if let Some(fault) = fault {
        return broken(rule, fault, operations);
    }
    answered(rule, plan, reading.kind(), answers, operations)
}

fn settled(rule: &Rule, status: Status, reason: String, operations: u64) -> Judged {
    Judged {
        verdict: Verdict {
            rule: rule.id.clone(),
            status,
            reason,
            evidence: Vec::new(),
        },
        findings: Vec::new(),
        operations,
    }
}

fn broken(rule: &Rule, fault: Fault, operations: u64) -> Judged {
    let reason = fault.message.clone();
    settled(rule, Status::Broken(Box::new(fault)), reason, operations)
}

fn answered(
    rule: &Rule,
    plan: &Plan,
    kind: BodyKind,
    answers: Answers,
    operations: u64,
) -> Judged {
    let severity = plan.severity.unwrap_or_else(|| rule.severity_for(kind.name()));
    let mut findings: Vec<Finding> = Vec::new();
    for draft in answers.findings {
        let finding = finding(rule, severity, draft);
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    let note = answers.note.unwrap_or_default();
    let (status, reason) = match (answers.undecided, answers.not_applicable) {
        _ if !findings.is_empty() => (Status::Fail, note),
        (Some(reason), _) => (Status::Undecided, reason),
        (None, Some(reason)) => (Status::NotApplicable, reason),
        (None, None) => (Status::Pass, note),
    };
    let mut judged = settled(rule, status, reason, operations);
    judged.verdict.evidence = shown(answers.evidence);
    judged.findings = findings;
    judged
}

fn finding(rule: &Rule, severity: Severity, draft: Draft) -> Finding {
    Finding {
        rule: rule.id.clone(),
        severity: draft.at_most.map_or(severity, |most| severity.min(most)),
        category: rule.category,
        span: draft.span,
        message: draft.message,
        advice: match draft.advice.is_empty() {
            true => rule.advice.clone(),
            false => draft.advice,
        },
        basis: rule.basis.clone(),
        related: draft.related,
    }
}

fn shown(mut evidence: Vec<Span>) -> Vec<Span> {
    evidence.sort_unstable();
    evidence.dedup();
    evidence.truncate(EVIDENCE_SHOWN);
    evidence
}

/// Orders findings by place, then by rule, then as the script gave them.
pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
}

/// Says why a rule is not for this report, where it is not.
fn out_of_scope(pack: &Pack, rule: &Rule, kind: BodyKind, year: Option<i32>) -> Option<String> {
    let is_for = |kinds: &[String]| kinds.iter().any(|name| name == kind.name());
    if !is_for(&rule.applies) || !is_for(&pack.applies) {
        return Some(match kind {
            BodyKind::Unknown => "没有判断出是哪种机关的报告".to_owned(),
            _ => format!("不适用于{}的报告", kind.chinese()),
        });
    }
    let year = year?;
    let outside = |years: Years| {
        let reason = match (years.from, years.to) {
            (Some(from), _) if year < from => format!("只适用于 {from} 年度起的报告"),
            (_, Some(to)) if year > to => format!("只适用于 {to} 年度为止的报告"),
            _ => return None,
        };
        Some(format!("{reason}，这份是 {year} 年度"))
    };
    outside(rule.years).or_else(|| outside(pack.years))
}
