//! The virtual machines: their instructions, circuits and memory, and their keys.

pub mod accelerated;
pub mod accelerated_check;
pub mod accelerated_circuit;
pub mod byte_order;
pub mod circuit;
pub mod circuit_cpu;
#[cfg(feature = "cuda")]
pub mod circuit_gpu;
pub mod key_cache;
pub mod key_digests;
pub mod memory_cpu;
pub mod memory_tree;
pub mod opcode;
pub mod operand_check;
pub mod prime_field;
pub mod released_keys;
pub mod vm;
