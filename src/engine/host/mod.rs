//! What scripts may ask and answer: types, properties, functions, each with its description.
//!
//! One registration makes both the function and its entry in the reference, so that neither
//! can be without the other.

mod answer;
mod collection;
mod guard;
mod items;
mod number;
mod operator;
mod place;
mod report;
mod section;
mod value;

pub(super) use answer::Given;
pub(super) use number::Number;
pub(super) use operator::named;
pub(super) use report::Report;

use super::call::Hosted;
use rhai::FuncRegistration;
use rhai::Module;
use rhai::RhaiNativeFunc;
use rhai::Variant;

/// How an entry is written in a script.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryKind {
    /// `place.text`
    Property,
    /// `place.first(3)`
    Method,
    /// `finding(place, "…")`
    Function,
}

/// One line of the reference of host functions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The type it belongs to; empty for a function.
    pub on: &'static str,
    /// How it is written.
    pub kind: EntryKind,
    /// Its name.
    pub name: &'static str,
    /// Parameters and result: `(开始, 结束) → Place`.
    pub signature: &'static str,
    /// What it gives, Chinese.
    pub help: &'static str,
    /// A line of a script; may be empty.
    pub example: &'static str,
}

/// A type of the reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeEntry {
    /// Its name.
    pub name: &'static str,
    /// What it stands for, Chinese.
    pub help: &'static str,
}

/// A name with what the reference says of it.
pub(super) struct Doc(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
);

/// The host module while it is put together.
#[derive(Default)]
pub(super) struct Host {
    pub(super) module: Module,
    pub(super) entries: Vec<Entry>,
    pub(super) types: Vec<TypeEntry>,
    on: &'static str,
}

/// Returns why a function of the language is refused.
pub(super) fn refused(name: &str) -> Option<&'static str> {
    let found = guard::REFUSED.iter().find(|(refused, _)| *refused == name);
    found.map(|(_, reason)| *reason)
}

/// Puts the host module together.
pub(super) fn build() -> Host {
    let mut host = Host::default();
    report::register(&mut host);
    place::register(&mut host);
    section::register(&mut host);
    items::register(&mut host);
    value::register(&mut host);
    collection::register(&mut host);
    number::register(&mut host);
    answer::register(&mut host);
    operator::register(&mut host);
    guard::register(&mut host);
    host
}

impl Host {
    /// Starts a type: what follows belongs to it.
    pub(super) fn on<T: Variant + Clone>(&mut self, name: &'static str, help: &'static str) {
        self.module.set_custom_type::<T>(name);
        self.types.push(TypeEntry { name, help });
        self.on = name;
    }

    /// Ends the type: what follows are functions.
    pub(super) fn functions(&mut self) {
        self.on = "";
    }

    /// Adds a property of the current type.
    pub(super) fn get<T, R>(&mut self, doc: Doc, func: impl Fn(&mut T) -> R + Send + Sync + 'static)
    where
        T: Variant + Clone,
        R: Variant + Clone,
    {
        FuncRegistration::new_getter(doc.0)
            .with_purity(true)
            .set_into_module::<_, 1, false, R, false, _>(&mut self.module, func);
        self.enter(EntryKind::Property, &doc);
    }

    /// Adds a property that can fail.
    pub(super) fn ask<T, R>(
        &mut self,
        doc: Doc,
        func: impl Fn(&mut T) -> Hosted<R> + Send + Sync + 'static,
    ) where
        T: Variant + Clone,
        R: Variant + Clone,
    {
        FuncRegistration::new_getter(doc.0)
            .with_purity(true)
            .set_into_module::<_, 1, false, R, true, _>(&mut self.module, func);
        self.enter(EntryKind::Property, &doc);
    }

    /// Adds a method of the current type, or a function where there is none.
    pub(super) fn call<A: 'static, const N: usize, const X: bool, R, const F: bool, FUNC>(
        &mut self,
        doc: Doc,
        func: FUNC,
    ) where
        R: Variant + Clone,
        FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        self.silent(doc.0, func);
        let kind = match self.on {
            "" => EntryKind::Function,
            _ => EntryKind::Method,
        };
        self.enter(kind, &doc);
    }

    /// Adds another form of a function that has its entry already, or an operator.
    pub(super) fn silent<A: 'static, const N: usize, const X: bool, R, const F: bool, FUNC>(
        &mut self,
        name: &'static str,
        func: FUNC,
    ) where
        R: Variant + Clone,
        FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        FuncRegistration::new(name)
            .in_global_namespace()
            .with_purity(true)
            .with_volatility(true)
            .set_into_module(&mut self.module, func);
    }

    fn enter(&mut self, kind: EntryKind, doc: &Doc) {
        let entry = Entry {
            on: self.on,
            kind,
            name: doc.0,
            signature: doc.1,
            help: doc.2,
            example: doc.3,
        };
        self.entries.push(entry);
    }
}
