//! Damaged and hostile files end with a message or a text: never a panic, a hang or a full memory.
#![cfg(feature = "pdf")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

mod common;

use common::pdf;
use common::pdf::FONT;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;
use yifa::document::Document;
use yifa::reader;
use yifa::text::Span;

fn stream(extra: &str, data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    let packed = encoder.finish().unwrap();
    let n = packed.len();
    let mut out = format!("<< /Length {n} /Filter /FlateDecode {extra} >>\nstream\n").into_bytes();
    out.extend(packed);
    out.extend(b"\nendstream");
    out
}

const NO_MEANING: &str = "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Sub /Encoding /Identity-H \
    /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sub /CIDSystemInfo \
    << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>";

/// A file with one page for each content; objects 3, 4 and 5 are font, picture and form.
fn pages(font: &str, form: &[u8], contents: &[&[u8]]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len())
        .map(|i| format!("{} 0 R", 6 + 2 * i))
        .collect();
    let n = contents.len();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] /Count {n} >>", kids.join(" ")).into_bytes(),
        font.as_bytes().to_vec(),
        stream(
            "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8",
            b"\0",
        ),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>",
            form,
        ),
    ];
    for (i, content) in contents.iter().enumerate() {
        let at = 7 + 2 * i;
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {at} 0 R /Resources \
                 << /Font << /T 3 0 R >> /XObject << /I 4 0 R /F 5 0 R >> >> >>"
            )
            .into_bytes(),
        );
        objects.push(stream("", content));
    }
    pdf::pdf(&objects, "")
}

fn show(text: &str) -> Vec<u8> {
    pdf::show(text, 16.0, [80.0, 700.0])
}

fn message(bytes: &[u8]) -> String {
    match reader::read("report.pdf", bytes) {
        Ok(source) => panic!("read: {}", source.text()),
        Err(error) => error.to_string(),
    }
}

const TEXT: &str = "临溯县人民政府关于法治政府建设情况的报告";
const PICTURE: &[u8] = b"q 595 0 0 842 0 0 cm /I Do Q";

#[test]
fn pictures_of_pages_are_said() {
    let error = message(&pages(FONT, b"", &[PICTURE, PICTURE]));
    assert!(error.contains("2 页都疑为扫描件"), "{error}");
    let mixed = pages(FONT, b"", &[&show(TEXT), PICTURE]);
    let source = reader::read("a.pdf", &mixed).unwrap();
    assert_eq!(source.text(), TEXT);
    let notices = source.notices().join("\n");
    assert!(notices.contains("第2页疑为扫描件"), "{notices}");
}

#[test]
fn recognised_text_under_a_picture_is_read() {
    let hidden = [PICTURE, b" 3 Tr ", &show(TEXT)].concat();
    let source = reader::read("a.pdf", &pages(FONT, b"", &[&hidden])).unwrap();
    assert_eq!(source.text(), TEXT);
}

#[test]
fn characters_without_meaning_are_said() {
    let error = message(&pages(NO_MEANING, b"", &[&show(TEXT)]));
    assert!(error.contains("无法识别"), "{error}");
}

#[test]
fn type_that_is_printed_twice_is_read_once() {
    let twice = [show(TEXT), b" 1 0 0 1 0.3 0 cm ".to_vec(), show(TEXT)].concat();
    let source = reader::read("a.pdf", &pages(FONT, b"", &[&twice])).unwrap();
    assert_eq!(source.text(), TEXT);
    assert!(source.blocks()[0].bold);
}

#[test]
fn a_turned_page_is_read() {
    let turned = [b"0 1 -1 0 700 0 cm ".to_vec(), show(TEXT)].concat();
    let source = reader::read("a.pdf", &pages(FONT, b"", &[&turned])).unwrap();
    assert_eq!(source.text(), TEXT);
}

