//! Reports of two pages as PDF files of every build.

use crate::common::pdf;

/// How the pages list their annotations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Annots {
    Missing,
    Direct,
    Indirect,
}

/// How a file is built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Build {
    /// With streams that list the objects, and pages packed into an object stream.
    pub(crate) streams: bool,
    pub(crate) annots: Annots,
    /// Degrees clockwise.
    pub(crate) rotate: usize,
    /// What of the sheet is seen starts here.
    pub(crate) crop: [f32; 2],
    pub(crate) trailer: &'static str,
}

pub(crate) const PLAIN: Build = Build {
    streams: false,
    annots: Annots::Missing,
    rotate: 0,
    crop: [0.0, 0.0],
    trailer: "",
};

/// What the pages say, line by line; the second mark goes on over a line, the third over a page.
pub(crate) const PAGES: [&[&str]; 2] = [
    &[
        "　　临溯县2023年度法治政府建设报告",
        "一、主要举措和成效",
        "　　全年办理【甲】行政复议案件十二件，落实【乙丙丁戊己庚辛壬癸",
        "子丑寅卯】全部规定，开展各类法治培训共计三十六场次，覆盖各乡镇",
        "和部门，群众对法治建设的满意度进一步提高，行政执法队伍【未完待",
    ],
    &[
        "续】得到加强，全县行政执法人员持证上岗，执法行为更加规范有序。",
        "二、存在的不足",
        "　　执法力量不足，原因是编制偏紧。",
    ],
];

const SIZE: [f32; 2] = [595.0, 842.0];

/// Turns what is drawn so that it is upright once the page is turned.
fn turned(build: Build) -> String {
    let [left, low] = build.crop;
    let [width, height] = SIZE;
    match build.rotate {
        90 => format!("0 1 -1 0 {} {low} cm\n", left + width),
        180 => format!("-1 0 0 -1 {} {} cm\n", left + width, low + height),
        270 => format!("0 -1 1 0 {left} {} cm\n", low + height),
        _ => format!("1 0 0 1 {left} {low} cm\n"),
    }
}

fn content(build: Build, lines: &[&str]) -> Vec<u8> {
    let mut out = turned(build).into_bytes();
    let height = match build.rotate % 180 {
        0 => SIZE[1],
        _ => SIZE[0],
    };
    for (n, line) in (0_u8..).zip(lines) {
        let y = height - 80.0 - 28.0 * f32::from(n);
        out.extend(pdf::show(line, 15.0, [60.0, y]));
    }
    let length = out.len();
    let head = format!("<< /Length {length} >>\nstream\n");
    [head.as_bytes(), &out, b"endstream"].concat()
}

/// A note of somebody else, as it stands in the files with annotations.
pub(crate) const FOREIGN: &str = "<< /Type /Annot /Subtype /Text /Rect [10 10 28 28] \
    /NM (mine) /Contents (Hello) >>";

/// The objects of a file: catalogue, tree of pages, font, a foreign note, and for each page its
/// dictionary, its content and its list of annotations.
fn objects(build: Build) -> Vec<Vec<u8>> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [5 0 R 8 0 R] /Count 2 >>".to_vec(),
        pdf::FONT.as_bytes().to_vec(),
        FOREIGN.as_bytes().to_vec(),
    ];
    let [left, low] = build.crop;
    let [width, height] = SIZE;
    let (right, high) = (left + width, low + height);
    for (lines, at) in PAGES.iter().zip([5, 8]) {
        let annots = match build.annots {
            Annots::Missing => String::new(),
            Annots::Direct => format!("/Annots [4 0 R {FOREIGN}]"),
            Annots::Indirect => format!("/Annots {} 0 R", at + 2),
        };
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{} {} {} {}] /CropBox [{left} {low} {right} {high}]\n\
             {annots}/Rotate {} /Contents {} 0 R /Resources << /Font << /T 3 0 R >> >> >>",
            left - 20.0,
            low - 30.0,
            right + 10.0,
            high + 10.0,
            build.rotate,
            at + 1,
        );
        objects.push(page.into_bytes());
        objects.push(content(build, lines));
        objects.push(b"[4 0 R]".to_vec());
    }
    objects
}

pub(crate) fn report(build: Build) -> Vec<u8> {
    let objects = objects(build);
    match build.streams {
        true => with_streams(&objects),
        false => pdf::pdf(&objects, build.trailer),
    }
}

/// A file whose dictionaries are packed into an object stream.
fn with_streams(objects: &[Vec<u8>]) -> Vec<u8> {
    let is_stream = |body: &[u8]| body.ends_with(b"endstream");
    let mut out = b"%PDF-1.5\n".to_vec();
    let n_all = objects.len();
    // Kind, place and index of each entry.
    let mut entries = vec![(0_u8, 0_usize, 0_usize); n_all + 3];
    let (mut heads, mut packed, mut n_packed) = (String::new(), Vec::new(), 0);
    for (number, body) in (1..).zip(objects) {
        if is_stream(body) {
            entries[number] = (1, out.len(), 0);
            out.extend(format!("{number} 0 obj\n").bytes());
            out.extend(body);
            out.extend(b"\nendobj\n");
        } else {
            entries[number] = (2, n_all + 1, n_packed);
            heads.push_str(&format!("{number} {} ", packed.len()));
            packed.extend(body);
            packed.push(b'\n');
            n_packed += 1;
        }
    }
    entries[n_all + 1] = (1, out.len(), 0);
    let first = heads.len();
    let length = first + packed.len();
    let head = format!(
        "{} 0 obj\n<< /Type /ObjStm /N {n_packed} /First {first} /Length {length} >>\nstream\n{heads}",
        n_all + 1
    );
    out.extend(head.bytes());
    out.extend(&packed);
    out.extend(b"\nendstream\nendobj\n");
    let start = out.len();
    entries[n_all + 2] = (1, start, 0);
    let size = entries.len();
    let head = format!(
        "{} 0 obj\n<< /Type /XRef /Size {size} /Root 1 0 R /W [1 3 1] /Length {} \
         /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] >>\nstream\n",
        n_all + 2,
        size * 5,
    );
    out.extend(head.bytes());
    for (kind, place, index) in entries {
        out.push(kind);
        out.extend(&u32::try_from(place).unwrap().to_be_bytes()[1..]);
        out.push(u8::try_from(index).unwrap());
    }
    out.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}
