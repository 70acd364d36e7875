//! The last section of a PDF file, which an update is appended to, and what an earlier run of
//! ours appended.

use super::syntax;
use crate::render::marks::Refused;

/// Starts what a run of ours appends, with the length of the file before it. By it alone it is
/// known again, so it never changes.
const MARK: &str = "%yifa-annotations ";

/// The comment that starts our part.
pub(super) fn mark(length: usize) -> String {
    format!("{MARK}{length}\n")
}

/// Returns how long the file was before we appended to it, where nobody appended anything since.
pub(super) fn own(bytes: &[u8]) -> Option<usize> {
    let at = rfind(bytes, MARK.as_bytes())?;
    let (length, end) = syntax::number(bytes, at + MARK.len())?;
    let length = usize::try_from(length).ok()?;
    let is_there = at == length || at == length + 1 && bytes.get(length) == Some(&b'\n');
    let ours = bytes.get(end..)?;
    // One section: there was no other update behind it.
    let sections = ours.windows(9).filter(|nine| nine == b"startxref");
    (is_there && ours.ends_with(b"%%EOF\n") && sections.count() == 1).then_some(length)
}

/// How a section lists its objects; an update must do it the same way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Table,
    Stream,
}

/// The last section of a file.
#[derive(Debug)]
pub(super) struct Tail<'a> {
    pub(super) kind: Kind,
    /// Where its list of objects starts.
    pub(super) start: u32,
    /// One more than the highest number of an object.
    pub(super) size: u32,
    /// Its trailer, or the dictionary of its stream.
    trailer: &'a [u8],
}

impl<'a> Tail<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Refused> {
        let tail = Self::find(bytes).ok_or_else(|| {
            Refused::new(
                "这个 PDF 末尾的对象目录已损坏，不能在它后面追加批注；请用阅读器或 WPS 另存一份再试，或者用 --output 批注.docx 写成 Word 文档",
            )
        })?;
        if tail.value("/Encrypt").is_some() {
            return Err(Refused::new(
                "这个 PDF 设了权限加密，不能往里写批注；请另存为不加密的 PDF，或者用 --output 批注.docx 写成 Word 文档",
            ));
        }
        Ok(tail)
    }

    fn find(bytes: &'a [u8]) -> Option<Self> {
        const WORD: &[u8] = b"startxref";
        let at = rfind(bytes, WORD)?;
        let (start, _) = syntax::number(bytes, at + WORD.len())?;
        let at = syntax::skip_blank(bytes, usize::try_from(start).ok()?);
        let section = bytes.get(at..)?;
        let (kind, trailer) = if section.starts_with(b"xref") {
            let at = find(section, b"trailer")? + b"trailer".len();
            (Kind::Table, section.get(syntax::skip_blank(section, at)..)?)
        } else {
            let (_, at) = syntax::number(section, 0)?;
            let (_, at) = syntax::number(section, at)?;
            let at = syntax::skip_blank(section, at);
            let body = section.get(at..)?.strip_prefix(b"obj")?;
            (Kind::Stream, body.get(syntax::skip_blank(body, 0)..)?)
        };
        let is_stream = syntax::value(trailer, b"/Type") == Some(b"/XRef");
        let (size, _) = syntax::number(syntax::value(trailer, b"/Size")?, 0)?;
        (is_stream == (kind == Kind::Stream)).then_some(Self {
            kind,
            start,
            size,
            trailer,
        })
    }

    /// Returns a value of the trailer as it is written there.
    pub(super) fn value(&self, key: &str) -> Option<&'a [u8]> {
        syntax::value(self.trailer, key.as_bytes())
    }
}

/// Finds the last `needle`.
fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).rposition(|part| part == needle)
}

/// Finds the first `needle`.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|part| part == needle)
}
