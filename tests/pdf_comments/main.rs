//! Comments in PDF files: on exactly their words, appended, and nothing else is touched.
#![cfg(feature = "pdf")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod made;
mod viewers;

#[path = "../common/mod.rs"]
mod common;

use hayro_syntax::Pdf;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Stream;
use hayro_syntax::object::String as Text;
use made::Annots;
use made::Build;
use made::PLAIN;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::config::Config;
use yifa::document::Document;
use yifa::finding::Severity;
use yifa::pack::Library;
use yifa::pack::Tree;
use yifa::reader;
use yifa::render::pdf;
use yifa::render::pdf::Annotated;
use yifa::render::pdf::Marks;
use yifa::text::Span;

/// A checker of one rule: it reports what stands in 【】, and that 依据 is missing behind the
/// first section.
fn checker() -> Checker {
    let toml = "title = \"标记\"\nseverity = \"warning\"\ncategory = \"citation\"\nchecks = \"fully\"\n\
        advice = \"改掉\"\n[patterns.mark]\nregex = \"【[^【】]*】\"\nraw = true\n\
        [[basis]]\ndocument = \"测试规定\"\nitem = \"第一条\"\nseen = true\n";
    let script = "fn check(doc, param) {\n    for hit in doc.matches(\"mark\") {\n        \
        finding(hit.place, `“${hit.place.brief}”有标记`);\n    }\n    \
        finding(doc.start, \"缺少依据\").gap(doc.gap(\"next-year\"));\n}";
    let mut tree: Tree = BTreeMap::new();
    tree.insert(
        "t/pack.toml".into(),
        "title = \"甲\"\nsource = \"乙\"\n".into(),
    );
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

fn check(checker: &Checker, bytes: &[u8]) -> Checked {
    checker.check(Document::new(reader::read("a.pdf", bytes).unwrap()), None)
}

fn written(checker: &Checker, checked: &Checked, bytes: &[u8]) -> Result<Annotated, String> {
    let rules = checker.library().rules();
    let titles = rules
        .map(|rule| (rule.id.clone(), rule.title.clone()))
        .collect();
    let marks = Marks {
        document: &checked.document,
        outcome: &checked.outcome,
        titles: &titles,
        shown: Severity::Advice,
        fix: false,
    };
    pdf::annotate(bytes, &marks).map_err(|refused| refused.to_string())
}

/// What the program does: cut off what was put in before, check, write.
fn annotate(checker: &Checker, bytes: &[u8]) -> Done {
    let bytes = pdf::strip(bytes).unwrap_or(bytes);
    let checked = check(checker, bytes);
    let annotated = written(checker, &checked, bytes).unwrap();
    Done { checked, annotated }
}

/// An annotation as a viewer reads it.
#[derive(Debug)]
struct Seen {
    page: usize,
    kind: String,
    name: String,
    author: String,
    contents: String,
    quads: Vec<[f32; 8]>,
    rect: [f32; 4],
}

/// A text string.
fn decoded(dict: &Dict<'_>, key: &str) -> String {
    let Some(text) = dict.get::<Text<'_>>(key) else {
        return String::new();
    };
    match text.as_bytes().strip_prefix(b"\xFE\xFF") {
        Some(wide) => encoding_rs::UTF_16BE.decode(wide).0.into_owned(),
        None => String::from_utf8_lossy(text.as_bytes()).into_owned(),
    }
}

fn numbers<const N: usize>(list: &[f32]) -> [f32; N] {
    list.try_into().unwrap()
}

