//! The catalogue of titles of laws and documents, and the search for a near one.

use crate::text::Folded;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One instrument of the catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Title {
    /// The official title, without 《》.
    pub title: String,
    /// The usual short form.
    pub short: String,
    /// 法律, 行政法规 ….
    pub level: String,
    /// What the source says of its being in force.
    pub status: String,
    /// Where it was seen.
    pub source: String,
}

/// The titles known; any other title is unknown, never wrong.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    titles: Vec<Title>,
    /// Every way to write a title, in the form that is compared.
    forms: Vec<Form>,
    by_form: BTreeMap<String, usize>,
}

#[derive(Clone, Debug)]
struct Form {
    title: usize,
    /// As it should be written.
    written: String,
    /// As it is compared: folded, without years in brackets and without 中华人民共和国.
    chars: Vec<char>,
    mask: u128,
}

/// What the catalogue knows of a cited title.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LookUp {
    /// The instrument of exactly this title, short title or alias.
    pub exact: Option<Title>,
    /// Where there is no exact one: the titles that it most likely is a slip of, nearest first;
    /// empty where none is near enough to speak.
    pub near: Vec<Near>,
}

/// A near title.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    /// The title as it should be written (in the form, full or short, that the citation has).
    pub title: String,
    /// How many characters differ.
    pub distance: u32,
}

/// Fewer characters than this are too few to call a title a slip: 安全法 is near to many.
const SHORTEST: usize = 6;

/// At most so many characters may be missing or too many. Measured on the catalogue: with two,
/// 14 of 2,005 titles would be taken for another if they were absent.
const MOST_MISSING: usize = 2;

impl Titles {
    /// Reads `law-titles.tsv`.
    ///
    /// # Errors
    /// The number of the first line (from 1) that has not the columns of the header.
    pub fn parse(tsv: &str) -> Result<Self, usize> {
        let mut titles = Self::default();
        for (number, line) in tsv.lines().enumerate().skip(1) {
            if line.is_empty() {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [title, short, level, _, _, _, status, aliases, source] = columns.as_slice() else {
                return Err(number + 1);
            };
            titles.add(title, short, level, status, aliases, source);
        }
        Ok(titles)
    }

    fn add(
        &mut self,
        title: &str,
        short: &str,
        level: &str,
        status: &str,
        aliases: &str,
        source: &str,
    ) {
        let index = self.titles.len();
        let forms = [title, short].into_iter().chain(aliases.split(';'));
        for written in forms.filter(|form| !form.is_empty()) {
            let key = Folded::new(written).text().replace(['<', '>'], "");
            if self.by_form.insert(key, index).is_some() {
                continue;
            }
            let chars = comparable(written);
            self.forms.push(Form {
                title: index,
                written: written.to_owned(),
                mask: mask(&chars),
                chars,
            });
        }
        self.titles.push(Title {
            title: title.to_owned(),
            short: short.to_owned(),
            level: level.to_owned(),
            status: status.to_owned(),
            source: source.to_owned(),
        });
    }

    /// Returns the titles in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Title] {
        &self.titles
    }

    /// Looks up a cited title, given without its outer marks.
    #[must_use]
    pub fn look_up(&self, title: &str) -> LookUp {
        let folded = Folded::new(title);
        let key = folded.text().replace(['〈', '〉', '<', '>'], "");
        if let Some(title) = self.by_form.get(&key).and_then(|i| self.titles.get(*i)) {
            return LookUp {
                exact: Some(title.clone()),
                near: Vec::new(),
            };
        }
        let chars = comparable(title);
        // The same words with other years, or with other marks around the years.
        if let Some(form) = self.forms.iter().find(|form| form.chars == chars) {
            return self.other_years(form, &key, &chars);
        }
        LookUp {
            exact: None,
            near: self.near(&chars),
        }
    }

    /// A title whose words are known: exact where the years agree or are left out.
    fn other_years(&self, form: &Form, key: &str, chars: &[char]) -> LookUp {
        let years = numbers(key);
        let forms = self.forms.iter().filter(|form| form.chars == chars);
        let agreeing = forms.clone().find(|form| {
            let known = numbers(&form.written);
            years.is_empty() || known.is_empty() || known == years
        });
        if let Some(form) = agreeing {
            return LookUp {
                exact: self.titles.get(form.title).cloned(),
                near: Vec::new(),
            };
        }
        // A plan that is later than the catalogue is unknown, not wrong.
        let last_known = forms.clone().flat_map(|form| numbers(&form.written)).max();
        if years.iter().max() > last_known.as_ref() {
            return LookUp::default();
        }
        let _ = form;
        let mut near: Vec<Near> = forms
            .map(|form| Near {
                title: form.written.clone(),
                distance: 1,
            })
            .collect();
        near.dedup();
        LookUp { exact: None, near }
    }

    fn near(&self, chars: &[char]) -> Vec<Near> {
        if chars.len() < SHORTEST {
            return Vec::new();
        }
        let mask = mask(chars);
        let mut found: BTreeSet<(u32, &str)> = BTreeSet::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for form in &self.forms {
            let far = form.chars.len().abs_diff(chars.len()) > MOST_MISSING
                || form.chars.len() < SHORTEST
                || (form.mask ^ mask).count_ones() > 4;
            if far {
                continue;
            }
            if let Some(distance) = slip(chars, &form.chars)
                && same_place(chars, &form.chars)
                && seen.insert(form.title)
            {
                found.insert((distance, form.written.as_str()));
            }
        }
        let least = found.first().map(|(distance, _)| *distance);
        found
            .into_iter()
            .filter(|(distance, _)| Some(*distance) == least)
            .map(|(distance, title)| Near {
                title: title.to_owned(),
                distance,
            })
            .collect()
    }
}

