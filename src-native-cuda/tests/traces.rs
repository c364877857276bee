//! What the check of a segment's traces says when they hold, and when a cell of them is wrong.

mod support;

use openvm_stark_backend::p3_field::PrimeCharacteristicRing;
use openvm_stark_sdk::config::baby_bear_poseidon2::F;
use provelet_engine::{Limits, Program, Traces, check};
use support::{Assembler, busy_loop, engine, every_form, segments_of, trace};

fn first_segment(program: &Program, inputs: &[&[u8]]) -> Vec<u8> {
    segments_of(program, inputs, &Limits::default()).1.swap_remove(0)
}

fn traces() -> Traces {
    let program = busy_loop(20).load_into(engine());
    let object = first_segment(&program, &[]);
    Traces::of(&program, &[], &object).expect("the traces are filled")
}

#[test]
fn the_traces_of_every_instruction_hold() {
    // Given
    let mut asm = Assembler::at(0x1000);
    every_form(&mut asm);
    asm.terminate(0);
    let program = asm.load_into(engine());
    let inputs: [&[u8]; 1] = [b"sixteen bytes it"];
    let object = first_segment(&program, &inputs);
    // When
    let checked = check(&program, &inputs, &object);
    // Then
    checked.expect("nothing is wrong");
}

#[test]
fn a_wrong_sum_is_named_with_its_air_and_row() {
    // Given: the last columns are the result's, the operands' and five flags.
    let mut traces = traces();
    let alu = trace(&traces, "BaseAluCoreAir");
    let row = traces.row(alu, 3);
    let result = row.len() - (4 + 4 + 4 + 5);
    // When
    row[result] += F::ONE;
    let said = traces.check().expect_err("the sum is wrong").to_string();
    // Then
    assert!(said.contains("BaseAluCoreAir") && said.contains("row 3"), "{said}");
}

#[test]
fn a_bus_that_does_not_balance_is_named_with_its_airs() {
    // Given: how often an instruction was executed is the program's trace's only column of its own.
    let mut traces = traces();
    let code = trace(&traces, "ProgramAir");
    // When
    traces.row(code, 0)[0] += F::ONE;
    let said = traces.check().expect_err("one is executed more often than it should").to_string();
    // Then
    assert!(said.contains("does not balance") && said.contains("ProgramAir"), "{said}");
}
