//! What `.doc` and `.rtf` files have in common: signs and paragraph ends, one after another.
//!
//! Neither has a tree: a paragraph says at its end what it was, a cell and a row likewise. The
//! [`Writer`] puts lines together from that, by the same rules as the reader of `.docx` files.
//! Their text has no origin that anything is written back to, so it is all `Origin::Made`;
//! findings are placed by the number of the paragraph, as in `.docx` reports.

mod table;

use super::ReadError;
use super::docx::Book;
use super::docx::field::Fields;
use super::docx::line::Line;
use super::docx::line::is_visible;
use super::docx::numbering::Counters;
use super::docx::numbering::Mark;
use super::docx::props::ParagraphProps;
use super::docx::props::RunProps;
use super::docx::story::Found;
use super::docx::story::finished;
use super::limits::MAX_CHARACTERS;
use super::limits::MAX_LINES;
use super::limits::MAX_TABLES;
use crate::text::BlockKind;
use crate::text::Origin;
use crate::text::SourceBuilder;
use table::Table;

/// One story (body, note, header) while it is told.
#[derive(Default)]
pub(super) struct Writer {
    /// The format's name in messages.
    format: &'static str,
    chunks: Vec<Chunk>,
    /// The number before the paragraph, where the file has it as text.
    pub(super) mark: Option<Mark>,
    /// The lines of the text boxes that hang on the paragraph.
    pub(super) boxes: Vec<Line>,
    /// The fields that are open here.
    fields: Fields,
    /// Whether nothing but the mark of a note was met in this paragraph.
    pub(super) after_mark: bool,
    counters: Counters,
    tables: Vec<Table>,
    lines: Vec<Line>,
    /// Whether a number before a paragraph is not known.
    pub(super) unnumbered: bool,
    n_paragraphs: u32,
    n_lines: usize,
    n_characters: usize,
    /// What was met beside text.
    pub(super) found: Found,
}

/// A story that was read.
pub(super) struct Told {
    /// Its lines.
    pub(super) lines: Vec<Line>,
    /// What was met beside text.
    pub(super) found: Found,
    /// Whether a number before a paragraph is not known.
    pub(super) unnumbered: bool,
}

/// What is said where the numbers before paragraphs are not known.
pub(super) const UNNUMBERED: &str =
    "自动编号未读出：有的段落前的编号是自动生成的，文件里没有写明，检查时视为没有编号";

/// Signs of one look.
struct Chunk {
    text: String,
    run: RunProps,
    /// A line break, which has no text.
    is_break: bool,
}

/// What the end of a paragraph says of it.
pub(super) struct End {
    /// Its properties.
    pub(super) props: ParagraphProps,
    /// How many tables it stands in.
    pub(super) depth: usize,
    /// What ends with it.
    pub(super) of: Of,
}

/// What a paragraph end ends.
pub(super) enum Of {
    /// The paragraph.
    Paragraph,
    /// A cell as well.
    Cell,
    /// A row: no paragraph at all. Its cells lie between these edges, where they are told.
    Row(Vec<i32>),
}

impl Writer {
    /// Starts a story.
    pub(super) fn new(format: &'static str) -> Self {
        Self {
            format,
            ..Self::default()
        }
    }

    /// Adds text as it is to be read, unless it is part of an instruction.
    pub(super) fn text(&mut self, mut text: &str, run: &RunProps) -> Result<(), ReadError> {
        if self.after_mark {
            // The mark of a note leaves no text, nor does the blank Word puts behind it.
            text = text.trim_start_matches(' ');
        }
        if text.is_empty() || self.fields.in_instruction() {
            return Ok(());
        }
        self.after_mark = false;
        self.n_characters += text.chars().count();
        if self.n_characters > MAX_CHARACTERS {
            return Err(ReadError::Limit {
                what: format!("{}的文字超过 {} 万字", self.format, MAX_CHARACTERS / 10_000),
            });
        }
        match self.chunks.last_mut() {
            Some(last) if !last.is_break && last.run == *run => last.text.push_str(text),
            _ => self.chunks.push(Chunk {
                text: text.to_owned(),
                run: run.clone(),
                is_break: false,
            }),
        }
        Ok(())
    }

    /// Adds a line break.
    pub(super) fn line_break(&mut self, run: &RunProps) {
        // As many breaks as a story may have lines are enough to refuse it.
        if !self.fields.in_instruction() && self.chunks.len() <= 2 * MAX_LINES {
            self.chunks.push(Chunk {
                text: String::new(),
                run: run.clone(),
                is_break: true,
            });
        }
    }

    /// Takes note of `begin`, `separate` or `end` of a field.
    pub(super) fn field(&mut self, kind: &str) {
        self.fields.note(Some(kind), self.n_paragraphs);
    }

