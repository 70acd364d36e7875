//! A pull over one XML part: elements by namespace and local name, never by prefix.
//!
//! Word, WPS and LibreOffice choose their own prefixes, and the strict form of the format has
//! namespaces of its own; both are settled here, so that the rooms above read `"p"` and mean it.

use crate::ooxml::Error;
use crate::ooxml::damaged;
use crate::ooxml::limits::MAX_DEPTH;
use crate::text::Span;
use quick_xml::XmlVersion;
use quick_xml::events::BytesRef;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use std::borrow::Cow;

/// Which vocabulary an element belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Space {
    /// WordprocessingML (transitional or strict), and the parts that describe the package.
    Own,
    /// Markup compatibility: `AlternateContent`, `Choice`, `Fallback`.
    Compat,
    /// Formulas, which have an `r` and a `t` of their own.
    Math,
    /// Drawings, VML, extensions: only what they contain matters.
    Other,
}

impl Space {
    fn of(uri: &str) -> Self {
        match uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main"
            | "http://schemas.openxmlformats.org/package/2006/relationships"
            | "http://schemas.openxmlformats.org/package/2006/content-types"
            | "http://purl.org/dc/elements/1.1/" => Self::Own,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compat,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            _ => Self::Other,
        }
    }

    fn resolve(namespace: &ResolveResult<'_>) -> Self {
        match namespace {
            ResolveResult::Bound(uri) => Self::of(uri.0),
            // Only broken writers leave a prefix undeclared; then the usual one is believed.
            ResolveResult::Unknown(prefix) if prefix == "w" => Self::Own,
            ResolveResult::Unknown(prefix) if prefix == "mc" => Self::Compat,
            ResolveResult::Unknown(_) => Self::Other,
            ResolveResult::Unbound => Self::Own,
        }
    }
}

/// The start of an element.
#[derive(Debug)]
pub(crate) struct Element<'x> {
    start: BytesStart<'x>,
    space: Space,
}

impl Element<'_> {
    /// Returns the local name; `m:t` for the text of a formula, empty for foreign elements.
    pub(crate) fn name(&self) -> &str {
        let local = self.start.local_name().into_inner();
        match self.space {
            Space::Own | Space::Compat => local,
            Space::Math if local == "t" => "m:t",
            Space::Math | Space::Other => "",
        }
    }

    /// Returns the prefix with its colon; empty where there is none.
    pub(crate) fn prefix(&self) -> &str {
        let name = self.start.name().into_inner();
        let n = name.len() - self.start.local_name().into_inner().len();
        name.get(..n).unwrap_or_default()
    }

    /// Returns the attribute `name` of any vocabulary: extensions of Word have their own.
    pub(crate) fn foreign(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|found| found.key.local_name().into_inner() == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some(value.into_owned())
    }

    /// Tells whether blanks at the ends of its text are meant (`xml:space="preserve"`).
    pub(crate) fn keeps_blanks(&self) -> bool {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .any(|attribute| attribute.key.0 == "xml:space" && &*attribute.value == "preserve")
    }
}

/// What comes next in a part.
#[derive(Debug)]
pub(crate) enum Node<'x> {
    /// The start of an element.
    Open(Element<'x>),
    /// The end of the open element; its stretch is empty where start and end are one tag.
    Close,
    /// Characters, entities resolved.
    Text(Cow<'x, str>),
    /// Nothing: the part is over.
    End,
}

/// A pull parser over one part.
pub(crate) struct Xml<'x> {
    reader: NsReader<&'x [u8]>,
    part: &'x str,
    depth: usize,
    /// Where the last node stands in the text.
    last: Span,
}

