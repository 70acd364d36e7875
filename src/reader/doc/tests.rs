//! Small documents put together byte by byte: pieces, properties, damage.

use super::read;
use crate::reader::ReadError;
use crate::reader::docx::tests::show;
use crate::text::SourceText;

/// Where the text begins, behind the file information block.
const TEXT_AT: usize = 1024;

/// Where the pages of properties stand.
const RUNS_AT: usize = 8 * 512;
const PARAGRAPHS_AT: usize = 9 * 512;

const SECTOR: usize = 512;

/// A document under construction.
#[derive(Default)]
pub(super) struct Doc {
    /// The characters in the file: the pieces cut from them.
    text: Vec<u8>,
    /// First byte in `text`, characters, whether narrow, two bytes of change.
    pieces: Vec<(usize, usize, bool, u16)>,
    /// Characters of footnotes, headers, comments, endnotes, text boxes behind those of the body.
    behind: [usize; 7],
    /// Last byte in `text` and its properties.
    runs: Vec<(usize, Vec<u8>)>,
    paragraphs: Vec<(usize, Vec<u8>)>,
    /// Tables by their index.
    tables: Vec<(usize, Vec<u8>)>,
    /// Bytes that stand behind a table and are not covered by its length.
    behind_lists: Vec<u8>,
}

impl Doc {
    /// A document of one wide piece.
    fn of(text: &str) -> Self {
        let mut doc = Self::default();
        doc.wide(text);
        doc
    }

    fn wide(&mut self, text: &str) {
        let units: Vec<u16> = text.encode_utf16().collect();
        self.pieces.push((self.text.len(), units.len(), false, 0));
        self.text.extend(units.iter().flat_map(|u| u.to_le_bytes()));
    }

    fn narrow(&mut self, bytes: &[u8]) {
        self.pieces.push((self.text.len(), bytes.len(), true, 0));
        self.text.extend(bytes);
    }

    /// Gives the next characters properties.
    fn run(mut self, n_characters: usize, properties: &[u8]) -> Self {
        let from = self.runs.last().map_or(0, |(end, _)| *end);
        self.runs
            .push((from + 2 * n_characters, properties.to_vec()));
        self
    }

    fn paragraph(mut self, n_characters: usize, style: u8, properties: &[u8]) -> Self {
        let from = self.paragraphs.last().map_or(0, |(end, _)| *end);
        let bytes = [&[style, 0], properties].concat();
        self.paragraphs.push((from + 2 * n_characters, bytes));
        self
    }

    fn table(mut self, index: usize, bytes: Vec<u8>) -> Self {
        self.tables.push((index, bytes));
        self
    }

    /// The characters of each piece, counted on.
    fn clx(&self) -> Vec<u8> {
        let mut places = vec![0_u32];
        for (_, n, _, _) in &self.pieces {
            places.push(places.last().unwrap() + *n as u32);
        }
        let mut plc: Vec<u8> = places.iter().flat_map(|cp| cp.to_le_bytes()).collect();
        for (at, _, narrow, change) in &self.pieces {
            let at = (TEXT_AT + at) as u32;
            let at = if *narrow { at * 2 | 0x4000_0000 } else { at };
            plc.extend([0, 0]);
            plc.extend(at.to_le_bytes());
            plc.extend(change.to_le_bytes());
        }
        [&[2], &(plc.len() as u32).to_le_bytes()[..], &plc].concat()
    }

    /// The streams `WordDocument` and `0Table`.
    fn streams(&self) -> (Vec<u8>, Vec<u8>) {
        let mut word = vec![0; 10 * 512];
        let mut put = |at: usize, bytes: &[u8]| word[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &[0xEC, 0xA5, 0xC1, 0]);
        put(0x98, &93_u16.to_le_bytes());
        let n: usize = self.pieces.iter().map(|(_, n, _, _)| n).sum();
        let n_behind: usize = self.behind.iter().sum();
        for (i, n) in [n - n_behind]
            .iter()
            .chain(&self.behind)
            .enumerate()
            .take(7)
        {
            put(0x4C + 4 * i, &(*n as u32).to_le_bytes());
        }
        put(TEXT_AT, &self.text);
        put(RUNS_AT, &page(&self.runs, 1));
        put(PARAGRAPHS_AT, &page(&self.paragraphs, 13));
        let list = |page: usize| {
            let end = (TEXT_AT + self.text.len()) as u32;
            let places = [TEXT_AT as u32, end, (page / 512) as u32];
            places
                .iter()
                .flat_map(|n| n.to_le_bytes())
                .collect::<Vec<u8>>()
        };
        let mut tables = vec![0; 16];
        let own = [
            (33, self.clx()),
            (12, list(RUNS_AT)),
            (13, list(PARAGRAPHS_AT)),
        ];
        for (index, bytes) in own.iter().chain(&self.tables) {
            put(0x9A + 8 * index, &(tables.len() as u32).to_le_bytes());
            put(0x9E + 8 * index, &(bytes.len() as u32).to_le_bytes());
            tables.extend(bytes);
            if *index == 73 {
                tables.extend(&self.behind_lists);
            }
        }
        (word, tables)
    }

