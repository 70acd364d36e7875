//! What the configuration makes of the rules: which run, at which level, with which parameters.

use crate::config::Config;
use crate::config::Level;
use crate::config::ParamSetting;
use crate::config::RuleSetting;
use crate::config::Value;
use crate::engine::Compiled;
use crate::finding::Fault;
use crate::finding::Severity;
use crate::finding::nearest;
use crate::pack::KINDS;
use crate::pack::Library;
use crate::pack::ParamKind;
use crate::pack::ParamValue;
use crate::pack::Rule;
use crate::text::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One rule with what was chosen for it.
#[derive(Debug)]
pub(super) struct RuleRun {
    pub(super) rule: Arc<Rule>,
    pub(super) compiled: Compiled,
    pub(super) setting: Setting,
}

/// What was chosen for one rule.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    /// What is said last, of its pack or of itself, holds.
    pub(super) level: Option<Level>,
    pub(super) params: BTreeMap<String, ParamValue>,
}

impl RuleRun {
    /// Says why the rule does not apply to a body of `kind` in `year`.
    pub(super) fn does_not_apply(&self, kind: &str, year: Option<i32>) -> Option<String> {
        let applies = &self.rule.applies;
        if !applies.is_empty() && !applies.iter().any(|known| known == kind) {
            let name = super::kind_named(kind).map_or(kind, |kind| kind.chinese());
            return Some(format!("不适用于这种单位（{name}）"));
        }
        let (from, to) = self.rule.years;
        let year = year?;
        if from.is_some_and(|from| year < from) || to.is_some_and(|to| year > to) {
            return Some(format!("不适用于{year}年度的报告"));
        }
        None
    }

    /// The severity of its findings for a body of `kind`.
    pub(super) fn severity(&self, kind: &str) -> Severity {
        if let Some(Level::At(severity)) = self.setting.level {
            return severity;
        }
        let own = self.rule.severity_by_kind.get(kind).copied();
        own.unwrap_or(self.rule.severity)
    }
}

/// Resolves the configuration to the rules that run.
pub(super) fn resolve(
    library: &Library,
    config: &Config,
) -> Result<BTreeMap<String, Setting>, Vec<Fault>> {
    let mut faults = Vec::new();
    let fault = |message: String, span: Span| {
        Fault::new(config.file.as_str(), config.text.as_str(), message).at(span)
    };
    if let Some((kind, span)) = &config.kind
        && super::kind_named(kind).is_none()
    {
        let help =
            slip(kind, &KINDS).unwrap_or_else(|| format!("可以写的有：{}", KINDS.join("、")));
        faults.push(fault(format!("没有“{kind}”这种单位性质"), *span).help(help));
    }
    let packs: Vec<&str> = library.packs.iter().map(|pack| pack.id.as_str()).collect();
    for (pack, span) in config.packs.iter().flatten() {
        if !packs.contains(&pack.as_str()) {
            let help =
                slip(pack, &packs).unwrap_or_else(|| format!("有的规则包：{}", packs.join("、")));
            faults.push(fault(format!("没有规则包“{pack}”"), *span).help(help));
        }
    }
    let mut chosen = BTreeMap::new();
    for rule in library.rules() {
        let pack = rule.id.split('/').next().unwrap_or("");
        let asked = config
            .packs
            .as_ref()
            .is_none_or(|packs| packs.iter().any(|(name, _)| name == pack));
        if asked && is_for(rule, config) {
            chosen.insert(rule.id.clone(), default_setting(rule));
        }
    }
    for exception in &config.exceptions {
        if !library.rules().any(|rule| rule.id == exception.rule) {
            let ids: Vec<&str> = library.rules().map(|rule| rule.id.as_str()).collect();
            let fault = exception.fault(format!("没有规则“{}”", exception.rule));
            let help = slip(&exception.rule, &ids);
            faults.push(fault.help(help.unwrap_or_else(|| "用 yifa list 看有哪些规则".to_owned())));
        }
    }
    for setting in &config.rules {
        apply(library, setting, &mut chosen, &mut faults, &fault);
    }
    chosen.retain(|_, setting| setting.level != Some(Level::Off));
    if faults.is_empty() {
        Ok(chosen)
    } else {
        Err(faults)
    }
}

