//! Programs that do not fit the machines that others have.

mod support;

use provelet_engine::{Callbacks, Error, Layer, Limits, Model, Outcome, Program, aggregate, execute, prove};
use support::{Assembler, assert_child_refused, busy_loop, engine, op, reseal, segments_of};

const FITS: usize = 1 << 20;

/// A loop, and instructions behind it that are never reached, so many in all.
fn program_of(instructions: usize) -> Assembler {
    let mut asm = busy_loop(1000);
    while asm.code.len() < instructions {
        asm.alu_immediate(op::ADD, 1, 1, 1);
    }
    asm
}

#[test]
fn a_programs_machine_follows_from_how_many_instructions_it_has() {
    let model = |asm: &Assembler| asm.load_into(engine()).model();
    let mut fitting = program_of(FITS);
    assert_eq!(model(&fitting), Model::Base);
    let mut large = program_of(FITS + 1);
    assert_eq!(model(&large), Model::LargeBase);
    fitting.code.pop();
    assert_eq!(model(fitting.wide(op::KECCAKF, 1, 0, 0)), Model::Accelerated);
    large.code.pop();
    assert_eq!(model(large.wide(op::KECCAKF, 1, 0, 0)), Model::LargeAccelerated);
}

#[test]
fn a_program_that_fits_no_machine_is_refused() {
    match Program::load(engine(), &program_of(4 * FITS + 1).bytes()) {
        Err(Error::InvalidProgram(why)) => assert!(why.contains("more than 4194304 instructions"), "{why}"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was loaded"),
    }
}

#[test]
#[ignore = "takes minutes; for --nightly"]
fn a_large_program_is_proved_on_a_machine_of_its_own() {
    // Given
    let program = program_of(FITS + 1).load_into(engine());
    let report = execute(&program, &[], &Limits::default(), Callbacks::default()).expect("it runs");
    assert_eq!(report.outcome, Outcome::Terminated { code: 0 });
    let (_, segments) = segments_of(&program, &[], &Limits::default());
    // When
    let proof = prove(&program, &[], &segments[0]).expect("it is proved");
    // Then
    aggregate(engine(), Layer::Leaf, &[&proof]).expect("a leaf is proved");
    let (own, other) = (engine().machine_version(Model::LargeBase), engine().machine_version(Model::Base));
    let mut relabelled = proof.clone();
    relabelled[44..44 + own.len()].copy_from_slice(other.as_bytes());
    assert_child_refused(Layer::Leaf, &[&reseal(relabelled)], 0, "does not verify");
}
