//! The byte formats: programs, segments and proofs. `docs/program-format.md` specifies them.

pub mod codec;
pub mod memory_image;
pub mod program;
pub mod proof;
pub mod proof_counts;
pub mod segment;
