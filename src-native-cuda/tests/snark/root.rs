//! The root's key, which decides what all keys above it check.

use provelet_engine::snark::root::{self, RootKey};
use sha2::{Digest, Sha256};

use crate::support::engine;

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
