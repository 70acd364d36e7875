//! Takes out what an earlier run put in, and nothing that anybody else did.

use super::comments;
use super::comments::Old;
use crate::ooxml::Element;
use crate::ooxml::Error;
use crate::ooxml::Node;
use crate::ooxml::Package;
use crate::ooxml::Records;
use crate::ooxml::Relation;
use crate::ooxml::Xml;
use crate::render::words::Role;
use crate::text::Span;
use crate::text::slice;
use std::collections::BTreeSet;

/// Returns the package without our comments and tracked changes; `None` where it has none.
///
/// A comment of ours that somebody has answered stays: without it the answer would stand alone.
pub(super) fn strip(bytes: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let mut package = Package::open(bytes)?;
    let root = package.relations("")?;
    let main = package.main_part(&root)?;
    let relations = package.relations(&main)?;
    let mut records = Records::parse(bytes)?;
    let mut gone = Gone::default();
    let mut any = false;
    if let Some(name) = target(&relations, "comments")
        && let Some(part) = package.part(&name)?
    {
        let list = comments::read(&part.text, &name)?;
        let answered = answered(&mut package, &relations, &list)?;
        let mut edits = Vec::new();
        for old in list {
            let answered = old.paragraphs.iter().any(|id| answered.contains(id));
            if old.is_ours() && !answered {
                edits.push((old.span, ""));
                gone.ids.extend(old.id);
                gone.paragraphs.extend(old.paragraphs);
            }
        }
        if !edits.is_empty() {
            any = true;
            records.put(&name, &part.encode_alike(&edited(&part.text, edits)));
            beside(
                &mut package,
                &relations,
                gone.paragraphs.clone(),
                &mut records,
            )?;
        }
    }
    if let Some(part) = package.part(&main)? {
        let edits = marks(&part.text, &main, &gone.ids)?;
        if !edits.is_empty() {
            any = true;
            records.put(&main, &part.encode_alike(&edited(&part.text, edits)));
        }
    }
    Ok(any.then(|| records.into_bytes()))
}

/// What is taken out.
#[derive(Default)]
struct Gone {
    ids: BTreeSet<i64>,
    paragraphs: BTreeSet<String>,
}

/// The part that a relationship of the type `kind` leads to.
pub(super) fn target(relations: &[Relation], kind: &str) -> Option<String> {
    let found = relations.iter().find(|relation| relation.kind == kind);
    found.map(|relation| relation.target.clone())
}

/// Paragraphs of comments that comments of others are answers to.
fn answered(
    package: &mut Package<'_>,
    relations: &[Relation],
    list: &[Old],
) -> Result<BTreeSet<String>, Error> {
    let mut found = BTreeSet::new();
    let Some(name) = target(relations, "commentsExtended") else {
        return Ok(found);
    };
    let Some(part) = package.part(&name)? else {
        return Ok(found);
    };
    let of_others = |id: &String| {
        let mut others = list.iter().filter(|old| !old.is_ours());
        others.any(|old| old.paragraphs.contains(id))
    };
    let mut xml = Xml::new(&part.text, &name);
    loop {
        match xml.next()? {
            Node::Open(element) => {
                if element.foreign("paraId").is_some_and(|id| of_others(&id)) {
                    found.extend(element.foreign("paraIdParent"));
                }
            }
            Node::End => return Ok(found),
            Node::Close | Node::Text(_) => {}
        }
    }
}

/// Takes our comments out of the parts that Word keeps beside the comments.
fn beside(
    package: &mut Package<'_>,
    relations: &[Relation],
    mut wanted: BTreeSet<String>,
    records: &mut Records<'_>,
) -> Result<(), Error> {
    // The last one knows comments by a number that the one before tells.
    let kinds = [
        ("commentsExtended", "paraId"),
        ("commentsIds", "paraId"),
        ("commentsExtensible", "durableId"),
    ];
    let mut durable = BTreeSet::new();
    for (kind, key) in kinds {
        if key == "durableId" {
            wanted = std::mem::take(&mut durable);
        }
        let Some(name) = target(relations, kind) else {
            continue;
        };
        let Some(part) = package.part(&name)? else {
            continue;
        };
        let mut edits = Vec::new();
        let mut xml = Xml::new(&part.text, &name);
        while let Some(root) = xml.child()? {
            drop(root);
            while let Some(element) = xml.child()? {
                let start = xml.span();
                let ours = element.foreign(key).is_some_and(|id| wanted.contains(&id));
                let number = element.foreign("durableId");
                xml.skip(|_| {})?;
                if ours {
                    durable.extend(number);
                    edits.push((start.cover(xml.span()), ""));
                }
            }
        }
        if !edits.is_empty() {
            records.put(&name, &part.encode_alike(&edited(&part.text, edits)));
        }
    }
    Ok(())
}

