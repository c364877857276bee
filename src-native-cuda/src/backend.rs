//! The proving backend that this library was compiled for.

#[cfg(not(feature = "cuda"))]
mod chosen {
    pub use openvm_continuations::prover::InnerCpuProver as Aggregation;
    pub use openvm_stark_sdk::config::baby_bear_poseidon2::BabyBearPoseidon2CpuEngine;

    pub use crate::circuit_cpu::CpuBuilder as Builder;

    pub type Backend = BabyBearPoseidon2CpuEngine;
    pub const NAME: &str = "cpu";
}

#[cfg(feature = "cuda")]
mod chosen {
    pub use openvm_continuations::prover::InnerGpuProver as Aggregation;
    pub use openvm_cuda_backend::BabyBearPoseidon2GpuEngine as Backend;

    pub use crate::circuit_gpu::GpuBuilder as Builder;

    pub const NAME: &str = "cuda";
}

pub use chosen::{Aggregation, Backend, Builder, NAME};
