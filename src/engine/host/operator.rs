//! Operators: exact arithmetic, and comparisons that refuse what cannot be compared.
//!
//! Rhai answers `"97" > 95`, `() == 100` and `section == "总则"` with false, silently, and 97 / 100
//! with 0. Here the first three are errors, and the last is 0.97.

use crate::engine::host::Host;
use crate::engine::limits;
use crate::engine::run::Hosted;
use crate::engine::run::refuse;
use crate::engine::value::Citation;
use crate::engine::value::Date;
use crate::engine::value::Fact;
use crate::engine::value::Number;
use crate::engine::value::Part;
use crate::engine::value::Place;
use crate::engine::value::Section;
use crate::engine::value::run_of;
use rhai::Dynamic;
use rhai::FLOAT;
use rhai::INT;
use rhai::ImmutableString;
use rhai::NativeCallContext;
use rhai::Variant;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// What can be calculated with: a number of the report, or one written in a script.
trait Operand {
    fn exact(&self) -> Hosted<Decimal>;
}

impl Operand for Number {
    fn exact(&self) -> Hosted<Decimal> {
        Ok(self.0)
    }
}

impl Operand for INT {
    fn exact(&self) -> Hosted<Decimal> {
        Ok(Decimal::from(*self))
    }
}

impl Operand for FLOAT {
    fn exact(&self) -> Hosted<Decimal> {
        Ok(Number::of_float(*self)?.0)
    }
}

pub(super) fn register(host: &mut Host) {
    arithmetic::<Number, Number>(host);
    arithmetic::<Number, INT>(host);
    arithmetic::<INT, Number>(host);
    arithmetic::<Number, FLOAT>(host);
    arithmetic::<FLOAT, Number>(host);
    arithmetic::<FLOAT, FLOAT>(host);
    arithmetic::<FLOAT, INT>(host);
    arithmetic::<INT, FLOAT>(host);
    comparisons::<INT, INT>(host);
    host.register_fn("/", divide_whole);
    host.register_fn("-", |number: &mut Number| Number(-number.0));
    texts(host);
    others(host);
}

fn arithmetic<A, B>(host: &mut Host)
where
    A: Operand + Variant + Clone,
    B: Operand + Variant + Clone,
{
    host.register_fn("+", |a: A, b: B| calculate(&a, &b, Decimal::checked_add));
    host.register_fn("-", |a: A, b: B| calculate(&a, &b, Decimal::checked_sub));
    host.register_fn("*", |a: A, b: B| calculate(&a, &b, Decimal::checked_mul));
    host.register_fn("/", |a: A, b: B| divide(&a, &b, Decimal::checked_div));
    host.register_fn("%", |a: A, b: B| divide(&a, &b, Decimal::checked_rem));
    comparisons::<A, B>(host);
}

fn comparisons<A, B>(host: &mut Host)
where
    A: Operand + Variant + Clone,
    B: Operand + Variant + Clone,
{
    host.register_fn("==", |a: A, b: B| order(&a, &b).map(Ordering::is_eq));
    host.register_fn("!=", |a: A, b: B| order(&a, &b).map(Ordering::is_ne));
    host.register_fn("<", |a: A, b: B| order(&a, &b).map(Ordering::is_lt));
    host.register_fn("<=", |a: A, b: B| order(&a, &b).map(Ordering::is_le));
    host.register_fn(">", |a: A, b: B| order(&a, &b).map(Ordering::is_gt));
    host.register_fn(">=", |a: A, b: B| order(&a, &b).map(Ordering::is_ge));
}

fn order(a: &impl Operand, b: &impl Operand) -> Hosted<Ordering> {
    Ok(a.exact()?.cmp(&b.exact()?))
}

