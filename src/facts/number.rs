//! The grammar of numbers: digits, Chinese numerals, 万 and 亿, 余 and 多, 百分之.

use crate::facts::Printed;
use rust_decimal::Decimal;

/// A number at the start of a folded text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Number {
    /// The value, with 万 and 亿 multiplied out.
    pub(super) value: Decimal,
    /// What its places are worth.
    pub(super) printed: Printed,
    /// Bytes it takes, 余 and 多 included, percent sign not.
    pub(super) len: usize,
    /// 余 or 多 stands in it or behind it.
    pub(super) more: bool,
    /// It was written as a percentage in words: `百分之九十八`, `九成`.
    pub(super) percent: bool,
    /// Written with Chinese numerals.
    pub(super) hanzi: bool,
}

/// Reads a number at the start of `text`; what stands before is the caller's business.
pub(super) fn read(text: &str) -> Option<Number> {
    if let Some(rest) = text.strip_prefix("百分之") {
        let lead = "百分之".len();
        let inner = if rest.starts_with("百") && !rest.starts_with("百分") {
            Number {
                value: Decimal::ONE_HUNDRED,
                printed: Printed::WHOLE,
                len: "百".len(),
                more: false,
                percent: true,
                hanzi: true,
            }
        } else {
            arabic(rest).or_else(|| hanzi(rest))?
        };
        return Some(Number {
            len: lead + inner.len,
            percent: true,
            ..inner
        });
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let number = arabic(text)?;
        return Some(tenths(text, number));
    }
    hanzi(text).map(|number| tenths(text, number))
}

/// `九成` is ninety percent; `九成以上` is left to the bounds.
fn tenths(text: &str, number: Number) -> Number {
    let behind = text.get(number.len..).unwrap_or("");
    let is_share = behind.starts_with('成')
        && ![
            "成功", "成立", "成效", "成果", "成员", "成为", "成交", "成品", "成本",
        ]
        .iter()
        .any(|word| behind.starts_with(word))
        && number.value <= Decimal::TEN;
    if !is_share {
        return number;
    }
    let mut len = number.len + '成'.len_utf8();
    let mut value = number.value * Decimal::TEN;
    let mut step = Decimal::TEN;
    let half = text.get(len..).unwrap_or("");
    if let Some(c) = half.chars().next()
        && let Some(tenth) = digit(c).filter(|d| *d > 0)
    {
        value += Decimal::from(tenth);
        step = Decimal::ONE;
        len += c.len_utf8();
    } else if half.starts_with('半') {
        value += Decimal::from(5);
        step = Decimal::from(5);
        len += '半'.len_utf8();
    }
    Number {
        value,
        printed: Printed {
            step,
            rounded: true,
        },
        len,
        percent: true,
        ..number
    }
}

/// `72`, `1,234`, `98.2`, `1.5亿`, `30余万`, `3万余`, `6万多`.
fn arabic(text: &str) -> Option<Number> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    // No more digits are looked at than a number can have: a long run of digits is none.
    let mut len = bytes
        .iter()
        .take(17)
        .take_while(|b| b.is_ascii_digit())
        .count();
    if len == 0 || len > 15 {
        return None;
    }
    len = over_blanks(bytes, len);
    // Thousands are separated in groups of three only: `2,3件` is two numbers.
    while bytes.get(len) == Some(&b',')
        && digit(len + 1)
        && digit(len + 2)
        && digit(len + 3)
        && !digit(len + 4)
        && len <= 15
    {
        len += 4;
    }
    if bytes.get(len) == Some(&b'.') && digit(len + 1) {
        len += 1 + bytes
            .iter()
            .skip(len + 1)
            .take(10)
            .take_while(|b| b.is_ascii_digit())
            .count();
    }
    let digits: String = text
        .get(..len)?
        .chars()
        .filter(|c| !matches!(c, ',' | ' '))
        .collect();
    let value: Decimal = digits.parse().ok()?;
    let mut number = Number {
        value,
        printed: Printed {
            step: Decimal::from_parts(1, 0, 0, false, value.scale()),
            rounded: value.scale() > 0,
        },
        len,
        more: false,
        percent: false,
        hanzi: false,
    };
    scale(text, &mut number);
    Some(number)
}

