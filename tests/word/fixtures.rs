//! Word packages as people and programs leave them, each hard in its own way.
//!
//! In the texts, words in 【】 are what the rule of these tests reports, one finding each; what
//! stands from 〖 to 〗 is one finding over several paragraphs or cells; 错词 can be corrected.

use std::io::Cursor;
use std::io::Write;
use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(crate) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// One package, and what is special about its comments.
pub(crate) struct Fixture {
    pub(crate) name: &'static str,
    pub(crate) parts: Vec<(String, Vec<u8>)>,
    /// Words whose comment stands elsewhere, and on what: notes and objects take no comments.
    pub(crate) elsewhere: Vec<(&'static str, &'static str)>,
}

impl Fixture {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        zip(&self.parts)
    }
}

fn zip(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // Pictures are stored, as Word does; everything else is packed.
        let method = match name.ends_with(".png") {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The namespaces that WPS and Word declare, used or not.
pub(crate) fn root(name: &str, inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:{name} \
         xmlns:wpc=\"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:r=\"{OFFICE}\" xmlns:v=\"urn:schemas-microsoft-com:vml\" \
         xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:w=\"{WORD}\" xmlns:w10=\"urn:schemas-microsoft-com:office:word\" \
         xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
         xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" \
         xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
         xmlns:wpsCustomData=\"http://www.wps.cn/officeDocument/2013/wpsCustomData\" \
         mc:Ignorable=\"w14 w15\">{inner}</w:{name}>"
    )
}

fn document(body: &str) -> String {
    const SECTION: &str = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>";
    let title = "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>临溯县人民政府关于2023年</w:t>\
        </w:r><w:r><w:rPr><w:b/></w:rPr><w:t>度法治政府建设情况的报告</w:t></w:r></w:p>";
    root(
        "document",
        &format!("<w:body>{title}{body}{SECTION}</w:body>"),
    )
}

/// A package with `body`, and other parts by name with their relationship.
pub(crate) fn package(body: &str, more: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let mut types = String::new();
    let mut relations = String::new();
    for (index, (name, _)) in more.iter().enumerate() {
        let kind = name.trim_end_matches(".xml");
        types.push_str(&format!(
            "<Override PartName=\"/word/{name}\" ContentType=\"{TYPE}.{kind}+xml\"/>"
        ));
        let base = match kind {
            "commentsExtended" => "http://schemas.microsoft.com/office/2011/relationships",
            "commentsIds" => "http://schemas.microsoft.com/office/2016/09/relationships",
            _ => OFFICE,
        };
        relations.push_str(&format!(
            "<Relationship Id=\"rId{}\" Type=\"{base}/{kind}\" Target=\"{name}\"/>",
            index + 1
        ));
    }
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Types \
                 xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"png\" ContentType=\"image/png\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override \
                 PartName=\"/word/document.xml\" ContentType=\"{TYPE}.document.main+xml\"/>{types}\
                 </Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" \
                 Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        ("word/document.xml".to_owned(), document(body)),
        ("word/media/image1.png".to_owned(), "不是图片".to_owned()),
    ];
    if !relations.is_empty() {
        parts.push((
            "word/_rels/document.xml.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 {relations}</Relationships>"
            ),
        ));
    }
    for (name, text) in more {
        parts.push((format!("word/{name}"), (*text).to_owned()));
    }
    parts
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()))
        .collect()
}

pub(crate) fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

/// A run as WPS writes it.
pub(crate) fn r(text: &str) -> String {
    format!(
        "<w:r w:rsidR=\"00A1\"><w:rPr><w:rFonts w:hint=\"eastAsia\" w:eastAsia=\"仿宋_GB2312\"/>\
         <w:sz w:val=\"32\"/></w:rPr><w:t>{text}</w:t></w:r>"
    )
}

fn fixture(name: &'static str, body: &str) -> Fixture {
    Fixture {
        name,
        parts: package(body, &[]),
        elsewhere: Vec::new(),
    }
}

