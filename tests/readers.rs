//! All readers keep the way back to the file, agree with each other, and never panic.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing
)]

mod common;

use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::Write as _;
use yifa::document::Document;
use yifa::facts;
use yifa::pack::Library;
use yifa::reader;
use yifa::text::Span;

/// Every span that leaves the core: sections, sentences, citations, facts, findings.
fn spans(document: &Document, catalog: &facts::Catalog) -> Vec<Span> {
    let mut spans: Vec<Span> = document.sentences.iter().map(|s| s.span).collect();
    spans.extend(
        document
            .sections
            .iter()
            .flat_map(|s| [s.heading, s.span, s.title]),
    );
    spans.extend(document.citations.iter().flat_map(|c| [c.span, c.title]));
    spans.extend(document.parts.iter().flat_map(|p| [p.heading, p.span]));
    spans.extend(document.unpaired.iter().map(|u| u.span));
    spans.extend(document.head.titles.iter().copied());
    spans.extend(
        facts::read(document, catalog)
            .iter()
            .flat_map(|f| [f.span, f.clause]),
    );
    spans
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text at a place of a txt or md file is its quote, apart from white space.
fn maps_back(name: &str, text: &str) {
    let Ok(source) = reader::read(name, text.as_bytes()) else {
        return;
    };
    let mut catalog = facts::Catalog::default();
    catalog
        .add("[[metric]]\nid = \"a\"\nname = \"案件\"\nkind = \"count\"\n")
        .unwrap();
    let document = Document::new(source);
    let decoded: Vec<char> = document.source.decoded().unwrap().chars().collect();
    for span in spans(&document, &catalog) {
        let place = document.source.locate(span);
        let (start, end) = (place.start.unwrap(), place.end.unwrap());
        let there: String = decoded[start..end].iter().collect();
        assert_eq!(
            bare(&there),
            bare(&document.source.quote(span)),
            "{span:?} of {text:?}"
        );
        let line = decoded[..start].iter().filter(|c| **c == '\n').count() + 1;
        assert_eq!(place.line, Some(line));
    }
}

/// Pieces of reports, damage included: a text is a row of them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("临溯县2023年度法治政府建设情况报告\n".to_owned()),
        Just("一、主要举措和成效\n".to_owned()),
        Just("（一）依法履职。".to_owned()),
        Just("(二)规范执法\n\n".to_owned()),
        Just("1. 推进简政放权\n".to_owned()),
        Just("一是办理行政复议案件 12 件，".to_owned()),
        Just("二是调解率达１００ ％；".to_owned()),
        Just("落实《法治政府建设实施纲要（2021—2025年）》".to_owned()),
        Just("《关于〈办法〉的通知》".to_owned()),
        Just(
            "按照部署动态调整各部门的权责清单系统事项，防止权力越位、错\n\n— 3 —\n\n位、缺位。"
                .to_owned()
        ),
        Just("\u{c}".to_owned()),
        Just("\r\n".to_owned()),
        Just("　　".to_owned()),
        Just("| 类别 | 件数 |\n|---|---|\n| 处罚 | 12 |\n".to_owned()),
        Just("**加粗**".to_owned()),
        Just("## 二、存在的不足\n".to_owned()),
        Just("“引号".to_owned()),
        Just("发布日期：2024-01-10 字号：[大 中 小]\n".to_owned()),
        Just("临溯县人民政府\n2024年1月10日\n".to_owned()),
        Just("法治政府建設".to_owned()),
        "[a-z0-9。，、；：（）《》“”〔〕%％—\\-\\[\\]*_#|> \n\t]{0,12}",
        "\\PC{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn txt_maps_back(pieces in prop::collection::vec(piece(), 0..24)) {
        maps_back("a.txt", &pieces.concat());
    }

    #[test]
    fn md_maps_back(pieces in prop::collection::vec(piece(), 0..24)) {
        maps_back("a.md", &pieces.concat());
    }

    #[test]
    fn pages_never_panic(pieces in prop::collection::vec(piece(), 0..16), tags in "[<>/a-z=\"' !-]{0,60}") {
        let page = format!("<html><body><div>{}{tags}{}</div>", pieces.concat(), pieces.join("<p>"));
        if let Ok(source) = reader::read("a.html", page.as_bytes()) {
            let document = Document::new(source);
            for span in spans(&document, &facts::Catalog::default()) {
                prop_assert!(document.source.text().get(span.range()).is_some());
            }
        }
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), zip in any::<bool>()) {
        let mut bytes = bytes;
        if zip {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        for name in ["a.txt", "a.md", "a.html", "a.docx", "a"] {
            if let Ok(source) = reader::read(name, &bytes) {
                let _ = Document::new(source);
            }
        }
    }
}