#[test]
fn streams_that_blow_up_are_refused() {
    let bomb = vec![b' '; 65 << 20];
    let error = message(&pages(FONT, b"", &[&bomb]));
    assert!(error.contains("解压后超过"), "{error}");
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [] /Count 0 >>".to_vec(),
        stream("/Type /ObjStm /N 1 /First 4", &bomb),
    ];
    let error = message(&pdf::pdf(&objects, ""));
    assert!(error.contains("对象太多"), "{error}");
}

#[test]
fn a_form_that_draws_itself_ends() {
    let content = [b"/F Do ".to_vec(), show(TEXT)].concat();
    let source = reader::read("a.pdf", &pages(FONT, b"/F Do", &[&content])).unwrap();
    assert_eq!(source.text(), TEXT);
}

#[test]
fn too_many_pages_are_refused() {
    let content = show(TEXT);
    let many = vec![content.as_slice(); 2_001];
    let error = message(&pages(FONT, b"", &many));
    assert!(error.contains("超过 2000 页"), "{error}");
}

#[test]
fn too_much_of_anything_is_refused() {
    let says = |bytes: &[u8], what: &str| {
        let error = message(bytes);
        assert!(error.contains(what), "{error}");
    };
    let one = |content: &[u8]| pages(FONT, b"", &[content]);
    says(&one(&b"h ".repeat(5_000_001)), "绘图指令超过 500 万条");
    let text = "法".repeat(2_000_001);
    says(&one(&show(&text)), "文字超过 200 万字");
    let blank = vec![b' '; 60 << 20];
    says(&pages(FONT, b"", &[blank.as_slice(); 5]), "解压后超过");

    let many = "0000000009 00000 n \n".repeat(500_001);
    let many = format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n\
         << /Type /Pages /Kids [] /Count 0 >>\nendobj\nxref\n0 3\n0000000000 65535 f \n\
         0000000009 00000 n \n0000000058 00000 n \n3 500001\n{}trailer\n\
         << /Size 500004 /Root 1 0 R >>\nstartxref\n110\n%%EOF\n",
        many
    );
    let start = many.find("xref").unwrap();
    let many = many.replace("startxref\n110", &format!("startxref\n{start}"));
    says(many.as_bytes(), "对象超过 50 万个");

    let catalogue = || b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
    let tree = || b"<< /Type /Pages /Kids [] /Count 0 >>".to_vec();
    let references = stream("/Type /XRef /W [1 4 2] /Size 9", &vec![0; 5 << 20]);
    says(
        &pdf::pdf(&[catalogue(), tree(), references], ""),
        "对象太多",
    );
    let packed = [
        &b"<< /Type /ObjStm /N 1 /First 4 /Length 300000 >>\nstream\n"[..],
        &vec![b'x'; 300_000],
        b"\nendstream",
    ];
    let locked = pdf::pdf(
        &[catalogue(), tree(), packed.concat()],
        "/Encrypt << /Filter /Standard >>",
    );
    says(&locked, "对象太多");
}

/// What is packed too often is left out; the page is read.
#[test]
fn a_stream_of_many_filters_is_empty() {
    let filters = "/AHx ".repeat(5);
    let often = format!("<< /Length 2 /Filter [{filters}] >>\nstream\n41\nendstream");
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>".to_vec(),
        FONT.as_bytes().to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [5 0 R 6 0 R] \
          /Resources << /Font << /T 3 0 R >> >> >>"
            .to_vec(),
    ];
    objects.push(often.into_bytes());
    objects.push(stream("", &show(TEXT)));
    let source = reader::read("a.pdf", &pdf::pdf(&objects, "")).unwrap();
    assert_eq!(source.text(), TEXT);
}

#[test]
fn a_huge_file_is_refused() {
    for name in [
        "a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.ofd", "a.doc",
    ] {
        let error = reader::read(name, &vec![b'a'; reader::MAX_FILE_BYTES + 1]).unwrap_err();
        assert!(error.to_string().contains("64 MB"), "{name}: {error}");
    }
}

