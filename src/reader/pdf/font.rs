//! Fonts: which codes a string holds, what they mean, how far they reach.
//!
//! What a code means is looked up in this order: the font's own `ToUnicode`; the encoding, where
//! its codes are characters (`UniGB-UCS2-H`, `GBK-EUC-H`); the collection, where its glyphs are
//! numbered by Adobe-GB1; the names of glyphs; the embedded TrueType font read backwards. Font
//! programs are not drawn, so most of them are never unpacked.

use super::Stop;
use super::cmap;
use super::cmap::CMap;
use super::filter::Budget;
use super::filter::decode;
use super::names;
use super::names::Base;
use super::sfnt;
use crate::reader::limits::MAX_MAPPINGS;
use encoding_rs::Encoding;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Object;
use hayro_syntax::object::Stream;
use hayro_syntax::object::String as PdfString;
use std::collections::BTreeMap;

/// A font of the file.
#[derive(Debug)]
pub(super) struct Font {
    /// Its name without the mark of a subset.
    pub(super) name: String,
    pub(super) bold: bool,
    /// Whether it writes downwards.
    pub(super) vertical: bool,
    codes: Codes,
    to_unicode: Option<CMap>,
    /// Characters by the number of their glyph, where only the font program tells.
    glyphs: BTreeMap<u32, char>,
    is_gb1: bool,
    widths: Widths,
}

/// How codes are written in strings.
#[derive(Debug)]
enum Codes {
    /// One byte each; what each means.
    Simple(Vec<Option<String>>),
    /// Two bytes that are the number of the glyph.
    Identity,
    /// UTF-16; where ASCII starts among the glyphs.
    Utf16,
    /// A legacy encoding; which glyph the blank is.
    Legacy(&'static Encoding, u32),
    /// A map in the file, and the encoding it goes on from.
    Map(CMap, Option<Box<Self>>),
}

#[derive(Debug, Default)]
struct Widths {
    /// First glyph (or code) of each stretch, with its last one and the width in em.
    some: BTreeMap<u32, (u32, f32)>,
    default: f32,
}

impl Widths {
    fn of(&self, glyph: u32) -> f32 {
        match self.some.range(..=glyph).next_back() {
            Some((_, (last, width))) if glyph <= *last => *width,
            _ => self.default,
        }
    }

    fn set(&mut self, first: u32, last: u32, width: f32) {
        if self.some.len() < MAX_MAPPINGS && width.is_finite() {
            self.some.insert(first, (last, width.clamp(-10.0, 10.0)));
        }
    }
}

impl Font {
    /// Reads a font dictionary.
    pub(super) fn read(dict: &Dict<'_>, budget: &mut Budget) -> Result<Self, Stop> {
        let is_composite = name(dict, "Subtype").as_deref() == Some("Type0");
        let inner = if is_composite {
            let fonts = dict.get::<Array<'_>>("DescendantFonts");
            fonts.and_then(|fonts| fonts.iter::<Dict<'_>>().next())
        } else {
            None
        };
        let described = inner.as_ref().unwrap_or(dict);
        let descriptor = described
            .get::<Dict<'_>>("FontDescriptor")
            .unwrap_or_default();
        let base_name = name(dict, "BaseFont").or_else(|| name(&descriptor, "FontName"));
        let base_name = without_subset(&base_name.unwrap_or_default()).to_owned();
        let to_unicode = match dict.get::<Stream<'_>>("ToUnicode") {
            Some(stream) => Some(CMap::read(&decode(&stream, budget)?)),
            None => None,
        };
        let mut font = Self {
            bold: is_bold(&base_name, &descriptor),
            name: base_name,
            vertical: false,
            codes: Codes::Identity,
            to_unicode,
            glyphs: BTreeMap::new(),
            is_gb1: false,
            widths: Widths::default(),
        };
        match &inner {
            Some(inner) => font.read_composite(dict, inner, &descriptor, budget)?,
            None => font.read_simple(dict, &descriptor, budget)?,
        }
        Ok(font)
    }

