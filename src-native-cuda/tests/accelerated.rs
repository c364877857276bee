//! The accelerated instructions: what they compute, what they refuse, that they are proved, and that the two machines do not mix.

mod support;

use std::sync::OnceLock;

use num_bigint::BigUint;
use provelet_engine::{
    Callbacks, Error, Layer, Limits, Model, Outcome, Program, Report, aggregate, execute, inspect, prove,
    split, verify,
};
use support::{
    Assembler, OUTPUT, assert_child_refused, assert_not_proved, busy_loop, engine, op, output_of, reseal,
};

struct Field {
    modulus: BigUint,
    bytes: usize,
}

fn fields() -> &'static [Field; 5] {
    static FIELDS: OnceLock<[Field; 5]> = OnceLock::new();
    FIELDS.get_or_init(|| {
        let power = |n: u32| BigUint::from(1u8) << n;
        let hex = |text: &str| BigUint::parse_bytes(text.as_bytes(), 16).expect("hexadecimal");
        let bn254 = hex("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47");
        let bls12381 = hex(concat!(
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf",
            "6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab"
        ));
        [
            (power(256) - power(32) - 977u32, 32),
            (power(256) - power(224) + power(192) + power(96) - 1u32, 32),
            (bn254, 32),
            (bls12381, 48),
            (power(255) - 19u32, 32),
        ]
        .map(|(modulus, bytes)| Field { modulus, bytes })
    })
}

impl Field {
    fn add(&self, x: &BigUint, y: &BigUint) -> BigUint {
        (x + y) % &self.modulus
    }

    fn sub(&self, x: &BigUint, y: &BigUint) -> BigUint {
        self.add(x, &(&self.modulus - y % &self.modulus))
    }

    fn mul(&self, x: &BigUint, y: &BigUint) -> BigUint {
        x * y % &self.modulus
    }

    fn div(&self, x: &BigUint, y: &BigUint) -> BigUint {
        self.mul(x, &y.modpow(&(&self.modulus - 2u32), &self.modulus))
    }

    fn encoded(&self, number: &BigUint) -> Vec<u8> {
        let mut bytes = number.to_bytes_le();
        bytes.resize(self.bytes, 0);
        bytes
    }

    fn largest(&self) -> BigUint {
        (BigUint::from(1u8) << (8 * self.bytes)) - 1u32
    }

    /// Numbers without a pattern, the same every time.
    fn some(&self, seed: u32) -> BigUint {
        (BigUint::from(seed) + 3u32).modpow(&BigUint::from(65_537u32 * seed + 12_345), &self.modulus)
    }

    /// Pairs of operands: reduced, and not.
    fn operands(&self) -> Vec<(BigUint, BigUint)> {
        let zero = BigUint::from(0u8);
        vec![
            (self.some(1), self.some(2)),
            (self.largest(), self.largest()),
            (zero, self.largest()),
            (self.modulus.clone(), self.some(3)),
        ]
    }
}

const DATA: u32 = 0x10_0000;
const RESULTS: u32 = 0x20_0000;
const FIRST: i32 = 5;
const SECOND: i32 = 6;
const TO: i32 = 7;

/// A program of accelerated instructions, and what it should write to descriptor 1.
struct Cases {
    asm: Assembler,
    data: Vec<u8>,
    expected: Vec<u8>,
}

impl Cases {
    fn new() -> Self {
        Self { asm: Assembler::at(0x1000), data: Vec::new(), expected: Vec::new() }
    }

    fn put(&mut self, bytes: &[u8]) -> u32 {
        let address = DATA + self.data.len() as u32;
        self.data.extend(bytes);
        address
    }

    /// An instruction over two operands, whose result goes behind the last one.
    fn case(&mut self, opcode: u32, first: &[u8], second: &[u8], expected: &[u8]) {
        let (first, second) = (self.put(first), self.put(second));
        let to = RESULTS + self.expected.len() as u32;
        self.asm.set(FIRST, first).set(SECOND, second).set(TO, to).wide(opcode, TO, FIRST, SECOND);
        self.expected.extend(expected);
    }

