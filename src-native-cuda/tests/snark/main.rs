//! On-chain proofs: what needs no long proof.
#![cfg(feature = "snark")]

mod commitments;
mod document;
mod key_set;
mod packing;
mod root;
#[path = "../support/mod.rs"]
mod support;
