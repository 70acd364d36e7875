//! The tree of a page: an arena that html5ever fills, without recursion anywhere.
//!
//! The parser cannot be stopped from within, so it is fed in small pieces and looked at between
//! two of them: a page that was made to be slow or huge is refused, not read.

use crate::reader::ReadError;
use html5ever::Attribute;
use html5ever::LocalName;
use html5ever::QualName;
use html5ever::interface::ElementFlags;
use html5ever::interface::NodeOrText;
use html5ever::interface::QuirksMode;
use html5ever::interface::TreeSink;
use html5ever::local_name;
use html5ever::ns;
use html5ever::parse_document;
use html5ever::tendril::StrTendril;
use html5ever::tendril::TendrilSink;
use std::borrow::Cow;
use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

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

struct Node {
    parent: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    before: Option<Id>,
    next: Option<Id>,
    data: Data,
}

enum Data {
    Element(Box<Element>),
    Text(String),
    Other,
}

/// An element with the attributes that are looked at.
pub(super) struct Element {
    /// The name; of an element that is not HTML the empty one.
    pub(super) name: LocalName,
    attributes: Vec<(LocalName, StrTendril)>,
    template: Option<Id>,
}

impl Element {
    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &LocalName) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
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
        while !rest.is_empty() {
            let (piece, behind) = cut(rest);
            let events = parser.tokenizer.sink.sink.events.get();
            parser.process(StrTendril::from_slice(piece));
            rest = behind;
            let sink = &parser.tokenizer.sink.sink;
            marks = if sink.events.get() == events {
                marks + count_marks(piece)
            } else {
                0
            };
            if marks > limits.marks {
                return Err(too_much());
            }
            sink.check(limits)?;
        }
        Ok(parser.finish())
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
    pub(super) fn skip(&mut self, opened: Id) {
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

fn too_much() -> ReadError {
    ReadError::Limit {
        what: "网页的结构过于复杂".to_owned(),
    }
}

fn count_marks(piece: &str) -> usize {
    piece
        .bytes()
        .filter(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\''))
        .count()
}

/// What the parser holds of a node: its name is asked for all the time.
#[derive(Clone)]
struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// Takes what the parser builds.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    no_name: Rc<QualName>,
    work: Cell<u64>,
    events: Cell<u64>,
}

impl Sink {
    fn new() -> Self {
        let sink = Self {
            nodes: RefCell::new(Vec::new()),
            no_name: Rc::new(QualName::new(None, ns!(), LocalName::from(""))),
            work: Cell::new(0),
            events: Cell::new(0),
        };
        sink.add(Data::Other);
        sink
    }

    fn check(&self, limits: &Limits) -> Result<(), ReadError> {
        if self.nodes.borrow().len() > limits.nodes {
            let what = format!("网页的元素超过 {} 万个", limits.nodes / 10_000);
            return Err(ReadError::Limit { what });
        }
        if self.work.get() > limits.work {
            return Err(too_much());
        }
        Ok(())
    }

    fn handle(&self, id: Id) -> Handle {
        Handle {
            id,
            name: Rc::clone(&self.no_name),
        }
    }

    fn add(&self, data: Data) -> Id {
        self.events.set(self.events.get() + 1);
        let mut nodes = self.nodes.borrow_mut();
        let id = Id::try_from(nodes.len()).unwrap_or(Id::MAX);
        nodes.push(Node {
            parent: None,
            first: None,
            last: None,
            before: None,
            next: None,
            data,
        });
        id
    }

    /// Looks at a node; the default for one that is not there.
    fn see<T: Default>(&self, id: Id, look: impl FnOnce(&Node) -> T) -> T {
        self.nodes
            .borrow()
            .get(id as usize)
            .map(look)
            .unwrap_or_default()
    }

    fn change(&self, id: Option<Id>, change: impl FnOnce(&mut Node)) {
        if let Some(id) = id
            && let Some(node) = self.nodes.borrow_mut().get_mut(id as usize)
        {
            change(node);
        }
    }

