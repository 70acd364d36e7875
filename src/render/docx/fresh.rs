//! A new Word document with the text of a report that is none: what comments are put into.
//!
//! The look is that of an official document (公文格式, GB/T 9704), as far as the text tells what
//! is what. The words are those of the reading text, one run a paragraph or cell.

use super::letters::escaped;
use super::parts;
use crate::document::Document;
use crate::document::Role;
use crate::ooxml::Records;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Origin;
use crate::text::Part;
use crate::text::SourceMap;
use crate::text::Span;
use std::fmt::Write as _;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Page and margins, in twentieths of a point: A4, 37 mm above, 28 mm left.
const SECTION: &str = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" \
    w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1417\" \
    w:gutter=\"0\"/></w:sectPr>";

/// Width of the text between the margins.
const WIDTH: usize = 8844;

/// Makes the document; the map tells where the reading text stands in it.
pub(super) fn make(document: &Document) -> (Vec<u8>, SourceMap) {
    let mut writer = Writer {
        document,
        body: String::new(),
        map: SourceMap::default(),
        n_paragraphs: 0,
    };
    let mut blocks = document.source.blocks();
    while let Some(block) = blocks.first() {
        let is_row = |block: &&Block| block.kind == BlockKind::TableRow;
        let n_rows = blocks.iter().take_while(is_row).count();
        let (now, rest) = blocks
            .split_at_checked(n_rows.max(1))
            .unwrap_or((blocks, &[]));
        match n_rows {
            0 => writer.paragraph(block),
            _ => writer.table(now),
        }
        blocks = rest;
    }
    let body = &writer.body;
    let text = format!(
        "{}<w:document xmlns:w=\"{WORD}\"><w:body>{body}{SECTION}</w:body></w:document>",
        parts::XML
    );
    let mut records = Records::new();
    let types = parts::no_types("word/document.xml");
    let style = format!(
        "<Override PartName=\"/word/styles.xml\" ContentType=\"{TYPE}.styles+xml\"/></Types>"
    );
    records.put(
        "[Content_Types].xml",
        types.replace("</Types>", &style).as_bytes(),
    );
    records.put(
        "_rels/.rels",
        relation("officeDocument", "word/document.xml").as_bytes(),
    );
    records.put("word/document.xml", text.as_bytes());
    records.put(
        "word/_rels/document.xml.rels",
        relation("styles", "styles.xml").as_bytes(),
    );
    records.put("word/styles.xml", styles().as_bytes());
    writer.map.finish(None);
    (records.into_bytes(), writer.map)
}

fn relation(kind: &str, target: &str) -> String {
    let relation = format!(
        "<Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
    );
    parts::no_relations().replace("</Relationships>", &relation)
}

fn styles() -> String {
    format!(
        "{}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts \
         w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋_GB2312\" w:hAnsi=\"Times New Roman\"/>\
         <w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>\
         <w:spacing w:line=\"560\" w:lineRule=\"exact\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/>\
         </w:style></w:styles>",
        parts::XML
    )
}

struct Writer<'a> {
    document: &'a Document,
    body: String,
    map: SourceMap,
    n_paragraphs: u32,
}

impl Writer<'_> {
    fn paragraph(&mut self, block: &Block) {
        let (props, look) = self.look(block);
        self.put(block.span, &props, &look);
    }

    /// Properties of a paragraph and of its run.
    fn look(&self, block: &Block) -> (String, String) {
        let document = self.document;
        let text = document.slice(block.span);
        let paragraph = document.paragraph_at(block.span.start);
        let role = paragraph
            .and_then(|at| document.paragraphs.get(at))
            .map(|p| p.role);
        let font = |name: &str| format!("<w:rFonts w:eastAsia=\"{name}\"/>");
        let indent = match text.starts_with(char::is_whitespace) {
            true => String::new(),
            false => "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>".to_owned(),
        };
        match role {
            Some(Role::Title) => (
                "<w:spacing w:line=\"600\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>"
                    .to_owned(),
                font("方正小标宋简体") + "<w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/>",
            ),
            Some(Role::Heading) => {
                let section = document.section_at(block.span.start);
                let level = section
                    .and_then(|at| document.sections.get(at))
                    .map_or(1, |s| s.level);
                let outline = level.clamp(1, 9) - 1;
                let look = match level {
                    0 | 1 => font("黑体"),
                    2 => font("楷体_GB2312"),
                    _ => "<w:b/>".to_owned(),
                };
                (format!("{indent}<w:outlineLvl w:val=\"{outline}\"/>"), look)
            }
            Some(Role::Head) => (String::new(), String::new()),
            Some(Role::Tail) if self.is_signature(block.span) => (
                "<w:ind w:rightChars=\"200\" w:right=\"640\"/><w:jc w:val=\"right\"/>".to_owned(),
                String::new(),
            ),
            Some(Role::Note) => (
                indent,
                "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>".to_owned(),
            ),
            _ => (indent, String::new()),
        }
    }

    fn is_signature(&self, span: Span) -> bool {
        let head = &self.document.head;
        let spans = [head.signature, head.date.map(|date| date.span)];
        spans
            .into_iter()
            .flatten()
            .any(|place| span.contains(place))
    }

    fn table(&mut self, rows: &[Block]) {
        let cells = |row: &Block| self.document.slice(row.span).split('\t').count();
        let n_columns = rows.iter().map(cells).max().unwrap_or(1).max(1);
        let width = WIDTH / n_columns;
        let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
        let borders: String = sides
            .iter()
            .map(|side| {
                format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>")
            })
            .collect();
        let columns = format!("<w:gridCol w:w=\"{width}\"/>").repeat(n_columns);
        let _ = write!(
            self.body,
            "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders>{borders}\
             </w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        );
        for row in rows {
            self.body.push_str("<w:tr>");
            let mut from = row.span.from();
            for cell in self.document.slice(row.span).split('\t') {
                let _ = write!(
                    self.body,
                    "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"
                );
                let small = "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>";
                let props = "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>";
                self.put(Span::new(from, from + cell.len()), props, small);
                self.body.push_str("</w:tc>");
                from += cell.len() + 1;
            }
            self.body.push_str("</w:tr>");
        }
        self.body.push_str("</w:tbl>");
    }

    /// Writes a paragraph with one run that holds the words of `span`.
    fn put(&mut self, span: Span, props: &str, look: &str) {
        let mut content = String::new();
        for (index, piece) in self.document.slice(span).split('\t').enumerate() {
            if index > 0 {
                content.push_str("<w:tab/>");
            }
            if !piece.is_empty() {
                let piece = escaped(piece);
                let _ = write!(content, "<w:t xml:space=\"preserve\">{piece}</w:t>");
            }
        }
        let _ = write!(
            self.body,
            "<w:p><w:pPr>{props}</w:pPr><w:r><w:rPr>{look}</w:rPr>{content}</w:r></w:p>"
        );
        if !span.is_empty() {
            let origin = Origin::Docx {
                part: Part::Body,
                paragraph: self.n_paragraphs,
                run: self.n_paragraphs,
                char: 0,
            };
            self.map.push(span, origin);
        }
        self.n_paragraphs += 1;
    }
}
