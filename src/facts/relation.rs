//! How a figure stands in its sentence: stated, as a part, as a rate, a change or a limit.

use crate::facts::Bound;
use crate::facts::Family;

/// How a figure stands in its sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Stated on its own.
    Stated,
    /// Stated as a part of another: `其中…29件`, `包括…`.
    Part,
    /// A share in percent.
    Rate,
    /// How much something grew or fell: `同比增长12%`, `减少5件`, `压缩85%`.
    Change,
    /// What is allowed, demanded or aimed at: `在5个工作日内`, `力争达到98%以上`.
    Limit,
}

/// Which way a change goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Trend {
    /// 增长, 提高, 上升, 新增
    Up,
    /// 下降, 减少, 压缩, 缩短
    Down,
}

/// Whether something is said to be or not to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// It is said to be.
    Affirmed,
    /// It is said not to be: 零败诉, 未发生, 无一.
    Negated,
}

impl Relation {
    /// Returns the name used in JSON and in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Part => "part",
            Self::Rate => "rate",
            Self::Change => "change",
            Self::Limit => "limit",
        }
    }

    /// Returns the name shown to people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Stated => "数",
            Self::Part => "部分",
            Self::Rate => "率",
            Self::Change => "增减",
            Self::Limit => "要求",
        }
    }
}

impl Trend {
    /// Returns the name used in JSON and in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

impl Polarity {
    /// Returns the name used in JSON and in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Affirmed => "affirmed",
            Self::Negated => "negated",
        }
    }
}

/// Words behind which figures are parts of the one before them.
const PARTS: [&str; 5] = ["其中", "包括", "包含", "含", "分别为"];

const UP: [&str; 12] = [
    "增长", "提升", "提高", "上升", "提速", "增加", "新增", "增幅", "上涨", "多", "升", "扩大",
];

const DOWN: [&str; 12] = [
    "下降", "压缩", "减少", "降低", "缩短", "减幅", "降幅", "回落", "压减", "精简", "少", "降",
];

const AIMS: [&str; 12] = [
    "力争",
    "确保",
    "争取",
    "不得",
    "应当",
    "应在",
    "要求",
    "目标",
    "原则上",
    "计划",
    "拟",
    "须",
];

/// Where, in the text from a sentence's start up to a figure, its parts begin; a semicolon ends
/// them. 含 counts only behind a bracket: not in 含金量.
pub(super) fn parts_from(lead: &str) -> Option<usize> {
    let from = lead.rfind(';').map_or(0, |at| at + 1);
    let tail = lead.get(from..)?;
    let at = PARTS
        .iter()
        .filter_map(|word| match *word {
            "含" => tail.rfind("(含"),
            // A sum said behind its parts is none of them.
            "分别为" => None,
            word => tail.rfind(word),
        })
        .max()?;
    let behind = tail.get(at..).unwrap_or("");
    (!behind.contains("合计") && !behind.contains("共计")).then_some(from + at)
}

/// Tells whether a figure can be a part of a whole by its unit; 件 of 起 can.
pub(super) fn is_part_of(unit: &str, whole: &str) -> bool {
    let (part, whole) = (Family::of(unit), Family::of(whole));
    part == whole || part == Family::None || whole == Family::None
}

/// Tells how a figure stands. `is_part` is whether it stands behind 其中 and the like.
pub(super) fn relation(
    clause_lead: &str,
    behind: &str,
    bound: Bound,
    is_rate: bool,
    change: bool,
    is_part: bool,
) -> Relation {
    let aims = AIMS.iter().any(|word| clause_lead.contains(word));
    let within = bound == Bound::AtMost || behind.starts_with('内');
    if change {
        Relation::Change
    } else if aims || (within && !is_rate) {
        Relation::Limit
    } else if is_rate {
        Relation::Rate
    } else if is_part {
        Relation::Part
    } else {
        Relation::Stated
    }
}

/// Tells which way a change goes, by the word nearest before it.
pub(super) fn trend(clause_lead: &str) -> Option<Trend> {
    let last = |words: &[&str]| {
        words
            .iter()
            .filter_map(|word| clause_lead.rfind(word))
            .max()
    };
    match (last(&UP), last(&DOWN)) {
        (None, None) => None,
        (up, down) if up > down => Some(Trend::Up),
        _ => Some(Trend::Down),
    }
}