fn annotations(bytes: &[u8]) -> Vec<Seen> {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let mut all = Vec::new();
    for (page, dict) in (1..).zip(pdf.pages().iter().map(|page| page.raw())) {
        let list = dict.get::<Array<'_>>("Annots");
        for annot in list.iter().flat_map(|list| list.iter::<Dict<'_>>()) {
            let list = |key: &str| -> Vec<f32> {
                let list = annot.get::<Array<'_>>(key);
                list.iter().flat_map(|list| list.iter::<f32>()).collect()
            };
            let kind = annot
                .get::<Name<'_>>("Subtype")
                .unwrap()
                .as_str()
                .to_owned();
            let name = decoded(&annot, "NM");
            if name.starts_with("yifa-") && kind != "Popup" {
                let look = annot.get::<Dict<'_>>("AP").unwrap();
                assert!(look.get::<Stream<'_>>("N").is_some(), "{name} can be seen");
                let popup = annot.get::<Dict<'_>>("Popup").unwrap();
                let parent = popup.get_ref("Parent").unwrap();
                let parent: Dict<'_> = pdf.xref().get(parent.into()).unwrap();
                assert_eq!(decoded(&parent, "NM"), name);
            }
            all.push(Seen {
                page,
                kind,
                name,
                author: decoded(&annot, "T"),
                contents: decoded(&annot, "Contents"),
                quads: list("QuadPoints").chunks(8).map(numbers).collect(),
                rect: numbers(&list("Rect")),
            });
        }
    }
    all
}

/// The words under the quads of an annotation.
fn under(document: &Document, seen: &Seen) -> String {
    let text = document.source.text();
    let mut words = String::new();
    for quad in &seen.quads {
        let [xs, ys] = [0, 1].map(|first| quad.iter().skip(first).step_by(2).copied());
        let bounds = |list: Vec<f32>| {
            let low = list.iter().copied().fold(f32::MAX, f32::min);
            (low, list.iter().copied().fold(f32::MIN, f32::max))
        };
        let ((left, right), (bottom, top)) = (bounds(xs.collect()), bounds(ys.collect()));
        for (at, c) in text.char_indices() {
            let areas = document.source.areas(Span::new(at, at + c.len_utf8()));
            let Some(area) = areas.first() else { continue };
            let [l, b, r, t] = area.edges;
            let (x, y) = (f32::midpoint(l, r), f32::midpoint(b, t));
            let on_page = usize::try_from(area.page).unwrap() == seen.page;
            if on_page && left < x && x < right && bottom < y && y < top {
                words.push(c);
            }
        }
    }
    words
}

/// What the marks of ours stand on, with several pages of one finding put together.
fn marked(document: &Document, seen: &[Seen]) -> Vec<String> {
    let mut marked: Vec<(String, String)> = Vec::new();
    for seen in seen.iter().filter(|seen| seen.kind == "Highlight") {
        let name = seen
            .name
            .rsplit_once("-2")
            .map_or(seen.name.as_str(), |(name, _)| name);
        let words = under(document, seen);
        match marked.iter_mut().find(|(known, _)| known == name) {
            Some((_, before)) => before.push_str(&words),
            None => marked.push((name.to_owned(), words)),
        }
    }
    marked.into_iter().map(|(_, words)| words).collect()
}

fn builds() -> Vec<Build> {
    let mut builds = Vec::new();
    for streams in [false, true] {
        for annots in [Annots::Missing, Annots::Direct, Annots::Indirect] {
            builds.push(Build {
                streams,
                annots,
                ..PLAIN
            });
        }
        for rotate in [0, 90, 180, 270] {
            let crop = [33.0, -21.0];
            builds.push(Build {
                streams,
                rotate,
                crop,
                ..PLAIN
            });
        }
    }
    builds
}

#[test]
fn every_build_of_a_file_is_marked_on_the_words() {
    let checker = checker();
    for build in builds() {
        let bytes = made::report(build);
        let done = annotate(&checker, &bytes);
        let out = &done.annotated.bytes;
        assert!(
            out.starts_with(&bytes),
            "{build:?}: the file stays as it is"
        );
        let seen = annotations(out);
        let document = &done.checked.document;
        assert_eq!(
            marked(document, &seen),
            ["【甲】", "【乙丙丁戊己庚辛壬癸子丑寅卯】", "【未完待续】"],
            "{build:?}"
        );
        let over_lines = seen.iter().filter(|seen| seen.contents.contains("乙丙丁"));
        assert_eq!(over_lines.map(|seen| seen.quads.len()).sum::<usize>(), 2);
        assert_eq!(done.annotated.comments, 4, "{build:?}");
        let ours = |kind: &str| {
            let ours = seen.iter().filter(|seen| seen.name.starts_with("yifa-"));
            ours.filter(|seen| seen.kind == kind).count()
        };
        assert_eq!((ours("Highlight"), ours("Text")), (4, 2), "{build:?}");
        assert_eq!(ours("Popup"), 6, "each has its window");
        let foreign = seen.iter().filter(|seen| seen.name == "mine").count();
        let wanted = match build.annots {
            Annots::Missing => 0,
            Annots::Direct => 4,
            Annots::Indirect => 2,
        };
        assert_eq!(foreign, wanted, "{build:?}");
        // The same text is read, and the same is made again: of the file and of the result.
        let again = check(&checker, out);
        assert_eq!(again.document.source.text(), document.source.text());
        assert_eq!(&annotate(&checker, &bytes).annotated.bytes, out);
        assert_eq!(&annotate(&checker, out).annotated.bytes, out);
    }
}

#[test]
fn a_comment_says_what_a_person_needs() {
    let done = annotate(&checker(), &made::report(PLAIN));
    let seen = annotations(&done.annotated.bytes);
    let find = |words: &str| {
        seen.iter()
            .find(|seen| seen.contents.contains(words))
            .unwrap()
    };
    let mark = find("“【甲】”有标记");
    assert_eq!(mark.author, "依法·法规");
    for line in [
        "【警告】",
        "依据：《测试规定》第一条",
        "怎么改：改掉",
        "规则编号：t/mark",
    ] {
        assert!(mark.contents.contains(line), "{}", mark.contents);
    }
    let next = find("（接第1页）");
    assert_eq!((next.page, next.kind.as_str()), (2, "Highlight"));
    let summary = find("【检查汇总】");
    assert_eq!(
        (summary.author.as_str(), summary.kind.as_str()),
        ("依法·汇总", "Text")
    );
    assert!(
        summary.rect[3] > 740.0 && summary.rect[2] < 100.0,
        "{summary:?}"
    );
    // Behind the last part: its last line is the third one of the second page.
    let missing = find("缺少依据");
    assert_eq!((missing.page, missing.kind.as_str()), (2, "Text"));
    let line = 842.0 - 80.0 - 2.0 * 28.0;
    assert!((missing.rect[1] - line).abs() < 10.0, "{missing:?}");
    assert!(
        missing.contents.contains("可以接在这里后面写"),
        "{missing:?}"
    );
}

/// A viewer that appends after us: our part is not the last one any more.
fn appended(bytes: &[u8], objects: &[(usize, String)]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let at = text.rfind("startxref").unwrap();
    let prev: usize = text[at + 9..]
        .split_whitespace()
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let mut out = bytes.to_vec();
    let mut table = String::from("xref\n");
    for (number, body) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        out.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let start = out.len();
    let size = objects
        .iter()
        .map(|(number, _)| number + 1)
        .max()
        .unwrap()
        .max(60);
    table.push_str(&format!(
        "trailer\n<< /Size {size} /Root 1 0 R /Prev {prev} >>\nstartxref\n{start}\n%%EOF\n"
    ));
    out.extend(table.bytes());
    out
}

#[test]
fn what_others_wrote_since_stays() {
    let checker = checker();
    let first = annotate(&checker, &made::report(PLAIN)).annotated.bytes;
    let pdf = Pdf::new(first.clone()).unwrap();
    let page = pdf.pages()[0].raw();
    let list = page.get::<Array<'_>>("Annots").unwrap();
    let answered = list
        .raw_iter()
        .filter_map(|item| item.as_obj_ref())
        .find(|reference| {
            let dict: Dict<'_> = pdf.xref().get((*reference).into()).unwrap();
            decoded(&dict, "Contents").contains("【甲】")
        })
        .unwrap();
    // Somebody answers one of ours; the viewer writes the page with one more annotation.
    let number = answered.obj_number;
    let answer = format!(
        "<< /Type /Annot /Subtype /Text /Rect [1 1 9 9] /NM (answer) /IRT {number} 0 R /Contents (No) >>"
    );
    let dict = String::from_utf8_lossy(page.data()).replace("/Annots[", "/Annots[50 0 R ");
    let since = appended(&first, &[(5, dict), (50, answer)]);
    assert_eq!(pdf::strip(&since), None, "it would cut off the answer");

    let done = annotate(&checker, &since);
    assert!(done.annotated.bytes.starts_with(&since));
    let seen = annotations(&done.annotated.bytes);
    let n = |name: &str| seen.iter().filter(|seen| seen.name == name).count();
    assert_eq!(n("answer"), 1);
    let mut names: Vec<&str> = seen.iter().map(|seen| seen.name.as_str()).collect();
    let n_names = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), n_names, "nothing is there twice");
    assert_eq!(n_names, annotations(&first).len() + 1);
    // The one that was answered is the one that was there before.
    let pdf = Pdf::new(done.annotated.bytes.clone()).unwrap();
    let list = pdf.pages()[0].raw().get::<Array<'_>>("Annots").unwrap();
    assert!(
        list.raw_iter()
            .any(|item| item.as_obj_ref() == Some(answered))
    );
    assert_eq!(
        annotate(&checker, &done.annotated.bytes).annotated,
        done.annotated
    );
}

