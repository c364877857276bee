//! What a run reports, above all when the guest does what the machine cannot do.

mod support;

use std::{cell::RefCell, rc::Rc};

use provelet_engine::{Callbacks, Error, Limits, Outcome, Report, TouchedMemory, execute, profile, split};
use serde_json::Value;
use support::{Assembler, NOTE, OUTPUT, busy_loop, engine, every_form, op, output_of};

fn run(asm: &Assembler) -> Report {
    run_with(asm, &[], Limits::default())
}

fn run_with(asm: &Assembler, inputs: &[&[u8]], limits: Limits) -> Report {
    let program = asm.load_into(engine());
    let executed = execute(&program, inputs, &limits, Callbacks::default()).expect("the run is reported");
    let cut = split(&program, inputs, &limits, Callbacks::default()).expect("the split is reported");
    assert_eq!(executed.outcome, cut.outcome);
    assert_eq!((executed.pc, executed.registers), (cut.pc, cut.registers));
    executed
}

fn program() -> Assembler {
    Assembler::at(0x1000)
}

#[test]
fn every_instruction_computes_what_it_should() {
    // Given
    let mut asm = program();
    every_form(&mut asm);
    asm.set(41, 0x20_0100).load(op::LOADW, 42, 41, 0).reveal(42, 40, 60).terminate(0);
    // When
    let report = run_with(&asm, &[b"sixteen bytes it"], Limits::default());
    // Then
    assert_eq!(report.outcome, Outcome::Terminated { code: 0 });
    let (a, b) = (0x8765_4321_u32, 7_u32);
    let r = report.registers;
    assert_eq!(r[0], 0);
    assert_eq!(r[10], u32::from(a < b), "SLTU");
    assert_eq!(r[13], u32::from(a < 0x8000), "SLTU with a positive immediate");
    assert_eq!((r[14], r[15], r[16]), (a % b, a, 0), "REMU");
    assert_eq!(r[17], (a >> 24), "LOADBU");
    assert_eq!(r[19], a.wrapping_add(b));
    assert_eq!(r[25], 0xffff_f000, "LUI");
    assert_eq!(report.public_values[60..], 0xba78_16bf_u32.to_le_bytes(), "SHA-256 of abc");
    assert_eq!(report.output_bytes, 7);
    let json: Value = serde_json::from_str(&report.json()).expect("the report is JSON");
    assert_eq!(json["notes"], serde_json::json!([{"kind": 3, "number": 7, "second": 2, "count": 1}]));
}

#[test]
fn a_guest_that_ends_with_another_verdict_is_reported_with_it() {
    let report = run(program().terminate(17));
    assert_eq!(
        (report.outcome, report.pc, report.instructions),
        (Outcome::Terminated { code: 17 }, 0x1000, 1)
    );
}

#[test]
fn a_jump_to_where_no_code_is_is_a_wild_jump() {
    let report = run(program().set(1, 0x4444).jalr(31, 1, 0));
    assert_eq!((report.outcome, report.pc), (Outcome::WildJump, 0x4444));
}

#[test]
fn a_jump_beyond_every_table_is_a_wild_jump() {
    let report = run(program().set(1, 0xffff_fffc).jalr(31, 1, 0));
    assert_eq!((report.outcome, report.pc), (Outcome::WildJump, 0xffff_fffc));
}

#[test]
fn a_jump_between_two_instructions_is_a_wild_jump() {
    for offset in [2, 3] {
        let report = run(program().set(1, 0x1000).jalr(31, 1, offset));
        assert_eq!((report.outcome, report.pc), (Outcome::WildJump, 0x1002));
        assert_eq!(report.registers[31], 0, "the jump has not happened");
    }
}

#[test]
fn a_jump_to_an_odd_address_goes_to_the_even_one_below_it() {
    for (base, offset) in [(0x1014, 1), (0x1015, 0), (0x1018, -3), (0x1011, 4)] {
        let mut asm = program();
        asm.set(1, base).jalr(31, 1, offset).terminate(9).terminate(9).terminate(3);
        let report = run(&asm);
        assert_eq!((report.outcome, report.pc), (Outcome::Terminated { code: 3 }, 0x1014));
        assert_eq!(report.registers[31], 0x100c, "the return address");
    }
}

#[test]
fn running_off_the_end_is_a_wild_jump() {
    let report = run(program().set(1, 5));
    assert_eq!((report.outcome, report.pc, report.instructions), (Outcome::WildJump, 0x1008, 2));
}

