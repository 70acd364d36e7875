//! Dates as reports write them.

use crate::text::Span;

/// A day as written in the report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12 where it is possible at all; 0 where it is not written.
    pub month: u32,
    /// The day of the month; 0 where it is not written.
    pub day: u32,
    /// Where it stands.
    pub span: Span,
    /// Written with Chinese numerals.
    pub hanzi: bool,
}
