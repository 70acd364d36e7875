//! What the language brings along and a rule must not have.

use crate::engine::host::Host;
use crate::engine::run::Hosted;
use crate::engine::run::refuse;
use rhai::Dynamic;
use rhai::FLOAT;
use rhai::INT;

/// Replaces what cannot be switched off by its name.
pub(super) fn register(host: &mut Host) {
    host.register_fn("sleep", |_: INT| stopped("sleep"));
    host.register_fn("sleep", |_: FLOAT| stopped("sleep"));
    host.register_fn("exit", || stopped("exit"));
    host.register_fn("exit", |_: Dynamic| stopped("exit"));
}

fn stopped(name: &str) -> Hosted<()> {
    refuse(format!("规则里不能用 {name}"))
}
