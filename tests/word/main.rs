//! Comments in Word documents: on exactly their words, and nothing else is touched.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod fixtures;
mod office;
mod tree;

#[path = "../common/mod.rs"]
mod common;

use fixtures::Fixture;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::io::Read;
use std::sync::Arc;
use tree::Element;
use tree::Ranges;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::config::Config;
use yifa::document::Document;
use yifa::finding::Severity;
use yifa::pack::Library;
use yifa::pack::Tree;
use yifa::reader;
use yifa::render::docx;
use yifa::render::docx::Annotated;
use yifa::render::docx::Marks;

const AUTHORS: [&str; 6] = [
    "依法·结构",
    "依法·指标",
    "依法·数据",
    "依法·法规",
    "依法·文字",
    "依法·汇总",
];

/// A checker of one rule: see `fixtures.rs`.
fn checker() -> Checker {
    let toml = "title = \"标记\"\nseverity = \"warning\"\ncategory = \"citation\"\nchecks = \"fully\"\n\
        fix = \"safe\"\nadvice = \"改掉\"\n[patterns.mark]\nregex = \"【[^【】]*】\"\nraw = true\n\
        [patterns.long]\nregex = \"[〖〗]\"\nraw = true\n[patterns.wrong]\nregex = \"错词\"\nraw = true\n\
        [[basis]]\ndocument = \"测试规定\"\nitem = \"第一条\"\nseen = true\n";
    let script = "fn check(doc, param) {\n    for hit in doc.matches(\"mark\") {\n        \
        finding(hit.place, `“${hit.place.brief}”有标记`);\n    }\n    let long = doc.matches(\"long\");\n    \
        if long.len == 2 {\n        finding(long[0].place.cover(long[1].place), \"长标记\");\n    }\n    \
        for hit in doc.matches(\"wrong\") {\n        finding(hit.place, \"错词\").fix(\"对的词\");\n    }\n}";
    let mut tree: Tree = BTreeMap::new();
    let pack = "title = \"甲\"\nsource = \"乙\"\n";
    tree.insert("t/pack.toml".into(), pack.into());
    tree.insert("t/mark/rule.toml".into(), toml.into());
    tree.insert("t/mark/rule.rhai".into(), script.into());
    let page = "```report\n⟦【甲】⟧\n```\n```report\n乙\n```\n";
    tree.insert("t/mark/rule.md".into(), page.into());
    let library = Library::read(&tree);
    assert_eq!(library.faults, []);
    Checker::new(Arc::new(library), &Config::default()).unwrap()
}

/// A report with comments, and what was found in it.
struct Done {
    checked: Checked,
    annotated: Annotated,
}

/// What the program does: take out what was put in before, check, write.
fn annotate(checker: &Checker, name: &str, bytes: &[u8], fix: bool) -> Done {
    let stripped = docx::strip(bytes).ok().flatten();
    let bytes = stripped.as_deref().unwrap_or(bytes);
    let checked = checker.check(Document::new(reader::read(name, bytes).unwrap()), None);
    let rules = checker.library().rules();
    let titles = rules
        .map(|rule| (rule.id.clone(), rule.title.clone()))
        .collect();
    let marks = Marks {
        document: &checked.document,
        outcome: &checked.outcome,
        titles: &titles,
        shown: Severity::Advice,
        fix,
    };
    let annotated = docx::annotate(bytes, &marks).unwrap();
    Done { checked, annotated }
}

/// The parts of a package in their order: name, local header with data, and the data unpacked.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let (name, from, to) = {
                let raw = archive.by_index_raw(index).unwrap();
                let from = usize::try_from(raw.header_start()).unwrap();
                let to = raw.data_start().unwrap() + raw.compressed_size();
                (
                    raw.name().unwrap().into_owned(),
                    from,
                    usize::try_from(to).unwrap(),
                )
            };
            let mut data = Vec::new();
            archive
                .by_index(index)
                .unwrap()
                .read_to_end(&mut data)
                .unwrap();
            (name, bytes[from..to].to_vec(), data)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> Element {
    let found = parts(bytes).into_iter().find(|(known, ..)| known == name);
    tree::parse(&found.unwrap_or_else(|| panic!("no {name}")).2)
}

