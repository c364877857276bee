//! Panics of the crates become errors with the place where they happened, and say nothing on standard error.

use std::{
    any::Any,
    cell::Cell,
    panic::{self, AssertUnwindSafe, PanicHookInfo},
    sync::{
        Mutex, Once, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::{
    error::{Error, Result},
    prove::device,
};

static CALLS: AtomicUsize = AtomicUsize::new(0);
static WHERE: Mutex<Option<String>> = Mutex::new(None);

thread_local! {
    static IN_CALL: Cell<bool> = const { Cell::new(false) };
}

struct Call {
    outer: bool,
}

impl Call {
    fn begin() -> Self {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let previous = panic::take_hook();
            panic::set_hook(Box::new(move |info| if is_ours() { remember(info) } else { previous(info) }));
        });
        CALLS.fetch_add(1, Ordering::SeqCst);
        Self { outer: IN_CALL.replace(true) }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        IN_CALL.set(self.outer);
        CALLS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A panic of the calling thread, or of a nameless worker while a call is under way.
fn is_ours() -> bool {
    IN_CALL.get() || (CALLS.load(Ordering::SeqCst) > 0 && thread::current().name().is_none())
}

fn remember(info: &PanicHookInfo) {
    device::failing();
    let message = text(info.payload());
    let place = info.location().map_or_else(String::new, |at| format!(", at {}:{}", at.file(), at.line()));
    // The first panic is the cause; others follow from it.
    WHERE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(format!("{message}{place}"));
}

fn text(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message")
}

/// Runs a call; a panic in it, on this thread or a worker, is an error.
pub fn catch<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    attempt(call).unwrap_or_else(|place| Err(Error::Panic(place)))
}

/// Runs a check of untrusted data; a panic in it is a refusal.
pub fn refuse<T>(check: impl FnOnce() -> std::result::Result<T, String>) -> std::result::Result<T, String> {
    attempt(check).unwrap_or_else(|place| Err(format!("the verifier panicked: {place}")))
}

/// Runs something; if it panics, on this thread or a worker, the error is what the first panic said and where.
pub fn attempt<R>(call: impl FnOnce() -> R) -> std::result::Result<R, String> {
    let _call = Call::begin();
    // Unwind safety: whatever a panic leaves half done is dropped, see on_machine in prove/segment_prover.rs.
    panic::catch_unwind(AssertUnwindSafe(call)).map_err(|payload| {
        let remembered = WHERE.lock().unwrap_or_else(PoisonError::into_inner).take();
        remembered.unwrap_or_else(|| text(&*payload).to_owned())
    })
}
