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

type Context<'a> = NativeCallContext<'a>;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<List>("List");
    host.register_iterator::<List>();
    host.register_indexer_get(at);
    host.register_get("len", |list: &mut List| count(list));
    host.register_get("is_empty", |list: &mut List| list.0.is_empty());
    host.register_get("first", |list: &mut List| {
        list.0.first().cloned().unwrap_or(Dynamic::UNIT)
    });
    host.register_get("last", |list: &mut List| {
        list.0.last().cloned().unwrap_or(Dynamic::UNIT)
    });
    host.register_fn("filter", filter);
    host.register_fn("map", map);
    host.register_fn("find", find);
    host.register_fn(
        "any",
        |ctx: Context<'_>, list: &mut List, test: FnPtr| -> Hosted<bool> {
            Ok(position(&ctx, list, &test, true)?.is_some())
        },
    );
    host.register_fn(
        "all",
        |ctx: Context<'_>, list: &mut List, test: FnPtr| -> Hosted<bool> {
            Ok(position(&ctx, list, &test, false)?.is_none())
        },
    );
}

fn count(list: &List) -> INT {
    INT::try_from(list.0.len()).unwrap_or(INT::MAX)
}

/// Gives an item; negative places are counted from the end, as in arrays.
fn at(list: &mut List, index: INT) -> Hosted<Dynamic> {
    let place = if index < 0 {
        count(list).saturating_add(index)
    } else {
        index
    };
    let item = usize::try_from(place)
        .ok()
        .and_then(|place| list.0.get(place).cloned());
    match item {
        Some(item) => Ok(item),
        None => refuse(format!("列表只有{}项，没有第[{index}]项", list.0.len())),
    }
}

/// Runs a condition on one item.
fn holds(ctx: &Context<'_>, test: &FnPtr, item: &Dynamic) -> Hosted<bool> {
    let value: Dynamic = test.call_within_context(ctx, (item.clone(),))?;
    match value.as_bool() {
        Ok(holds) => Ok(holds),
        Err(_) => refuse("条件应当得出 true 或 false"),
    }
}

/// Finds the first item for which the condition is `wanted`.
fn position(ctx: &Context<'_>, list: &List, test: &FnPtr, wanted: bool) -> Hosted<Option<usize>> {
    for (index, item) in list.0.iter().enumerate() {
        if holds(ctx, test, item)? == wanted {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn find(ctx: Context<'_>, list: &mut List, test: FnPtr) -> Hosted<Dynamic> {
    let found = position(&ctx, list, &test, true)?;
    let item = found.and_then(|index| list.0.get(index).cloned());
    Ok(item.unwrap_or(Dynamic::UNIT))
}

fn filter(ctx: Context<'_>, list: &mut List, test: FnPtr) -> Hosted<List> {
    let mut kept = Vec::new();
    for item in list.0.iter() {
        if holds(&ctx, &test, item)? {
            kept.push(item.clone());
        }
    }
    run_of(&ctx)?.charge(kept.len())?;
    Ok(List(Arc::new(kept)))
}

fn map(ctx: Context<'_>, list: &mut List, make: FnPtr) -> Hosted<List> {
    let run = run_of(&ctx)?;
    let mut made = Vec::new();
    for item in list.0.iter() {
        let value = make.call_within_context::<Dynamic>(&ctx, (item.clone(),))?;
        // A list is outside of the limits for arrays: what it keeps is paid for.
        run.charge(sandbox::kept(&value))?;
        made.push(value);
    }
    Ok(List(Arc::new(made)))
}
