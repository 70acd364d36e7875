//! What a comment says, for a person who writes reports, whatever it is written into.

use crate::document::Document;
use crate::finding::Basis;
use crate::finding::Category;
use crate::finding::Finding;
use crate::finding::Outcome;
use crate::finding::Related;
use crate::finding::Severity;
use crate::finding::Status;
use std::collections::BTreeMap;

/// Words of the report that a comment repeats at most.
const QUOTED: usize = 40;

/// In whose name a comment is made: what the person who corrects it is good at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Structure,
    Indicator,
    Figures,
    Law,
    Wording,
    Summary,
}

impl Role {
    const ALL: [Self; 6] = [
        Self::Structure,
        Self::Indicator,
        Self::Figures,
        Self::Law,
        Self::Wording,
        Self::Summary,
    ];

    /// The role that looks after findings of a category.
    pub(super) fn of(category: Category) -> Self {
        match category {
            Category::Structure | Category::Substance | Category::Numbering => Self::Structure,
            Category::Target => Self::Indicator,
            Category::Arithmetic | Category::Date => Self::Figures,
            Category::Citation => Self::Law,
            Category::Format
            | Category::Wording
            | Category::Punctuation
            | Category::Typo
            | Category::Disclosure => Self::Wording,
        }
    }

    /// The author's name. By it alone a comment is known as one of ours, so it never changes.
    pub(super) fn author(self) -> &'static str {
        match self {
            Self::Structure => "依法·结构",
            Self::Indicator => "依法·指标",
            Self::Figures => "依法·数据",
            Self::Law => "依法·法规",
            Self::Wording => "依法·文字",
            Self::Summary => "依法·汇总",
        }
    }

    pub(super) fn initials(self) -> &'static str {
        self.author().split_once('·').map_or("", |(_, name)| name)
    }

    /// Tells whether `author` is one of ours.
    pub(super) fn is_ours(author: &str) -> bool {
        Self::ALL.iter().any(|role| role.author() == author)
    }
}

/// What was done about a finding by `--fix`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Done {
    Nothing,
    /// Corrected as tracked changes: all of its places.
    All,
    /// Corrected, but not everywhere.
    Some,
}

/// The paragraphs of the comment on a finding; the first one stands out. `place` names what the
/// words stand in, where the comment could not be put on them.
pub(super) fn of_finding(
    document: &Document,
    finding: &Finding,
    place: Option<&str>,
    done: Done,
) -> Vec<String> {
    let mut lines = vec![format!(
        "【{}】{}",
        finding.severity.chinese(),
        finding.message
    )];
    if let Some(place) = place
        && let Some(quote) = quoted(document.slice(finding.span))
    {
        lines.push(format!("在{place}里：{quote}"));
    }
    if finding.gap.is_some() {
        lines.push("缺的内容可以接在这里后面写。".to_owned());
    }
    lines.extend(
        finding
            .related
            .iter()
            .filter_map(|place| related(document, place)),
    );
    if !finding.basis.is_empty() {
        let basis: Vec<String> = finding.basis.iter().map(basis).collect();
        lines.push(format!("依据：{}", basis.join("；")));
    }
    if !finding.advice.is_empty() {
        lines.push(format!("怎么改：{}", finding.advice));
    }
    match done {
        Done::Nothing => {}
        Done::All => lines.push("已经用修订改好，请接受或拒绝。".to_owned()),
        Done::Some => lines
            .push("能直接改的地方已经用修订改好，请逐处接受或拒绝；其余的请自己改。".to_owned()),
    }
    lines.push(format!("规则编号：{}", finding.rule));
    lines
}

fn related(document: &Document, related: &Related) -> Option<String> {
    let Some(report) = &related.report else {
        let quote = quoted(document.slice(related.span))?;
        return Some(format!("另见{quote}：{}", related.label));
    };
    let quote = quoted(report.source.slice(related.span))?;
    let place = report.source.locate(related.span).chinese();
    Some(format!(
        "另见 {} {place}{quote}：{}",
        report.path, related.label
    ))
}

