//! Whether the parts of a list exclude each other, and whether nothing is left over.

use crate::relations::Certainty;
use crate::relations::label;
use crate::relations::list::List;
use crate::relations::list::Marker;
use crate::relations::words::Partition;
use crate::relations::words::Words;

/// What a list claims of its parts, whatever their values are.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// How many of the parts it is about.
    pub(super) n: usize,
    /// They exclude each other: together they do not exceed the total.
    pub(super) apart: Option<Certainty>,
    /// Nothing is left over: together they are not less than the total.
    pub(super) complete: Option<Certainty>,
    /// Close to the total they must be meant to be all of it.
    pub(super) near: bool,
    /// What the parts are of, where a pack tells.
    pub(super) name: String,
}

/// Words for what is left over.
const REST: [&str; 6] = ["其他", "其它", "其余", "剩余", "余下", "另外"];

/// Words of what became of a case: beside words for its sort they count it twice.
const OUTCOME: [&str; 26] = [
    "审结", "办结", "结案", "整改", "完成", "化解", "成功", "调解", "和解", "出庭", "败诉", "胜诉",
    "纠错", "移送", "移交", "涉", "采纳", "公示", "已", "参加", "通过", "优秀", "合格", "获",
    "立案", "结转",
];

/// Tells what a list claims.
pub(super) fn claim(list: &List<'_>, whole: &str, words: &Words) -> Claim {
    let labels = list.labels();
    if let Some(claim) = known(list, &labels, whole, words) {
        return claim;
    }
    let n = list.tight();
    let labels = labels.get(..n).unwrap_or(&labels);
    let rest = labels.last().is_some_and(|last| label::any(last, &REST));
    let listed = n >= 2 && !list.loose && list.marker != Marker::Includes;
    let parallel = listed
        && list
            .parts
            .get(1)
            .is_some_and(|part| ['、', '和'].contains(&part.joint))
        && alike(labels);
    let each = list.marker == Marker::Each;
    let all = each || rest || (parallel && matches!(list.marker, Marker::Bracket | Marker::Colon));
    let sure = |yes: bool| {
        if yes {
            Certainty::Sure
        } else {
            Certainty::Likely
        }
    };
    Claim {
        n,
        apart: (listed && (parallel || each || rest)).then_some(sure(each && parallel)),
        complete: (listed && all).then_some(sure(each && parallel)),
        near: parallel,
        name: String::new(),
    }
}

/// Tells whether labels name the same sort of thing.
fn alike(labels: &[&str]) -> bool {
    let named = labels.iter().all(|label| !label.is_empty());
    let outcomes = labels
        .iter()
        .filter(|label| label::any(label, &OUTCOME))
        .count();
    named && outcomes == 0
}

/// The claim of the partition that names most parts.
fn known(list: &List<'_>, labels: &[&str], whole: &str, words: &Words) -> Option<Claim> {
    let named = |partition: &Partition| named(partition, labels);
    let fits = |partition: &&Partition| {
        let marked = list.marker != Marker::Unmarked || partition.unmarked;
        marked && (partition.whole.is_empty() || label::has(whole, &partition.whole))
    };
    let best = words
        .partitions
        .iter()
        .filter(fits)
        .map(|partition| (named(partition), partition))
        .filter(|(n, _)| *n >= 2)
        // The first of equals: those with more to say stand first in the file.
        .reduce(|best, other| if other.0 > best.0 { other } else { best });
    let (mut n, partition) = best?;
    let mut rest = false;
    if let Some(next) = labels.get(n)
        && label::any(next, &REST)
    {
        n += 1;
        rest = true;
    }
    let own = labels.get(..n)?;
    let key = own.iter().any(|label| label::has(label, &partition.key));
    let full = partition.complete > 0 && n >= partition.complete;
    // Behind 包括 and without a marker a list may stop anywhere.
    let can = list.marker != Marker::Includes;
    let complete = if partition.sure {
        Certainty::Sure
    } else {
        Certainty::Likely
    };
    Some(Claim {
        n,
        apart: Some(Certainty::Sure),
        complete: (can && (rest || key || full)).then_some(complete),
        near: true,
        name: partition.name.clone(),
    })
}

/// How many labels from the first on are of different kinds of a partition.
fn named(partition: &Partition, labels: &[&str]) -> usize {
    let mut seen: Vec<usize> = Vec::new();
    for text in labels {
        let kinds = partition.kinds.iter().enumerate();
        let kind = kinds
            .map(|(kind, words)| (label::longest(text, words), kind))
            .filter(|(length, _)| *length > 0)
            .max_by_key(|(length, kind)| (*length, std::cmp::Reverse(*kind)));
        match kind {
            Some((_, kind)) if !seen.contains(&kind) => seen.push(kind),
            _ => break,
        }
    }
    seen.len()
}
