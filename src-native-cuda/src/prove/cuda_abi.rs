//! What `cuda/device.c` offers, without its meaning.

use std::ffi::{CStr, c_char};

/// CUDA's error for memory that ran out.
pub const OUT_OF_MEMORY: i32 = 2;
pub const NO_DEVICE: i32 = 100;
pub const INSUFFICIENT_DRIVER: i32 = 35;

/// A GPU, as `provelet_device` of device.c has it.
#[repr(C)]
pub struct Device {
    name: [c_char; 256],
    pub memory: u64,
    pub major: i32,
    pub minor: i32,
    pub driver: i32,
    pub runtime: i32,
}

impl Device {
    pub fn name(&self) -> String {
        // SAFETY: device.c ends it with a zero.
        unsafe { CStr::from_ptr(self.name.as_ptr()) }.to_string_lossy().into_owned()
    }
}

unsafe extern "C" {
    fn provelet_device_open(device: *mut Device) -> i32;
    fn provelet_device_error_name(error: i32) -> *const c_char;
    fn provelet_device_error_text(error: i32) -> *const c_char;
    safe fn provelet_device_opened();
    safe fn provelet_device_failing();
    safe fn provelet_device_aftermath() -> i32;
    safe fn provelet_device_fault() -> i32;
}

/// The first GPU, and CUDA's error if it cannot be opened: then what was found until then.
pub fn open() -> (Device, i32) {
    let mut device = Device { name: [0; 256], memory: 0, major: 0, minor: 0, driver: 0, runtime: 0 };
    // SAFETY: it may be written to.
    let error = unsafe { provelet_device_open(&mut device) };
    (device, error)
}

/// Errors are faults from here on.
pub fn opened() {
    provelet_device_opened();
}

/// Looks for a fault before destructors run.
pub fn failing() {
    provelet_device_failing();
}

/// CUDA's error that a call has left behind, or zero.
pub fn aftermath() -> i32 {
    provelet_device_aftermath()
}

/// CUDA's error that ended the GPU for this process, or zero.
pub fn fault() -> i32 {
    provelet_device_fault()
}

/// CUDA's name and words for an error.
pub fn words(error: i32) -> String {
    // SAFETY: both take any number and return a static string.
    let (name, text) = unsafe {
        (CStr::from_ptr(provelet_device_error_name(error)), CStr::from_ptr(provelet_device_error_text(error)))
    };
    format!("{}: {}", name.to_string_lossy(), text.to_string_lossy())
}
