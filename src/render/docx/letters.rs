//! The characters of a `w:t` as they stand in the XML, to be written again in pieces.

use crate::ooxml::Xml;
use std::borrow::Cow;

/// The characters of one text.
pub(super) struct Letters<'x> {
    /// Each as written: a character, an entity, a line end.
    list: Vec<Cow<'x, str>>,
    /// The start tag of the text.
    tag: &'x str,
    /// Whether blanks at its ends are shown.
    keeps: bool,
}

impl<'x> Letters<'x> {
    pub(super) fn of(inner: &'x str, tag: &'x str, keeps: bool) -> Self {
        let list = if inner.contains('<') {
            anew(inner)
        } else {
            as_written(inner)
        };
        Self { list, tag, keeps }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Writes the characters `from..to` as an element `name`: `t`, or `delText`.
    ///
    /// A blank beside a cut stood inside the text and stands at an end now, where Word would
    /// drop it: it goes into an element of its own that keeps it. Blanks that were never shown
    /// stay as they are.
    pub(super) fn write(&self, from: usize, to: usize, name: &str, out: &mut String) {
        let (mut lead, mut trail) = (from, to);
        if !self.keeps {
            let (first, last) = self.shown();
            if from > 0 {
                lead = (from..to)
                    .find(|at| *at >= last || !self.is_blank(*at))
                    .unwrap_or(to);
            }
            if to < self.len() {
                let blank = |at: &usize| *at < first || !self.is_blank(*at);
                trail = (lead..to).rev().find(blank).map_or(lead, |at| at + 1);
            }
        }
        let kept = format!("<{} xml:space=\"preserve\">", name_of(self.tag));
        for (from, to, tag) in [
            (from, lead, &*kept),
            (lead, trail, self.tag),
            (trail, to, &*kept),
        ] {
            let letters = self.list.get(from..to).unwrap_or_default();
            if !letters.is_empty() {
                out.push_str(&element(tag, name, &letters.concat()));
            }
        }
    }

    fn is_blank(&self, at: usize) -> bool {
        let letter = self.list.get(at).map_or("", |letter| letter);
        !letter.is_empty() && letter.bytes().all(|byte| byte.is_ascii_whitespace())
    }

    /// The stretch of characters without the blanks at both ends.
    fn shown(&self) -> (usize, usize) {
        let seen = |at: &usize| !self.is_blank(*at);
        let first = (0..self.len()).find(seen).unwrap_or(0);
        let last = (0..self.len()).rev().find(seen).map_or(0, |at| at + 1);
        (first, last)
    }
}

/// The characters of a content without markup: each stays as it is written.
fn as_written(inner: &str) -> Vec<Cow<'_, str>> {
    let mut list = Vec::new();
    let mut rest = inner;
    while let Some(first) = rest.chars().next() {
        let n = match first {
            '&' => rest.find(';').map_or(1, |at| at + 1),
            '\r' if rest.starts_with("\r\n") => 2,
            first => first.len_utf8(),
        };
        let (letter, after) = rest.split_at_checked(n).unwrap_or((rest, ""));
        list.push(Cow::Borrowed(letter));
        rest = after;
    }
    list
}

/// The characters of a content with markup in it (a comment, CDATA): they are written anew.
fn anew<'x>(inner: &str) -> Vec<Cow<'x, str>> {
    let wrapped = format!("<t>{inner}</t>");
    let mut xml = Xml::new(&wrapped, "");
    let text = xml.child().and_then(|_| xml.text()).unwrap_or_default();
    let letter = |c: char| Cow::Owned(escaped(c.encode_utf8(&mut [0; 4])));
    text.chars().map(letter).collect()
}

/// An element like the one of `tag`, under the local name `name`.
fn element(tag: &str, name: &str, inner: &str) -> String {
    let old = name_of(tag);
    let prefix = old.split_once(':').map_or("", |(prefix, _)| prefix);
    let colon = if prefix.is_empty() { "" } else { ":" };
    let rest = tag.get(1 + old.len()..).unwrap_or(">");
    format!("<{prefix}{colon}{name}{rest}{inner}</{prefix}{colon}{name}>")
}

/// The name of an element by its start or end tag.
pub(super) fn name_of(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
    name.get(..end.unwrap_or(name.len())).unwrap_or_default()
}

/// Text as it stands in XML. What XML cannot say becomes U+FFFD.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c < ' ' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(tag: &str, inner: &str, cuts: &[usize]) -> String {
        let letters = Letters::of(inner, tag, tag.contains("preserve"));
        let mut out = String::new();
        let mut from = 0;
        for to in cuts.iter().copied().chain([letters.len()]) {
            letters.write(from, to, "t", &mut out);
            out.push('|');
            from = to;
        }
        out
    }

    #[test]
    fn characters_stay_as_they_are_written() {
        assert_eq!(
            pieces("<w:t>", "甲&amp;乙&#x4E19;", &[1, 2, 3]),
            "<w:t>甲</w:t>|<w:t>&amp;</w:t>|<w:t>乙</w:t>|<w:t>&#x4E19;</w:t>|"
        );
        assert_eq!(
            pieces("<t>", "甲<!-- x -->&lt;", &[1]),
            "<t>甲</t>|<t>&lt;</t>|"
        );
        assert_eq!(pieces("<w:t>", "甲\r\n乙", &[2]), {
            "<w:t>甲</w:t><w:t xml:space=\"preserve\">\r\n</w:t>|<w:t>乙</w:t>|"
        });
    }

    #[test]
    fn blanks_that_are_shown_stay_shown_and_no_others() {
        let keep = "<w:t xml:space=\"preserve\">";
        assert_eq!(
            pieces(keep, " 甲 乙 ", &[2, 3]),
            format!("{keep} 甲</w:t>|{keep} </w:t>|{keep}乙 </w:t>|")
        );
        assert_eq!(
            pieces("<w:t>", " 甲 乙 ", &[3]),
            format!("<w:t> 甲</w:t>{keep} </w:t>|<w:t>乙 </w:t>|")
        );
        assert_eq!(
            pieces("<w:t>", " 甲 乙 ", &[2]),
            format!("<w:t> 甲</w:t>|{keep} </w:t><w:t>乙 </w:t>|")
        );
        assert_eq!(
            pieces("<w:t>", " 甲 ", &[2]),
            "<w:t> 甲</w:t>|<w:t> </w:t>|"
        );
        assert_eq!(
            pieces("<w:t>", " 甲 ", &[1]),
            "<w:t> </w:t>|<w:t>甲 </w:t>|"
        );
    }

    #[test]
    fn deleted_words_are_of_another_element() {
        let letters = Letters::of("甲乙", "<ns:t a='b'>", false);
        let mut out = String::new();
        letters.write(0, 1, "delText", &mut out);
        assert_eq!(out, "<ns:delText a='b'>甲</ns:delText>");
    }

    #[test]
    fn every_text_can_stand_in_xml() {
        assert_eq!(escaped("a<b>&\"\u{1}甲"), "a&lt;b&gt;&amp;&quot;\u{FFFD}甲");
    }
}
