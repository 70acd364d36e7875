//! Whether a text is a rule-of-law report at all, or one of its look-alikes.

use crate::document::Document;

/// What kind of text was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Genre {
    /// A rule-of-law report, or a text that may be (part of) one.
    Report,
    /// Another kind of text, by its name.
    Other(String),
    /// Nothing in it speaks of rule of law.
    Unrelated,
}

/// Words without which a text is no such report. One of them is enough: a drafter may check a
/// paragraph, and a wrong refusal is worse than a check too much.
const WORDS: [&str; 18] = [
    "法治",
    "依法",
    "执法",
    "普法",
    "行政复议",
    "行政诉讼",
    "应诉",
    "规范性文件",
    "法律",
    "司法",
    "行政决策",
    "第一责任人",
    "政务公开",
    "信访",
    "调解",
    "合法性",
    "党政主要负责人",
    "行政",
];

/// Titles of other texts: what all of the words in the title tell, and the name to show.
const OTHERS: [(&[&str], &str); 8] = [
    (&["政府信息公开", "报告"], "政府信息公开工作年度报告"),
    (&["政务公开", "报告"], "政务公开工作年度报告"),
    (&["行政执法", "年度报告"], "行政执法年度报告"),
    (&["解读"], "政策解读"),
    (&["工作要点"], "工作要点"),
    (&["实施方案"], "实施方案"),
    (&["工作指引"], "工作指引"),
    (&["主动公开", "目录"], "主动公开事项目录"),
];

pub(super) fn of(document: &Document) -> Genre {
    let text = document.folded.text();
    if !WORDS.iter().any(|word| text.contains(word)) {
        return Genre::Unrelated;
    }
    if document.head.title.is_some() {
        return Genre::Report;
    }
    // Without a title of its own, the first lines tell another genre.
    let lines = document
        .source
        .file_title()
        .into_iter()
        .chain(text.lines().take(4));
    for line in lines {
        let line = line.trim_matches(['《', '》']);
        let titled = line.chars().count() <= 50 && !line.contains(['。', ';', ':']);
        let found = OTHERS
            .iter()
            .find(|(words, _)| titled && words.iter().all(|w| line.contains(w)));
        if let Some((_, name)) = found {
            return Genre::Other((*name).to_owned());
        }
    }
    Genre::Report
}

/// Tells whether a title names a year: `2022年`, `二〇二二年`.
pub(super) fn names_a_year(title: &str) -> bool {
    title.contains('年') && (title.contains("20") || title.contains("二〇"))
}