const LINES: [&str; 14] = [
    "临溯县人民政府关于2023年度法治政府建设情况的报告",
    "临政发〔2024〕2号",
    "市政府：",
    "2023年，临溯县人民政府深入学习贯彻习近平法治思想。现将有关情况报告如下。",
    "一、2023年推进法治政府建设的主要举措和成效",
    "（一）依法履职。办理行政复议案件12件，受理29件，纠错20件，综合纠错率为68.97%。",
    "（三）规范执法。行政机关负责人出庭应诉率为98%，落实《重大行政决策暂行条例》。",
    "二、2023年存在的不足和原因",
    "（一）执法力量不足。主要原因是基层编制偏紧。",
    "三、2023年党政主要负责人履行推进法治建设第一责任人职责情况",
    "县长主持召开县政府常务会议4次研究法治工作，截止目前述法1次。",
    "四、2024年推进法治政府建设的主要安排",
    "（一）加强执法培训，全年不少于60学时。",
    "2024年1月10日",
];

fn docx(lines: &[&str]) -> Vec<u8> {
    let mut body = String::new();
    for line in lines {
        // Split runs: what Word does to text that was edited.
        let (a, b) = line.split_at(line.char_indices().nth(3).unwrap().0);
        write!(
            body,
            "<w:p><w:r><w:t>{a}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{b}</w:t></w:r></w:p>"
        )
        .unwrap();
    }
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let rels = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", rels),
        ("word/document.xml", document.as_str()),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_same_report_is_understood_alike_in_every_format() {
    let checker = common::checker();
    let understood = |name: &str, bytes: &[u8]| common::understood(&checker, name, bytes);
    let txt = understood("a.txt", LINES.join("\n").as_bytes());
    assert!(
        txt.contains("title-near-miss")
            && txt.contains("numbering-gap")
            && txt.contains("below-target"),
        "{txt}"
    );
    assert_eq!(txt.matches("Section").count(), 4, "{txt}");
    let md = understood("a.md", LINES.join("\n\n").as_bytes());
    assert_eq!(txt, md);
    let crlf = understood("a.txt", LINES.join("\r\n").as_bytes());
    assert_eq!(txt, crlf);
    let page = format!(
        "<html><body><div class=\"nav\"><a>首页</a></div><div id=\"zoom\"><p>{}</p></div></body></html>",
        LINES.join("</p>\n<p>")
    );
    assert_eq!(txt, understood("a.html", page.as_bytes()));
    assert_eq!(txt, understood("a.docx", &docx(&LINES)));
    let text = LINES.join("\n");
    let (gbk, _, _) = encoding_rs::GB18030.encode(&text);
    assert_eq!(txt, understood("a.txt", &gbk));
}

#[test]
fn half_width_and_blanks_are_understood_alike() {
    let half: Vec<String> = LINES
        .iter()
        .map(|line| {
            line.replace('（', "(")
                .replace('）', ")")
                .replace('，', ",")
        })
        .collect();
    let spaced: Vec<String> = LINES
        .iter()
        .map(|line| line.replace("12", " 12 ").replace("2023年", "2023 年"))
        .collect();
    let outline = |text: &str| -> Vec<String> {
        let document = Document::new(reader::read("a.txt", text.as_bytes()).unwrap());
        let catalog = &common::checker();
        let facts = facts::read(&document, &catalog.library().catalog);
        let sections = document
            .sections
            .iter()
            .map(|s| format!("{} {:?}", s.level, s.part));
        sections
            .chain(facts.iter().map(|f| format!("{} {}", f.metric, f.value)))
            .collect()
    };
    let plain = outline(&LINES.join("\n"));
    assert_eq!(plain, outline(&half.join("\n")));
    assert_eq!(plain, outline(&spaced.join("\n")));
}

/// Nothing is worse than linear: a long text is read and checked. This one has three megabytes,
/// for a build without optimisation; `.ci/run` checks one of twenty with the program.
#[test]
fn a_long_file_is_checked() {
    let body = LINES[4..].join("\n");
    let text = format!(
        "{}\n{}",
        LINES[..4].join("\n"),
        format!("{body}\n").repeat(3_000_000 / body.len())
    );
    assert!(text.len() > 2_900_000);
    let checker = common::checker();
    let source = reader::read("a.txt", text.as_bytes()).unwrap();
    let checked = checker.check(Document::new(source), None);
    assert!(checked.document.sections.len() > 20_000);
    let library = Library::read(&yifa::pack::builtin());
    let drafters = |rule: &&yifa::pack::Rule| rule.profile == yifa::finding::Profile::Drafter;
    assert_eq!(
        checked.outcome.verdicts.len(),
        library.rules().filter(drafters).count()
    );
}

#[test]
fn one_long_line_is_checked() {
    let line = "全年办理行政复议案件12件，行政机关负责人出庭应诉率为100%，落实《行政处罚法》、"
        .repeat(2_000_000 / 100);
    let checker = common::checker();
    let source = reader::read("a.txt", line.as_bytes()).unwrap();
    let checked = checker.check(Document::new(source), None);
    assert!(checked.facts.len() > 20_000);
}
