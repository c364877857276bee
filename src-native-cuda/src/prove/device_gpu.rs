//! The GPU that this library proves on: whether it can be used, and what a failed call did to it.

use std::sync::atomic::{AtomicBool, Ordering};

use openvm_stark_backend::SystemParams;

use crate::{
    error::{Error, Result},
    panics,
    prove::{
        backend::Backend,
        cuda_abi::{self, INSUFFICIENT_DRIVER, NO_DEVICE, OUT_OF_MEMORY},
        device::Description,
    },
};

/// What the crates' estimates say a segment of the default height and the proofs above it take, rounded up.
const LEAST_MEMORY: u64 = 6 << 30;
static POISONED: AtomicBool = AtomicBool::new(false);
/// The compute levels that this library has code for, ascending.
const LEVELS: &str = env!("PROVELET_CUDA_ARCH");

/// Opens the GPU and starts the crates' prover on it. The error says why there is none to be used.
pub fn open(params: &SystemParams) -> Result<Option<Description>> {
    let (device, error) = cuda_abi::open();
    let (driver, runtime) = (version(device.driver), version(device.runtime));
    let unavailable = |why: String| Err(Error::Unavailable(why));
    match error {
        0 => {}
        _ if device.driver == 0 => return unavailable("no NVIDIA driver is installed (libcuda.so.1)".into()),
        INSUFFICIENT_DRIVER => {
            return unavailable(format!(
                "the NVIDIA driver is for CUDA {driver}; this library needs one for {runtime} or newer"
            ));
        }
        NO_DEVICE => {
            return unavailable("the NVIDIA driver shows no GPU (is CUDA_VISIBLE_DEVICES set?)".into());
        }
        error => return unavailable(format!("the GPU cannot be opened: {}", cuda_abi::words(error))),
    }
    let name = device.name();
    if !has_code_for(LEVELS, device.major, device.minor) {
        return unavailable(format!(
            "{name} has compute level {}.{}; this library was built for {LEVELS}: build it with --cuda-arch {}{}",
            device.major, device.minor, device.major, device.minor
        ));
    }
    if device.memory < LEAST_MEMORY {
        return unavailable(format!(
            "{name} has {} MiB of memory; proving takes at least {} MiB",
            device.memory >> 20,
            LEAST_MEMORY >> 20
        ));
    }
    cuda_abi::opened();
    // It fills tables that all provers of the process share, and what stops it half-way is never mended.
    work(|| {
        drop(Backend::new(params.clone()));
        Ok(())
    })
    .map_err(|why| Error::Unavailable(format!("{name}: {why}")))?;
    Ok(Some(Description {
        name,
        memory_bytes: device.memory,
        compute_level: format!("{}.{}", device.major, device.minor),
        driver,
        runtime,
    }))
}

fn version(number: i32) -> String {
    format!("{}.{}", number / 1000, number % 1000 / 10)
}

/// A level's code runs on what has the same major level and is not older; the newest level's source is compiled for
/// everything that is newer.
fn has_code_for(levels: &str, major: i32, minor: i32) -> bool {
    let level = 10 * major + minor;
    let mut levels = levels.split(',').filter_map(|built| built.trim().parse::<i32>().ok());
    levels.clone().any(|built| built / 10 == major && built <= level) || levels.all(|built| built < level)
}

/// Runs something that proves. What the GPU has to say of it counts more than what the crates made of that: they panic, and a
/// failed kernel may even look like a success.
pub fn work<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    lost()?;
    let result = panics::catch(call);
    let had_too_little = cuda_abi::aftermath() == OUT_OF_MEMORY;
    if let Err(Error::Panic(why)) = &result
        && is_for_ever(why)
    {
        POISONED.store(true, Ordering::SeqCst);
    }
    lost()?;
    result.map_err(|why| match had_too_little {
        true => Error::Resource(format!("the GPU's memory; {}; {why}", cuda_abi::words(OUT_OF_MEMORY))),
        false => why,
    })
}

/// Whether this process can still prove.
fn lost() -> Result<()> {
    if cuda_abi::fault() != 0 {
        return Err(broken(&cuda_abi::words(cuda_abi::fault())));
    }
    if POISONED.load(Ordering::SeqCst) {
        return Err(broken("an earlier failure left the prover's locks closed"));
    }
    Ok(())
}

fn broken(why: &str) -> Error {
    Error::Broken(format!("{why}; this process cannot use it any more and should be started again"))
}

/// Whether a lock that all provers of the process share was held by one that failed: the crates never take it again.
fn is_for_ever(panic: &str) -> bool {
    panic.contains("PoisonError") || panic.contains("LockError")
}

pub fn failing() {
    cuda_abi::failing();
}

/// The crates' GPU prover copies memory from address 0 up to a power of two, and hashes all of it: a node of 32 bytes
/// for each eight, and as many again above them.
pub fn memory_of_guest(top: u32) -> u64 {
    9 * u64::from(top.max(1)).next_power_of_two()
}
