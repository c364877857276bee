//! What this library proves on.

use serde::Serialize;

#[cfg(not(feature = "cuda"))]
#[path = "device_cpu.rs"]
mod chosen;
#[cfg(feature = "cuda")]
#[path = "device_gpu.rs"]
mod chosen;

pub use chosen::{failing, memory_of_guest, open, work};

/// A GPU, as pv_engine_describe has it.
#[derive(Clone, Debug, Serialize)]
pub struct Description {
    pub name: String,
    pub memory_bytes: u64,
    pub compute_level: String,
    /// Versions of CUDA.
    pub driver: String,
    pub runtime: String,
}
