//! `List`: what the host hands out, without copying it.

use crate::engine::host::Host;
use crate::engine::run::Hosted;
use crate::engine::run::refuse;
use crate::engine::sandbox;
use crate::engine::value::List;
use crate::engine::value::run_of;
use rhai::Dynamic;
use rhai::FnPtr;
use rhai::INT;
use rhai::NativeCallContext;
use std::sync::Arc;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<List>("List");
    host.register_iterator::<List>();
    host.register_get("len", |list: &mut List| {
        INT::try_from(list.0.len()).unwrap_or(INT::MAX)
    });
    host.register_indexer_get(|list: &mut List, index: INT| -> Hosted<Dynamic> {
        let item = usize::try_from(index)
            .ok()
            .and_then(|index| list.0.get(index).cloned());
        match item {
            Some(item) => Ok(item),
            None => refuse(format!("列表只有{}项，没有第[{index}]项", list.0.len())),
        }
    });
    host.register_get("first", |list: &mut List| {
        list.0.first().cloned().unwrap_or(Dynamic::UNIT)
    });
    host.register_get("last", |list: &mut List| {
        list.0.last().cloned().unwrap_or(Dynamic::UNIT)
    });
    host.register_fn(
        "filter",
        |ctx: NativeCallContext<'_>, list: &mut List, test: FnPtr| -> Hosted<List> {
            let mut kept = Vec::new();
            for item in list.0.iter() {
                if test.call_within_context::<bool>(&ctx, (item.clone(),))? {
                    kept.push(item.clone());
                }
            }
            Ok(List(Arc::new(kept)))
        },
    );
    host.register_fn(
        "map",
        |ctx: NativeCallContext<'_>, list: &mut List, make: FnPtr| -> Hosted<List> {
            let run = run_of(&ctx)?;
            let mut made = Vec::new();
            for item in list.0.iter() {
                let value = make.call_within_context::<Dynamic>(&ctx, (item.clone(),))?;
                // A list is outside of the limits for arrays: what it keeps is paid for.
                run.charge(sandbox::kept(&value))?;
                made.push(value);
            }
            Ok(List(Arc::new(made)))
        },
    );
    host.register_fn(
        "any",
        |ctx: NativeCallContext<'_>, list: &mut List, test: FnPtr| -> Hosted<bool> {
            for item in list.0.iter() {
                if test.call_within_context::<bool>(&ctx, (item.clone(),))? {
                    return Ok(true);
                }
            }
            Ok(false)
        },
    );
    host.register_fn(
        "all",
        |ctx: NativeCallContext<'_>, list: &mut List, test: FnPtr| -> Hosted<bool> {
            for item in list.0.iter() {
                if !test.call_within_context::<bool>(&ctx, (item.clone(),))? {
                    return Ok(false);
                }
            }
            Ok(true)
        },
    );
}
