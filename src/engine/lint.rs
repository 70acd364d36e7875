//! What can be seen in a script before it runs: names that do not exist.
//!
//! Rhai looks for a function when the call is reached; a typo in a branch that no example
//! reaches would break the rule on somebody's report.

use super::explain;
use super::host::refused;
use super::sandbox::base;
use crate::finding::Fault;
use crate::pack::Source;
use crate::pack::nearest;
use crate::pack::suggestion;
use rhai::AST;
use rhai::ASTNode;
use rhai::Expr;
use rhai::FnCallExpr;
use rhai::Position;
use rhai::Stmt;
use std::collections::BTreeSet;

/// What the names of a script are compared with.
pub(super) struct Context<'a> {
    /// Functions of the script and of `shared.rhai`.
    pub(super) known: &'a BTreeSet<&'a str>,
    /// Keyword sets and patterns of the rule.
    pub(super) searches: &'a [String],
    /// Parameters of the rule.
    pub(super) params: &'a [String],
}

/// One script while it is looked through.
struct Linter<'a> {
    source: &'a Source,
    context: &'a Context<'a>,
    /// Whether it is the rule's own: shared functions do not know the rule's sets.
    own: bool,
    /// Keys that maps of the script are given.
    keys: BTreeSet<String>,
    unit_questions: BTreeSet<(usize, usize)>,
    fault: Option<Fault>,
}

/// Looks through a script; returns where it asks `x == ()`.
pub(super) fn check(
    ast: &AST,
    source: &Source,
    context: &Context<'_>,
    own: bool,
) -> Result<BTreeSet<(usize, usize)>, Fault> {
    let mut linter = Linter {
        source,
        context,
        own,
        keys: BTreeSet::new(),
        unit_questions: BTreeSet::new(),
        fault: None,
    };
    if let Some(statement) = ast.statements().first() {
        let message = "脚本里只能有函数，这一句在函数外面";
        let help = "常数写成函数：fn limit() { 40 }";
        return Err(linter.make(statement.position(), message.to_owned(), help.to_owned()));
    }
    ast.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::Map(map, _))) = path.last() {
            linter.keys.extend(map.0.iter().map(|(key, _)| key.name.to_string()));
        }
        true
    });
    ast.walk(&mut |path| {
        linter.node(path);
        linter.fault.is_none()
    });
    match linter.fault {
        Some(fault) => Err(fault),
        None => Ok(linter.unit_questions),
    }
}

impl Linter<'_> {
    fn make(&self, position: Position, message: String, help: String) -> Fault {
        let fault = Fault::new(&self.source.file, &self.source.text, message).help(help);
        match explain::span(&self.source.text, position) {
            Some(span) => fault.at(span),
            None => fault,
        }
    }

    fn object(&mut self, position: Position, message: String, help: String) {
        self.fault = Some(self.make(position, message, help));
    }

    fn node(&mut self, path: &[ASTNode<'_>]) {
        match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, position))) => self.call(call, *position, false),
            Some(ASTNode::Expr(Expr::MethodCall(call, position))) => self.call(call, *position, true),
            Some(ASTNode::Stmt(Stmt::FnCall(call, position))) => self.call(call, *position, false),
            Some(ASTNode::Expr(Expr::Property(property, position))) => {
                self.property(path, &property.2, *position);
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &FnCallExpr, position: Position, is_method: bool) {
        let name = call.name.as_str();
        if call.op_token.is_some() {
            let mut sides = call.args.iter();
            let asks = matches!(name, "==" | "!=") && sides.any(|side| matches!(side, Expr::Unit(_)));
            if let (true, Some(line), Some(column)) = (asks, position.line(), position.position()) {
                self.unit_questions.insert((line, column));
            }
            return;
        }
        if let Some(reason) = refused(name) {
            self.object(position, format!("不能用 {name}：{reason}"), String::new());
            return;
        }
        let base = base();
        if !base.functions.contains(name) && !self.context.known.contains(name) {
            self.unknown_function(name, position, is_method);
            return;
        }
        if is_method {
            self.literal_argument(call);
        }
    }

    fn unknown_function(&mut self, name: &str, position: Position, is_method: bool) {
        let base = base();
        let help = if is_method && base.properties.contains_key(name) {
            format!("“{name}”是属性，去掉后面的括号")
        } else {
            let host = base.entries.iter().map(|entry| entry.name);
            let functions = base.functions.iter().map(String::as_str);
            let own = self.context.known.iter().copied();
            let near = nearest(name, own.chain(host).chain(functions));
            near.map_or_else(String::new, |near| format!("你是不是想用“{near}”？"))
        };
        self.object(position, format!("没有“{name}”这个函数"), help);
    }

    /// Looks at names given as literals: sets, parts.
    fn literal_argument(&mut self, call: &FnCallExpr) {
        let Some(Expr::StringConstant(text, position)) = call.args.first() else {
            return;
        };
        if matches!(call.name.as_str(), "matches" | "has") && self.own && call.args.len() == 1 {
            let known: Vec<&str> = self.context.searches.iter().map(String::as_str).collect();
            if !known.contains(&text.as_str()) {
                let message = format!("rule.toml 里没有叫“{text}”的关键词组或正则");
                self.object(*position, message, suggestion(text, &known));
            }
        }
    }

    fn property(&mut self, path: &[ASTNode<'_>], name: &str, position: Position) {
        if self.own && is_param(path) {
            let known: Vec<&str> = self.context.params.iter().map(String::as_str).collect();
            if !known.contains(&name) {
                self.object(position, format!("rule.toml 里没有参数“{name}”"), suggestion(name, &known));
            }
            return;
        }
        let base = base();
        let is_known = base.properties.contains_key(name)
            || self.keys.contains(name)
            || self.context.params.iter().any(|param| param == name)
            || matches!(name, "name" | "is_anonymous" | "tag" | "len" | "chars" | "start" | "end");
        // A map can be given any key at run time; the run will tell.
        if is_known || !self.keys.is_empty() {
            return;
        }
        let help = if base.functions.contains(name) {
            format!("“{name}”要加括号：.{name}(…)")
        } else {
            let near = nearest(name, base.properties.keys().copied());
            near.map_or_else(String::new, |near| format!("你是不是想写“{near}”？"))
        };
        self.object(position, format!("没有“{name}”这个属性"), help);
    }
}

/// Tells whether the property at the end of the path is asked of `param`.
fn is_param(path: &[ASTNode<'_>]) -> bool {
    let above = path.len().checked_sub(2).and_then(|at| path.get(at));
    match above {
        Some(ASTNode::Expr(Expr::Dot(sides, ..))) => {
            matches!(&sides.lhs, Expr::Variable(variable, ..) if variable.1 == "param")
                && matches!((&sides.rhs, path.last()), (Expr::Property(_, a), Some(ASTNode::Expr(Expr::Property(_, b)))) if a == b)
        }
        _ => false,
    }
}
