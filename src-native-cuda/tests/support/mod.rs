//! What the tests share: a tiny assembler for programs in the header's format, the engine, and ways to run and to refuse.
#![allow(dead_code)]

pub mod places;

use std::sync::{Arc, Mutex, OnceLock};

use provelet_engine::{
    Callbacks, Engine, Error, Layer, Limits, Program, Report, Result, Traces, aggregate, execute, prove,
    split,
};

pub const OUTPUT: i32 = 0x5601;
pub const NOTE: i32 = 0x5602;
pub const HINT_INPUT: i32 = 0x20;

/// Global opcode numbers, as a program's maker would write them down.
pub mod op {
    pub const TERMINATE: u32 = 0;
    pub const PHANTOM: u32 = 1;
    pub const ADD: u32 = 0x200;
    pub const SUB: u32 = 0x201;
    pub const XOR: u32 = 0x202;
    pub const OR: u32 = 0x203;
    pub const AND: u32 = 0x204;
    pub const SLL: u32 = 0x205;
    pub const SRL: u32 = 0x206;
    pub const SRA: u32 = 0x207;
    pub const SLT: u32 = 0x208;
    pub const SLTU: u32 = 0x209;
    pub const LOADW: u32 = 0x210;
    pub const LOADBU: u32 = 0x211;
    pub const LOADHU: u32 = 0x212;
    pub const STOREW: u32 = 0x213;
    pub const STOREH: u32 = 0x214;
    pub const STOREB: u32 = 0x215;
    pub const LOADB: u32 = 0x216;
    pub const LOADH: u32 = 0x217;
    pub const BEQ: u32 = 0x220;
    pub const BNE: u32 = 0x221;
    pub const BLT: u32 = 0x225;
    pub const BLTU: u32 = 0x226;
    pub const BGE: u32 = 0x227;
    pub const BGEU: u32 = 0x228;
    pub const JAL: u32 = 0x230;
    pub const LUI: u32 = 0x231;
    pub const JALR: u32 = 0x235;
    pub const AUIPC: u32 = 0x240;
    pub const MUL: u32 = 0x250;
    pub const MULH: u32 = 0x251;
    pub const MULHSU: u32 = 0x252;
    pub const MULHU: u32 = 0x253;
    pub const DIV: u32 = 0x254;
    pub const DIVU: u32 = 0x255;
    pub const REM: u32 = 0x256;
    pub const REMU: u32 = 0x257;
    pub const HINT_STOREW: u32 = 0x260;
    pub const HINT_BUFFER: u32 = 0x261;
    pub const SHA256: u32 = 0x320;
    pub const KECCAKF: u32 = 0x310;
    pub const XORIN: u32 = 0x311;

    // Of the field numbered 0; each other's are 8 further on.
    pub const MODADD: u32 = 0x500;
    pub const MODSUB: u32 = 0x501;
    pub const MODMUL: u32 = 0x503;
    pub const MODDIV: u32 = 0x504;
    pub const MODEQ: u32 = 0x506;
}

pub type Instruction = (u32, [i32; 7]);

/// Instructions from a pc on; labels are what [`Assembler::here`] returns.
#[derive(Clone, Default)]
pub struct Assembler {
    pub base: u32,
    pub entry: u32,
    pub big_endian: bool,
    pub code: Vec<Instruction>,
    pub data: Vec<(u32, Vec<u8>)>,
}

fn reg(number: i32) -> i32 {
    4 * number
}

fn split16(offset: i32) -> (i32, i32) {
    (offset & 0xffff, i32::from(offset < 0))
}

impl Assembler {
    pub fn at(base: u32) -> Self {
        Self { base, entry: base, ..Self::default() }
    }

    pub fn here(&self) -> u32 {
        self.base + 4 * self.code.len() as u32
    }

    pub fn raw(&mut self, opcode: u32, operands: [i32; 7]) -> &mut Self {
        self.code.push((opcode, operands));
        self
    }

    pub fn alu(&mut self, opcode: u32, rd: i32, rs: i32, rt: i32) -> &mut Self {
        self.raw(opcode, [reg(rd), reg(rs), reg(rt), 1, 1, 0, 0])
    }

    pub fn alu_immediate(&mut self, opcode: u32, rd: i32, rs: i32, value: i32) -> &mut Self {
        self.raw(opcode, [reg(rd), reg(rs), value & 0xff_ffff, 1, 0, 0, 0])
    }

