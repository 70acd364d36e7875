//! Lines and thin boxes that a page draws: the rules of tables and above notes.

use super::matrix::Matrix;
use crate::reader::paged::Stroke;

/// How thick a filled box may be to be a stroke, in points.
const THICKEST: f32 = 3.0;
/// How short a stroke may be to count.
const SHORTEST: f32 = 6.0;
/// How many strokes of a page are kept: a drawing with more is no table.
const MAX_STROKES: usize = 20_000;

/// The path that is being built.
#[derive(Debug, Default)]
pub(super) struct Path {
    /// Straight lines.
    lines: Vec<Stroke>,
    /// Two opposite corners of upright boxes.
    boxes: Vec<Stroke>,
    start: [f32; 2],
    last: [f32; 2],
    /// What was painted and is to be given.
    painted: Vec<Stroke>,
}

impl Path {
    /// Takes a path operator; tells whether it was one.
    pub(super) fn operator(&mut self, operator: &[u8], numbers: &[f64], ctm: &Matrix) -> bool {
        match (operator, numbers) {
            (b"m", [x, y]) => {
                self.start = ctm.apply(*x, *y);
                self.last = self.start;
            }
            (b"l", [x, y]) => self.line(ctm.apply(*x, *y)),
            (b"c", [.., x, y]) | (b"v", [.., x, y]) | (b"y", [.., x, y]) => {
                self.last = ctm.apply(*x, *y);
            }
            (b"h", _) => self.line(self.start),
            (b"re", [x, y, width, height]) => {
                let from = ctm.apply(*x, *y);
                let to = ctm.apply(x + width, y + height);
                if self.boxes.len() < MAX_STROKES {
                    self.boxes.push(Stroke { from, to });
                }
            }
            (b"S" | b"s", _) => self.paint(true),
            (b"f" | b"F" | b"f*", _) => self.paint(false),
            (b"B" | b"B*" | b"b" | b"b*", _) => self.paint(true),
            (b"n", _) => self.clear(),
            _ => return false,
        }
        true
    }

    /// Hands over what was painted.
    pub(super) fn give(&mut self, strokes: &mut Vec<Stroke>) {
        let room = MAX_STROKES.saturating_sub(strokes.len());
        strokes.extend(self.painted.drain(..).take(room));
    }

    fn line(&mut self, to: [f32; 2]) {
        let line = Stroke {
            from: self.last,
            to,
        };
        self.last = to;
        if self.lines.len() < MAX_STROKES {
            self.lines.push(line);
        }
    }

    fn paint(&mut self, stroked: bool) {
        for stroke in std::mem::take(&mut self.boxes) {
            let [[left, low], [right, high]] = [stroke.from, stroke.to];
            let (width, height) = ((right - left).abs(), (high - low).abs());
            if width <= THICKEST || height <= THICKEST {
                self.add_middle(stroke);
            } else if stroked {
                let corners = [[left, low], [right, low], [right, high], [left, high]];
                let next = corners.iter().cycle().skip(1);
                for (from, to) in corners.iter().zip(next) {
                    self.add(Stroke {
                        from: *from,
                        to: *to,
                    });
                }
            }
        }
        let lines = std::mem::take(&mut self.lines);
        if stroked {
            for line in lines {
                self.add(line);
            }
        } else if let [first, .., last] = lines.as_slice() {
            // A filled outline that is thin is a stroke along its middle.
            let points = lines.iter().flat_map(|line| [line.from, line.to]);
            let (mut low, mut high) = (first.from, last.to);
            for [x, y] in points {
                low = [low[0].min(x), low[1].min(y)];
                high = [high[0].max(x), high[1].max(y)];
            }
            if high[0] - low[0] <= THICKEST || high[1] - low[1] <= THICKEST {
                self.add_middle(Stroke {
                    from: low,
                    to: high,
                });
            }
        }
    }

    /// Adds the middle line of a thin box.
    fn add_middle(&mut self, thin: Stroke) {
        let [[left, low], [right, high]] = [thin.from, thin.to];
        let (x, y) = (f32::midpoint(left, right), f32::midpoint(low, high));
        let middle = if (right - left).abs() >= (high - low).abs() {
            Stroke {
                from: [left, y],
                to: [right, y],
            }
        } else {
            Stroke {
                from: [x, low],
                to: [x, high],
            }
        };
        self.add(middle);
    }

    fn add(&mut self, stroke: Stroke) {
        let [[left, low], [right, high]] = [stroke.from, stroke.to];
        let (width, height) = ((right - left).abs(), (high - low).abs());
        let straight = width.min(height) <= 1.0 && width.max(height) >= SHORTEST;
        if straight && self.painted.len() < MAX_STROKES {
            self.painted.push(stroke);
        }
    }

    fn clear(&mut self) {
        self.lines.clear();
        self.boxes.clear();
    }
}