#[test]
fn a_branch_to_below_zero_is_a_wild_jump() {
    let mut asm = Assembler::at(0);
    let report = run(asm.raw(op::BEQ, [0, 0, -8, 1, 1, 0, 0]));
    assert_eq!((report.outcome, report.pc), (Outcome::WildJump, 0xffff_fff8));
}

#[test]
fn accesses_outside_memory_are_bad_accesses() {
    for address in [0x2000_0000, 0x1fff_fffe + 2, 0x7fff_fffc, 0xffff_fffc] {
        for opcode in [op::LOADW, op::LOADHU, op::LOADBU, op::LOADB, op::LOADH] {
            assert_bad_access(program().set(1, address).load(opcode, 2, 1, 0), address);
        }
        for opcode in [op::STOREW, op::STOREH, op::STOREB] {
            assert_bad_access(program().set(1, address).store(opcode, 2, 1, 0), address);
        }
    }
}

#[test]
fn accesses_that_are_not_aligned_are_bad_accesses() {
    for (opcode, offset) in [(op::LOADW, 2), (op::LOADW, 1), (op::LOADH, 1), (op::LOADHU, 3)] {
        assert_bad_access(program().set(1, 0x8000).load(opcode, 2, 1, offset), 0x8000 + offset as u32);
    }
    for (opcode, offset) in [(op::STOREW, 2), (op::STOREW, 3), (op::STOREH, 1)] {
        assert_bad_access(program().set(1, 0x8000).store(opcode, 2, 1, offset), 0x8000 + offset as u32);
    }
}

#[test]
fn the_last_word_of_memory_can_be_used() {
    let report =
        run(program().set(1, 0x1fff_fffc).store(op::STOREW, 1, 1, 0).load(op::LOADW, 2, 1, 0).terminate(0));
    assert_eq!((report.outcome, report.registers[2]), (Outcome::Terminated { code: 0 }, 0x1fff_fffc));
    assert_eq!(report.memory_pages, 1);
}

#[test]
fn public_values_beyond_their_end_are_bad_accesses() {
    assert_bad_access(program().set(1, 64).raw(op::STOREW, [0, 4, 0, 1, 3, 1, 0]), 64);
}

#[test]
fn hashes_and_hints_outside_memory_are_bad_accesses() {
    let mut asm = program();
    asm.set(1, 0x8000).set(2, 0x1fff_ffe0).sha256(1, 1, 2);
    assert_bad_access(&asm, 0x1fff_ffe0);
    let mut asm = program();
    asm.phantom(support::HINT_INPUT, 0, 0, 0).set(1, 0x2000_0000).hint_word(1);
    let report = run_with(&asm, &[b"input"], Limits::default());
    assert!(matches!(report.outcome, Outcome::BadAccess(_)), "{:?}", report.outcome);
    let mut asm = program();
    asm.phantom(support::HINT_INPUT, 0, 0, 0).set(1, 0x1fff_fff8).set(2, 0x4000_0001).hint_buffer(2, 1);
    let report = run_with(&asm, &[b"input"], Limits::default());
    assert!(matches!(report.outcome, Outcome::BadAccess(_)), "{:?}", report.outcome);
}

#[test]
fn output_from_outside_memory_is_a_bad_access() {
    assert_bad_access(program().set(1, 0x1fff_ffff).set(2, 2).phantom(OUTPUT, 1, 2, 1), 0x1fff_ffff);
}

#[test]
fn a_guest_that_wants_more_input_than_there_is_has_exhausted_it() {
    let mut more_inputs = program();
    more_inputs.phantom(support::HINT_INPUT, 0, 0, 0).phantom(support::HINT_INPUT, 0, 0, 0).terminate(0);
    assert_eq!(run_with(&more_inputs, &[b"one"], Limits::default()).outcome, Outcome::InputExhausted);
    let mut more_bytes = program();
    more_bytes.phantom(support::HINT_INPUT, 0, 0, 0).set(1, 0x8000).hint_word(1).hint_word(1).hint_word(1);
    assert_eq!(run_with(&more_bytes, &[b"four"], Limits::default()).outcome, Outcome::InputExhausted);
}

#[test]
fn a_hint_buffer_of_no_words_is_a_fault() {
    let report = run(program().set(1, 0x8000).hint_buffer(2, 1));
    assert!(matches!(report.outcome, Outcome::Fault { .. }), "{:?}", report.outcome);
}

