//! Where segments end: as soon as some trace would grow taller than the limit, or all of them take too much memory.

use std::ops::AddAssign;

use openvm_circuit::arch::{
    InterpretedInstance, PROGRAM_AIR_ID,
    execution_mode::{MeteredCtx, MeteredCtxInputs, SegmentationLimits},
};
use openvm_stark_backend::{
    StarkEngine,
    memory_metering::{ProvingMemoryConfig, ProvingMemoryCounts},
    prover::ProverBackend,
};
use openvm_stark_sdk::config::baby_bear_poseidon2::F;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    limits::{FIELD_ORDER, MEMORY_BYTES},
    machine::vm::{CpuMachine, Machine},
    object::program::Program,
    prove::{backend::Cpu, device},
};

/// Log2 of the tallest trace that a segment is cut at, unless the caller chooses. On a CPU one more proves an instruction
/// 7 % faster and takes twice the memory, 6 GB; one less, 20 % slower and half.
pub const DEFAULT_SEGMENT_LOG_HEIGHT: u32 = 18;
pub const LOWEST_SEGMENT_LOG_HEIGHT: u32 = 14;
pub const HIGHEST_SEGMENT_LOG_HEIGHT: u32 = 22;

/// Bytes of estimated memory that a segment of one row's height may take beyond the traces whose height is constant.
const BYTES_OF_A_ROW: usize = 11_000;

/// The crate estimates its GPU's prover. Its CPU prover holds a sum of fractions that has a power of two of terms, each of them
/// five times over; and so it takes the memory of this many times wider fractions.
const CPU_FRACTIONS: usize = 4;

/// The shape of the machine's traces, of which the metered interpreter keeps count.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Meter {
    airs: Vec<String>,
    widths: Vec<usize>,
    interactions: Vec<usize>,
    rotations: Vec<bool>,
    buffers: Vec<usize>,
    constant_heights: Vec<Option<usize>>,
    executor_airs: Vec<usize>,
}

/// Sums over a segment's traces, each as tall as a power of two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Work {
    pub cells: u64,
    /// Rows times the interactions of each.
    pub interactions: u64,
    /// The terms of the sum over all interactions (GKR's input layer): the next power of two.
    pub fractions: u64,
}

impl AddAssign for Work {
    fn add_assign(&mut self, other: Self) {
        self.cells += other.cells;
        self.interactions += other.interactions;
        self.fractions += other.fractions;
    }
}

impl Meter {
    /// Copies the shape from the proving key. A segment ends where it ends whatever proves it, so it is always the CPU's.
    pub fn of(machine: &CpuMachine) -> Self {
        let airs = &machine.pk().per_air;
        // The chips that know their constant heights are private; the crate's own context shows them.
        let sample = machine.build_metered_ctx(&crate::object::program::smallest());
        let constant_heights = sample
            .trace_heights
            .iter()
            .zip(&sample.is_trace_height_constant)
            .map(|(height, constant)| constant.then_some(*height as usize))
            .collect();
        Self {
            airs: airs.iter().map(|air| air.air_name.clone()).collect(),
            widths: airs.iter().map(|air| air.vk.params.width.total_width()).collect(),
            interactions: airs.iter().map(|air| air.vk.symbolic_constraints.interactions.len()).collect(),
            rotations: airs.iter().map(|air| air.vk.params.need_rot).collect(),
            buffers: airs.iter().map(<Cpu as StarkEngine>::PB::constraint_eval_buffer_size).collect(),
            constant_heights,
            executor_airs: machine.executor_idx_to_air_idx(),
        }
    }

    pub fn airs(&self) -> &[String] {
        &self.airs
    }

