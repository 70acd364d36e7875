//! Totals with the parts behind them: `72件，其中政府规范性文件29件，部门规范性文件43件`.

use crate::facts::Fact;
use crate::facts::Family;
use crate::facts::Interval;
use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::list;
use crate::relations::list::List;
use crate::relations::list::Marker;
use crate::relations::list::Part;
use crate::relations::partition;
use crate::relations::partition::Claim;
use crate::relations::show;
use crate::relations::words::Words;
use rust_decimal::Decimal;

/// Finds the totals of one line that have parts behind them.
pub(super) fn find(line: &Line<'_>, words: &Words, relations: &mut Vec<Relation>) {
    for first in 1..line.figures.len() {
        if !line.is_count(first) {
            continue;
        }
        let Some(list) = list::announced(line, first).or_else(|| list::unmarked(line, first))
        else {
            continue;
        };
        let totals = list.totals(line);
        let Some(nearest) = totals.first() else {
            continue;
        };
        let whole = format!("{}{}", line.lead(*nearest), line.tail(*nearest));
        let claim = partition::claim(&list, &whole, words);
        // Without a word that announces it only a pack can tell that it is a list, and cases of
        // former years are in none of its figures.
        let carried = label::any(line.sentence(first), &label::CARRIED);
        let silent = list.marker == Marker::Unmarked && (claim.name.is_empty() || carried);
        if !silent {
            relations.extend(
                Judge {
                    line,
                    list: &list,
                    totals: &totals,
                    claim: &claim,
                    whole: &whole,
                }
                .relation(),
            );
        }
    }
}

/// One list with what it claims.
struct Judge<'a, 'b> {
    line: &'b Line<'a>,
    list: &'b List<'a>,
    /// Never empty; nearest first.
    totals: &'b [usize],
    claim: &'b Claim,
    /// The words beside the nearest total.
    whole: &'b str,
}

impl Judge<'_, '_> {
    fn relation(&self) -> Option<Relation> {
        if self.list.parts.len() < 2 {
            return self.single();
        }
        if let Some(relation) = self.fitting() {
            return Some(relation);
        }
        let n = self.claim.n.max(1);
        if n < 2 {
            return self.single();
        }
        let total = self.nearest();
        let comparable = self
            .list
            .parts
            .iter()
            .take(n)
            .all(|part| self.is_comparable(part));
        let exact = !self.list.opened && self.is_exact(n, total) && comparable;
        if self.list.unread {
            return Some(self.make(
                Verdict::Undecidable,
                "中间有没读懂的数",
                n,
                total,
                Certainty::Slight,
            ));
        }
        if let Some(certainty) = self.claim.apart
            && comparable
            && self.above_all(self.sum(n))
        {
            return Some(self.make(Verdict::Violated, "", n, total, certainty));
        }
        if let Some(relation) = self.too_large_part(n) {
            return Some(relation);
        }
        if let Some(certainty) = self.claim.complete
            && exact
            && !self.sum(n).intersects(&self.line.interval(total))
        {
            return Some(self.make(Verdict::Violated, "", n, total, certainty));
        }
        if exact && self.is_near(n, total) {
            return Some(self.make(Verdict::Violated, "", n, total, Certainty::Likely));
        }
        let reason = if exact {
            "没有写明各项已经列全"
        } else {
            "列举未完或有约数"
        };
        Some(self.make(Verdict::Open, reason, n, total, Certainty::Slight))
    }

    /// The total and the number of parts that fit it: the longest list, the nearest total.
    fn fitting(&self) -> Option<Relation> {
        let exact = |n: usize, total: usize| self.is_exact(n, total) && !self.list.unread;
        // A known list is all of its parts, or more; of others any number may be meant.
        let least = if self.claim.name.is_empty() {
            2
        } else {
            self.claim.n.max(2)
        };
        for n in (least..=self.list.parts.len()).rev() {
            let sum = self.sum(n);
            let fits =
                |total: &&usize| exact(n, **total) && self.line.interval(**total).intersects(&sum);
            if let Some(total) = self.totals.iter().find(fits) {
                return Some(self.make(
                    Verdict::Holds,
                    "",
                    n,
                    *total,
                    self.claim.complete.unwrap_or(Certainty::Slight),
                ));
            }
        }
        None
    }

    /// One part, or several of which nothing is known: none exceeds the total.
    fn single(&self) -> Option<Relation> {
        if self.list.loose
            || matches!(
                self.list.marker,
                Marker::Unmarked | Marker::Colon | Marker::Each
            )
        {
            return None;
        }
        if let Some(relation) = self.too_large_part(1) {
            return Some(relation);
        }
        if self.above_all(self.sum(1)) {
            return None;
        }
        let part = self.sum(1);
        let holds = |total: &&usize| !self.line.interval(**total).is_below(&part);
        let total = self.totals.iter().find(holds).copied().unwrap_or_default();
        Some(self.make(Verdict::Holds, "", 1, total, Certainty::Likely))
    }