#[test]
fn a_run_beyond_its_limit_is_ended() {
    let mut forever = program();
    let here = forever.here();
    forever.jal(0, here);
    let limits = Limits { max_instructions: 100_000, segment_log_height: 14, ..Limits::default() };
    let program = forever.load_into(engine());
    let executed = execute(&program, &[], &limits, Callbacks::default()).expect("the run is reported");
    let cut = split(&program, &[], &limits, Callbacks::default()).expect("the split is reported");
    assert_eq!((executed.outcome, cut.outcome), (Outcome::Limit, Outcome::Limit));
    assert_eq!(executed.instructions, 100_000);
    assert!(cut.instructions > 100_000);
}

#[test]
fn a_run_that_needs_exactly_its_limit_is_not_ended() {
    let asm = busy_loop(1000);
    let needed = run(&asm).instructions;
    let at = |max| run_with(&asm, &[], Limits { max_instructions: max, ..Limits::default() }).outcome;
    assert_eq!(at(needed), Outcome::Terminated { code: 0 });
    assert_eq!(at(needed - 1), Outcome::Limit);
}

#[test]
fn output_reaches_the_host_and_stops_at_its_limit() {
    // Given a guest that writes "abcd" to descriptor 1 and to descriptor 2, again and again
    let mut asm = program();
    asm.data(0x8000, b"abcd").set(1, 0x8000).set(2, 4);
    let top = asm.here();
    asm.phantom(OUTPUT, 1, 2, 2).phantom(OUTPUT, 1, 2, 1).phantom(NOTE, 2, 1, 5).jal(0, top);
    let limits = Limits { max_output_bytes: 10, max_stderr_bytes: 6, ..Limits::default() };
    // When
    let (report, written) = output_of(&asm.load_into(engine()), &[], &limits);
    // Then
    assert_eq!(report.outcome, Outcome::OutputLimit);
    assert_eq!((report.output_bytes, report.stderr_bytes), (8, 12));
    let of = |wanted| -> Vec<u8> {
        written.iter().filter(|(d, _)| *d == wanted).flat_map(|(_, b)| b.clone()).collect()
    };
    assert_eq!(of(1), b"abcdabcd");
    assert_eq!(of(2), b"abcdab");
}

#[test]
fn a_big_endian_guest_reads_and_writes_its_bytes_in_its_own_order() {
    // Given a guest that copies six bytes of input, padded to two words, and writes those from the second on
    let mut asm = program();
    asm.big_endian = true;
    asm.phantom(support::HINT_INPUT, 0, 0, 0).set(1, 0x8000).hint_word(1).load(op::LOADW, 10, 1, 0);
    asm.set(2, 2).hint_buffer(2, 1).load(op::LOADW, 11, 1, 0).load(op::LOADW, 12, 1, 4);
    asm.alu_immediate(op::ADD, 1, 1, 1).set(2, 5).phantom(OUTPUT, 1, 2, 13).phantom(OUTPUT, 1, 2, 2);
    asm.terminate(0);
    // When
    let limits = Limits { max_output_bytes: 5, max_stderr_bytes: 2, ..Limits::default() };
    let (report, written) = output_of(&asm.load_into(engine()), &[b"guests"], &limits);
    // Then
    assert_eq!(report.outcome, Outcome::Terminated { code: 0 });
    let big = |word: &[u8; 4]| u32::from_be_bytes(*word);
    assert_eq!(report.registers[10..13], [6, big(b"gues"), big(b"ts\0\0")]);
    assert_eq!(written, [(13, b"uests".to_vec()), (2, b"ue".to_vec())]);
    assert_eq!((report.output_bytes, report.stderr_bytes), (5, 5));
}

#[test]
fn the_values_that_a_ziren_guest_reveals_count_as_output() {
    let mut asm = program();
    asm.set(1, 0x8000).set(2, 4).phantom(OUTPUT, 1, 2, 1).phantom(OUTPUT, 1, 2, 13).terminate(0);
    let at = |max| run_with(&asm, &[], Limits { max_output_bytes: max, ..Limits::default() }).outcome;
    assert_eq!(at(8), Outcome::Terminated { code: 0 });
    assert_eq!(at(7), Outcome::OutputLimit);
}

