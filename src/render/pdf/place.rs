//! Where annotations stand on a page.

use super::frame::Edges;
use super::frame::Frame;
use super::note::ICON;
use crate::text::Area;

/// Room between signs, and between a sign and the text.
const GAP: f32 = 3.0;

/// Puts areas together by pages, in order.
pub(super) fn pages(areas: &[Area]) -> Vec<(u32, Vec<Edges>)> {
    let mut pages: Vec<(u32, Vec<Edges>)> = Vec::new();
    for area in areas {
        match pages.iter_mut().find(|(page, _)| *page == area.page) {
            Some((_, list)) => list.push(area.edges),
            None => pages.push((area.page, vec![area.edges])),
        }
    }
    pages
}

/// The signs of a page: none hides another.
#[derive(Debug, Default)]
pub(super) struct Signs(Vec<Edges>);

impl Signs {
    /// Finds the place of a sign: in the margin to the left of a line, or at the upper left corner
    /// of the page where there is no line; further down where another one stands there.
    pub(super) fn place(&mut self, frame: &Frame, line: Option<Edges>) -> Edges {
        let [width, height] = frame.size();
        let (mut left, mut low) = match line {
            Some([left, low, _, high]) => {
                let middle = f32::midpoint(low, high);
                (left - ICON - GAP, middle - ICON / 2.0)
            }
            None => (2.0 * GAP, height - 2.0 * GAP - ICON),
        };
        left = left.clamp(GAP, (width - ICON).max(GAP));
        low = low.clamp(0.0, (height - ICON).max(0.0));
        let overlaps = |left: f32, low: f32| {
            let near =
                |other: &&Edges| (other[0] - left).abs() < ICON && (other[1] - low).abs() < ICON;
            self.0.iter().rfind(near).is_some()
        };
        while low > 0.0 && overlaps(left, low) {
            low -= ICON + GAP;
        }
        let place = [left, low.max(0.0), left + ICON, low.max(0.0) + ICON];
        self.0.push(place);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf::frame;

    #[test]
    fn signs_stand_below_one_another() {
        let frame = frame::plain([0.0, 0.0, 600.0, 800.0]);
        let mut signs = Signs::default();
        let line = Some([100.0, 700.0, 300.0, 716.0]);
        assert_eq!(signs.place(&frame, line), [79.0, 699.0, 97.0, 717.0]);
        assert_eq!(signs.place(&frame, line), [79.0, 678.0, 97.0, 696.0]);
        assert_eq!(signs.place(&frame, None), [6.0, 776.0, 24.0, 794.0]);
        // Text that starts at the edge of the page.
        let line = Some([1.0, 3.0, 300.0, 10.0]);
        assert_eq!(signs.place(&frame, line), [3.0, 0.0, 21.0, 18.0]);
    }
}
