//! The report of the year before: `doc.previous`, and what is common to both.

use crate::document;
use crate::engine::host::Host;
use crate::engine::host::place;
use crate::engine::run::Hosted;
use crate::engine::value::Copied;
use crate::engine::value::List;
use crate::engine::value::Number;
use crate::engine::value::Place;
use crate::engine::value::Report;
use crate::text::Span;
use rhai::Dynamic;
use rhai::INT;
use rust_decimal::Decimal;
use std::sync::Arc;

/// A charge of one element for so many bytes that are looked through.
const BYTES: usize = 64;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Report>("Report");
    host.register_get("previous", |doc: &mut Report| {
        let previous = doc.0.previous.as_ref();
        previous.map_or(Dynamic::UNIT, |run| Dynamic::from(Report(Arc::clone(run))))
    });
    host.register_fn("share_of", share_of);
    host.register_type_with_name::<Place>("Place");
    host.register_get("clauses", |p: &mut Place| -> Hosted<List> {
        p.run.charge(p.span.len() / BYTES)?;
        let found = document::all_clauses(p.run.document(), p.span);
        List::new(
            &p.run,
            found.into_iter().map(|span| Place::new(&p.run, span)),
        )
    });
    host.register_get("rare", |p: &mut Place| -> Hosted<List> {
        p.run.charge(p.span.len() / BYTES)?;
        let subject = &p.run.subject;
        let found = subject.echo().rare(&subject.document, p.span);
        List::new(
            &p.run,
            found.into_iter().map(|span| Place::new(&p.run, span)),
        )
    });
    host.register_fn("copied_from", copied_from);
    host.register_type_with_name::<Copied>("Copied");
    host.register_get("share", |c: &mut Copied| Number(share(c.same, c.all)));
    host.register_get("length", |c: &mut Copied| {
        INT::try_from(c.same).unwrap_or(INT::MAX)
    });
    host.register_get("here", |c: &mut Copied| c.here.clone());
    host.register_get("there", |c: &mut Copied| c.there.clone());
}

/// What share of the pairs of characters of a place stands in a report, in percent.
fn share_of(doc: &mut Report, place: Place) -> Hosted<Number> {
    place.run.charge(place.span.len() / BYTES)?;
    let text = place.run.document().folded(place.span);
    let (all, shared) = doc.0.subject.echo().shared(text);
    Ok(Number(share(shared, all)))
}

/// What of a place stands in a report, sentences with words of a set left out.
fn copied_from(here: &mut Place, from: Report, without: &str) -> Hosted<Copied> {
    here.run.charge(here.span.len() / BYTES)?;
    let document = here.run.document();
    let mut sentences: Vec<Span> = Vec::new();
    for sentence in document::running_sentences(document, here.span) {
        if !place::has(&here.run, sentence, without)? {
            sentences.push(sentence);
        }
    }
    let copied = from.0.subject.echo().copied(document, &sentences);
    Ok(Copied {
        same: copied.same,
        all: copied.all,
        here: Place::new(&here.run, copied.here),
        there: Place::new(&from.0, copied.there),
    })
}

fn share(part: usize, whole: usize) -> Decimal {
    let share = Decimal::from(100 * part).checked_div(Decimal::from(whole));
    share.unwrap_or_default().round_dp(1)
}
