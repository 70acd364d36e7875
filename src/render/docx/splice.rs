//! Puts markup between characters of a part; every other byte stays.
//!
//! A run that is cut becomes two: the first is closed, the second opened with the same start
//! tag and the same properties. At the edge of a run nothing is cut.

use super::anchor::Side;
use super::anchor::Spot;
use super::layout::Item;
use super::layout::Layout;
use super::layout::Run;
use super::layout::What;
use super::letters::Letters;
use super::letters::escaped;
use super::letters::name_of;
use crate::text::Span;
use crate::text::slice;
use std::collections::BTreeMap;

/// What stands at one place, in this order.
#[derive(Clone, Debug, Default)]
struct Glue {
    /// The end of deleted text, and what is inserted instead.
    closed: String,
    /// Ends of comments.
    ends: String,
    /// Comments on nothing.
    points: String,
    /// Starts of comments.
    starts: String,
    /// The start of deleted text.
    opened: String,
}

impl Glue {
    fn joined(&self) -> String {
        [
            &*self.closed,
            &*self.ends,
            &*self.points,
            &*self.starts,
            &*self.opened,
        ]
        .concat()
    }
}

/// A part with what is to be put into it.
pub(super) struct Splice<'a> {
    text: &'a str,
    layout: &'a Layout,
    glue: BTreeMap<Spot, Glue>,
    /// Stretches of text that become deleted text.
    deleted: Vec<(Spot, Spot)>,
}

impl<'a> Splice<'a> {
    pub(super) fn new(text: &'a str, layout: &'a Layout) -> Self {
        Self {
            text,
            layout,
            glue: BTreeMap::new(),
            deleted: Vec::new(),
        }
    }

    /// Puts the marks of a comment round what stands between two spots.
    pub(super) fn comment(&mut self, from: Spot, to: Spot, id: u32) {
        let words = self.words(from.run);
        let start = words.tag("commentRangeStart", id, "", "/");
        let end = words.tag("commentRangeEnd", id, "", "/");
        let reference = words.run("", &words.tag("commentReference", id, "", "/"));
        let (from, to) = (self.normal(from), self.normal(to));
        if from >= to {
            let point = &mut self.glue.entry(to).or_default().points;
            point.push_str(&[start, end, reference].concat());
            return;
        }
        self.glue.entry(from).or_default().starts.push_str(&start);
        let ends = &mut self.glue.entry(to).or_default().ends;
        ends.push_str(&end);
        ends.push_str(&reference);
    }

    /// Marks what stands between two spots of one run as deleted, as change number `id`.
    pub(super) fn delete(&mut self, from: Spot, to: Spot, id: u32, author: &str) {
        let words = self.words(from.run);
        let open = words.tag("del", id, author, "");
        let close = words.end("del");
        let (from, to) = (self.normal(from), self.normal(to));
        self.glue.entry(from).or_default().opened.push_str(&open);
        self.glue.entry(to).or_default().closed.push_str(&close);
        self.deleted.push((from, to));
    }

    /// Inserts `new` behind deleted text that ends at `at`, in the look of its run.
    pub(super) fn insert(&mut self, at: Spot, new: &str, id: u32, author: &str) {
        let words = self.words(at.run);
        let props = match self.layout.runs.get(at.run) {
            Some(run) => slice(self.text, run.props),
            None => "",
        };
        let text = words.element("t", " xml:space=\"preserve\"", &escaped(new));
        let open = words.tag("ins", id, author, "");
        let inserted = [open, words.run(props, &text), words.end("ins")].concat();
        let at = self.normal(at);
        self.glue.entry(at).or_default().closed.push_str(&inserted);
    }

    /// The way the run at hand writes Word's elements.
    fn words(&self, run: usize) -> Words {
        let tag = self
            .layout
            .runs
            .get(run)
            .map(|run| slice(self.text, run.tag));
        let name = tag.map_or("w:r", name_of);
        match name.split_once(':') {
            Some((prefix, _)) => Words {
                prefix: format!("{prefix}:"),
                declared: String::new(),
            },
            // Attributes need a prefix, which is declared where it is used.
            None => Words {
                prefix: "w:".to_owned(),
                declared: format!(" xmlns:w=\"{}\"", self.layout.namespace),
            },
        }
    }

    /// Two names of one place become one: the end of an item is the start of the next.
    fn normal(&self, spot: Spot) -> Spot {
        let item = self
            .layout
            .runs
            .get(spot.run)
            .and_then(|run| run.items.get(spot.item));
        match item {
            Some(item) if spot.char > 0 && spot.char >= item.chars => {
                Spot::new(spot.run, spot.item + 1, 0)
            }
            _ => spot,
        }
    }

    /// Writes the part.
    pub(super) fn write(&self) -> String {
        let mut out = String::with_capacity(self.text.len() + 256 * self.glue.len());
        let mut done = 0;
        let mut runs: Vec<usize> = self.glue.keys().map(|spot| spot.run).collect();
        runs.dedup();
        for index in runs {
            let Some(run) = self.layout.runs.get(index) else {
                continue;
            };
            done = self.shell(index, Side::Before, done, &mut out);
            out.push_str(slice(self.text, Span::new(done, run.span().from())));
            self.run(index, run, &mut out);
            done = self.shell(index, Side::Behind, run.span().to(), &mut out);
        }
        out.push_str(slice(self.text, Span::new(done, self.text.len())));
        out
    }