/// Tells whether a rule is one for the persona of the run, or is asked for by name: on the
/// command line, or by a level in `yifa.toml`.
fn is_for(rule: &Rule, config: &Config) -> bool {
    config.profile.unwrap_or_default().runs(rule.profile)
        || config.named.contains(&rule.id)
        || config.rules.iter().any(|setting| {
            setting.selector == rule.id && matches!(setting.level, Some(Level::At(_)))
        })
}

fn default_setting(rule: &Rule) -> Setting {
    Setting {
        level: None,
        params: rule
            .params
            .iter()
            .map(|(name, param)| (name.clone(), param.default.clone()))
            .collect(),
    }
}

/// The setting of one rule with the parameters that an example sets.
pub(super) fn of_example(rule: &Rule, params: Vec<ParamSetting>) -> Result<Setting, String> {
    let mut faults = Vec::new();
    let mut setting = default_setting(rule);
    for param in &params {
        if !rule.params.contains_key(&param.name) {
            return Err(format!("没有参数“{}”", param.name));
        }
    }
    let said = RuleSetting {
        selector: rule.id.clone(),
        span: Span::default(),
        level: None,
        params,
    };
    let fault = |message: String, _: Span| Fault::new("", "", message);
    set_params(rule, &said, &mut setting, &mut faults, &fault);
    match faults.first() {
        Some(fault) => Err(fault.message.clone()),
        None => Ok(setting),
    }
}

fn slip(word: &str, known: &[&str]) -> Option<String> {
    nearest(word, known).map(|known| format!("你是不是想写“{known}”？"))
}

fn apply(
    library: &Library,
    setting: &RuleSetting,
    chosen: &mut BTreeMap<String, Setting>,
    faults: &mut Vec<Fault>,
    fault: &impl Fn(String, Span) -> Fault,
) {
    let prefix = format!("{}/", setting.selector);
    let concerned: Vec<&Rule> = library
        .rules()
        .filter(|rule| rule.id == setting.selector || rule.id.starts_with(&prefix))
        .collect();
    if concerned.is_empty() {
        let ids: Vec<&str> = library
            .rules()
            .map(|rule| rule.id.as_str())
            .chain(library.packs.iter().map(|pack| pack.id.as_str()))
            .collect();
        let help =
            slip(&setting.selector, &ids).unwrap_or_else(|| "用 yifa list 看有哪些规则".to_owned());
        faults.push(
            fault(
                format!("没有规则或规则包“{}”", setting.selector),
                setting.span,
            )
            .help(help),
        );
        return;
    }
    for param in &setting.params {
        if !concerned
            .iter()
            .any(|rule| rule.params.contains_key(&param.name))
        {
            let names: Vec<&str> = concerned
                .iter()
                .flat_map(|rule| rule.params.keys().map(String::as_str))
                .collect();
            let help = slip(&param.name, &names)
                .unwrap_or_else(|| "用 yifa explain 看有哪些参数".to_owned());
            faults.push(fault(format!("没有参数“{}”", param.name), param.span).help(help));
        }
    }
    for rule in concerned {
        let Some(entry) = chosen.get_mut(&rule.id) else {
            continue;
        };
        entry.level = setting.level.or(entry.level);
        set_params(rule, setting, entry, faults, fault);
    }
}