    fn bytes(&self) -> Vec<u8> {
        let (word, tables) = self.streams();
        ole(&[("WordDocument", &word), ("0Table", &tables)])
    }

    fn read(&self) -> SourceText {
        read(&self.bytes()).unwrap()
    }
}

/// A page of properties: ends of stretches, places of their properties, these from behind.
fn page(stretches: &[(usize, Vec<u8>)], entry: usize) -> Vec<u8> {
    let mut page = vec![0; 512];
    let n = stretches.len();
    let mut end = 510;
    page[511] = n as u8;
    page[..4].copy_from_slice(&(TEXT_AT as u32).to_le_bytes());
    for (i, (to, bytes)) in stretches.iter().enumerate() {
        let to = ((TEXT_AT + to) as u32).to_le_bytes();
        page[4 * i + 4..4 * i + 8].copy_from_slice(&to);
        let mut stored = match entry {
            1 => vec![bytes.len() as u8],
            _ => vec![0, bytes.len().div_ceil(2) as u8],
        };
        stored.extend(bytes);
        end = (end - stored.len()) / 2 * 2;
        page[end..end + stored.len()].copy_from_slice(&stored);
        page[4 * (n + 1) + entry * i] = (end / 2) as u8;
    }
    page
}

/// A compound file of streams, each at least as long as is not put among the short ones.
fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![0; SECTOR];
    let mut put = |at: usize, part: &[u8]| bytes[at..at + part.len()].copy_from_slice(part);
    put(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    put(0x18, &[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6]);
    put(0x2C, &1_u32.to_le_bytes());
    put(0x30, &1_u32.to_le_bytes());
    put(0x38, &4096_u32.to_le_bytes());
    put(0x3C, &[0xFE, 0xFF, 0xFF, 0xFF]);
    put(0x44, &[0xFE, 0xFF, 0xFF, 0xFF]);
    put(0x4C, &[0xFF; 436]);
    put(0x4C, &0_u32.to_le_bytes());
    // Sector 0 is the allocation table, sector 1 the directory.
    let mut next: Vec<u32> = vec![0xFFFF_FFFD, 0xFFFF_FFFE];
    let mut directory = entry("Root Entry", 5, 0xFFFF_FFFE, 0, [u32::MAX, u32::MAX, 1]);
    let mut content = Vec::new();
    for (i, (name, stream)) in streams.iter().enumerate() {
        let mut stream = stream.to_vec();
        stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
        let right = if i + 1 < streams.len() {
            i as u32 + 2
        } else {
            u32::MAX
        };
        let start = next.len() as u32;
        let links = [u32::MAX, right, u32::MAX];
        directory.extend(entry(name, 2, start, stream.len() as u32, links));
        let n = (stream.len() / SECTOR) as u32;
        next.extend((start + 1..start + n).chain([0xFFFF_FFFE]));
        content.extend(stream);
    }
    assert!(next.len() <= 128 && directory.len() <= SECTOR);
    next.resize(128, u32::MAX);
    directory.resize(SECTOR, 0);
    bytes.extend(next.iter().flat_map(|n| n.to_le_bytes()));
    bytes.extend(directory);
    bytes.extend(content);
    bytes
}

fn entry(name: &str, kind: u8, start: u32, length: u32, links: [u32; 3]) -> Vec<u8> {
    let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let n = bytes.len() as u8 + 2;
    bytes.resize(128, 0);
    bytes[0x40] = n;
    bytes[0x42] = kind;
    for (i, link) in links.iter().enumerate() {
        bytes[0x44 + 4 * i..0x48 + 4 * i].copy_from_slice(&link.to_le_bytes());
    }
    bytes[0x74..0x78].copy_from_slice(&start.to_le_bytes());
    bytes[0x78..0x7C].copy_from_slice(&length.to_le_bytes());
    bytes
}

fn check(doc: &Doc, shown: &[&str]) {
    assert_eq!(show(&doc.read()), shown.join("\n"));
}

#[test]
fn pieces_are_read_in_the_order_of_the_text_whatever_their_width() {
    let mut doc = Doc::default();
    doc.wide("结尾。\r");
    doc.narrow(b"\x93Word\x94 97\x97");
    doc.wide("法治𝕎政府\r");
    // Saved fast: what stands last in the file comes first.
    doc.pieces.rotate_left(1);
    check(&doc, &["p “Word” 97—法治𝕎政府", "p 结尾。"]);
}

