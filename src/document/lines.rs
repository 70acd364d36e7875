//! Single lines of the letterhead and the signature block, looked at alone.

use crate::document::body;
use crate::document::genre;
use crate::document::ordinal;
use crate::document::when;
use crate::text::Span;
use crate::text::slice;

/// Tells whether a folded line is the title of such a report.
pub(super) fn is_title(line: &str) -> bool {
    let bare = title_core(line);
    let n = bare.chars().count();
    const ENDS: [&str; 4] = ["报告", "总结", "情况", "年报"];
    (6..=90).contains(&n)
        && !bare.contains(['。', ';', '《', '?'])
        && !["现将", "如下", "根据", "为了"]
            .iter()
            .any(|w| bare.contains(w))
        && ["法治", "法制", "依法行政", "依法治"]
            .iter()
            .any(|w| bare.contains(w))
        && ENDS.iter().any(|end| bare.ends_with(end))
        && ordinal::read(line).is_none()
        && (bare.ends_with("报告") || bare.ends_with("总结") || genre::names_a_year(bare))
}

/// Ends of file names, the longer of two first.
const FILES: [&str; 6] = [".docx", ".doc", ".pdf", ".wps", ".ofd", ".txt"];

/// Takes off what site editors put around a title: 【工作总结】, (全文), .docx.
pub(super) fn title_core(line: &str) -> &str {
    let mut core = line;
    if let Some(rest) = core.strip_prefix('【')
        && let Some((_, rest)) = rest.split_once('】')
    {
        core = rest;
    }
    if let Some(inside) = core.strip_prefix('《').and_then(|c| c.strip_suffix('》')) {
        core = inside;
    }
    for suffix in FILES {
        core = core.strip_suffix(suffix).unwrap_or(core);
    }
    if core.ends_with(')')
        && let Some(at) = core.rfind('(')
    {
        core = slice(core, Span::new(0, at));
    }
    without_plan(core)
}

/// `2023年法治政府建设工作总结及2024年工作计划`: the title of the report in it.
fn without_plan(title: &str) -> &str {
    const PLANS: [&str; 5] = ["计划", "打算", "安排", "思路", "要点"];
    if !PLANS.iter().any(|end| title.ends_with(end)) {
        return title;
    }
    let report = ["总结", "报告", "情况"].iter().find_map(|word| {
        let at = title.find(word)? + word.len();
        let behind = title.get(at..)?;
        ["及", "和", "与", "暨"]
            .iter()
            .any(|and| behind.starts_with(and))
            .then_some(at)
    });
    report.map_or(title, |at| slice(title, Span::new(0, at)))
}

/// The title at the start of a line that goes on with the text: its length in bytes.
///
/// `临溪县人民政府2022年度法治政府建设情况报告2022年,临溪县…`
pub(super) fn title_at_start(line: &str) -> Option<usize> {
    const LONGEST: usize = 60;
    let from: String = line.chars().take(LONGEST).collect();
    ["报告", "总结"].into_iter().find_map(|end| {
        from.match_indices(end).find_map(|(at, end)| {
            let to = at + end.len();
            let to = to + site_suffix(line.get(to..)?);
            let title = line.get(..to)?;
            let rest = line.get(to..)?;
            let goes_on = rest.starts_with(|c: char| c.is_ascii_digit())
                || BEHIND_TITLE.iter().any(|word| rest.starts_with(word));
            (goes_on && is_title(title) && genre::names_a_year(title)).then_some(to)
        })
    })
}

/// How the text starts behind a title in the same line: addressee, preamble or heading.
const BEHIND_TITLE: [&str; 13] = [
    "一、",
    "现将",
    "今年",
    "为",
    "根据",
    "按照",
    "中共",
    "县委",
    "市委",
    "区委",
    "县政府",
    "市政府",
    "区政府",
];

/// The length of `(乡镇版).docx` behind a title.
fn site_suffix(rest: &str) -> usize {
    let bracket = match rest.split_once(')') {
        Some((inside, _)) if rest.starts_with('(') && inside.chars().count() <= 8 => {
            inside.len() + 1
        }
        _ => 0,
    };
    let behind = rest.get(bracket..).unwrap_or("");
    let file = FILES.iter().find(|end| behind.starts_with(**end));
    bracket + file.map_or(0, |end| end.len())
}

/// Tells the first line of a title that names the body and the year, and not yet what it is.
pub(super) fn is_title_start(line: &str) -> bool {
    let Some(bare) = line
        .strip_suffix("年度")
        .or_else(|| line.strip_suffix('年'))
    else {
        return false;
    };
    let name = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = bare.len() - name.len();
    let name = name.strip_suffix("关于").unwrap_or(name);
    digits == 4 && (name.is_empty() || super::body::is_name(name))
}

/// The second line of a title: `情况的报告`, `年度报告`.
pub(super) fn is_title_end(line: &str) -> bool {
    let n = line.chars().count();
    (2..=16).contains(&n)
        && ["报告", "总结"]
            .iter()
            .any(|end| title_core(line).ends_with(end))
        && !line.contains([':', ',', '。'])
        && !line.contains("法治")
}

