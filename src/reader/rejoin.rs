//! Which lines of a text file are one paragraph.
//!
//! Exports of PDF and OCR break lines at the page's edge, and pages inside words; typed files
//! have one paragraph a line. Both come mixed with blank lines. A line is joined to the one
//! before it only where the sentence is visibly unfinished; a heading, a list item, a signature
//! or a date always starts its own paragraph.

use crate::text::JoinKind;

/// One line of the file without its blanks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The visible text; never empty.
    pub(super) text: &'a str,
    /// Byte of the file where the visible text starts.
    pub(super) at: usize,
    /// Whether the line was indented by two columns or more.
    pub(super) indented: bool,
    /// Whether blank lines, a page number or a form feed stand before it.
    pub(super) apart: bool,
    /// Whether it reaches the right margin, where the file knows margins.
    pub(super) full: Option<bool>,
}

/// The shape of the lines of one file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// The width in characters at which lines are wrapped; `None` where a line is a paragraph.
    wrap: Option<usize>,
    /// Whether the first line of a paragraph is indented.
    indents: bool,
}

/// Lines wrapped wider than this are paragraphs, in characters: a page of A4 holds 28 Chinese
/// characters a line, a terminal 80 columns.
const WIDEST_WRAP: usize = 60;

/// How far a wrapped line may stay below the widest one: marks that may not start a line, and
/// half-width characters, shorten it.
const RAGGED: usize = 5;

/// The shortest unfinished line that is taken for the half of a paragraph cut by a page end.
/// Titles, signatures and addressees are shorter.
const SHORTEST_HALF: usize = 26;

impl Layout {
    /// Looks at all lines of a file.
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let mut widths: Vec<usize> = lines.iter().map(|line| width(line.text)).collect();
        widths.sort_unstable();
        let widest = widths
            .get(widths.len().saturating_sub(1) * 19 / 20)
            .copied()
            .unwrap_or(0);
        let full = |line: &&Line<'_>| width(line.text) + RAGGED >= widest;
        let n_full = lines.iter().filter(full).count();
        let n_open = lines
            .iter()
            .filter(full)
            .filter(|line| !ends_sentence(line.text))
            .count();
        let wrapped = (12..=WIDEST_WRAP).contains(&widest)
            && n_open >= 3
            && n_open * 2 >= n_full
            && n_full * 4 >= lines.len();
        let n_indented = lines.iter().filter(|line| line.indented).count();
        Self {
            wrap: wrapped.then_some(widest),
            indents: n_indented >= 3 && n_indented * 4 >= lines.len(),
        }
    }

    /// The layout of a file with margins: how many characters fit between them, and whether the
    /// first line of a paragraph is indented.
    #[cfg(feature = "pdf")]
    pub(super) fn with_margins(wrap: usize, indents: bool) -> Self {
        Self {
            wrap: Some(wrap),
            indents,
        }
    }

    /// Whether the first line of a paragraph is indented.
    #[cfg(feature = "pdf")]
    pub(super) fn indents(&self) -> bool {
        self.indents
    }

    /// How many characters a line has.
    #[cfg(feature = "pdf")]
    pub(super) fn wrap(&self) -> Option<usize> {
        self.wrap
    }

    /// Tells whether `next` goes on where `line`, the last line of a paragraph, stops.
    ///
    /// `first` is the first line of that paragraph.
    pub(super) fn joins(
        &self,
        first: &Line<'_>,
        line: &Line<'_>,
        next: &Line<'_>,
    ) -> Option<JoinKind> {
        let kind = if next.apart {
            JoinKind::PageBreak
        } else {
            JoinKind::HardWrap
        };
        if is_row(line.text) || is_row(next.text) {
            return None;
        }
        if next.text.starts_with(CANNOT_START) && !first.text.ends_with('：') {
            return Some(kind);
        }
        if is_open(line.text) && !starts_item(next.text) {
            return Some(kind);
        }
        if is_heading(first.text) && next.apart && is_tail_of_heading(next.text) {
            return Some(kind);
        }
        if starts_item(next.text) || stands_alone(next.text) || (self.indents && next.indented) {
            return None;
        }
        let unfinished = !ends_sentence(line.text);
        let joined = match self.wrap {
            Some(wrap) => {
                let full = line.full.unwrap_or(width(line.text) + RAGGED >= wrap);
                // An indent is sure where the file knows its margins, also on a new page.
                let goes_on = self.indents && (!next.apart || line.full.is_some());
                full && (unfinished || goes_on)
                    && (!is_heading(first.text) || is_rest_of_heading(next.text, wrap))
                    && !stands_alone(line.text)
            }
            None => {
                unfinished
                    && !is_heading(first.text)
                    && !stands_alone(line.text)
                    && width(line.text) >= SHORTEST_HALF
            }
        };
        joined.then_some(kind)
    }
}

