//! What a person sees: findings in their text, what a person must look at, and a closing line.

use crate::cli::excerpt::Excerpt;
use crate::cli::paint::Paint;
use crate::cli::paint::clean;
use crate::cli::paint::cut;
use crate::cli::paint::hang;
use crate::cli::paint::width_of;
use crate::cli::snippet::Snippet;
use yifa::check::Checked;
use yifa::document::BodyKind;
use yifa::document::Document;
use yifa::finding::Basis;
use yifa::finding::Excepted;
use yifa::finding::Finding;
use yifa::finding::Related;
use yifa::finding::Severity;
use yifa::finding::Status;
use yifa::pack::Library;
use yifa::render::json::Summary;
use yifa::text::JoinKind;
use yifa::text::SourceText;
use yifa::text::Span;

/// Other places of a finding that are listed where its excerpt does not show them.
const FAR: usize = 4;

/// What the user says of a report, where its text does not tell it rightly.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told {
    pub(crate) kind: Option<BodyKind>,
    pub(crate) year: Option<i32>,
}

/// How a run is shown to a person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    pub(crate) paint: Paint,
    /// Findings below this are left out.
    pub(crate) shown: Severity,
    /// Whether only findings are shown.
    pub(crate) quiet: bool,
}

impl View {
    /// Shows one checked report.
    pub(crate) fn report(
        self,
        path: &str,
        checked: &Checked,
        library: &Library,
        told: Told,
    ) -> String {
        let mut out = String::new();
        let document = &checked.document;
        let findings: Vec<&Finding> = checked
            .outcome
            .findings
            .iter()
            .filter(|finding| finding.severity >= self.shown)
            .collect();
        let by_person = checked.outcome.verdicts.iter();
        let n_undecided = by_person.filter(|v| v.status == Status::Undecided).count();
        let broken = |status: &Status| matches!(status, Status::Broken(_));
        let any_broken = checked.outcome.verdicts.iter().any(|v| broken(&v.status));
        let any_excepted = !checked.outcome.excepted.is_empty();
        if self.quiet && findings.is_empty() && !any_broken && !any_excepted {
            return out;
        }
        self.header(&mut out, path, document, told);
        for finding in &findings {
            out.push('\n');
            out.push_str(&self.finding(path, &document.source, finding));
        }
        if findings.is_empty() {
            let nothing = match n_undecided {
                0 => "未发现可机检问题".to_owned(),
                n => format!("未发现可机检问题；{n} 项需人工核对"),
            };
            out.push_str(&format!("  {}\n", self.paint.green(&nothing)));
        }
        for excepted in &checked.outcome.excepted {
            out.push_str(&self.excepted(&document.source, excepted));
        }
        if !self.quiet {
            self.undecided(&mut out, checked, library);
        }
        self.broken(&mut out, checked);
        out.push('\n');
        out
    }

    fn header(self, out: &mut String, path: &str, document: &Document, told: Told) {
        let path = shown_path(path);
        out.push_str(&format!("{}\n", self.paint.bold(&path)));
        let mut facts = Vec::new();
        if let Some(title) = document.head.title {
            let title: String = document.slice(title).split('\n').collect();
            facts.push(cut(&title, self.paint.width.saturating_sub(22)));
        }
        if let Some(year) = told.year.or(document.year) {
            facts.push(format!("{year}年度"));
        }
        let kind = told.kind.unwrap_or(document.head.issuer_kind);
        if kind != BodyKind::Unknown {
            facts.push(kind.chinese().to_owned());
        }
        if !facts.is_empty() {
            out.push_str(&format!("  {}\n", facts.join(" · ")));
        }
        if !self.quiet {
            for notice in notices(&document.source) {
                let notice = hang("  读取说明：", &notice, self.paint.width);
                out.push_str(&format!("{}\n", self.paint.dim(notice.trim_end())));
            }
        }
    }

    fn finding(self, path: &str, source: &SourceText, finding: &Finding) -> String {
        // Margin, bar and blanks take up to 9 columns, a hanging mark 2.
        let width = self.paint.width.saturating_sub(11);
        let own = finding.related.iter().filter(|r| r.report.is_none());
        let related = own.map(|related| related.span);
        let excerpt = Excerpt::of(source, finding.span, related, width);
        let beside = |related: &&Related| {
            related.report.is_none()
                && excerpt.shows(related.span)
                && !related.span.overlaps(finding.span)
        };
        let (near, far): (Vec<&Related>, Vec<&Related>) = finding.related.iter().partition(beside);
        // Where other words are marked too, it is said which ones are meant.
        let here = (!near.is_empty()).then_some("此处");
        let mut labels = excerpt.mark(finding.span, here);
        for related in near {
            labels.extend(excerpt.mark(related.span, Some(&clean(&related.label))));
        }
        let snippet = Snippet {
            word: finding.severity.chinese(),
            severity: finding.severity,
            message: clean(&finding.message),
            name: name_of(path, source, finding.span),
            rows: excerpt.rows(source),
            labels,
        };
        let mut out = snippet.draw(self.paint);
        for related in far.iter().take(FAR) {
            out.push_str(&self.related(source, related));
        }
        if far.len() > FAR {
            out.push_str("  另见 其余各处从略\n");
        }
        let line = |label, text: &str| hang(label, text, self.paint.width);
        if !finding.advice.is_empty() {
            out.push_str(&line("  建议：", &finding.advice));
        }
        if !finding.basis.is_empty() {
            let basis: Vec<_> = finding.basis.iter().map(Basis::to_string).collect();
            out.push_str(&line("  依据：", &basis.join("；")));
        }
        out.push_str(&self.paint.dim(line("  规则：", &finding.rule).trim_end()));
        out.push('\n');
        out
    }

