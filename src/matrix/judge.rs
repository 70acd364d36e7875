//! One item against one report.

use crate::document::PartKind;
use crate::facts;
use crate::facts::Bound;
use crate::facts::Fact;
use crate::facts::FactKind;
use crate::facts::Scope;
use crate::finding::Outcome;
use crate::finding::Status as Ended;
use crate::finding::Verdict;
use crate::matrix::Evidence;
use crate::matrix::Looked;
use crate::matrix::Status;
use crate::matrix::mention;
use crate::matrix::mention::Mention;
use crate::pack::Item;
use crate::pack::Proof;
use crate::text::Span;
use rust_decimal::Decimal;

/// Tells what the report shows of an item, and why.
pub(super) fn judge(item: &Item, looked: Looked<'_>) -> (Status, String) {
    if let Some(reason) = not_for(item, looked) {
        return (Status::NotApplicable(Vec::new()), reason);
    }
    if let Some(decided) = by_rules(item, looked) {
        return decided;
    }
    let mut mentions = mention::all(looked, &item.words);
    let proven = match &item.proof {
        Proof::Rules => passed(item, looked),
        Proof::Metric(metrics, least) => by_figures(metrics, *least, looked),
        Proof::Told => Evidence::of(mentions.iter().filter_map(|mention| mention.proof)),
        Proof::Part(part) => part_spans(part, looked),
        Proof::Person => return (Status::Person(spans(&mentions)), String::new()),
    };
    if let Some(evidence) = proven {
        return (Status::Met(evidence), String::new());
    }
    mentions.extend(mention::all(looked, &item.hints));
    let (status, reason) = mentioned(&mentions);
    let is_run = |rule: &String| verdict(looked.outcome, rule).is_some();
    if item.proof == Proof::Rules && !item.rules.iter().any(is_run) {
        return (status, "对应的规则没有运行".to_owned());
    }
    (status, reason)
}

/// Tells why an item is not for this report.
fn not_for(item: &Item, looked: Looked<'_>) -> Option<String> {
    let kind = looked.kind;
    // A body of a kind that nobody could tell is measured like a government.
    let kind = if kind == "unknown" {
        "government"
    } else {
        kind
    };
    if !item.applies.is_empty() && !item.applies.iter().any(|name| name == kind) {
        return Some("不是这类单位的事项".to_owned());
    }
    let level = looked.document.head.issuer_level.name();
    if !item.levels.is_empty() && level != "unknown" && !item.levels.iter().any(|l| l == level) {
        return Some("不是这一级单位的事项".to_owned());
    }
    match (item.from_year, looked.year) {
        (Some(from), Some(year)) if year < from => Some(format!("从{from}年度起")),
        _ => None,
    }
}

/// What the deciding rules decide on their own: that it is not met, or that a person must look.
fn by_rules(item: &Item, looked: Looked<'_>) -> Option<(Status, String)> {
    let verdicts = || {
        item.rules
            .iter()
            .filter_map(|rule| verdict(looked.outcome, rule))
    };
    let failed: Vec<&Verdict> = verdicts().filter(|v| v.status == Ended::Fail).collect();
    if !failed.is_empty() {
        let findings = looked.outcome.findings.iter();
        let findings: Vec<_> = findings
            .filter(|finding| failed.iter().any(|v| v.rule == finding.rule))
            .collect();
        let reason = findings
            .first()
            .map_or(String::new(), |f| f.message.clone());
        let title = looked.document.head.title;
        // What is missing is shown at the title, which is no proof of anything.
        let spans = findings.iter().map(|finding| finding.span);
        let spans = Evidence::of(spans.filter(|span| Some(*span) != title));
        let spans = spans.map(|evidence| evidence.spans()).unwrap_or_default();
        return Some((Status::NotMet(spans), reason));
    }
    let broken = verdicts().find(|v| matches!(v.status, Ended::Broken(_)));
    if let Some(verdict) = broken {
        let reason = format!("规则 {} 出了故障", verdict.rule);
        return Some((Status::Person(Vec::new()), reason));
    }
    let open = verdicts().find(|v| v.status == Ended::Undecided)?;
    Some((Status::Person(open.evidence.clone()), open.reason.clone()))
}

/// What the deciding rules saw where they passed.
fn passed(item: &Item, looked: Looked<'_>) -> Option<Evidence> {
    let verdicts = item.rules.iter();
    let verdicts = verdicts.filter_map(|rule| verdict(looked.outcome, rule));
    let passed = verdicts.filter(|verdict| verdict.status == Ended::Pass);
    Evidence::of(passed.flat_map(|verdict| verdict.evidence.iter().copied()))
}

/// The verdict of a rule; `None` where it was not run.
pub(super) fn verdict<'a>(outcome: &'a Outcome, rule: &str) -> Option<&'a Verdict> {
    outcome.verdicts.iter().find(|verdict| verdict.rule == rule)
}

/// The report's own figures of the year that are no smaller than `least`.
fn by_figures(metrics: &[String], least: i64, looked: Looked<'_>) -> Option<Evidence> {
    let of = |fact: &&Fact| {
        let id = fact.id.as_ref();
        id.is_some_and(|id| metrics.contains(id)) && !fact.is_change()
    };
    let enough = |fact: &&Fact| {
        let least = Decimal::from(least);
        let falls_short = matches!(fact.bound, Bound::LessThan | Bound::AtMost | Bound::Nearly);
        fact.value > least || (fact.value == least && !falls_short)
    };
    let own = |fact: &&Fact| is_own(facts::scope(looked.document, fact, looked.year));
    let facts = looked.facts.iter().filter(of).filter(enough).filter(own);
    Evidence::of(facts.map(|fact| {
        fact.named
            .map_or(fact.clause, |named| fact.clause.cover(named))
    }))
}

/// Tells a value that speaks of the body itself in the year reported.
pub(super) fn is_own(scope: Scope) -> bool {
    matches!(scope, Scope::Own | Scope::HeadsOnly)
}

/// Tells a figure that can show something: not a date, not a year.
pub(super) fn is_figure(fact: &Fact) -> bool {
    let counts = matches!(
        fact.kind,
        FactKind::Count | FactKind::Rate | FactKind::Money | FactKind::Days
    );
    counts && !fact.is_change() && fact.value > Decimal::ZERO
}

fn part_spans(name: &str, looked: Looked<'_>) -> Option<Evidence> {
    let kind = PartKind::ALL.into_iter().find(|kind| kind.name() == name)?;
    Evidence::of(looked.document.passages(kind))
}

fn mentioned(mentions: &[Mention]) -> (Status, String) {
    let done = Evidence::of(mentions.iter().filter(|m| !m.planned).map(|m| m.span));
    if let Some(evidence) = done {
        return (Status::Mentioned(evidence), String::new());
    }
    match Evidence::of(mentions.iter().map(|mention| mention.span)) {
        Some(evidence) => (
            Status::Mentioned(evidence),
            "只写在打算、要求或不足里".to_owned(),
        ),
        None => (Status::NotMentioned, String::new()),
    }
}

fn spans(mentions: &[Mention]) -> Vec<Span> {
    let evidence = Evidence::of(mentions.iter().map(|mention| mention.span));
    evidence
        .map(|evidence| evidence.spans())
        .unwrap_or_default()
}
