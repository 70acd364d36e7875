//! The zip package: its parts within limits, its relationships, and what it is if not Word.

use crate::ooxml::Error;
use crate::ooxml::Text;
use crate::ooxml::Xml;
use crate::ooxml::damaged;
use crate::ooxml::limits::MAX_ENTRIES;
use crate::ooxml::limits::MAX_PART_BYTES;
use crate::ooxml::limits::MAX_TOTAL_BYTES;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;
use zip::ZipArchive;
use zip::result::ZipError;

/// The signature of an entry in a zip directory, from the zip specification (APPNOTE 4.3.12).
const DIRECTORY_ENTRY: [u8; 4] = *b"PK\x01\x02";

/// How often [`DIRECTORY_ENTRY`] may occur in the whole file. A package that is embedded in
/// the report brings its own, so this is above [`MAX_ENTRIES`]; it bounds what opening costs.
const MAX_SIGNATURES: usize = 10 * MAX_ENTRIES;

/// One relationship of a part.
pub(crate) struct Relation {
    /// The last word of its type, which is the same in the strict form: `styles`, `header`.
    pub(crate) kind: String,
    /// The name of the part it leads to.
    pub(crate) target: String,
}

/// An opened package.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Index of each entry by its name in small letters with `/` between folders.
    names: BTreeMap<String, usize>,
    unpacked: u64,
}

impl<'b> Package<'b> {
    /// Opens a package without unpacking anything.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Error> {
        let signatures = bytes.windows(4).filter(|four| *four == DIRECTORY_ENTRY);
        if signatures.take(MAX_SIGNATURES + 1).count() > MAX_SIGNATURES {
            return Err(too_many_entries());
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken_zip(&error))?;
        if archive.len() > MAX_ENTRIES {
            return Err(too_many_entries());
        }
        let mut names = BTreeMap::new();
        let mut repeated = archive.has_duplicate_names();
        for index in 0..archive.len() {
            let entry = archive
                .by_index_data(index)
                .map_err(|error| broken_zip(&error))?;
            if entry.encrypted() {
                return Err(damaged("压缩包内的内容被加密，请先取消密码".to_owned()));
            }
            let name = entry.name().map_err(|error| broken_zip(&error))?;
            repeated |= names.insert(normal(&name), index).is_some();
        }
        if repeated {
            return Err(damaged("压缩包内有重名的部件".to_owned()));
        }
        Ok(Self {
            archive,
            names,
            unpacked: 0,
        })
    }

    /// Tells whether there is a part `name`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&normal(name))
    }

    /// Unpacks and decodes the part `name`; `None` where the package has none.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Text>, Error> {
        let Some(&index) = self.names.get(&normal(name)) else {
            return Ok(None);
        };
        let file = self
            .archive
            .by_index(index)
            .map_err(|error| broken_zip(&error))?;
        if file.size() > MAX_PART_BYTES {
            return Err(too_large(name));
        }
        let mut bytes = Vec::new();
        // The declared size may lie: one byte more than allowed is enough to know.
        file.take(MAX_PART_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| damaged(format!("部件 {name} 解压失败或校验不符")))?;
        let n_bytes = bytes.len() as u64;
        self.unpacked = self.unpacked.saturating_add(n_bytes);
        if n_bytes > MAX_PART_BYTES || self.unpacked > MAX_TOTAL_BYTES {
            return Err(too_large(name));
        }
        Text::decode(name, bytes).map(Some)
    }

    /// Returns the relationships of `part`, of the package itself where it is empty.
    pub(crate) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = format!("{folder}/_rels/{file}.rels");
        let name = name.trim_start_matches('/');
        let mut found = Vec::new();
        let Some(text) = self.part(name)? else {
            return Ok(found);
        };
        let mut xml = Xml::new(&text.text, name);
        while let Some(root) = xml.child()? {
            drop(root);
            while let Some(element) = xml.child()? {
                let kind = xml.attribute(&element, "Type");
                let target = xml.attribute(&element, "Target");
                let outside = xml.attribute(&element, "TargetMode");
                xml.skip(|_| {})?;
                if let (Some(kind), Some(target), true) =
                    (kind, target, outside.as_deref() != Some("External"))
                {
                    found.push(Relation {
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: resolve(folder, &target),
                    });
                }
            }
        }
        Ok(found)
    }

    /// Finds the name of the part that holds the report.
    pub(crate) fn main_part(&mut self, relations: &[Relation]) -> Result<String, Error> {
        let types = self.content_types()?;
        let related = relations
            .iter()
            .filter(|relation| relation.kind == "officeDocument")
            .map(|relation| normal(&relation.target));
        let typed = types
            .iter()
            .filter(|(_, kind)| kind.contains("wordprocessingml") && kind.contains(".main+xml"))
            .map(|(part, _)| part.clone());
        let usual = std::iter::once("word/document.xml".to_owned());
        let found = related
            .chain(typed)
            .chain(usual)
            .find(|name| self.names.contains_key(name));
        let Some(name) = found else {
            return Err(self.foreign());
        };
        let kind = types.get(&name).map_or("", String::as_str);
        if kind.contains("spreadsheetml") || name.starts_with("xl/") {
            return Err(not_yet(
                "Excel 表格（xlsx）",
                "请把报告正文另存为 docx 后再检查",
            ));
        }
        if kind.contains("presentationml") || name.starts_with("ppt/") {
            return Err(not_yet(
                "演示文稿（pptx）",
                "请把报告正文另存为 docx 后再检查",
            ));
        }
        Ok(name)
    }

    /// Returns the content type of each part that has one of its own.
    fn content_types(&mut self) -> Result<BTreeMap<String, String>, Error> {
        const NAME: &str = "[Content_Types].xml";
        let mut types = BTreeMap::new();
        let Some(text) = self.part(NAME)? else {
            return Ok(types);
        };
        let mut xml = Xml::new(&text.text, NAME);
        while let Some(root) = xml.child()? {
            drop(root);
            while let Some(element) = xml.child()? {
                let part = xml.attribute(&element, "PartName");
                let kind = xml.attribute(&element, "ContentType");
                xml.skip(|_| {})?;
                if let (Some(part), Some(kind)) = (part, kind) {
                    types.insert(normal(&part), kind);
                }
            }
        }
        Ok(types)
    }

    /// Says what a package without a Word part is.
    fn foreign(&mut self) -> Error {
        const SAVE: &str = "请在 WPS 或 Word 中另存为 docx 后再检查";
        let has = |name: &str| self.names.contains_key(name);
        let has_folder = |name: &str| self.names.keys().any(|key| key.starts_with(name));
        if has("ofd.xml") {
            return not_yet("OFD 版式文档", "请用 WPS 或 OFD 阅读器转换为 docx 后再检查");
        }
        if has_folder("xl/") {
            return not_yet("Excel 表格（xlsx）", "请把报告正文另存为 docx 后再检查");
        }
        if has_folder("ppt/") {
            return not_yet("演示文稿（pptx）", "请把报告正文另存为 docx 后再检查");
        }
        if has("mimetype") && has("content.xml") {
            let kind = self.part("mimetype").ok().flatten();
            let kind = kind.map(|text| text.text).unwrap_or_default();
            return match kind.trim() {
                "application/vnd.oasis.opendocument.text" => {
                    not_yet("OpenDocument 文本（odt）", SAVE)
                }
                _ => not_yet("OpenDocument", SAVE),
            };
        }
        if has("[content_types].xml") || has_folder("word/") {
            return damaged("压缩包内没有 Word 正文部件".to_owned());
        }
        not_yet("zip 压缩包", "请先解压，再检查其中的报告文件")
    }
}

