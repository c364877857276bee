//! One run's way from segments to a verified proof, each step from bytes, and what must be refused on the way.

mod support;

use provelet_engine::{
    Callbacks, Error, Layer, Limits, Outcome, Program, aggregate, check_proof, execute, inspect, prove,
    verify,
};
use serde_json::Value;
use support::{
    Assembler, assert_child_refused, assert_not_aggregated, assert_not_proved, busy_loop, engine, every_form,
    op,
};

const INPUTS: [&[u8]; 2] = [b"sixteen bytes it", b"and then a second input"];

/// The last word of memory, with nothing near it.
const TOP: u32 = 0x1fff_fffc;

/// Every instruction form, then work for three segments, reading the second input across their ends, and a word that the
/// first leaves for the last.
fn guest() -> Assembler {
    let mut asm = Assembler::at(0x40_0000);
    every_form(&mut asm);
    asm.set(55, TOP).set(56, 0x600d_600d).store(op::STOREW, 56, 55, 0);
    asm.phantom(support::HINT_INPUT, 0, 0, 0).set(50, 0x30_0000).set(51, 18_000).set(52, 9_000);
    asm.hint_word(50);
    let top = asm.here();
    asm.alu(op::XOR, 53, 53, 51).store(op::STOREW, 53, 50, 4).alu_immediate(op::ADD, 51, 51, -1);
    let on = asm.here() + 8;
    asm.branch(op::BNE, 51, 52, on).hint_word(50).branch(op::BNE, 51, 0, top);
    asm.hint_word(50).load(op::LOADW, 54, 50, 0).set(41, 0x20_0100).load(op::LOADW, 42, 41, 0);
    asm.load(op::LOADW, 57, 55, 0).reveal(57, 40, 8);
    asm.reveal(54, 40, 0).reveal(53, 40, 4).reveal(42, 40, 60).terminate(0);
    asm
}

fn finished_segments(program: &Program) -> Vec<Vec<u8>> {
    let limits = Limits { segment_log_height: 14, ..Limits::default() };
    let (report, segments) = support::segments_of(program, &INPUTS, &limits);
    assert_eq!(report.outcome, Outcome::Terminated { code: 0 });
    segments
}

/// What a segment's proof takes, by name.
fn work(segment: &[u8]) -> impl Fn(&str) -> u64 {
    let json: Value =
        serde_json::from_str(&inspect(engine(), segment).expect("it is a segment")).expect("JSON");
    move |name| json["work"][name].as_u64().expect("a number")
}

fn slices(objects: &[Vec<u8>]) -> Vec<&[u8]> {
    objects.iter().map(Vec::as_slice).collect()
}

fn shape(object: &[u8]) -> (String, u64, u64, u64) {
    let json: Value = serde_json::from_str(&inspect(engine(), object).expect("it is a proof")).expect("JSON");
    let number = |name: &str| json[name].as_u64().expect("a number");
    (json["kind"].as_str().expect("a kind").to_owned(), number("depth"), number("first"), number("last"))
}

#[test]
fn a_run_of_three_segments_becomes_one_proof_and_nothing_else_passes_for_it() {
    let engine = engine();
    let guest = guest();
    let program = guest.load_into(engine);
    let report = execute(&program, &INPUTS, &Limits::default(), Callbacks::default()).expect("it runs");
    assert_eq!(
        report.public_values[..4],
        *b"then",
        "the second input's fifth to eighth byte, read in another segment"
    );
    assert_eq!(
        report.public_values[8..12],
        0x600d_600du32.to_le_bytes(),
        "the word that the first segment left"
    );

    let segments = finished_segments(&program);
    assert_eq!(segments.len(), 3);
    // Proved as if elsewhere: by a program loaded anew.
    let elsewhere = guest.load_into(engine);
    let proofs: Vec<Vec<u8>> = segments
        .iter()
        .map(|segment| prove(&elsewhere, &INPUTS, segment).expect("the segment is proved"))
        .collect();
    assert_eq!(shape(&proofs[1]), ("segment".into(), 0, 1, 1));
    let work = work(&segments[1]);
    assert!(work("cells") > work("interactions") && work("fractions") >= work("interactions"));

    refuses_wrong_segments(&program, &segments);
    refuses_wrong_children(&proofs);

    let leaf = |children: &[&[u8]]| aggregate(engine, Layer::Leaf, children).expect("a leaf is proved");
    let leaves = [leaf(&slices(&proofs[..2])), leaf(&slices(&proofs[2..]))];
    assert_eq!(shape(&leaves[0]), ("leaf".into(), 0, 0, 1));
    let internal = aggregate(engine, Layer::Internal, &slices(&leaves)).expect("an internal proof is proved");
    assert_eq!(shape(&internal), ("internal".into(), 0, 0, 2));
    assert_child_refused(Layer::Wrap, &[&internal], 0, "internal proof");
    let recursive = aggregate(engine, Layer::Recursive, &[&internal]).expect("a recursive proof is proved");
    assert_eq!(shape(&recursive), ("recursive".into(), 1, 0, 2));
    let mut deepest = recursive.clone();
    deepest[44 + engine.machine_version(program.model()).len() + 1] = u8::MAX;
    assert_child_refused(
        Layer::Wrap,
        &[&support::reseal(deepest)],
        0,
        "its depth is 255, a child's is at most 254",
    );
    let last = aggregate(engine, Layer::Wrap, &[&recursive]).expect("it is wrapped");
    assert_eq!(shape(&last), ("final".into(), 2, 0, 2));

    for proof in [&proofs[0], &proofs[2], &leaves[1], &internal, &recursive, &last] {
        check_proof(engine, proof).expect("each is a proof");
    }
    verify(engine, &program.id(), &report.public_values, &last).expect("the proof proves the run");
    refuses_wrong_statements(&program, &report.public_values, &last, &recursive);
}

