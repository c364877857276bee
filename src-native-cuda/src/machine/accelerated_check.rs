//! The checks before accelerated instructions. Their chips panic on a division by zero, and cannot prove all that their
//! interpreters run; what could not be proved is a [`Fault`].

use openvm_instructions::instruction::Instruction;
use openvm_stark_backend::p3_field::PrimeField32;

use crate::machine::{
    accelerated::{self, Accelerated, Arithmetic},
    operand_check::{Fault, OperandCheck, Operands, View, within},
    prime_field::Field,
};

const KECCAK_STATE_BYTES: u32 = 200;
/// The rate of SHA3-256 and Keccak-256.
const MOST_XORED_BYTES: u32 = 136;
const WORD: u32 = 4;

#[derive(Clone, Copy)]
pub struct AcceleratedCheck;

impl OperandCheck for AcceleratedCheck {
    fn operands<F: PrimeField32>(instruction: &Instruction<F>) -> Operands {
        let what = accelerated::find(instruction.opcode).unwrap_or_default();
        Operands { what, ..Operands::of(instruction) }
    }

    fn check(o: &Operands, view: &impl View) -> Result<(), Fault> {
        let (a, b, c) = (view.register(o.a), view.register(o.b), view.register(o.c));
        let area = |address, bytes| within(address, bytes, WORD, o.limit);
        let number = |address: u32, field: &Field| view.memory(address, field.bytes);
        match o.what {
            Accelerated::Keccakf => area(a, KECCAK_STATE_BYTES),
            Accelerated::Xorin => {
                if c == 0 || c > MOST_XORED_BYTES || !c.is_multiple_of(WORD) {
                    return Err(Fault::XorLength { bytes: c });
                }
                area(a, c)?;
                area(b, c)
            }
            Accelerated::Number(operation, field) => {
                let field = Field::of(field);
                areas(&[a, b, c], field.bytes, area)?;
                match operation {
                    Arithmetic::Div if field.is_zero(number(c, field)) => {
                        Err(Fault::ZeroDivisor { address: c })
                    }
                    Arithmetic::Add | Arithmetic::Sub | Arithmetic::Mul | Arithmetic::Div => Ok(()),
                }
            }
            Accelerated::Equal(field) => {
                let field = Field::of(field);
                areas(&[b, c], field.bytes, area)?;
                let unreduced = [b, c].into_iter().find(|address| !field.is_reduced(number(*address, field)));
                unreduced.map_or(Ok(()), |address| Err(Fault::NotReduced { address }))
            }
        }
    }
}

fn areas(addresses: &[u32], bytes: u32, area: impl Fn(u32, u32) -> Result<(), Fault>) -> Result<(), Fault> {
    addresses.iter().try_for_each(|address| area(*address, bytes))
}
