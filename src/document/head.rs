use crate::document::Document;
pub(super) fn read(_d: &mut Document) {}
pub(super) fn settle_year(_d: &mut Document) {}
