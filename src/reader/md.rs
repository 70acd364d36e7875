//! Markdown: written by hand or made from other formats.
//!
//! Marks are left out of the text, the author's ordinals stay in it. Lines are wrapped in
//! Markdown without a meaning, but Chinese authors often mean a line end: a line that opens with
//! an ordinal, or follows a finished sentence, begins a paragraph of its own.

mod emphasis;
mod inline;
mod line;

use super::decode::Decoded;
use super::furniture;
use super::rejoin;
use crate::text::BlockKind;
use crate::text::Directive;
use crate::text::Format;
use crate::text::JoinKind;
use crate::text::Origin;
use crate::text::SourceBuilder;
use crate::text::SourceText;
use crate::text::Span;
use crate::text::slice;
use inline::Labels;
use inline::Piece;
use line::Line;
use line::cells;
use line::definition;
use line::ends_sentence;
use line::fence;
use line::heading;
use line::is_blank;
use line::is_delimiter_row;
use line::is_hard_break;
use line::is_rule;
use line::item;
use line::lines;
use line::underline;
use line::unmarked;
use line::without_quote_marks;

/// Reads a decoded Markdown file.
pub(super) fn read(decoded: &Decoded) -> SourceText {
    let mut builder = SourceBuilder::new(Format::Md, decoded.encoding);
    let all = lines(&decoded.text);
    let n_front = front_matter(&all, &mut builder);
    let lines = without_furniture(all.get(n_front..).unwrap_or(&[]), &mut builder);
    let mut reader = Reader {
        labels: labels(&lines),
        builder,
        paragraph: Paragraph::default(),
        notes: Vec::new(),
        last_comment_end: lines
            .iter()
            .rfind(|line| line.text.contains("-->"))
            .map_or(0, |line| line.at),
    };
    reader.read(&lines);
    reader.builder.finish(Some(decoded.text.clone()))
}

/// How long front matter can be, in lines.
const LONGEST_FRONT: usize = 200;

/// Reads `title: …` and the like between two `---`; returns how many lines that took.
fn front_matter(lines: &[Line<'_>], builder: &mut SourceBuilder) -> usize {
    if lines
        .first()
        .is_none_or(|line| line.text.trim_end() != "---")
    {
        return 0;
    }
    let end = lines
        .iter()
        .take(LONGEST_FRONT)
        .skip(1)
        .position(|line| matches!(line.text.trim_end(), "---" | "..."));
    let inside = end.and_then(|end| lines.get(1..=end)).unwrap_or(&[]);
    if !inside.iter().any(|line| line.text.contains([':', '：'])) {
        return 0;
    }
    for line in inside {
        let Some((key, value)) = line.text.split_once([':', '：']) else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']);
        let key = key.trim();
        if key.is_empty() || value.is_empty() || line.text.starts_with([' ', '-', '#']) {
            continue;
        }
        match key.to_ascii_lowercase().as_str() {
            "title" | "标题" => builder.file_title(value),
            "date" | "pubdate" | "published" => builder.furniture("发布日期", value),
            "updated" | "lastmod" => builder.furniture("更新时间", value),
            "source" => builder.furniture("信息来源", value),
            "author" => builder.furniture("作者", value),
            _ => builder.furniture(key, value),
        }
    }
    inside.len() + 2
}

/// Keeps furniture of a page apart that was turned into Markdown.
fn without_furniture<'a>(lines: &[Line<'a>], builder: &mut SourceBuilder) -> Vec<Line<'a>> {
    let texts: Vec<&str> = lines.iter().map(|line| bare(line.text)).collect();
    let page = furniture::sort(&texts);
    for (label, value) in &page.pairs {
        builder.furniture(label, value);
    }
    lines
        .iter()
        .zip(page.kept)
        .map(|(line, kept)| if kept { *line } else { line.first(0) })
        .collect()
}

/// A line without the marks around it; nothing where it is all marks.
fn bare(line: &str) -> &str {
    if is_delimiter_row(line) || is_rule(line) {
        return "";
    }
    line.trim_matches(|c: char| is_blank(c) || matches!(c, '#' | '*' | '>' | '_' | '`'))
}

/// Collects what `[label]: …` defines.
fn labels<'a>(lines: &[Line<'a>]) -> Labels<'a> {
    lines
        .iter()
        .filter_map(|line| Some(definition(line.trim())?.0))
        .collect()
}

/// Lines that may become one paragraph.
#[derive(Default)]
struct Paragraph<'a> {
    lines: Vec<Line<'a>>,
    kind: Option<BlockKind>,
}

