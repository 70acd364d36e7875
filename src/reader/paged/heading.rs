//! Headings by their looks: type that differs from that of the running text.

use super::shape::Line;
use crate::reader::rejoin;
use crate::text::BlockKind;
use std::collections::BTreeMap;

/// A look: style and size in quarters of a point.
type Look = (u16, i32);

/// What headings look like in a file.
#[derive(Debug)]
pub(super) struct Headings {
    /// The level of numbered headings by their look.
    levels: BTreeMap<Look, u8>,
    usual: Option<Look>,
}

impl Headings {
    /// Looks at all lines.
    pub(super) fn of(lines: &[&Line]) -> Self {
        let mut counts: BTreeMap<Look, usize> = BTreeMap::new();
        for line in lines {
            *counts.entry(look(line)).or_default() += line.row.chars.len();
        }
        let usual = counts
            .iter()
            .max_by_key(|(_, n)| **n)
            .map(|(look, _)| *look);
        let mut levels: BTreeMap<Look, u8> = BTreeMap::new();
        for line in lines {
            if Some(look(line)) != usual
                && rejoin::is_heading(&line.text)
                && let Some(level) = level(&line.text)
            {
                let known = levels.entry(look(line)).or_insert(level);
                *known = level.min(*known);
            }
        }
        Self { levels, usual }
    }

    /// Tells what the paragraph is that starts with `line`.
    pub(super) fn kind_of(&self, line: &Line) -> BlockKind {
        let look = look(line);
        if Some(look) == self.usual || !is_short(&line.text) {
            return BlockKind::Paragraph;
        }
        match (level(&line.text), self.levels.get(&look)) {
            (Some(level), Some(_)) => BlockKind::Heading(level),
            // Without a number, but of the type that numbered headings have.
            (None, Some(level)) if !line.centred => BlockKind::Heading(*level),
            _ => BlockKind::Paragraph,
        }
    }
}

fn look(line: &Line) -> Look {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float becomes the nearest number there is"
    )]
    let size = (line.row.size * 4.0).round() as i32;
    (line.row.style, size)
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= 60 && !text.contains('。') && !rejoin::stands_alone(text)
}

/// The level of a numbered heading by its mark: 一、 （一） 1. （1）.
fn level(text: &str) -> Option<u8> {
    if !rejoin::starts_item(text) {
        return None;
    }
    let is_hanzi = |c: char| "一二三四五六七八九十".contains(c);
    let mut chars = text.chars();
    let first = chars.next()?;
    if "（(〔[".contains(first) {
        return Some(if chars.next().is_some_and(is_hanzi) {
            2
        } else {
            4
        });
    }
    let is_clause = text.chars().find(|c| !is_hanzi(*c)) == Some('是');
    match first {
        c if is_hanzi(c) && !is_clause => Some(1),
        c if c.is_numeric() => Some(3),
        _ => None,
    }
}
