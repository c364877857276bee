//! The root's key, which decides what all keys above it check.

use provelet_engine::snark::{
    progress::Progress,
    root::{self, RootKey},
};
use sha2::{Digest, Sha256};

use crate::support::{self, engine};

/// SHA-256 of the static verifier's circuit: root key, heights and layouts. Another one means other keys, and another contract.
const CIRCUIT: &str = "8deee7e4ebdc4e1a9e1e7f43b64b3f7900d91360a2b81c310282a9775223e860";

#[test]
fn the_root_key_and_the_static_verifier_are_those_that_were_released() {
    let circuit = RootKey::generate(engine())
        .and_then(|key| key.static_verifier(engine()))
        .expect("the circuit can be made");
    let bytes =
        bincode::serde::encode_to_vec(&circuit, bincode::config::standard()).expect("it can be written");
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, CIRCUIT);
}

#[test]
fn the_root_proof_that_keys_are_made_from_is_one_of_this_circuit() {
    let circuit = RootKey::generate(engine())
        .and_then(|key| key.static_verifier(engine()))
        .expect("the circuit can be made");
    root::read(&circuit, root::REPRESENTATIVE).expect("it verifies");
    let mut altered = root::REPRESENTATIVE.to_vec();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    root::read(&circuit, &altered).expect_err("it is damaged");
    root::read(&circuit, &crate::support::reseal(altered)).expect_err("it does not verify");
}

#[test]
#[ignore = "proves for a quarter of an hour; for --nightly"]
fn a_final_proof_becomes_a_root_proof_that_the_released_circuit_takes() {
    // Given: a program that nothing was made from.
    let program = support::busy_loop(1000).load_into(engine());
    let proof = support::final_proof(engine(), &program).expect("a final proof");
    let key = RootKey::generate(engine()).expect("a key");
    let circuit = key.static_verifier(engine()).expect("a circuit");
    let mut phases = Vec::new();
    // When
    let mut progress = Progress::new(root::PHASES, |phase, done, _| phases.push((phase.to_owned(), done)));
    let root_proof = root::prove(engine(), &key, &proof, &mut progress).expect("a root proof");
    // Then
    root::read(&circuit, &root_proof).expect("it verifies");
    assert_ne!(root_proof, root::REPRESENTATIVE);
    drop(progress);
    assert_eq!(phases.len(), root::PHASES as usize, "{phases:?}");
}
