//! The annotations that a page has already: those of others stay, ours are made again.

use super::PREFIX;
use super::syntax;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::FromBytes;
use hayro_syntax::object::ObjRef;
use hayro_syntax::object::String as Text;
use hayro_syntax::xref::XRef;
use std::collections::BTreeSet;

/// What stays of a page's list of annotations.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// As they are written in the list.
    pub(super) items: Vec<Vec<u8>>,
    /// The names of ours that somebody has answered: they stay with their answers.
    pub(super) names: BTreeSet<String>,
    pub(super) any_dropped: bool,
}

type Id = (u32, i32);

/// One annotation of a page.
struct Old<'a> {
    item: &'a [u8],
    id: Option<Id>,
    dict: Option<Dict<'a>>,
    /// Its name, where it is one of ours.
    name: Option<String>,
}

/// Goes over the annotations of a page.
pub(super) fn kept(page: &Dict<'_>, xref: &XRef) -> Kept {
    let Some(list) = page.get::<Array<'_>>("Annots") else {
        return Kept::default();
    };
    let olds: Vec<Old<'_>> = syntax::items(list.data())
        .into_iter()
        .map(|item| Old::read(item, xref))
        .collect();
    let others = || olds.iter().filter(|old| old.name.is_none());
    let answered: BTreeSet<Id> = others().filter_map(|old| old.refers("IRT")).collect();
    let mut kept = Kept::default();
    for old in &olds {
        // A window belongs to the annotation whose words it shows.
        let owner = old.refers("Parent").or(old.id);
        match &old.name {
            Some(name) if owner.is_some_and(|id| answered.contains(&id)) => {
                kept.names.insert(name.clone());
                kept.items.push(old.item.to_vec());
            }
            Some(_) => kept.any_dropped = true,
            None => kept.items.push(old.item.to_vec()),
        }
    }
    kept
}

impl<'a> Old<'a> {
    fn read(item: &'a [u8], xref: &'a XRef) -> Self {
        let reference = item.ends_with(b"R").then(|| ObjRef::from_bytes(item));
        let dict: Option<Dict<'_>> = match reference.flatten() {
            Some(reference) => xref.get(reference.into()),
            None => Dict::from_bytes(item),
        };
        let name = dict.as_ref().and_then(|dict| own_name(dict));
        Self {
            item,
            id: reference.flatten().map(id),
            dict,
            name,
        }
    }

    fn refers(&self, key: &str) -> Option<Id> {
        self.dict.as_ref()?.get_ref(key).map(id)
    }
}

fn id(reference: ObjRef) -> Id {
    (reference.obj_number, reference.gen_number)
}

/// The name of an annotation of ours; programs that write a file anew may widen it to UTF-16.
fn own_name(dict: &Dict<'_>) -> Option<String> {
    let name = dict.get::<Text<'_>>("NM")?;
    let bytes = name.as_bytes().iter().copied();
    let narrow: Vec<u8> = bytes.filter(|b| !matches!(b, 0 | 0xFE | 0xFF)).collect();
    let name = String::from_utf8(narrow).ok()?;
    name.starts_with(PREFIX).then_some(name)
}
