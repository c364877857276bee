//! The engine: two machines, one for programs that need its accelerated instructions and one for all others.

use std::{path::Path, sync::Arc};

use serde_json::{Map, Value};

use crate::{
    accelerated, cpu,
    error::Result,
    machine::{self, Machine, Model, Purpose},
    opcode,
};

/// Log2 of the height that a segment proof's columns are stacked to; the tallest trace there can be.
pub const APP_LOG_STACKED_HEIGHT: usize = 20;

pub struct Engine {
    version: String,
    base: Arc<Machine>,
    accelerated: Arc<Machine>,
}

impl Engine {
    pub fn open(cache: &Path) -> Result<Arc<Self>> {
        Self::open_with(cache, APP_LOG_STACKED_HEIGHT)
    }

    /// With another stacked height, for measuring: engines of different heights have different versions.
    pub fn open_with(cache: &Path, log_stacked_height: usize) -> Result<Arc<Self>> {
        cpu::check()?;
        let machine = |model| Machine::new(model, cache, log_stacked_height).map(Arc::new);
        let (base, accelerated) = (machine(Model::Base)?, machine(Model::Accelerated)?);
        let version = machine::version(&format!("{}-{}", base.hash(), accelerated.hash()));
        Ok(Arc::new(Self { version, base, accelerated }))
    }

    /// Names both machines' versions.
    pub fn version(&self) -> &str {
        &self.version
    }

    pub(crate) fn machine(&self, model: Model) -> &Arc<Machine> {
        match model {
            Model::Base => &self.base,
            Model::Accelerated => &self.accelerated,
        }
    }

    pub(crate) fn machines(&self) -> [&Arc<Machine>; 2] {
        [&self.base, &self.accelerated]
    }

    /// The version that a machine's objects carry.
    pub fn machine_version(&self, model: Model) -> &str {
        self.machine(model).version()
    }

    pub fn prepare(&self, model: Model, purpose: Purpose) -> Result<()> {
        self.machine(model).prepare(purpose)
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
            "cpu_level": cpu::LEVEL,
            "backend": crate::backend::NAME,
            "security_bits": openvm_stark_sdk::config::SECURITY_BITS_TARGET,
            "app_log_stacked_height": self.base.log_stacked_height(),
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
