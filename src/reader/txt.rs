//! Plain text: typed, pasted from a page, exported from PDF or OCR.

use super::decode::Decoded;
use super::furniture;
use super::rejoin::Layout;
use super::rejoin::Line;
use super::rejoin::is_blank;
use super::rejoin::is_page_number;
use crate::text::BlockKind;
use crate::text::Format;
use crate::text::JoinKind;
use crate::text::Origin;
use crate::text::SourceBuilder;
use crate::text::SourceText;
use crate::text::Span;
use crate::text::slice;
use std::collections::BTreeMap;

/// Reads a decoded text file.
pub(super) fn read(decoded: &Decoded) -> SourceText {
    let mut builder = SourceBuilder::new(Format::Txt, decoded.encoding);
    let physical = physical_lines(&decoded.text);
    let lines = without_pages(&physical, &mut builder);
    let texts: Vec<&str> = lines.iter().map(|(line, _)| line.text).collect();
    let page = furniture::sort(&texts);
    for (label, value) in page.pairs {
        builder.furniture(&label, &value);
    }
    let body: Vec<Kept<'_>> = lines
        .into_iter()
        .zip(&page.kept)
        .filter_map(|(line, kept)| kept.then_some(line))
        .collect();
    write(&body, &mut builder);
    builder.finish(Some(decoded.text.clone()))
}

/// A line of the file that is not blank, and what was dropped before it.
type Kept<'a> = (Line<'a>, Vec<&'a str>);

fn write(lines: &[Kept<'_>], builder: &mut SourceBuilder) {
    let only: Vec<Line<'_>> = lines.iter().map(|(line, _)| *line).collect();
    let layout = Layout::of(&only);
    let mut open: Option<(Line<'_>, Line<'_>)> = None;
    for (line, dropped) in lines {
        let join = open.and_then(|(first, last)| layout.joins(&first, &last, line));
        for text in dropped {
            builder.join(JoinKind::Dropped, text);
        }
        match (join, open) {
            (Some(kind), Some((first, last))) => {
                builder.join(kind, "");
                if is_latin_end(last.text) && is_latin_start(line.text) {
                    builder.push(" ", Origin::Made);
                }
                open = Some((first, *line));
            }
            _ => {
                builder.begin(kind_of(line.text));
                open = Some((*line, *line));
            }
        }
        push(line, builder);
    }
}

fn push(line: &Line<'_>, builder: &mut SourceBuilder) {
    let byte = Span::empty(line.at).start;
    builder.push(line.text, Origin::File { byte });
}

fn kind_of(text: &str) -> BlockKind {
    if text.contains('\t') {
        BlockKind::TableRow
    } else {
        BlockKind::Paragraph
    }
}

fn is_latin_end(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_alphabetic())
}

fn is_latin_start(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// One line of the file as it stands; a form feed ends a line too.
struct Physical<'a> {
    line: Line<'a>,
    blank: bool,
    /// A page ended before this line.
    new_page: bool,
}

fn physical_lines(text: &str) -> Vec<Physical<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut new_page = false;
    let is_end = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    for (at, mark) in text.match_indices(is_end).chain([(text.len(), "")]) {
        let raw = slice(text, Span::new(start, at));
        let visible = raw.trim_start_matches(is_blank);
        let lead = slice(raw, Span::new(0, raw.len() - visible.len()));
        let visible = visible.trim_end_matches(is_blank);
        lines.push(Physical {
            line: Line {
                text: visible,
                at: start + lead.len(),
                indented: columns(lead) >= 2,
                apart: false,
                full: None,
            },
            blank: visible.is_empty(),
            new_page,
        });
        new_page = mark == "\u{c}";
        start = at + mark.len();
    }
    lines
}

fn columns(lead: &str) -> usize {
    lead.chars()
        .map(|c| match c {
            '\u{3000}' => 2,
            '\t' => 4,
            _ => 1,
        })
        .sum()
}