    /// rd = value, in one or two instructions.
    pub fn set(&mut self, rd: i32, value: u32) -> &mut Self {
        self.raw(op::LUI, [reg(rd), 0, (value >> 12) as i32, 1, 0, 1, 0]);
        self.alu_immediate(op::ADD, rd, rd, (value & 0xfff) as i32)
    }

    pub fn multiply(&mut self, opcode: u32, rd: i32, rs: i32, rt: i32) -> &mut Self {
        self.raw(opcode, [reg(rd), reg(rs), reg(rt), 1, 0, 0, 0])
    }

    pub fn load(&mut self, opcode: u32, rd: i32, base: i32, offset: i32) -> &mut Self {
        let (low, sign) = split16(offset);
        self.raw(opcode, [reg(rd), reg(base), low, 1, 2, i32::from(rd != 0), sign])
    }

    pub fn store(&mut self, opcode: u32, rs: i32, base: i32, offset: i32) -> &mut Self {
        let (low, sign) = split16(offset);
        self.raw(opcode, [reg(rs), reg(base), low, 1, 2, 1, sign])
    }

    /// Public value word at byte offset `at`, from a register; `zero` is a register that holds 0.
    pub fn reveal(&mut self, rs: i32, zero: i32, at: i32) -> &mut Self {
        self.raw(op::STOREW, [reg(rs), reg(zero), at, 1, 3, 1, 0])
    }

    pub fn branch(&mut self, opcode: u32, rs: i32, rt: i32, target: u32) -> &mut Self {
        let offset = target as i32 - self.here() as i32;
        self.raw(opcode, [reg(rs), reg(rt), offset, 1, 1, 0, 0])
    }

    pub fn jal(&mut self, rd: i32, target: u32) -> &mut Self {
        let offset = target as i32 - self.here() as i32;
        self.raw(op::JAL, [reg(rd), 0, offset, 1, 0, i32::from(rd != 0), 0])
    }

    pub fn jalr(&mut self, rd: i32, rs: i32, offset: i32) -> &mut Self {
        let (low, sign) = split16(offset);
        self.raw(op::JALR, [reg(rd), reg(rs), low, 1, 0, i32::from(rd != 0), sign])
    }

    pub fn phantom(&mut self, discriminant: i32, a: i32, b: i32, immediate: i32) -> &mut Self {
        self.raw(op::PHANTOM, [reg(a), reg(b), discriminant | immediate << 16, 0, 0, 0, 0])
    }

    pub fn hint_word(&mut self, base: i32) -> &mut Self {
        self.raw(op::HINT_STOREW, [0, reg(base), 0, 1, 2, 0, 0])
    }

    pub fn hint_buffer(&mut self, words: i32, base: i32) -> &mut Self {
        self.raw(op::HINT_BUFFER, [reg(words), reg(base), 0, 1, 2, 0, 0])
    }

    pub fn sha256(&mut self, destination: i32, state: i32, block: i32) -> &mut Self {
        self.raw(op::SHA256, [reg(destination), reg(state), reg(block), 1, 2, 0, 0])
    }

    /// An accelerated instruction, or SHA256: registers with addresses, if nothing else is meant.
    pub fn wide(&mut self, opcode: u32, ra: i32, rb: i32, rc: i32) -> &mut Self {
        self.raw(opcode, [reg(ra), reg(rb), reg(rc), 1, 2, 0, 0])
    }

    pub fn terminate(&mut self, code: i32) -> &mut Self {
        self.raw(op::TERMINATE, [0, 0, code, 0, 0, 0, 0])
    }

    pub fn data(&mut self, address: u32, bytes: &[u8]) -> &mut Self {
        self.data.push((address, bytes.to_vec()));
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"PVPROG\0\x02".to_vec();
        let mut word = |value: u32| bytes.extend(value.to_le_bytes());
        word(self.entry);
        word(u32::from(self.big_endian));
        word(1);
        word(self.data.len() as u32);
        word(self.base);
        word(self.code.len() as u32);
        for (opcode, operands) in &self.code {
            word(*opcode);
            operands.iter().for_each(|operand| word(*operand as u32));
        }
        for (address, data) in &self.data {
            bytes.extend(address.to_le_bytes());
            bytes.extend((data.len() as u32).to_le_bytes());
            bytes.extend(data);
        }
        bytes
    }

    pub fn load_into(&self, engine: &Arc<Engine>) -> Program {
        Program::load(engine, &self.bytes()).expect("the assembler makes programs")
    }
}