fn refuses_wrong_segments(program: &Program, segments: &[Vec<u8>]) {
    let other = busy_loop(10).load_into(engine());
    assert_not_proved(prove(&other, &INPUTS, &segments[0]), "another program");
    assert_not_proved(prove(program, &[], &segments[1]), "inputs");
    assert_not_proved(prove(program, &INPUTS[..1], &segments[1]), "inputs");
    let mut short: Vec<&[u8]> = INPUTS.to_vec();
    short[1] = b"a";
    assert_not_proved(prove(program, &short, &segments[1]), "hints");
    let mut flipped = segments[0].clone();
    flipped[100] ^= 1;
    assert_not_proved(prove(program, &INPUTS, &flipped), "SHA-256");
}

fn refuses_wrong_children(proofs: &[Vec<u8>]) {
    let [first, second, third] = [&proofs[0][..], &proofs[1], &proofs[2]];
    assert_not_aggregated(Layer::Leaf, &[], "0 children");
    assert_not_aggregated(Layer::Leaf, &[first; 5], "5 children");
    assert_child_refused(Layer::Leaf, &[second, first], 1, "not the next segments");
    assert_child_refused(Layer::Leaf, &[first, third], 1, "not the next segments");
    assert_child_refused(Layer::Internal, &[first], 0, "a segment proof");
    assert_child_refused(Layer::Wrap, &[first], 0, "a segment proof");
    let mut flipped = first.to_vec();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    assert_child_refused(Layer::Leaf, &[&flipped], 0, "SHA-256");
    let refused = check_proof(engine(), &support::reseal(flipped.clone()));
    assert!(matches!(refused, Err(Error::InvalidProof(_))), "{refused:?}");
    assert_child_refused(Layer::Leaf, &[&support::reseal(flipped)], 0, "does not verify");
}

fn refuses_wrong_statements(program: &Program, values: &[u8; 64], last: &[u8], recursive: &[u8]) {
    let engine = engine();
    let mut other_values = *values;
    other_values[63] ^= 1;
    assert_rejected(verify(engine, &program.id(), &other_values, last));
    let other = busy_loop(10).load_into(engine);
    assert_rejected(verify(engine, &other.id(), values, last));
    assert_rejected(verify(engine, &[0xff; 32], values, last));
    let unfinished = verify(engine, &program.id(), values, recursive);
    assert!(matches!(unfinished, Err(Error::InvalidProof(_))), "{unfinished:?}");
    // A flipped bit anywhere is refused: by the hash, and with the hash put right by what it spoils.
    for place in [45, last.len() / 3, last.len() / 2, last.len() - 700, last.len() - 40] {
        let mut flipped = last.to_vec();
        flipped[place] ^= 4;
        let refused = verify(engine, &program.id(), values, &flipped);
        assert!(matches!(refused, Err(Error::InvalidProof(_))), "{refused:?}");
        let refused = verify(engine, &program.id(), values, &support::reseal(flipped));
        assert!(
            matches!(refused, Err(Error::InvalidProof(_) | Error::Rejected(_))),
            "byte {place}: {refused:?}"
        );
    }
}

fn assert_rejected(result: provelet_engine::Result<()>) {
    assert!(matches!(result, Err(Error::Rejected(_))), "{result:?}");
}
