//! Text of scripts: what the language has not, or has in a surprising way.

use rhai::Engine;
use rhai::INT;

pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("replaced", |text: &str, from: &str, to: &str| {
        if from.is_empty() {
            text.to_owned()
        } else {
            text.replace(from, to)
        }
    });
    engine.register_fn("hanzi", |number: INT| {
        crate::document::to_hanzi(u32::try_from(number).unwrap_or(0))
    });
}
