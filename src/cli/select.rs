//! `--select` and `--ignore`: which rules are run.

use crate::cli::exit::Stop;
use std::collections::BTreeSet;
use yifa::config::Config;
use yifa::config::Level;
use yifa::config::RuleSetting;
use yifa::finding::nearest;
use yifa::pack::Library;
use yifa::text::Span;

/// The rules that the command line switches off and on.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    /// Whether `--select` was given: then it says which packs are run, not `yifa.toml`.
    selected: bool,
    /// Rules that are not run.
    off: Vec<String>,
    /// Packs and rules named in `--select`: run even where `yifa.toml` says `off`.
    on: BTreeSet<String>,
}

impl Selection {
    /// Resolves names of packs and rules; an unknown one is refused.
    pub(crate) fn new(
        select: &[String],
        ignore: &[String],
        library: &Library,
    ) -> Result<Self, Stop> {
        let selected = resolve("--select ", select, library)?;
        let ignored = resolve("--ignore ", ignore, library)?;
        let named: BTreeSet<String> = select.iter().map(|name| name.trim().to_owned()).collect();
        let off = rules(library)
            .filter(|id| (!select.is_empty() && !selected.contains(*id)) || ignored.contains(*id))
            .map(str::to_owned)
            .collect();
        Ok(Self {
            selected: !select.is_empty(),
            off,
            on: &named - &ignored,
        })
    }

    /// Puts the selection over what a configuration says.
    pub(crate) fn apply(&self, config: &mut Config) {
        config.named.extend(self.on.iter().cloned());
        self.free(config);
        for layer in &mut config.above {
            self.free(layer);
        }
        config.over.extend(self.off.iter().map(|id| RuleSetting {
            selector: id.clone(),
            span: Span::default(),
            level: Some(Level::Off),
            params: Vec::new(),
        }));
    }

    /// Takes out of one configuration what would keep selected rules from running.
    fn free(&self, layer: &mut Config) {
        if self.selected {
            layer.packs = None;
        }
        for setting in &mut layer.rules {
            if setting.level == Some(Level::Off) && self.names(&setting.selector) {
                setting.level = None;
            }
        }
    }

    /// Tells whether `--select` names this pack or rule, or a rule of this pack.
    fn names(&self, selector: &str) -> bool {
        let below = |name: &String| {
            name.split_once('/')
                .is_some_and(|(pack, _)| pack == selector)
        };
        self.on.contains(selector) || self.on.iter().any(below)
    }
}

fn rules(library: &Library) -> impl Iterator<Item = &str> {
    library.rules().map(|rule| rule.id.as_str())
}

/// Returns the rules that the names stand for.
pub(crate) fn resolve(
    option: &str,
    names: &[String],
    library: &Library,
) -> Result<BTreeSet<String>, Stop> {
    let mut found = BTreeSet::new();
    for name in names {
        let name = name.trim();
        let pack = library.packs.iter().find(|pack| pack.id == name);
        if let Some(pack) = pack {
            found.extend(pack.rules.iter().map(|rule| rule.id.clone()));
        } else if rules(library).any(|id| id == name) {
            found.insert(name.to_owned());
        } else {
            return Err(unknown(option, name, library));
        }
    }
    Ok(found)
}

/// Refuses a name that is neither a pack nor a rule.
pub(crate) fn unknown(option: &str, name: &str, library: &Library) -> Stop {
    let packs = library.packs.iter().map(|pack| pack.id.as_str());
    let names: Vec<&str> = packs.chain(rules(library)).collect();
    // The name of a rule without its pack is the commonest slip.
    let whole = |id: &&&str| id.split_once('/').is_some_and(|(_, rule)| rule == name);
    let near = names.iter().find(whole).copied();
    let hint = match near.or_else(|| nearest(name, &names)) {
        Some(near) => format!("你是不是想写“{near}”？"),
        None => "可用的名称见 yifa list".to_owned(),
    };
    Stop::new(format!("{option}没有“{name}”这个规则或规则包\n{hint}"))
}