#[test]
fn signs_that_stand_for_something() {
    let doc =
        Doc::of("a\tb\u{b}c\u{1e}d\u{1f}e\u{c}f\u{1}\u{8}\u{5}\r\u{13} PAGE \u{14}三\u{15}页\r");
    check(&doc, &["p a b", "p c-def", "p 三页"]);
}

#[test]
fn deleted_and_hidden_text_is_left_out() {
    const DELETED: &[u8] = &[0x00, 0x08, 1];
    const INSERTED: &[u8] = &[0x01, 0x08, 1];
    const HIDDEN: &[u8] = &[0x3C, 0x08, 1];
    let doc = Doc::of("一二三四五\r六七\r");
    let doc = doc
        .run(1, &[])
        .run(1, DELETED)
        .run(1, INSERTED)
        .run(1, HIDDEN);
    let doc = doc.run(1, &[]).run(1, DELETED).run(3, &[0x35, 0x08, 1]);
    let read = doc.read();
    assert_eq!(show(&read), "p 一三五六七");
    for said in ["修订", "隐藏"] {
        assert!(read.notices().iter().any(|n| n.contains(said)), "{said}");
    }
    // Fast saving puts one property on a piece.
    let mut doc = Doc::of("甲\r");
    doc.wide("乙\r");
    doc.pieces[0].3 = u16::from_le_bytes([0x41 << 1, 1]);
    assert_eq!(doc.read().text(), "乙");
}

#[test]
fn headings_and_looks_by_style_and_by_outline() {
    let style = |built_in: u16, name: &str, based_on: u16, properties: &[u8]| {
        let mut bytes = Vec::new();
        for n in [built_in, 1 | based_on << 4, 2, 0, 0] {
            bytes.extend(n.to_le_bytes());
        }
        bytes.extend((name.encode_utf16().count() as u16).to_le_bytes());
        bytes.extend(name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes));
        bytes.extend((properties.len() as u16 + 2).to_le_bytes());
        bytes.extend([0, 0]);
        bytes.extend(properties);
        bytes.extend(vec![0; properties.len() % 2]);
        bytes.extend([3, 0, 0x35, 0x08, 1, 0]);
        let length = (bytes.len() as u16).to_le_bytes();
        [&length[..], &bytes].concat()
    };
    let sheet = [
        vec![4, 0, 4, 0, 10, 0],
        vec![0, 0],
        style(1, "标题 1", 0x0FFF, &[]),
        style(0x0FFE, "小标题", 0x0FFF, &[0x40, 0x26, 2]),
        style(19, "目录 1", 0x0FFF, &[]),
    ]
    .concat();
    let doc = Doc::of("甲\r乙\r丙\r丁\r戊\r").table(1, sheet);
    let doc = doc.paragraph(2, 1, &[0x61, 0x24, 1]).paragraph(2, 2, &[]);
    let doc = doc.paragraph(2, 0, &[0x40, 0x26, 0]).paragraph(2, 3, &[]);
    let doc = doc.run(4, &[]).run(6, &[0x35, 0x08, 0x81]);
    let read = doc.read();
    assert_eq!(show(&read), "h1bc 甲\nh3b 乙\nh1b 丙\npb 戊");
    assert_eq!(read.furniture()[0].value, "丁");
}

#[test]
fn tables_are_read_row_by_row() {
    const CELL: &[u8] = &[0x16, 0x24, 1];
    let row = |edges: &[i16]| {
        let mut bytes = vec![0x16, 0x24, 1, 0x17, 0x24, 1, 0x08, 0xD6];
        bytes.extend((edges.len() as u16 * 2 + 2).to_le_bytes());
        bytes.push(edges.len() as u8 - 1);
        bytes.extend(edges.iter().flat_map(|e| e.to_le_bytes()));
        bytes
    };
    let doc = Doc::of("前\r甲\u{7}乙\r丙\u{7}丁\u{7}\u{7}合并\u{7}戊\u{7}\u{7}后\r");
    let doc = doc.paragraph(2, 0, &[]).paragraph(8, 0, CELL);
    let doc = doc
        .paragraph(1, 0, &row(&[0, 100, 200, 300]))
        .paragraph(5, 0, CELL);
    let doc = doc
        .paragraph(1, 0, &row(&[0, 200, 300]))
        .paragraph(2, 0, &[]);
    check(&doc, &["p 前", "tr 甲\t乙 丙\t丁", "tr 合并\t\t戊", "p 后"]);
}

