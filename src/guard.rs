//! Panics of outside crates, which what people bring can cause: they are caught and end in a message.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

static HOOKED: Once = Once::new();

/// Runs something that may panic; `None` if it did, and nothing of it is printed.
pub fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    HOOKED.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                usual(panic);
            }
        }));
    });
    let before = IS_GUARDED.replace(true);
    // What was being made is dropped with the panic, so nobody sees it half made.
    let result = catch_unwind(AssertUnwindSafe(run)).ok();
    IS_GUARDED.set(before);
    result
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_no_value_and_the_next_run_is_none_the_worse() {
        assert_eq!(guarded(|| -> u8 { panic!("on purpose") }), None);
        assert_eq!(guarded(|| 1), Some(1));
    }
}
