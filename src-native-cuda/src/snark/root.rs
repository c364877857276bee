//! The root proof: a final proof proved once more, with hashes that a circuit over BN254 can check.

use std::sync::Arc;

use openvm_continuations::{
    RootSC,
    prover::{RootCpuProver, engine_device_ctx},
};
use openvm_stark_backend::{
    StarkEngine,
    codec::{Decode, Encode},
    keygen::types::{MultiStarkProvingKey, MultiStarkVerifyingKey},
    proof::Proof,
    prover::ProvingContext,
};
use openvm_stark_sdk::config::{
    baby_bear_bn254_poseidon2::BabyBearBn254Poseidon2CpuEngine as RootEngine,
    root_params_with_100_bits_security,
};
use openvm_static_verifier::{
    StaticVerifierCircuit, compute_dag_onion_commit, log_heights_per_air_from_proof,
};
use serde::{Deserialize, Serialize};

use crate::{
    engine::Engine,
    error::{Error, Result},
    machine::vm::{Machine, Model},
    object::{
        codec::{self, Reader, Writer},
        proof::{Kind, ProofObject},
    },
    panics,
    prove::aggregate::{self, verify_stark},
    snark::{progress::Progress, root_prover},
};

const MAGIC: &[u8; 8] = b"PVROOT\0\x01";
/// A root proof of this engine version, of some program: keys above it are made from its shape, which all have.
pub const REPRESENTATIVE: &[u8] = include_bytes!("representative_root.bin");
/// How many phases [`prove`] tells of.
pub const PHASES: u32 = 4;
/// More wraps than one have never been needed; each costs half a minute.
const MOST_WRAPS: usize = 4;

pub type RootProof = Proof<RootSC>;
type Context = ProvingContext<<RootEngine as StarkEngine>::PB>;

/// What root proofs are made with: the same for all programs and machines.
#[derive(Clone, Serialize, Deserialize)]
pub struct RootKey {
    key: Arc<MultiStarkProvingKey<RootSC>>,
    /// Of each trace; the static verifier is made for them.
    heights: Vec<usize>,
}

impl RootKey {
    /// The key of an engine's aggregated proofs.
    pub fn generate(engine: &Engine) -> Result<Self> {
        let log_heights = log_heights_per_air_from_proof(&representative()?);
        let heights = log_heights.into_iter().map(|log| 1 << log).collect();
        Ok(Self { key: prover(engine.machine(Model::Base), None)?.get_pk(), heights })
    }

    /// The key without heights, and those that the traces of this final proof have.
    pub fn generate_for(engine: &Engine, object: &[u8]) -> Result<Self> {
        let last = final_proof(engine, object)?;
        let prover = prover(engine.machine(last.model), None)?;
        let context = traces(&prover, &last).ok_or_else(|| Error::engine("it has no traces"))?;
        let heights = context.into_iter().map(|(_, air)| air.height()).collect();
        Ok(Self { key: prover.get_pk(), heights })
    }

    fn verifying_key(&self) -> MultiStarkVerifyingKey<RootSC> {
        self.key.get_vk()
    }

    /// The circuit that checks root proofs of this key.
    pub fn static_verifier(&self, engine: &Engine) -> Result<StaticVerifierCircuit> {
        let child = engine.machine(Model::Base).verifier()?;
        let onion = compute_dag_onion_commit(&child.mvk);
        let log_heights: Vec<usize> = self.heights.iter().map(|height| height.ilog2() as usize).collect();
        StaticVerifierCircuit::try_new(self.verifying_key(), onion, &log_heights).map_err(Error::engine)
    }
}

/// A root proof that keys can be made from.
pub fn representative() -> Result<RootProof> {
    decode(REPRESENTATIVE)
}

