//! One checked report, and the summary of a run.

use super::document;
use super::line;
use super::matrix::JsonTable;
use super::matrix::table;
use super::place::Quoted;
use super::place::Range;
use super::place::quote;
use crate::document::Document;
use crate::finding::Basis;
use crate::finding::Excepted;
use crate::finding::Finding;
use crate::finding::Fix;
use crate::finding::Outcome;
use crate::finding::Related;
use crate::finding::Severity;
use crate::finding::Status;
use crate::finding::Verdict;
use crate::matrix::Table;
use crate::text::SourceText;
use serde::Serialize;

/// What a run came to.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Summary {
    /// All reports that were to be checked.
    pub reports: usize,
    /// Those that were.
    pub checked: usize,
    /// Those that could not be read or are not reports.
    pub unreadable: usize,
    /// Findings that are not below the severity asked for.
    pub findings: Findings,
    /// Findings that are below it and were left out.
    pub hidden: usize,
    /// Findings that exceptions took out, whatever their severity.
    pub excepted: usize,
    /// Findings that the baseline knows, whatever their severity.
    pub known: usize,
    /// Findings that the baseline knows and that were not found any more.
    pub stale: usize,
    /// Verdicts of all rules on all reports.
    pub verdicts: Verdicts,
}

/// Findings by severity.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Findings {
    /// Wrong whatever the author meant.
    pub error: usize,
    /// An assessor would very likely object.
    pub warning: usize,
    /// A matter of quality.
    pub advice: usize,
}

/// Verdicts by status.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verdicts {
    /// Checked and in order.
    pub pass: usize,
    /// Checked, with findings.
    pub fail: usize,
    /// The rule does not apply.
    pub not_applicable: usize,
    /// A person must look.
    pub undecided: usize,
    /// The rule itself broke.
    pub broken: usize,
}

impl Summary {
    /// Counts a report that was checked; findings below `shown` count as hidden.
    pub fn add(&mut self, outcome: &Outcome, shown: Severity) {
        self.reports += 1;
        self.checked += 1;
        for finding in &outcome.findings {
            match finding.severity {
                severity if severity < shown => self.hidden += 1,
                Severity::Error => self.findings.error += 1,
                Severity::Warning => self.findings.warning += 1,
                Severity::Advice => self.findings.advice += 1,
            }
        }
        self.excepted += outcome.excepted.len();
        self.known += outcome.known.len();
        self.stale += outcome.stale;
        for verdict in &outcome.verdicts {
            self.verdicts.add(&verdict.status);
        }
    }

    /// Counts a report that could not be checked.
    pub fn add_unreadable(&mut self) {
        self.reports += 1;
        self.unreadable += 1;
    }

    /// Says what is not among the findings that are shown, one sentence each.
    #[must_use]
    pub fn left_out(&self) -> Vec<String> {
        let all = [
            (self.hidden, "处问题低于 --severity，未显示"),
            (self.excepted, "处问题按豁免处理，不计在内"),
            (self.known, "处问题在基线里，未显示"),
        ];
        let said = all.into_iter().filter(|(n, _)| *n > 0);
        let said = said.map(|(n, what)| format!("另有 {n} {what}"));
        let stale = (self.stale > 0).then(|| format!("基线里有 {} 处已经没有了", self.stale));
        said.chain(stale).collect()
    }

    /// Adds what another summary counted.
    pub fn merge(&mut self, other: &Self) {
        self.reports += other.reports;
        self.checked += other.checked;
        self.unreadable += other.unreadable;
        self.findings.error += other.findings.error;
        self.findings.warning += other.findings.warning;
        self.findings.advice += other.findings.advice;
        self.hidden += other.hidden;
        self.excepted += other.excepted;
        self.known += other.known;
        self.stale += other.stale;
        self.verdicts.pass += other.verdicts.pass;
        self.verdicts.fail += other.verdicts.fail;
        self.verdicts.not_applicable += other.verdicts.not_applicable;
        self.verdicts.undecided += other.verdicts.undecided;
        self.verdicts.broken += other.verdicts.broken;
    }
}

impl Findings {
    /// Returns the number of findings of all severities.
    #[must_use]
    pub fn all(&self) -> usize {
        self.error + self.warning + self.advice
    }
}

impl Verdicts {
    fn add(&mut self, status: &Status) {
        *match status {
            Status::Pass => &mut self.pass,
            Status::Fail => &mut self.fail,
            Status::NotApplicable => &mut self.not_applicable,
            Status::Undecided => &mut self.undecided,
            Status::Broken(_) => &mut self.broken,
        } += 1;
    }
}

