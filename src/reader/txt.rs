use super::decode::Decoded;
use crate::text::{Format, SourceBuilder, SourceText};
pub(super) fn read(d: &Decoded) -> SourceText {
    SourceBuilder::new(Format::Txt, d.encoding).finish(Some(d.text.clone()))
}