/// Marks that never start a paragraph: what stands before them is its first half.
const CANNOT_START: &[char] = &[
    '，', '。', '、', '；', '：', '！', '？', '）', '》', '”', '’', '〉', '】', '〕', ',', ';',
    '%', '％',
];

/// Tells whether no line starts with `c`.
#[cfg(feature = "pdf")]
pub(super) fn cannot_start(c: char) -> bool {
    CANNOT_START.contains(&c)
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// Tells whether a line ends where a sentence or a lead-in ends.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '’', '）', ')', '"', '」', '』', '】', ' ', '\u{3000}']);
    let bare = if bare.is_empty() { text } else { bare };
    bare.ends_with([
        '。', '！', '？', '；', '：', '…', '!', '?', ';', ':', '.', '｡', '．',
    ])
}

/// Tells whether a line is a row of a table drawn in text.
fn is_row(text: &str) -> bool {
    text.contains('\t') || text.matches(['|', '│', '┃']).count() >= 2
}

/// Tells whether a line starts with an ordinal of a heading or a list.
pub(super) fn starts_item(text: &str) -> bool {
    ordinal_length(text) > 0
}

/// Returns the length in bytes of the ordinal a line starts with; 0 where there is none.
fn ordinal_length(text: &str) -> usize {
    let is_hanzi = |c: char| "一二三四五六七八九十百〇零".contains(c);
    let digits = |pred: &dyn Fn(char) -> bool, rest: &str| -> usize {
        rest.chars()
            .take(3)
            .take_while(|&c| pred(c))
            .map(char::len_utf8)
            .sum()
    };
    let after = |at: usize| text.get(at..).unwrap_or("");
    if let Some(open) = text.chars().next().filter(|c| "（(〔[".contains(*c)) {
        let at = open.len_utf8();
        let n = digits(&is_hanzi, after(at)).max(digits(&|c| c.is_numeric(), after(at)));
        return match after(at + n).chars().next() {
            Some(close) if n > 0 && "）)〕]".contains(close) => at + n + close.len_utf8(),
            _ => 0,
        };
    }
    let hanzi = digits(&is_hanzi, text);
    if hanzi > 0 {
        let rest = after(hanzi);
        if let Some(mark) = rest.chars().next().filter(|c| "、．.,，".contains(*c))
            && (mark == '、' || hanzi <= 6)
        {
            return hanzi + mark.len_utf8();
        }
        if rest.starts_with('是') && hanzi <= 6 && !text.starts_with("一是一") {
            return hanzi + '是'.len_utf8();
        }
    }
    if text.starts_with('第') {
        let n = digits(&is_hanzi, after('第'.len_utf8()));
        let rest = after('第'.len_utf8() + n);
        if n > 0 && rest.starts_with(['，', ',', '、', '：']) {
            return '第'.len_utf8() + n + 3;
        }
    }
    let arabic = digits(&|c| c.is_ascii_digit() || ('０'..='９').contains(&c), text);
    let rest = after(arabic);
    if arabic > 0
        && arabic <= 6
        && rest.starts_with(['、', '.', '．', ')', '）'])
        && !rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    {
        return arabic + rest.chars().next().map_or(0, char::len_utf8);
    }
    match text.chars().next() {
        Some(c @ ('①'..='⑳' | '●' | '•' | '▲' | '■' | '◆' | '★' | '※')) => {
            c.len_utf8()
        }
        _ => 0,
    }
}

/// The longest heading met is a little over sixty characters.
const LONGEST_HEADING: usize = 66;

