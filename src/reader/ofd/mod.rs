//! OFD packages (GB/T 33190): pages of text objects at places.
//!
//! What the pages show goes to [`super::paged`], as the pages of a PDF do. Text of template pages
//! (heads, seals, marks) belongs to the page and not to the report. A text object that names
//! glyphs and no characters cannot be read; it is counted.

mod page;
mod tree;

use super::ReadError;
use super::limits::MAX_CHARACTERS;
use super::limits::MAX_PAGES;
use super::paged;
use super::paged::Sheet;
use crate::ooxml::Package;
use crate::text::Format;
use crate::text::SourceBuilder;
use crate::text::SourceText;
use page::Fonts;
use std::collections::BTreeMap;
use tree::Node;

const NAME: &str = "OFD";

fn damaged(what: String) -> ReadError {
    ReadError::Damaged { format: NAME, what }
}

/// The package is opened as a Word one is; its messages name the format.
fn renamed(error: ReadError) -> ReadError {
    match error {
        ReadError::Damaged { what, .. } => damaged(what),
        ReadError::Limit { what } => ReadError::Limit {
            what: what.replace("Word 文档（docx）", NAME),
        },
        other => other,
    }
}

/// Reads an OFD package.
pub(super) fn read(bytes: &[u8]) -> Result<SourceText, ReadError> {
    let mut file = File {
        package: Package::open(bytes).map_err(|error| renamed(error.into()))?,
    };
    let root = file.needed("OFD.xml")?;
    let main = root
        .text_of("DocRoot")
        .ok_or_else(|| damaged("找不到文档入口".to_owned()))?;
    let document = file.needed(&main)?;
    let mut builder = SourceBuilder::new(Format::Ofd, "UTF-8");
    if let Some(title) = root.text_of("Title") {
        builder.file_title(&title);
    }
    let sheets = file.pages(&document, &main)?;
    paged::write(sheets, &mut builder)?;
    Ok(builder.finish(None))
}

struct File<'b> {
    package: Package<'b>,
}

impl File<'_> {
    fn part(&mut self, name: &str) -> Result<Option<Node>, ReadError> {
        let Some(part) = self
            .package
            .part(name)
            .map_err(|error| renamed(error.into()))?
        else {
            return Ok(None);
        };
        Node::read(&part.text, name).map(Some)
    }

    fn needed(&mut self, name: &str) -> Result<Node, ReadError> {
        let found = self.part(name)?;
        found.ok_or_else(|| damaged(format!("缺少部件 {name}")))
    }

    fn pages(&mut self, document: &Node, main: &str) -> Result<Vec<Sheet>, ReadError> {
        let listed: Vec<String> = document
            .all("Page")
            .into_iter()
            .filter_map(|page| Some(resolve(main, page.attribute("BaseLoc")?)))
            .collect();
        if listed.len() > MAX_PAGES {
            return Err(ReadError::Limit {
                what: format!("OFD 超过 {MAX_PAGES} 页"),
            });
        }
        let mut fonts = Fonts::default();
        for name in ["PublicRes", "DocumentRes"] {
            if let Some(path) = document.text_of(name)
                && let Some(resources) = self.part(&resolve(main, &path))?
            {
                fonts.read(&resources);
            }
        }
        let mut templates: BTreeMap<String, Node> = BTreeMap::new();
        for template in document.all("TemplatePage") {
            let (Some(id), Some(path)) = (template.attribute("ID"), template.attribute("BaseLoc"))
            else {
                continue;
            };
            if let Some(node) = self.part(&resolve(main, path))? {
                templates.insert(id.to_owned(), node);
            }
        }
        let usual = page::area(document);
        let mut sheets = Vec::new();
        let mut n = 0;
        for path in listed {
            let node = self.needed(&path)?;
            let mut sheet = page::read(&node, usual, &fonts, false);
            for template in node.all("Template") {
                let id = template.attribute("TemplateID").unwrap_or_default();
                if let Some(template) = templates.get(id) {
                    let back = page::read(template, usual, &fonts, true);
                    sheet.glyphs.extend(back.glyphs);
                }
            }
            n += sheet.glyphs.len();
            if n > MAX_CHARACTERS {
                return Err(ReadError::Limit {
                    what: format!("OFD 的文字超过 {} 万字", MAX_CHARACTERS / 10_000),
                });
            }
            sheets.push(sheet);
        }
        Ok(sheets)
    }
}

/// Follows a path from the part that names it.
fn resolve(from: &str, path: &str) -> String {
    let path = path.trim();
    match (path.strip_prefix('/'), from.rsplit_once('/')) {
        (Some(whole), _) => whole.to_owned(),
        (None, Some((folder, _))) => format!("{folder}/{path}"),
        (None, None) => path.to_owned(),
    }
}
