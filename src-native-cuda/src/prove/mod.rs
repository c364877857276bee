//! Proving, aggregating and verifying, and the processor or GPU that does it.

pub mod aggregate;
pub mod backend;
#[cfg(feature = "cuda")]
pub mod cuda_abi;
pub mod device;
pub mod segment_prover;
pub mod traces;
pub mod verify;
