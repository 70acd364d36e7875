//! From a rule's script to something that can run, or a fault at its place.

use crate::engine::fault;
use crate::engine::limits;
use crate::engine::lint;
use crate::engine::matcher::Matchers;
use crate::engine::run::Looker;
use crate::engine::run::Lookers;
use crate::engine::run::Looking;
use crate::engine::run::Questions;
use crate::finding::Fault;
use crate::pack::Rule;
use rhai::AST;
use rhai::Engine;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Tells the matchers what a rule looks for.
pub(super) fn lookers(rule: &Rule, matchers: &mut Matchers) -> Lookers {
    let mut lookers = Lookers::new();
    for (name, words) in &rule.keywords {
        let set = matchers.add_set(words);
        lookers.insert(name.clone(), Looking::new(Looker::Set(set)).of(words));
    }
    for (name, pattern) in &rule.patterns {
        let id = matchers.add_pattern(pattern);
        lookers.insert(name.clone(), Looking::new(Looker::Pattern(id)));
    }
    for (name, table) in &rule.tables {
        let id = matchers.add_table(table);
        lookers.insert(name.clone(), Looking::new(Looker::Table(id)).rows(table));
    }
    lookers
}

/// A script that can be run.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) ast: AST,
    /// Where it asks `x == ()`.
    pub(super) questions: Arc<Questions>,
    /// Functions that only the pack's shared script has: what breaks in them stands there.
    pub(super) shared: BTreeSet<String>,
}

/// Compiles the script of a rule, with the functions its pack shares.
pub(super) fn script(engine: &Engine, rule: &Rule) -> Result<Script, Box<Fault>> {
    if let Some(fault) = rule.faults.first() {
        return Err(Box::new(fault.clone()));
    }
    let own = (rule.script_file.as_str(), &*rule.script);
    let ast = one(engine, own)?;
    let has_check = ast
        .iter_functions()
        .any(|function| function.name == "check" && function.params.len() == 2);
    if !has_check {
        let fault = Fault::new(own.0, own.1, "没有 fn check(doc, param)");
        return Err(Box::new(fault.help("规则从 fn check(doc, param) 开始")));
    }
    let Some((file, text)) = &rule.shared else {
        let functions = names(&ast);
        let questions = lint::check(&ast, own, rule, &functions)?;
        return Ok(Script {
            questions: Arc::new(questions),
            shared: BTreeSet::new(),
            ast,
        });
    };
    let common = (file.as_str(), &**text);
    let shared = one(engine, common)?;
    let functions: BTreeSet<&str> = names(&ast).union(&names(&shared)).copied().collect();
    let mut questions = lint::check(&ast, own, rule, &functions)?;
    questions.extend(lint::check(&shared, common, rule, &functions)?);
    let only_shared = names(&shared);
    let only_shared = only_shared
        .difference(&names(&ast))
        .map(|name| (*name).to_owned())
        .collect();
    Ok(Script {
        questions: Arc::new(questions),
        shared: only_shared,
        ast: shared.merge(&ast),
    })
}

fn names(ast: &AST) -> BTreeSet<&str> {
    ast.iter_functions().map(|function| function.name).collect()
}

fn one(engine: &Engine, (file, text): (&str, &str)) -> Result<AST, Box<Fault>> {
    if text.len() > limits::SCRIPT {
        let message = format!("脚本太长（最多 {} 字节）", limits::SCRIPT);
        return Err(Box::new(Fault::new(file, "", message)));
    }
    match engine.compile(text) {
        Ok(mut ast) => {
            ast.set_source(file);
            Ok(ast)
        }
        Err(error) => Err(Box::new(fault::of_compile(&error, file, text))),
    }
}
