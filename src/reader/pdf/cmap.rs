//! Character maps: what a font's codes mean (`ToUnicode`) and how long they are.
//!
//! A map is a small program in PostScript, but all writers write the same few tables. Only these
//! are read: `begincodespacerange`, `beginbfchar`, `beginbfrange`, `begincidchar`,
//! `begincidrange` and `usecmap`.

use crate::reader::limits::MAX_MAPPINGS;
use std::collections::BTreeMap;

/// A character map.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Codes by their length in bytes: which first and last codes there are.
    spaces: Vec<(usize, u32, u32)>,
    /// First code of each stretch, with its last code and what the first code means.
    texts: BTreeMap<u32, (u32, Vec<u16>)>,
    /// First code of each stretch, with its last code and the glyph of the first.
    glyphs: BTreeMap<u32, (u32, u32)>,
    /// The map it goes on from.
    pub(super) base: Option<String>,
    /// Whether it writes downwards.
    pub(super) vertical: bool,
}

impl CMap {
    /// Reads a map; what it cannot read is left out.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut tokens = Tokens { bytes, at: 0 };
        let mut before = Token::Other;
        while let Some(token) = tokens.next() {
            if map.texts.len() + map.glyphs.len() > MAX_MAPPINGS {
                break;
            }
            match &token {
                Token::Word(b"begincodespacerange") => map.read_spaces(&mut tokens),
                Token::Word(b"beginbfchar") => map.read_text_chars(&mut tokens),
                Token::Word(b"beginbfrange") => map.read_text_ranges(&mut tokens),
                Token::Word(b"begincidchar") => map.read_glyphs(&mut tokens, false),
                Token::Word(b"begincidrange") => map.read_glyphs(&mut tokens, true),
                Token::Word(b"usecmap") => {
                    if let Token::Name(name) = before {
                        map.base = Some(String::from_utf8_lossy(name).into_owned());
                    }
                }
                Token::Number(1) if matches!(before, Token::Name(b"WMode")) => map.vertical = true,
                _ => {}
            }
            before = token;
        }
        map
    }

    fn read_spaces(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(low) = tokens.hex() {
            let Some(high) = tokens.hex() else { return };
            if self.spaces.len() < 1000 {
                self.spaces.push((low.len(), code(&low), code(&high)));
            }
        }
    }

    fn read_text_chars(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(from) = tokens.hex() {
            let Some(to) = tokens.hex() else { return };
            self.text(code(&from), code(&from), units(&to));
        }
    }

    fn read_text_ranges(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(first) = tokens.hex() {
            let Some(last) = tokens.hex() else { return };
            let (first, last) = (code(&first), code(&last));
            match tokens.next() {
                Some(Token::Hex(to)) => self.text(first, last, units(&to)),
                Some(Token::Open) => {
                    let mut at = first;
                    while let Some(token) = tokens.next() {
                        match token {
                            Token::Hex(to) if at <= last => {
                                self.text(at, at, units(&to));
                                at = at.saturating_add(1);
                            }
                            Token::Close => break,
                            Token::Word(_) => return,
                            _ => {}
                        }
                    }
                }
                _ => return,
            }
        }
    }

    fn read_glyphs(&mut self, tokens: &mut Tokens<'_>, ranges: bool) {
        while let Some(first) = tokens.hex() {
            let mut last = code(&first);
            if ranges {
                let Some(end) = tokens.hex() else { return };
                last = code(&end);
            }
            let Some(Token::Number(glyph)) = tokens.next() else {
                return;
            };
            if self.glyphs.len() < MAX_MAPPINGS {
                self.glyphs.insert(code(&first), (last, glyph));
            }
        }
    }

    fn text(&mut self, first: u32, last: u32, to: Vec<u16>) {
        if last >= first && !to.is_empty() && to.len() <= 64 && self.texts.len() < MAX_MAPPINGS {
            self.texts.insert(first, (last, to));
        }
    }

    /// Returns the text that `code` stands for.
    pub(super) fn text_of(&self, code: u32) -> Option<String> {
        let (first, (last, to)) = self.texts.range(..=code).next_back()?;
        if code > *last {
            return None;
        }
        let mut units = to.clone();
        let offset = u16::try_from(code - first).ok()?;
        let end = units.last_mut()?;
        *end = end.checked_add(offset)?;
        String::from_utf16(&units).ok().filter(|text| text != "\0")
    }

    /// Returns the glyph that `code` selects.
    pub(super) fn glyph_of(&self, code: u32) -> Option<u32> {
        let (first, (last, glyph)) = self.glyphs.range(..=code).next_back()?;
        (code <= *last).then(|| glyph.saturating_add(code - first))
    }

    /// Tells whether it says which glyph a code selects.
    pub(super) fn has_glyphs(&self) -> bool {
        !self.glyphs.is_empty()
    }

    /// Cuts the first code off `bytes`: the code and its length.
    pub(super) fn next(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        for n in 1..=4 {
            let head = bytes.get(..n)?;
            let value = code(head);
            let within = |&(length, low, high): &(usize, u32, u32)| {
                length == n && in_space(value, low, high, n)
            };
            if self.spaces.iter().any(within) {
                return Some((value, n));
            }
        }
        None
    }
}

/// A code is in a space where each of its bytes is between those of the ends.
fn in_space(value: u32, low: u32, high: u32, n: usize) -> bool {
    (0..n).all(|i| {
        let byte = |of: u32| of >> (8 * i) & 0xFF;
        (byte(low)..=byte(high)).contains(&byte(value))
    })
}

/// Reads up to four bytes as one number.
pub(super) fn code(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |value, byte| value << 8 | u32::from(*byte))
}