/// Blanks that a damaged copy put between the digits of one number: `3 4件`, `1 957份`. A year in
/// front and a table keep their blanks.
fn over_blanks(bytes: &[u8], len: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = len;
    while len <= 3 && bytes.get(end) == Some(&b' ') && digit(end + 1) {
        let more = bytes.iter().skip(end + 1).take(6);
        end += 1 + more.take_while(|b| b.is_ascii_digit()).count();
    }
    let behind = bytes.get(end).copied().unwrap_or(b' ');
    let goes_on = !behind.is_ascii() || behind == b'%';
    if goes_on && end <= 12 { end } else { len }
}

/// Reads 余, 多 and the powers behind a number: `余万`, `万余`, `千`, `亿`.
fn scale(text: &str, number: &mut Number) {
    for _ in 0..4 {
        let rest = text.get(number.len..).unwrap_or("");
        let Some(c) = rest.chars().next() else { return };
        let power = match c {
            '百' if rest.starts_with("百分") => return,
            '百' => 100,
            '千' if rest.starts_with("千克") || rest.starts_with("千米") => return,
            '千' => 1_000,
            '万' => 10_000,
            '亿' => 100_000_000,
            '余' | '多' if is_more(rest) => {
                number.more = true;
                number.len += c.len_utf8();
                continue;
            }
            _ => return,
        };
        let power = Decimal::from(power);
        let times = |value: Decimal| value.checked_mul(power);
        let (Some(value), Some(step)) = (times(number.value), times(number.printed.step)) else {
            return;
        };
        number.value = value;
        number.printed = Printed {
            step,
            rounded: true,
        };
        number.len += c.len_utf8();
    }
}

/// 余 and 多 are bounds before a unit: not in 余额, 多元, 多部门.
fn is_more(rest: &str) -> bool {
    const NOT: [&str; 10] = [
        "余额",
        "余款",
        "多元",
        "多种",
        "多部门",
        "多方",
        "多样",
        "多数",
        "多层",
        "多发",
    ];
    !NOT.iter().any(|word| rest.starts_with(word))
}

/// `十六`, `两万余`, `一百二十`, `九十八点五`, `千余`, `二〇二三` (digit by digit).
fn hanzi(text: &str) -> Option<Number> {
    let mut state = Hanzi::default();
    for c in text.chars() {
        let rest = text.get(state.len..).unwrap_or("");
        if (c == '百' && rest.starts_with("百分")) || !state.take(c) {
            break;
        }
        state.len += c.len_utf8();
    }
    let mut number = Number {
        value: state.value()?,
        printed: state.printed(),
        len: state.len,
        more: false,
        percent: false,
        hanzi: true,
    };
    if let Some(rest) = text
        .get(number.len..)
        .and_then(|rest| rest.strip_prefix('点'))
    {
        let mut fraction = String::new();
        for c in rest.chars() {
            match digit(c) {
                Some(d) => fraction.push(char::from_digit(d, 10)?),
                None => break,
            }
        }
        if !fraction.is_empty() {
            let decimals: Decimal = format!("0.{fraction}").parse().ok()?;
            number.value += decimals;
            number.printed = Printed {
                step: Decimal::from_parts(1, 0, 0, false, decimals.scale()),
                rounded: true,
            };
            number.len += '点'.len_utf8() + fraction.len() * '一'.len_utf8();
        }
    }
    scale(text, &mut number);
    Some(number)
}

#[derive(Default)]
struct Hanzi {
    total: u64,
    /// What stands before the next 万 or 亿.
    section: u64,
    digit: Option<u64>,
    /// Digits one behind another, as in years.
    plain: u64,
    n_plain: u32,
    /// 〇 or 零 stands in it.
    zero: bool,
    powers: bool,
    /// 万 or 亿, where it was the last character.
    last_power: u64,
    any: bool,
    len: usize,
}

