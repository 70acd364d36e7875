//! Word packages (`.docx`): WordprocessingML as Word, WPS and LibreOffice write it.
//!
//! What is read is what a reader of the printed report sees, with all tracked changes accepted:
//! text, automatic numbers, tables row by row, notes behind the body, text boxes behind the
//! paragraph they hang on. What is left out but was there (hidden text, unknown signs) is said
//! in a notice. The package is never written to.
//!
//! # What `Origin::Docx` counts
//!
//! Comments are anchored by these numbers, so they follow the XML and not our understanding:
//! - `paragraph` is the index, from 0, of the innermost `w:p` in document order of start tags
//!   among **all** `w:p` of the part (XPath `//w:p`): in tables, text boxes, content controls,
//!   separator notes, deleted or moved content and `mc:Fallback` alike.
//! - `run` is the index, from 0, of the innermost `w:r` among **all** `w:r` of the part (XPath
//!   `//w:r`), likewise: in `w:del`, `w:moveFrom`, `mc:Fallback`, `w:rt`, field instructions, and
//!   runs without text. A run that holds a text box comes before the runs in the box. The `m:r`
//!   of formulas, `a:r` of drawings are not counted.
//! - `char` counts within the run, in document order, the code points of its `w:t` (entities
//!   resolved, line ends normalised to one line feed as XML demands, blanks included that Word
//!   does not show for lack of `xml:space="preserve"`) and 1 for each `w:tab`, `w:ptab`, `w:br`,
//!   `w:cr`, `w:noBreakHyphen` and `w:sym`, whether or not it leaves text (a page break does
//!   not). `w:delText`, `w:instrText`, `w:softHyphen`, note references, drawings count nothing,
//!   nor does what stands in a run inside it (text box, ruby), nor what stands in a `w:del` or
//!   `mc:Fallback` inside the run.
//!
//! Of `mc:AlternateContent` the first `mc:Choice` is read, `mc:Fallback` only where there is no
//! choice. Automatic numbers with their gap, cell boundaries, the blank between two paragraphs
//! of a cell and the text of formulas (`m:t`, which no `w:r` holds) are `Origin::Made`.
//!
//! Within one stretch a character of the reading text is one counted character; a tab, a line
//! break in a cell and a line feed in a `w:t` are a blank there.

pub(super) mod field;
pub(super) mod line;
pub(super) mod numbering;
mod ordinal;
pub(super) mod props;
mod run;
pub(super) mod story;
pub(super) mod styles;
pub(super) mod symbol;
pub(super) mod table;
#[cfg(test)]
pub(super) mod tests;
#[cfg(test)]
mod tests_hostile;
#[cfg(test)]
mod tests_origins;
#[cfg(test)]
mod tests_package;

use super::ReadError;
use crate::ooxml;
use crate::ooxml::Package;
use crate::ooxml::Relation;
use crate::ooxml::Xml;
use crate::text::BlockKind;
use crate::text::Format;
use crate::text::Part;
use crate::text::SourceBuilder;
use crate::text::SourceText;
use numbering::Numbering;
use std::collections::BTreeSet;
use story::Found;
use story::Story;
use styles::Styles;

/// The format's name in messages.
const NAME: &str = "Word 文档（docx）";

/// What paragraphs refer to in other parts.
#[derive(Default, Debug)]
pub(super) struct Book {
    /// The styles.
    pub(super) styles: Styles,
    /// The lists.
    pub(super) numbering: Numbering,
}

/// Reads a Word package.
pub(super) fn read(bytes: &[u8]) -> Result<SourceText, ReadError> {
    let mut package = Package::open(bytes)?;
    let root = package.relations("")?;
    let main = package.main_part(&root)?;
    let relations = package.relations(&main)?;
    let Some(body) = package.part(&main)? else {
        return Err(damaged("压缩包内没有 Word 正文部件".to_owned()));
    };
    let book = read_book(&mut package, &relations)?;
    let mut builder = SourceBuilder::new(Format::Docx, body.encoding);

    let mut found = read_body(&body.text, &main, &book, &mut builder)?;
    drop(body);
    for (kind, part) in [("footnotes", Part::Footnotes), ("endnotes", Part::Endnotes)] {
        for name in targets(&relations, kind).take(1) {
            read_notes(&mut package, &name, part, &book, &mut found, &mut builder)?;
        }
    }
    read_furniture(&mut package, &relations, &book, &mut builder)?;
    for entry in &found.contents {
        builder.furniture("目录", entry);
    }
    for name in targets(&root, "core-properties").take(1) {
        if let Some(title) = read_title(&mut package, &name)? {
            builder.file_title(&title);
        }
    }
    notice(&found, &mut builder);
    Ok(builder.finish(None))
}

/// Reads styles and numbering, each empty where the package has none.
fn read_book(package: &mut Package<'_>, relations: &[Relation]) -> Result<Book, ReadError> {
    let mut book = Book::default();
    for name in targets(relations, "styles").take(1) {
        if let Some(part) = package.part(&name)? {
            book.styles = Styles::read(&mut Xml::new(&part.text, &name))?;
        }
    }
    for name in targets(relations, "numbering").take(1) {
        if let Some(part) = package.part(&name)? {
            let mut xml = Xml::new(&part.text, &name);
            book.numbering = Numbering::read(&mut xml, &book.styles)?;
        }
    }
    Ok(book)
}

