//! The part with the comments: whose they are, and how ours are written.

use super::letters::escaped;
use crate::ooxml::Error;
use crate::ooxml::Node;
use crate::ooxml::Xml;
use crate::render::words::Role;
use crate::text::Span;
use std::collections::BTreeSet;

/// Properties of our paragraphs: a report's own text is large and indented, a comment is not.
const PARAGRAPH: &str = "<w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" \
    w:lineRule=\"auto\"/><w:ind w:left=\"0\" w:right=\"0\" w:firstLineChars=\"0\" \
    w:firstLine=\"0\"/><w:jc w:val=\"left\"/></w:pPr>";

/// A comment that the file has.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Old {
    pub(super) id: Option<i64>,
    pub(super) author: String,
    /// Where it stands in the part.
    pub(super) span: Span,
    /// Its text, paragraph by paragraph.
    pub(super) lines: Vec<String>,
    /// Numbers of its paragraphs, by which answers refer to it.
    pub(super) paragraphs: BTreeSet<String>,
}

/// A comment that is to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct New {
    pub(super) id: u32,
    pub(super) role: Role,
    pub(super) lines: Vec<String>,
}

impl Old {
    pub(super) fn is_ours(&self) -> bool {
        Role::is_ours(&self.author)
    }
}

/// Reads the comments of a part.
pub(super) fn read(text: &str, name: &str) -> Result<Vec<Old>, Error> {
    let mut xml = Xml::new(text, name);
    let mut list = Vec::new();
    while let Some(root) = xml.child()? {
        drop(root);
        while let Some(element) = xml.child()? {
            let start = xml.span();
            if element.name() != "comment" {
                xml.skip(|_| {})?;
                continue;
            }
            let id = xml.attribute(&element, "id");
            let mut old = Old {
                id: id.and_then(|id| id.trim().parse().ok()),
                author: xml.attribute(&element, "author").unwrap_or_default(),
                ..Old::default()
            };
            words(&mut xml, &mut old)?;
            old.span = start.cover(xml.span());
            list.push(old);
        }
    }
    Ok(list)
}

/// Consumes an open comment and takes its words.
fn words(xml: &mut Xml<'_>, old: &mut Old) -> Result<(), Error> {
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "p" => {
                    old.lines.push(String::new());
                    old.paragraphs.extend(element.foreign("paraId"));
                    depth += 1;
                }
                "t" => {
                    let text = xml.text()?;
                    if let Some(line) = old.lines.last_mut() {
                        line.push_str(&text);
                    }
                }
                _ => depth += 1,
            },
            Node::Close => depth -= 1,
            Node::Text(_) => {}
            Node::End => break,
        }
    }
    Ok(())
}

/// Writes comments as they stand in a part whose root has the prefix `prefix`.
pub(super) fn write(list: &[New], prefix: &str, namespace: &str) -> String {
    let mut out = String::new();
    for new in list {
        out.push_str(&comment(new, prefix, namespace));
    }
    out
}

fn comment(new: &New, prefix: &str, namespace: &str) -> String {
    let declared = match prefix {
        "" => format!(" xmlns:w=\"{}\"", escaped(namespace)),
        _ => String::new(),
    };
    let author = new.role.author();
    let initials = new.role.initials();
    let id = new.id;
    let mut out = format!(
        "<w:comment{declared} w:id=\"{id}\" w:author=\"{author}\" w:initials=\"{initials}\">"
    );
    for (index, line) in new.lines.iter().enumerate() {
        let bold = if index == 0 { "<w:b/>" } else { "" };
        let mark = if index == 0 {
            "<w:r><w:annotationRef/></w:r>"
        } else {
            ""
        };
        let line = escaped(line);
        out.push_str(&format!(
            "<w:p>{PARAGRAPH}{mark}<w:r><w:rPr>{bold}<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>\
             </w:rPr><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"
        ));
    }
    out.push_str("</w:comment>");
    match prefix {
        "" | "w:" => out,
        // What stands between the tags has no `<`: see `escaped`.
        prefix => out
            .replace("<w:", &format!("<{prefix}"))
            .replace("</w:", &format!("</{prefix}"))
            .replace(" w:", &format!(" {prefix}")),
    }
}