/// A loop of nine instructions that adds, loads, stores and xors, run `times` times.
pub fn busy_loop(times: u32) -> Assembler {
    let mut asm = Assembler::at(0x1000);
    asm.set(1, 0).set(2, 1).set(3, times).set(8, 0x10_0000);
    let top = asm.here();
    asm.alu(op::ADD, 4, 1, 2)
        .alu_immediate(op::ADD, 1, 2, 0)
        .alu_immediate(op::ADD, 2, 4, 0)
        .store(op::STOREW, 4, 8, 0)
        .load(op::LOADW, 5, 8, 0)
        .alu(op::XOR, 6, 5, 6)
        .alu_immediate(op::ADD, 3, 3, -1)
        .branch(op::BNE, 3, 0, top);
    asm.reveal(6, 0, 0).terminate(0);
    asm
}

/// A loop of Keccak-f and of each modular instruction of each field: 3 * 5 = 15, 15 / 5 = 3, 3 - 3 + 3 == 3.
pub fn accelerated_loop(times: u32) -> Assembler {
    const NUMBERS: u32 = 0x10_0000;
    let mut asm = Assembler::at(0x1000);
    asm.data(NUMBERS, &[3]).data(NUMBERS + 64, &[5]);
    for register in 0..6 {
        asm.set(10 + register, NUMBERS + 64 * register as u32);
    }
    asm.set(1, times).set(2, NUMBERS + 0x1000).set(3, NUMBERS + 0x2000).set(4, 136);
    let top = asm.here();
    asm.wide(op::XORIN, 2, 3, 4).raw(op::KECCAKF, [reg(2), 0, 0, 1, 2, 0, 0]);
    for field in 0..5 {
        let of_field = |opcode: u32| opcode + 8 * field;
        asm.wide(of_field(op::MODMUL), 12, 10, 11).wide(of_field(op::MODDIV), 13, 12, 11);
        asm.wide(of_field(op::MODSUB), 14, 13, 10).wide(of_field(op::MODADD), 15, 14, 10);
        asm.wide(of_field(op::MODEQ), 5, 15, 10);
    }
    asm.alu_immediate(op::ADD, 1, 1, -1).branch(op::BNE, 1, 0, top);
    asm.reveal(5, 0, 0).terminate(0);
    asm
}

/// The engine that all tests of one process share, over the developer's key cache.
pub fn engine() -> &'static Arc<Engine> {
    static ENGINE: OnceLock<Arc<Engine>> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::open(&key_cache()).expect("the engine opens"))
}

pub fn key_cache() -> std::path::PathBuf {
    let base = std::env::var_os("PROVELET_CACHE").map(Into::into).unwrap_or_else(|| {
        let home = std::env::var_os("HOME").expect("HOME is set");
        std::path::PathBuf::from(home).join(".cache/provelet")
    });
    base.join("keys")
}

/// Instructions of the segments, cut at 2^14 rows, of a program that uses its chips evenly: whatever proves them.
pub const ENDS: [u64; 8] = [7000, 7000, 7000, 7000, 7000, 7000, 7000, 5009];

pub fn ends_of_segments(engine: &Arc<Engine>) -> Vec<u64> {
    let mut asm = Assembler::at(0x40_0000);
    asm.set(1, 0x8765_4321).set(2, 7).set(3, 0x20_0000).set(4, 3000);
    let top = asm.here();
    for opcode in [op::ADD, op::SUB, op::XOR, op::SLL, op::SRA, op::SLT, op::SLTU] {
        asm.alu(opcode, 10, 1, 2);
    }
    for opcode in [op::MUL, op::MULHU, op::DIVU, op::REM] {
        asm.multiply(opcode, 11, 1, 2);
    }
    asm.store(op::STOREW, 1, 3, 8).store(op::STOREB, 1, 3, 3).load(op::LOADW, 12, 3, 8).load(
        op::LOADB,
        13,
        3,
        9,
    );
    asm.alu_immediate(op::ADD, 3, 3, 64)
        .alu_immediate(op::ADD, 4, 4, -1)
        .branch(op::BNE, 4, 0, top)
        .terminate(0);
    let program = asm.load_into(engine);
    let mut ends = Vec::new();
    let keep = |_, instructions, _: &[u8]| {
        ends.push(instructions);
        true
    };
    let limits = Limits { segment_log_height: 14, ..Limits::default() };
    split(&program, &[], &limits, Callbacks { segment: Some(Box::new(keep)), ..Callbacks::default() })
        .expect("it runs");
    ends
}

