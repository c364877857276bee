//! Executors that check an instruction's addresses before they run it.
//!
//! OpenVM's interpreters trust addresses: the metered one updates a bit set at an unchecked index before memory's own
//! bounds check, a word access ignores the low address bits although the circuit does not, and a jump to pc + 2 runs
//! the instruction at pc. A guest may do any of these, so each becomes a [`Fault`] that ends the run instead.

use std::{cell::Cell, fmt, marker::PhantomData, ptr};

use openvm_circuit::{
    arch::{
        ExecuteFunc, ExecutionCtxTrait, ExecutionError, InterpreterExecutor, InterpreterMeteredExecutor,
        MeteredExecutionCtxTrait, PreflightExecutor, StaticProgramError, VmExecState, VmStateMut,
    },
    system::memory::online::{GuestMemory, TracingMemory},
};
use openvm_instructions::{LocalOpcode, instruction::Instruction};
use openvm_rv32im_transpiler::{Rv32HintStoreOpcode, Rv32LoadStoreOpcode};
use openvm_stark_backend::p3_field::PrimeField32;
use serde::Serialize;

use crate::{
    limits::{MEMORY_AS, MEMORY_BYTES, PUBLIC_VALUE_BYTES, REGISTER_AS},
    machine::accelerated::Accelerated,
};

/// An access to memory that is not to be had: not aligned, or else outside memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Access {
    pub address: u32,
    pub bytes: u32,
    pub aligned: bool,
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = if self.aligned { "outside memory" } else { "not aligned" };
        write!(f, "access to {} bytes at 0x{:08x}, {why}", self.bytes, self.address)
    }
}

/// What a guest did that the machine cannot do, and at which address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    BadAccess(Access),
    WildJump { target: u32 },
    XorLength { bytes: u32 },
    NotReduced { address: u32 },
    ZeroDivisor { address: u32 },
}

impl Fault {
    /// The access to memory that it is about, if it is about one.
    pub fn access(self) -> Option<Access> {
        match self {
            Self::BadAccess(access) => Some(access),
            Self::WildJump { .. }
            | Self::XorLength { .. }
            | Self::NotReduced { .. }
            | Self::ZeroDivisor { .. } => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Fault::BadAccess(access) => access.fmt(f),
            Fault::WildJump { target } => write!(f, "jump to 0x{target:08x}, not aligned"),
            Fault::XorLength { bytes } => {
                write!(f, "XORIN of {bytes} bytes, must be a multiple of 4 from 4 to 136")
            }
            Fault::NotReduced { address } => {
                write!(f, "the number at 0x{address:08x} is not less than the modulus")
            }
            Fault::ZeroDivisor { address } => write!(f, "division by the number at 0x{address:08x}, zero"),
        }
    }
}

thread_local! {
    // ExecutionError has room for a static text only.
    static LAST: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// Takes the fault that ended the last run on this thread.
pub fn take_fault() -> Option<Fault> {
    LAST.take()
}

pub fn set_fault(fault: Fault) {
    LAST.set(Some(fault));
}

/// What a check needs to know of an instruction, worked out once per program.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Operands {
    /// Addresses of registers.
    pub a: u8,
    pub b: u8,
    pub c: u8,
    pub what: Accelerated,
    pub offset: u32,
    pub bytes: u32,
    pub limit: u32,
}

/// The machine's state as a check sees it.
pub trait View {
    /// Reads a register by its address, 4 × its number.
    fn register(&self, address: u8) -> u32;
    /// Bytes of memory that are known to exist.
    fn memory(&self, address: u32, bytes: u32) -> &[u8];
}

impl<F, Ctx: ExecutionCtxTrait> View for VmExecState<F, GuestMemory, Ctx> {
    #[inline(always)]
    fn register(&self, address: u8) -> u32 {
        u32::from_le_bytes(self.host_read::<u8, 4>(REGISTER_AS, address.into()))
    }

    fn memory(&self, address: u32, bytes: u32) -> &[u8] {
        self.host_read_slice(MEMORY_AS, address, bytes as usize)
    }
}

/// The check of one kind of instruction.
pub trait OperandCheck: Clone + Copy + Send + Sync + 'static {
    fn operands<F: PrimeField32>(instruction: &Instruction<F>) -> Operands;
    fn check(operands: &Operands, view: &impl View) -> Result<(), Fault>;
}

