//! Files written by hand, as Word, WPS and older programs write them.

use super::read;
use crate::reader::ReadError;
use crate::reader::docx::tests::show;
use crate::reader::limits::MAX_CHARACTERS;
use crate::reader::limits::MAX_GROUPS;
use crate::text::SourceText;
use encoding_rs::GBK;

const FONTS: &str = r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f2\fcharset2 Wingdings;}}";

/// Chinese text as `\'xx` bytes of GBK.
fn gbk(text: &str) -> String {
    let bytes = GBK.encode(text).0;
    let hex = |byte: &u8| match byte {
        0x80.. => format!("\\'{byte:02x}"),
        _ => char::from(*byte).to_string(),
    };
    bytes.iter().map(hex).collect()
}

fn file(body: &str) -> String {
    format!("{{\\rtf1\\ansi\\ansicpg936\\deff0{FONTS}\\pard\\plain {body}}}")
}

fn source(body: &str) -> SourceText {
    read(file(body).as_bytes()).unwrap()
}

fn check(body: &str, shown: &[&str]) {
    assert_eq!(show(&source(body)), shown.join("\n"), "{body}");
}

#[test]
fn chinese_bytes_are_read_by_font_code_page_or_unicode() {
    let text = "法治政府，“一规划”";
    for body in [
        format!(r"\f1 {}\par", gbk(text)),
        // A Latin font around Chinese bytes, with a font of its own for each script.
        format!(r"\loch\af0\hich\af0\dbch\f0 {}\par", gbk(text)),
        // Word cuts a character in two at a line end.
        format!("\\f1 {}\\par", gbk(text).replacen("\\'d6", "\r\n\\'d6", 1)),
    ] {
        check(&body, &[&format!("p {text}")]);
    }
    let raw = [
        b"{\\rtf1\\ansi\\ansicpg936 ",
        GBK.encode(text).0.as_ref(),
        b"\\par}",
    ]
    .concat();
    assert_eq!(read(&raw).unwrap().text(), text);
    let marked = [b"\xEF\xBB\xBF\r\n", file("a").as_bytes()].concat();
    assert_eq!(super::read(&marked).unwrap().text(), "a");
    let utf8 = format!("{{\\rtf1\\ansi {text}\\par}}");
    assert_eq!(read(utf8.as_bytes()).unwrap().text(), text);
    check(
        r"\uc1\u27861?\u27835\'3f\uc2\u25919\'d5\'fe\uc0\u24220\par",
        &["p 法治政府"],
    );
    check(r"\uc1\u-10187?\u-8882?\par", &["p \u{1D54E}"]);
    check(
        r"{\uc2 {\uc0 \u27861}\u27835\'d6\'ce}\u25919?\par",
        &["p 法治政"],
    );
}

#[test]
fn what_cannot_be_decoded_is_said() {
    let read = source(r"\f1 \'b7\'a8\u-9138?\par");
    assert_eq!(read.text(), "法");
    assert!(
        read.notices()
            .iter()
            .any(|n| n.starts_with("1 个字无法识别"))
    );
    let read = source(r"\f1 a\f2 \'fc\'41\plain\'b7\'a8\par");
    assert_eq!(read.text(), "a✓法");
    assert!(read.notices().iter().any(|n| n.contains("符号字体")));
}

#[test]
fn signs_breaks_and_blanks() {
    check(
        r"a\tab b\~c\_d\-e\emdash\ldblquote f\rdblquote\{\\\}\line g\par\sect h",
        &["p a b\u{A0}c-de—“f”{\\}", "p g", "p h"],
    );
    check("a\\\nb\\par\r\n", &["p a", "p b"]);
}

#[test]
fn headings_lists_and_looks() {
    let styles = r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\s2 \'b1\'ea\'cc\'e2 2;}{\*\cs9\b Strong;}{\s3 toc 1;}}";
    let body = format!(
        r"{styles}\pard\plain\s1\qc\b A\par\pard\plain\s2 B\par\pard\plain\outlinelevel2 C\par\pard\plain D{{\b E}}\par\pard\plain{{\rtlch\ab0\ltrch\loch\dbch\ab K}}\par\pard\plain\s3 F\par\pard\plain{{\listtext\pard\plain\f1 {}\tab}}\ls1 G\par\pard{{\listtext\f2\'6c\tab}}\ls1 H\par\pard{{\pntext\pard 3.\tab}}I\par\pard\ls4 J\par",
        gbk("一、")
    );
    let read = source(&body);
    let shown = [
        "h1bc A",
        "h2 B",
        "h3 C",
        "p DE",
        "pb K",
        "li 一、G",
        "li H",
        "li 3. I",
        "p J",
    ];
    assert_eq!(show(&read), shown.join("\n"));
    let furniture: Vec<_> = read
        .furniture()
        .iter()
        .map(|f| (&*f.label, &*f.value))
        .collect();
    assert_eq!(furniture, [("目录", "F")]);
    assert!(
        read.notices()
            .iter()
            .any(|n| n.starts_with("自动编号未读出"))
    );
}

