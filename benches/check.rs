//! Speed per stage on one report of the project: reading, understanding, facts, a whole check.
#![allow(missing_docs, clippy::unwrap_used)]

use divan::Bencher;
use divan::counter::BytesCount;
use std::hint::black_box;
use std::sync::Arc;
use yifa::check::Checker;
use yifa::config::Config;
use yifa::document::Document;
use yifa::pack::Library;
use yifa::reader;

const REPORT: &[u8] = include_bytes!("../reports/linsu-2022/report.txt");
const PAGE: &[u8] = include_bytes!("../reports/yunsuo-2025/report.html");
const WORD: &[u8] = include_bytes!("../reports/wangjin-2024/report.docx");
const OLD_WORD: &[u8] = include_bytes!("../tests/samples/same/linsu-2022.doc");
const RICH: &[u8] = include_bytes!("../tests/samples/same/linsu-2022.rtf");

fn main() {
    divan::main();
}

fn document(bytes: &[u8]) -> Document {
    Document::new(reader::read("report.txt", bytes).unwrap())
}

#[divan::bench]
fn read_txt(bencher: Bencher) {
    bencher
        .counter(BytesCount::new(REPORT.len()))
        .bench(|| reader::read("report.txt", black_box(REPORT)).unwrap());
}

#[divan::bench]
fn read_html(bencher: Bencher) {
    bencher
        .counter(BytesCount::new(PAGE.len()))
        .bench(|| reader::read("report.html", black_box(PAGE)).unwrap());
}

#[divan::bench]
fn read_docx(bencher: Bencher) {
    bencher
        .counter(BytesCount::new(WORD.len()))
        .bench(|| reader::read("report.docx", black_box(WORD)).unwrap());
}

#[divan::bench]
fn read_doc(bencher: Bencher) {
    bencher
        .counter(BytesCount::new(OLD_WORD.len()))
        .bench(|| reader::read("report.doc", black_box(OLD_WORD)).unwrap());
}

#[divan::bench]
fn read_rtf(bencher: Bencher) {
    bencher
        .counter(BytesCount::new(RICH.len()))
        .bench(|| reader::read("report.rtf", black_box(RICH)).unwrap());
}

#[divan::bench]
fn understand(bencher: Bencher) {
    let source = reader::read("report.txt", REPORT).unwrap();
    bencher
        .counter(BytesCount::new(REPORT.len()))
        .bench(|| Document::new(black_box(source.clone())));
}

#[divan::bench]
fn facts(bencher: Bencher) {
    let library = Library::read(&yifa::pack::builtin());
    let document = document(REPORT);
    bencher
        .counter(BytesCount::new(REPORT.len()))
        .bench(|| yifa::facts::read(black_box(&document), &library.catalog));
}

#[divan::bench]
fn relations(bencher: Bencher) {
    let library = Library::read(&yifa::pack::builtin());
    let document = document(REPORT);
    let facts = yifa::facts::read(&document, &library.catalog);
    bencher
        .counter(BytesCount::new(REPORT.len()))
        .bench(|| yifa::relations::read(black_box(&document), &facts, library.relations()));
}

#[divan::bench]
fn load_packs() -> Library {
    Library::read(&yifa::pack::builtin())
}

#[divan::bench]
fn compile_rules(bencher: Bencher) {
    let library = Arc::new(Library::read(&yifa::pack::builtin()));
    bencher.bench(|| Checker::new(Arc::clone(&library), &Config::default()).unwrap());
}

/// Everything from bytes to verdicts, with rules compiled and warm.
#[divan::bench]
fn whole_check(bencher: Bencher) {
    let library = Arc::new(Library::read(&yifa::pack::builtin()));
    let checker = Checker::new(library, &Config::default()).unwrap();
    bencher
        .counter(BytesCount::new(REPORT.len()))
        .bench(|| checker.check(document(black_box(REPORT)), None));
}
