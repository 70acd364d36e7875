//! Two reports of one body, of one year and of the year before: what this one says of last
//! year's figures, against the figures that last year's report states itself.
//!
//! Only figures of one metric, one body and a whole year are compared, and only where last year's
//! report gives one value for them. An operand of last year's report is marked as such.

use crate::document::Document;
use crate::facts;
use crate::facts::Fact;
use crate::facts::FactKind;
use crate::facts::Family;
use crate::facts::Period;
use crate::facts::Relation as Stands;
use crate::facts::Scope;
use crate::facts::Trend;
use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Operand;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::growth::Size;
use crate::relations::label;
use crate::text::Span;
use std::collections::BTreeMap;

/// A change looks for its figure no further back than this many facts.
const REACH: usize = 16;
/// No figure looks further than this many bytes (300 characters) into its sentence.
const WINDOW: usize = 900;
/// A metric that is only the author's own noun phrase has at least so many characters.
const PHRASE: usize = 4;
/// More values of one metric than this are not looked through.
const MANY: usize = 8;

/// Words that compare with the year before.
const COMPARED: [&str; 14] = [
    "同比",
    "比上年",
    "较上年",
    "与上年",
    "比去年",
    "较去年",
    "与去年",
    "上年同期",
    "去年同期",
    "比上一年",
    "较上一年",
    "与上一年",
    "比前一年",
    "较前一年",
];

/// Words by which a figure is of more than the year.
const CUMULATIVE: [&str; 2] = ["累计", "以来"];

/// Words by which a figure is of former years as well.
const CARRIED: [&str; 6] = ["结转", "遗留", "往年", "历年", "存量", "旧存"];
/// Words by which it is one of all bodies of the place, or of the government alone.
const ALL_BODIES: [&str; 6] = ["全县", "全市", "全区", "全省", "各级", "全系统"];
const ONE_BODY: [&str; 5] = ["县政府", "市政府", "区政府", "人民政府", "本级"];

/// Tells whether the words in front of a figure name another body, or more than the year.
fn is_of_others(lead: &str) -> bool {
    label::any(lead, &label::BODIES) || label::any(lead, &CUMULATIVE)
}

/// One of the two reports.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The parsed report.
    pub document: &'a Document,
    /// What it states.
    pub facts: &'a [Fact],
    /// The year it reports.
    pub year: i32,
}

/// Whose figure it is and of what.
type Key<'a> = (&'a str, &'a str);
/// The figures of a whole year that a report states of itself.
type Levels<'a> = BTreeMap<Key<'a>, Vec<usize>>;

/// Compares a report with that of the year before.
///
/// Every figure is looked up, so the work grows with the length of the reports.
#[must_use]
pub fn years(now: Side<'_>, before: Side<'_>) -> Vec<Relation> {
    let pair = Pair {
        now_levels: now.levels(),
        before_levels: before.levels(),
        now,
        before,
    };
    let facts = now.facts.iter().enumerate();
    facts
        .filter_map(|(index, fact)| {
            if fact.is_change() {
                pair.change(index, fact)
            } else if fact.period == Period::Year(before.year) {
                pair.former(fact)
            } else {
                None
            }
        })
        .collect()
}

