//! The catalogue of instruments: laws, regulations and documents that reports cite.
//!
//! A title is known, near to a known one, or outside of the catalogue; the last is never wrong,
//! for most documents that a report cites are local ones that no table holds.

mod day;
mod index;
mod instrument;
mod near;
mod prepare;
mod spell;
#[cfg(test)]
mod tests;

pub use day::AsOf;
pub use day::Day;
pub use instrument::Instrument;
pub use instrument::Standing;
pub use near::Likeness;

use crate::facts::titles::index::Index;
use crate::facts::titles::index::Words;
use crate::facts::titles::prepare::Way;
use crate::text::Span;
use crate::text::fold;
use crate::text::slice;
use std::borrow::Cow;

/// The titles known; any other title is unknown, never wrong.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    tsv: Cow<'static, str>,
    index: Index,
}

/// What the catalogue knows of a cited title.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LookUp {
    /// The instrument of exactly this title, short title or name, as it stood at the time.
    pub exact: Option<Instrument>,
    /// The citation leaves out 关于, which belongs to the title.
    pub lacks_about: bool,
    /// The citation puts 中华人民共和国 in front of a title that has it not.
    pub extra_state: bool,
    /// The body that the citation puts in front of 关于, where the title has another or none.
    pub issuer_written: String,
    /// Where there is no exact one: the nearest titles, all at the same distance.
    pub near: Vec<Near>,
    /// The words are those of a known title, the years are not.
    pub other_years: bool,
}

/// A near title.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    /// The title as it should be written (in the form, full or short, that the citation has).
    pub title: String,
    /// How many characters differ.
    pub distance: usize,
    /// Whether the citation is a slip of it.
    pub likeness: Likeness,
}

/// Bodies whose documents are cited with and without their name.
const ISSUERS: [&str; 10] = [
    "中共中央办公厅国务院办公厅",
    "中共中央国务院",
    "中共中央办公厅",
    "中共中央",
    "国务院办公厅",
    "国务院",
    "中央宣传部司法部",
    "最高人民法院最高人民检察院",
    "最高人民法院",
    "最高人民检察院",
];

impl Titles {
    /// Reads `law-titles.tsv`.
    ///
    /// # Errors
    /// The number of the first line (from 1) that has not the columns of the header.
    pub fn parse(tsv: impl Into<Cow<'static, str>>) -> Result<Self, usize> {
        let tsv = tsv.into();
        let index = Index::new(prepare::index(&tsv, fold)?);
        Ok(Self { tsv, index })
    }

    /// Takes a table with the index that `build.rs` made of it.
    #[must_use]
    pub fn prepared(tsv: Cow<'static, str>, index: &'static [u8]) -> Self {
        Self {
            tsv,
            index: Index::new(index),
        }
    }

    /// Returns all instruments, in the order of the table.
    pub fn all(&self) -> impl Iterator<Item = Instrument> {
        let lines = self.tsv.lines();
        lines
            .filter(|line| !line.is_empty() && !line.starts_with("title\t"))
            .map(Instrument::read)
    }

    fn instrument(&self, line: u32) -> Instrument {
        let rest = self.tsv.get(line as usize..).unwrap_or_default();
        Instrument::read(rest.lines().next().unwrap_or_default())
    }

    fn written(&self, span: Span) -> &str {
        slice(&self.tsv, span)
    }

    /// Looks up a cited title, given without its outer marks, at the time of a report.
    #[must_use]
    pub fn look_up(&self, title: &str, as_of: Option<AsOf>) -> LookUp {
        let whole = spell::whole(title, fold);
        if let Some(found) = self.exactly(&whole, as_of) {
            return found;
        }
        if let Some(found) = self.with_other_issuer(&whole, as_of) {
            return found;
        }
        let words = Cited::new(title);
        let same: Vec<Words> = self
            .index
            .words(words.spelt.len(), words.spelt.len())
            .filter(|form| form.mask == words.mask)
            .filter(|form| spell::words(self.written(form.span), fold) == words.spelt)
            .collect();
        if same.is_empty() || words.slips_in_state > 0 {
            LookUp {
                near: self.near(&words),
                ..LookUp::default()
            }
        } else {
            self.same_words(&same, title, as_of)
        }
    }

