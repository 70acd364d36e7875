//! Every format of results over reports written for the project: what is promised to those who
//! read them, and the recorded bytes of one report with lines and of one without.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use serde_json::Value;
use std::collections::BTreeSet;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::finding::Severity;
use yifa::render::Format;
use yifa::render::Report;
use yifa::render::RuleInfo;
use yifa::render::Rules;
use yifa::render::json::Failure;
use yifa::render::json::Summary;

struct Run {
    rules: Rules,
    reports: Vec<(String, Checked)>,
    summary: Summary,
    failures: Vec<Failure>,
}

/// What results say of the rules, as the program puts it together.
fn rules_of(checker: &Checker) -> Rules {
    let rules = checker.library().rules().map(|rule| RuleInfo {
        id: rule.id.clone(),
        title: rule.title.clone(),
        severity: rule.severity,
        category: rule.category,
        page: rule.page.clone().into_cow(),
    });
    Rules::new(rules.collect())
}

fn run() -> Run {
    let checker = common::checker();
    let rules = rules_of(&checker);
    let mut summary = Summary::default();
    let mut reports = Vec::new();
    for path in common::made_reports() {
        let checked = common::check(&checker, &path);
        summary.add(&checked.outcome, Severity::Advice);
        let folder = path.parent().unwrap().file_name().unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        // A name as civil servants give it.
        reports.push((format!("报告 {}/{name}", folder.to_string_lossy()), checked));
    }
    let failures = vec![Failure {
        path: "坏 <1>.docx".to_owned(),
        message: "文件不完整，\n请重新导出 & 再试".to_owned(),
    }];
    summary.add_unreadable();
    Run {
        rules,
        reports,
        summary,
        failures,
    }
}

fn one<'a>(run: &'a Run, at: &'a (String, Checked)) -> Report<'a> {
    let (path, checked) = at;
    Report {
        path,
        document: &checked.document,
        year: checked.document.year,
        outcome: &checked.outcome,
        shown: Severity::Advice,
        fails: Some(Severity::Error),
        rules: &run.rules,
        matrix: &[],
    }
}

fn written(run: &Run, format: Format) -> String {
    let renderer = format.renderer();
    let mut text = renderer.head(&run.rules);
    let mut any = false;
    for at in &run.reports {
        let report = renderer.report(&one(run, at));
        if report.is_empty() {
            continue;
        }
        if any {
            text.push_str(renderer.between());
        }
        any = true;
        text.push_str(&report);
    }
    text + renderer.tail(&run.failures, &run.summary).as_str()
}

fn n_findings(run: &Run) -> usize {
    run.reports
        .iter()
        .map(|(_, checked)| checked.outcome.findings.len())
        .sum()
}

#[test]
fn sarif_points_at_the_words_in_utf_16_units() {
    let run = run();
    let log: Value = serde_json::from_str(&written(&run, Format::Sarif)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let first = &log["runs"][0];
    assert_eq!(first["columnKind"], "utf16CodeUnits");
    assert_eq!(first["invocations"][0]["executionSuccessful"], false);
    let rules = first["tool"]["driver"]["rules"].as_array().unwrap();
    let results = first["results"].as_array().unwrap();
    assert_eq!(results.len(), n_findings(&run));
    let mut prints = BTreeSet::new();
    let findings = run.reports.iter().flat_map(|at| {
        let findings = at.1.outcome.findings.iter();
        findings.map(move |finding| (at, finding))
    });
    for (result, ((path, checked), finding)) in results.iter().zip(findings) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let print = result["partialFingerprints"]["yifa/v1"].as_str().unwrap();
        assert!(
            prints.insert((path.clone(), print.to_owned())),
            "{print} twice"
        );
        let physical = &result["locations"][0]["physicalLocation"];
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && !uri.contains(' '), "{uri}");
        let Some(text) = checked.document.source.decoded() else {
            assert!(result["locations"][0]["logicalLocations"].is_array());
            continue;
        };
        let region = &physical["region"];
        let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
        if number("startLine") != number("endLine") || finding.span.is_empty() {
            continue;
        }
        let line: Vec<u16> = text
            .split('\n')
            .nth(number("startLine") - 1)
            .unwrap()
            .encode_utf16()
            .collect();
        let there =
            String::from_utf16(&line[number("startColumn") - 1..number("endColumn") - 1]).unwrap();
        let bare = |text: &str| -> String { text.split_whitespace().collect() };
        assert_eq!(
            bare(&there),
            bare(&checked.document.source.quote(finding.span))
        );
    }
}

