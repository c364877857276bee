//! The proof object: a proof of some consecutive segments, and at which step of the aggregation it stands.

use std::{borrow::Borrow, sync::Arc};

use openvm_circuit::{
    arch::{
        BOUNDARY_AIR_ID, CONNECTOR_AIR_ID, MERKLE_AIR_ID, PROGRAM_AIR_ID, PROGRAM_CACHED_TRACE_INDEX,
        hasher::poseidon2::vm_poseidon2_hasher,
    },
    system::{
        connector::VmConnectorPvs,
        memory::{
            CHUNK,
            merkle::{MemoryMerklePvs, public_values::UserPublicValuesProof},
        },
        program::trace::compute_exe_commit,
    },
};
use openvm_stark_backend::{
    codec::{Decode, Encode},
    p3_field::PrimeCharacteristicRing,
    proof::Proof,
};
use openvm_stark_sdk::config::baby_bear_poseidon2::{BabyBearPoseidon2Config as SC, Digest, F};
use openvm_verify_stark_host::pvs::{VM_PVS_AIR_ID, VmPvs};

use crate::{
    error::{Error, Result},
    machine::vm::{self, Machine, Model},
    object::{
        codec::{self, Malformed, Reader, Writer},
        proof_counts,
    },
    prove::{aggregate::verify_stark, backend},
};

const MAGIC: &[u8; 8] = b"PVPRF\0\0\x01";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Segment,
    Leaf,
    Internal,
    Recursive,
    Final,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Segment, Self::Leaf, Self::Internal, Self::Recursive, Self::Final];

    pub fn name(self) -> &'static str {
        match self {
            Self::Segment => "segment",
            Self::Leaf => "leaf",
            Self::Internal => "internal",
            Self::Recursive => "recursive",
            Self::Final => "final",
        }
    }
}

/// What the run's memory held at the end where the verdict and the public values are.
pub type PublicValuesProof = UserPublicValuesProof<CHUNK, F>;

#[derive(Clone, Debug)]
pub struct ProofObject {
    pub model: Model,
    pub kind: Kind,
    /// Recursive proofs below it, itself included; 0 below the first.
    pub depth: u8,
    pub first: u32,
    pub last: u32,
    pub proof: Proof<SC>,
    /// With the last segment's proof, and what is made of it.
    pub public_values: Option<PublicValuesProof>,
}

/// The part of a run that a proof covers, as the proof itself states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub program: Digest,
    pub initial_pc: F,
    pub final_pc: F,
    pub exit_code: F,
    pub terminates: bool,
    pub initial_root: Digest,
    pub final_root: Digest,
}

impl Span {
    /// OpenVM's commitment to the program, its memory where the span starts, and the pc there.
    pub fn commitment(&self) -> Digest {
        compute_exe_commit(&vm_poseidon2_hasher(), &self.program, &self.initial_root, self.initial_pc)
    }
}

impl ProofObject {
    /// The object of a proof that was just made.
    pub fn hand_out(&self, machine: &Machine) -> Result<Vec<u8>> {
        if backend::IS_CHECKED {
            verify_stark(&*machine.verifying_key(self.kind)?, &self.proof)
                .map_err(|why| Error::engine(format!("what the GPU made does not verify: {why}")))?;
        }
        self.encode(machine)
    }

    fn encode(&self, machine: &Machine) -> Result<Vec<u8>> {
        let mut writer = Writer::default();
        let proof = self.proof.encode_to_vec().map_err(Error::engine)?;
        writer
            .sized(machine.version().as_bytes())
            .u8(self.kind as u8)
            .u8(self.depth)
            .u32(self.first)
            .u32(self.last)
            .sized(&proof)
            .u8(self.public_values.is_some().into());
        if let Some(values) = &self.public_values {
            let mut bytes = Vec::new();
            values.encode::<SC, _>(&mut bytes).map_err(Error::engine)?;
            writer.sized(&bytes);
        }
        Ok(writer.seal(MAGIC))
    }

    /// Reads an object of one of these machines.
    pub fn decode(machines: &[&Arc<Machine>], object: &[u8]) -> Result<Self> {
        decode(machines, object).map_err(Error::proof)
    }

