//! The verifier contract in a real EVM, with a small circuit in the wrapper's place; tests/snark_fixture.rs has the real one.
#![cfg(feature = "snark")]

mod on_chain;

use std::sync::LazyLock;

use on_chain::{
    attacks::{self, INVALID_PROOF, call},
    evm::{Answer, Evm, selector},
    solc,
    toy::{Toy, toy},
};
use provelet_engine::snark::{
    contract::{self, LARGEST_CODE, LOCAL_CHAIN_ID, rewrite::rewrite},
    on_chain_proof::OnChainProof,
    setup::{Kind, PUBLIC_SEED},
    verifier::Verifier,
};
use serde_json::json;

static DEVELOPMENT: LazyLock<Toy> = LazyLock::new(|| toy(Kind::InsecureDev, PUBLIC_SEED));
static PRODUCTION: LazyLock<Toy> = LazyLock::new(|| toy(Kind::Ceremony, 7));

#[test]
fn the_right_proof_is_accepted() {
    for toy in [&*DEVELOPMENT, &*PRODUCTION] {
        let gas = attacks::the_right_proof_is_taken(&toy.case);
        let (code, deployment) = (toy.case.contract.runtime.len(), toy.case.evm().deployment_gas());
        println!("{gas} gas, {code} bytes of code, {deployment} gas to deploy");
        assert!(code <= LARGEST_CODE);
    }
}

#[test]
fn the_published_calldata_is_the_call() {
    let proof = &PRODUCTION.case.proof;
    assert_eq!(proof.calldata(), call(proof));
}

#[test]
fn every_changed_word_is_refused() {
    attacks::every_changed_word_is_refused(&PRODUCTION.case);
}

#[test]
fn a_number_has_one_encoding() {
    attacks::a_number_has_one_encoding(&PRODUCTION.case);
}

#[test]
fn wrong_lengths_are_refused() {
    attacks::wrong_lengths_are_refused(&PRODUCTION.case);
}

#[test]
fn nothing_else_can_be_called() {
    attacks::nothing_else_can_be_called(&PRODUCTION.case);
}

#[test]
fn contract_and_native_verifier_agree() {
    attacks::both_verifiers_agree(&DEVELOPMENT.case, 1_000);
}

#[test]
fn proofs_of_one_setup_are_refused_by_the_verifiers_of_another() {
    let (development, production) = (&DEVELOPMENT.case, &PRODUCTION.case);
    attacks::refused_by_another(&development.proof, &production.verifier, &mut production.evm());
    attacks::refused_by_another(&production.proof, &development.verifier, &mut development.evm());
}

#[test]
fn the_development_contract_works_on_local_networks_only() {
    let case = &DEVELOPMENT.case;
    for chain_id in [1, 10, 1337, LOCAL_CHAIN_ID - 1, LOCAL_CHAIN_ID + 1, u64::MAX] {
        let answer = Evm::deploy(&case.contract.bytecode, chain_id).call(&call(&case.proof));
        let Answer::Reverted { data, .. } = answer else { panic!("chain {chain_id}: {answer:?}") };
        let mut words = selector("InsecureSetup(uint256)").to_vec();
        words.extend([0; 24]);
        words.extend(chain_id.to_be_bytes());
        assert_eq!(data, words);
    }
    for chain_id in [1, 10, LOCAL_CHAIN_ID] {
        let production = &PRODUCTION.case;
        let answer = Evm::deploy(&production.contract.bytecode, chain_id).call(&call(&production.proof));
        assert!(answer.accepted(), "chain {chain_id}: {answer:?}");
    }
}

