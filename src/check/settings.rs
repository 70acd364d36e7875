//! What the configuration makes of the rules: which run, at which level, with which parameters.

use crate::check::locks::Lock;
use crate::check::locks::Locks;
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

/// Resolves the configuration to the rules that run: what it extends first, then what it says
/// itself, then the command line.
pub(super) fn resolve(
    library: &Library,
    config: &Config,
) -> Result<BTreeMap<String, Setting>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut locks = Locks::default();
    let rules = library.rules();
    let mut chosen: BTreeMap<String, Setting> = rules
        .map(|rule| (rule.id.clone(), default_setting(rule)))
        .collect();
    let layers: Vec<&Config> = config.layers().collect();
    for (index, layer) in layers.iter().copied().enumerate().rev() {
        names(library, layer, &mut faults);
        locks.refuse_exceptions(layer, &mut faults);
        for setting in &layer.rules {
            apply(library, layer, setting, &mut chosen, &locks, &mut faults);
        }
        let so_far = layers.get(index..).unwrap_or_default();
        let runs = |rule: &Rule| is_run(rule, so_far, config);
        locks.add(library, layer, &chosen, runs, &mut faults);
    }
    for rule in library
        .rules()
        .filter(|rule| !is_run(rule, &layers, config))
    {
        chosen.remove(&rule.id);
    }
    chosen.retain(|_, setting| setting.level != Some(Level::Off));
    locks.refuse_missing(config, &chosen, &mut faults);
    for setting in &config.over {
        if setting.level == Some(Level::Off) {
            chosen.remove(&setting.selector);
        }
    }
    match faults.is_empty() {
        true => Ok(chosen),
        false => Err(faults),
    }
}

/// Refuses kinds, packs and rules that nobody knows.
fn names(library: &Library, layer: &Config, faults: &mut Vec<Fault>) {
    let fault = |message: String, span: Span| {
        Fault::new(layer.file.as_str(), layer.text.as_str(), message).at(span)
    };
    if let Some((kind, span)) = &layer.kind
        && super::kind_named(kind).is_none()
    {
        let help =
            slip(kind, &KINDS).unwrap_or_else(|| format!("可以写的有：{}", KINDS.join("、")));
        faults.push(fault(format!("没有“{kind}”这种单位性质"), *span).help(help));
    }
    let packs: Vec<&str> = library.packs.iter().map(|pack| pack.id.as_str()).collect();
    for (pack, span) in layer.packs.iter().flatten() {
        if !packs.contains(&pack.as_str()) {
            let help =
                slip(pack, &packs).unwrap_or_else(|| format!("有的规则包：{}", packs.join("、")));
            faults.push(fault(format!("没有规则包“{pack}”"), *span).help(help));
        }
    }
    for exception in &layer.exceptions {
        if !library.rules().any(|rule| rule.id == exception.rule) {
            let ids: Vec<&str> = library.rules().map(|rule| rule.id.as_str()).collect();
            let fault = exception.fault(format!("没有规则“{}”", exception.rule));
            let help = slip(&exception.rule, &ids);
            faults.push(fault.help(help.unwrap_or_else(|| "用 yifa list 看有哪些规则".to_owned())));
        }
    }
}

/// Tells whether a rule is run by these layers, the closest first: its pack is asked for, and it
/// is one for the persona or asked for by name. The command line names rules in `config`.
fn is_run(rule: &Rule, layers: &[&Config], config: &Config) -> bool {
    let pack = rule.id.split('/').next().unwrap_or("");
    let packs = layers.iter().find_map(|layer| layer.packs.as_ref());
    let asked = packs.is_none_or(|packs| packs.iter().any(|(name, _)| name == pack));
    let profile = layers.iter().find_map(|layer| layer.profile);
    let is_named = |setting: &RuleSetting| {
        setting.selector == rule.id && matches!(setting.level, Some(Level::At(_)))
    };
    asked
        && (profile.unwrap_or_default().runs(rule.profile)
            || config.named.contains(&rule.id)
            || layers.iter().any(|layer| layer.rules.iter().any(is_named)))
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
    let nowhere = Config::default();
    set_params(rule, &nowhere, &said, &mut setting, None, &mut faults);
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
    layer: &Config,
    setting: &RuleSetting,
    chosen: &mut BTreeMap<String, Setting>,
    locks: &Locks<'_>,
    faults: &mut Vec<Fault>,
) {
    let fault = |message: String, span: Span| {
        Fault::new(layer.file.as_str(), layer.text.as_str(), message).at(span)
    };
    let prefix = format!("{}/", setting.selector);
    let concerned: Vec<&Rule> = library
        .rules()
        .filter(|rule| rule.id == setting.selector || rule.id.starts_with(&prefix))
        .collect();
    if concerned.is_empty() {
        let message = format!("没有规则或规则包“{}”", setting.selector);
        faults.push(fault(message, setting.span).help(near(library, &setting.selector)));
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
    let mut refused = None;
    for rule in concerned {
        let Some(entry) = chosen.get_mut(&rule.id) else {
            continue;
        };
        let lock = locks.of(rule);
        match lock.and_then(|lock| lock.level(rule, layer, setting)) {
            Some(fault) => refused = refused.or(Some(fault)),
            None => entry.level = setting.level.or(entry.level),
        }
        set_params(rule, layer, setting, entry, lock, faults);
    }
    // One setting of a pack may concern many locked rules.
    faults.extend(refused);
}

/// The rule or pack that somebody may have meant.
fn near(library: &Library, selector: &str) -> String {
    let packs = library.packs.iter().map(|pack| pack.id.as_str());
    let rules = library.rules().map(|rule| rule.id.as_str());
    let ids: Vec<&str> = rules.chain(packs).collect();
    slip(selector, &ids).unwrap_or_else(|| "用 yifa list 看有哪些规则".to_owned())
}

/// Sets the parameters of one rule that the configuration names.
fn set_params(
    rule: &Rule,
    layer: &Config,
    setting: &RuleSetting,
    entry: &mut Setting,
    lock: Option<&Lock<'_>>,
    faults: &mut Vec<Fault>,
) {
    let fault = |message: String, span: Span| {
        Fault::new(layer.file.as_str(), layer.text.as_str(), message).at(span)
    };
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
        let locked = value
            .as_ref()
            .and_then(|value| lock?.param(rule, layer, param, value));
        if let Some(fault) = locked {
            faults.push(fault);
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