struct Reader<'a> {
    builder: SourceBuilder,
    labels: Labels<'a>,
    paragraph: Paragraph<'a>,
    /// Footnotes; they stand behind the text.
    notes: Vec<Line<'a>>,
    /// Byte of the last line that ends a comment.
    last_comment_end: usize,
}

impl<'a> Reader<'a> {
    fn read(&mut self, lines: &[Line<'a>]) {
        let mut i = 0;
        while let Some(line) = lines.get(i) {
            let behind = lines.get(i + 1..).unwrap_or(&[]);
            i += 1 + self.line(*line, behind);
        }
        self.flush();
        for note in std::mem::take(&mut self.notes) {
            self.block(BlockKind::Footnote, &[note]);
        }
    }

    /// Reads a line; returns how many of the lines behind it belong to it.
    fn line(&mut self, raw: Line<'a>, behind: &[Line<'a>]) -> usize {
        let line = without_quote_marks(raw.trim());
        if line.text.is_empty() {
            self.flush();
            return 0;
        }
        if let Some(fence) = fence(line.text) {
            return self.fenced(fence, behind);
        }
        if let Some(inside) = directive(line.text) {
            self.flush();
            self.builder.directive(inside, at(line.at, line.text));
            return 0;
        }
        if let Some(n) = self.comment(line, behind) {
            return n;
        }
        if let Some(level) = underline(line.text)
            && self.is_title()
        {
            self.paragraph.kind = Some(BlockKind::Heading(level));
            self.flush();
            return 0;
        }
        if is_rule(line.text) || is_delimiter_row(line.text) {
            self.flush();
            return 0;
        }
        if let Some((level, title)) = heading(line) {
            self.flush();
            self.block(BlockKind::Heading(level), &[title]);
            return 0;
        }
        if line.text.contains('|') && behind.first().is_some_and(|l| is_delimiter_row(l.text)) {
            return self.table(line, behind);
        }
        if let Some((label, rest)) = definition(line) {
            self.flush();
            if label.starts_with('^') {
                self.notes.push(rest);
            }
            return 0;
        }
        if let Some(item) = item(line) {
            self.flush();
            self.paragraph.kind = Some(BlockKind::ListItem);
            self.paragraph.lines.push(item);
        } else {
            self.plain(raw, line);
        }
        if is_hard_break(raw.text) {
            self.flush();
        }
        0
    }

    /// Adds a line to the paragraph, or begins another one with it.
    fn plain(&mut self, raw: Line<'a>, line: Line<'a>) {
        let begins = self.paragraph.lines.last().is_some_and(|before| {
            ends_sentence(before.text)
                || rejoin::starts_item(unmarked(line.text))
                || rejoin::stands_alone(unmarked(line.text))
                || rejoin::stands_alone(unmarked(before.text))
                || rejoin::is_heading(unmarked(before.text))
                || raw.text.starts_with('\u{3000}')
        });
        if begins {
            self.flush();
        }
        // A backslash at the end of a line ends it.
        let text = line.text.strip_suffix('\\').unwrap_or(line.text);
        self.paragraph.lines.push(Line { text, ..line });
    }

    /// Tells whether the open paragraph may be a title: underlined text is one.
    fn is_title(&self) -> bool {
        let lines = &self.paragraph.lines;
        let n: usize = lines.iter().map(|line| line.text.chars().count()).sum();
        (1..=3).contains(&lines.len())
            && n <= 90
            && self.paragraph.kind.is_none()
            && !lines.last().is_some_and(|line| ends_sentence(line.text))
    }

    fn fenced(&mut self, fence: &str, behind: &[Line<'a>]) -> usize {
        self.flush();
        let is_end = |line: &&Line<'a>| {
            let text = line.text.trim();
            text.starts_with(fence) && text.chars().all(|c| fence.starts_with(c))
        };
        let inside: Vec<Line<'a>> = behind
            .iter()
            .take_while(|line| !is_end(line))
            .copied()
            .collect();
        for line in &inside {
            let line = line.trim();
            self.builder.begin(BlockKind::Paragraph);
            push(&mut self.builder, line.text, line.at);
        }
        inside.len() + 1
    }