    /// The instrument that one of the ways to write it spells exactly so.
    fn exactly(&self, whole: &[char], as_of: Option<AsOf>) -> Option<LookUp> {
        let forms = self.index.whole(spell::hash(whole));
        let mut lines: Vec<(u32, Way)> = forms
            .filter(|form| spell::whole(self.written(form.span), fold) == whole)
            .map(|form| (form.line, form.way))
            .collect();
        lines.dedup_by_key(|(line, _)| *line);
        let ways = lines.iter().all(|(_, way)| *way == Way::WithoutAbout);
        let lines: Vec<u32> = lines.into_iter().map(|(line, _)| line).collect();
        Some(LookUp {
            exact: Some(self.of_its_time(&lines, as_of)?),
            lacks_about: ways,
            ..LookUp::default()
        })
    }

    /// An instrument whose issuer is written wrong, or is written though the title has it not.
    fn with_other_issuer(&self, whole: &[char], as_of: Option<AsOf>) -> Option<LookUp> {
        let text: String = whole.iter().collect();
        let (issuer, rest) = ISSUERS.iter().find_map(|issuer| {
            let rest = text.strip_prefix(issuer)?;
            rest.starts_with("关于").then_some((*issuer, rest))
        })?;
        let rest: Vec<char> = rest.chars().collect();
        let mut found = self.exactly(&rest, as_of)?;
        found.issuer_written = issuer.to_owned();
        Some(found)
    }

    /// Of several instruments of one name the one that was in force at the time.
    fn of_its_time(&self, lines: &[u32], as_of: Option<AsOf>) -> Option<Instrument> {
        let mut known = lines.iter().map(|line| self.instrument(*line));
        let first = known.next()?;
        if first.standing(as_of) == Standing::InForce {
            return Some(first);
        }
        let in_force = known.find(|other| other.standing(as_of) == Standing::InForce);
        Some(in_force.unwrap_or(first))
    }

    /// A title whose words are known: exact where the years agree or are left out.
    fn same_words(&self, same: &[Words], title: &str, as_of: Option<AsOf>) -> LookUp {
        let years = numbers(title);
        let agreeing: Vec<u32> = same
            .iter()
            .filter(|form| {
                let known = numbers(self.written(form.span));
                years.is_empty() || known.is_empty() || known == years
            })
            .map(|form| form.line)
            .collect();
        if let Some(exact) = self.of_its_time(&agreeing, as_of) {
            let state = |title: &str| title.trim_start().starts_with(spell::STATE);
            return LookUp {
                extra_state: state(title) && !state(&exact.title),
                exact: Some(exact),
                ..LookUp::default()
            };
        }
        LookUp {
            near: self.of_other_years(same, &years),
            other_years: true,
            ..LookUp::default()
        }
    }

    /// The titles of the same words whose years come nearest; none where the years are those of
    /// another document: a plan that is later than the catalogue, a yearly one.
    fn of_other_years(&self, same: &[Words], years: &[i32]) -> Vec<Near> {
        let known = |form: &&Words| numbers(self.written(form.span));
        let last = same
            .iter()
            .filter_map(|form| known(&form).last().copied())
            .max();
        let alike = |form: &&Words| known(form).len() == years.len();
        if years.first() >= last.as_ref() || !same.iter().any(|form| alike(&form)) {
            return Vec::new();
        }
        let agree = |form: &Words| {
            let pairs = known(&form).into_iter().zip(years);
            pairs.filter(|(a, b)| a == *b).count()
        };
        let most = same.iter().map(agree).max();
        same.iter()
            .filter(|form| alike(form) && Some(agree(form)) == most)
            .map(|form| Near {
                title: self.written(form.span).to_owned(),
                distance: 1,
                likeness: if years.len() == 2 {
                    Likeness::Sure
                } else {
                    Likeness::Likely
                },
            })
            .collect()
    }