/// Reads the main part.
fn read_body(
    text: &str,
    name: &str,
    book: &Book,
    builder: &mut SourceBuilder,
) -> Result<Found, ReadError> {
    let mut story = Story::new(Xml::new(text, name), book, Some(Part::Body));
    let mut is_word = false;
    while let Some(root) = story.xml.child()? {
        is_word |= root.name() == "document";
        for line in story.lines()? {
            line.write(builder);
        }
    }
    if !is_word {
        return Err(damaged(format!("部件 {name} 不是 Word 正文")));
    }
    Ok(story.found)
}

/// Reads footnotes or endnotes: those that the body refers to, in the order of the part.
fn read_notes(
    package: &mut Package<'_>,
    name: &str,
    part: Part,
    book: &Book,
    found: &mut Found,
    builder: &mut SourceBuilder,
) -> Result<(), ReadError> {
    let Some(text) = package.part(name)? else {
        return Ok(());
    };
    let referred = match part {
        Part::Endnotes => &found.endnotes,
        Part::Body | Part::Footnotes => &found.footnotes,
    };
    let mut story = Story::new(Xml::new(&text.text, name), book, Some(part));
    while let Some(root) = story.xml.child()? {
        drop(root);
        while let Some(note) = story.xml.child()? {
            let id = story.xml.attribute(&note, "id");
            let id = id.and_then(|id| id.trim().parse::<i64>().ok());
            // The separators are notes as well, but nothing refers to them.
            if !id.is_some_and(|id| referred.contains(&id)) {
                story.skip(&note)?;
                continue;
            }
            for mut line in story.lines()? {
                line.kind = BlockKind::Footnote;
                line.write(builder);
            }
        }
    }
    found.hidden |= story.found.hidden;
    found.changes |= story.found.changes;
    found.symbols |= story.found.symbols;
    found.formulas |= story.found.formulas;
    Ok(())
}

/// Reads the page headers and footers, each wording once.
fn read_furniture(
    package: &mut Package<'_>,
    relations: &[Relation],
    book: &Book,
    builder: &mut SourceBuilder,
) -> Result<(), ReadError> {
    let mut seen = BTreeSet::new();
    for (kind, label) in [("header", "页眉"), ("footer", "页脚")] {
        for name in targets(relations, kind) {
            let Some(text) = package.part(&name)? else {
                continue;
            };
            let mut story = Story::new(Xml::new(&text.text, &name), book, None);
            let mut value = String::new();
            while let Some(root) = story.xml.child()? {
                drop(root);
                for line in story.lines()? {
                    value.push_str(&line.ordinal);
                    value.push_str(line.text());
                    value.push(' ');
                }
            }
            let value = value.trim();
            if !value.is_empty() && seen.insert((label, value.to_owned())) {
                builder.furniture(label, value);
            }
        }
    }
    Ok(())
}

/// Reads the title from the properties of the file.
fn read_title(package: &mut Package<'_>, name: &str) -> Result<Option<String>, ReadError> {
    let Some(part) = package.part(name)? else {
        return Ok(None);
    };
    let mut xml = Xml::new(&part.text, name);
    let mut title = None;
    while let Some(root) = xml.child()? {
        drop(root);
        while let Some(element) = xml.child()? {
            match element.name() {
                "title" => title = Some(xml.text()?.into_owned()),
                _ => xml.skip(|_| {})?,
            }
        }
    }
    Ok(title)
}

/// Returns the parts that relationships of the type `kind` lead to.
fn targets(relations: &[Relation], kind: &str) -> impl Iterator<Item = String> {
    relations
        .iter()
        .filter(move |relation| relation.kind == kind)
        .map(|relation| relation.target.clone())
}

/// Says once for each kind what was met beside text.
pub(super) fn notice(found: &Found, builder: &mut SourceBuilder) {
    let notices = [
        (
            found.changes,
            "文档带有修订痕迹，按接受全部修订后的文字检查；定稿前请接受或拒绝修订",
        ),
        (found.hidden, "文档中有隐藏文字，未作检查"),
        (
            found.symbols,
            "文档中有无法识别的符号字体字符，检查时视为不存在",
        ),
        (
            found.formulas,
            "文档中有公式，只按其中的文字检查，无法定位到公式内部",
        ),
        (found.embedded, "文档中嵌入了其他文档，嵌入的内容未作检查"),
        (!found.contents.is_empty(), "目录不作为正文检查"),
    ];
    for (met, text) in notices {
        if met {
            builder.notice(text);
        }
    }
}

fn damaged(what: String) -> ReadError {
    ReadError::Damaged { format: NAME, what }
}

impl From<ooxml::Error> for ReadError {
    fn from(error: ooxml::Error) -> Self {
        match error {
            ooxml::Error::Damaged(what) => damaged(what),
            ooxml::Error::Limit(what) => Self::Limit { what },
            ooxml::Error::NotYet { format, instead } => Self::NotYet { format, instead },
        }
    }
}
