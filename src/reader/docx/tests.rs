//! Stories as small hand-written XML: what is read, how it looks, where it came from.

use super::read;
use crate::reader::ReadError;
use crate::text::BlockKind;
use crate::text::SourceText;
use std::io::Cursor;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const RELATIONS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package under construction: part names and their bytes.
#[derive(Clone)]
pub(super) struct Package(pub(super) Vec<(String, Vec<u8>)>);

impl Package {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    /// A package with `body` inside `w:body` and the relationships Word writes.
    pub(super) fn of_body(body: &str) -> Self {
        let kinds = [
            "styles",
            "numbering",
            "footnotes",
            "endnotes",
            "header",
            "footer",
        ];
        let relations: Vec<_> = kinds
            .iter()
            .map(|kind| (*kind, format!("{kind}.xml")))
            .collect();
        Self::new()
            .with(
                "_rels/.rels",
                &rels(&[
                    ("officeDocument", "word/document.xml".to_owned()),
                    ("metadata/core-properties", "docProps/core.xml".to_owned()),
                ]),
            )
            .with("word/_rels/document.xml.rels", &rels(&relations))
            .with("word/document.xml", &document(body))
    }

    pub(super) fn with(self, name: &str, text: &str) -> Self {
        self.with_bytes(name, text.as_bytes())
    }

    pub(super) fn with_bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        self.0.retain(|(other, _)| other != name);
        self.0.push((name.to_owned(), bytes.to_vec()));
        self
    }

    pub(super) fn styles(self, inner: &str) -> Self {
        self.with("word/styles.xml", &root("styles", inner))
    }

    pub(super) fn numbering(self, inner: &str) -> Self {
        self.with("word/numbering.xml", &root("numbering", inner))
    }

    pub(super) fn zip(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            zip.start_file(&**name, SimpleFileOptions::default())
                .unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    pub(super) fn read(&self) -> Result<SourceText, ReadError> {
        read(&self.zip())
    }
}

pub(super) fn rels(relations: &[(&str, String)]) -> String {
    let inner: String = relations
        .iter()
        .enumerate()
        .map(|(id, (kind, target))| {
            format!("<Relationship Id='r{id}' Type='{RELATIONS}/{kind}' Target='{target}'/>")
        })
        .collect();
    format!(
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
         {inner}</Relationships>"
    )
}

pub(super) fn root(name: &str, inner: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><w:{name} xmlns:w='{WORD}' \
         xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
         xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
         xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' \
         xmlns:v='urn:schemas-microsoft-com:vml'>{inner}</w:{name}>"
    )
}

pub(super) fn document(body: &str) -> String {
    root("document", &format!("<w:body>{body}</w:body>"))
}

/// A paragraph with properties and one run.
pub(super) fn p(props: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{props}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A paragraph of a list.
pub(super) fn item(list: u32, level: u32, text: &str) -> String {
    let props = format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>");
    p(&props, text)
}

/// A level of a list.
pub(super) fn level(at: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>\
         <w:lvlText w:val='{text}'/>{more}</w:lvl>"
    )
}

/// An abstract list with the list of the same number.
pub(super) fn list(id: u32, levels: &str) -> String {
    format!(
        "<w:abstractNum w:abstractNumId='{id}'>{levels}</w:abstractNum>\
         <w:num w:numId='{id}'><w:abstractNumId w:val='{id}'/></w:num>"
    )
}

/// Each block in a line: its kind, `b` for bold, `c` for centred, its text.
pub(in crate::reader) fn show(source: &SourceText) -> String {
    let lines: Vec<String> = source
        .blocks()
        .iter()
        .map(|block| {
            let kind = match block.kind {
                BlockKind::Paragraph => "p".to_owned(),
                BlockKind::Heading(level) => format!("h{level}"),
                BlockKind::ListItem => "li".to_owned(),
                BlockKind::TableRow => "tr".to_owned(),
                BlockKind::Footnote => "fn".to_owned(),
            };
            let bold = if block.bold { "b" } else { "" };
            let centred = if block.centred { "c" } else { "" };
            format!("{kind}{bold}{centred} {}", source.slice(block.span))
        })
        .collect();
    lines.join("\n")
}

