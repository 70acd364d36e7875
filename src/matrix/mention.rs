//! Where a report speaks of an item, and whether it does so with a figure or a document.

use crate::document::Citation;
use crate::document::Document;
use crate::document::PartKind;
use crate::document::Role;
use crate::facts;
use crate::matrix::Looked;
use crate::matrix::judge::is_figure;
use crate::matrix::judge::is_own;
use crate::text::Folded;
use crate::text::Span;
use crate::text::slice;

/// A place where an item is spoken of.
pub(super) struct Mention {
    /// The clause, as a span of the reading text.
    pub(super) span: Span,
    /// In a plan, a demand or among the shortcomings.
    pub(super) planned: bool,
    /// The clauses that show it, where they do: a figure of the report's own, or a document that
    /// was issued.
    pub(super) proof: Option<Span>,
}

/// Finds the clauses that hold one of `words`, in text order, each once.
///
/// The title, the letterhead and the signature speak of nothing. A word inside a document's title
/// counts where the report says that it was issued: what is merely cited is somebody else's.
pub(super) fn all(looked: Looked<'_>, words: &[String]) -> Vec<Mention> {
    let document = looked.document;
    let mut hits: Vec<Span> = words
        .iter()
        .flat_map(|word| {
            let folded = Folded::new(word);
            let text = document.folded.text();
            text.match_indices(folded.text())
                .map(|(at, found)| Span::new(at, at + found.len()))
                .collect::<Vec<Span>>()
        })
        .map(|span| document.folded.to_reading(span))
        .filter(|span| is_body(document, *span))
        .collect();
    hits.sort_unstable();
    let mut mentions: Vec<Mention> = Vec::new();
    for hit in hits {
        let Some(mention) = mention(looked, hit) else {
            continue;
        };
        match mentions.last_mut() {
            Some(last) if last.span == mention.span => {
                last.proof = last.proof.or(mention.proof);
            }
            _ => mentions.push(mention),
        }
    }
    mentions
}

fn is_body(document: &Document, span: Span) -> bool {
    let paragraph = document.paragraph_at(span.start);
    paragraph
        .and_then(|index| document.paragraphs.get(index))
        .is_some_and(|p| !matches!(p.role, Role::Title | Role::Head | Role::Tail))
}

fn mention(looked: Looked<'_>, hit: Span) -> Option<Mention> {
    let document = looked.document;
    let cited = document.citations.iter().find(|c| c.span.contains(hit));
    let issued = cited.is_none_or(|citation| is_issued(document, citation));
    if !issued {
        return None;
    }
    let span = facts::clause_in(document, cited.map_or(hit, |citation| citation.span));
    let part = document.part_at(hit.start).map(|part| part.kind);
    let later = matches!(part, Some(PartKind::NextYear | PartKind::Shortcomings));
    let planned = later || !is_own(facts::scope_at(document, hit, looked.year));
    let proof = if planned || is_heading(document, hit) {
        None
    } else {
        proof(looked, span, cited.is_some())
    };
    Some(Mention {
        span,
        planned,
        proof,
    })
}

/// A heading announces; what it announces stands below.
fn is_heading(document: &Document, hit: Span) -> bool {
    document
        .section_at(hit.start)
        .and_then(|index| document.sections.get(index))
        .is_some_and(|section| section.heading.contains(hit))
}

/// The clause with the one behind it, up to the figure or document that shows it.
fn proof(looked: Looked<'_>, clause: Span, issued: bool) -> Option<Span> {
    if issued {
        return Some(clause);
    }
    let document = looked.document;
    let next = behind(document, clause);
    let reach = next.map_or(clause, |next| clause.cover(next));
    let figures = looked.facts.iter();
    let figure = figures
        .filter(|fact| reach.contains(fact.span) && is_figure(fact))
        .find(|fact| is_own(facts::scope(document, fact, looked.year)));
    let citations = document.citations.iter();
    let cited = citations
        .filter(|citation| reach.contains(citation.span))
        .find(|citation| is_issued(document, citation));
    let shown = figure.map(|fact| fact.span).or(cited.map(|c| c.span))?;
    match next {
        Some(next) if !clause.contains(shown) => Some(clause.cover(next)),
        _ => Some(clause),
    }
}

/// The next clause of the same sentence.
fn behind(document: &Document, clause: Span) -> Option<Span> {
    let sentence = document
        .sentence_at(clause.start)
        .and_then(|index| document.sentences.get(index))?;
    let rest = slice(
        document.source.text(),
        Span::new(clause.to(), sentence.span.to()),
    );
    let mark = rest.chars().next()?;
    let from = clause.to() + mark.len_utf8();
    let first = rest.get(mark.len_utf8()..)?.chars().next()?;
    // Two marks in a row: nothing stands between them.
    if ",;:!?，。；：！？".contains(first) {
        return None;
    }
    let next = facts::clause_in(document, Span::new(from, from + first.len_utf8()));
    (next.from() >= clause.to() && sentence.span.contains(next)).then_some(next)
}

/// Tells whether the report says that a document was made: 印发《…》, 制定出台了《…》.
fn is_issued(document: &Document, citation: &Citation) -> bool {
    const MADE: [&str; 14] = [
        "印发", "制定", "出台", "公布", "制发", "修订", "编制", "下发", "发布", "起草", "修改",
        "形成", "编印", "公开",
    ];
    const NOT: [&str; 6] = ["落实", "按照", "根据", "执行", "贯彻", "学习"];
    let at = document.folded.to_folded(citation.span).from();
    let text = document.folded.text();
    let before: Vec<char> = slice(text, Span::new(0, at))
        .chars()
        .rev()
        .take(14)
        .collect();
    let before: String = before.into_iter().rev().collect();
    let before = before
        .rsplit([',', '。', ';', '\n'])
        .next()
        .unwrap_or_default();
    MADE.iter().any(|word| before.contains(word)) && !NOT.iter().any(|word| before.contains(word))
}
