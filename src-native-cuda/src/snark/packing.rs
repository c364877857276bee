//! The public values of an on-chain proof: 64 bytes in four field elements, so that the contract has few inputs.
//!
//! OpenVM's static verifier has an instance for each byte. This packing is ours, and not audited.

use halo2_base::{
    AssignedValue, Context,
    QuantumCell::Constant,
    gates::{GateInstructions, RangeChip, RangeInstructions},
    halo2_proofs::{arithmetic::Field, halo2curves::bn256::Fr},
};

/// Bytes in an element: 128 bits, which the contract splits a hash into.
pub const BYTES_OF_WORD: usize = 16;

/// Constrains each of `values` to a byte, and returns them as big-endian numbers of sixteen.
pub fn pack(
    context: &mut Context<Fr>,
    range: &RangeChip<Fr>,
    values: &[AssignedValue<Fr>],
) -> Vec<AssignedValue<Fr>> {
    assert!(values.len().is_multiple_of(BYTES_OF_WORD), "whole words");
    let mut word = |bytes: &[AssignedValue<Fr>]| {
        for byte in bytes {
            range.range_check(context, *byte, 8);
        }
        let weights = (0..BYTES_OF_WORD as u64).rev().map(|place| Constant(Fr::from(256).pow([place])));
        range.gate().inner_product(context, bytes.iter().copied(), weights)
    };
    values.chunks(BYTES_OF_WORD).map(&mut word).collect()
}
