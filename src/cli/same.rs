//! Files that are one report in several formats: a folder often holds the draft as Word, what was
//! published as PDF, and the web page.

use crate::cli::files;
use crate::cli::files::Entry;
use crate::cli::guard;
use crate::cli::order;
use crate::cli::say;
use crate::cli::terminal::shown_path;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use yifa::document::Document;
use yifa::text::Folded;
use yifa::text::Format;
use yifa::text::Span;

/// Characters of a text that are compared together.
const LENGTH: usize = 8;

/// How many stretches of a text are kept to compare it by: those with the smallest hashes, which
/// are the same ones in two texts that are nearly the same.
const KEPT: usize = 256;

/// The part of what is kept that two versions of one report share at least. Readers differ in
/// heads, notes and tables; two years of one office share much less.
const SHARED: f64 = 0.8;

/// What is remembered of a report, to know it again.
#[derive(Debug)]
pub(crate) struct Sketch {
    pub(crate) path: String,
    title: String,
    year: Option<i32>,
    format: Format,
    whole: u64,
    stretches: BTreeSet<u64>,
}

impl Sketch {
    /// Takes the sketch of a report; one without a title is like no other.
    pub(crate) fn of(path: &str, document: &Document) -> Option<Self> {
        let title = visible(Folded::new(&document.title()?).text())
            .iter()
            .collect();
        let all = Span::new(0, document.source.text().len());
        let text = visible(document.folded(all));
        let mut stretches: BTreeSet<u64> = text.windows(LENGTH).map(hash).collect();
        while stretches.len() > KEPT {
            stretches.pop_last();
        }
        Some(Self {
            path: path.to_owned(),
            title,
            year: document.year,
            format: document.source.format(),
            whole: hash(&text),
            stretches,
        })
    }

    /// Tells how much of two texts is the same, 0 to 1; 0 where title or year differ.
    fn like(&self, other: &Self) -> f64 {
        if self.title != other.title || self.year != other.year {
            return 0.0;
        }
        if self.whole == other.whole {
            return 1.0;
        }
        // Of both together the smallest hashes: in how many of them do both have their part?
        let both: BTreeSet<u64> = self.stretches.union(&other.stretches).copied().collect();
        let smallest: Vec<&u64> = both.iter().take(KEPT).collect();
        let is_shared = |at: &&&u64| self.stretches.contains(at) && other.stretches.contains(at);
        let n_shared = smallest.iter().filter(is_shared).count();
        n_shared as f64 / smallest.len().max(1) as f64
    }

    /// The format that is rather checked comes first: what the author can correct, then what has
    /// the clearest text.
    fn rank(&self) -> usize {
        const ORDER: [Format; 7] = [
            Format::Docx,
            Format::Doc,
            Format::Txt,
            Format::Md,
            Format::Html,
            Format::Pdf,
            Format::Ofd,
        ];
        let rank = ORDER.iter().position(|format| *format == self.format);
        rank.unwrap_or(ORDER.len())
    }
}

fn visible(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn hash(text: &[char]) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Puts files together that are one report: several to a group, the one to be checked first. Two
/// files of one format are only put together where they say the same: two drafts are two reports.
fn groups(sketches: &[Sketch]) -> Vec<Vec<&Sketch>> {
    let mut sorted: Vec<&Sketch> = sketches.iter().collect();
    sorted.sort_by_key(|sketch| sketch.rank());
    let mut groups: Vec<Vec<&Sketch>> = Vec::new();
    for sketch in sorted {
        let fits = |group: &Vec<&Sketch>| {
            let first = group.first()?;
            let like = first.like(sketch);
            let is_new = group.iter().all(|other| other.format != sketch.format);
            (like >= 1.0 || is_new && like >= SHARED).then_some(like)
        };
        let found = groups
            .iter_mut()
            .filter_map(|group| Some((fits(group)?, group)));
        match found.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
            Some((_, group)) => group.push(sketch),
            None => groups.push(vec![sketch]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// Says which files are one report, where all of them were checked.
pub(crate) fn say_same(sketches: &[Sketch]) {
    for group in groups(sketches) {
        let paths: Vec<String> = group
            .iter()
            .map(|sketch| shown_path(&sketch.path))
            .collect();
        let paths = paths.join("、");
        say(&format!(
            "说明：这几个文件是同一份报告：{paths}；加 --dedupe 就只检查第一个"
        ));
    }
}

/// Reads all reports, and says which of them are left out since another file is the same report;
/// returns their paths.
pub(crate) fn left_out(entries: &[Entry], jobs: usize) -> BTreeSet<String> {
    let sketch = |entry: &Entry| {
        let read = || {
            let bytes = files::bytes(&entry.what).ok()?;
            let source = yifa::reader::read(&entry.path, &bytes).ok()?;
            Sketch::of(&entry.path, &Document::new(source))
        };
        // What cannot be read is told when it is checked.
        guard::catch(read).ok().flatten()
    };
    let is_file = |entry: &&Entry| matches!(entry.what, files::What::File(_));
    let entries: Vec<&Entry> = entries.iter().filter(is_file).collect();
    let mut sketches = Vec::new();
    let done = order::in_order(
        &entries,
        jobs,
        |entry| sketch(entry),
        |sketch| {
            sketches.extend(sketch);
            Ok::<(), Infallible>(())
        },
    );
    let Ok(()) = done;
    let mut left_out = BTreeSet::new();
    for group in groups(&sketches) {
        let mut group = group.into_iter();
        let Some(first) = group.next() else { continue };
        for other in group {
            let (first, path) = (shown_path(&first.path), shown_path(&other.path));
            say(&format!("说明：跳过 {path}：和 {first} 是同一份报告"));
            left_out.insert(other.path.clone());
        }
    }
    left_out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn sketch(name: &str, year: u32, ending: &str) -> Sketch {
        let mut text = format!("临溯县{year}年度法治政府建设情况报告\n一、主要举措\n");
        for n in 0..60 {
            text.push_str(&format!("全县第{n}个单位办理事项{}件。\n", n * n));
        }
        text.push_str(ending);
        let source = yifa::reader::read(name, text.as_bytes()).unwrap();
        Sketch::of(name, &Document::new(source)).unwrap()
    }

    fn paths(sketches: &[Sketch]) -> Vec<Vec<&str>> {
        let mut all = Vec::new();
        for group in groups(sketches) {
            all.push(group.iter().map(|sketch| sketch.path.as_str()).collect());
        }
        all
    }

    #[test]
    fn other_formats_of_a_report_are_the_same_report() {
        let sketches = [
            sketch("a.md", 2023, "二、不足\n人手少。\n"),
            sketch("a.txt", 2023, "二、存在的不足\n人手少。\n- 3 -\n"),
            sketch("b.txt", 2022, "二、不足\n人手少。\n"),
        ];
        assert_eq!(paths(&sketches), [["a.txt", "a.md"]]);
    }

    #[test]
    fn two_drafts_are_two_reports_and_a_copy_is_none() {
        let drafts = [
            sketch("v1.txt", 2023, "二、不足\n人手少。\n"),
            sketch("v2.txt", 2023, "二、不足\n人手少，经费少。\n"),
            sketch("copy.txt", 2023, "二、不足\n人手少。\n"),
        ];
        assert_eq!(paths(&drafts), [["v1.txt", "copy.txt"]]);
    }
}
