//! What a configuration has locked: those that extend it may be stricter and not laxer.
//!
//! Whether a parameter is stricter when it is larger is known to nobody but its rule, so a locked
//! parameter cannot be changed at all.

use crate::check::settings::Setting;
use crate::config::Config;
use crate::config::EXCEPTIONS;
use crate::config::Level;
use crate::config::ParamSetting;
use crate::config::RuleSetting;
use crate::finding::Fault;
use crate::finding::nearest;
use crate::pack::Library;
use crate::pack::ParamValue;
use crate::pack::Rule;
use crate::text::Span;
use std::collections::BTreeMap;

/// What is locked so far, going from the farthest configuration to the closest.
#[derive(Default)]
pub(super) struct Locks<'a> {
    rules: BTreeMap<&'a str, Lock<'a>>,
    /// Where exceptions are locked.
    exceptions: Option<(&'a Config, Span)>,
}

/// One locked rule as it was where it was locked.
pub(super) struct Lock<'a> {
    layer: &'a Config,
    span: Span,
    setting: Setting,
    /// Whether it is run there.
    runs: bool,
}

impl<'a> Locks<'a> {
    /// Adds what a configuration locks, with the settings as they are there; `runs` tells the
    /// rules that are run there.
    pub(super) fn add(
        &mut self,
        library: &'a Library,
        layer: &'a Config,
        settings: &BTreeMap<String, Setting>,
        runs: impl Fn(&Rule) -> bool,
        faults: &mut Vec<Fault>,
    ) {
        for (selector, span) in &layer.locked {
            if selector == EXCEPTIONS {
                self.exceptions = Some((layer, *span));
                continue;
            }
            let prefix = format!("{selector}/");
            let is_meant = |rule: &&Rule| rule.id == *selector || rule.id.starts_with(&prefix);
            let mut any = false;
            for rule in library.rules().filter(is_meant) {
                any = true;
                let setting = settings.get(&rule.id).cloned().unwrap_or_default();
                let lock = Lock {
                    layer,
                    span: *span,
                    runs: runs(rule) && setting.level != Some(Level::Off),
                    setting,
                };
                self.rules.insert(&rule.id, lock);
            }
            if !any {
                faults.push(unknown(library, layer, selector, *span));
            }
        }
    }

    /// Refuses the exceptions of a configuration where they are locked further up.
    pub(super) fn refuse_exceptions(&self, layer: &Config, faults: &mut Vec<Fault>) {
        let Some((by, span)) = self.exceptions else {
            return;
        };
        for exception in &layer.exceptions {
            let fault = exception.fault("上级配置锁定了豁免，这里不能再写");
            faults.push(fault.help(place(by, span)));
        }
    }

    /// Returns the lock of a rule.
    pub(super) fn of(&self, rule: &Rule) -> Option<&Lock<'a>> {
        self.rules.get(rule.id.as_str())
    }

    /// Refuses a configuration by which locked rules are not run any more, other than by their
    /// level: by `packs` or `profile`.
    pub(super) fn refuse_missing(
        &self,
        config: &Config,
        chosen: &BTreeMap<String, Setting>,
        faults: &mut Vec<Fault>,
    ) {
        let missing = |(id, lock): &(&&str, &Lock<'_>)| lock.runs && !chosen.contains_key(**id);
        let Some((id, lock)) = self.rules.iter().find(missing) else {
            return;
        };
        let message = format!("规则“{id}”被上级配置锁定，这里不能让它不运行");
        let fault = Fault::new(config.file.as_str(), config.text.as_str(), message);
        let packs = config.packs.iter().flatten().next();
        let fault = match packs {
            Some((_, span)) => fault.at(*span),
            None => fault,
        };
        faults.push(fault.help(lock.place()));
    }
}

impl Lock<'_> {
    /// Tells what is wrong with a level, at its place; `None` where it is at least as strict.
    pub(super) fn level(&self, rule: &Rule, layer: &Config, said: &RuleSetting) -> Option<Fault> {
        let level = said.level?;
        if strength(rule, Some(level)) >= strength(rule, self.setting.level) {
            return None;
        }
        let message = format!(
            "规则“{}”的级别被上级配置锁定，不能放宽：上级是“{}”，这里是“{}”",
            rule.id,
            name(self.setting.level.unwrap_or(Level::At(rule.severity))),
            name(level)
        );
        let fault = Fault::new(layer.file.as_str(), layer.text.as_str(), message);
        Some(fault.at(said.span).help(self.place()))
    }

    /// Tells what is wrong with a parameter, at its place; `None` where it is as it was.
    pub(super) fn param(
        &self,
        rule: &Rule,
        layer: &Config,
        param: &ParamSetting,
        value: &ParamValue,
    ) -> Option<Fault> {
        if self.setting.params.get(&param.name) == Some(value) {
            return None;
        }
        let message = format!(
            "规则“{}”的参数“{}”被上级配置锁定，不能改",
            rule.id, param.name
        );
        let fault = Fault::new(layer.file.as_str(), layer.text.as_str(), message);
        Some(fault.at(param.span).help(self.place()))
    }

    fn place(&self) -> String {
        place(self.layer, self.span)
    }
}

/// Says where something is locked.
fn place(layer: &Config, span: Span) -> String {
    let at = Fault::new(layer.file.as_str(), layer.text.as_str(), "").at(span);
    let (line, column) = at.line_column().unwrap_or((1, 1));
    let file = &layer.file;
    format!("锁定写在 {file}:{line}:{column}；要放宽，请改那一个文件")
}

fn unknown(library: &Library, layer: &Config, selector: &str, span: Span) -> Fault {
    let ids = library.rules().map(|rule| rule.id.as_str());
    let packs = library.packs.iter().map(|pack| pack.id.as_str());
    let known: Vec<&str> = ids.chain(packs).chain([EXCEPTIONS]).collect();
    let help = match nearest(selector, &known) {
        Some(near) => format!("你是不是想写“{near}”？"),
        None => format!("可以写规则包、规则包/规则，或者 {EXCEPTIONS}（豁免）"),
    };
    let message = format!("没有规则或规则包“{selector}”");
    let fault = Fault::new(layer.file.as_str(), layer.text.as_str(), message);
    fault.at(span).help(help)
}

/// How strict a level is; a rule's own is taken at its strictest over all kinds of body.
fn strength(rule: &Rule, level: Option<Level>) -> u8 {
    let of = |severity| 1 + severity as u8;
    match level {
        Some(Level::Off) => 0,
        Some(Level::At(severity)) => of(severity),
        None => {
            let by_kind = rule.severity_by_kind.values().copied();
            by_kind.map(of).fold(of(rule.severity), u8::max)
        }
    }
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Off => "关闭",
        Level::At(severity) => severity.chinese(),
    }
}
