//! What readers take at most, in one place.
//!
//! A report has some thousand words; whoever hands in a million is refused with a message, not
//! with a full memory. All limits count what the file makes us do, never time: the same file is
//! read or refused on every machine. `docs/limits.md` lists them for users, and each one has a
//! test that reaches it.

/// Bytes of a file. A report of 12 KB is usual, 1 MB is huge; scans reach some ten MB.
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// Bytes that one part of a package or one stream may have unpacked. `document.xml` of a long
/// report has 2 MB.
pub(super) const MAX_PART_BYTES: u64 = 64 << 20;

/// Bytes that all parts or streams that are read may have unpacked.
pub(super) const MAX_TOTAL_BYTES: u64 = 256 << 20;

/// Entries of a zip package. A report has about 15, one with pictures 100, an OFD one 4 a page.
pub(super) const MAX_ENTRIES: usize = 8_000;

/// Levels of nested elements. Word's own files stay below 60; readers walk recursively, so this
/// also bounds the stack.
pub(super) const MAX_DEPTH: usize = 256;

/// Paragraphs of a document, with or without text. A report has some hundreds.
pub(super) const MAX_LINES: usize = 200_000;

/// Pages of a PDF or OFD file. The longest reports have 40.
#[cfg(feature = "pdf")]
pub(super) const MAX_PAGES: usize = 2_000;

/// Characters on all pages: a thousand pages full.
#[cfg(feature = "pdf")]
pub(super) const MAX_CHARACTERS: usize = 2_000_000;

/// Objects of a PDF file.
#[cfg(feature = "pdf")]
pub(super) const MAX_OBJECTS: usize = 500_000;

/// Drawing operators of all pages of a PDF file, forms counted as often as they are drawn. A page
/// of text has a thousand, a map a hundred thousand.
#[cfg(feature = "pdf")]
pub(super) const MAX_OPERATORS: usize = 20_000_000;

/// Forms that are drawn inside one another on a PDF page.
#[cfg(feature = "pdf")]
pub(super) const MAX_FORMS: usize = 24;

/// Bytes that the cross-reference streams of a PDF file may have unpacked: a million objects.
#[cfg(feature = "pdf")]
pub(super) const MAX_REFERENCE_BYTES: usize = 4 << 20;

/// Bytes of all object streams of an encrypted PDF file while packed: what they unpack to cannot
/// be told before they are decrypted, but it is at most a thousand times as much.
#[cfg(feature = "pdf")]
pub(super) const MAX_ENCRYPTED_BYTES: usize = 256 << 10;

/// Entries of one character map of a PDF font: all characters there are, twice.
#[cfg(feature = "pdf")]
pub(super) const MAX_MAPPINGS: usize = 200_000;