    /// Tells whether there is text behind the last paragraph end.
    pub(super) fn is_open(&self) -> bool {
        !self.chunks.is_empty() || !self.boxes.is_empty()
    }

    /// Ends a paragraph, cell or row.
    pub(super) fn end(&mut self, end: End, book: &Book) -> Result<(), ReadError> {
        let depth = end.depth.min(MAX_TABLES);
        self.after_mark = false;
        if let Of::Row(edges) = end.of {
            self.at_depth(depth.max(1))?;
            if let Some(table) = self.tables.last_mut() {
                table.end_row(edges);
            }
            self.n_lines += 1;
            self.budget(self.n_lines)?;
            // What stands before the end of a row and in no cell is nothing that is seen.
            self.chunks.clear();
            self.mark = None;
            return Ok(());
        }
        self.fields.end_paragraph(self.n_paragraphs);
        self.n_paragraphs += 1;
        let lines = self.paragraph(&end.props, depth > 0, book)?;
        self.n_lines += lines.len();
        self.budget(self.n_lines.max(self.n_paragraphs as usize))?;
        self.at_depth(depth)?;
        match self.tables.last_mut() {
            Some(table) => {
                table.add(lines);
                if matches!(end.of, Of::Cell) {
                    table.end_cell();
                }
            }
            None => self.lines.extend(lines),
        }
        Ok(())
    }

    /// Makes the lines of the paragraph that ends here.
    fn paragraph(
        &mut self,
        props: &ParagraphProps,
        in_cell: bool,
        book: &Book,
    ) -> Result<Vec<Line>, ReadError> {
        let look = book.styles.look(props);
        let counted = book.numbering.mark(&look, &book.styles, &mut self.counters);
        let mark = self.mark.take().or(counted);
        let is_numbered = look.numbering.is_some_and(|list| list != 0);
        self.unnumbered |= is_numbered && mark.is_none() && !self.chunks.is_empty();
        let mut lines = vec![Line::new()];
        for chunk in std::mem::take(&mut self.chunks) {
            let (bold, hidden) = book.styles.run(&chunk.run, &look);
            if hidden {
                self.found.hidden |= chunk.text.chars().any(is_visible);
                continue;
            }
            let is_blank = lines.last().is_none_or(Line::is_blank);
            if chunk.is_break && !in_cell && !is_blank {
                self.budget(lines.len())?;
                lines.push(Line::new());
            }
            let text = if chunk.is_break && in_cell {
                " "
            } else {
                &chunk.text
            };
            if let Some(line) = lines.last_mut() {
                line.push(text, Origin::Made, bold);
            }
        }
        let contents = &mut self.found.contents;
        let mut lines = finished(lines, &look, mark, in_cell, contents);
        lines.append(&mut self.boxes);
        Ok(lines)
    }

    /// Opens and closes tables until `depth` of them are open.
    fn at_depth(&mut self, depth: usize) -> Result<(), ReadError> {
        while self.tables.len() > depth {
            let Some(table) = self.tables.pop() else {
                break;
            };
            let lines = table.into_lines();
            self.n_lines += lines.len();
            self.budget(self.n_lines)?;
            match self.tables.last_mut() {
                Some(outer) => outer.add(lines),
                None => self.lines.extend(lines),
            }
        }
        while self.tables.len() < depth {
            self.tables.push(Table::default());
        }
        Ok(())
    }

    /// Ends the story and gives its lines.
    pub(super) fn finish(mut self, book: &Book) -> Result<Told, ReadError> {
        if self.is_open() {
            let end = End {
                props: ParagraphProps::default(),
                depth: 0,
                of: Of::Paragraph,
            };
            self.end(end, book)?;
        }
        self.at_depth(0)?;
        Ok(Told {
            lines: self.lines,
            found: self.found,
            unnumbered: self.unnumbered,
        })
    }

    fn budget(&self, n_lines: usize) -> Result<(), ReadError> {
        if n_lines <= MAX_LINES {
            return Ok(());
        }
        Err(ReadError::Limit {
            what: format!("{}超过 {MAX_LINES} 个段落", self.format),
        })
    }
}

/// Writes notes, which stand behind the body.
pub(super) fn write_notes(lines: Vec<Line>, builder: &mut SourceBuilder) {
    for mut line in lines {
        line.kind = BlockKind::Footnote;
        line.write(builder);
    }
}

/// Puts what a header or footer says into one line.
pub(super) fn in_one_line(lines: &[Line]) -> String {
    let texts = lines
        .iter()
        .map(|line| format!("{}{}", line.ordinal, line.text()));
    texts.collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Adds what another story met.
pub(super) fn gather(found: &mut Found, mut other: Found) {
    found.hidden |= other.hidden;
    found.changes |= other.changes;
    found.symbols |= other.symbols;
    found.contents.append(&mut other.contents);
}
