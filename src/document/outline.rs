//! The outline: a tree over 一、（一）1.（1）一是 and whatever stands in their place.
//!
//! The author's ordinals win over the levels of a file format: converted files carry wrong ones.
//! A level is the depth in the tree, so `1、` directly under `一、` is level 2.

use crate::document::Document;
use crate::document::Mark;
use crate::document::Ordinal;
use crate::document::Role;
use crate::document::Section;
use crate::document::ordinal;
use crate::document::ordinal::Found;
use crate::document::part_words;
use crate::document::sentence;
use crate::text::BlockKind;
use crate::text::Span;
use crate::text::slice;
use std::collections::BTreeMap;

/// A place where a section may start; spans are of the folded text.
struct Candidate {
    at: usize,
    found: Option<Found>,
    /// Level that the file format gives.
    hint: Option<u8>,
    paragraph: usize,
    rank: u32,
    inline: bool,
    /// A list item that lost its ordinal: `是深入推进…`.
    lost: bool,
    /// The heading of a part without an ordinal: `存在的不足和原因`.
    stock: bool,
}

/// Reads the outline of a document whose paragraphs are known.
pub(super) fn read(document: &Document) -> Vec<Section> {
    let mut candidates = candidates(document);
    rank(&mut candidates);
    let mut sections = build(document, &candidates);
    close(document, &mut sections);
    sections
}

/// Marks paragraphs that are nothing but a heading.
pub(super) fn assign_roles(document: &mut Document) {
    for section in &document.sections {
        let next = document
            .paragraphs
            .partition_point(|p| p.span.start <= section.heading.start);
        let Some(paragraph) = next
            .checked_sub(1)
            .and_then(|i| document.paragraphs.get_mut(i))
        else {
            continue;
        };
        let alone = !section.run_in && paragraph.span.start == section.heading.start;
        if alone && paragraph.role == Role::Text {
            paragraph.role = Role::Heading;
        }
    }
}

fn candidates(document: &Document) -> Vec<Candidate> {
    let mut found = Vec::new();
    let text = document.folded.text();
    let has_clauses = text.contains("二是");
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        if paragraph.role != Role::Text {
            continue;
        }
        let span = document.folded.to_folded(paragraph.span);
        let line = slice(text, span);
        let block = document.source.blocks().get(index);
        let hint = block.and_then(|block| match block.kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        });
        let at_start = ordinal::read(line);
        let lost = at_start.is_none() && has_clauses && is_lost_clause(line);
        let plain_heading = is_short(line)
            && (hint.is_some() || block.is_some_and(|b| b.bold && !line.ends_with(':')));
        let stock =
            at_start.is_none() && hint.is_none() && part_words::is_stock_heading(line, None);
        if at_start.is_some() || lost || plain_heading || stock {
            found.push(Candidate {
                at: span.from(),
                found: at_start,
                hint,
                paragraph: index,
                rank: 0,
                inline: false,
                lost,
                stock,
            });
        }
        inline(line, span.from(), index, at_start, &mut found);
    }
    found
}

/// `是深入推进简政放权。`: the 一 was lost on the way.
fn is_lost_clause(line: &str) -> bool {
    const NOT: [&str; 6] = ["是否", "是以", "是我", "是全", "是一", "是因"];
    line.starts_with('是') && !NOT.iter().any(|start| line.starts_with(start))
}

fn is_short(line: &str) -> bool {
    line.chars().count() <= 60 && !line.contains('。') && !line.contains('\t')
}

/// Finds items that start inside a paragraph: `。二是…`, and headings of one-line files.
fn inline(
    line: &str,
    offset: usize,
    paragraph: usize,
    first: Option<Found>,
    found: &mut Vec<Candidate>,
) {
    let mut last: BTreeMap<Mark, u32> = first.iter().map(|f| (f.mark, f.number)).collect();
    let start = first.map_or(0, |f| f.len);
    // Where the words of the last 一、 begin: `一、主要举措（一）…` needs no mark between.
    let mut heading = first.filter(|f| f.mark == Mark::Chinese).map(|f| f.len);
    let mut previous = ' ';
    let mut earlier = ' ';
    for (at, c) in line.char_indices() {
        let before = std::mem::replace(&mut previous, c);
        let earlier = std::mem::replace(&mut earlier, before);
        if at < start.max(1) || !is_ordinal_start(c) {
            continue;
        }
        let Some(item) = line.get(at..).and_then(ordinal::read) else {
            continue;
        };
        let around = Around {
            earlier,
            before,
            follows: last.get(&item.mark).is_some_and(|n| item.number == n + 1),
            first: last.is_empty(),
            behind_heading: heading.is_some_and(|from| is_bare(line, from, at)),
        };
        if around.lets(item, c) {
            if item.mark == Mark::Chinese {
                heading = Some(at + item.len);
            }
            last.insert(item.mark, item.number);
            found.push(Candidate {
                at: offset + at,
                found: Some(item),
                hint: None,
                paragraph,
                rank: 0,
                inline: true,
                lost: false,
                stock: false,
            });
        }
    }
}

