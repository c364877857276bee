//! Where segments end: as soon as some trace would grow taller than the limit.

use openvm_circuit::arch::{
    InterpretedInstance, PROGRAM_AIR_ID,
    execution_mode::{MeteredCtx, MeteredCtxInputs, SegmentationLimits},
};
use openvm_stark_backend::{StarkEngine, SystemParams, prover::ProverBackend};
use openvm_stark_sdk::config::baby_bear_poseidon2::{BabyBearPoseidon2CpuEngine, F};
use serde::{Deserialize, Serialize};

use crate::{
    backend::Backend,
    error::{Error, Result},
    limits::FIELD_ORDER,
    machine::{Machine, SegmentMachine},
    program::Program,
};

/// Log2 of the tallest trace that a segment is cut at, unless the caller chooses. On a CPU one more proves an instruction
/// 7 % faster and takes twice the memory, 6 GB; one less, 20 % slower and half.
pub const DEFAULT_SEGMENT_LOG_HEIGHT: u32 = 18;
const LEAST_SEGMENT_LOG_HEIGHT: u32 = 14;
const GREATEST_SEGMENT_LOG_HEIGHT: u32 = 22;

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

impl Meter {
    /// Copies the shape from the proving key.
    pub fn of(machine: &SegmentMachine) -> Self {
        let airs = &machine.pk().per_air;
        // The chips that know their constant heights are private; the crate's own context shows them.
        let sample = machine.build_metered_ctx(&crate::program::smallest());
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
            buffers: airs.iter().map(<Backend as StarkEngine>::PB::constraint_eval_buffer_size).collect(),
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
        let inputs = MeteredCtxInputs {
            constant_trace_heights: &constant_heights,
            air_names: &self.airs,
            widths: &self.widths,
            interactions: &self.interactions,
            need_rot: &self.rotations,
            constraint_eval_buffers: &self.buffers,
            segmentation_limits: limits(log_height),
        };
        context(program.machine(), inputs)
    }

    /// Whether every trace of a segment fits the proof system's parameters.
    pub fn provable(&self, machine: &Machine, heights: &[u32]) -> bool {
        heights.iter().all(|height| u64::from(*height) <= 1 << machine.log_stacked_height())
    }
}

/// The height to cut at; the caller's zero is the engine's choice.
pub fn segment_log_height(machine: &Machine, asked: u32) -> Result<u32> {
    let most = machine.log_stacked_height() as u32;
    match asked {
        0 => Ok(DEFAULT_SEGMENT_LOG_HEIGHT.min(most)),
        asked if (LEAST_SEGMENT_LOG_HEIGHT..=GREATEST_SEGMENT_LOG_HEIGHT).contains(&asked) => {
            Ok(asked.min(most))
        }
        asked => Err(Error::argument(format!(
            "segment_log_height is {asked}, must be 0 or {LEAST_SEGMENT_LOG_HEIGHT} to {GREATEST_SEGMENT_LOG_HEIGHT}"
        ))),
    }
}

fn limits(log_height: u32) -> SegmentationLimits {
    SegmentationLimits {
        max_trace_height_bits: log_height as u8,
        // Memory follows from the heights; cutting at both leaves powers of two half full.
        max_memory: usize::MAX,
        max_interactions: FIELD_ORDER,
    }
}

fn context(machine: &Machine, inputs: MeteredCtxInputs) -> MeteredCtx {
    let params: SystemParams = machine.app_params().clone();
    let memory =
        BabyBearPoseidon2CpuEngine::<openvm_stark_sdk::config::baby_bear_poseidon2::DuplexSponge>::new(
            params,
        )
        .proving_memory_config();
    MeteredCtx::new(inputs, machine.system(), memory).with_suspend_on_segment(true)
}