    /// An interpreter that keeps count of the traces.
    pub fn interpreter<'a>(&self, program: &'a Program) -> Result<InterpretedInstance<'a, F, MeteredCtx>> {
        InterpretedInstance::new_metered(program.machine().executors(), &program.exe, &self.executor_airs)
            .map_err(Error::program)
    }

    /// Counts from the start of a segment, and suspends at the first end of a segment.
    pub fn context(&self, program: &Program, log_height: u32) -> MeteredCtx {
        let mut constant_heights = self.constant_heights.clone();
        constant_heights[PROGRAM_AIR_ID] = Some(program.instructions);
        let memory = memory_config(program.machine());
        let inputs = MeteredCtxInputs {
            constant_trace_heights: &constant_heights,
            air_names: &self.airs,
            widths: &self.widths,
            interactions: &self.interactions,
            need_rot: &self.rotations,
            constraint_eval_buffers: &self.buffers,
            segmentation_limits: SegmentationLimits {
                max_trace_height_bits: log_height as u8,
                max_memory: self.most_memory(&memory, &constant_heights, log_height),
                max_interactions: FIELD_ORDER,
            },
        };
        MeteredCtx::new(inputs, program.machine().system(), memory).with_suspend_on_segment(true)
    }

    /// Estimated memory at which a segment is cut.
    fn most_memory(
        &self,
        memory: &ProvingMemoryConfig,
        constant_heights: &[Option<usize>],
        log_height: u32,
    ) -> usize {
        let constant = constant_heights.iter().map(|height| height.unwrap_or(0));
        memory.estimate(self.counts(constant)).total + (BYTES_OF_A_ROW << log_height)
    }

    /// The most bytes of the device's memory that proving takes for a segment cut at this height, of any program of which
    /// memory is in use up to an address.
    pub fn device_memory(&self, machine: &Machine, log_height: u32, top: u32) -> Result<u64> {
        if top > MEMORY_BYTES {
            return Err(Error::argument(format!(
                "memory_top is 0x{top:x}, must be at most 0x{MEMORY_BYTES:x}"
            )));
        }
        let mut constant_heights = self.constant_heights.clone();
        constant_heights[PROGRAM_AIR_ID] = Some(1 << machine.log_stacked_height());
        // That a CPU's prover takes more for the same traces only makes it a bound for a GPU's, too. A GPU's has
        // let go of the guest's memory when it comes to prove.
        let proof = self.most_memory(&memory_config(machine), &constant_heights, log_height) as u64;
        Ok(proof.max(device::memory_of_guest(top)))
    }

    /// What the work of proving a segment follows from.
    pub fn work(&self, heights: &[u32]) -> Work {
        let counts = self.counts(heights.iter().map(|height| *height as usize));
        Work {
            cells: counts.main_cells() as u64,
            interactions: counts.interaction_cells as u64,
            fractions: (counts.interaction_cells as u64 + 1).next_power_of_two(),
        }
    }

    fn counts(&self, heights: impl Iterator<Item = usize>) -> ProvingMemoryCounts {
        let mut counts = ProvingMemoryCounts::default();
        for (air, height) in heights.enumerate().filter(|(_, height)| *height != 0) {
            let height = height.next_power_of_two();
            let cells = height * self.widths[air];
            if self.rotations[air] {
                counts.main_cells_with_rot += cells;
            } else {
                counts.main_cells_without_rot += cells;
            }
            counts.interaction_cells += height * self.interactions[air];
            counts.constraint_eval_cells += height * self.buffers[air];
        }
        counts
    }

    /// Whether every trace of a segment fits the proof system's parameters.
    pub fn provable(&self, machine: &Machine, heights: &[u32]) -> bool {
        heights.iter().all(|height| u64::from(*height) <= 1 << machine.log_stacked_height())
    }
}

/// The height to cut at; the caller's zero is the engine's choice.
pub fn segment_log_height(machine: &Machine, asked: u32) -> Result<u32> {
    let most = machine.log_stacked_height() as u32;
    // Only an engine that was opened for measuring has a taller one.
    let highest = HIGHEST_SEGMENT_LOG_HEIGHT.max(most);
    match asked {
        0 => Ok(DEFAULT_SEGMENT_LOG_HEIGHT.min(most)),
        asked if (LOWEST_SEGMENT_LOG_HEIGHT..=highest).contains(&asked) => Ok(asked.min(most)),
        asked => Err(Error::argument(format!(
            "segment_log_height is {asked}, must be 0 or {LOWEST_SEGMENT_LOG_HEIGHT} to {highest}"
        ))),
    }
}

/// How the memory of a CPU's prover is estimated.
fn memory_config(machine: &Machine) -> ProvingMemoryConfig {
    let gpu = Cpu::new(machine.app_params().clone()).proving_memory_config();
    ProvingMemoryConfig { extension_degree: CPU_FRACTIONS * gpu.extension_degree, ..gpu }
}
