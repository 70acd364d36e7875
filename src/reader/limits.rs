//! What readers take at most, in one place.
//!
//! A report has some thousand words; whoever hands in a million is refused with a message, not
//! with a full memory. All limits count what the file makes us do, never time: the same file is
//! read or refused on every machine. `docs/limits.md` lists them for users, and each one has a
//! test that reaches it.

#[cfg(feature = "pdf")]
pub(super) use crate::ooxml::limits::MAX_DEPTH;
#[cfg(feature = "pdf")]
pub(super) use crate::ooxml::limits::MAX_PART_BYTES;
#[cfg(feature = "pdf")]
pub(super) use crate::ooxml::limits::MAX_TOTAL_BYTES;

/// Bytes of a file. A report of 12 KB is usual, 1 MB is huge; scans reach some ten MB.
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// Paragraphs of a document, with or without text. A report has some hundreds.
pub(super) const MAX_LINES: usize = 200_000;

/// Pages of a PDF or OFD file. The longest reports have 40.
#[cfg(feature = "pdf")]
pub(super) const MAX_PAGES: usize = 2_000;

/// Characters on all pages: a thousand pages full. Of `.doc` and `.rtf`, of each story.
#[cfg(any(feature = "pdf", feature = "doc"))]
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

/// Tables inside one another that are told apart in `.doc` and `.rtf` files; deeper ones are read
/// as part of the last.
#[cfg(feature = "doc")]
pub(super) const MAX_TABLES: usize = 16;

/// Groups inside one another in an RTF file. Word's own files stay below 30.
#[cfg(feature = "doc")]
pub(super) const MAX_GROUPS: usize = 512;

/// Signs of a `.doc` file that are walked over, deleted ones and marks included.
#[cfg(feature = "doc")]
pub(super) const MAX_SIGNS: usize = 8_000_000;

/// Pieces, runs and paragraphs that a `.doc` file may list; a report has some thousand.
#[cfg(feature = "doc")]
pub(super) const MAX_RUNS: usize = 1_000_000;

/// Bytes of properties of a `.doc` file, counted as often as they are applied. A report has some
/// ten thousand.
#[cfg(feature = "doc")]
pub(super) const MAX_PROPERTY_BYTES: usize = 64 << 20;
