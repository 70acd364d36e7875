//! Stories as small hand-written XML: what is read, how it looks, where it came from.

use super::read;
use crate::reader::ReadError;
use crate::text::BlockKind;
use crate::text::SourceText;
use std::io::Cursor;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

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
pub(super) fn show(source: &SourceText) -> String {
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

fn check_package(package: &Package, shown: &[&str]) {
    let source = package.read().unwrap();
    assert_eq!(show(&source), shown.join("\n"));
    let text: Vec<&str> = source
        .blocks()
        .iter()
        .map(|block| source.slice(block.span))
        .collect();
    assert_eq!(source.text(), text.join("\n"));
}

fn check(body: &str, shown: &[&str]) {
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
fn headings_by_style_name_outline_and_base() {
    let styles = "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:type='paragraph' w:styleId='a'><w:name w:val='标题 2'/></w:style>\
        <w:style w:type='paragraph' w:styleId='b'><w:name w:val='小标题'/><w:basedOn w:val='a'/></w:style>\
        <w:style w:type='paragraph' w:styleId='c'><w:name w:val='三级'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>\
        <w:style w:type='paragraph' w:styleId='d'><w:name w:val='降级'/><w:basedOn w:val='1'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>\
        <w:style w:type='paragraph' w:styleId='e'><w:name w:val='圈'/><w:basedOn w:val='f'/></w:style>\
        <w:style w:type='paragraph' w:styleId='f'><w:name w:val='圈二'/><w:basedOn w:val='e'/></w:style>\
        <w:style w:type='paragraph' w:styleId='g'><w:name w:val='heading 4'/></w:style>";
    let style = |id: &str| p(&format!("<w:pStyle w:val='{id}'/>"), id);
    let body: String = ["1", "a", "b", "c", "d", "e", "g", "heading 5", "Heading6"]
        .map(style)
        .concat();
    let own = p("<w:pStyle w:val='1'/><w:outlineLvl w:val='3'/>", "自身优先")
        + &p("<w:pStyle w:val='1'/><w:outlineLvl w:val='9'/>", "正文");
    check_package(
        &Package::of_body(&(body + &own)).styles(styles),
        &[
            "h1 1",
            "h2 a",
            "h2 b",
            "h3 c",
            "p d",
            "p e",
            "h4 g",
            "h5 heading 5",
            "h6 Heading6",
            "h4 自身优先",
            "p 正文",
        ],
    );
}

#[test]
fn bold_and_centred_come_from_the_run_or_the_style() {
    let styles = "<w:style w:type='paragraph' w:default='1' w:styleId='z'><w:name w:val='Normal'/></w:style>\
        <w:style w:type='paragraph' w:styleId='t'><w:name w:val='题'/><w:basedOn w:val='z'/>\
        <w:pPr><w:jc w:val='center'/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:type='character' w:styleId='s'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style>";
    let run = |props: &str, text: &str| {
        format!("<w:r><w:rPr>{props}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>")
    };
    let paragraph = |props: &str, runs: &str| format!("<w:p><w:pPr>{props}</w:pPr>{runs}</w:p>");
    let t = "<w:pStyle w:val='t'/>";
    let s = "<w:rStyle w:val='s'/>";
    let body = [
        paragraph(
            "",
            &(run("<w:b/>", "全粗") + &run("", " ") + &run("<w:b w:val='true'/>", "体")),
        ),
        paragraph("", &(run("<w:b/>", "半") + &run("", "粗"))),
        paragraph("", &run("<w:b w:val='0'/>", "不粗")),
        paragraph("", &run("<w:bCs/>", "不粗")),
        paragraph(t, &run("", "随样式")),
        paragraph(t, &run("<w:b w:val='false'/>", "自己不粗")),
        paragraph(&format!("{t}<w:jc w:val='both'/>"), &run("", "不居中")),
        paragraph("", &run(s, "字符样式")),
        paragraph(t, &run(s, "相互抵消")),
    ];
    check_package(
        &Package::of_body(&body.concat()).styles(styles),
        &[
            "pb 全粗 体",
            "p 半粗",
            "p 不粗",
            "p 不粗",
            "pbc 随样式",
            "pc 自己不粗",
            "pb 不居中",
            "pb 字符样式",
            "pc 相互抵消",
        ],
    );
    let defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault>\
                    <w:pPrDefault><w:pPr><w:jc w:val='center'/></w:pPr></w:pPrDefault></w:docDefaults>";
    check_package(
        &Package::of_body(&p("", "甲")).styles(defaults),
        &["pbc 甲"],
    );
}

#[test]
fn automatic_numbers_stand_before_the_text() {
    let lists = list(
        1,
        &(level(0, "chineseCountingThousand", "%1、", "")
            + &level(1, "chineseCounting", "（%2）", "<w:suff w:val='nothing'/>")
            + &level(2, "decimal", "%3.", "")
            + &level(
                3,
                "decimalEnclosedCircleChinese",
                "%4",
                "<w:suff w:val='space'/>",
            )),
    );
    let body = [
        item(1, 0, "主要工作"),
        item(1, 1, "决策"),
        item(1, 2, "2024年"),
        item(1, 2, "执法"),
        item(1, 3, "其一"),
        item(1, 1, "监督"),
        item(1, 2, "重新起算"),
        item(1, 0, "存在不足"),
        item(1, 1, "重新起算"),
        p("", "正文"),
        item(1, 1, "接着"),
        item(0, 0, "关闭编号"),
        item(9, 0, "没有这个编号"),
    ];
    check_package(
        &Package::of_body(&body.concat()).numbering(&lists),
        &[
            "li 一、主要工作",
            "li （一）决策",
            "li 1. 2024年",
            "li 2. 执法",
            "li ① 其一",
            "li （二）监督",
            "li 1. 重新起算",
            "li 二、存在不足",
            "li （一）重新起算",
            "p 正文",
            "li （二）接着",
            "p 关闭编号",
            "p 没有这个编号",
        ],
    );
}

#[test]
fn several_levels_in_one_number_bullets_and_none() {
    let lists = list(
        1,
        &(level(0, "chineseCounting", "第%1章", "")
            + &level(1, "decimal", "%1.%2", "<w:isLgl/>")
            + &level(2, "upperRoman", "%1-%3", "<w:lvlRestart w:val='0'/>")
            + &level(3, "bullet", "\u{F06C}", "")
            + &level(4, "none", "", "")),
    );
    let body = [
        item(1, 1, "前"),
        item(1, 0, "甲"),
        item(1, 1, "乙"),
        item(1, 2, "丙"),
        item(1, 0, "丁"),
        item(1, 1, "戊"),
        item(1, 2, "己"),
        item(1, 3, "点"),
        item(1, 4, "无"),
        item(1, 8, "没有这一级"),
    ];
    check_package(
        &Package::of_body(&body.concat()).numbering(&lists),
        &[
            "li 1.1 前",
            "li 第一章甲",
            "li 1.1 乙",
            "li 一-I 丙",
            "li 第二章丁",
            "li 2.1 戊",
            "li 二-II 己",
            "li 点",
            "p 无",
            "p 没有这一级",
        ],
    );
}

#[test]
fn lists_share_a_pattern_and_restart_by_override() {
    let numbering = list(
        1,
        &(level(0, "decimal", "%1)", "") + &level(1, "lowerLetter", "%2)", "")),
    ) + "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
           <w:num w:numId='3'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'>\
           <w:startOverride w:val='5'/></w:lvlOverride></w:num>\
           <w:num w:numId='4'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'>"
        + &level(0, "upperLetter", "%1.", "")
        + "</w:lvlOverride></w:num>";
    let body = [
        item(1, 0, "甲"),
        item(2, 0, "接着数"),
        item(3, 0, "另起"),
        item(3, 0, "再数"),
        item(3, 1, "子"),
        item(4, 0, "换形式"),
    ];
    check_package(
        &Package::of_body(&body.concat()).numbering(&numbering),
        &[
            "li 1) 甲",
            "li 2) 接着数",
            "li 5) 另起",
            "li 6) 再数",
            "li a) 子",
            "li G. 换形式",
        ],
    );
}

#[test]
fn numbers_come_from_styles_too() {
    let styles = "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:pPr>\
        <w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
        <w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 2'/><w:basedOn w:val='1'/></w:style>\
        <w:style w:type='paragraph' w:styleId='3'><w:name w:val='条'/><w:pPr><w:numPr>\
        <w:ilvl w:val='2'/><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
        <w:style w:type='numbering' w:styleId='n'><w:name w:val='列'/><w:pPr><w:numPr>\
        <w:numId w:val='1'/></w:numPr></w:pPr></w:style>";
    let numbering = list(
        1,
        &(level(0, "chineseCounting", "%1、", "<w:pStyle w:val='1'/>")
            + &level(1, "chineseCounting", "（%2）", "<w:pStyle w:val='2'/>")
            + &level(2, "decimal", "%3．", "")),
    ) + "<w:abstractNum w:abstractNumId='7'><w:numStyleLink w:val='n'/></w:abstractNum>\
         <w:num w:numId='7'><w:abstractNumId w:val='7'/></w:num>";
    let style = |id: &str, text: &str| p(&format!("<w:pStyle w:val='{id}'/>"), text);
    let off = "<w:pStyle w:val='1'/><w:numPr><w:numId w:val='0'/></w:numPr>";
    let body = [
        style("1", "甲"),
        style("2", "乙"),
        style("3", "丙"),
        style("2", "丁"),
        p(off, "无号"),
        style("1", "戊"),
        item(7, 0, "经样式相连"),
    ];
    check_package(
        &Package::of_body(&body.concat())
            .styles(styles)
            .numbering(&numbering),
        &[
            "h1 一、甲",
            "h2 （一）乙",
            "li 1．丙",
            "h2 （二）丁",
            "h1 无号",
            "h1 二、戊",
            "li 三、经样式相连",
        ],
    );
}

#[test]
fn newer_number_formats_come_with_an_older_one() {
    let numbering = list(
        1,
        "<w:lvl w:ilvl='0'><w:start w:val='3'/><mc:AlternateContent><mc:Choice Requires='w14'>\
         <w:numFmt w:val='custom' w:format='001, 002'/></mc:Choice><mc:Fallback>\
         <w:numFmt w:val='ideographDigital'/></mc:Fallback></mc:AlternateContent>\
         <w:lvlText w:val='%1、'/></w:lvl>",
    );
    check_package(
        &Package::of_body(&item(1, 0, "甲")).numbering(&numbering),
        &["li 三、甲"],
    );
}

#[test]
fn a_number_counts_without_text_but_shows_only_in_cells() {
    let lists = list(1, &level(0, "decimal", "%1", "<w:suff w:val='nothing'/>"));
    let row = format!(
        "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
        item(1, 0, ""),
        p("", "甲")
    );
    let body = item(1, 0, "") + &format!("<w:tbl>{row}{row}</w:tbl>");
    check_package(
        &Package::of_body(&body).numbering(&lists),
        &["tr 2\t甲", "tr 3\t甲"],
    );
}

#[test]
fn tables_are_read_row_by_row() {
    let cell = |props: &str, inner: &str| format!("<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>");
    let row = |cells: &[String]| {
        format!(
            "<w:tr><w:trPr><w:trHeight/></w:trPr>{}</w:tr>",
            cells.concat()
        )
    };
    let plain = |text: &str| cell("", &p("", text));
    let table = format!(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{}</w:tbl>",
        [
            row(&[plain("指标"), plain("数量"), plain("比率")]),
            row(&[
                cell("<w:gridSpan w:val='2'/>", &p("", "合并")),
                plain("98%")
            ]),
            row(&[
                cell("<w:vMerge w:val='restart'/>", &p("", "竖")),
                plain("1"),
                plain("")
            ]),
            row(&[cell("<w:vMerge/>", "<w:p/>"), plain("2"), plain("")]),
            row(&[
                cell("", &(p("", "第一段") + &p("", "") + &p("", "第二段"))),
                plain("3")
            ]),
            row(&[
                cell(
                    "",
                    "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>"
                ),
                plain("4"),
            ]),
            row(&[plain(""), plain("")]),
            row(&[
                plain("外"),
                cell(
                    "",
                    &format!(
                        "<w:tbl>{}</w:tbl><w:p/>",
                        row(&[plain("内一"), plain("内二")])
                    )
                )
            ]),
            format!(
                "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{}</w:tr>",
                plain("缩进")
            ),
            format!(
                "<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{}</w:tr>",
                plain("删去的行")
            ),
            format!(
                "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
                row(&[plain("控件"), plain("5")])
            ),
        ]
        .concat()
    );
    check(
        &(p("", "前") + &table + &p("", "后")),
        &[
            "p 前",
            "tr 指标\t数量\t比率",
            "tr 合并\t\t98%",
            "tr 竖\t1\t",
            "tr \t2\t",
            "tr 第一段 第二段\t3",
            "tr 甲 乙 丙\t4",
            "tr 外\t内一 内二",
            "tr \t缩进",
            "tr 控件\t5",
            "p 后",
        ],
    );
}

#[test]
fn a_single_cell_around_a_text_is_a_frame() {
    let inner = p("<w:outlineLvl w:val='0'/>", "一、甲")
        + &p("", "正文。")
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t>\
           </w:r></w:p></w:tc></w:tr></w:tbl><w:p/>";
    let frame = |inner: &str| format!("<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>");
    check(&frame(&inner), &["h1 一、甲", "p 正文。", "tr 1\t2"]);
    check(&frame(&p("", "一格")), &["tr 一格"]);
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
        + &note(0, "w:type='continuationSeparator'", "线")
        + &note(2, "", "注二")
        + &note(1, "", "注一")
        + &note(3, "", "无人引用");
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
            "fn  注二",
            "fn  注一",
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
        + &p(&format!("<w:jc w:val='center'/>{deleted}"), "中段")
        + &p("<w:outlineLvl w:val='1'/>", "后半")
        + &p(
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
    let moved = p("<w:rPr><w:moveFrom w:id='1'/></w:rPr>", "甲") + &p("", "乙");
    check(&moved, &["p 甲乙"]);
    // A paragraph that goes on in the next one is not counted by its list.
    let lists = list(1, &level(0, "decimal", "%1、", ""));
    let numbered = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>";
    let body = p(&format!("{numbered}{deleted}"), "甲") + &item(1, 0, "乙") + &item(1, 0, "丙");
    check_package(
        &Package::of_body(&body).numbering(&lists),
        &["li 1、甲乙", "li 2、丙"],
    );
}

#[test]
fn of_a_field_only_the_result_is_text() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let (begin, separate, end) = (mark("begin"), mark("separate"), mark("end"));
    let code = "<w:r><w:instrText> PAGEREF </w:instrText></w:r>";
    let t = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    check(
        &format!(
            "<w:p>{begin}{code}{separate}{}{end}{}</w:p>",
            t("12"),
            t("页")
        ),
        &["p 12页"],
    );
    check(
        &format!(
            "<w:p><w:fldSimple w:instr='DATE'>{}</w:fldSimple></w:p>",
            t("2024年")
        ),
        &["p 2024年"],
    );
    check(
        &format!(
            "<w:p>{begin}{code}{begin}{code}{separate}{}{end}{}{separate}{}{end}{}</w:p>",
            t("内层结果"),
            t("指令"),
            t("结果"),
            t("后")
        ),
        &["p 结果后"],
    );
    check(
        &format!(
            "<w:p>{begin}{code}{separate}{}</w:p><w:p>{}{end}</w:p><w:p>{}</w:p>",
            t("跨段一"),
            t("跨段二"),
            t("三")
        ),
        &["p 跨段一", "p 跨段二", "p 三"],
    );
    check(
        &format!(
            "<w:p>{begin}{code}{}</w:p><w:p>{}</w:p>",
            t("坏"),
            t("不被吞掉")
        ),
        &["p 不被吞掉"],
    );
    check(&format!("<w:p>{end}{separate}{}</w:p>", t("甲")), &["p 甲"]);
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
    let body = p("<w:pStyle w:val='9'/>", "一、工作 1") + &p("", "正文");
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

#[test]
fn prefixes_strict_names_and_encodings_do_not_matter() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    for (from, to) in [("w:", "ns0:"), ("w:", "wp:")] {
        let text = document(&p("<w:outlineLvl w:val='0'/>", "甲"))
            .replace(from, to)
            .replace("xmlns:w=", &format!("xmlns:{}=", to.trim_end_matches(':')));
        check_package(
            &Package::of_body("").with("word/document.xml", &text),
            &["h1 甲"],
        );
    }
    let text = document(&p("<w:outlineLvl w:val='0'/>", "甲"));
    let package = Package::of_body("");
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
    let plain = Package::new;
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
        let mut package = Package::new();
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
