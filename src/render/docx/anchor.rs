//! From a span of the reading text to places between characters of the file.

use super::layout::Layout;
use super::layout::What;
use crate::document::Document;
use crate::text::Origin;
use crate::text::Part;
use crate::text::SourceMap;
use crate::text::Span;

/// A place in the main part, in the order of the part.
///
/// Inside a run it is the place before character `char` of item `item`; an item that is no text
/// is never cut: there `char` is 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Spot {
    pub(super) run: usize,
    pub(super) side: Side,
    pub(super) item: usize,
    pub(super) char: u32,
}

/// Whether a place is in a run, or outside of the shell whose first or last run it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Side {
    Before,
    Inside,
    Behind,
}

impl Spot {
    pub(super) fn new(run: usize, item: usize, char: u32) -> Self {
        Self {
            run,
            side: Side::Inside,
            item,
            char,
        }
    }

    /// The place outside of a shell, at its first or last run.
    pub(super) fn outside(run: usize, side: Side) -> Self {
        Self {
            side,
            ..Self::new(run, 0, 0)
        }
    }
}

/// Where a comment stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Anchor {
    pub(super) from: Spot,
    pub(super) to: Spot,
    /// What the reader of the comment must be told, since the words cannot be marked.
    pub(super) beside: Beside,
}

/// How near to its words a comment stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Beside {
    /// On exactly the words.
    On,
    /// On the reference to the note that has the words: notes take no comments.
    Note(Part),
    /// On the object (a text box) that has the words: objects take no comments.
    Object,
    /// On the field that has the words: they are made anew, and comments in them are lost.
    Field,
    /// Near to them: an automatic number stands in no text.
    Near,
}

impl Beside {
    /// What the words stand in, where the comment is not on them.
    pub(super) fn place(self) -> Option<&'static str> {
        Some(match self {
            Self::On => return None,
            Self::Note(Part::Endnotes) => "尾注",
            Self::Note(_) => "脚注",
            Self::Object => "文本框",
            Self::Field => "自动生成的域",
            Self::Near => "自动编号或段落",
        })
    }
}

/// What anchors are found by.
pub(super) struct Anchors<'a> {
    pub(super) document: &'a Document,
    /// The map of the file that is written into.
    pub(super) map: &'a SourceMap,
    pub(super) body: &'a Layout,
    /// Footnotes and endnotes, where there are any.
    pub(super) notes: [Option<Layout>; 2],
}

