//! From a rule's script to something that can run, or a fault at its place.

use crate::engine::fault;
use crate::engine::host;
use crate::engine::matcher::Matchers;
use crate::engine::run::Looker;
use crate::engine::run::Lookers;
use crate::finding::Fault;
use crate::finding::nearest;
use crate::pack::Rule;
use crate::text::Span;
use rhai::AST;
use rhai::ASTNode;
use rhai::Engine;
use rhai::Expr;
use rhai::Position;
use rhai::Stmt;
use std::collections::BTreeSet;

/// Tells the matchers what a rule looks for.
pub(super) fn lookers(rule: &Rule, matchers: &mut Matchers) -> Lookers {
    let mut lookers = Lookers::new();
    for (name, words) in &rule.keywords {
        let set = matchers.add_set(words);
        lookers.insert(name.clone(), (Looker::Set(set), words.clone().into()));
    }
    for (name, pattern) in &rule.patterns {
        let id = matchers.add_pattern(&pattern.regex, &pattern.near, pattern.raw);
        lookers.insert(name.clone(), (Looker::Pattern(id), Vec::new().into()));
    }
    lookers
}

/// Compiles the script of a rule, with the functions its pack shares.
pub(super) fn script(engine: &Engine, rule: &Rule) -> Result<AST, Box<Fault>> {
    if let Some(fault) = rule.faults.first() {
        return Err(Box::new(fault.clone()));
    }
    let ast = one(engine, &rule.script_file, &rule.script)?;
    let has_check = ast
        .iter_functions()
        .any(|function| function.name == "check" && function.params.len() == 2);
    if !has_check {
        let fault = Fault::new(
            rule.script_file.as_str(),
            rule.script.as_str(),
            "没有 fn check(doc, param)",
        );
        return Err(Box::new(fault.help("规则从 fn check(doc, param) 开始")));
    }
    let ast = match &rule.shared {
        Some((file, text)) => one(engine, file, text)?.merge(&ast),
        None => ast,
    };
    unknown_functions(engine, &ast, rule)?;
    Ok(ast)
}

fn one(engine: &Engine, file: &str, text: &str) -> Result<AST, Box<Fault>> {
    match engine.compile(text) {
        Ok(mut ast) => {
            ast.set_source(file);
            Ok(ast)
        }
        Err(error) => Err(Box::new(fault::of_compile(&error, file, text))),
    }
}

/// Rhai looks for a function only when it is called: a slip in a branch that is never taken
/// would stay. So every call is compared with what there is.
fn unknown_functions(engine: &Engine, ast: &AST, rule: &Rule) -> Result<(), Box<Fault>> {
    let own: BTreeSet<&str> = ast.iter_functions().map(|function| function.name).collect();
    let mut wrong: Option<(String, Position)> = None;
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        let call = match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, at) | Expr::MethodCall(call, at))) => {
                Some((call, *at))
            }
            Some(ASTNode::Stmt(Stmt::FnCall(call, at))) => Some((call, *at)),
            _ => None,
        };
        if let Some((call, at)) = call {
            let name = call.name.as_str();
            let is_operator = !name.starts_with(|c: char| c.is_alphabetic() || c == '_');
            let is_known = is_operator
                || name.starts_with("anon$")
                || own.contains(name)
                || OFTEN.contains(&name)
                || is_hosted(name)
                || known_functions(engine).contains(name);
            if !is_known && wrong.is_none() {
                wrong = Some((name.to_owned(), at));
            }
        }
        true
    });
    let Some((name, at)) = wrong else {
        return Ok(());
    };
    let known = known_functions(engine);
    let names: Vec<&str> = known
        .iter()
        .map(String::as_str)
        .chain(own.iter().copied())
        .collect();
    let help = nearest(&name, &names).map_or_else(
        || "见 docs/host-functions.md".to_owned(),
        |known| format!("你是不是想用 {known}？"),
    );
    let fault = Fault::new(
        rule.script_file.as_str(),
        rule.script.as_str(),
        format!("没有函数 {name}"),
    )
    .help(help);
    Err(Box::new(match fault::span(&rule.script, at) {
        Some(span) => fault.at(widen(span, &name)),
        None => fault,
    }))
}

fn widen(span: Span, name: &str) -> Span {
    Span::new(span.from(), span.from() + name.len())
}

/// Functions of the language that rules often use: asking for all of them takes a millisecond.
const OFTEN: [&str; 15] = [
    "Fn",
    "curry",
    "call",
    "len",
    "push",
    "to_string",
    "contains",
    "starts_with",
    "ends_with",
    "range",
    "trim",
    "filter",
    "map",
    "min",
    "max",
];

fn is_hosted(name: &str) -> bool {
    host::HOST
        .iter()
        .any(|function| function.signature.split('(').next() == Some(name))
}

/// The names of all functions that are there, once a process.
fn known_functions(engine: &Engine) -> &'static BTreeSet<String> {
    static KNOWN: std::sync::OnceLock<BTreeSet<String>> = std::sync::OnceLock::new();
    KNOWN.get_or_init(|| {
        let keywords = [
            "Fn",
            "call",
            "curry",
            "type_of",
            "is_def_var",
            "is_def_fn",
            "is_shared",
            "this",
        ];
        engine
            .gen_fn_signatures(true)
            .iter()
            .filter_map(|signature| signature.split('(').next())
            .map(|name| name.trim().to_owned())
            .chain(keywords.into_iter().map(str::to_owned))
            .collect()
    })
}
