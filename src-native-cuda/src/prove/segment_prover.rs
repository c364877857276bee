//! Proving one segment.

use std::sync::PoisonError;

use openvm_circuit::{
    arch::{
        VmExecState, VmExecutionConfig, VmState, hasher::poseidon2::vm_poseidon2_hasher,
        interpreter_preflight::PreflightInterpretedInstance,
    },
    system::memory::{
        merkle::public_values::UserPublicValuesProof,
        online::{GuestMemory, LinearMemory},
    },
};
use openvm_stark_backend::{
    StarkEngine,
    prover::{CommittedTraceData, ProvingContext},
};
use openvm_stark_sdk::config::baby_bear_poseidon2::F;

use crate::{
    error::{Error, Result},
    limits::{MEMORY_PAGES, PUBLIC_VALUE_BYTES, PUBLIC_VALUES_AS, REGISTER_AS},
    machine::{circuit::Configuration, operand_check, vm::SegmentMachine},
    object::{
        memory_image::high_water,
        program::Program,
        proof::{Kind, ProofObject, PublicValuesProof},
        segment::Segment,
    },
    prove::{backend::Backend, device},
    run::{
        execute::{self, State},
        meter, phantom,
    },
};

type Code = CommittedTraceData<<Backend as StarkEngine>::PB>;
pub type Context = ProvingContext<<Backend as StarkEngine>::PB>;

/// What proving a program's segments needs and is the same for all of them.
pub struct Committed {
    code: Code,
    interpreter: PreflightInterpretedInstance<F, <Configuration as VmExecutionConfig<F>>::Executor>,
}

/// Proves one segment object of this program. The inputs are those of the split.
pub fn prove(program: &Program, inputs: &[&[u8]], object: &[u8]) -> Result<Vec<u8>> {
    device::work(|| prove_on_device(program, inputs, object))
}

fn prove_on_device(program: &Program, inputs: &[&[u8]], object: &[u8]) -> Result<Vec<u8>> {
    let Start { segment, pages, state } = Start::of(program, inputs, object)?;
    let ((proof, memory), machine) = on_machine(program, pages, |machine, committed| {
        machine
            .prove(&mut committed.interpreter, state, Some(segment.instructions), &segment.heights)
            .map_err(Error::engine)
    })?;
    let public_values = match memory {
        Some(memory) => Some(public_values_proof(&machine, &memory)?),
        None => None,
    };
    if public_values.is_some() != segment.is_last {
        return Err(Error::segment("it does not end as it says"));
    }
    ProofObject {
        model: program.model(),
        kind: Kind::Segment,
        depth: 0,
        first: segment.index,
        last: segment.index,
        proof,
        public_values,
    }
    .hand_out(program.machine())
}

/// Hands out what a segment would be proved from.
pub fn with_traces<R>(
    program: &Program,
    inputs: &[&[u8]],
    object: &[u8],
    use_them: impl FnOnce(&SegmentMachine, &Context) -> Result<R>,
) -> Result<R> {
    device::work(|| {
        let (context, machine) = traces_on_device(program, inputs, object)?;
        use_them(&machine, &context)
    })
}

fn traces_on_device(program: &Program, inputs: &[&[u8]], object: &[u8]) -> Result<(Context, SegmentMachine)> {
    let Start { segment, pages, state } = Start::of(program, inputs, object)?;
    on_machine(program, pages, |machine, committed| {
        machine.transport_init_memory_to_device(&state.memory);
        let ran = machine
            .execute_preflight(
                &mut committed.interpreter,
                state,
                Some(segment.instructions),
                &segment.heights,
            )
            .map_err(Error::engine)?;
        machine.generate_proving_ctx(ran.system_records, ran.record_arenas).map_err(Error::engine)
    })
}

/// A segment and the state it starts from, with as many pages of memory as it needs.
struct Start {
    segment: Segment,
    pages: u32,
    state: State,
}

impl Start {
    /// Reads a segment of this program, and runs it once.
    fn of(program: &Program, inputs: &[&[u8]], object: &[u8]) -> Result<Self> {
        let segment = Segment::decode(&[program.machine()], object)?;
        if segment.program_id != program.id() {
            return Err(Error::segment("it is of another program"));
        }
        if segment.index == 0 && !segment.is_start(program.exe.pc_start) {
            return Err(Error::segment("it is the first, and does not start where the program does"));
        }
        // OpenVM's tree of hashes over memory, which a GPU's prover builds, has a power of two of leaves.
        let pages = rehearse(program, inputs, &segment)?.next_power_of_two();
        let state = state_at(program, inputs, &segment, pages)?;
        Ok(Self { segment, pages, state })
    }
}

