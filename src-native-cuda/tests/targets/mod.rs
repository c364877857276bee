//! What the fuzzer calls with any bytes at all, and the tests with those that it kept. Nothing may panic, and every answer
//! is one of those that the header gives for bytes from strangers.
#![allow(dead_code)]

use std::sync::OnceLock;

use provelet_engine::{
    Callbacks, Error, Layer, Limits, Model, Outcome, Program, Report, aggregate, execute, inspect, profile,
    prove, split, verify,
};
use sha2::{Digest, Sha256};

use crate::support::{Assembler, busy_loop, engine, every_form, op, segments_of};

pub type Target = fn(&[u8]);

pub fn named(name: &str) -> Target {
    match name {
        "program" => any_program,
        "segment" => any_segment,
        "proof" => any_proof,
        _ => panic!("no such target: {name}; there are program, segment and proof"),
    }
}

const INPUTS: [&[u8]; 2] = [b"first", b"and the second"];
const LIMITS: Limits = Limits {
    max_instructions: 20_000,
    max_output_bytes: 1 << 16,
    max_stderr_bytes: 1 << 10,
    segment_log_height: 14,
};

/// A program is refused, or runs to an end; and so it does while it is counted, or split.
fn any_program(bytes: &[u8]) {
    let program = match Program::load(engine(), bytes) {
        Ok(program) => program,
        Err(Error::InvalidProgram(_)) => return,
        Err(other) => panic!("{other:?}"),
    };
    let run = execute(&program, &INPUTS, &LIMITS, Callbacks::default()).expect("it has a report");
    let (counted, _) = profile(&program, &INPUTS, &LIMITS, Callbacks::default()).expect("it has a report");
    assert_eq!(end(&run), end(&counted));
    // A segment would carry the program's id, which takes most of a second.
    if !matches!(run.outcome, Outcome::Limit | Outcome::Terminated { code: 0 }) {
        let cut = split(&program, &INPUTS, &LIMITS, Callbacks::default()).expect("it has a report");
        assert_eq!(end(&run), end(&cut));
    }
}

fn end(report: &Report) -> (Outcome, u64, &[u32], &[u8], u64) {
    (
        report.outcome.clone(),
        report.instructions,
        &report.registers,
        &report.public_values,
        report.output_bytes,
    )
}

/// What follows version and program in a segment object is refused, or is read; without traces' heights it cannot be
/// right, but it runs from the state that it names before that is found out.
fn any_segment(bytes: &[u8]) {
    let object = object(b"PVSEGM\0\x01", [&version()[..], &program().id(), bytes].concat());
    match inspect(engine(), &object) {
        Ok(_) => {}
        Err(Error::InvalidSegment(_)) => return,
        Err(other) => panic!("{other:?}"),
    }
    if bytes.get(HEIGHTS..HEIGHTS + 4) == Some(&[0; 4]) {
        match prove(program(), &INPUTS, &object) {
            Err(Error::InvalidSegment(_)) => {}
            other => panic!("{:?}", other.map(|proof| proof.len())),
        }
    }
}

/// Where the number of heights is in what [`any_segment`] takes.
const HEIGHTS: usize = 4 + 1 + 4 + 8 + 8 + 256 + 64 + 4 + 8 + 4;

/// What follows the version in a proof object is refused, or is read; and proves nothing.
fn any_proof(bytes: &[u8]) {
    let object = object(b"PVPRF\0\0\x01", [&version()[..], bytes].concat());
    match inspect(engine(), &object) {
        Ok(_) => {}
        Err(Error::InvalidProof(_)) => return,
        Err(other) => panic!("{other:?}"),
    }
    match verify(engine(), &[0; 32], &[0; 64], &object) {
        Err(Error::InvalidProof(_) | Error::Rejected(_)) => {}
        other => panic!("{other:?}"),
    }
    // Both are verified before it is seen that they do not follow one another.
    match aggregate(engine(), Layer::Leaf, &[&object, &object]) {
        Err(Error::InvalidChild { position: 0, .. }) => {}
        other => panic!("{:?}", other.map(|proof| proof.len())),
    }
}

fn program() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| busy_loop(5000).load_into(engine()))
}

fn version() -> Vec<u8> {
    let version = engine().machine_version(Model::Base).as_bytes();
    [&(version.len() as u32).to_le_bytes(), version].concat()
}

fn object(magic: &[u8; 8], body: Vec<u8>) -> Vec<u8> {
    [&magic[..], &Sha256::digest(&body), &body].concat()
}

/// Valid inputs of a target, for the fuzzer to start from. Those for proofs take a proof.
pub fn seeds(name: &str) -> Vec<Vec<u8>> {
    match name {
        "program" => {
            let mut all = Assembler::at(0x1000);
            every_form(&mut all);
            let mut big = Assembler { big_endian: true, ..Assembler::at(0x20_0000) };
            big.set(1, 0x123).store(op::STOREW, 1, 0, 0x100).jalr(2, 1, 0).data(0x1000, b"data").terminate(3);
            vec![all.terminate(0).bytes(), big.bytes(), busy_loop(3).bytes()]
        }
        "segment" => {
            segments().iter().flat_map(|object| [stripped(object, 32), rehearsable(object)]).collect()
        }
        _ => vec![stripped(&prove(program(), &INPUTS, &segments()[1]).expect("it is proved"), 0)],
    }
}

fn segments() -> Vec<Vec<u8>> {
    let limits = Limits { max_instructions: 0, ..LIMITS };
    segments_of(program(), &INPUTS, &limits).1
}

/// An object without its header, version and so many bytes more.
fn stripped(object: &[u8], more: usize) -> Vec<u8> {
    object[40 + version().len() + more..].to_vec()
}

/// A segment without heights, so that it is run before it is refused.
fn rehearsable(object: &[u8]) -> Vec<u8> {
    let mut bytes = stripped(object, 32);
    let count = u32::from_le_bytes(std::array::from_fn(|i| bytes[HEIGHTS + i])) as usize;
    bytes.drain(HEIGHTS + 4..HEIGHTS + 4 + 4 * count);
    bytes[HEIGHTS..HEIGHTS + 4].fill(0);
    bytes
}
