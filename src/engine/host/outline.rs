//! `Section`, `Part`, `Citation`, `Unpaired`.

use crate::document::Mark;
use crate::engine::host::Host;
use crate::engine::run::Hosted;
use crate::engine::run::Run;
use crate::engine::value::List;
use crate::engine::value::Part;
use crate::engine::value::Place;
use crate::engine::value::Section;
use crate::engine::value::Unpaired;
use crate::text::Span;
use rhai::Dynamic;
use rhai::INT;
use std::sync::Arc;

pub(super) fn register(host: &mut Host) {
    sections(host);
    tree(host);
    parts(host);
    host.register_type_with_name::<Unpaired>("Unpaired");
    host.register_get("place", |u: &mut Unpaired| mark(u, |mark| mark.span));
    host.register_get("within", |u: &mut Unpaired| mark(u, |mark| mark.within));
    host.register_get("opens", |u: &mut Unpaired| {
        u.run
            .document()
            .unpaired
            .get(u.index)
            .is_some_and(|mark| mark.opens)
    });
    host.register_get("partner", |u: &mut Unpaired| {
        let mark = u.run.document().unpaired.get(u.index);
        mark.map_or(String::new(), |mark| mark.partner.to_string())
    });
}

fn mark(unpaired: &Unpaired, span: impl Fn(&crate::document::Unpaired) -> Span) -> Place {
    let mark = unpaired.run.document().unpaired.get(unpaired.index);
    Place::new(&unpaired.run, mark.map_or(Span::default(), span))
}

fn section_of(section: &Section) -> Option<&crate::document::Section> {
    section.run.document().sections.get(section.index)
}

fn section_place(section: &Section, span: impl Fn(&crate::document::Section) -> Span) -> Place {
    Place::new(
        &section.run,
        section_of(section).map_or(Span::default(), span),
    )
}

/// The text behind a heading, without the mark and the blanks between.
fn body(run: &Run, heading: Span, whole: Span) -> Span {
    let rest = Span {
        start: heading.end.min(whole.end),
        end: whole.end,
    };
    let text = run.document().slice(rest);
    let body = text.trim_start_matches(|c: char| c.is_whitespace() || "。；：，:;,.".contains(c));
    Span::new(rest.to() - body.len(), rest.to())
}

fn sections(host: &mut Host) {
    host.register_type_with_name::<Section>("Section");
    host.register_get("level", |s: &mut Section| {
        section_of(s).map_or(0, |s| INT::from(s.level))
    });
    host.register_get("number", |s: &mut Section| {
        let ordinal = section_of(s).and_then(|s| s.ordinal.as_ref());
        ordinal.map_or(Dynamic::UNIT, |o| Dynamic::from(INT::from(o.number)))
    });
    host.register_get("mark", |s: &mut Section| {
        let ordinal = section_of(s).and_then(|s| s.ordinal.as_ref());
        ordinal.map_or(Mark::None, |o| o.mark).name().to_owned()
    });
    host.register_get("ordinal", |s: &mut Section| {
        let span = section_of(s)
            .and_then(|s| s.ordinal.as_ref())
            .map(|o| o.span);
        Place::optional(&s.run, span)
    });
    host.register_get("title", |s: &mut Section| section_place(s, |s| s.title));
    host.register_get("heading", |s: &mut Section| section_place(s, |s| s.heading));
    host.register_get("place", |s: &mut Section| section_place(s, |s| s.span));
    host.register_get("body", |s: &mut Section| {
        let span = section_of(s).map_or(Span::default(), |found| {
            body(&s.run, found.heading, found.span)
        });
        Place::new(&s.run, span)
    });
    host.register_get("part", |s: &mut Section| {
        let part = section_of(s).and_then(|s| s.part);
        part.map_or(Dynamic::UNIT, |part| part.name().into())
    });
    host.register_get("index", |s: &mut Section| {
        INT::try_from(s.index).unwrap_or(INT::MAX)
    });
    host.register_get("run_in", |s: &mut Section| {
        section_of(s).is_some_and(|s| s.run_in)
    });
}

