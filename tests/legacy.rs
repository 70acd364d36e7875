//! Spoilt copies of `.doc` and `.rtf` reports give text or a message, never a panic or a hang.
#![cfg(feature = "doc")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

use std::fs;
use std::path::Path;
use yifa::document::Document;
use yifa::reader;

/// Files to spoil, and how many copies of each.
const SAMPLES: [(&str, usize); 4] = [
    ("word/rich.doc", 1500),
    ("word/rich.rtf", 1500),
    ("same/linsu-2022.doc", 500),
    ("same/linsu-2022.rtf", 500),
];

/// Numbers that break what counts or points.
const EXTREMES: [u32; 6] = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF];

/// The same numbers on every machine (a linear congruential generator, Knuth's constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// Spoils a copy in one to four places.
fn spoil(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(copy.len());
        let end = (at + 1 + dice.below(64)).min(copy.len());
        // What moves bytes breaks a compound file at once; what stays in place reaches further.
        let how = match dice.below(3) {
            0 => dice.below(7),
            _ => [1, 2, 5][dice.below(3)],
        };
        match how {
            0 => copy.truncate(at),
            1 if at < copy.len() => copy[at] ^= 1 << dice.below(8),
            2 => copy[at..end].fill(0),
            3 => drop(copy.drain(at..end)),
            4 => {
                let from = dice.below(other.len());
                let part = &other[from..(from + 512).min(other.len())];
                copy.splice(at..end, part.iter().copied());
            }
            // Fields of the tables are at even places.
            5 => {
                let at = at / 2 * 2;
                let extreme = EXTREMES[dice.below(EXTREMES.len())].to_le_bytes();
                let end = (at + 4).min(copy.len());
                copy[at..end].copy_from_slice(&extreme[..end - at]);
            }
            _ => {
                let part = copy[at..end].to_vec();
                copy.splice(at..at, part.repeat(dice.below(40)));
            }
        }
    }
    copy
}

#[test]
fn spoilt_copies_give_text_or_a_message() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    // `MUTANTS=10 cargo test --test legacy` makes ten times as many.
    let times = std::env::var("MUTANTS").map_or(1, |times| times.parse().unwrap());
    let mut dice = Dice(7);
    for (at, (name, n)) in SAMPLES.iter().enumerate() {
        let file = |name: &str| fs::read(folder.join(name)).unwrap();
        let (bytes, other) = (file(name), file(SAMPLES[(at + 1) % SAMPLES.len()].0));
        let mut n_read = 0;
        let n = n * times;
        for _ in 0..n {
            let copy = spoil(&bytes, &other, &mut dice);
            match reader::read(name, &copy) {
                Ok(source) => {
                    n_read += 1;
                    let document = Document::new(source);
                    for sentence in &document.sentences {
                        assert!(document.source.locate(sentence.span).paragraph.is_some());
                    }
                }
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
        println!("{name}: {n_read} of {n} spoilt copies read");
        assert!(n_read > 0 && n_read < n, "{name}: {n_read} of {n}");
    }
}
