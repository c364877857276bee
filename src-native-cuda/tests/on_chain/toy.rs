//! A small circuit in the wrapper's place: the same instances, the same columns, a proof in a second.

use halo2_base::{
    AssignedValue,
    gates::{
        RangeInstructions,
        circuit::{CircuitBuilderStage, builder::BaseCircuitBuilder},
    },
    halo2_proofs::{
        halo2curves::{
            bn256::{Bn256, Fr, G1Affine},
            ff::PrimeField,
            group::Curve,
        },
        plonk::{ProvingKey, keygen_pk2},
        poly::commitment::ParamsProver,
    },
};
use openvm_static_verifier::Halo2Params;
use provelet_engine::snark::{
    contract::{ACCUMULATOR_LIMBS, INSTANCES, LOCAL_CHAIN_ID},
    on_chain_proof::OnChainProof,
    setup::Kind,
    verifier::Verifier,
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use sha2::{Digest, Sha256};
use snark_verifier_sdk::{
    CircuitExt, SHPLONK,
    evm::{gen_evm_proof_shplonk, gen_evm_verifier_sol_code},
    halo2::aggregation::AggregationCircuit,
    snark_verifier::{
        pcs::kzg::KzgDecidingKey,
        system::halo2::{Config, compile},
        verifier::plonk::PlonkProtocol,
    },
};

use super::{Case, solc};

const K: usize = 10;
pub const VERSION: &str = "openvm-of-a-test";

pub struct Toy {
    pub case: Case,
    pub protocol: PlonkProtocol<G1Affine>,
    pub deciding: KzgDecidingKey<Bn256>,
    /// What snark-verifier's SDK makes for the same key.
    pub upstream: String,
}

/// A toy under a setup of its own.
pub fn toy(kind: Kind, setup_seed: u64) -> Toy {
    let params = Halo2Params::setup(K as u32, ChaCha20Rng::seed_from_u64(setup_seed));
    let instances = instances(&params);
    let key_builder = circuit(CircuitBuilderStage::Keygen, &instances);
    let key = keygen_pk2(&params, &key_builder, false).expect("keys");
    let config = Config::kzg()
        .with_num_instance(key_builder.num_instance())
        .with_accumulator_indices(AggregationCircuit::accumulator_indices());
    let protocol = compile(&params, key.get_vk(), config);
    let upstream =
        gen_evm_verifier_sol_code::<AggregationCircuit, SHPLONK>(&params, key.get_vk(), vec![INSTANCES]);
    let verifier = Verifier::of(VERSION, kind, &params, protocol.clone());
    let proof =
        OnChainProof::new(&verifier, VERSION, &instances, &prove(&params, &key, &key_builder, &instances))
            .expect("a proof");
    let name = match kind {
        Kind::Ceremony => "ProveletVerifier",
        Kind::InsecureDev => "InsecureDevProveletVerifier",
    };
    let contract = solc::compile(&verifier.contract().expect("a contract"), name);
    let deciding = (params.get_g()[0], params.g2(), params.s_g2()).into();
    let case = Case { verifier, contract, chain_id: LOCAL_CHAIN_ID, proof };
    Toy { case, protocol, deciding, upstream }
}

/// An accumulator that the setup's τ holds for, commitments, and two digests in halves.
fn instances(params: &Halo2Params) -> Vec<Fr> {
    let scalar = Fr::from(5);
    let (left, right) = (params.get_g()[1] * scalar, params.get_g()[0] * scalar);
    let limbs = [left, right].into_iter().flat_map(|point| {
        let point = point.to_affine();
        [point.x, point.y].into_iter().flat_map(|number| limbs(&number.to_repr()))
    });
    let commitments = [Fr::from(77).square(), -Fr::from(3)];
    let digests = [Sha256::digest(b"input"), Sha256::digest(b"output")];
    let halves = digests.iter().flat_map(|digest| digest.chunks(16).map(number));
    let instances: Vec<Fr> = limbs.chain(commitments).chain(halves).collect();
    assert_eq!(instances.len(), INSTANCES);
    assert_eq!(ACCUMULATOR_LIMBS, 12);
    instances
}

fn limbs(little_endian: &[u8; 32]) -> [Fr; 3] {
    [0..11, 11..22, 22..32].map(|bytes| {
        let mut limb = [0; 32];
        limb[..bytes.len()].copy_from_slice(&little_endian[bytes]);
        Fr::from_repr(limb).expect("88 bits")
    })
}

fn number(big_endian: &[u8]) -> Fr {
    let mut bytes = [0; 32];
    bytes[..big_endian.len()].copy_from_slice(big_endian);
    bytes[..big_endian.len()].reverse();
    Fr::from_repr(bytes).expect("128 bits")
}

/// Instances without any constraint, and enough range checks for four columns, as the wrapper has.
fn circuit(stage: CircuitBuilderStage, instances: &[Fr]) -> BaseCircuitBuilder<Fr> {
    let mut builder =
        BaseCircuitBuilder::from_stage(stage).use_k(K).use_lookup_bits(K - 1).use_instance_columns(1);
    let range = builder.range_chip();
    let context = builder.main(0);
    let assigned: Vec<AssignedValue<Fr>> = context.assign_witnesses(instances.iter().copied());
    for value in 0..300 {
        let witness = context.load_witness(Fr::from(value));
        range.range_check(context, witness, 2 * (K - 1));
    }
    builder.assigned_instances[0] = assigned;
    if !matches!(stage, CircuitBuilderStage::Prover) {
        builder.calculate_params(Some(9));
    }
    builder
}

fn prove(
    params: &Halo2Params,
    key: &ProvingKey<G1Affine>,
    key_builder: &BaseCircuitBuilder<Fr>,
    instances: &[Fr],
) -> Vec<u8> {
    let prover = circuit(CircuitBuilderStage::Prover, instances)
        .use_params(key_builder.config_params.clone())
        .use_break_points(key_builder.break_points());
    gen_evm_proof_shplonk(params, key, prover, vec![instances.to_vec()])
}
