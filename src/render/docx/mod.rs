//! Findings as comments (批注) in a Word document.
//!
//! Into a Word document the comments are put where the words stand; every part that needs no
//! change, and every byte of the others that is not beside a comment, stays as it was. Of any
//! other format a new document is made, with the text and the comments.
//!
//! What a run before put in is known by its authors and taken out first ([`strip`]), so that two
//! runs give what one gives.

mod anchor;
mod comments;
mod fix;
mod fresh;
mod layout;
mod letters;
mod parts;
mod splice;
mod strip;

use crate::finding::Finding;
use crate::ooxml;
use crate::ooxml::Package;
use crate::ooxml::Records;
use crate::ooxml::Relation;
use crate::ooxml::Text;
use crate::render::words;
use crate::render::words::Done;
use crate::render::words::Overview;
use crate::render::words::Role;
use crate::text::Format;
use crate::text::SourceMap;
use anchor::Anchor;
use anchor::Anchors;
use anchor::Beside;
use comments::New;
use fix::Changes;
use layout::Layout;
use splice::Splice;
use std::collections::BTreeSet;

pub use crate::render::marks::Annotated;
pub use crate::render::marks::Marks;
pub use crate::render::marks::Refused;

impl From<ooxml::Error> for Refused {
    fn from(error: ooxml::Error) -> Self {
        Self::new(match error {
            ooxml::Error::Damaged(what) => format!("Word 文档（docx）已损坏或不完整：{what}"),
            ooxml::Error::Limit(what) => what,
            ooxml::Error::NotYet { format, .. } => format!("这是 {format}，不是 Word 文档"),
        })
    }
}

/// Takes out of a Word document what an earlier run put in; `None` where there is nothing.
///
/// Comments and changes of others are not touched. A comment of ours that somebody has answered
/// stays with its answer.
///
/// # Errors
/// Where the bytes are no Word document that can be read.
pub fn strip(bytes: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
    Ok(strip::strip(bytes)?)
}

/// Writes comments into the report whose bytes these are, which [`strip`] has gone over.
///
/// # Errors
/// Where the bytes are no Word document that can be read.
pub fn annotate(bytes: &[u8], marks: &Marks<'_>) -> Result<Annotated, Refused> {
    let source = &marks.document.source;
    if source.format() == Format::Docx {
        return Ok(Writer::open(bytes, marks, source.map())?.write()?);
    }
    let (made, map) = fresh::make(marks.document);
    Ok(Writer::open(&made, marks, &map)?.write()?)
}

/// A package that is being written into.
struct Writer<'a> {
    marks: &'a Marks<'a>,
    map: &'a SourceMap,
    package: Package<'a>,
    records: Records<'a>,
    /// Names of the main part and of the part with the comments.
    main: String,
    comments: String,
    relations: Vec<Relation>,
    body: Text,
}

impl<'a> Writer<'a> {
    fn open(
        bytes: &'a [u8],
        marks: &'a Marks<'a>,
        map: &'a SourceMap,
    ) -> Result<Self, ooxml::Error> {
        let mut package = Package::open(bytes)?;
        let root = package.relations("")?;
        let main = package.main_part(&root)?;
        let relations = package.relations(&main)?;
        let body = package.part(&main)?;
        let Some(body) = body else {
            return Err(ooxml::Error::Damaged(
                "压缩包内没有 Word 正文部件".to_owned(),
            ));
        };
        let comments = strip::target(&relations, "comments");
        let comments = comments.unwrap_or_else(|| free_name(&package, &main));
        Ok(Self {
            marks,
            map,
            package,
            records: Records::parse(bytes)?,
            main,
            comments,
            relations,
            body,
        })
    }

    fn write(mut self) -> Result<Annotated, ooxml::Error> {
        let body = Layout::read(&self.body.text, &self.main)?;
        let notes = ["footnotes", "endnotes"].map(|kind| self.layout(kind));
        let [footnotes, endnotes] = notes;
        let anchors = Anchors {
            document: self.marks.document,
            map: self.map,
            body: &body,
            notes: [footnotes?, endnotes?],
        };
        let old = self.package.part(&self.comments)?;
        let known = match &old {
            Some(part) => comments::read(&part.text, &self.comments)?,
            None => Vec::new(),
        };
        let mut used = body.ids.clone();
        used.extend(known.iter().filter_map(|old| old.id));
        let mut draft = Draft {
            marks: self.marks,
            anchors: &anchors,
            splice: Splice::new(&self.body.text, &body),
            ids: Box::new(free_ids(used)),
            changes: Changes::default(),
            list: Vec::new(),
            n_unfixed: 0,
        };
        draft.fill(&known);
        let written = draft.splice.write();
        let text = self.marks.document.source.text();
        let done = Annotated {
            bytes: Vec::new(),
            comments: draft.n_findings(),
            fixed: draft.changes.made.len(),
            unfixed: draft.n_unfixed,
            text: draft.changes.accepted(text),
            notices: Vec::new(),
        };
        let list = std::mem::take(&mut draft.list);
        drop(draft);
        self.records
            .put(&self.main, &self.body.encode_alike(&written));
        self.put_comments(&list, old.as_ref(), &body.namespace)?;
        Ok(Annotated {
            bytes: self.records.into_bytes(),
            ..done
        })
    }

    /// The layout of the footnotes or endnotes, where the report has any.
    fn layout(&mut self, kind: &str) -> Result<Option<Layout>, ooxml::Error> {
        let Some(name) = strip::target(&self.relations, kind) else {
            return Ok(None);
        };
        let part = self.package.part(&name)?;
        part.map(|part| Layout::read(&part.text, &name)).transpose()
    }

