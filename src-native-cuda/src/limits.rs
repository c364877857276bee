//! The numbers that the formats and the machine share.

/// OpenVM's address space of the registers.
pub const REGISTER_AS: u32 = 1;
/// OpenVM's address space of the guest's memory.
pub const MEMORY_AS: u32 = 2;
/// OpenVM's address space of the public values.
pub const PUBLIC_VALUES_AS: u32 = 3;

pub const REGISTERS: usize = 64;
pub const PUBLIC_VALUE_BYTES: usize = 64;
/// Bytes of guest memory, and the bound of every pc.
pub const MEMORY_BYTES: u32 = 1 << 29;
/// The unit in which memory is compared, stored and carried.
pub const PAGE_BYTES: usize = 4096;
pub const MEMORY_PAGES: u32 = MEMORY_BYTES / PAGE_BYTES as u32;

pub const MAX_INSTRUCTIONS: usize = 1 << 22;
pub const MAX_DATA_BYTES: usize = 1 << 27;
/// Of one input: HintInput hands out the count in a word.
pub const MAX_INPUT_BYTES: u32 = u32::MAX;
/// The modulus of the field that operands are elements of.
pub const FIELD_ORDER: u32 = 2_013_265_921;
/// Where code ends. The interpreters keep a table from pc 0 to the last instruction.
pub const MAX_CODE_BYTES: u32 = 1 << 27;
/// Between the first instruction and the last: each place takes memory, used or not.
pub const MAX_CODE_SPAN: u32 = 1 << 25;
/// The furthest jump: as a field element it cannot be taken for one the other way.
pub const MAX_JUMP: i32 = 1 << 28;
