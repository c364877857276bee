//! Loads and stores with offsets of all 17 bits: what they reach is proved, and what they would reach below address 0 is a
//! fault of the run and has no proof.

mod support;

use std::borrow::BorrowMut;

use openvm_rv32im_circuit::adapters::Rv32LoadStoreAdapterCols;
use openvm_stark_backend::p3_field::PrimeCharacteristicRing;
use openvm_stark_sdk::config::baby_bear_poseidon2::F;
use provelet_engine::{Limits, Outcome, Traces, check, check_proof, prove};
use support::{Assembler, OUTPUT, engine, op, output_of, segments_of, trace};

const BASE: u32 = 0x20_0000;
const RESULTS: u32 = 0x30_0000;
/// The furthest that there are, and some beyond 16 bits with a sign.
const OFFSETS: [i32; 8] = [-65536, -65532, -36864, -32772, 32768, 40000, 40004, 65532];
const WIDTHS: [(u32, i32); 5] =
    [(op::LOADW, 4), (op::LOADHU, 2), (op::LOADH, 2), (op::LOADBU, 1), (op::LOADB, 1)];

/// What a load of these bytes at this place makes of a word.
fn loaded(opcode: u32, word: u32, place: i32) -> u32 {
    let value = word >> (8 * place);
    match opcode {
        op::LOADW => value,
        op::LOADHU => value & 0xffff,
        op::LOADH => i32::from(value as i16) as u32,
        op::LOADBU => value & 0xff,
        op::LOADB => i32::from(value as i8) as u32,
        other => panic!("{other:x} is no load"),
    }
}

/// Stores words, halves and bytes at each offset and loads all of them in every way; what it is to print.
fn guest() -> (Assembler, Vec<u8>) {
    let mut asm = Assembler::at(0x1000);
    let mut expected = Vec::new();
    asm.set(1, BASE).set(3, RESULTS);
    for (number, offset) in OFFSETS.into_iter().enumerate() {
        let stored = [0x8765_4321 ^ (number as u32) << 28, 0xfedc_ba98, 0x0000_00f7];
        asm.set(4, stored[0]).set(5, stored[1]).set(6, stored[2]);
        asm.store(op::STOREW, 4, 1, offset).store(op::STOREH, 5, 1, offset + 2).store(
            op::STOREB,
            6,
            1,
            offset + 1,
        );
        let word = stored[0] & 0xff | stored[2] << 8 | stored[1] << 16;
        for (opcode, bytes) in WIDTHS {
            for place in (0..4).step_by(bytes as usize) {
                asm.load(opcode, 7, 1, offset + place).store(op::STOREW, 7, 3, expected.len() as i32);
                expected.extend(loaded(opcode, word, place).to_le_bytes());
            }
        }
    }
    asm.set(8, expected.len() as u32).phantom(OUTPUT, 3, 8, 1).terminate(0);
    (asm, expected)
}

#[test]
fn loads_and_stores_at_all_offsets_of_17_bits_are_proved() {
    // Given
    let (asm, expected) = guest();
    let program = asm.load_into(engine());
    // When
    let (report, written) = output_of(&program, &[], &Limits::default());
    let (cut, segments) = segments_of(&program, &[], &Limits::default());
    // Then run, cut and circuit agree
    assert_eq!(report.outcome, Outcome::Terminated { code: 0 });
    assert_eq!((&cut.outcome, cut.registers), (&report.outcome, report.registers));
    assert_eq!(written, [(1, expected)]);
    assert_eq!(segments.len(), 1);
    check(&program, &[], &segments[0]).expect("each constraint holds");
    let proof = prove(&program, &[], &segments[0]).expect("it is proved");
    check_proof(engine(), &proof).expect("and the proof verifies");
}

#[test]
fn an_access_that_its_offset_leads_below_zero_ends_the_run() {
    for (distance, bases) in [(4096, [0, 4, 4092]), (36864, [0, 8, 36860]), (65536, [0, 4096, 65532])] {
        for base in bases {
            for opcode in [op::LOADW, op::LOADHU, op::LOADH, op::LOADBU, op::LOADB] {
                let mut asm = Assembler::at(0x1000);
                assert_below_zero(asm.set(1, base).load(opcode, 2, 1, -distance), base as i32 - distance);
            }
            for opcode in [op::STOREW, op::STOREH, op::STOREB] {
                let mut asm = Assembler::at(0x1000);
                assert_below_zero(asm.set(1, base).store(opcode, 2, 1, -distance), base as i32 - distance);
            }
        }
        // The first address above is one.
        let mut asm = Assembler::at(0x1000);
        asm.set(1, distance as u32).load(op::LOADW, 2, 1, -distance).terminate(0);
        let (report, _) = output_of(&asm.load_into(engine()), &[], &Limits::default());
        assert_eq!(report.outcome, Outcome::Terminated { code: 0 });
    }
}

