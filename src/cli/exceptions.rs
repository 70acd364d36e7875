//! What became of the exceptions of a run: those that did nothing are told at their place.

use crate::cli::faults;
use crate::cli::paint::Paint;
use crate::cli::say;
use crate::cli::settings::Ready;
use crate::cli::terminal::shown_path;
use std::collections::BTreeMap;
use yifa::check::Use;
use yifa::finding::Fault;

/// What the exceptions of each setup did, over all of its reports.
#[derive(Debug, Default)]
pub(crate) struct Exceptions {
    by_setup: BTreeMap<usize, Vec<Use>>,
    /// What is wrong with the comments in reports, report by report.
    in_reports: Vec<Fault>,
}

impl Exceptions {
    /// Adds what they did on one report.
    pub(crate) fn add(&mut self, setup: usize, uses: &[Use]) {
        match self.by_setup.get_mut(&setup) {
            None => {
                self.by_setup.insert(setup, uses.to_vec());
            }
            Some(known) => {
                for (known, new) in known.iter_mut().zip(uses) {
                    *known = stronger(*known, *new);
                }
            }
        }
    }

    /// Adds what is wrong with the comments in one report.
    pub(crate) fn add_in_report(&mut self, path: &str, faults: Vec<Fault>) {
        let file = shown_path(path);
        let named = faults.into_iter().map(|fault| Fault {
            file: file.clone(),
            ..fault
        });
        self.in_reports.extend(named);
    }

    /// Says which exceptions are over, fit nothing, or fit too much.
    pub(crate) fn say(&self, setups: &[Ready], paint: Paint) {
        for fault in &self.in_reports {
            say(faults::draw(fault, "豁免", paint).trim_end());
        }
        for (setup, uses) in &self.by_setup {
            let Some(Ok(setup)) = setups.get(*setup) else {
                continue;
            };
            for (exception, used) in setup.checker.exceptions().iter().zip(uses) {
                let (message, help) = match used {
                    Use::Applied(_) | Use::NotRun => continue,
                    Use::Expired => {
                        let until = exception.until.map(|day| day.to_string());
                        let message = format!(
                            "这条豁免到 {} 为止，已经过期，没有采用",
                            until.unwrap_or_default()
                        );
                        (message, "问题已经改好就删掉它；还要豁免就重新商定期限")
                    }
                    Use::Unmatched => (
                        "这条豁免没有对应的问题".to_owned(),
                        "问题已经改好就删掉它；引用的文字或者数字变了，要重新核对",
                    ),
                    Use::Ambiguous(n) => (
                        format!("这条豁免对应 {n} 处问题，不知道是哪一处，没有采用"),
                        "用 prefix、suffix 写上前后的文字，或者用 section 写上标题",
                    ),
                };
                let fault = exception.fault(message).help(help);
                say(faults::draw(&fault, "豁免", paint).trim_end());
            }
        }
    }
}

/// One that did something somewhere is not idle; what is wrong with it outweighs that.
fn stronger(one: Use, other: Use) -> Use {
    let rank = |used: &Use| match used {
        Use::NotRun => 0,
        Use::Unmatched => 1,
        Use::Applied(_) => 2,
        Use::Ambiguous(_) => 3,
        Use::Expired => 4,
    };
    if rank(&other) > rank(&one) {
        other
    } else {
        one
    }
}
