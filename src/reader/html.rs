mod dom;

use super::ReadError;
use crate::text::SourceText;
pub(super) fn read(_bytes: &[u8]) -> Result<SourceText, ReadError> {
    Err(ReadError::Empty)
}
