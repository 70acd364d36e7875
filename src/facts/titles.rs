//! The catalogue of titles of laws and documents, and the search for a near one.

use crate::text::Span;
use crate::text::fold;
use crate::text::slice;
use std::borrow::Cow;
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
///
/// Nothing is copied out of the table when it is read: a check of one report looks up a dozen
/// titles, and start-up is part of what a drafter feels.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    tsv: Cow<'static, str>,
    /// The lines of the table, as bytes of `tsv`.
    lines: Vec<Span>,
    /// Every way to write a title.
    forms: Vec<Form>,
    /// Hash of the whole form and its number, sorted.
    by_hash: Vec<(u64, u32)>,
}

/// One way to write a title.
#[derive(Clone, Copy, Debug)]
struct Form {
    /// Its line.
    line: u32,
    /// Its bytes in the table.
    span: Span,
    /// How many characters are compared.
    n: u32,
    /// One bit a compared character.
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

/// With two characters missing, a title must be at least this long, or name its province: a
/// shorter one is a title of its own (城市管理条例 beside 城市道路管理条例).
const SHORTEST_OF_TWO: usize = 9;

/// At most so many characters may be missing or too many. Measured on the catalogue: with two,
/// 14 of 2,005 titles would be taken for another if they were absent.
const MOST_MISSING: usize = 2;

impl Titles {
    /// Reads `law-titles.tsv`.
    ///
    /// # Errors
    /// The number of the first line (from 1) that has not the columns of the header.
    pub fn parse(tsv: impl Into<Cow<'static, str>>) -> Result<Self, usize> {
        let tsv = tsv.into();
        let mut titles = Self {
            tsv: tsv.clone(),
            ..Self::default()
        };
        let mut at = 0;
        for (number, line) in tsv.split('\n').enumerate() {
            let start = at;
            at += line.len() + 1;
            // Tables of several packs stand one behind the other, each with its header.
            if line.is_empty() || line.starts_with("title\t") {
                continue;
            }
            if !titles.add(line, start) {
                return Err(number + 1);
            }
        }
        titles.by_hash.sort_unstable();
        Ok(titles)
    }

    /// Adds one line of nine columns; tells whether it has them.
    fn add(&mut self, line: &str, start: usize) -> bool {
        let number = Span::empty(self.lines.len()).start;
        self.lines.push(Span::new(start, start + line.len()));
        let mut column = 0;
        let mut from = 0;
        for (at, byte) in line.bytes().chain([b'\t']).enumerate() {
            if byte == b'\t' || byte == b';' {
                // Title, short title and aliases are the ways to write it.
                if matches!(column, 0 | 1 | 7) && from < at {
                    self.add_form(number, Span::new(start + from, start + at));
                }
                from = at + 1;
                column += usize::from(byte == b'\t');
            }
        }
        column == 9
    }

    fn add_form(&mut self, line: u32, span: Span) {
        let written = slice(&self.tsv, span);
        let prefix = if written.starts_with(STATE) {
            STATE.chars().count()
        } else {
            0
        };
        let (mut hash, mut n, mut mask, mut depth) = (HASH_START, 0, 0, 0_u32);
        for (index, c) in written.chars().filter_map(key_char).enumerate() {
            hash = hashed(hash, c);
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                '“' | '”' => {}
                _ if depth > 0 || index < prefix => {}
                _ => {
                    n += 1;
                    mask |= bit(c);
                }
            }
        }
        let number = Span::empty(self.forms.len()).start;
        self.by_hash.push((hash, number));
        self.forms.push(Form {
            line,
            span,
            n,
            mask,
        });
    }

