//! The characters of a part, and the way back to its bytes.

use crate::ooxml::Error;
use crate::ooxml::damaged;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

/// A decoded part.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// Its characters without a byte order mark.
    pub(crate) text: String,
    /// Name of its encoding after the WHATWG standard.
    pub(crate) encoding: &'static str,
    /// Whether a byte order mark stood before them.
    mark: bool,
}

impl Text {
    /// Decodes a part: UTF-8, or UTF-16 by its mark or by the `<` it starts with.
    pub(super) fn decode(name: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        let wide = match bytes.get(..2) {
            Some([0xFF, 0xFE] | [b'<', 0]) => Some(UTF_16LE),
            Some([0xFE, 0xFF] | [0, b'<']) => Some(UTF_16BE),
            _ => None,
        };
        let wrong = || damaged(format!("部件 {name} 的文字编码无效"));
        if let Some(encoding) = wide {
            let (text, failed) = encoding.decode_with_bom_removal(&bytes);
            if failed {
                return Err(wrong());
            }
            return Ok(Self {
                text: text.into_owned(),
                encoding: encoding.name(),
                mark: !bytes.starts_with(b"<") && !bytes.starts_with(&[0]),
            });
        }
        let mut text = String::from_utf8(bytes).map_err(|_| wrong())?;
        let mark = text.starts_with('\u{FEFF}');
        if mark {
            text.remove(0);
        }
        Ok(Self {
            text,
            encoding: UTF_8.name(),
            mark,
        })
    }

    /// Encodes `text` the way this part was encoded.
    pub(crate) fn encode_alike(&self, text: &str) -> Vec<u8> {
        let mark = if self.mark { "\u{FEFF}" } else { "" };
        let units = mark.encode_utf16().chain(text.encode_utf16());
        match self.encoding {
            "UTF-16LE" => units.flat_map(u16::to_le_bytes).collect(),
            "UTF-16BE" => units.flat_map(u16::to_be_bytes).collect(),
            _ => [mark, text].concat().into_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_utf_8_or_utf_16_and_are_written_back_alike() {
        let check = |bytes: &[u8], text: &str, encoding: &str| {
            let decoded = Text::decode("x", bytes.to_vec()).unwrap();
            assert_eq!((&*decoded.text, decoded.encoding), (text, encoding));
            assert_eq!(decoded.encode_alike(&decoded.text), bytes);
        };
        check("<法/>".as_bytes(), "<法/>", "UTF-8");
        check(b"\xEF\xBB\xBF<a/>", "<a/>", "UTF-8");
        check(b"\xFF\xFE<\0\xD5\x6C", "<法", "UTF-16LE");
        check(b"<\0\xD5\x6C", "<法", "UTF-16LE");
        check(b"\0<\x6C\xD5", "<法", "UTF-16BE");
        check(b"\xFE\xFF\0<\x6C\xD5", "<法", "UTF-16BE");
        assert!(Text::decode("x", b"<\xB7\xA8/>".to_vec()).is_err());
    }
}