    /// Writes what stands outside of the shell that a run begins or ends; returns up to where
    /// the text is written.
    fn shell(&self, run: usize, side: Side, done: usize, out: &mut String) -> usize {
        let Some(glue) = self.glue.get(&Spot::outside(run, side)) else {
            return done;
        };
        let shells = self.layout.shells.iter();
        let edges = shells.filter_map(|shell| match side {
            Side::Before => (shell.first == run).then_some(shell.span.from()),
            Side::Behind => (shell.last == run).then_some(shell.span.to()),
            Side::Inside => None,
        });
        // Of shells in shells the outermost.
        let edge = match side {
            Side::Before => edges.min(),
            Side::Inside | Side::Behind => edges.max(),
        };
        let edge = edge.unwrap_or(done).max(done);
        out.push_str(slice(self.text, Span::new(done, edge)));
        out.push_str(&glue.joined());
        edge
    }

    /// Writes one run in its pieces.
    fn run(&self, index: usize, run: &Run, out: &mut String) {
        let spot = |item, char| Spot::new(index, item, char);
        let at = |spot: Spot| self.glue.get(&spot).map(Glue::joined);
        if let Some(glue) = at(spot(0, 0)) {
            out.push_str(&glue);
        }
        out.push_str(slice(self.text, run.tag));
        let mut done = run.tag.to();
        for (number, item) in run.items.iter().enumerate() {
            out.push_str(slice(self.text, Span::new(done, item.span.from())));
            if number > 0
                && let Some(glue) = at(spot(number, 0))
            {
                out.push_str(&self.cut(run, &glue));
            }
            self.item(spot(number, 0), run, item, out);
            done = item.span.to();
        }
        out.push_str(slice(self.text, Span::new(done, run.span().to())));
        if let Some(glue) = at(spot(run.items.len().max(1), 0)) {
            out.push_str(&glue);
        }
    }

    /// The end of a run, `glue`, and the start of another run like it.
    fn cut(&self, run: &Run, glue: &str) -> String {
        let tag = slice(self.text, run.tag);
        let props = slice(self.text, run.props);
        format!("</{}>{glue}{tag}{props}", name_of(tag))
    }

    /// Writes one item, cut where something stands inside it.
    fn item(&self, at: Spot, run: &Run, item: &Item, out: &mut String) {
        let end = Spot::new(at.run, at.item + 1, 0);
        let inside = Spot::new(at.run, at.item, 1);
        let cuts: Vec<(u32, &Glue)> = self
            .glue
            .range(inside..end)
            .map(|(spot, glue)| (spot.char, glue))
            .collect();
        let What::Text { tag, inner, keeps } = item.what else {
            out.push_str(slice(self.text, item.span));
            return;
        };
        if cuts.is_empty() && !self.is_deleted(at) {
            out.push_str(slice(self.text, item.span));
            return;
        }
        let letters = Letters::of(slice(self.text, inner), slice(self.text, tag), keeps);
        let mut from = 0;
        let ends = cuts
            .iter()
            .map(|(char, glue)| (*char as usize, Some(*glue)));
        for (to, glue) in ends.chain([(letters.len(), None)]) {
            let char = u32::try_from(from).unwrap_or(u32::MAX);
            let here = Spot::new(at.run, at.item, char);
            let name = if self.is_deleted(here) {
                "delText"
            } else {
                "t"
            };
            letters.write(from, to, name, out);
            if let Some(glue) = glue {
                out.push_str(&self.cut(run, &glue.joined()));
            }
            from = to;
        }
    }

    fn is_deleted(&self, spot: Spot) -> bool {
        let inside = |(from, to): &&(Spot, Spot)| *from <= spot && spot < *to;
        self.deleted.iter().any(|region| inside(&region))
    }
}

/// How a part writes Word's elements.
struct Words {
    /// With its colon.
    prefix: String,
    declared: String,
}

impl Words {
    /// The start of a mark with its number, and its author where it has one.
    fn tag(&self, name: &str, id: u32, author: &str, slash: &str) -> String {
        let Self { prefix, declared } = self;
        let author = match author {
            "" => String::new(),
            author => format!(" {prefix}author=\"{}\"", escaped(author)),
        };
        format!("<{prefix}{name}{declared} {prefix}id=\"{id}\"{author}{slash}>")
    }

    fn end(&self, name: &str) -> String {
        format!("</{}{name}>", self.prefix)
    }

    fn element(&self, name: &str, attributes: &str, inner: &str) -> String {
        let Self { prefix, declared } = self;
        format!("<{prefix}{name}{declared}{attributes}>{inner}</{prefix}{name}>")
    }

    fn run(&self, props: &str, inner: &str) -> String {
        self.element("r", "", &[props, inner].concat())
    }
}
