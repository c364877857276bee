//! The last stage: a final proof becomes one that an EVM contract verifies. See docs/on-chain.md.

mod bn254;
pub mod commitments;
pub mod contract;
mod halo2;
pub mod key_set;
pub mod make;
pub mod on_chain_proof;
pub mod packing;
pub mod poseidon2;
pub mod progress;
pub mod root;
pub mod root_prover;
pub mod setup;
pub mod static_proof;
pub mod verifier;
pub mod wrapper;
