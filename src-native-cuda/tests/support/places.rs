//! The layout of segment objects, for tests that change them.

use provelet_engine::Model;

use super::engine;

/// Where things lie in a segment object of the base machine.
pub struct Places {
    pub index: usize,
    pub is_last: usize,
    pub pc: usize,
    pub start: usize,
    pub instructions: usize,
    pub registers: usize,
    pub public_values: usize,
    pub inputs_taken: usize,
    pub hints_left: usize,
    pub heights: usize,
    pub page_count: usize,
}

impl Places {
    pub fn of(segment: &[u8]) -> Self {
        let index = 40 + 4 + engine().machine_version(Model::Base).len() + 32;
        let pc = index + 4 + 1;
        let registers = pc + 4 + 8 + 8;
        let inputs_taken = registers + 256 + 64;
        let height_count = inputs_taken + 4 + 8 + 4;
        Self {
            index,
            is_last: index + 4,
            pc,
            start: pc + 4,
            instructions: pc + 4 + 8,
            registers,
            public_values: registers + 256,
            inputs_taken,
            hints_left: inputs_taken + 4,
            heights: height_count + 4,
            page_count: height_count + 4 + 4 * word(segment, height_count) as usize,
        }
    }
}

pub fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}