/// Runs something on a machine that has the program. What fails half-way leaves nothing for the next call.
fn on_machine<R>(
    program: &Program,
    pages: u32,
    run: impl FnOnce(&mut SegmentMachine, &mut Committed) -> Result<R>,
) -> Result<(R, SegmentMachine)> {
    let mut machine = program.machine().proving_machine(pages)?;
    let mut slot = program.committed.lock().unwrap_or_else(PoisonError::into_inner);
    let mut committed = match slot.take() {
        Some(committed) => committed,
        None => Committed::new(program, &machine)?,
    };
    machine.load_program(committed.code.clone());
    let result = run(&mut machine, &mut committed)?;
    *slot = Some(committed);
    Ok((result, machine))
}

impl Committed {
    fn new(program: &Program, machine: &SegmentMachine) -> Result<Self> {
        Ok(Self {
            code: code_on_device(program, machine),
            interpreter: machine.preflight_interpreter(&program.exe).map_err(Error::program)?,
        })
    }
}

#[cfg(not(feature = "cuda"))]
fn code_on_device(program: &Program, _: &SegmentMachine) -> Code {
    program.code().clone()
}

#[cfg(feature = "cuda")]
fn code_on_device(program: &Program, machine: &SegmentMachine) -> Code {
    machine.commit_program_on_device(&program.exe.program)
}

/// Runs the segment with its operands checked before anything is proved, and compares its length and its traces' heights with what it
/// says: proving takes both on trust. Returns how many pages of memory the segment reaches.
fn rehearse(program: &Program, inputs: &[&[u8]], segment: &Segment) -> Result<u32> {
    let meter = program.machine().meter()?;
    let log_height =
        meter::segment_log_height(program.machine(), segment.log_height).map_err(Error::segment)?;
    let interpreter = meter.interpreter(program)?;
    let start = state_at(program, inputs, segment, MEMORY_PAGES)?;
    let start = VmExecState::new(start, meter.context(program, log_height));
    let state = interpreter.execute_metered_until_suspend(start).map_err(Error::engine)?;
    // The suspended interpreter may have run a little further, and failed there.
    operand_check::take_fault();
    let ends = matches!(state.exit_code, Ok(Some(0)));
    let same = state
        .ctx
        .segments()
        .first()
        .is_some_and(|cut| cut.num_insns == segment.instructions && cut.trace_heights == segment.heights);
    if !same || (segment.is_last && !ends) {
        return Err(Error::segment("running it from its state does not lead to its end"));
    }
    if !meter.provable(program.machine(), &segment.heights) {
        return Err(Error::segment("its traces are taller than the proof system allows"));
    }
    Ok(high_water(&state.memory).max(1))
}

/// The machine at the segment's start, with so many pages of memory.
fn state_at(program: &Program, inputs: &[&[u8]], segment: &Segment, pages: u32) -> Result<State> {
    let mut memory = segment.image(&program.image).memory(program.machine().system(), pages);
    let spaces = &mut memory.memory.mem;
    let registers = segment.registers.iter().flat_map(|register| register.to_le_bytes());
    for (cell, byte) in spaces[REGISTER_AS as usize].as_mut_slice().iter_mut().zip(registers) {
        *cell = byte;
    }
    spaces[PUBLIC_VALUES_AS as usize].as_mut_slice()[..PUBLIC_VALUE_BYTES]
        .copy_from_slice(&segment.public_values);

    let taken = segment.inputs_taken as usize;
    if taken > inputs.len() {
        return Err(Error::segment(format!("it has taken {taken} of {} inputs", inputs.len())));
    }
    let mut streams = execute::streams(program, &inputs[taken..]);
    if let Some(last) = taken.checked_sub(1) {
        streams.hint_stream = phantom::hints(inputs[last], program.order).into();
    }
    let hints = streams.hint_stream.len() as u64;
    let read = hints
        .checked_sub(segment.hints_left)
        .ok_or_else(|| Error::segment(format!("{} hints are left of {hints}", segment.hints_left)))?;
    streams.hint_stream.drain(..read as usize);
    Ok(VmState::new_with_defaults(segment.pc, memory, streams, 0))
}

fn public_values_proof(machine: &SegmentMachine, memory: &GuestMemory) -> Result<PublicValuesProof> {
    let system = &machine.config().system;
    let top = machine.memory_top_tree().ok_or_else(|| Error::engine("the memory tree is missing"))?;
    Ok(UserPublicValuesProof::compute(
        system.memory_config.memory_dimensions(),
        system.num_public_values,
        &vm_poseidon2_hasher(),
        &memory.memory,
        top,
    ))
}
