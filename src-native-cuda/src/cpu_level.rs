//! The processor level that this library was compiled for, and whether this processor has it.

use crate::error::{Error, Result};

#[cfg(target_feature = "avx512f")]
pub const LEVEL: &str = "x86-64-v4";
#[cfg(all(target_feature = "avx2", not(target_feature = "avx512f")))]
pub const LEVEL: &str = "x86-64-v3";
#[cfg(not(target_feature = "avx2"))]
pub const LEVEL: &str = "x86-64";

/// Refuses a processor on which the field arithmetic would be an illegal instruction.
pub fn check() -> Result<()> {
    if has_level() {
        return Ok(());
    }
    Err(Error::UnsupportedCpu(format!(
        "this library was built for {LEVEL}, which this processor does not have; load the one built for an older level"
    )))
}

#[cfg(target_feature = "avx512f")]
fn has_level() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512cd")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && has_v3()
}

#[cfg(all(target_feature = "avx2", not(target_feature = "avx512f")))]
fn has_level() -> bool {
    has_v3()
}

/// What the level has beyond x86-64-v2; without LZCNT its instruction would not even fail, but count something else.
#[cfg(target_feature = "avx2")]
fn has_v3() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("f16c")
        && is_x86_feature_detected!("fma")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("movbe")
}

#[cfg(not(target_feature = "avx2"))]
fn has_level() -> bool {
    true
}
