//! Bytes to characters: BOM, UTF-16, UTF-8, GB18030, Big5.
//!
//! A file either decodes without a single error or is refused with the byte where it fails:
//! a report with `�` in it would be checked for words its author never wrote. Line ends stay
//! as they are in the file.

use super::ReadError;
use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::BIG5;
use encoding_rs::DecoderResult;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::GBK;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

/// A decoded file.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text without a byte order mark; line ends as in the file.
    pub(super) text: String,
    /// Name of the encoding after the WHATWG standard.
    pub(super) encoding: &'static str,
}

/// Decodes a text file.
pub(super) fn text(bytes: &[u8]) -> Result<Decoded, ReadError> {
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, mark),
        None => (guess(bytes)?, 0),
    };
    finish(encoding, bytes, skip)
}

/// Decodes a web page: a BOM, then what the page says of itself, then its bytes.
pub(super) fn html(bytes: &[u8]) -> Result<Decoded, ReadError> {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return text(bytes);
    }
    match declared(bytes) {
        Some(encoding) if encoding != UTF_8 => {
            refuse_binary(bytes)?;
            finish(encoding, bytes, 0).or_else(|error| text(bytes).map_err(|_| error))
        }
        _ => text(bytes),
    }
}

/// Decodes the start of a file as far as it goes, for a look at what it is.
pub(super) fn glance(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map_or_else(
        || utf16_by_nuls(bytes).unwrap_or(UTF_8),
        |(encoding, _)| encoding,
    );
    encoding.decode(bytes).0.into_owned()
}

fn finish(encoding: &'static Encoding, bytes: &[u8], skip: usize) -> Result<Decoded, ReadError> {
    let body = bytes.get(skip..).unwrap_or(&[]);
    let mut text = strict(encoding, body).map_err(|at| ReadError::Encoding {
        encoding: encoding.name(),
        at: skip + at,
    })?;
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    if text.chars().all(is_blank) {
        return Err(ReadError::Empty);
    }
    let (seen, odd) = controls(text.chars().map(u32::from));
    if text.contains('\0') || odd * 50 > seen {
        return Err(ReadError::Binary);
    }
    Ok(Decoded {
        text,
        encoding: encoding.name(),
    })
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{1A}')
}

/// Guesses the encoding of bytes without a BOM.
fn guess(bytes: &[u8]) -> Result<&'static Encoding, ReadError> {
    if let Some(encoding) = utf16_by_nuls(bytes) {
        return Ok(encoding);
    }
    refuse_binary(bytes)?;
    if is_nearly_utf8(bytes) {
        return Ok(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let reads = |encoding| strict(encoding, bytes).is_ok_and(|text| is_chinese(&text));
    if guessed == BIG5 && reads(BIG5) {
        return Ok(BIG5);
    }
    if reads(GB18030) {
        return Ok(GB18030);
    }
    if reads(BIG5) {
        return Ok(BIG5);
    }
    match strict(GB18030, bytes) {
        // Every byte pair is some character of GB18030, but these are no Chinese text.
        Ok(_) => Err(ReadError::Encoding {
            encoding: GB18030.name(),
            at: bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0),
        }),
        Err(_) => Ok(GB18030),
    }
}

/// Refuses bytes of a single- or multi-byte encoding that no text has.
fn refuse_binary(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let (seen, odd) = controls(bytes.iter().copied().map(u32::from));
    if bytes.contains(&0) || odd * 50 > seen {
        return Err(ReadError::Binary);
    }
    Ok(())
}

/// Counts all codes, and among them control codes that do not occur in text.
fn controls(codes: impl Iterator<Item = u32>) -> (usize, usize) {
    let mut seen = 0;
    let mut odd = 0;
    for code in codes {
        seen += 1;
        // Tab, line ends, form feed, and the end mark of DOS files (0x1A) do occur.
        let is_odd = matches!(code, 0..=8 | 0x0E..=0x19 | 0x1B..=0x1F | 0x7F);
        odd += usize::from(is_odd);
    }
    (seen, odd)
}

