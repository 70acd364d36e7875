//! A page turned so that its text runs to the right, with every character once.

use super::Glyph;
use super::Sheet;
use super::Stroke;
use std::collections::BTreeMap;

/// A character on an upright page: `x` to the right, `y` downwards.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Char {
    pub(super) c: char,
    pub(super) left: f32,
    pub(super) right: f32,
    /// Its baseline.
    pub(super) base: f32,
    pub(super) size: f32,
    pub(super) style: u16,
    pub(super) bold: bool,
    pub(super) hidden: bool,
    pub(super) artifact: bool,
    /// Left, lower, right and upper edge in the coordinates of the file.
    pub(super) edges: [f32; 4],
}

/// A straight stroke on an upright page, from its left or upper end.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Rule {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Rule {
    pub(super) fn is_flat(&self) -> bool {
        self.bottom - self.top <= self.right - self.left
    }
}

/// An upright page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) chars: Vec<Char>,
    pub(super) rules: Vec<Rule>,
    /// Characters that run in another direction: watermarks, stamps.
    pub(super) aslant: String,
}

impl Glyph {
    /// Tells whether it stands anywhere at all.
    pub(in crate::reader) fn is_placed(&self) -> bool {
        let all = [self.origin, self.advance, self.up];
        let finite = all.iter().flatten().all(|n| n.is_finite() && n.abs() < 1e6);
        finite && length(self.up) > 0.1
    }
}

fn length(of: [f32; 2]) -> f32 {
    of[0].hypot(of[1])
}

/// Which way text runs and which way is down, each along an axis of the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Turn {
    right: [i8; 2],
    down: [i8; 2],
}

impl Turn {
    /// The turn of one character; `None` where it is aslant.
    fn of(glyph: &Glyph) -> Option<Self> {
        let up = axis(glyph.up)?;
        // A blank or a mark of no width has no direction of its own: text runs to the right of up.
        let right = axis(glyph.advance)?;
        let down = [-up[0], -up[1]];
        Some(Self { right, down })
    }

    fn apply(self, [x, y]: [f32; 2]) -> [f32; 2] {
        let along = |[ex, ey]: [i8; 2]| x * f32::from(ex) + y * f32::from(ey);
        [along(self.right), along(self.down)]
    }
}

/// The axis a direction follows, within six degrees.
fn axis(direction: [f32; 2]) -> Option<[i8; 2]> {
    let [x, y] = direction;
    let sign = |n: f32| if n < 0.0 { -1 } else { 1 };
    if y.abs() <= x.abs() * 0.1 && x != 0.0 {
        Some([sign(x), 0])
    } else if x.abs() <= y.abs() * 0.1 && y != 0.0 {
        Some([0, sign(y)])
    } else {
        None
    }
}

/// Turns a page upright.
pub(super) fn page(sheet: &Sheet) -> Page {
    let mut votes: BTreeMap<Turn, usize> = BTreeMap::new();
    for turn in sheet.glyphs.iter().filter_map(Turn::of) {
        *votes.entry(turn).or_default() += 1;
    }
    let usual = Turn {
        right: [1, 0],
        down: [0, -1],
    };
    let turn = votes
        .iter()
        .max_by_key(|(_, n)| **n)
        .map_or(usual, |(turn, _)| *turn);
    let [left, low, right, high] = sheet.edges;
    let corners = [turn.apply([left, low]), turn.apply([right, high])];
    let [[x0, y0], [x1, y1]] = corners;
    let corner = [x0.min(x1), y0.min(y1)];
    let mut page = Page {
        width: (x1 - x0).abs(),
        height: (y1 - y0).abs(),
        ..Page::default()
    };
    let place = |point: [f32; 2]| {
        let [x, y] = turn.apply(point);
        [x - corner[0], y - corner[1]]
    };
    for glyph in &sheet.glyphs {
        match upright(glyph, turn, &place) {
            Some(c) => page.chars.push(c),
            None if page.aslant.len() < 1000 => page.aslant.push(glyph.c),
            None => {}
        }
    }
    page.rules = sheet
        .strokes
        .iter()
        .map(|stroke| rule(stroke, &place))
        .collect();
    page.chars = once(page.chars);
    page
}

