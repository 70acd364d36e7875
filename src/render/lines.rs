//! Lines and columns as other programs count them.

use crate::text::Place;

/// The lines of a decoded file.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    /// For each line its first code point and its first byte.
    starts: Vec<(usize, usize)>,
}

/// A point of a text: line and column from 1, the column in UTF-16 units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Point {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut starts = vec![(0, 0)];
        for (n, (at, c)) in text.char_indices().enumerate() {
            if c == '\n' {
                starts.push((n + 1, at + 1));
            }
        }
        Self { text, starts }
    }

    /// Returns the point of a code point of the text.
    pub(super) fn point(&self, code_point: usize) -> Point {
        let line = self.starts.partition_point(|start| start.0 <= code_point);
        let (first, byte) = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or((0, 0));
        let before = self.text.get(byte..).unwrap_or_default().chars();
        let before = before.take(code_point.saturating_sub(first));
        Point {
            line: line.max(1),
            column: 1 + before.map(char::len_utf16).sum::<usize>(),
        }
    }

    /// Returns where a place starts and ends, the end not included.
    pub(super) fn range(&self, place: &Place) -> Option<(Point, Point)> {
        let (start, end) = (place.start?, place.end?);
        Some((self.point(start), self.point(end.max(start))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_utf_16_units() {
        let lines = Lines::new("甲乙\r\n𠮷丙丁\n");
        assert_eq!(lines.point(0), Point { line: 1, column: 1 });
        assert_eq!(lines.point(1), Point { line: 1, column: 2 });
        assert_eq!(lines.point(4), Point { line: 2, column: 1 });
        assert_eq!(lines.point(5), Point { line: 2, column: 3 });
        assert_eq!(lines.point(7), Point { line: 2, column: 5 });
        assert_eq!(lines.point(8), Point { line: 3, column: 1 });
    }
}
