//! What codes and glyph names of simple fonts stand for.

use encoding_rs::Encoding;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Characters of the collection Adobe-GB1 by their numbers.
const GB1: &str = include_str!("gb1.txt");
/// Names with their characters.
const NAMES: &str = include_str!("names.txt");

/// Where the standard encoding of Type 1 fonts is not ASCII (ISO 32000-1, annex D.2).
const STANDARD: &[(u8, char)] = &[
    (39, '’'),
    (96, '‘'),
    (164, '⁄'),
    (166, 'ƒ'),
    (168, '¤'),
    (169, '\''),
    (170, '“'),
    (171, '«'),
    (172, '‹'),
    (173, '›'),
    (174, 'ﬁ'),
    (175, 'ﬂ'),
    (177, '–'),
    (178, '†'),
    (179, '‡'),
    (180, '·'),
    (182, '¶'),
    (183, '•'),
    (184, '‚'),
    (185, '„'),
    (186, '”'),
    (187, '»'),
    (188, '…'),
    (189, '‰'),
    (193, '`'),
    (194, '´'),
    (208, '—'),
    (225, 'Æ'),
    (227, 'ª'),
    (232, 'Ł'),
    (233, 'Ø'),
    (234, 'Œ'),
    (235, 'º'),
    (241, 'æ'),
    (245, 'ı'),
    (248, 'ł'),
    (249, 'ø'),
    (250, 'œ'),
    (251, 'ß'),
];

/// An encoding that a simple font starts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Base {
    Standard,
    WinAnsi,
    MacRoman,
}

impl Base {
    /// Returns the character of `code`.
    pub(super) fn text_of(self, code: u8) -> Option<char> {
        let single = |encoding: &'static Encoding| {
            let bytes = [code];
            let text = encoding.decode_without_bom_handling(&bytes).0;
            text.chars().next().filter(|c| !c.is_control())
        };
        match self {
            Self::Standard => match STANDARD.iter().find(|(from, _)| *from == code) {
                Some((_, c)) => Some(*c),
                None => (0x20..0x7F).contains(&code).then(|| char::from(code)),
            },
            Self::WinAnsi => single(encoding_rs::WINDOWS_1252),
            Self::MacRoman => single(encoding_rs::MACINTOSH),
        }
    }
}

/// Returns the text that a glyph's name stands for.
pub(super) fn text_of_name(name: &str) -> Option<String> {
    let name = name.split('.').next().unwrap_or_default();
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(c.to_string());
    }
    if let Some(c) = named().get(name) {
        return Some(c.to_string());
    }
    let hex = |digits: &str| {
        let number = u32::from_str_radix(digits, 16).ok()?;
        char::from_u32(number).filter(|c| !c.is_control())
    };
    if let Some(digits) = name.strip_prefix("uni")
        && digits.len() >= 4
        && digits.len() % 4 == 0
        && digits.is_ascii()
    {
        let groups = digits.as_bytes().chunks(4);
        let group = |group: &[u8]| hex(std::str::from_utf8(group).ok()?);
        return groups.map(group).collect();
    }
    let digits = name.strip_prefix('u')?;
    (4..=6)
        .contains(&digits.len())
        .then(|| hex(digits))?
        .map(String::from)
}

fn named() -> &'static BTreeMap<&'static str, char> {
    static NAMED: OnceLock<BTreeMap<&str, char>> = OnceLock::new();
    NAMED.get_or_init(|| {
        let pair = |line: &'static str| {
            let c = line.chars().next_back()?;
            Some((line.strip_suffix(c)?, c))
        };
        let lines = NAMES.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(pair).collect()
    })
}

/// Returns the character that has the number `cid` in the collection Adobe-GB1.
pub(super) fn gb1(cid: u32) -> Option<char> {
    static CHARACTERS: OnceLock<Vec<char>> = OnceLock::new();
    let characters = CHARACTERS.get_or_init(|| {
        let lines = GB1.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::chars).collect()
    });
    let c = characters.get(usize::try_from(cid).ok()?).copied();
    c.filter(|c| *c != '\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_the_collection() {
        assert_eq!(gb1(0), None);
        assert_eq!(gb1(1), Some(' '));
        assert_eq!(gb1(34), Some('A'));
        assert_eq!(gb1(99), Some('·'));
        assert_eq!(gb1(814), Some('!'));
        assert_eq!(gb1(1605), Some('法'));
        assert_eq!(gb1(4511), Some('政'));
        assert_eq!(gb1(22_127), None);
    }

    #[test]
    fn names_of_glyphs() {
        for (name, text) in [
            ("A", "A"),
            ("comma", ","),
            ("quotedblleft", "“"),
            ("uni6CD5", "法"),
            ("uni6CD56CBB", "法治"),
            ("u20000", "𠀀"),
            ("six.oldstyle", "6"),
        ] {
            assert_eq!(text_of_name(name).as_deref(), Some(text), "{name}");
        }
        for name in ["g12", "cid123", ".notdef", "uni00", "uniZZZZ", ""] {
            assert_eq!(text_of_name(name), None, "{name}");
        }
    }

    #[test]
    fn encodings() {
        assert_eq!(Base::Standard.text_of(0x27), Some('’'));
        assert_eq!(Base::WinAnsi.text_of(0x95), Some('•'));
        assert_eq!(Base::WinAnsi.text_of(0x81), None);
        assert_eq!(Base::MacRoman.text_of(0xD0), Some('–'));
        assert_eq!(Base::Standard.text_of(0x80), None);
    }
}
