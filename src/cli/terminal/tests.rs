//! The view over a small report whose findings are put in by hand: no rule can make all of them.

use super::Told;
use super::View;
use crate::cli::paint::Paint;
use yifa::check::Checked;
use yifa::document::Document;
use yifa::finding::Basis;
use yifa::finding::Category;
use yifa::finding::Fault;
use yifa::finding::Finding;
use yifa::finding::Outcome;
use yifa::finding::Related;
use yifa::finding::Severity;
use yifa::finding::Status;
use yifa::finding::Verdict;
use yifa::pack::Library;
use yifa::render::json::Summary;
use yifa::text::BlockKind;
use yifa::text::Format;
use yifa::text::JoinKind;
use yifa::text::Origin;
use yifa::text::SourceBuilder;
use yifa::text::Span;

const REPORT: &str = "清溪县人民政府2023年法治政府建设年度报告
2023年，全县行政机关负责人出庭应诉率为98%，较上年提高２个百分点。
一、主要举措和成效
我县深入学习贯彻习近平法治思想，认真落实《中华人民共和国行政诉讼法》和《法治政府建设与责任落实督察工作规定》，全年共办理行政复议案件72件，其中维持51件、撤销9件、终止12件，办理行政应诉案件38件，行政机关负责人出庭应诉37件，出庭应诉率为100%；开展行政执法监督检查6次，评查案卷240份，制发《行政执法监督意见书》12份，督促整改问题31个。Word 2016 和 AI-assisted review 均用于审核；全年制定规范性文件15件，合法性审核率100%，备案率100%，及时率100%，规范率100%，全面清理涉及不平等对待企业的行政规范性文件，共清理3件、修改2件、废止1件，全部向社会公布并报上级备案，同时加强对基层的指导。
二、存在的不足
存在的不足主要是个别部门重视不够
2024年12月32日";

fn document(format: Format) -> Document {
    let mut builder = SourceBuilder::new(format, "UTF-8");
    let mut at = 0;
    for line in REPORT.lines() {
        builder.begin(BlockKind::Paragraph);
        let origin = match format {
            Format::Txt => Origin::File { byte: at },
            _ => Origin::Html { node: 0, byte: at },
        };
        builder.push(line, origin);
        at += line.len() as u32 + 1;
    }
    builder.join(JoinKind::HardWrap, "");
    builder.join(JoinKind::Dropped, "— 3 —");
    let decoded = (format == Format::Txt).then(|| REPORT.to_owned());
    Document::new(builder.finish(decoded))
}

fn at(words: &str) -> Span {
    let start = REPORT.find(words).expect(words);
    Span::new(start, start + words.len())
}

fn finding(severity: Severity, words: &str, message: &str) -> Finding {
    Finding {
        rule: "pack/rule".to_owned(),
        severity,
        category: Category::Target,
        span: at(words),
        message: message.to_owned(),
        advice: String::new(),
        basis: Vec::new(),
        related: Vec::new(),
        fixes: Vec::new(),
        gap: None,
    }
}

fn basis(document: &str, item: &str, seen: bool) -> Basis {
    Basis {
        document: document.to_owned(),
        item: item.to_owned(),
        quote: String::new(),
        seen,
    }
}

fn verdict(rule: &str, status: Status, reason: &str) -> Verdict {
    Verdict {
        rule: rule.to_owned(),
        status,
        reason: reason.to_owned(),
        evidence: Vec::new(),
    }
}

fn findings() -> Vec<Finding> {
    let rate = finding(
        Severity::Warning,
        "98%",
        "行政机关负责人出庭应诉率为98%，低于100%",
    );
    let rate = Finding {
        advice:
            "核对数据；确有未出庭的，说明未出庭的案件数、原因和改进措施，不能只写比例而不说明情况"
                .to_owned(),
        basis: vec![
            basis("中华人民共和国行政诉讼法", "第三条第三款", true),
            basis("市县法治政府建设示范指标体系（2021年版）", "第87项", false),
        ],
        related: vec![Related {
            span: at("出庭应诉率为100%"),
            label: "这里写作".to_owned(),
            report: None,
        }],
        ..rate
    };
    let sum = finding(Severity::Error, "72件", "分项之和 72 件与总数不符");
    let sum = Finding {
        related: vec![
            Related {
                span: at("51件"),
                label: "维持".to_owned(),
                report: None,
            },
            Related {
                span: at("12件"),
                label: "终止".to_owned(),
                report: None,
            },
        ],
        ..sum
    };
    let missing = Finding {
        span: Span::empty(at("二、存在的不足").from()),
        ..finding(Severity::Error, "二、", "缺少“第一责任人履职”部分")
    };
    let unended = Finding {
        span: Span::empty(at("个别部门重视不够").to()),
        ..finding(Severity::Advice, "不够", "句末缺少句号")
    };
    vec![
        rate,
        sum,
        finding(
            Severity::Advice,
            "Word 2016 和 AI-assisted review",
            "正文中有外文",
        ),
        finding(
            Severity::Warning,
            "全年制定规范性文件15件，合法性审核率100%，备案率100%，及时率100%，规范率100%，全面清理涉及",
            "长句",
        ),
        missing,
        unended,
        finding(Severity::Error, "12月32日", "没有这一天"),
    ]
}

fn checked(format: Format, findings: Vec<Finding>) -> Checked {
    let fault = Fault::new(
        "rules/pack/bad/rule.rhai",
        "fn check(doc, param) {\n    nope()\n}",
        "没有 nope 这个函数",
    )
    .at(Span::new(27, 31));
    let verdicts = vec![
        verdict("pack/bad", Status::Broken(Box::new(fault)), ""),
        verdict(
            "pack/person",
            Status::Undecided,
            "文中只写“有关领导”，不能判断是不是主要负责人",
        ),
        verdict("pack/rule", Status::Fail, ""),
    ];
    Checked {
        kind: "government".to_owned(),
        year: None,
        document: document(format),
        facts: Vec::new(),
        outcome: Outcome {
            findings,
            verdicts,
            excepted: Vec::new(),
            known: Vec::new(),
            stale: 0,
        },
        uses: Vec::new(),
        directives: Vec::new(),
        costs: Vec::new(),
    }
}

fn shown(format: Format, findings: Vec<Finding>, width: usize, colour: bool) -> String {
    let view = View {
        paint: Paint { colour, width },
        shown: Severity::Advice,
        quiet: false,
    };
    let checked = checked(format, findings);
    let mut out = view.report(
        "reports/清溪-2023.txt",
        &checked,
        &Library::default(),
        Told::default(),
    );
    let mut summary = Summary::default();
    summary.add(&checked.outcome, Severity::Advice);
    out.push_str(&view.summary(&summary));
    out
}

#[test]
fn findings_in_a_text_file() {
    insta::assert_snapshot!(shown(Format::Txt, findings(), 80, false));
}

#[test]
fn findings_in_a_web_page() {
    let some = findings().into_iter().take(2).collect();
    insta::assert_snapshot!(shown(Format::Html, some, 80, false));
}

#[test]
fn findings_in_a_narrow_terminal() {
    insta::assert_snapshot!(shown(Format::Txt, findings(), 44, false));
}

#[test]
fn nothing_found() {
    insta::assert_snapshot!(shown(Format::Txt, Vec::new(), 80, false));
}

#[test]
fn colours() {
    let some = findings().into_iter().take(1).collect();
    insta::assert_snapshot!(shown(Format::Txt, some, 80, true));
}
