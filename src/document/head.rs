//! Letterhead, title, number, signer, addressee, signature and dates; the year reported.

use crate::document::Document;
use crate::document::Head;
use crate::document::Mark;
use crate::document::Paragraph;
use crate::document::Role;
use crate::document::Words;
use crate::document::body;
use crate::document::genre;
use crate::document::issuer;
use crate::document::lines;
use crate::document::ordinal;
use crate::document::when;
use crate::text::BlockKind;
use crate::text::Span;

/// The letterhead never takes more paragraphs than this.
const LONGEST_HEAD: usize = 24;

/// What a page that was a table leaves around its lines.
const BARS: [char; 2] = ['|', ' '];

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
    issuer::settle(document);
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
            self.head.titles.push(self.without_marks(span));
            for index in first..=last {
                self.role(index, Role::Title);
            }
            i = last + 1;
        }
        if self.head.titles.is_empty() {
            self.head.titles.extend(self.glued_title());
        }
        self.head.title = self.best_title();
    }

    /// The words of a title that stands in book-title marks, or between the bars of a table.
    fn without_marks(&self, span: Span) -> Span {
        let folded = self.document.folded.to_folded(span);
        let title = self.document.folded(span);
        let marked = title.strip_prefix('《').and_then(|t| t.strip_suffix('》'));
        let inside = marked.unwrap_or(title).trim_matches(BARS);
        if inside.len() == title.len() {
            return span;
        }
        let lead = title.len()
            - title
                .trim_start_matches('《')
                .trim_start_matches(BARS)
                .len();
        let from = folded.from() + lead;
        let to = from + inside.len();
        self.document.folded.to_reading(Span::new(from, to))
    }

    /// A title that is followed by the text in the same line.
    fn glued_title(&self) -> Option<Span> {
        let line = self.document.folded.to_folded(self.span(0));
        let len = lines::title_at_start(self.folded(0))?;
        let title = Span::new(line.from(), line.from() + len);
        Some(self.document.folded.to_reading(title))
    }

    /// The first title that says more than the name of a site's column: a body or a year.
    fn best_title(&self) -> Option<Span> {
        let says_more = |span: &Span| {
            let title = self.document.folded(*span);
            genre::names_a_year(title) || !title.starts_with("法治政府建设")
        };
        let titles = &self.head.titles;
        let best = titles.iter().find(|span| says_more(span));
        best.or(titles.first()).copied()
    }

    /// Finds a title in paragraph `i`, with the lines before and behind that belong to it.
    fn title_at(&self, i: usize, end: usize) -> Option<(usize, usize)> {
        let line = self.folded(i).trim_matches(BARS);
        if !lines::is_title(line) {
            return self.split_title(i, end);
        }
        let mut last = i;
        if i + 1 < end && lines::is_title_end(self.folded(i + 1)) {
            last = i + 1;
        }
        let mut first = i;
        // 某镇人民政府2022年度⏎法治政府建设情况报告: the line before says whose and when.
        if line.starts_with("法治政府") && i > 0 && lines::is_title_start(self.folded(i - 1)) {
            return Some((i - 1, last));
        }
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
        if whole.contains(['。', ':'])
            || whole.chars().count() > 50
            || lines::number_in(&whole).is_some()
        {
            return None;
        }
        let mentions = whole.contains("法治") || whole.contains("关于");
        for last in i + 1..end.min(i + 3) {
            whole.push_str(self.folded(last));
            if mentions && lines::is_title(&whole) && !lines::is_title(self.folded(last)) {
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
        if let Some((from, to)) = lines::number_in(line) {
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
        if lines::is_addressee(line, after_title.is_some_and(|title| i > title)) {
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
            match lines::tail_line(&line) {
                lines::Tail::Issue(at, date) => {
                    let date = self.date(self.span(i), at, date);
                    self.head.issued.get_or_insert(date);
                    below_is_issue = true;
                    below_is_date = false;
                }
                lines::Tail::Date(name, at, date) => {
                    let date = self.date(self.span(i), at, date);
                    self.head.date = Some(date);
                    if name > 0 {
                        let words = self.words(self.span(i), 0, name);
                        self.head.signature = words.span;
                    }
                    below_is_date = true;
                    below_is_issue = false;
                }
                lines::Tail::Body if below_is_issue && line.ends_with("办公室") => {
                    below_is_issue = false
                }
                lines::Tail::Body if below_is_date || self.head.signature.is_none() => {
                    let span = self.span(i);
                    self.head.signature = Some(
                        self.head
                            .signature
                            .map_or(span, |before| before.cover(span)),
                    );
                }
                lines::Tail::Body | lines::Tail::Text => break,
                lines::Tail::Note => {}
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
