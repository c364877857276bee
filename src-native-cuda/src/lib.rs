//! Provelet's proving engine: a thin layer over the OpenVM crates. `include/provelet_engine.h` is its specification.
#![deny(unsafe_op_in_unsafe_fn)]

pub mod abi;
mod cpu_level;
mod engine;
mod error;
mod limits;
mod machine;
mod object;
mod panics;
mod prove;
mod run;
#[cfg(feature = "snark")]
pub mod snark;

/// PV_ABI_VERSION of the header.
pub const ABI_VERSION: u32 = 8;

pub use engine::{APP_LOG_STACKED_HEIGHT, Engine};
pub use error::{Error, Result};
pub use machine::{
    key_digests::KeyDigests,
    memory_cpu::SparseSystem,
    memory_tree::{MemoryTree, Page},
    operand_check::Access,
    released_keys::RELEASED_KEYS,
    vm::{Model, Purpose},
};
pub use object::program::Program;
#[cfg(feature = "snark")]
pub use panics::catch as step;
pub use prove::{
    aggregate::{Layer, aggregate, aggregate_unchecked},
    segment_prover::prove,
    traces::{Traces, check},
    verify::{check_proof, inspect, verify},
};
pub use run::{
    execute::{Callbacks, Limits, Profile, execute, profile},
    report::{Outcome, Report, TouchedMemory},
    split::split,
};