/// Tells whether a line is an ordinal heading that stands alone.
///
/// `一是` items are text: they run on for several lines.
pub(super) fn is_heading(text: &str) -> bool {
    let ordinal = ordinal_length(text);
    if ordinal == 0 {
        return false;
    }
    let mark = text.get(..ordinal).unwrap_or("");
    if mark.ends_with('是') || mark.starts_with('第') {
        return false;
    }
    let limit = if mark.ends_with('、') && !mark.starts_with(|c: char| c.is_ascii_digit()) {
        LONGEST_HEADING
    } else {
        // `（一）` and `1.` often run in: a long one without a full stop is cut text.
        40
    };
    !text.contains('。') && !text.ends_with(['，', ',', '、']) && width(text) <= limit
}

/// The second line of a heading that was too long for one: short, without a sentence.
fn is_rest_of_heading(text: &str, wrap: usize) -> bool {
    !text.contains(['。', '，', '；']) && width(text) * 3 <= wrap * 2
}

/// Tells whether a title in book-title marks or a bracket is still open at the end of a line.
fn is_open(text: &str) -> bool {
    let open = |a: char, b: char| match (text.rfind(a), text.rfind(b)) {
        (Some(a), Some(b)) => a > b,
        (opened, _) => opened.is_some(),
    };
    width(text) >= 12 && (open('《', '》') || open('（', '）'))
}

/// The last characters of a heading that a page end cut off: `…主要举措和成` `效`.
fn is_tail_of_heading(text: &str) -> bool {
    width(text) <= 3 && text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

/// Tells whether a line is a signature, a date, an attachment list or the like.
pub(super) fn stands_alone(text: &str) -> bool {
    const STARTS: [&str; 14] = [
        "附件",
        "附：",
        "附:",
        "抄送",
        "主送",
        "签发人",
        "联系人",
        "（此件",
        "(此件",
        "（公开",
        "（联系",
        "(联系",
        "发文字号",
        "（注：",
    ];
    if STARTS.iter().any(|start| text.starts_with(start)) {
        return true;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let addressee =
        bare.ends_with(['：', ':']) && width(&bare) <= 40 && !bare.contains(['，', '。', '如']);
    if addressee || (bare.contains("签发人") && width(&bare) <= 60) {
        return true;
    }
    is_date_line(&bare) || is_body_name(&bare) || is_title(&bare) || is_number(&bare)
}

/// The title of the report itself.
fn is_title(bare: &str) -> bool {
    width(bare) <= 60
        && ["法治政府", "依法行政", "法治建设"]
            .iter()
            .any(|w| bare.contains(w))
        && ["报告", "总结", "报告）", "报告)"]
            .iter()
            .any(|end| bare.ends_with(end))
        && !bare.contains(['，', ',', '。', '；', '《'])
}

/// A document number: `临政发〔2023〕2号`.
fn is_number(bare: &str) -> bool {
    width(bare) <= 30
        && bare.ends_with(['号', '號'])
        && bare.contains(['〔', '[', '［', '【', '（', '('])
        && !bare.contains(['，', '。', '《', '、'])
}

/// `2023年1月10日`, `二〇二三年一月十日`, `2020年1月7日印发`, and the issuer before it.
fn is_date_line(bare: &str) -> bool {
    let bare = bare
        .trim_end_matches("印发")
        .trim_matches(['（', '）', '(', ')']);
    let n = width(bare);
    if n > 40 || !bare.ends_with('日') {
        return false;
    }
    let tail: String = bare.chars().skip_while(|c| !is_date_digit(*c)).collect();
    tail.contains('年')
        && tail.contains('月')
        && tail
            .chars()
            .all(|c| is_date_digit(c) || "年月日".contains(c))
}

fn is_date_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇○零一二三四五六七八九十".contains(c)
}

/// A short line that is nothing but the name of a public body.
fn is_body_name(bare: &str) -> bool {
    const ENDS: [&str; 12] = [
        "人民政府",
        "办公室",
        "委员会",
        "管委会",
        "办事处",
        "局",
        "厅",
        "工委",
        "党组",
        "区管委",
        "分局",
        "中心",
    ];
    let n = width(bare);
    (4..=30).contains(&n)
        && !bare.contains(['，', '。', '、', '；', '：', '“', '《', '在', '对', '为'])
        && ENDS.iter().any(|end| bare.ends_with(end))
}

/// `— 3 —`, `-3-`, `第3页`, `第 3 页 共 12 页`, `3/12`; a bare number only where it stands alone.
pub(super) fn is_page_number(text: &str, isolated: bool) -> bool {
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let n = bare.chars().count();
    if n == 0 || n > 16 {
        return false;
    }
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '－' | '─' | '一' | '·' | '~');
    if !bare.contains(is_digit) {
        return false;
    }
    let inner = bare.trim_matches(is_dash);
    if inner.len() < bare.len()
        && bare.starts_with(is_dash)
        && bare.ends_with(is_dash)
        && inner.chars().all(is_digit)
    {
        return inner.chars().count() <= 4;
    }
    if bare.starts_with('第') && bare.contains('页') {
        return bare
            .chars()
            .all(|c| is_digit(c) || "第页共，,/／".contains(c));
    }
    if let Some((page, of)) = bare.split_once(['/', '／']) {
        return isolated
            && [page, of]
                .iter()
                .all(|part| (1..=3).contains(&part.len()) && part.chars().all(is_digit));
    }
    isolated && n <= 3 && bare.chars().all(is_digit)
}

