//! One report in all formats and encodings: `tests/samples/make.py` made the files from reports of
//! the project, so what a reader must find is known to the letter.
#![cfg(all(feature = "pdf", feature = "doc"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

mod common;

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use yifa::reader;
use yifa::text::BlockKind;
use yifa::text::SourceText;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

fn read(path: &Path) -> SourceText {
    let bytes = fs::read(path).unwrap();
    reader::read(&path.to_string_lossy(), &bytes)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn visible(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The files of a folder with one of the extensions, sorted.
fn files(below: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder().join(below)).unwrap();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    found.sort();
    found
}

/// How many characters must be changed to make one text of the other. Only what lies near the
/// diagonal is looked at: more than 200 errors are 200 errors.
fn distance(a: &[char], b: &[char]) -> usize {
    const BAND: usize = 200;
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let from = i.saturating_sub(BAND);
        let to = (i + BAND).min(b.len());
        let mut corner = row[from];
        row[from] = if from == 0 { i + 1 } else { usize::MAX / 2 };
        for j in from..to {
            let best = (corner + usize::from(*x != b[j]))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = best;
        }
    }
    row[b.len()].min(BAND)
}

/// The seven ways in which Chinese text is written in PDF files.
#[test]
fn every_encoding_is_read_to_the_letter() {
    let source = visible(&fs::read_to_string(folder().join("same/linsu-2022.txt")).unwrap());
    let found = files("encodings", "pdf");
    assert_eq!(found.len(), 7);
    for path in found {
        let text = visible(read(&path).text());
        let errors = distance(&source, &text);
        let rate = errors as f64 * 100.0 / source.len() as f64;
        let name = path.file_stem().unwrap().to_string_lossy();
        println!(
            "{name:20} {errors} of {} characters wrong: {rate:.2} %",
            source.len()
        );
        assert!(rate <= 0.1, "{name}: {rate:.2} %");
    }
}

/// The folder and name of each report that stands in `same/`.
fn reports() -> Vec<(String, PathBuf)> {
    let named = |path: &PathBuf| path.parent()?.file_name()?.to_str().map(str::to_owned);
    let all = common::made_reports().into_iter();
    let all = all.filter_map(|path| Some((named(&path)?, path)));
    all.filter(|(name, _)| folder().join(format!("same/{name}.txt")).exists())
        .collect()
}

/// A reading text as a text file: notes and what is blank, which it cannot say, left out.
fn as_text(source: &SourceText) -> String {
    let blocks = source.blocks().iter();
    let lines: Vec<&str> = blocks
        .filter(|block| block.kind != BlockKind::Footnote)
        .map(|block| source.slice(block.span))
        .collect();
    lines.join("\n") + "\n"
}

/// The texts that the other formats were made from are those of the reports.
#[test]
fn the_sources_are_the_reports() {
    let reports = reports();
    assert!(reports.len() >= 6);
    for (name, report) in reports {
        let path = folder().join(format!("same/{name}.txt"));
        let text = as_text(&read(&report));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let recorded = fs::read_to_string(&path).unwrap();
        assert_eq!(
            recorded, text,
            "{name}: UPDATE=1, then tests/samples/make.py same"
        );
    }
}

const FORMATS: &[&str] = &["md", "html", "docx", "pdf", "ofd", "doc", "rtf"];

/// The same outline, parts, facts and findings, whatever the format.
#[test]
fn a_report_is_understood_alike_in_every_format() {
    let checker = common::checker();
    let mut table = String::new();
    let mut wrong = Vec::new();
    for (name, _) in reports() {
        let understood = |format: &str| {
            let path = folder().join(format!("same/{name}.{format}"));
            let bytes = fs::read(&path).unwrap();
            let text = common::understood(&checker, &path.to_string_lossy(), &bytes);
            // A blank at the end of a line is gone once the line is printed.
            let lines = text
                .lines()
                .map(|line| visible(line).into_iter().collect::<String>());
            lines.collect::<Vec<_>>().join("\n")
        };
        let expected = understood("txt");
        assert!(expected.matches("Section").count() >= 2, "{expected}");
        table.push_str(&format!("{name:16}"));
        for format in FORMATS {
            let found = understood(format);
            let equal = found == expected;
            table.push_str(&format!(
                " {format} {:5}",
                if equal { "=" } else { "differs" }
            ));
            if !equal {
                let text =
                    |format: &str| as_text(&read(&folder().join(format!("same/{name}.{format}"))));
                wrong.push(format!(
                    "{name}.{format}\n{}{}",
                    difference(&expected, &found),
                    difference(&text("txt"), &text(format))
                ));
            }
        }
        table.push('\n');
    }
    println!("{table}");
    assert!(wrong.is_empty(), "{table}\n{}", wrong.join("\n"));
}

/// A reading text with what the reader says of each block, and what it kept apart.
fn told(source: &SourceText) -> String {
    let blocks = source.blocks().iter().map(|block| {
        let text = source.slice(block.span);
        format!("{:?} {} {text}\n", block.kind, block.centred)
    });
    let apart = source.furniture().iter();
    let apart = apart.map(|f| format!("{} {}\n", f.label, f.value));
    blocks.chain(apart).collect()
}

/// Numbers, merged cells, notes, boxes, headers, fields, changes: the old formats give what the
/// new one gives. LibreOffice made them from it.
#[test]
fn old_word_formats_are_read_as_the_new_one() {
    let rich = |format: &str| told(&read(&folder().join(format!("word/rich.{format}"))));
    let expected = rich("docx");
    for part in [
        "一、主要举措和成效",
        "（二）规范执法",
        "2. 开展案卷评查",
        "合并两格\t\t98%",
        "内一 内二\t第一段 第二段\t",
        "文本框里的话",
        "页眉 临溯县人民政府",
        "Footnote false 含规范性文件三件。",
    ] {
        assert!(expected.contains(part), "{part}\n{expected}");
    }
    for gone in ["删去的话", "藏起来的话", "HYPERLINK"] {
        assert!(!expected.contains(gone), "{gone}");
    }
    // LibreOffice leaves text boxes out of the RTF files that it writes.
    let box_line = "Paragraph false 文本框里的话。\n";
    assert!(expected.contains(box_line), "{expected}");
    for (format, expected) in [
        ("doc", expected.clone()),
        ("rtf", expected.replace(box_line, "")),
    ] {
        let found = rich(format);
        assert!(
            found == expected,
            "{format}\n{}",
            difference(&expected, &found)
        );
    }
}

/// The lines that only one of two texts has.
fn difference(a: &str, b: &str) -> String {
    let only = |a: &str, b: &str, mark: char| -> String {
        let b: Vec<&str> = b.lines().collect();
        let lines = a.lines().filter(|line| !b.contains(line));
        lines.map(|line| format!("{mark} {line}\n")).collect()
    };
    format!("{}{}", only(a, b, '-'), only(b, a, '+'))
}
