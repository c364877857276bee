//! The C types of the header, and passing values across the boundary.

use std::{ffi::c_void, ptr, slice, sync::Arc};

use crate::{Engine, Error, Program, Result, panics};

const MESSAGE_BYTES: usize = 1012;
/// PV_NO_CHILD of the header.
pub const NO_CHILD: u32 = u32::MAX;

#[repr(C)]
pub struct PvError {
    pub status: i32,
    pub child: u32,
    pub length: u32,
    pub message: [u8; MESSAGE_BYTES],
}

#[repr(C)]
pub struct PvBytes {
    pub data: *mut u8,
    pub length: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct PvSlice {
    pub data: *const u8,
    pub length: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct PvLimits {
    pub max_instructions: u64,
    pub max_output_bytes: u64,
    pub max_stderr_bytes: u64,
    pub segment_log_height: u32,
    pub reserved: u32,
}

pub type OutputFn = unsafe extern "C" fn(*mut c_void, u32, *const u8, usize) -> i32;
pub type SegmentFn = unsafe extern "C" fn(*mut c_void, u32, u64, *const u8, usize) -> i32;
pub type ProgressFn = unsafe extern "C" fn(*mut c_void, u64) -> i32;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct PvCallbacks {
    pub output: Option<OutputFn>,
    pub segment: Option<SegmentFn>,
    pub progress: Option<ProgressFn>,
    pub context: *mut c_void,
}

/// The header's pv_engine.
pub struct PvEngine(pub Arc<Engine>);
/// The header's pv_program.
pub struct PvProgram(pub Program);

// The header lets any thread use a handle.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<PvEngine>();
    shared::<PvProgram>();
};

/// Runs a call and turns its failure into a status and, if `error` is not null, a message.
pub fn answer(error: *mut PvError, call: impl FnOnce() -> Result<()>) -> i32 {
    let Err(why) = panics::catch(call) else { return 0 };
    // SAFETY: by the header, `error` is null or points to a pv_error that the caller lends for this call.
    if let Some(error) = unsafe { error.as_mut() } {
        let message = why.to_string();
        let mut length = message.len().min(MESSAGE_BYTES);
        while !message.is_char_boundary(length) {
            length -= 1;
        }
        error.status = why.status();
        error.child = why.refused_child().unwrap_or(NO_CHILD);
        error.length = length as u32;
        error.message[..length].copy_from_slice(&message.as_bytes()[..length]);
    }
    why.status()
}

/// # Safety
/// `data` is null or points to `length` values that live for `'a`.
pub unsafe fn borrow<'a, T>(name: &str, data: *const T, length: usize) -> Result<&'a [T]> {
    if length == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(Error::argument(format!("{name} is NULL and has a length of {length}")));
    }
    if !data.is_aligned() || length.checked_mul(size_of::<T>()).is_none_or(|n| n > isize::MAX as usize) {
        return Err(Error::argument(format!("{name} is no array of {length}")));
    }
    // SAFETY: not null, aligned and of a possible size, all checked; valid by the caller's promise.
    Ok(unsafe { slice::from_raw_parts(data, length) })
}

/// # Safety
/// `pointer` is null or points to a value that lives for `'a`.
pub unsafe fn get<'a, T>(name: &str, pointer: *const T) -> Result<&'a T> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_ref() }.ok_or_else(|| Error::argument(format!("{name} is NULL")))
}

/// # Safety
/// `pointer` is null or may be written to.
pub unsafe fn put<T>(name: &str, pointer: *mut T, value: impl FnOnce() -> Result<T>) -> Result<()> {
    if pointer.is_null() {
        return Err(Error::argument(format!("{name} is NULL")));
    }
    let value = value()?;
    // SAFETY: not null, checked; writable by the caller's promise. What was there is the caller's, and not dropped.
    unsafe { pointer.write(value) };
    Ok(())
}

/// # Safety
/// Each slice is null or points to so many bytes that live for `'a`.
pub unsafe fn slices<'a>(name: &str, data: *const PvSlice, count: usize) -> Result<Vec<&'a [u8]>> {
    // SAFETY: the caller's promise, for the array and for what it holds.
    unsafe { borrow(name, data, count)?.iter().map(|s| borrow(name, s.data, s.length)).collect() }
}

pub fn give(bytes: Vec<u8>) -> PvBytes {
    if bytes.is_empty() {
        return PvBytes { data: ptr::null_mut(), length: 0 };
    }
    let length = bytes.len();
    PvBytes { data: Box::into_raw(bytes.into_boxed_slice()).cast(), length }
}