impl Hanzi {
    fn take(&mut self, c: char) -> bool {
        match digit(c) {
            Some(0) if self.powers => self.digit.is_none(),
            Some(d) => self.take_digit(u64::from(d)),
            None => self.take_power(c),
        }
    }

    fn take_digit(&mut self, d: u64) -> bool {
        if self.digit.is_some() && self.powers {
            return false;
        }
        self.plain = (self.plain * 10 + d).min(99_999_999);
        self.n_plain += 1;
        self.zero |= d == 0;
        self.digit = Some(d);
        self.any = true;
        self.last_power = 0;
        self.n_plain <= 8
    }

    fn take_power(&mut self, c: char) -> bool {
        let power: u64 = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => return false,
        };
        if self.n_plain > 1 && !self.powers {
            return false;
        }
        self.powers = true;
        self.any = true;
        if power >= 10_000 {
            let before = self.section + self.digit.take().unwrap_or(0);
            self.total = (self.total + before.max(1)).saturating_mul(power);
            self.section = 0;
            self.last_power = power;
        } else {
            self.last_power = 0;
            self.section += self.digit.take().unwrap_or(1) * power;
        }
        self.n_plain = 0;
        true
    }

    /// `两万` is rounded to 万, `一百二十` is not rounded.
    fn printed(&self) -> Printed {
        Printed {
            step: Decimal::from(self.last_power.max(1)),
            rounded: self.last_power > 0,
        }
    }

    /// Digits one behind another are a number only where 〇 or 零 is one of them, or there are
    /// four and more: 三四个 and 八五普法 are none.
    fn value(&self) -> Option<Decimal> {
        if !self.any {
            return None;
        }
        if !self.powers {
            let is_one = self.n_plain == 1 || self.zero || self.n_plain >= 4;
            return is_one.then(|| Decimal::from(self.plain));
        }
        let value = self.total + self.section + self.digit.unwrap_or(0);
        Some(Decimal::from(value))
    }
}

fn digit(c: char) -> Option<u32> {
    match c {
        '〇' | '零' => Some(0),
        '一' => Some(1),
        '二' | '两' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly() {
        let check = |text: &str, value: &str, len: usize, more: bool| {
            let number = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(number.value, value.parse::<Decimal>().unwrap(), "{text}");
            assert_eq!((number.len, number.more), (len, more), "{text}");
        };
        check("72件", "72", 2, false);
        check("98.2%", "98.2", 4, false);
        check("1,234件", "1234", 5, false);
        check("2,3件", "2", 1, false);
        check("1.5亿元", "150000000", 6, false);
        check("30余万条", "300000", 8, true);
        check("3万余份", "30000", 7, true);
        check("10089.1万余条", "100891000", 13, true);
        check("千余人次", "1000", 6, true);
        check("两万余", "20000", 9, true);
        check("十六名", "16", 6, false);
        check("一百二十件", "120", 12, false);
        check("十余次", "10", 6, true);
        check("3千余人次", "3000", 7, true);
        check("50多次", "50", 5, true);
        check("3多元化解", "3", 1, false);
        check("一百零五份", "105", 12, false);
        check("一千零二十", "1020", 15, false);
        check("二〇二三年", "2023", 12, false);
        check("3 4件", "34", 3, false);
        check("1 957份", "1957", 5, false);
        check("2023 15件", "2023", 4, false);
        check("12 34", "12", 2, false);
        for text in ["三四个", "八五普法", "一二三产"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn percentages_in_words() {
        let check = |text: &str, value: &str| {
            let number = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(number.value, value.parse::<Decimal>().unwrap(), "{text}");
            assert!(number.percent, "{text}");
        };
        check("百分之九十六", "96");
        check("百分之百", "100");
        check("百分之一百", "100");
        check("百分之九十八点二", "98.2");
        check("百分之98.5", "98.5");
        check("九成以上", "90");
        check("九成半", "95");
        check("8成", "80");
        assert!(!read("3成立").unwrap().percent);
    }
}