impl Operands {
    pub fn of<F: PrimeField32>(instruction: &Instruction<F>) -> Self {
        let sign = instruction.g.as_canonical_u32();
        let low = instruction.c.as_canonical_u32();
        Self {
            a: instruction.a.as_canonical_u32() as u8,
            b: instruction.b.as_canonical_u32() as u8,
            // Of the checked instructions, those that have an immediate instead of a register here are checked by the offset.
            c: low as u8,
            what: Accelerated::default(),
            offset: low.wrapping_add(sign.wrapping_mul(0xffff_0000)),
            bytes: 4,
            limit: MEMORY_BYTES,
        }
    }
}

pub fn within(address: u32, bytes: u32, alignment: u32, limit: u32) -> Result<(), Fault> {
    if !address.is_multiple_of(alignment) {
        return Err(Fault::BadAccess(Access { address, bytes, aligned: false }));
    }
    if u64::from(address) + u64::from(bytes) > u64::from(limit) {
        return Err(Fault::BadAccess(Access { address, bytes, aligned: true }));
    }
    Ok(())
}

/// Loads and stores.
#[derive(Clone, Copy)]
pub struct AccessCheck;

impl OperandCheck for AccessCheck {
    fn operands<F: PrimeField32>(instruction: &Instruction<F>) -> Operands {
        use Rv32LoadStoreOpcode::*;
        let local = instruction.opcode.local_opcode_idx(Rv32LoadStoreOpcode::CLASS_OFFSET);
        let bytes = match Rv32LoadStoreOpcode::from_usize(local) {
            LOADW | STOREW => 4,
            LOADH | LOADHU | STOREH => 2,
            LOADB | LOADBU | STOREB => 1,
        };
        let limit = if instruction.e.as_canonical_u32() == MEMORY_AS {
            MEMORY_BYTES
        } else {
            PUBLIC_VALUE_BYTES as u32
        };
        Operands { bytes, limit, ..Operands::of(instruction) }
    }

    #[inline(always)]
    fn check(o: &Operands, view: &impl View) -> Result<(), Fault> {
        within(view.register(o.b).wrapping_add(o.offset), o.bytes, o.bytes, o.limit)
    }
}

/// HINT_STOREW (one word) and HINT_BUFFER (as many words as register a says).
#[derive(Clone, Copy)]
pub struct HintCheck;

impl OperandCheck for HintCheck {
    fn operands<F: PrimeField32>(instruction: &Instruction<F>) -> Operands {
        let one = instruction.opcode == Rv32HintStoreOpcode::HINT_STOREW.global_opcode();
        Operands { bytes: if one { 4 } else { 0 }, ..Operands::of(instruction) }
    }

    #[inline(always)]
    fn check(o: &Operands, view: &impl View) -> Result<(), Fault> {
        let bytes = if o.bytes == 0 { view.register(o.a).saturating_mul(4) } else { o.bytes };
        within(view.register(o.b), bytes, 4, o.limit)
    }
}

/// SHA256: a new state (32 bytes), from a state (32) and a block (64).
#[derive(Clone, Copy)]
pub struct HashCheck;

impl OperandCheck for HashCheck {
    fn operands<F: PrimeField32>(instruction: &Instruction<F>) -> Operands {
        Operands::of(instruction)
    }

    #[inline(always)]
    fn check(o: &Operands, view: &impl View) -> Result<(), Fault> {
        within(view.register(o.a), 32, 4, o.limit)?;
        within(view.register(o.b), 32, 4, o.limit)?;
        within(view.register(o.c), 64, 4, o.limit)
    }
}

/// JALR.
#[derive(Clone, Copy)]
pub struct JumpCheck;

impl OperandCheck for JumpCheck {
    fn operands<F: PrimeField32>(instruction: &Instruction<F>) -> Operands {
        Operands::of(instruction)
    }

    #[inline(always)]
    fn check(o: &Operands, view: &impl View) -> Result<(), Fault> {
        // The circuit clears the lowest bit, and proves the jump to where that leads.
        let target = view.register(o.b).wrapping_add(o.offset) & !1;
        if target.is_multiple_of(4) { Ok(()) } else { Err(Fault::WildJump { target }) }
    }
}

/// An executor with a check before it. Preflight execution is not checked: it repeats a run that was.
#[derive(Clone, Copy)]
pub struct CheckedExecutor<X, C> {
    inner: X,
    check: PhantomData<C>,
}