    fn comparison(&mut self, opcode: u32, field: &Field, first: &BigUint, second: &BigUint) {
        let (one, other) = (self.put(&field.encoded(first)), self.put(&field.encoded(second)));
        let to = RESULTS + self.expected.len() as u32;
        self.asm.set(FIRST, one).set(SECOND, other).wide(opcode, 8, FIRST, SECOND);
        self.asm.set(TO, to).store(op::STOREW, 8, TO, 0);
        self.expected.extend(u32::from(first == second).to_le_bytes());
    }

    fn numbers(&mut self, index: usize) {
        let field = &fields()[index];
        let opcode = |first: u32| first + 8 * index as u32;
        for (x, y) in field.operands() {
            let results = [
                (op::MODADD, field.add(&x, &y)),
                (op::MODSUB, field.sub(&x, &y)),
                (op::MODMUL, field.mul(&x, &y)),
                (op::MODDIV, field.div(&x, &y)),
            ];
            for (first, result) in results {
                self.case(opcode(first), &field.encoded(&x), &field.encoded(&y), &field.encoded(&result));
            }
        }
        let (x, last) = (field.some(4), &field.modulus - 1u32);
        self.comparison(opcode(op::MODEQ), field, &x, &x);
        self.comparison(opcode(op::MODEQ), field, &x, &last);
        self.comparison(opcode(op::MODEQ), field, &last, &last);
    }

    /// Keccak-256 of no bytes, its one block of padding absorbed in two pieces, and a XORIN that overlaps itself.
    fn keccak(&mut self) {
        let mut padding = [0; 136];
        padding[0] = 1;
        padding[135] = 0x80;
        let (start, rest) = (self.put(&padding[..100]), self.put(&padding[100..]));
        let (state, to) = (self.put(&[0; 200]), RESULTS + self.expected.len() as u32);
        self.asm.set(TO, state).set(FIRST, start).set(SECOND, 100).wide(op::XORIN, TO, FIRST, SECOND);
        self.asm.set(TO, state + 100).set(FIRST, rest).set(SECOND, 36).wide(op::XORIN, TO, FIRST, SECOND);
        self.asm.set(TO, state).wide(op::KECCAKF, TO, 0, 0).set(FIRST, to);
        for word in 0..8 {
            self.asm.load(op::LOADW, 8, TO, 4 * word).store(op::STOREW, 8, FIRST, 4 * word);
        }
        let digest = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";
        self.expected.extend(BigUint::parse_bytes(digest.as_bytes(), 16).expect("hexadecimal").to_bytes_be());

        let (words, to) = (self.put(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), self.expected.len());
        self.asm.set(TO, words).set(FIRST, words + 4).set(SECOND, 8).wide(op::XORIN, TO, FIRST, SECOND);
        self.asm.load(op::LOADW, 8, TO, 0).load(op::LOADW, 9, TO, 4);
        self.asm.set(TO, RESULTS + to as u32).store(op::STOREW, 8, TO, 0).store(op::STOREW, 9, TO, 4);
        self.expected.extend([1 ^ 5, 2 ^ 6, 3 ^ 7, 4 ^ 8, 5 ^ 9, 6 ^ 10, 7 ^ 11, 8 ^ 12]);
    }

    fn every() -> Self {
        let mut cases = Self::new();
        cases.keccak();
        (0..5).for_each(|index| cases.numbers(index));
        let Self { asm, data, expected } = &mut cases;
        asm.set(1, RESULTS).set(2, expected.len() as u32).phantom(OUTPUT, 1, 2, 1);
        asm.load(op::LOADW, 3, 1, 0).reveal(3, 0, 0).terminate(0).data(DATA, data);
        cases
    }
}

fn finished_segments(program: &Program) -> Vec<Vec<u8>> {
    let (report, segments) = support::segments_of(program, &[], &Limits::default());
    assert_eq!(report.outcome, Outcome::Terminated { code: 0 });
    segments
}

