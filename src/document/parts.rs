//! The mandatory parts, recognised by meaning wherever they stand.
//!
//! First by headings of the first level, then by headings below, then by sentences. What is left
//! of the first level is the part on measures: reports with thematic headings have no stock
//! title for it.

use crate::document::Document;
use crate::document::Mark;
use crate::document::Part;
use crate::document::PartForm;
use crate::document::PartKind;
use crate::document::Role;
use crate::document::Sentence;
use crate::document::part_words;
use crate::document::part_words::any;
use crate::text::Span;
use std::collections::BTreeSet;

/// A section of the first level and the parts that its heading names.
type Named = (usize, Vec<PartKind>);

/// A report has four parts; a text in which many more are found is none.
const MOST_PARTS: usize = 64;

/// Finds the parts and tells each section which part it belongs to.
pub(super) fn find(document: &mut Document) {
    let mut parts = Vec::new();
    let mut named: Vec<Named> = top_sections(document)
        .into_iter()
        .map(|index| (index, by_heading(document, index, true)))
        .collect();
    last_is_plan(document, &mut named);
    for (index, kinds) in named.iter().take(MOST_PARTS) {
        for kind in kinds {
            parts.push(section_part(document, *index, *kind, PartForm::Section));
        }
    }
    subsections(document, &named, &mut parts);
    merged(document, &named, &mut parts);
    measures(document, &named, &mut parts);
    sentences(document, &mut parts);
    parts.sort_by_key(|part: &Part| (part.span.start, part.kind, part.form));
    document.parts = parts;
    assign(document);
}

/// The sections of the first level; lists in the preamble are none.
fn top_sections(document: &Document) -> Vec<usize> {
    let is_clause = |index: &usize| {
        let section = document.sections.get(*index);
        let ordinal = section.and_then(|s| s.ordinal.as_ref());
        ordinal.is_some_and(|o| o.mark == Mark::Clause)
    };
    let outermost = document
        .sections
        .iter()
        .enumerate()
        .filter(|(_, s)| s.parent.is_none())
        .map(|(index, _)| index);
    let (clauses, headed): (Vec<usize>, Vec<usize>) = outermost.partition(is_clause);
    if !headed.is_empty() {
        return headed;
    }
    // `第一,工作开展情况。第二,存在的问题。`: a list that names parts is the outline.
    let naming = |index: &&usize| !by_heading(document, **index, true).is_empty();
    match clauses.iter().filter(naming).count() {
        0 | 1 => Vec::new(),
        _ => clauses,
    }
}

fn section_part(document: &Document, index: usize, kind: PartKind, form: PartForm) -> Part {
    let (heading, span) = document
        .sections
        .get(index)
        .map_or((Span::default(), Span::default()), |s| (s.heading, s.span));
    Part {
        kind,
        form,
        heading,
        span,
        section: Some(index),
    }
}

fn by_heading(document: &Document, index: usize, top: bool) -> Vec<PartKind> {
    document.sections.get(index).map_or(Vec::new(), |section| {
        part_words::named(document.folded(section.title), document.year, top)
    })
}

fn is_other_matters(document: &Document, index: usize) -> bool {
    document
        .sections
        .get(index)
        .is_some_and(|s| part_words::names_other_matters(document.folded(s.title)))
}

/// `四、完善工作措施，全力推动…`: the last section behind the shortcomings is the plan, where
/// no other heading is and it speaks of what is to be done.
fn last_is_plan(document: &Document, named: &mut [Named]) {
    let has = |kind| named.iter().any(|(_, kinds)| kinds.contains(&kind));
    if has(PartKind::NextYear) || named.len() < 3 {
        return;
    }
    let behind_shortcomings = has(PartKind::Shortcomings);
    let last = named
        .iter_mut()
        .rev()
        .find(|(index, _)| !is_other_matters(document, *index));
    if let Some((index, kinds)) = last
        && kinds.is_empty()
        && speaks_of_future(document, *index, behind_shortcomings)
    {
        kinds.push(PartKind::NextYear);
    }
}