/// Reads UTF-16; a single byte is a character of its own.
fn units(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [byte] => vec![u16::from(*byte)],
        _ => bytes
            .chunks_exact(2)
            .map(|pair| u16::try_from(code(pair)).unwrap_or_default())
            .collect(),
    }
}

enum Token<'a> {
    Hex(Vec<u8>),
    Name(&'a [u8]),
    Number(u32),
    Word(&'a [u8]),
    Open,
    Close,
    Other,
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// Takes the next token where it is a string of hexadecimal digits.
    fn hex(&mut self) -> Option<Vec<u8>> {
        let before = self.at;
        match self.next() {
            Some(Token::Hex(bytes)) => Some(bytes),
            _ => {
                self.at = before;
                None
            }
        }
    }

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.bytes.get(self.at..)?;
        let blank = rest.iter().take_while(|b| is_blank(**b)).count();
        self.at += blank;
        let rest = rest.get(blank..)?;
        let first = *rest.first()?;
        let (token, n) = match first {
            b'<' if rest.get(1) == Some(&b'<') => (Token::Other, 2),
            b'<' => hex(rest),
            b'[' => (Token::Open, 1),
            b']' => (Token::Close, 1),
            b'/' => {
                let n = regular(rest.get(1..)?);
                (Token::Name(rest.get(1..=n)?), n + 1)
            }
            b'%' => (
                Token::Other,
                rest.iter()
                    .take_while(|b| **b != b'\n' && **b != b'\r')
                    .count(),
            ),
            _ => match regular(rest) {
                0 => (Token::Other, 1),
                n => (word(rest.get(..n)?), n),
            },
        };
        self.at += n;
        Some(token)
    }
}

fn hex<'a>(rest: &[u8]) -> (Token<'a>, usize) {
    let inner: Vec<u8> = rest
        .iter()
        .skip(1)
        .take_while(|byte| **byte != b'>')
        .copied()
        .collect();
    let digits: Vec<u8> = inner
        .iter()
        .filter_map(|byte| u8::try_from(char::from(*byte).to_digit(16)?).ok())
        .collect();
    let bytes = digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |value, digit| value << 4 | digit))
        .collect();
    (Token::Hex(bytes), inner.len() + 2)
}

fn word(word: &[u8]) -> Token<'_> {
    let text = std::str::from_utf8(word).ok();
    match text.and_then(|text| text.parse().ok()) {
        Some(number) => Token::Number(number),
        None => Token::Word(word),
    }
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0
}

fn regular(bytes: &[u8]) -> usize {
    let is_regular = |byte: &u8| !is_blank(*byte) && !b"<>[]/%(){}".contains(byte);
    bytes.iter().take_while(|byte| is_regular(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &[u8] = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def % a comment
1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar
<0003> <0020>
<01A5><6CD5 6CBB>
endbfchar
2 beginbfrange
<0010> <0012> <4E00>
<0020> <0022> [<653F> <5E9C> <D840DC0B>]
endbfrange
endcmap";

    #[test]
    fn a_map_has_an_end() {
        let mut map = b"1 beginbfchar\n".to_vec();
        for code in 0..MAX_MAPPINGS + 1000 {
            map.extend(format!("<{code:06X}><{:04X}>\n", 0x4E00 + code % 256).bytes());
        }
        map.extend(b"endbfchar");
        let map = CMap::read(&map);
        assert_eq!(map.texts.len(), MAX_MAPPINGS);
        assert_eq!(map.text_of(1).as_deref(), Some("\u{4E01}"));
    }

    #[test]
    fn meanings_of_codes() {
        let map = CMap::read(MAP);
        let text = |code| map.text_of(code);
        assert_eq!(text(3).as_deref(), Some(" "));
        assert_eq!(text(0x1A5).as_deref(), Some("法治"));
        assert_eq!(text(0x12).as_deref(), Some("丂"));
        assert_eq!(text(0x13), None);
        assert_eq!(text(0x21).as_deref(), Some("府"));
        assert_eq!(text(0x22).as_deref(), Some("𠀋"));
        assert_eq!(map.next(&[0x01, 0xA5, 0x00]), Some((0x1A5, 2)));
        assert_eq!(map.next(&[0x01]), None);
    }

    #[test]
    fn codes_of_one_and_two_bytes() {
        let map = CMap::read(
            b"/WMode 1 def /GBK-EUC-H usecmap 2 begincodespacerange <00> <80> <8140> <FEFE> \
              endcodespacerange 2 begincidrange <20> <7e> 814 <8140> <8142> 10072 endcidrange",
        );
        assert!(map.vertical);
        assert_eq!(map.base.as_deref(), Some("GBK-EUC-H"));
        assert_eq!(map.next(b"A"), Some((0x41, 1)));
        assert_eq!(map.next(&[0x81, 0x41]), Some((0x8141, 2)));
        // The second byte must be in its own range.
        assert_eq!(map.next(&[0x81, 0x20]), None);
        assert_eq!(map.glyph_of(0x41), Some(814 + 0x21));
        assert_eq!(map.glyph_of(0x8142), Some(10074));
        assert_eq!(map.glyph_of(0x8143), None);
    }

    #[test]
    fn broken_maps_give_what_they_have() {
        let map = CMap::read(b"beginbfchar <01> <4E00> <02> endbfchar beginbfrange <05> [ <4E01");
        assert_eq!(map.text_of(1).as_deref(), Some("一"));
        let wide = CMap::read(b"beginbfrange <00000000> <FFFFFFFF> <4E00> endbfrange");
        assert_eq!(wide.text_of(0xFFFF_FFFF), None);
    }
}
