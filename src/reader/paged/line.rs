//! Characters to lines.

use super::upright::Char;
use crate::reader::rejoin;

/// A line of a page, or of one column of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// From left to right, with the blanks that the file has.
    pub(super) chars: Vec<Char>,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    /// The size that most of its characters have.
    pub(super) size: f32,
    /// The style that most of its characters have.
    pub(super) style: u16,
    /// Whether all that is visible is bold.
    pub(super) bold: bool,
    /// Its number on the page, from 1.
    pub(super) number: u32,
}

/// One character of a line as it is written; a blank of ours stands nowhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelled {
    pub(super) c: char,
    pub(super) at: Option<Char>,
}

impl Row {
    /// Makes a line of characters that stand side by side.
    pub(super) fn new(mut chars: Vec<Char>) -> Self {
        chars.sort_by(|a, b| a.left.total_cmp(&b.left));
        let is_blank = |c: &Char| c.c.is_whitespace();
        while chars.last().is_some_and(is_blank) {
            chars.pop();
        }
        let blank = chars.iter().take_while(|c| is_blank(c)).count();
        chars.drain(..blank);
        let visible = || chars.iter().filter(|c| !is_blank(c));
        let mut sizes: Vec<f32> = visible().map(|c| c.size).collect();
        sizes.sort_by(f32::total_cmp);
        let size = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
        let usual = |c: &&Char| (c.size - size).abs() <= size * 0.1;
        let mut bases: Vec<f32> = visible().filter(usual).map(|c| c.base).collect();
        bases.sort_by(f32::total_cmp);
        let mut styles: Vec<u16> = visible().filter(usual).map(|c| c.style).collect();
        styles.sort_unstable();
        Self {
            left: chars.first().map_or(0.0, |c| c.left),
            right: chars.iter().map(|c| c.right).fold(0.0, f32::max),
            base: bases.get(bases.len() / 2).copied().unwrap_or_default(),
            size,
            style: most(&styles),
            bold: visible().all(|c| c.bold),
            number: 0,
            chars,
        }
    }

    /// Its right edge without marks at its end: they may hang out over the margin.
    pub(super) fn right_of_words(&self) -> f32 {
        let words = self.chars.iter().rev();
        let mut words = words.skip_while(|c| rejoin::cannot_start(c.c) || c.c.is_whitespace());
        words.next().map_or(self.right, |c| c.right)
    }

    /// Whether there is nothing to see.
    pub(super) fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Whether the file says of all its characters that they belong to the page.
    pub(super) fn is_artifact(&self) -> bool {
        self.chars.iter().all(|c| c.artifact)
    }

    /// Writes the line with its blanks: those of the file, and one where a gap separates words.
    pub(super) fn spell(&self) -> Vec<Spelled> {
        let wide = self.wide_gap();
        let mut spelled: Vec<Spelled> = Vec::with_capacity(self.chars.len());
        let mut before: Option<Char> = None;
        for c in &self.chars {
            let blank = c.c.is_whitespace();
            let after_blank = spelled.last().is_some_and(|last| last.c.is_whitespace());
            if blank && (after_blank || (c.hidden && !self.separates_words(c))) {
                continue;
            }
            if let Some(before) = before
                && !blank
                && !after_blank
                && is_gap(&before, c, wide)
            {
                spelled.push(Spelled { c: ' ', at: None });
            }
            spelled.push(Spelled {
                c: c.c,
                at: Some(*c),
            });
            before = Some(*c);
        }
        spelled
    }

    /// Takes out the marks that refer to notes: small, raised, a number or a sign.
    pub(super) fn drop_note_marks(&mut self) {
        let (size, base) = (self.size, self.base);
        let is_mark = |c: &Char| {
            let sign =
                c.c.is_numeric() || matches!(c.c, '[' | ']' | '〔' | '〕' | '*' | '＊' | '※');
            sign && c.size < 0.75 * size && c.base < base - 0.15 * size
        };
        self.chars.retain(|c| !is_mark(c));
    }

    /// The text of the line.
    pub(super) fn text(&self) -> String {
        self.spell().iter().map(|spelled| spelled.c).collect()
    }

