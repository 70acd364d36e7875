//! Plain data that leaves the core: findings, verdicts, outcomes, and faults of rule authors.
//!
//! Nothing here knows how it is shown, and nothing here is serialised.

mod fault;
mod profile;
mod toml_fault;
mod toml_syntax;

pub use fault::Fault;
pub use profile::Profile;
pub use toml_fault::nearest;
pub use toml_fault::toml_fault;

use crate::text::SourceText;
use crate::text::Span;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// How much a finding weighs. Ordered: advice is less than warning, warning less than error.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Severity {
    /// A matter of quality or local custom.
    Advice,
    /// An assessor would very likely object, but there is a legitimate reading.
    Warning,
    /// Wrong whatever the author meant.
    Error,
}

impl Severity {
    /// Returns the name used in TOML, JSON and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Returns the name shown to people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Advice => "建议",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }
}

impl FromStr for Severity {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "advice" | "建议" => Ok(Self::Advice),
            "warning" | "警告" => Ok(Self::Warning),
            "error" | "错误" => Ok(Self::Error),
            _ => Err(format!("级别只有 error、warning、advice，没有“{name}”")),
        }
    }
}

/// What a finding is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Category {
    /// A part that should be there, or stands in the wrong place.
    Structure,
    /// What a part says is not what it should say.
    Substance,
    /// A target of an indicator system.
    Target,
    /// Figures that contradict each other.
    Arithmetic,
    /// Ordinals of headings and lists.
    Numbering,
    /// The form of an official document.
    Format,
    /// Titles of laws and documents.
    Citation,
    /// Fixed phrases and usage.
    Wording,
    /// Marks.
    Punctuation,
    /// Doubled, dropped or wrong characters.
    Typo,
    /// Dates, years and periods.
    Date,
    /// What should not be published.
    Disclosure,
}

impl Category {
    /// All categories, in the order they are documented.
    pub const ALL: [Self; 12] = [
        Self::Structure,
        Self::Substance,
        Self::Target,
        Self::Arithmetic,
        Self::Numbering,
        Self::Format,
        Self::Citation,
        Self::Wording,
        Self::Punctuation,
        Self::Typo,
        Self::Date,
        Self::Disclosure,
    ];

    /// Returns the name used in TOML and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Substance => "substance",
            Self::Target => "target",
            Self::Arithmetic => "arithmetic",
            Self::Numbering => "numbering",
            Self::Format => "format",
            Self::Citation => "citation",
            Self::Wording => "wording",
            Self::Punctuation => "punctuation",
            Self::Typo => "typo",
            Self::Date => "date",
            Self::Disclosure => "disclosure",
        }
    }

    /// Returns the name shown to people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Structure => "结构",
            Self::Substance => "内容",
            Self::Target => "指标",
            Self::Arithmetic => "数据",
            Self::Numbering => "序号",
            Self::Format => "格式",
            Self::Citation => "引用",
            Self::Wording => "表述",
            Self::Punctuation => "标点",
            Self::Typo => "文字",
            Self::Date => "日期",
            Self::Disclosure => "公开",
        }
    }
}

impl FromStr for Category {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|category| category.name() == name)
            .ok_or_else(|| format!("没有“{name}”这个类别"))
    }
}

/// What a rule stands on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Basis {
    /// The title of the instrument, without 《》.
    pub document: String,
    /// The article or official item; only ever shown when `seen`.
    pub item: String,
    /// The sentence itself, where it was seen; may be empty.
    pub quote: String,
    /// Whether somebody looked at the text; false is shown as 依据待核.
    pub seen: bool,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bare = |c| matches!(c, '《' | '》');
        if self.document.contains(bare) || !self.is_instrument() {
            write!(f, "{}", self.document)?;
        } else {
            write!(f, "《{}》", self.document)?;
        }
        if self.seen {
            write!(f, "{}", self.item)
        } else {
            write!(f, "（依据待核）")
        }
    }
}