pub(super) fn check_package(package: &Package, shown: &[&str]) {
    let source = package.read().unwrap();
    assert_eq!(show(&source), shown.join("\n"));
    let text: Vec<&str> = source
        .blocks()
        .iter()
        .map(|block| source.slice(block.span))
        .collect();
    assert_eq!(source.text(), text.join("\n"));
}

pub(super) fn check(body: &str, shown: &[&str]) {
    check_package(&Package::of_body(body), shown);
}

#[test]
fn runs_of_a_paragraph_are_one_text() {
    check(
        "<w:p><w:r><w:t>法治</w:t></w:r><w:r><w:rPr><w:sz w:val='32'/></w:rPr><w:t>政府</w:t>\
         </w:r><w:proofErr w:type='spellStart'/><w:r><w:t xml:space='preserve'> 建设 </w:t></w:r>\
         <w:r><w:t>A&amp;B&#x3C;</w:t></w:r></w:p>",
        &["p 法治政府 建设 A&B<"],
    );
    check(
        "<w:p><w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>乙</w:t>\
         </w:r></w:smartTag><w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr></w:sdtPr><w:sdtContent><w:r>\
         <w:t>丙</w:t></w:r></w:sdtContent></w:sdt></w:p><w:sdt><w:sdtContent><w:p><w:r>\
         <w:t>丁</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        &["p 甲乙丙", "p 丁"],
    );
}

#[test]
fn the_authors_blanks_stay_and_blank_paragraphs_go() {
    check(
        "<w:p/><w:p><w:r><w:t>　　县人民政府： </w:t></w:r></w:p><w:p><w:r><w:t>　 </w:t></w:r>\
         </w:p><w:p><w:r><w:t xml:space='preserve'>\u{200B} </w:t></w:r></w:p>",
        &["p 　　县人民政府："],
    );
    check(
        "<w:p><w:r><w:t>\n   甲\n  乙 </w:t></w:r><w:r><w:t>丙</w:t></w:r></w:p>",
        &["p 甲   乙丙"],
    );
}

#[test]
fn signs_inside_a_run() {
    check(
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t>\
         <w:softHyphen/><w:br w:type='page'/><w:t>丁</w:t><w:br w:type='column'/>\
         <w:lastRenderedPageBreak/><w:t>戊</w:t><w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:p>",
        &["p 甲 乙-丙丁戊✓"],
    );
}

#[test]
fn a_line_break_starts_a_block_of_the_same_kind() {
    let title = "<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:br/>\
                 <w:t>某某县</w:t><w:br/><w:t>报告</w:t><w:cr/></w:r><w:r><w:t>（草稿）</w:t>\
                 <w:br w:type='textWrapping'/></w:r></w:p>";
    check(title, &["pbc 某某县", "pbc 报告", "pc （草稿）"]);
    check(
        "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>",
        &["h2 甲", "h2 乙"],
    );
}

