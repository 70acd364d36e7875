//! Facts and relations over a long text, in bytes a second, and that neither grows with the
//! square of the number of facts: four times the text takes four times as long.
#![allow(missing_docs, clippy::unwrap_used)]

use divan::Bencher;
use divan::counter::BytesCount;
use std::hint::black_box;
use yifa::document::Document;
use yifa::facts;
use yifa::pack::Library;
use yifa::reader;
use yifa::relations;
use yifa::relations::Side;

const REPORTS: [&str; 3] = [
    include_str!("../reports/linsu-2022/report.txt"),
    include_str!("../reports/yanpu-2022/report.txt"),
    include_str!("../reports/yanpu-2023/report.txt"),
];
const MEGABYTE: usize = 1 << 20;

fn main() {
    divan::main();
}

/// Reports one behind the other up to `megabytes`, every figure a little different.
fn document(megabytes: usize) -> Document {
    let mut text = String::with_capacity(megabytes * MEGABYTE);
    let mut n = 0;
    while text.len() < megabytes * MEGABYTE {
        for report in REPORTS {
            n += 1;
            text.push_str(&report.replace("件，", &format!("{}件，", n % 10)));
            text.push('\n');
        }
    }
    Document::new(reader::read("report.txt", text.as_bytes()).unwrap())
}

fn size(document: &Document) -> BytesCount {
    BytesCount::new(document.source.text().len())
}

#[divan::bench(args = [1, 4], sample_count = 10)]
fn facts(bencher: Bencher, megabytes: usize) {
    let library = Library::read(&yifa::pack::builtin());
    let document = document(megabytes);
    bencher
        .counter(size(&document))
        .bench_local(|| facts::read(black_box(&document), &library.catalog));
}

#[divan::bench(args = [1, 4], sample_count = 10)]
fn relations(bencher: Bencher, megabytes: usize) {
    let library = Library::read(&yifa::pack::builtin());
    let document = document(megabytes);
    let facts = facts::read(&document, &library.catalog);
    bencher
        .counter(size(&document))
        .bench_local(|| relations::read(black_box(&document), &facts, library.relations()));
}

/// Two reports held against each other.
#[divan::bench(args = [1, 4], sample_count = 10)]
fn years(bencher: Bencher, megabytes: usize) {
    let library = Library::read(&yifa::pack::builtin());
    let document = document(megabytes);
    let facts = facts::read(&document, &library.catalog);
    let side = |year| Side {
        document: &document,
        facts: &facts,
        year,
    };
    bencher
        .counter(size(&document))
        .bench_local(|| relations::years(black_box(side(2023)), side(2022)));
}
