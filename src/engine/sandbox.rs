//! The engines that scripts are compiled and run in: one for each run, from parts that all share.

use crate::engine::host;
use crate::engine::limits;
use crate::engine::run::Run;
use rhai::Dynamic;
use rhai::Engine;
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
}

fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        let (host, names) = host::module();
        Base {
            language: LanguagePackage::new_lazy().as_shared_module(),
            host: host.into(),
            names,
        }
    })
}

/// Returns the names of everything the host registers: `Place.text`, `finding`, `==`.
#[must_use]
pub fn registered() -> &'static BTreeSet<String> {
    &base().names
}

/// Makes the engine that compiles rules.
pub(super) fn compiler() -> Engine {
    engine(limits::OPERATIONS)
}

/// Makes the engine for one run. It stops when the run has used up what it may.
pub(super) fn runner(run: &Arc<Run>) -> Engine {
    let mut engine = engine(run.operations_allowed());
    let run = Arc::clone(run);
    engine.on_progress(move |_| (!run.step()).then_some(Dynamic::UNIT));
    engine
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