    fn too_large_part(&self, n: usize) -> Option<Relation> {
        let parts = self.list.parts.iter().take(n);
        let mut too_large = parts.filter(|part| self.above_all(self.line.interval(part.figure)));
        let part = too_large.find(|part| self.is_comparable(part))?.figure;
        let total = self.nearest();
        // Of occasions one may hold several: 会议12次，其中学法20次.
        let occasion = self
            .line
            .fact(total)
            .is_some_and(|fact| fact.family() == Family::Occasion);
        let certainty = if occasion {
            Certainty::Likely
        } else {
            Certainty::Sure
        };
        let operands = vec![
            self.line.operand("部分", part),
            self.line.operand("总数", total),
        ];
        Some(Relation {
            kind: Kind::Parts,
            name: self.claim.name.clone(),
            operands,
            verdict: Verdict::Violated,
            reason: String::new(),
            certainty,
            computation: format!("{}＞{}", self.line.number(part), self.line.number(total)),
            distance: relations::excess(&self.line.interval(part), &self.line.interval(total)),
        })
    }

    fn make(
        &self,
        verdict: Verdict,
        reason: &str,
        n: usize,
        total: usize,
        certainty: Certainty,
    ) -> Relation {
        let parts = self.list.parts.iter().take(n);
        let mut operands = vec![self.line.operand("总数", total)];
        operands.extend(parts.map(|part| self.line.operand("部分", part.figure)));
        let short = verdict == Verdict::Violated && !self.above_all(self.sum(n));
        let equal = self.claim.complete.is_some() || short;
        let kind = if n >= 2 && equal && !self.list.opened {
            Kind::Sum
        } else {
            Kind::Parts
        };
        Relation {
            kind,
            name: self.claim.name.clone(),
            operands,
            verdict,
            reason: reason.to_owned(),
            certainty,
            computation: self.computation(verdict, n, total),
            distance: match verdict {
                Verdict::Open | Verdict::Undecidable => None,
                _ if n < 2 => Some(Decimal::ZERO),
                _ => relations::distance(&self.sum(n), &self.line.interval(total)),
            },
        }
    }

    fn computation(&self, verdict: Verdict, n: usize, total: usize) -> String {
        let numbers: Vec<String> = self
            .list
            .parts
            .iter()
            .take(n)
            .map(|part| self.line.number(part.figure))
            .collect();
        let written = self.line.number(total);
        let left = numbers.join("+");
        if n == 1 {
            return format!("{left}≤{written}");
        }
        match (verdict, self.line.added(self.figures(n))) {
            (Verdict::Holds, _) => format!("{left}={written}"),
            (Verdict::Violated, Some(sum)) => {
                format!("{left}={}，原文写{written}", show::value(sum))
            }
            (_, Some(sum)) if !self.above_all(self.sum(n)) => {
                format!("{left}={}≤{written}", show::value(sum))
            }
            _ => format!("各部分≤{written}"),
        }
    }

    fn nearest(&self) -> usize {
        self.totals.first().copied().unwrap_or(0)
    }

    fn figures(&self, n: usize) -> impl Iterator<Item = usize> {
        self.list.parts.iter().take(n).map(|part| part.figure)
    }

    /// Tells whether a part can be one of the total's things. 个 and 家 count anything: the part
    /// must end as the total's words do (`调解组织258个，其中乡镇调解组织16个`).
    fn is_comparable(&self, part: &Part<'_>) -> bool {
        let family = self.line.fact(part.figure).map(Fact::family);
        let anything = [
            Family::Item,
            Family::House,
            Family::Occasion,
            Family::HouseTimes,
        ];
        let household = self
            .line
            .fact(part.figure)
            .is_some_and(|fact| fact.unit == "户");
        if household
            || !self.claim.name.is_empty()
            || !family.is_some_and(|family| anything.contains(&family))
        {
            return true;
        }
        let end = part
            .label
            .trim_end_matches(['有', '为', '共', '达'])
            .chars()
            .next_back();
        // 批示8次(执法类3次、决策类2次): a sort of the total whatever it counts.
        end.is_some_and(|end| end == '类' || self.whole.contains(end))
    }

    fn sum(&self, n: usize) -> Interval {
        self.line.sum(self.figures(n))
    }

    fn is_exact(&self, n: usize, total: usize) -> bool {
        self.figures(n)
            .chain([total])
            .all(|index| self.line.is_exact(index))
    }

    fn above_all(&self, sum: Interval) -> bool {
        self.totals
            .iter()
            .all(|total| self.line.interval(*total).is_below(&sum))
    }

    /// Tells whether the sum misses the total by so little that all parts must be there: a
    /// hundredth, with three parts and more two hundredths.
    fn is_near(&self, n: usize, total: usize) -> bool {
        let (Some(sum), Some(total)) = (self.sum(n).single(), self.line.interval(total).single())
        else {
            return false;
        };
        let share = Decimal::from(if n >= 3 { 50 } else { 100 });
        let named = matches!(
            self.list.marker,
            Marker::Among | Marker::Each | Marker::Bracket | Marker::Colon
        );
        let missing = (total - sum).abs().checked_mul(share);
        self.claim.near && named && missing.is_some_and(|missing| missing <= total)
    }
}
