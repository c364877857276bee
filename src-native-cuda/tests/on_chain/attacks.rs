//! What every verifier withstands, on a chain and without one.

use provelet_engine::snark::{on_chain_proof::OnChainProof, verifier::Verifier};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{RngCore, SeedableRng},
};
use rayon::prelude::*;

use super::{
    Case,
    evm::{Answer, Evm, selector},
};

pub const VERIFY: &str = "verify(bytes32,bytes32,bytes32,bytes32,bytes)";
pub const INVALID_PROOF: &str = "InvalidProof()";
pub const WRONG_LENGTH: &str = "WrongProofLength(uint256,uint256)";
pub const NOT_CANONICAL: &str = "NotCanonical()";
/// Big-endian; of the scalars, and of the points' coordinates.
pub const SCALAR_MODULUS: &str = "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001";
pub const BASE_MODULUS: &str = "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47";
const WORD: usize = 32;
type Change = fn(&mut [u8]);
/// Words of a call before the proof's own: two digests, two commitments.
const ARGUMENTS: usize = 4;

/// The call of `verify`, as the ABI wants it.
pub fn call(proof: &OnChainProof) -> Vec<u8> {
    let mut call = selector(VERIFY).to_vec();
    call.extend(arguments(proof));
    call.extend(number(5 * WORD));
    call.extend(number(proof.proof.len()));
    call.extend(&proof.proof);
    let padding = proof.proof.len().next_multiple_of(WORD) - proof.proof.len();
    call.extend(vec![0; padding]);
    call
}

fn number(value: usize) -> [u8; WORD] {
    let mut word = [0; WORD];
    word[WORD - 8..].copy_from_slice(&(value as u64).to_be_bytes());
    word
}

fn arguments(proof: &OnChainProof) -> Vec<u8> {
    let commitments = [proof.commitments.app_exe, proof.commitments.app_vm];
    [&proof.public_values[..], commitments.as_flattened()].concat()
}

/// The same proof with other bytes: the four arguments, then `proof`.
fn with_bytes(proof: &OnChainProof, bytes: &[u8]) -> OnChainProof {
    let mut other = proof.clone();
    let (arguments, rest) = bytes.split_at(ARGUMENTS * WORD);
    other.public_values.copy_from_slice(&arguments[..2 * WORD]);
    other.commitments.app_exe.copy_from_slice(&arguments[2 * WORD..3 * WORD]);
    other.commitments.app_vm.copy_from_slice(&arguments[3 * WORD..]);
    other.proof = rest.to_vec();
    other
}

fn bytes_of(proof: &OnChainProof) -> Vec<u8> {
    [arguments(proof), proof.proof.clone()].concat()
}

/// The right proof is taken by both; how much gas that takes.
pub fn the_right_proof_is_taken(case: &Case) -> u64 {
    assert_eq!(case.verifier.check(&case.proof), Ok(()));
    let answer = case.evm().call(&call(&case.proof));
    let Answer::Accepted { gas } = answer else { panic!("{answer:?}") };
    gas
}

/// Each digest, each commitment and each word of the proof: its first and its last bit, all bits, zero, the next number.
pub fn every_changed_word_is_refused(case: &Case) {
    let right = bytes_of(&case.proof);
    let changes: [(&str, Change); 5] = [
        ("the last bit", |word| word[WORD - 1] ^= 1),
        ("the first bit", |word| word[0] ^= 0x80),
        ("all bits", |word| word.iter_mut().for_each(|byte| *byte ^= 0xff)),
        ("the middle bit", |word| word[15] ^= 1),
        ("zero", |word| word.fill(0)),
    ];
    (0..right.len() / WORD).into_par_iter().for_each_init(
        || case.evm(),
        |evm, word| {
            for (what, change) in changes {
                let mut bytes = right.clone();
                change(&mut bytes[word * WORD..(word + 1) * WORD]);
                if bytes == right {
                    continue;
                }
                let proof = with_bytes(&case.proof, &bytes);
                let answer = evm.call(&call(&proof));
                assert!(answer.refused_with(INVALID_PROOF), "{what} of word {word}: {answer:?}");
                assert!(case.verifier.check(&proof).is_err(), "{what} of word {word}");
            }
        },
    );
}

