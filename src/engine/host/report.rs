//! `doc`: the report as a whole.

use crate::document::PartForm;
use crate::document::PartKind;
use crate::engine::host::Host;
use crate::engine::host::place;
use crate::engine::run::Hosted;
use crate::engine::run::Run;
use crate::engine::run::refuse;
use crate::engine::value::Citation;
use crate::engine::value::Date;
use crate::engine::value::Fact;
use crate::engine::value::List;
use crate::engine::value::Match;
use crate::engine::value::Part;
use crate::engine::value::Place;
use crate::engine::value::Report;
use crate::engine::value::Section;
use crate::engine::value::Unpaired;
use crate::engine::value::Words;
use crate::facts;
use crate::text::Span;
use rhai::Dynamic;
use rhai::INT;
use std::sync::Arc;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Report>("Report");
    head(host);
    kinds(host);
    body(host);
    codes(host);
    slips(host);
    host.register_type_with_name::<Words>("Words");
    host.register_get("text", |w: &mut Words| w.words.text.clone());
    host.register_get("place", |w: &mut Words| {
        Place::optional(&w.run, w.words.span)
    });
    host.register_type_with_name::<Date>("Date");
    host.register_get("year", |d: &mut Date| INT::from(d.date.year));
    host.register_get("month", |d: &mut Date| INT::from(d.date.month));
    host.register_get("day", |d: &mut Date| INT::from(d.date.day));
    host.register_get("iso", |d: &mut Date| {
        let date = d.date;
        format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
    });
    host.register_get("hanzi", |d: &mut Date| d.date.hanzi);
    host.register_get("is_possible", |d: &mut Date| d.date.is_possible());
    host.register_get("place", |d: &mut Date| Place::new(&d.run, d.date.span));
    host.register_get("text", |d: &mut Date| {
        d.run.document().slice(d.date.span).to_owned()
    });
}

/// Misspelt terms, each with the right one as its keyword.
fn slips(host: &mut Host) {
    host.register_get("slips", |doc: &mut Report| -> Hosted<List> {
        let subject = &doc.0.subject;
        let slips = subject
            .slips
            .get_or_init(|| facts::slips(&subject.document));
        let slips = slips.iter().map(|slip| Match {
            run: Arc::clone(&doc.0),
            span: slip.span,
            keyword: slip.right.into(),
            groups: [].into(),
            row: None,
        });
        List::new(&doc.0, slips)
    });
}

fn codes(host: &mut Host) {
    host.register_fn("codes", |doc: &mut Report, least: INT| -> Hosted<List> {
        let document = doc.0.document();
        doc.0.charge(document.folded.text().len() / 64)?;
        let found = facts::codes(document, usize::try_from(least).unwrap_or(0));
        List::new(
            &doc.0,
            found.into_iter().map(|span| Place::new(&doc.0, span)),
        )
    });
}

fn head(host: &mut Host) {
    host.register_get("year", |doc: &mut Report| {
        doc.0
            .subject
            .year
            .map_or(Dynamic::UNIT, |year| Dynamic::from(INT::from(year)))
    });
    host.register_get("year_at", |doc: &mut Report| {
        Place::optional(&doc.0, doc.0.document().year_at)
    });
    host.register_get("title", |doc: &mut Report| {
        Place::optional(&doc.0, doc.0.document().head.title)
    });
    host.register_get("titles", |doc: &mut Report| -> Hosted<List> {
        let titles = doc.0.document().head.titles.clone();
        List::new(
            &doc.0,
            titles.into_iter().map(|span| Place::new(&doc.0, span)),
        )
    });
    host.register_get("file_title", |doc: &mut Report| {
        let title = doc.0.document().source.file_title();
        title.map_or(Dynamic::UNIT, |title| title.to_owned().into())
    });
    host.register_get("issuer", |doc: &mut Report| {
        words(&doc.0, doc.0.document().head.issuer.as_ref())
    });
    host.register_get("signer", |doc: &mut Report| {
        words(&doc.0, doc.0.document().head.signer.as_ref())
    });
    host.register_get("addressee", |doc: &mut Report| {
        words(&doc.0, doc.0.document().head.addressee.as_ref())
    });
    host.register_get("document_number", |doc: &mut Report| {
        words(&doc.0, doc.0.document().head.document_number.as_ref())
    });
    host.register_get("published", |doc: &mut Report| {
        words(&doc.0, doc.0.document().head.published.as_ref())
    });
    host.register_get("dated", |doc: &mut Report| {
        words(&doc.0, doc.0.document().head.dated.as_ref())
    });
    host.register_get("date", |doc: &mut Report| {
        date(&doc.0, doc.0.document().head.date)
    });
    host.register_get("issued", |doc: &mut Report| {
        date(&doc.0, doc.0.document().head.issued)
    });
    host.register_get("signature", |doc: &mut Report| {
        Place::optional(&doc.0, doc.0.document().head.signature)
    });
}

fn kinds(host: &mut Host) {
    host.register_get("kind", |doc: &mut Report| doc.0.subject.kind.clone());
    host.register_get("issuer_kind", |doc: &mut Report| {
        doc.0.document().head.issuer_kind.name().to_owned()
    });
    host.register_get("joins", |doc: &mut Report| {
        INT::try_from(doc.0.document().source.joins().len()).unwrap_or(INT::MAX)
    });
    host.register_get("level", |doc: &mut Report| {
        doc.0.document().head.issuer_level.name().to_owned()
    });
    host.register_get("format", |doc: &mut Report| {
        doc.0.document().source.format().to_string()
    });
}