    fn read_composite(
        &mut self,
        dict: &Dict<'_>,
        inner: &Dict<'_>,
        descriptor: &Dict<'_>,
        budget: &mut Budget,
    ) -> Result<(), Stop> {
        match dict.get::<Object<'_>>("Encoding") {
            Some(Object::Name(name)) => {
                let name = String::from_utf8_lossy(name.as_ref()).into_owned();
                self.vertical = name.ends_with("-V");
                self.codes = Codes::named(&name);
            }
            Some(Object::Stream(stream)) => {
                let map = CMap::read(&decode(&stream, budget)?);
                let base = map.base.clone().or_else(|| name(stream.dict(), "UseCMap"));
                let base = base.map(|base| Box::new(Codes::named(&base)));
                self.vertical = map.vertical;
                self.codes = Codes::Map(map, base);
            }
            _ => {}
        }
        let system = inner.get::<Dict<'_>>("CIDSystemInfo");
        let ordering = system.and_then(|system| system.get::<PdfString<'_>>("Ordering"));
        self.is_gb1 = ordering.is_some_and(|ordering| ordering.as_bytes() == b"GB1");
        self.widths = composite_widths(inner);
        if self.to_unicode.is_none()
            && !self.is_gb1
            && matches!(self.codes, Codes::Identity | Codes::Map(..))
            && let Some(program) = descriptor.get::<Stream<'_>>("FontFile2")
        {
            let glyphs = sfnt::characters(&decode(&program, budget)?);
            self.glyphs = match inner.get::<Stream<'_>>("CIDToGIDMap") {
                Some(map) => by_cid(&decode(&map, budget)?, &glyphs),
                None => glyphs,
            };
        }
        Ok(())
    }

    fn read_simple(
        &mut self,
        dict: &Dict<'_>,
        descriptor: &Dict<'_>,
        budget: &mut Budget,
    ) -> Result<(), Stop> {
        let subtype = name(dict, "Subtype").unwrap_or_default();
        let encoding = dict.get::<Object<'_>>("Encoding");
        let (base, differences) = match &encoding {
            Some(Object::Name(name)) => (base_of(name.as_ref()), None),
            Some(Object::Dict(encoding)) => (
                encoding
                    .get::<Name<'_>>("BaseEncoding")
                    .and_then(|name| base_of(name.as_ref())),
                encoding.get::<Array<'_>>("Differences"),
            ),
            _ => (None, None),
        };
        let usual = if subtype == "TrueType" {
            Base::WinAnsi
        } else {
            Base::Standard
        };
        let start = base.unwrap_or(usual);
        let mut texts: Vec<Option<String>> = (0..=u8::MAX)
            .map(|code| start.text_of(code).map(String::from))
            .collect();
        if base.is_none()
            && let Some(program) = descriptor.get::<Stream<'_>>("FontFile")
            && self.to_unicode.is_none()
        {
            let program = decode(&program, budget)?;
            for (code, name) in sfnt::type_1_encoding(&program) {
                set(&mut texts, usize::from(code), names::text_of_name(&name));
            }
        }
        if let Some(differences) = differences {
            let mut code = 0;
            for object in differences.iter::<Object<'_>>() {
                match object {
                    Object::Number(number) => {
                        code = usize::try_from(number.as_i64()).unwrap_or(usize::MAX);
                    }
                    Object::Name(name) => {
                        set(&mut texts, code, names::text_of_name(name.as_str()));
                        code = code.saturating_add(1);
                    }
                    _ => {}
                }
            }
        }
        self.codes = Codes::Simple(texts);
        self.widths = simple_widths(dict, descriptor, &subtype, &self.name);
        Ok(())
    }

    /// Cuts the first code off `bytes`, which are not empty: the code and its length.
    pub(super) fn next(&self, bytes: &[u8]) -> (u32, usize) {
        self.codes.next(bytes)
    }

    /// Returns what a code stands for.
    pub(super) fn text(&self, code: u32, length: usize) -> Option<String> {
        let told = self.to_unicode.as_ref().and_then(|map| map.text_of(code));
        told.or_else(|| self.codes.text(code, length))
            .or_else(|| {
                let glyph = self.codes.glyph(code, length)?;
                let c = if self.is_gb1 {
                    names::gb1(glyph)
                } else {
                    self.glyphs.get(&glyph).copied()
                };
                c.map(String::from)
            })
            .filter(|text| !text.is_empty())
    }

    /// Returns how far a code reaches, in em.
    pub(super) fn width(&self, code: u32, length: usize) -> f32 {
        match self.codes.glyph(code, length) {
            Some(glyph) => self.widths.of(glyph),
            None => self.widths.default,
        }
    }
}

