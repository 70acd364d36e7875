//! Tables: characters between the rules that a page draws.

use super::line::Row;
use super::line::rows;
use super::upright::Char;
use super::upright::Rule;

/// How far two rules may lie apart and be one, or miss each other and meet, in points.
const NEAR: f32 = 3.0;
/// Most rules that are looked at: a page with more holds a drawing.
const MAX_RULES: usize = 3_000;
/// Most columns and rows of a table.
const MAX_LINES: usize = 400;

/// A table of a page.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) top: f32,
    pub(super) rows: Vec<Vec<Vec<Row>>>,
}

/// Takes the tables out of the characters of a page.
pub(super) fn take(chars: &mut Vec<Char>, rules: &[Rule]) -> Vec<Table> {
    if rules.len() > MAX_RULES {
        return Vec::new();
    }
    let rules = merged(rules);
    let mut tables: Vec<Table> = groups(&rules)
        .into_iter()
        .filter_map(|group| Grid::of(&group))
        .filter_map(|grid| grid.fill(chars))
        .collect();
    tables.sort_by(|a, b| a.top.total_cmp(&b.top));
    tables
}

/// Joins rules that lie on one another or go on where another ends.
fn merged(rules: &[Rule]) -> Vec<Rule> {
    let along = |rule: &Rule| -> [f32; 3] {
        if rule.is_flat() {
            [f32::midpoint(rule.top, rule.bottom), rule.left, rule.right]
        } else {
            [f32::midpoint(rule.left, rule.right), rule.top, rule.bottom]
        }
    };
    let mut all = Vec::new();
    for flat in [true, false] {
        let mut some: Vec<[f32; 3]> = rules
            .iter()
            .filter(|rule| rule.is_flat() == flat)
            .map(along)
            .collect();
        some.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        let mut kept: Vec<[f32; 3]> = Vec::new();
        for [at, from, to] in some {
            let twin = kept
                .iter_mut()
                .rev()
                .take_while(|[other, ..]| at - *other <= NEAR)
                .find(|[_, start, end]| from <= *end + NEAR && *start <= to + NEAR);
            match twin {
                Some([_, start, end]) => {
                    *start = start.min(from);
                    *end = end.max(to);
                }
                None => kept.push([at, from, to]),
            }
        }
        all.extend(kept.into_iter().map(|[at, from, to]| match flat {
            true => Rule {
                left: from,
                right: to,
                top: at,
                bottom: at,
            },
            false => Rule {
                left: at,
                right: at,
                top: from,
                bottom: to,
            },
        }));
    }
    all
}

fn touch(a: &Rule, b: &Rule) -> bool {
    a.left <= b.right + NEAR
        && b.left <= a.right + NEAR
        && a.top <= b.bottom + NEAR
        && b.top <= a.bottom + NEAR
}

/// Puts rules that touch into groups.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut left: Vec<Rule> = rules.to_vec();
    let mut groups = Vec::new();
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut done = 0;
        while let Some(rule) = group.get(done).copied() {
            done += 1;
            let (near, far) = left.iter().partition(|other| touch(&rule, other));
            group.extend::<Vec<Rule>>(near);
            left = far;
        }
        groups.push(group);
    }
    groups
}

/// The rules of one table.
#[derive(Debug)]
struct Grid {
    flat: Vec<Rule>,
    upright: Vec<Rule>,
    /// Edges of the rows and of the columns.
    ys: Vec<f32>,
    xs: Vec<f32>,
}

impl Grid {
    /// A grid has at least two columns and a row; a mere frame is none.
    fn of(group: &[Rule]) -> Option<Self> {
        let (flat, upright): (Vec<Rule>, Vec<Rule>) = group.iter().partition(|rule| rule.is_flat());
        let ys = edges(flat.iter().map(|rule| rule.top));
        let mut xs = edges(upright.iter().map(|rule| rule.left));
        // Some tables are open at the sides: their flat rules say how wide they are.
        let left = flat
            .iter()
            .map(|rule| rule.left)
            .fold(f32::INFINITY, f32::min);
        let right = flat.iter().map(|rule| rule.right).fold(0.0, f32::max);
        if xs.first().is_some_and(|first| first - left > 4.0 * NEAR) {
            xs.insert(0, left);
        }
        if xs.last().is_some_and(|last| right - last > 4.0 * NEAR) {
            xs.push(right);
        }
        let fits = (2..=MAX_LINES).contains(&ys.len()) && (3..=MAX_LINES).contains(&xs.len());
        fits.then_some(Self {
            flat,
            upright,
            ys,
            xs,
        })
    }

    /// Takes the characters inside; `None` where there are none.
    fn fill(&self, chars: &mut Vec<Char>) -> Option<Table> {
        let (n_rows, n_columns) = (self.ys.len() - 1, self.xs.len() - 1);
        let mut cells: Vec<Vec<Vec<Char>>> = vec![vec![Vec::new(); n_columns]; n_rows];
        let mut n = 0;
        chars.retain(|c| {
            let y = c.base - 0.35 * c.size;
            let place = between(&self.ys, y).zip(between(&self.xs, f32::midpoint(c.left, c.right)));
            let Some((row, column)) = place else {
                return true;
            };
            let (row, column) = self.owner(row, column);
            if let Some(cell) = cells.get_mut(row).and_then(|row| row.get_mut(column)) {
                cell.push(*c);
                n += 1;
            }
            false
        });
        (n > 0).then(|| Table {
            top: self.ys.first().copied().unwrap_or_default(),
            rows: cells
                .into_iter()
                .map(|row| row.into_iter().map(rows).collect())
                .collect(),
        })
    }

    /// Returns the first of the cells that are merged with a cell: no rule stands between them.
    fn owner(&self, mut row: usize, mut column: usize) -> (usize, usize) {
        loop {
            let y = self.middle(&self.ys, row);
            let x = self.middle(&self.xs, column);
            let edge = self.xs.get(column).copied().unwrap_or_default();
            if column > 0 && !has_upright(&self.upright, edge, y) {
                column -= 1;
                continue;
            }
            let edge = self.ys.get(row).copied().unwrap_or_default();
            if row > 0 && !has_flat(&self.flat, edge, x) {
                row -= 1;
                continue;
            }
            return (row, column);
        }
    }

    fn middle(&self, edges: &[f32], at: usize) -> f32 {
        match edges.get(at..at + 2) {
            Some([from, to]) => f32::midpoint(*from, *to),
            _ => 0.0,
        }
    }
}

fn has_upright(rules: &[Rule], x: f32, y: f32) -> bool {
    rules
        .iter()
        .any(|rule| (rule.left - x).abs() <= NEAR && rule.top <= y && y <= rule.bottom)
}

fn has_flat(rules: &[Rule], y: f32, x: f32) -> bool {
    rules
        .iter()
        .any(|rule| (rule.top - y).abs() <= NEAR && rule.left <= x && x <= rule.right)
}

fn edges(places: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut places: Vec<f32> = places.collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|b, a| *b - *a <= NEAR);
    places
}

/// Finds the interval that `at` lies in.
fn between(edges: &[f32], at: f32) -> Option<usize> {
    let next = edges.partition_point(|edge| *edge <= at);
    (next < edges.len()).then(|| next.checked_sub(1)).flatten()
}
