//! Text of scripts: what the language has not, or has in a surprising way.

use crate::engine::host::Host;
use rhai::INT;

pub(super) fn register(host: &mut Host) {
    host.register_fn("replaced", |text: &str, from: &str, to: &str| {
        if from.is_empty() {
            text.to_owned()
        } else {
            text.replace(from, to)
        }
    });
    host.register_fn("hanzi", |number: INT| {
        crate::document::to_hanzi(u32::try_from(number).unwrap_or(0))
    });
}
