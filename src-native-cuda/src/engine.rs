//! The engine and its machines: with accelerated instructions and without, for programs that are large and that are not.

use std::{path::Path, sync::Arc};

use serde_json::{Map, Value};

use crate::{
    cpu_level,
    error::Result,
    limits::{
        MAX_CODE_BYTES, MAX_CODE_SPAN, MAX_DATA_BYTES, MAX_INPUT_BYTES, MAX_INSTRUCTIONS, MEMORY_BYTES,
    },
    machine::{
        accelerated,
        key_digests::KeyDigests,
        opcode,
        released_keys::RELEASED_KEYS,
        vm::{self, Machine, Model, Purpose},
    },
    prove::{
        aggregate::Layer,
        device::{self, Description},
    },
    run::meter::{DEFAULT_SEGMENT_LOG_HEIGHT, HIGHEST_SEGMENT_LOG_HEIGHT, LOWEST_SEGMENT_LOG_HEIGHT},
};

/// Log2 of the height that a segment proof's columns are stacked to, the tallest trace there can be, if the program is not
/// large.
pub const APP_LOG_STACKED_HEIGHT: usize = 20;

pub struct Engine {
    device: Option<Description>,
    version: String,
    /// In the order of [`Model::ALL`].
    machines: [Arc<Machine>; Model::ALL.len()],
}

impl Engine {
    /// With the released keys, in this directory; they are read or made when they are first needed.
    pub fn open(cache: &Path) -> Result<Arc<Self>> {
        Self::open_with_keys(cache, &RELEASED_KEYS)
    }

    /// With keys of other digests: for tests.
    pub fn open_with_keys(cache: &Path, digests: &[KeyDigests; Model::ALL.len()]) -> Result<Arc<Self>> {
        Self::open_machines(cache, APP_LOG_STACKED_HEIGHT, Some(digests))
    }

    /// With another stacked height and whatever keys follow from it, for measuring and to find the digests of keys. Its
    /// machines' versions are never those of [`Engine::open`].
    pub fn open_with(cache: &Path, log_stacked_height: usize) -> Result<Arc<Self>> {
        Self::open_machines(cache, log_stacked_height, None)
    }

    fn open_machines(
        cache: &Path,
        log_stacked_height: usize,
        digests: Option<&[KeyDigests; Model::ALL.len()]>,
    ) -> Result<Arc<Self>> {
        cpu_level::check()?;
        let machine = |model: Model| {
            let digests = digests.map(|digests| digests[model as usize].clone());
            Machine::new(model, cache, log_stacked_height, digests).map(Arc::new)
        };
        let [base, accelerated, large_base, large_accelerated] = Model::ALL.map(machine);
        let machines = [base?, accelerated?, large_base?, large_accelerated?];
        let device = device::open(machines[Model::Base as usize].app_params())?;
        let version = vm::version(&machines.each_ref().map(|machine| machine.hash()).join("-"));
        Ok(Arc::new(Self { device, version, machines }))
    }

    /// Names all machines' versions.
    pub fn version(&self) -> &str {
        &self.version
    }

    pub(crate) fn machine(&self, model: Model) -> &Arc<Machine> {
        &self.machines[model as usize]
    }

    pub(crate) fn machines(&self) -> [&Arc<Machine>; Model::ALL.len()] {
        self.machines.each_ref()
    }

    /// The version that a machine's objects carry.
    pub fn machine_version(&self, model: Model) -> &str {
        self.machine(model).version()
    }

    pub fn prepare(&self, model: Model, purpose: Purpose) -> Result<()> {
        self.machine(model).prepare(purpose)
    }

    /// The digests of a machine's verifying keys, whatever they should be.
    pub fn key_digests(&self, model: Model) -> Result<KeyDigests<String>> {
        self.machine(model).key_digests()
    }

    /// Bytes of the device's memory that a segment takes, see pv_segment_memory of the header.
    pub fn segment_memory(&self, model: Model, log_height: u32, top: u32) -> Result<u64> {
        self.machine(model).segment_memory(log_height, top)
    }

    /// JSON of the header's pv_engine_describe.
    pub fn describe(&self) -> String {
        let machines: Map<_, _> = self
            .machines()
            .map(|machine| (machine.model().name().to_owned(), Value::from(machine.version())))
            .into_iter()
            .collect();
        serde_json::json!({
            "engine_version": self.version,
            "abi_version": crate::ABI_VERSION,
            "cpu_level": cpu_level::LEVEL,
            "backend": crate::prove::backend::NAME,
            "device": self.device,
            "security_bits": openvm_stark_sdk::config::SECURITY_BITS_TARGET,
            "app_log_stacked_height": self.machine(Model::Base).log_stacked_height(),
            "large_log_stacked_height": self.machine(Model::LargeBase).log_stacked_height(),
            "aggregation": {
                "leaf": Layer::Leaf.arity(),
                "internal": Layer::Internal.arity(),
                "recursive": Layer::Recursive.arity(),
            },
            "bounds": {
                "lowest_segment_log_height": LOWEST_SEGMENT_LOG_HEIGHT,
                "highest_segment_log_height": HIGHEST_SEGMENT_LOG_HEIGHT,
                "default_segment_log_height": DEFAULT_SEGMENT_LOG_HEIGHT,
                "program_instructions": MAX_INSTRUCTIONS,
                "program_data_bytes": MAX_DATA_BYTES,
                "code_end": MAX_CODE_BYTES,
                "code_span_bytes": MAX_CODE_SPAN,
                "memory_bytes": MEMORY_BYTES,
                "input_bytes": MAX_INPUT_BYTES,
            },
            "machines": machines,
            "opcodes": numbers(opcode::names()),
            "accelerated_opcodes": numbers(accelerated::names()),
        })
        .to_string()
    }
}

fn numbers(names: impl IntoIterator<Item = (&'static str, usize)>) -> Map<String, Value> {
    names.into_iter().map(|(name, number)| (name.to_owned(), number.into())).collect()
}
