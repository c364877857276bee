//! A real proof against its contract and its native verifier. In tests/on_chain/fixture are an on-chain proof of examples/hash-c with the
//! development setup (evm.json), its verifier (verifier.json and Verifier.sol of the key set), and the contract's code as tools/solc makes it
//! (bytecode.hex). They change when the circuits do.
#![cfg(feature = "snark")]

mod on_chain;
mod support;

use std::{fs, path::Path, sync::LazyLock, time::Instant};

use on_chain::{Case, attacks, evm::Answer, solc};
use provelet_engine::{
    Error,
    snark::{
        contract::{LARGEST_CODE, LOCAL_CHAIN_ID, contract_name},
        on_chain_proof::OnChainProof,
        verifier::{self, Verifier},
    },
};
use support::engine;

const MOST_GAS: u64 = 360_000;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/on_chain/fixture").join(name);
    fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn text(name: &str) -> String {
    String::from_utf8(fixture(name)).expect("UTF-8")
}

/// The contract that is tested is the one that the stored source is compiled to here.
static CASE: LazyLock<Case> = LazyLock::new(|| {
    let verifier = Verifier::parse(&fixture("verifier.json")).expect("a verifier");
    let contract = solc::compile(&text("Verifier.sol"), contract_name(verifier.setup()));
    let proof = OnChainProof::parse(&fixture("evm.json")).expect("a proof");
    Case { verifier, contract, chain_id: LOCAL_CHAIN_ID, proof }
});

#[test]
fn the_proof_is_accepted_for_little_gas() {
    let gas = attacks::the_right_proof_is_taken(&CASE);
    let calldata = attacks::call(&CASE.proof);
    let Answer::Accepted { gas: transaction } = CASE.evm().transact(&calldata, 0) else { panic!("refused") };
    let code = CASE.contract.runtime.len();
    println!(
        "{gas} gas, {transaction} as a transaction with {} bytes of calldata; {code} bytes of code, {} gas to deploy",
        calldata.len(),
        CASE.evm().deployment_gas()
    );
    assert!(gas <= MOST_GAS, "{gas} gas");
    assert!(code <= LARGEST_CODE, "{code} bytes");
}

#[test]
fn the_published_calldata_is_the_call() {
    assert_eq!(CASE.proof.calldata(), attacks::call(&CASE.proof));
    let json: serde_json::Value = serde_json::from_slice(&fixture("evm.json")).expect("JSON");
    let published = json["Halo2Kzg"]["calldata"].as_str().expect("hexadecimal digits");
    assert!(CASE.evm().call(&solc::bytes(published)).accepted());
}

#[test]
fn the_verifier_makes_the_stored_source() {
    assert_eq!(CASE.verifier.contract().expect("a contract"), text("Verifier.sol"));
}

#[test]
fn the_stored_source_is_compiled_to_the_stored_code() {
    assert!(CASE.contract.bytecode == solc::bytes(&text("bytecode.hex")), "the code differs");
}

#[test]
fn the_native_verifier_takes_milliseconds() {
    let start = Instant::now();
    for _ in 0..20 {
        assert_eq!(CASE.verifier.check(&CASE.proof), Ok(()));
    }
    println!("{:.1} ms", start.elapsed().as_secs_f64() * 1_000.0 / 20.0);
}

#[test]
fn every_changed_word_is_refused() {
    attacks::every_changed_word_is_refused(&CASE);
}

#[test]
fn a_number_has_one_encoding() {
    attacks::a_number_has_one_encoding(&CASE);
}

#[test]
fn wrong_lengths_are_refused() {
    attacks::wrong_lengths_are_refused(&CASE);
}

#[test]
fn nothing_else_can_be_called() {
    attacks::nothing_else_can_be_called(&CASE);
}

#[test]
fn contract_and_native_verifier_agree_on_ten_thousand_changes() {
    attacks::both_verifiers_agree(&CASE, 10_000);
}

/// What the engine says of a statement and the stored proof, after a change of its JSON.
fn says(
    program_id: [u8; 32],
    public_values: [u8; 64],
    change: impl Fn(String) -> String,
) -> Result<(), Error> {
    let json = change(text("evm.json"));
    verifier::verify(engine(), &fixture("verifier.json"), &program_id, &public_values, json.as_bytes())
}

/// The program's id, as it is pinned for the ELF.
fn program_id() -> [u8; 32] {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/program-ids.txt");
    let pins = fs::read_to_string(path).expect("the pinned ids");
    let pin = pins.lines().find_map(|line| line.strip_prefix("hash-c/hash-c.elf ")).expect("its line");
    let (_, id) = pin.split_once(' ').expect("an ELF's digest and an id");
    solc::bytes(id).try_into().expect("32 bytes")
}

#[test]
fn the_proof_is_of_this_program_and_of_what_it_printed() {
    let public_values = CASE.proof.public_values;
    says(program_id(), public_values, |json| json).expect("the proof proves this");

    let mut other = public_values;
    other.rotate_left(32);
    assert!(
        matches!(says(program_id(), other, |json| json), Err(Error::Rejected(why)) if why.contains("public values"))
    );
    let another = support::Assembler::at(0x1000).terminate(0).load_into(engine());
    assert!(
        matches!(says(another.id(), public_values, |json| json), Err(Error::Rejected(why)) if why.contains("program"))
    );
}

#[test]
fn a_proof_that_says_another_verifier_setup_or_engine_is_refused() {
    let program = program_id();
    let changed = |from: &str, to: &str| {
        assert!(text("evm.json").contains(from), "{from}");
        says(program, CASE.proof.public_values, |json| json.replace(from, to))
    };
    let sha256 = CASE.verifier.sha256();
    assert!(
        matches!(changed(sha256, &"0".repeat(64)), Err(Error::Rejected(why)) if why.contains("verifier"))
    );
    assert!(
        matches!(changed("insecure-dev", "ceremony"), Err(Error::Rejected(why)) if why.contains("setup"))
    );
    let version = engine().version();
    assert!(
        matches!(changed(version, "openvm-9.9.9"), Err(Error::InvalidProof(why)) if why.contains("engine"))
    );
}