    /// Writes the comments, and makes them known to the package.
    fn put_comments(
        &mut self,
        list: &[New],
        old: Option<&Text>,
        namespace: &str,
    ) -> Result<(), ooxml::Error> {
        let name = self.comments.clone();
        let add = |prefix: &str| comments::write(list, prefix, namespace);
        let bytes = match old {
            Some(old) => old.encode_alike(&parts::grown(&old.text, &name, add)?),
            None => parts::grown(&parts::no_comments(namespace), &name, add)?.into_bytes(),
        };
        self.records.put(&name, &bytes);
        const TYPES: &str = "[Content_Types].xml";
        match self.package.part(TYPES)? {
            Some(old) => {
                if let Some(types) = parts::typed(&old.text, &name)? {
                    self.records.put(TYPES, &old.encode_alike(&types));
                }
            }
            None => {
                let types = parts::typed(&parts::no_types(&self.main), &name)?;
                self.records
                    .put(TYPES, types.unwrap_or_default().as_bytes());
            }
        }
        if strip::target(&self.relations, "comments").is_some() {
            return Ok(());
        }
        let (folder, file) = self.main.rsplit_once('/').unwrap_or(("", &self.main));
        let rels = format!("{folder}/_rels/{file}.rels");
        let rels = rels.trim_start_matches('/');
        let target = name.rsplit('/').next().unwrap_or(&name);
        match self.package.part(rels)? {
            Some(old) => {
                let text = parts::related(&old.text, target, namespace)?;
                self.records.put(rels, &old.encode_alike(&text));
            }
            None => {
                let text = parts::related(&parts::no_relations(), target, namespace)?;
                self.records.put(rels, text.as_bytes());
            }
        }
        Ok(())
    }
}

/// A name beside the main part that no part has.
fn free_name(package: &Package<'_>, main: &str) -> String {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let slash = if folder.is_empty() { "" } else { "/" };
    let usual = format!("{folder}{slash}comments.xml");
    if !package.has(&usual) {
        return usual;
    }
    let mut others = (2_u32..).map(|n| format!("{folder}{slash}comments{n}.xml"));
    others.find(|name| !package.has(name)).unwrap_or(usual)
}

/// Numbers that nobody uses.
fn free_ids(used: BTreeSet<i64>) -> impl Iterator<Item = u32> {
    (0_u32..).filter(move |id| !used.contains(&i64::from(*id)))
}

/// The comments and changes while they are put together.
struct Draft<'a> {
    marks: &'a Marks<'a>,
    anchors: &'a Anchors<'a>,
    splice: Splice<'a>,
    ids: Box<dyn Iterator<Item = u32>>,
    changes: Changes,
    list: Vec<New>,
    n_unfixed: usize,
}

impl Draft<'_> {
    /// Makes all comments and changes; `known` are the comments that the file has.
    fn fill(&mut self, known: &[comments::Old]) {
        let marks = self.marks;
        let findings = marks.outcome.findings.iter();
        let findings: Vec<&Finding> = findings
            .filter(|finding| finding.severity >= marks.shown)
            .collect();
        let done: Vec<Done> = findings.iter().map(|finding| self.fix(finding)).collect();
        let overview = Overview {
            document: marks.document,
            outcome: marks.outcome,
            titles: marks.titles,
            shown: marks.shown,
            n_fixed: self.changes.made.len(),
        };
        let title = marks.document.head.title.unwrap_or_default();
        let anchor = self.anchors.find(title).or_else(|| self.first());
        self.comment(anchor, Role::Summary, overview.lines(), known);
        for (finding, done) in findings.into_iter().zip(done) {
            let place = finding.gap.unwrap_or(finding.span);
            let anchor = self.anchors.find(place).or_else(|| self.first());
            let beside = anchor.map_or(Beside::Near, |anchor| anchor.beside);
            let lines = words::of_finding(marks.document, finding, beside.place(), done);
            self.comment(anchor, Role::of(finding.category), lines, known);
        }
    }

    /// Makes the fixes of a finding.
    fn fix(&mut self, finding: &Finding) -> Done {
        if !self.marks.fix || finding.fixes.is_empty() {
            return Done::Nothing;
        }
        let author = Role::of(finding.category).author();
        let mut n_made = 0;
        for fix in &finding.fixes {
            let made =
                self.changes
                    .make(fix, self.anchors, author, &mut self.ids, &mut self.splice);
            n_made += usize::from(made);
        }
        self.n_unfixed += finding.fixes.len() - n_made;
        match n_made {
            0 => Done::Nothing,
            n if n == finding.fixes.len() => Done::All,
            _ => Done::Some,
        }
    }

    /// Adds a comment, unless the same one was kept since somebody answered it.
    fn comment(
        &mut self,
        anchor: Option<Anchor>,
        role: Role,
        lines: Vec<String>,
        known: &[comments::Old],
    ) {
        let same = |old: &comments::Old| old.author == role.author() && old.lines == lines;
        if known.iter().any(same) {
            return;
        }
        let (Some(anchor), Some(id)) = (anchor, self.ids.next()) else {
            return;
        };
        self.splice.comment(anchor.from, anchor.to, id);
        self.list.push(New { id, role, lines });
    }

    /// On the first words of the file: where nothing else is known.
    fn first(&self) -> Option<Anchor> {
        let blocks = self.marks.document.source.blocks();
        blocks
            .iter()
            .find_map(|block| self.anchors.find(block.span))
    }

    fn n_findings(&self) -> usize {
        self.list
            .iter()
            .filter(|new| new.role != Role::Summary)
            .count()
    }
}
