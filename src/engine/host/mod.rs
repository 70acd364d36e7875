//! What a script can ask and answer; one file for each kind of value.

mod answer;
mod fact;
mod list;
mod number;
mod outline;
mod place;
mod report;
mod table;
mod text;

pub use table::HOST;
pub use table::HostFunction;

use rhai::Engine;

/// Registers all host functions.
pub(super) fn register(engine: &mut Engine) {
    report::register(engine);
    place::register(engine);
    outline::register(engine);
    fact::register(engine);
    list::register(engine);
    number::register(engine);
    text::register(engine);
    answer::register(engine);
}