    /// The nearest titles of other words.
    fn near(&self, cited: &Cited) -> Vec<Near> {
        self.near_but(cited, &[])
    }

    /// The nearest titles, as if those of the words `but` were not in the table.
    fn near_but(&self, cited: &Cited, but: &[char]) -> Vec<Near> {
        let n = cited.spelt.len();
        let most = most_apart(n);
        let mut found: Vec<(usize, Words)> = Vec::new();
        for form in self.index.words(n.saturating_sub(most), n + most) {
            let apart = (form.mask ^ cited.mask).count_ones() as usize;
            if apart > 2 * most {
                continue;
            }
            let known = spell::words(self.written(form.span), fold);
            if known == but {
                continue;
            }
            let least = found.first().map_or(most, |(distance, _)| *distance);
            if let Some(distance) = near::distance(&cited.spelt, &known, least) {
                if distance < least {
                    found.clear();
                }
                found.push((distance, form));
            }
        }
        found.dedup_by_key(|(_, form)| form.line);
        found
            .into_iter()
            .map(|(distance, form)| self.judged(cited, distance, &form))
            .collect()
    }

    fn judged(&self, cited: &Cited, distance: usize, form: &Words) -> Near {
        let written = self.written(form.span);
        let known = spell::words(written, fold);
        let mut likeness = match distance {
            0 => Likeness::Sure,
            _ => near::likeness(&cited.spelt, &known, cited.has_state),
        };
        // Interpretations are named after one pattern: one word apart is another one.
        if self.instrument(form.line).level == "司法解释" {
            likeness = match likeness {
                Likeness::Sure => Likeness::Likely,
                _ => Likeness::Near,
            };
        }
        let short = written.strip_prefix(spell::STATE);
        let title = if cited.has_state {
            written
        } else {
            short.unwrap_or(written)
        };
        Near {
            title: title.to_owned(),
            distance: distance + cited.slips_in_state,
            likeness,
        }
    }
}

/// How many characters two titles may be apart to be called near.
fn most_apart(n: usize) -> usize {
    match n {
        0..=4 => 1,
        5..=15 => 2,
        _ => 3,
    }
}

/// The words of a cited title, with what is wrong in its first one.
struct Cited {
    spelt: Vec<char>,
    mask: u128,
    has_state: bool,
    slips_in_state: usize,
}

impl Cited {
    fn new(title: &str) -> Self {
        let mut spelt = spell::words(title, fold);
        let mut has_state = title.trim_start().starts_with(spell::STATE);
        let mut slips_in_state = 0;
        let state: Vec<char> = spell::STATE.chars().collect();
        // 中华人民共国, 中华人民共和国国: a slip in what all laws start with.
        for n in [7, 6, 8] {
            let Some(start) = spelt.get(..n) else {
                continue;
            };
            if let Some(distance) = near::distance(start, &state, 1) {
                spelt.drain(..n);
                has_state = true;
                slips_in_state = distance;
                break;
            }
        }
        Self {
            mask: spell::mask(&spelt),
            spelt,
            has_state,
            slips_in_state,
        }
    }
}

/// The years of a title: four digits, or eight where the dash between two was lost.
fn numbers(title: &str) -> Vec<i32> {
    let digits: String = title
        .chars()
        .map(|c| fold(c).filter(char::is_ascii_digit).unwrap_or(' '))
        .collect();
    let year = |text: &str| text.parse().ok().filter(|year| (1900..2100).contains(year));
    digits
        .split(' ')
        .filter(|run| run.len() == 4 || run.len() == 8)
        .flat_map(|run| [run.get(..4), run.get(4..)])
        .flatten()
        .filter_map(year)
        .collect()
}