/// Runs of all sorts in plain paragraphs.
fn runs() -> Fixture {
    let body = [
        p(&r("前文【一处】后文，错词在此，【二处】。")),
        p(&[r("甲【三"), r("处】乙【"), r("四处】")].concat()),
        p("<w:r><w:t>A&amp;【五&#x5904;】&lt;</w:t></w:r><w:r/>"),
        p(
            "<w:r><w:t> x 【六 处】 y </w:t></w:r><w:r><w:t xml:space=\"preserve\"> 【七处】 </w:t></w:r>",
        ),
        p("<w:r><w:t>【八</w:t><w:tab/><w:t>处】</w:t><w:br/><w:t>下一行【九处】</w:t></w:r>"),
        p("<w:r><w:t>甲<![CDATA[【十<处】]]>乙<!-- 不见 -->丙【十一处】</w:t></w:r>"),
        p(&[
            "<w:bookmarkStart w:id=\"7\" w:name=\"b\"/>",
            &r("【十二"),
            "<w:proofErr w:type=\"spellStart\"/><w:bookmarkEnd w:id=\"7\"/>",
            &r("处】错"),
            &r("词。"),
        ]
        .concat()),
        p(&r("〖跨段开头")),
        p(&r("跨段结尾〗，后文")),
        p(&r("【】【十三处】【十四处】")),
    ];
    fixture("runs", &body.concat())
}

/// Links, fields, content controls, ruby, and somebody's tracked changes.
fn inline() -> Fixture {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let by = "w:author=\"区司法局\" w:date=\"2025-02-08T09:30:00Z\"";
    let body = [
        p(&format!(
            "<w:hyperlink w:anchor=\"b\">{}</w:hyperlink>{}",
            r("链接【一处】错词"),
            r("后【二")
        )),
        p(&format!(
            "{}{}<w:r><w:instrText xml:space=\"preserve\"> REF x </w:instrText></w:r>{}{}{}{}",
            r("前"),
            mark("begin"),
            mark("separate"),
            r("域【三处】错词"),
            mark("end"),
            r("后")
        )),
        p(&format!(
            "{}<w:r><w:instrText> HYPERLINK \"http://a.b/\" </w:instrText></w:r>{}{}{}",
            mark("begin"),
            mark("separate"),
            r("网址【十处】后"),
            mark("end")
        )),
        p(&format!(
            "<w:fldSimple w:instr=\" REF y \">{}</w:fldSimple>",
            r("【四处】域")
        )),
        p(&format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            r("控件【五处】")
        )),
        p(&format!(
            "{}<w:ins w:id=\"101\" {by}>{}</w:ins><w:del w:id=\"102\" {by}><w:r><w:delText>【删】\
             </w:delText></w:r></w:del>{}",
            r("甲【六"),
            r("插入错词"),
            r("处】乙错词")
        )),
        p(&format!(
            "<w:moveFrom w:id=\"103\" {by}>{}</w:moveFrom>{}<w:moveTo w:id=\"104\" {by}>{}</w:moveTo>",
            r("【移走】"),
            r("中"),
            r("【七处】")
        )),
        p(
            "<w:r><w:t>注音</w:t></w:r><w:r><w:ruby><w:rubyPr><w:rubyAlign w:val=\"center\"/>\
           <w:hps w:val=\"10\"/><w:hpsRaise w:val=\"18\"/><w:hpsBaseText w:val=\"21\"/><w:lid \
           w:val=\"zh-CN\"/></w:rubyPr><w:rt><w:r><w:t>zhì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>\
           【八处】</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>完</w:t></w:r>",
        ),
        p(
            "<w:r><w:rPr><w:b/><w:rPrChange w:id=\"105\" w:author=\"某\"><w:rPr/></w:rPrChange></w:rPr>\
           <w:t>改格式【九处】完</w:t></w:r>",
        ),
    ];
    let mut fixture = fixture("inline", &body.concat());
    fixture.elsewhere = vec![
        ("【三处】", "域【三处】错词"),
        ("错词", "域【三处】错词"),
        ("【四处】", "【四处】域"),
    ];
    fixture
}