#[test]
fn files_that_cannot_take_comments_say_so() {
    let checker = checker();
    let plain = made::report(PLAIN);
    let checked = check(&checker, &plain);
    let refused = |bytes: &[u8]| written(&checker, &checked, bytes).unwrap_err();
    // Encryption that needs no password: it is read, but cannot be written into.
    let encrypted = made::report(Build {
        trailer: "/Encrypt << /Filter /Standard >>",
        ..PLAIN
    });
    assert!(
        refused(&encrypted).contains("加密"),
        "{}",
        refused(&encrypted)
    );
    let cut = &plain[..plain.len() - 30];
    assert!(refused(cut).contains("已损坏"), "{}", refused(cut));
    assert!(refused(b"").contains("已损坏"));
}

#[test]
fn a_signature_is_told() {
    let signed = made::report(Build {
        trailer: "/Made << /ByteRange [0 10 20 30] >>",
        ..PLAIN
    });
    let done = annotate(&checker(), &signed);
    assert!(
        done.annotated.bytes.starts_with(&signed),
        "what is signed stays as it is"
    );
    let notices = done.annotated.notices.join("\n");
    assert!(notices.contains("签名"), "{notices}");
    let plain = annotate(&checker(), &made::report(PLAIN));
    assert_eq!(plain.annotated.notices, [""; 0]);
}