/// Finds a document number in a line of the letterhead: its byte range.
///
/// Malformed ones are found as well: `[2023]2号`, `〔2023〕第2号`, `2023年2号`.
pub(super) fn number_in(line: &str) -> Option<(usize, usize)> {
    let line = line.split("签发人").next().unwrap_or(line);
    let lead = ["发文字号:", "文号:", "字号:"]
        .iter()
        .find(|label| line.starts_with(**label))
        .map_or(0, |label| label.len());
    let words = line.get(lead..)?;
    let end = words.find('号')? + '号'.len_utf8();
    let number = words.get(..end)?;
    let n = number.chars().count();
    let behind = words.get(end..).unwrap_or("");
    let starts_well = number
        .chars()
        .next()
        .is_some_and(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c) || "〔[(【".contains(c));
    let is_number = (6..=30).contains(&n)
        && behind.chars().count() <= 2
        && starts_well
        && !number.contains(['《', ',', '。', ':', '、'])
        && number.chars().filter(char::is_ascii_digit).count() >= 3
        && [
            "〔20", "[20", "(20", "【20", "发", "字", "函", "政", "办", "文", "报", "呈", "法",
            "依", "司",
        ]
        .iter()
        .any(|w| number.contains(w));
    is_number.then_some((lead, lead + end))
}

/// `市政府:`, `中共临溯市委、临溯市人民政府:`; without colon only right behind the title.
pub(super) fn is_addressee(line: &str, behind_title: bool) -> bool {
    let bare = line.trim_end_matches([':', ',']);
    let has_colon = line.ends_with(':');
    let n = bare.chars().count();
    if !(2..=60).contains(&n)
        || ["如下", "报告", "情况", "汇报", "工作", "。"]
            .iter()
            .any(|w| bare.contains(w))
    {
        return false;
    }
    const ENDS: [&str; 16] = [
        "政府",
        "委",
        "工委",
        "局",
        "厅",
        "常委会",
        "办公室",
        "委员会",
        "办",
        "党组",
        "部门",
        "单位",
        "领导小组",
        "政协",
        "人大",
        "厅局",
    ];
    let all_bodies = bare
        .split(['、', ',', ';'])
        .all(|word| ENDS.iter().any(|end| word.ends_with(end)));
    all_bodies && (has_colon || (behind_title && (bare.contains('、') || n <= 6)))
}

pub(super) enum Tail {
    /// Issue line: byte of the date in the line.
    Issue(usize, when::Date),
    /// Date: length of the body's name before it, byte of the date.
    Date(usize, usize, when::Date),
    /// The name of a body.
    Body,
    /// 附件, 抄送, (此件公开发布).
    Note,
    /// Text of the report.
    Text,
}

pub(super) fn tail_line(line: &str) -> Tail {
    const NOTES: [&str; 11] = [
        "附件",
        "附:",
        "抄送",
        "(此件",
        "(公开",
        "(联系",
        "联系人",
        "主题词",
        "(主动公开",
        "(依申请",
        "(盖章",
    ];
    if NOTES.iter().any(|start| line.starts_with(start))
        || [".pdf", ".docx", ".doc", ".wps", ".ofd"]
            .iter()
            .any(|end| line.ends_with(end))
    {
        return Tail::Note;
    }
    if line.chars().count() > 60 || line.contains('。') {
        return Tail::Text;
    }
    let label = ["成文日期:", "日期:", "时间:"]
        .into_iter()
        .find(|l| line.starts_with(l));
    let line = label.map_or(line, |label| line.get(label.len()..).unwrap_or(line));
    let lead = label.map_or(0, str::len);
    if let Some(date) = when::find(line, 0) {
        let behind = line.get(date.span.to()..).unwrap_or("");
        let before = slice(line, Span::new(0, date.span.from()));
        if behind.contains("印发") {
            return Tail::Issue(0, date);
        }
        let name = before.trim_end_matches(['(', ' ']);
        let closed = behind.trim_matches([')', ' ']);
        if closed.is_empty() && (name.is_empty() || body::is_name(name)) {
            return Tail::Date(name.len(), lead, date);
        }
        return Tail::Text;
    }
    if body::is_name(line.trim_end_matches("(盖章)").trim_end_matches("(章)")) {
        return Tail::Body;
    }
    Tail::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_from_text() {
        for title in [
            "临溯县人民政府2022年度法治政府建设情况报告",
            "关于2023年度法治政府建设情况的报告",
            "2021年法治政府建设年度报告",
            "望津区市场监督管理局2021年法治政府建设工作总结",
            "【工作总结】槐荫镇2024年法治政府建设情况报告(乡镇版)",
            "临溯县2022年法治政府建设情况",
            "【工作总结】石堰镇2024年法治政府建设工作总结(乡镇版).docx",
            "临溯县民政局2023年法治政府建设工作总结及2024年工作计划",
        ] {
            assert!(is_title(title), "{title}");
        }
        for text in [
            "现将2022年法治政府建设情况报告如下:",
            "一、2022年法治政府建设情况",
            "《临溯县2022年法治政府建设情况报告》解读",
            "法治政府建设情况",
        ] {
            assert!(!is_title(text), "{text}");
        }
    }

    #[test]
    fn document_numbers_are_found_even_malformed() {
        for line in [
            "临政发〔2023〕2号",
            "临政发[2023]2号",
            "临政发〔2023〕第02号",
            "发文字号:临政发(2023)2号",
            "临政发〔2023〕2号签发人:张某",
        ] {
            assert!(number_in(line).is_some(), "{line}");
        }
        for line in ["3号楼", "市政府:", "联系电话12345678号", "2号"] {
            assert!(number_in(line).is_none(), "{line}");
        }
    }
}