/// Text boxes in both forms, a picture between words.
fn objects() -> Fixture {
    let words = |text: &str| {
        format!("<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>")
    };
    let shape = |text: &str| {
        format!(
            "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent \
             cx=\"1800000\" cy=\"720000\"/><wp:docPr id=\"1\" name=\"框\"/><a:graphic><a:graphicData \
             uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp>\
             <wps:cNvSpPr txBox=\"1\"/><wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext \
             cx=\"1800000\" cy=\"720000\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>\
             </wps:spPr><wps:txbx>{}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>\
             </wp:inline></w:drawing>",
            words(text)
        )
    };
    let vml = |text: &str| {
        format!(
            "<w:pict><v:shape style=\"width:140pt;height:50pt\"><v:textbox>{}</v:textbox></v:shape>\
             </w:pict>",
            words(text)
        )
    };
    let body = [
        p(&format!(
            "<w:r><w:t>框前【一处】</w:t><mc:AlternateContent><mc:Choice Requires=\"wps\">{}</mc:Choice>\
             <mc:Fallback>{}</mc:Fallback></mc:AlternateContent><w:t>框后【二处】</w:t></w:r>",
            shape("框里【框一】话"),
            vml("框里【框一】话")
        )),
        p(&format!(
            "<w:r>{}</w:r>{}",
            vml("旧式框【框二】"),
            r("后面【三处】")
        )),
    ];
    let mut fixture = fixture("objects", &body.concat());
    fixture.elsewhere = vec![
        ("【框一】", "框里【框一】话"),
        ("【框二】", "旧式框【框二】"),
    ];
    fixture
}

/// Tables with merged cells, a table in a table, a finding over cells.
fn tables() -> Fixture {
    let cell = |inner: &str| {
        format!("<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>{inner}</w:tc>")
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = |rows: &[String]| {
        format!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>\
             <w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>{}</w:tbl>",
            rows.concat()
        )
    };
    let plain = |text: &str| cell(&p(&r(text)));
    let inner = table(&[row(&[plain("内【三处】"), plain("内二")])]);
    let body = [
        p(&r("表前")),
        table(&[
            row(&[plain("项目【一处】"), plain("【二处】错词")]),
            row(&[plain("〖从这格"), plain("到那格〗")]),
            row(&[cell(&[inner, p("")].concat()), plain("外【四处】")]),
        ]),
        p(&r("表后【五处】")),
    ];
    fixture("tables", &body.concat())
}

/// Footnotes, endnotes, automatic numbers, styles, headers.
fn notes() -> Fixture {
    let note = |kind: &str, id: i32, inner: &str| {
        format!("<w:{kind} w:id=\"{id}\"><w:p>{inner}</w:p></w:{kind}>")
    };
    let footnotes = root(
        "footnotes",
        &[
            "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>",
            "<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r>\
             <w:continuationSeparator/></w:r></w:p></w:footnote>",
            &note("footnote", 1, "<w:r><w:footnoteRef/></w:r><w:r><w:t>没有问题的注</w:t></w:r>"),
            &note("footnote", 2, "<w:r><w:footnoteRef/></w:r><w:r><w:t>脚注【注一】</w:t></w:r>"),
        ]
        .concat(),
    );
    let endnotes = root(
        "endnotes",
        &note("endnote", 2, "<w:r><w:t>尾注【注二】</w:t></w:r>"),
    );
    let numbering = root(
        "numbering",
        "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt \
         w:val=\"chineseCounting\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
         </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
    );
    let item = |text: &str| {
        p(&format!(
            "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}",
            r(text)
        ))
    };
    let body = [
        item("主要举措【一处】"),
        p(
            "<w:r><w:t>正文【二处】</w:t><w:footnoteReference w:id=\"1\"/><w:t>，又</w:t></w:r><w:r>\
           <w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>和【三处】</w:t><w:endnoteReference \
           w:id=\"2\"/></w:r>",
        ),
        item("存在不足"),
    ];
    let more = [
        ("footnotes.xml", &*footnotes),
        ("endnotes.xml", &*endnotes),
        ("numbering.xml", &*numbering),
    ];
    Fixture {
        name: "notes",
        parts: package(&body.concat(), &more),
        elsewhere: vec![("【注一】", ""), ("【注二】", "")],
    }
}

