//! The reading text of one report: blocks of text, what was kept apart, and the way back.

use crate::text::Area;
use crate::text::Origin;
use crate::text::Part;
use crate::text::Place;
use crate::text::Placed;
use crate::text::SourceMap;
use crate::text::Span;
use crate::text::slice;
use std::borrow::Cow;
use std::fmt;

/// The format a report was read from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Format {
    /// Plain text.
    Txt,
    /// Markdown.
    Md,
    /// A web page.
    Html,
    /// A Word package (WordprocessingML).
    Docx,
    /// A PDF file.
    Pdf,
    /// An OFD package (GB/T 33190).
    Ofd,
    /// A document of Word 97 to 2003, of Word or WPS.
    Doc,
    /// A file of the Rich Text Format.
    Rtf,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Txt => "txt",
            Self::Md => "md",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Doc => "doc",
            Self::Rtf => "rtf",
        })
    }
}

/// What the file itself says a block is. The author's ordinals outrank it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// Marked as a heading by the file, with its level from 1.
    Heading(u8),
    /// Marked as an item of a list by the file.
    ListItem,
    /// One row of a table, cells separated by a tab.
    TableRow,
    /// A footnote or endnote; it stands behind the body.
    Footnote,
}

/// One line of the reading text: a paragraph, a heading, a table row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// Where it stands in the reading text, without the line feed behind it.
    pub span: Span,
    /// What the file says it is.
    pub kind: BlockKind,
    /// Whether all of its visible characters are bold.
    pub bold: bool,
    /// Whether the file centres it.
    pub centred: bool,
}

/// Text of the file that is not part of the report: navigation, labels, page headers.
///
/// It is never checked as text; the document takes its metadata from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Furniture {
    /// The label without colon and blanks, such as `发布日期`; empty where there is none.
    pub label: String,
    /// The value behind the label, or the whole text where there is no label. May be empty.
    pub value: String,
}

/// Why two stretches of the file were put together, or something between them left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JoinKind {
    /// A line was wrapped inside a sentence.
    HardWrap,
    /// A page ended inside a sentence.
    PageBreak,
    /// A page number, a running head or the like was dropped.
    Dropped,
}

/// The record of one join: nothing is put together or left out silently.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Join {
    /// Byte of the reading text where the two halves meet.
    pub at: u32,
    /// Why.
    pub kind: JoinKind,
    /// What was left out, without its blanks; empty for a mere line end.
    pub dropped: String,
}

/// A comment of the file that is meant for this program: `<!-- yifa-… -->`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directive {
    /// What the comment says, without the blanks around it.
    pub text: String,
    /// Byte of the reading text: the next block is the first that begins here or behind it.
    pub at: u32,
    /// Where it stands in [`SourceText::directives_file`].
    pub span: Span,
}

impl Directive {
    /// Tells whether a comment is meant for this program.
    #[must_use]
    pub fn is_meant(comment: &str) -> bool {
        comment.trim_start().starts_with("yifa-")
    }
}

/// A report as its reader understood it: the one text all spans refer to.
///
/// The reading text is the blocks in reading order with one line feed between two blocks and
/// none inside a block. It keeps the author's characters: nothing is corrected.
#[derive(Clone, Debug)]
pub struct SourceText {
    text: String,
    blocks: Vec<Block>,
    map: SourceMap,
    format: Format,
    encoding: &'static str,
    furniture: Vec<Furniture>,
    joins: Vec<Join>,
    notices: Vec<String>,
    file_title: Option<String>,
    directives: Vec<Directive>,
    /// The file that directives stand in, where the map does not keep it.
    directives_file: Option<String>,
}

