//! One page: its text objects, lines and pictures, in points.

use super::tree::Node;
use super::tree::numbers;
use crate::reader::paged::Glyph;
use crate::reader::paged::Sheet;
use crate::reader::paged::Stroke;
use std::collections::BTreeMap;

/// Points of a millimetre: the rest of the program counts in points.
const POINTS: f32 = 72.0 / 25.4;
/// Most glyphs of one object that names no characters.
const MAX_GLYPHS: usize = 10_000;
/// A page of A4, where the file does not say how large it is.
const A4: [f32; 4] = [0.0, 0.0, 210.0, 297.0];

/// Fonts by their number.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    /// The number a style has, and whether the font is bold.
    known: BTreeMap<String, (u16, bool)>,
}

impl Fonts {
    /// Reads the fonts of a resource part.
    pub(super) fn read(&mut self, resources: &Node) {
        for font in resources.all("Font") {
            let Some(id) = font.attribute("ID") else {
                continue;
            };
            let name = font.attribute("FontName").unwrap_or_default();
            let bold = font.attribute("Bold") == Some("true") || name.contains('黑');
            let next = u16::try_from(self.known.len()).unwrap_or(u16::MAX);
            self.known.entry(id.to_owned()).or_insert((next, bold));
        }
    }
}

/// Returns the area of the pages: left, upper edge, width and height in millimetres.
pub(super) fn area(node: &Node) -> Option<[f32; 4]> {
    let text = node.text_of("PhysicalBox")?;
    <[f32; 4]>::try_from(numbers(&text)).ok()
}

/// Reads a page, or a template page whose text belongs to the page.
pub(super) fn read(node: &Node, usual: Option<[f32; 4]>, fonts: &Fonts, template: bool) -> Sheet {
    let own = node.all("Area").first().and_then(|area_of| area(area_of));
    let [left, top, width, height] = own.or(usual).unwrap_or(A4);
    let edges = [left, top, left + width, top + height];
    let mut sheet = Sheet {
        edges: edges.map(|n| n * POINTS),
        ..Sheet::default()
    };
    for object in node.all("TextObject") {
        text(object, fonts, template, &mut sheet);
    }
    for object in node.all("PathObject") {
        path(object, &mut sheet);
    }
    for object in node.all("ImageObject") {
        if let Ok([_, _, w, h]) = <[f32; 4]>::try_from(object.numbers("Boundary")) {
            let part = (w * h).abs() / (width * height).abs().max(1.0);
            sheet.picture = sheet.picture.max(part);
        }
    }
    sheet
}

/// Where the coordinates of an object stand on the page.
struct Place {
    at: [f32; 2],
    ctm: [f32; 6],
}

impl Place {
    fn of(object: &Node) -> Self {
        let boundary = object.numbers("Boundary");
        let at = match boundary.as_slice() {
            [x, y, ..] => [*x, *y],
            _ => [0.0, 0.0],
        };
        let ctm = <[f32; 6]>::try_from(object.numbers("CTM"));
        Self {
            at,
            ctm: ctm.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        }
    }

    fn apply(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [_, _, _, _, e, f] = self.ctm;
        let [dx, dy] = self.direction([x, y]);
        [
            dx + (e + self.at[0]) * POINTS,
            dy + (f + self.at[1]) * POINTS,
        ]
    }

    fn direction(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [a, b, c, d, ..] = self.ctm;
        [(a * x + c * y) * POINTS, (b * x + d * y) * POINTS]
    }
}

fn text(object: &Node, fonts: &Fonts, template: bool, sheet: &mut Sheet) {
    let place = Place::of(object);
    let size = object.numbers("Size").first().copied().unwrap_or(3.5);
    let scale = object.numbers("HScale").first().copied().unwrap_or(1.0);
    let weight = object.numbers("Weight").first().copied().unwrap_or(400.0);
    let font = object.attribute("Font").and_then(|id| fonts.known.get(id));
    let (style, bold) = font.copied().unwrap_or_default();
    let unknown: usize = object
        .all("CGTransform")
        .iter()
        .map(|glyphs| glyphs.numbers("Glyphs").len())
        .sum();
    let codes = object.all("TextCode");
    let is_told = codes.iter().any(|code| !code.text.trim().is_empty());
    for code in codes {
        let text: Vec<char> = match is_told {
            true => code
                .text
                .chars()
                .filter(|c| !"\r\n\t".contains(*c))
                .collect(),
            false => vec!['\u{FFFD}'; unknown.min(MAX_GLYPHS)],
        };
        let start = |name: &str| code.numbers(name).first().copied().unwrap_or(0.0);
        let mut at = [start("X"), start("Y")];
        let mut right = deltas(code.attribute("DeltaX"), text.len()).into_iter();
        let mut down = deltas(code.attribute("DeltaY"), text.len()).into_iter();
        for c in text {
            let width = if u32::from(c) < 0x2E80 && !"“”‘’—…·".contains(c) {
                0.5
            } else {
                1.0
            };
            let glyph = Glyph {
                c: if c.is_control() {
                    ' '
                } else {
                    crate::reader::paged::unify(c)
                },
                origin: place.apply(at),
                advance: place.direction([width * size * scale, 0.0]),
                up: place.direction([0.0, -size]),
                style,
                bold: bold || weight >= 600.0,
                hidden: object.attribute("Visible") == Some("false"),
                artifact: template,
            };
            if glyph.is_placed() && !glyph.hidden {
                sheet.glyphs.push(glyph);
            }
            at[0] += right.next().unwrap_or(0.0);
            at[1] += down.next().unwrap_or(0.0);
        }
    }
}

/// Reads the steps between characters: `g 3 4.5` is three times 4.5.
fn deltas(text: Option<&str>, n: usize) -> Vec<f32> {
    let mut steps = Vec::new();
    let mut words = text.unwrap_or_default().split_ascii_whitespace();
    let number = |word: Option<&str>| word.and_then(|word| word.parse::<f32>().ok());
    while let Some(word) = words.next() {
        if steps.len() > n {
            break;
        }
        if word.eq_ignore_ascii_case("g") {
            let times = words.next().and_then(|word| word.parse::<usize>().ok());
            let step = number(words.next()).unwrap_or(0.0);
            let times = times.unwrap_or(0).min(n);
            steps.resize(steps.len() + times, step);
        } else {
            steps.push(number(Some(word)).unwrap_or(0.0));
        }
    }
    steps
}

/// Reads the straight lines of a path.
fn path(object: &Node, sheet: &mut Sheet) {
    let place = Place::of(object);
    let mut last = [0.0, 0.0];
    let data = object.text_of("AbbreviatedData").unwrap_or_default();
    let mut words = data.split_ascii_whitespace();
    let point = |words: &mut std::str::SplitAsciiWhitespace<'_>| -> Option<[f32; 2]> {
        let x = words.next()?.parse().ok()?;
        Some([x, words.next()?.parse().ok()?])
    };
    while let Some(word) = words.next() {
        match word {
            "S" | "M" => last = point(&mut words).unwrap_or(last),
            "L" => {
                let Some(to) = point(&mut words) else { return };
                if sheet.strokes.len() < 20_000 {
                    sheet.strokes.push(Stroke {
                        from: place.apply(last),
                        to: place.apply(to),
                    });
                }
                last = to;
            }
            _ => {}
        }
    }
}
