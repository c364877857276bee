//! Running a program, and what there is to say about the run.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use openvm_circuit::{
    arch::{ExecutionError, Streams, VmState},
    system::memory::online::{GuestMemory, LinearMemory},
};
use openvm_stark_sdk::config::baby_bear_poseidon2::F;

use crate::{
    error::{Error, Result},
    limits::{MEMORY_PAGES, PAGE_BYTES, PUBLIC_VALUE_BYTES, PUBLIC_VALUES_AS, REGISTER_AS, REGISTERS},
    machine::operand_check,
    object::program::Program,
    run::{
        interpreter::{Countdown, Interpreter, Paced, Profiler, Running},
        phantom::{self, Host, Installed, OutputCallback, Stop},
        report::{Outcome, Report, TouchedMemory},
    },
};

pub type State = VmState<F, GuestMemory>;

const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);
/// Instructions between two looks at the clock.
const PACE: u64 = 1 << 20;

/// The header's pv_limits; zero means none, or the engine's choice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    pub max_instructions: u64,
    pub max_output_bytes: u64,
    pub max_stderr_bytes: u64,
    pub segment_log_height: u32,
}

/// Takes the index, the number of instructions and the bytes of a finished segment; false cancels.
pub type SegmentCallback<'a> = Box<dyn FnMut(u32, u64, &[u8]) -> bool + 'a>;
/// Takes the number of instructions run; false cancels.
pub type ProgressCallback<'a> = Box<dyn FnMut(u64) -> bool + 'a>;

#[derive(Default)]
pub struct Callbacks<'a> {
    pub output: Option<OutputCallback>,
    pub segment: Option<SegmentCallback<'a>>,
    pub progress: Option<ProgressCallback<'a>>,
}

/// Each pc whose instruction was begun, ascending, and how often.
pub type Profile = Vec<(u32, u64)>;

/// Runs a program to its end. A guest that fails has a report as well.
pub fn execute(program: &Program, inputs: &[&[u8]], limits: &Limits, callbacks: Callbacks) -> Result<Report> {
    run(program, inputs, limits, callbacks, Countdown::default()).map(|(report, _)| report)
}

/// As [`execute`], and counts what it runs.
pub fn profile(
    program: &Program,
    inputs: &[&[u8]],
    limits: &Limits,
    callbacks: Callbacks,
) -> Result<(Report, Profile)> {
    let profiler = Profiler::new(&program.exe.program);
    let (report, profiler) = run(program, inputs, limits, callbacks, profiler)?;
    let top = profiler.touched_pages().next_back().map_or(0, |page| (page + 1) * PAGE_BYTES as u32);
    let touched = TouchedMemory { pages: profiler.touched_pages().count(), top };
    Ok((Report { touched: Some(touched), ..report }, profiler.counts().collect()))
}

fn run<C: Paced>(
    program: &Program,
    inputs: &[&[u8]],
    limits: &Limits,
    callbacks: Callbacks,
    context: C,
) -> Result<(Report, C)> {
    let interpreter = Interpreter::new(program)?;
    let mut watch = Watch::new(program, limits, callbacks.output, callbacks.progress)?;
    let mut state = Running::new(initial_state(program, inputs), context);
    let mut executed = 0;
    let outcome = loop {
        let pace = watch.remaining(executed).min(PACE);
        *state.ctx.left() = pace;
        watch.host.listen(|| interpreter.run(&mut state));
        executed += pace - *state.ctx.left();
        if let Some(outcome) = watch.ended(std::mem::replace(&mut state.exit_code, Ok(None)))? {
            break outcome;
        }
        if watch.remaining(executed) == 0 {
            break Outcome::Limit;
        }
        watch.tell_progress(executed)?;
    };
    Ok((Report::of(outcome, &state, executed, &watch.host), state.ctx))
}

pub fn initial_state(program: &Program, inputs: &[&[u8]]) -> State {
    let memory = program.image.memory(program.machine().system(), MEMORY_PAGES);
    VmState::new_with_defaults(program.exe.pc_start, memory, streams(program, inputs), 0)
}

