//! Letterhead, title, number, signer, addressee, signature and dates; the year reported.

use crate::document::Document;
use crate::document::Head;
use crate::document::Mark;
use crate::document::Paragraph;
use crate::document::Role;
use crate::document::Words;
use crate::document::body;
use crate::document::genre;
use crate::document::ordinal;
use crate::document::when;
use crate::text::BlockKind;
use crate::text::Span;
use crate::text::slice;

/// The letterhead never takes more paragraphs than this.
const LONGEST_HEAD: usize = 24;

/// The signature block never takes more paragraphs than this.
const LONGEST_TAIL: usize = 14;

/// Reads head and tail, and gives every paragraph its first role.
pub(super) fn read(document: &mut Document) {
    document.paragraphs = document
        .source
        .blocks()
        .iter()
        .map(|block| Paragraph {
            span: block.span,
            role: match block.kind {
                BlockKind::TableRow => Role::Table,
                BlockKind::Footnote => Role::Note,
                _ => Role::Text,
            },
        })
        .collect();
    let mut reading = Reading {
        document,
        head: Head::default(),
    };
    reading.titles();
    reading.letterhead();
    reading.tail();
    reading.furniture();
    let head = reading.head;
    document.head = head;
    body::settle(document);
}

struct Reading<'a> {
    document: &'a mut Document,
    head: Head,
}

