//! A compiled rule.

use super::call::Hosted;
use super::call::error;
use super::explain;
use super::lint;
use super::sandbox::base;
use crate::finding::Fault;
use crate::pack::Pack;
use crate::pack::Rule;
use crate::pack::Source;
use crate::pack::suggestion;
use rhai::AST;
use rhai::Dynamic;
use rhai::Map;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// A rule that can be run.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) script: Arc<Source>,
    pub(super) shared: Option<Arc<Source>>,
    /// Names of its keyword sets and patterns, in the order of `searches`.
    names: Vec<String>,
    searches: Range<usize>,
    pub(super) code: Result<Code, Fault>,
}

/// What compiling gave.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) ast: AST,
    /// Whether `check` takes the parameters as well.
    pub(super) takes_params: bool,
    /// Functions that stand in `shared.rhai` and nowhere else: name and number of parameters.
    pub(super) shared_functions: BTreeSet<(String, usize)>,
    /// Where `x == ()` is asked: line and column.
    unit_questions: BTreeSet<(usize, usize)>,
}

impl Program {
    pub(super) fn new(pack: &Pack, rule: &Rule, searches: Range<usize>) -> Self {
        let script = Arc::new(Source {
            file: rule.path("rule.rhai"),
            text: rule.script.clone(),
        });
        let sets = rule.keywords.iter().map(|set| set.name.clone());
        let patterns = rule.patterns.iter().map(|pattern| pattern.name.clone());
        let names: Vec<String> = sets.chain(patterns).collect();
        let code = match &rule.fault {
            Some(fault) => Err(fault.clone()),
            None => compile(rule, &script, pack.shared.as_deref(), &names),
        };
        Self {
            script,
            shared: pack.shared.clone(),
            names,
            searches,
            code,
        }
    }

    /// Returns the search of this name.
    pub(super) fn search(&self, name: &str) -> Hosted<usize> {
        let found = self.names.iter().position(|known| known == name);
        found.map(|index| self.searches.start + index).ok_or_else(|| {
            let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
            let help = suggestion(name, &names);
            error(format!("rule.toml 里没有叫“{name}”的关键词组或正则。{help}"))
        })
    }

    /// Tells whether the script asks `x == ()` at this place.
    pub(super) fn asks_for_unit(&self, line: usize, column: usize) -> bool {
        let questions = self.code.as_ref().map(|code| &code.unit_questions);
        questions.is_ok_and(|questions| questions.contains(&(line, column)))
    }
}

fn compile(
    rule: &Rule,
    script: &Source,
    shared: Option<&Source>,
    names: &[String],
) -> Result<Code, Fault> {
    let engine = base().compiler();
    let parse = |source: &Source| {
        let parsed = engine.compile(&source.text);
        parsed.map_err(|error| explain::parse_error(&error, source))
    };
    let own = parse(script)?;
    let common = shared.map(parse).transpose()?;
    let functions = |ast: &AST| -> BTreeSet<(String, usize)> {
        let functions = ast.iter_functions();
        functions.map(|function| (function.name.to_owned(), function.params.len())).collect()
    };
    let own_functions = functions(&own);
    let common_functions = common.as_ref().map(functions).unwrap_or_default();
    let known: BTreeSet<&str> = own_functions
        .iter()
        .chain(&common_functions)
        .map(|(name, _)| name.as_str())
        .collect();
    let context = lint::Context {
        known: &known,
        searches: names,
        params: &rule.params.iter().map(crate::pack::Param::script_name).collect::<Vec<_>>(),
    };
    let mut unit_questions = lint::check(&own, script, &context, true)?;
    if let (Some(ast), Some(source)) = (&common, shared) {
        unit_questions.extend(lint::check(ast, source, &context, false)?);
    }
    let takes_params = entry(&own_functions, script)?;
    let shared_functions = common_functions.difference(&own_functions).cloned().collect();
    let mut ast = common.map_or_else(|| own.clone(), |common| common.merge(&own));
    ast.set_source(script.file.as_str());
    Ok(Code {
        ast,
        takes_params,
        shared_functions,
        unit_questions,
    })
}

/// Looks for `fn check`; tells whether it takes the parameters.
fn entry(functions: &BTreeSet<(String, usize)>, script: &Source) -> Result<bool, Fault> {
    let has = |count: usize| functions.contains(&("check".to_owned(), count));
    if has(2) || has(1) {
        return Ok(has(2));
    }
    let help = "脚本要有 fn check(doc, param) { … }，参数 param 可以省去";
    Err(Fault::new(&script.file, &script.text, "没有 check 函数").help(help))
}

/// Makes the map that a script has as `param`.
pub(super) fn param_map<'a>(
    params: impl Iterator<Item = (String, &'a crate::pack::ParamValue)>,
) -> Map {
    use super::host::Number;
    use crate::pack::ParamValue;
    let mut map = Map::new();
    for (name, value) in params {
        let value: Dynamic = match value {
            ParamValue::Number(number) => Dynamic::from(Number(*number)),
            ParamValue::Int(number) => (*number).into(),
            ParamValue::Text(text) => text.clone().into(),
            ParamValue::Bool(flag) => (*flag).into(),
            ParamValue::List(texts) => {
                let texts: rhai::Array = texts.iter().map(|text| text.clone().into()).collect();
                texts.into()
            }
        };
        map.insert(name.into(), value);
    }
    map
}
