//! The engine that scripts run in: what is built once, and one engine for each run.

use super::host;
use super::host::Entry;
use super::host::TypeEntry;
use super::limits;
use super::meter::Meter;
use rhai::Dynamic;
use rhai::Engine;
use rhai::Module;
use rhai::OptimizationLevel;
use rhai::Shared;
use rhai::packages::Package;
use rhai::packages::StandardPackage;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;

/// What all engines share.
pub(super) struct Base {
    standard: Shared<Module>,
    host: Shared<Module>,
    pub(super) entries: Vec<Entry>,
    pub(super) types: Vec<TypeEntry>,
    /// Names of all functions that a script can call.
    pub(super) functions: BTreeSet<String>,
    /// Names of all properties, with the types that have them.
    pub(super) properties: BTreeMap<&'static str, Vec<&'static str>>,
}

/// Returns what all engines share, built when first asked for.
pub(super) fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(Base::new)
}

impl Base {
    fn new() -> Self {
        let host = host::build();
        let standard = StandardPackage::new().as_shared_module();
        let mut properties: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        for entry in &host.entries {
            if entry.kind == host::EntryKind::Property {
                properties.entry(entry.name).or_default().push(entry.on);
            }
        }
        let mut base = Self {
            standard,
            host: host.module.into(),
            entries: host.entries,
            types: host.types,
            functions: BTreeSet::new(),
            properties,
        };
        base.functions = base.function_names();
        base
    }

    fn function_names(&self) -> BTreeSet<String> {
        let signatures = self.compiler().gen_fn_signatures(true);
        let name = |signature: &String| {
            let end = signature.find('(').unwrap_or(signature.len());
            signature.get(..end).unwrap_or_default().trim().to_owned()
        };
        let mut names: BTreeSet<String> = signatures.iter().map(name).collect();
        for word in ["type_of", "Fn", "call", "curry", "is_def_var", "is_def_fn", "is_shared"] {
            names.insert(word.to_owned());
        }
        names
    }

    /// Makes an engine for compiling.
    pub(super) fn compiler(&self) -> Engine {
        self.engine(limits::OPERATIONS)
    }

    /// Makes the engine for one run: it stops when the meter says so.
    pub(super) fn runner(&self, allowed: u64, meter: Arc<impl AsRef<Meter> + Send + Sync + 'static>) -> Engine {
        let mut engine = self.engine(allowed);
        engine.on_progress(move |_| {
            let meter: &Meter = (*meter).as_ref();
            (!meter.step()).then_some(Dynamic::UNIT)
        });
        engine
    }

    fn engine(&self, operations: u64) -> Engine {
        let mut engine = Engine::new_raw();
        // The module registered last is searched first: the host overrides the language.
        engine.register_global_module(Shared::clone(&self.standard));
        engine.register_global_module(Shared::clone(&self.host));
        limits::set(&mut engine, operations);
        engine
            .set_optimization_level(OptimizationLevel::None)
            .set_strict_variables(true)
            .set_fail_on_invalid_map_property(true)
            .set_fast_operators(false)
            .disable_symbol("eval")
            .disable_symbol("import")
            .disable_symbol("export");
        engine.on_print(|_| {});
        engine.on_debug(|_, _, _| {});
        engine
    }
}
