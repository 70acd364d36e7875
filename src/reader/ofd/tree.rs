//! One XML part of an OFD package as a tree of names, attributes and text.

use super::damaged;
use crate::reader::ReadError;
use crate::reader::limits::MAX_DEPTH;
use crate::reader::limits::MAX_NODES;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// An element. Prefixes are left out: all elements of OFD are of one namespace.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
    pub(super) text: String,
}

impl Node {
    /// Reads a part; the node returned holds the root element.
    pub(super) fn read(text: &str, part: &str) -> Result<Self, ReadError> {
        let broken = || damaged(format!("部件 {part} 不是完整的 XML"));
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut open = vec![Self::default()];
        let mut n = 0;
        loop {
            match reader.read_event().map_err(|_| broken())? {
                Event::Start(start) => {
                    n += 1;
                    if open.len() > MAX_DEPTH || n > MAX_NODES {
                        return Err(ReadError::Limit {
                            what: format!("OFD 的部件 {part} 嵌套太深或内容太多"),
                        });
                    }
                    open.push(Self::of(&start));
                }
                Event::End(_) => {
                    let (Some(node), Some(parent)) = (open.pop(), open.last_mut()) else {
                        return Err(broken());
                    };
                    parent.children.push(node);
                }
                Event::Text(text) => push(&mut open, &text.xml10_content()),
                Event::CData(text) => push(&mut open, &text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let c = entity.resolve_char_ref().map_err(|_| broken())?;
                    let text = match (c, &*entity) {
                        (Some(c), _) => c.to_string(),
                        (None, entity) => known(entity).ok_or_else(broken)?.to_owned(),
                    };
                    push(&mut open, &text);
                }
                Event::DocType(_) => {
                    return Err(damaged(format!("部件 {part} 含有不允许的 DTD")));
                }
                Event::Eof => break,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        match (open.pop(), open.is_empty()) {
            (Some(root), true) => Ok(root),
            _ => Err(broken()),
        }
    }

    fn of(start: &BytesStart<'_>) -> Self {
        let mut attributes = start.attributes();
        let found = attributes.with_checks(false).flatten();
        let found = found.filter_map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
            let name = attribute.key.local_name().into_inner().to_owned();
            Some((name, value.into_owned()))
        });
        Self {
            name: start.local_name().into_inner().to_owned(),
            attributes: found.collect(),
            ..Self::default()
        }
    }

    /// Returns an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the numbers of an attribute.
    pub(super) fn numbers(&self, name: &str) -> Vec<f32> {
        numbers(self.attribute(name).unwrap_or_default())
    }

    /// Returns all elements below it with a name, in order.
    pub(super) fn all<'n>(&'n self, name: &'n str) -> Vec<&'n Self> {
        let mut found = Vec::new();
        self.collect(name, &mut found);
        found
    }

    fn collect<'n>(&'n self, name: &str, found: &mut Vec<&'n Self>) {
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            child.collect(name, found);
        }
    }

    /// Returns the text of the first element below it with a name.
    pub(super) fn text_of(&self, name: &str) -> Option<String> {
        let found = self.all(name).first()?.text.trim().to_owned();
        (!found.is_empty()).then_some(found)
    }
}

fn push(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

fn known(entity: &str) -> Option<&'static str> {
    Some(match entity {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// Reads numbers between blanks.
pub(super) fn numbers(text: &str) -> Vec<f32> {
    let words = text.split_ascii_whitespace();
    let numbers = words.filter_map(|word| word.parse::<f32>().ok());
    numbers.filter(|number| number.is_finite()).collect()
}