impl Reading<'_> {
    fn span(&self, index: usize) -> Span {
        self.document
            .paragraphs
            .get(index)
            .map_or(Span::default(), |p| p.span)
    }

    fn folded(&self, index: usize) -> &str {
        self.document.folded(self.span(index))
    }

    fn role(&mut self, index: usize, role: Role) {
        if let Some(paragraph) = self.document.paragraphs.get_mut(index) {
            paragraph.role = role;
        }
    }

    /// The paragraph with the first `一、`, or where the letterhead ends at the latest.
    fn first_heading(&self) -> usize {
        let n = self.document.paragraphs.len();
        (0..n.min(LONGEST_HEAD))
            .find(|i| ordinal::read(self.folded(*i)).is_some_and(|f| f.mark == Mark::Chinese))
            .unwrap_or(n.min(LONGEST_HEAD))
    }

    fn titles(&mut self) {
        let end = self.first_heading();
        let mut i = 0;
        while i < end {
            let Some((first, last)) = self.title_at(i, end) else {
                i += 1;
                continue;
            };
            let span = self.span(first).cover(self.span(last));
            self.head.title.get_or_insert(span);
            self.head.titles.push(span);
            for index in first..=last {
                self.role(index, Role::Title);
            }
            i = last + 1;
        }
    }

    /// Finds a title in paragraph `i`, with the lines before and behind that belong to it.
    fn title_at(&self, i: usize, end: usize) -> Option<(usize, usize)> {
        let line = self.folded(i);
        if !is_title(line) {
            return self.split_title(i, end);
        }
        let mut last = i;
        if i + 1 < end && is_title_end(self.folded(i + 1)) {
            last = i + 1;
        }
        let mut first = i;
        let bare = line.starts_with("关于") || line.starts_with(|c: char| c.is_ascii_digit());
        while bare && first > 0 && self.role_of(first - 1) == Some(Role::Text) {
            let before = self.folded(first - 1);
            if !body::is_name(before) || first + 3 <= i {
                break;
            }
            first -= 1;
        }
        Some((first, last))
    }

    fn role_of(&self, index: usize) -> Option<Role> {
        self.document.paragraphs.get(index).map(|p| p.role)
    }

    /// A title broken inside: neither half is one, both together are.
    fn split_title(&self, i: usize, end: usize) -> Option<(usize, usize)> {
        let mut whole = self.folded(i).to_owned();
        if whole.contains(['。', ':']) || whole.chars().count() > 50 || number_in(&whole).is_some()
        {
            return None;
        }
        let mentions = whole.contains("法治") || whole.contains("关于");
        for last in i + 1..end.min(i + 3) {
            whole.push_str(self.folded(last));
            if mentions && is_title(&whole) && !is_title(self.folded(last)) {
                return Some((i, last));
            }
        }
        None
    }

    fn letterhead(&mut self) {
        let end = self.first_heading();
        let after_title = self
            .document
            .paragraphs
            .iter()
            .rposition(|p| p.role == Role::Title);
        for i in 0..end {
            if self.role_of(i) != Some(Role::Text) {
                continue;
            }
            let line = self.folded(i).to_owned();
            if line.chars().count() > 80 || line.contains('。') {
                if after_title.is_none_or(|title| i > title) {
                    break;
                }
                continue;
            }
            if self.head_line(i, &line, after_title) {
                self.role(i, Role::Head);
            }
        }
    }

    /// Reads one line of the letterhead; tells whether it is one.
    fn head_line(&mut self, i: usize, line: &str, after_title: Option<usize>) -> bool {
        let span = self.span(i);
        let mut is_head = false;
        if let Some((from, to)) = number_in(line) {
            let words = self.words(span, from, to);
            self.head.document_number.get_or_insert(words);
            is_head = true;
        }
        if let Some(at) = line.find("签发人") {
            let rest = line.get(at + "签发人".len()..).unwrap_or("");
            let name = rest.trim_start_matches([':', ' ']);
            let from = line.len() - name.len();
            if !name.is_empty() {
                let words = self.words(span, from, line.len());
                self.head.signer.get_or_insert(words);
            }
            return true;
        }
        if is_head {
            return true;
        }
        if is_addressee(line, after_title.is_some_and(|title| i > title)) {
            let words = self.words(span, 0, line.trim_end_matches([':', ',']).len());
            self.head.addressee.get_or_insert(words);
            return true;
        }
        let bare = line.trim_matches(['(', ')']);
        if let Some(date) = when::at_start(bare)
            && date.span.len() == bare.len()
        {
            let lead = line.len() - line.trim_start_matches('(').len();
            self.head.date = Some(self.date(span, lead, date));
            return true;
        }
        let name = line.trim_end_matches("文件");
        if body::is_name(name) {
            let words = self.words(span, 0, name.len());
            self.head.issuer.get_or_insert(words);
            return true;
        }
        false
    }

    /// Gives the words `from..to` of the folded line of `paragraph`.
    fn words(&self, paragraph: Span, from: usize, to: usize) -> Words {
        let line = self.document.folded.to_folded(paragraph);
        let folded = Span::new(line.from() + from, line.from() + to);
        let span = self.document.folded.to_reading(folded);
        let text = self.document.slice(span);
        Words {
            text: text
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>(),
            span: Some(span),
        }
    }

    fn date(&self, paragraph: Span, at: usize, date: when::Date) -> when::Date {
        let line = self.document.folded.to_folded(paragraph);
        let folded = date.span.shift(line.from() + at);
        when::Date {
            span: self.document.folded.to_reading(folded),
            ..date
        }
    }

    /// Reads signature, date and issue line, from the end backwards.
    fn tail(&mut self) {
        let last = self.document.paragraphs.len();
        let attachments = self.attachments();
        let mut seen = 0;
        let mut below_is_date = false;
        let mut below_is_issue = false;
        for i in (0..last).rev() {
            if self.role_of(i) != Some(Role::Text) {
                if matches!(self.role_of(i), Some(Role::Title | Role::Head)) {
                    break;
                }
                continue;
            }
            seen += 1;
            if seen > LONGEST_TAIL {
                break;
            }
            let line = self.folded(i).to_owned();
            if attachments.is_some_and(|first| i > first) {
                self.role(i, Role::Tail);
                continue;
            }
            match tail_line(&line) {
                Tail::Issue(at, date) => {
                    let date = self.date(self.span(i), at, date);
                    self.head.issued.get_or_insert(date);
                    below_is_issue = true;
                    below_is_date = false;
                }
                Tail::Date(name, at, date) => {
                    let date = self.date(self.span(i), at, date);
                    self.head.date = Some(date);
                    if name > 0 {
                        let words = self.words(self.span(i), 0, name);
                        self.head.signature = words.span;
                    }
                    below_is_date = true;
                    below_is_issue = false;
                }
                Tail::Body if below_is_issue && line.ends_with("办公室") => {
                    below_is_issue = false
                }
                Tail::Body if below_is_date || self.head.signature.is_none() => {
                    let span = self.span(i);
                    self.head.signature = Some(
                        self.head
                            .signature
                            .map_or(span, |before| before.cover(span)),
                    );
                }
                Tail::Body | Tail::Text => break,
                Tail::Note => {}
            }
            self.role(i, Role::Tail);
        }
    }

    /// The line `附件：1.…` near the end; what follows it belongs to the list of attachments, as
    /// far as the lines are short.
    fn attachments(&self) -> Option<usize> {
        let n = self.document.paragraphs.len();
        let first = (n.saturating_sub(LONGEST_TAIL)..n).find(|i| {
            ["附件:", "附件1", "附:"]
                .iter()
                .any(|w| self.folded(*i).starts_with(w))
        })?;
        let short = |i: usize| {
            let line = self.folded(i);
            line.chars().count() <= 60
                && !line.contains('。')
                && ordinal::read(line).is_none_or(|f| f.mark == Mark::Arabic)
        };
        let listed = (first + 1..n)
            .take_while(|i| ordinal::read(self.folded(*i)).is_some_and(|f| f.mark == Mark::Arabic));
        let end = listed.last().unwrap_or(first);
        ((end + 1 == n) && (first..n).all(short)).then_some(first)
    }

    fn furniture(&mut self) {
        let told = |labels: &[&str]| {
            self.document
                .source
                .furniture()
                .iter()
                .find(|f| {
                    labels.contains(&f.label.as_str()) && !f.value.is_empty() && f.value != "无"
                })
                .map(|f| Words {
                    text: f.value.clone(),
                    span: None,
                })
        };
        let published = told(&[
            "发布日期",
            "发布时间",
            "发文日期",
            "公开日期",
            "生成日期",
            "更新时间",
            "时间",
            "日期",
        ]);
        let dated = told(&["成文日期"]);
        let number = told(&["发文字号", "文号"]);
        let issuer = told(&["发布机构", "发文机关", "发布单位", "公开机构", "制发机关"]);
        self.head.published = published;
        self.head.dated = dated;
        if self.head.document_number.is_none() {
            self.head.document_number = number;
        }
        self.head.told_issuer = issuer;
    }
}