#[test]
fn notes_stand_behind_the_body_and_leave_no_mark() {
    let note = |id: i32, more: &str, text: &str| {
        format!(
            "<w:footnote {more} w:id='{id}'><w:p><w:r><w:footnoteRef/></w:r><w:r>\
             <w:t xml:space='preserve'> {text}</w:t></w:r></w:p></w:footnote>"
        )
    };
    let notes = note(-1, "w:type='separator'", "线")
        + &*note(0, "w:type='continuationSeparator'", "线")
        + &*note(2, "", "注二")
        + &*note(1, "", "注一")
        + &*note(3, "", "无人引用");
    let endnotes = "<w:endnote w:id='1'><w:p><w:r><w:t>尾注</w:t></w:r></w:p><w:p><w:r>\
                    <w:t>第二段</w:t></w:r></w:p></w:endnote>";
    let body = "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r><w:r>\
        <w:t>乙</w:t><w:footnoteReference w:id='2'/><w:endnoteReference w:id='1'/></w:r>\
        <w:del><w:r><w:footnoteReference w:id='3'/></w:r></w:del></w:p><w:p><w:r><w:t>丙</w:t></w:r></w:p>";
    check_package(
        &Package::of_body(body)
            .with("word/footnotes.xml", &root("footnotes", &notes))
            .with("word/endnotes.xml", &root("endnotes", endnotes)),
        &[
            "p 甲乙",
            "p 丙",
            "fn 注二",
            "fn 注一",
            "fn 尾注",
            "fn 第二段",
        ],
    );
}

#[test]
fn text_boxes_follow_their_paragraph_and_are_read_once() {
    let shape = |text: &str| {
        format!("<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>")
    };
    let both = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>\
         <w:drawing><wps:txbx>{}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>\
         <v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>后</w:t></w:r></w:p>",
        shape("框"),
        shape("框")
    );
    check(&both, &["p 前后", "p 框"]);
    let vml = format!(
        "<w:p><w:r><w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict></w:r></w:p>",
        shape("老框").replace("</w:p>", "</w:p><w:p><w:r><w:t>两段</w:t></w:r></w:p>")
    );
    check(&vml, &["p 老框", "p 两段"]);
    let fallback_only = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
        shape("只有后备")
    );
    check(&fallback_only, &["p 只有后备"]);
    check(
        &format!("<w:tbl><w:tr><w:tc>{both}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
        &["tr 前后 框\t"],
    );
    check(
        &format!(
            "<w:p><w:r><w:t>外</w:t></w:r><w:r><w:pict>{}</w:pict></w:r></w:p>",
            shape(&format!(
                "</w:t></w:r><w:r><w:pict>{}</w:pict></w:r><w:r><w:t>中",
                shape("内")
            ))
        ),
        &["p 外", "p 中", "p 内"],
    );
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let source = Package::of_body(
        "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins>\
         <w:r><w:t>13</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>\
         <w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>",
    )
    .read()
    .unwrap();
    assert_eq!(show(&source), "p 共13件");
    assert_eq!(source.notices().len(), 1);
    assert!(source.notices()[0].contains("修订"));
}

#[test]
fn a_deleted_paragraph_end_joins_the_next_paragraph() {
    let deleted = "<w:rPr><w:del w:id='1'/></w:rPr>";
    let body = p(&format!("<w:outlineLvl w:val='0'/>{deleted}"), "前半")
        + &*p(&format!("<w:jc w:val='center'/>{deleted}"), "中段")
        + &*p("<w:outlineLvl w:val='1'/>", "后半")
        + &*p(
            "<w:pPrChange><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:pPrChange>",
            "原是标题",
        );
    check(&body, &["h2 前半中段后半", "p 原是标题"]);
    let gone = format!(
        "<w:p><w:pPr>{deleted}</w:pPr><w:del><w:r><w:t>整段</w:t></w:r></w:del></w:p>{}",
        p("", "留下")
    );
    check(&gone, &["p 留下"]);
    let at_end = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>{}",
        p(deleted, "格一"),
        p(deleted, "格二"),
        p(deleted, "末段"),
    );
    check(&at_end, &["tr 格一\t格二", "p 末段"]);
    let moved = p("<w:rPr><w:moveFrom w:id='1'/></w:rPr>", "甲") + &*p("", "乙");
    check(&moved, &["p 甲乙"]);
    // A paragraph that goes on in the next one is not counted by its list.
    let lists = list(1, &level(0, "decimal", "%1、", ""));
    let numbered = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>";
    let body = p(&format!("{numbered}{deleted}"), "甲") + &*item(1, 0, "乙") + &*item(1, 0, "丙");
    check_package(
        &Package::of_body(&body).numbering(&lists),
        &["li 1、甲乙", "li 2、丙"],
    );
}

