//! Operators: exact arithmetic, and comparisons that refuse what cannot be compared.
//!
//! Rhai answers `"97" > 95` and `() < 100` with false, silently. Here both are errors. That
//! needs its “fast operators” switched off, which would answer before anything registered.

use super::Host;
use super::items::Citation;
use super::items::Fact;
use super::number::Number;
use super::number::Operand;
use super::place::Place;
use super::report::Report;
use super::section::Part;
use super::section::Section;
use super::value::Date;
use crate::engine::call::Hosted;
use crate::engine::call::error;
use crate::engine::limits;
use rhai::Dynamic;
use rhai::INT;
use rhai::ImmutableString;
use rhai::NativeCallContext;
use rhai::Variant;
use rust_decimal::Decimal;
use std::cmp::Ordering;

pub(super) fn register(host: &mut Host) {
    host.functions();
    arithmetic::<Number, Number>(host);
    arithmetic::<Number, INT>(host);
    arithmetic::<INT, Number>(host);
    arithmetic::<Number, f64>(host);
    arithmetic::<f64, Number>(host);
    arithmetic::<f64, f64>(host);
    arithmetic::<f64, INT>(host);
    arithmetic::<INT, f64>(host);
    numbers::<INT, INT>(host);
    host.silent("/", divide_whole);
    host.silent("-", |number: &mut Number| Number(-number.0));
    texts(host);
    other(host);
}

/// Calculations and comparisons of two kinds of number.
fn arithmetic<A, B>(host: &mut Host)
where
    A: Operand + Variant + Clone,
    B: Operand + Variant + Clone,
{
    host.silent("+", |a: A, b: B| calculate(&a, &b, Decimal::checked_add));
    host.silent("-", |a: A, b: B| calculate(&a, &b, Decimal::checked_sub));
    host.silent("*", |a: A, b: B| calculate(&a, &b, Decimal::checked_mul));
    host.silent("/", |a: A, b: B| divide(&a, &b, Decimal::checked_div));
    host.silent("%", |a: A, b: B| divide(&a, &b, Decimal::checked_rem));
    numbers::<A, B>(host);
}

/// Comparisons of two kinds of number.
fn numbers<A, B>(host: &mut Host)
where
    A: Operand + Variant + Clone,
    B: Operand + Variant + Clone,
{
    host.silent("==", |a: A, b: B| order(&a, &b).map(Ordering::is_eq));
    host.silent("!=", |a: A, b: B| order(&a, &b).map(Ordering::is_ne));
    host.silent("<", |a: A, b: B| order(&a, &b).map(Ordering::is_lt));
    host.silent("<=", |a: A, b: B| order(&a, &b).map(Ordering::is_le));
    host.silent(">", |a: A, b: B| order(&a, &b).map(Ordering::is_gt));
    host.silent(">=", |a: A, b: B| order(&a, &b).map(Ordering::is_ge));
}

fn order(a: &impl Operand, b: &impl Operand) -> Hosted<Ordering> {
    Ok(a.exact()?.cmp(&b.exact()?))
}

type Sum = fn(Decimal, Decimal) -> Option<Decimal>;

fn calculate(a: &impl Operand, b: &impl Operand, how: Sum) -> Hosted<Number> {
    let result = how(a.exact()?, b.exact()?);
    result.map(|number| Number(number.normalize())).ok_or_else(|| error("计算结果太大"))
}

fn divide(a: &impl Operand, b: &impl Operand, how: Sum) -> Hosted<Number> {
    if b.exact()?.is_zero() {
        return Err(error("除数是 0"));
    }
    calculate(a, b, how)
}

/// Divides whole numbers: 6 / 2 is the integer 3, 97 / 100 is the number 0.97 and never 0.
fn divide_whole(a: INT, b: INT) -> Hosted<Dynamic> {
    if b == 0 {
        return Err(error("除数是 0"));
    }
    match a.checked_rem(b) {
        Some(0) => Ok((a / b).into()),
        _ => divide(&a, &b, Decimal::checked_div).map(Dynamic::from),
    }
}

fn texts(host: &mut Host) {
    type Text = ImmutableString;
    host.silent("==", |a: Text, b: Text| a == b);
    host.silent("!=", |a: Text, b: Text| a != b);
    host.silent("<", |a: Text, b: Text| a < b);
    host.silent("<=", |a: Text, b: Text| a <= b);
    host.silent(">", |a: Text, b: Text| a > b);
    host.silent(">=", |a: Text, b: Text| a >= b);
    host.silent("+", |a: Text, mut b: Number| join(&a, &b.shown()));
    host.silent("+", |mut a: Number, b: Text| join(&a.shown(), &b));
    host.silent("+", |a: Text, b: f64| join(&a, &b.to_string()));
    host.silent("+", |a: f64, b: Text| join(&a.to_string(), &b));
    host.silent("+", |a: Text, b: INT| join(&a, &b.to_string()));
    host.silent("+", |a: INT, b: Text| join(&a.to_string(), &b));
}

fn join(a: &str, b: &str) -> Hosted<String> {
    if a.len() + b.len() > limits::STRING_BYTES {
        return Err(error("文字太长"));
    }
    Ok(format!("{a}{b}"))
}

