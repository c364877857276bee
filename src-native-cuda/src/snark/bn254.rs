//! BN254's scalar field, for hashing: fewer instructions for each product than `p3_bn254`'s, and no branches.

use std::{
    arch::x86_64::{_addcarry_u64, _subborrow_u64},
    hint::select_unpredictable,
};

use openvm_stark_backend::p3_field::RawDataSerializable;
use openvm_stark_sdk::config::baby_bear_bn254_poseidon2::Bn254Scalar;

type Limbs = [u64; 4];

/// The field's order, p, as `p3_bn254` has it. R = 2^256 is more than five times as much.
const ORDER: Limbs = [0x43e1f593f0000001, 0x2833e84879b97091, 0xb85045b68181585d, 0x30644e72e131a029];
const TWICE_ORDER: Limbs = [0x87c3eb27e0000002, 0x5067d090f372e122, 0x70a08b6d0302b0ba, 0x60c89ce5c2634053];
/// -p^-1 mod 2^64.
const INVERSE: u64 = 0xc2e1f593efffffff;
/// R^2 mod p: times this, a number becomes its Montgomery form.
const R_SQUARED: Limbs = [0x1bb8e645ae216da7, 0x53fe3ab1e35c59e3, 0x8c49833d53bb8085, 0x0216d0b17f4e44a5];

/// aR mod p, or p more: any number below 2p stands for the element a. So a product needs no last subtraction, for
/// (2p · 2p) / R + p is below 2p.
#[derive(Clone, Copy)]
pub struct Element(Limbs);

impl Element {
    pub const ZERO: Self = Self([0; 4]);

    /// The element of a number below 2^256.
    #[inline(always)]
    pub fn of(number: Limbs) -> Self {
        Self(R_SQUARED).times(Self(number))
    }

    #[inline(always)]
    pub fn plus(self, other: Self) -> Self {
        // Below 4p, and that is below R.
        let (sum, _) = add(self.0, other.0);
        let (less, borrow) = subtract(sum, TWICE_ORDER);
        Self(std::array::from_fn(|i| select_unpredictable(borrow, sum[i], less[i])))
    }

    #[inline(always)]
    pub fn doubled(self) -> Self {
        self.plus(self)
    }

    /// Montgomery's product, a limb of the other factor at a time. It is below self · other / R + p, and what is carried from limb to
    /// limb below self + p; so the other factor may even be any number below R, if this one is below p.
    #[inline(always)]
    pub fn times(self, other: Self) -> Self {
        let [a, b, c, d] = other.0;
        let sum = self.add_and_shift([0; 4], a);
        let sum = self.add_and_shift(sum, b);
        let sum = self.add_and_shift(sum, c);
        Self(self.add_and_shift(sum, d))
    }

    /// Poseidon2's S-box.
    #[inline(always)]
    pub fn to_the_fifth(self) -> Self {
        let square = self.times(self);
        square.times(square).times(self)
    }

    /// (sum + self · limb + m · p) / 2^64, with the m that makes it a whole number.
    #[inline(always)]
    fn add_and_shift(self, sum: Limbs, limb: u64) -> Limbs {
        let [a, b, c, d] = sum;
        let sum = add_product([a, b, c, d, 0], self.0, limb);
        let [_, shifted @ ..] = add_product(sum, ORDER, sum[0].wrapping_mul(INVERSE));
        shifted
    }
}

impl From<Bn254Scalar> for Element {
    /// Both are Montgomery forms with the same R.
    #[inline(always)]
    fn from(scalar: Bn254Scalar) -> Self {
        let bytes = scalar.into_bytes();
        let (limbs, _) = bytes.as_chunks();
        Self(std::array::from_fn(|i| u64::from_le_bytes(limbs[i])))
    }
}

impl From<Element> for Bn254Scalar {
    #[inline(always)]
    fn from(element: Element) -> Self {
        let number = element.times(Element([1, 0, 0, 0]));
        Self::new(number.0)
    }
}

#[inline(always)]
fn add_product(sum: [u64; 5], factor: Limbs, limb: u64) -> [u64; 5] {
    let products = factor.map(|of| u128::from(of) * u128::from(limb));
    let ([lowest, b, c, d], carry) = add([sum[0], sum[1], sum[2], sum[3]], products.map(|it| it as u64));
    let high = [b, c, d, sum[4] + u64::from(carry)];
    let ([b, c, d, e], _) = add(high, products.map(|it| (it >> 64) as u64));
    [lowest, b, c, d, e]
}

#[inline(always)]
fn add(a: Limbs, b: Limbs) -> (Limbs, bool) {
    let mut sum = [0; 4];
    let mut carry = 0;
    for i in 0..4 {
        carry = _addcarry_u64(carry, a[i], b[i], &mut sum[i]);
    }
    (sum, carry != 0)
}

#[inline(always)]
fn subtract(a: Limbs, b: Limbs) -> (Limbs, bool) {
    let mut difference = [0; 4];
    let mut borrow = 0;
    for i in 0..4 {
        borrow = _subborrow_u64(borrow, a[i], b[i], &mut difference[i]);
    }
    (difference, borrow != 0)
}