    fn related(self, source: &SourceText, related: &Related) -> String {
        let source = related.source(source);
        let place = match related.path() {
            Some(path) => name_of(path, source, related.span),
            None => source.locate(related.span).chinese(),
        };
        let label = clean(&related.label);
        let used = width_of(&place) + width_of(&label) + 16;
        let quote = source.slice(related.span);
        let quote = cut(quote, self.paint.width.saturating_sub(used).max(20));
        let text = if quote.is_empty() {
            label
        } else {
            format!("{label}“{quote}”")
        };
        hang(&format!("  另见 {place}："), &text, self.paint.width)
    }

    /// What was taken out stays visible, in two lines.
    fn excepted(self, source: &SourceText, excepted: &Excepted) -> String {
        let finding = &excepted.finding;
        let place = source.locate(finding.span).chinese();
        let said = format!("{place}，{}", clean(&finding.message));
        let line = hang("  已豁免 ", &said, self.paint.width);
        let why = hang(
            "    理由：",
            &clean(&excepted.to_string()),
            self.paint.width,
        );
        format!(
            "\n{}\n{}\n",
            self.paint.dim(line.trim_end()),
            self.paint.dim(why.trim_end())
        )
    }

    fn undecided(self, out: &mut String, checked: &Checked, library: &Library) {
        let verdicts = checked.outcome.verdicts.iter();
        let undecided: Vec<_> = verdicts
            .filter(|verdict| verdict.status == Status::Undecided)
            .collect();
        if undecided.is_empty() {
            return;
        }
        out.push_str(&format!("\n  需人工核对 {} 项：\n", undecided.len()));
        for verdict in undecided {
            let title = title_of(library, &verdict.rule);
            let text = match verdict.reason.as_str() {
                "" => title.to_owned(),
                reason => format!("{title}：{reason}"),
            };
            out.push_str(&hang("  - ", &text, self.paint.width));
        }
    }

    /// Names the rules that broke; what is wrong with them is shown once, at the end of the run.
    fn broken(self, out: &mut String, checked: &Checked) {
        let verdicts = checked.outcome.verdicts.iter();
        let broken: Vec<_> = verdicts
            .filter(|verdict| matches!(verdict.status, Status::Broken(_)))
            .map(|verdict| verdict.rule.as_str())
            .collect();
        if !broken.is_empty() {
            let text = format!("{} 条，这几项没有检查：{}", broken.len(), broken.join("、"));
            let text = hang("  规则故障 ", &text, self.paint.width);
            out.push('\n');
            out.push_str(&format!("{}\n", self.paint.red(text.trim_end())));
        }
    }

    /// Shows what the run came to.
    pub(crate) fn summary(self, summary: &Summary) -> String {
        let found = &summary.findings;
        let verdicts = &summary.verdicts;
        let mut lines = vec![format!(
            "共检查 {} 份报告：错误 {}、警告 {}、建议 {}；规则：通过 {}、不通过 {}、不适用 {}、需人工核对 {}、规则故障 {}",
            summary.checked,
            found.error,
            found.warning,
            found.advice,
            verdicts.pass,
            verdicts.fail,
            verdicts.not_applicable,
            verdicts.undecided,
            verdicts.broken,
        )];
        let left_out = summary.left_out();
        lines.extend(left_out.iter().map(|said| self.paint.dim(said)));
        if summary.unreadable > 0 {
            let unreadable = format!("有 {} 份没能检查，原因见标准错误输出", summary.unreadable);
            lines.push(self.paint.red(&unreadable));
        }
        if summary.checked > 1 && found.all() + summary.hidden == 0 {
            let undecided = verdicts.undecided;
            lines.push(format!("未发现可机检问题；{undecided} 项需人工核对"));
        }
        lines.join("\n") + "\n"
    }
}

/// Returns the title of a rule, or its id where the rule is not known.
pub(crate) fn title_of<'a>(library: &'a Library, id: &'a str) -> &'a str {
    let rules = library.packs.iter().flat_map(|pack| &pack.rules);
    let mut found = rules.filter(|rule| rule.id == id);
    found.next().map_or(id, |rule| &rule.title)
}

/// Returns a path as it is shown: standard input by its name.
pub(crate) fn shown_path(path: &str) -> String {
    if path == "-" {
        "标准输入".to_owned()
    } else {
        clean(path)
    }
}

/// File, line and column in characters; page and line, or the paragraph, where the format has
/// no columns.
fn name_of(path: &str, source: &SourceText, span: Span) -> String {
    let path = shown_path(path);
    let place = source.locate(span);
    match (place.line, place.column) {
        (Some(line), Some(column)) => format!("{path}:{line}:{column}"),
        _ => format!("{path} {}", place.chinese()).trim_end().to_owned(),
    }
}

/// What the reader did and did not understand, one line each.
pub(crate) fn notices(source: &SourceText) -> Vec<String> {
    let count = |kind: JoinKind| source.joins().iter().filter(|j| j.kind == kind).count();
    let joins = [
        (JoinKind::HardWrap, "接回断行"),
        (JoinKind::PageBreak, "接回跨页断句"),
        (JoinKind::Dropped, "略去页码、页眉等"),
    ];
    let joins: Vec<String> = joins
        .into_iter()
        .map(|(kind, what)| (count(kind), what))
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{what} {n} 处"))
        .collect();
    let joins = (!joins.is_empty()).then(|| joins.join("，"));
    joins
        .into_iter()
        .chain(source.notices().iter().cloned())
        .collect()
}

#[cfg(test)]
mod tests;