/// The samples: files of real programs, checked by all rules.
fn samples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut files: Vec<PathBuf> = ["same", "encodings"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .collect();
    files.sort();
    assert!(files.len() >= 15);
    files
}

#[test]
fn the_samples_are_marked_on_the_words() {
    let checker = common::checker();
    let mut n_marked = 0;
    for path in samples() {
        let bytes = fs::read(&path).unwrap();
        let done = annotate(&checker, &bytes);
        let document = &done.checked.document;
        assert!(done.annotated.bytes.starts_with(&bytes));
        let findings = &done.checked.outcome.findings;
        let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        let quotes: Vec<String> = findings
            .iter()
            .filter(|finding| finding.gap.is_none() && !finding.span.is_empty())
            .map(|finding| bare(document.slice(finding.span)))
            .collect();
        let mut found: Vec<String> = marked(document, &annotations(&done.annotated.bytes))
            .iter()
            .map(|words| bare(words))
            .collect();
        let mut wanted = quotes.clone();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{}", path.display());
        assert_eq!(done.annotated.comments, findings.len());
        n_marked += found.len();
    }
    assert!(n_marked > 10, "{n_marked}");
}

#[test]
fn damaged_files_are_written_or_refused() {
    let checker = checker();
    let bytes = made::report(Build {
        streams: true,
        annots: Annots::Direct,
        ..PLAIN
    });
    let checked = check(&checker, &bytes);
    let mut state = 7_usize;
    for _ in 0..100 {
        let mut damaged = bytes.clone();
        for _ in 0..3 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = (state >> 20) % damaged.len();
            damaged[at] ^= 1 << (state >> 61);
        }
        let _ = pdf::strip(&damaged);
        // The place of a word may be gone, with the page it stood on.
        let _ = written(&checker, &checked, &damaged);
    }
}
