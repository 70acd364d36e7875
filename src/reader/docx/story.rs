//! The walk over one story (body, notes, header, footer): paragraphs to lines.
//!
//! Paragraphs and runs are counted here for `Origin::Docx`; the count is described in `mod.rs`.

use super::Book;
use super::field::Fields;
use super::line::Line;
use super::numbering::Counters;
use super::numbering::Mark;
use super::props::ParagraphProps;
use super::run::Run;
use super::styles::Look;
use crate::ooxml::Element;
use crate::ooxml::Xml;
use crate::reader::ReadError;
use crate::reader::limits::MAX_LINES;
use crate::text::BlockKind;
use crate::text::Part;
use std::collections::BTreeSet;

/// One story while it is walked over.
pub(super) struct Story<'x, 'b> {
    pub(super) xml: Xml<'x>,
    pub(super) book: &'b Book,
    /// The part that origins name; none for headers and footers.
    pub(super) part: Option<Part>,
    n_paragraphs: u32,
    /// How many runs began so far.
    pub(super) n_runs: u32,
    n_lines: usize,
    counters: Counters,
    /// The fields that are open here.
    pub(super) fields: Fields,
    /// Whether nothing but the mark of a note was met in this paragraph.
    pub(super) after_mark: bool,
    /// For each `mc:AlternateContent` around this place whether its choice was made.
    choices: Vec<bool>,
    pub(super) found: Found,
}

/// What the walk met beside text.
#[derive(Default, Debug)]
pub(in crate::reader) struct Found {
    /// Text that is hidden.
    pub(in crate::reader) hidden: bool,
    /// Tracked changes.
    pub(in crate::reader) changes: bool,
    /// Signs of a symbol font that are not known.
    pub(in crate::reader) symbols: bool,
    /// Formulas.
    pub(super) formulas: bool,
    /// Whole files embedded as text.
    pub(super) embedded: bool,
    /// The entries of the table of contents.
    pub(in crate::reader) contents: Vec<String>,
    /// Ids of the footnotes referred to.
    pub(super) footnotes: BTreeSet<i64>,
    /// Ids of the endnotes referred to.
    pub(super) endnotes: BTreeSet<i64>,
}

/// The lines of a body, a cell or a text box.
#[derive(Default, Debug)]
pub(in crate::reader) struct Flow {
    /// The finished lines in reading order; none is blank.
    pub(in crate::reader) lines: Vec<Line>,
    /// Whether this is a cell: there a line break is a blank, and a number alone is text.
    is_cell: bool,
    /// Further columns that the cell covers.
    pub(in crate::reader) n_covered: usize,
    /// Whether the cell is deleted by a tracked change.
    pub(super) deleted: bool,
    /// A paragraph whose end is deleted: the next one goes on in it.
    unfinished: Option<Paragraph>,
}

impl Flow {
    /// Starts a cell.
    pub(in crate::reader) fn cell() -> Self {
        Self {
            is_cell: true,
            ..Self::default()
        }
    }
}

/// A paragraph while it is walked over.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// Its index in the part.
    pub(super) index: u32,
    /// Whether it stands in a cell.
    pub(super) in_cell: bool,
    end_deleted: bool,
    /// What it and its style say.
    pub(super) look: Look,
    mark: Option<Mark>,
    /// Its text: one line, and one more for each line break.
    pub(super) lines: Vec<Line>,
    /// The lines of its text boxes.
    boxes: Vec<Line>,
}

impl<'x, 'b> Story<'x, 'b> {
    /// Starts before the root of a part.
    pub(super) fn new(xml: Xml<'x>, book: &'b Book, part: Option<Part>) -> Self {
        Self {
            xml,
            book,
            part,
            n_paragraphs: 0,
            n_runs: 0,
            n_lines: 0,
            counters: Counters::default(),
            fields: Fields::default(),
            after_mark: false,
            choices: Vec::new(),
            found: Found::default(),
        }
    }

    /// Consumes the open element, which holds paragraphs and tables, and returns its lines.
    pub(super) fn lines(&mut self) -> Result<Vec<Line>, ReadError> {
        let mut flow = Flow::default();
        self.fill(&mut flow)?;
        Ok(flow.lines)
    }

