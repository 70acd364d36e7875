//! “Did you mean”: the known name that an unknown one is most likely a slip of.

/// Returns the candidate nearest to `name`, where one is near enough to speak of.
///
/// Near means: at most a third of its characters are inserted, dropped or exchanged (at least
/// one, at most three), or one is the whole last part of the other (`NAME` of `PACK/NAME`).
/// Of equally near ones the first is taken.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(name, candidate, limit)?, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn distance(name: &str, candidate: &str, limit: usize) -> Option<usize> {
    if name.is_empty() || candidate.is_empty() {
        return None;
    }
    let last = |path: &str| path.rsplit('/').next() == Some(name);
    if last(candidate) {
        return Some(0);
    }
    if name.chars().count().abs_diff(candidate.chars().count()) > limit {
        return None;
    }
    let distance = edits(name, candidate);
    (distance <= limit).then_some(distance)
}

/// Counts insertions, drops and exchanges, one row of the usual table at a time.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut before = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(&to) {
            let cost = before + usize::from(a != *b);
            before = *cell;
            left = cost.min(left + 1).min(*cell + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let check = |name, want: Option<&str>| {
            let known = [
                "kind",
                "year",
                "packs",
                "fail-on",
                "rules",
                "duty/missing-part",
            ];
            assert_eq!(nearest(name, known), want, "{name}");
        };
        check("knd", Some("kind"));
        check("failon", Some("fail-on"));
        check("fail_on", Some("fail-on"));
        check("pack", Some("packs"));
        check("missing-part", Some("duty/missing-part"));
        check("severity", None);
        check("", None);
    }

    #[test]
    fn edits_are_counted() {
        let check = |a, b, n| assert_eq!(edits(a, b), n, "{a} {b}");
        check("", "abc", 3);
        check("kitten", "sitting", 3);
        check("级别", "级别", 0);
        check("flaw", "lawn", 2);
    }
}
