//! Every limit of the sandbox, the same in debug and release. Packs cannot change them.

use rhai::Engine;

/// Operations of one rule on one report, for a report of any size.
pub const OPERATIONS: u64 = 500_000;

/// Further operations for each sentence of the report: a long report may be looked through.
pub const OPERATIONS_PER_SENTENCE: u64 = 500;

/// What host functions may hand out to one rule on one report: elements of lists, and text in
/// units of 16 bytes. Each is work that the count of operations does not see.
pub const FUEL: u64 = 1_000_000;

/// Further fuel for each sentence of the report.
pub const FUEL_PER_SENTENCE: u64 = 400;

/// Bytes of a text that cost one operation more whenever a variable with it is named.
///
/// Rhai counts `s[9]`, `for c in s` or `s.contains(t)` as one operation however long the text.
pub const BYTES_PER_OPERATION: u64 = 64;

/// Items of an array or a map, those of inner ones included, that cost one operation more
/// whenever a variable with it is named: it may be copied or searched.
pub const ITEMS_PER_OPERATION: u64 = 4;

/// The depth of calls of script functions.
pub const CALL_LEVELS: usize = 24;

/// The depth of expressions at the top level and in functions.
pub const EXPRESSION_DEPTH: usize = 64;

/// Variables in scope.
pub const VARIABLES: usize = 256;

/// Functions of one script.
pub const FUNCTIONS: usize = 128;

/// Bytes of a string.
pub const STRING: usize = 64 * 1024;

/// Bytes of a text that is written out in a script: its weight is counted nowhere.
pub const LITERAL: usize = 2_048;

/// Bytes of a script.
pub const SCRIPT: usize = 64 * 1024;

/// Elements of an array.
pub const ARRAY: usize = 4_096;

/// Entries of a map.
pub const MAP: usize = 512;

/// Findings of one rule on one report that are kept; the verdict says that there are more.
pub const FINDINGS: usize = 500;

/// Places of evidence that are kept.
pub const EVIDENCE: usize = 50;

/// Characters of a message, an advice or a label.
pub const MESSAGE: usize = 400;

/// Related places of one finding.
pub const RELATED: usize = 20;

/// Places of one finding that a program can correct.
pub const FIXES: usize = 2_000;

/// The size to which a pattern may grow when compiled, in bytes.
pub const PATTERN: usize = 1 << 20;

/// Bytes of a report up to which built-in patterns are run as programs: to compile them costs
/// more than a search through so much.
pub const PROGRAM_TEXT: usize = 64 * 1024;

/// Sets every limit that the script engine knows.
pub(super) fn apply(engine: &mut Engine, operations: u64) {
    engine
        .set_max_call_levels(CALL_LEVELS)
        .set_max_expr_depths(EXPRESSION_DEPTH, EXPRESSION_DEPTH)
        .set_max_variables(VARIABLES)
        .set_max_functions(FUNCTIONS)
        .set_max_modules(0)
        .set_max_string_size(STRING)
        .set_max_array_size(ARRAY)
        .set_max_map_size(MAP)
        .set_max_operations(operations);
}
