//! Web pages: the text of the report, out of everything that surrounds it on a page.
//!
//! The page is parsed as browsers do, laid out in lines, and the element with the thickest text
//! is taken. The title, which often stands outside of it, and lines that go on where it ends
//! are taken in; everything else is furniture, with its labels.

mod body;
mod dom;
mod lines;
mod look;
mod notes;
mod sink;
mod survey;

use super::ReadError;
use super::decode;
use super::furniture;
use crate::text::Format;
use crate::text::SourceBuilder;
use crate::text::SourceText;
use dom::Dom;
use dom::ROOT;
use dom::Step;
use html5ever::local_name;
use lines::Line;
use survey::Survey;

/// Reads a page.
pub(super) fn read(bytes: &[u8]) -> Result<SourceText, ReadError> {
    let decoded = decode::html(bytes)?;
    let dom = Dom::parse(&decoded.text)?;
    let survey = Survey::of(&dom);
    let (lines, notes) = lines::lay_out(&dom, &survey);
    let head = Head::of(&dom);
    let report = body::find(&lines, &survey, &head.titles());
    let mut builder = SourceBuilder::new(Format::Html, decoded.encoding);
    if let Some(title) = &head.title {
        builder.file_title(title);
    }
    for (label, value) in &head.pairs {
        builder.furniture(label, value);
    }
    let (before, behind) = outside(&lines, &report);
    keep_apart(&before, &mut builder);
    let any = !notes.is_empty();
    let mut notes = notes::placed(notes, &decoded.text).peekable();
    for i in &report {
        while let Some(note) = notes.next_if(|note| note.next <= *i) {
            builder.directive(&note.text, note.span);
        }
        if let Some(line) = lines.get(*i) {
            write(line, &mut builder);
        }
    }
    for note in notes {
        builder.directive(&note.text, note.span);
    }
    keep_apart(&behind, &mut builder);
    if any {
        builder.directives_file(decoded.text);
    }
    Ok(builder.finish(None))
}

/// Returns the lines that are no part of the report: those before its end, those behind.
fn outside<'a>(lines: &'a [Line], report: &[usize]) -> (Vec<&'a str>, Vec<&'a str>) {
    let end = report.last().copied().unwrap_or(lines.len());
    let mut inside = report.iter().copied().peekable();
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    for (i, line) in lines.iter().enumerate() {
        if inside.next_if_eq(&i).is_some() {
            continue;
        }
        if i < end {
            before.push(line.text.as_str());
        } else {
            behind.push(line.text.as_str());
        }
    }
    (before, behind)
}

fn keep_apart(lines: &[&str], builder: &mut SourceBuilder) {
    for (label, value) in furniture::pairs(lines) {
        builder.furniture(&label, &value);
    }
}

fn write(line: &Line, builder: &mut SourceBuilder) {
    builder.begin(line.kind);
    builder.look(line.bold, line.centred);
    for (span, origin) in &line.pieces {
        builder.push(crate::text::slice(&line.text, *span), *origin);
    }
    builder.close();
}

/// What the page says of itself before it shows anything.
#[derive(Default)]
struct Head {
    title: Option<String>,
    /// Labels that government sites put into `<meta>`.
    pairs: Vec<(&'static str, String)>,
}

/// The `<meta>` names of the 政府网站 standard and the labels that stand for them on pages.
const METAS: [(&str, &str); 7] = [
    ("sitename", "网站名称"),
    ("columnname", "栏目名称"),
    ("articletitle", ARTICLE_TITLE),
    ("pubdate", "发布日期"),
    ("contentsource", "信息来源"),
    ("author", "作者"),
    ("editor", "编辑"),
];

const ARTICLE_TITLE: &str = "标题";

impl Head {
    fn of(dom: &Dom) -> Self {
        let mut head = Self::default();
        let mut title = None;
        let mut text = String::new();
        for step in dom.walk(ROOT) {
            match step {
                Step::Open(id) => {
                    let Some(element) = dom.element(id) else {
                        if title.is_some() {
                            text.push_str(dom.text(id).unwrap_or(""));
                        }
                        continue;
                    };
                    match element.name {
                        local_name!("title") if head.title.is_none() => title = Some(id),
                        local_name!("meta") => head.meta(element),
                        _ => {}
                    }
                }
                Step::Close(id) if title == Some(id) => {
                    title = None;
                    let words: Vec<&str> = text.split_whitespace().collect();
                    head.title = Some(words.join(" ")).filter(|title| !title.is_empty());
                }
                Step::Close(_) => {}
            }
        }
        head
    }