fn tree(host: &mut Host) {
    host.register_get("parent", |s: &mut Section| {
        let parent = section_of(s).and_then(|s| s.parent);
        optional_section(&s.run, parent)
    });
    host.register_get("children", |s: &mut Section| -> Hosted<List> {
        let sections = &s.run.document().sections;
        let end = section_of(s).map_or(0, |s| s.span.end);
        let below: Vec<usize> = (s.index + 1..sections.len())
            .take_while(|i| {
                sections
                    .get(*i)
                    .is_some_and(|section| section.span.start < end)
            })
            .collect();
        s.run.charge(below.len())?;
        let children = below.into_iter().filter(|i| {
            sections
                .get(*i)
                .is_some_and(|section| section.parent == Some(s.index))
        });
        List::new(
            &s.run,
            children.map(|index| Section {
                run: Arc::clone(&s.run),
                index,
            }),
        )
    });
    host.register_get("previous", |s: &mut Section| -> Hosted<Dynamic> {
        let previous = previous(s)?;
        Ok(optional_section(&s.run, previous))
    });
}

fn optional_section(run: &Arc<Run>, index: Option<usize>) -> Dynamic {
    index.map_or(Dynamic::UNIT, |index| {
        Dynamic::from(Section {
            run: Arc::clone(run),
            index,
        })
    })
}

/// How many sections are looked back over for the one before.
const LOOK_BACK: usize = 300;

/// The section with the ordinal before this one: same parent, same mark; for running numbers
/// (1. to 9. through the whole text) the same mark further up.
fn previous(section: &Section) -> Hosted<Option<usize>> {
    let sections = &section.run.document().sections;
    let Some(this) = section_of(section) else {
        return Ok(None);
    };
    let Some(ordinal) = &this.ordinal else {
        return Ok(None);
    };
    let mut running = None;
    let before = sections
        .iter()
        .enumerate()
        .take(section.index)
        .rev()
        .take(LOOK_BACK);
    for (n, (index, other)) in before.enumerate() {
        let same_mark = other
            .ordinal
            .as_ref()
            .is_some_and(|o| o.mark == ordinal.mark);
        if same_mark && other.parent == this.parent {
            section.run.charge(n)?;
            return Ok(Some(index));
        }
        let follows = other
            .ordinal
            .as_ref()
            .is_some_and(|o| o.number + 1 == ordinal.number);
        if same_mark
            && follows
            && running.is_none()
            && matches!(ordinal.mark, Mark::Arabic | Mark::ArabicParen)
        {
            running = Some(index);
        }
    }
    section.run.charge(LOOK_BACK)?;
    Ok(running.filter(|_| ordinal.number > 1))
}

fn part_of(part: &Part) -> Option<&crate::document::Part> {
    part.run.document().parts.get(part.index)
}

fn parts(host: &mut Host) {
    host.register_type_with_name::<Part>("Part");
    host.register_get("kind", |p: &mut Part| {
        part_of(p).map_or("", |part| part.kind.name()).to_owned()
    });
    host.register_get("form", |p: &mut Part| {
        part_of(p).map_or("", |part| part.form.name()).to_owned()
    });
    host.register_get("heading", |p: &mut Part| {
        Place::new(
            &p.run,
            part_of(p).map_or(Span::default(), |part| part.heading),
        )
    });
    host.register_get("place", |p: &mut Part| {
        Place::new(&p.run, part_of(p).map_or(Span::default(), |part| part.span))
    });
    host.register_get("body", |p: &mut Part| {
        let span = part_of(p).map_or(Span::default(), |part| {
            body(&p.run, part.heading, part.span)
        });
        Place::new(&p.run, span)
    });
    host.register_get("section", |p: &mut Part| {
        let section = part_of(p).and_then(|part| part.section);
        optional_section(&p.run, section)
    });
}
