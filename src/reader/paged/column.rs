//! One column or two.

use super::line::Row;
use super::line::rows;
use super::upright::Char;

/// How many lines two columns must have side by side.
const FEWEST_LINES: usize = 6;
/// How many characters a line of a column has on average; cells of tables have fewer.
const SHORTEST_LINES: usize = 10;
/// The width of a step over the page while a gutter is looked for, in points.
const STEP: f32 = 3.0;

/// Puts lines in the order they are read: where a stretch of the page has two columns, the left
/// one first.
pub(super) fn order(lines: Vec<Row>) -> Vec<Vec<Row>> {
    let Some(gutter) = gutter(&lines) else {
        return vec![lines];
    };
    let mut ordered: Vec<Vec<Row>> = Vec::new();
    let mut stretch: Vec<Row> = Vec::new();
    for line in lines {
        if crosses(&line, gutter) {
            close(&mut stretch, gutter, &mut ordered);
            match ordered.last_mut() {
                Some(last) if last.iter().any(|row| crosses(row, gutter)) => last.push(line),
                _ => ordered.push(vec![line]),
            }
        } else {
            stretch.push(line);
        }
    }
    close(&mut stretch, gutter, &mut ordered);
    ordered
}

/// Adds a stretch that nothing crosses: as two columns where it is two.
fn close(stretch: &mut Vec<Row>, gutter: f32, ordered: &mut Vec<Vec<Row>>) {
    let stretch = std::mem::take(stretch);
    if stretch.is_empty() {
        return;
    }
    if !is_two(&stretch, gutter) {
        match ordered.last_mut() {
            Some(last) if last.iter().any(|row| crosses(row, gutter)) => last.extend(stretch),
            _ => ordered.push(stretch),
        }
        return;
    }
    let (left, right): (Vec<Char>, Vec<Char>) = stretch
        .into_iter()
        .flat_map(|row| row.chars)
        .partition(|c| middle(c) < gutter);
    ordered.push(rows(left));
    ordered.push(rows(right));
}

fn middle(c: &Char) -> f32 {
    f32::midpoint(c.left, c.right)
}

/// Tells whether a line has a character, or a gap no wider than usual, at `x`.
fn crosses(line: &Row, x: f32) -> bool {
    let visible = || line.chars.iter().filter(|c| !c.c.is_whitespace());
    let before = visible().filter(|c| middle(c) < x).map(|c| c.right);
    let behind = visible().filter(|c| middle(c) >= x).map(|c| c.left);
    let before = before.fold(f32::NEG_INFINITY, f32::max);
    let behind = behind.fold(f32::INFINITY, f32::min);
    before > x || behind < x || behind - before < line.size
}

/// Tells whether the lines, none of which crosses the gutter, are two columns of text.
fn is_two(lines: &[Row], gutter: f32) -> bool {
    let side = |on_left: bool| {
        let counts = lines.iter().map(|line| {
            let chars = line.chars.iter();
            chars
                .filter(|c| !c.c.is_whitespace() && (middle(c) < gutter) == on_left)
                .count()
        });
        let counts: Vec<usize> = counts.filter(|n| *n > 0).collect();
        let all: usize = counts.iter().sum();
        counts.len() >= FEWEST_LINES && all >= counts.len() * SHORTEST_LINES
    };
    side(true) && side(false)
}

/// Finds the place that the fewest lines cross, in the middle third of the text.
fn gutter(lines: &[Row]) -> Option<f32> {
    if lines.len() < FEWEST_LINES {
        return None;
    }
    let left = lines
        .iter()
        .map(|row| row.left)
        .fold(f32::INFINITY, f32::min);
    let right = lines.iter().map(|row| row.right).fold(0.0, f32::max);
    let third = (right - left) / 3.0;
    let mut best: Option<(usize, f32)> = None;
    let mut x = left + third;
    while x < right - third {
        let n = lines.iter().filter(|line| crosses(line, x)).count();
        // The middle of the gutter and not its edge: later places win a draw half of the time.
        if best.is_none_or(|(fewest, _)| n < fewest) {
            best = Some((n, x));
        }
        x += STEP;
    }
    let (n, x) = best?;
    let free: Vec<Row> = lines
        .iter()
        .filter(|line| !crosses(line, x))
        .cloned()
        .collect();
    (n * 2 < lines.len() && is_two(&free, x)).then_some(x)
}
