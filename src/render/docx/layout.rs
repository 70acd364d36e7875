//! Where the runs of a part stand in its XML, and what they hold.
//!
//! The reader says where words come from by `Origin::Docx`: the number of a run and of a
//! character in it. Here the same is counted again (the rules are written in the reader's
//! `docx` module), this time with byte positions, so that markup can be put between any two
//! characters.

use crate::ooxml::Element;
use crate::ooxml::Error;
use crate::ooxml::Node;
use crate::ooxml::Xml;
use crate::text::Span;
use std::collections::BTreeSet;

/// The runs of one part in document order; nested ones included.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) runs: Vec<Run>,
    /// Namespace of the root element: transitional or strict.
    pub(super) namespace: String,
    /// Numbers that marks of comments and tracked changes have.
    pub(super) ids: BTreeSet<i64>,
    /// Fields whose result is made anew when they are updated: what stands in it goes with it.
    pub(super) fields: Vec<Field>,
    /// The same in their short form, an element around runs.
    pub(super) shells: Vec<Shell>,
}

/// A field from its first mark to its last: run and item of each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) from: (usize, usize),
    pub(super) to: (usize, usize),
}

/// An element around runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shell {
    pub(super) span: Span,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// One `w:r`.
#[derive(Debug)]
pub(super) struct Run {
    /// Its start tag.
    pub(super) tag: Span,
    /// Its end tag; empty where both are one tag.
    pub(super) close: Span,
    /// Its `w:rPr`; empty where it has none.
    pub(super) props: Span,
    /// Its other children.
    pub(super) items: Vec<Item>,
    /// The outermost run that it stands in (of a text box, of ruby), and in which item.
    pub(super) outer: Option<(usize, usize)>,
    /// The note that it stands in.
    pub(super) note: Option<i64>,
    /// What it stands in, as a number that its siblings share.
    pub(super) parent: usize,
    /// Whether it is plain text of a paragraph, which a tracked change may replace: not
    /// somebody's tracked change, no field, no content control.
    pub(super) plain: bool,
}

/// A child of a run.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) span: Span,
    /// The characters that are counted in it.
    pub(super) chars: u32,
    pub(super) what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum What {
    /// A `w:t`: its start tag, its content, and whether it keeps blanks.
    Text { tag: Span, inner: Span, keeps: bool },
    /// The reference to a footnote or an endnote.
    Note { endnote: bool, id: i64 },
    /// Anything else.
    Other,
}

impl Run {
    /// Returns all of it.
    pub(super) fn span(&self) -> Span {
        self.tag.cover(self.close)
    }
}

impl Layout {
    /// Walks over a part.
    pub(super) fn read(text: &str, name: &str) -> Result<Self, Error> {
        let mut walk = Walk {
            xml: Xml::new(text, name),
            layout: Self::default(),
            frames: Vec::new(),
            choices: Vec::new(),
            n_elements: 0,
            open: Vec::new(),
        };
        loop {
            match walk.xml.next()? {
                Node::Open(element) => walk.open(&element),
                Node::Close => walk.close(),
                Node::Text(text) => walk.text(&text),
                Node::End => return Ok(walk.layout),
            }
        }
    }
}

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Frame {
    kind: Kind,
    /// The run whose characters are counted here.
    run: Option<usize>,
    /// The outermost run around this place.
    outermost: Option<usize>,
    /// The run that this is a child of.
    child_of: Option<usize>,
    note: Option<i64>,
    /// A number of its own, and that of the paragraph around it.
    id: usize,
    paragraph: usize,
    /// The runs before it, where it is a field in the short form.
    shell: Option<usize>,
    tag: Span,
    /// Whether runs right in here are plain text.
    plain: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Run,
    Props,
    Text,
    Code,
    Choices,
    Other,
}