/// What stands before an ordinal inside a line.
struct Around {
    /// The character before `before`.
    earlier: char,
    /// The character before the ordinal.
    before: char,
    /// Whether its number is the next one of its kind.
    follows: bool,
    /// Whether no ordinal stands before it in the line.
    first: bool,
    /// Whether it stands right behind the words of a heading.
    behind_heading: bool,
}

impl Around {
    /// Whether a section can start here with `item`, whose first character is `c`.
    fn lets(&self, item: Found, c: char) -> bool {
        let stopped = sentence::is_end(self.before, self.earlier, Some(c));
        let ended = stopped || matches!(self.before, '”' | ';' | ':');
        let is_one = item.number == 1;
        match item.mark {
            // `主要是:一是…,二是…`, and `61件二是…` where the full stop was lost.
            Mark::Clause => {
                ended
                    || (self.follows && !matches!(self.before, '第' | '十' | '百'))
                    || (is_one && self.before == ',')
            }
            Mark::Chinese => {
                (stopped && (is_one || self.follows || self.first))
                    || (is_one && self.before == ':')
            }
            Mark::ChineseParen => {
                (stopped && (is_one || self.follows || self.first))
                    || (is_one && self.behind_heading)
            }
            Mark::Arabic => stopped && (is_one || self.follows),
            _ => false,
        }
    }
}

/// Whether `from..to` of a line is the words of a heading and nothing else.
fn is_bare(line: &str, from: usize, to: usize) -> bool {
    let words = line.get(from..to).unwrap_or("");
    (4..=60).contains(&words.chars().count()) && !words.contains(['。', ';', ':', '!', '?'])
}

fn is_ordinal_start(c: char) -> bool {
    "一二三四五六七八九十第其(㈠123456789".contains(c)
}

/// Ranks of the marks; a rank between two is for what has no mark of its own.
fn rank_of(mark: Mark) -> u32 {
    match mark {
        Mark::Chinese => 10,
        Mark::ChineseParen => 20,
        Mark::Arabic => 30,
        Mark::ArabicParen => 40,
        Mark::Clause => 50,
        Mark::None => 45,
    }
}

/// The rank of `一、` inside a section that itself is numbered `一、`.
const NESTED_CHINESE: u32 = 15;

fn rank(candidates: &mut [Candidate]) {
    // What the file calls level n is what numbered headings of that level are.
    let mut by_hint: BTreeMap<u8, u32> = BTreeMap::new();
    for candidate in candidates.iter() {
        if let (Some(hint), Some(found)) = (candidate.hint, candidate.found) {
            by_hint.entry(hint).or_insert_with(|| rank_of(found.mark));
        }
    }
    let numbered = !by_hint.is_empty()
        || candidates
            .iter()
            .any(|c| c.found.is_some_and(|f| f.mark == Mark::Chinese));
    for candidate in candidates.iter_mut() {
        candidate.rank = match (candidate.found, candidate.hint) {
            (Some(found), _) => rank_of(found.mark),
            (None, Some(hint)) => by_hint
                .get(&hint)
                .copied()
                .unwrap_or_else(|| u32::from(hint) * 10),
            (None, None) if candidate.lost => rank_of(Mark::Clause),
            (None, None) if candidate.stock => rank_of(Mark::Chinese),
            (None, None) if numbered => rank_of(Mark::None),
            (None, None) => 10,
        };
    }
    if !raise_stock(candidates) {
        nest_chinese(candidates);
    }
}

/// The rank of part titles without ordinals above sections numbered 一、二、.
const ABOVE_CHINESE: u32 = 5;

/// Headings of parts stand above 一、 where that numbering starts anew below them.
fn raise_stock(candidates: &mut [Candidate]) -> bool {
    let restarts = candidates.iter().enumerate().any(|(i, candidate)| {
        let next = candidates.iter().skip(i + 1).find_map(|next| {
            let found = next.found?;
            (found.mark == Mark::Chinese).then_some(found.number)
        });
        candidate.stock && next == Some(1)
    });
    if restarts {
        for candidate in candidates.iter_mut().filter(|c| c.stock) {
            candidate.rank = ABOVE_CHINESE;
        }
    }
    restarts
}

/// Finds runs 一、二、三、 that restart inside a section numbered 一、 itself.
fn nest_chinese(candidates: &mut [Candidate]) {
    let marks: Vec<(usize, u32)> = candidates
        .iter()
        .enumerate()
        .filter_map(|(i, c)| {
            let found = c.found?;
            (found.mark == Mark::Chinese).then_some((i, found.number))
        })
        .collect();
    let mut outer = 0;
    let mut nested = false;
    let mut i = 0;
    while let Some(&(_, number)) = marks.get(i) {
        if number == 1 && outer > 0 {
            let run = 1 + marks
                .windows(2)
                .skip(i)
                .take_while(|pair| matches!(pair, [(_, a), (_, b)] if *b == a + 1))
                .count();
            // The outer numbering goes on behind the run: then the run was inside. At the end
            // of the report it is inside where others were, or right below a heading.
            let goes_on = marks.get(i + run).is_some_and(|(_, n)| *n == outer + 1);
            let ends = marks.len() == i + run;
            let inside = goes_on || (ends && (nested || right_below(candidates, &marks, i, run)));
            if inside {
                nested = true;
                for (index, _) in marks.iter().skip(i).take(run) {
                    if let Some(candidate) = candidates.get_mut(*index) {
                        candidate.rank = NESTED_CHINESE;
                    }
                }
                i += run;
                continue;
            }
        }
        outer = number;
        i += 1;
    }
}

