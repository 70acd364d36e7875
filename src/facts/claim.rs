//! Statements without a number that stand for a value: 均按规定出庭应诉, 零败诉, 无不履行.

use crate::facts::Catalog;
use crate::facts::Polarity;
use crate::facts::catalog::Claim;
use crate::facts::clause::Layout;
use crate::text::Span;
use crate::text::slice;
use rust_decimal::Decimal;

/// A claim in one clause; the span is of the clause.
pub(super) struct Claimed {
    pub(super) metric: usize,
    pub(super) value: Decimal,
    pub(super) span: Span,
}

/// Between two words of a claim stand at most this many bytes: eight characters.
const GAP: usize = 24;

/// Words that turn a claim into a plan, a demand or its opposite.
const NOT: [&str; 16] = [
    "力争",
    "确保",
    "争取",
    "推动",
    "要求",
    "应当",
    "努力",
    "未能",
    "没有做到",
    "不能",
    "督促",
    "目标",
    "实现行政",
    "保障",
    "拟",
    "严格落实",
];

/// Tells claims that deny: 零败诉, 未发生, 无一.
pub(super) fn polarity(claim: &str) -> Polarity {
    if claim.contains(['零', '无', '未', '没']) && !claim.contains("无不") {
        Polarity::Negated
    } else {
        Polarity::Affirmed
    }
}

/// Finds all claims of a line, each with its clause.
pub(super) fn all(
    catalog: &Catalog,
    line: &str,
    layout: &Layout,
    on_topic: impl Fn(usize, Span) -> bool,
) -> Vec<(Span, Claimed)> {
    let starts = catalog.claim_words(line);
    let mut found = Vec::new();
    let mut done = usize::MAX;
    for start in starts {
        let clause = layout.clause(line, start);
        // Several words of one clause are one question.
        if done == clause.from() {
            continue;
        }
        done = clause.from();
        let text = slice(line, clause);
        let holds = |claim: &&Claim| claim.words.iter().all(|word| text.contains(word.as_str()));
        let all = catalog.claims().iter().filter(holds);
        let possible: Vec<&Claim> = all.filter(|claim| on_topic(claim.metric, clause)).collect();
        found.extend(
            claims(&possible, text)
                .into_iter()
                .map(|claimed| (clause, claimed)),
        );
    }
    found
}

/// Finds what one clause claims, of the claims that are possible: at most one value a metric.
fn claims(possible: &[&Claim], clause: &str) -> Vec<Claimed> {
    let mut found: Vec<Claimed> = Vec::new();
    if possible.is_empty() || is_demand(clause) {
        return found;
    }
    for claim in possible {
        if found.iter().any(|known| known.metric == claim.metric) {
            continue;
        }
        if let Some(span) = sequence(clause, &claim.words) {
            found.push(Claimed {
                metric: claim.metric,
                value: claim.value,
                span,
            });
        }
    }
    found
}

/// Tells a plan, a demand or a denial; 应当出庭的案件全部出庭 and 按要求 are none.
fn is_demand(clause: &str) -> bool {
    NOT.iter().any(|word| {
        clause.match_indices(word).any(|(at, _)| {
            let behind = clause.get(at + word.len()..).unwrap_or("");
            let which: String = behind.chars().take(7).collect();
            let before = clause.get(..at).unwrap_or("");
            match *word {
                "应当" => !which.contains('的'),
                "要求" => !before.ends_with(['按', '照']),
                _ => true,
            }
        })
    })
}

/// Finds `words` one behind the other, near to each other.
fn sequence(clause: &str, words: &[String]) -> Option<Span> {
    let (first, rest) = words.split_first()?;
    let mut from = 0;
    while let Some(at) = clause.get(from..)?.find(first.as_str()) {
        let start = from + at;
        let mut end = start + first.len();
        let complete = rest.iter().all(|word| {
            let tail = clause.get(end..).unwrap_or("");
            match tail.find(word.as_str()) {
                Some(gap) if gap <= GAP => {
                    end += gap + word.len();
                    true
                }
                _ => false,
            }
        });
        // A number between the words is the claim's own: then it is a figure, not a claim.
        let span = Span::new(start, end);
        if complete && !slice(clause, span).contains(|c: char| c.is_ascii_digit()) {
            return Some(span);
        }
        from = start + first.len();
    }
    None
}
