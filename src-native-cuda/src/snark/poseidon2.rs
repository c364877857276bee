//! Poseidon2 over BN254, and the hashes of a root proof's rows and Merkle trees: those of OpenVM's root prover, in less time. See
//! ADR 024.

use openvm_stark_backend::{
    hasher::MerkleHasher,
    p3_field::{PrimeCharacteristicRing, PrimeField32},
    p3_symmetric::{CryptographicPermutation, Permutation},
};
use openvm_stark_sdk::config::{
    baby_bear_bn254_poseidon2::{
        BABY_BEAR_RATE, BN254_RATE, Bn254Scalar, COMPRESS_WIDTH, Digest, F, SPONGE_WIDTH,
    },
    bn254_poseidon2::{
        Poseidon2Bn254Constants, default_bn254_poseidon2_width2_constants,
        default_bn254_poseidon2_width3_constants,
    },
};

use crate::snark::bn254::Element;

/// How many elements of BabyBear an element of BN254 holds, and how many bits each takes of it.
const PACKED: usize = BABY_BEAR_RATE / BN254_RATE;
const PACKED_BITS: usize = 31;

/// The permutation of width 2 or 3 with S-box x^5, as <https://eprint.iacr.org/2023/323> has it: a full round ends with the matrix
/// circ(2, 1) or circ(2, 1, 1), a partial one with 1 + diag(1, 2) or 1 + diag(1, 1, 2). The rounds are as many as there are
/// constants.
#[derive(Clone)]
pub struct Poseidon2<const WIDTH: usize> {
    first: Vec<[Element; WIDTH]>,
    /// Of the first partial round; and after each, that of the next, the last of which is zero.
    partial: Element,
    next_partial: Vec<Element>,
    last: Vec<[Element; WIDTH]>,
}

impl<const WIDTH: usize> Poseidon2<WIDTH> {
    /// Panics if the constants are for another inner matrix.
    pub fn new(constants: &Poseidon2Bn254Constants<WIDTH>) -> Self {
        const { assert!(WIDTH == 2 || WIDTH == 3) };
        let mut diagonal = [Bn254Scalar::ONE; WIDTH];
        diagonal[WIDTH - 1] = Bn254Scalar::TWO;
        assert_eq!(constants.mat_internal_diag_m_1(), &diagonal, "another matrix");
        let rounds = |rows: &[[Bn254Scalar; WIDTH]]| rows.iter().map(|row| row.map(Element::from)).collect();
        let mut partial = constants.internal_rc().iter().copied().map(Element::from);
        Self {
            first: rounds(constants.initial_external_rc()),
            partial: partial.next().unwrap_or(Element::ZERO),
            next_partial: partial.chain([Element::ZERO]).collect(),
            last: rounds(constants.terminal_external_rc()),
        }
    }

    fn permute(&self, mut state: [Element; WIDTH]) -> [Element; WIDTH] {
        outer_matrix(&mut state);
        for constants in &self.first {
            full_round(&mut state, constants);
        }
        state[0] = state[0].plus(self.partial);
        for next in &self.next_partial {
            partial_round(&mut state, *next);
        }
        for constants in &self.last {
            full_round(&mut state, constants);
        }
        state
    }
}

/// That of the sponge: 8 full rounds and 56 partial ones.
pub fn sponge() -> Poseidon2<SPONGE_WIDTH> {
    Poseidon2::new(default_bn254_poseidon2_width3_constants())
}

/// That of the compression: 6 full rounds and 50 partial ones.
pub fn compression() -> Poseidon2<COMPRESS_WIDTH> {
    Poseidon2::new(default_bn254_poseidon2_width2_constants())
}

impl<const WIDTH: usize> Permutation<[Bn254Scalar; WIDTH]> for Poseidon2<WIDTH> {
    fn permute_mut(&self, state: &mut [Bn254Scalar; WIDTH]) {
        *state = self.permute(state.map(Element::from)).map(Bn254Scalar::from);
    }
}

impl<const WIDTH: usize> CryptographicPermutation<[Bn254Scalar; WIDTH]> for Poseidon2<WIDTH> {}

#[inline(always)]
fn full_round<const WIDTH: usize>(state: &mut [Element; WIDTH], constants: &[Element; WIDTH]) {
    for (cell, constant) in state.iter_mut().zip(constants) {
        *cell = cell.plus(*constant).to_the_fifth();
    }
    outer_matrix(state);
}

#[inline(always)]
fn outer_matrix<const WIDTH: usize>(state: &mut [Element; WIDTH]) {
    let sum = sum(state);
    for cell in state {
        *cell = cell.plus(sum);
    }
}

/// From after the addition of this round's constant until after that of the next one's. Each round waits for the S-box of the last,
/// so all else is added beside it.
#[inline(always)]
fn partial_round<const WIDTH: usize>(state: &mut [Element; WIDTH], next: Element) {
    let rest = sum(&state[1..]);
    let rest_and_next = rest.plus(next);
    state[WIDTH - 1] = state[WIDTH - 1].doubled();
    let power = state[0].to_the_fifth();
    state[0] = power.doubled().plus(rest_and_next);
    let sum = power.plus(rest);
    for cell in &mut state[1..] {
        *cell = cell.plus(sum);
    }
}

#[inline(always)]
fn sum(cells: &[Element]) -> Element {
    cells[1..].iter().fold(cells[0], |sum, cell| sum.plus(*cell))
}

/// The hasher of a root proof's Merkle trees. A row is hashed as OpenVM's `MultiFieldHasher` does it, without padding: its
/// elements are absorbed eight to an element of BN254.
#[derive(Clone)]
pub struct RootHasher {
    sponge: Poseidon2<SPONGE_WIDTH>,
    compression: Poseidon2<COMPRESS_WIDTH>,
}

impl Default for RootHasher {
    fn default() -> Self {
        Self { sponge: sponge(), compression: compression() }
    }
}

impl MerkleHasher for RootHasher {
    type F = F;
    type Digest = Digest;

    fn hash_slice(&self, row: &[F]) -> Digest {
        let mut state = [Element::ZERO; SPONGE_WIDTH];
        for block in row.chunks(BABY_BEAR_RATE) {
            for (cell, elements) in state.iter_mut().zip(block.chunks(PACKED)) {
                *cell = pack(elements);
            }
            state = self.sponge.permute(state);
        }
        [state[0].into()]
    }

    fn compress(&self, [left]: Digest, [right]: Digest) -> Digest {
        let [digest, _] = self.compression.permute([left.into(), right.into()]);
        [digest.into()]
    }
}

/// Lowest bits first.
fn pack(elements: &[F]) -> Element {
    let mut number = [0; 4];
    for (i, element) in elements.iter().enumerate() {
        let (limb, shift) = (i * PACKED_BITS / 64, i * PACKED_BITS % 64);
        let bits = u128::from(element.as_canonical_u32()) << shift;
        number[limb] |= bits as u64;
        if shift + PACKED_BITS > 64 {
            number[limb + 1] |= (bits >> 64) as u64;
        }
    }
    Element::of(number)
}