/// Sets the parameters of one rule that the configuration names.
fn set_params(
    rule: &Rule,
    setting: &RuleSetting,
    entry: &mut Setting,
    faults: &mut Vec<Fault>,
    fault: &impl Fn(String, Span) -> Fault,
) {
    for param in &setting.params {
        let Some(known) = rule.params.get(&param.name) else {
            continue;
        };
        let value = value(known.kind, param);
        let in_range = match (&value, known.kind) {
            (Some(ParamValue::Number(n)), ParamKind::Percent) => {
                !n.is_sign_negative() && *n <= rust_decimal::Decimal::ONE_HUNDRED
            }
            _ => true,
        };
        if !in_range {
            let message = format!("参数“{}”是百分数，应当在 0 到 100 之间", param.name);
            faults.push(fault(message, param.span));
            continue;
        }
        match value {
            Some(value) => {
                entry.params.insert(param.name.clone(), value);
            }
            None => faults.push(fault(
                format!("参数“{}”应当是{}", param.name, known.kind.chinese()),
                param.span,
            )),
        }
    }
}

fn value(kind: ParamKind, setting: &ParamSetting) -> Option<ParamValue> {
    match (kind, &setting.value) {
        (ParamKind::Percent | ParamKind::Number, Value::Int(n)) => {
            Some(ParamValue::Number((*n).into()))
        }
        (ParamKind::Percent | ParamKind::Number, Value::Number(text)) => {
            text.replace('_', "").parse().ok().map(ParamValue::Number)
        }
        (ParamKind::Int, Value::Int(n)) => Some(ParamValue::Int(*n)),
        (ParamKind::Text, Value::Text(text)) => Some(ParamValue::Text(text.clone())),
        (ParamKind::Bool, Value::Bool(yes)) => Some(ParamValue::Bool(*yes)),
        (ParamKind::List, Value::List(items)) => Some(ParamValue::List(items.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Profile;

    fn set(selector: &str, level: Level) -> RuleSetting {
        RuleSetting {
            selector: selector.to_owned(),
            span: Span::default(),
            level: Some(level),
            params: Vec::new(),
        }
    }

    /// The library with its first rule for auditors.
    fn with_an_audit_rule() -> (Library, String) {
        let mut library = Library::read(&crate::pack::builtin());
        let rule = library
            .packs
            .first_mut()
            .and_then(|pack| pack.rules.first_mut())
            .unwrap();
        let rule = Arc::get_mut(rule).unwrap();
        rule.profile = Profile::Auditor;
        let id = rule.id.clone();
        (library, id)
    }

    #[test]
    fn a_rule_for_auditors_is_run_for_them_or_when_named() {
        let (library, id) = with_an_audit_rule();
        let runs = |config: Config| resolve(&library, &config).unwrap().contains_key(&id);
        assert!(!runs(Config::default()));
        assert!(runs(Config {
            profile: Some(Profile::Auditor),
            ..Config::default()
        }));
        assert!(runs(Config {
            named: vec![id.clone()],
            ..Config::default()
        }));
        let with = |selector: &str, level| {
            runs(Config {
                rules: vec![set(selector, level)],
                ..Config::default()
            })
        };
        assert!(with(&id, Level::At(Severity::Advice)));
        assert!(!with(&id, Level::Off));
        let pack = id.split('/').next().unwrap();
        assert!(!with(pack, Level::At(Severity::Advice)));
    }

    #[test]
    fn one_rule_of_a_pack_that_is_off_can_be_on() {
        let library = Library::read(&crate::pack::builtin());
        let pack = library.packs.first().unwrap();
        let rule = pack.rules.first().unwrap().id.clone();
        let run = |rules: Vec<RuleSetting>| {
            let config = Config {
                rules,
                ..Config::default()
            };
            let chosen = resolve(&library, &config).unwrap();
            let prefix = format!("{}/", pack.id);
            let of_pack = chosen.into_iter().filter(|(id, _)| id.starts_with(&prefix));
            of_pack.collect::<Vec<_>>()
        };
        let off = set(&pack.id, Level::Off);
        let on = set(&rule, Level::At(Severity::Advice));
        assert_eq!(run(vec![off.clone()]).len(), 0);
        let chosen = run(vec![off, on.clone()]);
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].0, rule);
        assert_eq!(chosen[0].1.level, Some(Level::At(Severity::Advice)));
        assert!(
            run(vec![on, set(&rule, Level::Off)])
                .iter()
                .all(|(id, _)| *id != rule)
        );
    }
}