pub(crate) const OTHERS: &str = "<w:comment w:id=\"0\" w:author=\"张三\" w:date=\"2025-01-02T03:04:05Z\" \
    w:initials=\"张\"><w:p w14:paraId=\"11111111\"><w:pPr><w:pStyle w:val=\"a3\"/></w:pPr><w:r><w:rPr>\
    <w:rStyle w:val=\"a4\"/></w:rPr><w:annotationRef/></w:r><w:r><w:t>请核实这一段</w:t></w:r></w:p>\
    </w:comment><w:comment w:id=\"3\" w:author=\"李四\"><w:p w14:paraId=\"22222222\"><w:r><w:t>已核实\
    </w:t></w:r></w:p></w:comment>";

/// Comments of others, one over the place of a finding, one an answer.
fn commented() -> Fixture {
    let reference = |id: u32| format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>");
    let body = [
        p(&[
            "<w:commentRangeStart w:id=\"0\"/><w:commentRangeStart w:id=\"3\"/>",
            &r("甲【一"),
            "<w:commentRangeEnd w:id=\"0\"/>",
            &reference(0),
            "<w:commentRangeEnd w:id=\"3\"/>",
            &reference(3),
            &r("处】乙"),
        ]
        .concat()),
        p(&r("【二处】错词")),
    ];
    let comments = root("comments", OTHERS);
    let extended = "<?xml version=\"1.0\"?><w15:commentsEx \
        xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\"><w15:commentEx \
        w15:paraId=\"11111111\" w15:done=\"0\"/><w15:commentEx w15:paraId=\"22222222\" \
        w15:paraIdParent=\"11111111\" w15:done=\"0\"/></w15:commentsEx>";
    let more = [
        ("comments.xml", &*comments),
        ("commentsExtended.xml", extended),
    ];
    Fixture {
        name: "commented",
        parts: package(&body.concat(), &more),
        elsewhere: Vec::new(),
    }
}

/// The same words in other prefixes, in the strict form, in UTF-16.
fn spellings() -> Vec<Fixture> {
    let body = [
        p(&r("前【一处】后错词")),
        p("<w:r><w:t>〖甲</w:t></w:r><w:r><w:t>乙〗</w:t></w:r>"),
    ]
    .concat();
    let text = document(&body);
    let with = |name, bytes: Vec<u8>| {
        let mut fixture = fixture(name, "");
        fixture.parts[2].1 = bytes;
        fixture
    };
    let prefixed = text.replace("<w:", "<ns0:").replace("</w:", "</ns0:");
    let prefixed = prefixed
        .replace(" w:", " ns0:")
        .replace("xmlns:w=", "xmlns:ns0=");
    let strict = text.replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main");
    // Without a prefix attributes have no vocabulary of their own: none are used here.
    let bare = format!(
        "<document xmlns=\"{WORD}\"><body><p><r><t>报告前【一处】后错词</t></r></p><p><r><t>〖甲</t>\
         </r><r><t>乙〗</t></r></p></body></document>"
    );
    let wide = text.replace("UTF-8", "UTF-16");
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(wide.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        with("prefix", prefixed.into_bytes()),
        with("strict", strict.into_bytes()),
        with("bare", bare.into_bytes()),
        with("marked", format!("\u{FEFF}{text}").into_bytes()),
        with("utf-16", wide),
    ]
}

pub(crate) fn all() -> Vec<Fixture> {
    let mut all = vec![runs(), inline(), objects(), tables(), notes(), commented()];
    all.extend(spellings());
    all
}