fn set(texts: &mut [Option<String>], code: usize, text: Option<String>) {
    if let Some(slot) = texts.get_mut(code) {
        *slot = text;
    }
}

impl Codes {
    /// Finds the predefined encoding of a composite font (ISO 32000-1, table 118).
    fn named(name: &str) -> Self {
        // Proportional ASCII is glyph 1 in all collections, half-width ASCII of Adobe-GB1 814.
        let starts = |start: &str| name.starts_with(start);
        if name.contains("UCS2") || name.contains("UTF16") {
            Self::Utf16
        } else if starts("GBKp-EUC") || starts("GBpc-EUC") || starts("GBK2K") {
            Self::Legacy(encoding_rs::GB18030, 1)
        } else if starts("GBK-EUC") || starts("GB-EUC") {
            Self::Legacy(encoding_rs::GB18030, 814)
        } else if name.contains("-B5-") || starts("B5pc") {
            Self::Legacy(encoding_rs::BIG5, 1)
        } else if name.contains("RKSJ") {
            Self::Legacy(encoding_rs::SHIFT_JIS, 1)
        } else if starts("KSC") {
            Self::Legacy(encoding_rs::EUC_KR, 1)
        } else if starts("EUC-") {
            Self::Legacy(encoding_rs::EUC_JP, 1)
        } else {
            Self::Identity
        }
    }

    fn next(&self, bytes: &[u8]) -> (u32, usize) {
        let first = bytes.first().copied().unwrap_or_default();
        let second = bytes.get(1).copied();
        let n = match self {
            Self::Simple(_) => 1,
            Self::Identity => 2,
            Self::Utf16 if (0xD8..0xDC).contains(&first) => 4,
            Self::Utf16 => 2,
            Self::Legacy(encoding, _) => {
                let is_long = second.is_some_and(|byte| byte.is_ascii_digit());
                match first {
                    0..=0x80 | 0xFF => 1,
                    0xA1..=0xDF if *encoding == encoding_rs::SHIFT_JIS => 1,
                    _ if is_long && *encoding == encoding_rs::GB18030 => 4,
                    _ => 2,
                }
            }
            Self::Map(map, base) => {
                if let Some(found) = map.next(bytes) {
                    return found;
                }
                match base {
                    Some(base) => return base.next(bytes),
                    None => 2,
                }
            }
        };
        let n = n.min(bytes.len()).max(1);
        (cmap::code(bytes.get(..n).unwrap_or(bytes)), n)
    }

    fn text(&self, code: u32, length: usize) -> Option<String> {
        let bytes = code.to_be_bytes();
        let bytes = bytes.get(4_usize.checked_sub(length)?..)?;
        match self {
            Self::Simple(texts) => texts.get(code as usize)?.clone(),
            Self::Identity => None,
            Self::Utf16 => {
                let pairs = bytes.chunks_exact(2);
                let units: Vec<u16> = pairs
                    .map(|pair| u16::try_from(cmap::code(pair)).unwrap_or_default())
                    .collect();
                String::from_utf16(&units).ok().filter(|text| text != "\0")
            }
            Self::Legacy(encoding, _) => {
                let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
                Some(text.into_owned())
            }
            Self::Map(map, base) => match base {
                Some(base) if map.glyph_of(code).is_none() => base.text(code, length),
                _ => None,
            },
        }
    }

    /// Returns the glyph that a code selects, as far as widths and collections need it.
    fn glyph(&self, code: u32, length: usize) -> Option<u32> {
        let ascii = |start: u32| {
            (0x20..0x7F)
                .contains(&code)
                .then(|| start + code.saturating_sub(0x20))
        };
        match self {
            Self::Simple(_) | Self::Identity => Some(code),
            Self::Utf16 => ascii(1),
            Self::Legacy(_, start) if length == 1 => ascii(*start),
            Self::Legacy(..) => None,
            Self::Map(map, base) => match (map.glyph_of(code), base) {
                (Some(glyph), _) => Some(glyph),
                (None, Some(base)) => base.glyph(code, length),
                (None, None) => (!map.has_glyphs()).then_some(code),
            },
        }
    }
}