impl SourceText {
    /// Returns the reading text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Cuts `span` out of the reading text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        slice(&self.text, span)
    }

    /// Returns the blocks in reading order; they do not overlap and are never empty.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Returns the format the report was read from.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Returns the name of the character encoding, after the WHATWG standard.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// Returns what was kept apart from the report, in file order.
    #[must_use]
    pub fn furniture(&self) -> &[Furniture] {
        &self.furniture
    }

    /// Returns the joins in reading order.
    #[must_use]
    pub fn joins(&self) -> &[Join] {
        &self.joins
    }

    /// Returns what the reader could not make sense of, in Chinese, for the user.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Returns the comments that are meant for this program, in file order.
    #[must_use]
    pub fn directives(&self) -> &[Directive] {
        &self.directives
    }

    /// Returns the decoded file that the places of directives count in; empty without any.
    #[must_use]
    pub fn directives_file(&self) -> &str {
        let own = self.directives_file.as_deref();
        own.or(self.decoded()).unwrap_or_default()
    }

    /// Adds something for the user to know about the input, in Chinese.
    pub(crate) fn add_notice(&mut self, notice: String) {
        self.notices.push(notice);
    }

    /// Returns the title the file carries beside its text (html `<title>`, front matter).
    #[must_use]
    pub fn file_title(&self) -> Option<&str> {
        self.file_title.as_deref()
    }

    /// Returns the map from the reading text back to the file.
    #[must_use]
    pub fn map(&self) -> &SourceMap {
        &self.map
    }

    /// Tells where `span` stands in the user's file.
    #[must_use]
    pub fn locate(&self, span: Span) -> Place {
        let mut place = self.map.locate(span, &self.text);
        place.paragraph = Some(
            self.blocks
                .partition_point(|block| block.span.start <= span.start)
                .max(1),
        );
        place
    }

    /// Returns what `span` covers of the pages of a PDF or OFD report: line by line, and piece by
    /// piece where wide gaps part a line, as between the cells of a table.
    #[must_use]
    pub fn areas(&self, span: Span) -> Vec<Area> {
        self.map.areas(span, &self.text)
    }

    /// Returns the author's words at `span` as they stand in the file.
    ///
    /// This is the reading text, except where something visible was dropped inside the span
    /// (a page number, a bold mark): then it is the stretch of the file with it.
    #[must_use]
    pub fn quote(&self, span: Span) -> Cow<'_, str> {
        match self.map.verbatim(span) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Borrowed(self.slice(span)),
        }
    }

    /// Returns the decoded file of a txt or md report, which code-point positions count in.
    #[must_use]
    pub fn decoded(&self) -> Option<&str> {
        self.map.decoded()
    }
}

/// A report has some; thousands of them are somebody's play.
const MOST_DIRECTIVES: usize = 1000;

/// Puts a reading text together, block by block, and keeps the way back.
#[derive(Debug)]
pub struct SourceBuilder {
    source: SourceText,
    open: Option<Block>,
    /// Comments that are meant for this program, those that are too many included.
    n_directives: usize,
}

impl SourceBuilder {
    /// Starts an empty reading text.
    #[must_use]
    pub fn new(format: Format, encoding: &'static str) -> Self {
        let source = SourceText {
            text: String::new(),
            blocks: Vec::new(),
            map: SourceMap::default(),
            format,
            encoding,
            furniture: Vec::new(),
            joins: Vec::new(),
            notices: Vec::new(),
            file_title: None,
            directives: Vec::new(),
            directives_file: None,
        };
        Self {
            source,
            open: None,
            n_directives: 0,
        }
    }

    /// Closes the open block and starts another. A block that stays empty leaves no trace.
    pub fn begin(&mut self, kind: BlockKind) {
        self.close();
        let at = self.source.text.len();
        // The line feed before the block is written with its first character.
        self.open = Some(Block {
            span: Span::empty(at),
            kind,
            bold: false,
            centred: false,
        });
    }

