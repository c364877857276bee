//! What somebody who makes segments and proofs of his own can try, and where each attempt ends: at the first of prove,
//! aggregate and verify that can know.

mod support;

use std::sync::OnceLock;

use provelet_engine::{
    Error, Layer, Limits, Model, Program, aggregate_unchecked, check_proof, prove, verify,
};
use support::{
    Assembler, assert_child_refused, assert_not_proved, engine, op,
    places::{Places, word},
    reseal, segments_of,
};

const INPUTS: [&[u8]; 1] = [b"private words of the guest"];
const OTHER_INPUTS: [&[u8]; 1] = [b"another's words: all other"];
const PAGE: usize = 4096;
const MEMORY: u32 = 0x30_0000;

/// Reads a word now and then into memory and sums up what it reads, over three segments.
fn guest() -> Assembler {
    let mut asm = Assembler::at(0x1000);
    asm.phantom(support::HINT_INPUT, 0, 0, 0).set(1, MEMORY).set(2, 18_000).set(3, 9_000);
    asm.hint_word(1).hint_word(1).data(MEMORY + 0x100, b"data of the program");
    let top = asm.here();
    asm.load(op::LOADW, 4, 1, 0).alu(op::ADD, 5, 5, 4).store(op::STOREW, 5, 1, 4);
    asm.alu_immediate(op::ADD, 2, 2, -1);
    let on = asm.here() + 8;
    asm.branch(op::BNE, 2, 3, on).hint_word(1).branch(op::BNE, 2, 0, top);
    asm.reveal(5, 0, 0).terminate(0);
    asm
}

fn program() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| guest().load_into(engine()))
}

fn three_segments(program: &Program, inputs: &[&[u8]]) -> Vec<Vec<u8>> {
    let limits = Limits { segment_log_height: 14, ..Limits::default() };
    let (_, segments) = segments_of(program, inputs, &limits);
    assert_eq!(segments.len(), 3);
    segments
}

fn segments() -> &'static [Vec<u8>] {
    static SEGMENTS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    SEGMENTS.get_or_init(|| three_segments(program(), &INPUTS))
}

fn proved(segment: &[u8]) -> Vec<u8> {
    prove(program(), &INPUTS, segment).expect("it is proved")
}

fn proofs() -> &'static [Vec<u8>] {
    static PROOFS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    PROOFS.get_or_init(|| segments().iter().map(|segment| proved(segment)).collect())
}

fn with_word(object: &[u8], at: usize, change: impl FnOnce(u32) -> u32) -> Vec<u8> {
    let mut changed = object.to_vec();
    let value = change(word(object, at));
    changed[at..at + 4].copy_from_slice(&value.to_le_bytes());
    reseal(changed)
}

/// Another byte in one of the pages that a segment carries.
fn with_memory(segment: &[u8], address: u32) -> Vec<u8> {
    let at = Places::of(segment).page_count;
    let count = word(segment, at) as usize;
    let numbers: Vec<u32> = (0..count).map(|i| word(segment, at + 4 + 4 * i)).collect();
    let contents_at = at + 4 + 4 * count;
    let mut contents =
        zstd::bulk::decompress(&segment[contents_at + 4..], count * PAGE).expect("pages are compressed");
    let page = numbers.binary_search(&(address / PAGE as u32)).expect("the page is there");
    contents[page * PAGE + address as usize % PAGE] ^= 1;
    let compressed = zstd::bulk::compress(&contents, 1).expect("pages can be compressed");
    let mut changed = segment[..contents_at].to_vec();
    changed.extend((compressed.len() as u32).to_le_bytes());
    changed.extend(compressed);
    reseal(changed)
}

/// A proof object that says it is of another segment.
fn as_segment(proof: &[u8], number: u32) -> Vec<u8> {
    let first = 40 + 4 + engine().machine_version(Model::Base).len() + 1 + 1;
    with_word(&with_word(proof, first, |_| number), first + 4, |_| number)
}

fn of_old_engine(object: &[u8]) -> Vec<u8> {
    let end = 44 + engine().machine_version(Model::Base).len();
    let mut old = object.to_vec();
    old[end - 8..end].copy_from_slice(b"00000000");
    reseal(old)
}

