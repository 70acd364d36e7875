//! The folding of one character, without the table of variants: `build.rs` uses it as well, to
//! prepare what is looked up by folded text.

/// Folds one character; `None` for a blank. `variant` gives the simplified form of a character
/// of U+2E80..=U+FAFF.
pub(crate) fn fold_with(c: char, variant: impl Fn(char) -> char) -> Option<char> {
    if c.is_ascii() {
        return match c {
            ' ' | '\r' | '\u{b}' | '\u{c}' => None,
            _ => Some(c),
        };
    }
    match c {
        // Most of a report.
        '\u{4E00}'..='\u{9FFF}' => Some(variant(c)),
        // Full-width ASCII keeps its distance to ASCII.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0),
        '、' | '。' | '《' | '》' | '“' | '”' | '—' | '〈' | '〉' => Some(c),
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => None,
        '–' | '―' | '─' | '━' => Some('—'),
        '−' => Some('-'),
        '〜' | '∼' => Some('~'),
        '「' => Some('“'),
        '」' => Some('”'),
        '『' => Some('‘'),
        '』' => Some('’'),
        '≪' => Some('《'),
        '≫' => Some('》'),
        '﹝' => Some('〔'),
        '﹞' => Some('〕'),
        '○' | '◯' => Some('〇'),
        '•' | '‧' | '・' | '∙' | '･' => Some('·'),
        '｡' => Some('。'),
        '､' => Some('、'),
        '﹪' => Some('%'),
        _ if c.is_whitespace() => None,
        '\u{2E80}'..='\u{FAFF}' => Some(variant(c)),
        _ => Some(c),
    }
}