#[test]
fn a_profile_counts_each_instruction_and_the_pages_it_touches() {
    // Given a loop of three that writes to one page and reads from another, and ends with a jump to nowhere
    let mut asm = program();
    asm.set(1, 0x8ffc).set(3, 1000);
    let top = asm.here();
    asm.store(op::STOREW, 3, 1, 0).load(op::LOADW, 2, 1, 4).alu_immediate(op::ADD, 3, 3, -1);
    asm.branch(op::BNE, 3, 0, top).jalr(0, 0, 0x100);
    let program = asm.load_into(engine());
    let limits = Limits::default();
    // When
    let (report, counts) = profile(&program, &[], &limits, Callbacks::default()).expect("it runs");
    // Then
    let plain = execute(&program, &[], &limits, Callbacks::default()).expect("it runs");
    assert_eq!((plain.instructions, &plain.outcome), (report.instructions, &Outcome::WildJump));
    assert_eq!((plain.pc, plain.registers), (report.pc, report.registers));
    let before = (0x1000..top).step_by(4).map(|pc| (pc, 1));
    let within = (top..top + 16).step_by(4).map(|pc| (pc, 1000));
    assert_eq!(counts, before.chain(within).chain([(top + 16, 1)]).collect::<Vec<_>>());
    assert_eq!(report.instructions, counts.iter().map(|(_, count)| count).sum::<u64>());
    assert_eq!(report.touched, Some(TouchedMemory { pages: 2, top: 0xa000 }));
    assert_eq!((report.memory_pages, report.memory_top), (1, 0x9000));
    assert_eq!(plain.touched, None);
}

#[test]
fn a_callback_cancels_the_run_and_the_engine_stays_usable() {
    let asm = busy_loop(100_000);
    let program = asm.load_into(engine());
    let limits = Limits { segment_log_height: 14, ..Limits::default() };
    let callbacks = Callbacks { segment: Some(Box::new(|index, _, _| index < 1)), ..Callbacks::default() };
    let cancelled = split(&program, &[], &limits, callbacks);
    assert!(matches!(cancelled, Err(Error::Cancelled)), "{cancelled:?}");

    let mut writer = Assembler::at(0x1000);
    writer.set(1, 0x8000).set(2, 1).phantom(OUTPUT, 1, 2, 1).terminate(0);
    let callbacks = Callbacks { output: Some(Box::new(|_, _| false)), ..Callbacks::default() };
    let cancelled = execute(&writer.load_into(engine()), &[], &limits, callbacks);
    assert!(matches!(cancelled, Err(Error::Cancelled)), "{cancelled:?}");

    assert_eq!(run(&writer).outcome, Outcome::Terminated { code: 0 });
}

#[test]
fn a_callback_may_not_start_a_run_on_its_thread() {
    let program = busy_loop(10).load_into(engine());
    let mut inner = None;
    let start = |_, _, _: &[u8]| {
        inner = Some(execute(&program, &[], &Limits::default(), Callbacks::default()));
        true
    };
    let callbacks = Callbacks { segment: Some(Box::new(start)), ..Callbacks::default() };
    let outer = split(&program, &[], &Limits::default(), callbacks);
    assert!(matches!(inner, Some(Err(Error::InvalidArgument(_)))), "{inner:?}");
    assert_eq!(outer.expect("the outer run goes on").outcome, Outcome::Terminated { code: 0 });
}

#[test]
fn segments_are_handed_out_while_the_run_goes_on() {
    // Given
    let program = busy_loop(60_000).load_into(engine());
    let limits = Limits { segment_log_height: 15, ..Limits::default() };
    let total =
        execute(&program, &[], &limits, Callbacks::default()).expect("the run is reported").instructions;
    // When
    let segments: Rc<RefCell<Vec<(u32, u64, Value)>>> = Rc::default();
    let keep = segments.clone();
    let segment = move |index, instructions, bytes: &[u8]| {
        let json = provelet_engine::inspect(engine(), bytes).expect("a segment can be inspected");
        keep.borrow_mut().push((index, instructions, serde_json::from_str(&json).expect("it is JSON")));
        true
    };
    let callbacks = Callbacks { segment: Some(Box::new(segment)), ..Callbacks::default() };
    let report = split(&program, &[], &limits, callbacks).expect("the split is reported");
    // Then
    let segments = segments.borrow();
    assert!(segments.len() >= 3, "{} segments", segments.len());
    assert_eq!(segments.iter().map(|(_, n, _)| n).sum::<u64>(), total);
    let last = segments.len() - 1;
    for (position, (index, _, json)) in segments.iter().enumerate() {
        assert_eq!(*index as usize, position);
        assert_eq!(json["last"], position == last);
        assert_eq!(json["segment_log_height"], 15);
    }
    let json: Value = serde_json::from_str(&report.json()).expect("the report is JSON");
    assert_eq!(json["split"]["segments"], segments.len());
}

