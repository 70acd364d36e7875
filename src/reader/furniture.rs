//! Lines of page furniture.

/// How many lines at either end are furniture.
pub(super) struct PageSplit {
    pub(super) top: usize,
    pub(super) bottom: usize,
}

pub(super) fn split_page(_lines: &[&str]) -> PageSplit {
    PageSplit { top: 0, bottom: 0 }
}

pub(super) enum Line {
    Body,
    Furniture(Vec<(String, String)>),
}

pub(super) fn classify(_line: &str) -> Line {
    Line::Body
}
