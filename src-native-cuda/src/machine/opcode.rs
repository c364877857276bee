//! The instructions of the machine: their numbers, and the operands with which each can be proved.
//!
//! The interpreters accept more than the circuit does (an unaligned offset, a field that must be zero), and cut
//! operands to bytes without a check. So every instruction of a program is checked against its form once, here.

use openvm_instructions::{LocalOpcode, SystemOpcode, VmOpcode};
use openvm_rv32im_transpiler::{
    BaseAluOpcode::*, BranchEqualOpcode::*, BranchLessThanOpcode::*, DivRemOpcode::*, LessThanOpcode::*,
    MulHOpcode::*, MulOpcode::*, Rv32AuipcOpcode::*, Rv32HintStoreOpcode::*, Rv32JalLuiOpcode::*,
    Rv32JalrOpcode::*, Rv32LoadStoreOpcode::*, ShiftOpcode::*,
};
use openvm_sha2_transpiler::Rv32Sha2Opcode::SHA256;

use crate::{
    limits::{FIELD_ORDER, MAX_JUMP, MEMORY_AS, PUBLIC_VALUES_AS, REGISTER_AS, REGISTERS},
    machine::accelerated::{self, Accelerated},
    run::phantom,
};

/// Operands a to g, as the program format has them.
pub type Operands = [i32; 7];

/// What an instruction's operands mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Terminate,
    Phantom,
    /// a = b op c, c a register (e = 1) or a 16-bit immediate (e = 0).
    Alu,
    Load,
    Store,
    Branch,
    Jal,
    Jalr,
    Lui,
    Auipc,
    /// a = b op c, registers only, e = 0.
    Multiply,
    HintWord,
    HintBuffer,
    Hash,
    /// a, b and c addresses of what is computed with.
    Numbers,
    /// a a register that is written, b and c addresses.
    Comparison,
    /// a an address.
    State,
}

macro_rules! table {
    ($($form:ident: $($opcode:ident)*;)*) => {
        fn form_of(opcode: VmOpcode) -> Option<Form> {
            $($(if opcode == $opcode.global_opcode() { return Some(Form::$form); })*)*
            None
        }

        /// Name and global number of every instruction of the base machine.
        pub fn names() -> Vec<(&'static str, usize)> {
            vec![$($((stringify!($opcode), $opcode.global_opcode().as_usize()),)*)*]
        }
    };
}

use SystemOpcode::{PHANTOM, TERMINATE};

table! {
    Terminate: TERMINATE;
    Phantom: PHANTOM;
    Alu: ADD SUB XOR OR AND SLL SRL SRA SLT SLTU;
    Load: LOADW LOADBU LOADHU LOADB LOADH;
    Store: STOREW STOREH STOREB;
    Branch: BEQ BNE BLT BLTU BGE BGEU;
    Jal: JAL;
    Lui: LUI;
    Jalr: JALR;
    Auipc: AUIPC;
    Multiply: MUL MULH MULHSU MULHU DIV DIVU REM REMU;
    HintWord: HINT_STOREW;
    HintBuffer: HINT_BUFFER;
    Hash: SHA256;
}

