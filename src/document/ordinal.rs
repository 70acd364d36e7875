//! Ordinals of headings and lists: 一、（一）1.（1）一是 and their variants.

use crate::text::Span;

/// The shape of an ordinal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Mark {
    /// `一、`
    Chinese,
    /// `（一）`
    ChineseParen,
    /// `1.` `1、` `1．`
    Arabic,
    /// `（1）` `1）` `①`
    ArabicParen,
    /// `一是` `第一，` `首先`
    Clause,
    /// No ordinal: `#` of markdown or a heading style only.
    None,
}

/// An ordinal as written and as understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ordinal {
    /// Its shape.
    pub mark: Mark,
    /// Its number, from 1.
    pub number: u32,
    /// Where it stands, marks included.
    pub span: Span,
}
