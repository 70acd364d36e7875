//! Bytes of text to characters: by the font's character set, or the code page of the file.

use encoding_rs::Encoding;
use std::collections::BTreeMap;

/// Most fonts that are kept.
const MAX_FONTS: usize = 10_000;

/// The character set of fonts whose characters are signs.
const SYMBOLS: i32 = 2;

/// A font of the table.
#[derive(Default, Debug)]
pub(super) struct Font {
    /// Its name, for symbol fonts only.
    pub(super) name: String,
    charset: Option<i32>,
    page: Option<i32>,
}

/// What the file says of its bytes.
#[derive(Default, Debug)]
pub(super) struct Charsets {
    fonts: BTreeMap<i32, Font>,
    /// `\ansicpg`: the code page of the system that wrote the file.
    pub(super) page: Option<i32>,
}

impl Charsets {
    /// Returns the font with a number, to tell more of it.
    pub(super) fn font_mut(&mut self, number: i32) -> Option<&mut Font> {
        if self.fonts.len() >= MAX_FONTS && !self.fonts.contains_key(&number) {
            return None;
        }
        Some(self.fonts.entry(number).or_default())
    }

    /// Returns the font if its characters are signs.
    pub(super) fn symbol_font(&self, number: Option<i32>) -> Option<&Font> {
        let font = self.fonts.get(&number?)?;
        (font.charset == Some(SYMBOLS)).then_some(font)
    }

    /// Decodes bytes that stand in a font. `raw`: they stand in the file as they are.
    ///
    /// Latin fonts hold Chinese bytes as well, in files that name the font of each script apart;
    /// so where bytes make no sense in the font's set those of the file are tried.
    pub(super) fn decode(&self, bytes: &[u8], font: Option<i32>, raw: bool) -> String {
        if bytes.is_ascii() {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        if raw && bytes.len() >= 6 && is_utf8(bytes) {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let font = font.and_then(|font| self.fonts.get(&font));
        let own = font.and_then(Font::encoding);
        let system = self.page.and_then(encoding_of_page);
        let tries = [
            own,
            system.or(Some(encoding_rs::GBK)),
            Some(encoding_rs::WINDOWS_1252),
        ];
        let text = tries.iter().flatten().find_map(|encoding| {
            encoding.decode_without_bom_handling_and_without_replacement(bytes)
        });
        if let Some(text) = text {
            return text.into_owned();
        }
        let encoding = own.or(system).unwrap_or(encoding_rs::GBK);
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }
}

impl Font {
    /// Takes note of `\fcharset`.
    pub(super) fn set_charset(&mut self, charset: Option<i32>) {
        self.charset = charset;
    }

    /// Takes note of `\cpg`.
    pub(super) fn set_page(&mut self, page: Option<i32>) {
        self.page = page;
    }

    /// The encoding of its bytes; none for Latin fonts, which may hold anything.
    fn encoding(&self) -> Option<&'static Encoding> {
        let page = match self.charset {
            _ if self.page.is_some() => self.page,
            Some(128) => Some(932),
            Some(129) => Some(949),
            Some(134) => Some(936),
            Some(136) => Some(950),
            Some(161) => Some(1253),
            Some(162) => Some(1254),
            Some(204) => Some(1251),
            Some(238) => Some(1250),
            _ => None,
        };
        page.and_then(encoding_of_page)
    }
}

fn encoding_of_page(page: i32) -> Option<&'static Encoding> {
    let label: &[u8] = match page {
        932 => b"shift_jis",
        936 | 54936 => b"gbk",
        949 => b"euc-kr",
        950 => b"big5",
        1250 => b"windows-1250",
        1251 => b"windows-1251",
        1253 => b"windows-1253",
        1254 => b"windows-1254",
        65001 => b"utf-8",
        _ => return None,
    };
    Encoding::for_label(label)
}

/// Tells whether all bytes that are not ASCII are Chinese characters in UTF-8, which programs
/// that know no RTF put into such files.
fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| {
        text.chars()
            .all(|c| c.is_ascii() || matches!(c, '\u{2010}'..='\u{FFEF}'))
    })
}
