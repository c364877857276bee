//! Running a program, and what there is to say about the run.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use openvm_circuit::{
    arch::{
        ExecutionError, InterpretedInstance, Streams, VmExecState, VmExecutionConfig, VmState,
        execution_mode::MeteredCtx,
    },
    system::memory::online::{GuestMemory, LinearMemory},
};
use openvm_stark_sdk::config::baby_bear_poseidon2::F;

use crate::{
    error::{Error, Result},
    guard,
    host::{self, Host, Installed, OutputCallback, Stop},
    limits::{MEMORY_PAGES, PUBLIC_VALUE_BYTES, PUBLIC_VALUES_AS, REGISTER_AS, REGISTERS},
    meter,
    program::Program,
    report::{Outcome, Report},
};

pub type State = VmState<F, GuestMemory>;
pub type MeteredState = VmExecState<F, GuestMemory, MeteredCtx>;

const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

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

/// Runs a program to its end. A guest that fails has a report as well.
pub fn execute(program: &Program, inputs: &[&[u8]], limits: &Limits, callbacks: Callbacks) -> Result<Report> {
    let engine = program.engine();
    let (context, counted) = meter::plain_context(engine);
    let executors =
        VmExecutionConfig::<F>::create_executors(engine.machine()).map_err(Error::engine)?.executors().len();
    let interpreter = engine
        .executor()
        .metered_instance(&program.exe, &vec![counted; executors])
        .map_err(Error::program)?;
    let host = install(program, limits, callbacks.output)?;
    let mut driver = Driver::new(&interpreter, &host, limits, callbacks.progress);
    let state = VmExecState::new(initial_state(program, inputs), context);
    let (outcome, state) = driver.run(state, |_| Ok(()))?;
    Ok(Report::of(outcome, &state, &host))
}

/// Installs the host that hears the guest during one run.
pub fn install(program: &Program, limits: &Limits, output: Option<OutputCallback>) -> Result<Installed> {
    Host {
        order: program.order,
        output,
        max_output: limits.max_output_bytes,
        max_stderr: limits.max_stderr_bytes,
        output_bytes: 0,
        stderr_bytes: 0,
        notes: BTreeMap::new(),
        stop: None,
        listening: false,
    }
    .install()
}

pub fn initial_state(program: &Program, inputs: &[&[u8]]) -> State {
    let memory = program.image.memory(&program.engine().machine().system, MEMORY_PAGES);
    VmState::new_with_defaults(program.exe.pc_start, memory, streams(program, inputs), 0)
}

/// The inputs as HintInput hands them out; no hints are left.
pub fn streams(program: &Program, inputs: &[&[u8]]) -> Streams<F> {
    Streams::from(inputs.iter().map(|input| host::hints(input, program.order)).collect::<Vec<Vec<F>>>())
}

pub fn registers(memory: &GuestMemory) -> [u32; REGISTERS] {
    let bytes = memory.memory.mem[REGISTER_AS as usize].as_slice();
    std::array::from_fn(|i| u32::from_le_bytes(std::array::from_fn(|k| bytes[4 * i + k])))
}

pub fn public_values(memory: &GuestMemory) -> [u8; PUBLIC_VALUE_BYTES] {
    let bytes = memory.memory.mem[PUBLIC_VALUES_AS as usize].as_slice();
    std::array::from_fn(|i| bytes[i])
}

/// Instructions that a metered run has executed; its context counts down to its next check.
pub fn executed(state: &MeteredState) -> u64 {
    let counter = &state.ctx.segmentation_ctx;
    let interval = openvm_circuit::arch::execution_mode::metered::segment_ctx::DEFAULT_SEGMENT_CHECK_INSNS;
    counter.instret + (interval - counter.instrets_until_check)
}

/// Drives a metered interpreter from suspension to suspension until the run is over.
pub struct Driver<'a> {
    interpreter: &'a InterpretedInstance<'a, F, MeteredCtx>,
    host: &'a Installed,
    max_instructions: u64,
    progress: Option<ProgressCallback<'a>>,
    reported: Instant,
}

impl<'a> Driver<'a> {
    pub fn new(
        interpreter: &'a InterpretedInstance<'a, F, MeteredCtx>,
        host: &'a Installed,
        limits: &Limits,
        progress: Option<ProgressCallback<'a>>,
    ) -> Self {
        Self {
            interpreter,
            host,
            max_instructions: limits.max_instructions,
            progress,
            reported: Instant::now(),
        }
    }

    /// Calls `suspended` whenever the context has ended a segment, also at the end of the run.
    pub fn run(
        &mut self,
        mut state: MeteredState,
        mut suspended: impl FnMut(&MeteredState) -> Result<()>,
    ) -> Result<(Outcome, MeteredState)> {
        guard::take_fault();
        loop {
            state = self
                .host
                .listen(|| self.interpreter.execute_metered_until_suspend(state))
                .map_err(Error::engine)?;
            let beyond = self.max_instructions != 0 && executed(&state) > self.max_instructions;
            if beyond {
                return Ok((Outcome::Limit, state));
            }
            let exit = std::mem::replace(&mut state.exit_code, Ok(None));
            let outcome = match exit {
                Ok(None) => None,
                Ok(Some(code)) => Some(Outcome::Terminated { code }),
                Err(error) => Some(self.failure(error)?),
            };
            if let Some(Outcome::Terminated { code }) = outcome {
                state.exit_code = Ok(Some(code));
            }
            suspended(&state)?;
            if let Some(outcome) = outcome {
                return Ok((outcome, state));
            }
            self.tell_progress(executed(&state))?;
        }
    }

    fn tell_progress(&mut self, done: u64) -> Result<()> {
        if self.reported.elapsed() < PROGRESS_INTERVAL {
            return Ok(());
        }
        self.reported = Instant::now();
        let goes_on = self.progress.as_mut().is_none_or(|callback| callback(done));
        if goes_on { Ok(()) } else { Err(Error::Cancelled) }
    }

    fn failure(&self, error: ExecutionError) -> Result<Outcome> {
        let fault = guard::take_fault();
        let detail = || fault.map_or_else(|| error.to_string(), |fault| fault.to_string());
        Ok(match self.host.with(|host| host.stop.take()) {
            Some(Stop::Cancelled) => return Err(Error::Cancelled),
            Some(Stop::OutputLimit) => Outcome::OutputLimit,
            Some(Stop::InputExhausted) => Outcome::InputExhausted,
            Some(Stop::BadAccess) => Outcome::BadAccess { detail: detail() },
            None => match error {
                ExecutionError::PcOutOfBounds(_) | ExecutionError::Unreachable(_) => Outcome::WildJump,
                ExecutionError::HintOutOfBounds { .. } => Outcome::InputExhausted,
                _ if fault.is_some() => Outcome::BadAccess { detail: detail() },
                _ => Outcome::Fault { detail: detail() },
            },
        })
    }
}
