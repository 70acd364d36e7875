//! `Interval`: what a printed number can stand for, and arithmetic that holds every choice.

use crate::engine::host::Host;
use crate::engine::host::fact::end;
use crate::engine::value::Interval;
use crate::engine::value::Number;
use crate::facts;
use rhai::INT;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Interval>("Interval");
    host.register_get("low", |i: &mut Interval| end(i.0.low()));
    host.register_get("high", |i: &mut Interval| end(i.0.high()));
    host.register_get("low_open", |i: &mut Interval| {
        i.0.low().is_none_or(|end| end.open)
    });
    host.register_get("high_open", |i: &mut Interval| {
        i.0.high().is_none_or(|end| end.open)
    });
    host.register_get("text", |i: &mut Interval| i.0.to_string());
    host.register_fn("to_string", |i: &mut Interval| i.0.to_string());
    host.register_fn("to_debug", |i: &mut Interval| i.0.to_string());
    host.register_fn("meets", |a: &mut Interval, b: Interval| {
        a.0.intersects(&b.0)
    });
    host.register_fn("below", |a: &mut Interval, b: Interval| a.0.is_below(&b.0));
    host.register_fn("holds", |i: &mut Interval, n: Number| i.0.contains(n.0));
    host.register_fn("holds", |i: &mut Interval, n: INT| i.0.contains(n.into()));
    host.register_fn("+", |a: Interval, b: Interval| Interval(a.0 + b.0));
    host.register_fn("-", |a: Interval, b: Interval| Interval(a.0 - b.0));
    host.register_fn("*", |a: Interval, b: Interval| Interval(a.0 * b.0));
    host.register_fn("/", |a: Interval, b: Interval| Interval(a.0 / b.0));
    host.register_fn("*", |a: Interval, n: INT| {
        Interval(a.0 * facts::Interval::exact(n.into()))
    });
    host.register_fn("interval", |n: Number| {
        Interval(facts::Interval::exact(n.0))
    });
    host.register_fn("interval", |n: INT| {
        Interval(facts::Interval::exact(n.into()))
    });
}