/// Words of intention in the sentences of a section, against words of completion. Where the
/// section does not stand behind the shortcomings, it must say more clearly that it is a plan.
fn speaks_of_future(document: &Document, index: usize, behind_shortcomings: bool) -> bool {
    const DONE: [&str; 11] = [
        "已经",
        "完成了",
        "全年共",
        "累计",
        "共开展",
        "共办理",
        "取得了",
        "达到",
        "被评为",
        "余件",
        "余次",
    ];
    const TO_DO: [&str; 12] = [
        "加强",
        "加大",
        "推进",
        "完善",
        "健全",
        "提高",
        "强化",
        "着力",
        "继续",
        "进一步",
        "将",
        "落实",
    ];
    let Some(section) = document.sections.get(index) else {
        return false;
    };
    let text = document.folded(section.span);
    let count = |words: &[&str]| -> usize { words.iter().map(|w| text.matches(w).count()).sum() };
    let (done, to_do) = (count(&DONE), count(&TO_DO));
    if behind_shortcomings {
        return to_do >= 3 && to_do > done * 4;
    }
    let clearly = any(
        text,
        "我局将 我镇将 我县将 我区将 下一步 今后 将继续 将进一步",
    );
    clearly && done == 0 && to_do >= 4
}

fn subsections(document: &Document, named: &[Named], parts: &mut Vec<Part>) {
    let top: BTreeSet<usize> = named.iter().map(|(index, _)| *index).collect();
    for index in 0..document.sections.len() {
        if top.contains(&index) || parts.len() >= MOST_PARTS {
            continue;
        }
        for kind in by_heading(document, index, false) {
            if !is_known(document, index, kind, parts) {
                parts.push(item_part(document, index, kind));
            }
        }
    }
}

/// An item of a list that is one sentence (`二是局长履行…职责，主持…。`) is no heading.
fn item_part(document: &Document, index: usize, kind: PartKind) -> Part {
    let mut part = section_part(document, index, kind, PartForm::Subsection);
    let is_clause = document.sections.get(index).is_some_and(|section| {
        let mark = section.ordinal.as_ref().map(|o| o.mark);
        mark == Some(Mark::Clause)
    });
    if is_clause && part.span.end <= part.heading.end + 3 {
        part.form = PartForm::Sentence;
        part.section = None;
    }
    part
}

/// Whether the section is no part of its own: the part has a section already, it is planned only,
/// or the heading is a slogan of a list.
fn is_known(document: &Document, index: usize, kind: PartKind, parts: &[Part]) -> bool {
    let Some(section) = document.sections.get(index) else {
        return true;
    };
    let known = parts.iter().any(|part| {
        part.kind == kind && (part.form == PartForm::Section || part.span.contains(section.span))
    });
    // A plan for the first responsible person is part of the plan; their shortcomings as well.
    let elsewhere = |home: PartKind| {
        kind != home
            && parts.iter().any(|part| {
                part.kind == home
                    && part.form == PartForm::Section
                    && part.span.contains(section.span)
            })
    };
    let is_clause = section
        .ordinal
        .as_ref()
        .is_some_and(|o| o.mark == Mark::Clause);
    let slogan = is_clause && kind != PartKind::FirstResponsible;
    let inside = elsewhere(PartKind::NextYear)
        || (kind == PartKind::FirstResponsible && elsewhere(PartKind::Shortcomings));
    known || slogan || inside
}

/// `三、存在问题和下一步打算`: the part inside such a section is told by the headings below it,
/// or by the sentence with which the plan starts.
fn merged(document: &Document, named: &[Named], parts: &mut Vec<Part>) {
    let both = |kinds: &[PartKind]| {
        kinds.contains(&PartKind::Shortcomings) && kinds.contains(&PartKind::NextYear)
    };
    for (index, _) in named
        .iter()
        .filter(|(_, kinds)| both(kinds))
        .take(MOST_PARTS)
    {
        let children: Vec<(usize, PartKind)> = document
            .sections
            .iter()
            .enumerate()
            .filter(|(_, s)| s.parent == Some(*index))
            .flat_map(|(child, _)| {
                let kinds = by_heading(document, child, true);
                kinds.into_iter().map(move |kind| (child, kind))
            })
            .filter(|(_, kind)| matches!(kind, PartKind::Shortcomings | PartKind::NextYear))
            .collect();
        if children.iter().any(|(_, kind)| *kind == PartKind::NextYear) {
            for (child, kind) in children {
                parts.push(section_part(document, child, kind, PartForm::Subsection));
            }
        } else {
            parts.extend(plan_inside(document, *index));
        }
    }
}

/// From the first sentence of a section that tells of the next year to the end of the section.
fn plan_inside(document: &Document, index: usize) -> Option<Part> {
    let section = document.sections.get(index)?;
    let first = document.sentences.iter().find(|sentence| {
        sentence.span.start >= section.heading.end
            && section.span.contains(sentence.span)
            && part_words::tells(
                PartKind::NextYear,
                document.folded(sentence.span),
                document.year,
            )
    })?;
    Some(Part {
        kind: PartKind::NextYear,
        form: PartForm::Sentence,
        heading: first.span,
        span: first.span.cover(Span {
            start: section.span.end,
            end: section.span.end,
        }),
        section: None,
    })
}

