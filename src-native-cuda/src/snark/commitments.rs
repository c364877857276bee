//! How an on-chain proof names a program and its machine: numbers of BN254, as the contract has them.

use openvm_continuations::CommitBytes;
use openvm_recursion_circuit::utils::poseidon2_hash_slice;
use openvm_stark_sdk::config::baby_bear_poseidon2::{Digest, F};
use openvm_verify_stark_host::vk::VerificationBaseline;

use crate::{
    engine::Engine,
    error::{Error, Result},
    machine::vm::Model,
    object::program::{self, Program},
};

/// 32 bytes each, big-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitments {
    /// To code, initial memory and entry.
    pub app_exe: [u8; 32],
    /// To the machine: its verifying keys up to the proof that is aggregated with itself.
    pub app_vm: [u8; 32],
}

impl Program {
    /// How an on-chain proof names it and its machine.
    pub fn commitments(&self) -> Result<Commitments> {
        let app_vm = of_machine(&self.machine().verifier()?.baseline);
        Ok(Commitments { app_exe: bytes(self.commitment()), app_vm })
    }
}

impl Commitments {
    /// The program's id, see [`program::id`], on whichever of the engine's machines it is of.
    pub fn program_id(&self, engine: &Engine) -> Result<[u8; 32]> {
        let elements: [F; 8] = CommitBytes::try_new(self.app_exe)
            .map_err(|_| Error::proof("its program commitment is no number that stands for one"))?
            .into();
        for model in Model::ALL {
            if of_machine(&engine.machine(model).verifier()?.baseline) == self.app_vm {
                return Ok(program::id(model, &elements));
            }
        }
        Err(Error::Rejected("it is of none of this engine's machines".into()))
    }
}

/// As the root circuit hashes what the aggregated proof states.
fn of_machine(keys: &VerificationBaseline) -> [u8; 32] {
    let commits = [&keys.app_vk_commit, &keys.leaf_vk_commit, &keys.internal_for_leaf_vk_commit];
    let elements = commits.map(|commit| [commit.cached_commit, commit.vk_pre_hash]);
    bytes(poseidon2_hash_slice(elements.as_flattened().as_flattened()).0)
}

fn bytes(digest: Digest) -> [u8; 32] {
    *CommitBytes::from(digest).as_slice()
}