/// Whatever is not registered above.
fn other(host: &mut Host) {
    host.silent("==", |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic| {
        equal(&context, &a, &b)
    });
    host.silent("!=", |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic| {
        equal(&context, &a, &b).map(|same| !same)
    });
    host.silent("<", |a: Dynamic, b: Dynamic| compare(&a, &b).map(Ordering::is_lt));
    host.silent("<=", |a: Dynamic, b: Dynamic| compare(&a, &b).map(Ordering::is_le));
    host.silent(">", |a: Dynamic, b: Dynamic| compare(&a, &b).map(Ordering::is_gt));
    host.silent(">=", |a: Dynamic, b: Dynamic| compare(&a, &b).map(Ordering::is_ge));
}

fn is_number(value: &Dynamic) -> bool {
    value.is_int() || value.is_float() || value.is::<Number>()
}

fn equal(context: &NativeCallContext<'_>, a: &Dynamic, b: &Dynamic) -> Hosted<bool> {
    match (a.is_unit(), b.is_unit()) {
        (true, true) => Ok(true),
        (false, false) => same(a, b).ok_or_else(|| unlike(a, b)),
        _ if is_number(a) || is_number(b) => {
            if is_question(context) {
                Ok(false)
            } else {
                Err(error("拿 () 和数比较：这个值可能没有，先用 if x == () 判断"))
            }
        }
        _ => Ok(false),
    }
}

/// Tells whether the script asks `x == ()` in so many words: that is how one asks.
fn is_question(context: &NativeCallContext<'_>) -> bool {
    let report = context.tag().and_then(|tag| tag.read_lock::<Report>());
    let position = context.call_position();
    let (Some(line), Some(column)) = (position.line(), position.position()) else {
        return false;
    };
    report.is_some_and(|report| report.0.program.asks_for_unit(line, column))
}

/// Compares two values of one type; None where the types differ or cannot be compared.
fn same(a: &Dynamic, b: &Dynamic) -> Option<bool> {
    fn both<T: Variant + Clone, K: PartialEq>(
        a: &Dynamic,
        b: &Dynamic,
        key: impl Fn(&T) -> K,
    ) -> Option<bool> {
        Some(key(&*a.read_lock::<T>()?) == key(&*b.read_lock::<T>()?))
    }
    let by_place = both::<Place, _>(a, b, |place| place.span);
    by_place
        .or_else(|| both::<bool, _>(a, b, |flag| *flag))
        .or_else(|| both::<char, _>(a, b, |c| *c))
        .or_else(|| both::<Section, _>(a, b, |section| section.index))
        .or_else(|| both::<Part, _>(a, b, |part| part.index))
        .or_else(|| both::<Fact, _>(a, b, |fact| fact.index))
        .or_else(|| both::<Citation, _>(a, b, |citation| citation.index))
        .or_else(|| both::<Date, _>(a, b, |date| (date.date.year, date.date.month, date.date.day)))
        .or_else(|| char_and_text(a, b))
        .or_else(|| char_and_text(b, a))
}

fn char_and_text(a: &Dynamic, b: &Dynamic) -> Option<bool> {
    let c = a.as_char().ok()?;
    let text = b.as_immutable_string_ref().ok()?;
    Some(text.chars().eq(std::iter::once(c)))
}

fn compare(a: &Dynamic, b: &Dynamic) -> Hosted<Ordering> {
    if let (Some(a), Some(b)) = (a.read_lock::<Date>(), b.read_lock::<Date>()) {
        let key = |date: &Date| (date.date.year, date.date.month, date.date.day);
        return Ok(key(&a).cmp(&key(&b)));
    }
    if let (Ok(a), Ok(b)) = (a.as_char(), b.as_char()) {
        return Ok(a.cmp(&b));
    }
    Err(unlike(a, b))
}

fn unlike(a: &Dynamic, b: &Dynamic) -> Box<rhai::EvalAltResult> {
    let (first, second) = (named(a), named(b));
    let message = format!("{first}和{second}不能比较");
    let is_text = |value: &Dynamic| value.is_string();
    if a.is_unit() || b.is_unit() {
        return error(format!("{message}：这个值可能没有，先用 if x == () 判断"));
    }
    if is_text(a) && is_number(b) || is_text(b) && is_number(a) {
        return error(format!("{message}：用 number(文字) 把文字变成数"));
    }
    if a.is::<Fact>() || b.is::<Fact>() {
        return error(format!("{message}：比较数值用 .value"));
    }
    if a.is::<Place>() || b.is::<Place>() {
        return error(format!("{message}：比较文字用 .text 或 .plain"));
    }
    error(message)
}

/// Names the type of a value as authors know it.
pub(in crate::engine) fn named(value: &Dynamic) -> String {
    match value.type_name() {
        "()" => "()（没有）".to_owned(),
        "i64" => "整数".to_owned(),
        "f64" => "小数".to_owned(),
        "bool" => "真假".to_owned(),
        "string" | "char" => "文字".to_owned(),
        "array" => "数组".to_owned(),
        "map" => "对象".to_owned(),
        other => other.rsplit("::").next().unwrap_or(other).to_owned(),
    }
}