/// The library that was built with this test lies beside it, or one directory above.
pub fn library() -> std::path::PathBuf {
    let binary = std::env::current_exe().expect("the test has a path");
    let directories = binary.ancestors().skip(1).take(2);
    directories
        .map(|directory| directory.join("libprovelet_engine.so"))
        .find(|path| path.exists())
        .expect("the library is built with its tests")
}

/// Every instruction form at least once, with the operands that the header names. Uses registers 1 to 63 and memory from
/// 0x20_0000 on; ends with SHA-256's state for the block "abc" at 0x20_0100.
pub fn every_form(asm: &mut Assembler) {
    const MEMORY: u32 = 0x20_0000;
    let compute = [op::ADD, op::SUB, op::XOR, op::OR, op::AND, op::SLL, op::SRL, op::SRA, op::SLT, op::SLTU];
    let multiply = [op::MUL, op::MULH, op::MULHSU, op::MULHU, op::DIV, op::DIVU, op::REM, op::REMU];
    asm.set(1, 0x8765_4321).set(2, 0x0000_0007).set(3, MEMORY).set(40, 0);
    for opcode in compute {
        asm.alu(opcode, 10, 1, 2).alu(opcode, 63, 2, 0);
        asm.alu_immediate(opcode, 11, 1, 5)
            .alu_immediate(opcode, 12, 1, -5)
            .alu_immediate(opcode, 13, 1, 0x8000);
    }
    for opcode in multiply {
        asm.multiply(opcode, 14, 1, 2).multiply(opcode, 15, 1, 0).multiply(opcode, 16, 1, 1);
    }
    asm.store(op::STOREW, 1, 3, 8).store(op::STOREH, 1, 3, -2).store(op::STOREB, 1, 3, 3);
    for opcode in [op::LOADW, op::LOADHU, op::LOADBU, op::LOADB, op::LOADH] {
        asm.load(opcode, 17, 3, 8).load(opcode, 18, 3, -4).load(opcode, 0, 3, 8);
    }
    asm.load(op::LOADHU, 17, 3, 10).load(op::LOADH, 17, 3, 10).load(op::LOADB, 17, 3, 9).load(
        op::LOADBU,
        17,
        3,
        11,
    );
    for opcode in [op::BEQ, op::BNE, op::BLT, op::BLTU, op::BGE, op::BGEU] {
        let next = asm.here() + 8;
        asm.branch(opcode, 1, 2, next).alu(op::ADD, 19, 1, 2);
        let next = asm.here() + 8;
        asm.branch(opcode, 2, 2, next).alu(op::ADD, 19, 1, 2);
    }
    let next = asm.here() + 8;
    asm.jal(20, next).terminate(9);
    let next = asm.here() + 8;
    asm.jal(0, next).terminate(9);
    // Forward over a backward jump that comes back here.
    let over = asm.here() + 12;
    asm.jal(0, over);
    let back = asm.here();
    asm.jal(0, back + 12).terminate(9).jal(21, back);
    asm.raw(op::AUIPC, [4 * 22, 0, 0, 1, 0, 0, 0]).jalr(23, 22, 12).terminate(9);
    asm.raw(op::AUIPC, [4 * 22, 0, 0, 1, 0, 0, 0]).alu_immediate(op::ADD, 22, 22, 0x100).jalr(
        0,
        22,
        16 - 0x100,
    );
    // To an odd address, whose lowest bit is cleared.
    asm.terminate(9).raw(op::AUIPC, [4 * 22, 0, 0, 1, 0, 0, 0]).jalr(23, 22, 13).terminate(9);
    asm.raw(op::AUIPC, [4 * 22, 0, 0, 1, 0, 0, 0]).alu_immediate(op::ADD, 22, 22, 0x101).jalr(
        0,
        22,
        16 - 0x100,
    );
    asm.terminate(9)
        .raw(op::AUIPC, [4 * 24, 0, 0xff_ffff, 1, 0, 0, 0])
        .raw(op::LUI, [4 * 25, 0, 0xf_ffff, 1, 0, 1, 0]);
    asm.phantom(HINT_INPUT, 0, 0, 0).set(26, MEMORY + 0x40).hint_word(26).set(26, MEMORY + 0x44).set(27, 2);
    asm.hint_buffer(27, 26).phantom(OUTPUT, 26, 2, 1).phantom(NOTE, 2, 27, 3);
    asm.set(30, MEMORY + 0x100).set(31, MEMORY + 0x200).set(32, MEMORY + 0x300).sha256(30, 31, 32);
    let initial: [u32; 8] = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];
    let mut block = [0; 64];
    block[..4].copy_from_slice(b"abc\x80");
    block[63] = 24;
    let state: Vec<u8> = initial.iter().flat_map(|word| word.to_le_bytes()).collect();
    asm.data(MEMORY + 0x200, &state).data(MEMORY + 0x300, &block);
}