/// Proves a final proof once more.
pub fn prove(engine: &Engine, key: &RootKey, object: &[u8], progress: &mut Progress) -> Result<Vec<u8>> {
    progress.begin("check of the final proof");
    let mut last = final_proof(engine, object)?;
    let machine = engine.machine(last.model).clone();
    let prover = prover(&machine, Some(key.clone()))?;
    progress.begin("root traces");
    let mut context = traces(&prover, &last);
    for _ in 0..MOST_WRAPS {
        if context.is_some() {
            break;
        }
        last = aggregate::wrap_again(engine, last)?;
        context = traces(&prover, &last);
    }
    let context = context.ok_or_else(|| {
        Error::engine(format!("the traces do not fit the root key, after {MOST_WRAPS} more wraps"))
    })?;
    drop(last);
    progress.begin("root proof");
    let proof = root_prover::prove(&prover.get_pk(), context)?;
    progress.begin("check of the root proof");
    check(&prover.get_vk(), &proof).map_err(Error::engine)?;
    encode(&proof)
}

/// Reads a root proof and checks it against the circuit's key.
pub fn read(circuit: &StaticVerifierCircuit, object: &[u8]) -> Result<RootProof> {
    let proof = decode(object)?;
    if log_heights_per_air_from_proof(&proof) != circuit.log_heights_per_air {
        return Err(Error::proof("a root proof of other heights"));
    }
    check(&circuit.root_vk, &proof)
        .map_err(|why| Error::proof(format!("a root proof that does not verify: {why}")))?;
    Ok(proof)
}

fn check(key: &MultiStarkVerifyingKey<RootSC>, proof: &RootProof) -> std::result::Result<(), String> {
    let engine: RootEngine = RootEngine::new(key.inner.params.clone());
    panics::refuse(|| engine.verify(key, proof).map_err(|e| e.to_string()))
}

fn final_proof(engine: &Engine, object: &[u8]) -> Result<ProofObject> {
    let last = ProofObject::decode(&engine.machines(), object)?;
    if last.kind != Kind::Final || last.public_values.is_none() {
        return Err(Error::proof(format!("a {} proof, not a final one", last.kind.name())));
    }
    let key = &engine.machine(last.model).verifier()?.mvk;
    verify_stark(key, &last.proof).map_err(|why| Error::proof(format!("does not verify: {why}")))?;
    Ok(last)
}

fn prover(machine: &Machine, key: Option<RootKey>) -> Result<RootCpuProver> {
    let system = machine.system();
    let (memory, values) = (system.memory_config.memory_dimensions(), system.num_public_values);
    let verifier = machine.verifier()?;
    let child = Arc::new(verifier.mvk.clone());
    let commit = verifier.baseline.internal_recursive_vk_commit.cached_commit.into();
    Ok(match key {
        None => RootCpuProver::new::<RootEngine>(
            child,
            commit,
            root_params_with_100_bits_security(),
            memory,
            values,
            None,
            None,
        ),
        Some(RootKey { key, heights }) => {
            RootCpuProver::from_pk::<RootEngine>(child, commit, key, memory, values, None, Some(heights))
        }
    })
}

/// Unless they do not fit the prover's heights.
fn traces(prover: &RootCpuProver, last: &ProofObject) -> Option<Context> {
    let stark: RootEngine = prover.create_engine();
    let values = last.public_values.as_ref()?;
    prover.generate_proving_ctx_no_def(last.proof.clone(), values, engine_device_ctx(&stark))
}

fn encode(proof: &RootProof) -> Result<Vec<u8>> {
    let mut writer = Writer::default();
    writer.sized(&proof.encode_to_vec().map_err(Error::engine)?);
    Ok(writer.seal(MAGIC))
}

fn decode(object: &[u8]) -> Result<RootProof> {
    let proof = || {
        let mut reader = Reader::new(codec::open(MAGIC, object)?);
        let bytes = reader.sized()?;
        reader.end()?;
        panics::refuse(|| RootProof::decode_from_bytes(bytes).map_err(|e| e.to_string()))
    };
    proof().map_err(|why| Error::proof(format!("not a root proof: {why}")))
}
