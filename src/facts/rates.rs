//! The names of rates: one percentage may state several, and the name may stand behind it.

use crate::facts::MetricKind;
use crate::facts::figure::Figure;
use crate::facts::line::Line;
use crate::facts::naming::Named;
use crate::facts::naming::Wanted;
use crate::facts::phrase;
use crate::text::Span;
use crate::text::slice;

const RATE: Wanted = Wanted::Only(MetricKind::Rate);

/// What names of rates end with.
const HEADS: [&str; 12] = [
    "率",
    "比例",
    "占比",
    "比重",
    "满意度",
    "知晓度",
    "覆盖面",
    "比率",
    "指数",
    "度",
    "比",
    "面",
];

impl Line<'_> {
    /// The rates that one percentage states: `A率、B率均达100%` are two, `审查、报备率` too.
    pub(super) fn rate_names(
        &self,
        figure: &Figure<'_>,
        before: Option<&Figure<'_>>,
        last: Option<&Named>,
    ) -> Named {
        let floor = self.floor(figure, last);
        let lead = slice(self.text, Span::new(floor, figure.span.from()));
        let bare = cut_behind_head(phrase::trim_tail(lead));
        if phrase::trim_head(bare.trim_matches(['、', '(', ')', '和', '及'])).is_empty() {
            return self
                .rate_behind(figure)
                .or_else(|| self.rate_over_time(figure, last))
                .unwrap_or_else(|| self.rate_of_clause(figure, before));
        }
        if let Some(named) = self.rate_of_each(bare, floor, figure) {
            return named;
        }
        if let Some(named) = self.rate_around(bare, floor, figure) {
            return named;
        }
        let span = Span::new(floor, floor + bare.len());
        let mut names = self.shared(span, figure);
        let all = ["均", "都", "全部", "分别"].iter().any(|word| {
            lead.get(bare.len()..)
                .is_some_and(|tail| tail.contains(word))
        });
        if all && let Some(clause) = self.layout.clause_before(figure.clause.from()) {
            // A率,B率均达100%: a clause that is only a name shares the number.
            let free = before.is_none_or(|before| before.span.to() <= clause.from());
            let text = phrase::trim_tail(slice(self.text, clause));
            if free
                && text.ends_with('率')
                && text.len() == clause.len()
                && text.chars().count() <= 16
            {
                let first = self.shared(clause, figure);
                names.metrics.splice(0..0, first.metrics);
                names.own.splice(0..0, first.own);
            }
        }
        names
    }

    /// The names at the end of `span` that share a number.
    fn shared(&self, span: Span, figure: &Figure<'_>) -> Named {
        let mut named = Named::default();
        let mut end = span.to();
        let mut head: Option<&str> = None;
        let mut merged = false;
        while end > span.from() {
            let text = slice(self.text, Span::new(span.from(), end));
            let (at, sep) = phrase::separator(text).unwrap_or((0, 0));
            let item = text.get(at + sep..).unwrap_or("");
            let name = phrase::trim_head(item);
            let words = Span::new(end - name.len(), end);
            if !self.add_rate(&mut named, words, head, figure) {
                // 出庭应诉率、答辩状和证据提交率: two nouns of one 率, behind another.
                let before = text.get(..at).unwrap_or("");
                if !merged && sep > 0 && before.ends_with('率') {
                    merged = true;
                    end = span.from() + at;
                    continue;
                }
                break;
            }
            head = head.or_else(|| HEADS.into_iter().find(|head| name.ends_with(head)));
            if sep == 0 || !name.ends_with('率') && head != Some("率") {
                break;
            }
            end = span.from() + at;
        }
        named.metrics.reverse();
        named.own.reverse();
        self.told_apart(named)
    }

    /// Two names of one list are two metrics: where both would be the same one, or none is known,
    /// each is the metric that has it for its first name: 合法性审核率、合法性审查率均达100%.
    fn told_apart(&self, named: Named) -> Named {
        let alike = |(index, (metric, _)): (usize, &(usize, Span))| {
            let others = named.metrics.iter().skip(index + 1);
            others.into_iter().any(|(other, _)| other == metric)
        };
        let known = named.metrics.iter().map(|(_, words)| *words);
        let all: Vec<Span> = known.chain(named.own.iter().copied()).collect();
        let doubtful = named.metrics.is_empty() || named.metrics.iter().enumerate().any(alike);
        if all.len() < 2 || !doubtful {
            return named;
        }
        let first_named = |words: &Span| {
            let name = slice(self.text, *words);
            let metrics = self.catalog.metrics().iter();
            let mut metrics = metrics.enumerate().filter(|(_, metric)| {
                metric.kind == MetricKind::Rate
                    && metric.aliases.first().is_some_and(|alias| alias == name)
            });
            metrics.next().map(|(metric, _)| (metric, *words))
        };
        match all.iter().map(first_named).collect() {
            Some(metrics) => Named {
                metrics,
                own: Vec::new(),
                ..named
            },
            None => named,
        }
    }

    /// Adds one name of a list, read from its end; `head` is what the last one ends with. Tells
    /// whether it belongs to the list.
    fn add_rate(
        &self,
        named: &mut Named,
        words: Span,
        head: Option<&str>,
        figure: &Figure<'_>,
    ) -> bool {
        let text = slice(self.text, words);
        let is_first = head.is_none();
        if text.is_empty() {
            return false;
        }
        if is_first || text.ends_with('率') {
            match self.rate_known(text, figure) {
                Some(metric) => named.metrics.push((metric, words)),
                None => named.own.push(words),
            }
            return true;
        }
        // 审查、报备率: the word before shares 率, where that makes a known name or both are short.
        let full = format!("{text}率");
        match self.rate_known(&full, figure) {
            Some(metric) => named.metrics.push((metric, words)),
            None if text.chars().count() <= 2 => named.own.push(words),
            None => return false,
        }
        true
    }

    fn rate_known(&self, text: &str, figure: &Figure<'_>) -> Option<usize> {
        self.known(text, figure, RATE)
            .or_else(|| self.by_words(text, figure))
    }

    /// The first rate of the catalog all of whose words are in the phrase.
    fn by_words(&self, phrase: &str, figure: &Figure<'_>) -> Option<usize> {
        self.catalog.metrics().iter().position(|metric| {
            metric.kind == MetricKind::Rate
                && !metric.words.is_empty()
                && metric
                    .words
                    .iter()
                    .all(|word| phrase.contains(word.as_str()))
                && is_close(&metric.words, phrase)
                && !self.is_other_thing(metric, phrase, figure.clause)
        })
    }

    /// `98.5%的行政机关负责人出庭应诉`: what the share is of stands behind.
    fn rate_behind(&self, figure: &Figure<'_>) -> Option<Named> {
        let rest = slice(self.text, Span::new(figure.span.to(), figure.clause.to()));
        // 近九成案件: behind 成 the noun needs no 的.
        let in_tenths = slice(self.text, figure.span).ends_with('成')
            && rest.starts_with(|c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        let linked = rest.starts_with('的');
        if !linked && !in_tenths {
            return None;
        }
        let link = if linked { '的'.len_utf8() } else { 0 };
        let whole = Span::new(figure.span.to() + link, figure.clause.to());
        let text = format!("{}率", slice(self.text, whole));
        if let Some(metric) = self.by_words(&text, figure) {
            return Some(Named::known(metric, whole));
        }
        let noun = phrase::behind(self.text, figure.span.to(), figure.clause.to());
        (!noun.is_empty()).then(|| Named::own(noun))
    }

    /// `出庭应诉率分别为:县政府100%,镇街92%`: the name stands before the colon, and what stands
    /// before the number says whose it is.
    fn rate_of_each(&self, bare: &str, floor: usize, figure: &Figure<'_>) -> Option<Named> {
        const LONGEST: usize = 8;
        if ends_with_head(bare) || bare.chars().count() > LONGEST {
            return None;
        }
        let sentence = self.layout.sentence(self.text, figure.span.from());
        let lead = slice(self.text, Span::new(sentence, floor));
        let colon = sentence + lead.rfind(':')?;
        let from = self
            .layout
            .clause(self.text, Span::empty(colon.saturating_sub(1)))
            .from();
        let text = phrase::trim_tail(slice(self.text, Span::new(from.min(colon), colon)));
        if !ends_with_head(text) {
            return None;
        }
        let named = self.shared(Span::new(from, from + text.len()), figure);
        let whose = phrase::before(self.text, floor, figure.span.from());
        Some(Named {
            whose: Some(whose).filter(|whose| !whose.is_empty()),
            ..named
        })
    }

    /// `负责人100%出庭应诉`: the name goes on behind the number.
    fn rate_around(&self, bare: &str, floor: usize, figure: &Figure<'_>) -> Option<Named> {
        const LONGEST: usize = 8;
        if ends_with_head(bare) {
            return None;
        }
        let rest = slice(self.text, Span::new(figure.span.to(), figure.clause.to()));
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
        let words = ends.take(LONGEST).collect::<Vec<usize>>();
        words.into_iter().rev().find_map(|end| {
            let behind = rest.get(..end).filter(|_| end > 3)?;
            let name = format!("{behind}率");
            let metric = self.known(&name, figure, RATE)?;
            let words = Span::new(floor, floor + bare.len());
            Some(Named::known(metric, words))
        })
    }

    /// `出庭应诉率2022年为95%`: the name stands before words of time.
    fn rate_over_time(&self, figure: &Figure<'_>, last: Option<&Named>) -> Option<Named> {
        let time = self.periods.start_before(figure.span.from())?;
        let floor = figure.clause.from().max(last.map_or(0, |named| named.upto));
        if time <= floor {
            return None;
        }
        let lead = slice(self.text, Span::new(floor, time));
        let bare = cut_behind_head(phrase::trim_tail(
            lead.trim_end_matches(['由', '从', '自', '较', '比']),
        ));
        let named = self.shared(Span::new(floor, floor + bare.len()), figure);
        HEADS
            .iter()
            .any(|head| bare.ends_with(head))
            .then_some(named)
    }

    /// No name of its own: the clause before is one (出庭应诉率,达到100%), or the number goes on in
    /// a list.
    fn rate_of_clause(&self, figure: &Figure<'_>, before: Option<&Figure<'_>>) -> Named {
        if let Some(before) = before.filter(|before| before.clause.from() == figure.clause.from()) {
            // 出庭率已连续26个月保持100%: the figure between is of time.
            let lead = slice(
                self.text,
                Span::new(figure.clause.from(), before.span.from()),
            );
            let bare = cut_behind_head(phrase::trim_tail(lead));
            if !before.is_rate() && ends_with_head(bare) {
                let from = figure.clause.from();
                return self.shared(Span::new(from, from + bare.len()), figure);
            }
        }
        let clause = self.layout.clause_before(figure.clause.from());
        let free =
            clause.filter(|clause| before.is_none_or(|before| before.span.to() <= clause.from()));
        if let Some(clause) = free {
            let text = cut_behind_head(phrase::trim_tail(slice(self.text, clause)));
            if ends_with_head(text) {
                return self.shared(Span::new(clause.from(), clause.from() + text.len()), figure);
            }
        }
        // A list goes on only in turn; otherwise nothing names the number.
        Named::default()
    }
}

/// 出庭应诉培训覆盖率 is another rate: the words stand close to the end of the phrase.
fn is_close(words: &[String], phrase: &str) -> bool {
    const CLOSE: usize = 4;
    let ends = words.iter().filter(|word| *word != "率");
    let last = ends.filter_map(|word| Some(phrase.rfind(word.as_str())? + word.len()));
    last.max().is_some_and(|at| {
        let rest = phrase.get(at..).unwrap_or("");
        rest.chars().count() <= CLOSE
    })
}

fn ends_with_head(text: &str) -> bool {
    HEADS.iter().any(|head| text.ends_with(head))
}

/// Cuts what stands between the name of a rate and its number: `出庭应诉率不断提高`.
fn cut_behind_head(text: &str) -> &str {
    if ends_with_head(text) {
        return text;
    }
    let ends = ["率", "比例", "满意度"];
    let end = ends
        .iter()
        .filter_map(|head| Some(text.rfind(head)? + head.len()))
        .max();
    let cut = end.and_then(|end| Some((text.get(..end)?, text.get(end..)?)));
    match cut {
        Some((name, rest)) if phrase::leads_to_number(rest) => name,
        _ => text,
    }
}
