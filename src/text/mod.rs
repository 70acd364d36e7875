//! Stretches of text and where they came from.
//!
//! Here belong byte spans, the reading text, the map from it back to the user's file, and the
//! folded text that patterns are matched against. What a stretch *means* does not belong here.

mod fold;
mod fold_char;
mod map;
mod page;
mod program;
mod source;
mod span;
mod words;

pub use fold::Folded;
pub(crate) use fold::fold;
pub use map::{Origin, Part, Place, SourceMap};
pub use page::{Area, Placed};
pub(crate) use program::Letters;
pub(crate) use program::Program;
pub use source::Directive;
pub use source::{Block, BlockKind, Format, Furniture, Join, JoinKind, SourceBuilder, SourceText};
pub use span::Span;
pub use span::slice;
pub(crate) use words::Words;
