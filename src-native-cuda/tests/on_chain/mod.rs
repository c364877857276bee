//! What the tests of on-chain proofs share: an EVM, the compiler, a small circuit, and the attacks that every verifier withstands.
#![allow(dead_code)]

pub mod attacks;
pub mod evm;
pub mod solc;
pub mod toy;

use provelet_engine::snark::{on_chain_proof::OnChainProof, verifier::Verifier};

/// A verifier, its contract, and a proof that both take.
pub struct Case {
    pub verifier: Verifier,
    pub contract: solc::Compiled,
    pub chain_id: u64,
    pub proof: OnChainProof,
}

impl Case {
    pub fn evm(&self) -> evm::Evm {
        evm::Evm::deploy(&self.contract.bytecode, self.chain_id)
    }
}
