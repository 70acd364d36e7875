//! `w:sym`: a character by its place in a symbol font.

/// Returns the character that `code` (hexadecimal) of `font` shows; `None` where unknown.
///
/// Symbol fonts have their signs at U+F000 and above. Only signs that occur in reports are
/// known: marks of choice and comparison.
pub(in crate::reader) fn decode(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    let place = match code {
        0xF020..=0xF0FF => code - 0xF000,
        _ => code,
    };
    let font = font.to_ascii_lowercase();
    let known = match font.as_str() {
        "wingdings" => wingdings(place),
        "wingdings 2" => wingdings_2(place),
        "symbol" => symbol(place),
        _ => None,
    };
    let private = (0xE000..=0xF8FF).contains(&code);
    let symbolic = matches!(
        font.as_str(),
        "wingdings" | "wingdings 2" | "wingdings 3" | "webdings" | "symbol"
    );
    known.or_else(|| {
        let plain = char::from_u32(code).filter(|c| !c.is_control());
        plain
            .filter(|_| !private)
            .filter(|_| !symbolic || code > 0xFF)
    })
}

fn wingdings(place: u32) -> Option<char> {
    Some(match place {
        0x6C => '●',
        0x6E => '■',
        0x6F | 0x71 | 0xA8 => '□',
        0x75 => '◆',
        0x77 => '⬥',
        0x9E => '·',
        0xA1 => '○',
        0xA7 => '▪',
        0xD8 => '➢',
        0xDF => '←',
        0xE0 => '→',
        0xFB => '✗',
        0xFC => '✓',
        0xFD => '☒',
        0xFE => '☑',
        _ => return None,
    })
}

fn wingdings_2(place: u32) -> Option<char> {
    Some(match place {
        0x4F => '✗',
        0x50 => '✓',
        0x51 => '☒',
        0x52 | 0x53 => '☑',
        0xA2 => '■',
        0xA3 => '□',
        _ => return None,
    })
}

fn symbol(place: u32) -> Option<char> {
    Some(match place {
        0x2D => '−',
        0xA3 => '≤',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 => '×',
        0xB7 => '•',
        0xB8 => '÷',
        0xB9 => '≠',
        0xBB => '≈',
        0xD6 => '√',
        0x20..=0x3F => char::from_u32(place)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_known_by_font_and_place() {
        let check = |font: &str, code: &str, sign: Option<char>| {
            assert_eq!(decode(font, code), sign, "{font} {code}");
        };
        check("Wingdings", "F0FE", Some('☑'));
        check("Wingdings 2", "F0A3", Some('□'));
        check("Symbol", "F0B3", Some('≥'));
        check("仿宋", "2460", Some('①'));
        check("Wingdings", "F041", None);
        check("Webdings", "0061", None);
        check("Arial", "110000", None);
        check("Arial", "x", None);
    }
}
