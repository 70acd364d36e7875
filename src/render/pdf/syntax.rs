//! Where the pieces of a dictionary or an array stand, so that what is not changed is copied byte
//! for byte.

use std::ops::Range;

/// Dictionaries and arrays inside one another. Page dictionaries have three or four.
const MAX_DEPTH: usize = 64;

/// One entry of a dictionary.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    /// The key with its slash.
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
}

/// Finds the entries of the dictionary that starts `bytes`; `None` where it is none.
pub(super) fn entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut at = 2;
    if bytes.get(..at)? != b"<<" {
        return None;
    }
    let mut entries = Vec::new();
    loop {
        at = skip_blank(bytes, at);
        match bytes.get(at)? {
            b'>' => return Some(entries),
            b'/' => {}
            _ => return None,
        }
        let key = at..name_end(bytes, at + 1);
        let from = skip_blank(bytes, key.end);
        let value = from..value_end(bytes, from, 0)?;
        at = value.end;
        entries.push(Entry { key, value });
    }
}

/// Finds the value of `key`, written with its slash, in the dictionary that starts `bytes`.
pub(super) fn value<'a>(bytes: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let entries = entries(bytes)?;
    let is_it = |entry: &&Entry| bytes.get(entry.key.clone()) == Some(key);
    bytes.get(entries.iter().rfind(is_it)?.value.clone())
}

/// Returns the items of an array whose inside `bytes` is, as far as they can be told.
pub(super) fn items(bytes: &[u8]) -> Vec<&[u8]> {
    let mut items = Vec::new();
    let mut at = skip_blank(bytes, 0);
    while let Some(end) = value_end(bytes, at, 0) {
        items.extend(bytes.get(at..end));
        at = skip_blank(bytes, end);
    }
    items
}

/// Returns the first item of the array that `bytes` is.
pub(super) fn first_item(bytes: &[u8]) -> Option<&[u8]> {
    let inside = bytes.strip_prefix(b"[")?;
    items(inside).first().copied()
}

/// Reads the whole number that starts `bytes` behind blanks, and says where it ends.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let at = skip_blank(bytes, at);
    let digits = bytes.get(at..)?.iter().take_while(|b| b.is_ascii_digit());
    let end = at + digits.count();
    let text = std::str::from_utf8(bytes.get(at..end)?).ok()?;
    Some((text.parse().ok()?, end))
}

/// Passes blanks and comments.
pub(super) fn skip_blank(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        if is_blank(*byte) {
            at += 1;
        } else if *byte == b'%' {
            let rest = bytes.get(at..).unwrap_or(&[]);
            at += rest
                .iter()
                .take_while(|b| !matches!(b, b'\n' | b'\r'))
                .count();
        } else {
            break;
        }
    }
    at
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0C' | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn name_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let is_regular = |byte: &&u8| !is_blank(**byte) && !is_delimiter(**byte);
    at + rest.iter().take_while(is_regular).count()
}

/// Finds the end of the value at `at`: an object, or a reference to one.
fn value_end(bytes: &[u8], at: usize, depth: usize) -> Option<usize> {
    if depth > MAX_DEPTH {
        return None;
    }
    match (bytes.get(at)?, bytes.get(at + 1)) {
        (b'<', Some(b'<')) => group_end(bytes, at + 2, b">>", depth),
        (b'[', _) => group_end(bytes, at + 1, b"]", depth),
        (b'<', _) => {
            let close = bytes.get(at..)?.iter().position(|byte| *byte == b'>')?;
            Some(at + close + 1)
        }
        (b'(', _) => string_end(bytes, at),
        (b'/', _) => Some(name_end(bytes, at + 1)),
        _ => {
            let end = name_end(bytes, at);
            if end == at {
                return None;
            }
            Some(reference_end(bytes, at).unwrap_or(end))
        }
    }
}

fn group_end(bytes: &[u8], mut at: usize, close: &[u8], depth: usize) -> Option<usize> {
    loop {
        at = skip_blank(bytes, at);
        if bytes.get(at..)?.starts_with(close) {
            return Some(at + close.len());
        }
        at = value_end(bytes, at, depth + 1)?;
    }
}

/// Finds the end of `12 0 R`.
fn reference_end(bytes: &[u8], at: usize) -> Option<usize> {
    let (_, at) = number(bytes, at)?;
    let (_, at) = number(bytes, at)?;
    let at = skip_blank(bytes, at);
    let end = name_end(bytes, at);
    (bytes.get(at..end)? == b"R").then_some(end)
}

fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut open = 0_usize;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        at += 1;
        if open == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    fn pairs(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
        let list = entries(bytes).unwrap();
        list.into_iter()
            .map(|entry| (&bytes[entry.key], &bytes[entry.value]))
            .collect()
    }

    #[test]
    fn entries_end_where_the_next_begins() {
        let dict = b"<</Type/Page /Annots[1 0 R<</A(])>>]%/No 1\n/Parent 12 0 R/N 3/S(a\\)(b))\n/H<0a>/D<</Annots 4>>/Z null>> tail";
        let found = pairs(dict);
        let wanted: [(&[u8], &[u8]); 8] = [
            (b"/Type", b"/Page"),
            (b"/Annots", b"[1 0 R<</A(])>>]"),
            (b"/Parent", b"12 0 R"),
            (b"/N", b"3"),
            (b"/S", b"(a\\)(b))"),
            (b"/H", b"<0a>"),
            (b"/D", b"<</Annots 4>>"),
            (b"/Z", b"null"),
        ];
        assert_eq!(found, wanted);
        assert_eq!(value(dict, b"/N"), Some(&b"3"[..]));
        assert_eq!(first_item(b"[ <AB> <CD>]"), Some(&b"<AB>"[..]));
        let wanted: [&[u8]; 3] = [b"1 0 R", b"<</A 2>>", b"12 0 R"];
        assert_eq!(items(b" 1 0 R<</A 2>> 12 0 R "), wanted);
    }

    #[test]
    fn what_is_damaged_has_no_entries() {
        let deep = [&b"<</A"[..], &vec![b'['; 100_000]].concat();
        let damaged: [&[u8]; 8] = [
            b"", b"<<", b"[]", b"<</A", b"<</A(b", b"<</A)>>", b"<<1 2>>", &deep,
        ];
        for bytes in damaged {
            assert_eq!(entries(bytes), None, "{bytes:?}");
        }
    }
}
