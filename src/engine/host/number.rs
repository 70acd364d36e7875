//! `Number`: exact decimals.

use crate::engine::host::Host;
use crate::engine::value::Number;
use rhai::INT;
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
}
