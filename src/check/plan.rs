//! What the configuration makes of each rule: whether it is run, at which level, with what.

use crate::config::Config;
use crate::config::Level;
use crate::config::ParamSetting;
use crate::config::RuleSetting;
use crate::config::Value;
use crate::document::BodyKind;
use crate::engine::Params;
use crate::finding::Fault;
use crate::finding::Severity;
use crate::pack::Given;
use crate::pack::KINDS;
use crate::pack::Library;
use crate::pack::Pack;
use crate::pack::Param;
use crate::pack::ParamValue;
use crate::pack::Rule;
use crate::pack::suggestion;
use crate::text::Span;
use std::collections::BTreeMap;

/// How one rule is run.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Index of its pack in the library, and of the rule in the pack.
    at: (usize, usize),
    /// The severity that the user gives it.
    pub(super) severity: Option<Severity>,
    pub(super) params: Params,
}

/// The configuration, checked against the library.
pub(super) struct Resolved {
    pub(super) plans: Vec<Plan>,
    pub(super) kind: Option<BodyKind>,
}

/// One rule while the settings are gone through.
struct Draft<'l> {
    at: (usize, usize),
    pack: &'l Pack,
    rule: &'l Rule,
    level: Option<Level>,
    params: BTreeMap<&'l str, ParamValue>,
}

impl Plan {
    /// A rule as it is, for its own examples.
    pub(super) fn plain(at: (usize, usize), rule: &Rule, params: &[(String, ParamValue)]) -> Self {
        let given = |param: &Param| params.iter().rev().find(|(name, _)| *name == param.name);
        let values = rule.params.iter().map(|param| {
            let value = given(param).map_or(&param.default, |(_, value)| value);
            (param.name.as_str(), value)
        });
        Self {
            at,
            severity: None,
            params: Params::new(values),
        }
    }

    pub(super) fn find<'l>(&self, library: &'l Library) -> Option<(&'l Pack, &'l Rule)> {
        let pack = library.packs.get(self.at.0)?;
        Some((pack, pack.rules.get(self.at.1)?))
    }
}

/// Compares the configuration with what there is.
pub(super) fn resolve(library: &Library, config: &Config) -> Result<Resolved, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut object = |span: Span, message: String, help: String| {
        faults.push(Fault::new(&config.file, &config.text, message).at(span).help(help));
    };
    let kind = config.kind.as_ref().and_then(|(name, span)| {
        let found = BodyKind::ALL.into_iter().find(|kind| kind.name() == name);
        if found.is_none() {
            object(*span, format!("没有“{name}”这种机关"), suggestion(name, &KINDS));
        }
        found
    });
    let mut drafts = drafts(library, config, &mut object);
    for setting in &config.rules {
        apply(library, &mut drafts, setting, &mut object);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let plans = drafts.into_iter().filter(|draft| draft.level != Some(Level::Off)).map(plan);
    Ok(Resolved {
        plans: plans.collect(),
        kind,
    })
}

fn plan(draft: Draft<'_>) -> Plan {
    let severity = match draft.level {
        Some(Level::At(severity)) => Some(severity),
        _ => None,
    };
    let values = draft.rule.params.iter().map(|param| {
        let value = draft.params.get(param.name.as_str()).unwrap_or(&param.default);
        (param.name.as_str(), value)
    });
    Plan {
        at: draft.at,
        severity,
        params: Params::new(values),
    }
}

fn drafts<'l>(
    library: &'l Library,
    config: &Config,
    object: &mut impl FnMut(Span, String, String),
) -> Vec<Draft<'l>> {
    let ids: Vec<&str> = library.packs.iter().map(|pack| pack.id.as_str()).collect();
    for (name, span) in config.packs.iter().flatten() {
        if !ids.contains(&name.as_str()) {
            object(*span, format!("没有“{name}”这个规则包"), suggestion(name, &ids));
        }
    }
    let chosen = |pack: &Pack| {
        let packs = config.packs.as_ref();
        packs.is_none_or(|packs| packs.iter().any(|(name, _)| *name == pack.id))
    };
    let mut drafts = Vec::new();
    for (first, pack) in library.packs.iter().enumerate() {
        if !chosen(pack) {
            continue;
        }
        drafts.extend(pack.rules.iter().enumerate().map(|(second, rule)| Draft {
            at: (first, second),
            pack,
            rule,
            level: None,
            params: BTreeMap::new(),
        }));
    }
    drafts
}

fn apply(
    library: &Library,
    drafts: &mut [Draft<'_>],
    setting: &RuleSetting,
    object: &mut impl FnMut(Span, String, String),
) {
    let selector = setting.selector.as_str();
    let is_pack = library.packs.iter().any(|pack| pack.id == selector);
    if !is_pack && library.rule(selector).is_none() {
        let mut known: Vec<&str> = library.packs.iter().map(|pack| pack.id.as_str()).collect();
        known.extend(library.rules().map(|rule| rule.id.as_str()));
        let what = if selector.contains('/') { "规则" } else { "规则包" };
        object(setting.span, format!("没有“{selector}”这个{what}"), suggestion(selector, &known));
        return;
    }
    for param in &setting.params {
        known_param(library, selector, param, object);
    }
    for draft in drafts {
        if draft.pack.id != selector && draft.rule.id != selector {
            continue;
        }
        if setting.level.is_some() {
            draft.level = setting.level;
        }
        for param in &setting.params {
            set(draft, param, object);
        }
    }
}

/// Refuses a parameter that none of the selected rules has.
fn known_param(
    library: &Library,
    selector: &str,
    setting: &ParamSetting,
    object: &mut impl FnMut(Span, String, String),
) {
    let packs = library.packs.iter();
    let selected = packs.flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)));
    let selected = selected.filter(|(pack, rule)| pack.id == selector || rule.id == selector);
    let names: Vec<&str> =
        selected.flat_map(|(_, rule)| rule.params.iter().map(|param| param.name.as_str())).collect();
    if !names.contains(&setting.name.as_str()) {
        let message = format!("“{selector}”没有参数“{}”", setting.name);
        let help = match names.is_empty() {
            true => "它没有可以设的参数".to_owned(),
            false => suggestion(&setting.name, &names),
        };
        object(setting.span, message, help);
    }
}

fn set(
    draft: &mut Draft<'_>,
    setting: &ParamSetting,
    object: &mut impl FnMut(Span, String, String),
) {
    let Some(param) = draft.rule.params.iter().find(|param| param.name == setting.name) else {
        return;
    };
    match param.kind.accept(&given(&setting.value)) {
        Ok(value) => {
            draft.params.insert(&param.name, value);
        }
        Err(wanted) => {
            let message = format!("规则“{}”的参数“{}”{wanted}", draft.rule.id, param.name);
            object(setting.span, message, param.help.clone());
        }
    }
}

fn given(value: &Value) -> Given {
    match value {
        Value::Bool(flag) => Given::Bool(*flag),
        Value::Int(number) => Given::Int(*number),
        Value::Number(text) => Given::Number(text.clone()),
        Value::Text(text) => Given::Text(text.clone()),
        Value::List(texts) => Given::List(texts.clone()),
    }
}