#[test]
fn a_segment_whose_work_is_spread_over_the_chips_ends_before_a_trace_is_as_tall_as_it_may_be() {
    // Given a loop with four instructions for each of eight chips
    let mut asm = program();
    asm.set(1, 0x10_0000).set(2, 7).set(3, 10_000);
    let top = asm.here();
    for _ in 0..4 {
        let next = asm.here() + 8 * 4;
        asm.store(op::STOREW, 2, 1, 0)
            .alu(op::XOR, 4, 2, 3)
            .alu(op::SLL, 5, 2, 3)
            .alu(op::SLT, 6, 2, 3)
            .multiply(op::MUL, 7, 2, 3)
            .load(op::LOADB, 8, 1, 0)
            .jal(9, next - 4)
            .branch(op::BLT, 0, 2, next);
    }
    asm.alu_immediate(op::ADD, 3, 3, -1).branch(op::BNE, 3, 0, top).terminate(0);
    let program = asm.load_into(engine());
    // When
    let limits = Limits { segment_log_height: 14, ..Limits::default() };
    let (report, segments) = support::segments_of(&program, &[], &limits);
    // Then no chip has half of the rows it might have
    let instructions = report.instructions / segments.len() as u64;
    let tallest = instructions * 5 / 34;
    assert!(tallest < 1 << 13, "{tallest} rows");
    assert!(instructions > 20_000, "{instructions} instructions");
}

#[test]
fn the_last_segment_of_a_run_that_fails_is_not_handed_out() {
    let mut asm = busy_loop(20_000);
    asm.code.pop();
    asm.terminate(3);
    let program = asm.load_into(engine());
    let limits = Limits { segment_log_height: 15, ..Limits::default() };
    let mut handed_out = 0;
    let count = |_, instructions, _: &[u8]| {
        handed_out += instructions;
        true
    };
    let callbacks = Callbacks { segment: Some(Box::new(count)), ..Callbacks::default() };
    let report = split(&program, &[], &limits, callbacks).expect("the split is reported");
    assert_eq!(report.outcome, Outcome::Terminated { code: 3 });
    assert!(handed_out > 0 && handed_out < report.instructions);
}

#[test]
fn a_segment_that_could_not_be_proved_is_a_fault_of_the_split() {
    // Given a guest that reads two megabytes within a thousand instructions, each page of them new to it
    let mut asm = program();
    asm.phantom(support::HINT_INPUT, 0, 0, 0).set(1, 0x100_0000).set(2, 1023).set(3, 4096);
    for _ in 0..500 {
        asm.hint_buffer(2, 1).alu(op::ADD, 1, 1, 3);
    }
    asm.terminate(0);
    let input = vec![7; 500 * 4092];
    // When
    let program = asm.load_into(engine());
    let mut segments = 0;
    let count = |_, _, _: &[u8]| {
        segments += 1;
        true
    };
    let callbacks = Callbacks { segment: Some(Box::new(count)), ..Callbacks::default() };
    let report = split(&program, &[&input], &Limits::default(), callbacks).expect("the split is reported");
    // Then
    match &report.outcome {
        Outcome::Fault { detail } => assert!(detail.contains("segment 0 cannot be proved"), "{detail}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(segments, 0);
}

#[test]
fn segments_end_where_they_ended_before() {
    assert_eq!(support::ends_of_segments(engine()), support::ENDS);
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    let program = busy_loop(1).load_into(engine());
    for height in [1, 13, 23, 99] {
        let limits = Limits { segment_log_height: height, ..Limits::default() };
        let refused = split(&program, &[], &limits, Callbacks::default());
        assert!(matches!(refused, Err(Error::InvalidArgument(_))), "{refused:?}");
    }
}

fn assert_bad_access(asm: &Assembler, address: u32) {
    let report = run(asm);
    match &report.outcome {
        Outcome::BadAccess(access) => {
            assert_eq!(access.address, address, "{access}");
            assert_eq!(report.pc, asm.here() - 4);
        }
        other => panic!("{other:?}"),
    }
}