#[test]
fn tables_are_read_row_by_row() {
    let row = |cells: &str, edges: &str| {
        let edges: String = edges.split(' ').map(|e| format!("\\cellx{e}")).collect();
        format!(r"\trowd\trleft-100{edges}\pard\intbl {cells}\row")
    };
    let body = [
        r"\pard before\par".to_owned(),
        row(r"a\cell b\par c\line d\cell e\cell", "1000 2000 3000"),
        row(r"wide\cell f\cell", "2000 3000"),
        row(r"\cell\cell\cell", "1000 2000 3000"),
        row(
            r"\itap2 i\nestcell j\nestcell{\*\nesttableprops\trowd\cellx1\cellx9\nestrow}{\nonesttables\par}\pard\intbl\itap1 after\cell k\cell l\cell",
            "1000 2000 3000",
        ),
        r"\pard behind\par".to_owned(),
    ];
    let shown = [
        "p before",
        "tr a\tb c d\te",
        "tr wide\t\tf",
        "tr i j after\tk\tl",
        "p behind",
    ];
    check(&body.concat(), &shown);
    // A file that ends inside a row loses nothing.
    check(
        r"\trowd\cellx1\cellx2\pard\intbl x\cell y",
        &["tr x", "p y"],
    );
    check(r"\trowd\cellx1\pard\intbl x\cell", &["tr x"]);
}

#[test]
fn what_is_no_text_of_the_report_is_left_out() {
    let body = r"{\info{\title T}{\author X}}{\header\pard H\par}{\footerf\pard - {\field{\*\fldinst PAGE}{\fldrslt 1}} -\par}{\headerl H}a{\v hidden}{\deleted gone\par}b{\revised new}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\pict\bin4 }}}}0102}{\*\unknown x}{\xe index}{\*\bkmkstart m}{\upr{old}{\*\ud{new}}}\par";
    let read = source(body);
    assert_eq!(read.text(), "abnewlinknew");
    assert_eq!(read.file_title(), Some("T"));
    let furniture: Vec<_> = read
        .furniture()
        .iter()
        .map(|f| (&*f.label, &*f.value))
        .collect();
    assert_eq!(furniture, [("页眉", "H"), ("页脚", "- 1 -")]);
    for said in ["修订", "隐藏"] {
        assert!(read.notices().iter().any(|n| n.contains(said)), "{said}");
    }
}

#[test]
fn notes_stand_behind_the_text_and_boxes_behind_their_paragraph() {
    check(
        r"a{\super\chftn{\*\footnote\pard\plain{\super\chftn} note\par second}}b{\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv y}}{\shptxt\pard box\par}}{\shprslt{\*\do\dptxbx{\dptxbxtext box\par}}}}c\par d{\footnote\ftnalt\chftn  end}\par",
        &["p abc", "p box", "p d", "fn note", "fn second", "fn end"],
    );
}

#[test]
fn limits_and_damage() {
    let deep = "{".repeat(MAX_GROUPS + 1);
    assert!(matches!(
        read(file(&deep).as_bytes()),
        Err(ReadError::Limit { .. })
    ));
    let many = "\\par".repeat(crate::reader::limits::MAX_LINES + 1);
    assert!(matches!(
        read(file(&many).as_bytes()),
        Err(ReadError::Limit { .. })
    ));
    let long = "a".repeat(MAX_CHARACTERS + 1);
    assert!(matches!(
        read(file(&long).as_bytes()),
        Err(ReadError::Limit { .. })
    ));
    // Tables inside one another beyond the limit are read as part of the last.
    check(r"\itap99 a\nestcell\nestrow", &["tr a"]);
    check(r"a}}}}\par b", &["p a", "p b"]);
    check(r"a\bin999999 b\par", &["p a"]);
    check(r"a\'", &["p a?"]);
    check(
        r"a\u999999999999 ?b\itap-7\itap2147483647\intbl x\cell\row",
        &["tr abx"],
    );
    assert_eq!(read(b"{\\rtf1").unwrap().text(), "");
}
