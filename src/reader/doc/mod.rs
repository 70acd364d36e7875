//! Word 97 to 2003 documents (`.doc`), which WPS writes as `.wps` as well ([MS-DOC]).
//!
//! Read by the piece table, so that files saved fast are in their right order. What is read is
//! the same as of a `.docx` file, by the same rules: tracked changes accepted, automatic numbers
//! written out, tables row by row, text boxes behind the paragraph they hang on, notes behind
//! the body, page headers and footers apart. Nothing is ever written to such a file.

mod apart;
mod bytes;
mod fib;
mod lists;
mod ole;
mod pieces;
mod runs;
mod sprm;
mod story;
mod styles;
#[cfg(test)]
mod tests;

use super::ReadError;
use super::docx;
use super::docx::line::Line;
use super::docx::story::Found;
use super::legacy;
use crate::text::Format;
use crate::text::SourceBuilder;
use crate::text::SourceText;
use fib::Fib;
use fib::Story;
use fib::Table;
use ole::Ole;
use std::collections::BTreeSet;
use story::Document;

/// The format's name in messages.
const NAME: &str = "Word 97—2003 文档（doc）";

fn damaged(what: String) -> ReadError {
    ReadError::Damaged { format: NAME, what }
}

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<SourceText, ReadError> {
    let ole = Ole::open(bytes).ok_or_else(|| damaged("文件目录读不出来".to_owned()))?;
    let word = ole
        .stream("WordDocument")
        .ok_or_else(|| damaged("文件里没有 Word 正文".to_owned()))?;
    let fib = Fib::read(&word)?;
    let tables = ole
        .stream(fib.table)
        .ok_or_else(|| damaged(format!("缺少数据流 {}", fib.table)))?;
    let data = ole.stream("Data").unwrap_or_default();
    let document = Document::new(&fib, &word, &tables, &data)?;
    let mut builder = SourceBuilder::new(Format::Doc, "UTF-16LE");
    let mut found = Found::default();
    let mut unnumbered = false;
    let mut told = |story: Story| -> Result<Vec<Line>, ReadError> {
        let part = document.tell(fib.range(story), story)?;
        legacy::gather(&mut found, part.found);
        unnumbered |= part.unnumbered;
        Ok(part.lines)
    };
    for line in told(Story::Body)? {
        line.write(&mut builder);
    }
    legacy::write_notes(told(Story::Footnotes)?, &mut builder);
    legacy::write_notes(told(Story::Endnotes)?, &mut builder);
    write_furniture(&document, &fib, &tables, &mut builder)?;
    for entry in &found.contents {
        builder.furniture("目录", entry);
    }
    docx::notice(&found, &mut builder);
    if unnumbered {
        builder.notice(legacy::UNNUMBERED);
    }
    Ok(builder.finish(None))
}

/// Keeps page headers and footers apart, each wording once.
fn write_furniture(
    document: &Document<'_>,
    fib: &Fib,
    tables: &[u8],
    builder: &mut SourceBuilder,
) -> Result<(), ReadError> {
    /// Stories before those of the first section: lines between text and notes.
    const SEPARATORS: usize = 6;
    const LABELS: [&str; 6] = ["页眉", "页眉", "页脚", "页脚", "页眉", "页脚"];
    let all = fib.range(Story::Headers);
    let mut seen = BTreeSet::new();
    let mut last = 0;
    let places = fib::places(fib.cut(tables, Table::Headers), 0);
    for (index, (from, to, _)) in places.into_iter().enumerate().skip(SEPARATORS) {
        let from = all.start.saturating_add(from).min(all.end);
        let to = all.start.saturating_add(to).min(all.end);
        if from >= to || from < last {
            continue;
        }
        last = to;
        let part = document.tell(from..to, Story::Headers)?;
        let value = legacy::in_one_line(&part.lines);
        let label = LABELS.get(index % LABELS.len()).copied().unwrap_or("");
        if !value.is_empty() && seen.insert((label, value.clone())) {
            builder.furniture(label, &value);
        }
    }
    Ok(())
}
