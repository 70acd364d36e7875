//! The style sheet ([MS-DOC] 2.9.271), as the styles of a `.docx` file.

use super::bytes::part;
use super::bytes::u16_at;
use super::bytes::wide;
use super::sprm::Characters;
use super::sprm::Paragraph;
use crate::reader::docx::styles::Style;
use crate::reader::docx::styles::Styles;

/// Most styles there are ([MS-DOC] 2.9.273: `cstd`).
const MAX_STYLES: usize = 4095;

/// The number that means “based on nothing”.
const NOTHING: u16 = 0x0FFF;

/// Reads the sheet. A style's id is its number, so that it is its index as well.
pub(super) fn read(sheet: &[u8]) -> Styles {
    let mut styles = Styles::default();
    let head = usize::from(u16_at(sheet, 0).unwrap_or(0));
    let n = usize::from(u16_at(sheet, 2).unwrap_or(0)).min(MAX_STYLES);
    let base = usize::from(u16_at(sheet, 4).unwrap_or(0));
    let mut at = 2 + head;
    for number in 0..n {
        let length = usize::from(u16_at(sheet, at).unwrap_or(0));
        let style = style(part(sheet, at + 2, length), base).unwrap_or_default();
        styles.add(number.to_string(), style, number == 0);
        at += 2 + length;
    }
    styles.link();
    styles
}

fn style(bytes: &[u8], base: usize) -> Option<Style> {
    let built_in = u16_at(bytes, 0)? & 0x0FFF;
    let kind = u16_at(bytes, 2)? & 0x000F;
    let based_on = u16_at(bytes, 2)? >> 4;
    let length = usize::from(u16_at(bytes, base)?);
    let name = wide(part(bytes, base + 2, 2 * length));
    let mut style = Style {
        name: known(built_in).unwrap_or(name),
        based_on: (based_on != NOTHING).then(|| based_on.to_string()),
        ..Style::default()
    };
    // The name ends with a NUL; what follows begins at an even byte.
    let mut at = base + 2 + 2 * length + 2;
    let mut next = || {
        let length = usize::from(u16_at(bytes, at).unwrap_or(0));
        let properties = part(bytes, at + 2, length);
        at += 2 + length + length % 2;
        properties
    };
    match kind {
        1 => {
            let paragraph = Paragraph::read(next());
            style.paragraph = paragraph.props;
            style.paragraph.style = None;
            style.run = of_characters(next());
        }
        2 => style.run = of_characters(next()),
        _ => {}
    }
    Some(style)
}

fn of_characters(properties: &[u8]) -> crate::reader::docx::props::RunProps {
    let mut characters = Characters::default();
    characters.apply(properties);
    characters.run
}

/// Names the styles that are built into Word, whatever its language ([MS-DOC] 2.9.260).
fn known(built_in: u16) -> Option<String> {
    match built_in {
        1..=9 => Some(format!("heading {built_in}")),
        19..=27 => Some(format!("toc {}", built_in - 18)),
        62 => Some("Title".to_owned()),
        _ => None,
    }
}
