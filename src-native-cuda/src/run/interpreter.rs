//! Runs a program without metering it, from a state that the caller keeps whatever happens.
//!
//! OpenVM's own interpreter gives the state back only if the run ends well, and takes no context but its own. This one calls the
//! same executors; what it adds is a context that counts.

use openvm_circuit::{
    arch::{ExecuteFunc, ExecutionCtxTrait, ExecutionError, InterpreterExecutor, VmExecState},
    system::memory::online::GuestMemory,
};
use openvm_instructions::{LocalOpcode, SystemOpcode, instruction::Instruction, program::Program as Code};
use openvm_stark_backend::p3_field::PrimeField32;
use openvm_stark_sdk::config::baby_bear_poseidon2::F;

use crate::{
    error::{Error, Result},
    limits::{MEMORY_AS, MEMORY_PAGES, PAGE_BYTES},
    machine::circuit::Executors,
    object::program::Program,
};

pub type Running<C> = VmExecState<F, GuestMemory, C>;

/// What an executor prepares of an instruction is aligned to this.
type Unit = u128;

struct Step<C> {
    run: ExecuteFunc<F, C>,
    prepared: *const u8,
}

/// A program with each instruction's executor looked up and prepared.
pub struct Interpreter<'a, C> {
    base: u32,
    steps: Vec<Step<C>>,
    // What `steps` points into; never moved or written to again. It may hold references into the executors.
    _prepared: Vec<Unit>,
    _executors: &'a Executors,
}

impl<'a, C: ExecutionCtxTrait> Interpreter<'a, C> {
    pub fn new(program: &'a Program) -> Result<Self> {
        let code = &program.exe.program;
        let executors = program.machine().executors();
        let sizes: Vec<usize> = code
            .instructions_and_debug_infos
            .iter()
            .map(|slot| slot.as_ref().map_or(0, |(instruction, _)| units(executors, instruction)))
            .collect();
        let mut prepared: Vec<Unit> = vec![0; sizes.iter().sum()];
        let mut rest = prepared.as_mut_slice();
        let mut steps = Vec::with_capacity(sizes.len());
        for (index, (slot, size)) in code.instructions_and_debug_infos.iter().zip(sizes).enumerate() {
            let (units, after) = rest.split_at_mut(size);
            rest = after;
            let pc = code.pc_base + 4 * index as u32;
            steps.push(match slot {
                Some((instruction, _)) => prepare(executors, pc, instruction, units)?,
                None => Step { run: nothing_here::<C>, prepared: units.as_ptr().cast() },
            });
        }
        Ok(Self { base: code.pc_base, steps, _prepared: prepared, _executors: executors })
    }

    /// Runs until the program ends, or the context asks for a pause.
    pub fn run(&self, state: &mut Running<C>) {
        while matches!(state.exit_code, Ok(None)) && !C::should_suspend(state) {
            let pc = state.pc();
            match self.steps.get((pc.wrapping_sub(self.base) / 4) as usize) {
                // SAFETY: the executor returned this function for what it prepared there, and both live as long as `self`.
                Some(step) => unsafe { (step.run)(step.prepared, state) },
                None => state.exit_code = Err(ExecutionError::PcOutOfBounds(pc)),
            }
        }
    }
}

fn is_terminate(instruction: &Instruction<F>) -> bool {
    instruction.opcode == SystemOpcode::TERMINATE.global_opcode()
}

fn units(executors: &Executors, instruction: &Instruction<F>) -> usize {
    let bytes = match executors.get_executor(instruction.opcode) {
        _ if is_terminate(instruction) => size_of::<u32>(),
        Some(executor) => executor.pre_compute_size(),
        None => 0,
    };
    bytes.div_ceil(size_of::<Unit>())
}

