//! `Citation`: a title in 《》, and what the catalogue of instruments knows of it.

use crate::document::find_date;
use crate::engine::host::Host;
use crate::engine::run::Hosted;
use crate::engine::run::Run;
use crate::engine::value::Citation;
use crate::engine::value::LookUp;
use crate::engine::value::Place;
use crate::engine::value::Report;
use crate::facts::AsOf;
use crate::facts::Day;
use crate::facts::Instrument;
use crate::facts::Likeness;
use crate::text::Span;
use rhai::INT;
use std::sync::Arc;

fn of(citation: &Citation) -> Option<&crate::document::Citation> {
    citation.run.document().citations.get(citation.index)
}

fn title(citation: &Citation) -> &str {
    of(citation).map_or("", |found| citation.run.document().slice(found.title))
}

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Citation>("Citation");
    host.register_get("place", |c: &mut Citation| {
        Place::new(&c.run, of(c).map_or(Span::default(), |c| c.span))
    });
    host.register_get("title_place", |c: &mut Citation| {
        Place::new(&c.run, of(c).map_or(Span::default(), |c| c.title))
    });
    host.register_get("title", |c: &mut Citation| title(c).to_owned());
    host.register_get("depth", |c: &mut Citation| {
        of(c).map_or(0, |c| INT::from(c.depth))
    });
    host.register_get("half_width", |c: &mut Citation| {
        of(c).is_some_and(|c| c.half_width)
    });
    host.register_fn("look_up", |c: &mut Citation| -> Hosted<LookUp> {
        // What is not known is compared with every title of about its length: that costs as much
        // as a few dozen elements, though only once a report.
        c.run.charge(50)?;
        let as_of = as_of(&c.run);
        let look_up = || Arc::new(c.run.subject.library.titles().look_up(title(c), as_of));
        let known = c.run.subject.look_ups.get(c.index);
        let found = known.map_or_else(look_up, |known| Arc::clone(known.get_or_init(look_up)));
        Ok(LookUp { found, as_of })
    });
    host.register_fn(
        "look_up",
        |doc: &mut Report, title: &str| -> Hosted<LookUp> {
            doc.0.charge(300)?;
            let as_of = as_of(&doc.0);
            let found = doc.0.subject.library.titles().look_up(title, as_of);
            Ok(LookUp {
                found: Arc::new(found),
                as_of,
            })
        },
    );
    look_up(host);
    times(host);
}

/// The time of the report: the year it is on, and the day it was written as far as it tells.
fn as_of(run: &Run) -> Option<AsOf> {
    let head = &run.document().head;
    let told = || {
        let words = head.dated.as_ref().or(head.published.as_ref())?;
        find_date(&words.text, 0)
    };
    let written = head.date.or(head.issued).or_else(told);
    AsOf::new(run.subject.year, written.map(Day::from))
}

fn look_up(host: &mut Host) {
    host.register_type_with_name::<LookUp>("LookUp");
    host.register_get("known", |l: &mut LookUp| l.found.exact.is_some());
    host.register_get("title", |l: &mut LookUp| text(l, |i| i.title.clone()));
    host.register_get("short", |l: &mut LookUp| text(l, |i| i.short.clone()));
    host.register_get("level", |l: &mut LookUp| text(l, |i| i.level.clone()));
    host.register_get("status", |l: &mut LookUp| text(l, |i| i.status.clone()));
    host.register_get("issuer", |l: &mut LookUp| text(l, |i| i.issuer.clone()));
    host.register_get("number", |l: &mut LookUp| text(l, |i| i.number.clone()));
    host.register_get("recalled", |l: &mut LookUp| {
        l.found.exact.as_ref().is_some_and(Instrument::is_recalled)
    });
    host.register_get("lacks_about", |l: &mut LookUp| l.found.lacks_about);
    host.register_get("extra_state", |l: &mut LookUp| l.found.extra_state);
    host.register_get("issuer_written", |l: &mut LookUp| {
        l.found.issuer_written.clone()
    });
    host.register_get("other_years", |l: &mut LookUp| l.found.other_years);
    host.register_get("near", |l: &mut LookUp| {
        let near: rhai::Array = slips(l)
            .take(5)
            .map(|near| near.title.clone().into())
            .collect();
        near
    });
    host.register_get("sure", |l: &mut LookUp| {
        slips(l).count() == 1 && slips(l).all(|near| near.likeness == Likeness::Sure)
    });
    host.register_get("distance", |l: &mut LookUp| {
        let distance = l.found.near.first().map_or(0, |near| near.distance);
        INT::try_from(distance).unwrap_or(INT::MAX)
    });
}

/// The titles that the cited one most likely is a slip of.
fn slips(found: &LookUp) -> impl Iterator<Item = &crate::facts::Near> {
    let near = found.found.near.iter();
    near.filter(|near| near.likeness > Likeness::Near)
}

fn times(host: &mut Host) {
    host.register_get("standing", |l: &mut LookUp| {
        let exact = l.found.exact.as_ref();
        exact.map_or("", |i| i.standing(l.as_of).name()).to_owned()
    });
    host.register_get("adopted", |l: &mut LookUp| {
        text(l, |i| shown(i.versions.first().copied()))
    });
    host.register_get("in_force", |l: &mut LookUp| {
        let first = |i: &Instrument| i.versions.first().map(|day| i.in_force_from(*day));
        text(l, |i| shown(first(i)))
    });
    host.register_get("ended", |l: &mut LookUp| text(l, |i| shown(i.until)));
    host.register_get("successor", |l: &mut LookUp| {
        text(l, |i| i.successor.clone())
    });
    host.register_get("version", |l: &mut LookUp| {
        let as_of = l.as_of;
        text(l, |i| shown(as_of.and_then(|as_of| i.version(as_of))))
    });
    host.register_get("next_version", |l: &mut LookUp| {
        let as_of = l.as_of;
        let next = |i: &Instrument| {
            let as_of = as_of?;
            i.versions.iter().find(|day| **day > as_of.to).copied()
        };
        text(l, |i| shown(next(i)))
    });
    host.register_get("adopted_year", |l: &mut LookUp| {
        let exact = l.found.exact.as_ref();
        let first = exact.and_then(|i| i.versions.first());
        first.map_or(0, |day| INT::from(day.year))
    });
    host.register_get("dated", |l: &mut LookUp| {
        l.as_of.is_some_and(|as_of| as_of.dated)
    });
    host.register_fn("has_version", |l: &mut LookUp, year: INT| {
        let exact = l.found.exact.as_ref();
        exact.is_some_and(|i| i.versions.iter().any(|day| INT::from(day.year) == year))
    });
    host.register_fn("revised_since", |l: &mut LookUp, year: INT| {
        revised_since(l, year)
    });
}

/// Tells whether a version was adopted from `year` on and before the report was written.
fn revised_since(found: &LookUp, year: INT) -> bool {
    let Some((instrument, as_of)) = found.found.exact.as_ref().zip(found.as_of) else {
        return true;
    };
    let mut versions = instrument.versions.iter();
    versions.any(|day| INT::from(day.year) >= year && *day <= as_of.to)
}

fn text(found: &LookUp, get: impl Fn(&Instrument) -> String) -> String {
    found.found.exact.as_ref().map_or(String::new(), get)
}

fn shown(day: Option<Day>) -> String {
    day.map_or(String::new(), |day| day.to_string())
}
