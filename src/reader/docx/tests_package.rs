//! Packages as different programs write them, and what is no Word package.

use super::tests::Package as Made;
use super::tests::WORD;
use super::tests::check_package;
use super::tests::document;
use super::tests::p;
use super::tests::rels;
use super::tests::root;

#[test]
fn prefixes_strict_names_and_encodings_do_not_matter() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    for (from, to) in [("w:", "ns0:"), ("w:", "wp:")] {
        let text = document(&p("<w:outlineLvl w:val='0'/>", "甲"))
            .replace(from, to)
            .replace("xmlns:w=", &format!("xmlns:{}=", to.trim_end_matches(':')));
        check_package(
            &Made::of_body("").with("word/document.xml", &text),
            &["h1 甲"],
        );
    }
    let text = document(&p("<w:outlineLvl w:val='0'/>", "甲"));
    let package = Made::of_body("");
    check_package(
        &package
            .clone()
            .with("word/document.xml", &text.replace(WORD, strict)),
        &["h1 甲"],
    );
    let default = format!(
        "<document xmlns='{WORD}' xmlns:w='{WORD}'><body><p><pPr><outlineLvl w:val='0'/></pPr><r>\
         <t>甲</t></r></p></body></document>"
    );
    check_package(
        &package.clone().with("word/document.xml", &default),
        &["h1 甲"],
    );
    check_package(
        &package
            .clone()
            .with("word/document.xml", &format!("\u{FEFF}{text}")),
        &["h1 甲"],
    );
    let text = text.replace("UTF-8", "UTF-16");
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let package = package.with_bytes("word/document.xml", &wide);
    check_package(&package, &["h1 甲"]);
    assert_eq!(package.read().unwrap().encoding(), "UTF-16LE");
}

#[test]
fn the_main_part_is_found_by_relationship_type_or_place() {
    let text = document(&p("", "甲"));
    let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>\
        <Override PartName='/doc/main.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
    let main = |target: &str| rels(&[("officeDocument", target.to_owned())]);
    let plain = Made::new;
    check_package(&plain().with("word/document.xml", &text), &["p 甲"]);
    check_package(&plain().with("Word\\Document.xml", &text), &["p 甲"]);
    check_package(
        &plain()
            .with("a/b.xml", &text)
            .with("_rels/.rels", &main("/a/b.xml")),
        &["p 甲"],
    );
    check_package(
        &plain()
            .with("doc/main.xml", &text)
            .with("[Content_Types].xml", types),
        &["p 甲"],
    );
    // The relationships of a main part elsewhere are followed from its own folder.
    let heading = "<w:style w:styleId='x'><w:name w:val='heading 2'/></w:style>";
    check_package(
        &plain()
            .with("a/b.xml", &document(&p("<w:pStyle w:val='x'/>", "甲")))
            .with("_rels/.rels", &main("a/b.xml"))
            .with(
                "a/_rels/b.xml.rels",
                &rels(&[("styles", "../s.xml".to_owned())]),
            )
            .with("s.xml", &root("styles", heading)),
        &["h2 甲"],
    );
}

#[test]
fn other_packages_are_called_by_their_name() {
    let check = |parts: &[(&str, &str)], word: &str| {
        let mut package = Made::new();
        for (name, text) in parts {
            package = package.with(name, text);
        }
        let message = package.read().unwrap_err().to_string();
        assert!(message.contains(word), "{message}");
    };
    let book = rels(&[("officeDocument", "xl/workbook.xml".to_owned())]);
    check(
        &[("_rels/.rels", &book), ("xl/workbook.xml", "<a/>")],
        "xlsx",
    );
    let slides = rels(&[("officeDocument", "ppt/presentation.xml".to_owned())]);
    check(
        &[("_rels/.rels", &slides), ("ppt/presentation.xml", "<a/>")],
        "pptx",
    );
    let odt = "application/vnd.oasis.opendocument.text";
    check(&[("mimetype", odt), ("content.xml", "<a/>")], "odt");
    check(&[("OFD.xml", "<a/>")], "OFD");
    check(&[("report.docx", "PK"), ("b.txt", "x")], "zip 压缩包");
    check(&[("[Content_Types].xml", "<Types/>")], "没有 Word 正文");
    check(&[("word/document.xml", "<html/>")], "不是 Word 正文");
}