    fn meta(&mut self, element: &dom::Element) {
        let attribute = |name| element.attribute(name).unwrap_or("").trim();
        let name = attribute(local_name!("name")).to_ascii_lowercase();
        let content = attribute(local_name!("content"));
        if let Some((_, label)) = METAS.iter().find(|(known, _)| *known == name)
            && !content.is_empty()
        {
            self.pairs.push((label, content.to_owned()));
        }
    }

    /// Returns what the page calls itself.
    fn titles(&self) -> Vec<&str> {
        let article = self
            .pairs
            .iter()
            .filter(|(label, _)| *label == ARTICLE_TITLE)
            .map(|(_, title)| title.as_str());
        article.chain(self.title.as_deref()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::BlockKind;
    use crate::text::Origin;
    use crate::text::Span;
    use proptest::prelude::*;

    const TITLE: &str = "临溯县2022年度法治政府建设情况报告";
    const FIRST: &str =
        "一年来，临溯县坚持依法行政，扎实推进法治建设，取得积极成效。现将情况报告如下。";
    const HEADING: &str = "一、主要举措和成效";
    const SECOND: &str = "全年办理行政复议案件12件，审结12件，应诉率达100%，群众满意度持续提升。";

    fn page(body: &str) -> SourceText {
        read(body.as_bytes()).unwrap()
    }

    fn blocks(source: &SourceText) -> Vec<&str> {
        let blocks = source.blocks().iter();
        blocks.map(|block| source.slice(block.span)).collect()
    }

    fn check(body: &str, expected: &[&str]) -> SourceText {
        let source = page(body);
        assert_eq!(blocks(&source), expected, "{body}");
        source
    }

    fn value<'a>(source: &'a SourceText, label: &str) -> Option<&'a str> {
        let found = source.furniture().iter().find(|f| f.label == label);
        found.map(|f| f.value.as_str())
    }

    const NAVIGATION: &str = "<ul><li><a href=/>首页</a></li><li><a href=/x>新闻，要闻，动态</a></li>\
        <li><a href=/y>政务公开</a></li></ul>";
    const FOOTER: &str = "<div class=footer><p>主办单位：临溯县人民政府办公室</p>\
        <p>临ICP备00000000号</p></div>";

    #[test]
    fn the_text_is_found_in_a_div_and_the_title_before_it() {
        let source = check(
            &format!(
                "<html><head><title>{TITLE}_临溯县人民政府</title></head><body>{NAVIGATION}\
                 <div class=wrap><div class=path>您的位置：<a href=/>首页</a> &gt; <a href=/z>年报</a></div>\
                 <h1>{TITLE}</h1><div>发布日期：2023-01-09 来源：县司法局 浏览次数：<i></i></div>\
                 <div id=zoom><div class=TRS_Editor><p>　　{FIRST}</p><p>　　{HEADING}</p><p>　　{SECOND}</p></div></div>\
                 <p><a href=x>打印本页</a> <a href=y>关闭窗口</a></p></div>{FOOTER}</body></html>"
            ),
            &[TITLE, FIRST, HEADING, SECOND],
        );
        assert_eq!(source.blocks()[0].kind, BlockKind::Heading(1));
        assert_eq!(
            source.file_title(),
            Some(format!("{TITLE}_临溯县人民政府").as_str())
        );
        assert_eq!(value(&source, "发布日期"), Some("2023-01-09"));
        assert_eq!(value(&source, "来源"), Some("县司法局"));
        assert_eq!(value(&source, "主办单位"), Some("临溯县人民政府办公室"));
    }

    #[test]
    fn the_text_is_found_in_a_cell_with_line_breaks() {
        check(
            &format!(
                "<table><tr><td colspan=2>{NAVIGATION}</td></tr><tr><td width=180><a href=/>公开指南</a></td>\
                 <td><table><tr><td class=tt><b>{TITLE}</b></td></tr><tr><td>时间：2023-01-09</td></tr>\
                 <tr><td>　　{FIRST}<br>\n　　<b>{HEADING}</b><br>&nbsp;&nbsp;{SECOND}<br><br></td></tr></table></td></tr>\
                 <tr><td colspan=2>版权所有 临溯县人民政府</td></tr></table>"
            ),
            &[TITLE, FIRST, HEADING, SECOND],
        );
    }