impl Anchors<'_> {
    /// Finds where a comment on `span` stands: on its words, else as near as can be.
    pub(super) fn find(&self, span: Span) -> Option<Anchor> {
        let near = |anchor: Anchor| Anchor {
            beside: match anchor.beside {
                Beside::On => Beside::Near,
                beside => beside,
            },
            ..anchor
        };
        if span.is_empty() {
            return self.at(span.start);
        }
        self.on(span)
            .or_else(|| self.on(self.wider(span)).map(near))
            .or_else(|| self.at(span.start).map(near))
    }

    /// The heading that an automatic number belongs to, else the paragraph.
    fn wider(&self, span: Span) -> Span {
        let heading = |section: &&crate::document::Section| section.heading.contains(span);
        let sections = &self.document.sections;
        if let Some(section) = sections.iter().find(heading) {
            return section.heading;
        }
        let blocks = self.document.source.blocks();
        let block = blocks.iter().find(|block| block.span.contains(span));
        block.map_or(span, |block| block.span)
    }

    /// On the words of `span` that stand in the file.
    pub(super) fn on(&self, span: Span) -> Option<Anchor> {
        let text = self.document.source.text();
        let mut anchor: Option<Anchor> = None;
        for (stretch, origin) in self.map.stretches(span, text) {
            let Origin::Docx {
                part, run, char, ..
            } = origin
            else {
                continue;
            };
            let words = crate::text::slice(text, stretch);
            let n = u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
            let here = match part {
                Part::Body => self.body(run as usize, char, char.saturating_add(n)),
                Part::Footnotes | Part::Endnotes => self.note(part, run as usize),
            };
            anchor = match (anchor, here) {
                (Some(before), Some(here)) => Some(Anchor {
                    from: before.from.min(here.from),
                    to: before.to.max(here.to),
                    beside: match before.beside {
                        Beside::On => here.beside,
                        beside => beside,
                    },
                }),
                (before, here) => before.or(here),
            };
        }
        anchor
    }

    /// At the place between two characters that is nearest to byte `at`.
    fn at(&self, at: u32) -> Option<Anchor> {
        let before = self.on(Span {
            start: self.step(at, -1),
            end: at,
        });
        let point = |spot: Spot, anchor: Anchor| Anchor {
            from: spot,
            to: spot,
            ..anchor
        };
        before.map(|anchor| point(anchor.to, anchor)).or_else(|| {
            let end = self.step(at, 1);
            let after = self.on(Span { start: at, end })?;
            Some(point(after.from, after))
        })
    }

    /// The bound of a character beside `at`.
    fn step(&self, at: u32, by: i32) -> u32 {
        let text = self.document.source.text();
        let at = at as usize;
        let n = if by < 0 {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            return u32::try_from(at - before.map_or(0, char::len_utf8)).unwrap_or(0);
        } else {
            text.get(at..).and_then(|text| text.chars().next())
        };
        u32::try_from(at + n.map_or(0, char::len_utf8)).unwrap_or(u32::MAX)
    }

    /// On the characters `from..to` of a run of the main part.
    fn body(&self, run: usize, from: u32, to: u32) -> Option<Anchor> {
        let outer = self.body.runs.get(run)?.outer;
        if let Some((run, item)) = outer {
            return Some(around(run, item, Beside::Object));
        }
        let start = self.spot(run, from)?;
        let last = self.spot(run, to.checked_sub(1)?)?;
        let item = self.body.runs.get(run)?.items.get(last.item)?;
        let end = match item.what {
            What::Text { .. } if last.char + 1 < item.chars => {
                Spot::new(run, last.item, last.char + 1)
            }
            _ => Spot::new(run, last.item + 1, 0),
        };
        Some(self.out_of_fields(Anchor {
            from: start,
            to: end,
            beside: Beside::On,
        }))
    }

    /// Takes an anchor that stands in the result of a field round the field.
    fn out_of_fields(&self, mut anchor: Anchor) -> Anchor {
        for field in &self.body.fields {
            let from = Spot::new(field.from.0, field.from.1, 0);
            let to = Spot::new(field.to.0, field.to.1 + 1, 0);
            if anchor.from < to && from < anchor.to {
                anchor.from = anchor.from.min(from);
                anchor.to = anchor.to.max(to);
                anchor.beside = Beside::Field;
            }
        }
        for shell in &self.body.shells {
            if anchor.from.run <= shell.last && shell.first <= anchor.to.run {
                let (before, behind) = (Side::Before, Side::Behind);
                anchor.from = anchor.from.min(Spot::outside(shell.first, before));
                anchor.to = anchor.to.max(Spot::outside(shell.last, behind));
                anchor.beside = Beside::Field;
            }
        }
        anchor
    }

    /// The place before character `char` of a run.
    fn spot(&self, run: usize, char: u32) -> Option<Spot> {
        let mut before = 0_u32;
        for (index, item) in self.body.runs.get(run)?.items.iter().enumerate() {
            let end = before.saturating_add(item.chars);
            if char < end {
                let is_text = matches!(item.what, What::Text { .. });
                let char = if is_text { char - before } else { 0 };
                return Some(Spot::new(run, index, char));
            }
            before = end;
        }
        None
    }

    /// On the reference to the note that holds a run.
    fn note(&self, part: Part, run: usize) -> Option<Anchor> {
        let [footnotes, endnotes] = &self.notes;
        let (notes, of_endnotes) = match part {
            Part::Endnotes => (endnotes, true),
            Part::Body | Part::Footnotes => (footnotes, false),
        };
        let wanted = notes.as_ref()?.runs.get(run)?.note?;
        for (index, run) in self.body.runs.iter().enumerate() {
            for (at, item) in run.items.iter().enumerate() {
                if item.what
                    == (What::Note {
                        endnote: of_endnotes,
                        id: wanted,
                    })
                {
                    return Some(match run.outer {
                        Some((run, item)) => around(run, item, Beside::Note(part)),
                        None => around(index, at, Beside::Note(part)),
                    });
                }
            }
        }
        None
    }
}

fn around(run: usize, item: usize, beside: Beside) -> Anchor {
    Anchor {
        from: Spot::new(run, item, 0),
        to: Spot::new(run, item + 1, 0),
        beside,
    }
}
