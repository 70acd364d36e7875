//! Broken and malicious packages: refused in Chinese, quickly, without a panic.

use super::read;
use super::tests::*;
use crate::reader::ReadError;

/// A package with a bit of everything.
fn rich() -> Package {
    let body = p("<w:pStyle w:val='1'/><w:jc w:val='center'/>", "标题")
        + &*item(1, 0, "甲")
        + "<w:p><w:r><w:t>A&amp;B</w:t><w:br/><w:footnoteReference w:id='1'/></w:r></w:p><w:tbl><w:tr>\
           <w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r>\
           </w:p></w:tc></w:tr></w:tbl><w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>\
           <w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent>\
           </w:r></w:p>";
    Package::of_body(&body)
        .styles(
            "<w:style w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='1'/></w:style>",
        )
        .numbering(&list(1, &level(0, "chineseCounting", "%1、", "")))
        .with(
            "word/footnotes.xml",
            &root(
                "footnotes",
                "<w:footnote w:id='1'><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote>",
            ),
        )
}

/// Xorshift: the same mutants on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

#[test]
fn a_truncated_package_is_damaged() {
    let bytes = rich().zip();
    assert!(read(&bytes).is_ok());
    for length in 0..bytes.len() {
        let error = read(&bytes[..length]).unwrap_err();
        assert!(
            matches!(error, ReadError::Damaged { .. }),
            "{length}: {error}"
        );
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let bytes = rich().zip();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..2_000 {
        let mut mutant = bytes.clone();
        for _ in 0..=random.below(3) {
            let at = random.below(mutant.len());
            mutant[at] ^= 1 << random.below(8);
        }
        let _ = read(&mutant);
    }
}

/// The checksum of the zip stops most flips: these reach the XML.
#[test]
fn flipped_characters_in_a_part_never_panic() {
    let package = rich();
    let mut random = Random(42);
    for _ in 0..2_000 {
        let mut mutant = package.clone();
        let at = random.below(mutant.0.len());
        let part = &mut mutant.0[at].1;
        let place = random.below(part.len());
        match random.below(3) {
            0 => part[place] ^= 1 << random.below(8),
            1 => part.truncate(place),
            _ => {
                let piece: Vec<u8> = part
                    .iter()
                    .skip(place)
                    .take(random.below(60))
                    .copied()
                    .collect();
                let to = random.below(part.len());
                part.splice(to..to, piece);
            }
        }
        if let Ok(source) = mutant.read() {
            let all = crate::text::Span::new(0, source.text().len());
            assert!(source.map().stretches(all, source.text()).len() <= source.text().len());
        }
    }
}

#[test]
fn a_bomb_is_refused() {
    let zeros = vec![b' '; (64 << 20) + 2];
    let bytes = Package::new().with_bytes("word/document.xml", &zeros).zip();
    assert!(bytes.len() < 1 << 20);
    let error = read(&bytes).unwrap_err();
    assert!(matches!(error, ReadError::Limit { .. }), "{error}");
    // The same with a directory that lies about the size.
    let mut lying = bytes.clone();
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let at: Vec<usize> = lying
        .windows(4)
        .enumerate()
        .filter(|(_, w)| *w == size)
        .map(|(i, _)| i)
        .collect();
    assert!(!at.is_empty());
    for at in at {
        lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    assert!(read(&lying).is_err());
}

#[test]
fn deep_nesting_is_refused_and_deep_enough_is_read() {
    let nest = |n: usize, open: &str, close: &str| {
        let inner = format!(
            "{}<w:p><w:r><w:t>甲</w:t></w:r></w:p>{}",
            open.repeat(n),
            close.repeat(n)
        );
        Package::of_body(&inner).read()
    };
    for (open, close) in [
        ("<w:sdt>", "</w:sdt>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        (
            "<w:p><w:r><w:pict><w:txbxContent>",
            "</w:txbxContent></w:pict></w:r></w:p>",
        ),
    ] {
        let error = nest(10_000, open, close).unwrap_err();
        assert!(matches!(error, ReadError::Limit { .. }), "{error}");
        let n = 250 / open.matches('<').count();
        assert!(nest(n, open, close).unwrap().text().contains('甲'));
    }
    let unclosed = document(&"<w:p>".repeat(100_000));
    assert!(
        Package::of_body("")
            .with("word/document.xml", &unclosed)
            .read()
            .is_err()
    );
}

#[test]
fn too_many_entries_or_lines_are_refused() {
    let mut package = Package::of_body(&p("", "甲"));
    let empty = (0..8_000).map(|at| (format!("x/{at}"), Vec::new()));
    package.0.extend(empty);
    let error = package.read().unwrap_err().to_string();
    assert!(error.contains("部件超过"), "{error}");
    let many = "<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(200_001);
    let error = Package::of_body(&many).read().unwrap_err().to_string();
    assert!(error.contains("个段落"), "{error}");
    let error = Package::of_body(&"<w:p/>".repeat(200_001))
        .read()
        .unwrap_err();
    assert!(matches!(error, ReadError::Limit { .. }), "{error}");
    let breaks = format!(
        "<w:p><w:r>{}</w:r></w:p>",
        "<w:t>a</w:t><w:br/>".repeat(200_002)
    );
    assert!(Package::of_body(&breaks).read().is_err());
}

#[test]
fn amplifiers_stay_small() {
    // A huge span, a long number text, counters at their end.
    let lists = list(
        1,
        &level(
            0,
            "upperRoman",
            &"%1".repeat(10_000),
            "<w:start w:val='4294967295'/>",
        ),
    );
    let row = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='4000000000'/></w:tcPr><w:p><w:r>\
               <w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let body = item(1, 0, "甲") + &*item(1, 0, "乙") + row;
    let source = Package::of_body(&body).numbering(&lists).read().unwrap();
    assert!(source.text().len() < 2_000);
}

#[test]
fn a_dtd_an_unknown_entity_and_a_wrong_encoding_are_damage() {
    let check = |text: &[u8], word: &str| {
        let package = Package::of_body("").with_bytes("word/document.xml", text);
        let message = package.read().unwrap_err().to_string();
        assert!(message.contains(word), "{message}");
        assert!(message.starts_with("Word 文档（docx）"), "{message}");
    };
    let text = document(&p("", "甲"));
    check(
        format!("<!DOCTYPE x [<!ENTITY e 'x'>]>{text}").as_bytes(),
        "DTD",
    );
    check(text.replace('甲', "&e;").as_bytes(), "不是完整的 XML");
    check(text.replace("</w:body>", "").as_bytes(), "不是完整的 XML");
    check(b"<a>\xFF\xFE</a>", "编码无效");
}

#[test]
fn encrypted_and_repeated_entries_are_refused() {
    let bytes = rich().zip();
    let mut encrypted = bytes.clone();
    let entry = encrypted
        .windows(4)
        .position(|w| w == b"PK\x01\x02")
        .unwrap();
    encrypted[entry + 8] |= 1;
    let message = read(&encrypted).unwrap_err().to_string();
    assert!(message.contains("加密"), "{message}");
    let parts = [
        ("A.xml".to_owned(), Vec::new()),
        ("a.xml".to_owned(), Vec::new()),
    ];
    let message = Package([rich().0, parts.to_vec()].concat())
        .read()
        .unwrap_err()
        .to_string();
    assert!(message.contains("重名"), "{message}");
    assert!(read(b"").is_err());
    assert!(read(b"PK\x03\x04 not a zip").is_err());
}
