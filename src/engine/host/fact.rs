//! `Fact`: something the report states.

use crate::engine::host::Host;
use crate::engine::value::Fact;
use crate::engine::value::Number;
use crate::engine::value::Place;
use crate::facts::Bound;
use crate::text::Span;
use rhai::Dynamic;

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
    host.register_get("change", |f: &mut Fact| {
        of(f).is_some_and(|fact| fact.change)
    });
}