    fn detach(&self, id: Id) {
        let (parent, before, next) = self.see(id, |node| (node.parent, node.before, node.next));
        match before {
            Some(_) => self.change(before, |node| node.next = next),
            None => self.change(parent, |node| node.first = next),
        }
        match next {
            Some(_) => self.change(next, |node| node.before = before),
            None => self.change(parent, |node| node.last = before),
        }
        self.change(Some(id), |node| {
            node.parent = None;
            node.before = None;
            node.next = None;
        });
    }

    /// Puts `id` into `parent`, before `next` or as the last child.
    fn insert(&self, id: Id, parent: Option<Id>, next: Option<Id>) {
        self.detach(id);
        let before = match next {
            Some(next) => self.see(next, |node| node.before),
            None => parent.and_then(|parent| self.see(parent, |node| node.last)),
        };
        self.change(Some(id), |node| {
            node.parent = parent;
            node.before = before;
            node.next = next;
        });
        match before {
            Some(_) => self.change(before, |node| node.next = Some(id)),
            None => self.change(parent, |node| node.first = Some(id)),
        }
        match next {
            Some(_) => self.change(next, |node| node.before = Some(id)),
            None => self.change(parent, |node| node.last = Some(id)),
        }
    }

    /// Adds to the text node `id`; tells whether it is one.
    fn extend(&self, id: Option<Id>, text: &str) -> bool {
        let mut done = false;
        self.change(id, |node| {
            if let Data::Text(before) = &mut node.data {
                before.push_str(text);
                done = true;
            }
        });
        done
    }

    fn take(&self, child: NodeOrText<Handle>, parent: Option<Id>, next: Option<Id>) {
        self.events.set(self.events.get() + 1);
        let id = match child {
            NodeOrText::AppendNode(node) => node.id,
            NodeOrText::AppendText(text) => {
                let before = match next {
                    Some(next) => self.see(next, |node| node.before),
                    None => parent.and_then(|parent| self.see(parent, |node| node.last)),
                };
                if self.extend(before, &text) {
                    return;
                }
                self.add(Data::Text(text.to_string()))
            }
        };
        self.insert(id, parent, next);
    }
}

/// The attributes that are looked at.
fn is_read(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("style")
            | local_name!("hidden")
            | local_name!("align")
            | local_name!("href")
            | local_name!("name")
            | local_name!("content")
    )
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Dom;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Dom {
        Dom {
            nodes: self.nodes.into_inner(),
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.handle(ROOT)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        self.work.set(self.work.get() + 1);
        &target.name
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> Handle {
        let template = flags.template.then(|| self.add(Data::Other));
        let is_html = name.ns == ns!(html);
        let id = self.add(Data::Element(Box::new(Element {
            name: if is_html {
                name.local.clone()
            } else {
                LocalName::from("")
            },
            attributes: attributes
                .into_iter()
                .filter(|attribute| is_read(&attribute.name.local))
                .map(|attribute| (attribute.name.local, attribute.value))
                .collect(),
            template,
        })));
        Handle {
            id,
            name: Rc::new(name),
        }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.handle(self.add(Data::Other))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.handle(self.add(Data::Other))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.take(child, Some(parent.id), None);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if self.see(element.id, |node| node.parent).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let template = self.see(target.id, |node| match &node.data {
            Data::Element(element) => element.template,
            _ => None,
        });
        // The parser asks this of templates only.
        self.handle(template.unwrap_or_else(|| self.add(Data::Other)))
    }

    fn same_node(&self, a: &Handle, b: &Handle) -> bool {
        self.work.set(self.work.get() + 1);
        a.id == b.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.see(sibling.id, |node| node.parent);
        self.take(child, parent, Some(sibling.id));
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        self.change(Some(target.id), |node| {
            let Data::Element(element) = &mut node.data else {
                return;
            };
            for attribute in attributes {
                let name = attribute.name.local;
                if is_read(&name) && element.attribute(&name).is_none() {
                    element.attributes.push((name, attribute.value));
                }
            }
        });
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        while let Some(child) = self.see(node.id, |node| node.first) {
            self.work.set(self.work.get() + 1);
            self.insert(child, Some(new_parent.id), None);
        }
    }
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
