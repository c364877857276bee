//! Cutting a run into segments while it goes on.
//!
//! The metered interpreter learns where a segment ends up to a thousand instructions after it has passed that place.
//! So a second, plain interpreter follows it and lands exactly on each end; its state there is the next segment's start.

use openvm_circuit::{
    arch::{
        InterpretedInstance,
        execution_mode::{MeteredCtx, Segment as Cut, metered::segment_ctx},
    },
    system::memory::online::LinearMemory,
};
use openvm_stark_sdk::config::baby_bear_poseidon2::F;

use crate::{
    error::{Error, Result},
    limits::MEMORY_AS,
    object::{memory_image::page_of, program::Program, segment::Segment},
    run::{
        execute::{
            Callbacks, Limits, SegmentCallback, State, Watch, initial_state, public_values, registers,
        },
        interpreter::{Countdown, Interpreter, Running},
        meter::{self, Meter},
        report::{Outcome, Report, SplitReport},
    },
};

type Metered = Running<MeteredCtx>;

/// Runs a program and hands out a segment object as soon as each segment's end is known.
pub fn split(program: &Program, inputs: &[&[u8]], limits: &Limits, callbacks: Callbacks) -> Result<Report> {
    let meter = program.machine().meter()?;
    let log_height = meter::segment_log_height(program.machine(), limits.segment_log_height)?;
    let interpreter = meter.interpreter(program)?;
    let follower = Interpreter::new(program)?;

    let mut watch = Watch::new(program, limits, callbacks.output, callbacks.progress)?;
    let mut cutter = Cutter {
        program,
        meter: &meter,
        follower: &follower,
        state: Some(initial_state(program, inputs)),
        inputs: inputs.len(),
        log_height,
        found: 0,
        too_tall: None,
        callback: callbacks.segment,
        report: SplitReport { machine: program.model().name(), ..SplitReport::default() },
    };
    let start = Metered::new(initial_state(program, inputs), meter.context(program, log_height));
    let (mut outcome, state) = drive(&interpreter, &mut watch, start, &mut cutter)?;
    if let Some(detail) = cutter.too_tall.take() {
        outcome = Outcome::Fault { detail };
    }
    let split = cutter.report;
    Ok(Report { split: Some(split), ..Report::of(outcome, &state, executed(&state), &watch.host) })
}

/// Runs from the end of one segment to the next, until the program ends.
fn drive(
    interpreter: &InterpretedInstance<F, MeteredCtx>,
    watch: &mut Watch,
    mut state: Metered,
    cutter: &mut Cutter,
) -> Result<(Outcome, Metered)> {
    loop {
        state =
            watch.host.listen(|| interpreter.execute_metered_until_suspend(state)).map_err(Error::engine)?;
        if watch.exceeded(executed(&state)) {
            return Ok((Outcome::Limit, state));
        }
        let outcome = watch.ended(std::mem::replace(&mut state.exit_code, Ok(None)))?;
        if let Some(Outcome::Terminated { code }) = outcome {
            state.exit_code = Ok(Some(code));
        }
        cutter.suspended(&state)?;
        if let Some(outcome) = outcome {
            return Ok((outcome, state));
        }
        watch.tell_progress(executed(&state))?;
    }
}

/// Instructions that a metered run has executed; its context counts down to its next check.
fn executed(state: &Metered) -> u64 {
    let counter = &state.ctx.segmentation_ctx;
    counter.instret + (segment_ctx::DEFAULT_SEGMENT_CHECK_INSNS - counter.instrets_until_check)
}

struct Cutter<'a> {
    program: &'a Program,
    meter: &'a Meter,
    follower: &'a Interpreter<'a, Countdown>,
    /// At the start of the segment whose end is looked for.
    state: Option<State>,
    inputs: usize,
    log_height: u32,
    found: usize,
    too_tall: Option<String>,
    callback: Option<SegmentCallback<'a>>,
    report: SplitReport,
}

impl Cutter<'_> {
    fn suspended(&mut self, state: &Metered) -> Result<()> {
        let terminated = state.exit_code.as_ref().copied().unwrap_or_default();
        let cuts = state.ctx.segments();
        for (index, cut) in cuts.iter().enumerate().skip(self.found) {
            let ends_run = terminated.is_some() && index + 1 == cuts.len();
            if ends_run && terminated != Some(0) {
                break;
            }
            self.found = index + 1;
            self.hand_out(index as u32, cut, ends_run)?;
        }
        Ok(())
    }

    fn hand_out(&mut self, index: u32, cut: &Cut, is_last: bool) -> Result<()> {
        let machine = self.program.machine();
        if !self.meter.provable(machine, &cut.trace_heights) {
            let description = self.describe_too_tall(index, cut);
            self.too_tall.get_or_insert(description);
        }
        if self.too_tall.is_some() {
            return Ok(());
        }
        let state = self.state.take().ok_or_else(|| Error::engine("the run has no more state"))?;
        let segment = self.snapshot(&state, index, cut, is_last).encode(machine)?;
        self.report.segments += 1;
        self.report.work += self.meter.work(&cut.trace_heights);
        for (air, height) in self.meter.airs().iter().zip(&cut.trace_heights) {
            *self.report.heights.entry(air.clone()).or_default() += u64::from(*height);
        }
        if let Some(callback) = &mut self.callback
            && !callback(index, cut.num_insns, &segment)
        {
            return Err(Error::Cancelled);
        }
        if !is_last {
            let mut next = Running::new(state, Countdown::from(cut.num_insns));
            self.follower.run(&mut next);
            if !matches!(next.exit_code, Ok(None)) {
                return Err(Error::engine(format!("segment {index} cannot be run again")));
            }
            self.state = Some(next.vm_state);
        }
        Ok(())
    }

    fn snapshot(&self, state: &State, index: u32, cut: &Cut, is_last: bool) -> Segment {
        let pages = self.program.image.difference(&state.memory);
        let memory = state.memory.memory.mem[MEMORY_AS as usize].as_slice();
        Segment {
            model: self.program.model(),
            program_id: self.program.id(),
            index,
            is_last,
            pc: state.pc(),
            start: cut.instret_start,
            instructions: cut.num_insns,
            registers: registers(&state.memory),
            public_values: public_values(&state.memory),
            inputs_taken: (self.inputs - state.streams.input_stream.len()) as u32,
            hints_left: state.streams.hint_stream.len() as u64,
            log_height: self.log_height,
            heights: cut.trace_heights.clone(),
            contents: pages.iter().flat_map(|page| page_of(memory, *page)).copied().collect(),
            pages,
        }
    }

    fn describe_too_tall(&self, index: u32, cut: &Cut) -> String {
        let tallest = self.meter.airs().iter().zip(&cut.trace_heights).max_by_key(|(_, h)| **h);
        let (air, height) = tallest.map_or(("", 0), |(air, height)| (air.as_str(), *height));
        format!(
            "segment {index} cannot be proved: {height} rows of {air} within {} instructions, at most 2^{} fit",
            cut.num_insns,
            self.program.machine().log_stacked_height()
        )
    }
}