    pub fn describe(&self, size: usize) -> serde_json::Value {
        serde_json::json!({
            "object": "proof",
            "machine": self.model.name(),
            "kind": self.kind.name(),
            "depth": self.depth,
            "first": self.first,
            "last": self.last,
            "ends_run": self.public_values.is_some(),
            "bytes": size,
        })
    }

    /// Reads what the proof says about itself; call it on a proof that verifies.
    pub fn span(&self) -> std::result::Result<Span, Malformed> {
        match self.kind {
            Kind::Segment => segment_span(&self.proof),
            Kind::Leaf | Kind::Internal | Kind::Recursive | Kind::Final => {
                let values = public_values(&self.proof, VM_PVS_AIR_ID, VmPvs::<u8>::width())?;
                let values: &VmPvs<F> = values.borrow();
                Ok(Span {
                    program: values.program_commit,
                    initial_pc: values.initial_pc,
                    final_pc: values.final_pc,
                    exit_code: values.exit_code,
                    terminates: values.is_terminate == F::ONE,
                    initial_root: values.initial_root,
                    final_root: values.final_root,
                })
            }
        }
    }
}

pub fn is_proof(object: &[u8]) -> bool {
    object.starts_with(MAGIC)
}

fn segment_span(proof: &Proof<SC>) -> std::result::Result<Span, Malformed> {
    let program = proof
        .trace_vdata
        .get(PROGRAM_AIR_ID)
        .and_then(Option::as_ref)
        .and_then(|data| data.cached_commitments.get(PROGRAM_CACHED_TRACE_INDEX))
        .ok_or("it names no program")?;
    if proof.trace_vdata.get(BOUNDARY_AIR_ID).is_none_or(Option::is_none) {
        return Err("it has no memory".into());
    }
    let connector = public_values(proof, CONNECTOR_AIR_ID, VmConnectorPvs::<u8>::width())?;
    let connector: &VmConnectorPvs<F> = connector.borrow();
    let memory = public_values(proof, MERKLE_AIR_ID, MemoryMerklePvs::<u8, CHUNK>::width())?;
    let memory: &MemoryMerklePvs<F, CHUNK> = memory.borrow();
    Ok(Span {
        program: *program,
        initial_pc: connector.initial_pc,
        final_pc: connector.final_pc,
        exit_code: connector.exit_code,
        terminates: connector.is_terminate == F::ONE,
        initial_root: memory.initial_root,
        final_root: memory.final_root,
    })
}

fn public_values(proof: &Proof<SC>, air: usize, width: usize) -> std::result::Result<&[F], Malformed> {
    let values = proof.public_values.get(air).ok_or("it has no public values")?;
    if values.len() != width {
        return Err(format!("{} public values, {width} expected", values.len()));
    }
    Ok(values)
}

fn decode(machines: &[&Arc<Machine>], object: &[u8]) -> std::result::Result<ProofObject, Malformed> {
    let mut reader = Reader::new(codec::open(MAGIC, object)?);
    let model = vm::named(machines, reader.text()?)?.model();
    let kind = reader.u8()?;
    let kind = *Kind::ALL.get(kind as usize).ok_or_else(|| format!("kind {kind} does not exist"))?;
    let depth = reader.u8()?;
    let first = reader.u32()?;
    let last = reader.u32()?;
    if first > last {
        return Err(format!("it covers segments {first} to {last}"));
    }
    let bytes = reader.sized()?;
    proof_counts::check(bytes)?;
    let proof = Proof::<SC>::decode_from_bytes(bytes).map_err(|e| e.to_string())?;
    let public_values = if reader.bool()? {
        let mut bytes = reader.sized()?;
        let values = PublicValuesProof::decode::<SC, _>(&mut bytes).map_err(|e| e.to_string())?;
        if !bytes.is_empty() {
            return Err(format!("{} bytes follow the public values' proof", bytes.len()));
        }
        Some(values)
    } else {
        None
    };
    reader.end()?;
    Ok(ProofObject { model, kind, depth, first, last, proof, public_values })
}