struct Walk<'x> {
    xml: Xml<'x>,
    layout: Layout,
    frames: Vec<Frame>,
    /// For each `mc:AlternateContent` around this place whether its choice was made.
    choices: Vec<bool>,
    n_elements: usize,
    /// The fields that are open here.
    open: Vec<Open>,
}

/// A field while it is walked over.
struct Open {
    from: (usize, usize),
    /// What the field does.
    code: String,
    in_code: bool,
    paragraph: usize,
}

impl<'x> Walk<'x> {
    fn open(&mut self, element: &Element<'x>) {
        let above = self.frames.last().copied();
        if above.is_none() && self.layout.namespace.is_empty() {
            self.layout.namespace = self.xml.namespace(element);
        }
        self.n_elements += 1;
        let name = element.name();
        let mut frame = Frame {
            kind: Kind::Other,
            run: above.and_then(|above| above.run),
            outermost: above.and_then(|above| above.outermost),
            child_of: above
                .filter(|above| above.kind == Kind::Run)
                .and_then(|above| above.run),
            note: above.and_then(|above| above.note),
            id: self.n_elements,
            paragraph: above.map_or(0, |above| above.paragraph),
            shell: None,
            tag: self.xml.span(),
            plain: name == "p" || (name == "hyperlink" && above.is_some_and(|above| above.plain)),
        };
        if let Some(run) = frame.child_of {
            self.child(name, run, &mut frame);
        }
        self.enter(element, name, above, &mut frame);
        self.frames.push(frame);
    }

    /// Takes note of a child of a run.
    fn child(&mut self, name: &str, run: usize, frame: &mut Frame) {
        let span = self.xml.span();
        let Some(run) = self.layout.runs.get_mut(run) else {
            return;
        };
        if name == "rPr" && run.items.is_empty() && run.props.is_empty() {
            run.props = span;
            frame.kind = Kind::Props;
            return;
        }
        run.items.push(Item {
            span,
            chars: 0,
            what: What::Other,
        });
    }

    fn enter(
        &mut self,
        element: &Element<'x>,
        name: &str,
        above: Option<Frame>,
        frame: &mut Frame,
    ) {
        match name {
            "r" => self.run(above, frame),
            "t" if frame.run.is_some() => self.begin_text(element, frame),
            "tab" | "ptab" | "noBreakHyphen" | "br" | "cr" | "sym" => self.count(frame.run, 1),
            "AlternateContent" => {
                frame.kind = Kind::Choices;
                self.choices.push(false);
            }
            "Choice" | "Fallback" => match self.choices.last_mut() {
                Some(made) if !*made => *made = true,
                _ => frame.run = None,
            },
            "fldChar" => {
                let kind = self.xml.attribute(element, "fldCharType");
                self.field(kind.as_deref(), frame);
            }
            "fldSimple" if frame.outermost.is_none() => frame.shell = Some(self.layout.runs.len()),
            "instrText" => {
                frame.kind = Kind::Code;
                frame.run = None;
            }
            "footnoteReference" | "endnoteReference" => self.refer(element, name, frame),
            "footnote" | "endnote" => frame.note = self.id(element),
            // What holds paragraphs, and what is not read.
            "p" => {
                frame.run = None;
                frame.paragraph = frame.id;
            }
            "tbl" | "txbxContent" | "rt" | "sdtPr" | "sdtEndPr" | "sectPr" | "pPr" | "rPr"
            | "delText" | "delInstrText" => frame.run = None,
            "del" | "moveFrom" => {
                frame.run = None;
                self.mark(element);
            }
            "ins" | "moveTo" | "commentRangeStart" | "commentRangeEnd" | "commentReference" => {
                self.mark(element);
            }
            _ => {}
        }
    }

