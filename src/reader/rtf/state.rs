//! What holds in a group and ends with it.

use crate::reader::docx::props::ParagraphProps;
use crate::reader::docx::props::RunProps;
use crate::reader::legacy::End;
use crate::reader::legacy::Of;

/// Where text goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Goal {
    /// To the story that is open.
    Text,
    /// Nowhere, nor does anything inside.
    Nowhere,
    /// Nowhere, but a text box inside is read.
    Quiet,
    /// To the names of fonts.
    Fonts,
    /// To the names of styles.
    Styles,
    /// To the title of the file.
    Title,
    /// To the number before the paragraph.
    Number,
    /// Nowhere: the properties of the row of an inner table.
    InnerRow,
}

/// What is to be done when a group ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Then {
    /// Nothing.
    Nothing,
    /// A note was read.
    Note,
    /// A text box was read.
    TextBox,
    /// A page header or footer was read.
    Furniture(&'static str),
    /// The number before a paragraph was read.
    Number,
    /// A style was read.
    Style,
}

/// What holds in a group.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// Where text goes.
    pub(super) goal: Goal,
    /// What is to be done at its end.
    pub(super) then: Then,
    /// How many characters follow a `\u` for programs that do not know it.
    pub(super) n_fallback: usize,
    /// Number of the font; none for the usual one, whose bytes are those of the file.
    pub(super) font: Option<i32>,
    /// Look of the characters.
    pub(super) run: RunProps,
    /// Whether properties of associated fonts are those of Chinese characters (`\dbch`).
    pub(super) is_eastern: bool,
    /// Deleted by a tracked change.
    pub(super) deleted: bool,
    /// Properties of the paragraph.
    pub(super) props: ParagraphProps,
    /// Whether the paragraph stands in a table.
    pub(super) in_table: bool,
    depth: Option<usize>,
    /// Number of the style that is told, and of the one it is based on.
    pub(super) style: Option<String>,
    /// Id of the style that this one is based on.
    pub(super) based_on: Option<String>,
}

impl State {
    /// What holds at the start of the file.
    pub(super) fn new() -> Self {
        let mut state = Self {
            goal: Goal::Text,
            then: Then::Nothing,
            n_fallback: 1,
            font: None,
            run: RunProps::default(),
            is_eastern: false,
            deleted: false,
            props: ParagraphProps::default(),
            in_table: false,
            depth: None,
            style: None,
            based_on: None,
        };
        state.plain();
        state.reset_paragraph();
        state
    }

    /// What holds at the start of a note, header or text box in this group.
    pub(super) fn of_story(&self, then: Then) -> Self {
        Self {
            then,
            n_fallback: self.n_fallback,
            ..Self::new()
        }
    }

    /// `\plain`: a look must be told in full, whatever the style says.
    pub(super) fn plain(&mut self) {
        self.run = RunProps {
            bold: Some(false),
            hidden: Some(false),
            ..RunProps::default()
        };
        self.deleted = false;
        self.font = None;
    }

    /// `\pard`.
    pub(super) fn reset_paragraph(&mut self) {
        self.props = ParagraphProps {
            centred: Some(false),
            ..ParagraphProps::default()
        };
        self.in_table = false;
        self.depth = None;
    }

    /// `\itap`.
    pub(super) fn set_depth(&mut self, depth: Option<i32>) {
        self.depth = depth.and_then(|depth| usize::try_from(depth).ok());
    }

    /// In how many tables the paragraph stands.
    fn depth(&self) -> usize {
        match (self.in_table, self.depth) {
            (_, Some(depth)) => depth,
            (true, None) => 1,
            (false, None) => 0,
        }
    }

    /// The end of a paragraph, of a cell, or of a row, of an inner table or of the outer one.
    pub(super) fn end(&self, of: Of, is_inner: bool) -> End {
        let depth = match (&of, is_inner) {
            (Of::Paragraph, _) => self.depth(),
            (_, false) => 1,
            (_, true) => self.depth().max(2),
        };
        End {
            props: self.props.clone(),
            depth,
            of,
        }
    }
}
