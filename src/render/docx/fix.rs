//! Safe fixes as tracked changes: the author accepts or rejects each.

use super::anchor::Anchors;
use super::anchor::Spot;
use super::layout::What;
use super::splice::Splice;
use crate::finding::Fix;
use crate::text::Origin;
use crate::text::Part;
use crate::text::Span;
use crate::text::slice;

/// The changes made so far.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Stretches of the reading text that were replaced, and by what.
    pub(super) made: Vec<Fix>,
}

impl Changes {
    /// Makes a change, unless its words are not plain text of one paragraph, or changed already.
    pub(super) fn make(
        &mut self,
        fix: &Fix,
        anchors: &Anchors<'_>,
        author: &str,
        ids: &mut impl Iterator<Item = u32>,
        splice: &mut Splice<'_>,
    ) -> bool {
        if self.made.iter().any(|made| made.span.overlaps(fix.span)) {
            return false;
        }
        let Some(pieces) = pieces(anchors, fix.span) else {
            return false;
        };
        let Some((_, end)) = pieces.last().copied() else {
            return false;
        };
        for ((from, to), id) in pieces.into_iter().zip(ids.by_ref()) {
            splice.delete(from, to, id, author);
        }
        let Some(id) = ids.next() else { return false };
        splice.insert(end, &fix.text, id, author);
        self.made.push(fix.clone());
        true
    }

    /// The reading text with all changes accepted.
    pub(super) fn accepted(&self, text: &str) -> String {
        let mut made: Vec<&Fix> = self.made.iter().collect();
        made.sort_by_key(|fix| fix.span);
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for fix in made {
            out.push_str(slice(text, Span::new(done, fix.span.from())));
            out.push_str(&fix.text);
            done = fix.span.to();
        }
        out.push_str(slice(text, Span::new(done, text.len())));
        out
    }
}

/// The stretches of runs that `span` consists of; `None` where it is anything but plain text.
fn pieces(anchors: &Anchors<'_>, span: Span) -> Option<Vec<(Spot, Spot)>> {
    let text = anchors.document.source.text();
    let mut pieces = Vec::new();
    let mut parent = None;
    let mut covered = 0;
    for (stretch, origin) in anchors.map.stretches(span, text) {
        let Origin::Docx {
            part: Part::Body,
            run,
            ..
        } = origin
        else {
            return None;
        };
        let anchor = anchors.on(stretch)?;
        let run = anchors.body.runs.get(run as usize)?;
        let items = run
            .items
            .get(anchor.from.item..=anchor.to.item.min(run.items.len() - 1))?;
        let last = usize::from(anchor.to.char == 0 && anchor.to.item < run.items.len());
        let items = items.get(..items.len() - last)?;
        let all_text = items
            .iter()
            .all(|item| matches!(item.what, What::Text { .. }));
        let same_parent = *parent.get_or_insert(run.parent) == run.parent;
        (run.plain && all_text && same_parent).then_some(())?;
        covered += stretch.len();
        pieces.push((anchor.from, anchor.to));
    }
    (covered == span.len()).then_some(pieces)
}
