//! The wrapper: a Halo2 proof that a static proof verifies, with the transcript that a contract can follow.

use halo2_base::{
    gates::circuit::CircuitBuilderStage,
    halo2_proofs::{
        halo2curves::bn256::{Fr, G1Affine},
        plonk::keygen_pk2,
    },
};
use openvm_static_verifier::{Halo2Params, wrapper::KZG_PARAMS_FOR_SVK};
use snark_verifier_sdk::{
    CircuitExt, SHPLONK, Snark,
    evm::gen_evm_proof_shplonk,
    halo2::{
        aggregation::{AggregationCircuit, AggregationConfigParams, VerifierUniversality},
        gen_dummy_snark_from_protocol,
    },
    snark_verifier::{
        system::halo2::{Config, compile},
        verifier::plonk::PlonkProtocol,
    },
};

use crate::{
    error::{Error, Result},
    snark::{
        halo2::{self, Key, Layout, MINIMUM_ROWS, WRAPPER_K, lookup_bits},
        key_set::{KeySet, names},
        on_chain_proof::OnChainProof,
        progress::Progress,
        static_proof,
        verifier::Verifier,
    },
};

/// How many phases [`prove`] tells of.
pub const PHASES: u32 = 5;

/// OpenVM's own wrapper insists on one advice column; this one takes as many as [`WRAPPER_K`] needs.
fn circuit(stage: CircuitBuilderStage, snark: Snark) -> AggregationCircuit {
    let config = AggregationConfigParams {
        degree: WRAPPER_K,
        lookup_bits: lookup_bits(WRAPPER_K),
        ..Default::default()
    };
    let universality = VerifierUniversality::None;
    let mut circuit =
        AggregationCircuit::new::<SHPLONK>(stage, config, &KZG_PARAMS_FOR_SVK, [snark], universality);
    circuit.expose_previous_instances(false);
    circuit
}

/// The wrapper's key for static proofs that are checked as this says.
pub fn generate_key(srs: &Halo2Params, below: PlonkProtocol<G1Affine>) -> Result<(Key, Layout)> {
    // It does not verify, and need not: a key depends on the shape alone.
    let stand_in = gen_dummy_snark_from_protocol::<SHPLONK>(below);
    let mut circuit = circuit(CircuitBuilderStage::Keygen, stand_in);
    circuit.calculate_params(Some(MINIMUM_ROWS));
    let key = keygen_pk2(srs, &circuit, false).map_err(Error::engine)?;
    let instances = circuit.num_instance();
    let config = Config::kzg()
        .with_num_instance(instances.clone())
        .with_accumulator_indices(AggregationCircuit::accumulator_indices());
    let protocol = compile(srs, key.get_vk(), config);
    let params = circuit.builder.config_params.clone();
    Ok((key, Layout { params, break_points: circuit.break_points(), instances, protocol }))
}

/// Proves that a static proof verifies, and returns the on-chain proof.
pub fn prove(keys: &KeySet, object: &[u8], progress: &mut Progress) -> Result<Vec<u8>> {
    halo2::check_memory()?;
    progress.begin("check of the static proof");
    let srs = keys.wrapper_srs()?;
    let verifier = keys.read(names::VERIFIER, |reader| Verifier::read(reader))?;
    let snark = static_proof::read(keys.value(names::STATIC_LAYOUT)?, &srs, object)?;
    progress.begin("keys of the wrapper");
    let layout: Layout = keys.value(names::WRAPPER_LAYOUT)?;
    let key = halo2::read_key(keys, names::WRAPPER_KEY, &layout)?;
    progress.begin("witness of the wrapper");
    let params =
        layout.params.try_into().map_err(|_| Error::engine("the wrapper's layout is no aggregation's"))?;
    let circuit =
        circuit(CircuitBuilderStage::Prover, snark).use_params(params).use_break_points(layout.break_points);
    let instances: Vec<Vec<Fr>> = circuit.instances();
    progress.begin("EVM proof");
    let proof = gen_evm_proof_shplonk(&srs, &key, circuit, instances.clone());
    drop(key);
    progress.begin("check of the EVM proof");
    let [instances] = instances.try_into().map_err(|_| Error::engine("not one column of instances"))?;
    let proof = OnChainProof::new(&verifier, &keys.manifest().engine_version, &instances, &proof)?;
    verifier.check(&proof).map_err(Error::engine)?;
    Ok(proof.to_json().into_bytes())
}