#[test]
fn a_fingerprint_stays_when_other_text_changes() {
    let checker = common::checker();
    let prints = |text: &str| -> Vec<String> {
        let source = yifa::reader::read("例.txt", text.as_bytes()).unwrap();
        let checked = checker.check(yifa::document::Document::new(source), None);
        let rules = Rules::default();
        let at = ("例.txt".to_owned(), checked);
        let run = Run {
            rules,
            reports: Vec::new(),
            summary: Summary::default(),
            failures: Vec::new(),
        };
        let report = one(&run, &at);
        let only = report.findings().zip(report.fingerprints());
        let only = only.filter(|(finding, _)| finding.rule == "wording/homophone");
        only.map(|(_, print)| print).collect()
    };
    let text = "临溯县人民政府2023年度法治政府建设情况报告\n一、主要举措和成效\n（一）普法。既时开展宣传。群众来访既时答复。\n";
    let before = prints(text);
    assert_eq!(before.len(), 2);
    assert_ne!(before[0], before[1]);
    let later = text
        .replace("一、主要", "前面加了一段话，讲全年的工作。\n一、主要")
        .replace("（一）普法", "（二） 普法");
    assert_eq!(prints(&later), before);
}

#[test]
fn gitlab_and_json_lines_are_read_by_programs() {
    let run = run();
    let issues: Value = serde_json::from_str(&written(&run, Format::GitLab)).unwrap();
    let issues = issues.as_array().unwrap();
    assert_eq!(issues.len(), n_findings(&run) + 1);
    let prints: BTreeSet<&str> = issues
        .iter()
        .map(|i| i["fingerprint"].as_str().unwrap())
        .collect();
    assert_eq!(prints.len(), issues.len());
    for issue in issues {
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        let severities = ["info", "minor", "major", "critical", "blocker"];
        assert!(severities.contains(&issue["severity"].as_str().unwrap()));
    }
    let lines = written(&run, Format::JsonLines);
    let types: Vec<String> = lines
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["type"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let reports = types.iter().filter(|kind| *kind == "report").count();
    assert_eq!(reports, run.reports.len());
    assert_eq!(types[reports..], ["error", "summary"]);
    let whole: Value = serde_json::from_str(&written(&run, Format::Json)).unwrap();
    assert_eq!(
        whole["reports"].as_array().unwrap().len(),
        run.reports.len()
    );
}

/// A reader of XML: every element that is opened is closed, text and attributes are escaped.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return names,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.unwrap();
                }
                names.push(tag.name().as_ref().to_owned());
            }
            _ => {}
        }
    }
}

#[test]
fn junit_counts_what_it_holds() {
    let run = run();
    let names = elements(&written(&run, Format::JUnit));
    let count = |name: &str| names.iter().filter(|found| *found == name).count();
    let verdicts: usize = run
        .reports
        .iter()
        .map(|(_, checked)| checked.outcome.verdicts.len())
        .sum();
    assert_eq!(count("testcase"), verdicts + 1);
    assert_eq!(count("testsuite"), run.reports.len() + 1);
    assert_eq!(count("error"), 1);
    let failing: usize = run
        .reports
        .iter()
        .map(|(_, checked)| {
            let errors = checked
                .outcome
                .findings
                .iter()
                .filter(|f| f.severity == Severity::Error);
            errors
                .map(|finding| finding.rule.as_str())
                .collect::<BTreeSet<_>>()
                .len()
        })
        .sum();
    assert_eq!(count("failure"), failing);
}

