//! The report as its field names it: letterhead, title, outline, parts, sentences, citations.
//!
//! Looking at a report never fails: what was not found is `None`, what puzzled is a notice.
//! Rules are not known here; words that name the parts of a report are.

mod body;
mod citation;
mod echo;
mod gap;
mod genre;
mod head;
mod issuer;
mod lines;
mod ordinal;
mod outline;
mod pairs;
mod part_words;
mod parts;
mod passages;
mod sentence;
mod when;
mod year;

pub use body::BodyKind;
pub use body::BodyLevel;
pub use echo::Copied;
pub use echo::Echo;
pub use echo::all_clauses;
pub use echo::running_sentences;
pub use genre::Genre;
pub use ordinal::Mark;
pub use ordinal::Ordinal;
pub use ordinal::to_hanzi;
pub use when::Date;
pub(crate) use when::find as find_date;

use crate::text::Folded;
use crate::text::SourceText;
use crate::text::Span;
use crate::text::slice;

/// One of the parts that the 督察工作规定 demands of every report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum PartKind {
    /// 上一年度主要举措和成效.
    Measures,
    /// 存在的不足和原因.
    Shortcomings,
    /// 党政主要负责人履行第一责任人职责.
    FirstResponsible,
    /// 下一年度主要安排.
    NextYear,
}

impl PartForm {
    /// Returns the name used in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Subsection => "subsection",
            Self::Sentence => "sentence",
        }
    }
}

impl PartKind {
    /// All parts, in the order of the rule that demands them.
    pub const ALL: [Self; 4] = [
        Self::Measures,
        Self::Shortcomings,
        Self::FirstResponsible,
        Self::NextYear,
    ];

    /// Returns the name used in JSON and in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Measures => "measures",
            Self::Shortcomings => "shortcomings",
            Self::FirstResponsible => "first-responsible-person",
            Self::NextYear => "next-year",
        }
    }

    /// Returns the name shown to people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Measures => "主要举措和成效",
            Self::Shortcomings => "不足和原因",
            Self::FirstResponsible => "第一责任人履职",
            Self::NextYear => "下一年度安排",
        }
    }
}

/// How a part of the report was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum PartForm {
    /// A first-level section.
    Section,
    /// A section inside another part.
    Subsection,
    /// One or more sentences inside another part.
    Sentence,
}

/// One stretch of the report that is one of the mandatory parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Which part.
    pub kind: PartKind,
    /// In which form it stands.
    pub form: PartForm,
    /// The heading, or the first sentence where there is none.
    pub heading: Span,
    /// All of it, heading included.
    pub span: Span,
    /// Index of its section, where it is one.
    pub section: Option<usize>,
}

/// A section of the outline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// Depth in the tree, from 1.
    pub level: u8,
    /// The ordinal as written and as understood; `None` where the heading lost it.
    pub ordinal: Option<Ordinal>,
    /// The words of the heading without the ordinal. May be empty (`一是` lists).
    pub title: Span,
    /// Ordinal and title.
    pub heading: Span,
    /// Heading and everything below it, to the next section of the same or a higher level.
    pub span: Span,
    /// Index of the enclosing section.
    pub parent: Option<usize>,
    /// Whether the body goes on in the same paragraph.
    pub run_in: bool,
    /// The part it belongs to.
    pub part: Option<PartKind>,
}

/// What a paragraph is in the report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Part of the title.
    Title,
    /// Letterhead, number, signer, addressee.
    Head,
    /// A heading that stands alone.
    Heading,
    /// Running text, with or without a run-in heading.
    Text,
    /// A row of a table.
    Table,
    /// A footnote.
    Note,
    /// Signature, date, attachment list, issue line.
    Tail,
}

impl Role {
    /// Returns the name used in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Head => "head",
            Self::Heading => "heading",
            Self::Text => "text",
            Self::Table => "table",
            Self::Note => "note",
            Self::Tail => "tail",
        }
    }
}

/// One line of the reading text with its role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paragraph {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub role: Role,
}

/// One sentence with its end mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// Where it stands; never crosses a paragraph.
    pub span: Span,
    /// Index of its paragraph.
    pub paragraph: usize,
}

/// A title in book-title marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Citation {
    /// With its marks.
    pub span: Span,
    /// Without its marks.
    pub title: Span,
    /// 1 for 《…》, 2 for a title inside another.
    pub depth: u8,
    /// Index of the enclosing citation.
    pub parent: Option<usize>,
    /// Whether the inner marks are half width (`<…>`).
    pub half_width: bool,
}

/// A mark whose partner is missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unpaired {
    /// The mark.
    pub span: Span,
    /// Whether it opens.
    pub opens: bool,
    /// The mark that was expected.
    pub partner: char,
    /// The sentence or paragraph it was looked for in.
    pub within: Span,
}