/// Id, author and paragraphs of each comment.
fn comments(bytes: &[u8]) -> Vec<(String, String, Vec<String>)> {
    let root = part(bytes, "word/comments.xml");
    let comments = root.elements().map(|comment| {
        let line = |p: &Element| -> String {
            let texts = p
                .elements()
                .flat_map(|r| r.elements().filter(|e| e.name == "t"));
            texts.map(Element::text).collect()
        };
        (
            comment.get("id").unwrap().to_owned(),
            comment.get("author").unwrap().to_owned(),
            comment.elements().map(line).collect(),
        )
    });
    comments.collect()
}

fn is_ours(author: &str) -> bool {
    AUTHORS.contains(&author)
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The words of a place as far as they stand in the file: automatic numbers do not.
fn in_file(document: &yifa::document::Document, place: yifa::text::Span) -> String {
    let source = &document.source;
    let pieces = source.map().stretches(place, source.text());
    let written = pieces
        .iter()
        .filter(|(_, origin)| *origin != yifa::text::Origin::Made);
    written.map(|(span, _)| document.slice(*span)).collect()
}

/// Each comment of ours stands on the words of its finding; the numbers of all are sound.
fn anchors_are_exact(name: &str, done: &Done, elsewhere: &[(&str, &str)]) {
    let bytes = &done.annotated.bytes;
    let document = &done.checked.document;
    let body = part(bytes, "word/document.xml");
    let ranges = Ranges::of(&body);
    let comments = comments(bytes);
    let ids: BTreeSet<&String> = comments.iter().map(|(id, ..)| id).collect();
    assert_eq!(ids.len(), comments.len(), "{name}: a number is used twice");
    let known: BTreeSet<&String> = ranges.references.iter().collect();
    assert_eq!(known, ids, "{name}: each comment is referred to");
    assert_eq!(ranges.references.len(), comments.len(), "{name}: once");

    let ours: Vec<_> = comments
        .iter()
        .filter(|(_, author, _)| is_ours(author))
        .collect();
    let findings = &done.checked.outcome.findings;
    assert_eq!(ours.len(), findings.len() + 1, "{name}");
    assert_eq!(done.annotated.comments, findings.len());
    let title = document
        .head
        .title
        .map_or("", |title| document.slice(title));
    assert_eq!(ours[0].1, "依法·汇总");
    if !title.is_empty() {
        assert_eq!(bare(ranges.words(&ours[0].0)), bare(title), "{name}");
    }
    for ((id, _, lines), finding) in ours[1..].iter().zip(findings) {
        let place = finding.gap.unwrap_or(finding.span);
        let quote = in_file(document, place);
        let quote = quote.as_str();
        let there = elsewhere.iter().filter(|(words, _)| *words == quote);
        let mut wants: Vec<&str> = there.map(|(_, there)| *there).collect();
        let is_beside = !wants.is_empty() && bare(ranges.words(id)) != bare(quote);
        // These stand in plain text as well.
        if wants.is_empty() || quote == "错词" {
            wants.push(quote);
        }
        let words = bare(ranges.words(id));
        let on = wants.iter().any(|want| bare(want) == words);
        assert!(on, "{name}: {}: {words}", finding.message);
        assert!(lines[0].ends_with(&finding.message), "{lines:?}");
        assert!(lines.last().unwrap().ends_with(&finding.rule), "{lines:?}");
        if is_beside {
            assert!(lines[1].contains(quote), "{name}: {lines:?}");
        }
    }
}

#[test]
fn every_comment_stands_on_its_words() {
    let checker = checker();
    let mut n_findings = 0;
    for fixture in fixtures::all() {
        let done = annotate(&checker, "a.docx", &fixture.bytes(), false);
        n_findings += done.checked.outcome.findings.len();
        anchors_are_exact(fixture.name, &done, &fixture.elsewhere);
        let text = reader::read("a.docx", &done.annotated.bytes).unwrap();
        assert_eq!(text.text(), done.checked.document.source.text());
    }
    // Every mark in the fixtures, those in deleted and moved text left out.
    assert_eq!(n_findings, 66);
}

/// Every part but those that must say something of comments is the same, byte for byte; and the
/// main part is the same but for marks and cuts.
fn nothing_else_changed(name: &str, before: &[u8], after: &[u8]) {
    let old: BTreeMap<String, (Vec<u8>, Vec<u8>)> = parts(before)
        .into_iter()
        .map(|(name, raw, data)| (name, (raw, data)))
        .collect();
    let may_change = [
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/comments.xml",
    ];
    let new = parts(after);
    for (part, raw, _) in &new {
        match old.get(part) {
            Some((before, _)) if !may_change.contains(&part.as_str()) => {
                assert_eq!(before, raw, "{name}: {part}");
            }
            Some(_) => {}
            None => assert!(may_change.contains(&part.as_str()), "{name}: {part} is new"),
        }
    }
    let order = |parts: &[String]| -> Vec<String> {
        parts
            .iter()
            .filter(|part| old.contains_key(*part))
            .cloned()
            .collect()
    };
    let names = |bytes: &[u8]| {
        parts(bytes)
            .into_iter()
            .map(|(name, ..)| name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        order(&names(before)),
        order(&names(after)),
        "{name}: order of parts"
    );

    let ours: Vec<String> = comments(after)
        .into_iter()
        .filter(|(_, author, _)| is_ours(author))
        .map(|(id, ..)| id)
        .collect();
    let main = "word/document.xml";
    let stripped = tree::without(&part(after, main), &ours, &AUTHORS);
    assert_eq!(
        tree::merged(&stripped),
        tree::merged(&part(before, main)),
        "{name}: the main part"
    );
    // Comments of others are there as they were.
    if let Some((_, data)) = old.get("word/comments.xml") {
        let mut left = part(after, "word/comments.xml");
        left.children.retain(|child| match child {
            tree::Node::Element(comment) => !is_ours(comment.get("author").unwrap()),
            tree::Node::Text(_) => true,
        });
        assert_eq!(left, tree::parse(data), "{name}");
    }
}

#[test]
fn nothing_but_comments_is_added() {
    let checker = checker();
    for fixture in fixtures::all() {
        for fix in [false, true] {
            let before = fixture.bytes();
            let done = annotate(&checker, "a.docx", &before, fix);
            nothing_else_changed(fixture.name, &before, &done.annotated.bytes);
        }
    }
}

#[test]
fn two_runs_give_what_one_gives() {
    let checker = checker();
    for fixture in fixtures::all() {
        for fix in [false, true] {
            let once = annotate(&checker, "a.docx", &fixture.bytes(), fix).annotated;
            let twice = annotate(&checker, "a.docx", &once.bytes, fix).annotated;
            assert!(once == twice, "{} {fix}", fixture.name);
            // What was corrected comes back when it is not asked for.
            let plain = annotate(&checker, "a.docx", &fixture.bytes(), false).annotated;
            let after = annotate(&checker, "a.docx", &once.bytes, false).annotated;
            assert_eq!(plain.text, after.text, "{}", fixture.name);
            assert_eq!(
                comments(&plain.bytes),
                comments(&after.bytes),
                "{}",
                fixture.name
            );
        }
    }
}

/// A text as random runs, with blanks, entities and empty runs among them.
fn cut_at_random() -> impl Strategy<Value = (String, String)> {
    let letter = prop_oneof![
        8 => Just("法".to_owned()),
        4 => Just("治".to_owned()),
        3 => Just(" ".to_owned()),
        2 => Just("&amp;".to_owned()),
        2 => Just("&#x5904;".to_owned()),
        2 => Just("【一处】".to_owned()),
        2 => Just("【二 处】".to_owned()),
        1 => Just("错词".to_owned()),
        1 => Just("a".to_owned()),
    ];
    let pieces = prop::collection::vec(letter, 1..40);
    let cuts = prop::collection::vec((0..200_usize, 0..4_u8), 0..12);
    (pieces, cuts).prop_map(|(pieces, cuts)| {
        let letters: Vec<String> = pieces.iter().flat_map(|piece| letters(piece)).collect();
        let whole = fixtures::p(&run(&letters.concat(), 0));
        let mut ends: Vec<(usize, u8)> = cuts
            .iter()
            .map(|(at, look)| (at % (letters.len() + 1), *look))
            .collect();
        ends.sort_unstable();
        let mut from = 0;
        let mut cut = String::new();
        for (to, look) in ends.into_iter().chain([(letters.len(), 1)]) {
            cut.push_str(&run(&letters[from..to].concat(), look));
            from = to;
        }
        (whole, fixtures::p(&cut))
    })
}

/// The characters of a piece, entities whole.
fn letters(piece: &str) -> Vec<String> {
    match piece.starts_with('&') {
        true => vec![piece.to_owned()],
        false => piece.chars().map(String::from).collect(),
    }
}

/// A run in one of several looks; the blanks in it are kept.
fn run(text: &str, look: u8) -> String {
    let props = [
        "",
        "<w:rPr><w:b/></w:rPr>",
        "<w:rPr/>",
        "<w:rPr><w:i/></w:rPr>",
    ][usize::from(look)];
    let (first, second) = text.split_at(text.char_indices().nth(2).map_or(0, |(at, _)| at));
    // Two texts in one run, where it does not cut an entity.
    match text.contains('&') || look != 3 {
        true => format!("<w:r>{props}<w:t xml:space=\"preserve\">{text}</w:t></w:r>"),
        false => format!(
            "<w:r>{props}<w:t xml:space=\"preserve\">{first}</w:t><w:t xml:space=\"preserve\">{second}\
             </w:t></w:r>"
        ),
    }
}

/// Author and words of each comment, in order.
fn anchored(done: &Done) -> Vec<(String, String)> {
    let bytes = &done.annotated.bytes;
    let ranges = Ranges::of(&part(bytes, "word/document.xml"));
    let comments = comments(bytes).into_iter();
    comments
        .map(|(id, author, _)| (author, ranges.words(&id).to_owned()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_a_text_is_cut_into_runs_its_comments_stand_on_the_same_words((whole, cut) in cut_at_random()) {
        let checker = checker();
        let zip = |body: &str| Fixture {
            name: "",
            parts: fixtures::package(body, &[]),
            elsewhere: Vec::new(),
        }.bytes();
        let one = annotate(&checker, "a.docx", &zip(&whole), false);
        let other = annotate(&checker, "a.docx", &zip(&cut), false);
        prop_assert_eq!(anchored(&one), anchored(&other));
        for (finding, (_, words)) in other.checked.outcome.findings.iter().zip(&anchored(&other)[1..]) {
            prop_assert_eq!(other.checked.document.slice(finding.span), words);
        }
        for fix in [false, true] {
            let bytes = zip(&cut);
            let once = annotate(&checker, "a.docx", &bytes, fix).annotated;
            nothing_else_changed("cut", &bytes, &once.bytes);
            let read = reader::read("a.docx", &once.bytes).unwrap();
            prop_assert_eq!(read.text(), &once.text);
            let twice = annotate(&checker, "a.docx", &once.bytes, fix).annotated;
            prop_assert!(once == twice);
        }
    }
}

/// The words of somebody's tracked changes of one kind.
fn changes(element: &Element, kind: &str, authors: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for child in element.elements() {
        let by = child
            .get("author")
            .is_some_and(|author| authors.contains(&author));
        if child.name == kind && by {
            let runs = child.elements().flat_map(Element::elements);
            let texts = runs.filter(|e| e.name == "t" || e.name == "delText");
            found.push(texts.map(Element::text).collect());
        }
        found.extend(changes(child, kind, authors));
    }
    found
}

#[test]
fn safe_fixes_are_tracked_changes_of_plain_text() {
    let checker = checker();
    // Words that can be corrected, and those that stand in plain text of a paragraph.
    let check = |fixture: &Fixture, n_wrong: usize, n_fixed: usize| {
        let name = fixture.name;
        let done = annotate(&checker, "a.docx", &fixture.bytes(), true);
        let annotated = &done.annotated;
        assert_eq!(
            (annotated.fixed, annotated.unfixed),
            (n_fixed, n_wrong - n_fixed),
            "{name}"
        );
        let body = part(&annotated.bytes, "word/document.xml");
        assert_eq!(
            changes(&body, "del", &AUTHORS).concat(),
            "错词".repeat(n_fixed),
            "{name}"
        );
        assert_eq!(
            changes(&body, "ins", &AUTHORS),
            vec!["对的词"; n_fixed],
            "{name}"
        );
        let read = reader::read("a.docx", &annotated.bytes).unwrap();
        assert_eq!(read.text(), annotated.text, "{name}");
        assert_eq!(read.text().matches("对的词").count(), n_fixed, "{name}");
        assert_eq!(
            read.text().matches("错词").count(),
            n_wrong - n_fixed,
            "{name}"
        );
        let told = comments(&annotated.bytes);
        let told = told
            .iter()
            .filter(|(_, _, lines)| lines.iter().any(|l| l.starts_with("已经用修订")));
        assert_eq!(told.count(), n_fixed, "{name}");
    };
    for fixture in fixtures::all() {
        match fixture.name {
            // In one run, and over two.
            "runs" => check(&fixture, 2, 2),
            // In a link and in plain text; not in a field, nor in what somebody inserted.
            "inline" => check(&fixture, 4, 2),
            "tables" | "commented" => check(&fixture, 1, 1),
            "prefix" | "strict" | "bare" | "marked" | "utf-16" => check(&fixture, 1, 1),
            _ => check(&fixture, 0, 0),
        }
    }
}

#[test]
fn a_comment_that_was_answered_stays_with_its_answer() {
    let checker = checker();
    let fixture = fixtures::all()
        .into_iter()
        .find(|f| f.name == "commented")
        .unwrap();
    let once = annotate(&checker, "a.docx", &fixture.bytes(), false);
    // What Word makes of it: paragraphs have numbers, and 王五 answers our first finding.
    let ours = comments(&once.annotated.bytes);
    let (id, _, lines) = ours
        .iter()
        .find(|(_, author, _)| author == "依法·法规")
        .unwrap()
        .clone();
    let words = Ranges::of(&part(&once.annotated.bytes, "word/document.xml"))
        .words(&id)
        .to_owned();
    let answer = "<w:comment w:id=\"90\" w:author=\"王五\"><w:p w14:paraId=\"44444444\"><w:r><w:t>不用改</w:t>\
                  </w:r></w:p></w:comment></w:comments>";
    let last = format!("规则编号：{}", once.checked.outcome.findings[0].rule);
    let edit = |name: &str, text: String| {
        match name {
        "word/comments.xml" => {
            let start = text.find(&format!("w:id=\"{id}\"")).unwrap();
            let at = start + text[start..].find(&last).unwrap();
            let at = text[..at].rfind("<w:p>").unwrap() + 4;
            let text = format!("{} w14:paraId=\"33333333\"{}", &text[..at], &text[at..]);
            text.replace("</w:comments>", answer)
        }
        "word/commentsExtended.xml" => text.replace(
            "</w15:commentsEx>",
            "<w15:commentEx w15:paraId=\"33333333\" w15:done=\"0\"/><w15:commentEx \
             w15:paraId=\"44444444\" w15:paraIdParent=\"33333333\" w15:done=\"0\"/></w15:commentsEx>",
        ),
        "word/document.xml" => text
            .replace(
                &format!("<w:commentRangeStart w:id=\"{id}\"/>"),
                &format!("<w:commentRangeStart w:id=\"{id}\"/><w:commentRangeStart w:id=\"90\"/>"),
            )
            .replace(
                &format!("<w:commentRangeEnd w:id=\"{id}\"/>"),
                &format!(
                    "<w:commentRangeEnd w:id=\"{id}\"/><w:commentRangeEnd w:id=\"90\"/><w:r>\
                     <w:commentReference w:id=\"90\"/></w:r>"
                ),
            ),
        _ => text,
    }
    };
    let answered = Fixture {
        name: "answered",
        parts: parts(&once.annotated.bytes)
            .into_iter()
            .map(|(name, _, data)| {
                let text = String::from_utf8(data).unwrap();
                let text = edit(&name, text).into_bytes();
                (name, text)
            })
            .collect(),
        elsewhere: Vec::new(),
    };
    let again = annotate(&checker, "a.docx", &answered.bytes(), false);
    let now = comments(&again.annotated.bytes);
    let kept: Vec<_> = now.iter().filter(|(_, _, l)| *l == lines).collect();
    assert_eq!(kept.len(), 1, "neither lost nor said twice");
    assert_eq!(kept[0].0, id);
    let ranges = Ranges::of(&part(&again.annotated.bytes, "word/document.xml"));
    assert_eq!((ranges.words(&id), ranges.words("90")), (&*words, &*words));
    assert_eq!(now.len(), ours.len() + 1);
    let extended = part(&again.annotated.bytes, "word/commentsExtended.xml");
    assert_eq!(extended.elements().count(), 4);
    // Without the answer it goes, and Word's own record of it with it.
    let mut alone = answered;
    for (name, bytes) in &mut alone.parts {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if name == "word/commentsExtended.xml" {
            *bytes = text
                .replace("w15:paraIdParent=\"33333333\"", "")
                .into_bytes();
        }
    }
    let again = annotate(&checker, "a.docx", &alone.bytes(), false);
    let extended = part(&again.annotated.bytes, "word/commentsExtended.xml");
    let left: Vec<_> = extended
        .elements()
        .filter_map(|e| e.get("paraId"))
        .collect();
    assert_eq!(left, ["11111111", "22222222", "44444444"]);
}

/// All reports written for the project, with the rules of the program.
#[test]
fn every_report_can_be_annotated_whatever_its_format() {
    let checker = common::checker();
    let mut n_new = 0;
    for path in common::made_reports() {
        let name = path.to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        for fix in [false, true] {
            let done = annotate(&checker, &name, &bytes, fix);
            if fix {
                let read = reader::read("a.docx", &done.annotated.bytes).unwrap();
                assert_eq!(read.text(), done.annotated.text, "{name}");
                continue;
            }
            anchors_are_exact(&name, &done, &[]);
            let source = &done.checked.document.source;
            let read = reader::read("a.docx", &done.annotated.bytes).unwrap();
            assert_eq!(read.text(), source.text(), "{name}");
            // The new document is read like the report it was made of.
            let again = annotate(&checker, "a.docx", &done.annotated.bytes, false);
            let told = |done: &Done| -> Vec<(String, String)> {
                let findings = done.checked.outcome.findings.iter();
                findings
                    .map(|f| (f.rule.clone(), f.message.clone()))
                    .collect()
            };
            assert_eq!(told(&done), told(&again), "{name}");
            n_new += usize::from(!name.ends_with("docx"));
        }
    }
    assert!(n_new >= 5);
}

#[test]
fn what_is_missing_is_said_where_it_should_stand() {
    let text = "临溯县人民政府关于2023年度法治政府建设情况的报告\n市政府：\n现将情况报告如下。\n\
        一、2023年推进法治政府建设的主要举措和成效\n办理行政复议案件12件。各项任务落实到位。\n\
        二、2023年党政主要负责人履行推进法治建设第一责任人职责情况\n县长主持召开常务会议四次。\n\
        三、2024年推进法治政府建设的主要安排\n加强培训。\n临溯县人民政府\n2024年1月10日\n";
    let done = annotate(&common::checker(), "a.txt", text.as_bytes(), false);
    let findings = &done.checked.outcome.findings;
    let at = findings
        .iter()
        .position(|f| f.rule.ends_with("missing-shortcomings-part"))
        .unwrap();
    let ranges = Ranges::of(&part(&done.annotated.bytes, "word/document.xml"));
    let (id, author, lines) = &comments(&done.annotated.bytes)[at + 1];
    assert_eq!(ranges.words(id), "各项任务落实到位。");
    assert_eq!(author, "依法·结构");
    assert!(
        lines.iter().any(|line| line.contains("接在这里后面写")),
        "{lines:?}"
    );
}

#[test]
fn damaged_packages_are_refused_and_never_panic() {
    let fixture = fixtures::all()
        .into_iter()
        .find(|f| f.name == "commented")
        .unwrap();
    let checker = checker();
    let whole = annotate(&checker, "a.docx", &fixture.bytes(), true);
    let bytes = &whole.annotated.bytes;
    let titles = BTreeMap::new();
    let marks = Marks {
        document: &whole.checked.document,
        outcome: &whole.checked.outcome,
        titles: &titles,
        shown: Severity::Advice,
        fix: true,
    };
    for at in (0..bytes.len()).step_by(7) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x55;
        for damaged in [&flipped[..], &bytes[..at]] {
            let _ = docx::strip(damaged);
            // The document was read from another file than the one that is written into.
            let _ = docx::annotate(damaged, &marks);
        }
    }
}
