//! Words of the report that something stands on: never none.

use crate::text::Span;

/// One or more stretches of the reading text, in order, none of them empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    first: Span,
    rest: Vec<Span>,
}

impl Evidence {
    /// Gathers the stretches that are not empty; `None` where there is none.
    ///
    /// Stretches that overlap become one.
    #[must_use]
    pub fn of(spans: impl IntoIterator<Item = Span>) -> Option<Self> {
        let mut spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        spans.sort_unstable();
        let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match kept.last_mut() {
                Some(last) if last.overlaps(span) => *last = last.cover(span),
                _ => kept.push(span),
            }
        }
        let mut kept = kept.into_iter();
        let first = kept.next()?;
        Some(Self {
            first,
            rest: kept.collect(),
        })
    }

    /// Returns the stretches, in order.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        let mut spans = vec![self.first];
        spans.extend(&self.rest);
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_evidence_without_words() {
        assert_eq!(Evidence::of([]), None);
        assert_eq!(Evidence::of([Span::empty(3)]), None);
        let evidence = Evidence::of([Span::new(9, 12), Span::new(0, 3), Span::new(2, 6)]).unwrap();
        assert_eq!(evidence.spans(), [Span::new(0, 6), Span::new(9, 12)]);
    }
}