/// A program of all cases, and the proof of its only segment.
fn proved() -> &'static (Assembler, Vec<u8>) {
    static PROVED: OnceLock<(Assembler, Vec<u8>)> = OnceLock::new();
    PROVED.get_or_init(|| {
        let asm = Cases::every().asm;
        let segments = finished_segments(&asm.load_into(engine()));
        assert_eq!(segments.len(), 1);
        assert_eq!(machine_of(&segments[0]), "accelerated");
        // As if elsewhere: by a program loaded anew.
        let proof = prove(&asm.load_into(engine()), &[], &segments[0]).expect("it is proved");
        (asm, proof)
    })
}

#[test]
fn each_instruction_computes_what_arithmetic_says() {
    // Given
    let cases = Cases::every();
    let program = cases.asm.load_into(engine());
    assert_eq!(program.model(), Model::Accelerated);
    // When
    let (report, written) = output_of(&program, &[], &Limits::default());
    let output: Vec<u8> = written.into_iter().flat_map(|(_, bytes)| bytes).collect();
    // Then
    assert_eq!(report.outcome, Outcome::Terminated { code: 0 });
    assert_eq!(output.len(), cases.expected.len());
    let wrong = output.iter().zip(&cases.expected).position(|(is, should_be)| is != should_be);
    assert_eq!(wrong, None, "the first byte that differs");
}

#[test]
fn each_instruction_is_proved() {
    assert_eq!(machine_of(&proved().1), "accelerated");
}

#[test]
#[ignore = "takes minutes; for --nightly"]
fn a_run_of_each_instruction_is_proved_to_the_end() {
    // Given
    let (asm, proof) = proved();
    let program = asm.load_into(engine());
    let (report, _) = output_of(&program, &[], &Limits::default());
    // When
    let step = |step, child: &[u8]| aggregate(engine(), step, &[child]).expect("it is aggregated");
    let internal = step(Layer::Internal, &step(Layer::Leaf, proof));
    let last = step(Layer::Wrap, &step(Layer::Recursive, &internal));
    // Then
    verify(engine(), &program.id(), &report.public_values, &last).expect("the proof proves the run");
    let passed_for_base = relabelled(&last, Model::Accelerated, Model::Base);
    let refused = verify(engine(), &program.id(), &report.public_values, &passed_for_base);
    assert!(matches!(refused, Err(Error::Rejected(_))), "{refused:?}");
}

#[test]
fn a_program_without_accelerated_instructions_is_the_base_machines() {
    let plain = busy_loop(3);
    assert_eq!(plain.load_into(engine()).model(), Model::Base);
    let mut accelerated = busy_loop(3);
    accelerated.wide(op::KECCAKF, 1, 0, 0);
    assert_eq!(accelerated.load_into(engine()).model(), Model::Accelerated);
}

/// One of them is in every object and every key: another one makes all of them worthless.
#[test]
fn the_machines_versions_are_those_that_were_released() {
    assert_eq!(engine().machine_version(Model::Base), "openvm-2.0.2/3-c4139a6f");
    assert_eq!(engine().machine_version(Model::Accelerated), "openvm-2.0.2/3-c4149e8a");
    assert_eq!(engine().machine_version(Model::LargeBase), "openvm-2.0.2/3-23782700");
    assert_eq!(engine().machine_version(Model::LargeAccelerated), "openvm-2.0.2/3-adbfba56");
    assert_eq!(engine().version(), "openvm-2.0.2/3-c4139a6f-c4149e8a-23782700-adbfba56");
}