/// Names the first thing about an instruction that could not be proved.
pub fn check(opcode: u32, operands: &Operands) -> Result<VmOpcode, String> {
    let opcode = VmOpcode::from_usize(opcode as usize);
    let form = form_of(opcode)
        .or_else(|| accelerated_form(opcode))
        .ok_or_else(|| format!("opcode {opcode} does not exist"))?;
    let [a, b, c, d, e, f, g] = *operands;
    if operands.iter().any(|v| v.unsigned_abs() >= FIELD_ORDER) {
        return Err("an operand is not less than the field's modulus".into());
    }
    let registers = REGISTER_AS as i32;
    let memory = MEMORY_AS as i32;
    let exactly = |name: &str, value: i32, wanted: i32| {
        if value == wanted { Ok(()) } else { Err(format!("{name} is {value}, must be {wanted}")) }
    };
    match form {
        Form::Terminate => {
            zeros(&[a, b, d, e, f, g])?;
            within("c", c, 0, FIELD_ORDER as i32 - 1)?;
        }
        Form::Phantom => {
            zeros(&[d, e, f, g])?;
            phantom(a, b, c)?;
        }
        Form::Alu => {
            written("a", a)?;
            register("b", b)?;
            exactly("d", d, registers)?;
            zeros(&[f, g])?;
            match e {
                1 => register("c", c)?,
                0 => immediate24(c)?,
                _ => return Err(format!("e is {e}, must be 0 or 1")),
            }
        }
        Form::Load => {
            register("a", a)?;
            register("b", b)?;
            within("c", c, 0, 0xffff)?;
            exactly("d", d, registers)?;
            exactly("e", e, memory)?;
            exactly("f", f, i32::from(a != 0))?;
            within("g", g, 0, 1)?;
        }
        Form::Store => {
            register("a", a)?;
            register("b", b)?;
            within("c", c, 0, 0xffff)?;
            exactly("d", d, registers)?;
            within("e", e, memory, PUBLIC_VALUES_AS as i32)?;
            exactly("f", f, 1)?;
            within("g", g, 0, 1)?;
        }
        Form::Branch => {
            register("a", a)?;
            register("b", b)?;
            offset(c)?;
            exactly("d", d, registers)?;
            exactly("e", e, registers)?;
            zeros(&[f, g])?;
        }
        Form::Jal => {
            register("a", a)?;
            offset(c)?;
            exactly("d", d, registers)?;
            exactly("f", f, i32::from(a != 0))?;
            zeros(&[b, e, g])?;
        }
        Form::Jalr => {
            register("a", a)?;
            register("b", b)?;
            within("c", c, 0, 0xffff)?;
            exactly("d", d, registers)?;
            exactly("f", f, i32::from(a != 0))?;
            within("g", g, 0, 1)?;
            zeros(&[e])?;
        }
        Form::Lui => {
            written("a", a)?;
            within("c", c, 0, 0xf_ffff)?;
            exactly("d", d, registers)?;
            exactly("f", f, 1)?;
            zeros(&[b, e, g])?;
        }
        Form::Auipc => {
            written("a", a)?;
            within("c", c, 0, 0xff_ffff)?;
            exactly("d", d, registers)?;
            zeros(&[b, e, f, g])?;
        }
        Form::Multiply => {
            written("a", a)?;
            register("b", b)?;
            register("c", c)?;
            exactly("d", d, registers)?;
            zeros(&[e, f, g])?;
        }
        Form::HintWord => {
            register("b", b)?;
            exactly("d", d, registers)?;
            exactly("e", e, memory)?;
            zeros(&[a, c, f, g])?;
        }
        Form::HintBuffer => {
            register("a", a)?;
            register("b", b)?;
            exactly("d", d, registers)?;
            exactly("e", e, memory)?;
            zeros(&[c, f, g])?;
        }
        Form::Hash | Form::Numbers => {
            register("a", a)?;
            register("b", b)?;
            register("c", c)?;
            exactly("d", d, registers)?;
            exactly("e", e, memory)?;
            zeros(&[f, g])?;
        }
        Form::Comparison => {
            written("a", a)?;
            register("b", b)?;
            register("c", c)?;
            exactly("d", d, registers)?;
            exactly("e", e, memory)?;
            zeros(&[f, g])?;
        }
        Form::State => {
            register("a", a)?;
            exactly("d", d, registers)?;
            exactly("e", e, memory)?;
            zeros(&[b, c, f, g])?;
        }
    }
    Ok(opcode)
}

fn accelerated_form(opcode: VmOpcode) -> Option<Form> {
    accelerated::find(opcode).map(|what| match what {
        Accelerated::Keccakf => Form::State,
        Accelerated::Equal(_) => Form::Comparison,
        Accelerated::Xorin | Accelerated::Number(..) => Form::Numbers,
    })
}

fn phantom(a: i32, b: i32, c: i32) -> Result<(), String> {
    within("c", c, 0, FIELD_ORDER as i32 - 1)?;
    match c as u16 {
        phantom::HINT_INPUT => zeros(&[a, b, c >> 16]),
        phantom::OUTPUT | phantom::NOTE => {
            register("a", a)?;
            register("b", b)
        }
        other => Err(format!("phantom 0x{other:x} does not exist")),
    }
}

fn zeros(operands: &[i32]) -> Result<(), String> {
    match operands.iter().find(|v| **v != 0) {
        None => Ok(()),
        Some(v) => Err(format!("an operand that must be 0 is {v}")),
    }
}

fn within(name: &str, value: i32, least: i32, most: i32) -> Result<(), String> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(format!("{name} is {value}, must be {least} to {most}"))
}

fn register(name: &str, value: i32) -> Result<(), String> {
    if value % 4 == 0 && (0..4 * REGISTERS as i32).contains(&value) {
        return Ok(());
    }
    Err(format!("{name} is {value}, must be 4 times a register's number"))
}

fn written(name: &str, value: i32) -> Result<(), String> {
    if value == 0 {
        return Err(format!("{name} is register 0, which is never written"));
    }
    register(name, value)
}

/// Sixteen bits, sign- or zero-extended to 24.
fn immediate24(c: i32) -> Result<(), String> {
    if (0..=0xffff).contains(&c) || (0xff_0000..=0xff_ffff).contains(&c) {
        return Ok(());
    }
    Err(format!("immediate {c} is neither 0 to 0xffff nor 0xff0000 to 0xffffff"))
}

fn offset(c: i32) -> Result<(), String> {
    if c % 4 != 0 {
        return Err(format!("jump by {c}, must be a multiple of 4"));
    }
    within("c", c, -MAX_JUMP, MAX_JUMP)
}