#[derive(Serialize)]
struct Report<'a> {
    path: &'a str,
    reader: String,
    document: document::Head<'a>,
    year: Option<i32>,
    title: Option<&'a str>,
    parts: Vec<document::Part<'a>>,
    findings: Vec<JsonFinding<'a>>,
    excepted: Vec<JsonExcepted<'a>>,
    verdicts: Vec<JsonVerdict<'a>>,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    matrix: Vec<JsonTable<'a>>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'static str,
    category: &'static str,
    message: &'a str,
    advice: &'a str,
    quote: String,
    #[serde(flatten)]
    range: Range,
    line: Option<usize>,
    column: Option<usize>,
    basis: Vec<JsonBasis<'a>>,
    related: Vec<JsonRelated<'a>>,
    fixes: Vec<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonExcepted<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    reason: &'a str,
    by: &'a str,
    until: Option<&'a str>,
    in_report: bool,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    #[serde(flatten)]
    quoted: Quoted,
    replacement: &'a str,
}

#[derive(Serialize)]
pub(super) struct JsonBasis<'a> {
    document: &'a str,
    item: &'a str,
    seen: bool,
    text: String,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    /// The report it stands in, where that is not the one that was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(flatten)]
    quoted: Quoted,
    label: &'a str,
}

#[derive(Serialize)]
struct JsonVerdict<'a> {
    rule: &'a str,
    status: &'static str,
    reason: String,
    evidence: Vec<Quoted>,
}

/// Renders one checked report as a line of JSON; findings below `shown` are left out.
///
/// `year` is the year it was checked for: the user's word, else what the document says. `tables`
/// are those of the indicator matrix, where it was asked for.
#[must_use]
pub fn report(
    path: &str,
    document: &Document,
    year: Option<i32>,
    outcome: &Outcome,
    shown: Severity,
    tables: &[Table],
) -> String {
    let source = &document.source;
    line(&Report {
        path,
        reader: source.format().to_string(),
        document: document::head(document),
        year,
        title: document::title(document),
        parts: document::parts(document),
        findings: outcome
            .findings
            .iter()
            .filter(|finding| finding.severity >= shown)
            .map(|found| finding(source, found))
            .collect(),
        excepted: outcome
            .excepted
            .iter()
            .map(|found| excepted(source, found))
            .collect(),
        verdicts: outcome
            .verdicts
            .iter()
            .map(|found| verdict(source, found))
            .collect(),
        matrix: tables.iter().map(|found| table(source, found)).collect(),
    })
}

fn finding<'a>(source: &SourceText, finding: &'a Finding) -> JsonFinding<'a> {
    let place = source.locate(finding.span);
    JsonFinding {
        rule: &finding.rule,
        severity: finding.severity.name(),
        category: finding.category.name(),
        message: &finding.message,
        advice: &finding.advice,
        quote: quote(source, finding.span),
        range: Range::from(&place),
        line: place.line,
        column: place.column,
        basis: finding.basis.iter().map(basis).collect(),
        related: finding
            .related
            .iter()
            .map(|found| related(source, found))
            .collect(),
        fixes: finding
            .fixes
            .iter()
            .map(|found| fix(source, found))
            .collect(),
    }
}

fn excepted<'a>(source: &SourceText, excepted: &'a Excepted) -> JsonExcepted<'a> {
    JsonExcepted {
        finding: finding(source, &excepted.finding),
        reason: &excepted.reason,
        by: &excepted.by,
        until: (!excepted.until.is_empty()).then_some(excepted.until.as_str()),
        in_report: excepted.in_report,
    }
}

fn fix<'a>(source: &SourceText, fix: &'a Fix) -> JsonFix<'a> {
    JsonFix {
        quoted: Quoted::of(source, fix.span),
        replacement: &fix.text,
    }
}

/// An article that nobody has seen is never shown, here neither.
pub(super) fn basis(basis: &Basis) -> JsonBasis<'_> {
    JsonBasis {
        document: &basis.document,
        item: if basis.seen { &basis.item } else { "" },
        seen: basis.seen,
        text: basis.to_string(),
    }
}

fn related<'a>(source: &SourceText, related: &'a Related) -> JsonRelated<'a> {
    JsonRelated {
        path: related.path(),
        quoted: Quoted::of(related.source(source), related.span),
        label: &related.label,
    }
}

fn verdict<'a>(source: &SourceText, verdict: &'a Verdict) -> JsonVerdict<'a> {
    let reason = match &verdict.status {
        Status::Broken(fault) => fault.to_string(),
        _ => verdict.reason.clone(),
    };
    JsonVerdict {
        rule: &verdict.rule,
        status: verdict.status.name(),
        reason,
        evidence: verdict
            .evidence
            .iter()
            .map(|span| Quoted::of(source, *span))
            .collect(),
    }
}
