//! `Place`: an opaque stretch of the report.

use crate::engine::host::Host;
use crate::engine::matcher::Hit;
use crate::engine::run::Hosted;
use crate::engine::run::Looker;
use crate::engine::run::Looking;
use crate::engine::run::Run;
use crate::engine::run::refuse;
use crate::engine::value::Citation;
use crate::engine::value::Fact;
use crate::engine::value::List;
use crate::engine::value::Match;
use crate::engine::value::Place;
use crate::engine::value::Section;
use crate::finding::nearest;
use crate::text::Span;
use rhai::Dynamic;
use rhai::INT;
use std::sync::Arc;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Place>("Place");
    words(host);
    around(host);
    inside(host);
    relations(host);
    cuts(host);
}

fn words(host: &mut Host) {
    host.register_get("text", |p: &mut Place| -> Hosted<String> {
        let text = p.run.document().slice(p.span);
        p.run.charge_text(text)?;
        Ok(text.to_owned())
    });
    host.register_get("plain", |p: &mut Place| -> Hosted<String> {
        let text = p.run.document().folded(p.span);
        p.run.charge_text(text)?;
        Ok(text.to_owned())
    });
    host.register_get("brief", |p: &mut Place| {
        const SHOWN: usize = 30;
        let text = p.run.document().slice(p.span);
        let start: String = text.chars().take(SHOWN).collect();
        let more = if start.len() < text.len() { "…" } else { "" };
        format!("{start}{more}")
    });
    host.register_get("length", |p: &mut Place| -> Hosted<INT> {
        let text = p.run.document().slice(p.span);
        p.run.charge(text.len() / 64)?;
        Ok(INT::try_from(text.chars().count()).unwrap_or(INT::MAX))
    });
    host.register_get("is_empty", |p: &mut Place| p.span.is_empty());
    host.register_get("part", |p: &mut Place| {
        let part = p.run.document().part_at(p.span.start);
        part.map_or(Dynamic::UNIT, |part| part.kind.name().into())
    });
    host.register_get("role", |p: &mut Place| {
        let document = p.run.document();
        let paragraph = document.paragraph_at(p.span.start);
        let role = paragraph
            .and_then(|i| document.paragraphs.get(i))
            .map(|p| p.role);
        role.map_or("text", crate::document::Role::name).to_owned()
    });
}

fn around(host: &mut Host) {
    host.register_get("sentence", |p: &mut Place| {
        let document = p.run.document();
        let sentence = document.sentence_at(p.span.start);
        let span = sentence
            .and_then(|i| document.sentences.get(i))
            .map(|s| s.span);
        Place::new(&p.run, span.unwrap_or(p.span))
    });
    host.register_get("paragraph", |p: &mut Place| {
        let document = p.run.document();
        let paragraph = document.paragraph_at(p.span.start);
        let span = paragraph
            .and_then(|i| document.paragraphs.get(i))
            .map(|p| p.span);
        Place::new(&p.run, span.unwrap_or(p.span))
    });
    host.register_get("clause", clause);
    host.register_get("section", |p: &mut Place| {
        let section = p.run.document().section_at(p.span.start);
        section.map_or(Dynamic::UNIT, |index| {
            Dynamic::from(Section {
                run: Arc::clone(&p.run),
                index,
            })
        })
    });
}

/// The clause round a place: between commas, semicolons, colons and the ends of sentences.
fn clause(place: &mut Place) -> Hosted<Place> {
    const ENDS: [char; 13] = [
        '，', '；', '：', '。', '！', '？', ',', ';', ':', '!', '?', '\t', '\n',
    ];
    let document = place.run.document();
    let around = document
        .paragraph_at(place.span.start)
        .and_then(|index| document.paragraphs.get(index))
        .map_or(place.span, |paragraph| paragraph.span.cover(place.span));
    place.run.charge(around.len() / 64)?;
    let before = document.slice(Span::new(around.from(), place.span.from()));
    let start = before.rmatch_indices(ENDS).next();
    let start = start.map_or(around.from(), |(at, mark)| around.from() + at + mark.len());
    let after = document.slice(Span::new(place.span.to(), around.to()));
    let end = after
        .find(ENDS)
        .map_or(around.to(), |at| place.span.to() + at);
    Ok(Place::new(&place.run, Span::new(start, end)))
}

