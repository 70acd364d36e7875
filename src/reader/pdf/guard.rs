//! A look at the file before hayro opens it.
//!
//! To find its objects hayro unpacks cross-reference streams and object streams without a limit.
//! A few kilobytes can unpack to gigabytes, so what these streams hold is counted first. The
//! count looks at every stream that hayro could take for one of them, whatever it says it is.

use super::Stop;
use super::filter::inflate;
use crate::reader::limits::MAX_ENCRYPTED_BYTES;
use crate::reader::limits::MAX_PART_BYTES;
use crate::reader::limits::MAX_REFERENCE_BYTES;
use std::borrow::Cow;

/// How far before the word `stream` its dictionary is looked at.
const DICTIONARY: usize = 8 << 10;

/// Refuses a file whose object streams are bombs.
pub(super) fn check(bytes: &[u8]) -> Result<(), Stop> {
    let encrypted = find(bytes, b"/Encrypt").is_some();
    let max = usize::try_from(MAX_PART_BYTES).unwrap_or(usize::MAX);
    let mut count = Count::default();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"stream")) {
        let start = at + found;
        at = start + b"stream".len();
        let before = bytes.get(..start).unwrap_or(&[]);
        if before.ends_with(b"end") {
            continue;
        }
        let from = before.len().saturating_sub(DICTIONARY);
        let dictionary = &*unescaped(last_object(before.get(from..).unwrap_or(&[])));
        let Some(kind) = Kind::of(dictionary) else {
            continue;
        };
        let data = bytes.get(at..).unwrap_or(&[]);
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        if encrypted && kind != Kind::References {
            count.encrypted += find(data, b"endstream").unwrap_or(data.len());
        } else if !is_plainly_packed(dictionary) {
            return Err(Stop::Damaged("对象流的压缩方式不被支持".to_owned()));
        } else {
            // The inflater finds its own end: an `endstream` inside the data hides nothing.
            let n = inflate(data, max).len();
            match kind {
                Kind::References => count.references += n,
                Kind::Objects => count.objects += n,
            }
        }
        count.check()?;
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    References,
    Objects,
}

impl Kind {
    /// Tells what a stream may be taken for, by the keys that hayro reads.
    fn of(dictionary: &[u8]) -> Option<Self> {
        let has = |name: &[u8]| find_name(dictionary, name).is_some();
        if has(b"/XRef") || has(b"/Size") && has(b"/W") {
            Some(Self::References)
        } else if has(b"/ObjStm") || has(b"/First") && has(b"/N") {
            Some(Self::Objects)
        } else {
            None
        }
    }
}

/// Finds a name that does not go on.
fn find_name(dictionary: &[u8], name: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let found = at + find(dictionary.get(at..)?, name)?;
        at = found + name.len();
        if !dictionary.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            return Some(found);
        }
    }
}

/// Resolves `#46` in names: `/#46irst` is `/First`.
fn unescaped(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.contains(&b'#') {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
        match (byte, digit(at), digit(at + 1)) {
            (b'#', Some(high), Some(low)) => {
                out.push(u8::try_from(high << 4 | low).unwrap_or_default());
                at += 2;
            }
            _ => out.push(byte),
        }
    }
    Cow::Owned(out)
}

#[derive(Default)]
struct Count {
    references: usize,
    objects: usize,
    encrypted: usize,
}

impl Count {
    fn check(&self) -> Result<(), Stop> {
        let max = usize::try_from(MAX_PART_BYTES).unwrap_or(usize::MAX);
        let over = self.references > MAX_REFERENCE_BYTES
            || self.objects > max
            || self.encrypted > MAX_ENCRYPTED_BYTES;
        if over {
            return Err(Stop::Limit("PDF 内的对象太多".to_owned()));
        }
        Ok(())
    }
}

/// Tells whether a stream has no filter, or only `FlateDecode`, written out.
fn is_plainly_packed(dictionary: &[u8]) -> bool {
    // hayro takes the abbreviated key of inline images as well.
    if find_name(dictionary, b"/F").is_some() {
        return false;
    }
    let Some(at) = find_name(dictionary, b"/Filter") else {
        return true;
    };
    let rest = dictionary.get(at + b"/Filter".len()..).unwrap_or(&[]);
    let is_gap = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'[';
    let gap = rest.iter().take_while(|byte| is_gap(byte)).count();
    let rest = rest.get(gap..).unwrap_or(&[]);
    let Some(rest) = rest.strip_prefix(b"/FlateDecode") else {
        return false;
    };
    let gap = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let in_array = dictionary.get(at..).unwrap_or(&[]);
    let in_array = in_array
        .get(..b"/Filter".len() + 8)
        .unwrap_or(in_array)
        .contains(&b'[');
    !in_array || rest.get(gap) == Some(&b']')
}

/// Cuts off everything before the last object that starts in `bytes`.
fn last_object(bytes: &[u8]) -> &[u8] {
    let start = bytes
        .windows(3)
        .rposition(|three| three == b"obj")
        .unwrap_or(0);
    bytes.get(start..).unwrap_or(bytes)
}

/// Finds `needle` in `bytes`.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = needle.first()?;
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| byte == first)?;
        if bytes.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}
