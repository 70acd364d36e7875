//! One format's bytes to a reading text.
//!
//! A reader never repairs the author; it records what it joined and what it left out. Which
//! format a file has is decided by its content first and its name second.

mod decode;
#[cfg(feature = "doc")]
mod doc;
mod docx;
mod error;
mod furniture;
mod html;
#[cfg(feature = "doc")]
mod legacy;
pub mod limits;
mod md;
#[cfg(feature = "pdf")]
mod ofd;
#[cfg(feature = "pdf")]
mod paged;
#[cfg(feature = "pdf")]
mod pdf;
mod rejoin;
#[cfg(feature = "doc")]
mod rtf;
mod sniff;
mod txt;

pub use error::ReadError;
pub use sniff::FileKind;

use crate::text::SourceText;

pub use limits::MAX_FILE_BYTES;

/// Reads a report. `name` is the file's name or path, for its extension only.
///
/// # Errors
/// Where there is no text to check: empty, binary, damaged, encrypted, too large, or a format
/// that is known but not read. The message is Chinese and says what to do instead.
pub fn read(name: &str, bytes: &[u8]) -> Result<SourceText, ReadError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let kind = sniff::kind(name, bytes)?;
    let mut source = match kind {
        FileKind::Docx => docx::read(bytes)?,
        #[cfg(feature = "pdf")]
        FileKind::Pdf => pdf::read(bytes)?,
        #[cfg(feature = "pdf")]
        FileKind::Ofd => ofd::read(bytes)?,
        #[cfg(feature = "doc")]
        FileKind::Doc => doc::read(bytes)?,
        #[cfg(feature = "doc")]
        FileKind::Rtf => rtf::read(bytes)?,
        FileKind::Html => html::read(bytes)?,
        FileKind::Md => md::read(&decode::text(bytes)?),
        FileKind::Txt => txt::read(&decode::text(bytes)?),
    };
    if source.text().trim().is_empty() {
        return Err(ReadError::NoText {
            furniture: !source.furniture().is_empty(),
        });
    }
    if let Some(notice) = sniff::mismatch(name, kind) {
        source.add_notice(notice);
    }
    Ok(source)
}
