//! What is recognised in reports of every shape: title, issuer, year, parts, outline, genre.
//!
//! The cases are fictional openings and skeletons in `tests/recognition/*.txt`; see the README
//! there for how they are written.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

use std::path::Path;
use yifa::document::Document;
use yifa::document::Genre;
use yifa::document::Part;
use yifa::document::PartForm;
use yifa::document::PartKind;

/// One report with what must be recognised in it.
struct Case {
    name: String,
    wants: Vec<String>,
    text: String,
}

#[test]
fn every_shape_is_recognised() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recognition");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = Vec::new();
    for file in files {
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        let cases = cases(&std::fs::read_to_string(&file).unwrap());
        let n = cases.len();
        let before = wrong.len();
        for case in cases {
            let faults = judge(&case);
            if !faults.is_empty() {
                wrong.push(format!(
                    "{stem}: {}\n    {}",
                    case.name,
                    faults.join("\n    ")
                ));
            }
        }
        eprintln!("{stem}: {} of {n} right", n - (wrong.len() - before));
    }
    assert!(
        wrong.is_empty(),
        "{} cases wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Splits a file at its `@@ name` lines; `! key value` lines come before `---`, then the text.
fn cases(file: &str) -> Vec<Case> {
    file.split("@@ ")
        .skip(1)
        .map(|block| {
            let (head, text) = block.split_once("\n---\n").expect(block);
            let mut lines = head.lines();
            Case {
                name: lines.next().unwrap().to_owned(),
                wants: lines
                    .map(|line| line.strip_prefix("! ").expect(line).trim_end().to_owned())
                    .collect(),
                text: text.to_owned(),
            }
        })
        .collect()
}

fn judge(case: &Case) -> Vec<String> {
    let format = case
        .wants
        .iter()
        .find_map(|want| want.strip_prefix("format "));
    let name = format!("report.{}", format.unwrap_or("txt"));
    let source = yifa::reader::read(&name, case.text.as_bytes()).expect(&case.name);
    let document = Document::new(source);
    let mut faults: Vec<String> = case
        .wants
        .iter()
        .filter_map(|want| {
            let (key, value) = want.split_once(' ').unwrap_or((want, ""));
            let got = fact(&document, key, value);
            (got != value).then(|| format!("{key}: want {value:?}, got {got:?}"))
        })
        .collect();
    if document.genre != Genre::Report && !case.wants.iter().any(|want| want.starts_with("genre "))
    {
        faults.push(format!("genre: {:?}", document.genre));
    }
    faults
}

/// What was recognised, written as the value of `key` is written; `want` where it fits.
fn fact(document: &Document, key: &str, want: &str) -> String {
    match key {
        "format" => want.to_owned(),
        "title" => document.title().unwrap_or_default(),
        "issuer" => document
            .head
            .issuer
            .as_ref()
            .map_or(String::new(), |words| words.text.replace('\n', "")),
        "year" => document.year.map_or(String::new(), |year| year.to_string()),
        "kind" => format!(
            "{} {}",
            document.head.issuer_kind.name(),
            document.head.issuer_level.name()
        ),
        "outline" => document
            .sections
            .iter()
            .map(|s| s.level.to_string())
            .collect(),
        "genre" => match &document.genre {
            Genre::Report => "report".to_owned(),
            Genre::Other(name) => name.clone(),
            Genre::Unrelated => "unrelated".to_owned(),
        },
        "no" => {
            let found = best(document, kind(want));
            found.map_or(want.to_owned(), |part| shown(document, part))
        }
        "in" => {
            let (_, words) = want.split_once(' ').expect(want);
            let at = document.source.text().find(words).expect(words);
            let part = document.part_at(u32::try_from(at).unwrap());
            format!(
                "{} {words}",
                part.map_or("none", |part| letter_of(part.kind))
            )
        }
        "M" | "Q" | "P" | "N" => match best(document, kind(key)) {
            None => "no".to_owned(),
            Some(part) => {
                let got = shown(document, part);
                let fits = want.split_once(' ').is_some_and(|(form, start)| {
                    form == part.form.name()
                        && document
                            .slice(part.heading)
                            .replace(' ', "")
                            .starts_with(start)
                });
                if fits { want.to_owned() } else { got }
            }
        },
        _ => panic!("unknown key {key}"),
    }
}

fn shown(document: &Document, part: &Part) -> String {
    format!("{} {}", part.form.name(), document.slice(part.heading))
}

/// The most formal place of a part; the first of them.
fn best(document: &Document, kind: PartKind) -> Option<&Part> {
    let parts = document.parts.iter().filter(|part| part.kind == kind);
    parts.min_by_key(|part| match part.form {
        PartForm::Section => 0,
        PartForm::Subsection => 1,
        PartForm::Sentence => 2,
    })
}

fn kind(letter: &str) -> PartKind {
    match letter {
        "M" => PartKind::Measures,
        "Q" => PartKind::Shortcomings,
        "P" => PartKind::FirstResponsible,
        "N" => PartKind::NextYear,
        _ => panic!("unknown part {letter}"),
    }
}

fn letter_of(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Measures => "M",
        PartKind::Shortcomings => "Q",
        PartKind::FirstResponsible => "P",
        PartKind::NextYear => "N",
    }
}
