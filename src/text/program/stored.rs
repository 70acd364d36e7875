//! Programs as `build.rs` wrote them.
//!
//! Words of four bytes, little endian. First five counts: of words of the steps, of ranges, of
//! names and of forks, and whether it is anchored; then a word or two for each step, its kind in
//! the highest byte of the first; two words for each range; for each name its length in bytes,
//! then these.

use super::step::Step;
use super::step::Steps;

/// Reads a program; `None` where it is none.
pub(super) fn read(mut bytes: &[u8]) -> Option<Steps> {
    let rest = &mut bytes;
    let (step_words, ranges, names) = (word(rest)?, word(rest)?, word(rest)?);
    let mut steps = Steps {
        forks: word(rest)?,
        anchored: word(rest)? == 1,
        ..Steps::default()
    };
    let cut = rest.split_at_checked(4 * step_words as usize)?;
    let mut code = cut.0;
    *rest = cut.1;
    steps.steps.reserve(step_words as usize);
    let mut forks = 0;
    while !code.is_empty() {
        steps.steps.push(step(&mut code, &mut forks)?);
    }
    for _ in 0..ranges {
        let range = (char::from_u32(word(rest)?)?, char::from_u32(word(rest)?)?);
        steps.ranges.push(range);
    }
    for _ in 0..names {
        let length = word(rest)? as usize;
        let (name, behind) = rest.split_at_checked(length)?;
        *rest = behind;
        steps.names.push(std::str::from_utf8(name).ok()?.to_owned());
    }
    Some(steps)
}

fn step(code: &mut &[u8], forks: &mut u32) -> Option<Step> {
    let first = word(code)?;
    let at = first & 0xFF_FFFF;
    Some(match first >> 24 {
        0 => Step::Char(char::from_u32(at)?),
        1 => Step::Set(at, word(code)?),
        2 => Step::Jump(at),
        3 => {
            *forks += 1;
            Step::Fork(at, word(code)?, *forks - 1)
        }
        4 => Step::Save(at),
        5 => Step::Start,
        6 => Step::End,
        7 => Step::Done,
        _ => return None,
    })
}

fn word(bytes: &mut &[u8]) -> Option<u32> {
    let (word, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*word))
}
