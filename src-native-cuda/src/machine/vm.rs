//! One of the engine's virtual machines: its configuration, its version and its keys.

use std::{path::Path, sync::Arc};

use openvm_circuit::arch::{SystemConfig, VirtualMachine, VmBuilder, VmCircuitConfig, VmExecutionConfig};
use openvm_stark_backend::{
    StarkEngine, SystemParams,
    keygen::types::{MultiStarkProvingKey, MultiStarkVerifyingKey},
    prover::DeviceDataTransporter,
};
use openvm_stark_sdk::config::{
    app_params_with_100_bits_security, baby_bear_poseidon2::BabyBearPoseidon2Config as SC,
    internal_params_with_100_bits_security, leaf_params_with_100_bits_security,
};
use openvm_verify_stark_host::vk::VmStarkVerifyingKey;
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    machine::{
        accelerated_circuit::Accelerators,
        circuit::{Configuration, Executors},
        key_cache::{KeyCache, Lazy},
        key_digests::{Key, KeyDigests},
    },
    object::{codec::Malformed, proof::Kind},
    prove::{
        aggregate::{AggregationKeys, Aggregator},
        backend::{Backend, Builder, Cpu, CpuBuilder},
    },
    run::meter::{self, Meter},
};

/// Version of the byte formats of segments and proofs, and of where segments end.
const FORMATS: u32 = 3;
const OPENVM: &str = "openvm-2.0.2";
/// Log2 of how much taller the large machines' traces may be, and of the tallest that there are parameters for.
const LARGER_BY: usize = 2;
const TALLEST: usize = 24;

/// Which machine; the numbers are the header's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// RV32IM, hints and SHA-256.
    Base,
    /// All that, and the accelerated instructions.
    Accelerated,
    /// The base machine for programs that do not fit it.
    LargeBase,
    /// The accelerated machine for programs that do not fit it.
    LargeAccelerated,
}

impl Model {
    /// In the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Base, Self::Accelerated, Self::LargeBase, Self::LargeAccelerated];

    pub fn of(is_accelerated: bool, is_large: bool) -> Self {
        match (is_accelerated, is_large) {
            (false, false) => Self::Base,
            (true, false) => Self::Accelerated,
            (false, true) => Self::LargeBase,
            (true, true) => Self::LargeAccelerated,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Accelerated => "accelerated",
            Self::LargeBase => "large-base",
            Self::LargeAccelerated => "large-accelerated",
        }
    }

    fn is_accelerated(self) -> bool {
        matches!(self, Self::Accelerated | Self::LargeAccelerated)
    }

    fn is_large(self) -> bool {
        matches!(self, Self::LargeBase | Self::LargeAccelerated)
    }
}

/// Which keys to have ready; the numbers are the header's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Verify,
    Segment,
    Aggregate,
}

pub type SegmentMachine = VirtualMachine<Backend, Builder>;
pub type CpuMachine = VirtualMachine<Cpu, CpuBuilder>;

pub struct Machine {
    model: Model,
    /// Four bytes of the hash of configuration, parameters and the keys' digests.
    hash: String,
    version: String,
    cache: KeyCache,
    configuration: Configuration,
    app: SystemParams,
    leaf: SystemParams,
    internal: SystemParams,
    executors: Executors,
    meter: Lazy<Meter>,
    segment: Lazy<MultiStarkProvingKey<SC>>,
    aggregator: Lazy<Aggregator>,
    verifier: Lazy<VmStarkVerifyingKey>,
}

