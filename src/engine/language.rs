//! What the language itself brings along: names of its functions and of its properties.
//!
//! Asking Rhai for them takes some milliseconds; the test holds these lists to what it says.

/// Functions of the language, sorted.
const FUNCTIONS: &[&str] = &[
    "E",
    "Fn",
    "PI",
    "abs",
    "acos",
    "acosh",
    "all",
    "append",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "bits",
    "bytes",
    "call",
    "ceiling",
    "chars",
    "chop",
    "clear",
    "contains",
    "cos",
    "cosh",
    "crop",
    "curry",
    "debug",
    "dedup",
    "drain",
    "end",
    "ends_with",
    "exit",
    "exp",
    "extract",
    "fill_with",
    "filter",
    "find",
    "find_map",
    "floor",
    "for_each",
    "fraction",
    "get",
    "get_fn_metadata_list",
    "hypot",
    "index_of",
    "insert",
    "int",
    "is_anonymous",
    "is_def_fn",
    "is_def_var",
    "is_empty",
    "is_even",
    "is_exclusive",
    "is_finite",
    "is_inclusive",
    "is_infinite",
    "is_nan",
    "is_odd",
    "is_shared",
    "is_zero",
    "keys",
    "len",
    "ln",
    "log",
    "make_lower",
    "make_upper",
    "map",
    "max",
    "min",
    "mixin",
    "name",
    "order",
    "order_by",
    "order_desc",
    "pad",
    "parse_float",
    "parse_int",
    "parse_json",
    "pop",
    "print",
    "push",
    "range",
    "reduce",
    "reduce_rev",
    "remove",
    "replace",
    "retain",
    "reverse",
    "round",
    "set",
    "set_tag",
    "shift",
    "sign",
    "sin",
    "sinh",
    "sleep",
    "some",
    "sort",
    "sort_by",
    "sort_desc",
    "splice",
    "split",
    "split_rev",
    "sqrt",
    "start",
    "starts_with",
    "sub_string",
    "tag",
    "take",
    "tan",
    "tanh",
    "to_binary",
    "to_blob",
    "to_chars",
    "to_debug",
    "to_degrees",
    "to_float",
    "to_hex",
    "to_int",
    "to_json",
    "to_lower",
    "to_octal",
    "to_radians",
    "to_string",
    "to_upper",
    "trim",
    "truncate",
    "type_of",
    "values",
    "zip",
];

/// Properties that values of the language have, sorted.
const PROPERTIES: &[&str] = &[
    "bits",
    "bytes",
    "ceiling",
    "chars",
    "end",
    "floor",
    "fraction",
    "int",
    "is_anonymous",
    "is_empty",
    "is_even",
    "is_exclusive",
    "is_finite",
    "is_inclusive",
    "is_infinite",
    "is_nan",
    "is_odd",
    "is_zero",
    "len",
    "name",
    "round",
    "start",
    "tag",
];

/// Tells whether the language has a function of this name.
pub(super) fn is_function(name: &str) -> bool {
    FUNCTIONS.binary_search(&name).is_ok()
}

/// Tells whether a value of the language has a property of this name.
pub(super) fn is_property(name: &str) -> bool {
    PROPERTIES.binary_search(&name).is_ok()
}

/// Returns the names of the functions.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sandbox;
    use std::collections::BTreeSet;

    #[test]
    fn the_lists_are_what_rhai_says() {
        let signatures = sandbox::language_only().gen_fn_signatures(true);
        let names = signatures.iter().filter_map(|signature| {
            let name = signature.split('(').next()?;
            Some(name.trim())
        });
        let mut functions = BTreeSet::from([
            "Fn",
            "call",
            "curry",
            "type_of",
            "is_def_var",
            "is_def_fn",
            "is_shared",
        ]);
        let mut properties = BTreeSet::new();
        for name in names {
            if let Some(property) = name.strip_prefix("get$") {
                properties.insert(property);
            } else if name.starts_with(char::is_alphabetic) && !name.contains('$') {
                functions.insert(name);
            }
        }
        assert_eq!(FUNCTIONS, functions.into_iter().collect::<Vec<_>>());
        assert_eq!(PROPERTIES, properties.into_iter().collect::<Vec<_>>());
    }
}