/// Tells UTF-8, whole or damaged, from the encodings in which nearly nothing is valid UTF-8.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let mut good = 0;
    let mut bad = 0;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // In GBK text read as UTF-8 fewer than one in ten characters come out valid by chance.
    bad == 0 || good > bad * 4
}

/// Finds UTF-16 without a BOM, which its NUL bytes betray.
///
/// On which side they stand does not tell the byte order: besides ASCII, `一` and the
/// ideographic space have one too, on the other side. The order that gives more ASCII and
/// Chinese punctuation is right.
fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let n_nuls = bytes.iter().filter(|byte| **byte == 0).count();
    // A stray NUL in ASCII text: any two letters would make a Chinese character.
    let is_ascii = bytes.is_ascii() && n_nuls * 3 < bytes.len();
    if n_nuls == 0 || is_ascii || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let plain = |encoding| {
        let text = strict(encoding, bytes)
            .ok()
            .filter(|text| is_chinese(text))?;
        let is_plain = |c: &char| matches!(c, '\n' | ' '..='~' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}');
        let n_plain = text.chars().filter(is_plain).count();
        (n_plain * 20 >= text.chars().count()).then_some(n_plain)
    };
    match (plain(UTF_16LE), plain(UTF_16BE)) {
        (None, None) => None,
        (little, big) if little >= big => Some(UTF_16LE),
        _ => Some(UTF_16BE),
    }
}

/// Tells whether nearly all characters are such as Chinese reports and web pages consist of.
fn is_chinese(text: &str) -> bool {
    let mut seen = 0_usize;
    let mut odd = 0_usize;
    for c in text.chars() {
        seen += 1;
        odd += usize::from(!matches!(c,
            '\t' | '\n' | '\r' | '\u{c}' | ' '..='~' | '\u{A0}'..='\u{FF}'
            | '\u{2000}'..='\u{2FFF}' | '\u{3000}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
            | '\u{FE30}'..='\u{FE6F}' | '\u{FEFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'));
    }
    odd * 20 <= seen
}

/// Decodes without tolerance; the error is the byte where the first bad sequence starts.
fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, usize> {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(error.valid_up_to()),
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder
        .max_utf8_buffer_length_without_replacement(bytes.len())
        .ok_or(0_usize)?;
    let mut text = String::with_capacity(room);
    let mut read = 0;
    loop {
        let rest = bytes.get(read..).unwrap_or(&[]);
        let (result, n) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        read += n;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(rest.len().max(16)),
            DecoderResult::Malformed(bad, behind) => {
                let back = usize::from(bad) + usize::from(behind);
                return Err(read.saturating_sub(back));
            }
        }
    }
    text.shrink_to_fit();
    Ok(text)
}

/// How far into a page its encoding is looked for. The standard says 1 024 bytes; pages with
/// long comments and scripts before the `<meta>` exceed it.
const META_WITHIN: usize = 4096;

