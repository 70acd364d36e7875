//! What every format is handed, and what every format answers.

use crate::document::Document;
use crate::finding::Category;
use crate::finding::Finding;
use crate::finding::Outcome;
use crate::finding::Severity;
use crate::matrix::Table;
use crate::render::json;
use crate::render::json::Failure;
use crate::render::json::Summary;
use std::borrow::Cow;

/// A rule as results name it.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// `pack/name`.
    pub id: String,
    /// The fault, in the reader's words.
    pub title: String,
    /// The severity of its findings before the configuration.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// Its page, markdown.
    pub page: Cow<'static, str>,
}

/// The rules of a run, ordered by id.
#[derive(Clone, Debug, Default)]
pub struct Rules(Vec<RuleInfo>);

impl Rules {
    /// Takes rules in any order.
    #[must_use]
    pub fn new(mut rules: Vec<RuleInfo>) -> Self {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Self(rules)
    }

    /// Returns them in order.
    pub fn iter(&self) -> impl Iterator<Item = &RuleInfo> {
        self.0.iter()
    }

    /// Returns the place of a rule in the order, and the rule.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<(usize, &RuleInfo)> {
        let at = self.0.binary_search_by(|rule| rule.id.as_str().cmp(id));
        at.ok().and_then(|at| Some((at, self.0.get(at)?)))
    }

    /// Returns the title of a rule; its id where it is not known.
    #[must_use]
    pub fn title<'a>(&'a self, id: &'a str) -> &'a str {
        self.get(id).map_or(id, |(_, rule)| rule.title.as_str())
    }
}

/// One checked report.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The path as given or as found below a folder; `-` for standard input.
    pub path: &'a str,
    /// What it was understood as.
    pub document: &'a Document,
    /// The year it was checked for: the user's word, else what the document says.
    pub year: Option<i32>,
    /// Findings and verdicts.
    pub outcome: &'a Outcome,
    /// Findings below it are left out.
    pub shown: Severity,
    /// A finding from it on fails the run; none does where it is `None`.
    pub fails: Option<Severity>,
    /// The rules of the run.
    pub rules: &'a Rules,
    /// The indicator matrix; empty where it was not asked for.
    pub matrix: &'a [Table],
}

impl<'a> Report<'a> {
    /// Returns the findings that are shown, in their order.
    pub fn findings(&self) -> impl Iterator<Item = &'a Finding> {
        let shown = self.shown;
        let findings = self.outcome.findings.iter();
        findings.filter(move |finding| finding.severity >= shown)
    }

    /// Returns the report as a line of `yifa-check/1`.
    pub(super) fn json(&self) -> String {
        let (outcome, shown) = (self.outcome, self.shown);
        json::check_report(
            self.path,
            self.document,
            self.year,
            outcome,
            shown,
            self.matrix,
        )
    }

    /// Says where a finding stands, as people do.
    #[must_use]
    pub fn place(&self, finding: &Finding) -> String {
        self.document.source.locate(finding.span).chinese()
    }

    /// Returns the author's words; empty where something is missing from the text.
    #[must_use]
    pub fn quote(&self, finding: &Finding) -> String {
        if finding.span.is_empty() {
            return String::new();
        }
        self.document.source.quote(finding.span).into_owned()
    }

    /// Returns a key for each shown finding that stays the same while the text around it changes.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<String> {
        let mut before: Vec<u64> = Vec::new();
        self.findings()
            .map(|finding| {
                let words = self.document.folded(finding.span);
                let section = self.document.section_at(finding.span.start);
                let section = section.and_then(|index| self.document.sections.get(index));
                let section = section.map_or("", |section| self.document.folded(section.title));
                let own = hash(&[&finding.rule, words, section]);
                // Equal findings are told by their order.
                let n = before.iter().filter(|other| **other == own).count();
                before.push(own);
                format!("{:016x}", hash(&[&format!("{own:016x}"), &n.to_string()]))
            })
            .collect()
    }
}

/// FNV-1a over texts that are kept apart: it is the same on every machine and in every version.
pub(super) fn hash(texts: &[&str]) -> u64 {
    let step = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    texts.iter().fold(0xcbf2_9ce4_8422_2325, |state, text| {
        step(text.bytes().fold(state, step), 0xff)
    })
}

/// One format of results, written report by report so that memory does not grow with their number.
pub trait Render: Sync {
    /// What stands before all reports.
    fn head(&self, rules: &Rules) -> String;
    /// One report.
    fn report(&self, report: &Report<'_>) -> String;
    /// What stands between two reports.
    fn between(&self) -> &'static str {
        ""
    }
    /// What stands behind all reports: what could not be checked, and the summary.
    fn tail(&self, failures: &[Failure], summary: &Summary) -> String;
}
