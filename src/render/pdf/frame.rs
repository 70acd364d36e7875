//! A page as its reader sees it, and the way back to the coordinates of the file.

use hayro_syntax::page::Page;
use hayro_syntax::page::Rotation;

/// Left, lower, right and upper edge.
pub(super) type Edges = [f32; 4];

/// What is seen of a page: its crop box, turned.
///
/// Seen coordinates start at the lower left corner of what is seen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Frame {
    crop: Edges,
    /// Quarter turns clockwise.
    turns: u8,
}

impl Frame {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let crop = page.intersected_crop_box();
        Self {
            crop: [crop.x0, crop.y0, crop.x1, crop.y1].map(single),
            turns: match page.rotation() {
                Rotation::None => 0,
                Rotation::Horizontal => 1,
                Rotation::Flipped => 2,
                Rotation::FlippedHorizontal => 3,
            },
        }
    }

    /// Width and height of what is seen.
    pub(super) fn size(&self) -> [f32; 2] {
        let [left, low, right, high] = self.crop;
        let (width, height) = (right - left, high - low);
        match self.turns % 2 {
            0 => [width, height],
            _ => [height, width],
        }
    }

    /// From the file to what is seen.
    pub(super) fn seen(&self, edges: Edges) -> Edges {
        let [left, low, right, high] = self.crop;
        let [x0, y0, x1, y1] = edges;
        ordered(match self.turns {
            1 => [y0 - low, right - x1, y1 - low, right - x0],
            2 => [right - x1, high - y1, right - x0, high - y0],
            3 => [high - y1, x0 - left, high - y0, x1 - left],
            _ => [x0 - left, y0 - low, x1 - left, y1 - low],
        })
    }

    /// From what is seen to the file.
    pub(super) fn filed(&self, edges: Edges) -> Edges {
        let [x0, y0, x1, y1] = edges;
        let ([ax, ay], [bx, by]) = (self.point([x0, y0]), self.point([x1, y1]));
        ordered([ax, ay, bx, by])
    }

    /// The corners of what is seen, in the order that viewers expect of a marked line: upper left,
    /// upper right, lower left, lower right.
    pub(super) fn corners(&self, [x0, y0, x1, y1]: Edges) -> [[f32; 2]; 4] {
        [[x0, y1], [x1, y1], [x0, y0], [x1, y0]].map(|point| self.point(point))
    }

    fn point(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [left, low, right, high] = self.crop;
        match self.turns {
            1 => [right - y, low + x],
            2 => [right - x, high - y],
            3 => [left + y, high - x],
            _ => [left + x, low + y],
        }
    }

    /// The matrix that sets a picture upright on this page.
    pub(super) fn upright(&self) -> &'static str {
        match self.turns {
            1 => "[0 1 -1 0 0 0]",
            2 => "[-1 0 0 -1 0 0]",
            3 => "[0 -1 1 0 0 0]",
            _ => "[1 0 0 1 0 0]",
        }
    }
}

fn ordered([x0, y0, x1, y1]: Edges) -> Edges {
    [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)]
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places on a page need no more than single precision"
)]
fn single(value: f64) -> f32 {
    value as f32
}

/// A page that is not turned.
#[cfg(test)]
pub(super) fn plain(crop: Edges) -> Frame {
    Frame { crop, turns: 0 }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn what_is_seen_goes_back_to_where_it_was() {
        for turns in 0..4 {
            let crop = [10.0, 20.0, 210.0, 320.0];
            let frame = Frame { crop, turns };
            let edges = [30.0, 40.0, 50.0, 44.0];
            let seen = frame.seen(edges);
            assert_eq!(frame.filed(seen), edges, "{turns}");
            let [width, height] = frame.size();
            let upper_left = frame.point([0.0, height]);
            assert_eq!(frame.corners([0.0, 0.0, width, height])[0], upper_left);
        }
        let turned = Frame {
            crop: [0.0, 0.0, 200.0, 300.0],
            turns: 1,
        };
        // Turned clockwise, the lower left corner of the file is seen at the upper left.
        assert_eq!(turned.point([0.0, 200.0]), [0.0, 0.0]);
        assert_eq!(turned.seen([0.0, 0.0, 1.0, 2.0]), [0.0, 199.0, 2.0, 200.0]);
    }
}
