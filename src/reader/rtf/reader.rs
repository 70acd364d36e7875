//! The walk over a file: groups, text, stories.

use super::charset::Charsets;
use super::state::Goal;
use super::state::State;
use super::state::Then;
use super::token::Token;
use crate::reader::ReadError;
use crate::reader::docx::Book;
use crate::reader::docx::line::Line;
use crate::reader::docx::numbering::Mark;
use crate::reader::docx::styles::Style;
use crate::reader::legacy;
use crate::reader::legacy::Told;
use crate::reader::legacy::Writer;
use crate::reader::limits::MAX_GROUPS;
use crate::reader::limits::MAX_LINES;
use std::collections::BTreeSet;

/// Most styles that are kept, as in a `.doc` file.
const MAX_STYLES: usize = 4095;

/// A file while it is walked over.
pub(super) struct Reader {
    pub(super) state: State,
    /// The groups around this one.
    outer: Vec<State>,
    /// The stories that are open: the body, and what was opened inside it.
    pub(super) stories: Vec<Writer>,
    /// Bytes that are not decoded yet: a character may be cut in two by a line end.
    pub(super) pending: Vec<u8>,
    /// Whether all of them stand in the file as they are.
    pub(super) is_raw: bool,
    /// The first half of a character that UTF-16 writes as two.
    pub(super) half: Option<u16>,
    /// How many characters are still to be skipped behind a `\u`.
    pub(super) n_skip: usize,
    /// Whether `\*` was met: the next word names what programs may skip.
    pub(super) after_star: bool,
    /// Whether the next group is the older one of two that say the same.
    pub(super) skips_group: bool,
    pub(super) charsets: Charsets,
    book: Book,
    n_styles: usize,
    /// The name, number or title that is being read.
    pub(super) name: String,
    pub(super) title: String,
    /// Where the cells of the rows lie: of the outer table and of inner ones.
    pub(super) edges: [Vec<i32>; 2],
    notes: Vec<Line>,
    furniture: Vec<(&'static str, String)>,
    pub(super) n_unknown: usize,
}

/// A file that was read.
pub(super) struct Read {
    pub(super) body: Told,
    pub(super) notes: Vec<Line>,
    pub(super) furniture: Vec<(&'static str, String)>,
    pub(super) title: String,
    pub(super) encoding: &'static str,
    /// Characters that could not be decoded.
    pub(super) n_unknown: usize,
}

impl Reader {
    /// Starts before the first byte.
    pub(super) fn new() -> Self {
        Self {
            state: State::new(),
            outer: Vec::new(),
            stories: vec![Writer::new(super::NAME)],
            pending: Vec::new(),
            is_raw: true,
            half: None,
            n_skip: 0,
            after_star: false,
            skips_group: false,
            charsets: Charsets::default(),
            book: Book::default(),
            n_styles: 0,
            name: String::new(),
            title: String::new(),
            edges: [Vec::new(), Vec::new()],
            notes: Vec::new(),
            furniture: Vec::new(),
            n_unknown: 0,
        }
    }

    /// Takes one step.
    pub(super) fn token(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            _ if self.n_skip > 0 && !matches!(token, Token::Word("u" | "uc", _)) => {
                self.n_skip -= 1;
                Ok(())
            }
            Token::Hex(byte) => {
                self.byte(byte, false);
                Ok(())
            }
            Token::Byte(byte) => {
                self.byte(byte, true);
                Ok(())
            }
            Token::Word("u", number) => self.unit(number.unwrap_or(0)),
            Token::Word(name, number) => {
                self.flush()?;
                self.word(name, number)
            }
            Token::Sign(sign) => {
                self.flush()?;
                self.sign(sign)
            }
        }
    }

    fn open(&mut self) -> Result<(), ReadError> {
        self.flush()?;
        self.n_skip = 0;
        self.after_star = false;
        if self.outer.len() >= MAX_GROUPS {
            return Err(ReadError::Limit {
                what: format!("RTF 的分组嵌套超过 {MAX_GROUPS} 层"),
            });
        }
        let mut inner = self.state.clone();
        inner.then = Then::Nothing;
        if std::mem::take(&mut self.skips_group) {
            inner.goal = Goal::Nowhere;
        }
        if inner.goal == Goal::Styles && self.state.goal == Goal::Styles {
            inner.then = Then::Style;
            inner.style = None;
            inner.based_on = None;
            self.name.clear();
        }
        self.outer.push(std::mem::replace(&mut self.state, inner));
        Ok(())
    }

    fn close(&mut self) -> Result<(), ReadError> {
        self.flush()?;
        self.n_skip = 0;
        self.after_star = false;
        let Some(outer) = self.outer.pop() else {
            return Ok(());
        };
        let ended = std::mem::replace(&mut self.state, outer);
        match ended.then {
            Then::Nothing => {
                if ended.goal == Goal::Styles && self.state.goal != Goal::Styles {
                    self.book.styles.link();
                }
            }
            Then::Style => self.end_style(ended),
            Then::Number => self.end_number(),
            Then::Note | Then::TextBox | Then::Furniture(_) => self.end_story(ended.then)?,
        }
        Ok(())
    }