fn calculate(
    a: &impl Operand,
    b: &impl Operand,
    how: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Hosted<Number> {
    match how(a.exact()?, b.exact()?) {
        Some(value) => Ok(Number(value)),
        None => refuse("计算结果太大"),
    }
}

fn divide(
    a: &impl Operand,
    b: &impl Operand,
    how: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Hosted<Number> {
    if b.exact()?.is_zero() {
        return refuse("除数是 0");
    }
    calculate(a, b, how)
}

/// Divides whole numbers: 6 / 2 is the whole number 3, 97 / 100 is 0.97 and never 0.
fn divide_whole(a: INT, b: INT) -> Hosted<Dynamic> {
    if b == 0 {
        return refuse("除数是 0");
    }
    match (a.checked_rem(b), a.checked_div(b)) {
        (Some(0), Some(whole)) => Ok(whole.into()),
        _ => divide(&a, &b, Decimal::checked_div).map(Dynamic::from),
    }
}

fn texts(host: &mut Host) {
    type Text = ImmutableString;
    host.register_fn("==", |a: Text, b: Text| a == b);
    host.register_fn("!=", |a: Text, b: Text| a != b);
    host.register_fn("<", |a: Text, b: Text| a < b);
    host.register_fn("<=", |a: Text, b: Text| a <= b);
    host.register_fn(">", |a: Text, b: Text| a > b);
    host.register_fn(">=", |a: Text, b: Text| a >= b);
    host.register_fn("+", |a: Text, b: Number| join(&a, &b.to_string()));
    host.register_fn("+", |a: Number, b: Text| join(&a.to_string(), &b));
}

fn join(a: &str, b: &str) -> Hosted<String> {
    if a.len() + b.len() > limits::STRING {
        return refuse("文字太长");
    }
    Ok(format!("{a}{b}"))
}

/// Whatever is not registered above: found only where nothing more exact is.
fn others(host: &mut Host) {
    host.register_fn(
        "==",
        |ctx: NativeCallContext<'_>, a: Dynamic, b: Dynamic| equal(&ctx, &a, &b),
    );
    host.register_fn(
        "!=",
        |ctx: NativeCallContext<'_>, a: Dynamic, b: Dynamic| equal(&ctx, &a, &b).map(|same| !same),
    );
    host.register_fn("<", |a: Dynamic, b: Dynamic| {
        compare(&a, &b).map(Ordering::is_lt)
    });
    host.register_fn("<=", |a: Dynamic, b: Dynamic| {
        compare(&a, &b).map(Ordering::is_le)
    });
    host.register_fn(">", |a: Dynamic, b: Dynamic| {
        compare(&a, &b).map(Ordering::is_gt)
    });
    host.register_fn(">=", |a: Dynamic, b: Dynamic| {
        compare(&a, &b).map(Ordering::is_ge)
    });
}

fn is_number(value: &Dynamic) -> bool {
    value.is_int() || value.is_float() || value.is::<Number>()
}

fn equal(ctx: &NativeCallContext<'_>, a: &Dynamic, b: &Dynamic) -> Hosted<bool> {
    match (a.is_unit(), b.is_unit()) {
        (true, true) => Ok(true),
        (false, false) => same(a, b).map_or_else(|| unlike(a, b), Ok),
        _ if (is_number(a) || is_number(b)) && !is_question(ctx) => unlike(a, b),
        _ => Ok(false),
    }
}

/// Tells whether the script asks `x == ()` in so many words: that is how one asks whether there
/// is something, and no comparison.
fn is_question(ctx: &NativeCallContext<'_>) -> bool {
    let at = ctx.call_position();
    match (run_of(ctx), at.line(), at.position()) {
        (Ok(run), Some(line), Some(column)) => run.questions.contains(&(line, column)),
        _ => false,
    }
}

/// Compares two values of one type; `None` where the types differ or cannot be compared.
fn same(a: &Dynamic, b: &Dynamic) -> Option<bool> {
    fn both<T: Variant + Clone, K: PartialEq>(
        a: &Dynamic,
        b: &Dynamic,
        key: impl Fn(&T) -> K,
    ) -> Option<bool> {
        Some(key(&*a.read_lock::<T>()?) == key(&*b.read_lock::<T>()?))
    }
    both::<Place, _>(a, b, |place| (place.run.is_previous(), place.span))
        .or_else(|| both::<bool, _>(a, b, |yes| *yes))
        .or_else(|| both::<char, _>(a, b, |c| *c))
        .or_else(|| both::<Section, _>(a, b, |section| (section.run.is_previous(), section.index)))
        .or_else(|| both::<Part, _>(a, b, |part| (part.run.is_previous(), part.index)))
        .or_else(|| both::<Fact, _>(a, b, |fact| (fact.run.is_previous(), fact.index)))
        .or_else(|| {
            both::<Citation, _>(a, b, |citation| {
                (citation.run.is_previous(), citation.index)
            })
        })
        .or_else(|| both::<Date, _>(a, b, day))
        .or_else(|| character(a, b))
        .or_else(|| character(b, a))
}

fn day(date: &Date) -> (i32, u32, u32) {
    (date.date.year, date.date.month, date.date.day)
}

fn character(a: &Dynamic, b: &Dynamic) -> Option<bool> {
    let c = a.as_char().ok()?;
    let text = b.as_immutable_string_ref().ok()?;
    Some(text.chars().eq(std::iter::once(c)))
}

fn compare(a: &Dynamic, b: &Dynamic) -> Hosted<Ordering> {
    if let (Some(a), Some(b)) = (a.read_lock::<Date>(), b.read_lock::<Date>()) {
        return Ok(day(&a).cmp(&day(&b)));
    }
    if let (Ok(a), Ok(b)) = (a.as_char(), b.as_char()) {
        return Ok(a.cmp(&b));
    }
    unlike(a, b)
}

fn unlike<T>(a: &Dynamic, b: &Dynamic) -> Hosted<T> {
    let message = format!("{}和{}不能比较", shown(a), shown(b));
    let number = is_number(a) || is_number(b);
    let what = if a.is_unit() || b.is_unit() {
        "；可能没有的东西，先用 x == () 判断"
    } else if number && (a.is_string() || b.is_string()) {
        "；数字不加引号，事实的数值用 .value"
    } else if a.is::<Fact>() || b.is::<Fact>() {
        "；事实的数值用 .value"
    } else if a.is::<Place>() || b.is::<Place>() {
        "；比较文字用 .text 或 .plain"
    } else {
        ""
    };
    refuse(format!("{message}{what}"))
}

/// Shows small values, and names the type of the others.
fn shown(value: &Dynamic) -> String {
    if let Ok(text) = value.as_immutable_string_ref() {
        let start: String = text.chars().take(12).collect();
        let more = if start.len() < text.len() { "…" } else { "" };
        return format!("文字“{start}{more}”");
    }
    if is_number(value) {
        let number = value.read_lock::<Number>();
        let text = number.map_or_else(|| value.to_string(), |number| number.to_string());
        return format!("数 {text} ");
    }
    match value.type_name() {
        "()" => "“没有”（()）".to_owned(),
        "bool" => "真假".to_owned(),
        "array" => "数组".to_owned(),
        "map" => "对象".to_owned(),
        other => format!(" {} ", other.rsplit("::").next().unwrap_or(other)),
    }
}
