//! Byte ranges in one text, and the only cut of a text that there is.

use std::fmt;
use std::ops::Range;

/// A half-open byte range in a text: usually the reading text.
///
/// Both ends lie on character boundaries of that text. Spans order by start, then by end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes the span from `start` to `end`; an end before the start gives an empty span.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self {
            start,
            end: end.max(start),
        }
    }

    /// Returns the empty span at `at`.
    #[must_use]
    pub fn empty(at: usize) -> Self {
        Self::new(at, at)
    }

    /// Returns the first byte as an index.
    #[must_use]
    pub fn from(self) -> usize {
        self.start as usize
    }

    /// Returns one past the last byte as an index.
    #[must_use]
    pub fn to(self) -> usize {
        self.end as usize
    }

    /// Returns the length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Tells whether the span covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end == self.start
    }

    /// Returns the span as a range of indices.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.from()..self.to()
    }

    /// Tells whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Tells whether the two spans share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Returns the span moved `by` bytes towards the end.
    #[must_use]
    pub fn shift(self, by: usize) -> Self {
        Self::new(self.from() + by, self.to() + by)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Cuts `span` out of `text`; empty where the span does not fit the text.
///
/// This is the only place where a text is cut by byte positions, and it cannot panic.
#[must_use]
pub fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_cuts_a_character_gives_nothing() {
        assert_eq!(slice("法治", Span::new(0, 3)), "法");
        assert_eq!(slice("法治", Span::new(0, 2)), "");
        assert_eq!(slice("法治", Span::new(3, 99)), "");
    }

    #[test]
    fn spans_cover_and_overlap() {
        let (a, b) = (Span::new(0, 3), Span::new(3, 6));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), Span::new(0, 6));
        assert!(a.cover(b).contains(b));
    }
}
