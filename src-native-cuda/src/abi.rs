//! The exports of `include/provelet_engine.h`, which specifies each. Nothing is decided here.

use std::{
    ffi::{c_char, c_void},
    path::Path,
    ptr, slice, str,
    sync::Arc,
};

use crate::{
    ABI_VERSION, Callbacks, Engine, Error as E, Limits, Program, Purpose, Report, Result, Step,
    limits::PUBLIC_VALUE_BYTES, panics,
};

const MESSAGE_BYTES: usize = 1016;

#[repr(C)]
pub struct PvError {
    status: i32,
    length: u32,
    message: [u8; MESSAGE_BYTES],
}

#[repr(C)]
pub struct PvBytes {
    data: *mut u8,
    length: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct PvSlice {
    data: *const u8,
    length: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct PvLimits {
    max_instructions: u64,
    max_output_bytes: u64,
    max_stderr_bytes: u64,
    segment_log_height: u32,
    reserved: u32,
}

type OutputFn = unsafe extern "C" fn(*mut c_void, u32, *const u8, usize) -> i32;
type SegmentFn = unsafe extern "C" fn(*mut c_void, u32, u64, *const u8, usize) -> i32;
type ProgressFn = unsafe extern "C" fn(*mut c_void, u64) -> i32;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct PvCallbacks {
    output: Option<OutputFn>,
    segment: Option<SegmentFn>,
    progress: Option<ProgressFn>,
    context: *mut c_void,
}

/// The header's pv_engine.
pub struct PvEngine(Arc<Engine>);
/// The header's pv_program.
pub struct PvProgram(Program);

// The header lets any thread use a handle.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<PvEngine>();
    shared::<PvProgram>();
};

/// Runs a call and turns its failure into a status and, if `error` is not null, a message.
fn answer(error: *mut PvError, call: impl FnOnce() -> Result<()>) -> i32 {
    let Err(why) = panics::catch(call) else { return 0 };
    // SAFETY: by the header, `error` is null or points to a pv_error that the caller lends for this call.
    if let Some(error) = unsafe { error.as_mut() } {
        let message = why.to_string();
        let mut length = message.len().min(MESSAGE_BYTES);
        while !message.is_char_boundary(length) {
            length -= 1;
        }
        error.status = why.status();
        error.length = length as u32;
        error.message[..length].copy_from_slice(&message.as_bytes()[..length]);
    }
    why.status()
}

/// # Safety
/// `data` is null or points to `length` values that live for `'a`.
unsafe fn borrow<'a, T>(name: &str, data: *const T, length: usize) -> Result<&'a [T]> {
    if length == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(E::argument(format!("{name} is NULL and has a length of {length}")));
    }
    if !data.is_aligned() || length.checked_mul(size_of::<T>()).is_none_or(|n| n > isize::MAX as usize) {
        return Err(E::argument(format!("{name} is no array of {length}")));
    }
    // SAFETY: not null, aligned and of a possible size, all checked; valid by the caller's promise.
    Ok(unsafe { slice::from_raw_parts(data, length) })
}

/// # Safety
/// `pointer` is null or points to a value that lives for `'a`.
unsafe fn get<'a, T>(name: &str, pointer: *const T) -> Result<&'a T> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_ref() }.ok_or_else(|| E::argument(format!("{name} is NULL")))
}

/// # Safety
/// `pointer` is null or may be written to.
unsafe fn put<T>(name: &str, pointer: *mut T, value: impl FnOnce() -> Result<T>) -> Result<()> {
    if pointer.is_null() {
        return Err(E::argument(format!("{name} is NULL")));
    }
    let value = value()?;
    // SAFETY: not null, checked; writable by the caller's promise. What was there is the caller's, and not dropped.
    unsafe { pointer.write(value) };
    Ok(())
}

/// # Safety
/// Each slice is null or points to so many bytes that live for `'a`.
unsafe fn slices<'a>(name: &str, data: *const PvSlice, count: usize) -> Result<Vec<&'a [u8]>> {
    // SAFETY: the caller's promise, for the array and for what it holds.
    unsafe { borrow(name, data, count)?.iter().map(|s| borrow(name, s.data, s.length)).collect() }
}