/// The part on measures: the sections named so, with unnamed ones beside them, else all that
/// is unnamed, else the text before the first heading.
fn measures(document: &Document, named: &[Named], parts: &mut Vec<Part>) {
    if parts.iter().any(|part| part.kind == PartKind::Measures) {
        return;
    }
    let mut run: Option<Part> = None;
    for (index, kinds) in named.iter().take(MOST_PARTS) {
        if !kinds.is_empty() || is_other_matters(document, *index) {
            parts.extend(run.take());
            continue;
        }
        let part = section_part(document, *index, PartKind::Measures, PartForm::Section);
        match &mut run {
            Some(open) => open.span = open.span.cover(part.span),
            None => run = Some(part),
        }
    }
    parts.extend(run);
    if parts.iter().all(|part| part.kind != PartKind::Measures) {
        parts.extend(measures_before_headings(document));
    }
}

/// Prose before the first heading tells the measures where it is no preamble: one that announces
/// the report is longer than others.
pub(super) fn measures_before_headings(document: &Document) -> Option<Part> {
    const LONGEST_PREAMBLE: usize = 500;
    const LONGEST_LEAD: usize = 150;
    let end = document.sections.first()?.span.start;
    let mut prose = document
        .paragraphs
        .iter()
        .filter(|p| p.role == Role::Text && p.span.end <= end);
    let first = prose.next()?.span;
    let span = prose
        .next_back()
        .map_or(first, |last| first.cover(last.span));
    let sentence = document
        .sentences
        .iter()
        .find(|sentence| sentence.span.start >= first.start)?;
    let text = document.folded(span);
    let longest = match text.contains("如下") {
        true => LONGEST_PREAMBLE,
        false => LONGEST_LEAD,
    };
    (text.chars().count() > longest).then_some(Part {
        kind: PartKind::Measures,
        form: PartForm::Sentence,
        heading: sentence.span,
        span,
        section: None,
    })
}

/// Looks for the parts that no heading names.
fn sentences(document: &Document, parts: &mut Vec<Part>) {
    for kind in [
        PartKind::Shortcomings,
        PartKind::FirstResponsible,
        PartKind::NextYear,
    ] {
        if parts.iter().any(|part| part.kind == kind) {
            continue;
        }
        let tells = |(_, sentence): &(usize, &Sentence), announcing: bool| {
            let in_text = document
                .paragraphs
                .get(sentence.paragraph)
                .is_some_and(|p| matches!(p.role, Role::Text | Role::Heading));
            // What is planned or lacking for the first responsible person is no act.
            let mut within = parts.iter().filter(|p| p.span.contains(sentence.span));
            let elsewhere = kind == PartKind::FirstResponsible
                && within.any(|p| matches!(p.kind, PartKind::NextYear | PartKind::Shortcomings));
            let text = document.folded(sentence.span);
            in_text
                && !elsewhere
                && part_words::announces(text) == announcing
                && part_words::tells(kind, text, document.year)
        };
        // The sentence that announces the report may claim the duty, but has none of the others.
        let mut all = document.sentences.iter().enumerate();
        let found = all.clone().find(|s| tells(s, false)).or_else(|| {
            let claims = kind == PartKind::FirstResponsible;
            claims.then(|| all.find(|s| tells(s, true))).flatten()
        });
        if let Some((index, sentence)) = found {
            parts.push(Part {
                kind,
                form: PartForm::Sentence,
                heading: sentence.span,
                span: stretch(document, kind, index),
                section: None,
            });
        }
    }
}

/// From the sentence to the end of its paragraph, or to where another part starts.
fn stretch(document: &Document, kind: PartKind, index: usize) -> Span {
    let Some(first) = document.sentences.get(index) else {
        return Span::default();
    };
    let mut span = first.span;
    for sentence in document.sentences.iter().skip(index + 1) {
        let text = document.folded(sentence.span);
        let other = PartKind::ALL
            .into_iter()
            .any(|other| other != kind && part_words::tells(other, text, document.year));
        if sentence.paragraph != first.paragraph || other {
            break;
        }
        span = span.cover(sentence.span);
    }
    span
}

fn assign(document: &mut Document) {
    for section in &mut document.sections {
        section.part = document
            .parts
            .iter()
            .filter(|part| part.form != PartForm::Sentence && part.span.contains(section.heading))
            .min_by_key(|part| part.span.len())
            .map(|part| part.kind);
    }
}
