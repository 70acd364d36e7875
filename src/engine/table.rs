//! Tables of rows over one report: the hits of all rows together, in order of place.

use crate::document::Document;
use crate::engine::matcher::Hit;
use crate::engine::matcher::Matchers;
use crate::engine::matcher::Scan;
use crate::pack::Table;

/// What the rows of a table look for.
#[derive(Debug)]
pub(super) struct TablePlan {
    /// The set of all words.
    set: usize,
    /// For each word of the set its row.
    rows: Vec<usize>,
    /// Patterns with their rows.
    patterns: Vec<(usize, usize)>,
}

impl TablePlan {
    pub(super) fn new(table: &Table, matchers: &mut Matchers) -> Self {
        let mut words = Vec::new();
        let mut rows = Vec::new();
        let mut patterns = Vec::new();
        for (index, row) in table.rows.iter().enumerate() {
            words.extend(row.words.iter().cloned());
            rows.resize(words.len(), index);
            if let Some(pattern) = &row.pattern {
                patterns.push((matchers.add_pattern(pattern), index));
            }
        }
        Self {
            set: matchers.add_set(&words),
            rows,
            patterns,
        }
    }

    /// Finds the hits of all rows: leftmost, longest, not overlapping; a hit's `word` is its row.
    /// So a row with a longer word keeps a shorter one of another row away.
    pub(super) fn find(
        &self,
        scan: &Scan,
        matchers: &Matchers,
        document: &Document,
    ) -> Result<Vec<Hit>, String> {
        let mut hits: Vec<Hit> = Vec::new();
        for hit in scan.set(document, self.set) {
            let row = self.rows.get(hit.word).copied().unwrap_or_default();
            hits.push(Hit {
                word: row,
                ..hit.clone()
            });
        }
        for (pattern, row) in &self.patterns {
            let found = scan.pattern(matchers, document, *pattern)?;
            hits.extend(found.iter().map(|hit| Hit {
                word: *row,
                ..hit.clone()
            }));
        }
        hits.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end), hit.word));
        let mut end = 0;
        hits.retain(|hit| {
            let keep = hit.span.start >= end;
            if keep {
                end = hit.span.end;
            }
            keep
        });
        Ok(hits)
    }
}
