//! What can be seen in a script before it runs: names that there are not.
//!
//! Rhai looks for a function or a property when it gets there. A slip in a branch that no example
//! reaches would break the rule on somebody's report.

use crate::engine::fault;
use crate::engine::limits;
use crate::engine::run::Questions;
use crate::engine::sandbox;
use crate::engine::script_name;
use crate::finding::Fault;
use crate::finding::nearest;
use crate::pack::Rule;
use rhai::AST;
use rhai::ASTNode;
use rhai::Expr;
use rhai::FnCallExpr;
use rhai::Position;
use rhai::Stmt;
use std::collections::BTreeSet;

/// One script while it is looked through.
struct Linter<'a> {
    file: &'a str,
    text: &'a str,
    rule: &'a Rule,
    /// Functions of the script and of what its pack shares.
    functions: &'a BTreeSet<&'a str>,
    /// Whether it is the rule's own: what a pack shares does not know the rule's words.
    own: bool,
    /// Whether the script makes maps: these may have any property.
    has_maps: bool,
    questions: Questions,
    fault: Option<Fault>,
}

/// Looks through the script of `file`; returns where it asks `x == ()`.
pub(super) fn check(
    ast: &AST,
    (file, text): (&str, &str),
    rule: &Rule,
    functions: &BTreeSet<&str>,
) -> Result<Questions, Box<Fault>> {
    let mut linter = Linter {
        file,
        text,
        rule,
        functions,
        own: file == rule.script_file,
        has_maps: false,
        questions: Questions::new(),
        fault: None,
    };
    if let Some(statement) = ast.statements().first() {
        linter.object(
            statement.position(),
            "这一句在函数外面，不会执行".to_owned(),
            "脚本里只能有函数；常数也写成函数：fn limit() { 40 }",
        );
    }
    ast.walk(&mut |path| {
        linter.has_maps |= matches!(path.last(), Some(ASTNode::Expr(Expr::Map(..))));
        true
    });
    ast.walk(&mut |path| {
        linter.node(path);
        linter.fault.is_none()
    });
    match linter.fault {
        Some(fault) => Err(Box::new(fault)),
        None => Ok(linter.questions),
    }
}

/// Returns where a script without mistakes asks `x == ()`. Most ask nothing, which their text tells.
pub(super) fn questions(ast: &AST, text: &str) -> Questions {
    let mut questions = Questions::new();
    if text.contains("()") {
        ast.walk(&mut |path| {
            if let Some(
                ASTNode::Expr(Expr::FnCall(call, at)) | ASTNode::Stmt(Stmt::FnCall(call, at)),
            ) = path.last()
            {
                questions.extend(question(call, *at));
            }
            true
        });
    }
    questions
}

/// The place of a comparison with `()`.
fn question(call: &FnCallExpr, at: Position) -> Option<(usize, usize)> {
    let compares = call.op_token.is_some() && matches!(call.name.as_str(), "==" | "!=");
    let with_unit = call.args.iter().any(|side| matches!(side, Expr::Unit(_)));
    (compares && with_unit).then_some(())?;
    Some((at.line()?, at.position()?))
}

fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    nearest(word, &known).map_or_else(
        || "见 docs/host-functions.md".to_owned(),
        |near| format!("你是不是想用 {near}？"),
    )
}