/// The inputs as HintInput hands them out; no hints are left.
pub fn streams(program: &Program, inputs: &[&[u8]]) -> Streams<F> {
    Streams::from(inputs.iter().map(|input| phantom::hints(input, program.order)).collect::<Vec<Vec<F>>>())
}

pub fn registers(memory: &GuestMemory) -> [u32; REGISTERS] {
    let bytes = memory.memory.mem[REGISTER_AS as usize].as_slice();
    std::array::from_fn(|i| u32::from_le_bytes(std::array::from_fn(|k| bytes[4 * i + k])))
}

pub fn public_values(memory: &GuestMemory) -> [u8; PUBLIC_VALUE_BYTES] {
    let bytes = memory.memory.mem[PUBLIC_VALUES_AS as usize].as_slice();
    std::array::from_fn(|i| bytes[i])
}

/// What a run is held to while it goes on: the host's limits, the number of instructions, and the caller's wish to go on.
pub struct Watch<'a> {
    pub host: Installed,
    max_instructions: u64,
    progress: Option<ProgressCallback<'a>>,
    reported: Instant,
}

impl<'a> Watch<'a> {
    pub fn new(
        program: &Program,
        limits: &Limits,
        output: Option<OutputCallback>,
        progress: Option<ProgressCallback<'a>>,
    ) -> Result<Self> {
        let host = Host {
            order: program.order,
            output,
            max_output: limits.max_output_bytes,
            max_stderr: limits.max_stderr_bytes,
            output_bytes: 0,
            stderr_bytes: 0,
            notes: BTreeMap::new(),
            stop: None,
            listening: false,
        };
        operand_check::take_fault();
        Ok(Self {
            host: host.install()?,
            max_instructions: limits.max_instructions,
            progress,
            reported: Instant::now(),
        })
    }

    /// How many instructions there may still be.
    pub fn remaining(&self, executed: u64) -> u64 {
        match self.max_instructions {
            0 => u64::MAX,
            most => most.saturating_sub(executed),
        }
    }

    pub fn exceeded(&self, executed: u64) -> bool {
        self.max_instructions != 0 && executed > self.max_instructions
    }

    /// What an interpreter's exit code says about the run; nothing while it goes on.
    pub fn ended(&self, exit: std::result::Result<Option<u32>, ExecutionError>) -> Result<Option<Outcome>> {
        match exit {
            Ok(None) => Ok(None),
            Ok(Some(code)) => Ok(Some(Outcome::Terminated { code })),
            Err(error) => self.failure(error).map(Some),
        }
    }

    pub fn tell_progress(&mut self, done: u64) -> Result<()> {
        if self.reported.elapsed() < PROGRESS_INTERVAL {
            return Ok(());
        }
        self.reported = Instant::now();
        let goes_on = self.progress.as_mut().is_none_or(|callback| callback(done));
        if goes_on { Ok(()) } else { Err(Error::Cancelled) }
    }

    fn failure(&self, error: ExecutionError) -> Result<Outcome> {
        let fault = operand_check::take_fault();
        if let Some(access) = fault.and_then(operand_check::Fault::access) {
            return Ok(Outcome::BadAccess(access));
        }
        Ok(match self.host.with(|host| host.stop.take()) {
            Some(Stop::Cancelled) => return Err(Error::Cancelled),
            Some(Stop::OutputLimit) => Outcome::OutputLimit,
            Some(Stop::InputExhausted) => Outcome::InputExhausted,
            Some(Stop::BadAccess(access)) => Outcome::BadAccess(access),
            None => match error {
                ExecutionError::PcOutOfBounds(_) | ExecutionError::Unreachable(_) => Outcome::WildJump,
                ExecutionError::HintOutOfBounds { .. } => Outcome::InputExhausted,
                error => Outcome::Fault {
                    detail: fault.map_or_else(|| error.to_string(), |fault| fault.to_string()),
                },
            },
        })
    }
}
