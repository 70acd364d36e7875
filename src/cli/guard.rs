//! A mistake of ours in one report must not take the others with it.

use std::cell::RefCell;
use std::panic;
use std::panic::AssertUnwindSafe;

thread_local! {
    /// Where this thread panicked last.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps panics quiet; [`catch`] says them in Chinese.
pub(crate) fn install() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        PLACE.with(|last| last.replace(place));
    }));
}

/// Runs `work`; a panic becomes a message for the user.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let place = PLACE.with(|last| last.take());
        format!(
            "程序内部错误（{place}），这不是报告的问题；请把这条信息和版本号 {} 反馈给开发者",
            env!("CARGO_PKG_VERSION")
        )
    })
}
