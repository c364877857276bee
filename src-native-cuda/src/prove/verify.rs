//! Checking a final proof, and looking into objects.

use openvm_stark_backend::p3_field::PrimeField32;
use openvm_verify_stark_host::{
    VmStarkProof, verify_vm_stark_proof_decoded,
    vk::{VerificationBaseline, VmStarkVerifyingKey},
};

use crate::{
    engine::Engine,
    error::{Error, Result},
    limits::PUBLIC_VALUE_BYTES,
    machine::vm::Model,
    object::{
        program,
        proof::{Kind, ProofObject, is_proof},
        segment::{Segment, is_segment},
    },
    panics,
    prove::aggregate::verify_stark,
};

/// Checks that an object is a final proof that this program ran, on the machine that it is made for, to verdict 0 with exactly
/// these public values.
pub fn verify(
    engine: &Engine,
    program_id: &[u8; 32],
    public_values: &[u8; PUBLIC_VALUE_BYTES],
    object: &[u8],
) -> Result<()> {
    let object = ProofObject::decode(&engine.machines(), object)?;
    if object.kind != Kind::Final {
        return Err(Error::proof(format!("a {} proof, not a final one", object.kind.name())));
    }
    // What the proof says it is of: true only once it verifies against this.
    let commitment = object.span().map_err(Error::proof)?.commitment();
    let values = object.public_values.ok_or_else(|| Error::proof("it has no public values"))?;
    if program::id(object.model, &commitment) != *program_id {
        return Err(Error::Rejected(other_program(object.model, |model| {
            program::id(model, &commitment) == *program_id
        })));
    }
    let stated = values.public_values.iter().map(|value| value.as_canonical_u32());
    if !stated.eq(public_values.iter().map(|byte| u32::from(*byte))) {
        return Err(Error::Rejected("it was made for other public values".into()));
    }
    let verifier = engine.machine(object.model).verifier()?;
    let key = VmStarkVerifyingKey {
        mvk: verifier.mvk.clone(),
        baseline: VerificationBaseline { app_exe_commit: commitment, ..verifier.baseline.clone() },
    };
    let proof = VmStarkProof { inner: object.proof, user_pvs_proof: values, deferral_merkle_proofs: None };
    panics::refuse(|| verify_vm_stark_proof_decoded(&key, &proof).map_err(|e| e.to_string()))
        .map_err(Error::Rejected)
}

/// Why a proof of this machine is not one of a program, which would be that of the proof on a machine that it is told.
fn other_program(model: Model, is_of: impl Fn(Model) -> bool) -> String {
    match Model::ALL.into_iter().find(|other| is_of(*other)) {
        Some(other) => format!(
            "it is of a program of the {} machine, and the proof is of the {} one",
            other.name(),
            model.name()
        ),
        None => format!("it was made for another program, of the {} machine", model.name()),
    }
}

/// Checks that an object is a proof under its machine's keys, and says nothing about what was proved.
pub fn check_proof(engine: &Engine, object: &[u8]) -> Result<()> {
    let object = ProofObject::decode(&engine.machines(), object)?;
    verify_stark(&*engine.machine(object.model).verifying_key(object.kind)?, &object.proof)
        .map_err(Error::proof)
}

/// JSON of an object's header, after checking its hash.
pub fn inspect(engine: &Engine, object: &[u8]) -> Result<String> {
    let json = if is_segment(object) {
        let segment = Segment::decode(&engine.machines(), object)?;
        let meter = engine.machine(segment.model).meter()?;
        if segment.heights.len() != meter.airs().len() {
            return Err(Error::segment(format!(
                "it has {} traces, the machine {}",
                segment.heights.len(),
                meter.airs().len()
            )));
        }
        segment.describe(&meter.work(&segment.heights))
    } else if is_proof(object) {
        ProofObject::decode(&engine.machines(), object)?.describe(object.len())
    } else {
        return Err(Error::argument("neither a segment nor a proof"));
    };
    Ok(json.to_string())
}
