//! `Relation`: what several figures of the report say about each other.

use crate::engine::host::Host;
use crate::engine::run::Hosted;
use crate::engine::run::Run;
use crate::engine::run::refuse;
use crate::engine::value::Interval;
use crate::engine::value::List;
use crate::engine::value::Number;
use crate::engine::value::Operand;
use crate::engine::value::Place;
use crate::engine::value::Relation;
use crate::engine::value::Report;
use crate::finding::nearest;
use crate::relations;
use crate::relations::Kind;
use rhai::Dynamic;
use std::sync::Arc;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Report>("Report");
    host.register_get("relations", |doc: &mut Report| found(&doc.0, |_| true));
    host.register_fn("relations_of", |doc: &mut Report, kind: &str| {
        let kind = named(kind)?;
        found(&doc.0, move |relation| relation.kind == kind)
    });
    host.register_type_with_name::<Relation>("Relation");
    words(host);
    figures(host);
    host.register_type_with_name::<Operand>("Operand");
    host.register_get("role", |o: &mut Operand| o.operand.role.to_owned());
    host.register_get("place", |o: &mut Operand| {
        let previous = o.run.previous.as_ref().filter(|_| o.operand.former);
        Place::new(previous.unwrap_or(&o.run), o.operand.span)
    });
    host.register_get("former", |o: &mut Operand| o.operand.former);
    host.register_get("interval", |o: &mut Operand| Interval(o.operand.interval));
}

fn words(host: &mut Host) {
    host.register_get("kind", |r: &mut Relation| text(r, |r| r.kind.name()));
    host.register_get("name", |r: &mut Relation| text(r, |r| &r.name));
    host.register_get("verdict", |r: &mut Relation| text(r, |r| r.verdict.name()));
    host.register_get("certainty", |r: &mut Relation| {
        text(r, |r| r.certainty.name())
    });
    host.register_get("reason", |r: &mut Relation| text(r, |r| &r.reason));
    host.register_get("computation", |r: &mut Relation| {
        text(r, |r| &r.computation)
    });
}

fn figures(host: &mut Host) {
    host.register_get("distance", |r: &mut Relation| {
        of(r)
            .and_then(|relation| relation.distance)
            .map_or(Dynamic::UNIT, |distance| Dynamic::from(Number(distance)))
    });
    host.register_get("place", |r: &mut Relation| {
        Place::new(
            &r.run,
            of(r).map(relations::Relation::place).unwrap_or_default(),
        )
    });
    host.register_get("span", |r: &mut Relation| {
        Place::new(
            &r.run,
            of(r).map(relations::Relation::span).unwrap_or_default(),
        )
    });
    host.register_get("operands", |r: &mut Relation| -> Hosted<List> {
        let operands = of(r).map_or(&[][..], |relation| &relation.operands);
        let operands = operands.iter().map(|operand| Operand {
            run: Arc::clone(&r.run),
            operand: operand.clone(),
        });
        List::new(&r.run, operands)
    });
}

fn of(relation: &Relation) -> Option<&relations::Relation> {
    relation.run.subject.relations().get(relation.index)
}

fn text(relation: &Relation, word: impl Fn(&relations::Relation) -> &str) -> String {
    of(relation).map_or("", word).to_owned()
}

fn found(run: &Arc<Run>, is: impl Fn(&relations::Relation) -> bool) -> Hosted<List> {
    let all = run.subject.relations().iter().enumerate();
    let own: Vec<usize> = all
        .filter(|(_, relation)| is(relation))
        .map(|(index, _)| index)
        .collect();
    let own = own.into_iter().map(|index| Relation {
        run: Arc::clone(run),
        index,
    });
    List::new(run, own)
}

/// The kind of this name, or a refusal that helps.
fn named(name: &str) -> Hosted<Kind> {
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name) {
        return Ok(kind);
    }
    let names = Kind::ALL.map(Kind::name);
    let help = nearest(name, &names).map_or_else(
        || format!("，可以写的有：{}", names.join("、")),
        |known| format!("，你是不是想写“{known}”？"),
    );
    refuse(format!("没有“{name}”这种关系{help}"))
}
