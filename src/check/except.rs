//! Exceptions on one report: which findings they take out.
//!
//! An exception hangs on words. They are compared without width, blanks, line ends and the
//! ordinals of headings, so that it survives rewrapping and renumbering; a number in them is part
//! of them, so that it falls away with the number.

use crate::config::Day;
use crate::config::Exception;
use crate::document::Document;
use crate::finding::Excepted;
use crate::finding::Finding;
use crate::finding::Outcome;
use crate::text::Folded;
use crate::text::Span;

/// What became of one exception on one report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// It took out this many findings.
    Applied(usize),
    /// Its words fit this many places with findings; it took out none.
    Ambiguous(usize),
    /// No finding fits it.
    Unmatched,
    /// Its last day is over.
    Expired,
    /// Its rule was not run.
    NotRun,
}

/// Takes the findings that exceptions fit out of the findings; tells what each exception did.
pub(super) fn apply(
    exceptions: &[Exception],
    today: Option<Day>,
    document: &Document,
    outcome: &mut Outcome,
) -> Vec<Use> {
    if exceptions.is_empty() {
        return Vec::new();
    }
    let bare = Bare::of(document);
    let uses = exceptions.iter().map(|exception| {
        if exception
            .until
            .zip(today)
            .is_some_and(|(until, today)| until < today)
        {
            return Use::Expired;
        }
        let rule = |verdict: &crate::finding::Verdict| verdict.rule == exception.rule;
        if !outcome.verdicts.iter().any(rule) {
            return Use::NotRun;
        }
        one(exception, &bare, document, outcome)
    });
    let uses = uses.collect();
    sort(outcome);
    uses
}

/// Puts what was taken out into the order of findings.
pub(super) fn sort(outcome: &mut Outcome) {
    outcome.excepted.sort_by(|a, b| {
        let key = |excepted: &Excepted| (excepted.finding.span, excepted.finding.rule.clone());
        key(a).cmp(&key(b))
    });
}

fn one(exception: &Exception, bare: &Bare, document: &Document, outcome: &mut Outcome) -> Use {
    let places = bare.places(exception);
    let in_section = |finding: &Finding| match &exception.section {
        Some(title) => bare.in_section(document, title, finding),
        None => true,
    };
    let mut met: Vec<usize> = Vec::new();
    let fits = |finding: &Finding| -> Option<usize> {
        let of_rule = finding.rule == exception.rule && in_section(finding);
        match (of_rule, &places) {
            (false, _) => None,
            (true, None) => Some(0),
            (true, Some(places)) => {
                let words = bare.words(document, finding.span);
                places.iter().position(|place| holds(*place, words))
            }
        }
    };
    for finding in &outcome.findings {
        met.extend(fits(finding));
    }
    met.sort_unstable();
    met.dedup();
    if met.len() > 1 {
        return Use::Ambiguous(met.len());
    }
    let (out, left): (Vec<Finding>, Vec<Finding>) = std::mem::take(&mut outcome.findings)
        .into_iter()
        .partition(|finding| fits(finding).is_some());
    outcome.findings = left;
    let n = out.len();
    outcome.excepted.extend(out.into_iter().map(|finding| {
        Excepted {
            finding,
            reason: exception.reason.clone(),
            by: exception.by.clone(),
            until: exception
                .until
                .map(|day| day.to_string())
                .unwrap_or_default(),
            in_report: false,
        }
    }));
    if n == 0 {
        Use::Unmatched
    } else {
        Use::Applied(n)
    }
}

/// Tells whether `words` lie in `place`; a point lies in the place that begins with it.
fn holds(place: Span, words: Span) -> bool {
    match words.is_empty() {
        true => place.start <= words.start && words.start < place.end,
        false => place.contains(words),
    }
}

/// The folded text without line ends, blanks and ordinals of headings.
struct Bare {
    text: String,
    /// For each byte of it, the byte of the folded text.
    from: Vec<u32>,
}

impl Bare {
    fn of(document: &Document) -> Self {
        let ordinals: Vec<Span> = document
            .sections
            .iter()
            .filter(|section| section.ordinal.is_some())
            .map(|section| {
                let (start, end) = (section.heading.start, section.title.start);
                document.folded.to_folded(Span {
                    start,
                    end: end.max(start),
                })
            })
            .collect();
        let mut bare = Self {
            text: String::new(),
            from: Vec::new(),
        };
        for (at, c) in document.folded.text().char_indices() {
            let at = Span::empty(at).start;
            let next = ordinals.partition_point(|span| span.end <= at);
            let in_ordinal = ordinals.get(next).is_some_and(|span| span.start <= at);
            if c.is_whitespace() || in_ordinal {
                continue;
            }
            bare.text.push(c);
            bare.from.extend(std::iter::repeat_n(at, c.len_utf8()));
        }
        bare
    }