fn inside(host: &mut Host) {
    host.register_get("sentences", |p: &mut Place| -> Hosted<List> {
        let sentences = &p.run.document().sentences;
        let first = sentences.partition_point(|s| s.span.end <= p.span.start);
        let found = sentences
            .iter()
            .skip(first)
            .take_while(|s| s.span.start < p.span.end);
        List::new(&p.run, found.map(|s| Place::new(&p.run, s.span)))
    });
    host.register_get("citations", |p: &mut Place| -> Hosted<List> {
        let citations = &p.run.document().citations;
        let first = citations.partition_point(|c| c.span.start < p.span.start);
        let found = (first..citations.len())
            .take_while(|i| citations.get(*i).is_some_and(|c| c.span.start < p.span.end));
        List::new(
            &p.run,
            found.map(|index| Citation {
                run: Arc::clone(&p.run),
                index,
            }),
        )
    });
    host.register_get("facts", |p: &mut Place| -> Hosted<List> {
        let found = facts_in(&p.run, p.span);
        List::new(
            &p.run,
            found.into_iter().map(|index| Fact {
                run: Arc::clone(&p.run),
                index,
            }),
        )
    });
    host.register_fn("facts_of", |p: &mut Place, metric: &str| {
        facts_of(&p.run, p.span, metric)
    });
    host.register_fn("matches", |p: &mut Place, name: &str| {
        matches(&p.run, p.span, name)
    });
    host.register_fn("has", |p: &mut Place, name: &str| has(&p.run, p.span, name));
    host.register_fn(
        "matches_whole",
        |p: &mut Place, name: &str| -> Hosted<bool> {
            match looking(&p.run, name)?.looker {
                Looker::Pattern(pattern) => {
                    let subject = &p.run.subject;
                    let whole = subject
                        .matchers
                        .matches_whole(&subject.document, pattern, p.span);
                    whole.or_else(refuse)
                }
                _ => refuse(format!("“{name}”不是正则，matches_whole 只用于正则")),
            }
        },
    );
    host.register_fn("find", |p: &mut Place, literal: &str| -> Hosted<Dynamic> {
        let text = p.run.document().slice(p.span);
        p.run.charge(text.len() / 64)?;
        let found = text.find(literal).map(|at| {
            let start = p.span.from() + at;
            Span::new(start, start + literal.len())
        });
        Ok(Place::optional(&p.run, found))
    });
}

fn relations(host: &mut Host) {
    host.register_fn("contains", |p: &mut Place, other: Place| {
        one_report(p, &other).map(|()| p.span.contains(other.span))
    });
    host.register_fn("overlaps", |p: &mut Place, other: Place| {
        one_report(p, &other).map(|()| p.span.overlaps(other.span))
    });
    host.register_fn("before", |p: &mut Place, other: Place| {
        one_report(p, &other).map(|()| p.span.end <= other.span.start)
    });
}

/// Places of two reports have nothing to do with each other.
fn one_report(one: &Place, other: &Place) -> Hosted<()> {
    if one.run.is_previous() == other.run.is_previous() {
        return Ok(());
    }
    refuse("两个位置不在同一份报告里，不能比较")
}

fn cuts(host: &mut Host) {
    host.register_fn("cover", |p: &mut Place, other: Place| {
        one_report(p, &other).map(|()| Place::new(&p.run, p.span.cover(other.span)))
    });
    host.register_fn("up_to", |p: &mut Place, other: Place| -> Hosted<Place> {
        one_report(p, &other)?;
        let end = other.span.start.max(p.span.start).min(p.span.end);
        Ok(Place::new(
            &p.run,
            Span {
                start: p.span.start,
                end,
            },
        ))
    });
    host.register_fn("after", |p: &mut Place, other: Place| -> Hosted<Place> {
        one_report(p, &other)?;
        let start = other.span.end.max(p.span.start).min(p.span.end);
        Ok(Place::new(
            &p.run,
            Span {
                start,
                end: p.span.end,
            },
        ))
    });
    host.register_fn("first", |p: &mut Place, n: INT| cut(p, 0, n));
    host.register_fn("slice", |p: &mut Place, from: INT, to: INT| {
        cut(p, from, to)
    });
    host.register_fn("last", |p: &mut Place, n: INT| -> Hosted<Place> {
        let text = p.run.document().slice(p.span);
        p.run.charge(text.len() / 64)?;
        let n = usize::try_from(n).unwrap_or(0);
        let bytes: usize = text.chars().rev().take(n).map(char::len_utf8).sum();
        Ok(Place::new(
            &p.run,
            Span::new(p.span.to() - bytes, p.span.to()),
        ))
    });
}