fn body(host: &mut Host) {
    host.register_get("sections", |doc: &mut Report| -> Hosted<List> {
        let n = doc.0.document().sections.len();
        List::new(
            &doc.0,
            (0..n).map(|index| Section {
                run: Arc::clone(&doc.0),
                index,
            }),
        )
    });
    host.register_get("parts", |doc: &mut Report| -> Hosted<List> {
        let n = doc.0.document().parts.len();
        List::new(
            &doc.0,
            (0..n).map(|index| Part {
                run: Arc::clone(&doc.0),
                index,
            }),
        )
    });
    host.register_get("sentences", |doc: &mut Report| -> Hosted<List> {
        let sentences = &doc.0.document().sentences;
        List::new(&doc.0, sentences.iter().map(|s| Place::new(&doc.0, s.span)))
    });
    host.register_get("paragraphs", |doc: &mut Report| -> Hosted<List> {
        let paragraphs = &doc.0.document().paragraphs;
        List::new(
            &doc.0,
            paragraphs.iter().map(|p| Place::new(&doc.0, p.span)),
        )
    });
    host.register_get("citations", |doc: &mut Report| -> Hosted<List> {
        let n = doc.0.document().citations.len();
        List::new(
            &doc.0,
            (0..n).map(|index| Citation {
                run: Arc::clone(&doc.0),
                index,
            }),
        )
    });
    host.register_get("unpaired", |doc: &mut Report| -> Hosted<List> {
        let n = doc.0.document().unpaired.len();
        List::new(
            &doc.0,
            (0..n).map(|index| Unpaired {
                run: Arc::clone(&doc.0),
                index,
            }),
        )
    });
    host.register_get("doubled", |doc: &mut Report| -> Hosted<List> {
        let subject = &doc.0.subject;
        let doubled = subject
            .doubled
            .get_or_init(|| facts::doubled(&subject.document));
        List::new(&doc.0, doubled.iter().map(|span| Place::new(&doc.0, *span)))
    });
    host.register_get("facts", |doc: &mut Report| -> Hosted<List> {
        let n = doc.0.subject.facts.len();
        List::new(
            &doc.0,
            (0..n).map(|index| Fact {
                run: Arc::clone(&doc.0),
                index,
            }),
        )
    });
    host.register_fn("facts_of", |doc: &mut Report, metric: &str| {
        place::facts_of(&doc.0, whole(&doc.0), metric)
    });
    host.register_fn("matches", |doc: &mut Report, name: &str| {
        place::matches(&doc.0, whole(&doc.0), name)
    });
    host.register_fn("has", |doc: &mut Report, name: &str| {
        place::has(&doc.0, whole(&doc.0), name)
    });
    host.register_get("start", |doc: &mut Report| {
        Place::new(&doc.0, start(&doc.0))
    });
    host.register_get("end", |doc: &mut Report| Place::new(&doc.0, end(&doc.0)));
    host.register_get("whole", |doc: &mut Report| {
        Place::new(&doc.0, whole(&doc.0))
    });
    host.register_fn("parts_of", |doc: &mut Report, kind: &str| {
        parts_of(&doc.0, kind)
    });
    host.register_fn("gap", |doc: &mut Report, kind: &str| -> Hosted<Place> {
        let kind = part_kind(kind)?;
        Ok(Place::new(&doc.0, doc.0.document().gap(kind)))
    });
    host.register_fn("part", |doc: &mut Report, kind: &str| -> Hosted<Dynamic> {
        let parts = parts_of(&doc.0, kind)?;
        Ok(parts.0.first().cloned().unwrap_or(Dynamic::UNIT))
    });
}

fn words(run: &Arc<Run>, words: Option<&crate::document::Words>) -> Dynamic {
    words.map_or(Dynamic::UNIT, |words| {
        Dynamic::from(Words {
            run: Arc::clone(run),
            words: words.clone(),
        })
    })
}

fn date(run: &Arc<Run>, date: Option<crate::document::Date>) -> Dynamic {
    date.map_or(Dynamic::UNIT, |date| {
        Dynamic::from(Date {
            run: Arc::clone(run),
            date,
        })
    })
}

fn whole(run: &Arc<Run>) -> Span {
    Span::new(0, run.document().source.text().len())
}

/// Where something missing is shown: the title, else the first paragraph.
fn start(run: &Arc<Run>) -> Span {
    let document = run.document();
    let first = document.paragraphs.first().map(|p| p.span);
    document.head.title.or(first).unwrap_or_default()
}

/// The last sentence of the body.
fn end(run: &Arc<Run>) -> Span {
    run.document()
        .sentences
        .iter()
        .rev()
        .find(|s| {
            run.document().paragraphs.get(s.paragraph).is_some_and(|p| {
                !matches!(
                    p.role,
                    crate::document::Role::Tail | crate::document::Role::Note
                )
            })
        })
        .map_or_else(|| start(run), |s| s.span)
}

fn part_kind(name: &str) -> Hosted<PartKind> {
    let found = PartKind::ALL.into_iter().find(|part| part.name() == name);
    found.map_or_else(
        || {
            let known: Vec<&str> = PartKind::ALL.iter().map(|part| part.name()).collect();
            let known = known.join("、");
            refuse(format!("没有“{name}”这个部分，可以写的有：{known}"))
        },
        Ok,
    )
}

/// The parts of a kind, the strongest form first.
fn parts_of(run: &Arc<Run>, kind: &str) -> Hosted<List> {
    let kind = part_kind(kind)?;
    let mut found: Vec<(PartForm, usize)> = run
        .document()
        .parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.kind == kind)
        .map(|(index, part)| (part.form, index))
        .collect();
    found.sort_unstable();
    List::new(
        run,
        found.into_iter().map(|(_, index)| Part {
            run: Arc::clone(run),
            index,
        }),
    )
}