#[test]
fn a_first_segment_that_starts_elsewhere_is_not_proved() {
    let first = &segments()[0];
    let places = Places::of(first);
    let second = &segments()[1];
    let renumbered = with_word(second, places.index, |_| 0);
    assert_not_proved(prove(program(), &INPUTS, &renumbered), "does not start where the program does");
    for place in
        [places.registers + 4 * 9, places.public_values, places.inputs_taken, places.start, places.pc]
    {
        let changed = with_word(first, place, |word| word + 4);
        assert!(
            matches!(prove(program(), &INPUTS, &changed), Err(Error::InvalidSegment(_))),
            "byte {place} was not missed"
        );
    }
}

#[test]
fn a_segment_that_goes_another_way_is_not_proved() {
    let second = &segments()[1];
    let places = Places::of(second);
    let elsewhere = [
        with_word(second, places.pc, |pc| pc + 4),
        with_word(second, places.pc, |_| 0xffff_fffc),
        with_word(second, places.registers + 4, |_| 0x7fff_fff0),
        with_word(second, places.registers + 8, |_| 1),
    ];
    for changed in elsewhere {
        assert_not_proved(prove(program(), &INPUTS, &changed), "does not lead to its end");
    }
    let between = with_word(second, places.pc, |pc| pc + 2);
    assert_not_proved(prove(program(), &INPUTS, &between), "is not a multiple of 4");
    let taken = with_word(second, places.inputs_taken, |_| 2);
    assert_not_proved(prove(program(), &INPUTS, &taken), "it has taken 2 of 1 inputs");
    let unread = with_word(second, places.hints_left, |_| 1000);
    assert_not_proved(prove(program(), &INPUTS, &unread), "1000 hints are left");
    let mut last = second.clone();
    last[places.is_last] = 1;
    assert_not_proved(prove(program(), &INPUTS, &reseal(last)), "does not lead to its end");
    let mut not_last = segments()[2].clone();
    not_last[places.is_last] = 0;
    assert_not_proved(prove(program(), &INPUTS, &reseal(not_last)), "does not end as it says");
    assert_not_proved(
        prove(program(), &INPUTS, &of_old_engine(second)),
        "it is of engine openvm-2.0.2/3-00000000",
    );
}

/// These run as they say and are proved: as pieces of a run that never was.
#[test]
fn a_segment_in_another_state_does_not_fit_its_neighbours() {
    let [first, _, third] = [&proofs()[0][..], &proofs()[1], &proofs()[2]];
    let second = &segments()[1];
    let places = Places::of(second);
    let states = [
        ("a register", with_word(second, places.registers + 4 * 9, |value| value ^ 1)),
        ("the public values", with_word(second, places.public_values, |value| value ^ 1)),
        ("memory of the run", with_memory(second, MEMORY + 0x20)),
    ];
    for (what, segment) in states {
        let proof = proved(&segment);
        assert_child_refused(
            Layer::Leaf,
            &[first, &proof],
            1,
            "does not start where the child before it ends",
        );
        eprintln!("{what} changed: refused");
    }
    // Which of the input's words are left is no part of the state: it shows in what is read.
    let skipped = proved(&with_word(second, places.hints_left, |left| left - 4));
    assert_child_refused(
        Layer::Leaf,
        &[first, &skipped, third],
        2,
        "does not start where the child before it ends",
    );
}