    /// Consumes the open element and fills `flow` with its paragraphs and tables.
    pub(super) fn fill(&mut self, flow: &mut Flow) -> Result<(), ReadError> {
        self.flow(flow)?;
        self.settle(flow)
    }

    fn flow(&mut self, flow: &mut Flow) -> Result<(), ReadError> {
        while let Some(element) = self.xml.child()? {
            match element.name() {
                "p" => self.paragraph(flow)?,
                "tbl" => {
                    self.settle(flow)?;
                    self.table(flow)?;
                }
                "tcPr" => self.cell_props(flow)?,
                "altChunk" => {
                    self.found.embedded = true;
                    self.skip(&element)?;
                }
                _ => self.within(&element, |story| story.flow(flow))?,
            }
        }
        Ok(())
    }

    /// Finishes a paragraph that nothing follows to go on in it.
    fn settle(&mut self, flow: &mut Flow) -> Result<(), ReadError> {
        match flow.unfinished.take() {
            Some(paragraph) => self.finish(paragraph, flow),
            None => Ok(()),
        }
    }

    /// Consumes an element without text of its own: `walk` consumes it the way its parent is
    /// walked, unless the element says that its content is not to be read.
    pub(super) fn within(
        &mut self,
        element: &Element<'x>,
        walk: impl FnOnce(&mut Self) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        match element.name() {
            "AlternateContent" => {
                self.choices.push(false);
                walk(self)?;
                self.choices.pop();
                Ok(())
            }
            // One of several ways to say the same: the first is taken, which is the newest.
            "Choice" | "Fallback" => match self.choices.last_mut() {
                Some(made) if !*made => {
                    *made = true;
                    walk(self)
                }
                _ => self.skip(element),
            },
            "ins" | "moveTo" => {
                self.found.changes = true;
                walk(self)
            }
            "del" | "moveFrom" => {
                self.found.changes = true;
                self.skip(element)
            }
            // `rt` is the reading above a word (`w:ruby`). The rest are properties, which may
            // hold an older state of text properties, and what stands where it cannot.
            "rt" | "sdtPr" | "sdtEndPr" | "sectPr" | "pPr" | "rPr" | "p" | "r" => {
                self.skip(element)
            }
            _ => walk(self),
        }
    }