fn name(dict: &Dict<'_>, key: &str) -> Option<String> {
    let name = dict.get::<Name<'_>>(key)?;
    Some(match std::str::from_utf8(name.as_ref()) {
        Ok(text) => text.to_owned(),
        // Chinese names of fonts are written in GBK by some.
        Err(_) => encoding_rs::GBK.decode(name.as_ref()).0.into_owned(),
    })
}

/// Takes off the mark of a subset: `ABCDEF+SimSun`.
fn without_subset(name: &str) -> &str {
    match name.split_once('+') {
        Some((mark, rest)) if mark.len() == 6 => rest,
        _ => name,
    }
}

fn is_bold(name: &str, descriptor: &Dict<'_>) -> bool {
    const FORCE_BOLD: i64 = 1 << 18;
    let lower = name.to_lowercase();
    let named = ["bold", "black", "heavy", "simhei", "黑体", "黑_gbk", "xbs"];
    named.iter().any(|word| lower.contains(word))
        || number(descriptor, "FontWeight").is_some_and(|weight| weight >= 600.0)
        || descriptor
            .get::<i32>("Flags")
            .is_some_and(|flags| i64::from(flags) & FORCE_BOLD != 0)
}

fn number(dict: &Dict<'_>, key: &str) -> Option<f32> {
    dict.get::<f32>(key).filter(|number| number.is_finite())
}

fn base_of(name: &[u8]) -> Option<Base> {
    match name {
        b"WinAnsiEncoding" => Some(Base::WinAnsi),
        b"MacRomanEncoding" => Some(Base::MacRoman),
        b"StandardEncoding" => Some(Base::Standard),
        _ => None,
    }
}

fn composite_widths(inner: &Dict<'_>) -> Widths {
    let mut widths = Widths {
        default: number(inner, "DW").unwrap_or(1000.0) / 1000.0,
        ..Widths::default()
    };
    let Some(array) = inner.get::<Array<'_>>("W") else {
        return widths;
    };
    let mut numbers: Vec<f32> = Vec::new();
    for object in array.iter::<Object<'_>>() {
        match object {
            Object::Number(number) => numbers.push(number.as_f32()),
            Object::Array(each) => {
                let first = glyph(numbers.first().copied());
                for (glyph, width) in (first..).zip(each.iter::<f32>()) {
                    widths.set(glyph, glyph, width / 1000.0);
                }
                numbers.clear();
            }
            _ => {}
        }
        if let [first, last, width] = numbers.as_slice() {
            let (first, last) = (glyph(Some(*first)), glyph(Some(*last)));
            widths.set(first, last.max(first), width / 1000.0);
            numbers.clear();
        }
    }
    widths
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes the nearest number there is, whatever it was"
)]
fn glyph(number: Option<f32>) -> u32 {
    number.unwrap_or_default() as u32
}

fn simple_widths(dict: &Dict<'_>, descriptor: &Dict<'_>, subtype: &str, name: &str) -> Widths {
    // The glyphs of a Type 3 font have a scale of their own.
    let unit = if subtype == "Type3" {
        let matrix = dict.get::<[f32; 6]>("FontMatrix");
        matrix.map_or(0.001, |matrix| matrix.first().copied().unwrap_or(0.001))
    } else {
        0.001
    };
    let missing = number(descriptor, "MissingWidth").unwrap_or(0.0);
    let mut widths = Widths {
        default: missing * unit,
        ..Widths::default()
    };
    let first = dict.get::<i32>("FirstChar").unwrap_or(0);
    let first = u32::try_from(first).unwrap_or(0);
    match dict.get::<Array<'_>>("Widths") {
        Some(array) => {
            for (code, width) in (first..256).zip(array.iter::<f32>()) {
                widths.set(code, code, width * unit);
            }
        }
        // One of the fourteen fonts that every reader has: roughly their widths.
        None if name.contains("Courier") => widths.default = 0.6,
        None => {
            widths.default = 0.53;
            for narrow in [0x20, 0x2C, 0x2E, 0x3A, 0x3B] {
                widths.set(narrow, narrow, 0.27);
            }
        }
    }
    widths
}

/// Turns characters by glyph into characters by the number that codes select.
fn by_cid(map: &[u8], glyphs: &BTreeMap<u32, char>) -> BTreeMap<u32, char> {
    (0..)
        .zip(map.chunks_exact(2))
        .filter_map(|(cid, glyph)| Some((cid, *glyphs.get(&cmap::code(glyph))?)))
        .collect()
}