    /// Leaves out a comment that begins on this line and ends on a later one.
    fn comment(&mut self, line: Line<'a>, behind: &[Line<'a>]) -> Option<usize> {
        let start = line.text.rfind("<!--")?;
        if line.at >= self.last_comment_end {
            return None;
        }
        if slice(line.text, Span::new(start, line.text.len())).contains("-->") {
            return None;
        }
        let end = behind.iter().position(|line| line.text.contains("-->"))?;
        self.flush();
        self.block(BlockKind::Paragraph, &[line.first(start).trim()]);
        self.long_directive(line.behind(start), behind.get(..=end).unwrap_or(&[]));
        self.builder.join(
            JoinKind::Dropped,
            slice(line.text, Span::new(start, line.text.len())),
        );
        for inside in behind.get(..end).unwrap_or(&[]) {
            self.builder.join(JoinKind::Dropped, inside.text);
        }
        if let Some(last) = behind.get(end)
            && let Some((comment, rest)) = last.text.split_once("-->")
        {
            self.builder.join(JoinKind::Dropped, comment);
            self.block(
                BlockKind::Paragraph,
                &[last.behind(last.text.len() - rest.len()).trim()],
            );
        }
        Some(end + 1)
    }

    /// Records a comment of several lines that is meant for this program.
    fn long_directive(&mut self, first: Line<'a>, behind: &[Line<'a>]) {
        let lines = [&first].into_iter().chain(behind);
        let texts: Vec<&str> = lines.map(|line| line.text).collect();
        let whole = texts.join("\n");
        let end = behind.last().and_then(|last| {
            let end = last.text.find("-->")? + "-->".len();
            Some(last.at + end)
        });
        if let Some((inside, _)) = whole.strip_prefix("<!--").and_then(|w| w.split_once("-->")) {
            let end = end.unwrap_or(first.at);
            self.builder.directive(inside, Span::new(first.at, end));
        }
    }

    fn table(&mut self, head: Line<'a>, behind: &[Line<'a>]) -> usize {
        self.flush();
        self.row(head);
        let rows = behind
            .iter()
            .skip(1)
            .map(|line| without_quote_marks(line.trim()))
            .take_while(|line| line.text.contains('|'));
        let mut n = 1;
        for row in rows {
            self.row(row);
            n += 1;
        }
        n
    }

    fn row(&mut self, line: Line<'a>) {
        let cells = cells(line);
        if cells.iter().all(|cell| cell.text.is_empty()) {
            return;
        }
        self.builder.begin(BlockKind::TableRow);
        let mut look = Look::default();
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.builder.push("\t", Origin::Made);
            }
            let pieces = inline::parse(&[*cell], &self.labels);
            look.add(&pieces);
            write(&mut self.builder, &pieces, true);
        }
        self.builder.look(look.is_bold(), false);
        self.builder.close();
    }

    fn flush(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if !paragraph.lines.is_empty() {
            let kind = paragraph.kind.unwrap_or(BlockKind::Paragraph);
            self.block(kind, &paragraph.lines);
        }
    }

    fn block(&mut self, kind: BlockKind, lines: &[Line<'a>]) {
        let pieces = inline::parse(lines, &self.labels);
        for line in pieces.split(|piece| *piece == Piece::Break) {
            let mut look = Look::default();
            look.add(line);
            self.builder.begin(kind);
            write(&mut self.builder, line, false);
            self.builder.look(look.is_bold(), false);
            self.builder.close();
        }
    }
}

/// Whether all visible characters are bold.
#[derive(Default)]
struct Look {
    bold: bool,
    plain: bool,
}

