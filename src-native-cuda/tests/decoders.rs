//! The three decoders of bytes under fire: whatever they are given, they answer, and never by a panic.

mod support;

use std::sync::OnceLock;

use proptest::prelude::*;
use provelet_engine::{Error, Layer, Limits, Model, Program, aggregate, inspect, prove, verify};
use support::{
    Assembler, assert_not_proved, busy_loop, engine, every_form, places::Places, reseal, segments_of,
};

fn some_program() -> Vec<u8> {
    let mut asm = Assembler::at(0x1000);
    every_form(&mut asm);
    asm.terminate(0).bytes()
}

fn loaded() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| busy_loop(5000).load_into(engine()))
}

fn some_segment() -> &'static [u8] {
    static SEGMENT: OnceLock<Vec<u8>> = OnceLock::new();
    SEGMENT.get_or_init(|| {
        let limits = Limits { segment_log_height: 14, ..Limits::default() };
        segments_of(loaded(), &[], &limits).1.swap_remove(1)
    })
}

fn some_proof() -> &'static [u8] {
    static PROOF: OnceLock<Vec<u8>> = OnceLock::new();
    PROOF.get_or_init(|| prove(loaded(), &[], some_segment()).expect("it is proved"))
}

/// One change of a valid object: a flipped bit, a replaced word, a cut, or bytes at the end.
#[derive(Clone, Debug)]
enum Damage {
    Flip(usize, u8),
    Word(usize, u32),
    Cut(usize),
    Grow(Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (any::<usize>(), 0..8u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (any::<usize>(), prop_oneof![any::<u32>(), Just(u32::MAX), Just(0), Just(1 << 31)])
            .prop_map(|(at, word)| Damage::Word(at, word)),
        any::<usize>().prop_map(Damage::Cut),
        prop::collection::vec(any::<u8>(), 1..40).prop_map(Damage::Grow),
    ]
}

impl Damage {
    fn apply(&self, object: &[u8]) -> Vec<u8> {
        let mut object = object.to_vec();
        let length = object.len();
        match self {
            Self::Flip(at, bit) => object[at % length] ^= 1 << bit,
            Self::Word(at, word) => {
                let at = at % (length - 4);
                object[at..at + 4].copy_from_slice(&word.to_le_bytes());
            }
            Self::Cut(at) => object.truncate(at % length),
            Self::Grow(bytes) => object.extend(bytes),
        }
        object
    }
}

/// Near an object's start are its lengths and counts: most damage goes there.
fn near_start(damage: Damage, header: usize) -> Damage {
    match damage {
        Damage::Flip(at, bit) => Damage::Flip(at % header, bit),
        Damage::Word(at, word) => Damage::Word(at % header, word),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_no_objects(bytes in prop::collection::vec(any::<u8>(), 0..300), magic in 0..4usize) {
        let magics: [&[u8]; 4] = [b"PVPROG\0\x02", b"PVSEGM\0\x01", b"PVPRF\0\0\x01", b""];
        let magic = magics[magic];
        let object = [magic, &bytes].concat();
        prop_assert!(Program::load(engine(), &object).is_err());
        for object in [object.clone(), reseal(object)] {
            prop_assert!(inspect(engine(), &object).is_err());
            prop_assert!(prove(loaded(), &[], &object).is_err());
            prop_assert!(aggregate(engine(), Layer::Leaf, &[&object]).is_err());
            prop_assert!(verify(engine(), &[0; 32], &[0; 64], &object).is_err());
        }
    }

    #[test]
    fn a_damaged_program_is_refused_or_is_another_program(damage in damage(), early in any::<bool>()) {
        let damage = if early { near_start(damage, 32) } else { damage };
        match Program::load(engine(), &damage.apply(&some_program())) {
            Ok(_) | Err(Error::InvalidProgram(_)) => {}
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn a_damaged_segment_is_refused_or_is_another_segment(damage in damage(), early in any::<bool>()) {
        let damage = if early { near_start(damage, 600) } else { damage };
        let damaged = damage.apply(some_segment());
        prop_assume!(damaged != some_segment());
        match inspect(engine(), &damaged) {
            Err(Error::InvalidSegment(_) | Error::InvalidArgument(_)) => {}
            other => prop_assert!(false, "{other:?}"),
        }
        match inspect(engine(), &reseal(damaged)) {
            Ok(_) | Err(Error::InvalidSegment(_) | Error::InvalidArgument(_)) => {}
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn a_damaged_proof_is_refused_or_is_another_proof(damage in damage(), early in any::<bool>()) {
        let damage = if early { near_start(damage, 400) } else { damage };
        let damaged = damage.apply(some_proof());
        prop_assume!(damaged != some_proof());
        match inspect(engine(), &damaged) {
            Err(Error::InvalidProof(_) | Error::InvalidArgument(_)) => {}
            other => prop_assert!(false, "{other:?}"),
        }
        match inspect(engine(), &reseal(damaged)) {
            Ok(_) | Err(Error::InvalidProof(_) | Error::InvalidArgument(_)) => {}
            other => prop_assert!(false, "{other:?}"),
        }
    }
}

#[test]
fn a_segment_with_another_state_is_refused_before_it_is_proved() {
    // Given the places of the pc, of a register, and of the first trace's height in a segment of this engine
    let Places { pc, instructions, registers, heights, .. } = Places::of(some_segment());
    // When each is changed
    for place in [pc, instructions, registers + 4 * 3, heights + 4 * 2] {
        let mut changed = some_segment().to_vec();
        changed[place + 1] ^= 0x40;
        println!("byte {place}");
        // Then
        assert_not_proved(prove(loaded(), &[], &reseal(changed)), "does not lead to its end");
    }
}

#[test]
fn counts_that_promise_more_than_there_is_are_refused_at_once() {
    let mut header = b"PVPROG\0\x02".to_vec();
    for word in [0u32, 0, u32::MAX, u32::MAX, 0, u32::MAX] {
        header.extend(word.to_le_bytes());
    }
    assert!(matches!(Program::load(engine(), &header), Err(Error::InvalidProgram(_))));
}

/// A segment's proof that is all zeros but for these words: how many rounds its constraints' sumcheck has and of how many
/// coefficients, then rounds of the openings' sumcheck, and the counts of what is opened first.
fn proof_with_counts(rounds: &[u32], folded: u32, opened: &[u32]) -> Vec<u8> {
    const CODEC_VERSION: u32 = 3;
    const COMMITMENT: usize = 8;
    const WITNESS_CLAIM_AND_COUNT: usize = 1 + 4 + 1;
    let folding = [vec![0; 8 * folded as usize], vec![0; 1 + folded as usize + 1]].concat();
    let words = [
        &[CODEC_VERSION][..],
        &[0; COMMITMENT],
        &[0; 2],
        &[0; WITNESS_CLAIM_AND_COUNT],
        &[0; 2],
        rounds,
        &[0; 3],
        &[0, folded],
        &folding,
        opened,
    ];
    let proof: Vec<u8> = words.concat().iter().flat_map(|word| word.to_le_bytes()).collect();
    let version = engine().machine_version(Model::Base).as_bytes();
    let sized = |bytes: &[u8]| [&(bytes.len() as u32).to_le_bytes(), bytes].concat();
    let (kind_and_depth, first_and_last) = ([0; 2], [0; 8]);
    let parts: [&[u8]; 7] =
        [b"PVPRF\0\0\x01", &[0; 32], &sized(version), &kind_and_depth, &first_and_last, &sized(&proof), &[0]];
    reseal(parts.concat())
}

#[test]
fn a_proof_with_counts_of_things_that_take_no_bytes_is_refused_at_once() {
    // Given rounds without coefficients, commitments that are never opened, many and some, rows without columns, and 2^40 rows
    let most = u32::MAX;
    let refused = [
        (proof_with_counts(&[most, 0], 0, &[]), "a list of 4294967295 elements is announced"),
        (proof_with_counts(&[7, 0], 0, &[]), "7 rounds without coefficients"),
        (proof_with_counts(&[0], 0, &[most, 0]), "a list of 4294967295 elements is announced"),
        (proof_with_counts(&[0], 0, &[2, 0]), "2 commitments that are never opened"),
        (proof_with_counts(&[0], 0, &[1, 8, 0, 0, 0, 0, 0]), "commitment 0 has no columns"),
        (proof_with_counts(&[0], 40, &[1, 1, 0, 0]), "2^40 rows of a query, at most 2^16"),
    ];
    for (object, expected) in refused {
        // When
        let inspected = inspect(engine(), &object);
        // Then
        match inspected {
            Err(Error::InvalidProof(why)) => assert!(why.contains(expected), "{why}"),
            other => panic!("{other:?}, expected: {expected}"),
        }
    }
}

#[test]
fn a_program_of_the_format_before_is_named_as_such() {
    let mut old = some_program();
    old[7] = 1;
    match Program::load(engine(), &old) {
        Err(Error::InvalidProgram(why)) => {
            assert!(why.contains("format 1, this engine reads format 2"), "{why}")
        }
        other => panic!("{:?}", other.map(|program| program.id())),
    }
}

#[test]
fn operands_that_cannot_be_proved_are_refused() {
    use support::op::*;
    let refused: [(u32, [i32; 7], &str); 17] = [
        (0x222, [0; 7], "does not exist"),
        (0x321, [4, 4, 4, 1, 2, 0, 0], "does not exist"),
        (MUL, [4, 4, 4, 1, 1, 0, 0], "must be 0"),
        (LUI, [4, 0, 1, 1, 0, 0, 0], "f is 0"),
        (ADD, [0, 4, 4, 1, 1, 0, 0], "register 0"),
        (ADD, [256, 4, 4, 1, 1, 0, 0], "a is 256"),
        (ADD, [6, 4, 4, 1, 1, 0, 0], "a is 6"),
        (ADD, [4, 4, 0x1_0000, 1, 0, 0, 0], "immediate"),
        (ADD, [4, 4, -1, 1, 0, 0, 0], "immediate"),
        (LOADW, [4, 4, 0, 1, 2, 0, 0], "f is 0"),
        (LOADW, [4, 4, 0, 1, 1, 1, 0], "e is 1"),
        (STOREW, [4, 4, 0, 1, 4, 1, 0], "e is 4"),
        (BEQ, [4, 4, 6, 1, 1, 0, 0], "multiple of 4"),
        (JAL, [0, 0, 8, 1, 0, 1, 0], "f is 1"),
        (JAL, [0, 0, 2_000_000_000, 1, 0, 0, 0], "must be -268435456 to"),
        (PHANTOM, [0, 0, 0x22, 0, 0, 0, 0], "phantom"),
        (TERMINATE, [0, 0, i32::MAX, 0, 0, 0, 0], "modulus"),
    ];
    for (opcode, operands, why) in refused {
        let mut asm = Assembler::at(0x1000);
        match Program::load(engine(), &asm.raw(opcode, operands).bytes()) {
            Err(Error::InvalidProgram(text)) => {
                assert!(text.contains(why) && text.contains("0x1000"), "{opcode:x} {operands:?}: {text}");
            }
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("{opcode:x} {operands:?} was loaded"),
        }
    }
}

#[test]
fn runs_out_of_place_are_refused() {
    let words = |words: &[u32]| -> Vec<u8> {
        let words = words.iter().flat_map(|word| word.to_le_bytes());
        b"PVPROG\0\x02".iter().copied().chain(words).collect()
    };
    let terminate = [0u32; 8];
    let run = |pc: u32| [&[pc, 1], &terminate[..]].concat();
    let refused = [
        [&[0, 2, 1, 0], &run(0)[..]].concat(),
        [&[0, 0, 0, 0], &[][..]].concat(),
        [&[2, 0, 1, 0], &run(0)[..]].concat(),
        [&[0, 0, 1, 0], &run(2)[..]].concat(),
        [&[0, 0, 1, 0], &run(1 << 27)[..]].concat(),
        [&[0, 0, 2, 0], &run(8)[..], &run(8)].concat(),
        [&[0, 0, 2, 0], &run(8)[..], &run(4)].concat(),
        [&[0, 0, 2, 0], &run(0)[..], &run(1 << 25)].concat(),
        [&[0, 0, 1, 1], &run(0)[..], &[1 << 29, 4, 0]].concat(),
        [&[0, 0, 1, 1], &run(0)[..], &[(1 << 29) - 2, 4, 0]].concat(),
        [&[0, 0, 1, 2], &run(0)[..], &[16, 4, 0, 18, 4, 0]].concat(),
        [&[0, 0, 1, 0], &run(0)[..], &[0]].concat(),
    ];
    for program in refused {
        let loaded = Program::load(engine(), &words(&program));
        assert!(matches!(loaded, Err(Error::InvalidProgram(_))), "{program:?}");
    }
}
