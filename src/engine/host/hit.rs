//! `Match`: where something was found, and what the rule's tables say of it.

use crate::engine::host::Host;
use crate::engine::run::Hosted;
use crate::engine::value::Match;
use crate::engine::value::Place;
use crate::pack::Cell;
use rhai::Dynamic;

/// The group of a pattern that a finding is shown at.
const MARK: &str = "mark";

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Match>("Match");
    host.register_get("place", |m: &mut Match| Place::new(&m.run, m.span));
    host.register_get("mark", |m: &mut Match| {
        let group = m.groups.iter().find(|(known, _)| known == MARK);
        Place::new(&m.run, group.map_or(m.span, |(_, span)| *span))
    });
    host.register_get("keyword", |m: &mut Match| m.keyword.to_string());
    host.register_fn("group", |m: &mut Match, name: &str| -> Hosted<Dynamic> {
        let group = m.groups.iter().find(|(known, _)| known == name);
        Ok(Place::optional(&m.run, group.map(|(_, span)| *span)))
    });
    host.register_fn("cell", |m: &mut Match, name: &str| -> Hosted<Dynamic> {
        let row = m.row.as_ref().and_then(|(table, row)| table.rows.get(*row));
        m.run.charge(0)?;
        Ok(row
            .and_then(|row| row.cells.get(name))
            .map_or(Dynamic::UNIT, value))
    });
}

fn value(cell: &Cell) -> Dynamic {
    match cell {
        Cell::Text(text) => text.clone().into(),
        Cell::Int(n) => Dynamic::from(*n),
        Cell::Bool(yes) => Dynamic::from(*yes),
        Cell::List(items) => {
            let items: rhai::Array = items.iter().map(|item| item.clone().into()).collect();
            Dynamic::from_array(items)
        }
    }
}
