//! The tree of a page: an arena that html5ever fills, without recursion anywhere.
//!
//! The parser cannot be stopped from within, so it is fed in small pieces and looked at between
//! two of them: a page that was made to be slow or huge is refused, not read.

use super::sink::Sink;
use super::sink::Spent;
use crate::reader::ReadError;
use html5ever::LocalName;
use html5ever::parse_document;
use html5ever::tendril::StrTendril;
use html5ever::tendril::TendrilSink;

/// A node by its number in the arena; numbers are not in document order.
pub(super) type Id = u32;

/// The document node.
pub(super) const ROOT: Id = 0;

/// What a page may cost.
struct Limits {
    /// Most nodes. A portal's page has some thousands.
    nodes: usize,
    /// Most looks at an element of the open stack: a measure of the parser's work, which grows
    /// with the square of the nesting depth. A page of 20 MB needs some ten million, ten
    /// thousand nested elements need a hundred million.
    work: u64,
    /// Most blanks and quotes within one tag or comment: in a tag each may belong to an
    /// attribute, and attributes are compared with each other.
    marks: usize,
}

const LIMITS: Limits = Limits {
    nodes: 2_000_000,
    work: 250_000_000,
    marks: 40_000,
};

/// How many bytes the parser gets between two looks at its work.
const PIECE: usize = 1024;

/// The tree of a page.
pub(super) struct Dom {
    nodes: Vec<Node>,
}

/// A node with its neighbours.
pub(super) struct Node {
    /// The node it stands in.
    pub(super) parent: Option<Id>,
    /// Its first child.
    pub(super) first: Option<Id>,
    /// Its last child.
    pub(super) last: Option<Id>,
    /// The node before it in the same parent.
    pub(super) before: Option<Id>,
    /// The node behind it in the same parent.
    pub(super) next: Option<Id>,
    /// What it is.
    pub(super) data: Data,
}

/// What a node is.
pub(super) enum Data {
    /// An element.
    Element(Box<Element>),
    /// A text node.
    Text(String),
    /// A comment that is meant for this program.
    Directive {
        /// What it says.
        text: String,
        /// The line of the file that it ends in, from 1.
        line: usize,
    },
    /// The document, any other comment and whatever has no text.
    Other,
}

/// An element with the attributes that are looked at.
pub(super) struct Element {
    /// The name; of an element that is not HTML the empty one.
    pub(super) name: LocalName,
    /// The attributes that are looked at.
    pub(super) attributes: Vec<(LocalName, StrTendril)>,
    /// The contents of a `<template>`.
    pub(super) template: Option<Id>,
}

impl Element {
    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: LocalName) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| &**value)
    }
}

/// One step of a walk through the tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// A node begins; its children follow.
    Open(Id),
    /// All of it has been passed.
    Close(Id),
}

impl Dom {
    /// Parses a page as browsers do: every text is some page.
    pub(super) fn parse(page: &str) -> Result<Self, ReadError> {
        Self::parse_within(&LIMITS, page)
    }

    fn parse_within(limits: &Limits, page: &str) -> Result<Self, ReadError> {
        let mut parser = parse_document(Sink::new(), Default::default());
        let mut rest = page;
        let mut marks = 0;
        let mut events = 0;
        while !rest.is_empty() {
            let (piece, behind) = cut(rest);
            rest = behind;
            parser.process(StrTendril::from_slice(piece));
            let spent = parser.tokenizer.sink.sink.spent();
            marks = if spent.events == events {
                marks + count_marks(piece)
            } else {
                0
            };
            events = spent.events;
            limits.check(spent, marks)?;
        }
        Ok(parser.finish())
    }

    /// Returns what a comment that is meant for this program says, and the line it ends in.
    pub(super) fn directive(&self, id: Id) -> Option<(&str, usize)> {
        match &self.node(id)?.data {
            Data::Directive { text, line } => Some((text, *line)),
            _ => None,
        }
    }

    /// Wraps the nodes of a parsed page.
    pub(super) fn new(nodes: Vec<Node>) -> Self {
        Self { nodes }
    }

    /// Returns how many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the element, where the node is one.
    pub(super) fn element(&self, id: Id) -> Option<&Element> {
        match &self.node(id)?.data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Returns the text, where the node is a text node.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.node(id)?.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the parent of a node.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.node(id)?.parent
    }

    /// Walks through a node and all below it in document order.
    pub(super) fn walk(&self, root: Id) -> Walk<'_> {
        Walk {
            dom: self,
            root,
            next: Some(Step::Open(root)),
        }
    }

    fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id as usize)
    }
}

/// Steps through a part of the tree.
pub(super) struct Walk<'a> {
    dom: &'a Dom,
    root: Id,
    next: Option<Step>,
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let now = self.next?;
        let node = |id| self.dom.node(id);
        self.next = match now {
            Step::Open(id) => Some(match node(id).and_then(|node| node.first) {
                Some(child) => Step::Open(child),
                None => Step::Close(id),
            }),
            Step::Close(id) if id == self.root => None,
            Step::Close(id) => match node(id).and_then(|node| node.next) {
                Some(next) => Some(Step::Open(next)),
                None => node(id).and_then(|node| node.parent).map(Step::Close),
            },
        };
        Some(now)
    }
}

