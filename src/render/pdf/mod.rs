//! Findings as comments (批注) in a PDF file.
//!
//! Words are marked where they stand; what is missing gets a sign beside the place where it should
//! stand. Everything is appended to the file as an update: its bytes stay as they are, and a
//! signature over them stays valid for them.
//!
//! What a run before appended is cut off again ([`strip`]), so that two runs give what one gives.
//! Where somebody else has written to the file since, our annotations are known by their names,
//! and the pages no longer list them.

mod frame;
mod note;
mod old;
mod place;
mod syntax;
mod tail;
mod update;

use crate::finding::Finding;
use crate::render::words;
use crate::render::words::Done;
use crate::render::words::Overview;
use crate::render::words::Role;
use crate::text::Area;
use crate::text::Span;
use frame::Edges;
use frame::Frame;
use hayro_syntax::Pdf;
use hayro_syntax::object::Dict;
use note::Note;
use note::Tint;
use place::Signs;
use std::collections::BTreeMap;
use std::panic;
use std::panic::AssertUnwindSafe;
use tail::Tail;
use update::Update;

pub use crate::render::marks::Annotated;
pub use crate::render::marks::Marks;
pub use crate::render::marks::Refused;

/// Starts the names of our annotations. By it alone they are known, so it never changes.
const PREFIX: &str = "yifa-";

/// Cuts off what an earlier run appended; `None` where the file does not end with it.
#[must_use]
pub fn strip(bytes: &[u8]) -> Option<&[u8]> {
    bytes.get(..tail::own(bytes)?)
}

/// Writes comments into the report whose bytes these are, which [`strip`] has gone over and the
/// reader has read.
///
/// # Errors
/// Where nothing can be appended: the file is encrypted, or its list of objects is damaged.
pub fn annotate(bytes: &[u8], marks: &Marks<'_>) -> Result<Annotated, Refused> {
    let tail = Tail::read(bytes)?;
    let damaged = || Refused::new("PDF 已损坏或不完整，不能往里写批注");
    // A mistake of the library in a damaged file must be a message about this file.
    let written = panic::catch_unwind(AssertUnwindSafe(|| {
        let pdf = Pdf::new(bytes.to_vec()).ok()?;
        Draft::new(&pdf, &tail, marks)?.write(bytes, &tail)
    }));
    let (written, comments) = written.ok().flatten().ok_or_else(damaged)?;
    let findings = marks.outcome.findings.iter();
    let fixes = findings.map(|finding| finding.fixes.len());
    let mut notices = Vec::new();
    if tail::find(bytes, b"/ByteRange").is_some() {
        notices.push("文件有数字签名：签名只管原来的内容，批注加在签名之后，阅读器会提示签名后有改动；请把带批注的这份只当作工作稿".to_owned());
    }
    Ok(Annotated {
        bytes: written,
        comments,
        fixed: 0,
        unfixed: if marks.fix { fixes.sum() } else { 0 },
        text: marks.document.source.text().to_owned(),
        notices,
    })
}

/// A page that is written to.
struct Sheet<'a> {
    dict: Dict<'a>,
    /// Its number and generation.
    id: (u32, i32),
    frame: Frame,
    /// What it lists that stays.
    kept: old::Kept,
    /// The numbers of what is added.
    added: Vec<u32>,
    signs: Signs,
}

/// The annotations while they are put together.
struct Draft<'a> {
    marks: &'a Marks<'a>,
    sheets: Vec<Sheet<'a>>,
    update: Update<'a>,
    /// Signs look alike: one appearance for each colour and turn of the page.
    looks: BTreeMap<(Tint, &'static str), u32>,
    /// How often each name was given.
    names: BTreeMap<String, usize>,
}

impl<'a> Draft<'a> {
    fn new(pdf: &'a Pdf, tail: &Tail<'_>, marks: &'a Marks<'a>) -> Option<Self> {
        let xref = pdf.xref();
        let sheets = pdf.pages().iter().map(|page| {
            let dict = page.raw().clone();
            let id = dict.obj_id()?;
            // A page that is written into another object cannot be replaced alone.
            let is_object = xref.get::<Dict<'_>>(id)?.data() == dict.data();
            is_object.then(|| Sheet {
                id: (id.obj_number, id.gen_number),
                frame: Frame::of(page),
                kept: old::kept(&dict, xref),
                added: Vec::new(),
                signs: Signs::default(),
                dict,
            })
        });
        Some(Self {
            marks,
            sheets: sheets.collect::<Option<Vec<Sheet<'a>>>>()?,
            update: Update::new(xref, tail),
            looks: BTreeMap::new(),
            names: BTreeMap::new(),
        })
    }

    /// Makes all annotations; returns the new file, and how many findings have a comment.
    fn write(mut self, bytes: &[u8], tail: &Tail<'_>) -> Option<(Vec<u8>, usize)> {
        let marks = self.marks;
        let overview = Overview {
            document: marks.document,
            outcome: marks.outcome,
            titles: marks.titles,
            shown: marks.shown,
            n_fixed: 0,
        };
        let title = marks.document.head.title.unwrap_or_default();
        let name = self.name("summary");
        let words = Words {
            name,
            role: Role::Summary,
            tint: Tint::Summary,
            lines: overview.lines(),
        };
        let title = marks.document.source.areas(title);
        self.sign_at(title.first().copied(), &words)?;
        let mut n_findings = 0;
        let findings = marks.outcome.findings.iter();
        for finding in findings.filter(|finding| finding.severity >= marks.shown) {
            self.finding(finding)?;
            n_findings += 1;
        }
        for sheet in &self.sheets {
            if let Some(dict) = sheet.rewritten()? {
                self.update.put(sheet.id.0, sheet.id.1, dict);
            }
        }
        Some((self.update.append(bytes, tail), n_findings))
    }

