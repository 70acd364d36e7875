//! Characters and words written twice: 开展展执法, 坚持坚持.
//!
//! Most doubled characters in reports are two words that meet (委员会会议, 宪法法律) or words of
//! their own (层层, 紧紧). A list of two-character words tells them apart; no segmentation is done.

use crate::document::Document;
use crate::document::Role;
use crate::text::Span;
use crate::text::slice;

/// Finds what is very likely written twice, in order. A span covers both.
#[must_use]
pub fn doubled(document: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    for paragraph in &document.paragraphs {
        if matches!(paragraph.role, Role::Head | Role::Tail | Role::Table) {
            continue;
        }
        let span = document.folded.to_folded(paragraph.span);
        let line = slice(document.folded.text(), span);
        in_line(line, |from, to| {
            let at = Span::new(span.from() + from, span.from() + to);
            found.push(document.folded.to_reading(at));
        });
    }
    found
}

fn in_line(line: &str, mut found: impl FnMut(usize, usize)) {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let at = |i: usize| chars.get(i).map_or('\0', |(_, c)| *c);
    let byte = |i: usize| chars.get(i).map_or(line.len(), |(at, _)| *at);
    let mut i = 0;
    while i < chars.len() {
        let (a, b) = (at(i), at(i + 1));
        let back = |n: usize| i.checked_sub(n).map_or('\0', at);
        // 扎扎实实, 方方面面: the neighbour is doubled as well.
        let reduplicated = (back(1) == back(2) && is_hanzi(back(1)))
            || (at(i + 2) == at(i + 3) && is_hanzi(at(i + 2)));
        if !reduplicated && is_slip(back(1), a, b, at(i + 2)) {
            found(byte(i), byte(i + 2));
            i += 2;
        } else if is_doubled_word(a, b, at(i + 2), at(i + 3)) {
            found(byte(i), byte(i + 4));
            i += 4;
        } else {
            i += 1;
        }
    }
}

/// Particles that never stand twice, whatever is around them.
const PARTICLES: &str = "的了和与及";

fn is_slip(before: char, a: char, b: char, behind: char) -> bool {
    // Numerals double lawfully, and a name may double any character that no word has.
    if a != b || !is_hanzi(a) || "一二三四五六七八九十〇百千万亿某".contains(a) {
        return false;
    }
    if PARTICLES.contains(a) {
        let certain = !(a == '了' && (is_word('明', '了') && before == '目'));
        return certain && !(is_word(before, a) && is_word(a, behind));
    }
    // 由主任任组长: the office and the verb.
    if a == '任' && before == '主' && is_hanzi(behind) {
        return false;
    }
    // Three in a row are a rule drawn in text, not a slip.
    if before == a || behind == a || is_word(a, a) {
        return false;
    }
    // The name of a place or a body ends with any of these: 槐荫坡镇镇长, 司法局局长, 常委会会议.
    const NAME_ENDS: &str = "省市县区镇乡村州旗局厅院所科处部队站会委办组党街社园关校办";
    // A preposition before a word that starts with it: 加强对对口单位的指导.
    const PREPOSITIONS: &str = "对将把被为从以向由使让";
    let left = PREPOSITIONS.contains(a)
        || is_word(before, a)
        || !is_hanzi(before)
        || NAME_ENDS.contains(a);
    let right = is_word(a, behind) || !is_hanzi(behind);
    // 转化为为民, 学习习近平: both sides make a word. A name has neither: 李丽丽.
    !(left && right)
        && (is_word(before, a) || is_word(a, behind))
        && is_hanzi(before)
        && is_hanzi(behind)
}

fn is_doubled_word(a: char, b: char, c: char, d: char) -> bool {
    // 研究研究 and the like are lawful ways to speak.
    const SPOKEN: [&str; 5] = ["研究", "讨论", "商量", "学习", "考虑"];
    (a, b) == (c, d)
        && a != b
        && a != '一'
        && is_hanzi(a)
        && is_hanzi(b)
        && is_word(a, b)
        && !is_word(b, a)
        && !SPOKEN
            .iter()
            .any(|word| word.starts_with(a) && word.ends_with(b))
}

pub(super) fn is_hanzi(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Two-character words, sorted; made by `build.rs`.
static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

pub(super) fn is_word(a: char, b: char) -> bool {
    let (Ok(first), Ok(second)) = (u16::try_from(a as u32), u16::try_from(b as u32)) else {
        return false;
    };
    let word = u32::from(first) << 16 | u32::from(second);
    let (mut low, mut high) = (0, WORDS.len() / 4);
    while low < high {
        let middle = low + (high - low) / 2;
        let entry = match WORDS.get(middle * 4..middle * 4 + 4) {
            Some(&[a, b, c, d]) => u32::from_be_bytes([a, b, c, d]),
            _ => return false,
        };
        match entry.cmp(&word) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(line: &str) -> Vec<&str> {
        let mut found = Vec::new();
        in_line(line, |from, to| found.push(line.get(from..to).unwrap()));
        found
    }

    #[test]
    fn slips_are_found() {
        for (line, slip) in [
            ("组织开展展执法案卷评查", "展展"),
            ("提升行政政执法水平的的能力", "政政"),
            ("贯彻习习近平法治思想", "习习"),
            ("始终坚持坚持党的领导", "坚持坚持"),
            ("召开会议议部署", "议议"),
        ] {
            assert_eq!(slips(line).first(), Some(&slip), "{line}");
        }
    }

    #[test]
    fn words_that_meet_are_left_alone() {
        for line in [
            "区委全面依法治区委员会会议",
            "成立由办事处主任任双组长、主任任组长的领导小组",
            "深入学习习近平法治思想",
            "转化为为民服务实效",
            "加强对宪法法律实施的监督",
            "严格执行行政执法人员持证上岗",
            "扎扎实实推进",
            "层层压实责任",
            "久久为功",
            "兢兢业业",
            "公路路政管理",
            "工作作出批示",
            "依法行政行为",
            "方方面面",
            "牢牢守住",
            "人人参与",
            "事事有回音,件件有着落",
            "常委会会议",
            "村村通广播",
            "一一对应",
            "三三制",
            "等等",
            "予以以下处罚",
            "委员李丽丽参加",
        ] {
            assert_eq!(slips(line), Vec::<&str>::new(), "{line}");
        }
    }
}