/// Finds the encoding that a page's `<meta>` declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..META_WITHIN.min(bytes.len()))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    for (at, _) in head.match_indices("<meta") {
        let tag = head.get(at..)?.split('>').next()?;
        let Some((_, value)) = tag.split_once("charset") else {
            continue;
        };
        let label: String = value
            .trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '"' | '\''))
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
            .collect();
        match Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding == GBK => return Some(GB18030),
            Some(encoding) if encoding == GB18030 || encoding == BIG5 => return Some(encoding),
            // Editors put others on every page, whatever its bytes are.
            Some(_) => return None,
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "临溯县2022年度法治政府建设情况报告\r\n\r\n县政府：\r\n　　一年来，\
        我县坚持以习近平法治思想为指导，应诉率达100%，办理案件12件。\r\n";

    fn in_(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable);
        bytes.into_owned()
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let unit = |u: u16| {
            if little {
                u.to_le_bytes()
            } else {
                u.to_be_bytes()
            }
        };
        text.encode_utf16().flat_map(unit).collect()
    }

    fn check(bytes: &[u8], encoding: &str, expected: &str) {
        let decoded = text(bytes).unwrap();
        assert_eq!(
            (decoded.encoding, decoded.text.as_str()),
            (encoding, expected)
        );
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        check(REPORT.as_bytes(), "UTF-8", REPORT);
        check(&in_(GB18030, REPORT), "gb18030", REPORT);
        check(&in_(GBK, "法治政府建设"), "gb18030", "法治政府建设");
        check(
            &in_(BIG5, "臺北市政府法治建設年度報告，各機關依法行政。"),
            "Big5",
            "臺北市政府法治建設年度報告，各機關依法行政。",
        );
        check(&utf16(REPORT, true), "UTF-16LE", REPORT);
        check(&utf16(REPORT, false), "UTF-16BE", REPORT);
    }

    #[test]
    fn a_byte_order_mark_is_not_text() {
        let marked = format!("\u{FEFF}{REPORT}");
        check(marked.as_bytes(), "UTF-8", REPORT);
        check(&utf16(&marked, true), "UTF-16LE", REPORT);
        check(&utf16(&marked, false), "UTF-16BE", REPORT);
        check(&in_(GB18030, &marked), "gb18030", REPORT);
    }

    #[test]
    fn four_byte_characters_of_gb18030_are_read() {
        check(
            &in_(GB18030, "㐂镇法治政府建设情况报告"),
            "gb18030",
            "㐂镇法治政府建设情况报告",
        );
    }

    #[test]
    fn a_bad_sequence_is_refused_at_its_byte() {
        let fails = |bytes: &[u8], encoding: &str, at: usize| {
            let error = text(bytes).unwrap_err();
            let ReadError::Encoding {
                encoding: tried,
                at: found,
            } = error
            else {
                panic!("{error:?}");
            };
            assert_eq!((tried, found), (encoding, at));
        };
        let mut utf8 = REPORT.as_bytes().to_vec();
        utf8.truncate(utf8.len() - 3 - 2 - 1);
        utf8.insert(28, 0xFF);
        fails(&utf8, "UTF-8", 28);
        let mut gb = in_(GB18030, REPORT);
        let end = in_(GB18030, "临溯县2022年度").len();
        gb.insert(end, 0xFF);
        fails(&gb, "gb18030", end);
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend_from_slice(b"abc\xFF");
        fails(&marked, "UTF-8", 6);
        let mut cut = vec![0xFF, 0xFE];
        cut.extend(utf16("法治政府", true));
        cut.push(0x41);
        fails(&cut, "UTF-16LE", cut.len() - 1);
    }

    #[test]
    fn no_text_and_no_characters_are_refused() {
        assert_eq!(text(b"").unwrap_err(), ReadError::Empty);
        assert_eq!(
            text("\u{FEFF} 　\r\n\t\u{A0}".as_bytes()).unwrap_err(),
            ReadError::Empty
        );
        assert_eq!(text(&[0xFF, 0xFE]).unwrap_err(), ReadError::Empty);
        assert_eq!(text(b"abc\0def\0\0").unwrap_err(), ReadError::Binary);
        let noise: Vec<u8> = (0..4096_u32).map(|n| (n * 7919 % 251) as u8 | 1).collect();
        assert_eq!(text(&noise).unwrap_err(), ReadError::Binary);
        assert_eq!(html(b"").unwrap_err(), ReadError::Empty);
    }

    #[test]
    fn a_page_is_read_as_it_says_unless_it_lies() {
        let page = |charset: &str| {
            format!("<html><head>{charset}<title>法治政府建设</title></head><body>年度报告")
        };
        for charset in [
            r#"<meta charset="gb2312">"#,
            r#"<META http-equiv=Content-Type content="text/html; charset=GBK">"#,
            r#"<meta charset='gb18030'/>"#,
            r#"<meta charset="utf-8">"#,
            r#"<meta charset="iso-8859-1">"#,
            "",
        ] {
            let page = page(charset);
            let decoded = html(&in_(GB18030, &page)).unwrap();
            assert_eq!((decoded.encoding, decoded.text), ("gb18030", page.clone()));
            let decoded = html(page.as_bytes()).unwrap();
            assert_eq!((decoded.encoding, decoded.text), ("UTF-8", page));
        }
    }
}