    fn run(&mut self, above: Option<Frame>, frame: &mut Frame) {
        let index = self.layout.runs.len();
        let outer = frame.outermost.map(|outer| {
            let items = self.layout.runs.get(outer).map_or(0, |run| run.items.len());
            (outer, items.saturating_sub(1))
        });
        self.layout.runs.push(Run {
            tag: self.xml.span(),
            close: Span::empty(self.xml.span().to()),
            props: Span::default(),
            items: Vec::new(),
            outer,
            note: frame.note,
            parent: above.map_or(0, |above| above.id),
            plain: above.is_some_and(|above| above.plain)
                && outer.is_none()
                && self.open.is_empty(),
        });
        frame.kind = Kind::Run;
        frame.run = Some(index);
        frame.outermost = frame.outermost.or(Some(index));
    }

    /// Takes note of a mark of a field.
    fn field(&mut self, kind: Option<&str>, frame: &Frame) {
        let Some(run) = frame.child_of else { return };
        let items = self.layout.runs.get(run).map_or(0, |run| run.items.len());
        let here = (run, items.saturating_sub(1));
        match kind {
            Some("begin") => self.open.push(Open {
                from: here,
                code: String::new(),
                in_code: true,
                paragraph: frame.paragraph,
            }),
            Some("separate") => {
                if let Some(open) = self.open.last_mut() {
                    open.in_code = false;
                }
            }
            Some("end") => {
                let Some(open) = self.open.pop() else { return };
                // A link is not made anew; and a field over paragraphs holds half a report.
                let is_link = open.code.trim_start().starts_with("HYPERLINK");
                if !is_link && open.paragraph == frame.paragraph {
                    let from = open.from;
                    self.layout.fields.push(Field { from, to: here });
                }
            }
            _ => {}
        }
    }

    fn begin_text(&mut self, element: &Element<'x>, frame: &mut Frame) {
        frame.kind = Kind::Text;
        let span = self.xml.span();
        if let Some(item) = self.item(frame.child_of) {
            item.what = What::Text {
                tag: span,
                inner: Span::empty(span.to()),
                keeps: element.keeps_blanks(),
            };
        }
    }

    fn refer(&mut self, element: &Element<'x>, name: &str, frame: &Frame) {
        let id = self.id(element);
        if let (Some(item), Some(id)) = (self.item(frame.child_of), id) {
            let endnote = name == "endnoteReference";
            item.what = What::Note { endnote, id };
        }
    }

    fn id(&self, element: &Element<'x>) -> Option<i64> {
        self.xml.attribute(element, "id")?.trim().parse().ok()
    }

    fn mark(&mut self, element: &Element<'x>) {
        let id = self.id(element);
        self.layout.ids.extend(id);
    }

    /// The item that is open in a run.
    fn item(&mut self, run: Option<usize>) -> Option<&mut Item> {
        self.layout.runs.get_mut(run?)?.items.last_mut()
    }

    fn count(&mut self, run: Option<usize>, n: usize) {
        if let Some(item) = self.item(run) {
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            item.chars = item.chars.saturating_add(n);
        }
    }

    fn text(&mut self, text: &str) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        match frame.kind {
            Kind::Text => self.count(frame.run, text.chars().count()),
            Kind::Code => {
                if let Some(open) = self.open.last_mut().filter(|open| open.in_code) {
                    open.code.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let span = self.xml.span();
        if frame.kind == Kind::Choices {
            self.choices.pop();
        }
        if let Some(first) = frame.shell
            && first < self.layout.runs.len()
        {
            self.layout.shells.push(Shell {
                span: frame.tag.cover(span),
                first,
                last: self.layout.runs.len() - 1,
            });
        }
        if frame.kind == Kind::Run
            && let Some(run) = frame.run.and_then(|run| self.layout.runs.get_mut(run))
        {
            run.close = span;
        }
        if frame.kind == Kind::Props {
            if let Some(run) = frame.child_of.and_then(|run| self.layout.runs.get_mut(run)) {
                run.props = run.props.cover(span);
            }
        } else if let Some(item) = self.item(frame.child_of) {
            item.span = item.span.cover(span);
            if let What::Text { inner, .. } = &mut item.what {
                inner.end = span.start;
            }
        }
    }
}
