//! Which format a file has: by its content first, by its name second.

use super::ReadError;
use super::decode;

/// A format that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// Plain text.
    Txt,
    /// Markdown.
    Md,
    /// A web page.
    Html,
    /// A Word package.
    Docx,
    /// A PDF file.
    #[cfg(feature = "pdf")]
    Pdf,
    /// An OFD package.
    #[cfg(feature = "pdf")]
    Ofd,
    /// A Word 97 to 2003 document, of Word or WPS.
    #[cfg(feature = "doc")]
    Doc,
    /// A file of the Rich Text Format.
    #[cfg(feature = "doc")]
    Rtf,
}

/// Says that a file named as a Word document is something else inside, which is common: pages
/// and texts that a system exported are named `.doc` so that Word opens them.
pub(super) fn mismatch(name: &str, kind: FileKind) -> Option<String> {
    let extension = extension(name);
    let named: &[&str] = match kind {
        FileKind::Docx => &["docx", "docm", "dotx", "dotm"],
        #[cfg(feature = "doc")]
        FileKind::Doc => &["doc", "dot", "wps", "wpt"],
        #[cfg(feature = "doc")]
        FileKind::Rtf => &["rtf"],
        _ => &[],
    };
    let is_word = [
        "docx", "docm", "dotx", "dotm", "doc", "dot", "wps", "wpt", "rtf",
    ]
    .contains(&extension.as_str());
    let what = match kind {
        FileKind::Docx => " Word 文档（docx）",
        #[cfg(feature = "doc")]
        FileKind::Doc => " Word 97—2003 文档",
        #[cfg(feature = "doc")]
        FileKind::Rtf => " RTF",
        FileKind::Html => "网页（HTML）",
        FileKind::Txt | FileKind::Md => "纯文本",
        #[cfg(feature = "pdf")]
        FileKind::Pdf => " PDF",
        #[cfg(feature = "pdf")]
        FileKind::Ofd => " OFD",
    };
    (is_word && !named.contains(&extension.as_str()))
        .then(|| format!("文件名以 .{extension} 结尾，内容是{what}，按内容读取"))
}

/// Tells which format `bytes` have; of `name` only the extension counts.
pub(super) fn kind(name: &str, bytes: &[u8]) -> Result<FileKind, ReadError> {
    let extension = extension(name);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package(&extension, bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return compound(&extension, bytes);
    }
    let visible = bytes.trim_ascii_start();
    let visible = visible.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(visible);
    #[cfg(feature = "pdf")]
    if is_pdf(bytes) {
        return Ok(FileKind::Pdf);
    }
    #[cfg(not(feature = "pdf"))]
    if is_pdf(bytes) {
        return not_yet(
            "PDF",
            "请在 Word/WPS 中另存为 docx，或复制全文存为 txt 后再检查",
        );
    }
    if visible.starts_with(b"{\\rtf") {
        #[cfg(feature = "doc")]
        return Ok(FileKind::Rtf);
        #[cfg(not(feature = "doc"))]
        return not_yet("RTF", SAVE_AS_DOCX);
    }
    if bytes.starts_with(b"\xDB\xA5") {
        return not_yet("Word 2.0 的旧文档", SAVE_AS_DOCX);
    }
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(ReadError::Binary);
    }
    text(&extension, bytes)
}

/// The mark of a PDF file may stand a little behind the start: some servers put lines before it.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let visible = head.trim_ascii_start();
    let visible = visible.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(visible);
    visible.starts_with(b"%PDF")
        || head
            .windows(7)
            .any(|line| matches!(line, b"\n%PDF-1" | b"\n%PDF-2"))
}

