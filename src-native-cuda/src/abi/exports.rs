//! The exports of `include/provelet_engine.h`, which specifies each. Nothing is decided here.

use std::{ffi::c_char, path::Path, ptr, str};

use crate::{
    ABI_VERSION, Callbacks, Engine, Error, Layer, Limits, Model, Profile, Program, Purpose, Result,
    abi::{
        on_chain,
        types::{
            PvBytes, PvCallbacks, PvEngine, PvError, PvLimits, PvProgram, PvSlice, answer, borrow, get, give,
            put, slices,
        },
    },
    limits::{MAX_INPUT_BYTES, PUBLIC_VALUE_BYTES},
};

/// # Safety
/// `bytes` was filled by this library and has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_bytes_free(bytes: PvBytes) {
    if !bytes.data.is_null() {
        // SAFETY: `give` made it of a boxed slice of this length.
        drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(bytes.data, bytes.length)) });
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn pv_abi_version() -> u32 {
    ABI_VERSION
}

/// # Safety
/// As the header says, here and in all functions below.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_engine_open(
    cache_dir: *const c_char,
    cache_dir_length: usize,
    engine: *mut *mut PvEngine,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let directory = borrow("cache_dir", cache_dir.cast::<u8>(), cache_dir_length)?;
        let directory = str::from_utf8(directory).map_err(|_| Error::argument("cache_dir is not UTF-8"))?;
        if directory.is_empty() {
            return Err(Error::argument("cache_dir is empty"));
        }
        put("engine", engine, || Ok(Box::into_raw(Box::new(PvEngine(Engine::open(Path::new(directory))?)))))
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_engine_close(engine: *mut PvEngine) {
    if !engine.is_null() {
        let closed = answer(ptr::null_mut(), || {
            // SAFETY: pv_engine_open made it, and it is closed once.
            drop(unsafe { Box::from_raw(engine) });
            Ok(())
        });
        debug_assert_eq!(closed, 0);
    }
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_engine_prepare(
    engine: *mut PvEngine,
    machine: u32,
    keys: u32,
    error: *mut PvError,
) -> i32 {
    answer(error, || {
        let model = model(machine)?;
        let purpose = match keys {
            0 => Purpose::Verify,
            1 => Purpose::Segment,
            2 => Purpose::Aggregate,
            other => return Err(Error::argument(format!("keys is {other}, must be 0 to 2"))),
        };
        // SAFETY: the header's promise of the arguments.
        unsafe { get("engine", engine) }?.0.prepare(model, purpose)
    })
}

fn model(machine: u32) -> Result<Model> {
    let unknown = || Error::argument(format!("machine is {machine}, must be 0 to 3"));
    Model::ALL.get(machine as usize).copied().ok_or_else(unknown)
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_engine_describe(
    engine: *mut PvEngine,
    json: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let engine = get("engine", engine)?;
        put("json", json, || Ok(give(engine.0.describe().into_bytes())))
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_segment_memory(
    engine: *mut PvEngine,
    machine: u32,
    segment_log_height: u32,
    memory_top: u32,
    bytes: *mut u64,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let (engine, model) = (get("engine", engine)?, model(machine)?);
        put("bytes", bytes, || engine.0.segment_memory(model, segment_log_height, memory_top))
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_program_load(
    engine: *mut PvEngine,
    bytes: *const u8,
    length: usize,
    program: *mut *mut PvProgram,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let engine = get("engine", engine)?;
        let bytes = borrow("bytes", bytes, length)?;
        put("program", program, || Ok(Box::into_raw(Box::new(PvProgram(Program::load(&engine.0, bytes)?)))))
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_program_close(program: *mut PvProgram) {
    if !program.is_null() {
        let closed = answer(ptr::null_mut(), || {
            // SAFETY: pv_program_load made it, and it is closed once.
            drop(unsafe { Box::from_raw(program) });
            Ok(())
        });
        debug_assert_eq!(closed, 0);
    }
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_program_id(
    program: *mut PvProgram,
    id: *mut [u8; 32],
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let program = get("program", program)?;
        put("id", id, || Ok(program.0.id()))
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_program_commitments(
    program: *mut PvProgram,
    app_exe_commit: *mut [u8; 32],
    app_vm_commit: *mut [u8; 32],
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let program = get("program", program)?;
        put("app_exe_commit", app_exe_commit, || {
            let (app_exe, app_vm) = on_chain::commitments(&program.0)?;
            put("app_vm_commit", app_vm_commit, || Ok(app_vm))?;
            Ok(app_exe)
        })
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_execute(
    program: *mut PvProgram,
    inputs: *const PvSlice,
    input_count: usize,
    limits: *const PvLimits,
    callbacks: *const PvCallbacks,
    profile: *mut PvBytes,
    report: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let (program, inputs) = (get("program", program)?, guest_inputs(inputs, input_count)?);
        let (limits, callbacks) = (bounds(limits)?, listeners(callbacks));
        put("report", report, || {
            if profile.is_null() {
                let report = crate::execute(&program.0, &inputs, &limits, callbacks)?;
                return Ok(give(report.json().into_bytes()));
            }
            let (report, counts) = crate::profile(&program.0, &inputs, &limits, callbacks)?;
            put("profile", profile, || Ok(give(pairs(&counts))))?;
            Ok(give(report.json().into_bytes()))
        })
    })
}

/// A profile's bytes, as the header has them.
fn pairs(counts: &Profile) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(12 * counts.len());
    for (pc, count) in counts {
        bytes.extend_from_slice(&pc.to_le_bytes());
        bytes.extend_from_slice(&count.to_le_bytes());
    }
    bytes
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_split(
    program: *mut PvProgram,
    inputs: *const PvSlice,
    input_count: usize,
    limits: *const PvLimits,
    callbacks: *const PvCallbacks,
    report: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let (program, inputs) = (get("program", program)?, guest_inputs(inputs, input_count)?);
        let (limits, callbacks) = (bounds(limits)?, listeners(callbacks));
        put("report", report, || {
            let report = crate::split(&program.0, &inputs, &limits, callbacks)?;
            Ok(give(report.json().into_bytes()))
        })
    })
}

/// # Safety
/// As [`slices`].
unsafe fn guest_inputs<'a>(inputs: *const PvSlice, count: usize) -> Result<Vec<&'a [u8]>> {
    // SAFETY: the promise above.
    let inputs = unsafe { slices("inputs", inputs, count) }?;
    match inputs.iter().enumerate().find(|(_, input)| input.len() > MAX_INPUT_BYTES as usize) {
        None => Ok(inputs),
        Some((number, input)) => Err(Error::argument(format!(
            "input {number} has {} bytes, a guest can be told of {} at most",
            input.len(),
            MAX_INPUT_BYTES
        ))),
    }
}

/// # Safety
/// `limits` is null or points to limits.
unsafe fn bounds(limits: *const PvLimits) -> Result<Limits> {
    // SAFETY: the promise above.
    match unsafe { limits.as_ref() } {
        None => Ok(Limits::default()),
        Some(limits) if limits.reserved != 0 => Err(Error::argument("limits.reserved is not 0")),
        Some(limits) => Ok(Limits {
            max_instructions: limits.max_instructions,
            max_output_bytes: limits.max_output_bytes,
            max_stderr_bytes: limits.max_stderr_bytes,
            segment_log_height: limits.segment_log_height,
        }),
    }
}

/// # Safety
/// `callbacks` is null or points to callbacks, which may be called with the context until the run is over.
unsafe fn listeners(callbacks: *const PvCallbacks) -> Callbacks<'static> {
    // SAFETY: the promise above.
    unsafe { callbacks.as_ref().map_or_else(Callbacks::default, |c| adopt(*c)) }
}

/// # Safety
/// The functions may be called with the context until the run is over.
unsafe fn adopt(callbacks: PvCallbacks) -> Callbacks<'static> {
    let context = callbacks.context;
    Callbacks {
        output: callbacks.output.map(|call| {
            Box::new(move |descriptor, bytes: &[u8]| {
                // SAFETY: the promise above; the bytes live while the callback runs.
                unsafe { call(context, descriptor, bytes.as_ptr(), bytes.len()) == 0 }
            }) as _
        }),
        segment: callbacks.segment.map(|call| {
            Box::new(move |index, instructions, bytes: &[u8]| {
                // SAFETY: the promise above; the bytes live while the callback runs.
                unsafe { call(context, index, instructions, bytes.as_ptr(), bytes.len()) == 0 }
            }) as _
        }),
        progress: callbacks.progress.map(|call| {
            // SAFETY: the promise above.
            Box::new(move |done| unsafe { call(context, done) == 0 }) as _
        }),
    }
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_prove(
    program: *mut PvProgram,
    inputs: *const PvSlice,
    input_count: usize,
    segment: PvSlice,
    proof: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let program = get("program", program)?;
        let inputs = guest_inputs(inputs, input_count)?;
        let segment = borrow("segment", segment.data, segment.length)?;
        put("proof", proof, || crate::prove(&program.0, &inputs, segment).map(give))
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_check(
    program: *mut PvProgram,
    inputs: *const PvSlice,
    input_count: usize,
    segment: PvSlice,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let program = get("program", program)?;
        let inputs = guest_inputs(inputs, input_count)?;
        crate::check(&program.0, &inputs, borrow("segment", segment.data, segment.length)?)
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_aggregate(
    engine: *mut PvEngine,
    layer: u32,
    children: *const PvSlice,
    child_count: usize,
    proof: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let layer = match layer {
            0 => Layer::Leaf,
            1 => Layer::Internal,
            2 => Layer::Recursive,
            3 => Layer::Wrap,
            other => return Err(Error::argument(format!("layer is {other}, must be 0 to 3"))),
        };
        let engine = get("engine", engine)?;
        let children = slices("children", children, child_count)?;
        put("proof", proof, || crate::aggregate(&engine.0, layer, &children).map(give))
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_verify(
    engine: *mut PvEngine,
    program_id: *const [u8; 32],
    public_values: *const [u8; PUBLIC_VALUE_BYTES],
    proof: PvSlice,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let engine = get("engine", engine)?;
        let program_id = get("program_id", program_id)?;
        let public_values = get("public_values", public_values)?;
        let proof = borrow("proof", proof.data, proof.length)?;
        crate::verify(&engine.0, program_id, public_values, proof)
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_snark_verify(
    engine: *mut PvEngine,
    verifier: PvSlice,
    program_id: *const [u8; 32],
    public_values: *const [u8; PUBLIC_VALUE_BYTES],
    proof: PvSlice,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let engine = get("engine", engine)?;
        let verifier = borrow("verifier", verifier.data, verifier.length)?;
        let program_id = get("program_id", program_id)?;
        let public_values = get("public_values", public_values)?;
        let proof = borrow("proof", proof.data, proof.length)?;
        on_chain::verify(&engine.0, verifier, program_id, public_values, proof)
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_check_proof(engine: *mut PvEngine, proof: PvSlice, error: *mut PvError) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let engine = get("engine", engine)?;
        crate::check_proof(&engine.0, borrow("proof", proof.data, proof.length)?)
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_inspect(
    engine: *mut PvEngine,
    object: PvSlice,
    json: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe {
        let engine = get("engine", engine)?;
        let object = borrow("object", object.data, object.length)?;
        put("json", json, || crate::inspect(&engine.0, object).map(|json| give(json.into_bytes())))
    })
}
