//! The C ABI of `include/provelet_engine.h`.

mod exports;
mod on_chain;
mod types;

pub use exports::*;
