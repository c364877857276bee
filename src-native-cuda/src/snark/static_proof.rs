//! The static proof: a Halo2 proof that a root proof verifies, with its public values as instances.

use std::sync::Arc;

use halo2_base::{
    gates::circuit::{CircuitBuilderStage, builder::BaseCircuitBuilder},
    halo2_proofs::{
        halo2curves::bn256::{Bn256, Fr, G1Affine},
        plonk::keygen_pk2,
        poly::commitment::ParamsProver,
    },
};
use openvm_static_verifier::{
    Halo2Params, StaticVerifierCircuit, StaticVerifierShape, backend::Halo2Backend,
};
use serde::{Deserialize, Serialize};
use snark_verifier_sdk::{
    NativeLoader, PlonkVerifier, SHPLONK, Snark,
    halo2::{POSEIDON_SPEC, PoseidonTranscript, gen_snark_shplonk},
    snark_verifier::{
        pcs::kzg::KzgDecidingKey,
        system::halo2::{Config, compile},
        verifier::{SnarkVerifier, plonk::PlonkProtocol},
    },
};

use crate::{
    error::{Error, Result},
    object::codec::{self, Reader},
    panics,
    snark::{
        halo2::{self, Key, Layout, MINIMUM_ROWS, STATIC_K, lookup_bits},
        key_set::{KeySet, names},
        packing,
        progress::Progress,
        root::{self, RootProof},
    },
};

/// How many phases [`prove`] tells of.
pub const PHASES: u32 = 5;
const MAGIC: &[u8; 8] = b"PVSNARK\x01";

/// A static proof as it is handed on: how to check it is not taken from it.
#[derive(Serialize, Deserialize)]
struct StaticProof {
    instances: Vec<Vec<Fr>>,
    proof: Vec<u8>,
}

/// Constrains a builder to what verifies the proof, and makes its public values the instances: the commitments to program and
/// machine, and four words of the 64 bytes.
pub fn populate(builder: &mut BaseCircuitBuilder<Fr>, circuit: &StaticVerifierCircuit, proof: &RootProof) {
    let range = builder.range_chip();
    let mut backend = Halo2Backend::new(Arc::new(range.clone()), builder.main(0));
    let values = circuit.populate_pvs(&mut backend, proof);
    let words = packing::pack(backend.ctx_mut(), &range, &values.user_public_values);
    let instances = &mut builder.assigned_instances[0];
    instances.extend([values.app_exe_commit, values.app_vm_commit]);
    instances.extend(words);
}

/// The circuit's key, made from the shape of any root proof.
pub fn generate_key(
    srs: &Halo2Params,
    circuit: &StaticVerifierCircuit,
    any: &RootProof,
) -> Result<(Key, Layout)> {
    let shape = StaticVerifierShape {
        k: STATIC_K as usize,
        lookup_bits: lookup_bits(STATIC_K),
        minimum_rows: MINIMUM_ROWS,
        instance_columns: 1,
    };
    let mut builder = StaticVerifierCircuit::builder(CircuitBuilderStage::Keygen, &shape);
    populate(&mut builder, circuit, any);
    let params = builder.calculate_params(Some(MINIMUM_ROWS));
    let key = keygen_pk2(srs, &builder, false).map_err(Error::engine)?;
    let instances: Vec<_> = builder.assigned_instances.iter().map(Vec::len).collect();
    let config = Config::kzg().with_num_instance(instances.clone());
    let protocol = compile(srs, key.get_vk(), config);
    Ok((key, Layout { params, break_points: builder.break_points(), instances, protocol }))
}

/// Proves that a root proof verifies.
pub fn prove(keys: &KeySet, root_proof: &[u8], progress: &mut Progress) -> Result<Vec<u8>> {
    halo2::check_memory()?;
    progress.begin("check of the root proof");
    let circuit: StaticVerifierCircuit = keys.value(names::CIRCUIT)?;
    let root_proof = root::read(&circuit, root_proof)?;
    progress.begin("keys of the static proof");
    let layout: Layout = keys.value(names::STATIC_LAYOUT)?;
    let key = halo2::read_key(keys, names::STATIC_KEY, &layout)?;
    let srs = keys.static_srs()?;
    progress.begin("witness of the static proof");
    let mut builder = BaseCircuitBuilder::prover(layout.params, layout.break_points).use_instance_columns(1);
    populate(&mut builder, &circuit, &root_proof);
    progress.begin("static proof");
    let no_file: Option<&str> = None;
    let Snark { instances, proof, .. } = gen_snark_shplonk(&srs, &key, builder, no_file);
    progress.begin("check of the static proof");
    let proof = StaticProof { instances, proof };
    check(&layout.protocol, &deciding_key(&srs), &proof).map_err(Error::engine)?;
    let body = bincode::serde::encode_to_vec(&proof, bincode::config::standard()).map_err(Error::engine)?;
    Ok(codec::seal(MAGIC, &body))
}

/// Reads a static proof that verifies.
pub fn read(layout: Layout, srs: &Halo2Params, object: &[u8]) -> Result<Snark> {
    let proof = || -> std::result::Result<StaticProof, String> {
        let mut reader = Reader::new(codec::open(MAGIC, object)?);
        let bytes = reader.bytes(reader.left())?;
        let (proof, used) = bincode::serde::decode_from_slice(bytes, bincode::config::standard())
            .map_err(|e| e.to_string())?;
        if used != bytes.len() {
            return Err("bytes follow its end".into());
        }
        Ok(proof)
    };
    let proof = proof().map_err(|why| Error::proof(format!("not a static proof: {why}")))?;
    check(&layout.protocol, &deciding_key(srs), &proof)
        .map_err(|why| Error::proof(format!("a static proof that does not verify: {why}")))?;
    Ok(Snark::new(layout.protocol, proof.instances, proof.proof))
}

fn deciding_key(srs: &Halo2Params) -> KzgDecidingKey<Bn256> {
    (srs.get_g()[0], srs.g2(), srs.s_g2()).into()
}

fn check(
    protocol: &PlonkProtocol<G1Affine>,
    key: &KzgDecidingKey<Bn256>,
    proof: &StaticProof,
) -> std::result::Result<(), String> {
    if proof.instances.iter().map(Vec::len).ne(protocol.num_instance.iter().copied()) {
        return Err("it has another number of public values".into());
    }
    panics::refuse(|| {
        let mut transcript =
            PoseidonTranscript::<NativeLoader, _>::from_spec(&proof.proof[..], POSEIDON_SPEC.clone());
        let read = PlonkVerifier::<SHPLONK>::read_proof(key, protocol, &proof.instances, &mut transcript)
            .map_err(|e| format!("{e:?}"))?;
        PlonkVerifier::<SHPLONK>::verify(key, protocol, &proof.instances, &read).map_err(|e| format!("{e:?}"))
    })
}