/// An OFD package with one page.
fn ofd(document: &str, page: &str) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        (
            "OFD.xml",
            "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>",
        ),
        ("D/Document.xml", document),
        ("D/Page.xml", page),
    ] {
        package.start_file(name, options).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

#[test]
fn too_much_of_anything_is_refused_in_ofd_packages() {
    let listed = |n: usize| {
        let pages = "<Page ID=\"1\" BaseLoc=\"Page.xml\"/>".repeat(n);
        format!("<Document><Pages>{pages}</Pages></Document>")
    };
    let page = |text: &str| {
        format!(
            "<Page><Content><Layer><TextObject Boundary=\"9 9 90 9\" Size=\"5\"><TextCode \
             X=\"0\" Y=\"4\">{text}</TextCode></TextObject></Layer></Content></Page>"
        )
    };
    let says = |bytes: &[u8], what: &str| {
        let error = reader::read("a.ofd", bytes).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    };
    let plain = ofd(&listed(1), &page("甲"));
    assert_eq!(reader::read("a.ofd", &plain).unwrap().text(), "甲");
    says(&ofd(&listed(2_001), &page("甲")), "超过 2000 页");
    let text = "法".repeat(2_000_001);
    says(&ofd(&listed(1), &page(&text)), "文字超过 200 万字");
    let many = format!("<Page>{}</Page>", "<A/>".repeat(1_000_001));
    says(&ofd(&listed(1), &many), "内容太多");
    let deep = format!("{}{}", "<A>".repeat(300), "</A>".repeat(300));
    says(&ofd(&listed(1), &deep), "嵌套太深");
}

fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 16).unwrap()
}

/// Truncates, flips, cuts out, zeroes or splices.
fn damage(bytes: &[u8], kind: usize, state: &mut u64) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let at = next(state) % out.len();
    let end = (at + next(state) % 2_000).min(out.len());
    match kind % 5 {
        0 => out.truncate(at),
        1 => {
            for _ in 0..=next(state) % 30 {
                let at = next(state) % out.len();
                out[at] ^= 1 << (next(state) % 8);
            }
        }
        2 => drop(out.drain(at..end)),
        3 => out[at..end].fill(0),
        _ => {
            let from = next(state) % bytes.len();
            let piece = bytes[from..(from + 800).min(bytes.len())].to_vec();
            out.splice(at..end, piece);
        }
    }
    out
}

/// How many damaged copies of each sample are read. `MUTANTS=400` makes the long run.
fn n_mutants() -> usize {
    let told = std::env::var("MUTANTS").ok();
    told.and_then(|n| n.parse().ok()).unwrap_or(10)
}

/// The most memory this process had, in MB, where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes >> 10)
}

/// The samples of all formats.
fn samples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let folders = ["same", "encodings"].map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let entries = folders.into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn damaged_copies_give_a_message_or_a_text() {
    let mut state = 0x9E37_79B9_7F4A_7C15;
    // By format: how many were read, how many refused, and the slowest.
    let mut counts: BTreeMap<String, (usize, usize, Duration)> = BTreeMap::new();
    for path in samples() {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let format = path.extension().unwrap().to_string_lossy().into_owned();
        for kind in 0..n_mutants() {
            let mutant = damage(&bytes, kind, &mut state);
            let start = Instant::now();
            let read = reader::read(&name, &mutant).map(Document::new);
            let (n_read, n_refused, slowest) = counts.entry(format.clone()).or_default();
            *slowest = start.elapsed().max(*slowest);
            match read {
                Ok(document) => {
                    *n_read += 1;
                    let whole = Span::new(0, document.source.text().len());
                    let _ = (document.source.areas(whole), document.source.locate(whole));
                }
                Err(error) => {
                    *n_refused += 1;
                    assert!(!error.to_string().is_empty());
                }
            }
        }
    }
    for (format, (n_read, n_refused, slowest)) in &counts {
        println!("{format:5} {n_read} read, {n_refused} refused, slowest {slowest:?}");
    }
    println!("peak {:?} MB", peak());
    assert!(counts.len() >= 7, "all formats");
    let n: usize = counts
        .values()
        .map(|(n_read, n_refused, _)| n_read + n_refused)
        .sum();
    assert!(n > 500, "{n}");
}