#[test]
fn one_machines_objects_do_not_pass_for_the_others() {
    // Given the same instructions on both machines
    let asm = busy_loop(10);
    let base = asm.load_into(engine());
    let accelerated = Program::load_accelerated(engine(), &asm.bytes()).expect("it is a program");
    assert_ne!(base.id(), accelerated.id());
    let of_base = finished_segments(&base).remove(0);
    let of_accelerated = finished_segments(&accelerated).remove(0);
    // When a segment of one is handed to the other, as it is and under the other's name
    for (program, segment, from, to) in [
        (&base, &of_accelerated, Model::Accelerated, Model::Base),
        (&accelerated, &of_base, Model::Base, Model::Accelerated),
    ] {
        // Then
        assert_not_proved(prove(program, &[], segment), engine().machine_version(from));
        let relabelled = relabelled(segment, from, to);
        assert_not_proved(prove(program, &[], &relabelled), "another program");
        // Nor when it also names the other's program.
        let at = 44 + engine().machine_version(to).len();
        let mut renamed = relabelled;
        renamed[at..at + 32].copy_from_slice(&program.id());
        assert_not_proved(prove(program, &[], &reseal(renamed)), "does not lead to its end");
    }

    // And when a proof is
    let proof = prove(&base, &[], &of_base).expect("it is proved");
    let passed_for_accelerated = relabelled(&proof, Model::Base, Model::Accelerated);
    assert_child_refused(Layer::Leaf, &[&passed_for_accelerated], 0, "does not verify");
    assert_child_refused(
        Layer::Leaf,
        &[&proof, &passed_for_accelerated],
        1,
        "of the accelerated machine, child 0 of the base one",
    );
}