/// Title, number, addressee, signature and dates.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Head {
    /// The title, over all of its lines; `None` where the text starts with the body.
    pub title: Option<Span>,
    /// Every place where the title stands, the first one included.
    pub titles: Vec<Span>,
    /// Who issued the report, as far as the text says.
    pub issuer: Option<Words>,
    /// What kind of body that is.
    pub issuer_kind: BodyKind,
    /// On which level it stands.
    pub issuer_level: BodyLevel,
    /// 发文字号.
    pub document_number: Option<Words>,
    /// 签发人.
    pub signer: Option<Words>,
    /// 主送机关.
    pub addressee: Option<Words>,
    /// 署名.
    pub signature: Option<Span>,
    /// 成文日期 in the text.
    pub date: Option<Date>,
    /// 印发日期 (issue line) in the text.
    pub issued: Option<Date>,
    /// 发布日期, told by furniture only, as written.
    pub published: Option<Words>,
    /// 成文日期 where furniture tells it, as written.
    pub dated: Option<Words>,
    /// 发布机构 where furniture tells it.
    pub told_issuer: Option<Words>,
}

/// Words that stand in the text, or that only furniture tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words {
    /// The words, blanks and marks trimmed.
    pub text: String,
    /// Where they stand; `None` where furniture or a file name told them.
    pub span: Option<Span>,
}

/// A report, parsed. All spans are of its reading text.
#[derive(Clone, Debug)]
pub struct Document {
    /// The reading text.
    pub source: SourceText,
    /// Its folded form for matching.
    pub folded: Folded,
    /// One for every block, in order.
    pub paragraphs: Vec<Paragraph>,
    /// The outline in reading order; parents stand before their children.
    pub sections: Vec<Section>,
    /// The sentences of titles, text, tables and notes, in order; they do not overlap.
    pub sentences: Vec<Sentence>,
    /// Citations in order of their first byte; nested ones follow their parent.
    pub citations: Vec<Citation>,
    /// Marks without partner, in order.
    pub unpaired: Vec<Unpaired>,
    /// The mandatory parts that were found, in order of place.
    pub parts: Vec<Part>,
    /// Title, number, signature, dates.
    pub head: Head,
    /// The year reported.
    pub year: Option<i32>,
    /// Where the year was read.
    pub year_at: Option<Span>,
    /// What kind of text it is.
    pub genre: Genre,
}

impl Document {
    /// Parses a reading text.
    #[must_use]
    pub fn new(source: SourceText) -> Self {
        let folded = Folded::new(source.text());
        let mut document = Self {
            source,
            folded,
            paragraphs: Vec::new(),
            sections: Vec::new(),
            sentences: Vec::new(),
            citations: Vec::new(),
            unpaired: Vec::new(),
            parts: Vec::new(),
            head: Head::default(),
            year: None,
            year_at: None,
            genre: Genre::Report,
        };
        head::read(&mut document);
        document.citations = citation::all(&document);
        document.sections = outline::read(&document);
        outline::assign_roles(&mut document);
        document.sentences = sentence::split(&document);
        document.unpaired = pairs::unpaired(&document);
        year::settle(&mut document);
        parts::find(&mut document);
        document.genre = genre::of(&document);
        document
    }

    /// Cuts `span` out of the reading text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// Gives the folded text of `span`.
    #[must_use]
    pub fn folded(&self, span: Span) -> &str {
        slice(self.folded.text(), self.folded.to_folded(span))
    }

    /// Returns the title in one line, without the line feeds of a title over several lines.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        let title = self.slice(self.head.title?);
        Some(title.split('\n').map(str::trim).collect())
    }

    /// Returns the index of the paragraph that `at` stands in.
    #[must_use]
    pub fn paragraph_at(&self, at: u32) -> Option<usize> {
        let next = self.paragraphs.partition_point(|p| p.span.start <= at);
        let index = next.checked_sub(1)?;
        let paragraph = self.paragraphs.get(index)?;
        (at <= paragraph.span.end).then_some(index)
    }

    /// Returns the index of the sentence that `at` stands in.
    #[must_use]
    pub fn sentence_at(&self, at: u32) -> Option<usize> {
        let next = self.sentences.partition_point(|s| s.span.start <= at);
        let index = next.checked_sub(1)?;
        let sentence = self.sentences.get(index)?;
        (at <= sentence.span.end).then_some(index)
    }

    /// Returns the index of the innermost section that `at` stands in.
    #[must_use]
    pub fn section_at(&self, at: u32) -> Option<usize> {
        let mut index = self
            .sections
            .partition_point(|s| s.span.start <= at)
            .checked_sub(1)?;
        loop {
            let section = self.sections.get(index)?;
            if at < section.span.end {
                return Some(index);
            }
            index = section.parent?;
        }
    }

    /// Returns the mandatory part that `at` stands in: the innermost one.
    #[must_use]
    pub fn part_at(&self, at: u32) -> Option<&Part> {
        self.parts
            .iter()
            .filter(|part| part.span.start <= at && at < part.span.end)
            .min_by_key(|part| part.span.len())
    }
}