    /// Marks the words of a finding, or puts a sign where words are missing.
    fn finding(&mut self, finding: &Finding) -> Option<()> {
        let marks = self.marks;
        let quote = marks.document.slice(finding.span);
        let seed = format!("{}\n{quote}\n{}", finding.rule, finding.message);
        let mut words = Words {
            name: self.name(&seed),
            role: Role::of(finding.category),
            tint: Tint::of(finding.severity),
            lines: words::of_finding(marks.document, finding, None, Done::Nothing),
        };
        let areas = match finding.gap {
            Some(_) => Vec::new(),
            None => place::pages(&marks.document.source.areas(finding.span)),
        };
        if areas.is_empty() {
            return self.sign(finding.gap.unwrap_or(finding.span), &words);
        }
        let (name, lines) = (words.name.clone(), words.lines.clone());
        let first = areas.first().map_or(0, |(page, _)| *page);
        for (nth, (page, areas)) in (1..).zip(&areas) {
            if nth > 1 {
                words.name = format!("{name}-{nth}");
                words.lines.clone_from(&lines);
                words.lines.insert(0, format!("（接第{first}页）"));
            }
            self.highlight(*page, areas, &words)?;
        }
        Some(())
    }

    fn highlight(&mut self, page: u32, areas: &[Edges], words: &Words) -> Option<()> {
        let sheet = self.sheets.get_mut(index(page)?)?;
        if sheet.kept.names.contains(&words.name) {
            return Some(());
        }
        let frame = sheet.frame;
        let areas: Vec<Edges> = areas.iter().map(|area| frame.seen(*area)).collect();
        let look = self.update.number();
        let painted = note::look_of_highlight(words.tint, &frame, &areas);
        self.update.put(look, 0, painted);
        let last = areas.last().copied()?;
        self.put(page, last, words, look, |note| {
            note.highlight(&frame, &areas)
        })
    }

    /// Puts a sign beside the last line of `span`, or on top of the first page.
    fn sign(&mut self, span: Span, words: &Words) -> Option<()> {
        let areas = self.marks.document.source.areas(span);
        self.sign_at(areas.last().copied(), words)
    }

    fn sign_at(&mut self, area: Option<Area>, words: &Words) -> Option<()> {
        let page = area.map_or(1, |area| area.page);
        let sheet = self.sheets.get_mut(index(page)?)?;
        if sheet.kept.names.contains(&words.name) {
            return Some(());
        }
        let frame = sheet.frame;
        let line = area.map(|area| frame.seen(area.edges));
        let place = sheet.signs.place(&frame, line);
        let key = (words.tint, frame.upright());
        let update = &mut self.update;
        let look = *self.looks.entry(key).or_insert_with(|| {
            let look = update.number();
            update.put(look, 0, note::look_of_sign(words.tint, &frame));
            look
        });
        self.put(page, place, words, look, |note| note.sign(&frame, place))
    }

    /// Adds an annotation with its window to a page.
    fn put(
        &mut self,
        page: u32,
        area: Edges,
        words: &Words,
        look: u32,
        write: impl Fn(&Note<'_>) -> String,
    ) -> Option<()> {
        let sheet = self.sheets.get_mut(index(page)?)?;
        let [own, popup] = [self.update.number(), self.update.number()];
        let note = Note {
            name: &words.name,
            role: words.role,
            tint: words.tint,
            lines: &words.lines,
            page: sheet.id,
            popup,
            look,
        };
        self.update.put(own, 0, write(&note));
        let window = note.window(&sheet.frame, own, area);
        self.update.put(popup, 0, window);
        sheet.added.extend([own, popup]);
        Some(())
    }

    /// A name that is the same in every run, and that no other annotation of this one has.
    fn name(&mut self, seed: &str) -> String {
        let name = format!("{PREFIX}{:016x}", update::hash(0, seed.as_bytes()));
        let n = self.names.entry(name.clone()).or_insert(0);
        *n += 1;
        match n {
            1 => name,
            n => format!("{name}.{n}"),
        }
    }
}

/// What a comment says, and in whose name.
struct Words {
    name: String,
    role: Role,
    tint: Tint,
    lines: Vec<String>,
}

impl Sheet<'_> {
    /// The dictionary of the page with its new list of annotations, where that is another one.
    fn rewritten(&self) -> Option<Option<Vec<u8>>> {
        if self.added.is_empty() && !self.kept.any_dropped {
            return Some(None);
        }
        let dict = self.dict.data();
        let mut list = b"/Annots[".to_vec();
        for item in &self.kept.items {
            list.extend(item);
            list.push(b' ');
        }
        let added: Vec<String> = self.added.iter().map(|n| format!("{n} 0 R")).collect();
        list.extend(added.join(" ").as_bytes());
        list.push(b']');
        let entries = syntax::entries(dict)?;
        let is_it = |entry: &&syntax::Entry| dict.get(entry.key.clone()) == Some(b"/Annots");
        let (from, to) = match entries.iter().rfind(is_it) {
            Some(old) => (old.key.start, old.value.end),
            // Written in a way that is not understood here: two lists would be worse than none.
            None if self.dict.contains_key("Annots") => return None,
            None => (2, 2),
        };
        Some(Some([dict.get(..from)?, &list, dict.get(to..)?].concat()))
    }
}

fn index(page: u32) -> Option<usize> {
    usize::try_from(page).ok()?.checked_sub(1)
}
