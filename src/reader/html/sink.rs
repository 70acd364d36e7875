//! What html5ever calls while it builds the tree of a page.

use super::dom::Data;
use super::dom::Dom;
use super::dom::Element;
use super::dom::Id;
use super::dom::Node;
use super::dom::ROOT;
use crate::text::Directive;
use html5ever::Attribute;
use html5ever::LocalName;
use html5ever::QualName;
use html5ever::interface::ElementFlags;
use html5ever::interface::NodeOrText;
use html5ever::interface::QuirksMode;
use html5ever::interface::TreeSink;
use html5ever::local_name;
use html5ever::ns;
use html5ever::tendril::StrTendril;
use std::borrow::Cow;
use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

/// What the parser holds of a node: its name is asked for all the time.
#[derive(Clone)]
pub(super) struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// What the parser has done so far.
#[derive(Clone, Copy)]
pub(super) struct Spent {
    /// Nodes that were made.
    pub(super) nodes: usize,
    /// Looks at an element of the open stack.
    pub(super) work: u64,
    /// Nodes that were made or put somewhere.
    pub(super) events: u64,
}

/// Takes what the parser builds.
pub(super) struct Sink {
    nodes: RefCell<Vec<Node>>,
    no_name: Rc<QualName>,
    work: Cell<u64>,
    events: Cell<u64>,
    /// The line of the file that is being read, from 1.
    line: Cell<usize>,
}

impl Sink {
    pub(super) fn new() -> Self {
        let sink = Self {
            nodes: RefCell::new(Vec::new()),
            no_name: Rc::new(QualName::new(None, ns!(), LocalName::from(""))),
            work: Cell::new(0),
            events: Cell::new(0),
            line: Cell::new(1),
        };
        sink.add(Data::Other);
        sink
    }

    /// Returns how much has been built: nodes, looks at open elements, things that happened.
    pub(super) fn spent(&self) -> Spent {
        Spent {
            nodes: self.nodes.borrow().len(),
            work: self.work.get(),
            events: self.events.get(),
        }
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
        Dom::new(self.nodes.into_inner())
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

    fn create_comment(&self, text: StrTendril) -> Handle {
        let data = match Directive::is_meant(&text) {
            true => Data::Directive {
                text: text.to_string(),
                line: self.line.get(),
            },
            false => Data::Other,
        };
        self.handle(self.add(data))
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
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
                if is_read(&name) && element.attribute(name.clone()).is_none() {
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
