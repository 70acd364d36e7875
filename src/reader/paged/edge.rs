//! What stands at the edges of pages: running heads, page numbers, notes.

use super::line::Row;
use super::line::Spelled;
use super::upright::Rule;
use crate::reader::rejoin;
use crate::reader::rejoin::is_page_number;
use std::collections::BTreeMap;

/// The lines of a page, told apart.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// Running heads and feet, and page numbers, from top to bottom.
    pub(super) edges: Vec<Row>,
    pub(super) body: Vec<Row>,
    /// Notes below the text.
    pub(super) notes: Vec<Row>,
}

/// The part of a page at its upper and lower edge where heads and page numbers stand.
const EDGE: f32 = 0.14;
/// How many lines at an edge are looked at.
const WITHIN: usize = 2;

/// A line at an edge: its words without numbers, and roughly where it stands.
type Key = (String, i32);

/// Tells the lines of all pages apart.
pub(super) fn tell(pages: Vec<(Vec<Row>, Vec<Rule>, [f32; 2])>) -> Vec<Sides> {
    let body_size = usual_size(pages.iter().flat_map(|(rows, ..)| rows));
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    for (rows, _, [_, height]) in &pages {
        for at in at_edges(rows, *height) {
            if let Some(row) = rows.get(at) {
                *seen.entry(key(row)).or_default() += 1;
            }
        }
    }
    let n_pages = pages.len();
    let needed = n_pages.clamp(2, 3);
    pages
        .into_iter()
        .map(|(rows, rules, size)| {
            let candidates = at_edges(&rows, size[1]);
            let is_edge: Vec<bool> = (0..rows.len())
                .map(|at| {
                    let Some(row) = rows.get(at) else {
                        return false;
                    };
                    if row.is_artifact() {
                        return true;
                    }
                    if !candidates.contains(&at) {
                        return false;
                    }
                    let is_alone = gap(&rows, at) > 1.3;
                    let is_small = row.size < 0.9 * body_size;
                    let repeated = seen.get(&key(row)).is_some_and(|n| *n >= needed);
                    let is_item = rejoin::starts_item(&row.text());
                    is_page_number(&row.text(), is_alone || is_small)
                        || repeated && !is_item && (is_alone || is_small || n_pages > 3)
                })
                .collect();
            let (edges, body) = split(rows, |at, _| is_edge.get(at) == Some(&true));
            let (notes, body) = notes(body, &rules, size, body_size);
            Sides { edges, body, notes }
        })
        .collect()
}

fn split(rows: Vec<Row>, is_first: impl Fn(usize, &Row) -> bool) -> (Vec<Row>, Vec<Row>) {
    let mut first = Vec::new();
    let mut second = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        if is_first(at, &row) {
            first.push(row);
        } else {
            second.push(row);
        }
    }
    (first, second)
}

/// Returns the size that most characters have.
pub(super) fn usual_size<'a>(rows: impl Iterator<Item = &'a Row>) -> f32 {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    for row in rows {
        *sizes.entry(rounded(row.size * 4.0)).or_default() += row.chars.len();
    }
    let most = sizes.into_iter().max_by_key(|(_, n)| *n);
    #[expect(clippy::cast_precision_loss, reason = "sizes are small numbers")]
    most.map_or(10.0, |(size, _)| size as f32 / 4.0)
}

fn rounded(number: f32) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float becomes the nearest number there is"
    )]
    let whole = number.round() as i32;
    whole
}

/// Returns the indices of the lines at the upper and lower edge of a page.
fn at_edges(rows: &[Row], height: f32) -> Vec<usize> {
    let upper = |row: &Row| row.base < height * EDGE;
    let lower = |row: &Row| row.base > height * (1.0 - EDGE);
    let first = rows
        .iter()
        .take(WITHIN)
        .enumerate()
        .filter(|(_, row)| upper(row));
    let last = rows
        .iter()
        .enumerate()
        .rev()
        .take(WITHIN)
        .filter(|(_, row)| lower(row));
    let mut all: Vec<usize> = first.chain(last).map(|(at, _)| at).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A head stands at the same height on every page, and only its number changes.
fn key(row: &Row) -> Key {
    let words = row.text();
    let words = words.chars().filter(|c| !c.is_whitespace());
    let words = words
        .map(|c| if c.is_numeric() { '#' } else { c })
        .collect();
    (words, rounded(row.base / 8.0))
}

/// The gap between a line and the nearer one of its neighbours, in em beyond its own height.
fn gap(rows: &[Row], at: usize) -> f32 {
    let Some(row) = rows.get(at) else { return 0.0 };
    let above = at.checked_sub(1).and_then(|at| rows.get(at));
    let above = above.map_or(f32::INFINITY, |other| row.base - other.base);
    let below = rows
        .get(at + 1)
        .map_or(f32::INFINITY, |other| other.base - row.base);
    above.min(below) / row.size.max(0.1)
}

/// Takes the notes off the end of a page: lines of smaller type below a short rule, or that start
/// with a mark.
fn notes(body: Vec<Row>, rules: &[Rule], size: [f32; 2], usual: f32) -> (Vec<Row>, Vec<Row>) {
    let [width, height] = size;
    let n_small = body
        .iter()
        .rev()
        .take_while(|row| row.size < 0.93 * usual)
        .count();
    let start = body.len() - n_small;
    let Some(first) = body.get(start) else {
        return (Vec::new(), body);
    };
    let is_low = first.base > height * 0.5;
    let under_rule = rules.iter().any(|rule| {
        let length = rule.right - rule.left;
        let above = first.base - rule.top;
        rule.is_flat() && length < 0.6 * width && (0.0..3.0 * usual).contains(&above)
    });
    if !is_low || !(under_rule || starts_note(&first.text())) {
        return (Vec::new(), body);
    }
    split(body, |at, _| at >= start)
}

/// Tells whether a line starts with the mark of a note.
pub(super) fn starts_note(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('①'..='⑳' | '*' | '＊' | '※') => true,
        Some('[' | '〔' | '［') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_ascii_digit() && !text.contains('年'),
        None => false,
    }
}

/// How many characters the mark of a note takes at the start of its first line.
pub(super) fn mark_length(row: &Row, spelled: &[Spelled]) -> usize {
    let is_small = |spelled: &Spelled| spelled.at.is_some_and(|c| c.size < 0.85 * row.size);
    let signs = spelled.iter().take_while(|spelled| match spelled.c {
        '①'..='⑳' => true,
        c => (c.is_numeric() || "[]〔〕*＊※".contains(c)) && is_small(spelled),
    });
    let n = signs.count();
    let rest = spelled.get(n..).unwrap_or(&[]);
    let blank = rest.iter().take_while(|spelled| spelled.c.is_whitespace());
    if n > 0 { n + blank.count() } else { 0 }
}
