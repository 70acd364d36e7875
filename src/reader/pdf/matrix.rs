//! Affine maps of the plane.

/// `x' = a x + c y + e`, `y' = b x + d y + f`, as PDF writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Scales, and moves upwards by `rise`.
    pub(super) fn scale(x: f64, y: f64, rise: f64) -> Self {
        Self([x, 0.0, 0.0, y, 0.0, rise])
    }

    /// The map that applies `self` first and `next` second.
    pub(super) fn then(&self, next: &Self) -> Self {
        let Self([a, b, c, d, e, f]) = *self;
        let Self([p, q, r, s, t, u]) = *next;
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    pub(super) fn apply(&self, x: f64, y: f64) -> [f32; 2] {
        let Self([a, b, c, d, e, f]) = *self;
        [single(a * x + c * y + e), single(b * x + d * y + f)]
    }

    /// Maps a direction: without the shift.
    pub(super) fn direction(&self, x: f64, y: f64) -> [f32; 2] {
        let Self([a, b, c, d, ..]) = *self;
        [single(a * x + c * y), single(b * x + d * y)]
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places on a page need no more than single precision"
)]
fn single(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_map_is_applied_first() {
        let map = Matrix::shift(1.0, 2.0).then(&Matrix([0.0, 2.0, -2.0, 0.0, 10.0, 0.0]));
        assert_eq!(map.apply(3.0, 4.0), [10.0 - 12.0, 8.0]);
        assert_eq!(map.direction(1.0, 0.0), [0.0, 2.0]);
    }
}
