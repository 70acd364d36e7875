use crate::document::Document;
pub(super) fn unpaired(_d: &Document) -> Vec<super::Unpaired> {
    Vec::new()
}