    /// Adds `text` to the open block. Its first byte stands at `origin` in the file.
    ///
    /// `text` must be a copy of the file's characters: a character of it must not be a line
    /// feed; where one is met all the same it is kept as a blank.
    pub fn push(&mut self, text: &str, origin: Origin) {
        if text.is_empty() {
            return;
        }
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph);
        }
        let Some(open) = &mut self.open else { return };
        if open.span.is_empty() {
            if !self.source.text.is_empty() {
                self.source.text.push('\n');
            }
            open.span = Span::empty(self.source.text.len());
        }
        let start = self.source.text.len();
        if text.contains(['\n', '\r']) {
            self.source.text.push_str(&text.replace(['\n', '\r'], " "));
        } else {
            self.source.text.push_str(text);
        }
        open.span.end = Span::empty(self.source.text.len()).end;
        self.source
            .map
            .push(Span::new(start, self.source.text.len()), origin);
    }

    /// Adds one character that stands on a page.
    pub fn push_placed(&mut self, c: char, placed: Placed) {
        let index = self.source.map.place(placed);
        let mut buffer = [0; 4];
        self.push(c.encode_utf8(&mut buffer), Origin::Page { index });
    }

    /// Sets what the file says of the open block's look.
    pub fn look(&mut self, bold: bool, centred: bool) {
        if let Some(open) = &mut self.open {
            open.bold = bold;
            open.centred = centred;
        }
    }

    /// Tells whether the open block has no text yet, or none is open.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.open.as_ref().is_none_or(|block| block.span.is_empty())
    }

    /// Records that two stretches meet here, or that something was dropped here.
    pub fn join(&mut self, kind: JoinKind, dropped: &str) {
        let at = Span::empty(self.source.text.len()).start;
        self.source.joins.push(Join {
            at,
            kind,
            dropped: dropped.trim().to_owned(),
        });
    }

    /// Keeps `value` apart from the report.
    pub fn furniture(&mut self, label: &str, value: &str) {
        self.source.furniture.push(Furniture {
            label: label.to_owned(),
            value: value.trim().to_owned(),
        });
    }

    /// Tells the user something about the input, in Chinese.
    pub fn notice(&mut self, notice: impl Into<String>) {
        self.source.notices.push(notice.into());
    }

    /// Records a comment that is meant for this program; all others leave no trace.
    pub fn directive(&mut self, comment: &str, span: Span) {
        if !Directive::is_meant(comment) {
            return;
        }
        self.n_directives += 1;
        if self.n_directives == MOST_DIRECTIVES + 1 {
            self.notice("给 yifa 的指令太多，第1000条以后的没有采用");
        }
        if self.n_directives <= MOST_DIRECTIVES {
            self.source.directives.push(Directive {
                text: comment.trim().to_owned(),
                at: Span::empty(self.source.text.len()).start,
                span,
            });
        }
    }

    /// Keeps the file that directives stand in, for a format whose map does not.
    pub fn directives_file(&mut self, decoded: String) {
        self.source.directives_file = Some(decoded);
    }

    /// Sets the title the file carries beside its text.
    pub fn file_title(&mut self, title: &str) {
        let title = title.trim();
        if !title.is_empty() {
            self.source.file_title = Some(title.to_owned());
        }
    }

    /// Ends the open block.
    pub fn close(&mut self) {
        if let Some(block) = self.open.take()
            && !block.span.is_empty()
        {
            self.source.blocks.push(block);
        }
    }

    /// Finishes the reading text. `decoded` is the file that `Origin::File` counts in.
    #[must_use]
    pub fn finish(mut self, decoded: Option<String>) -> SourceText {
        self.close();
        self.source.map.finish(decoded);
        self.source
    }
}

impl Origin {
    /// Returns the origin `bytes`/`chars` further on in the same stretch.
    #[must_use]
    pub fn advance(self, bytes: usize, chars: usize) -> Self {
        let add = |n: u32, by: usize| n.saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
        match self {
            Self::File { byte } => Self::File {
                byte: add(byte, bytes),
            },
            Self::Docx {
                part,
                paragraph,
                run,
                char,
            } => Self::Docx {
                part,
                paragraph,
                run,
                char: add(char, chars),
            },
            Self::Html { node, byte } => Self::Html {
                node,
                byte: add(byte, bytes),
            },
            Self::Page { index } => Self::Page {
                index: add(index, chars),
            },
            Self::Made => Self::Made,
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Body => "正文",
            Self::Footnotes => "脚注",
            Self::Endnotes => "尾注",
        })
    }
}