impl Look {
    fn add(&mut self, pieces: &[Piece<'_>]) {
        for piece in pieces {
            if let Piece::Text { text, bold, .. } = piece
                && !text.trim().is_empty()
            {
                self.bold |= *bold;
                self.plain |= !*bold;
            }
        }
    }

    fn is_bold(&self) -> bool {
        self.bold && !self.plain
    }
}

/// The inside of a comment that is a whole line and is meant for this program.
fn directive(line: &str) -> Option<&str> {
    let inside = line.strip_prefix("<!--")?.strip_suffix("-->")?;
    (Directive::is_meant(inside) && !inside.contains("-->")).then_some(inside)
}

/// The stretch of the file that a copy of its characters takes.
fn at(start: usize, text: &str) -> Span {
    Span::new(start, start + text.len())
}

/// Records a comment within a line.
fn comment(builder: &mut SourceBuilder, text: &str, start: usize) {
    let inside = text.strip_prefix("<!--").unwrap_or(text);
    let inside = inside.strip_suffix("-->").unwrap_or(inside);
    builder.directive(inside, at(start, text));
}

/// Writes the pieces of one line of the reading text; blanks at its ends are left out.
fn write(builder: &mut SourceBuilder, pieces: &[Piece<'_>], is_cell: bool) {
    let is_visible = |piece: &Piece<'_>| match piece {
        Piece::Text { text, .. } => !text.chars().all(is_blank),
        Piece::Entity(c) => !is_blank(*c),
        _ => false,
    };
    let (Some(first), Some(last)) = (
        pieces.iter().position(is_visible),
        pieces.iter().rposition(is_visible),
    ) else {
        for piece in pieces {
            if let Piece::Comment { text, at } = *piece {
                comment(builder, text, at);
            }
        }
        return;
    };
    let mut before = ' ';
    let mut wrapped = false;
    for (i, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Dropped(text) => builder.join(JoinKind::Dropped, text),
            Piece::Comment { text, at } => {
                builder.join(JoinKind::Dropped, text);
                comment(builder, text, at);
            }
            _ if i < first || i > last => {}
            Piece::Text { text, at, .. } => {
                let lead = if i == first {
                    text.len() - text.trim_start_matches(is_blank).len()
                } else {
                    0
                };
                let mut text = slice(text, Span::new(lead, text.len()));
                if i == last {
                    text = text.trim_end_matches(is_blank);
                }
                let next = text.chars().next().unwrap_or(' ');
                if std::mem::take(&mut wrapped) {
                    join(builder, before, next);
                }
                push(builder, text, at + lead);
                before = text.chars().next_back().unwrap_or(before);
            }
            Piece::Entity(c) => {
                if std::mem::take(&mut wrapped) {
                    join(builder, before, c);
                }
                builder.push(c.encode_utf8(&mut [0; 4]), Origin::Made);
                before = c;
            }
            Piece::LineEnd => wrapped = true,
            Piece::Break if is_cell => builder.push(" ", Origin::Made),
            Piece::Break => {}
        }
    }
}

/// Puts two lines together: without a blank where Chinese text meets.
fn join(builder: &mut SourceBuilder, before: char, next: char) {
    builder.join(JoinKind::HardWrap, "");
    if before.is_ascii() && next.is_ascii() && !before.is_whitespace() {
        builder.push(" ", Origin::Made);
    }
}

