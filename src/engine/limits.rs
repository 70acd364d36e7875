//! How much a rule may take: every limit, the same in debug and release.
//!
//! Packs cannot raise them. The engine's own defaults depend on the build profile, and its
//! count of operations forgets what happened inside a closure (measured with Rhai 1.27), so
//! nothing is left to a default and the operations are counted by [`super::meter`].

/// Operations of one rule on one report, apart from what the report's length adds.
pub const OPERATIONS: u64 = 1_000_000;

/// Operations added for every paragraph of the report: long reports need more of them.
pub const OPERATIONS_PER_PARAGRAPH: u64 = 200;

/// Calls inside calls.
pub const CALL_LEVELS: usize = 32;

/// Expressions inside expressions, at the top of a script.
pub const EXPRESSION_DEPTH: usize = 64;

/// Expressions inside expressions, in a function.
pub const FUNCTION_EXPRESSION_DEPTH: usize = 64;

/// Variables at one moment.
pub const VARIABLES: usize = 256;

/// Functions of a rule together with those of `shared.rhai`.
pub const FUNCTIONS: usize = 256;

/// Modules that a script may load: none.
pub const MODULES: usize = 0;

/// Bytes of a text, and of all texts in one array or map.
pub const STRING_BYTES: usize = 64 << 10;

/// Elements of an array, those of inner arrays included.
pub const ARRAY_ITEMS: usize = 4096;

/// Entries of a map, those of inner maps included.
pub const MAP_ENTRIES: usize = 1024;

/// Findings of one rule on one report, apart from one for every paragraph.
pub const FINDINGS: usize = 500;

/// Places that one rule may name as evidence.
pub const EVIDENCE: usize = 2_000;

/// Places that one finding may point to beside its own.
pub const RELATED: usize = 50;

/// Code points of a message, an advice, a label or a reason.
pub const MESSAGE_CHARS: usize = 600;

/// Bytes of text that a host function reads for the price of one operation.
pub const BYTES_PER_OPERATION: usize = 64;

/// Sets every limit of an engine.
pub(super) fn set(engine: &mut rhai::Engine, operations: u64) {
    engine
        .set_max_operations(operations)
        .set_max_call_levels(CALL_LEVELS)
        .set_max_expr_depths(EXPRESSION_DEPTH, FUNCTION_EXPRESSION_DEPTH)
        .set_max_variables(VARIABLES)
        .set_max_functions(FUNCTIONS)
        .set_max_modules(MODULES)
        .set_max_string_size(STRING_BYTES)
        .set_max_array_size(ARRAY_ITEMS)
        .set_max_map_size(MAP_ENTRIES);
}