fn assert_below_zero(asm: &Assembler, address: i32) {
    let program = asm.load_into(engine());
    let (report, _) = output_of(&program, &[], &Limits::default());
    let (cut, segments) = segments_of(&program, &[], &Limits::default());
    match &report.outcome {
        Outcome::BadAccess(access) => {
            assert_eq!((access.address, access.aligned), (address as u32, true), "{access}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!((&cut.outcome, cut.pc, segments.len()), (&report.outcome, report.pc, 0));
}

/// An access to 0x8000 above register 0, and its trace.
struct Access {
    traces: Traces,
    /// The number of its AIR's trace, whose only row it is.
    own: usize,
    code: usize,
    ranges: usize,
    row_of_code: usize,
}

impl Access {
    const AT: i32 = 0x8000;

    fn of(opcode: u32, air: &str) -> Self {
        let mut asm = Assembler::at(0x1000);
        asm.set(2, 0x1234_5678);
        let row_of_code = asm.code.len();
        match opcode {
            op::STOREW | op::STOREH | op::STOREB => asm.store(opcode, 2, 0, 0),
            _ => asm.load(opcode, 3, 0, 0),
        };
        asm.code[row_of_code].1[2] = Self::AT;
        asm.terminate(0);
        let program = asm.load_into(engine());
        let segment = segments_of(&program, &[], &Limits::default()).1.swap_remove(0);
        let mut traces = Traces::of(&program, &[], &segment).expect("the traces are filled");
        traces.check().expect("the access is one that can be proved");
        let own = trace(&traces, air);
        let (code, ranges) = (trace(&traces, "ProgramAir"), trace(&traces, "VariableRangeCheckerAir"));
        assert_eq!(columns(traces.row(own, 0)).imm, F::from_i32(Self::AT));
        Self { traces, own, code, ranges, row_of_code }
    }

    /// The operand of the instruction in the program, from a to g.
    fn operand(&mut self, number: usize) -> &mut F {
        &mut self.traces.committed_row(self.code, self.row_of_code)[2 + number]
    }

    fn columns(&mut self) -> &mut Rv32LoadStoreAdapterCols<F> {
        columns(self.traces.row(self.own, 0))
    }

    /// Takes back that this number was said to have so many bits, or says it once more.
    fn count(&mut self, number: usize, bits: u32, more: F) {
        let row = self.traces.row(self.ranges, (1 << bits) + number - 1);
        assert_eq!(row[..2], [F::from_usize(number), F::from_u32(bits)]);
        row[3] += more;
    }

    fn complaints(&self) -> Vec<String> {
        let said = self.traces.check().expect_err("the traces do not hold").to_string();
        said.split("; ").map(str::to_owned).collect()
    }
}

fn columns(row: &mut [F]) -> &mut Rv32LoadStoreAdapterCols<F> {
    row[..size_of::<Rv32LoadStoreAdapterCols<u8>>()].borrow_mut()
}

/// What a prover does whose interpreter goes on where ours ends: the offset is negative, the register holds 0, the sum is
/// right, and everything agrees with that. Pointers of the circuit have 29 bits, and nothing says that this one has.
#[test]
fn a_trace_with_an_access_below_zero_breaks_the_range_of_its_pointer() {
    for (opcode, air) in [
        (op::LOADW, "Rv32LoadStoreAdapterAir, LoadStoreCoreAir"),
        (op::LOADBU, "Rv32LoadStoreAdapterAir, LoadStoreCoreAir"),
        (op::STOREH, "Rv32LoadStoreAdapterAir, LoadStoreCoreAir"),
        (op::LOADB, "Rv32LoadStoreAdapterAir, LoadSignExtendCoreAir"),
        (op::LOADH, "Rv32LoadStoreAdapterAir, LoadSignExtendCoreAir"),
    ] {
        // Given the same instruction with an offset of -0x8000, which leads to 0xffff8000
        let mut access = Access::of(opcode, air);
        *access.operand(6) = F::ONE;
        let columns = access.columns();
        columns.imm_sign = F::ONE;
        columns.mem_ptr_limbs[1] = F::from_u32(0xffff);
        access.count(0, 13, F::NEG_ONE);
        // When
        let complaints = access.complaints();
        // Then no constraint is broken but that the pointer's high half has 13 bits: nobody receives that. And memory has
        // no such place.
        let [_memory, range] = &complaints[..] else { panic!("{complaints:?}") };
        assert!(range.contains("does not balance for [65535, 13] of VmAirWrapper"), "{range}");
        assert!(!range.contains("VariableRangeCheckerAir"), "{range}");
    }
}

/// That the test above breaks the range only: it may say of any legal access what it says of that.
#[test]
fn a_trace_with_an_access_elsewhere_in_memory_keeps_the_range_of_its_pointer() {
    for (opcode, air) in [
        (op::LOADW, "Rv32LoadStoreAdapterAir, LoadStoreCoreAir"),
        (op::LOADB, "Rv32LoadStoreAdapterAir, LoadSignExtendCoreAir"),
    ] {
        // Given
        let mut access = Access::of(opcode, air);
        let elsewhere = Access::AT as usize + 0x1000;
        *access.operand(2) = F::from_usize(elsewhere);
        let columns = access.columns();
        columns.imm = F::from_usize(elsewhere);
        columns.mem_ptr_limbs[0] = F::from_usize(elsewhere);
        access.count(Access::AT as usize / 4, 14, F::NEG_ONE);
        access.count(elsewhere / 4, 14, F::ONE);
        // When
        let complaints = access.complaints();
        // Then only memory says that it was not read there.
        assert_eq!(complaints.len(), 1, "{complaints:?}");
    }
}
