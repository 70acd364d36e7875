//! What of a package is unpacked and walked over at most; `docs/limits.md` lists it for users.

/// Bytes that one part of a package or one stream may have unpacked. `document.xml` of a long
/// report has 2 MB.
pub(crate) const MAX_PART_BYTES: u64 = 64 << 20;

/// Bytes that all parts or streams that are read may have unpacked.
pub(crate) const MAX_TOTAL_BYTES: u64 = 256 << 20;

/// Entries of a zip package. A report has about 15, one with pictures 100, an OFD one 4 a page.
pub(crate) const MAX_ENTRIES: usize = 8_000;

/// Levels of nested elements. Word's own files stay below 60; readers walk recursively, so this
/// also bounds the stack.
pub(crate) const MAX_DEPTH: usize = 256;