#[test]
fn a_contracts_name_and_words_say_what_its_setup_is() {
    let source = |toy: &Toy| toy.case.verifier.contract().expect("a contract");
    let (development, production) = (source(&DEVELOPMENT), source(&PRODUCTION));
    assert!(development.contains("contract InsecureDevProveletVerifier {"));
    assert!(development.contains("INSECURE"));
    assert!(production.contains("contract ProveletVerifier {"));
    assert!(!production.contains("INSECURE") && !production.contains("Insecure"));
    for source in [development, production] {
        assert!(!source.contains("{{") && !source.contains("}}"), "a part was left open");
    }
}

#[test]
fn the_interface_is_one_function_and_its_errors() {
    let of = |kind: &str, toy: &Toy| {
        let entries = toy.case.contract.abi.iter().filter(|entry| entry["type"] == kind).cloned();
        entries.collect::<Vec<_>>()
    };
    for toy in [&*DEVELOPMENT, &*PRODUCTION] {
        let input = |name: &str, kind: &str| json!({"internalType": kind, "name": name, "type": kind});
        let inputs = [
            input("publicInputSha256", "bytes32"),
            input("outputSha256", "bytes32"),
            input("appExeCommit", "bytes32"),
            input("appVmCommit", "bytes32"),
            input("proof", "bytes"),
        ];
        let verify = json!({
            "inputs": inputs, "name": "verify", "outputs": [], "stateMutability": "view", "type": "function",
        });
        assert_eq!(of("function", toy), [verify]);
        let functions_and_errors = of("function", toy).len() + of("error", toy).len();
        assert_eq!(toy.case.contract.abi.len(), functions_and_errors, "no constructor, no fallback");
    }
    let errors = |toy: &Toy| {
        of("error", toy)
            .iter()
            .map(|error| error["name"].as_str().expect("a name").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(errors(&PRODUCTION), ["InvalidProof", "NotCanonical", "WrongProofLength"]);
    assert_eq!(errors(&DEVELOPMENT), ["InsecureSetup", "InvalidProof", "NotCanonical", "WrongProofLength"]);
}

#[test]
fn the_same_key_gives_the_same_contract() {
    let toy = &*PRODUCTION;
    let again = contract::solidity(&toy.protocol, &toy.deciding, Kind::Ceremony).expect("a contract");
    let source = toy.case.verifier.contract().expect("a contract");
    assert_eq!(again.source, source);
    assert_eq!(again.proof_bytes, toy.case.proof.proof.len());
    assert_eq!(solc::compile(&source, again.name).bytecode, toy.case.contract.bytecode);
}

#[test]
fn the_code_is_snark_verifiers_own() {
    let toy = &*PRODUCTION;
    assert_eq!(contract::upstream(&toy.protocol, &toy.deciding).expect("a contract"), toy.upstream);
    // Without what reads the call, ends, and checks numbers, the two are the same, line for line.
    let lines = |source: &str| {
        let body = source.split_once("assembly (\"memory-safe\") {\n").expect("code").1;
        let body = body.rsplit_once("assembly (\"memory-safe\") {\n").map_or(body, |(_, body)| body);
        body.lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("//"))
            .filter(|line| !line.contains("return(") && !line.starts_with("if iszero(success)"))
            .filter(|line| !(line.starts_with("success := and(lt(") && line.contains("f_q), success)")))
            .map(|line| match line.split_once("mod(").or_else(|| line.split_once("calldataload(")) {
                Some((before, _)) if line.starts_with("mstore(") || line.starts_with("let ") => {
                    before.to_owned()
                }
                _ => line.to_owned(),
            })
            .collect::<Vec<_>>()
    };
    let (ours, upstream) = (lines(&toy.case.verifier.contract().expect("a contract")), lines(&toy.upstream));
    assert!(upstream.len() > 500, "{} lines", upstream.len());
    assert_eq!(ours, upstream);
}

#[test]
fn a_contract_of_another_form_is_not_rewritten() {
    let upstream = &PRODUCTION.upstream;
    let words = upstream.matches("calldataload(").count();
    let changed = |from: &str, to: &str| {
        assert!(upstream.contains(from), "'{from}' is missing");
        upstream.replacen(from, to, 1)
    };
    let next = format!("mstore(0x0, mod(calldataload({:#x}), f_q))\n// Revert if anything fails", 32 * words);
    let others = [
        ("no fallback", changed("fallback(bytes calldata)", "function other(bytes calldata)")),
        ("it returns something", changed("return(0, 0)", "return(0, 32)")),
        ("it does not revert", changed("if iszero(success) { revert(0, 0) }", "")),
        ("a word is read twice", changed("calldataload(0x20)", "calldataload(0x0)")),
        ("a word is not read", changed("mod(calldataload(0x0), f_q)", "0")),
        ("a number is not reduced", changed("mod(calldataload(0x0), f_q)", "calldataload(0x0)")),
        ("a coordinate goes elsewhere", changed("let x := calldataload(", "mstore(0x0, calldataload(")),
        ("it asks for the call's length", changed("let success := true", "let success := calldatasize()")),
        ("it copies the call", changed("let success := true", "calldatacopy(0, 0, 32)")),
        ("it reads after a precompile", changed("// Revert if anything fails", &next)),
        ("it is cut off", upstream[..upstream.len() / 2].to_owned()),
        ("nothing", String::new()),
    ];
    assert_eq!(rewrite(upstream).expect("its own form").proof_bytes, 32 * (words - 6));
    for (what, other) in others {
        assert!(rewrite(&other).is_err(), "{what}");
    }
}

#[test]
fn what_is_wrong_costs_the_caller_little() {
    // A point that is not on the curve would make a precompile burn all gas but a 64th of it.
    let case = &PRODUCTION.case;
    let mut proof = case.proof.clone();
    proof.proof[12 * 32] ^= 1;
    let (ours, right) = (case.evm().call(&call(&proof)), attacks::the_right_proof_is_taken(case));
    let Answer::Reverted { gas, .. } = ours else { panic!("{ours:?}") };
    assert!(gas < right / 4, "{gas} gas, {right} for the right proof");
}

#[test]
fn verifier_and_proof_are_the_same_after_their_json() {
    for toy in [&*DEVELOPMENT, &*PRODUCTION] {
        let json = toy.case.verifier.json();
        println!("{} bytes", json.len());
        let verifier = Verifier::parse(json.as_bytes()).expect("a verifier");
        assert_eq!(verifier.json(), json);
        assert_eq!(verifier.sha256(), toy.case.verifier.sha256());
        assert_eq!(
            verifier.contract().expect("a contract"),
            toy.case.verifier.contract().expect("a contract")
        );
        let proof = OnChainProof::parse(toy.case.proof.to_json().as_bytes()).expect("a proof");
        assert_eq!(proof, toy.case.proof);
        assert_eq!(verifier.check(&proof), Ok(()));
    }
}

#[test]
fn snark_verifiers_own_contract_takes_more() {
    // Why it is not deployed as it is.
    let toy = &*PRODUCTION;
    let upstream = solc::compile(&toy.upstream, "Halo2Verifier");
    let mut evm = Evm::deploy(&upstream.bytecode, 1);
    let proof = &toy.case.proof;
    let halves = proof.public_values.chunks(16).flat_map(|half| [&[0; 16], half].concat());
    let mut raw = proof.proof[..12 * 32].to_vec();
    raw.extend([proof.commitments.app_exe, proof.commitments.app_vm].as_flattened());
    raw.extend(halves);
    raw.extend(&proof.proof[12 * 32..]);
    let Answer::Accepted { gas } = evm.call(&raw) else { panic!("the right proof is refused") };
    println!("{gas} gas, {} bytes of code", upstream.runtime.len());
    assert!(evm.call(&[raw.clone(), vec![7; 32]].concat()).accepted(), "bytes behind the proof");
    assert!(!toy.case.evm().call(&raw).refused_with(INVALID_PROOF), "there is no such function");
}