/// Tells whether a folded line is the title of such a report.
fn is_title(line: &str) -> bool {
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

/// Takes off what site editors put around a title: 【工作总结】, (全文), .docx.
fn title_core(line: &str) -> &str {
    let mut core = line;
    if let Some(rest) = core.strip_prefix('【')
        && let Some((_, rest)) = rest.split_once('】')
    {
        core = rest;
    }
    for suffix in [".docx", ".doc", ".pdf", ".wps", ".ofd", ".txt"] {
        core = core.strip_suffix(suffix).unwrap_or(core);
    }
    if core.ends_with(')')
        && let Some(at) = core.rfind('(')
    {
        core = slice(core, Span::new(0, at));
    }
    core
}

/// The second line of a title: `情况的报告`, `年度报告`.
fn is_title_end(line: &str) -> bool {
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
            "发", "字", "函", "政", "办", "文", "报", "呈", "法", "依", "司",
        ]
        .iter()
        .any(|w| number.contains(w));
    is_number.then_some((lead, lead + end))
}

/// `市政府:`, `中共临溯市委、临溯市人民政府:`; without colon only right behind the title.
fn is_addressee(line: &str, behind_title: bool) -> bool {
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

enum Tail {
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

fn tail_line(line: &str) -> Tail {
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
    if let Some(date) = when::find(line, 0) {
        let behind = line.get(date.span.to()..).unwrap_or("");
        let before = slice(line, Span::new(0, date.span.from()));
        if behind.contains("印发") {
            return Tail::Issue(0, date);
        }
        let name = before.trim_end_matches(['(', ' ']);
        let closed = behind.trim_matches([')', ' ']);
        if closed.is_empty() && (name.is_empty() || body::is_name(name)) {
            return Tail::Date(name.len(), 0, date);
        }
        return Tail::Text;
    }
    if body::is_name(line.trim_end_matches("(盖章)").trim_end_matches("(章)")) {
        return Tail::Body;
    }
    Tail::Text
}

/// Settles the year reported: title, then preamble, then headings, then the date.
pub(super) fn settle_year(document: &mut Document) {
    let mut found = None;
    for title in &document.head.titles {
        found = found.or_else(|| year_in(document, *title));
    }
    let preamble_end = document
        .sections
        .first()
        .map_or(u32::MAX, |section| section.span.start);
    let preamble = document
        .paragraphs
        .iter()
        .filter(|p| p.role == Role::Text && p.span.start < preamble_end)
        .take(4);
    for paragraph in preamble {
        found = found.or_else(|| year_told(document, paragraph.span));
    }
    for section in document.sections.iter().filter(|s| s.level == 1) {
        let next = ["下一", "打算", "安排", "计划", "思路"];
        let heading = document.folded(section.heading);
        if !next.iter().any(|w| heading.contains(w)) {
            found = found.or_else(|| year_in(document, section.heading));
        }
    }
    let dated = document.head.date.or(document.head.issued);
    let from_title = document.source.file_title().and_then(|title| {
        let folded = crate::text::Folded::new(title);
        year_at(folded.text(), |rest| rest.starts_with('年')).map(|(year, ..)| year)
    });
    match (found, dated, from_title) {
        (Some((year, span)), ..) => {
            document.year = Some(year);
            document.year_at = Some(span);
        }
        (None, _, Some(year)) => document.year = Some(year),
        // Reports are written at the very end of the year or early in the next one.
        (None, Some(date), None) => {
            document.year = Some(if date.month >= 11 {
                date.year
            } else {
                date.year - 1
            });
            document.year_at = Some(date.span);
        }
        (None, None, None) => {}
    }
}

fn year_in(document: &Document, span: Span) -> Option<(i32, Span)> {
    let folded = document.folded.to_folded(span);
    let text = slice(document.folded.text(), folded);
    let (year, from, to) = year_at(text, |rest| rest.starts_with('年'))?;
    let at = Span::new(folded.from() + from, folded.from() + to);
    Some((year, document.folded.to_reading(at)))
}

/// A preamble names the year as `2022年度`, `2022年以来`, `2022年,`: not in a title or a plan.
fn year_told(document: &Document, span: Span) -> Option<(i32, Span)> {
    let folded = document.folded.to_folded(span);
    let text = slice(document.folded.text(), folded);
    let behind = [
        "年度",
        "年以来",
        "年,",
        "年来",
        "年全",
        "年我",
        "年法治",
        "年推进",
        "年依法",
    ];
    let (year, from, to) = year_at(text, |rest| behind.iter().any(|b| rest.starts_with(b)))?;
    let at = Span::new(folded.from() + from, folded.from() + to);
    Some((year, document.folded.to_reading(at)))
}

/// Finds a year outside of titles whose following text `fits`: year, start, end with 年.
fn year_at(text: &str, fits: impl Fn(&str) -> bool) -> Option<(i32, usize, usize)> {
    let mut depth = 0_u32;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let before = std::mem::replace(&mut previous, c);
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = text.get(at..)?;
        let (year, len) = if c.is_ascii_digit() && !before.is_ascii_digit() {
            match rest.bytes().take_while(u8::is_ascii_digit).count() {
                4 => (rest.get(..4)?.parse().ok()?, 4),
                _ => continue,
            }
        } else if c == '二' && when::digit(before).is_none() {
            match when::hanzi_year(rest) {
                Some(found) => found,
                None => continue,
            }
        } else {
            continue;
        };
        // A range of years (2021—2025年) belongs to a plan.
        let range = matches!(before, '—' | '-' | '~');
        let behind = rest.get(len..)?;
        if depth == 0 && !range && (1990..=2099).contains(&year) && fits(behind) {
            return Some((i32::try_from(year).ok()?, at, at + len + '年'.len_utf8()));
        }
    }
    None
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

    #[test]
    fn years_of_plans_are_not_the_year() {
        let year = |text: &str| year_at(text, |rest| rest.starts_with('年')).map(|(y, ..)| y);
        assert_eq!(year("落实纲要(2021—2025年),2022年以来"), Some(2022));
        assert_eq!(year("《2021年计划》二〇二二年度"), Some(2022));
        assert_eq!(year("2021-2025年"), None);
    }
}