    /// Starts a note, header or text box, which this group holds.
    pub(super) fn start_story(&mut self, then: Then) {
        self.state = self.state.of_story(then);
        self.stories.push(Writer::new(super::NAME));
    }

    fn end_story(&mut self, then: Then) -> Result<(), ReadError> {
        if self.stories.len() < 2 {
            return Ok(());
        }
        let Some(story) = self.stories.pop() else {
            return Ok(());
        };
        let told = story.finish(&self.book)?;
        let is_furniture = matches!(then, Then::Furniture(_));
        let Some(around) = self.stories.last_mut() else {
            return Ok(());
        };
        around.unnumbered |= told.unnumbered && !is_furniture;
        match then {
            Then::Furniture(label) => {
                let value = legacy::in_one_line(&told.lines);
                if !value.is_empty() {
                    self.furniture.push((label, value));
                }
            }
            Then::TextBox => {
                legacy::gather(&mut around.found, told.found);
                around.boxes.extend(told.lines);
            }
            _ => {
                legacy::gather(&mut around.found, told.found);
                self.notes.extend(told.lines);
            }
        }
        let n_boxes = around.boxes.len();
        if n_boxes.max(self.notes.len()).max(self.furniture.len()) > MAX_LINES {
            return Err(ReadError::Limit {
                what: format!("RTF 的脚注、文本框和页眉超过 {MAX_LINES} 段"),
            });
        }
        Ok(())
    }

    fn end_style(&mut self, ended: State) {
        let name = std::mem::take(&mut self.name);
        self.n_styles += 1;
        if ended.goal != Goal::Styles || self.n_styles > MAX_STYLES {
            return;
        }
        let id = ended.style.unwrap_or_else(|| "0".to_owned());
        let usual = id == "0";
        let mut style = Style {
            name: name.trim().trim_end_matches(';').to_owned(),
            based_on: ended.based_on.filter(|base| *base != id),
            paragraph: ended.props,
            ..Style::default()
        };
        style.paragraph.style = None;
        style.paragraph.numbering = None;
        // Look is told in full where a style is used; only a character style is not.
        style.paragraph.centred = None;
        if id.starts_with('c') {
            style.run = ended.run;
        }
        self.book.styles.add(id, style, usual);
    }

    /// Forgets the name that was read last.
    pub(super) fn take_name(&mut self) {
        self.name.clear();
    }

    /// Takes note of the number before the paragraph.
    fn end_number(&mut self) {
        let text = std::mem::take(&mut self.name);
        let bare = text.trim();
        let mark = if bare.chars().any(char::is_alphanumeric) {
            // As in `.docx` files: a full-width sign has its gap in itself.
            let is_narrow = bare.chars().next_back().is_some_and(|c| c.is_ascii());
            let gap = text.ends_with(' ') || text.ends_with('\t') && is_narrow;
            Mark::Ordinal(format!("{bare}{}", if gap { " " } else { "" }))
        } else if bare.is_empty() {
            Mark::Ordinal(String::new())
        } else {
            Mark::Bullet
        };
        if let Some(story) = self.stories.last_mut() {
            story.mark = Some(mark);
        }
    }

    /// Ends a paragraph, cell or row.
    pub(super) fn end(&mut self, of: legacy::Of, is_inner: bool) -> Result<(), ReadError> {
        if matches!(self.state.goal, Goal::Nowhere | Goal::Quiet) {
            return Ok(());
        }
        let end = self.state.end(of, is_inner);
        let Some(story) = self.stories.last_mut() else {
            return Ok(());
        };
        story.end(end, &self.book)
    }

    /// The story that text goes to.
    pub(super) fn story(&mut self) -> Option<&mut Writer> {
        self.stories.last_mut()
    }

    /// How many stories are open around this place and in it.
    pub(super) fn is_in_body(&self) -> bool {
        self.stories.len() < 2
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Result<Read, ReadError> {
        self.flush()?;
        // A file that is cut off has groups that never end.
        while !self.outer.is_empty() {
            self.close()?;
        }
        let body = std::mem::take(&mut self.stories);
        let body = body.into_iter().next().unwrap_or_default();
        let mut seen = BTreeSet::new();
        self.furniture.retain(|entry| seen.insert(entry.clone()));
        Ok(Read {
            body: body.finish(&self.book)?,
            notes: self.notes,
            furniture: self.furniture,
            title: self.title,
            encoding: match self.charsets.page {
                Some(950) => "Big5",
                Some(65001) => "UTF-8",
                Some(1252) => "windows-1252",
                _ => "GBK",
            },
            n_unknown: self.n_unknown,
        })
    }
}