    /// Consumes `element` unread, but counts its paragraphs and runs.
    pub(super) fn skip(&mut self, element: &Element<'x>) -> Result<(), ReadError> {
        let (mut n_paragraphs, mut n_runs) = (0_u32, 0_u32);
        let mut count = |element: &Element<'x>| match element.name() {
            "p" => n_paragraphs += 1,
            "r" => n_runs += 1,
            _ => {}
        };
        count(element);
        self.xml.skip(count)?;
        self.n_paragraphs += n_paragraphs;
        self.n_runs += n_runs;
        Ok(())
    }

    /// Consumes an open `w:p`.
    fn paragraph(&mut self, flow: &mut Flow) -> Result<(), ReadError> {
        let index = self.n_paragraphs;
        self.n_paragraphs += 1;
        self.budget(self.n_paragraphs as usize)?;
        let mut paragraph = flow.unfinished.take().unwrap_or_else(|| Paragraph {
            index,
            in_cell: flow.is_cell,
            end_deleted: false,
            look: Look::default(),
            mark: None,
            lines: vec![Line::new()],
            boxes: Vec::new(),
        });
        paragraph.index = index;
        self.dress(&mut paragraph, &ParagraphProps::default());
        self.inline(&mut paragraph, None)?;
        self.fields.end_paragraph(index);
        self.after_mark = false;
        if paragraph.end_deleted {
            self.found.changes = true;
            flow.unfinished = Some(paragraph);
            return Ok(());
        }
        // Counted whether it has text or not: Word shows the number of an empty paragraph too.
        let book = self.book;
        paragraph.mark = book
            .numbering
            .mark(&paragraph.look, &book.styles, &mut self.counters);
        self.finish(paragraph, flow)
    }

    /// Gives a paragraph its look. The end of a paragraph carries its properties, so of several
    /// that run together the last one counts.
    fn dress(&self, paragraph: &mut Paragraph, props: &ParagraphProps) {
        paragraph.look = self.book.styles.look(props);
        paragraph.end_deleted = props.end_deleted;
    }

    /// Consumes the open element: a paragraph, a run of it, or anything inside them.
    pub(super) fn inline(
        &mut self,
        paragraph: &mut Paragraph,
        mut run: Option<&mut Run>,
    ) -> Result<(), ReadError> {
        while let Some(element) = self.xml.child()? {
            match element.name() {
                "r" => self.run(paragraph)?,
                "pPr" => {
                    let props = ParagraphProps::read(&mut self.xml)?;
                    self.dress(paragraph, &props);
                }
                "txbxContent" => self.text_box(paragraph)?,
                "p" | "tbl" => self.stray(&element, paragraph)?,
                "m:t" => self.formula(paragraph)?,
                "instrText" | "delText" | "delInstrText" => self.skip(&element)?,
                _ => match run.as_deref_mut() {
                    Some(run) => self.run_content(&element, paragraph, run)?,
                    None => self.within(&element, |story| story.inline(paragraph, None))?,
                },
            }
        }
        Ok(())
    }

    /// Consumes an open `w:txbxContent`. Its lines follow the paragraph it is anchored in.
    fn text_box(&mut self, paragraph: &mut Paragraph) -> Result<(), ReadError> {
        // A box may stand in the middle of a field, which must not hide its text.
        let fields = std::mem::take(&mut self.fields);
        let lines = self.lines();
        self.fields = fields;
        paragraph.boxes.append(&mut lines?);
        Ok(())
    }

    /// Consumes a paragraph or table inside a paragraph, where none may be: read as a text box.
    fn stray(&mut self, element: &Element<'x>, paragraph: &mut Paragraph) -> Result<(), ReadError> {
        let mut flow = Flow::default();
        match element.name() {
            "tbl" => self.table(&mut flow)?,
            _ => self.paragraph(&mut flow)?,
        }
        self.settle(&mut flow)?;
        paragraph.boxes.append(&mut flow.lines);
        Ok(())
    }

    /// Adds the lines of a paragraph to `flow`.
    fn finish(&mut self, paragraph: Paragraph, flow: &mut Flow) -> Result<(), ReadError> {
        let Paragraph {
            look, mark, lines, ..
        } = paragraph;
        for line in finished(lines, &look, mark, flow.is_cell, &mut self.found.contents) {
            self.add(line, flow)?;
        }
        flow.lines.extend(paragraph.boxes);
        Ok(())
    }

    /// Adds a finished line to `flow`.
    pub(super) fn add(&mut self, line: Line, flow: &mut Flow) -> Result<(), ReadError> {
        self.n_lines += 1;
        self.budget(self.n_lines)?;
        flow.lines.push(line);
        Ok(())
    }

    /// Refuses more lines than a story may have.
    pub(super) fn budget(&self, n_lines: usize) -> Result<(), ReadError> {
        if n_lines <= MAX_LINES {
            return Ok(());
        }
        Err(ReadError::Limit {
            what: format!("Word 文档（docx）超过 {MAX_LINES} 个段落"),
        })
    }
}

/// Gives the lines of a paragraph that are to be read, each as what it is. Entries of a table of
/// contents go to `contents` instead.
pub(in crate::reader) fn finished(
    mut lines: Vec<Line>,
    look: &Look,
    mark: Option<Mark>,
    is_cell: bool,
    contents: &mut Vec<String>,
) -> Vec<Line> {
    let kind = match (look.heading, &mark) {
        (Some(level), _) => BlockKind::Heading(level),
        (None, Some(Mark::Bullet)) => BlockKind::ListItem,
        (None, Some(Mark::Ordinal(text))) if !text.is_empty() => BlockKind::ListItem,
        (None, _) => BlockKind::Paragraph,
    };
    let mut ordinal = match mark {
        Some(Mark::Ordinal(text)) => text,
        _ => String::new(),
    };
    let number_alone = is_cell && !ordinal.is_empty();
    match lines.iter().position(|line| !line.is_blank()) {
        None if number_alone => lines.truncate(1),
        _ => lines.retain(|line| !line.is_blank()),
    }
    for line in &mut lines {
        line.ordinal = std::mem::take(&mut ordinal);
        line.kind = kind;
        line.centred = look.centred;
    }
    if look.contents {
        let entries = lines.drain(..);
        contents.extend(entries.map(|line| format!("{}{}", line.ordinal, line.text())));
    }
    lines
}
