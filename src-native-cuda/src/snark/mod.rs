//! The last stage: a final proof becomes one that an EVM contract verifies. See docs/on-chain.md.

pub mod commitments;
pub mod contract;
mod halo2;
pub mod key_set;
pub mod make;
pub mod on_chain_proof;
pub mod packing;
pub mod progress;
pub mod root;
pub mod setup;
pub mod static_proof;
pub mod verifier;
pub mod wrapper;
