//! `Number`: exact decimals, and the comparisons that are refused.

use crate::engine::host::Host;
use crate::engine::run::Hosted;
use crate::engine::run::refuse;
use crate::engine::value::Number;
use rhai::FLOAT;
use rhai::INT;
use rhai::ImmutableString;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Number>("Number");
    host.register_fn("to_string", |n: &mut Number| n.to_string());
    host.register_fn("to_debug", |n: &mut Number| n.to_string());
    host.register_fn("round", |n: &mut Number, digits: INT| {
        let digits = u32::try_from(digits).unwrap_or(0).min(20);
        Number(n.0.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero))
    });
    host.register_get("is_whole", |n: &mut Number| n.0.fract().is_zero());
    comparisons(host);
    arithmetic(host);
    refused(host);
}

macro_rules! compare {
    ($host:expr, $($name:literal $op:tt),+) => {$(
        $host.register_fn($name, |a: Number, b: Number| a.0 $op b.0);
        $host.register_fn($name, |a: Number, b: INT| a.0 $op Decimal::from(b));
        $host.register_fn($name, |a: INT, b: Number| Decimal::from(a) $op b.0);
        $host.register_fn($name, |a: Number, b: FLOAT| -> Hosted<bool> { Ok(a.0 $op Number::of_float(b)?.0) });
        $host.register_fn($name, |a: FLOAT, b: Number| -> Hosted<bool> { Ok(Number::of_float(a)?.0 $op b.0) });
    )+};
}

fn comparisons(host: &mut Host) {
    compare!(host, "==" ==, "!=" !=, "<" <, "<=" <=, ">" >, ">=" >=);
}

macro_rules! calculate {
    ($host:expr, $($name:literal $function:ident),+) => {$(
        $host.register_fn($name, |a: Number, b: Number| exact(a.0.$function(b.0)));
        $host.register_fn($name, |a: Number, b: INT| exact(a.0.$function(Decimal::from(b))));
        $host.register_fn($name, |a: INT, b: Number| exact(Decimal::from(a).$function(b.0)));
        $host.register_fn($name, |a: Number, b: FLOAT| -> Hosted<Number> { exact(a.0.$function(Number::of_float(b)?.0)) });
        $host.register_fn($name, |a: FLOAT, b: Number| -> Hosted<Number> { exact(Number::of_float(a)?.0.$function(b.0)) });
    )+};
}

fn arithmetic(host: &mut Host) {
    calculate!(host, "+" checked_add, "-" checked_sub, "*" checked_mul, "/" checked_div);
}

fn exact(value: Option<Decimal>) -> Hosted<Number> {
    match value {
        Some(value) => Ok(Number(value)),
        None => refuse("数字太大，或者除数是 0"),
    }
}

macro_rules! refuse_text {
    ($host:expr, $($name:literal),+) => {$(
        $host.register_fn($name, |a: ImmutableString, b: INT| text_with_number(&a, &b.to_string()));
        $host.register_fn($name, |a: INT, b: ImmutableString| text_with_number(&b, &a.to_string()));
        $host.register_fn($name, |a: ImmutableString, b: FLOAT| text_with_number(&a, &b.to_string()));
        $host.register_fn($name, |a: FLOAT, b: ImmutableString| text_with_number(&b, &a.to_string()));
        $host.register_fn($name, |a: ImmutableString, b: Number| text_with_number(&a, &b.to_string()));
        $host.register_fn($name, |a: Number, b: ImmutableString| text_with_number(&b, &a.to_string()));
    )+};
}

macro_rules! refuse_nothing {
    ($host:expr, $($name:literal),+) => {$(
        $host.register_fn($name, |(): (), _: INT| nothing_with_number());
        $host.register_fn($name, |_: INT, (): ()| nothing_with_number());
        $host.register_fn($name, |(): (), _: Number| nothing_with_number());
        $host.register_fn($name, |_: Number, (): ()| nothing_with_number());
    )+};
}

fn refused(host: &mut Host) {
    refuse_text!(host, "==", "!=", "<", "<=", ">", ">=");
    refuse_nothing!(host, "<", "<=", ">", ">=");
}

fn text_with_number(text: &str, number: &str) -> Hosted<bool> {
    refuse(format!(
        "文字“{text}”和数字 {number} 不能比较；先用 .to_string() 或取 .value"
    ))
}

fn nothing_with_number() -> Hosted<bool> {
    refuse("“没有”（()）和数字不能比大小；先用 == () 判断有没有")
}
