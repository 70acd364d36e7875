//! Where the pages of the file start in the text, for formats that have pages.

use crate::document::Document;
use crate::text::Span;

/// Byte of the reading text and number of each page that starts there, in order.
pub(super) fn starts(document: &Document) -> Vec<(u32, usize)> {
    let page = |at: u32| {
        let here = Span { start: at, end: at };
        document.source.locate(here).page
    };
    let mut starts: Vec<(u32, usize)> = Vec::new();
    for paragraph in &document.paragraphs {
        let span = paragraph.span;
        let Some(first) = page(span.start) else {
            continue;
        };
        // Notes stand behind the body: there the pages start anew.
        if starts.last().is_none_or(|(_, last)| *last != first) {
            starts.push((span.start, first));
        }
        let places: Vec<u32> = document
            .slice(span)
            .char_indices()
            .map(|(at, _)| span.start + u32::try_from(at).unwrap_or(u32::MAX))
            .collect();
        let last = places.last().and_then(|at| page(*at)).unwrap_or(first);
        for number in first + 1..=last {
            let at = places.partition_point(|at| page(*at).is_none_or(|page| page < number));
            starts.extend(places.get(at).map(|at| (*at, number)));
        }
    }
    starts
}
