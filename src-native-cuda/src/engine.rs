//! The engine: parameters, version and keys.

use std::{path::Path, sync::Arc};

use openvm_circuit::arch::{SystemConfig, VirtualMachine, VmCircuitConfig, VmExecutionConfig, VmExecutor};
use openvm_stark_backend::{
    StarkEngine, SystemParams,
    keygen::types::{MultiStarkProvingKey, MultiStarkVerifyingKey},
    prover::DeviceDataTransporter,
};
use openvm_stark_sdk::config::{
    app_params_with_100_bits_security,
    baby_bear_poseidon2::{BabyBearPoseidon2Config as SC, BabyBearPoseidon2CpuEngine, F},
    internal_params_with_100_bits_security, leaf_params_with_100_bits_security,
};
use openvm_verify_stark_host::vk::VmStarkVerifyingKey;
use sha2::{Digest, Sha256};

use crate::{
    aggregate::Aggregator,
    backend::{Backend, Builder},
    circuit::{Executors, Machine},
    cpu,
    error::{Error, Result},
    keys::{KeyCache, Lazy},
    meter::Meter,
    opcode,
};

/// Log2 of the height that a segment proof's columns are stacked to; the tallest trace there can be.
pub const APP_LOG_STACKED_HEIGHT: usize = 20;
/// Version of the byte formats of the header.
const FORMATS: u32 = 1;
const OPENVM: &str = "openvm-2.0.2";

/// Which keys to have ready; the numbers are the header's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Verify,
    Segment,
    Aggregate,
}

pub type SegmentMachine = VirtualMachine<Backend, Builder>;

pub struct Engine {
    version: String,
    cache: KeyCache,
    machine: Machine,
    app: SystemParams,
    leaf: SystemParams,
    internal: SystemParams,
    executor: VmExecutor<F, Machine>,
    executors: Executors,
    meter: Lazy<Meter>,
    segment: Lazy<MultiStarkProvingKey<SC>>,
    aggregator: Lazy<Aggregator>,
    verifier: Lazy<VmStarkVerifyingKey>,
}

impl Engine {
    pub fn open(cache: &Path) -> Result<Arc<Self>> {
        Self::open_with(cache, APP_LOG_STACKED_HEIGHT)
    }

    /// With another stacked height, for measuring: engines of different heights have different versions.
    pub fn open_with(cache: &Path, log_stacked_height: usize) -> Result<Arc<Self>> {
        cpu::check()?;
        let machine = Machine::new();
        let app = app_params_with_100_bits_security(log_stacked_height);
        let leaf = leaf_params_with_100_bits_security();
        let internal = internal_params_with_100_bits_security();
        let configuration =
            bincode::serde::encode_to_vec((&machine, &app, &leaf, &internal), bincode::config::standard())
                .map_err(Error::engine)?;
        let hash = Sha256::digest(&configuration);
        let version =
            format!("{OPENVM}/{FORMATS}-{:02x}{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2], hash[3]);
        Ok(Arc::new(Self {
            cache: KeyCache::open(cache, &version)?,
            version,
            executor: VmExecutor::new(machine.clone()).map_err(Error::engine)?,
            executors: machine.create_executors().map_err(Error::engine)?,
            machine,
            app,
            leaf,
            internal,
            meter: Lazy::default(),
            segment: Lazy::default(),
            aggregator: Lazy::default(),
            verifier: Lazy::default(),
        }))
    }

    pub fn version(&self) -> &str {
        &self.version
    }

    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    pub fn executor(&self) -> &VmExecutor<F, Machine> {
        &self.executor
    }

    pub fn executors(&self) -> &Executors {
        &self.executors
    }

    pub fn system(&self) -> &SystemConfig {
        &self.machine.system
    }

    pub fn app_params(&self) -> &SystemParams {
        &self.app
    }

    pub fn log_stacked_height(&self) -> usize {
        self.app.log_stacked_height()
    }

    pub fn prepare(&self, purpose: Purpose) -> Result<()> {
        match purpose {
            Purpose::Verify => self.verifier().map(|_| ()),
            Purpose::Segment => {
                self.segment_key()?;
                self.meter().map(|_| ())
            }
            Purpose::Aggregate => self.aggregator().map(|_| ()),
        }
    }

    /// JSON of the header's pv_engine_describe.
    pub fn describe(&self) -> String {
        let opcodes: serde_json::Map<_, _> =
            opcode::names().into_iter().map(|(name, number)| (name.to_owned(), number.into())).collect();
        serde_json::json!({
            "engine_version": self.version,
            "abi_version": crate::ABI_VERSION,
            "cpu_level": cpu::LEVEL,
            "backend": crate::backend::NAME,
            "security_bits": openvm_stark_sdk::config::SECURITY_BITS_TARGET,
            "app_log_stacked_height": self.log_stacked_height(),
            "opcodes": opcodes,
        })
        .to_string()
    }

    /// What a run needs to find the ends of segments: a small part of the proving key.
    pub fn meter(&self) -> Result<Arc<Meter>> {
        self.meter.get(|| self.cache.get("meter", || Ok(Meter::of(&self.proving_machine()?))))
    }

    fn segment_key(&self) -> Result<Arc<MultiStarkProvingKey<SC>>> {
        self.segment.get(|| {
            self.cache.get("segment", || {
                let engine: BabyBearPoseidon2CpuEngine = BabyBearPoseidon2CpuEngine::new(self.app.clone());
                let airs = self.machine.create_airs().map_err(Error::engine)?;
                Ok(airs.keygen(engine.config()))
            })
        })
    }

    pub fn segment_verifying_key(&self) -> Result<Arc<MultiStarkVerifyingKey<SC>>> {
        Ok(Arc::new(self.segment_key()?.get_vk()))
    }

    pub fn aggregator(&self) -> Result<Arc<Aggregator>> {
        self.aggregator.get(|| {
            let app = self.segment_verifying_key()?;
            let mut made = None;
            let keys = self.cache.get("aggregate", || {
                let aggregator = Aggregator::generate(app.clone(), &self.leaf, &self.internal)?;
                Ok(made.insert(aggregator).keys())
            })?;
            Ok(made.unwrap_or_else(|| Aggregator::new(app, keys)))
        })
    }

    pub fn verifier(&self) -> Result<Arc<VmStarkVerifyingKey>> {
        self.verifier.get(|| {
            self.cache.get("verify", || {
                let system = &self.machine.system;
                self.aggregator()?
                    .verifying_key(system.memory_config.memory_dimensions(), system.num_public_values)
            })
        })
    }

    /// A proving machine. Its chips may not move between threads, and a panic may leave them half filled, so each
    /// call makes its own.
    pub fn proving_machine(&self) -> Result<SegmentMachine> {
        let key = self.segment_key()?;
        let backend = Backend::new(self.app.clone());
        let device_key = backend.device().transport_pk_to_device(&key);
        VirtualMachine::new(backend, Builder, self.machine.clone(), device_key).map_err(Error::engine)
    }
}
