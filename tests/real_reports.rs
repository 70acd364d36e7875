//! Invariants on real reports, which stay outside the repository.
//!
//! What is recorded holds rules and places, no words: the reports are not ours.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing
)]

mod common;

use yifa::finding::Profile;
use yifa::finding::Status;
use yifa::text::Span;

#[test]
fn findings_are_as_recorded() {
    let Some(reports) = common::real_reports() else {
        return;
    };
    let checker = common::checker_for(Profile::Auditor);
    for path in reports {
        let checked = common::check(&checker, &path);
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("real_reports");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings
            .bind(|| insta::assert_snapshot!(name, common::recorded(&checker, &checked, false)));
    }
}

#[test]
fn no_rule_breaks_and_every_place_maps_back() {
    let Some(reports) = common::real_reports() else {
        return;
    };
    let checker = common::checker_for(Profile::Auditor);
    for path in reports {
        let checked = common::check(&checker, &path);
        for verdict in &checked.outcome.verdicts {
            assert!(
                !matches!(verdict.status, Status::Broken(_)),
                "{}: {}",
                verdict.rule,
                verdict.reason
            );
        }
        let decoded: Vec<char> = checked.document.source.decoded().unwrap().chars().collect();
        let spans = checked.document.sentences.iter().map(|s| s.span);
        let spans = spans.chain(checked.facts.iter().map(|fact| fact.span));
        let spans: Vec<Span> = spans
            .chain(checked.outcome.findings.iter().map(|f| f.span))
            .collect();
        assert!(spans.len() > 100);
        for span in spans {
            let place = checked.document.source.locate(span);
            let there: String = decoded[place.start.unwrap()..place.end.unwrap()]
                .iter()
                .filter(|c| !c.is_whitespace())
                .collect();
            let quote: String = checked
                .document
                .source
                .quote(span)
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect();
            assert_eq!(there, quote);
        }
    }
}