fn push(builder: &mut SourceBuilder, text: &str, at: usize) {
    let byte = Span::empty(at).start;
    builder.push(text, Origin::File { byte });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn source(text: &str) -> SourceText {
        read(&Decoded {
            text: text.to_owned(),
            encoding: "UTF-8",
        })
    }

    fn blocks(source: &SourceText) -> Vec<&str> {
        let blocks = source.blocks().iter();
        blocks.map(|block| source.slice(block.span)).collect()
    }

    fn check(text: &str, expected: &[&str]) -> SourceText {
        let source = source(text);
        assert_eq!(blocks(&source), expected, "{text}");
        maps_back(&source);
        source
    }

    /// What the map points at must be what is quoted, but for blanks that were dropped.
    fn maps_back(source: &SourceText) {
        let file: Vec<char> = source.decoded().unwrap().chars().collect();
        let visible = |text: &str| {
            text.chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        for block in source.blocks() {
            let place = source.locate(block.span);
            let there: String = file[place.start.unwrap()..place.end.unwrap()]
                .iter()
                .collect();
            assert_eq!(visible(&there), visible(&source.quote(block.span)));
        }
        let whole = Span::new(0, source.text().len());
        for (span, origin) in source.map().stretches(whole, source.text()) {
            if let Origin::File { byte } = origin {
                let there = source.decoded().unwrap().get(byte as usize..).unwrap();
                assert!(there.starts_with(source.slice(span)));
            }
        }
    }

    #[test]
    fn headings_have_their_level_and_no_marks() {
        let source = check(
            "# 报告 #\n## 一、举措\n###二、不足\n#话题#\n标题\n===\n\n第二\n----\n\n####### 七\n#\n",
            &[
                "报告",
                "一、举措",
                "二、不足",
                "#话题#标题",
                "第二",
                "####### 七",
            ],
        );
        let kinds: Vec<BlockKind> = source.blocks().iter().map(|block| block.kind).collect();
        use BlockKind::Heading;
        use BlockKind::Paragraph;
        assert_eq!(kinds[..3], [Heading(1), Heading(2), Heading(3)]);
        assert_eq!(kinds[3..], [Heading(1), Heading(2), Paragraph]);
    }

    #[test]
    fn front_matter_is_kept_apart() {
        let source = check(
            "---\ntitle: \"某县报告\"\ndate: 2022-01-20\nsource: 县局\n发文字号: 临政发〔2022〕1号\ntags: [一]\n---\n\n正文。\n",
            &["正文。"],
        );
        assert_eq!(source.file_title(), Some("某县报告"));
        let furniture: Vec<(&str, &str)> = source
            .furniture()
            .iter()
            .map(|f| (f.label.as_str(), f.value.as_str()))
            .collect();
        assert_eq!(furniture[0], ("发布日期", "2022-01-20"));
        assert_eq!(furniture[2], ("发文字号", "临政发〔2022〕1号"));
        check("---\n\n正文。\n\n---\n", &["正文。"]);
    }

    #[test]
    fn wrapped_lines_are_joined_and_line_ends_that_mean_something_are_not() {
        let source = check(
            "推进简政放权，压缩审批\n时限，办结 12\n34 件，Word\nExcel 两种。\n（一）标题\n正文，\n正文；\n一是正文，第一，\n第二，正文",
            &[
                "推进简政放权，压缩审批时限，办结 12 34 件，Word Excel 两种。",
                "（一）标题",
                "正文，正文；",
                "一是正文，第一，",
                "第二，正文",
            ],
        );
        assert_eq!(source.joins().len(), 4);
        assert!(
            source
                .joins()
                .iter()
                .all(|join| join.kind == JoinKind::HardWrap)
        );
        check(
            "临溯县人民政府\n临政发〔2023〕2号\n签发人：张三\n县委：\n正文",
            &[
                "临溯县人民政府",
                "临政发〔2023〕2号",
                "签发人：张三",
                "县委：",
                "正文",
            ],
        );
        check(
            "第一  \n第二\\\n第三<br>第四",
            &["第一", "第二", "第三", "第四"],
        );
        check("第一\n　　第二", &["第一", "第二"]);
    }

    #[test]
    fn lists_keep_numbers_and_lose_bullets() {
        let source = check(
            "- 第一\n  续行\n* 第二\n1. 第三\n2) 第四\n- [x] 第五\n1.第六\n",
            &["第一续行", "第二", "1. 第三", "2) 第四", "第五", "1.第六"],
        );
        assert_eq!(source.blocks()[2].kind, BlockKind::ListItem);
    }

    #[test]
    fn tables_are_rows() {
        let source = check(
            "| 类别 | 件\\|数 |\n|:---|---:|\n| **合计** | **1<br>2** |\n| | 3 |\n|  |  |\n> 引文\n",
            &["类别\t件|数", "合计\t1 2", "\t3", "引文"],
        );
        assert!(
            source.blocks()[..3]
                .iter()
                .all(|block| block.kind == BlockKind::TableRow)
        );
        assert!(source.blocks()[1].bold);
    }

    #[test]
    fn bold_paragraphs_are_known() {
        let source = check(
            "**（一）标题**\n\n**标题。** 正文\n",
            &["（一）标题", "标题。 正文"],
        );
        assert!(source.blocks()[0].bold && !source.blocks()[1].bold);
    }

    #[test]
    fn code_comments_and_notes() {
        let source = check(
            "```text\n  一*二*\n\n三\n```\n四<!-- 五\n六 -->七\n八[^1]，[九][a]。\n\n[a]: http://x.y\n[^1]: 注文\n",
            &["一*二*", "三", "四", "七", "八，九。", "注文"],
        );
        assert_eq!(source.blocks()[5].kind, BlockKind::Footnote);
        check("一<!-- 没有结束\n二", &["一<!-- 没有结束二"]);
        check("&emsp;&emsp;一&nbsp;二", &["一\u{a0}二"]);
    }

    #[test]
    fn furniture_of_a_page_is_kept_apart() {
        let source = check(
            "首页 > 政务公开\n\n# 临溯县2022年度法治政府建设情况报告\n\n发布日期：2023-01-09 来源：县司法局\n\n\
             一年来，扎实推进。\n\n## 一、举措\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n\n打印本页 关闭窗口\n",
            &[
                "临溯县2022年度法治政府建设情况报告",
                "一年来，扎实推进。",
                "一、举措",
                "甲\t乙",
                "1\t2",
            ],
        );
        assert!(
            source
                .furniture()
                .iter()
                .any(|f| f.label == "发布日期" && f.value == "2023-01-09")
        );
    }

    #[test]
    fn line_ends_of_all_systems_are_read() {
        check("# 一\r\n\r\n二，\r\n三\r四", &["一", "二，三四"]);
    }

    proptest! {
        #[test]
        fn every_block_maps_back(text in "([一-三（）。，：0-9a*_`#>|<!\\[\\]()&;~ \\\\\u{3000}\r\n-]|\\*\\*|<br>|<!--|-->|\\]\\(x\\)|\n\n|\\|--\\||&nbsp;){0,80}") {
            maps_back(&source(&text));
        }

        #[test]
        fn nothing_panics(text in any::<String>()) {
            maps_back(&source(&text));
        }
    }
}