/// All that the prover of a machine can do without its programs: run another machine's.
#[test]
fn a_base_programs_run_on_the_accelerated_machine_is_no_proof_of_that_program() {
    // Given a run of the same instructions on the other machine, proved to the end
    let asm = busy_loop(10);
    let base = asm.load_into(engine());
    let accelerated = Program::load_accelerated(engine(), &asm.bytes()).expect("it is a program");
    let (report, _) = output_of(&accelerated, &[], &Limits::default());
    let proof = prove(&accelerated, &[], &finished_segments(&accelerated).remove(0)).expect("it is proved");
    let step = |step, child: &[u8]| aggregate(engine(), step, &[child]).expect("it is aggregated");
    let internal = step(Layer::Internal, &step(Layer::Leaf, &proof));
    let last = step(Layer::Wrap, &step(Layer::Recursive, &internal));
    verify(engine(), &accelerated.id(), &report.public_values, &last).expect("it proves what it says");
    // When
    let refused = verify(engine(), &base.id(), &report.public_values, &last);
    // Then
    match refused {
        Err(Error::Rejected(why)) => assert!(
            why.contains("a program of the base machine, and the proof is of the accelerated one"),
            "{why}"
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_chips_could_not_prove_is_a_fault() {
    for (index, field) in fields().iter().enumerate() {
        let Field { modulus, bytes } = field;
        let offset = 8 * index as u32;
        let encoded = |number: &BigUint| field.encoded(number);
        let one = encoded(&BigUint::from(1u8));
        let zeros = [vec![0; *bytes], encoded(modulus)];
        for zero in &zeros {
            assert_fault(op::MODDIV + offset, &one, zero, "division by the number at 0x00100100");
        }
        assert_fault(op::MODEQ + offset, &one, &zeros[1], "number at 0x00100100 is not less");
        assert_fault(op::MODEQ + offset, &[0xff; 48], &one, "number at 0x00100000 is not less");
    }
    for bytes in [0, 2, 137, 140, u32::MAX - 3] {
        let mut asm = Assembler::at(0x1000);
        asm.set(1, DATA).set(2, DATA).set(3, bytes).wide(op::XORIN, 1, 2, 3);
        assert!(fault_of(&asm).contains("must be a multiple of 4 from 4 to 136"));
    }
}

#[test]
fn operands_outside_memory_or_not_aligned_are_bad_accesses() {
    let instructions = [
        (op::KECCAKF, 200, [true, false, false]),
        (op::MODADD, 32, [true; 3]),
        (op::MODSUB + 24, 48, [true; 3]),
        (op::MODMUL + 32, 32, [true; 3]),
        (op::MODDIV, 32, [true; 3]),
        (op::MODEQ + 24, 48, [false, true, true]),
    ];
    for (opcode, bytes, addresses) in instructions {
        for place in (0..3).filter(|place| addresses[*place]) {
            for wrong in [0x2000_0000 - bytes + 4, 0xffff_fffc, DATA + 2] {
                let mut asm = Assembler::at(0x1000);
                let used = |place: usize| if addresses[place] { place as i32 + 1 } else { 0 };
                asm.set(1, DATA).set(2, DATA).set(3, DATA).set(place as i32 + 1, wrong);
                let target = if addresses[0] { 1 } else { 8 };
                asm.wide(opcode, target, used(1), used(2)).terminate(0);
                let report = run(&asm);
                match &report.outcome {
                    Outcome::BadAccess(access) => assert_eq!(access.address, wrong, "{opcode:x}: {access}"),
                    other => panic!("{opcode:x} with 0x{wrong:x} as operand {place}: {other:?}"),
                }
            }
        }
    }
    let mut asm = Assembler::at(0x1000);
    asm.set(1, 0x2000_0000 - 4).set(2, DATA).set(3, 8).wide(op::XORIN, 1, 2, 3);
    assert!(matches!(run(&asm).outcome, Outcome::BadAccess(_)));
    asm.code.pop();
    asm.wide(op::XORIN, 2, 1, 3);
    assert!(matches!(run(&asm).outcome, Outcome::BadAccess(_)));
}

#[test]
fn operands_that_the_circuits_do_not_take_are_refused() {
    let refused: [(u32, [i32; 7], &str); 9] = [
        (0x502, [4, 4, 4, 1, 2, 0, 0], "does not exist"),
        (0x507, [4, 4, 4, 1, 2, 0, 0], "does not exist"),
        (0x528, [4, 4, 4, 1, 2, 0, 0], "does not exist"),
        (0x600, [4, 4, 4, 1, 2, 0, 0], "does not exist"),
        (0x710, [4, 4, 4, 1, 2, 0, 0], "does not exist"),
        (op::KECCAKF, [4, 4, 0, 1, 2, 0, 0], "must be 0"),
        (op::MODADD, [4, 4, 6, 1, 2, 0, 0], "c is 6"),
        (op::MODMUL, [4, 4, 4, 1, 1, 0, 0], "e is 1"),
        (op::MODEQ, [0, 4, 4, 1, 2, 0, 0], "register 0"),
    ];
    for (opcode, operands, why) in refused {
        let mut asm = Assembler::at(0x1000);
        match Program::load(engine(), &asm.raw(opcode, operands).bytes()) {
            Err(Error::InvalidProgram(text)) => assert!(text.contains(why), "{opcode:x}: {text}"),
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("{opcode:x} {operands:?} was loaded"),
        }
    }
}

fn run(asm: &Assembler) -> Report {
    let program = asm.load_into(engine());
    let executed = execute(&program, &[], &Limits::default(), Callbacks::default()).expect("it runs");
    let cut = split(&program, &[], &Limits::default(), Callbacks::default()).expect("it splits");
    assert_eq!(executed.outcome, cut.outcome);
    executed
}

fn fault_of(asm: &Assembler) -> String {
    match run(asm).outcome {
        Outcome::Fault { detail } => detail,
        other => panic!("{other:?}"),
    }
}

/// Runs one instruction over operands at DATA and 0x100 behind it.
fn assert_fault(opcode: u32, first: &[u8], second: &[u8], why: &str) {
    let mut asm = Assembler::at(0x1000);
    asm.set(1, RESULTS).set(2, DATA).set(3, DATA + 0x100).data(DATA, first).data(DATA + 0x100, second);
    asm.wide(opcode, 1, 2, 3);
    let detail = fault_of(&asm);
    assert!(detail.contains(why), "{opcode:x}: {detail}");
}

fn machine_of(object: &[u8]) -> String {
    let json = inspect(engine(), object).expect("it is an object");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    json["machine"].as_str().expect("a machine").to_owned()
}

/// An object of one machine that says it is the other's.
fn relabelled(object: &[u8], from: Model, to: Model) -> Vec<u8> {
    let (from, to) = (engine().machine_version(from), engine().machine_version(to));
    let at = 40 + 4;
    assert_eq!(&object[at..at + from.len()], from.as_bytes());
    assert_eq!(from.len(), to.len());
    let mut changed = object.to_vec();
    changed[at..at + to.len()].copy_from_slice(to.as_bytes());
    reseal(changed)
}
