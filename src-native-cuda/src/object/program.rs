//! The program format, and a loaded program.

use std::sync::{Arc, Mutex, OnceLock};

use openvm_circuit::{
    arch::{hasher::poseidon2::vm_poseidon2_hasher, instructions::exe::VmExe},
    system::program::trace::compute_exe_commit,
};
use openvm_cpu_backend::CpuBackend;
use openvm_instructions::{
    LocalOpcode, SystemOpcode,
    instruction::Instruction,
    program::{DEFAULT_PC_STEP, Program as Code},
};
use openvm_stark_backend::{
    StarkEngine,
    p3_field::{PrimeCharacteristicRing, PrimeField32},
    p3_matrix::dense::RowMajorMatrix,
    prover::{CommittedTraceData, TraceCommitter},
};
use openvm_stark_sdk::config::baby_bear_poseidon2::{BabyBearPoseidon2Config as SC, Digest, F};
use sha2::{Digest as _, Sha256};

use crate::{
    engine::Engine,
    error::{Error, Result},
    limits::{MAX_CODE_BYTES, MAX_CODE_SPAN, MAX_DATA_BYTES, MAX_INSTRUCTIONS, MEMORY_BYTES},
    machine::{
        accelerated,
        byte_order::ByteOrder,
        opcode,
        vm::{Machine, Model},
    },
    object::{
        codec::{Malformed, Reader},
        memory_image::Image,
    },
    prove::{backend::Cpu, segment_prover::Committed},
};

const MAGIC: &[u8; 7] = b"PVPROG\0";
const FORMAT: u8 = 2;
const ID_MAGIC: &[u8; 8] = b"PVPROGID";
/// The only flag: memory holds the words of a big-endian guest.
const BIG_ENDIAN: u32 = 1;
const INSTRUCTION_BYTES: usize = size_of::<[i32; 8]>();

/// A program's code, initial memory and entry. Runs and segments name it by [`Program::id`].
pub struct Program {
    machine: Arc<Machine>,
    /// Its initial memory is empty: that is `image`, which has no entry per byte.
    pub(crate) exe: VmExe<F>,
    pub(crate) image: Image,
    pub(crate) order: ByteOrder,
    pub(crate) instructions: usize,
    id: OnceLock<[u8; 32]>,
    code: OnceLock<CommittedTraceData<CpuBackend<SC>>>,
    pub(crate) committed: Mutex<Option<Committed>>,
}

impl Program {
    /// Reads a program in the format of docs/program-format.md, for the machine that its instructions need. The error says what is wrong with it.
    pub fn load(engine: &Arc<Engine>, bytes: &[u8]) -> Result<Self> {
        Self::on(engine, decode(bytes).map_err(Error::program)?)
    }

    /// Loads any program for the accelerated machine: for measuring what that costs.
    pub fn load_accelerated(engine: &Arc<Engine>, bytes: &[u8]) -> Result<Self> {
        Self::on(engine, Decoded { accelerated: true, ..decode(bytes).map_err(Error::program)? })
    }

    fn on(engine: &Engine, decoded: Decoded) -> Result<Self> {
        let Decoded { exe, image, order, accelerated } = decoded;
        let instructions = exe.program.num_defined_instructions();
        let is_large = instructions > 1 << engine.machine(Model::Base).log_stacked_height();
        let machine = engine.machine(Model::of(accelerated, is_large));
        let most = 1 << machine.log_stacked_height();
        if instructions > most {
            return Err(Error::program(format!(
                "{instructions} instructions; the proof system's parameters allow {most}"
            )));
        }
        Ok(Self {
            machine: machine.clone(),
            exe,
            image,
            order,
            instructions,
            id: OnceLock::new(),
            code: OnceLock::new(),
            committed: Mutex::new(None),
        })
    }

    pub(crate) fn machine(&self) -> &Arc<Machine> {
        &self.machine
    }

    /// Which machine runs it; a function of its instructions and of how many they are.
    pub fn model(&self) -> Model {
        self.machine.model()
    }

