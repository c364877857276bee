//! Provelet's proving engine: a thin layer over the OpenVM crates. `include/provelet_engine.h` is its specification.
#![deny(unsafe_op_in_unsafe_fn)]

pub mod abi;
mod accelerated;
mod accelerators;
mod aggregate;
mod anchor;
mod backend;
mod circuit;
mod circuit_cpu;
#[cfg(feature = "cuda")]
mod circuit_gpu;
mod cpu;
#[cfg(feature = "cuda")]
mod cuda_abi;
mod device;
mod engine;
mod error;
mod execute;
mod ffi;
mod fields;
mod guard;
mod host;
mod image;
mod interpreter;
mod keys;
mod limits;
mod machine;
mod memory_cpu;
mod memory_tree;
mod meter;
mod opcode;
mod operand_guard;
mod order;
mod panics;
mod program;
mod proof;
mod proof_counts;
mod prove;
mod released;
mod report;
mod segment;
mod split;
mod traces;
mod verify;
mod wire;

/// PV_ABI_VERSION of the header.
pub const ABI_VERSION: u32 = 7;

pub use aggregate::{Layer, aggregate, aggregate_unchecked};
pub use anchor::Anchors;
pub use engine::{APP_LOG_STACKED_HEIGHT, Engine};
pub use error::{Error, Result};
pub use execute::{Callbacks, Limits, Profile, execute, profile};
pub use guard::Access;
pub use machine::{Model, Purpose};
pub use memory_cpu::SparseSystem;
pub use memory_tree::{MemoryTree, Page};
pub use program::Program;
pub use prove::prove;
pub use released::ANCHORS;
pub use report::{Outcome, Report, Touched};
pub use split::split;
pub use traces::{Traces, check};
pub use verify::{check_proof, inspect, verify};
