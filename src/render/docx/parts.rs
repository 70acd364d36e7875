//! What the other parts of a package must say once there are comments.

use super::letters::escaped;
use super::letters::name_of;
use crate::ooxml::Error;
use crate::ooxml::Node;
use crate::ooxml::Xml;
use crate::text::Span;
use crate::text::slice;
use std::collections::BTreeSet;

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

pub(super) const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Content types as they stand for a package that has none.
pub(super) fn no_types(main: &str) -> String {
    format!(
        "{XML}<Types xmlns=\"{TYPES}\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/{main}\" ContentType=\"{WORD}.document.main+xml\"/></Types>"
    )
}

/// Relationships as they stand for a part that has none.
pub(super) fn no_relations() -> String {
    format!("{XML}<Relationships xmlns=\"{RELATIONS}\"></Relationships>")
}

/// A part without comments.
pub(super) fn no_comments(namespace: &str) -> String {
    let namespace = escaped(namespace);
    format!("{XML}<w:comments xmlns:w=\"{namespace}\"></w:comments>")
}

/// Adds the type of the part `comments`; `None` where it is known.
pub(super) fn typed(types: &str, comments: &str) -> Result<Option<String>, Error> {
    let part = format!("/{comments}");
    let mut xml = Xml::new(types, "[Content_Types].xml");
    while let Some(root) = xml.child()? {
        drop(root);
        while let Some(element) = xml.child()? {
            let known = xml.attribute(&element, "PartName");
            xml.skip(|_| {})?;
            if known.is_some_and(|known| known.eq_ignore_ascii_case(&part)) {
                return Ok(None);
            }
        }
    }
    let part = escaped(&part);
    let attributes = format!("PartName=\"{part}\" ContentType=\"{WORD}.comments+xml\"");
    let add = |prefix: &str| format!("<{prefix}Override {attributes}/>");
    grown(types, "[Content_Types].xml", add).map(Some)
}

/// Adds the relationship that leads to the comments, `target`.
pub(super) fn related(relations: &str, target: &str, namespace: &str) -> Result<String, Error> {
    const NAME: &str = "relationships";
    let mut known = BTreeSet::new();
    let mut xml = Xml::new(relations, NAME);
    while let Some(root) = xml.child()? {
        drop(root);
        while let Some(element) = xml.child()? {
            known.extend(xml.attribute(&element, "Id"));
            xml.skip(|_| {})?;
        }
    }
    let mut ids = (1_u32..).map(|n| format!("rIdYifa{n}"));
    let id = ids.find(|id| !known.contains(id)).unwrap_or_default();
    let strict = namespace.starts_with("http://purl.oclc.org/");
    let kind = match strict {
        true => "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
        false => "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    };
    let target = escaped(target);
    let attributes = format!("Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"");
    grown(relations, NAME, |prefix| {
        format!("<{prefix}Relationship {attributes}/>")
    })
}

/// Adds what `add` gives for the prefix of the root as the last children of the root.
pub(super) fn grown(
    text: &str,
    name: &str,
    add: impl FnOnce(&str) -> String,
) -> Result<String, Error> {
    let mut xml = Xml::new(text, name);
    let mut root = Span::default();
    let mut end = Span::default();
    let mut prefix = String::new();
    let mut depth = 0_usize;
    loop {
        match xml.next()? {
            Node::Open(element) => {
                if depth == 0 {
                    root = xml.span();
                    prefix = element.prefix().to_owned();
                }
                depth += 1;
            }
            Node::Close => {
                depth = depth.saturating_sub(1);
                end = xml.span();
            }
            Node::Text(_) => {}
            Node::End => break,
        }
    }
    let add = add(&prefix);
    let after = slice(text, Span::new(end.to(), text.len()));
    if !end.is_empty() {
        let before = slice(text, Span::new(0, end.from()));
        return Ok([before, &add, slice(text, end), after].concat());
    }
    // The root is one tag: it is opened and closed.
    let before = slice(text, Span::new(0, root.from()));
    let tag = slice(text, root);
    let open = tag.trim_end_matches("/>");
    Ok(format!("{before}{open}>{add}</{}>{after}", name_of(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_grows_whether_it_has_children_or_not() {
        let check = |text: &str, want: &str| {
            let got = grown(text, "x", |prefix| format!("<{prefix}b/>"));
            assert_eq!(got.unwrap(), want);
        };
        check("<a><c/></a>\n", "<a><c/><b/></a>\n");
        check("<a/>", "<a><b/></a>");
        check(
            "<?xml version='1.0'?><n:a x='/>' />",
            "<?xml version='1.0'?><n:a x='/>' ><n:b/></n:a>",
        );
        assert!(grown("<a>", "x", |_| String::new()).is_err());
    }

    #[test]
    fn comments_are_made_known_once() {
        let types = typed(&no_types("word/document.xml"), "word/comments.xml")
            .unwrap()
            .unwrap();
        assert_eq!(types.matches("/word/comments.xml").count(), 1);
        assert_eq!(typed(&types, "Word/Comments.xml").unwrap(), None);
        let one = related(&no_relations(), "comments.xml", "").unwrap();
        assert!(one.contains("Id=\"rIdYifa1\"") && one.contains("2006/relationships/comments"));
        let two = related(
            &one,
            "c.xml",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .unwrap();
        assert!(two.contains("Id=\"rIdYifa2\"") && two.contains("purl.oclc.org"));
    }
}