#[test]
fn the_page_marks_every_finding_and_fetches_nothing() {
    let run = run();
    let page = written(&run, Format::Html);
    assert_eq!(page.matches("class=\"finding ").count(), n_findings(&run));
    assert!(Format::is_own(
        page.get(..page.floor_char_boundary(512)).unwrap()
    ));
    for from in ["http:", "https:", "src=", "@import", "url("] {
        assert!(!page.contains(from), "{from}");
    }
    for (path, checked) in &run.reports {
        for sentence in checked.document.sentences.iter().take(3) {
            let words = checked.document.slice(sentence.span);
            let plain = words.chars().all(|c| !"<>&\"".contains(c));
            let marked = checked
                .outcome
                .findings
                .iter()
                .any(|f| f.span.overlaps(sentence.span));
            assert!(marked || !plain || page.contains(words), "{path}: {words}");
        }
    }
}

/// A pack of its own, so that records change with the formats and not with the rules.
fn with_a_small_pack() -> Run {
    let tree: yifa::pack::Tree = [
        ("p/pack.toml", "title = \"甲\"\nsource = \"乙\"\n"),
        (
            "p/word/rule.toml",
            "title = \"提到普法\"\nseverity = \"warning\"\ncategory = \"wording\"\nchecks = \"fully\"\nadvice = \"换个<说法> & 再看\"\n[keywords]\nw = [\"普法\"]\n[[basis]]\ndocument = \"某规定\"\nitem = \"第一条\"\nseen = true\n",
        ),
        (
            "p/word/rule.rhai",
            "fn check(doc, param) {\n let all = doc.matches(\"w\");\n if all.len < 2 { not_applicable(\"没有\"); return; }\n finding(all.first.place.cover(all.first.place), \"第一次提到\").related(all.last.place, \"最后一次\");\n finding(all.first.place.sentence, \"整句\").weaken(\"advice\");\n}\n",
        ),
        ("p/word/rule.md", "```report\n⟦普法⟧。\n```\n```report\n乙\n```\n"),
        (
            "p/title/rule.toml",
            "title = \"有标题\"\nseverity = \"error\"\ncategory = \"format\"\nchecks = \"partly\"\ncannot-see = \"真伪\"\n[[basis]]\ndocument = \"通行体例\"\nseen = false\n",
        ),
        (
            "p/title/rule.rhai",
            "fn check(doc, param) { if doc.title != () { evidence(doc.title); undecided(\"请看标题\"); } }\n",
        ),
        ("p/title/rule.md", "```report\n⟦普法⟧。\n```\n```report\n乙\n```\n"),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.into()))
    .collect();
    let library = yifa::pack::Library::read(&tree);
    assert_eq!(library.faults, []);
    let config = yifa::config::Config::default();
    let checker = Checker::new(std::sync::Arc::new(library), &config).unwrap();
    let rules = rules_of(&checker);
    let text = "临溯县人民政府2023年度法治政府建设情况报告\n一、主要举措和成效\n（一）普法。𠮷镇<b>开展普法活动</b>，覆盖率100%。\n二、存在的不足\n普法形式单一 & 人手少。\n";
    let page = "<html><body><h1>临溯县人民政府2023年度法治政府建设情况报告</h1><p>一、主要举措和成效</p><p>开展普法活动，普法有声有色。</p></body></html>";
    let read = |path: &str, bytes: &[u8]| {
        let source = yifa::reader::read(path, bytes).unwrap();
        let document = yifa::document::Document::new(source);
        (path.to_owned(), checker.check(document, None))
    };
    let reports = vec![
        read("临溯 县/报告.txt", text.as_bytes()),
        read("页.html", page.as_bytes()),
    ];
    let mut summary = Summary::default();
    for (_, checked) in &reports {
        summary.add(&checked.outcome, Severity::Advice);
    }
    let failures = vec![Failure {
        path: "坏 <1>.docx".to_owned(),
        message: "文件不完整 & 读不了".to_owned(),
    }];
    summary.add_unreadable();
    Run {
        rules,
        reports,
        summary,
        failures,
    }
}