    /// How wide a gap between Chinese characters must be to separate words, in em. Titles are
    /// spread: there it is more than what is usual in the line.
    fn wide_gap(&self) -> f32 {
        let visible: Vec<&Char> = self.chars.iter().filter(|c| !c.c.is_whitespace()).collect();
        let mut gaps: Vec<f32> = visible
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some((b.left - a.right) / self.size.max(0.1)),
                _ => None,
            })
            .collect();
        gaps.sort_by(f32::total_cmp);
        let usual = gaps.get(gaps.len() / 2).copied().unwrap_or_default();
        if usual > 0.3 { usual * 2.0 } else { 0.85 }
    }

    /// Tells whether a blank of recognised text stands between two words of letters: recognisers
    /// write one between any two characters.
    fn separates_words(&self, blank: &Char) -> bool {
        let before = self
            .chars
            .iter()
            .rev()
            .find(|c| c.left < blank.left && !c.c.is_whitespace());
        let behind = self
            .chars
            .iter()
            .find(|c| c.left > blank.left && !c.c.is_whitespace());
        let is_letter = |c: Option<&Char>| c.is_some_and(|c| c.c.is_ascii_alphanumeric());
        is_letter(before) && is_letter(behind)
    }
}

/// Tells whether the gap between two characters is a blank.
fn is_gap(before: &Char, c: &Char, wide: f32) -> bool {
    let size = before.size.max(c.size).max(0.1);
    let gap = (c.left - before.right) / size;
    let latin = |c: &Char| c.c.is_ascii_alphanumeric() || matches!(c.c, ',' | '.' | ')' | '(');
    if latin(before) && latin(c) {
        // Letters stand close; digits of a table as well.
        gap > 0.18
    } else {
        gap > wide
    }
}

/// Returns the commonest of sorted numbers.
fn most(sorted: &[u16]) -> u16 {
    let runs = sorted.chunk_by(|a, b| a == b);
    let longest = runs.max_by_key(|run| run.len());
    longest.and_then(|run| run.first()).copied().unwrap_or(0)
}

/// How far two baselines of one line may lie apart, in em.
const SAME_LINE: f32 = 0.35;

/// Puts characters into lines, from top to bottom.
pub(super) fn rows(mut chars: Vec<Char>) -> Vec<Row> {
    chars.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut clusters: Vec<Vec<Char>> = Vec::new();
    for c in chars {
        match clusters.last_mut() {
            Some(cluster) if joins(cluster, &c) => cluster.push(c),
            _ => clusters.push(vec![c]),
        }
    }
    attach_raised(&mut clusters);
    clusters
        .into_iter()
        .map(Row::new)
        .filter(|row| !row.is_empty())
        .collect()
}

fn joins(cluster: &[Char], c: &Char) -> bool {
    let Some(last) = cluster.last() else {
        return true;
    };
    let size = last.size.max(c.size);
    let first = cluster.first().map_or(c.base, |first| first.base);
    // Steps add up: a cluster must not climb down a whole line.
    c.base - last.base <= SAME_LINE * size && c.base - first <= 0.6 * size
}

/// Adds marks that stand above or below a line (note references, exponents) to it.
fn attach_raised(clusters: &mut Vec<Vec<Char>>) {
    let largest = |cluster: &[Char]| cluster.iter().map(|c| c.size).fold(0.0, f32::max);
    let mut i = 0;
    while i + 1 < clusters.len() {
        let (Some(upper), Some(lower)) = (clusters.get(i), clusters.get(i + 1)) else {
            return;
        };
        let (upper_size, lower_size) = (largest(upper), largest(lower));
        let upper_base = upper.last().map_or(0.0, |c| c.base);
        let lower_base = lower.first().map_or(0.0, |c| c.base);
        let apart = lower_base - upper_base;
        let raised =
            upper_size < 0.8 * lower_size && apart < 0.75 * lower_size && beside(upper, lower);
        let lowered =
            lower_size < 0.8 * upper_size && apart < 0.4 * upper_size && beside(lower, upper);
        if raised || lowered {
            let lower = clusters.remove(i + 1);
            if let Some(cluster) = clusters.get_mut(i) {
                cluster.extend(lower);
            }
        } else {
            i += 1;
        }
    }
}

/// Tells whether all marks stand next to a character of the line, and not over one.
fn beside(marks: &[Char], line: &[Char]) -> bool {
    marks
        .iter()
        .filter(|mark| !mark.c.is_whitespace())
        .all(|mark| {
            let reach = 0.6 * line.first().map_or(0.0, |c| c.size);
            let middle = f32::midpoint(mark.left, mark.right);
            line.iter()
                .any(|c| c.left - reach <= middle && middle <= c.right + reach + mark.size)
        })
}
