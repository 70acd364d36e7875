//! “你是不是想写 …”: the nearest of the known words.

/// Returns the known word that `word` most likely is a slip of.
///
/// None where nothing is near enough: a guess that is far off does more harm than none.
pub(crate) fn nearest<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let allowed = (word.len() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        if letters.len().abs_diff(word.len()) > allowed {
            continue;
        }
        let far = distance(&word, &letters);
        if far <= allowed && best.is_none_or(|(nearest, _)| far < nearest) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Words a fault's help: the near word, or else the few that there are.
pub(crate) fn suggestion<'a>(word: &str, known: &[&'a str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("你是不是想写“{near}”？"),
        None if known.is_empty() => String::new(),
        None if known.len() <= 24 => format!("可以写：{}", known.join("、")),
        None => String::new(),
    }
}

/// Counts the insertions, deletions, replacements and swaps of neighbours between two words.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, &a) in from.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, &b) in to.iter().enumerate() {
            let get = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut least = (get(&above, column + 1) + 1)
                .min(get(&line, column) + 1)
                .min(get(&above, column) + usize::from(a != b));
            let swapped = row > 0
                && column > 0
                && from.get(row - 1) == Some(&b)
                && to.get(column - 1) == Some(&a);
            if swapped {
                least = least.min(get(&before, column - 1) + 1);
            }
            line.push(least);
        }
        before = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        let known = ["title", "severity", "category", "applies", "cannot-see"];
        let check = |word: &str, want: Option<&str>| assert_eq!(nearest(word, known), want);
        check("titel", Some("title"));
        check("sevrity", Some("severity"));
        check("cannot_see", Some("cannot-see"));
        check("apply", None);
        check("basis", None);
    }
}