    /// Where the words of an exception stand; `None` where it quotes none.
    fn places(&self, exception: &Exception) -> Option<Vec<Span>> {
        let exact = quoted(exception.exact.as_deref()?);
        let prefix = quoted(&exception.prefix);
        let whole = [prefix.as_str(), &exact, &quoted(&exception.suffix)].concat();
        if exact.is_empty() {
            return Some(Vec::new());
        }
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(&whole)) {
            let start = from + at + prefix.len();
            let place = Span::new(start, start + exact.len());
            if !self.cuts_number(place) {
                found.push(place);
            }
            // The next one may begin inside of this one.
            let step = self
                .text
                .get(from + at..)
                .and_then(|rest| rest.chars().next());
            from += at + step.map_or(1, char::len_utf8);
        }
        Some(found)
    }

    /// Tells whether a place begins or ends inside a number: 8% does not stand in 98%.
    fn cuts_number(&self, place: Span) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let point = |c: Option<char>| c.is_some_and(|c| c == '.');
        let before = self.text.get(..place.from()).unwrap_or_default();
        let after = self.text.get(place.to()..).unwrap_or_default();
        let inside = self.text.get(place.range()).unwrap_or_default();
        let mut back = before.chars().rev();
        let mut ahead = after.chars();
        let (last, last_but_one) = (back.next(), back.next());
        let (next, next_but_one) = (ahead.next(), ahead.next());
        let starts = digit(inside.chars().next());
        let ends = digit(inside.chars().next_back());
        (starts && (digit(last) || point(last) && digit(last_but_one)))
            || (ends && (digit(next) || point(next) && digit(next_but_one)))
    }

    /// The words of a finding, as a stretch of the bare text.
    fn words(&self, document: &Document, span: Span) -> Span {
        let folded = document.folded.to_folded(span);
        let start = self.from.partition_point(|at| *at < folded.start);
        let end = self.from.partition_point(|at| *at < folded.end);
        Span::new(start, end.max(start))
    }

    /// Tells whether a finding stands in a section with this heading, at whatever level.
    fn in_section(&self, document: &Document, title: &str, finding: &Finding) -> bool {
        let title = quoted(title);
        document.sections.iter().any(|section| {
            let own: String = document.folded(section.title).split_whitespace().collect();
            own.trim_end_matches('。') == title.trim_end_matches('。')
                && section.span.contains(finding.span)
        })
    }
}

/// Words of the user as they are compared.
fn quoted(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line: String = Folded::new(line).text().split_whitespace().collect();
        without_ordinal(&line).to_owned()
    });
    lines.collect()
}

/// Takes the ordinal of a heading off: 一、（一）1. 一是.
fn without_ordinal(line: &str) -> &str {
    const HANZI: &str = "〇零一二三四五六七八九十百";
    let inner = line.strip_prefix('(').unwrap_or(line);
    let in_brackets = inner.len() < line.len();
    let hanzi = inner.trim_start_matches(|c| HANZI.contains(c));
    let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let (rest, is_hanzi) = match hanzi.len() < inner.len() {
        true => (hanzi, true),
        false => (digits, false),
    };
    if rest.len() == inner.len() {
        return line;
    }
    let ends: &[&str] = match (in_brackets, is_hanzi) {
        (true, _) => &[")"],
        (false, true) => &["、", "是"],
        (false, false) => &["、", "."],
    };
    let rest = ends.iter().find_map(|end| rest.strip_prefix(end));
    // 1.5 is a number.
    match rest {
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.is_empty() => rest,
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_of_headings_are_taken_off() {
        let check = |line: &str, rest: &str| assert_eq!(quoted(line), rest);
        check("（三）规范 执法", "规范执法");
        check("(3)规范执法", "规范执法");
        check("二、不足", "不足");
        check("1．推进", "推进");
        check("1.5亿元", "1.5亿元");
        check("一是加强", "加强");
        check("（三）", "(三)");
        check("三个方面", "三个方面");
        check("出庭应诉率为９８％", "出庭应诉率为98%");
    }
}
