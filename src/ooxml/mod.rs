//! Office packages as such: the zip file, its parts and their relationships, XML with positions.
//!
//! What a Word document says is the reader's business, what is written into one the
//! renderer's; here is what both stand on.

pub(crate) mod limits;
mod package;
mod records;
mod text;
mod xml;

pub(crate) use package::Package;
pub(crate) use package::Relation;
pub(crate) use records::Records;
pub(crate) use text::Text;
pub(crate) use xml::Element;
pub(crate) use xml::Node;
pub(crate) use xml::Xml;

/// Why a package or a part of it gives nothing; all words are Chinese, for the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Error {
    /// It is damaged: what is wrong.
    Damaged(String),
    /// A limit was reached: what was too much.
    Limit(String),
    /// It is another format.
    NotYet {
        /// The format as the user knows it.
        format: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
}

fn damaged(what: impl Into<String>) -> Error {
    Error::Damaged(what.into())
}
