//! What the two Halo2 circuits share: their size, keys on disk, and memory.

use std::{
    io::{self, Read, Write},
    path::Path,
};

use halo2_base::{
    gates::{
        circuit::{BaseCircuitParams, builder::BaseCircuitBuilder},
        flex_gate::MultiPhaseThreadBreakPoints,
    },
    halo2_proofs::{
        SerdeFormat,
        halo2curves::bn256::{Fr, G1Affine},
        plonk::ProvingKey,
    },
};
use openvm_static_verifier::Halo2Params;
use serde::{Deserialize, Serialize};
use snark_verifier_sdk::snark_verifier::verifier::plonk::PlonkProtocol;

use crate::{
    error::{Error, Result},
    snark::{
        key_set::{self, Entry, KeySet},
        setup::{self, Setup},
    },
};

/// Log2 of the static verifier's rows. OpenVM's own takes 23, which needs more memory than most machines have: fewer rows are more
/// columns of the same constraints, and the same security.
pub const STATIC_K: u32 = 21;
/// Log2 of the wrapper's rows. With more of them it has fewer columns, and its proofs cost a contract less.
pub const WRAPPER_K: u32 = 22;
/// Rows that a column keeps free for blinding.
pub const MINIMUM_ROWS: usize = 20;
/// Bytes of memory that a step must find available: the most that one takes, 13.2 GiB, and some.
pub const NEEDED_MEMORY: u64 = 16 << 30;

/// A circuit's shape, and how its proofs are checked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Layout {
    pub params: BaseCircuitParams,
    pub break_points: MultiPhaseThreadBreakPoints,
    /// How many instances each instance column has.
    pub instances: Vec<usize>,
    pub protocol: PlonkProtocol<G1Affine>,
}

pub type Key = ProvingKey<G1Affine>;

pub fn write_key(key: &Key) -> impl FnOnce(&mut dyn Write) -> io::Result<()> {
    |mut writer| key.write(&mut writer, SerdeFormat::RawBytesUnchecked)
}

/// Reads a proving key. Its points are not checked one by one: the key set has the file's hash.
pub fn read_key(keys: &KeySet, name: &str, layout: &Layout) -> Result<Key> {
    let params = layout.params.clone();
    keys.read(name, |mut reader: &mut dyn Read| {
        ProvingKey::read::<_, BaseCircuitBuilder<Fr>>(&mut reader, SerdeFormat::RawBytesUnchecked, params)
    })
}

/// Log2 of the table for range checks of a circuit with 2^k rows.
pub const fn lookup_bits(k: u32) -> usize {
    k as usize - 1
}

/// Reads the 2^k powers of tau of a key set that is whole or in the making.
pub fn read_srs(kind: setup::Kind, k: u32, path: &Path, entry: &Entry) -> Result<Halo2Params> {
    let read = Setup::read_installed(kind, k, path, &entry.sha256);
    Ok(read.map_err(|why| key_set::damaged(path, &why.to_string()))?.into_params())
}

/// Refuses to begin what would run out of memory half an hour later.
pub fn check_memory() -> Result<()> {
    match available_memory() {
        Some(bytes) if bytes < NEEDED_MEMORY => Err(Error::Resource(format!(
            "an on-chain proof's steps need {} GiB of free memory, {:.1} are available",
            NEEDED_MEMORY >> 30,
            bytes as f64 / f64::from(1 << 30)
        ))),
        Some(_) | None => Ok(()),
    }
}

/// What the machine and the control group still have, as far as they say.
fn available_memory() -> Option<u64> {
    let meminfo = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let machine = line.split_whitespace().next()?.parse::<u64>().ok()? << 10;
    Some(control_group().map_or(machine, |left| left.min(machine)))
}

/// What is left of a version 2 control group's limit; page cache counts as free.
fn control_group() -> Option<u64> {
    let own = std::fs::read_to_string("/proc/self/cgroup").ok()?;
    let path = own.lines().find_map(|line| line.strip_prefix("0::"))?;
    let folder = std::path::Path::new("/sys/fs/cgroup").join(path.trim_start_matches('/'));
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let limit: u64 = text("memory.max")?.trim().parse().ok()?;
    let used: u64 = text("memory.current")?.trim().parse().ok()?;
    let cache = text("memory.stat")?
        .lines()
        .find_map(|line| line.strip_prefix("file ")?.trim().parse::<u64>().ok())
        .unwrap_or(0);
    Some(limit.saturating_sub(used.saturating_sub(cache)))
}