/// Cuts characters `from..to` of a place; what lies outside is left out.
fn cut(place: &Place, from: INT, to: INT) -> Hosted<Place> {
    let text = place.run.document().slice(place.span);
    place.run.charge(text.len() / 64)?;
    let from = usize::try_from(from).unwrap_or(0);
    let to = usize::try_from(to).unwrap_or(0).max(from);
    let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let start = place.span.from();
    Ok(Place::new(
        &place.run,
        Span::new(start + byte(from), start + byte(to)),
    ))
}

/// The facts whose first byte stands in `span`.
fn facts_in(run: &Arc<Run>, span: Span) -> Vec<usize> {
    let facts = &run.subject.facts;
    let first = facts.partition_point(|f| f.span.start < span.start);
    (first..facts.len())
        .take_while(|i| facts.get(*i).is_some_and(|f| f.span.start < span.end))
        .collect()
}

pub(super) fn facts_of(run: &Arc<Run>, span: Span, metric: &str) -> Hosted<List> {
    let Some(known) = run.subject.library.catalog.metric(metric) else {
        let ids: Vec<&str> = run
            .subject
            .library
            .catalog
            .metrics()
            .iter()
            .map(|m| m.id.as_str())
            .collect();
        let help = nearest(metric, &ids)
            .map_or(String::new(), |known| format!("，你是不是想写“{known}”？"));
        return refuse(format!("词表里没有指标“{metric}”{help}"));
    };
    let found = facts_in(run, span);
    run.charge(found.len())?;
    let of = |index: &usize| {
        run.subject
            .facts
            .get(*index)
            .is_some_and(|fact| fact.id.as_deref() == Some(known.id.as_str()) && !fact.is_change())
    };
    let found: Vec<usize> = found.into_iter().filter(of).collect();
    List::new(
        run,
        found.into_iter().map(|index| Fact {
            run: Arc::clone(run),
            index,
        }),
    )
}

fn looking<'a>(run: &'a Run, name: &str) -> Hosted<&'a Looking> {
    match run.lookers.get(name) {
        Some(looking) => Ok(looking),
        None => {
            let names: Vec<&str> = run.lookers.keys().map(String::as_str).collect();
            let help = nearest(name, &names)
                .map_or(String::new(), |known| format!("，你是不是想写“{known}”？"));
            refuse(format!(
                "rule.toml 里没有名为“{name}”的词组、正则或表{help}"
            ))
        }
    }
}

fn hits(run: &Run, looker: Looker) -> Hosted<&[Hit]> {
    let subject = &run.subject;
    match looker {
        Looker::Set(set) => Ok(subject.scan.set(&subject.document, set)),
        Looker::Pattern(pattern) => {
            let hits = subject
                .scan
                .pattern(&subject.matchers, &subject.document, pattern);
            hits.or_else(refuse)
        }
        Looker::Table(table) => {
            let hits = subject
                .scan
                .table(&subject.matchers, &subject.document, table);
            hits.or_else(refuse)
        }
    }
}

/// The hits that lie in `span`, as a range of `hits`, which is in order.
fn within(hits: &[Hit], span: Span) -> &[Hit] {
    let first = hits.partition_point(|hit| hit.span.start < span.start);
    let last = hits.partition_point(|hit| hit.span.end <= span.end);
    hits.get(first..last.max(first)).unwrap_or(&[])
}

pub(super) fn matches(run: &Arc<Run>, span: Span, name: &str) -> Hosted<List> {
    let looking = looking(run, name)?;
    let found = within(hits(run, looking.looker)?, span);
    List::new(
        run,
        found.iter().map(|hit| Match {
            run: Arc::clone(run),
            span: hit.span,
            keyword: keyword(looking, hit).into(),
            groups: hit.groups.clone().into(),
            row: looking
                .table
                .as_ref()
                .map(|table| (Arc::clone(table), hit.word)),
        }),
    )
}

fn keyword<'a>(looking: &'a Looking, hit: &Hit) -> &'a str {
    let word = looking.words.get(hit.word);
    word.map_or("", String::as_str)
}

pub(super) fn has(run: &Arc<Run>, span: Span, name: &str) -> Hosted<bool> {
    let looker = looking(run, name)?.looker;
    run.charge(0)?;
    Ok(!within(hits(run, looker)?, span).is_empty())
}
