//! Checking on-chain proofs without a chain: verifier.json, and what pv_snark_verify does with it.

use std::io::{self, Read};

use halo2_base::halo2_proofs::{
    halo2curves::bn256::{Bn256, G1Affine, G2Affine},
    poly::commitment::ParamsProver,
};
use openvm_static_verifier::Halo2Params;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use snark_verifier_sdk::{
    NativeLoader, PlonkVerifier, SHPLONK,
    snark_verifier::{
        pcs::kzg::KzgDecidingKey,
        system::halo2::transcript::evm::EvmTranscript,
        verifier::{SnarkVerifier, plonk::PlonkProtocol},
    },
};

use crate::{
    engine::Engine,
    error::{Error, Result},
    limits::PUBLIC_VALUE_BYTES,
    object::segment::hex,
    panics,
    snark::{
        contract::{self, ACCUMULATOR_LIMBS, INSTANCES},
        halo2::WRAPPER_K,
        on_chain_proof::{OnChainProof, WORD},
        setup::Kind,
    },
};

/// Larger than any verifier.
const MOST_BYTES: usize = 64 << 10;

/// What on-chain proofs are checked against: the wrapper's verifying key and three points of the setup.
pub struct Verifier {
    fields: Fields,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fields {
    /// The engine's.
    version: String,
    setup: Kind,
    contract: String,
    k: u32,
    proof_bytes: usize,
    verifying_key: PlonkProtocol<G1Affine>,
    g1: G1Affine,
    g2: G2Affine,
    #[serde(rename = "sG2")]
    s_g2: G2Affine,
}

impl Verifier {
    /// The verifier of a wrapper's key.
    pub fn of(
        engine_version: &str,
        setup: Kind,
        srs: &Halo2Params,
        protocol: PlonkProtocol<G1Affine>,
    ) -> Self {
        let fields = Fields {
            version: engine_version.into(),
            setup,
            contract: contract::contract_name(setup).into(),
            k: WRAPPER_K,
            proof_bytes: proof_bytes(&protocol),
            verifying_key: protocol,
            g1: srs.get_g()[0],
            g2: srs.g2(),
            s_g2: srs.s_g2(),
        };
        let sha256 = hex(&Sha256::digest(serde_json::json!(fields).to_string()));
        Self { fields, sha256 }
    }

    pub fn json(&self) -> String {
        serde_json::json!(self.fields).to_string()
    }

    /// The Solidity source of the contract that checks the same.
    pub fn contract(&self) -> Result<String> {
        let Fields { verifying_key, g1, g2, s_g2, proof_bytes, setup, .. } = &self.fields;
        let contract = contract::solidity(verifying_key, &(*g1, *g2, *s_g2).into(), *setup)?;
        if contract.proof_bytes != ACCUMULATOR_LIMBS * WORD + proof_bytes {
            return Err(Error::engine(format!(
                "the contract takes proofs of {} bytes",
                contract.proof_bytes
            )));
        }
        Ok(contract.source)
    }

    pub fn parse(json: &[u8]) -> Result<Self> {
        let wrong = |why: String| Error::argument(format!("not a verifier of on-chain proofs: {why}"));
        if json.len() > MOST_BYTES {
            return Err(wrong(format!("{} bytes, a verifier has {MOST_BYTES} at most", json.len())));
        }
        let fields: Fields = serde_json::from_slice(json).map_err(|e| wrong(e.to_string()))?;
        let instances: usize = fields.verifying_key.num_instance.iter().sum();
        if instances != INSTANCES {
            return Err(wrong(format!("it is of {instances} public numbers, {INSTANCES} expected")));
        }
        Ok(Self { fields, sha256: hex(&Sha256::digest(json)) })
    }

    pub fn read(reader: &mut dyn Read) -> io::Result<Self> {
        let mut json = Vec::new();
        reader.take(MOST_BYTES as u64 + 1).read_to_end(&mut json)?;
        Self::parse(&json).map_err(io::Error::other)
    }

    pub fn setup(&self) -> Kind {
        self.fields.setup
    }

    /// Of its JSON.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Whether the proof proves what it says.
    pub fn check(&self, proof: &OnChainProof) -> std::result::Result<(), String> {
        let Fields { verifying_key: protocol, g1, g2, s_g2, proof_bytes, .. } = &self.fields;
        if proof.wrapper_proof().len() != *proof_bytes {
            return Err(format!(
                "the proof has {} bytes behind its accumulator, {proof_bytes} expected",
                proof.wrapper_proof().len()
            ));
        }
        let instances = [proof.instances()?];
        let key: KzgDecidingKey<Bn256> = (*g1, *g2, *s_g2).into();
        panics::refuse(|| {
            let mut transcript = EvmTranscript::<G1Affine, NativeLoader, _, _>::new(proof.wrapper_proof());
            let read = PlonkVerifier::<SHPLONK>::read_proof(&key, protocol, &instances, &mut transcript)
                .map_err(|e| format!("{e:?}"))?;
            PlonkVerifier::<SHPLONK>::verify(&key, protocol, &instances, &read).map_err(|e| format!("{e:?}"))
        })
    }
}

/// How long the wrapper's proofs are: its commitments and two of the opening as points, then evaluations.
fn proof_bytes(protocol: &PlonkProtocol<G1Affine>) -> usize {
    let witnesses: usize = protocol.num_witness.iter().sum();
    let points = witnesses + protocol.quotient.num_chunk() + 2;
    64 * points + 32 * protocol.evaluations.len()
}

/// Checks an on-chain proof: that it proves, under this verifier, a run of the program to verdict 0 with these public values.
pub fn verify(
    engine: &Engine,
    verifier: &[u8],
    program_id: &[u8; 32],
    public_values: &[u8; PUBLIC_VALUE_BYTES],
    proof: &[u8],
) -> Result<()> {
    let verifier = Verifier::parse(verifier)?;
    if verifier.fields.version != engine.version() {
        return Err(Error::argument(format!(
            "the verifier is of engine {}, this one is {}",
            verifier.fields.version,
            engine.version()
        )));
    }
    let proof = OnChainProof::parse(proof)?;
    if proof.version != engine.version() {
        return Err(Error::proof(format!(
            "it is of engine {}, expected {}",
            proof.version,
            engine.version()
        )));
    }
    if proof.setup != verifier.setup() || proof.verifier_sha256 != verifier.sha256() {
        return Err(Error::Rejected(format!(
            "it is for the verifier {} of the setup {}, not for {} of {}",
            proof.verifier_sha256,
            proof.setup,
            verifier.sha256(),
            verifier.setup()
        )));
    }
    if proof.commitments.program_id(engine)? != *program_id {
        return Err(Error::Rejected("it was made for another program".into()));
    }
    if proof.public_values != *public_values {
        return Err(Error::Rejected("it was made for other public values".into()));
    }
    verifier.check(&proof).map_err(Error::Rejected)
}
