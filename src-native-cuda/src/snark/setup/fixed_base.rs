//! Many multiples of the generator of G1: windows of precomputed multiples, added in affine coordinates with one inversion for
//! many additions.

use halo2_base::halo2_proofs::{
    arithmetic::Field,
    halo2curves::{
        bn256::{Fq, Fr, G1, G1Affine},
        ff::PrimeField,
        group::{Curve, Group, prime::PrimeCurveAffine},
    },
};
use rayon::prelude::*;

use super::check::invert;

const BITS: usize = 13;
const WINDOWS: usize = (Fr::NUM_BITS as usize).div_ceil(BITS);
/// Additions for an inversion.
const TOGETHER: usize = 1 << 11;

pub struct FixedBase {
    /// For each window its multiples of the base, from zero on.
    windows: Vec<Vec<G1Affine>>,
}

impl FixedBase {
    pub fn generator() -> Self {
        let mut base = G1Affine::generator().to_curve();
        let bases: Vec<_> = (0..WINDOWS)
            .map(|_| {
                let this = base;
                (0..BITS).for_each(|_| base += base);
                this
            })
            .collect();
        let multiples = |base| {
            let mut multiples = vec![G1::identity()];
            (1..1 << BITS).for_each(|i| multiples.push(multiples[i - 1] + base));
            let mut affine = vec![G1Affine::default(); multiples.len()];
            Curve::batch_normalize(&multiples, &mut affine);
            affine
        };
        Self { windows: bases.into_par_iter().map(multiples).collect() }
    }

    /// Each scalar times the base.
    pub fn multiply(&self, scalars: &[Fr]) -> Vec<G1Affine> {
        let mut points = vec![G1Affine::identity(); scalars.len()];
        points
            .par_chunks_mut(TOGETHER)
            .zip(scalars.par_chunks(TOGETHER))
            .for_each(|(points, scalars)| self.multiply_together(scalars, points));
        points
    }

    fn multiply_together(&self, scalars: &[Fr], sums: &mut [G1Affine]) {
        let scalars: Vec<_> = scalars.iter().map(Fr::to_repr).collect();
        let mut inverses = vec![Fq::ONE; sums.len()];
        for (window, multiples) in self.windows.iter().enumerate() {
            let summand = |index: usize| multiples[digit(&scalars[index], window)];
            for (index, (sum, inverse)) in sums.iter().zip(&mut inverses).enumerate() {
                let difference = summand(index).x - sum.x;
                *inverse = if difference == Fq::ZERO { Fq::ONE } else { difference };
            }
            invert(&mut inverses);
            for (index, (sum, inverse)) in sums.iter_mut().zip(&inverses).enumerate() {
                *sum = add(*sum, summand(index), inverse);
            }
        }
    }
}

/// The sum, with the inverse of the difference of their x if that is not zero.
fn add(a: G1Affine, b: G1Affine, inverse: &Fq) -> G1Affine {
    if bool::from(a.is_identity()) {
        b
    } else if bool::from(b.is_identity()) {
        a
    } else if a.x == b.x {
        (a.to_curve() + b).to_affine()
    } else {
        let slope = (b.y - a.y) * inverse;
        let x = slope.square() - a.x - b.x;
        G1Affine { x, y: slope * (a.x - x) - a.y }
    }
}

/// The window's bits of a scalar.
fn digit(scalar: &[u8; 32], window: usize) -> usize {
    let bit = window * BITS;
    let bytes = (0..4).map(|i| u32::from(*scalar.get(bit / 8 + i).unwrap_or(&0)) << (8 * i)).sum::<u32>();
    (bytes >> (bit % 8)) as usize & ((1 << BITS) - 1)
}
