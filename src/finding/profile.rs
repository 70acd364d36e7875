//! For whom a check is made.

use std::fmt;
use std::str::FromStr;

/// The persona that a rule is for, and that a run is made for.
///
/// A run for auditors runs all rules; a run for drafters only those whose findings the drafter
/// can act on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Profile {
    /// The drafter, who mends the report.
    #[default]
    Drafter,
    /// The auditor, who judges it.
    Auditor,
}

impl Profile {
    /// Both, the one that holds where nothing is said first.
    pub const ALL: [Self; 2] = [Self::Drafter, Self::Auditor];

    /// Returns the name used in TOML, JSON and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Drafter => "self",
            Self::Auditor => "audit",
        }
    }

    /// Returns the name shown to people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Drafter => "自查",
            Self::Auditor => "督察",
        }
    }

    /// Tells whether a rule that is for `rule` belongs to a run for this persona.
    #[must_use]
    pub fn runs(self, rule: Self) -> bool {
        rule <= self
    }
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|profile| name == profile.name() || name == profile.chinese())
            .ok_or_else(|| format!("只有 self（自查）和 audit（督察），没有“{name}”"))
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.chinese())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_for_auditors_has_all_rules() {
        let [drafter, auditor] = Profile::ALL;
        assert!(drafter.runs(drafter) && auditor.runs(drafter) && auditor.runs(auditor));
        assert!(!drafter.runs(auditor));
        assert_eq!("督察".parse(), Ok(auditor));
        assert_eq!("self".parse(), Ok(drafter));
        assert!("督查".parse::<Profile>().is_err());
    }
}