impl Machine {
    /// With keys of these digests, or any without. `log_stacked_height`: that of machines that are not large.
    pub fn new(
        model: Model,
        cache: &Path,
        log_stacked_height: usize,
        digests: Option<KeyDigests>,
    ) -> Result<Self> {
        let accelerators = if model.is_accelerated() { Accelerators::all() } else { Accelerators::default() };
        let configuration = Configuration::new(accelerators);
        let more = if model.is_large() { LARGER_BY } else { 0 };
        let app = app_params_with_100_bits_security((log_stacked_height + more).min(TALLEST));
        let leaf = leaf_params_with_100_bits_security();
        let internal = internal_params_with_100_bits_security();
        let everything = bincode::serde::encode_to_vec(
            (&configuration, &app, &leaf, &internal, &digests),
            bincode::config::standard(),
        )
        .map_err(Error::engine)?;
        let hash: String =
            Sha256::digest(&everything)[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let version = version(&hash);
        Ok(Self {
            model,
            hash,
            cache: KeyCache::open(cache, &version, digests)?,
            version,
            executors: configuration.create_executors().map_err(Error::engine)?,
            configuration,
            app,
            leaf,
            internal,
            meter: Lazy::default(),
            segment: Lazy::default(),
            aggregator: Lazy::default(),
            verifier: Lazy::default(),
        })
    }

    pub fn model(&self) -> Model {
        self.model
    }

    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// What this machine's segments, proofs and keys carry.
    pub fn version(&self) -> &str {
        &self.version
    }

    pub fn executors(&self) -> &Executors {
        &self.executors
    }

    pub fn system(&self) -> &SystemConfig {
        &self.configuration.system
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

    /// What a run needs to find the ends of segments: a small part of the proving key.
    pub fn meter(&self) -> Result<Arc<Meter>> {
        self.meter.get(|| self.cache.derived("meter", || Ok(Meter::of(&self.metered_machine()?))))
    }

    /// See pv_segment_memory of the header.
    pub fn segment_memory(&self, log_height: u32, top: u32) -> Result<u64> {
        let log_height = meter::segment_log_height(self, log_height)?;
        self.meter()?.device_memory(self, log_height, top)
    }

    pub fn segment_key(&self) -> Result<Arc<MultiStarkProvingKey<SC>>> {
        self.segment.get(|| {
            self.cache.key(|| {
                let engine = Cpu::new(self.app.clone());
                let airs = self.configuration.create_airs().map_err(Error::engine)?;
                Ok(airs.keygen(engine.config()))
            })
        })
    }

    pub fn segment_verifying_key(&self) -> Result<Arc<MultiStarkVerifyingKey<SC>>> {
        Ok(Arc::new(self.segment_key()?.get_vk()))
    }

    /// The key that proofs of a kind are checked against.
    pub fn verifying_key(&self, kind: Kind) -> Result<Arc<MultiStarkVerifyingKey<SC>>> {
        match kind {
            Kind::Segment => self.segment_verifying_key(),
            Kind::Leaf | Kind::Internal | Kind::Recursive | Kind::Final => {
                Ok(self.aggregator()?.key_of(kind).clone())
            }
        }
    }

    pub fn aggregator(&self) -> Result<Arc<Aggregator>> {
        self.aggregator.get(|| {
            let app = self.segment_verifying_key()?;
            let keys =
                self.cache.key(|| Ok(AggregationKeys::generate(app.clone(), &self.leaf, &self.internal)))?;
            Ok(Aggregator::new(app, keys))
        })
    }

    pub fn verifier(&self) -> Result<Arc<VmStarkVerifyingKey>> {
        self.verifier.get(|| {
            self.cache.key(|| {
                let (system, aggregator) = (self.system(), self.aggregator()?);
                let memory = system.memory_config.memory_dimensions();
                Ok(aggregator.verifying_key(memory, system.num_public_values))
            })
        })
    }

    /// The digests of its verifying keys.
    pub fn key_digests(&self) -> Result<KeyDigests<String>> {
        Ok(KeyDigests {
            segment: self.segment_key()?.digest()?,
            aggregate: self.aggregator()?.digest()?,
            verify: self.verifier()?.digest()?,
        })
    }

    /// A proving machine for states with so many pages of memory. Its chips may not move between threads, and a panic may
    /// leave them half filled, so each call makes its own.
    pub fn proving_machine(&self, pages: u32) -> Result<SegmentMachine> {
        self.machine_of::<Backend, _>(Builder, self.configuration.clone().with_memory(pages))
    }

    /// The machine that segments are cut for, whatever proves them.
    fn metered_machine(&self) -> Result<CpuMachine> {
        self.machine_of::<Cpu, _>(CpuBuilder, self.configuration.clone())
    }

    fn machine_of<E, B>(&self, builder: B, configuration: Configuration) -> Result<VirtualMachine<E, B>>
    where
        E: StarkEngine<SC = SC>,
        B: VmBuilder<E, VmConfig = Configuration>,
    {
        let key = self.segment_key()?;
        let backend = E::new(self.app.clone());
        let device_key = backend.device().transport_pk_to_device(&key);
        VirtualMachine::new(backend, builder, configuration, device_key).map_err(Error::engine)
    }
}

/// The version of what has this hash.
pub fn version(hash: &str) -> String {
    format!("{OPENVM}/{FORMATS}-{hash}")
}

/// Of these machines the one that an object is of.
pub fn named<'a>(
    machines: &[&'a Arc<Machine>],
    version: &str,
) -> std::result::Result<&'a Arc<Machine>, Malformed> {
    machines.iter().find(|machine| machine.version == version).copied().ok_or_else(|| {
        let known: Vec<_> = machines
            .iter()
            .map(|machine| format!("{} ({})", machine.version, machine.model.name()))
            .collect();
        format!("it is of engine {version}, expected {}", known.join(" or "))
    })
}
