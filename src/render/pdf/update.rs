//! What is appended to a file: objects, and the list that says where they are.

use super::syntax;
use super::tail;
use super::tail::Kind;
use super::tail::Tail;
use hayro_syntax::object::Object;
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::xref::XRef;
use std::collections::BTreeMap;

/// Objects that are appended.
pub(super) struct Update<'a> {
    xref: &'a XRef,
    /// The number that the next new object is tried with.
    next: u32,
    objects: BTreeMap<u32, (i32, Vec<u8>)>,
}

impl<'a> Update<'a> {
    pub(super) fn new(xref: &'a XRef, tail: &Tail<'_>) -> Self {
        Self {
            xref,
            next: tail.size.max(1),
            objects: BTreeMap::new(),
        }
    }

    /// Takes a number that no object has. Files are met whose trailer counts too few.
    pub(super) fn number(&mut self) -> u32 {
        let is_used = |n| {
            let id = ObjectIdentifier::new(n, 0);
            self.xref.get::<Object<'_>>(id).is_some()
        };
        while is_used(self.next) {
            self.next += 1;
        }
        self.next += 1;
        self.next - 1
    }

    /// Adds an object.
    pub(super) fn put(&mut self, number: u32, generation: i32, body: impl Into<Vec<u8>>) {
        self.objects.insert(number, (generation, body.into()));
    }

    /// Appends everything to `bytes`.
    pub(super) fn append(mut self, bytes: &[u8], tail: &Tail<'_>) -> Vec<u8> {
        let mut out = bytes.to_vec();
        if !out.ends_with(b"\n") {
            out.push(b'\n');
        }
        out.extend(tail::mark(bytes.len()).as_bytes());
        let list = (tail.kind == Kind::Stream).then(|| self.number());
        let mut places: BTreeMap<u32, (usize, i32)> = BTreeMap::new();
        for (number, (generation, body)) in &self.objects {
            places.insert(*number, (out.len(), *generation));
            out.extend(format!("{number} {generation} obj\n").as_bytes());
            out.extend(body);
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        if let Some(number) = list {
            places.insert(number, (start, 0));
        }
        let trailer = self.trailer(&out, tail, &places);
        match list {
            Some(number) => {
                let data = entries(&places);
                let index: Vec<String> = runs(&places)
                    .iter()
                    .map(|run| format!("{} {}", run.0, run.1))
                    .collect();
                let index = index.join(" ");
                let length = data.len();
                let head =
                    format!("{number} 0 obj\n<</Type/XRef/W[1 4 2]/Index[{index}]/Length {length}");
                out.extend(head.as_bytes());
                out.extend(&trailer);
                out.extend(b">>\nstream\n");
                out.extend(&data);
                out.extend(b"\nendstream\nendobj\n");
            }
            None => {
                out.extend(table(&places).as_bytes());
                out.extend(b"trailer\n<<");
                out.extend(&trailer);
                out.extend(b">>\n");
            }
        }
        out.extend(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        out
    }

    /// The keys that every section of the file repeats.
    fn trailer(
        &self,
        written: &[u8],
        tail: &Tail<'_>,
        places: &BTreeMap<u32, (usize, i32)>,
    ) -> Vec<u8> {
        let highest = places.keys().next_back().map_or(0, |last| last + 1);
        let size = tail.size.max(highest);
        let mut trailer = format!("/Size {size}/Prev {}", tail.start).into_bytes();
        let root = self.xref.root_id();
        let root = format!("{} {} R", root.obj_number, root.gen_number);
        trailer.extend(b"/Root ");
        trailer.extend(tail.value("/Root").unwrap_or(root.as_bytes()));
        if let Some(info) = tail.value("/Info") {
            trailer.extend(b"/Info ");
            trailer.extend(info);
        }
        if let Some(first) = tail.value("/ID").and_then(syntax::first_item) {
            trailer.extend(b"/ID[");
            trailer.extend(first);
            let [a, b] = [0, 1].map(|seed| hash(seed, written));
            trailer.extend(format!("<{a:016X}{b:016X}>]").as_bytes());
        }
        trailer
    }
}

/// FNV-1a: tells two versions of a file apart, and hides nothing.
pub(super) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed;
    bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// First numbers and lengths of runs of numbers.
fn runs(places: &BTreeMap<u32, (usize, i32)>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in places.keys() {
        match runs.last_mut() {
            Some((first, n)) if *first + *n == *number => *n += 1,
            _ => runs.push((*number, 1)),
        }
    }
    runs
}

fn table(places: &BTreeMap<u32, (usize, i32)>) -> String {
    let mut table = String::from("xref\n");
    for (first, n) in runs(places) {
        table.push_str(&format!("{first} {n}\n"));
        for (at, generation) in places.range(first..first + n).map(|(_, place)| place) {
            // Twenty bytes each, line end included.
            table.push_str(&format!("{at:010} {generation:05} n \n"));
        }
    }
    table
}

/// The entries of a stream: a kind, four bytes of place, two of generation.
fn entries(places: &BTreeMap<u32, (usize, i32)>) -> Vec<u8> {
    let mut data = Vec::with_capacity(places.len() * 7);
    for (at, generation) in places.values() {
        data.push(1);
        data.extend(u32::try_from(*at).unwrap_or(u32::MAX).to_be_bytes());
        data.extend(u16::try_from(*generation).unwrap_or(0).to_be_bytes());
    }
    data
}
