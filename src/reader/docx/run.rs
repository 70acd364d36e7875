//! Runs: what a paragraph's characters are, where they stand, and which of them are seen.

use super::line::Line;
use super::line::is_visible;
use super::props::RunProps;
use super::story::Paragraph;
use super::story::Story;
use super::symbol;
use crate::ooxml::Element;
use crate::reader::ReadError;
use crate::text::Origin;

/// A run while it is walked over.
#[derive(Debug)]
pub(super) struct Run {
    paragraph: u32,
    index: u32,
    /// Code points of its content so far.
    chars: u32,
    bold: bool,
    hidden: bool,
}

impl<'x> Story<'x, '_> {
    /// Consumes an open `w:r`.
    pub(super) fn run(&mut self, paragraph: &mut Paragraph) -> Result<(), ReadError> {
        let mut run = Run {
            paragraph: paragraph.index,
            index: self.n_runs,
            chars: 0,
            bold: paragraph.look.bold,
            hidden: paragraph.look.hidden,
        };
        self.n_runs += 1;
        self.inline(paragraph, Some(&mut run))
    }

    /// Consumes `element`, which stands in a run.
    pub(super) fn run_content(
        &mut self,
        element: &Element<'x>,
        paragraph: &mut Paragraph,
        run: &mut Run,
    ) -> Result<(), ReadError> {
        match element.name() {
            "rPr" => {
                let props = RunProps::read(&mut self.xml)?;
                (run.bold, run.hidden) = self.book.styles.run(&props, &paragraph.look);
                Ok(())
            }
            "t" => self.text(element, paragraph, run),
            "footnoteRef" | "endnoteRef" => {
                self.after_mark = true;
                self.skip(element)
            }
            "tab" | "ptab" => self.sign(element, " ", paragraph, run),
            "noBreakHyphen" => self.sign(element, "-", paragraph, run),
            "br" | "cr" => self.line_break(element, paragraph, run),
            "sym" => self.symbol(element, paragraph, run),
            "fldChar" => {
                let kind = self.xml.attribute(element, "fldCharType");
                self.fields.note(kind.as_deref(), run.paragraph);
                self.skip(element)
            }
            "footnoteReference" | "endnoteReference" => {
                let id = self.xml.attribute(element, "id");
                let id = id.and_then(|id| id.trim().parse::<i64>().ok());
                let notes = match element.name() {
                    "footnoteReference" => &mut self.found.footnotes,
                    _ => &mut self.found.endnotes,
                };
                notes.extend(id.filter(|_| !run.hidden));
                self.skip(element)
            }
            _ => self.within(element, |story| story.inline(paragraph, Some(run))),
        }
    }

    /// Consumes an open `w:t`.
    fn text(
        &mut self,
        element: &Element<'x>,
        paragraph: &mut Paragraph,
        run: &mut Run,
    ) -> Result<(), ReadError> {
        const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];
        let keeps_blanks = element.keeps_blanks();
        let text = self.xml.text()?;
        let from_start = text.trim_start_matches(BLANKS);
        let (shown, n_cut) = if keeps_blanks {
            (&*text, 0)
        } else {
            let n_cut = text.len() - from_start.len();
            (from_start.trim_end_matches(BLANKS), n_cut)
        };
        // What is cut are ASCII blanks: bytes are code points.
        let at = run.chars.saturating_add(count(n_cut));
        run.chars = run.chars.saturating_add(count(text.chars().count()));
        self.put(shown, at, paragraph, run);
        Ok(())
    }

    /// Consumes an element that stands for one character.
    fn sign(
        &mut self,
        element: &Element<'x>,
        text: &str,
        paragraph: &mut Paragraph,
        run: &mut Run,
    ) -> Result<(), ReadError> {
        let at = run.chars;
        run.chars = at.saturating_add(1);
        self.put(text, at, paragraph, run);
        self.skip(element)
    }

    /// Consumes an open `w:br` or `w:cr`. Where a page or column ends is no line end.
    fn line_break(
        &mut self,
        element: &Element<'x>,
        paragraph: &mut Paragraph,
        run: &mut Run,
    ) -> Result<(), ReadError> {
        let kind = self.xml.attribute(element, "type");
        if matches!(kind.as_deref(), Some("page" | "column")) {
            return self.sign(element, "", paragraph, run);
        }
        if paragraph.in_cell {
            return self.sign(element, " ", paragraph, run);
        }
        let is_blank = paragraph.lines.last().is_none_or(Line::is_blank);
        if !run.hidden && !self.fields.in_instruction() && !is_blank {
            self.budget(paragraph.lines.len())?;
            paragraph.lines.push(Line::new());
        }
        self.sign(element, "", paragraph, run)
    }

    /// Consumes an open `w:sym`.
    fn symbol(
        &mut self,
        element: &Element<'x>,
        paragraph: &mut Paragraph,
        run: &mut Run,
    ) -> Result<(), ReadError> {
        let font = self.xml.attribute(element, "font").unwrap_or_default();
        let code = self.xml.attribute(element, "char").unwrap_or_default();
        let sign = symbol::decode(&font, &code);
        self.found.symbols |= sign.is_none() && !run.hidden;
        let sign = sign.map(String::from).unwrap_or_default();
        self.sign(element, &sign, paragraph, run)
    }

    /// Consumes an open `m:t`. The runs of a formula are not Word's, so it has no origin.
    pub(super) fn formula(&mut self, paragraph: &mut Paragraph) -> Result<(), ReadError> {
        let text = self.xml.text()?;
        self.found.formulas |= !text.trim().is_empty();
        if !self.fields.in_instruction()
            && let Some(line) = paragraph.lines.last_mut()
        {
            line.push(&text, Origin::Made, paragraph.look.bold);
        }
        Ok(())
    }

    /// Adds text of a run to the paragraph, unless it is not to be seen.
    fn put(&mut self, mut text: &str, mut at: u32, paragraph: &mut Paragraph, run: &Run) {
        if self.after_mark && !text.is_empty() {
            // The mark of a note leaves no text, nor does the blank Word puts behind it.
            let shown = text.trim_start_matches(' ');
            at = at.saturating_add(count(text.len() - shown.len()));
            text = shown;
            self.after_mark = text.is_empty();
        }
        if self.fields.in_instruction() {
            return;
        }
        if run.hidden {
            self.found.hidden |= text.chars().any(is_visible);
            return;
        }
        let origin = match self.part {
            Some(part) => Origin::Docx {
                part,
                paragraph: run.paragraph,
                run: run.index,
                char: at,
            },
            None => Origin::Made,
        };
        if let Some(line) = paragraph.lines.last_mut() {
            line.push(text, origin, run.bold);
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