impl Basis {
    /// Tells a titled document from a mere ground such as 算术 or 通行体例.
    fn is_instrument(&self) -> bool {
        const ENDS: [&str; 12] = [
            "法",
            "规定",
            "条例",
            "办法",
            "纲要",
            "体系",
            "通知",
            "意见",
            "规则",
            "指引",
            "决定",
            "年版）",
        ];
        let bare = self.document.split('（').next().unwrap_or_default();
        ENDS.iter()
            .any(|end| bare.ends_with(end) || self.document.ends_with(end))
    }
}

/// A place that belongs to a finding beside its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// Where, in the reading text of its report.
    pub span: Span,
    /// What stands there.
    pub label: String,
    /// The report it stands in; `None` for the report that is checked.
    pub report: Option<Arc<OtherReport>>,
}

/// A report that findings on another one quote: that of the year before.
#[derive(Clone, Debug)]
pub struct OtherReport {
    /// Its path as the user gave it.
    pub path: String,
    /// Its text, with the map back to its file.
    pub source: SourceText,
}

/// Two are one when they are of one file.
impl PartialEq for OtherReport {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for OtherReport {}

impl Related {
    /// Returns the text it stands in: its own report's, else `checked`.
    #[must_use]
    pub fn source<'a>(&'a self, checked: &'a SourceText) -> &'a SourceText {
        self.report
            .as_ref()
            .map_or(checked, |report| &report.source)
    }

    /// Returns the path of its report, where that is not the one that is checked.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.report.as_ref().map(|report| report.path.as_str())
    }
}

/// Other words for a place, right whatever the author meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// The words that are wrong, in the reading text; never empty.
    pub span: Span,
    /// The words that are right.
    pub text: String,
}

/// What a rule says about a place of the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The id of the rule: `pack/name`.
    pub rule: String,
    /// How much it weighs, after the configuration.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// Its words in the reading text; empty only where something is missing from the text.
    pub span: Span,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do; may be empty.
    pub advice: String,
    /// What it stands on, in the order of `rule.toml`.
    pub basis: Vec<Basis>,
    /// Other places that belong to it, in the order the rule gave them.
    pub related: Vec<Related>,
    /// How it can be corrected by a program; only rules that say `fix = "safe"` tell it.
    pub fixes: Vec<Fix>,
    /// The words that what is missing should stand behind.
    pub gap: Option<Span>,
}

/// A finding that the user has taken out, with the reason: it stays visible.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excepted {
    /// What was found.
    pub finding: Finding,
    /// Why it is taken out.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
    /// The last day it holds, `2026-06-30`; empty where it has none.
    pub until: String,
    /// Whether the report itself says so, in a comment.
    pub in_report: bool,
}

impl fmt::Display for Excepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}（{}", self.reason, self.by)?;
        if !self.until.is_empty() {
            write!(f, "，至 {}", self.until)?;
        }
        write!(f, "）")
    }
}

/// What became of one rule on one report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// Checked and in order.
    Pass,
    /// Checked, with findings.
    Fail,
    /// The rule does not apply to this report.
    NotApplicable,
    /// A person must look.
    Undecided,
    /// The rule itself broke; nothing is known of the report.
    Broken(Box<Fault>),
}

impl Status {
    /// Returns the name used in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotApplicable => "not-applicable",
            Self::Undecided => "undecided",
            Self::Broken(_) => "broken",
        }
    }
}

/// The verdict of one rule on one report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The id of the rule: `pack/name`.
    pub rule: String,
    /// What became of it.
    pub status: Status,
    /// Why, in one sentence; may be empty for a pass or a fail.
    pub reason: String,
    /// What the rule saw, in text order without repetition.
    pub evidence: Vec<Span>,
}

/// Everything one check of one report gave.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// Findings ordered by place, then rule.
    pub findings: Vec<Finding>,
    /// One verdict for every rule, ordered by rule.
    pub verdicts: Vec<Verdict>,
    /// Findings that exceptions took out, in the same order as findings.
    pub excepted: Vec<Excepted>,
    /// Findings that a baseline knows.
    pub known: Vec<Finding>,
    /// How many a baseline knows that were not found any more.
    pub stale: usize,
}