#[test]
fn segments_that_are_dropped_swapped_or_repeated_are_not_aggregated() {
    let [first, second, third] = [&proofs()[0][..], &proofs()[1], &proofs()[2]];
    for children in [[first, third], [second, first], [first, first], [third, second]] {
        assert_child_refused(Layer::Leaf, &children, 1, "not the next segments");
    }
    // Nor does it help to number them anew.
    assert_child_refused(Layer::Leaf, &[first, &as_segment(third, 1)], 1, "does not start where");
    assert_child_refused(Layer::Leaf, &[first, &as_segment(first, 1)], 1, "does not start where");
    assert_child_refused(
        Layer::Leaf,
        &[&as_segment(second, 0), &as_segment(first, 1)],
        1,
        "does not start where",
    );
    assert_child_refused(
        Layer::Leaf,
        &[&as_segment(third, 0), &as_segment(first, 1)],
        1,
        "comes after the run's end",
    );
    assert_child_refused(
        Layer::Leaf,
        &[first, &of_old_engine(second)],
        1,
        "not a proof that can be used here: it is of engine",
    );
    let old = verify(engine(), &program().id(), &[0; 64], &of_old_engine(first));
    assert!(matches!(&old, Err(Error::InvalidProof(why)) if why.contains("it is of engine")), "{old:?}");
}

#[test]
fn segments_of_another_run_or_another_program_are_not_aggregated() {
    let first = &proofs()[0][..];
    // The same program over another input, which its second segment has in memory and registers.
    let other_run = three_segments(program(), &OTHER_INPUTS);
    let proof = prove(program(), &OTHER_INPUTS, &other_run[1]).expect("it is proved");
    assert_child_refused(Layer::Leaf, &[first, &proof], 1, "does not start where");
    // A program that differs in an instruction that is never reached.
    let other = guest().terminate(7).load_into(engine());
    assert_not_proved(prove(&other, &INPUTS, &segments()[1]), "another program");
    let of_other = three_segments(&other, &INPUTS);
    let proof = prove(&other, &INPUTS, &of_other[1]).expect("it is proved");
    assert_child_refused(Layer::Leaf, &[first, &proof], 1, "of another program");
    // Or in its data only.
    let mut asm = guest();
    asm.data[0].1[0] ^= 1;
    assert_not_proved(prove(&asm.load_into(engine()), &INPUTS, &segments()[1]), "another program");
}

/// What a prover could do who does not look at the children first: the circuit looks.
#[test]
fn the_circuit_has_no_proof_for_children_that_do_not_follow_each_other() {
    let [first, second, third] = [&proofs()[0][..], &proofs()[1], &proofs()[2]];
    let honest = aggregate_unchecked(engine(), Layer::Leaf, &[first, second]).expect("a leaf is proved");
    check_proof(engine(), &honest).expect("without the check it is as good a proof");

    assert_no_leaf("a segment is missing", &[first, third]);
    assert_no_leaf("one comes after the run's end", &[&as_segment(third, 0), &as_segment(first, 1)]);
    let other_run = three_segments(program(), &OTHER_INPUTS);
    let of_other_run = prove(program(), &OTHER_INPUTS, &other_run[1]).expect("it is proved");
    assert_no_leaf("the second is another run's, with other memory", &[first, &of_other_run]);
    let other = guest().terminate(7).load_into(engine());
    let of_other = prove(&other, &INPUTS, &three_segments(&other, &INPUTS)[1]).expect("it is proved");
    assert_no_leaf("the second is of another program, in the same state", &[first, &of_other]);
}

#[test]
fn the_circuit_has_no_proof_for_a_child_that_does_not_verify() {
    let [first, second] = [&proofs()[0][..], &proofs()[1]];
    // In the middle are evaluations of the traces; whether a place is one, the circuit's verdict shows.
    for place in [second.len() / 3, second.len() / 2] {
        let mut tampered = second.to_vec();
        tampered[place] ^= 1;
        assert_no_leaf("a child is altered", &[first, &reseal(tampered)]);
    }
}

/// Without a look at the children, the traces are filled; then their buses do not balance, which the prover finds, or a
/// constraint does not hold, which the verifier of what it made does.
fn assert_no_leaf(what: &str, children: &[&[u8]]) {
    let why = match aggregate_unchecked(engine(), Layer::Leaf, children) {
        Ok(leaf) => match check_proof(engine(), &leaf) {
            Err(Error::InvalidProof(why)) if why.contains("Batch constraint verification failed") => why,
            other => panic!("{what}: {other:?}"),
        },
        Err(Error::Engine(why)) if why.contains("non-zero root sum") => why,
        Err(other) => panic!("{what}: {other:?}"),
    };
    eprintln!("{what}: {why}");
}
