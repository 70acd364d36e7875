//! Which lines of a page are the report.

use super::lines::Line;
use super::survey::Survey;
use crate::reader::furniture;
use crate::reader::rejoin;
use crate::text::BlockKind;
use crate::text::Folded;
use std::ops::Range;

/// Returns the lines of the report in page order; empty where the page holds no text.
///
/// `titles` is what the page calls itself.
pub(super) fn find(lines: &[Line], survey: &Survey, titles: &[&str]) -> Vec<usize> {
    let Some(container) = survey.container else {
        return Vec::new();
    };
    let info = survey.info(container);
    let from = lines.partition_point(|line| line.place < info.first);
    let to = lines.partition_point(|line| line.place <= info.last);
    let range = widen(lines, from..to);
    let kept = strip(lines, range.clone());
    if !kept.iter().filter_map(|i| lines.get(*i)).any(is_text) {
        return Vec::new();
    }
    let mut report = title_before(lines, &range, &kept, titles);
    report.extend(&kept);
    report.extend(signature_behind(lines, &range, &kept));
    report
}

/// Takes in paragraphs that stand right before or behind: pages cut a text in two.
fn widen(lines: &[Line], range: Range<usize>) -> Range<usize> {
    let is_prose = |i: usize| lines.get(i).is_some_and(is_prose);
    let mut from = range.start;
    while from.checked_sub(1).is_some_and(is_prose) {
        from -= 1;
    }
    let mut to = range.end;
    while is_prose(to) {
        to += 1;
    }
    from..to
}

fn is_prose(line: &Line) -> bool {
    let n_marks = line.text.matches(['。', '，', '；', '、']).count();
    let is_heading = rejoin::starts_item(&line.text) && line.text.chars().count() >= 8;
    !line.is_links
        && (is_heading || n_marks >= 2 && line.text.contains('。'))
        && furniture::classify(&line.text) == furniture::Line::Body
}

/// Leaves out furniture at both ends of the text, and lines of links there.
fn strip(lines: &[Line], range: Range<usize>) -> Vec<usize> {
    let texts: Vec<&str> = lines
        .get(range.clone())
        .unwrap_or(&[])
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    let page = furniture::sort(&texts);
    let kept: Vec<usize> = range
        .zip(page.kept)
        .filter_map(|(i, kept)| kept.then_some(i))
        .collect();
    let line = |i: &usize| lines.get(*i);
    let is_stray = |i: &usize| {
        line(i).is_some_and(|line| {
            line.is_links && !furniture::is_title(&line.text) && !rejoin::starts_item(&line.text)
        })
    };
    let first = kept.iter().find(|i| line(i).is_some_and(is_text)).copied();
    let last = kept.iter().rfind(|i| line(i).is_some_and(is_text)).copied();
    let is_inside =
        |i: usize| first.is_some_and(|first| first <= i) && last.is_some_and(|last| i <= last);
    kept.into_iter()
        .filter(|i| is_inside(*i) || !is_stray(i))
        .collect()
}

/// Tells whether a line is text of a report: not a title without one, not a stray word.
fn is_text(line: &Line) -> bool {
    let is_sentence = line.text.contains(['。', '，', '；', ',', ';', '、']);
    !line.is_links
        && !furniture::is_title(&line.text)
        && (is_sentence || rejoin::starts_item(&line.text) || line.text.chars().count() >= 30)
}

/// How many lines before the text its title is looked for. Labels, buttons and a catalogue
/// block stand between.
const TITLE_WITHIN: usize = 60;

/// Finds the lines of the title before the text, where the text does not have its own.
fn title_before(
    lines: &[Line],
    range: &Range<usize>,
    kept: &[usize],
    titles: &[&str],
) -> Vec<usize> {
    let at = |i: usize| lines.get(i);
    let has_own = kept
        .iter()
        .filter_map(|i| at(*i))
        .take(12)
        .take_while(|line| !is_prose(line))
        .any(|line| is_title(line, titles));
    if has_own {
        return Vec::new();
    }
    let first = range.start.saturating_sub(TITLE_WITHIN);
    let found = (first..range.start).rev().find(|i| {
        at(*i).is_some_and(|line| {
            is_title(line, titles) && (!line.is_links || matches!(line.kind, BlockKind::Heading(_)))
        })
    });
    let Some(title) = found else {
        return Vec::new();
    };
    let goes_on = |i: usize| {
        let (Some(line), Some(title)) = (at(i), at(title)) else {
            return false;
        };
        line.block == title.block
            && !line.is_links
            && furniture::classify(&line.text) == furniture::Line::Body
    };
    let mut from = title;
    while from > title.saturating_sub(2) && goes_on(from - 1) {
        from -= 1;
    }
    let mut to = title + 1;
    while to < range.start && to <= title + 2 && goes_on(to) {
        to += 1;
    }
    let number = (to..range.start).filter(|i| at(*i).is_some_and(is_number));
    (from..to).chain(number).collect()
}

/// Tells whether a line is the report's title: by its words, or because the page says so.
fn is_title(line: &Line, titles: &[&str]) -> bool {
    if furniture::classify(&line.text) != furniture::Line::Body {
        return false;
    }
    if furniture::is_title(&line.text) {
        return true;
    }
    let folded = Folded::new(&line.text);
    let text = folded.text();
    text.chars().count() >= 6
        && titles.iter().any(|title| {
            let title = Folded::new(title);
            // Behind the title stands the name of the site.
            title.text().strip_prefix(text).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(['_', '-', '—', '|', '·', '(', '【'])
            })
        })
}

/// A line that is nothing but a document number.
fn is_number(line: &Line) -> bool {
    let text = line.text.trim();
    rejoin::stands_alone(text)
        && text.ends_with('号')
        && text.contains(['〔', '[', '［', '【', '（', '('])
        && furniture::classify(text) == furniture::Line::Body
}

/// Finds signature and date right behind the text, where the text does not end with a date.
fn signature_behind(lines: &[Line], range: &Range<usize>, kept: &[usize]) -> Vec<usize> {
    let is_date = |line: &Line| furniture::is_day(&line.text);
    let ends = kept.iter().rev().take(4).filter_map(|i| lines.get(*i));
    if ends.into_iter().any(is_date) {
        return Vec::new();
    }
    let behind = lines.iter().enumerate().skip(range.end).take(6);
    let found: Vec<usize> = behind
        .take_while(|(_, line)| {
            !line.is_links
                && (rejoin::stands_alone(line.text.trim()) || is_date(line))
                && furniture::classify(&line.text) == furniture::Line::Body
        })
        .map(|(i, _)| i)
        .collect();
    let is_signed = found.iter().filter_map(|i| lines.get(*i)).any(is_date);
    if is_signed { found } else { Vec::new() }
}