/// Leaves out blank lines, page numbers and running heads, and keeps what was left out.
fn without_pages<'a>(physical: &[Physical<'a>], builder: &mut SourceBuilder) -> Vec<Kept<'a>> {
    let heads = running_heads(physical);
    let mut kept: Vec<Kept<'a>> = Vec::new();
    let mut dropped: Vec<&'a str> = Vec::new();
    let mut apart = false;
    for (i, entry) in physical.iter().enumerate() {
        apart |= entry.new_page;
        if entry.blank {
            apart = true;
            continue;
        }
        let alone = |j: Option<usize>| {
            j.and_then(|j| physical.get(j))
                .is_none_or(|other| other.blank)
        };
        let isolated = entry.new_page
            || physical.get(i + 1).is_some_and(|next| next.new_page)
            || (alone(i.checked_sub(1)) && alone(Some(i + 1)));
        let text = entry.line.text;
        if is_page_number(text, isolated) || heads.contains_key(text) {
            dropped.push(text);
            apart = true;
            continue;
        }
        let line = Line {
            apart,
            ..entry.line
        };
        kept.push((line, std::mem::take(&mut dropped)));
        apart = false;
    }
    for text in dropped {
        builder.furniture("页码", text);
    }
    kept
}

/// Short lines that stand at a page's edge three times or more.
fn running_heads<'a>(physical: &[Physical<'a>]) -> BTreeMap<&'a str, usize> {
    let visible: Vec<&Physical<'a>> = physical.iter().filter(|p| !p.blank).collect();
    let mut counts: BTreeMap<&'a str, usize> = BTreeMap::new();
    for (i, entry) in visible.iter().enumerate() {
        let at_edge = |other: Option<&&Physical<'a>>| {
            other.is_some_and(|p| p.new_page || is_page_number(p.line.text, true))
        };
        let edge = entry.new_page
            || at_edge(visible.get(i + 1))
            || at_edge(i.checked_sub(1).and_then(|j| visible.get(j)));
        let text = entry.line.text;
        if edge
            && text.chars().count() <= 40
            && !is_page_number(text, true)
            && !super::rejoin::starts_item(text)
        {
            *counts.entry(text).or_default() += 1;
        }
    }
    counts.retain(|_, n| *n >= 3);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<String> {
        let source = read(&Decoded {
            text: text.to_owned(),
            encoding: "UTF-8",
        });
        source
            .blocks()
            .iter()
            .map(|block| source.slice(block.span).to_owned())
            .collect()
    }

    #[test]
    fn page_numbers_are_dropped_inside_a_sentence() {
        let half = "按照部署动态调整各部门的权责清单系统事项，防止权力越位、错";
        for page in [
            "— 3 —",
            "- 3 -",
            "第3页",
            "第 3 页 共 12 页",
            "3",
            "\u{c}",
            "－３－",
        ] {
            let read = blocks(&format!("{half}\n\n{page}\n\n位、缺位。"));
            assert_eq!(read, [format!("{half}位、缺位。")], "{page:?}");
        }
    }

    #[test]
    fn a_quote_over_a_dropped_page_number_is_the_files_own_text() {
        let text = "按照部署动态调整各部门的权责清单系统事项，防止权力越位、错\r\n\r\n— 3 —\r\n\r\n位、缺位。";
        let source = read(&Decoded {
            text: text.to_owned(),
            encoding: "UTF-8",
        });
        let at = source.text().find("错位").unwrap();
        let span = Span::new(at, at + "错位".len());
        let place = source.locate(span);
        let chars: Vec<char> = text.chars().collect();
        let there: String = chars[place.start.unwrap()..place.end.unwrap()]
            .iter()
            .collect();
        assert_eq!(source.quote(span), there.as_str());
        assert!(there.contains("— 3 —"));
        assert_eq!((place.line, place.column), (Some(1), Some(29)));
    }

    #[test]
    fn running_heads_are_dropped() {
        let mut text = String::new();
        for n in 1..5 {
            text.push_str(&format!(
                "临溯县人民政府文件\n全年共办理行政复议案件若干件，均依法审结第{n}段。\n— {n} —\n"
            ));
        }
        assert!(blocks(&text).iter().all(|block| block.starts_with("全年")));
    }
}