/// Starts of files that hold no text: png, jpeg, gif, tiff, webp and wav, gzip, 7z, rar, xz,
/// bzip2, zstd, Linux and Windows programs, Java classes, SQLite, MP3, Matroska, PostScript.
const MAGIC: [&[u8]; 20] = [
    b"\x89PNG",
    b"\xFF\xD8\xFF",
    b"GIF8",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"\x1F\x8B",
    b"7z\xBC\xAF",
    b"Rar!\x1A",
    b"\xFD7zXZ",
    b"BZh",
    b"\x28\xB5\x2F\xFD",
    b"\x7FELF",
    b"MZ\x90\0",
    b"\xCA\xFE\xBA\xBE",
    b"SQLite format",
    b"ID3\x03",
    b"ID3\x04",
    b"\x1A\x45\xDF\xA3",
    b"%!PS",
];

const SAVE_AS_DOCX: &str = "请在 Word/WPS 中打开，另存为 docx 后再检查";
const SAVE_AS_TEXT: &str = "请把报告全文复制出来，存为 docx 或 txt 后再检查";

fn not_yet(format: &'static str, instead: &'static str) -> Result<FileKind, ReadError> {
    Err(ReadError::NotYet { format, instead })
}

fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}

/// Tells zip packages apart by the names of their entries, in the order of the file: what a
/// document embeds stands behind its own parts.
fn package(extension: &str, bytes: &[u8]) -> Result<FileKind, ReadError> {
    let mut n_entries = 0;
    let mut is_office = false;
    for (name, content) in entries(bytes) {
        n_entries += 1;
        is_office |= name == b"[Content_Types].xml";
        if name.starts_with(b"word/") {
            return Ok(FileKind::Docx);
        }
        if name.starts_with(b"xl/") {
            return not_yet("Excel 工作簿（.xlsx）", SAVE_AS_TEXT);
        }
        if name.starts_with(b"ppt/") {
            return not_yet("PowerPoint 演示文稿（.pptx）", SAVE_AS_TEXT);
        }
        #[cfg(feature = "pdf")]
        if name == b"OFD.xml" {
            return Ok(FileKind::Ofd);
        }
        #[cfg(not(feature = "pdf"))]
        if name == b"OFD.xml" {
            return not_yet(
                "OFD",
                "请在 OFD 阅读器或 WPS 中另存为 docx，或复制全文存为 txt 后再检查",
            );
        }
        if name == b"mimetype" && content.starts_with(b"application/vnd.oasis.opendocument") {
            return not_yet("ODF 文档（.odt）", SAVE_AS_DOCX);
        }
        if name == b"mimetype" && content.starts_with(b"application/epub") {
            return not_yet("EPUB 电子书", SAVE_AS_TEXT);
        }
    }
    // The Word reader says what is damaged.
    if is_office || n_entries == 0 || extension == "docx" {
        return Ok(FileKind::Docx);
    }
    not_yet("压缩包（zip）", "请先解压，再检查里面的报告文件")
}

/// Gives name and content of the entries of a zip file, as far as their headers are there.
fn entries(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(at..)?;
            let found = rest.windows(4).position(|four| four == b"PK\x03\x04")?;
            at += found + 4;
            let header = bytes.get(at..)?;
            let length = |from: usize| match header.get(from..from + 2) {
                Some(&[low, high]) => usize::from(u16::from_le_bytes([low, high])),
                _ => 0,
            };
            // Behind the signature: name length at 22, length of the extra field at 24.
            let (name, extra) = (length(22), length(24));
            if let Some(name) = header.get(26..26 + name)
                && !name.is_empty()
            {
                let content = header.get(26 + name.len() + extra..).unwrap_or(&[]);
                return Some((name, content));
            }
        }
    })
}