    #[test]
    fn a_title_in_the_text_is_not_taken_twice() {
        check(
            &format!("<h1>{TITLE}</h1><div><p>{TITLE}</p><p>{FIRST}</p></div>"),
            &[TITLE, FIRST],
        );
        check(
            &format!(
                "<h1>临溯县人民政府<br>关于2022年度法治政府建设情况的报告</h1><div><p>{FIRST}</p></div>"
            ),
            &[
                "临溯县人民政府",
                "关于2022年度法治政府建设情况的报告",
                FIRST,
            ],
        );
        check(
            &format!(
                "<title>临溯县工作综述 - 某网</title><div>临溯县工作综述</div><div><p>{FIRST}</p></div>"
            ),
            &["临溯县工作综述", FIRST],
        );
    }

    #[test]
    fn what_is_cut_off_from_the_text_is_taken_in() {
        check(
            &format!(
                "<h2>{TITLE}</h2><p>临政发〔2023〕2号</p><div>{NAVIGATION}</div>\
                 <div><p>{FIRST}</p><p>{HEADING}</p><p>{SECOND}</p></div><div><p>{SECOND}</p></div>\
                 <p>临溯县人民政府</p><p>2023年1月9日</p><p>打印本页</p>{FOOTER}"
            ),
            &[
                TITLE,
                "临政发〔2023〕2号",
                FIRST,
                HEADING,
                SECOND,
                SECOND,
                "临溯县人民政府",
                "2023年1月9日",
            ],
        );
    }

    #[test]
    fn a_fragment_is_read_too() {
        check("<p>应诉率达98%。</p>", &["应诉率达98%。"]);
        check("<p>一、主要举措</p>", &["一、主要举措"]);
    }

    #[test]
    fn a_page_without_text_gives_its_labels_alone() {
        let source = check(
            &format!(
                "<meta name=PubDate content=2023-01-09>{NAVIGATION}<h1>{TITLE}</h1>\
                 <dl><dt>发文字号：</dt><dd>临政发〔2023〕2号</dd><dt>发布机构：</dt><dd>临溯县司法局</dd></dl>\
                 <a href=a.pdf>{TITLE}.pdf</a>{FOOTER}"
            ),
            &[],
        );
        assert_eq!(value(&source, "发布日期"), Some("2023-01-09"));
        assert_eq!(value(&source, "发文字号"), Some("临政发〔2023〕2号"));
        assert_eq!(value(&source, "发布机构"), Some("临溯县司法局"));
    }

    #[test]
    fn labels_are_read_from_tables_and_lists() {
        let source = check(
            &format!(
                "<table><tr><th>索&nbsp;引&nbsp;号：</th><td>LX000/2023-0012</td><th>发文字号：</th><td></td></tr>\
                 <tr><th>成文日期</th><td>2023年1月9日</td><th>有 效 性：</th><td>有效</td></tr></table>\
                 <ul><li><b>发布机构：</b>临溯县司法局</li><li><span>主题分类：</span><span>政务</span></li></ul>\
                 <h1>{TITLE}</h1><div><p>{FIRST}</p></div>"
            ),
            &[TITLE, FIRST],
        );
        for (label, expected) in [
            ("索引号", "LX000/2023-0012"),
            ("发文字号", ""),
            ("成文日期", "2023年1月9日"),
            ("有效性", "有效"),
            ("发布机构", "临溯县司法局"),
            ("主题分类", "政务"),
        ] {
            assert_eq!(value(&source, label), Some(expected), "{label}");
        }
    }

    #[test]
    fn inline_elements_never_part_words() {
        check(
            "<p>　　<span>全年办理</span>\n<span><b>12</b></span><span>件，\n  审结</span> <i>12</i>&nbsp;件。</p>",
            &["全年办理 12件，审结 12\u{a0}件。"],
        );
        check(
            "<p>Word\n2016、第一，\n第二。</p>",
            &["Word 2016、第一，第二。"],
        );
        check(
            "<pre>第一，第一。\n第二，第二。</pre>",
            &["第一，第一。", "第二，第二。"],
        );
    }

