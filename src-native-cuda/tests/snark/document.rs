//! The JSON of an on-chain proof: each field in one form, and what it says twice must agree.

use provelet_engine::{
    Error,
    snark::{commitments::Commitments, on_chain_proof::OnChainProof, setup::Kind},
};

fn proof() -> OnChainProof {
    OnChainProof {
        version: "openvm-0/0".into(),
        setup: Kind::InsecureDev,
        commitments: Commitments { app_exe: [1; 32], app_vm: [2; 32] },
        public_values: std::array::from_fn(|place| place as u8),
        proof: (0..2624).map(|place| place as u8).collect(),
        verifier_sha256: "ab".repeat(32),
    }
}

fn refused(json: &str) -> String {
    match OnChainProof::parse(json.as_bytes()) {
        Err(Error::InvalidProof(why)) => why,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn what_is_written_is_read() {
    assert_eq!(OnChainProof::parse(proof().to_json().as_bytes()).expect("it is a proof"), proof());
}

#[test]
fn the_call_is_the_contracts_with_five_arguments() {
    let call = proof().calldata();
    // keccak256 of verify(bytes32,bytes32,bytes32,bytes32,bytes) begins so; the test with an EVM holds the contract to it.
    assert_eq!(call[..4], [0xf2, 0xfd, 0x7e, 0x98]);
    assert_eq!(call[4..68], proof().public_values);
    assert_eq!(call[68..132], [[1; 32], [2; 32]].concat());
    assert_eq!(call[132..164], [[0; 31].as_slice(), &[160]].concat());
    assert_eq!(call[164..196], [[0; 30].as_slice(), &2624u16.to_be_bytes()].concat());
    assert_eq!(call[196..], proof().proof);
}

#[test]
fn other_forms_are_refused_with_words() {
    let json = proof().to_json();
    assert!(refused("{}").contains("Halo2Kzg"));
    assert!(refused(&json.replace("\"version\"", "\"vintage\"")).contains("vintage"));
    assert!(refused(&json.replace("insecure-dev", "secure")).contains("secure"));
    assert!(refused(&json.replacen("\"0x0101", "\"0x01", 1)).contains("appExeCommit must be 0x and 64"));
    assert!(refused(&json.replacen("\"0x", "\"", 1)).contains("must be 0x"));
    assert!(refused(&json.replacen("0x0202", "0x020G", 1)).contains("appVmCommit"));
    assert!(refused(&format!("{json} {json}")).contains("trailing"));
    assert!(refused(&" ".repeat(1 << 17)).contains("at most"));
}

#[test]
fn calldata_that_calls_for_something_else_is_refused() {
    let mut other = proof();
    other.public_values[0] ^= 1;
    let [own, others] = [proof(), other].map(|proof| {
        let digits: String = proof.calldata().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("0x{digits}")
    });
    assert!(refused(&proof().to_json().replace(&own, &others)).contains("calldata"));
}
