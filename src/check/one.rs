//! One rule on one report: from what its script answered to a verdict and findings.

use crate::check::settings::RuleRun;
use crate::check::settings::Setting;
use crate::engine::Answer;
use crate::engine::Engine;
use crate::engine::Said;
use crate::engine::Subject;
use crate::finding::Fault;
use crate::finding::Finding;
use crate::finding::Outcome;
use crate::finding::Severity;
use crate::finding::Status;
use crate::finding::Verdict;
use crate::text::Span;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;

/// Evidence kept of one verdict. What a matrix shows as met is quoted whole, so this is generous.
const EVIDENCE_SHOWN: usize = 100;

/// Runs one rule with a setting and adds what it gave; returns the elements it was handed and the operations it
/// used.
pub(super) fn run(
    engine: &Engine,
    rule: &RuleRun,
    setting: &Setting,
    subject: &Arc<Subject>,
    outcome: &mut Outcome,
) -> (u64, u64) {
    // A rule that cannot be run is broken whatever it is for.
    if !rule.compiled.is_broken()
        && let Some(reason) = rule.does_not_apply(&subject.kind, subject.year)
    {
        outcome
            .verdicts
            .push(verdict(rule, Status::NotApplicable, reason, Vec::new()));
        return (0, 0);
    }
    if !engine.has_work(&rule.compiled, subject) {
        let reason = rule.rule.otherwise.clone();
        let status = match reason.is_empty() {
            true => Status::Pass,
            false => Status::NotApplicable,
        };
        outcome
            .verdicts
            .push(verdict(rule, status, reason, Vec::new()));
        return (0, 0);
    }
    let run = || engine.run(&rule.compiled, subject, &setting.params);
    // A panic of ours in one rule is a broken rule, not the end of the check.
    let answer = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let file = rule.rule.script_file.as_str();
        Err(Box::new(Fault::new(
            file,
            "",
            "程序内部出错，这条规则没有跑完",
        )))
    });
    match answer {
        Ok(answer) => {
            let cost = (answer.elements, answer.operations);
            add(rule, answer, subject, outcome);
            cost
        }
        Err(fault) => {
            let reason = fault.to_string();
            outcome
                .verdicts
                .push(verdict(rule, Status::Broken(fault), reason, Vec::new()));
            (0, 0)
        }
    }
}

fn verdict(rule: &RuleRun, status: Status, reason: String, evidence: Vec<Span>) -> Verdict {
    Verdict {
        rule: rule.rule.id.clone(),
        status,
        reason,
        evidence,
    }
}

fn add(rule: &RuleRun, answer: Answer, subject: &Arc<Subject>, outcome: &mut Outcome) {
    let mut evidence = answer.evidence;
    evidence.sort_unstable();
    evidence.dedup();
    evidence.retain(|span| !span.is_empty());
    evidence.truncate(EVIDENCE_SHOWN);
    let (status, reason) = if !answer.findings.is_empty() {
        let n = answer.findings.len();
        let reason = if answer.more {
            format!("不止{n}处，只列出前{n}处")
        } else {
            format!("{n}处")
        };
        (Status::Fail, reason)
    } else if let Some(reason) = answer.undecided {
        (Status::Undecided, reason)
    } else if let Some(reason) = answer.not_applicable {
        (Status::NotApplicable, reason)
    } else {
        (Status::Pass, answer.note.unwrap_or_default())
    };
    outcome
        .verdicts
        .push(verdict(rule, status, reason, evidence));
    let severity = rule.severity(&subject.kind);
    outcome.findings.extend(
        answer
            .findings
            .into_iter()
            .map(|said| finding(rule, severity, said)),
    );
}

fn finding(rule: &RuleRun, severity: Severity, said: Said) -> Finding {
    Finding {
        rule: rule.rule.id.clone(),
        severity: said
            .weakened
            .map_or(severity, |weakened| weakened.min(severity)),
        category: rule.rule.category,
        span: said.span,
        message: said.message,
        advice: said.advice.unwrap_or_else(|| rule.rule.advice.clone()),
        basis: rule.rule.basis.clone(),
        related: said.related,
        fixes: said.fixes,
        gap: said.gap,
    }
}