impl<'a> Side<'a> {
    fn levels(self) -> Levels<'a> {
        let mut levels = Levels::new();
        for (index, fact) in self.facts.iter().enumerate() {
            if self.is_level(fact) {
                levels.entry(key(fact)).or_default().push(index);
            }
        }
        levels
    }

    /// Tells whether it is a figure of the whole year that the report states of its own body.
    fn is_level(self, fact: &Fact) -> bool {
        is_comparable(fact)
            && !fact.is_change()
            && fact.relation != Stands::Limit
            && (fact.period == Period::Report || fact.period == Period::Year(self.year))
            && facts::scope(self.document, fact, Some(self.year)) == Scope::Own
            && !is_of_others(self.lead(fact))
            && !label::any(self.between_ends(self.sentence(fact)), &CARRIED)
    }

    fn between_ends(self, span: Span) -> &'a str {
        self.between(span.start, span.end)
    }

    /// Whether it is a figure of all bodies of the place, or of one; `None` where it is not said.
    fn is_of_all(self, fact: &Fact) -> Option<bool> {
        let lead = self.lead(fact);
        match (label::any(lead, &ALL_BODIES), label::any(lead, &ONE_BODY)) {
            (all, one) if all == one => None,
            (all, _) => Some(all),
        }
    }

    /// The words that name it.
    fn name(self, fact: &Fact) -> &'a str {
        fact.named.map_or("", |span| self.document.folded(span))
    }

    /// Tells whether a figure of a part of the year stands in its sentence.
    fn is_of_part_year(self, fact: &Fact) -> bool {
        let sentence = self.sentence(fact);
        let first = self
            .facts
            .partition_point(|fact| fact.span.start < sentence.start);
        let inside = self.facts.iter().skip(first);
        inside
            .take_while(|fact| fact.span.start < sentence.end)
            .any(|fact| matches!(fact.period, Period::Months { .. } | Period::Until { .. }))
    }

    /// The sentence up to the figure, folded, as far as it is near.
    fn lead(self, fact: &Fact) -> &'a str {
        self.between(self.sentence(fact).start, fact.span.start)
    }

    fn sentence(self, fact: &Fact) -> Span {
        let index = self.document.sentence_at(fact.span.start);
        let sentence = index.and_then(|index| self.document.sentences.get(index));
        let whole = sentence.map_or(fact.clause, |sentence| sentence.span);
        // A sentence without end would make every figure look at all others.
        let text = self.document.source.text();
        let from = text.floor_char_boundary(fact.span.from().saturating_sub(WINDOW));
        let to = text.ceil_char_boundary(fact.span.to().saturating_add(WINDOW));
        Span::new(whole.from().max(from), whole.to().min(to))
    }

    fn between(self, start: u32, end: u32) -> &'a str {
        let span = Span {
            start: start.min(end),
            end,
        };
        self.document.folded(span)
    }
}

fn key(fact: &Fact) -> Key<'_> {
    let population = fact.population.as_ref();
    (
        fact.metric.as_str(),
        population.map_or("", |population| population.words.as_str()),
    )
}

/// Tells whether a change can be one of a figure: whose it is, a change need not say again.
fn is_of(change: &Fact, level: &Fact) -> bool {
    change.metric == level.metric && (change.population.is_none() || key(change) == key(level))
}

fn is_comparable(fact: &Fact) -> bool {
    let has_name = fact.id.is_some() || fact.metric.chars().count() >= PHRASE;
    let has_value = matches!(
        fact.kind,
        FactKind::Count | FactKind::Rate | FactKind::Money | FactKind::Days
    );
    has_name && has_value && fact.family() != Family::None
}

/// Both reports, with the figures of each.
struct Pair<'a> {
    now: Side<'a>,
    before: Side<'a>,
    now_levels: Levels<'a>,
    before_levels: Levels<'a>,
}