/// An open element of the main part.
struct Frame {
    kind: Kind,
    tag: Span,
}

enum Kind {
    /// A run: references of ours in it, and whether it has anything else.
    Run {
        ours: Vec<Span>,
        more: bool,
    },
    /// What goes as a whole: marks of comments, what we inserted.
    Whole,
    /// What we deleted, which comes back.
    Deleted,
    /// Words that we deleted.
    DeletedText,
    Other,
}

/// Finds our marks in the main part, and what stands in their place.
fn marks(text: &str, name: &str, ids: &BTreeSet<i64>) -> Result<Vec<(Span, &'static str)>, Error> {
    let mut edits = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    let mut xml = Xml::new(text, name);
    let mut in_deleted = 0_usize;
    loop {
        match xml.next()? {
            Node::Open(element) => {
                let tag = xml.span();
                let kind = kind(&xml, &element, ids, in_deleted > 0);
                if matches!(kind, Kind::Deleted) {
                    in_deleted += 1;
                    edits.push((tag, ""));
                }
                if matches!(kind, Kind::DeletedText) {
                    edits.push((name_span(text, tag, 1), "t"));
                }
                let reference = element.name() == "commentReference";
                if let Some(Frame {
                    kind: Kind::Run { ours, more },
                    ..
                }) = frames.last_mut()
                {
                    match kind {
                        Kind::Whole if reference => ours.push(tag),
                        _ => *more |= element.name() != "rPr",
                    }
                }
                // Of a reference its run decides.
                let kind = if reference { Kind::Other } else { kind };
                frames.push(Frame { kind, tag });
            }
            Node::Close => {
                let Some(frame) = frames.pop() else { continue };
                let all = frame.tag.cover(xml.span());
                match frame.kind {
                    Kind::Whole => edits.push((all, "")),
                    Kind::Run { ours, more: false } if !ours.is_empty() => edits.push((all, "")),
                    Kind::Run { ours, .. } => edits.extend(ours.into_iter().map(|tag| (tag, ""))),
                    Kind::Deleted => {
                        in_deleted = in_deleted.saturating_sub(1);
                        edits.push((xml.span(), ""));
                    }
                    Kind::DeletedText if !xml.span().is_empty() => {
                        edits.push((name_span(text, xml.span(), 2), "t"));
                    }
                    Kind::DeletedText | Kind::Other => {}
                }
            }
            Node::Text(_) => {}
            Node::End => return Ok(edits),
        }
    }
}

fn kind(xml: &Xml<'_>, element: &Element<'_>, ids: &BTreeSet<i64>, in_deleted: bool) -> Kind {
    let of_ours = || {
        let author = xml.attribute(element, "author");
        author.is_some_and(|author| Role::is_ours(&author))
    };
    match element.name() {
        "r" => Kind::Run {
            ours: Vec::new(),
            more: false,
        },
        "commentRangeStart" | "commentRangeEnd" | "commentReference" => {
            let id = xml.attribute(element, "id");
            let id = id.and_then(|id| id.trim().parse::<i64>().ok());
            match id.is_some_and(|id| ids.contains(&id)) {
                true => Kind::Whole,
                false => Kind::Other,
            }
        }
        "ins" if of_ours() => Kind::Whole,
        "del" if of_ours() => Kind::Deleted,
        "delText" if in_deleted => Kind::DeletedText,
        _ => Kind::Other,
    }
}

/// The local name in a tag whose name starts `skip` bytes in, behind `<` or `</`.
fn name_span(text: &str, tag: Span, skip: usize) -> Span {
    let name = super::letters::name_of(slice(text, tag));
    let n_prefix = name.find(':').map_or(0, |at| at + 1);
    let start = tag.from() + skip;
    Span::new(start + n_prefix, start + name.len())
}

/// Replaces stretches of a text; what lies in a stretch that goes is not looked at.
fn edited(text: &str, mut edits: Vec<(Span, &str)>) -> String {
    edits.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (span, new) in edits {
        if span.from() < done {
            continue;
        }
        out.push_str(slice(text, Span::new(done, span.from())));
        out.push_str(new);
        done = span.to();
    }
    out.push_str(slice(text, Span::new(done, text.len())));
    out
}