fn give(bytes: Vec<u8>) -> PvBytes {
    if bytes.is_empty() {
        return PvBytes { data: ptr::null_mut(), length: 0 };
    }
    let length = bytes.len();
    PvBytes { data: Box::into_raw(bytes.into_boxed_slice()).cast(), length }
}

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
    answer(error, || unsafe {
        // SAFETY: the header's promise of the arguments.
        let directory = borrow("cache_dir", cache_dir.cast::<u8>(), cache_dir_length)?;
        let directory = str::from_utf8(directory).map_err(|_| E::argument("cache_dir is not UTF-8"))?;
        if directory.is_empty() {
            return Err(E::argument("cache_dir is empty"));
        }
        put("engine", engine, || Ok(Box::into_raw(Box::new(PvEngine(Engine::open(Path::new(directory))?)))))
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_engine_close(engine: *mut PvEngine) {
    if !engine.is_null() {
        // SAFETY: pv_engine_open made it, and it is closed once.
        let closed = answer(ptr::null_mut(), || {
            drop(unsafe { Box::from_raw(engine) });
            Ok(())
        });
        debug_assert_eq!(closed, 0);
    }
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_engine_prepare(engine: *mut PvEngine, keys: u32, error: *mut PvError) -> i32 {
    answer(error, || {
        let purpose = match keys {
            0 => Purpose::Verify,
            1 => Purpose::Segment,
            2 => Purpose::Aggregate,
            other => return Err(E::argument(format!("keys is {other}, must be 0 to 2"))),
        };
        // SAFETY: the header's promise of the arguments.
        unsafe { get("engine", engine) }?.0.prepare(purpose)
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_engine_describe(
    engine: *mut PvEngine,
    json: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    answer(error, || unsafe {
        // SAFETY: the header's promise of the arguments.
        let engine = get("engine", engine)?;
        put("json", json, || Ok(give(engine.0.describe().into_bytes())))
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
    answer(error, || unsafe {
        // SAFETY: the header's promise of the arguments.
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
        // SAFETY: pv_program_load made it, and it is closed once.
        let closed = answer(ptr::null_mut(), || {
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
    answer(error, || unsafe {
        // SAFETY: the header's promise of the arguments.
        let program = get("program", program)?;
        put("id", id, || Ok(program.0.id()))
    })
}

type Run = fn(&Program, &[&[u8]], &Limits, Callbacks) -> Result<Report>;

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_execute(
    program: *mut PvProgram,
    inputs: *const PvSlice,
    input_count: usize,
    limits: *const PvLimits,
    callbacks: *const PvCallbacks,
    report: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    // SAFETY: the header's promise of the arguments.
    answer(error, || unsafe { run(crate::execute, program, inputs, input_count, limits, callbacks, report) })
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
    answer(error, || unsafe { run(crate::split, program, inputs, input_count, limits, callbacks, report) })
}

unsafe fn run(
    run: Run,
    program: *mut PvProgram,
    inputs: *const PvSlice,
    input_count: usize,
    limits: *const PvLimits,
    callbacks: *const PvCallbacks,
    report: *mut PvBytes,
) -> Result<()> {
    // SAFETY: the header's promise of the arguments.
    unsafe {
        let program = get("program", program)?;
        let inputs = slices("inputs", inputs, input_count)?;
        let limits = match limits.as_ref() {
            None => Limits::default(),
            Some(limits) if limits.reserved != 0 => {
                return Err(E::argument("limits.reserved is not 0"));
            }
            Some(limits) => Limits {
                max_instructions: limits.max_instructions,
                max_output_bytes: limits.max_output_bytes,
                max_stderr_bytes: limits.max_stderr_bytes,
                segment_log_height: limits.segment_log_height,
            },
        };
        let callbacks = callbacks.as_ref().map_or_else(Callbacks::default, |c| adopt(*c));
        put("report", report, || {
            let report = run(&program.0, &inputs, &limits, callbacks)?;
            Ok(give(report.json().into_bytes()))
        })
    }
}

/// # Safety
/// The functions may be called with the context until the run is over.
unsafe fn adopt(callbacks: PvCallbacks) -> Callbacks<'static> {
    let context = callbacks.context;
    // SAFETY, of the three calls: the promise above; the slices live while the callback runs.
    Callbacks {
        output: callbacks.output.map(|call| {
            Box::new(move |descriptor, bytes: &[u8]| unsafe {
                call(context, descriptor, bytes.as_ptr(), bytes.len()) == 0
            }) as _
        }),
        segment: callbacks.segment.map(|call| {
            Box::new(move |index, instructions, bytes: &[u8]| unsafe {
                call(context, index, instructions, bytes.as_ptr(), bytes.len()) == 0
            }) as _
        }),
        progress: callbacks
            .progress
            .map(|call| Box::new(move |done| unsafe { call(context, done) == 0 }) as _),
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
    answer(error, || unsafe {
        // SAFETY: the header's promise of the arguments.
        let program = get("program", program)?;
        let inputs = slices("inputs", inputs, input_count)?;
        let segment = borrow("segment", segment.data, segment.length)?;
        put("proof", proof, || crate::prove(&program.0, &inputs, segment).map(give))
    })
}

/// # Safety
/// See [`pv_engine_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pv_aggregate(
    engine: *mut PvEngine,
    kind: u32,
    children: *const PvSlice,
    child_count: usize,
    proof: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    answer(error, || unsafe {
        let step = match kind {
            0 => Step::Leaf,
            1 => Step::Internal,
            2 => Step::Recursive,
            3 => Step::Wrap,
            other => return Err(E::argument(format!("kind is {other}, must be 0 to 3"))),
        };
        // SAFETY: the header's promise of the arguments.
        let engine = get("engine", engine)?;
        let children = slices("children", children, child_count)?;
        put("proof", proof, || crate::aggregate(&engine.0, step, &children).map(give))
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
    answer(error, || unsafe {
        // SAFETY: the header's promise of the arguments.
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
pub unsafe extern "C" fn pv_inspect(
    engine: *mut PvEngine,
    object: PvSlice,
    json: *mut PvBytes,
    error: *mut PvError,
) -> i32 {
    answer(error, || unsafe {
        // SAFETY: the header's promise of the arguments.
        let engine = get("engine", engine)?;
        let object = borrow("object", object.data, object.length)?;
        put("json", json, || crate::inspect(&engine.0, object).map(|json| give(json.into_bytes())))
    })
}