impl<'a> Pair<'a> {
    /// The figure of last year's report for this key and unit, where it has one value.
    fn last_year(&self, key: Key<'_>, family: Family) -> Option<&'a Fact> {
        one_of(&self.before_levels, self.before.facts, key, family)
    }

    /// How sure it is that two figures are of one thing; `None` where that cannot be said: a
    /// metric has many names, and 满意度 can be that of anything.
    fn one_thing(&self, now: &Fact, last: &Fact) -> Option<Certainty> {
        let extents = self.now.is_of_all(now).zip(self.before.is_of_all(last));
        if extents.is_some_and(|(now, last)| now != last) {
            return None;
        }
        let (name, before) = (self.now.name(now), self.before.name(last));
        let same = name.contains(before) || before.contains(name);
        match (same, now.kind) {
            (true, _) if now.id.is_some() => Some(Certainty::Likely),
            (true, _) => Some(Certainty::Slight),
            (false, FactKind::Rate) => None,
            (false, _) => Some(Certainty::Slight),
        }
    }

    /// `去年败诉3件` against last year's own number.
    fn former(&self, fact: &Fact) -> Option<Relation> {
        let is_level = is_comparable(fact)
            && fact.relation != Stands::Limit
            && !self.now.is_of_part_year(fact)
            && !is_of_others(self.now.lead(fact));
        let last = is_level
            .then(|| self.last_year(key(fact), fact.family()))
            .flatten()?;
        let certainty = self.one_thing(fact, last)?;
        let (said, own) = (fact.interval(), last.interval());
        let holds = said.intersects(&own);
        let written = self.before.document.folded(last.span);
        let here = self.now.document.folded(fact.span);
        Some(Relation {
            kind: Kind::Former,
            name: fact.metric.clone(),
            operands: vec![operand("本年报告说的上年数", fact), former(last)],
            verdict: verdict(holds),
            reason: String::new(),
            certainty,
            computation: format!("上年报告写{written}，本报告说上年是{here}"),
            distance: relations::distance(&said, &own),
        })
    }

    /// `12件，较上年减少2件` against last year's own number.
    fn change(&self, index: usize, change: &Fact) -> Option<Relation> {
        let trend = change.trend?;
        let level = self.level_of(index, change)?;
        if !self.compares(change, level) || self.says_base(change) {
            return None;
        }
        let last = self.last_year(key(level), level.family())?;
        let certainty = self.one_thing(level, last)?;
        let size = Size::of(change, level, last, trend)?;
        let written = change.interval();
        let holds = size.readings.iter().any(|real| real.intersects(&written));
        let distances = size
            .readings
            .iter()
            .map(|real| relations::distance(real, &written));
        let distance = distances.min().flatten();
        let is_rounded = matches!(change.family(), Family::Percent | Family::Point);
        let is_slight =
            !holds && is_rounded && distance.is_some_and(|far| far <= change.printed.step);
        let way = match trend {
            Trend::Up => "增加",
            Trend::Down => "减少",
        };
        let said = self.now.document.folded(change.span);
        let shown = if holds {
            size.shown
        } else {
            format!("{}，原文写{way}{said}", size.shown)
        };
        Some(Relation {
            kind: Kind::Year,
            name: level.metric.clone(),
            operands: vec![
                operand("增减", change),
                operand("本年的数", level),
                former(last),
            ],
            verdict: verdict(holds),
            reason: String::new(),
            certainty: if is_slight {
                Certainty::Slight
            } else {
                certainty
            },
            computation: shown,
            distance,
        })
    }

    /// The figure that a change is of: the nearest of its metric before it in its sentence, else
    /// the only one of the report.
    fn level_of(&self, index: usize, change: &Fact) -> Option<&'a Fact> {
        let sentence = self.now.sentence(change);
        let before = self.now.facts.get(..index)?.iter().rev().take(REACH);
        let mut near = before.take_while(|fact| fact.span.start >= sentence.start);
        let found =
            near.find(|fact| is_comparable(fact) && !fact.is_change() && is_of(change, fact));
        if let Some(level) = found {
            return self.now.is_level(level).then_some(level);
        }
        let family = match (change.family(), change.id.as_ref()?) {
            (Family::Percent, _) => None,
            (Family::Point, _) => Some(Family::Percent),
            (family, _) => Some(family),
        };
        let all = self.now_levels.get(&key(change))?;
        let first = self.now.facts.get(*all.first()?)?;
        one_of(
            &self.now_levels,
            self.now.facts,
            key(change),
            family.unwrap_or(first.family()),
        )
    }

    /// Tells whether a change is one against the year before: 同比, 较上年, 比2022年.
    fn compares(&self, change: &Fact, level: &Fact) -> bool {
        let sentence = self.now.sentence(change);
        let from = if level.span.start >= sentence.start && level.span.end <= change.span.start {
            level.span.end
        } else {
            sentence.start
        };
        let words = self.now.between(from, change.span.start);
        let year = self.before.year;
        let by_year = [
            format!("比{year}年"),
            format!("较{year}年"),
            format!("与{year}年"),
        ];
        let compared = label::any(words, &COMPARED)
            || by_year.iter().any(|word| words.contains(word.as_str()));
        compared && !words.contains("环比") && !words.contains("分别")
    }

    /// Tells whether the base of a change stands in its sentence: then it is compared itself.
    fn says_base(&self, change: &Fact) -> bool {
        let sentence = self.now.sentence(change);
        let first = self
            .now
            .facts
            .partition_point(|fact| fact.span.start < sentence.start);
        let inside = self.now.facts.iter().skip(first);
        inside
            .take_while(|fact| fact.span.start < sentence.end)
            .any(|fact| {
                fact.period == Period::Year(self.before.year)
                    && !fact.is_change()
                    && is_comparable(fact)
            })
    }
}

/// The only value of a metric that a report states; `None` where it has two.
fn one_of<'a>(
    levels: &Levels<'_>,
    facts: &'a [Fact],
    key: Key<'_>,
    family: Family,
) -> Option<&'a Fact> {
    let all = levels.get(&key)?;
    let mut found = all
        .iter()
        .take(MANY + 1)
        .filter_map(|index| facts.get(*index))
        .filter(|fact| fact.family() == family);
    let first = found.next()?;
    let same = found.all(|fact| fact.interval() == first.interval());
    (same && all.len() <= MANY).then_some(first)
}

fn verdict(holds: bool) -> Verdict {
    if holds {
        Verdict::Holds
    } else {
        Verdict::Violated
    }
}

fn operand(role: &'static str, fact: &Fact) -> Operand {
    Operand {
        role,
        span: fact.span,
        interval: fact.interval(),
        former: false,
    }
}