#[test]
fn of_ruby_only_the_base_is_text() {
    check(
        "<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>zhì</w:t></w:r></w:rt><w:rubyBase><w:r>\
         <w:t>治</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>理</w:t></w:r></w:p>",
        &["p 治理"],
    );
}

#[test]
fn hidden_text_is_left_out_and_said_once() {
    let source = Package::of_body(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r>\
         <w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr>\
         <w:t>乙</w:t></w:r></w:p>",
    )
    .read()
    .unwrap();
    assert_eq!(show(&source), "p 甲乙");
    assert_eq!(source.notices(), ["文档中有隐藏文字，未作检查"]);
}

#[test]
fn comments_leave_no_text_and_formulas_keep_theirs() {
    let source = Package::of_body(
        "<w:p><w:commentRangeStart w:id='0'/><w:r><w:t>达</w:t></w:r><w:commentRangeEnd w:id='0'/>\
         <w:r><w:commentReference w:id='0'/></w:r><m:oMath><m:r><m:t>≥95%</m:t></m:r></m:oMath></w:p>\
         <w:p><w:r><w:sym w:font='Webdings' w:char='F041'/><w:t>乙</w:t></w:r></w:p>\
         <w:altChunk/>",
    )
    .with("word/comments.xml", &root("comments", &p("", "批注")))
    .read()
    .unwrap();
    assert_eq!(show(&source), "p 达≥95%\np 乙");
    assert_eq!(source.notices().len(), 3);
}

#[test]
fn page_headers_contents_and_properties_are_kept_apart() {
    let core = "<cp:coreProperties xmlns:cp='urn:cp' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
                <dc:creator>某</dc:creator><dc:title> 报告 </dc:title></cp:coreProperties>";
    let styles = "<w:style w:type='paragraph' w:styleId='9'><w:name w:val='toc 1'/></w:style>";
    let body = p("<w:pStyle w:val='9'/>", "一、工作 1") + &*p("", "正文");
    let source = Package::of_body(&body)
        .styles(styles)
        .with(
            "word/header.xml",
            &root("hdr", &(p("", "某县文件") + "<w:p/>")),
        )
        .with("word/footer.xml", &root("ftr", &p("", "— 1 —")))
        .with("docProps/core.xml", core)
        .read()
        .unwrap();
    assert_eq!(show(&source), "p 正文");
    assert_eq!(source.file_title(), Some("报告"));
    let furniture: Vec<_> = source
        .furniture()
        .iter()
        .map(|f| (&*f.label, &*f.value))
        .collect();
    assert_eq!(
        furniture,
        [
            ("页眉", "某县文件"),
            ("页脚", "— 1 —"),
            ("目录", "一、工作 1")
        ]
    );
}

/// Known gaps, in words a reader of a bug report will search for.
#[test]
fn not_read_today() {
    // WordArt of Word 2007 and before carries its text in an attribute.
    check(
        "<w:p><w:r><w:pict><v:shape><v:textpath string='某县人民政府文件'/></v:shape></w:pict></w:r></w:p>",
        &[],
    );
    // The look of a table's first row comes from the table style, which is not read.
    let styles = "<w:style w:type='table' w:styleId='t'><w:name w:val='表'/><w:tblStylePr \
                  w:type='firstRow'><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>";
    let table = "<w:tbl><w:tblPr><w:tblStyle w:val='t'/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>甲</w:t>\
                 </w:r></w:p></w:tc></w:tr></w:tbl>";
    check_package(&Package::of_body(table).styles(styles), &["tr 甲"]);
    // Text in the continuation of a merged cell, which Word does not show, is read all the same.
    let hidden = "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p>\
                  </w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    check(hidden, &["tr 甲\t乙"]);
}