/// A number and that number plus the modulus are not the same here.
pub fn a_number_has_one_encoding(case: &Case) {
    let right = bytes_of(&case.proof);
    let moduli = [SCALAR_MODULUS, BASE_MODULUS].map(super::solc::bytes);
    let mut evm = case.evm();
    let mut tried = 0;
    for word in 2..right.len() / WORD {
        for modulus in &moduli {
            let mut bytes = right.clone();
            if !add(&mut bytes[word * WORD..(word + 1) * WORD], modulus) {
                continue;
            }
            tried += 1;
            let proof = with_bytes(&case.proof, &bytes);
            let answer = evm.call(&call(&proof));
            assert!(answer.refused_with(INVALID_PROOF), "word {word}: {answer:?}");
            assert!(case.verifier.check(&proof).is_err(), "word {word}");
        }
    }
    assert_eq!(tried, 2 * (right.len() / WORD - 2), "each number is small enough for the sum to fit");
}

/// Whether the sum fits.
fn add(word: &mut [u8], summand: &[u8]) -> bool {
    let mut carry = 0;
    for (byte, other) in word.iter_mut().zip(summand).rev() {
        let sum = u16::from(*byte) + u16::from(*other) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    carry == 0
}

/// Proofs of another length, and calls with something behind them or in another encoding.
pub fn wrong_lengths_are_refused(case: &Case) {
    let mut evm = case.evm();
    let right = case.proof.proof.len();
    let lengths = [0, 1, WORD, right - WORD, right - 1, right + 1, right + WORD, 2 * right, 1 << 20];
    for length in lengths {
        let mut proof = case.proof.clone();
        proof.proof.resize(length, 0);
        let answer = evm.call(&call(&proof));
        assert!(answer.refused_with(WRONG_LENGTH), "{length} bytes: {answer:?}");
        let Answer::Reverted { data, .. } = answer else { unreachable!("it was refused") };
        assert_eq!(data[4..], [number(length), number(right)].concat(), "{length} bytes");
        assert!(case.verifier.check(&proof).is_err(), "{length} bytes");
    }
    let call = call(&case.proof);
    for more in [1, WORD, 1 << 20] {
        for byte in [0, 0xff] {
            let longer = [call.clone(), vec![byte; more]].concat();
            let answer = evm.call(&longer);
            assert!(answer.refused_with(NOT_CANONICAL), "{more} bytes behind the call: {answer:?}");
        }
    }
    for length in [0, 1, 3, 4, 4 + WORD, 4 + 6 * WORD, call.len() - WORD, call.len() - 1] {
        let answer = evm.call(&call[..length]);
        assert!(matches!(answer, Answer::Reverted { .. }), "{length} bytes of the call: {answer:?}");
    }
    // The proof a word later, where its offset says it is.
    let mut elsewhere = call.clone();
    elsewhere.splice(4 + 5 * WORD..4 + 5 * WORD, [0; WORD]);
    elsewhere[4 + 4 * WORD..4 + 5 * WORD].copy_from_slice(&number(6 * WORD));
    let answer = evm.call(&elsewhere);
    assert!(answer.refused_with(NOT_CANONICAL), "{answer:?}");
}

/// No function but `verify`, no ether, and no way to the generated code but through it.
pub fn nothing_else_can_be_called(case: &Case) {
    let mut evm = case.evm();
    let call = call(&case.proof);
    for selector in [[0; 4], selector("verify(bytes)"), selector("verify(bytes32,bytes32,bytes)"), [0xff; 4]]
    {
        let answer = evm.call(&[&selector, &call[4..]].concat());
        assert_eq!(answer, Answer::Reverted { gas: gas(&answer), data: vec![] });
    }
    // As snark-verifier's own contract takes it: instances, then the proof.
    let halves = case.proof.public_values.chunks(16).flat_map(|half| [&[0; 16], half].concat());
    let accumulator = &case.proof.proof[..12 * WORD];
    let commitments = [case.proof.commitments.app_exe, case.proof.commitments.app_vm];
    let mut raw = [accumulator, commitments.as_flattened()].concat();
    raw.extend(halves);
    raw.extend(&case.proof.proof[12 * WORD..]);
    assert!(matches!(evm.call(&raw), Answer::Reverted { .. }));
    assert!(matches!(evm.transact(&call, 1), Answer::Reverted { .. }));
    assert!(evm.transact(&call, 0).accepted());
    assert!(matches!(evm.transact(&[], 0), Answer::Reverted { .. }));
}

fn gas(answer: &Answer) -> u64 {
    match answer {
        Answer::Accepted { gas } | Answer::Reverted { gas, .. } => *gas,
        Answer::Halted => u64::MAX,
    }
}

/// So many random changes, from a seed: contract and native verifier say the same, and say no to whatever differs. A refusal
/// leaves the caller nearly all of its gas.
pub fn both_verifiers_agree(case: &Case, mutations: u64) {
    let right = bytes_of(&case.proof);
    let most_gas = the_right_proof_is_taken(case) + 1_000;
    let unchanged: u64 = (0..mutations)
        .into_par_iter()
        .map_init(
            || case.evm(),
            |evm, seed| {
                let bytes = mutated(&right, seed);
                let proof = with_bytes(&case.proof, &bytes);
                let answer = evm.call(&call(&proof));
                let native = case.verifier.check(&proof);
                assert_eq!(answer.accepted(), native.is_ok(), "seed {seed}: {answer:?}, {native:?}");
                assert_eq!(answer.accepted(), bytes == right, "seed {seed}");
                assert!(gas(&answer) <= most_gas, "seed {seed}: {answer:?}");
                u64::from(bytes == right)
            },
        )
        .sum();
    assert!(unchanged > 0 && unchanged < mutations / 10, "{unchanged} of {mutations} were left as they were");
}

fn mutated(right: &[u8], seed: u64) -> Vec<u8> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut below = |bound: usize| (rng.next_u64() % bound as u64) as usize;
    let mut bytes = right.to_vec();
    let words = right.len() / WORD;
    let place = |word: usize| word * WORD..(word + 1) * WORD;
    let one = place(below(words));
    match below(40) {
        0 => {}
        1..=9 => bytes[below(right.len())] ^= 1 << below(8),
        10..=17 => bytes[one].fill_with(|| below(256) as u8),
        18..=20 => bytes[one].fill([0, 0xff][below(2)]),
        21..=23 => bytes[one].copy_from_slice(&super::solc::bytes([SCALAR_MODULUS, BASE_MODULUS][below(2)])),
        24..=26 => {
            add(&mut bytes[one], &super::solc::bytes([SCALAR_MODULUS, BASE_MODULUS][below(2)]));
        }
        27..=29 => {
            add(&mut bytes[one], &number(1 + below(3)));
        }
        30..=33 => {
            let other = right[place(below(words))].to_vec();
            bytes[one].copy_from_slice(&other);
        }
        34..=36 => {
            let (a, b) = (below(words), below(words));
            let (first, second) = (right[place(a)].to_vec(), right[place(b)].to_vec());
            bytes[place(a)].copy_from_slice(&second);
            bytes[place(b)].copy_from_slice(&first);
        }
        37 => {
            // A point, or what is like one, negated.
            let y = &mut bytes[one];
            let modulus = super::solc::bytes(BASE_MODULUS);
            y.iter_mut().for_each(|byte| *byte = !*byte);
            add(y, &number(1));
            add(y, &modulus);
        }
        38 => bytes.truncate(ARGUMENTS * WORD + below(right.len() - ARGUMENTS * WORD)),
        _ => bytes.resize(right.len() + 1 + below(4 * WORD), below(256) as u8),
    }
    bytes
}

/// A proof for one verifier is refused by another, in both ways.
pub fn refused_by_another(proof: &OnChainProof, verifier: &Verifier, evm: &mut Evm) {
    assert!(verifier.check(proof).is_err());
    let answer = evm.call(&call(proof));
    assert!(answer.refused_with(INVALID_PROOF), "{answer:?}");
}
