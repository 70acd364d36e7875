//! PDF files made for a test: a few objects, text that needs no font.

use std::fmt::Write as _;

/// The header of a file, its objects, and where each of them starts.
pub(crate) fn body(objects: &[Vec<u8>]) -> (Vec<u8>, Vec<usize>) {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, body) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    (out, places)
}

/// A PDF file of objects, the first of which is the catalogue, with a classic table.
pub(crate) fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let (mut out, places) = body(objects);
    let (start, size) = (out.len(), places.len() + 1);
    let mut end = format!("xref\n0 {size}\n0000000000 65535 f \n");
    for place in &places {
        writeln!(end, "{place:010} 00000 n ").unwrap();
    }
    write!(
        end,
        "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out.extend(end.bytes());
    out
}

/// A font that every viewer has, by its name; codes are UTF-16.
pub(crate) const FONT: &str = "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun \
    /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 \
    /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>";

/// Shows a line of text in the font `/T`.
pub(crate) fn show(text: &str, size: f32, [x, y]: [f32; 2]) -> Vec<u8> {
    let codes = text.encode_utf16().fold(String::new(), |mut all, unit| {
        write!(all, "{unit:04X}").unwrap();
        all
    });
    format!("BT /T {size} Tf {x} {y} Td <{codes}> Tj ET\n").into_bytes()
}
