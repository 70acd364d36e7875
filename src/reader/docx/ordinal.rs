//! How a number of a list looks: `一`, `（二）`, `③`, `IV`.

/// Largest number that is written in letters. Word repeats letters (27 is `AA`, 53 `AAA`).
const MAX_LETTERS: u32 = 26 * 30;

/// Largest number with a Roman form.
const MAX_ROMAN: u32 = 3_999;

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const COUNTING: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const LEGAL_OLD: [char; 10] = ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// Writes `number` in the number format `format` (ECMA-376 part 1, 17.18.59 `ST_NumberFormat`).
///
/// A format that is not known, and a number that a format has no form for, is written in Arabic
/// digits, as Word does.
pub(super) fn write(format: &str, number: u32) -> String {
    let written = match format {
        "none" => Some(String::new()),
        "decimalZero" => Some(format!("{number:02}")),
        "numberInDash" => Some(format!("- {number} -")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(full_width(number)),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedFullstop" => from_row('⒈', 20, number),
        "decimalEnclosedParen" => from_row('⑴', 20, number),
        "ideographEnclosedCircle" => from_row('㊀', 10, number),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => counting(number, COUNTING, ['十', '百', '千'], true),
        "ideographDigital"
        | "japaneseDigitalTenThousand"
        | "taiwaneseDigital"
        | "koreanDigital2" => Some(digital(number)),
        "chineseLegalSimplified" => counting(number, LEGAL, ['拾', '佰', '仟'], false),
        "ideographLegalTraditional" => counting(number, LEGAL_OLD, ['拾', '佰', '仟'], false),
        "ideographTraditional" => from_list(STEMS, number),
        "ideographZodiac" => from_list(BRANCHES, number),
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).map(|roman| roman.to_lowercase()),
        _ => None,
    };
    written.unwrap_or_else(|| number.to_string())
}

/// `ten_alone`: ten is `十`, not `一十`.
fn counting(number: u32, digits: [char; 10], units: [char; 3], ten_alone: bool) -> Option<String> {
    if number > 9_999 {
        return None;
    }
    let digit = |value: u32| digits.get(value as usize).copied();
    if number == 0 {
        return digit(0).map(String::from);
    }
    let [ten, hundred, thousand] = units;
    let mut text = String::new();
    let mut gap = false;
    let places = [
        (1_000, Some(thousand)),
        (100, Some(hundred)),
        (10, Some(ten)),
        (1, None),
    ];
    for (place, unit) in places {
        let value = number / place % 10;
        if value == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push(digit(0)?);
            gap = false;
        }
        let alone = ten_alone && place == 10 && value == 1 && text.is_empty();
        if !alone {
            text.push(digit(value)?);
        }
        text.extend(unit);
    }
    Some(text)
}

fn digital(number: u32) -> String {
    let digits = number.to_string();
    let digits = digits.chars().filter_map(|c| c.to_digit(10));
    digits
        .filter_map(|digit| DIGITS.get(digit as usize))
        .collect()
}

fn full_width(number: u32) -> String {
    let digits = number.to_string();
    let digits = digits.chars().filter_map(|c| c.to_digit(10));
    digits
        .filter_map(|digit| char::from_u32('０' as u32 + digit))
        .collect()
}

/// Unicode has circled numbers in three rows.
fn circled(number: u32) -> Option<String> {
    match number {
        0 => Some("⓪".to_owned()),
        1..=20 => from_row('①', 20, number),
        21..=35 => from_row('㉑', 15, number - 20),
        _ => from_row('㊱', 15, number.checked_sub(35)?),
    }
}

/// Takes a number from a row of characters that begins with the form of 1.
fn from_row(first: char, last: u32, number: u32) -> Option<String> {
    if !(1..=last).contains(&number) {
        return None;
    }
    char::from_u32(first as u32 + number - 1).map(String::from)
}

fn from_list(list: &str, number: u32) -> Option<String> {
    let index = number.checked_sub(1)? as usize;
    list.chars().nth(index).map(String::from)
}

fn letters(number: u32, first: u8) -> Option<String> {
    if !(1..=MAX_LETTERS).contains(&number) {
        return None;
    }
    let index = number - 1;
    let letter = char::from_u32(u32::from(first) + index % 26)?;
    Some(std::iter::repeat_n(letter, index as usize / 26 + 1).collect())
}

fn roman(mut number: u32) -> Option<String> {
    const STEPS: [(u32, &str); 13] = [
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=MAX_ROMAN).contains(&number) {
        return None;
    }
    let mut text = String::new();
    for (value, letters) in STEPS {
        while number >= value {
            text.push_str(letters);
            number -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_shows_them() {
        let check = |format: &str, number: u32, text: &str| assert_eq!(write(format, number), text);
        check("decimal", 12, "12");
        check("decimalZero", 7, "07");
        check("decimalFullWidth", 12, "１２");
        check("none", 3, "");
        check("unheardOf", 3, "3");
        for (number, text) in [
            (0, "零"),
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (99, "九十九"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1010, "一千零一十"),
            (10_000, "10000"),
        ] {
            check("chineseCounting", number, text);
            check("chineseCountingThousand", number, text);
        }
        check("japaneseCounting", 12, "十二");
        check("ideographDigital", 10, "一〇");
        check("chineseLegalSimplified", 10, "壹拾");
        check("chineseLegalSimplified", 23, "贰拾叁");
        check("decimalEnclosedCircle", 3, "③");
        check("decimalEnclosedCircleChinese", 20, "⑳");
        check("decimalEnclosedCircle", 21, "㉑");
        check("decimalEnclosedCircle", 50, "㊿");
        check("decimalEnclosedCircle", 51, "51");
        check("decimalEnclosedParen", 2, "⑵");
        check("ideographEnclosedCircle", 2, "㊁");
        check("ideographTraditional", 2, "乙");
        check("ideographZodiac", 12, "亥");
        check("upperLetter", 26, "Z");
        check("lowerLetter", 27, "aa");
        check("upperLetter", 1_000_000, "1000000");
        check("upperRoman", 1994, "MCMXCIV");
        check("lowerRoman", 4, "iv");
        check("upperRoman", 4_000_000_000, "4000000000");
    }
}
