//! A program's id follows from the two numbers that an on-chain proof has in its place.

use provelet_engine::{Error, Model, Program};

use crate::support::{Assembler, engine, op};

fn programs() -> [Program; 2] {
    let mut base = Assembler::at(0x1000);
    base.set(6, 7).terminate(0);
    let mut accelerated = Assembler::at(0x1000);
    accelerated.set(6, 7).wide(op::KECCAKF, 6, 0, 0).terminate(0);
    [base, accelerated].map(|program| program.load_into(engine()))
}

#[test]
fn the_id_follows_from_the_commitments_on_each_machine() {
    let [base, accelerated] = programs();
    assert_eq!((base.model(), accelerated.model()), (Model::Base, Model::Accelerated));
    for program in [&base, &accelerated] {
        let commitments = program.commitments().expect("it has commitments");
        assert_eq!(commitments.program_id(engine()).expect("it is of a machine"), program.id());
    }
}

#[test]
fn a_machine_is_not_taken_for_another() {
    let [base, accelerated] = programs().map(|program| program.commitments().expect("it has commitments"));
    assert_ne!(base.app_vm, accelerated.app_vm);
    let mut swapped = base;
    swapped.app_vm = accelerated.app_vm;
    assert_ne!(swapped.program_id(engine()).expect("there is a machine"), programs()[0].id());
    swapped.app_vm[31] ^= 1;
    let error = swapped.program_id(engine()).expect_err("there is no such machine");
    assert!(matches!(error, Error::Rejected(_)), "{error}");
}

#[test]
fn a_number_that_stands_for_no_program_is_refused() {
    let [mut commitments, _] = programs().map(|program| program.commitments().expect("it has commitments"));
    commitments.app_exe = [0xff; 32];
    let error = commitments.program_id(engine()).expect_err("it is too large");
    assert!(matches!(error, Error::InvalidProof(_)), "{error}");
}