impl<X, C> CheckedExecutor<X, C> {
    pub fn new(inner: X) -> Self {
        Self { inner, check: PhantomData }
    }
}

/// What stands before the inner executor's data in the buffer of one instruction.
#[repr(C)]
struct Header<F, Ctx> {
    inner: ExecuteFunc<F, Ctx>,
    operands: Operands,
}

/// Bytes reserved for a [`Header`]; a multiple of every alignment that the inner data may need.
const HEADER_BYTES: usize = 32;

fn write_header<F, Ctx>(data: &mut [u8], header: Header<F, Ctx>) {
    const { assert!(size_of::<Header<F, Ctx>>() <= HEADER_BYTES) };
    assert!(data.len() >= HEADER_BYTES);
    // SAFETY: the buffer has room for a header, checked above, and the write asks for no alignment.
    unsafe { ptr::write_unaligned(data.as_mut_ptr().cast(), header) };
}

unsafe fn run_checked<F: PrimeField32, Ctx: ExecutionCtxTrait, C: OperandCheck>(
    data: *const u8,
    state: &mut VmExecState<F, GuestMemory, Ctx>,
) {
    // SAFETY: the interpreter passes the buffer that write_header filled for this handler.
    let header: Header<F, Ctx> = unsafe { ptr::read_unaligned(data.cast()) };
    match C::check(&header.operands, state) {
        // SAFETY: the inner executor wrote its data behind the header and returned this function for it.
        Ok(()) => unsafe { (header.inner)(data.add(HEADER_BYTES), state) },
        Err(fault) => stop(fault, state),
    }
}

#[cold]
fn stop<F, Ctx>(fault: Fault, state: &mut VmExecState<F, GuestMemory, Ctx>) {
    set_fault(fault);
    let pc = state.pc();
    state.exit_code = Err(match fault {
        Fault::WildJump { target } => {
            state.vm_state.set_pc(target);
            ExecutionError::PcOutOfBounds(target)
        }
        Fault::BadAccess(_)
        | Fault::XorLength { .. }
        | Fault::NotReduced { .. }
        | Fault::ZeroDivisor { .. } => ExecutionError::Fail { pc, msg: "bad operand" },
    });
}

impl<F: PrimeField32, X: InterpreterExecutor<F>, C: OperandCheck> InterpreterExecutor<F>
    for CheckedExecutor<X, C>
{
    fn pre_compute_size(&self) -> usize {
        HEADER_BYTES + self.inner.pre_compute_size()
    }

    fn pre_compute<Ctx: ExecutionCtxTrait>(
        &self,
        pc: u32,
        instruction: &Instruction<F>,
        data: &mut [u8],
    ) -> Result<ExecuteFunc<F, Ctx>, StaticProgramError> {
        let inner = self.inner.pre_compute::<Ctx>(pc, instruction, &mut data[HEADER_BYTES..])?;
        write_header(data, Header { inner, operands: C::operands(instruction) });
        Ok(run_checked::<F, Ctx, C>)
    }
}

impl<F: PrimeField32, X: InterpreterMeteredExecutor<F>, C: OperandCheck> InterpreterMeteredExecutor<F>
    for CheckedExecutor<X, C>
{
    fn metered_pre_compute_size(&self) -> usize {
        HEADER_BYTES + self.inner.metered_pre_compute_size()
    }

    fn metered_pre_compute<Ctx: MeteredExecutionCtxTrait>(
        &self,
        air: usize,
        pc: u32,
        instruction: &Instruction<F>,
        data: &mut [u8],
    ) -> Result<ExecuteFunc<F, Ctx>, StaticProgramError> {
        let inner = self.inner.metered_pre_compute::<Ctx>(air, pc, instruction, &mut data[HEADER_BYTES..])?;
        write_header(data, Header { inner, operands: C::operands(instruction) });
        Ok(run_checked::<F, Ctx, C>)
    }
}

impl<F, RA, X: PreflightExecutor<F, RA>, C> PreflightExecutor<F, RA> for CheckedExecutor<X, C> {
    fn execute(
        &self,
        state: VmStateMut<F, TracingMemory, RA>,
        instruction: &Instruction<F>,
    ) -> Result<(), ExecutionError> {
        self.inner.execute(state, instruction)
    }

    fn get_opcode_name(&self, opcode: usize) -> String {
        self.inner.get_opcode_name(opcode)
    }
}
