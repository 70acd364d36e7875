//! Whose figure it is, where it is not simply the report's own.

use crate::text::Span;
use crate::text::slice;

/// Whose figure it is: 区政府为被告, 各部门. Two figures are of one population when the words are
/// equal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Population {
    /// The words, folded.
    pub words: String,
    /// Where they stand.
    pub span: Span,
}

/// Words that say whose a figure is.
const WHOSE: [&str; 24] = [
    "为被告",
    "作为被告",
    "为被申请人",
    "作为被申请人",
    "市本级",
    "区本级",
    "县本级",
    "市级部门",
    "区级部门",
    "县级部门",
    "市直部门",
    "区直部门",
    "县直部门",
    "各部门",
    "各单位",
    "各级行政机关",
    "各行政机关",
    "各镇街",
    "各乡镇",
    "各街道",
    "镇街",
    "全市法院",
    "全区法院",
    "全县法院",
];

/// Finds whose the figure is, in its clause up to it; the span is of `text`.
pub(super) fn of(text: &str, figure: Span, clause: Span, sentence: usize) -> Option<Span> {
    let from = clause.from().max(sentence);
    let lead = slice(text, Span::new(from, figure.from()));
    let (at, word) = WHOSE
        .iter()
        .filter_map(|word| Some((lead.rfind(word)?, *word)))
        .max_by_key(|(at, word)| (*at, word.len()))?;
    let mut start = at;
    if word.starts_with(['为', '作']) {
        start = defendant(lead, at);
    }
    Some(Span::new(from + start, from + at + word.len()))
}

/// 以区政府为被告: where the body named before 为 starts.
fn defendant(lead: &str, at: usize) -> usize {
    const MARKS: [&str; 12] = [
        "以", "由", "、", "中", "承办", "办理", "收到", "涉及", "件", "起", "发生", "涉",
    ];
    let head = lead.get(..at).unwrap_or("");
    MARKS
        .iter()
        .filter_map(|mark| Some(head.rfind(mark)? + mark.len()))
        .max()
        .unwrap_or(0)
}