/// Whether a heading stands right below the one before it, or a run of them below its lead.
fn right_below(candidates: &[Candidate], marks: &[(usize, u32)], i: usize, run: usize) -> bool {
    let at = |i: usize| marks.get(i).map(|(index, _)| *index);
    let (Some(index), Some(before)) = (at(i), i.checked_sub(1).and_then(at)) else {
        return false;
    };
    let paragraph = |index: usize| candidates.get(index).map_or(0, |c| c.paragraph);
    let lead = usize::from(run > 1);
    index == before + 1 && paragraph(index) <= paragraph(before) + 1 + lead
}

fn build(document: &Document, candidates: &[Candidate]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::with_capacity(candidates.len());
    // Open sections from the outermost: (rank, index).
    let mut open: Vec<(u32, usize)> = Vec::new();
    for (i, candidate) in candidates.iter().enumerate() {
        while open.last().is_some_and(|(rank, _)| *rank >= candidate.rank) {
            open.pop();
        }
        let next = candidates
            .get(i + 1)
            .filter(|next| next.paragraph == candidate.paragraph)
            .map(|next| next.at);
        let Some(mut section) = section(document, candidate, next) else {
            continue;
        };
        section.parent = open.last().map(|(_, index)| *index);
        section.level = u8::try_from(open.len() + 1).unwrap_or(u8::MAX);
        open.push((candidate.rank, sections.len()));
        sections.push(section);
    }
    sections
}

/// The longest title of a run-in section, in characters; a longer one is a sentence.
const LONGEST_TITLE: usize = 90;

fn section(document: &Document, candidate: &Candidate, next: Option<usize>) -> Option<Section> {
    let paragraph = document.paragraphs.get(candidate.paragraph)?;
    let line = document.folded.to_folded(paragraph.span);
    let end = next.unwrap_or(line.to());
    let start = candidate.at;
    let ordinal_end = start + candidate.found.map_or(0, |found| found.len);
    let rest = slice(document.folded.text(), Span::new(ordinal_end, end));
    let is_clause = candidate.lost || candidate.found.is_some_and(|f| f.mark == Mark::Clause);
    let stops: &[char] = if is_clause {
        &['。', ';', '!', '?', ':']
    } else {
        &['。', '!', '?']
    };
    let stop = rest.find(stops).unwrap_or(rest.len());
    let stop = stop.min(sentence::first_end(rest).unwrap_or(stop));
    let title = slice(rest, Span::new(0, stop));
    let title = if title.chars().count() > LONGEST_TITLE {
        title.split([',', ';']).next().unwrap_or(title)
    } else {
        title
    };
    let title = title.trim_end_matches([';', ':', ',', '、']);
    let behind = slice(rest, Span::new(title.len(), rest.len()));
    let run_in = candidate.inline || next.is_some() || behind.chars().count() > 2;
    let reading = |from: usize, to: usize| document.folded.to_reading(Span::new(from, to));
    let title_span = reading(ordinal_end, ordinal_end + title.len());
    let whole = reading(start, end);
    let ordinal = candidate.found.map(|found| Ordinal {
        mark: found.mark,
        number: found.number,
        span: reading(start, ordinal_end),
    });
    let heading = match &ordinal {
        Some(ordinal) if title.is_empty() => ordinal.span,
        Some(ordinal) => ordinal.span.cover(title_span),
        None => title_span,
    };
    Some(Section {
        level: 1,
        ordinal,
        title: title_span,
        heading,
        span: whole,
        parent: None,
        run_in,
        part: None,
    })
}

/// Lets each section end where the next one of its level or above starts.
fn close(document: &Document, sections: &mut [Section]) {
    let body_end = document
        .paragraphs
        .iter()
        .rev()
        .find(|p| !matches!(p.role, Role::Tail | Role::Note))
        .map_or(0, |p| p.span.end);
    let mut open: Vec<usize> = Vec::new();
    for i in 0..=sections.len() {
        let (level, start) = match sections.get(i) {
            Some(section) => (section.level, section.span.start),
            None => (0, body_end),
        };
        while let Some(&last) = open.last() {
            if sections.get(last).is_none_or(|s| s.level < level) {
                break;
            }
            open.pop();
            let end = text_end(document, start);
            if let Some(section) = sections.get_mut(last) {
                section.span.end = end.max(section.heading.end);
            }
        }
        open.push(i);
    }
}

/// The end of the text before `start`: without the line feed and blanks between.
fn text_end(document: &Document, start: u32) -> u32 {
    let before = document.slice(Span {
        start: 0,
        end: start,
    });
    Span::empty(before.trim_end().len()).end
}
