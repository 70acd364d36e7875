//! Rich Text Format (`.rtf`), as Word, WPS and LibreOffice write it.
//!
//! Read by hand: no library decodes Chinese bytes by font *and* keeps tables, notes and headers
//! apart. A group is a `{…}`, a control word a `\name`. What a group says holds until it ends.
//! Text is read by the same rules as in a `.docx` file; numbers of lists stand in the file as
//! text (`\listtext`).

mod charset;
mod reader;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod token;
mod word;

use super::ReadError;
use super::docx;
use super::legacy;
use crate::text::Format;
use crate::text::SourceBuilder;
use crate::text::SourceText;
use reader::Reader;
use token::Tokens;

/// The format's name in messages.
const NAME: &str = "RTF";

/// Reads a file.
pub(super) fn read(bytes: &[u8]) -> Result<SourceText, ReadError> {
    let mut reader = Reader::new();
    // A byte order mark or a blank before the first group is no text.
    let start = bytes.iter().position(|byte| *byte == b'{').unwrap_or(0);
    for token in Tokens::new(bytes.get(start..).unwrap_or(&[])) {
        reader.token(token)?;
    }
    let read = reader.finish()?;
    let mut builder = SourceBuilder::new(Format::Rtf, read.encoding);
    for line in &read.body.lines {
        line.write(&mut builder);
    }
    legacy::write_notes(read.notes, &mut builder);
    for (label, value) in &read.furniture {
        builder.furniture(label, value);
    }
    for entry in &read.body.found.contents {
        builder.furniture("目录", entry);
    }
    builder.file_title(&read.title);
    docx::notice(&read.body.found, &mut builder);
    if read.body.unnumbered {
        builder.notice(legacy::UNNUMBERED);
    }
    if read.n_unknown > 0 {
        builder.notice(format!(
            "{} 个字无法识别：不是文件所说的编码，检查时视为不存在",
            read.n_unknown
        ));
    }
    Ok(builder.finish(None))
}
