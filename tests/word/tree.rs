//! The XML of a part as a tree, and what a reader of comments makes of it: written for these
//! tests alone, so that it shares no mistake with what it looks at.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Element {
    /// Without its prefix: the parts of these tests have no two of one name.
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Node>,
}

/// Parses a part in UTF-8 or UTF-16.
pub(crate) fn parse(bytes: &[u8]) -> Element {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks(2)
                .map(|two| u16::from_le_bytes([two[0], two[1]]))
                .collect();
            String::from_utf16(&units).unwrap()
        }
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    };
    let text = text.trim_start_matches('\u{FEFF}');
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Element::default()];
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error}: {text}"))
        {
            Event::Start(start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    (attribute.key.0.to_owned(), attribute.value.to_string())
                });
                let attributes = attributes.filter(|(name, _)| !name.starts_with("xmlns"));
                let name = start.local_name().into_inner().to_owned();
                open.push(Element {
                    name,
                    attributes: attributes.collect(),
                    children: Vec::new(),
                });
            }
            Event::End(_) => {
                let element = open.pop().unwrap();
                open.last_mut()
                    .unwrap()
                    .children
                    .push(Node::Element(element));
            }
            Event::Text(text) => push(&mut open, &text.xml10_content()),
            Event::CData(text) => push(&mut open, &text.xml10_content()),
            Event::GeneralRef(entity) => {
                let c = entity.resolve_char_ref().unwrap();
                let named = || match &*entity {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    other => panic!("{other}"),
                };
                push(&mut open, &c.unwrap_or_else(named).to_string());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let all = open.pop().unwrap();
    all.elements().next().unwrap().clone()
}

fn push(open: &mut [Element], text: &str) {
    let children = &mut open.last_mut().unwrap().children;
    match children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => children.push(Node::Text(text.to_owned())),
    }
}

impl Element {
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// An attribute by its local name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let known = |key: &str| key.rsplit(':').next() == Some(name);
        let mut found = self.attributes.iter().filter(|(key, _)| known(key));
        found.next().map(|(_, value)| value.as_str())
    }

    /// Its own text.
    pub(crate) fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }

    /// The text as Word shows it.
    fn shown(&self) -> String {
        let text = self.text();
        match self.attributes.get("xml:space").map(String::as_str) {
            Some("preserve") => text,
            _ => text.trim_matches([' ', '\t', '\r', '\n']).to_owned(),
        }
    }
}

/// The words between the marks of each comment, in the order of their starts.
#[derive(Default)]
pub(crate) struct Ranges {
    open: Vec<(String, String)>,
    pub(crate) done: Vec<(String, String)>,
    pub(crate) references: Vec<String>,
}

impl Ranges {
    pub(crate) fn of(root: &Element) -> Self {
        let mut ranges = Self::default();
        ranges.walk(root);
        assert!(ranges.open.is_empty(), "{:?} never end", ranges.open);
        ranges
    }

    fn walk(&mut self, element: &Element) {
        match element.name.as_str() {
            "commentRangeStart" => {
                let id = element.get("id").unwrap().to_owned();
                self.open.push((id, String::new()));
            }
            "commentRangeEnd" => {
                let id = element.get("id").unwrap();
                let at = self.open.iter().position(|(open, _)| open == id).unwrap();
                let found = self.open.remove(at);
                self.done.push(found);
            }
            "commentReference" => self.references.push(element.get("id").unwrap().to_owned()),
            "t" => self.say(&element.shown()),
            "tab" => self.say(" "),
            "rt" | "moveFrom" | "Fallback" | "delText" | "instrText" => {}
            _ => {
                for child in element.elements() {
                    self.walk(child);
                }
            }
        }
    }

    fn say(&mut self, text: &str) {
        for (_, said) in &mut self.open {
            said.push_str(text);
        }
    }

    pub(crate) fn words(&self, id: &str) -> &str {
        &self.done.iter().find(|(done, _)| done == id).unwrap().1
    }
}

/// Takes out comments of `ids` and, where there are `authors`, their tracked changes.
pub(crate) fn without(element: &Element, ids: &[String], authors: &[&str]) -> Element {
    let mut kept = element.clone();
    kept.children.clear();
    for child in &element.children {
        let Node::Element(child) = child else {
            kept.children.push(child.clone());
            continue;
        };
        let of_ids = child
            .get("id")
            .is_some_and(|id| ids.iter().any(|known| known == id));
        let of_authors = child
            .get("author")
            .is_some_and(|author| authors.contains(&author));
        let reference = |run: &Element| {
            let mut references = run.elements().filter(|e| e.name == "commentReference");
            references.any(|e| ids.iter().any(|known| Some(known.as_str()) == e.get("id")))
        };
        match child.name.as_str() {
            "commentRangeStart" | "commentRangeEnd" if of_ids => {}
            "r" if reference(child) => assert_eq!(child.children.len(), 1),
            "ins" if of_authors => {}
            "del" if of_authors => {
                let inside = without(child, ids, authors);
                kept.children
                    .extend(inside.children.into_iter().map(undeleted));
            }
            _ => kept
                .children
                .push(Node::Element(without(child, ids, authors))),
        }
    }
    kept
}

fn undeleted(node: Node) -> Node {
    match node {
        Node::Element(mut element) => {
            if element.name == "delText" {
                element.name = "t".to_owned();
            }
            element.children = element.children.into_iter().map(undeleted).collect();
            Node::Element(element)
        }
        text => text,
    }
}

/// Merges runs that are alike and stand together, and texts in a run: what a cut took apart.
///
/// What stays of a text is what it shows and what stands in the file.
pub(crate) fn merged(element: &Element) -> Element {
    let mut out = element.clone();
    out.children.clear();
    for child in &element.children {
        let Node::Element(child) = child else {
            out.children.push(child.clone());
            continue;
        };
        let child = match child.name.as_str() {
            "t" => text(child),
            _ => merged(child),
        };
        match out.children.last_mut() {
            Some(Node::Element(last)) if alike(last, &child) => join(last, child),
            _ => out.children.push(Node::Element(child)),
        }
    }
    out
}

/// A text as two texts: shown, and as it stands.
fn text(element: &Element) -> Element {
    let (shown, all) = (element.shown(), element.text());
    let mut element = element.clone();
    element.attributes.clear();
    element.attributes.insert("shown".to_owned(), shown);
    element.attributes.insert("all".to_owned(), all);
    element.children.clear();
    element
}

fn alike(one: &Element, other: &Element) -> bool {
    let props = |run: &Element| run.elements().find(|e| e.name == "rPr").cloned();
    match (one.name.as_str(), other.name.as_str()) {
        ("t", "t") => true,
        ("r", "r") => one.attributes == other.attributes && props(one) == props(other),
        _ => false,
    }
}

fn join(last: &mut Element, next: Element) {
    if last.name == "t" {
        for (key, value) in next.attributes {
            last.attributes.entry(key).or_default().push_str(&value);
        }
        return;
    }
    for child in next.children {
        let Node::Element(child) = child else {
            continue;
        };
        if child.name == "rPr" {
            continue;
        }
        match last.children.last_mut() {
            Some(Node::Element(before)) if alike(before, &child) => join(before, child),
            _ => last.children.push(Node::Element(child)),
        }
    }
}