/// The words at a place in quotation marks, cut where they are long.
fn quoted(text: &str) -> Option<String> {
    let text = text.replace(['\n', '\t'], " ");
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let start: String = text.chars().take(QUOTED).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    Some(format!("“{start}{more}”"))
}

/// An instrument with its article, and its sentence where somebody has seen it.
fn basis(basis: &Basis) -> String {
    match basis.quote.as_str() {
        quote if basis.seen && !quote.is_empty() => format!("{basis}：“{quote}”"),
        _ => basis.to_string(),
    }
}

/// What the comment at the title says of the whole check.
pub(super) struct Overview<'a> {
    pub(super) document: &'a Document,
    pub(super) outcome: &'a Outcome,
    /// Titles of rules by id.
    pub(super) titles: &'a BTreeMap<String, String>,
    /// Findings below this have no comment.
    pub(super) shown: Severity,
    /// Places that `--fix` corrected.
    pub(super) n_fixed: usize,
}

impl Overview<'_> {
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("【检查汇总】{}", self.counts())];
        if self.n_fixed > 0 {
            let n = self.n_fixed;
            lines.push(format!(
                "其中 {n} 处能直接改的，已经用修订改好，请逐处接受或拒绝。"
            ));
        }
        let excepted = &self.outcome.excepted;
        if !excepted.is_empty() {
            lines.push(format!("按豁免处理、没有批注 {} 处：", excepted.len()));
            lines.extend(excepted.iter().map(|excepted| {
                let quote = quoted(self.document.slice(excepted.finding.span)).unwrap_or_default();
                format!("· {quote}{}；理由：{excepted}", excepted.finding.message)
            }));
        }
        let undecided = self.verdicts(|status| *status == Status::Undecided);
        if !undecided.is_empty() {
            lines.push(format!("需人工核对 {} 项：", undecided.len()));
            lines.extend(undecided);
        }
        let broken = self.verdicts(|status| matches!(status, Status::Broken(_)));
        if !broken.is_empty() {
            lines.push(format!("规则出了故障，没有检查 {} 项：", broken.len()));
            lines.extend(broken);
        }
        lines.extend(
            self.document
                .source
                .notices()
                .iter()
                .map(|n| format!("读取说明：{n}")),
        );
        lines.push("机器只看得见文字，内容是否属实、是否充分，仍要人看。".to_owned());
        lines
    }

    fn counts(&self) -> String {
        let n = |severity| {
            let findings = self.outcome.findings.iter();
            findings
                .filter(|finding| finding.severity == severity)
                .count()
        };
        let severities = [Severity::Error, Severity::Warning, Severity::Advice];
        let shown = severities
            .iter()
            .filter(|severity| **severity >= self.shown);
        let counts: Vec<String> = shown
            .map(|severity| format!("{} {} 处", severity.chinese(), n(*severity)))
            .collect();
        let hidden: usize = severities
            .iter()
            .filter(|s| **s < self.shown)
            .map(|s| n(*s))
            .sum();
        let mut text = match self.outcome.findings.len() - hidden {
            0 => "未发现可机检问题".to_owned(),
            _ => format!("{}，批注在原文处", counts.join("、")),
        };
        if hidden > 0 {
            text.push_str(&format!("；另有 {hidden} 处级别较低的没有批注"));
        }
        text + "。"
    }

    fn verdicts(&self, wanted: impl Fn(&Status) -> bool) -> Vec<String> {
        let verdicts = self.outcome.verdicts.iter();
        let title = |rule: &String| self.titles.get(rule).unwrap_or(rule).clone();
        verdicts
            .filter(|verdict| wanted(&verdict.status))
            .map(|verdict| match (&verdict.status, verdict.reason.as_str()) {
                (Status::Broken(_), _) | (_, "") => format!("· {}", title(&verdict.rule)),
                (_, reason) => format!("· {}：{reason}", title(&verdict.rule)),
            })
            .collect()
    }
}
