//! All of a report that speaks for one of the mandatory parts, and not only what is taken for it.

use crate::document::Document;
use crate::document::PartKind;
use crate::document::Role;
use crate::document::part_words;
use crate::document::parts;
use crate::text::Span;

impl Document {
    /// Returns every stretch by which the report has a part: the part itself, each section whose
    /// heading names it, each sentence that tells of it. Without them it would have none.
    ///
    /// In text order; stretches may overlap. Of the measures these are the parts that were found, and the prose
    /// before the first heading that would be taken for them.
    #[must_use]
    pub fn passages(&self, kind: PartKind) -> Vec<Span> {
        let parts = self.parts.iter().filter(|part| part.kind == kind);
        let mut spans: Vec<Span> = parts.map(|part| part.span).collect();
        if spans.is_empty() {
            return spans;
        }
        if kind == PartKind::Measures {
            // Without the sections it is the prose before them that tells the measures.
            let before = parts::measures_before_headings(self);
            spans.extend(before.map(|part| part.span));
            spans.sort_unstable();
            return spans;
        }
        let named = self.sections.iter().filter(|section| {
            let title = self.folded(section.title);
            part_words::named(title, self.year, true).contains(&kind)
        });
        spans.extend(named.map(|section| section.span));
        // As where the parts are found: what is planned or lacking is no act of the person.
        let elsewhere = |span: Span| {
            let mut within = self.parts.iter().filter(|part| part.span.contains(span));
            kind == PartKind::FirstResponsible
                && within.any(|p| matches!(p.kind, PartKind::NextYear | PartKind::Shortcomings))
        };
        let telling = self.sentences.iter().filter(|s| !elsewhere(s.span));
        let telling = telling.filter(|sentence| {
            let paragraph = self.paragraphs.get(sentence.paragraph);
            paragraph.is_some_and(|p| matches!(p.role, Role::Text | Role::Heading))
                && part_words::tells(kind, self.folded(sentence.span), self.year)
        });
        spans.extend(telling.map(|sentence| sentence.span));
        spans.sort_unstable();
        spans
    }
}
