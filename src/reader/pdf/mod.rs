//! PDF files.
//!
//! hayro finds the objects of the file, repairs what is damaged and decrypts what has no
//! password. Everything else is ours, because it must be bounded: streams ([`filter`]), fonts
//! ([`font`], [`cmap`], [`names`]) and page contents ([`content`]). What the pages show goes to
//! [`super::paged`], which makes a text of it.

mod cmap;
mod content;
mod filter;
mod font;
mod guard;
mod matrix;
mod names;
mod sfnt;
mod shared;
mod show;
mod strokes;

use super::ReadError;
use super::limits::MAX_OBJECTS;
use super::limits::MAX_PAGES;
use super::paged;
use super::paged::Sheet;
use crate::text::Format;
use crate::text::SourceBuilder;
use crate::text::SourceText;
use content::Interpreter;
use hayro_syntax::DecryptionError;
use hayro_syntax::LoadPdfError;
use hayro_syntax::Pdf;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::MaybeRef;
use hayro_syntax::object::Object;
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::object::Stream;
use hayro_syntax::page::Page;
use shared::Shared;
use std::collections::BTreeSet;
use std::panic;

const NAME: &str = "PDF";

/// Why reading stopped.
#[derive(Debug)]
enum Stop {
    Limit(String),
    Damaged(String),
}

impl From<Stop> for ReadError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Limit(what) => Self::Limit { what },
            Stop::Damaged(what) => Self::Damaged { format: NAME, what },
        }
    }
}

/// Reads a PDF file.
pub(super) fn read(bytes: &[u8]) -> Result<SourceText, ReadError> {
    // A mistake of the library in a damaged file must be a message about this file.
    let read = panic::catch_unwind(|| read_pages(bytes));
    let (sheets, title) = read.unwrap_or_else(|_| {
        Err(ReadError::Damaged {
            format: NAME,
            what: "内部结构无法解析".to_owned(),
        })
    })?;
    let mut builder = SourceBuilder::new(Format::Pdf, "Unicode");
    if let Some(title) = title {
        builder.file_title(&title);
    }
    paged::write(sheets, &mut builder)?;
    Ok(builder.finish(None))
}

type Pages = (Vec<Sheet>, Option<String>);

fn read_pages(bytes: &[u8]) -> Result<Pages, ReadError> {
    guard::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(refused)?;
    if pdf.len() > MAX_OBJECTS {
        return Err(ReadError::Limit {
            what: format!("PDF 内的对象超过 {} 万个", MAX_OBJECTS / 10_000),
        });
    }
    let pages = pdf.pages();
    if pages.len() > MAX_PAGES {
        return Err(ReadError::Limit {
            what: format!("PDF 超过 {MAX_PAGES} 页"),
        });
    }
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let mut shared = Shared::new(root.map(|root| hidden_layers(&root)).unwrap_or_default());
    let sheets = pages
        .iter()
        .map(|page| read_page(page, &mut shared))
        .collect::<Result<Vec<Sheet>, Stop>>()?;
    let title = pdf.metadata().title.as_deref().map(text_string);
    Ok((sheets, title))
}

fn refused(error: LoadPdfError) -> ReadError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            ReadError::Encrypted { format: NAME }
        }
        LoadPdfError::Decryption(_) => ReadError::Damaged {
            format: NAME,
            what: "加密方式无法识别".to_owned(),
        },
        LoadPdfError::Invalid => ReadError::Damaged {
            format: NAME,
            what: "找不到页面".to_owned(),
        },
    }
}

fn read_page(page: &Page<'_>, shared: &mut Shared) -> Result<Sheet, Stop> {
    let crop = page.intersected_crop_box();
    let edges = [crop.x0, crop.y0, crop.x1, crop.y1].map(single);
    let sheet = Sheet {
        edges,
        ..Sheet::default()
    };
    let mut content = Vec::new();
    for stream in content_streams(page) {
        content.append(&mut filter::decode(&stream, &mut shared.budget)?);
        content.push(b'\n');
    }
    let resources = page.raw().get::<Dict<'_>>("Resources");
    let resources = resources.or_else(|| inherited(page.raw()));
    let mut interpreter = Interpreter::new(shared, sheet);
    interpreter.run(&content, &resources.unwrap_or_default())?;
    Ok(interpreter.sheet)
}

fn content_streams<'a>(page: &Page<'a>) -> Vec<Stream<'a>> {
    match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(array)) => array.iter::<Stream<'_>>().collect(),
        _ => Vec::new(),
    }
}

/// Looks for resources in the nodes above a page.
fn inherited<'a>(page: &Dict<'a>) -> Option<Dict<'a>> {
    let mut node = page.get::<Dict<'_>>("Parent")?;
    for _ in 0..64 {
        if let Some(found) = node.get::<Dict<'_>>("Resources") {
            return Some(found);
        }
        node = node.get::<Dict<'_>>("Parent")?;
    }
    None
}

/// Returns the layers that the file shows switched off: drafts, watermarks.
fn hidden_layers(root: &Dict<'_>) -> BTreeSet<ObjectIdentifier> {
    let layers = root.get::<Dict<'_>>("OCProperties");
    let usual = layers.and_then(|layers| layers.get::<Dict<'_>>("D"));
    let off = usual.and_then(|usual| usual.get::<Array<'_>>("OFF"));
    let items = off.iter().flat_map(|off| off.raw_iter());
    items
        .filter_map(|item| match item {
            MaybeRef::Ref(reference) => Some(reference.into()),
            MaybeRef::NotRef(_) => None,
        })
        .collect()
}

/// Decodes a text string: UTF-16 or UTF-8 with a mark, else roughly Latin-1; many writers put GBK.
fn text_string(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_with_bom_removal(bytes).0.into_owned();
    }
    encoding_rs::GB18030.decode(bytes).0.into_owned()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places on a page need no more than single precision"
)]
fn single(value: f64) -> f32 {
    value as f32
}