#[test]
fn formats_are_as_recorded() {
    let run = with_a_small_pack();
    for format in Format::ALL {
        let mut text = written(&run, format);
        if format == Format::Html {
            // Style and script are not results.
            for (from, to) in [("<style>", "</style>"), ("<script>", "</script>")] {
                let start = text.find(from).unwrap();
                let end = text.find(to).unwrap();
                text.replace_range(start..end, from);
            }
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("formats");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(format.name(), text));
    }
}

/// What the schema of Jenkins and Surefire allows: element, where it stands, attributes it must
/// have, attributes it may have.
const JUNIT: [(&str, &str, &[&str], &[&str]); 9] = [
    (
        "testsuites",
        "",
        &[],
        &["name", "tests", "failures", "errors", "time"],
    ),
    (
        "testsuite",
        "testsuites",
        &["name", "tests"],
        &[
            "failures",
            "errors",
            "skipped",
            "time",
            "timestamp",
            "hostname",
        ],
    ),
    ("properties", "testsuite", &[], &[]),
    ("property", "properties", &["name", "value"], &[]),
    ("testcase", "testsuite", &["name", "classname"], &["time"]),
    ("skipped", "testcase", &[], &["message"]),
    ("error", "testcase", &[], &["message", "type"]),
    ("failure", "testcase", &[], &["message", "type"]),
    ("system-out", "testcase", &[], &[]),
];

/// Tells what is wrong with a JUnit file, element by element.
fn junit_mistakes(xml: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open: Vec<String> = Vec::new();
    let mut wrong = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let (Event::Start(start) | Event::Empty(start)) = &event else {
            match event {
                Event::Eof => return wrong,
                Event::End(_) => drop(open.pop()),
                _ => {}
            }
            continue;
        };
        let name = start.name().as_ref().to_owned();
        let inside = open.last().map_or("", String::as_str);
        let known = JUNIT
            .iter()
            .find(|known| known.0 == name && known.1 == inside);
        let has: Vec<String> = start
            .attributes()
            .map(|a| a.unwrap().key.as_ref().to_owned())
            .collect();
        match known {
            None => wrong.push(format!("{name} in {inside}")),
            Some((_, _, must, may)) => {
                let is_known = |a: &String| must.contains(&a.as_str()) || may.contains(&a.as_str());
                wrong.extend(
                    has.iter()
                        .filter(|a| !is_known(a))
                        .map(|a| format!("{name}@{a}")),
                );
                let missing = must.iter().filter(|a| !has.contains(&a.to_string()));
                wrong.extend(missing.map(|a| format!("{name} without {a}")));
            }
        }
        if matches!(event, Event::Start(_)) {
            open.push(name);
        }
    }
}

#[test]
fn junit_keeps_to_what_jenkins_reads() {
    let mut run = run();
    for (_, checked) in &mut run.reports {
        checked.outcome.stale = 1;
    }
    let xml = written(&run, Format::JUnit);
    assert!(xml.contains("<property name=\"yifa.stale\""));
    assert_eq!(junit_mistakes(&xml), Vec::<String>::new());
    let spoilt = xml
        .replace("classname=", "class=")
        .replace("<skipped ", "<ignored ");
    assert!(junit_mistakes(&spoilt).len() > 2);
}

#[test]
fn gitlab_keeps_to_the_code_quality_schema() {
    let mut run = run();
    run.reports[0].0 = format!("./{}", run.reports[0].0);
    let issues: Vec<Value> = serde_json::from_str(&written(&run, Format::GitLab)).unwrap();
    assert!(issues.len() > n_findings(&run));
    let mut prints = BTreeSet::new();
    for issue in &issues {
        let text = |key: &str| issue[key].as_str().unwrap();
        assert!(!text("description").is_empty() && !text("check_name").is_empty());
        assert!(prints.insert(text("fingerprint")), "{issue}");
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&text("severity")));
        let path = issue["location"]["path"].as_str().unwrap();
        assert!(!path.is_empty() && !path.starts_with("./"), "{path}");
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
    }
}
