//! What a script can ask and answer; one file for each kind of value.

mod answer;
mod citation;
mod fact;
mod guard;
mod hit;
mod interval;
mod list;
mod number;
mod operator;
mod outline;
mod place;
mod previous;
mod relation;
mod report;
mod table;
mod text;

pub use table::HOST;
pub use table::HostFunction;

use rhai::FuncRegistration;
use rhai::Module;
use rhai::RhaiNativeFunc;
use rhai::Variant;
use std::collections::BTreeSet;

/// The host functions while they are registered: into a module that all engines share, so that
/// an engine of its own for every run costs nothing.
#[derive(Default)]
pub(super) struct Host {
    module: Module,
    /// What was registered: `Place.text`, `finding`; operators left out.
    names: BTreeSet<String>,
    /// The type that properties and methods belong to.
    on: &'static str,
}

/// Registers all host functions; returns them with their names.
pub(super) fn module() -> (Module, BTreeSet<String>) {
    let mut host = Host::default();
    report::register(&mut host);
    place::register(&mut host);
    previous::register(&mut host);
    hit::register(&mut host);
    outline::register(&mut host);
    citation::register(&mut host);
    fact::register(&mut host);
    interval::register(&mut host);
    relation::register(&mut host);
    list::register(&mut host);
    number::register(&mut host);
    operator::register(&mut host);
    text::register(&mut host);
    answer::register(&mut host);
    guard::register(&mut host);
    (host.module, host.names)
}

impl Host {
    /// Names a type; what follows is taken to belong to it.
    fn register_type_with_name<T: Variant + Clone>(&mut self, name: &'static str) {
        self.module.set_custom_type::<T>(name);
        self.on = name;
    }

    /// Adds a function, a method or an operator.
    fn register_fn<A: 'static, const N: usize, const X: bool, R, const F: bool, FUNC>(
        &mut self,
        name: &'static str,
        func: FUNC,
    ) where
        R: Variant + Clone,
        FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        self.names.insert(name.to_owned());
        FuncRegistration::new(name)
            .in_global_namespace()
            .with_purity(true)
            // Answers of a run are changed by some: nothing is computed when a rule is compiled.
            .with_volatility(true)
            .set_into_module(&mut self.module, func);
    }

    /// Adds a property of the type named last.
    fn register_get<A: 'static, const X: bool, R, const F: bool, FUNC>(
        &mut self,
        name: &'static str,
        func: FUNC,
    ) where
        R: Variant + Clone,
        FUNC: RhaiNativeFunc<A, 1, X, R, F> + Send + Sync + 'static,
    {
        self.names.insert(format!("{}.{name}", self.on));
        FuncRegistration::new_getter(name)
            .with_purity(true)
            .set_into_module(&mut self.module, func);
    }

    /// Lets a type be asked `[0]`.
    fn register_indexer_get<A: 'static, const X: bool, R, const F: bool, FUNC>(
        &mut self,
        func: FUNC,
    ) where
        R: Variant + Clone,
        FUNC: RhaiNativeFunc<A, 2, X, R, F> + Send + Sync + 'static,
    {
        FuncRegistration::new_index_getter()
            .with_purity(true)
            .set_into_module(&mut self.module, func);
    }

    /// Lets a type be gone through with `for`.
    fn register_iterator<T>(&mut self)
    where
        T: Variant + Clone + IntoIterator,
        T::Item: Variant + Clone,
    {
        self.module.set_iterable::<T>();
    }
}
