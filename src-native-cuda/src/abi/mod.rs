//! The C ABI of `include/provelet_engine.h`.

mod exports;
mod types;

pub use exports::*;
