//! The engines that scripts are compiled and run in: one for each run, from parts that all share.

use crate::engine::host;
use crate::engine::language;
use crate::engine::limits;
use crate::engine::run::Run;
use rhai::Dynamic;
use rhai::Engine;
use rhai::FnPtr;
use rhai::Module;
use rhai::OptimizationLevel;
use rhai::Shared;
use rhai::packages::ArithmeticPackage;
use rhai::packages::BasicArrayPackage;
use rhai::packages::BasicFnPackage;
use rhai::packages::BasicIteratorPackage;
use rhai::packages::BasicMapPackage;
use rhai::packages::BasicMathPackage;
use rhai::packages::BasicStringPackage;
use rhai::packages::LanguageCorePackage;
use rhai::packages::LogicPackage;
use rhai::packages::MoreStringPackage;
use rhai::packages::Package;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;

/// What a script may not say at all.
const DISABLED: [&str; 6] = ["eval", "import", "export", "print", "debug", "sync"];

rhai::def_package! {
    /// The part of the language's library that rules have: no clock, no bytes.
    pub(super) LanguagePackage(_module) :
        LanguageCorePackage,
        ArithmeticPackage,
        LogicPackage,
        BasicStringPackage,
        MoreStringPackage,
        BasicIteratorPackage,
        BasicFnPackage,
        BasicArrayPackage,
        BasicMapPackage,
        BasicMathPackage
    { }
}

/// What all engines share.
struct Base {
    language: Shared<Module>,
    host: Shared<Module>,
    names: BTreeSet<String>,
    /// The properties among them, without their types.
    properties: BTreeSet<String>,
}

fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        let (host, names) = host::module();
        let properties = names.iter().filter_map(|name| name.split_once('.'));
        let properties = properties.map(|(_, name)| name.to_owned()).collect();
        Base {
            language: LanguagePackage::new().as_shared_module(),
            host: host.into(),
            names,
            properties,
        }
    })
}

/// Returns the names of everything the host registers: `Place.text`, `finding`, `==`.
#[must_use]
pub fn registered() -> &'static BTreeSet<String> {
    &base().names
}

/// Tells whether there is a function of this name.
pub(super) fn is_function(name: &str) -> bool {
    base().names.contains(name) || language::is_function(name)
}

/// Returns the names of all functions that there are.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    let hosted = base().names.iter().map(String::as_str);
    let hosted = hosted.filter(|name| name.starts_with(char::is_alphabetic) && !name.contains('.'));
    hosted.chain(language::functions())
}

/// Tells whether any type has a property of this name.
pub(super) fn is_property(name: &str) -> bool {
    base().properties.contains(name) || language::is_property(name)
}

/// Returns the names of all properties that host types have.
pub(super) fn properties() -> impl Iterator<Item = &'static str> {
    base().properties.iter().map(String::as_str)
}

/// Makes an engine without the host, for comparing lists of names.
#[cfg(test)]
pub(super) fn language_only() -> Engine {
    let mut engine = Engine::new_raw();
    engine.register_global_module(Shared::clone(&base().language));
    engine
}

/// Makes the engine that compiles rules.
pub(super) fn compiler() -> Engine {
    engine(limits::OPERATIONS)
}

/// Makes the engine for one run. It stops when the run has used up what it may.
pub(super) fn runner(run: &Arc<Run>) -> Engine {
    let mut engine = engine(run.operations_allowed());
    let counted = Arc::clone(run);
    engine.on_progress(move |_| (!counted.step()).then_some(Dynamic::UNIT));
    let weighed = Arc::clone(run);
    #[expect(
        deprecated,
        reason = "so marked because Rhai may change it, not because it goes"
    )]
    engine.on_var(move |name, _, context| {
        if let Some(value) = context.scope().get(name) {
            weighed.work(weight(value));
        }
        // Nothing is resolved here: the variable is looked up as always.
        Ok(None)
    });
    engine
}

/// Tells how many operations more it costs to name a variable with this value.
fn weight(value: &Dynamic) -> u64 {
    if let Ok(text) = value.as_immutable_string_ref() {
        return text.len() as u64 / limits::BYTES_PER_OPERATION;
    }
    items(value) / limits::ITEMS_PER_OPERATION
}

/// Tells what it costs to keep a value, in elements.
pub(super) fn kept(value: &Dynamic) -> usize {
    let text = value.as_immutable_string_ref();
    let units = text.map_or_else(|_| items(value), |text| text.len() as u64 / 16);
    usize::try_from(units).unwrap_or(usize::MAX)
}

/// Counts the items of arrays and maps, inner ones included, and their texts.
fn items(value: &Dynamic) -> u64 {
    if let Ok(array) = value.as_array_ref() {
        array.iter().map(|item| 1 + items(item)).sum()
    } else if let Ok(map) = value.as_map_ref() {
        // An entry of a map is allocated by itself.
        map.values().map(|item| 4 + items(item)).sum()
    } else if let Ok(text) = value.as_immutable_string_ref() {
        text.len() as u64 / limits::BYTES_PER_OPERATION
    } else if let Some(function) = value.read_lock::<FnPtr>() {
        // What was curried is copied at every call.
        function
            .curry()
            .iter()
            .map(|item| 2 + 2 * items(item))
            .sum()
    } else {
        0
    }
}

fn engine(operations: u64) -> Engine {
    let base = base();
    let mut engine = Engine::new_raw();
    // What is registered last is looked up first: the host stands before the language.
    engine.register_global_module(Shared::clone(&base.language));
    engine.register_global_module(Shared::clone(&base.host));
    limits::apply(&mut engine, operations);
    engine
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(true)
        // Comparisons of text with numbers are refused by functions of ours: with fast operators
        // they would be answered before those are looked up, and by the optimiser as well.
        .set_fast_operators(false)
        .set_optimization_level(OptimizationLevel::None);
    for symbol in DISABLED {
        engine.disable_symbol(symbol);
    }
    engine
}