/// Tells the old compound files apart by the names of their streams, which are UTF-16.
fn compound(extension: &str, bytes: &[u8]) -> Result<FileKind, ReadError> {
    let holds = |stream: &str| {
        let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    let (format, instead) = if holds("EncryptedPackage") {
        (
            "加密的 Word 文档",
            "请用密码打开，去掉密码（文件→信息→保护文档）后另存为 docx",
        )
    } else if holds("Workbook") && !holds("WordDocument") {
        ("Excel 97—2003 工作簿（.xls）", SAVE_AS_TEXT)
    } else if holds("PowerPoint Document") && !holds("WordDocument") {
        ("PowerPoint 97—2003 演示文稿（.ppt）", SAVE_AS_TEXT)
    } else if holds("MatOST") {
        ("Microsoft Works 文档（.wps）", SAVE_AS_DOCX)
    } else if holds("WordDocument") || matches!(extension, "doc" | "dot" | "wps" | "wpt") {
        // The reader says what is damaged.
        #[cfg(feature = "doc")]
        return Ok(FileKind::Doc);
        #[cfg(not(feature = "doc"))]
        ("Word 97—2003 文档（.doc、.wps）", SAVE_AS_DOCX)
    } else {
        ("不含 Word 正文的复合文档", SAVE_AS_DOCX)
    };
    not_yet(format, instead)
}

/// How much of a text is looked at.
const GLANCE: usize = 64 << 10;

/// Tells text formats apart.
fn text(extension: &str, bytes: &[u8]) -> Result<FileKind, ReadError> {
    // An even length keeps UTF-16 whole.
    let head = decode::glance(bytes.get(..GLANCE.min(bytes.len())).unwrap_or(bytes));
    let start = start_of(&head);
    if start.starts_with("mime-version:")
        || start.starts_with("from: ") && start.contains("multipart/related")
    {
        return not_yet(
            "单个文件网页（.mht）",
            "请在浏览器中另存为“网页，仅 HTML”，或复制全文存为 txt 后再检查",
        );
    }
    if start.starts_with("<w:worddocument")
        || start.starts_with("<pkg:package")
        || start.starts_with("<?mso-application")
    {
        return not_yet("Word XML 文档", SAVE_AS_DOCX);
    }
    if HTML_STARTS.iter().any(|tag| start.starts_with(tag)) {
        return Ok(FileKind::Html);
    }
    let tags = count_tags(&head);
    Ok(match extension {
        "md" | "markdown" | "mdown" | "mkd" => FileKind::Md,
        "html" | "htm" | "shtml" | "xhtml" | "jhtml" | "asp" | "jsp" | "php" if tags > 0 => {
            FileKind::Html
        }
        _ if tags >= 6 => FileKind::Html,
        "txt" | "text" | "docx" | "doc" | "wps" | "rtf" | "html" | "htm" => FileKind::Txt,
        _ if is_front_matter(&head) => FileKind::Md,
        _ => FileKind::Txt,
    })
}

/// What the first element of a page may be. A fragment starts with one of the others and is
/// found by the number of its tags.
const HTML_STARTS: [&str; 6] = [
    "<!doctype html",
    "<html",
    "<head>",
    "<meta ",
    "<body",
    "<title>",
];

/// Returns the first 2 000 characters without blanks, comments and the XML line, in lower case.
fn start_of(head: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || c == '\u{FEFF}';
    let mut rest = head.trim_start_matches(is_blank);
    loop {
        let behind = if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else if rest.starts_with("<?xml") {
            rest.split_once("?>")
        } else {
            None
        };
        let Some((_, behind)) = behind else { break };
        rest = behind.trim_start_matches(is_blank);
    }
    rest.chars()
        .take(2000)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Counts tags that web pages consist of.
fn count_tags(head: &str) -> usize {
    const NAMES: [&str; 14] = [
        "p", "div", "span", "table", "tr", "td", "br", "meta", "a", "li", "h1", "h2", "font",
        "strong",
    ];
    head.match_indices('<')
        .filter(|(at, _)| {
            let rest = head.get(at + 1..).unwrap_or("");
            let rest = rest.strip_prefix('/').unwrap_or(rest);
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            let name = rest.get(..end).unwrap_or("");
            let closes = rest
                .get(end..)
                .is_some_and(|behind| behind.starts_with(['>', ' ', '/', '\n', '\r', '\t']));
            closes && NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
        })
        .count()
}

/// Tells whether a text opens with a `---` block and has `#` headings behind it.
fn is_front_matter(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim_end);
    lines.next() == Some("---")
        && lines.by_ref().take(60).any(|line| line == "---")
        && lines.any(|line| line.starts_with('#') && line.trim_start_matches('#').starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(name: &str, bytes: impl AsRef<[u8]>, expected: FileKind) {
        assert_eq!(kind(name, bytes.as_ref()), Ok(expected), "{name}");
    }

    fn not(name: &str, bytes: &[u8], expected: &str) {
        match kind(name, bytes) {
            Err(ReadError::NotYet { format, instead }) => {
                assert!(format.contains(expected), "{name}: {format}");
                assert!(instead.starts_with('请'), "{instead}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }

    /// A zip file of stored entries, without its central directory: as if cut off.
    fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, content) in entries {
            bytes.extend_from_slice(b"PK\x03\x04");
            bytes.extend_from_slice(&[0; 22]);
            bytes.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
            bytes.extend_from_slice(&[0; 2]);
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(content.as_bytes());
        }
        // The name length stands at byte 26 of a local header.
        let at = 26;
        for (entry, (name, content)) in entries.iter().enumerate() {
            let before: usize = entries[..entry]
                .iter()
                .map(|(n, c)| 30 + n.len() + c.len())
                .sum();
            let length = u16::try_from(name.len()).unwrap().to_le_bytes();
            bytes[before + at..before + at + 2].copy_from_slice(&length);
            bytes[before + 28..before + 30].copy_from_slice(&[0; 2]);
            let _ = content;
        }
        bytes
    }

    fn ole2(streams: &[&str]) -> Vec<u8> {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
        for stream in streams {
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        }
        bytes
    }

    #[test]
    fn packages_are_told_by_their_entries() {
        let types = ("[Content_Types].xml", "<Types/>");
        is(
            "a.docx",
            zip(&[types, ("word/document.xml", "")]),
            FileKind::Docx,
        );
        is("a.zip", zip(&[types]), FileKind::Docx);
        is("a.docx", b"PK\x03\x04\x14\0", FileKind::Docx);
        let embeds = zip(&[types, ("xl/workbook.xml", ""), ("word/document.xml", "")]);
        not("a.docx", &embeds, "Excel");
        #[cfg(feature = "pdf")]
        is(
            "a.zip",
            zip(&[("OFD.xml", ""), ("Doc_0/Document.xml", "")]),
            FileKind::Ofd,
        );
        not(
            "a.odt",
            &zip(&[("mimetype", "application/vnd.oasis.opendocument.text")]),
            "ODF",
        );
        not("a.zip", &zip(&[("报告.docx", "")]), "压缩包");
    }

    #[test]
    fn known_formats_say_what_to_do_instead() {
        not("a.doc", b"\xDB\xA5\x2D\0", "Word 2.0");
        not("a.wps", &ole2(&["Root Entry", "MatOST"]), "Works");
        not(
            "a.txt",
            &ole2(&["Root Entry", "VisioDocument"]),
            "不含 Word",
        );
        not("a.doc", &ole2(&["PowerPoint Document"]), "PowerPoint");
        not("a.xls", &ole2(&["Workbook"]), "Excel");
        not(
            "a.docx",
            &ole2(&["EncryptionInfo", "EncryptedPackage"]),
            "加密",
        );
        not(
            "a.doc",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
            "mht",
        );
        not(
            "a.xml",
            b"<?xml version='1.0'?>\n<?mso-application progid='Word.Document'?>",
            "Word",
        );
        for bytes in [
            &b"\x89PNG\r\n"[..],
            b"\xFF\xD8\xFF\xE0",
            b"\x1F\x8B\x08",
            b"MZ\x90\0\x03",
        ] {
            assert_eq!(kind("a.txt", bytes), Err(ReadError::Binary));
        }
    }

    #[cfg(feature = "doc")]
    #[test]
    fn old_word_formats_are_known_by_their_content() {
        let word = ole2(&["Root Entry", "WordDocument"]);
        is("a.doc", &word, FileKind::Doc);
        is("a.wps", &word, FileKind::Doc);
        is("a.txt", &word, FileKind::Doc);
        is("a.doc", ole2(&[]), FileKind::Doc);
        is("a.doc", b"{\\rtf1\\ansi", FileKind::Rtf);
        is("a.txt", b"\r\n{\\rtf1", FileKind::Rtf);
        is("a.doc", "<html><p>一", FileKind::Html);
        is("a.wps", "一、主要举措和成效", FileKind::Txt);
    }

    #[test]
    fn a_name_that_does_not_fit_the_content_is_said() {
        let said = |name: &str, kind| mismatch(name, kind).unwrap_or_default();
        assert_eq!(
            said("报告.doc", FileKind::Html),
            "文件名以 .doc 结尾，内容是网页（HTML），按内容读取"
        );
        assert!(said("a.DOC", FileKind::Docx).contains("docx"));
        assert!(said("a.docx", FileKind::Txt).contains("纯文本"));
        for (name, kind) in [
            ("a.docx", FileKind::Docx),
            ("a.txt", FileKind::Html),
            ("a", FileKind::Docx),
            ("a.md", FileKind::Md),
        ] {
            assert_eq!(mismatch(name, kind), None, "{name}");
        }
        #[cfg(feature = "doc")]
        {
            assert_eq!(mismatch("a.wps", FileKind::Doc), None);
            assert!(said("a.doc", FileKind::Rtf).contains("RTF"));
            assert!(said("a.rtf", FileKind::Doc).contains("Word 97"));
        }
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn a_pdf_is_known_by_its_mark() {
        is("报告.txt", b"%PDF-1.7\n", FileKind::Pdf);
        is("a.pdf", b"\xEF\xBB\xBF%PDF-1.7\n", FileKind::Pdf);
        is("a.pdf", b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n", FileKind::Pdf);
        is("a.txt", "说明：文件以 %PDF-1.4 开头。\n", FileKind::Txt);
    }

    #[test]
    fn a_page_is_a_page_whatever_its_name() {
        is("a.txt", "<!DOCTYPE html><html>", FileKind::Html);
        is(
            "a.md",
            "\u{FEFF}\n<!-- 头 -->\n<HTML lang=zh>",
            FileKind::Html,
        );
        is(
            "a",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"\">",
            FileKind::Html,
        );
        is(
            "a.txt",
            "<p>一</p><p>二</p><div><br/></div>",
            FileKind::Html,
        );
        is(
            "a.docx",
            "<table><tr><td>一</td></tr></table>",
            FileKind::Html,
        );
        is("a.htm", "<p>一", FileKind::Html);
        let wide: Vec<u8> = "\u{FEFF}<html><p>一"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        is("a.txt", wide, FileKind::Html);
    }

    #[test]
    fn text_is_text_and_markdown_needs_a_name_or_front_matter() {
        is("a.html", "一、主要举措和成效\n二、不足", FileKind::Txt);
        is("a.docx", "一、主要举措和成效", FileKind::Txt);
        is("a.txt", "<临溯县> 的 <p> 报告", FileKind::Txt);
        is(
            "a.txt",
            "---\ntitle: 报告\n---\n\n# 一、举措\n",
            FileKind::Txt,
        );
        is("-", "---\ntitle: 报告\n---\n\n# 一、举措\n", FileKind::Md);
        is("-", "---\n\n# 一、举措\n", FileKind::Txt);
        is("报告.MD", "一、举措", FileKind::Md);
        is(
            "a.markdown",
            "<br> | <br> | <br> | <br> | <br> | <br>",
            FileKind::Md,
        );
        is("", "", FileKind::Txt);
    }
}
