//! Whether a text is a rule-of-law report at all, or one of its look-alikes.
//!
//! A wrong refusal is worse than a check too much: a look-alike is told by its own title, by the
//! marks of its trade in the first lines, or because it is redacted throughout.

use crate::document::Document;
use crate::document::ordinal;

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
/// paragraph.
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

/// Titles that end with 报告 or 总结 and are another text: all of the words, and the name to show.
const OTHER_REPORTS: [(&[&str], &str); 21] = [
    (&["政府信息公开", "报告"], "政府信息公开工作年度报告"),
    (&["政务公开", "报告"], "政务公开工作年度报告"),
    (&["行政执法", "年度报告"], "行政执法年度报告"),
    (&["行政复议", "报告"], "行政复议应诉报告"),
    (&["行政应诉", "报告"], "行政复议应诉报告"),
    (&["法治宣传"], "普法工作总结"),
    (&["普法"], "普法工作总结"),
    (&["营商环境", "报告"], "营商环境报告"),
    (&["政府工作报告"], "政府工作报告"),
    (&["人民法院", "报告"], "法院工作报告"),
    (&["人民检察院", "报告"], "检察院工作报告"),
    (&["述法"], "述法报告"),
    (&["述职"], "述职报告"),
    (&["调研报告"], "调研报告"),
    (&["评估报告"], "评估报告"),
    (&["整改", "报告"], "整改情况报告"),
    (&["上半年"], "半年总结"),
    (&["季度"], "季度总结"),
    (&["主动公开", "目录"], "主动公开事项目录"),
    (&["解读"], "政策解读"),
    (&["审议意见"], "审议意见"),
];

/// What the title of another text ends with, and the name to show.
const OTHER_ENDS: [(&str, &str); 17] = [
    ("工作要点", "工作要点"),
    ("实施方案", "实施方案"),
    ("方案", "方案"),
    ("工作计划", "工作计划"),
    ("工作安排", "工作安排"),
    ("工作指引", "工作指引"),
    ("指引", "工作指引"),
    ("规划", "规划"),
    ("的通知", "通知"),
    ("的通报", "通报"),
    ("的意见", "意见"),
    ("的讲话", "讲话"),
    ("的答复", "答复"),
    ("会议纪要", "会议纪要"),
    ("办法", "制度文件"),
    ("条例", "法规"),
    ("提纲", "提纲"),
];

pub(super) fn of(document: &Document) -> Genre {
    let text = document.folded.text();
    if !WORDS.iter().any(|word| text.contains(word)) {
        return Genre::Unrelated;
    }
    let title = document.head.title.map(|span| document.folded(span));
    let other = if is_redacted(title, text) {
        Some("范文或模板")
    } else if let Some(title) = title {
        other_report(title)
    } else {
        by_first_lines(document).or_else(|| by_marks(document))
    };
    other.map_or(Genre::Report, |name| Genre::Other(name.to_owned()))
}

/// Tells whether a title names a year: `2022年`, `二〇二二年`.
pub(super) fn names_a_year(title: &str) -> bool {
    title.contains('年') && (title.contains("20") || title.contains("二〇"))
}

fn other_report(line: &str) -> Option<&'static str> {
    // `法治政府建设暨政府信息公开情况报告` is ours as well.
    let ours = line.contains("法治政府") && !line.contains('《');
    let found = OTHER_REPORTS
        .iter()
        .find(|(words, _)| words.iter().all(|word| line.contains(word)));
    let (words, name) = found?;
    let shared = words.iter().any(|word| {
        ["公开", "执法", "复议", "应诉", "普法", "宣传", "营商"]
            .iter()
            .any(|matter| word.contains(matter))
    });
    (!(ours && shared)).then_some(name)
}

/// Without a title of its own, the first lines tell another text.
fn by_first_lines(document: &Document) -> Option<&'static str> {
    const FIRST: usize = 4;
    let is_title = |line: &&str| {
        (8..=60).contains(&line.chars().count())
            && !line.contains(['。', ';', ':'])
            && ordinal::read(line).is_none()
    };
    let file_title = document.source.file_title().map(crate::text::Folded::new);
    let file_title = file_title.as_ref().map(crate::text::Folded::text);
    let text = document.folded.text();
    let before_text = text.lines().take_while(|line| !line.contains('。'));
    let mut lines = before_text.take(FIRST).filter(is_title);
    let other = |line: &str| {
        let end = OTHER_ENDS.iter().find(|(end, _)| line.ends_with(end));
        other_report(line).or(end.map(|(_, name)| *name))
    };
    lines
        .find_map(other)
        .or_else(|| text.lines().next().and_then(glued_notice))
        .or_else(|| file_title.filter(is_title).and_then(other_report))
}

/// `…关于报送…报告的通知各乡镇人民政府:`, where title and addressee became one line.
fn glued_notice(line: &str) -> Option<&'static str> {
    let (title, rest) = line.split_once("的通知")?;
    let is_title = title.contains("关于") && !title.contains(['《', '。', ',', ':']);
    (is_title && rest.starts_with('各')).then_some("通知")
}

/// Marks of news and of papers in the first lines.
fn by_marks(document: &Document) -> Option<&'static str> {
    const FIRST: usize = 6;
    let text = document.folded.text();
    let mut first = text.lines().take(FIRST);
    let is_news = |line: &str| {
        [
            "本网讯",
            "本报讯",
            "本台讯",
            "讯(",
            "(记者",
            "(通讯员",
            "记者从",
        ]
        .iter()
        .any(|word| line.contains(word))
    };
    let is_paper = |line: &str| {
        ["摘要:", "内容摘要:", "【摘要】", "[摘要]"]
            .iter()
            .any(|word| line.starts_with(word))
    };
    if first.clone().any(is_news) && !text.contains("报告如下") {
        return Some("新闻报道");
    }
    first.any(is_paper).then_some("论文")
}

/// Whether what a report must name was taken out of it: in the title, or all over the text.
fn is_redacted(title: Option<&str>, text: &str) -> bool {
    const MOST: usize = 5;
    const CHARS_A_HOLE: usize = 160;
    let first = title.or_else(|| {
        let line = text.lines().next()?;
        line.contains("报告").then_some(line)
    });
    let in_title = first.is_some_and(|title| title.chars().count() <= 60 && holes(title) > 0);
    let n = holes(text);
    in_title || (n >= MOST && n * CHARS_A_HOLE > text.chars().count())
}

/// Counts the places where xx, ×× or ____ stands for a word.
fn holes(text: &str) -> usize {
    let is_hole = |c: char| matches!(c, 'x' | 'X' | '×' | '_' | '○' | '□');
    let is_wide = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let mut n = 0;
    let mut run = 0;
    let mut before = ' ';
    let mut lead = ' ';
    for c in text.chars().chain(['\n']) {
        if is_hole(c) {
            if run == 0 {
                lead = before;
            }
            run += 1;
        } else {
            // `7×24小时` is no hole, `20xx年` is one.
            let stands_for = match lead.is_ascii_digit() {
                true => run >= 2,
                false => is_wide(lead) || is_wide(c),
            };
            let latin = lead.is_ascii_alphabetic() || c.is_ascii_alphabetic();
            n += usize::from(run > 0 && stands_for && !latin);
            run = 0;
        }
        before = c;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_counted_where_a_word_is_missing() {
        assert_eq!(holes("xx县XX局20xx年组织学法×次,办案____件"), 5);
        assert_eq!(holes("7×24小时、Excel、xyz、Wi-Fi 6x"), 0);
        assert_eq!(holes("一件事一次办"), 0);
    }
}