impl<'x> Xml<'x> {
    /// Starts before the root of `text`; `part` is the part's name for messages.
    pub(crate) fn new(text: &'x str, part: &'x str) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            part,
            depth: 0,
            last: Span::default(),
        }
    }

    /// Enters the next child element of the open one; `None` at its end, which is consumed.
    ///
    /// The caller must consume each child: by asking it for children until `None`, or with
    /// [`Xml::text`] or [`Xml::skip`].
    pub(crate) fn child(&mut self) -> Result<Option<Element<'x>>, Error> {
        loop {
            match self.next()? {
                Node::Open(element) => return Ok(Some(element)),
                Node::Close | Node::End => return Ok(None),
                Node::Text(_) => {}
            }
        }
    }

    /// Consumes the open element and returns its own text, without that of its children.
    pub(crate) fn text(&mut self) -> Result<Cow<'x, str>, Error> {
        let mut whole = Cow::Borrowed("");
        loop {
            match self.next()? {
                Node::Open(_) => self.skip(|_| {})?,
                Node::Close | Node::End => return Ok(whole),
                Node::Text(text) if whole.is_empty() => whole = text,
                Node::Text(text) => whole.to_mut().push_str(&text),
            }
        }
    }

    /// Consumes the open element; `seen` is told of every element inside it.
    pub(crate) fn skip(&mut self, mut seen: impl FnMut(&Element<'x>)) -> Result<(), Error> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let Node::Open(element) = self.next()? {
                seen(&element);
            }
        }
        Ok(())
    }

    /// Consumes the open element and returns its `val`.
    pub(crate) fn val(&mut self, element: &Element<'x>) -> Result<Option<String>, Error> {
        let val = self.attribute(element, "val");
        self.skip(|_| {})?;
        Ok(val)
    }

    /// Consumes the open element and returns its `val` as a number.
    pub(crate) fn number(&mut self, element: &Element<'x>) -> Result<Option<i64>, Error> {
        let val = self.val(element)?;
        Ok(val.and_then(|val| val.trim().parse().ok()))
    }

    /// Consumes the open element, a property that is on or off: on where it has no `val`.
    pub(crate) fn switch(&mut self, element: &Element<'x>) -> Result<bool, Error> {
        let val = self.val(element)?;
        Ok(!matches!(
            val.as_deref(),
            Some("0" | "false" | "off" | "none")
        ))
    }

    /// Returns the attribute `name` of Word's vocabulary, or without any prefix.
    ///
    /// `element` must be the open one: prefixes are read as they stand here.
    pub(crate) fn attribute(&self, element: &Element<'x>, name: &str) -> Option<String> {
        for attribute in element.start.attributes().with_checks(false) {
            let attribute = attribute.ok()?;
            if attribute.key.local_name().into_inner() != name {
                continue;
            }
            let (namespace, _) = self.reader.resolver().resolve_attribute(attribute.key);
            if Space::resolve(&namespace) == Space::Own {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
                return Some(value.into_owned());
            }
        }
        None
    }

    /// Returns where the last node stands in the text of the part.
    pub(crate) fn span(&self) -> Span {
        self.last
    }

    /// Returns the namespace that `element`, which must be the open one, belongs to.
    pub(crate) fn namespace(&self, element: &Element<'x>) -> String {
        let (namespace, _) = self.reader.resolver().resolve_element(element.start.name());
        match namespace {
            ResolveResult::Bound(uri) => uri.0.to_owned(),
            ResolveResult::Unknown(_) | ResolveResult::Unbound => String::new(),
        }
    }

    /// Takes the next node, whatever it is.
    pub(crate) fn next(&mut self) -> Result<Node<'x>, Error> {
        loop {
            let before = self.position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(_) => return Err(self.broken()),
            };
            self.last = Span::new(before, self.position());
            match event {
                Event::Start(start) => return self.open(start),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close);
                }
                Event::Text(text) => return Ok(Node::Text(text.xml10_content())),
                Event::CData(text) => return Ok(Node::Text(text.xml10_content())),
                Event::GeneralRef(entity) => return Ok(Node::Text(self.entity(&entity)?)),
                Event::Eof if self.depth == 0 => return Ok(Node::End),
                Event::Eof => return Err(self.broken()),
                // No Office program writes one, and it could define text that is not there.
                Event::DocType(_) => {
                    return Err(damaged(format!("部件 {} 含有不允许的 DTD", self.part)));
                }
                // `expand_empty_elements` leaves no `Empty`.
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn open(&mut self, start: BytesStart<'x>) -> Result<Node<'x>, Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Error::Limit(format!(
                "Word 文档（docx）的部件 {} 嵌套超过 {MAX_DEPTH} 层",
                self.part
            )));
        }
        let (namespace, _) = self.reader.resolver().resolve_element(start.name());
        let space = Space::resolve(&namespace);
        Ok(Node::Open(Element { start, space }))
    }

    fn entity(&self, entity: &BytesRef<'x>) -> Result<Cow<'x, str>, Error> {
        if let Some(c) = entity.resolve_char_ref().map_err(|_| self.broken())? {
            return Ok(Cow::Owned(c.to_string()));
        }
        let text = match &**entity {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ => return Err(self.broken()),
        };
        Ok(Cow::Borrowed(text))
    }

    fn broken(&self) -> Error {
        damaged(format!(
            "部件 {} 的第 {} 个字节附近不是完整的 XML",
            self.part,
            self.position() + 1
        ))
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_namespace_not_the_prefix() {
        let check = |xml: &str, name: &str| {
            let mut xml = Xml::new(xml, "x");
            assert_eq!(xml.child().unwrap().unwrap().name(), name);
        };
        let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        check(&format!("<w:p xmlns:w='{word}'/>"), "p");
        check(&format!("<p xmlns='{word}'/>"), "p");
        check(&format!("<ns0:p xmlns:ns0='{word}'/>"), "p");
        check(
            "<q:p xmlns:q='http://purl.oclc.org/ooxml/wordprocessingml/main'/>",
            "p",
        );
        check("<w:p/>", "p");
        check("<a:p xmlns:a='urn:drawing'/>", "");
        check(
            "<m:t xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'/>",
            "m:t",
        );
    }

    #[test]
    fn every_node_knows_where_it_stands() {
        let text =
            "<?xml version='1.0'?><w:p a='>'>\n<w:t>甲&amp;乙</w:t><!-- x --><w:tab/></w:p>\n";
        let mut xml = Xml::new(text, "x");
        let mut shown = Vec::new();
        loop {
            let node = xml.next().unwrap();
            let there = crate::text::slice(text, xml.span()).to_owned();
            shown.push(match node {
                Node::Open(element) => format!("{}{}:{there}", element.prefix(), element.name()),
                Node::Close => format!("/{there}"),
                Node::Text(text) => format!("{text}:{there}"),
                Node::End => break,
            });
        }
        let want = [
            "w:p:<w:p a='>'>",
            "\n:\n",
            "w:t:<w:t>",
            "甲:甲",
            "&:&amp;",
            "乙:乙",
            "/</w:t>",
            "w:tab:<w:tab/>",
            "/",
            "/</w:p>",
            "\n:\n",
        ];
        assert_eq!(shown, want);
    }

    #[test]
    fn text_keeps_entities_and_leaves_children_out() {
        let check = |xml: &str, text: Option<&str>| {
            let mut xml = Xml::new(xml, "x");
            let found = xml.child().and_then(|_| xml.text());
            assert_eq!(found.ok().as_deref(), text);
        };
        check(
            "<t>甲&amp;乙&#x4E19;&#100;<![CDATA[<丁>]]></t>",
            Some("甲&乙丙d<丁>"),
        );
        check("<t>甲<i>乙</i>丙<!-- 丁 --></t>", Some("甲丙"));
        check("<t>甲&nbsp;</t>", None);
        check("<t>甲&#0;</t>", None);
        check("<t>甲", None);
        check("<t>甲</u>", None);
        check("<!DOCTYPE t [<!ENTITY e '乙'>]><t>&e;</t>", None);
    }
}
