//! The programs that `build.rs` made of the built-in patterns.
//!
//! `patterns.bin` is how many there are; for each where it begins, ordered by their texts; then
//! each: the length of its text, this, the length of its program, this. Numbers have four bytes,
//! little endian.

static PATTERNS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/patterns.bin"));

/// Returns the program of a folded pattern; empty where none was made.
pub(crate) fn program_of(pattern: &str) -> &'static [u8] {
    find(pattern.as_bytes()).unwrap_or_default()
}

fn find(pattern: &[u8]) -> Option<&'static [u8]> {
    let (mut from, mut to) = (0, number(0)?);
    while from < to {
        let middle = from + (to - from) / 2;
        let at = number(4 + 4 * middle)?;
        let text = sized(at)?;
        match text.cmp(pattern) {
            std::cmp::Ordering::Less => from = middle + 1,
            std::cmp::Ordering::Greater => to = middle,
            std::cmp::Ordering::Equal => return sized(at + 4 + text.len()),
        }
    }
    None
}

fn number(at: usize) -> Option<usize> {
    let bytes = PATTERNS.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

/// Reads a length and as many bytes.
fn sized(at: usize) -> Option<&'static [u8]> {
    let length = number(at)?;
    PATTERNS.get(at + 4..at + 4 + length)
}