    #[test]
    fn what_does_not_show_is_left_out() {
        check(
            "<script>var a = '一，二。';</script><style>p { }</style><!-- 三，四。 -->\
             <p>五，六。<span style='DISPLAY: none'>七</span><b hidden>八</b><button>九</button>\
             <select><option>十</select><noscript>百</noscript><svg><text>千</text></svg></p>\
             <form><input value=万><p>亿，亿。</p></form>",
            &["五，六。", "亿，亿。"],
        );
    }

    #[test]
    fn tables_of_data_are_rows_and_others_are_paragraphs() {
        let source = check(
            "<p>情况如下，见表。</p><table><tr><td>类别</td><td>件<br>数</td></tr><tr><td></td>\
             <td><p>12</p></td></tr><tr><td></td><td></td></tr></table>",
            &["情况如下，见表。", "类别\t件 数", "\t12"],
        );
        assert_eq!(source.blocks()[1].kind, BlockKind::TableRow);
        let source = check(
            &format!("<table><tr><td>左</td><td><p>{FIRST}</p><p>{SECOND}</p></td></tr></table>"),
            &[FIRST, SECOND],
        );
        assert_eq!(source.blocks()[0].kind, BlockKind::Paragraph);
    }

    #[test]
    fn the_look_of_a_line_is_kept() {
        let source = page(
            "<h2>一、主要</h2><p align=center><b>二、</b><strong>次要</strong></p><ol><li>三，<b>三</b>。</ol>\
             <p style='font-weight: 700; TEXT-ALIGN: center'>四，四。</p>\
             <center><p style='text-align:left'>五，五。</p></center>",
        );
        let look: Vec<(BlockKind, bool, bool)> = source
            .blocks()
            .iter()
            .map(|block| (block.kind, block.bold, block.centred))
            .collect();
        assert_eq!(
            look,
            [
                (BlockKind::Heading(2), true, false),
                (BlockKind::Paragraph, true, true),
                (BlockKind::ListItem, false, false),
                (BlockKind::Paragraph, true, true),
                (BlockKind::Paragraph, false, false),
            ]
        );
    }

    #[test]
    fn deep_nesting_is_read_whole() {
        let page = format!("{}<p>{FIRST}</p>", "<div><b>".repeat(5_000));
        check(&page, &[FIRST]);
    }

    /// Every stretch must stand in its text node as the map says.
    fn every_stretch_maps_back(bytes: &[u8]) {
        let Ok(source) = read(bytes) else { return };
        let decoded = decode::html(bytes).unwrap();
        let dom = Dom::parse(&decoded.text).unwrap();
        let texts: Vec<&str> = dom
            .walk(ROOT)
            .filter_map(|step| match step {
                Step::Open(id) => dom.text(id),
                Step::Close(_) => None,
            })
            .collect();
        let whole = Span::new(0, source.text().len());
        for (span, origin) in source.map().stretches(whole, source.text()) {
            if let Origin::Html { node, byte } = origin {
                let there = texts[node as usize].get(byte as usize..).unwrap();
                let here = source.slice(span);
                let is_blank = here == " " && there.starts_with(|c: char| c.is_ascii_whitespace());
                assert!(is_blank || there.starts_with(here), "{here:?} {there:?}");
            }
        }
        for block in source.blocks() {
            assert!(!source.slice(block.span).contains('\n'));
        }
    }

    #[test]
    fn sample_pages_map_back() {
        every_stretch_maps_back(include_bytes!("../../reports/liudi-2020/report.html"));
        every_stretch_maps_back(include_bytes!("../../reports/yunsuo-2025/report.html"));
    }

    proptest! {
        #[test]
        fn no_page_panics(parts in proptest::collection::vec(prop_oneof![
            Just("<p>".to_owned()), Just("<br>".to_owned()), Just("</p>".to_owned()),
            Just("<table><tr><td>".to_owned()), Just("<td>".to_owned()), Just("</table>".to_owned()),
            Just("<div style='display:none'>".to_owned()), Just("</div>".to_owned()),
            Just("<li>".to_owned()), Just("<a href=x>".to_owned()), Just("</a>".to_owned()),
            Just("<h1>".to_owned()), Just("<b>".to_owned()), Just(TITLE.to_owned()),
            Just(FIRST.to_owned()), Just("2023年1月9日".to_owned()), Just("发布日期：".to_owned()),
            "[一二，。：\u{a0}\u{3000} \n\ta1]{1,6}",
        ], 0..40)) {
            every_stretch_maps_back(parts.concat().as_bytes());
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            every_stretch_maps_back(&bytes);
        }
    }
}
