//! `Number`: exact decimals.

use crate::engine::host::Host;
use crate::engine::run::Hosted;
use crate::engine::run::refuse;
use crate::engine::value::Number;
use crate::text::Folded;
use rhai::Dynamic;
use rhai::INT;
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Number>("Number");
    host.register_fn("to_string", |n: &mut Number| n.to_string());
    host.register_fn("to_debug", |n: &mut Number| n.to_string());
    host.register_fn("round", |n: &mut Number, digits: INT| {
        let digits = u32::try_from(digits).unwrap_or(0).min(20);
        Number(n.0.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero))
    });
    host.register_get("is_whole", |n: &mut Number| n.0.fract().is_zero());
    host.register_get("digits", |n: &mut Number| INT::from(n.0.scale()));
    host.register_get("abs", |n: &mut Number| Number(n.0.abs()));
    host.register_get("floor", |n: &mut Number| Number(n.0.floor()));
    host.register_get("ceil", |n: &mut Number| Number(n.0.ceil()));
    host.register_fn("to_int", to_int);
    host.register_fn("number", number);
}

fn to_int(number: &mut Number) -> Hosted<INT> {
    match number.0.to_i64() {
        Some(whole) if number.0.fract().is_zero() => Ok(whole),
        _ => refuse(format!("{number} 不是整数；先 round(0)、floor 或 ceil")),
    }
}

/// Reads a number written in digits; width, blanks, thousands and a percent sign do not matter.
fn number(text: &str) -> Dynamic {
    if text.len() > 128 {
        return Dynamic::UNIT;
    }
    let digits = Folded::new(text).text().replace([',', ' '], "");
    let value = digits.trim_end_matches('%').parse().ok();
    value.map_or(Dynamic::UNIT, |value| Dynamic::from(Number(value)))
}
