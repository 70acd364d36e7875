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
use crate::pack::Text;
use rhai::AST;
use rhai::Engine;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;

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

/// What packs share, compiled when the first rule of a pack is.
#[derive(Debug, Default)]
pub(super) struct Common {
    by_file: BTreeMap<String, (Text, OnceLock<Result<Parsed, Box<Fault>>>)>,
}

/// One text, compiled. In a built-in one there is nothing to look for but its questions: the
/// tests look through all of them as through a user's.
#[derive(Debug)]
struct Parsed {
    ast: AST,
    /// `None` where they are still to be looked for, together with mistakes.
    questions: Option<Questions>,
}

impl Common {
    /// Knows the script that the pack of `rule` shares.
    pub(super) fn add(&mut self, rule: &Rule) {
        if let Some((file, text)) = &rule.shared {
            let entry = self.by_file.entry(file.clone());
            entry.or_insert_with(|| (text.clone(), OnceLock::new()));
        }
    }

    /// Compiles the script of a rule, with the functions its pack shares.
    pub(super) fn script(&self, engine: &Engine, rule: &Rule) -> Result<Script, Box<Fault>> {
        if let Some(fault) = rule.faults.first() {
            return Err(Box::new(fault.clone()));
        }
        let own = parsed(engine, &rule.script_file, &rule.script)?;
        let has_check = own
            .ast
            .iter_functions()
            .any(|function| function.name == "check" && function.params.len() == 2);
        if !has_check {
            let fault = Fault::new(
                rule.script_file.as_str(),
                &*rule.script,
                "没有 fn check(doc, param)",
            );
            return Err(Box::new(fault.help("规则从 fn check(doc, param) 开始")));
        }
        let Some((file, text)) = &rule.shared else {
            return alone(own, rule);
        };
        match self.by_file.get(file) {
            Some((known, parse)) if known == text => {
                let shared = parse.get_or_init(|| parsed(engine, file, text));
                together(own, shared.as_ref().map_err(Clone::clone)?, rule)
            }
            _ => together(own, &parsed(engine, file, text)?, rule),
        }
    }
}

fn alone(own: Parsed, rule: &Rule) -> Result<Script, Box<Fault>> {
    let functions = names(&own.ast);
    let questions = questions(&own, (&rule.script_file, &rule.script), rule, &functions)?;
    Ok(Script {
        questions: Arc::new(questions),
        shared: BTreeSet::new(),
        ast: own.ast,
    })
}

fn together(own: Parsed, shared: &Parsed, rule: &Rule) -> Result<Script, Box<Fault>> {
    let (here, there) = (names(&own.ast), names(&shared.ast));
    let functions: BTreeSet<&str> = here.union(&there).copied().collect();
    let mut asked = questions(&own, (&rule.script_file, &rule.script), rule, &functions)?;
    if let Some((file, text)) = &rule.shared {
        asked.extend(questions(shared, (file, text), rule, &functions)?);
    }
    let only_shared = there.difference(&here);
    Ok(Script {
        questions: Arc::new(asked),
        shared: only_shared.map(|name| (*name).to_owned()).collect(),
        ast: shared.ast.merge(&own.ast),
    })
}

/// Returns where a script asks `x == ()`, or what is wrong in it.
fn questions(
    script: &Parsed,
    of: (&str, &str),
    rule: &Rule,
    functions: &BTreeSet<&str>,
) -> Result<Questions, Box<Fault>> {
    match &script.questions {
        Some(questions) => Ok(questions.clone()),
        None => lint::check(&script.ast, of, rule, functions),
    }
}

fn names(ast: &AST) -> BTreeSet<&str> {
    ast.iter_functions().map(|function| function.name).collect()
}

fn parsed(engine: &Engine, file: &str, text: &Text) -> Result<Parsed, Box<Fault>> {
    if text.len() > limits::SCRIPT {
        let message = format!("脚本太长（最多 {} 字节）", limits::SCRIPT);
        return Err(Box::new(Fault::new(file, "", message)));
    }
    match engine.compile(&**text) {
        Ok(mut ast) => {
            ast.set_source(file);
            let questions = text.is_builtin().then(|| lint::questions(&ast, text));
            Ok(Parsed { ast, questions })
        }
        Err(error) => Err(Box::new(fault::of_compile(&error, file, text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sandbox;
    use crate::pack::Library;
    use crate::pack::Tree;
    use crate::pack::builtin;

    /// What is spared for a built-in script is what its tests do: it is looked through as a
    /// user's, without a mistake, and asks `x == ()` in the same places.
    #[test]
    fn a_built_in_script_is_compiled_as_a_users_is() {
        let users: Tree = builtin()
            .into_iter()
            .map(|(path, text)| (path, text.as_written()))
            .collect();
        let (library, users) = (Library::read(&builtin()), Library::read(&users));
        let engine = sandbox::compiler();
        let mut asked = 0;
        for (rule, users_rule) in library.rules().zip(users.rules()) {
            let common = Common::default();
            let script = common.script(&engine, rule).unwrap();
            let looked_through = common.script(&engine, users_rule).unwrap();
            assert_eq!(script.questions, looked_through.questions, "{}", rule.id);
            assert_eq!(script.shared, looked_through.shared, "{}", rule.id);
            asked += script.questions.len();
        }
        assert!(asked > 50);
    }
}
