//! Between libFuzzer, which has the main function, and the targets. `src-native-cuda/fuzz` builds it.
#![no_main]

#[path = "../support/mod.rs"]
mod support;
#[path = "../targets/mod.rs"]
mod targets;

use std::{env, fs, path::Path, slice, sync::OnceLock};

fn target() -> targets::Target {
    static TARGET: OnceLock<targets::Target> = OnceLock::new();
    *TARGET.get_or_init(|| {
        let name = env::var("FUZZ_TARGET").expect("FUZZ_TARGET names the target");
        let seeds = env::var("FUZZ_SEEDS").expect("FUZZ_SEEDS is the seeds' folder");
        for (index, seed) in targets::seeds(&name).iter().enumerate() {
            fs::write(Path::new(&seeds).join(format!("seed-{index}")), seed)
                .expect("the seeds can be written");
        }
        targets::named(&name)
    })
}

#[unsafe(no_mangle)]
extern "C" fn LLVMFuzzerInitialize(_: *const i32, _: *const u8) -> i32 {
    target();
    0
}

/// # Safety
/// libFuzzer's promise: so many bytes are there, for this call.
#[unsafe(no_mangle)]
unsafe extern "C" fn LLVMFuzzerTestOneInput(data: *const u8, size: usize) -> i32 {
    // SAFETY: the promise above; an empty slice may not be made of a null pointer.
    target()(if size == 0 { &[] } else { unsafe { slice::from_raw_parts(data, size) } });
    0
}