    /// What a final proof is checked against: it commits to code, initial memory, entry and the machine.
    pub fn id(&self) -> [u8; 32] {
        *self.id.get_or_init(|| id(self.model(), &self.commitment()))
    }

    /// OpenVM's commitment to code, initial memory and entry.
    pub(crate) fn commitment(&self) -> Digest {
        let root = self.image.root(&self.machine.system().memory_config);
        let entry = F::from_u32(self.exe.pc_start);
        compute_exe_commit(&vm_poseidon2_hasher(), &self.code().commitment, &root, entry)
    }

    /// The committed program table; part of the id and, on a CPU, of every segment's proof.
    pub(crate) fn code(&self) -> &CommittedTraceData<CpuBackend<SC>> {
        self.code.get_or_init(|| {
            let engine = Cpu::new(self.machine.app_params().clone());
            let trace = code_trace(&self.exe.program);
            let (commitment, data) =
                engine.device().commit(&[&trace]).expect("a program within its limits can be committed to");
            CommittedTraceData { commitment, trace, data: Arc::new(data) }
        })
    }
}

/// The id of the program that has this commitment on a machine, as the header says.
pub fn id(model: Model, commitment: &Digest) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(ID_MAGIC);
    hash.update((model as u32).to_le_bytes());
    for element in commitment {
        hash.update(element.as_canonical_u32().to_be_bytes());
    }
    hash.finalize().into()
}

/// The program table as the circuit commits to it: one row per instruction, padded with failing TERMINATEs.
fn code_trace(code: &Code<F>) -> RowMajorMatrix<F> {
    const WIDTH: usize = 9;
    let failing = [SystemOpcode::TERMINATE.global_opcode().to_field(), F::ZERO, F::ZERO, F::ONE];
    let mut rows: Vec<[F; WIDTH]> = code
        .instructions_and_debug_infos
        .iter()
        .enumerate()
        .filter_map(|(index, slot)| {
            let (i, _) = slot.as_ref()?;
            let pc = code.pc_base + index as u32 * DEFAULT_PC_STEP;
            let opcode = i.opcode.to_field();
            Some([F::from_u32(pc), opcode, i.a, i.b, i.c, i.d, i.e, i.f, i.g])
        })
        .collect();
    let defined = rows.len();
    for index in defined..defined.next_power_of_two() {
        let mut row = [F::ZERO; WIDTH];
        row[0] = F::from_u32(code.pc_base + index as u32 * DEFAULT_PC_STEP);
        row[1..5].copy_from_slice(&failing);
        rows.push(row);
    }
    RowMajorMatrix::new(rows.into_flattened(), WIDTH)
}

struct Decoded {
    exe: VmExe<F>,
    image: Image,
    order: ByteOrder,
    accelerated: bool,
}

fn decode(bytes: &[u8]) -> std::result::Result<Decoded, Malformed> {
    let mut reader = Reader::new(bytes);
    if reader.bytes(MAGIC.len())? != MAGIC {
        return Err(format!("it does not begin with {}", MAGIC.escape_ascii()));
    }
    let format = reader.u8()?;
    if format != FORMAT {
        return Err(format!(
            "it is of format {format}, this engine reads format {FORMAT}; translate the ELF again"
        ));
    }
    let entry = reader.u32()?;
    if !entry.is_multiple_of(4) {
        return Err(format!("entry 0x{entry:x} is not a multiple of 4"));
    }
    let order = match reader.u32()? {
        0 => ByteOrder::Little,
        BIG_ENDIAN => ByteOrder::Big,
        flags => return Err(format!("flags are 0x{flags:x}, must be 0 or {BIG_ENDIAN}")),
    };
    let code_runs = reader.u32()?;
    let data_runs = reader.u32()?;
    let code = decode_code(&mut reader, code_runs)?;
    let image = decode_data(&mut reader, data_runs)?;
    reader.end()?;
    let mut instructions = code.instructions_and_debug_infos.iter().flatten();
    let accelerated = instructions.any(|(instruction, _)| accelerated::find(instruction.opcode).is_some());
    Ok(Decoded { exe: VmExe::new(code).with_pc_start(entry), image, order, accelerated })
}

