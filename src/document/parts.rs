use crate::document::Document;
pub(super) fn find(_d: &mut Document) {}