/// Part names are compared without case (ECMA-376 part 2, 9.1.1); some writers use `\`.
pub(crate) fn normal(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_lowercase()
}

/// Follows `target` from `folder` to a part name.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let from = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

fn broken_zip(error: &ZipError) -> Error {
    damaged(match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            "压缩方式不受支持".to_owned()
        }
        _ => "压缩包结构不完整".to_owned(),
    })
}

fn too_many_entries() -> Error {
    Error::Limit(format!("Word 文档（docx）内的部件超过 {MAX_ENTRIES} 个"))
}

fn too_large(name: &str) -> Error {
    Error::Limit(format!(
        "Word 文档（docx）的部件 {name} 解压后超过 {} MB（全部部件合计以 {} MB 为限）",
        MAX_PART_BYTES >> 20,
        MAX_TOTAL_BYTES >> 20
    ))
}

fn not_yet(format: &'static str, instead: &'static str) -> Error {
    Error::NotYet { format, instead }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_lead_from_the_folder_of_their_part() {
        let check = |folder: &str, target: &str, name: &str| {
            assert_eq!(resolve(folder, target), name);
        };
        check("", "word/document.xml", "word/document.xml");
        check("word", "styles.xml", "word/styles.xml");
        check("word", "/word/styles.xml", "word/styles.xml");
        check("word", "../docProps/core.xml", "docProps/core.xml");
        check("word", "..\\..\\x.xml", "x.xml");
    }
}