fn decode_code(reader: &mut Reader, runs: u32) -> std::result::Result<Code<F>, Malformed> {
    let mut code = Code::new_empty(0);
    let mut slots = Vec::new();
    let mut end = 0;
    let mut total = 0;
    for run in 0..runs {
        let pc = reader.u32()?;
        let count = reader.u32()? as usize;
        total += count;
        if !pc.is_multiple_of(4) || pc < end {
            return Err(format!(
                "code run {run} at 0x{pc:x} does not follow the one before it, or is not at a multiple of 4"
            ));
        }
        if total > MAX_INSTRUCTIONS {
            return Err(format!("more than {MAX_INSTRUCTIONS} instructions"));
        }
        let run_end = u64::from(pc) + 4 * count as u64;
        if run_end > u64::from(MAX_CODE_BYTES) {
            return Err(format!("code run {run} ends at 0x{run_end:x}, beyond 0x{MAX_CODE_BYTES:x}"));
        }
        end = run_end as u32;
        // Taken before anything is reserved for it, so that a count cannot ask for more than there is.
        let instructions = reader.bytes(count * INSTRUCTION_BYTES)?;
        if count == 0 {
            continue;
        }
        if slots.is_empty() {
            code.pc_base = pc;
        }
        if end - code.pc_base > MAX_CODE_SPAN {
            return Err(format!(
                "code spans more than 0x{MAX_CODE_SPAN:x} bytes from its first instruction to its last"
            ));
        }
        slots.resize(((pc - code.pc_base) / 4) as usize, None);
        for (index, bytes) in instructions.chunks_exact(INSTRUCTION_BYTES).enumerate() {
            let instruction = decode_instruction(bytes)
                .map_err(|why| format!("instruction at 0x{:x}: {why}", pc + 4 * index as u32))?;
            slots.push(Some((instruction, None)));
        }
    }
    if slots.is_empty() {
        return Err("it has no instructions".into());
    }
    code.instructions_and_debug_infos = slots;
    Ok(code)
}

fn decode_instruction(bytes: &[u8]) -> std::result::Result<Instruction<F>, Malformed> {
    let mut reader = Reader::new(bytes);
    let opcode = reader.u32()?;
    let mut operands = [0; 7];
    for operand in &mut operands {
        *operand = reader.i32()?;
    }
    let opcode = opcode::check(opcode, &operands)?;
    let [a, b, c, d, e, f, g] = operands.map(|v| {
        let magnitude = F::from_u32(v.unsigned_abs());
        if v < 0 { -magnitude } else { magnitude }
    });
    Ok(Instruction { opcode, a, b, c, d, e, f, g })
}

fn decode_data(reader: &mut Reader, runs: u32) -> std::result::Result<Image, Malformed> {
    let mut image = Image::default();
    let mut end = 0;
    let mut total = 0;
    for run in 0..runs {
        let address = reader.u32()?;
        let bytes = reader.sized()?;
        total += bytes.len();
        if total > MAX_DATA_BYTES {
            return Err(format!("more than {MAX_DATA_BYTES} bytes of data"));
        }
        let run_end = u64::from(address) + bytes.len() as u64;
        if address < end || run_end > u64::from(MEMORY_BYTES) {
            return Err(format!(
                "data run {run} at 0x{address:x} does not follow the one before it, or ends beyond memory"
            ));
        }
        end = run_end as u32;
        image.write(address, bytes);
    }
    Ok(image)
}

/// A program of one instruction.
pub fn smallest() -> VmExe<F> {
    let terminate = Instruction::from_usize(SystemOpcode::TERMINATE.global_opcode(), [0, 0, 0]);
    VmExe::new(Code::from_instructions(&[terminate]))
}