impl Walk<'_> {
    /// Leaves out what stands inside the node that was just opened.
    pub(super) fn leave(&mut self, opened: Id) {
        self.next = Some(Step::Close(opened));
    }
}

fn cut(rest: &str) -> (&str, &str) {
    let mut end = PIECE.min(rest.len());
    while !rest.is_char_boundary(end) {
        end += 1;
    }
    rest.split_at_checked(end).unwrap_or((rest, ""))
}

impl Limits {
    fn check(&self, spent: Spent, marks: usize) -> Result<(), ReadError> {
        let what = if spent.nodes > self.nodes {
            format!("网页的元素超过 {} 万个", self.nodes / 10_000)
        } else if spent.work > self.work || marks > self.marks {
            "网页的结构过于复杂".to_owned()
        } else {
            return Ok(());
        };
        Err(ReadError::Limit { what })
    }
}

fn count_marks(piece: &str) -> usize {
    piece
        .bytes()
        .filter(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\''))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shape(page: &str) -> String {
        let dom = Dom::parse(page).unwrap();
        let mut shape = String::new();
        for step in dom.walk(ROOT) {
            match step {
                Step::Open(id) => match (dom.element(id), dom.text(id)) {
                    (Some(element), _) => shape.push_str(&format!("<{}>", element.name)),
                    (_, Some(text)) => shape.push_str(text),
                    _ => {}
                },
                Step::Close(id) => {
                    if let Some(element) = dom.element(id) {
                        shape.push_str(&format!("</{}>", element.name));
                    }
                }
            }
        }
        shape
    }

    #[test]
    fn the_tree_is_the_one_a_browser_builds() {
        let html = |body: &str| format!("<html><head></head><body>{body}</body></html>");
        assert_eq!(shape("<p>一<p>二"), html("<p>一</p><p>二</p>"));
        assert_eq!(
            shape("<b>一<p>二</b>三"),
            html("<b>一</b><p><b>二</b>三</p>")
        );
        assert_eq!(
            shape("<table>漏<tr><td>一"),
            html("漏<table><tbody><tr><td>一</td></tr></tbody></table>")
        );
        assert_eq!(
            shape("<p>&lt;一&nbsp;&#20108;"),
            html("<p>&lt;一\u{a0}二</p>").replace("&lt;", "<")
        );
    }

    #[test]
    fn a_text_is_one_node_however_it_was_fed() {
        let long = "法治".repeat(5000);
        let dom = Dom::parse(&format!("<p>{long}</p>")).unwrap();
        let texts: Vec<&str> = (0..dom.len()).filter_map(|id| dom.text(id as Id)).collect();
        assert_eq!(texts, [long]);
    }

    #[test]
    fn deep_nesting_is_read() {
        let page = format!("{}底{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let dom = Dom::parse(&page).unwrap();
        assert_eq!(dom.walk(ROOT).count(), dom.len() * 2);
    }

    #[test]
    fn pages_made_to_be_slow_are_refused() {
        let limits = Limits {
            nodes: 50_000,
            work: 5_000_000,
            marks: 5_000,
        };
        let limit = |page: &str| match Dom::parse_within(&limits, page) {
            Err(ReadError::Limit { .. }) => {}
            other => panic!("{:?}", other.map(|dom| dom.len())),
        };
        let each = |n: usize, make: &dyn Fn(usize) -> String| (0..n).map(make).collect::<String>();
        limit(&"<div>".repeat(20_000));
        limit(&"<p>一</p>".repeat(30_000));
        limit(&format!("<div {}>", each(6_000, &|n| format!(" a{n}"))));
        let bold = each(500, &|n| format!("<b id={n}>"));
        limit(&format!("<p>{bold}</p>{}", "<p>一".repeat(1000)));
    }

    #[test]
    fn large_values_of_attributes_are_no_fault() {
        let image = format!(
            "<p><img src=\"data:image/png;base64,{}\">一</p>",
            "A/b+".repeat(300_000)
        );
        assert!(shape(&image).contains('一'));
    }

    proptest! {
        #[test]
        fn no_page_panics(parts in proptest::collection::vec(prop_oneof![
            "<(div|p|b|i|a|table|tr|td|th|svg|math|mi|template|select|option|script|style|title|form|li|br|font|h1|frameset|noscript|textarea|annotation-xml|caption|col|tbody|button|plaintext)( (style|hidden|align|href)=['\"]?x['\"]?)?/?>",
            "</(div|p|b|i|a|table|tr|td|svg|math|template|select|script|style|title|form|li|body|html|font)>",
            "[一-三 \n&;#x<>!-]{0,6}",
            "<!--.{0,3}-->",
            "&(nbsp|lt|#[0-9]{1,9}|notit|amp);?",
        ], 0..60)) {
            let page = parts.concat();
            let dom = Dom::parse(&page).unwrap();
            let reached = dom.walk(ROOT).count();
            prop_assert!(reached <= dom.len() * 2);
        }
    }
}