/// Tells whether `c` shows nothing.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<String> {
        let lines: Vec<Line<'_>> = text
            .lines()
            .scan(false, |apart, raw| {
                let text = raw.trim();
                let line = Line {
                    text,
                    at: 0,
                    indented: raw.starts_with("　　"),
                    apart: *apart,
                    full: None,
                };
                *apart = text.is_empty();
                Some(line)
            })
            .filter(|line| !line.text.is_empty())
            .collect();
        let layout = Layout::of(&lines);
        let mut joined: Vec<(Line<'_>, Line<'_>, String)> = Vec::new();
        for line in lines {
            match joined.last_mut() {
                Some((first, last, text)) if layout.joins(first, last, &line).is_some() => {
                    text.push_str(line.text);
                    *last = line;
                }
                _ => joined.push((line, line, line.text.to_owned())),
            }
        }
        joined.into_iter().map(|(_, _, text)| text).collect()
    }

    #[test]
    fn a_page_end_inside_a_sentence_is_joined() {
        let text =
            "一、主要举措\n\n动态调整权责清单系统事项，防止权力越位、错\n\n位、缺位，推动履职。";
        assert_eq!(
            paragraphs(text).len(),
            3,
            "a short line is not taken for a half"
        );
        let text = "一、主要举措\n\n按照部署动态调整各部门的权责清单系统事项，防止权力越位、错\n\n位、缺位，推动履职。";
        assert_eq!(paragraphs(text).len(), 2);
    }

    #[test]
    fn headings_items_and_signatures_are_never_swallowed() {
        let long = "全年组织各行政执法部门开展案卷评查，评查案卷三百余份，发现的问题均已整改到位";
        for next in [
            "二、存在的不足和原因",
            "（二）规范执法",
            "(二)规范执法",
            "2.规范执法",
            "2、规范执法",
            "二是规范执法。",
            "临溯县人民政府",
            "2023年1月10日",
            "二〇二三年一月十日",
            "附件：1.清单",
        ] {
            assert_eq!(paragraphs(&format!("{long}\n{next}")).len(), 2, "{next}");
        }
    }

    #[test]
    fn titles_numbers_and_years_in_titles() {
        let text = "临溯县人民政府　2022年度法治政府建设情况报告\n\n临政发〔2023〕2号\n\n市政府：";
        assert_eq!(paragraphs(text).len(), 3);
        let text = "全年组织召开理论学习会议多次，专题学习《法治政府建设实施纲要（2021—\n\n2025）》等文件。";
        assert_eq!(paragraphs(text).len(), 1);
    }

    #[test]
    fn wrapped_lines_become_paragraphs() {
        let text = "\
临溯县2022年度法治政府建设情况报告
　　一年来，临溯县坚持以习近平法治思想为
指导，扎实推进法治政府建设各项工作，取得
了积极成效。现将有关情况报告如下。
一、主要举措和成效
　　（一）依法履行职能。推进简政放权，压缩
审批时限，办理各类事项三千余件，群众满意
度持续提升。
　　（二）严格规范执法。落实三项制度，开展
执法培训四期。";
        assert_eq!(paragraphs(text).len(), 5);
    }
}
