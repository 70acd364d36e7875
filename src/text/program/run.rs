//! A program over a text: leftmost matches that do not overlap.

use super::letters::Letters;
use super::step::Step;
use super::step::Steps;
use super::stored;
use crate::text::Span;

/// A pattern that can be run.
#[derive(Debug)]
pub(crate) struct Program {
    steps: Steps,
    /// A bit for the low bits of each character that a match can begin with.
    firsts: Vec<u64>,
}

/// Bits by which first characters are told.
const BITS: usize = 1 << 12;

/// A place that was not reached.
const NOWHERE: usize = usize::MAX;

impl Program {
    /// Reads a program that `build.rs` made; `None` where it made none.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let steps = stored::read(bytes)?;
        let firsts = firsts(&steps);
        Some(Self { steps, firsts })
    }

    /// Returns the names of the groups, in their order.
    pub(crate) fn names(&self) -> &[String] {
        &self.steps.names
    }

    /// Calls `met` for each match in a stretch of the text: with its span, and with those of the
    /// named groups.
    pub(crate) fn each(
        &self,
        text: &Letters,
        stretch: Span,
        mut met: impl FnMut(Span, &[Option<Span>]),
    ) {
        let (letters, from) = text.of(stretch);
        let mut search = Search {
            program: self,
            letters,
            tried: Vec::new(),
            places: vec![NOWHERE; 2 + 2 * self.names().len()],
            ways: Vec::new(),
        };
        let span = |pair: &[usize]| match pair {
            [start, end] if *start != NOWHERE && *end != NOWHERE => {
                Some(Span::new(text.byte(from + start), text.byte(from + end)))
            }
            _ => None,
        };
        let mut at = 0;
        while search.find(at) {
            let mut spans = search.places.chunks(2).map(span);
            let Some(whole) = spans.next().flatten() else {
                return;
            };
            let groups: Vec<Option<Span>> = spans.collect();
            met(whole, &groups);
            at = search.places.get(1).copied().unwrap_or(NOWHERE);
        }
    }

    fn may_begin_with(&self, c: char) -> bool {
        let bit = c as usize % BITS;
        let bits = self.firsts.get(bit / 64).copied().unwrap_or(0);
        bits >> (bit % 64) & 1 == 1
    }
}

/// Something to come back to.
#[derive(Clone, Copy)]
enum Way {
    /// Go on at this step and this character.
    Go(usize, usize),
    /// Give a place its former value.
    Undo(usize, usize),
}

/// One search.
struct Search<'a> {
    program: &'a Program,
    letters: &'a [char],
    /// A bit for each fork at each character: what came to nothing once does so again.
    tried: Vec<u64>,
    /// Start and end of the match, then of each group.
    places: Vec<usize>,
    ways: Vec<Way>,
}

impl Search<'_> {
    /// Looks for the next match that begins at `from` or behind it; its places tell where.
    fn find(&mut self, from: usize) -> bool {
        self.tried.clear();
        let anchored = self.program.steps.anchored;
        let rest = self.letters.iter().enumerate().skip(from);
        for (start, c) in rest.take(if anchored {
            usize::from(from == 0)
        } else {
            NOWHERE
        }) {
            if self.program.may_begin_with(*c) && self.from(start) {
                return true;
            }
        }
        false
    }

    /// Looks for a match that begins here.
    fn from(&mut self, start: usize) -> bool {
        self.places.fill(NOWHERE);
        self.put(0, start);
        self.ways.clear();
        self.ways.push(Way::Go(0, start));
        while let Some(way) = self.ways.pop() {
            match way {
                Way::Undo(place, before) => self.put(place, before),
                Way::Go(step, at) => {
                    if self.go(step, at) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Takes one step after another until one fails or all are done.
    fn go(&mut self, mut step: usize, mut at: usize) -> bool {
        loop {
            let Some(now) = self.program.steps.steps.get(step) else {
                return false;
            };
            step += 1;
            let goes_on = match *now {
                Step::Char(c) => {
                    at += 1;
                    self.letters.get(at - 1) == Some(&c)
                }
                Step::Set(from, to) => {
                    at += 1;
                    let c = self.letters.get(at - 1);
                    c.is_some_and(|c| self.holds(from, to, *c))
                }
                Step::Jump(there) => {
                    step = there as usize;
                    true
                }
                Step::Fork(first, second, fork) => {
                    step = first as usize;
                    self.ways.push(Way::Go(second as usize, at));
                    self.is_new(fork, at) || {
                        self.ways.pop();
                        false
                    }
                }
                Step::Save(place) => {
                    let place = place as usize;
                    let before = self.places.get(place).copied().unwrap_or(NOWHERE);
                    self.ways.push(Way::Undo(place, before));
                    self.put(place, at);
                    true
                }
                Step::Start => at == 0,
                Step::End => at == self.letters.len(),
                Step::Done => {
                    self.put(1, at);
                    return true;
                }
            };
            if !goes_on {
                return false;
            }
        }
    }

    fn put(&mut self, place: usize, at: usize) {
        if let Some(known) = self.places.get_mut(place) {
            *known = at;
        }
    }

    fn holds(&self, from: u32, to: u32, c: char) -> bool {
        let ranges = &self.program.steps.ranges;
        let ranges = ranges.get(from as usize..to as usize).unwrap_or_default();
        if ranges.len() <= 4 {
            return ranges.iter().any(|(low, high)| *low <= c && c <= *high);
        }
        let next = ranges.partition_point(|(low, _)| *low <= c);
        let range = next.checked_sub(1).and_then(|index| ranges.get(index));
        range.is_some_and(|(_, high)| c <= *high)
    }

    /// Tells whether a fork is met at this character for the first time.
    fn is_new(&mut self, fork: u32, at: usize) -> bool {
        let forks = self.program.steps.forks as usize;
        if self.tried.is_empty() {
            let bits = forks * (self.letters.len() + 1);
            self.tried.resize(bits / 64 + 1, 0);
        }
        let bit = at * forks + fork as usize;
        let Some(bits) = self.tried.get_mut(bit / 64) else {
            return false;
        };
        let mask = 1 << (bit % 64);
        let is_new = *bits & mask == 0;
        *bits |= mask;
        is_new
    }
}

/// Makes the bits of all characters that a match can begin with.
fn firsts(steps: &Steps) -> Vec<u64> {
    let mut bits = vec![0; BITS / 64];
    let mut set = |from: char, to: char| {
        for code in (from as usize..=to as usize).take(BITS) {
            if let Some(bits) = bits.get_mut(code % BITS / 64) {
                *bits |= 1_u64 << (code % 64);
            }
        }
    };
    let mut seen = vec![false; steps.steps.len()];
    let mut open = vec![0];
    while let Some(step) = open.pop() {
        let is_new = seen
            .get_mut(step)
            .is_some_and(|seen| !std::mem::replace(seen, true));
        let Some(now) = steps.steps.get(step).filter(|_| is_new) else {
            continue;
        };
        match *now {
            Step::Char(c) => set(c, c),
            Step::Set(from, to) => {
                let ranges = steps.ranges.get(from as usize..to as usize);
                for (from, to) in ranges.unwrap_or_default() {
                    set(*from, *to);
                }
            }
            Step::Jump(there) => open.push(there as usize),
            Step::Fork(first, second, _) => open.extend([first as usize, second as usize]),
            Step::Save(_) | Step::Start | Step::End => open.push(step + 1),
            Step::Done => {}
        }
    }
    bits
}