/// A descriptor and what was written to it.
pub type Written = (u32, Vec<u8>);

/// Runs a program; what the run reports, and what it wrote.
pub fn output_of(program: &Program, inputs: &[&[u8]], limits: &Limits) -> (Report, Vec<Written>) {
    let heard: Arc<Mutex<Vec<Written>>> = Arc::default();
    let listener = heard.clone();
    let output = move |descriptor, bytes: &[u8]| {
        listener.lock().expect("no callback panics").push((descriptor, bytes.to_vec()));
        true
    };
    let callbacks = Callbacks { output: Some(Box::new(output)), ..Callbacks::default() };
    let report = execute(program, inputs, limits, callbacks).expect("the run is reported");
    let written = std::mem::take(&mut *heard.lock().expect("no callback panics"));
    (report, written)
}

/// Runs a program; what the split reports, and the segments that it handed out.
pub fn segments_of(program: &Program, inputs: &[&[u8]], limits: &Limits) -> (Report, Vec<Vec<u8>>) {
    let mut segments = Vec::new();
    let keep = |_, _, bytes: &[u8]| {
        segments.push(bytes.to_vec());
        true
    };
    let callbacks = Callbacks { segment: Some(Box::new(keep)), ..Callbacks::default() };
    let report = split(program, inputs, limits, callbacks).expect("the split is reported");
    (report, segments)
}

/// The final proof of a program that takes no input and runs in one segment.
pub fn final_proof(engine: &Arc<Engine>, program: &Program) -> Result<Vec<u8>> {
    let (_, segments) = segments_of(program, &[], &Limits::default());
    let [segment] = &segments[..] else { panic!("{} segments", segments.len()) };
    let layers = [Layer::Leaf, Layer::Internal, Layer::Recursive, Layer::Wrap];
    let proof = prove(program, &[], segment)?;
    layers.iter().try_fold(proof, |proof, layer| aggregate(engine, *layer, &[&proof]))
}

/// The number of the only trace whose AIR has this in its name.
pub fn trace(traces: &Traces, name: &str) -> usize {
    let names = traces.names();
    let found: Vec<_> = (0..names.len()).filter(|i| names[*i].contains(name)).collect();
    assert_eq!(found.len(), 1, "{name} in {names:?}");
    found[0]
}

/// The attempt to prove a segment was refused, and this is in the reason.
pub fn assert_not_proved(attempt: Result<Vec<u8>>, why: &str) {
    match attempt {
        Err(Error::InvalidSegment(text)) => assert!(text.contains(why), "{text}"),
        other => panic!("{:?}, expected: {why}", other.map(|proof| proof.len())),
    }
}

/// These proofs are not aggregated, and this is in the reason.
pub fn assert_not_aggregated(layer: Layer, children: &[&[u8]], why: &str) {
    match aggregate(engine(), layer, children) {
        Err(Error::InvalidProof(text)) => assert!(text.contains(why), "{text}"),
        other => panic!("{:?}, expected: {why}", other.map(|proof| proof.len())),
    }
}

/// Aggregation refuses the child at this position, counted from 0.
pub fn assert_child_refused(layer: Layer, children: &[&[u8]], refused: u32, reason: &str) {
    match aggregate(engine(), layer, children) {
        Err(Error::InvalidChild { position, why }) => {
            assert!(position == refused && why.contains(reason), "child {position}: {why}");
        }
        other => panic!("{:?}, expected of child {refused}: {reason}", other.map(|proof| proof.len())),
    }
}

/// A program that reveals the bytes 1 to 64 and ends: of it are the root proof that keys are made from, and the stored on-chain
/// proof.
pub fn revealing() -> Assembler {
    let mut asm = Assembler::at(0x1000);
    for word in 0..16u32 {
        let first = 4 * word + 1;
        asm.set(6, u32::from_le_bytes([0, 1, 2, 3].map(|byte| (first + byte) as u8)));
        asm.reveal(6, 0, 4 * word as i32);
    }
    asm.terminate(0);
    asm
}

/// An object with its hash put right after a change.
pub fn reseal(mut object: Vec<u8>) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    if object.len() >= 40 {
        let hash = Sha256::digest(&object[40..]);
        object[8..40].copy_from_slice(&hash);
    }
    object
}
