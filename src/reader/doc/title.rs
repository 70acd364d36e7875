//! The title among the properties of a file ([MS-OLEPS]).

use super::bytes::part;
use super::bytes::size_at;
use super::bytes::u16_at;
use super::bytes::wide;
use encoding_rs::Encoding;

/// Where the place of the first set of properties stands.
const SET_AT: usize = 44;

/// Numbers of properties: the code page of texts, the title.
const PAGE: usize = 1;
const TITLE: usize = 2;

/// Kinds of properties: text in the code page, text in UTF-16.
const TEXT: usize = 0x1E;
const WIDE_TEXT: usize = 0x1F;

/// Most characters of a title.
const LONGEST: usize = 256;

/// Reads the title out of the stream of properties.
pub(super) fn read(stream: &[u8]) -> Option<String> {
    let set = stream.get(size_at(stream, SET_AT)?..)?;
    let page = property(set, PAGE).and_then(|value| u16_at(value, 4));
    let value = property(set, TITLE)?;
    let length = size_at(value, 4)?.min(4 * LONGEST);
    let text = match size_at(value, 0)? {
        WIDE_TEXT => wide(part(value, 8, 2 * length)),
        TEXT if page == Some(1200) => wide(part(value, 8, length)),
        TEXT => {
            let text = part(value, 8, length);
            encoding(page)?
                .decode_without_bom_handling(text)
                .0
                .into_owned()
        }
        _ => return None,
    };
    let text = text.split('\0').next()?;
    Some(text.chars().take(LONGEST).collect())
}

/// Returns a property with what follows it.
fn property(set: &[u8], number: usize) -> Option<&[u8]> {
    let n = size_at(set, 4)?.min(set.len() / 8);
    let mut entries = (0..n).map(|i| 8 + 8 * i);
    let at = entries.find(|at| size_at(set, *at) == Some(number))?;
    set.get(size_at(set, at + 4)?..)
}

fn encoding(page: Option<u16>) -> Option<&'static Encoding> {
    Some(match page? {
        936 | 54936 => encoding_rs::GBK,
        950 => encoding_rs::BIG5,
        1252 => encoding_rs::WINDOWS_1252,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    })
}
