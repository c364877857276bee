//! On-chain proofs: what needs no long proof.
#![cfg(feature = "snark")]

mod commitments;
mod document;
mod key_set;
mod packing;
mod poseidon2;
mod root;
mod root_prover;
#[path = "../support/mod.rs"]
mod support;
