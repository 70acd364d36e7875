//! What readers take at most, in one place.
//!
//! A report has some thousand words; whoever hands in a million is refused with a message, not
//! with a full memory. All limits count what the file makes us do, never time: the same file is
//! read or refused on every machine. `docs/limits.md` lists them for users, and each one has a
//! test that reaches it.

use crate::ooxml::limits::MAX_ENTRIES;

pub(super) use crate::ooxml::limits::MAX_DEPTH;
pub(super) use crate::ooxml::limits::MAX_PART_BYTES;
pub(super) use crate::ooxml::limits::MAX_TOTAL_BYTES;

/// Bytes of a file. A report of 12 KB is usual, 1 MB is huge; scans reach some ten MB.
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// Paragraphs of a document, with or without text. A report has some hundreds.
pub(super) const MAX_LINES: usize = 200_000;

/// Pages of a PDF or OFD file. The longest reports have 40.
pub(super) const MAX_PAGES: usize = 2_000;

/// Characters on all pages: a thousand pages full. Of `.doc` and `.rtf`, of each story.
pub(super) const MAX_CHARACTERS: usize = 2_000_000;

/// Objects of a PDF file.
pub(super) const MAX_OBJECTS: usize = 500_000;

/// Drawing operators of all pages of a PDF file, forms counted as often as they are drawn. A page
/// of text has a thousand, a map a hundred thousand.
pub(super) const MAX_OPERATORS: usize = 5_000_000;

/// Forms that are drawn inside one another on a PDF page.
pub(super) const MAX_FORMS: usize = 24;

/// Bytes that the cross-reference streams of a PDF file may have unpacked: a million objects.
pub(super) const MAX_REFERENCE_BYTES: usize = 4 << 20;

/// Bytes of all object streams of an encrypted PDF file while packed: what they unpack to cannot
/// be told before they are decrypted, but it is at most a thousand times as much.
pub(super) const MAX_ENCRYPTED_BYTES: usize = 256 << 10;

/// Entries of one character map of a PDF font: all characters there are, twice.
pub(super) const MAX_MAPPINGS: usize = 200_000;

/// Tables inside one another that are told apart in `.doc` and `.rtf` files; deeper ones are read
/// as part of the last.
pub(super) const MAX_TABLES: usize = 16;

/// Groups inside one another in an RTF file. Word's own files stay below 30.
pub(super) const MAX_GROUPS: usize = 512;

/// Signs of a `.doc` file that are walked over, deleted ones and marks included.
pub(super) const MAX_SIGNS: usize = 8_000_000;

/// Pieces, runs and paragraphs that a `.doc` file may list; a report has some thousand.
pub(super) const MAX_RUNS: usize = 500_000;

/// Bytes of properties of a `.doc` file, counted as often as they are applied. A report has some
/// ten thousand.
pub(super) const MAX_PROPERTY_BYTES: usize = 32 << 20;
/// Filters that a stream of a PDF file is packed by, one after another; usual are one or two.
pub(super) const MAX_FILTERS: usize = 4;

/// Elements of one part of an OFD package: a page of text has some hundreds.
pub(super) const MAX_NODES: usize = 1_000_000;

/// Nodes of a web page. A portal's page has some thousands.
pub(super) const MAX_PAGE_NODES: usize = 2_000_000;

/// Looks at an element of the open stack while a web page is parsed: a measure of the parser's
/// work, which grows with the square of the nesting depth. A page of 20 MB needs some ten million,
/// ten thousand nested elements need a hundred million.
pub(super) const MAX_PAGE_WORK: u64 = 250_000_000;

/// Blanks and quotes within one tag or comment of a web page: in a tag each may belong to an
/// attribute, and attributes are compared with each other.
pub(super) const MAX_TAG_MARKS: usize = 40_000;

/// A limit as users are told it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// The formats it holds for, in Chinese where it is no name.
    pub formats: &'static str,
    /// What is counted, in Chinese.
    pub what: &'static str,
    /// How much of it is taken at most.
    pub most: u64,
    /// What `most` counts, in Chinese; empty for a mere number.
    pub unit: &'static str,
    /// What happens beyond it, in Chinese.
    pub beyond: &'static str,
}

const REFUSED: &str = "不读这个文件，说明原因，退出码 2";
const MB: &str = "MB";

/// All limits of all readers, for `docs/limits.md`.
pub const LIMITS: [Limit; 24] = [
    limit("全部", "文件大小", (MAX_FILE_BYTES >> 20) as u64, MB),
    limit("docx、OFD", "压缩包内的部件", MAX_ENTRIES as u64, "个"),
    limit(
        "docx、OFD、PDF",
        "一个部件或数据流解压后",
        MAX_PART_BYTES >> 20,
        MB,
    ),
    limit(
        "docx、OFD、PDF",
        "读到的部件和数据流解压后合计",
        MAX_TOTAL_BYTES >> 20,
        MB,
    ),
    limit("docx、OFD", "XML 嵌套", MAX_DEPTH as u64, "层"),
    limit("docx", "段落", MAX_LINES as u64, "个"),
    limit("OFD", "一个部件内的元素", MAX_NODES as u64, "个"),
    limit("PDF、OFD", "页数", MAX_PAGES as u64, "页"),
    limit("PDF、OFD", "文字", MAX_CHARACTERS as u64, "字"),
    limit("PDF", "对象", MAX_OBJECTS as u64, "个"),
    limit("PDF", "绘图指令", MAX_OPERATORS as u64, "条"),
    limit(
        "PDF",
        "对象目录解压后",
        (MAX_REFERENCE_BYTES >> 20) as u64,
        MB,
    ),
    limit(
        "PDF",
        "加密文件的对象流（未解压）",
        (MAX_ENCRYPTED_BYTES >> 10) as u64,
        "KB",
    ),
    Limit {
        beyond: "更里层的不画，其余照读",
        ..limit("PDF", "图形套图形", MAX_FORMS as u64, "层")
    },
    Limit {
        beyond: "多出的字当作无法识别，照读并说明",
        ..limit("PDF", "一个字体的字符对照", MAX_MAPPINGS as u64, "条")
    },
    Limit {
        beyond: "这个数据流当作空的，其余照读",
        ..limit("PDF", "一个数据流的压缩方式", MAX_FILTERS as u64, "种")
    },
    limit("html", "网页的节点", MAX_PAGE_NODES as u64, "个"),
    limit("html", "解析的步数", MAX_PAGE_WORK, "步"),
    limit("html", "一个标签内的空格和引号", MAX_TAG_MARKS as u64, "个"),
    Limit {
        beyond: "更里层的并入最里一层，其余照读",
        ..limit("doc、wps、rtf", "表格套表格", MAX_TABLES as u64, "层")
    },
    limit("rtf", "组套组", MAX_GROUPS as u64, "层"),
    limit("doc、wps", "字符，含删去的和标记", MAX_SIGNS as u64, "个"),
    limit("doc、wps", "片段、字符格式和段落", MAX_RUNS as u64, "个"),
    limit(
        "doc、wps",
        "字符和段落的属性",
        (MAX_PROPERTY_BYTES >> 20) as u64,
        MB,
    ),
];

const fn limit(formats: &'static str, what: &'static str, most: u64, unit: &'static str) -> Limit {
    Limit {
        formats,
        what,
        most,
        unit,
        beyond: REFUSED,
    }
}
