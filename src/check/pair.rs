//! The report of the year before, and whether two reports can be held against each other.

use crate::check::Checker;
use crate::document::Document;
use crate::engine::Subject;
use crate::facts;
use std::sync::Arc;

/// The report of the year before, made ready for the rules of one checker.
#[derive(Clone, Debug)]
pub struct Previous {
    pub(super) subject: Arc<Subject>,
    path: String,
}

impl Checker {
    /// Makes the report of the year before ready; `path` is its name in findings.
    #[must_use]
    pub fn previous(&self, path: &str, document: Document) -> Previous {
        let facts = facts::read(&document, &self.library.catalog);
        let kind = document.head.issuer_kind.name().to_owned();
        let year = document.year;
        Previous {
            subject: self.engine.previous(path, document, facts, kind, year),
            path: path.to_owned(),
        }
    }

    /// Says why a report cannot be held against `previous`: another body, another year.
    ///
    /// # Errors
    /// One Chinese sentence, for the user.
    pub fn pairs(&self, document: &Document, previous: &Previous) -> Result<(), String> {
        let path = &previous.path;
        let before = &previous.subject.document;
        let Some(year) = self.year.or(document.year) else {
            return Err("看不出报告是哪一年度的，不能和上年报告比较；请用 --year 写明".to_owned());
        };
        match before.year {
            None => return Err(format!("看不出上年报告 {path} 是哪一年度的，不能比较")),
            Some(other) if other != year - 1 => {
                return Err(format!(
                    "上年报告应当是{}年度的，{path} 是{other}年度的，不能比较",
                    year - 1
                ));
            }
            Some(_) => {}
        }
        let issuers = document
            .head
            .issuer
            .as_ref()
            .zip(before.head.issuer.as_ref());
        match issuers {
            Some((now, then)) if !is_same(&now.text, &then.text) => Err(format!(
                "上年报告 {path} 是{}的，不是{}的，不能比较",
                then.text, now.text
            )),
            _ => Ok(()),
        }
    }
}

/// Tells whether two names can be of one body: 溯北县, 溯北县人民政府, 临江市溯北县人民政府.
fn is_same(one: &str, other: &str) -> bool {
    let bare = |name: &str| -> String {
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let name = name.trim_end_matches("办公室");
        let name = name.trim_end_matches("政府").trim_end_matches("人民");
        name.to_owned()
    };
    let (one, other) = (bare(one), bare(other));
    // A name that was not read says nothing.
    one.is_empty() || other.is_empty() || one.ends_with(&other) || other.ends_with(&one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_body_has_long_and_short_names() {
        assert!(is_same("溯北县", "溯北县人民政府"));
        assert!(is_same("临江市溯北县人民政府", "溯北县"));
        assert!(is_same("溯北县司法局", "溯北县司法局"));
        assert!(!is_same("溯北县司法局", "溯北县人民政府"));
        assert!(!is_same("溯北县", "溯南县"));
    }
}
