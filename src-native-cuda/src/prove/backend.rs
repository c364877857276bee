//! The proving backend that this library was compiled for.

#[cfg(not(feature = "cuda"))]
mod chosen {
    pub use super::{Cpu as Backend, CpuAggregation as Aggregation, CpuBuilder as Builder};

    pub const NAME: &str = "cpu";
    /// Whether what it made is verified before it is handed out. A step further up verifies it anyway.
    pub const IS_CHECKED: bool = false;
}

#[cfg(feature = "cuda")]
mod chosen {
    pub use openvm_continuations::prover::InnerGpuProver as Aggregation;
    pub use openvm_cuda_backend::BabyBearPoseidon2GpuEngine as Backend;

    pub use crate::machine::circuit_gpu::GpuBuilder as Builder;

    pub const NAME: &str = "cuda";
    /// A memory of a GPU without error correction, or a kernel that failed unseen, should show where it happened.
    pub const IS_CHECKED: bool = true;
}

pub use openvm_continuations::prover::InnerCpuProver as CpuAggregation;

pub use crate::machine::circuit_cpu::CpuBuilder;

/// The processor's: it makes the keys, and segments' ends follow from it, whatever proves.
pub type Cpu = openvm_stark_sdk::config::baby_bear_poseidon2::BabyBearPoseidon2CpuEngine;
pub use chosen::{Aggregation, Backend, Builder, IS_CHECKED, NAME};