fn upright(glyph: &Glyph, turn: Turn, place: &impl Fn([f32; 2]) -> [f32; 2]) -> Option<Char> {
    let is_blank = glyph.advance == [0.0, 0.0];
    if !is_blank && Turn::of(glyph)? != turn {
        return None;
    }
    let [x, base] = place(glyph.origin);
    let end = [
        glyph.origin[0] + glyph.advance[0],
        glyph.origin[1] + glyph.advance[1],
    ];
    let [end_x, _] = place(end);
    Some(Char {
        c: glyph.c,
        left: x.min(end_x),
        right: x.max(end_x),
        base,
        size: length(glyph.up),
        style: glyph.style,
        bold: glyph.bold,
        hidden: glyph.hidden,
        artifact: glyph.artifact,
        edges: edges(glyph),
    })
}

/// The box of a glyph: from a little below its baseline to its top.
fn edges(glyph: &Glyph) -> [f32; 4] {
    let ([x, y], [dx, dy], [ux, uy]) = (glyph.origin, glyph.advance, glyph.up);
    let corner = |along: f32, up: f32| [x + dx * along + ux * up, y + dy * along + uy * up];
    let corners = [
        corner(0.0, -0.18),
        corner(1.0, -0.18),
        corner(0.0, 0.88),
        corner(1.0, 0.88),
    ];
    let mut edges = [
        f32::INFINITY,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::NEG_INFINITY,
    ];
    for [x, y] in corners {
        let [left, low, right, high] = edges;
        edges = [left.min(x), low.min(y), right.max(x), high.max(y)];
    }
    edges
}

fn rule(stroke: &Stroke, place: &impl Fn([f32; 2]) -> [f32; 2]) -> Rule {
    let ([x0, y0], [x1, y1]) = (place(stroke.from), place(stroke.to));
    Rule {
        left: x0.min(x1),
        top: y0.min(y1),
        right: x0.max(x1),
        bottom: y0.max(y1),
    }
}

/// Cells of a fine raster, to find neighbours.
fn cell(c: &Char, unit: f32) -> (i32, i32) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float becomes the nearest number there is"
    )]
    let number = |n: f32| (n / unit) as i32;
    (number(f32::midpoint(c.left, c.right)), number(c.base))
}

/// The width of a cell: less than any two characters of a text stand apart.
const CELL: f32 = 2.0;

/// Takes every character once. Bold type that a font does not have is printed twice, a little
/// apart; text that was recognised in a picture lies under text that is drawn.
fn once(chars: Vec<Char>) -> Vec<Char> {
    let mut drawn: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
    let mut kept: Vec<Char> = Vec::with_capacity(chars.len());
    let (hidden, visible): (Vec<Char>, Vec<Char>) = chars.into_iter().partition(|c| c.hidden);
    let only_hidden = visible.is_empty();
    for c in visible.into_iter().chain(hidden) {
        let (column, row) = cell(&c, CELL);
        let near = |other: &Char| {
            let apart =
                (f32::midpoint(c.left, c.right) - f32::midpoint(other.left, other.right)).abs();
            let lower = (c.base - other.base).abs();
            let within = |part: f32| apart < part * c.size && lower < part * c.size;
            if c.hidden && !other.hidden {
                within(0.6)
            } else {
                c.c == other.c && within(0.2)
            }
        };
        // Hidden text may lie a whole character off what is drawn.
        let reach = if c.hidden && !only_hidden { 4 } else { 2 };
        let places = (row - reach..=row + reach)
            .flat_map(|row| (column - reach..=column + reach).map(move |column| (column, row)));
        let twin = places
            .filter_map(|place| drawn.get(&place))
            .flatten()
            .copied()
            .find(|index| kept.get(*index).is_some_and(near));
        if let Some(twin) = twin.filter(|_| !c.c.is_whitespace()) {
            if let Some(first) = kept.get_mut(twin)
                && !c.hidden
            {
                first.bold = true;
            }
            continue;
        }
        if !c.c.is_whitespace() {
            drawn.entry((column, row)).or_default().push(kept.len());
        }
        kept.push(c);
    }
    kept
}