impl Linter<'_> {
    fn object(&mut self, at: Position, message: String, help: &str) {
        if self.fault.is_none() {
            let fault = Fault::new(self.file, self.text, message).help(help);
            self.fault = Some(match fault::span(self.text, at) {
                Some(span) => fault.at(span),
                None => fault,
            });
        }
    }

    fn node(&mut self, path: &[ASTNode<'_>]) {
        match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, at))) => self.call(call, *at, false),
            Some(ASTNode::Expr(Expr::MethodCall(call, at))) => self.call(call, *at, true),
            Some(ASTNode::Stmt(Stmt::FnCall(call, at))) => self.call(call, *at, false),
            Some(ASTNode::Expr(Expr::Property(property, at))) => {
                self.property(path, &property.2, *at);
            }
            Some(ASTNode::Expr(Expr::StringConstant(text, at))) if text.len() > limits::LITERAL => {
                let message = format!("这段文字太长（最多 {} 字节）", limits::LITERAL);
                self.object(*at, message, "要查找的词写到 rule.toml 的 keywords 里");
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position, is_method: bool) {
        let name = call.name.as_str();
        if call.op_token.is_some() {
            self.questions.extend(question(call, at));
            return;
        }
        if name.starts_with("anon$") || self.functions.contains(name) || sandbox::is_function(name)
        {
            if is_method && self.own {
                self.words(call);
            }
            return;
        }
        if is_method && sandbox::is_property(name) {
            let message = format!("{name} 是属性，不是函数");
            self.object(at, message, "去掉后面的括号");
            return;
        }
        let mut known: Vec<&str> = sandbox::functions().collect();
        known.extend(self.functions.iter());
        let help = did_you_mean(name, known.into_iter());
        self.object(at, format!("没有函数 {name}"), &help);
    }

    /// Looks at the names of words, patterns and groups, where they are written out.
    fn words(&mut self, call: &FnCallExpr) {
        if let ("group", [Expr::StringConstant(name, at)]) =
            (call.name.as_str(), call.args.as_slice())
        {
            let written = format!("<{name}>");
            let tables = self.rule.tables.values();
            let of_tables = tables.flat_map(|table| table.patterns());
            let mut patterns = self.rule.patterns.values().chain(of_tables);
            if !patterns.any(|pattern| pattern.regex.contains(&written)) {
                let help = format!("组写在正则里：(?<{name}>…)");
                self.object(*at, format!("正则里没有名为“{name}”的组"), &help);
            }
            return;
        }
        if let ("cell", [Expr::StringConstant(name, at)]) =
            (call.name.as_str(), call.args.as_slice())
        {
            self.column(name, *at);
            return;
        }
        let asks = matches!(call.name.as_str(), "matches" | "has" | "matches_whole");
        let (true, [Expr::StringConstant(name, at)]) = (asks, call.args.as_slice()) else {
            return;
        };
        let sets = self.rule.keywords.keys();
        let known: Vec<&str> = sets
            .chain(self.rule.patterns.keys())
            .chain(self.rule.tables.keys())
            .map(String::as_str)
            .collect();
        if !known.contains(&name.as_str()) {
            let message = format!("rule.toml 里没有名为“{name}”的词组、正则或表");
            let help = nearest(name, &known).map_or_else(
                || format!("有的是：{}", known.join("、")),
                |near| format!("你是不是想写“{near}”？"),
            );
            self.object(*at, message, &help);
        }
    }

    /// Looks at the name of a column.
    fn column(&mut self, name: &str, at: Position) {
        let tables = self.rule.tables.values();
        let known: Vec<&str> = tables.flat_map(|table| table.columns()).collect();
        if !known.contains(&name) {
            let help = nearest(name, &known).map_or_else(
                || format!("有的列是：{}", known.join("、")),
                |near| format!("你是不是想写“{near}”？"),
            );
            self.object(at, format!("表里没有名为“{name}”的列"), &help);
        }
    }

    fn property(&mut self, path: &[ASTNode<'_>], name: &str, at: Position) {
        if self.own && is_of_param(path, at) {
            let params = self.rule.params.keys().map(|name| script_name(name));
            let params: Vec<String> = params.collect();
            let known: Vec<&str> = params.iter().map(String::as_str).collect();
            if !known.contains(&name) {
                let help = nearest(name, &known).map_or_else(
                    || "参数写在 rule.toml 的 [param.名称] 里".to_owned(),
                    |near| format!("你是不是想写 param.{near}？"),
                );
                self.object(at, format!("没有参数 {name}"), &help);
            }
            return;
        }
        let is_param = self
            .rule
            .params
            .keys()
            .any(|param| script_name(param) == name);
        if is_param || self.has_maps || sandbox::is_property(name) {
            return;
        }
        let help = if sandbox::is_function(name) {
            format!("{name} 是函数，后面要有括号")
        } else {
            did_you_mean(name, sandbox::properties())
        };
        self.object(at, format!("没有属性 {name}"), &help);
    }
}

/// Tells whether the property at `at` is the first one asked of `param`.
fn is_of_param(path: &[ASTNode<'_>], at: Position) -> bool {
    let is_it = |expr: &Expr| matches!(expr, Expr::Property(_, here) if *here == at);
    let dot = path.iter().rev().find_map(|node| match node {
        ASTNode::Expr(Expr::Dot(sides, ..)) => Some(sides),
        _ => None,
    });
    dot.is_some_and(|sides| {
        let first = match &sides.rhs {
            Expr::Dot(further, ..) | Expr::Index(further, ..) => &further.lhs,
            other => other,
        };
        matches!(&sides.lhs, Expr::Variable(variable, ..) if variable.1 == "param") && is_it(first)
    })
}