fn prepare<C: ExecutionCtxTrait>(
    executors: &Executors,
    pc: u32,
    instruction: &Instruction<F>,
    units: &mut [Unit],
) -> Result<Step<C>> {
    let prepared = units.as_ptr().cast();
    if is_terminate(instruction) {
        units[0] = instruction.c.as_canonical_u32().into();
        return Ok(Step { run: terminate::<C>, prepared });
    }
    let length = size_of_val(units);
    // SAFETY: the same memory, as bytes.
    let bytes = unsafe { std::slice::from_raw_parts_mut(units.as_mut_ptr().cast(), length) };
    let executor = executors
        .get_executor(instruction.opcode)
        .ok_or_else(|| Error::program(format!("opcode {} at 0x{pc:x} does not exist", instruction.opcode)))?;
    let run = executor.pre_compute::<C>(pc, instruction, bytes).map_err(Error::program)?;
    Ok(Step { run, prepared })
}

unsafe fn terminate<C>(prepared: *const u8, state: &mut Running<C>) {
    // SAFETY: `prepare` wrote the verdict there, in its low bytes.
    let verdict: u32 = unsafe { prepared.cast::<u32>().read() };
    state.exit_code = Ok(Some(verdict));
}

unsafe fn nothing_here<C>(_: *const u8, state: &mut Running<C>) {
    state.exit_code = Err(ExecutionError::Unreachable(state.pc()));
}

/// A context that pauses after so many instructions.
pub trait Paced: ExecutionCtxTrait {
    fn left(&mut self) -> &mut u64;
}

/// Only counts down.
#[derive(Default)]
pub struct Countdown {
    left: u64,
}

impl From<u64> for Countdown {
    fn from(instructions: u64) -> Self {
        Self { left: instructions }
    }
}

impl Paced for Countdown {
    fn left(&mut self) -> &mut u64 {
        &mut self.left
    }
}

impl ExecutionCtxTrait for Countdown {
    #[inline(always)]
    fn on_memory_operation(&mut self, _: u32, _: u32, _: u32) {}

    #[inline(always)]
    fn should_suspend<T>(state: &mut VmExecState<T, GuestMemory, Self>) -> bool {
        let paused = state.ctx.left == 0;
        state.ctx.left = state.ctx.left.saturating_sub(1);
        paused
    }
}

/// Also counts how often each instruction is begun, and remembers which pages of memory are read or written.
pub struct Profiler {
    left: u64,
    base: u32,
    counts: Vec<u64>,
    touched: Vec<bool>,
}

impl Profiler {
    pub fn new(code: &Code<F>) -> Self {
        Self {
            left: 0,
            base: code.pc_base,
            counts: vec![0; code.instructions_and_debug_infos.len()],
            touched: vec![false; MEMORY_PAGES as usize],
        }
    }

    /// Each pc whose instruction was begun, ascending, and how often.
    pub fn counts(&self) -> impl Iterator<Item = (u32, u64)> {
        let with_pc =
            self.counts.iter().enumerate().map(|(index, count)| (self.base + 4 * index as u32, *count));
        with_pc.filter(|(_, count)| *count != 0)
    }

    /// Numbers of the pages that instructions read or wrote, ascending.
    pub fn touched_pages(&self) -> impl DoubleEndedIterator<Item = u32> {
        self.touched.iter().enumerate().filter(|(_, touched)| **touched).map(|(number, _)| number as u32)
    }
}

impl Paced for Profiler {
    fn left(&mut self) -> &mut u64 {
        &mut self.left
    }
}

impl ExecutionCtxTrait for Profiler {
    #[inline(always)]
    fn on_memory_operation(&mut self, address_space: u32, address: u32, bytes: u32) {
        if address_space == MEMORY_AS {
            let last = address.saturating_add(bytes.saturating_sub(1));
            for page in address / PAGE_BYTES as u32..=last / PAGE_BYTES as u32 {
                if let Some(touched) = self.touched.get_mut(page as usize) {
                    *touched = true;
                }
            }
        }
    }

    #[inline(always)]
    fn should_suspend<T>(state: &mut VmExecState<T, GuestMemory, Self>) -> bool {
        let index = state.pc().wrapping_sub(state.ctx.base) / 4;
        let profiler = &mut state.ctx;
        if profiler.left == 0 {
            return true;
        }
        profiler.left -= 1;
        if let Some(count) = profiler.counts.get_mut(index as usize) {
            *count += 1;
        }
        false
    }
}
