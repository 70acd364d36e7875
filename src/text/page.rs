//! Places on pages, for formats that have pages: which character stands where.

/// One character of a page, in the coordinates of the file.
///
/// For PDF these are points of the default user space, with `y` upwards and before the page is
/// rotated for reading: what annotations are written in. For OFD they are points with `y`
/// downwards from the upper edge.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Placed {
    /// Page, from 1.
    pub page: u32,
    /// Line of the page, from 1, in reading order.
    pub line: u32,
    /// Left, lower, right and upper edge.
    pub edges: [f32; 4],
}

/// What a stretch of one line without wide gaps covers of its page; edges as of [`Placed`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    /// Page, from 1.
    pub page: u32,
    /// Line of the page, from 1.
    pub line: u32,
    /// Left, lower, right and upper edge.
    pub edges: [f32; 4],
}

impl Area {
    pub(crate) fn of(placed: &Placed) -> Self {
        Self {
            page: placed.page,
            line: placed.line,
            edges: placed.edges,
        }
    }

    /// Tells whether a character goes on where this area ends: on the same line, with no gap that
    /// is wider than three characters.
    pub(crate) fn goes_on(&self, placed: &Placed) -> bool {
        let [left, low, right, high] = self.edges;
        let [l, b, r, t] = placed.edges;
        let apart = (l - right).max(left - r).max(b - high).max(low - t);
        let size = (r - l).max(t - b);
        self.page == placed.page && self.line == placed.line && apart <= 3.0 * size
    }

    pub(crate) fn cover(&mut self, placed: &Placed) {
        let [left, low, right, high] = self.edges;
        let [l, b, r, t] = placed.edges;
        self.edges = [left.min(l), low.min(b), right.max(r), high.max(t)];
    }
}