#[test]
fn automatic_numbers_are_counted() {
    let level = |format: u8, text: &[u16], follow: u8| {
        let mut bytes = vec![1, 0, 0, 0, format, 0];
        bytes.extend([0; 9]);
        bytes.push(follow);
        bytes.resize(28, 0);
        bytes.extend((text.len() as u16).to_le_bytes());
        bytes.extend(text.iter().flat_map(|u| u.to_le_bytes()));
        bytes
    };
    let mut lists = vec![1, 0, 7, 0, 0, 0, 0, 0, 0, 0];
    lists.extend([0xFF, 0x0F].repeat(9));
    lists.extend([0, 0]);
    let uses = [&[1, 0, 0, 0, 7][..], &[0; 15], &[0xFF; 4]].concat();
    let mut doc = Doc::of("甲\r乙\r丙\r丁\r戊\r")
        .table(73, lists)
        .table(74, uses);
    doc.behind_lists = level(39, &[0, 0x3001], 0);
    doc.behind_lists.extend(level(37, &[0xFF08, 1, 0xFF09], 2));
    for at in 2..9 {
        doc.behind_lists.extend(level(0, &[at, 0x2E], 0));
    }
    let item = |level: u8, list: u8| [0x0A, 0x26, level, 0x0B, 0x46, list, 0];
    let doc = doc
        .paragraph(2, 0, &item(0, 1))
        .paragraph(2, 0, &item(1, 1));
    let doc = doc
        .paragraph(2, 0, &item(2, 1))
        .paragraph(2, 0, &item(0, 1));
    let doc = doc.paragraph(2, 0, &item(0, 5));
    let read = doc.read();
    assert_eq!(
        show(&read),
        "li 一、甲\nli （一）乙\nli 1. 丙\nli 二、丁\np 戊"
    );
    assert!(
        read.notices()
            .iter()
            .any(|n| n.starts_with("自动编号未读出"))
    );
}

#[test]
fn notes_headers_and_boxes_stand_apart() {
    let mut doc = Doc::of("正\u{2}文\u{8}。\r\u{2} 注\r页眉\r\r框\r");
    // The note has four characters, the headers four, the boxes two.
    doc.behind = [4, 4, 0, 0, 0, 2, 0];
    let places = |numbers: &[u32]| {
        numbers
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .collect::<Vec<u8>>()
    };
    let headers = places(&[0, 0, 0, 0, 0, 0, 0, 0, 3, 3]);
    let mut anchors = places(&[3, 7, 77]);
    anchors.resize(8 + 26, 0);
    let mut boxes = places(&[0, 2]);
    boxes.resize(8 + 22, 0);
    boxes[8 + 14] = 77;
    let doc = doc.table(11, headers).table(40, anchors).table(56, boxes);
    let read = doc.read();
    assert_eq!(show(&read), "p 正文。\np 框\nfn 注");
    assert_eq!(read.furniture()[0].label, "页眉");
    assert_eq!(read.furniture()[0].value, "页眉");
}

#[test]
fn what_cannot_be_read_is_said() {
    let spoilt = |at: usize, bytes: &[u8]| {
        let (mut word, tables) = Doc::of("甲\r").streams();
        word[at..at + bytes.len()].copy_from_slice(bytes);
        read(&ole(&[("WordDocument", &word), ("0Table", &tables)])).unwrap_err()
    };
    assert!(matches!(spoilt(0x0B, &[1]), ReadError::Encrypted { .. }));
    for old in [&[0xDC, 0xA5][..], &[0xEC, 0xA5, 0x68, 0]] {
        let error = spoilt(0, old).to_string();
        assert!(
            error.contains("Word 6.0/95") && error.contains("另存为 docx"),
            "{error}"
        );
    }
    assert!(matches!(spoilt(0, &[0]), ReadError::Damaged { .. }));
    assert!(spoilt(0x0B, &[2]).to_string().contains("1Table"));
    let (word, tables) = Doc::of("甲\r").streams();
    let broken = |streams: &[(&str, &[u8])]| read(&ole(streams)).unwrap_err().to_string();
    assert!(broken(&[("0Table", &tables)]).contains("没有 Word 正文"));
    assert!(broken(&[("WordDocument", &word)]).contains("0Table"));
    assert!(broken(&[("WordDocument", &word), ("0Table", &[0; 9])]).contains("分段表"));
    assert!(read(&Doc::of("甲\r").bytes()[..400]).is_err());
}

#[test]
fn circles_and_endless_pieces_end() {
    // A chain of sectors that leads back to itself.
    let mut bytes = Doc::of("甲\r").bytes();
    let at = SECTOR + 4 * 3;
    bytes[at..at + 4].copy_from_slice(&2_u32.to_le_bytes());
    assert!(read(&bytes).is_ok());
    // Pieces that lie upon one another, of more characters than are read.
    let mut doc = Doc::default();
    doc.narrow(&[1; 3000]);
    doc.pieces = vec![(0, 3000, true, 0); 100];
    assert_eq!(doc.read().text(), "");
    doc.pieces = vec![(0, 3000, true, 0); 3000];
    assert!(matches!(read(&doc.bytes()), Err(ReadError::Limit { .. })));
}