fn former(fact: &Fact) -> Operand {
    Operand {
        former: true,
        ..operand("上年报告的数", fact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack;
    use crate::pack::Library;

    /// The relations of two texts: kind, verdict, certainty and calculation.
    fn shown(now: &str, before: &str) -> Vec<String> {
        let library = Library::read(&pack::builtin());
        let read = |text: &str, year: i32| {
            let text = format!(
                "湾前县人民政府{year}年度法治政府建设情况报告\n一、主要举措和成效\n{text}\n"
            );
            let source = crate::reader::read("report.txt", text.as_bytes()).unwrap();
            let document = Document::new(source);
            let facts = facts::read(&document, &library.catalog);
            (document, facts)
        };
        let (now, before) = (read(now, 2023), read(before, 2022));
        let relations = years(
            Side {
                document: &now.0,
                facts: &now.1,
                year: 2023,
            },
            Side {
                document: &before.0,
                facts: &before.1,
                year: 2022,
            },
        );
        relations
            .iter()
            .map(|r| {
                format!(
                    "{} {} {} {}",
                    r.kind.name(),
                    r.verdict.name(),
                    r.certainty.name(),
                    r.computation
                )
            })
            .collect()
    }

    fn check(now: &str, before: &str, want: &[&str]) {
        assert_eq!(shown(now, before), want, "{now} / {before}");
    }

    #[test]
    fn a_change_is_held_against_last_years_own_number() {
        let before =
            "受理行政复议申请60件。行政诉讼案件14件，审结14件。行政机关负责人出庭应诉率92%。";
        check(
            "受理行政复议申请72件，同比增长20%。",
            before,
            &["year holds likely 上年报告60，本年72，(72-60)÷60=20%"],
        );
        check(
            "受理行政复议申请72件，同比增长25%。",
            before,
            &["year violated likely 上年报告60，本年72，(72-60)÷60=20%，原文写增加25%"],
        );
        check(
            "行政诉讼案件12件，较上年减少2件。",
            before,
            &["year holds likely 上年报告14，本年12，14-12=2"],
        );
        check(
            "行政诉讼案件12件，比2022年增加2件。",
            before,
            &["year violated likely 上年报告14，本年12，12-14=-2，原文写增加2件"],
        );
        check(
            "行政机关负责人出庭应诉率98%，比上年提高6个百分点。",
            before,
            &["year holds likely 上年报告92%，本年98%，98%-92%=6"],
        );
        check(
            "行政机关负责人出庭应诉率98%，比上年提高6.5%。",
            before,
            &["year holds likely 上年报告92%，本年98%，98%-92%=6"],
        );
        check("受理行政复议申请72件，环比增长25%。", before, &[]);
        check("受理行政复议申请72件，较2019年增长25%。", before, &[]);
    }

    #[test]
    fn what_is_said_of_last_year_is_what_last_year_said() {
        let before = "受理行政复议申请60件。";
        check(
            "2022年受理行政复议申请58件。",
            before,
            &["former violated likely 上年报告写60件，本报告说上年是58件"],
        );
        check(
            "去年受理行政复议申请60件，今年受理72件，同比增长30%。",
            before,
            &["former holds likely 上年报告写60件，本报告说上年是60件"],
        );
    }

    #[test]
    fn names_and_extents_must_fit() {
        let slight = "year violated slight 上年报告60，本年72，(72-60)÷60=20%，原文写增加25%";
        let now = "办理行政复议案件72件，同比增长25%。";
        check(now, "受理行政复议申请60件。", &[slight]);
        let now = "全县受理行政复议申请72件，同比增长25%。";
        check(now, "县政府受理行政复议申请60件。", &[]);
        let now = "热线群众满意率98%，比上年提高6个百分点。";
        check(now, "法治建设群众满意度91%。", &[]);
        let now = "截至11月底受理行政复议申请72件，去年同期受理55件。";
        check(now, "受理行政复议申请60件。", &[]);
    }

    #[test]
    fn what_is_not_one_figure_is_not_compared() {
        // Two values, another body, half a year, an aim.
        for before in [
            "受理行政复议申请60件。受理行政复议申请62件。",
            "县公安局受理行政复议申请60件。",
            "上半年受理行政复议申请60件。",
            "力争受理行政复议申请60件。",
            "以县政府为被申请人的行政复议申请受理60件。",
            "受理行政复议申请60件（含上年结转5件）。",
        ] {
            check("受理行政复议申请72件，同比增长25%。", before, &[]);
        }
    }
}