    /// Returns how many titles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Tells whether there is no title.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn title(&self, line: u32) -> Option<Title> {
        let text = slice(&self.tsv, *self.lines.get(line as usize)?);
        let mut cells = text.split('\t').map(str::to_owned);
        Some(Title {
            title: cells.next()?,
            short: cells.next()?,
            level: cells.next()?,
            status: cells.nth(3)?,
            source: cells.nth(1)?,
        })
    }

    fn written(&self, form: &Form) -> &str {
        slice(&self.tsv, form.span)
    }

    /// Looks up a cited title, given without its outer marks.
    #[must_use]
    pub fn look_up(&self, title: &str) -> LookUp {
        let wanted = hash(title);
        let first = self.by_hash.partition_point(|(hash, _)| *hash < wanted);
        let same = self
            .by_hash
            .iter()
            .skip(first)
            .take_while(|(hash, _)| *hash == wanted);
        for (_, number) in same {
            let Some(form) = self.forms.get(*number as usize) else {
                continue;
            };
            if key(self.written(form)) == key(title) {
                return LookUp {
                    exact: self.title(form.line),
                    near: Vec::new(),
                };
            }
        }
        let chars = comparable(title);
        let mask = chars.iter().fold(0, |mask, c| mask | bit(*c));
        let is_same = |form: &&Form| {
            form.n as usize == chars.len()
                && form.mask == mask
                && comparable(self.written(form)) == chars
        };
        // The same words with other years, or with other marks around the years.
        let same: Vec<&Form> = self.forms.iter().filter(is_same).collect();
        if same.is_empty() {
            return LookUp {
                exact: None,
                near: self.near(&chars, mask),
            };
        }
        self.other_years(&same, title)
    }

    /// A title whose words are known: exact where the years agree or are left out.
    fn other_years(&self, same: &[&Form], title: &str) -> LookUp {
        let years = numbers(&key(title));
        let agreeing = same.iter().find(|form| {
            let known = numbers(self.written(form));
            years.is_empty() || known.is_empty() || known == years
        });
        if let Some(form) = agreeing {
            return LookUp {
                exact: self.title(form.line),
                near: Vec::new(),
            };
        }
        // A plan that is later than the catalogue is unknown, not wrong.
        let last_known = same
            .iter()
            .flat_map(|form| numbers(self.written(form)))
            .max();
        if years.iter().max() > last_known.as_ref() {
            return LookUp::default();
        }
        let mut near: Vec<Near> = same
            .iter()
            .map(|form| Near {
                title: self.written(form).to_owned(),
                distance: 1,
            })
            .collect();
        near.dedup();
        LookUp { exact: None, near }
    }

    fn near(&self, chars: &[char], mask: u128) -> Vec<Near> {
        if chars.len() < SHORTEST {
            return Vec::new();
        }
        let mut found: BTreeSet<(u32, &str)> = BTreeSet::new();
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        for form in &self.forms {
            let n = form.n as usize;
            let far = n.abs_diff(chars.len()) > MOST_MISSING
                || n < SHORTEST
                || (form.mask ^ mask).count_ones() > 4;
            if far {
                continue;
            }
            let known = comparable(self.written(form));
            if let Some(distance) = slip(chars, &known)
                && (distance < 2 || is_special(chars))
                && same_place(chars, &known)
                && seen.insert(form.line)
            {
                found.insert((distance, self.written(form)));
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

/// The whole title as it is compared for being the same: folded, without inner marks.
fn key(title: &str) -> String {
    title.chars().filter_map(key_char).collect()
}

fn key_char(c: char) -> Option<char> {
    fold(c).filter(|c| !matches!(c, '〈' | '〉' | '<' | '>'))
}

/// What most titles of laws start with and reports leave out.
const STATE: &str = "中华人民共和国";

const HASH_START: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of the hash of a key, the same on every machine (FNV-1a over characters).
fn hashed(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(c as u32)).wrapping_mul(0x0100_0000_01b3)
}

fn hash(title: &str) -> u64 {
    title.chars().filter_map(key_char).fold(HASH_START, hashed)
}

/// The characters of a title that are compared: folded, without 中华人民共和国, without what
/// stands in brackets (years are compared apart, 试行 and 修订 are not) and without inner marks.
fn comparable(title: &str) -> Vec<char> {
    let mut chars = Vec::new();
    each_compared(title, |c| chars.push(c));
    chars
}

fn each_compared(title: &str, mut each: impl FnMut(char)) {
    let title = title.strip_prefix(STATE).unwrap_or(title);
    // An unclosed bracket loses nothing.
    let closed = title.contains([')', '）']);
    let mut depth = 0_u32;
    for c in title.chars().filter_map(key_char) {
        match c {
            '(' if closed => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '“' | '”' | '(' => {}
            _ if depth > 0 => {}
            _ => each(c),
        }
    }
}

/// One of 128 bits for a character, so that titles with other characters are told at once.
fn bit(c: char) -> u128 {
    1 << ((c as u32).wrapping_mul(2_654_435_761) >> 25)
}

/// The four-digit numbers of a title.
fn numbers(title: &str) -> Vec<u32> {
    title
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .collect()
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

/// Tells a title that is not made of common words only: 关于加强法治建设的意见 is.
fn is_special(chars: &[char]) -> bool {
    let generic = matches!(chars, ['关', '于', ..]);
    let local = chars.get(1..4).is_some_and(|start| start.contains(&'省'));
    !generic && (chars.len() >= SHORTEST_OF_TWO || local)
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
        Titles::parse(tsv).unwrap()
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
            "商环境条例",
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