/// The characters of a title that are compared.
fn comparable(title: &str) -> Vec<char> {
    let folded = Folded::new(title);
    let text = folded.text();
    let text = text.strip_prefix("中华人民共和国").unwrap_or(text);
    let mut depth = 0_u32;
    let mut bracket = String::new();
    let mut chars = Vec::with_capacity(text.len() / 3);
    for c in text.chars() {
        match c {
            '(' => {
                depth += 1;
                bracket.clear();
            }
            ')' if depth > 0 => {
                depth -= 1;
                // Years are compared apart; (试行) and (修订) are not compared.
            }
            '〈' | '〉' | '<' | '>' | '“' | '”' => {}
            _ if depth > 0 => bracket.push(c),
            _ => chars.push(c),
        }
    }
    // An unclosed bracket loses nothing.
    if depth > 0 {
        chars.extend(bracket.chars());
    }
    chars
}

/// The four-digit numbers of a title.
fn numbers(title: &str) -> Vec<u32> {
    title
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .collect()
}

/// One bit a character, so that titles with other characters are told apart at once.
fn mask(chars: &[char]) -> u128 {
    chars.iter().fold(0, |mask, c| {
        mask | 1 << ((*c as u32).wrapping_mul(2_654_435_761) >> 25)
    })
}

/// Tells how a cited title is a slip of a known one: characters missing, too many, two swapped
/// or one replaced; `None` where it is another title.
fn slip(cited: &[char], known: &[char]) -> Option<u32> {
    let differ = cited.len().abs_diff(known.len());
    if differ > 0 {
        let (short, long) = if cited.len() < known.len() {
            (cited, known)
        } else {
            (known, cited)
        };
        // A title that only goes on at its end or starts earlier is another title: 条例实施细则.
        let cut = long.starts_with(short) || long.ends_with(short);
        return (is_subsequence(short, long) && !cut).then_some(differ as u32);
    }
    let apart: Vec<(usize, char, char)> = cited
        .iter()
        .zip(known)
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(i, (a, b))| (i, *a, *b))
        .collect();
    match apart.as_slice() {
        [_] if cited.len() >= 8 => Some(1),
        [(i, a, b), (j, c, d)] if i + 1 == *j && a == d && b == c => Some(1),
        _ => None,
    }
}

fn is_subsequence(short: &[char], long: &[char]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|c| rest.any(|d| c == d))
}

/// A regulation of another province is another regulation.
fn same_place(a: &[char], b: &[char]) -> bool {
    let place = |title: &[char]| -> Option<Vec<char>> {
        let end = title
            .iter()
            .take(8)
            .rposition(|c| matches!(c, '省' | '市' | '县' | '区' | '州' | '盟'))?;
        title.get(..=end).map(<[char]>::to_vec)
    };
    place(a) == place(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles() -> Titles {
        let row = |title: &str, short: &str| {
            format!("{title}\t{short}\t法律\t\t2020-01-01\t\t未标废止\t\t来源\n")
        };
        let mut tsv = String::from(
            "title\tshort\tlevel\tplace\tversions\teffective\tstatus\taliases\tsource\n",
        );
        for (title, short) in [
            ("重大行政决策程序暂行条例", ""),
            ("中华人民共和国行政处罚法", "行政处罚法"),
            ("法治政府建设与责任落实督察工作规定", ""),
            ("法治政府建设实施纲要（2021—2025年）", ""),
            ("法治社会建设实施纲要（2020—2025年）", ""),
            ("山东省安全生产条例", ""),
            ("优化营商环境条例", ""),
        ] {
            tsv.push_str(&row(title, short));
        }
        Titles::parse(&tsv).unwrap()
    }

    #[test]
    fn slips_are_found_and_other_titles_left_alone() {
        let titles = titles();
        let near = |title: &str| {
            titles
                .look_up(title)
                .near
                .into_iter()
                .map(|n| n.title)
                .collect::<Vec<_>>()
        };
        assert_eq!(near("重大行政决策暂行条例"), ["重大行政决策程序暂行条例"]);
        assert_eq!(
            near("法治政府建设与责任落实督查工作规定"),
            ["法治政府建设与责任落实督察工作规定"]
        );
        assert_eq!(near("山东省安全条例"), ["山东省安全生产条例"]);
        assert_eq!(
            near("法治社会建设实施纲要（2021—2025年）"),
            ["法治社会建设实施纲要（2020—2025年）"]
        );
        for other in [
            "山西省安全生产条例",
            "威海市重大行政决策程序规定",
            "优化营商环境条例实施细则",
            "法治政府建设实施纲要（2026—2030年）",
            "安全条例",
            "行政许可法",
        ] {
            assert_eq!(near(other), Vec::<String>::new(), "{other}");
        }
    }

    #[test]
    fn known_titles_are_known_in_every_form() {
        let titles = titles();
        for title in [
            "行政处罚法",
            "中华人民共和国行政处罚法",
            "法治政府建设实施纲要（2021-2025年）",
            "法治政府建设实施纲要(2021—2025)",
            "法治政府建设实施纲要",
        ] {
            assert!(titles.look_up(title).exact.is_some(), "{title}");
        }
    }
}
