//! `Fact`: something the report states.

use crate::engine::host::Host;
use crate::engine::run::Hosted;
use crate::engine::value::Fact;
use crate::engine::value::Interval;
use crate::engine::value::Number;
use crate::engine::value::Place;
use crate::facts;
use crate::facts::Bound;
use crate::facts::End;
use crate::facts::Polarity;
use crate::facts::Scope;
use crate::text::Span;
use rhai::Dynamic;
use rhai::FLOAT;

fn of(fact: &Fact) -> Option<&crate::facts::Fact> {
    fact.run.subject.facts.get(fact.index)
}

fn place(fact: &Fact, span: impl Fn(&crate::facts::Fact) -> Span) -> Place {
    Place::new(&fact.run, of(fact).map_or(Span::default(), span))
}

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Fact>("Fact");
    host.register_get("place", |f: &mut Fact| place(f, |fact| fact.span));
    host.register_get("clause", |f: &mut Fact| place(f, |fact| fact.clause));
    host.register_get("named", |f: &mut Fact| {
        Place::optional(&f.run, of(f).and_then(|fact| fact.named))
    });
    host.register_get("sentence", |f: &mut Fact| {
        let document = f.run.document();
        let span = of(f).map_or(Span::default(), |fact| fact.span);
        let sentence = document
            .sentence_at(span.start)
            .and_then(|i| document.sentences.get(i));
        Place::new(&f.run, sentence.map_or(span, |s| s.span))
    });
    host.register_get("id", |f: &mut Fact| {
        let id = of(f).and_then(|fact| fact.id.clone());
        id.map_or(Dynamic::UNIT, Into::into)
    });
    host.register_get("metric", |f: &mut Fact| {
        of(f).map_or(String::new(), |fact| fact.metric.clone())
    });
    host.register_get("kind", |f: &mut Fact| {
        of(f).map_or("", |fact| fact.kind.name()).to_owned()
    });
    host.register_get("value", |f: &mut Fact| {
        Number(of(f).map(|fact| fact.value).unwrap_or_default())
    });
    host.register_get("unit", |f: &mut Fact| {
        of(f).map_or(String::new(), |fact| fact.unit.clone())
    });
    host.register_get("bound", |f: &mut Fact| {
        of(f).map_or("", |fact| fact.bound.name()).to_owned()
    });
    host.register_get("approx", |f: &mut Fact| {
        of(f).is_some_and(|fact| fact.bound != Bound::Exact)
    });
    host.register_get("scope", |f: &mut Fact| {
        let subject = &f.run.subject;
        let scope = of(f).map(|fact| facts::scope(&subject.document, fact, subject.year));
        scope.map_or("", Scope::name).to_owned()
    });
    host.register_get("change", |f: &mut Fact| {
        of(f).is_some_and(crate::facts::Fact::is_change)
    });
    meaning(host);
}

/// What the figure is of, beyond its value.
fn meaning(host: &mut Host) {
    host.register_get("interval", |f: &mut Fact| {
        of(f).map_or(Interval(crate::facts::Interval::ALL), |fact| {
            Interval(fact.interval())
        })
    });
    host.register_fn("interval_within", interval_within);
    host.register_fn("interval_within", |f: &mut Fact, share: FLOAT| {
        Hosted::Ok(interval_within(f, Number::of_float(share)?))
    });
    host.register_get("low", |f: &mut Fact| {
        end(of(f).and_then(|fact| fact.interval().low()))
    });
    host.register_get("high", |f: &mut Fact| {
        end(of(f).and_then(|fact| fact.interval().high()))
    });
    host.register_get("family", |f: &mut Fact| {
        of(f).map_or("", |fact| fact.family().name()).to_owned()
    });
    host.register_get("period", |f: &mut Fact| {
        of(f).map_or(String::new(), |fact| fact.period.to_string())
    });
    host.register_get("population", |f: &mut Fact| {
        let population = of(f).and_then(|fact| fact.population.as_ref());
        population.map_or(Dynamic::UNIT, |p| p.words.clone().into())
    });
    host.register_get("relation", |f: &mut Fact| {
        of(f).map_or("", |fact| fact.relation.name()).to_owned()
    });
    host.register_get("trend", |f: &mut Fact| {
        let trend = of(f).and_then(|fact| fact.trend);
        trend.map_or(Dynamic::UNIT, |trend| trend.name().into())
    });
    host.register_get("negative", |f: &mut Fact| {
        of(f).is_some_and(|fact| fact.polarity == Polarity::Negated)
    });
}

fn interval_within(fact: &mut Fact, tolerance: Number) -> Interval {
    of(fact).map_or(Interval(crate::facts::Interval::ALL), |fact| {
        Interval(fact.interval_within(tolerance.0))
    })
}

/// An end of an interval, `()` where there is no limit.
pub(super) fn end(end: Option<End>) -> Dynamic {
    end.map_or(Dynamic::UNIT, |end| Dynamic::from(Number(end.value)))
}
