//! The instructions that only the accelerated machine has: their numbers and names, and what each computes with.

use std::{collections::BTreeMap, sync::LazyLock};

use openvm_algebra_transpiler::Rv32ModularArithmeticOpcode as Modular;
use openvm_instructions::{LocalOpcode, VmOpcode};
use openvm_keccak256_transpiler::{KeccakfOpcode, XorinOpcode};

use crate::machine::prime_field::{FIELDS, Field};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Sub,
    Mul,
    Div,
}

/// An instruction; numbers are those of its field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accelerated {
    #[default]
    Keccakf,
    Xorin,
    Number(Arithmetic, u8),
    Equal(u8),
}

/// Opcodes of each field's chips.
pub const MODULAR_COUNT: usize = 8;

static TABLE: LazyLock<BTreeMap<usize, (String, Accelerated)>> = LazyLock::new(|| {
    use Arithmetic::{Add, Div, Mul, Sub};
    let mut table = BTreeMap::new();
    let mut put = |number: VmOpcode, index: usize, name: String, what| {
        table.insert(number.as_usize() + index, (name, what));
    };
    put(KeccakfOpcode::KECCAKF.global_opcode(), 0, "KECCAKF".into(), Accelerated::Keccakf);
    put(XorinOpcode::XORIN.global_opcode(), 0, "XORIN".into(), Accelerated::Xorin);
    for (index, Field { name, .. }) in FIELDS.iter().enumerate() {
        let field = index as u8;
        let operations = [
            (Modular::ADD, "ADD", Add),
            (Modular::SUB, "SUB", Sub),
            (Modular::MUL, "MUL", Mul),
            (Modular::DIV, "DIV", Div),
        ];
        for (opcode, verb, what) in operations {
            let name = format!("MOD{verb}_{name}");
            put(opcode.global_opcode(), MODULAR_COUNT * index, name, Accelerated::Number(what, field));
        }
        let name = format!("MODEQ_{name}");
        put(Modular::IS_EQ.global_opcode(), MODULAR_COUNT * index, name, Accelerated::Equal(field));
    }
    table
});

/// The accelerated instruction of a number, if it is one's.
pub fn find(opcode: VmOpcode) -> Option<Accelerated> {
    TABLE.get(&opcode.as_usize()).map(|(_, what)| *what)
}

/// Name and global number of every accelerated instruction.
pub fn names() -> impl Iterator<Item = (&'static str, usize)> {
    TABLE.iter().map(|(number, (name, _))| (name.as_str(), *number))
}
