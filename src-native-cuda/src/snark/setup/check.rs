//! Whether powers of tau are a ceremony's, in full.
//!
//! With r = hash of the file, A = Σ rⁱ·gᵢ is one random combination for both questions: e(A − rⁿ⁻¹·gₙ₋₁, [τ]₂) =
//! e((A − g₀)/r, [1]₂) if all gᵢ₊₁ = τ·gᵢ; and A = Σ p(ωʲ)·ℓⱼ, with p(X) = Σ (rX)ⁱ, if all ℓⱼ are the Lagrange basis. Points for
//! which one of them does not hold are taken with a probability of n/|F| < 2⁻²³⁰ (a polynomial in r of degree n has no more
//! roots), for each file that somebody tries.

use halo2_base::halo2_proofs::{
    arithmetic::{Field, best_multiexp},
    halo2curves::{
        bn256::{Bn256, Fr, G1, G1Affine, G2Affine},
        ff::{FromUniformBytes, PrimeField},
        group::{Curve, Group, cofactor::CofactorGroup, prime::PrimeCurveAffine},
        pairing::Engine,
    },
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{development, error::SetupError, file::Powers};

/// Terms of a combination that are made at once.
const TERMS: usize = 1 << 18;
const DOMAIN: &[u8] = b"provelet: powers of tau 1";

/// Checks powers whose points are known to be on their curves, against the ceremony's [τ]₂.
pub fn check(powers: &Powers, ceremony_tau_g2: &G2Affine) -> Result<(), SetupError> {
    if [powers.g2, powers.tau_g2].iter().any(|point| !bool::from(point.to_curve().is_torsion_free())) {
        return Err(SetupError::NotInGroup);
    }
    if powers.powers[0] != G1Affine::generator() || powers.g2 != G2Affine::generator() {
        return Err(SetupError::Generators);
    }
    if powers.tau_g2 == development::tau_g2() && powers.tau_g2 != *ceremony_tau_g2 {
        return Err(SetupError::Development);
    }
    if powers.tau_g2 != *ceremony_tau_g2 {
        return Err(SetupError::OtherCeremony);
    }
    let r = challenge(powers);
    let combination = combine(&powers.powers, |start, terms| geometric(r.pow([start as u64]), r, terms));
    if !follow_each_other(powers, r, combination) {
        return Err(SetupError::Powers);
    }
    if lagrange_combination(powers, r) != combination {
        return Err(SetupError::Lagrange);
    }
    Ok(())
}

/// A scalar that nobody can choose: it depends on each byte of the file.
fn challenge(powers: &Powers) -> Fr {
    let mut bytes = [0; 64];
    for (half, bytes) in bytes.chunks_mut(32).enumerate() {
        let hash =
            Sha256::new().chain_update(DOMAIN).chain_update([half as u8]).chain_update(powers.sha256.0);
        bytes.copy_from_slice(&hash.finalize());
    }
    Fr::from_uniform_bytes(&bytes)
}

fn follow_each_other(powers: &Powers, r: Fr, combination: G1) -> bool {
    let n = powers.powers.len();
    let Some(inverse) = Option::<Fr>::from(r.invert()) else { return false };
    let all_but_last = combination - powers.powers[n - 1] * r.pow([n as u64 - 1]);
    let all_but_first = (combination - powers.powers[0]) * inverse;
    Bn256::pairing(&all_but_last.to_affine(), &powers.tau_g2)
        == Bn256::pairing(&all_but_first.to_affine(), &powers.g2)
}

/// Σ p(ωʲ)·ℓⱼ, where p(ωʲ) = (rⁿ − 1)/(rωʲ − 1).
fn lagrange_combination(powers: &Powers, r: Fr) -> G1 {
    let omega = root_of_unity(powers.k);
    let numerator = r.pow([1u64 << powers.k]) - Fr::ONE;
    combine(&powers.lagrange, |start, terms| {
        geometric(r * omega.pow([start as u64]), omega, terms);
        terms.par_chunks_mut(1 << 12).for_each(|terms| {
            terms.iter_mut().for_each(|term| *term -= Fr::ONE);
            invert(terms);
            terms.iter_mut().for_each(|term| *term *= numerator);
        });
    })
}

/// The sum of the points times terms, which are written for so many at once, from an index on.
fn combine(points: &[G1Affine], terms_from: impl Fn(usize, &mut [Fr])) -> G1 {
    let mut terms = vec![Fr::ZERO; TERMS.min(points.len())];
    let mut sum = G1::identity();
    for (chunk, points) in points.chunks(TERMS).enumerate() {
        let terms = &mut terms[..points.len()];
        terms_from(chunk * TERMS, terms);
        sum += best_multiexp(terms, points);
    }
    sum
}

/// first, first·ratio, first·ratio², …
pub fn geometric(first: Fr, ratio: Fr, terms: &mut [Fr]) {
    const CHUNK: usize = 1 << 12;
    terms.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, terms)| {
        let mut term = first * ratio.pow([(chunk * CHUNK) as u64]);
        for slot in terms {
            *slot = term;
            term *= ratio;
        }
    });
}

/// Inverts all of them by one inversion. None is zero but with the probability of finding τ.
pub fn invert<F: Field>(values: &mut [F]) {
    let mut products = Vec::with_capacity(values.len());
    let mut product = F::ONE;
    for value in values.iter() {
        products.push(product);
        product *= value;
    }
    let mut inverse = product.invert().unwrap_or(F::ZERO);
    for (value, product) in values.iter_mut().zip(products).rev() {
        let next = inverse * *value;
        *value = inverse * product;
        inverse = next;
    }
}

/// The primitive root of order 2^k that halo2 uses.
pub fn root_of_unity(k: u32) -> Fr {
    (k..Fr::S).fold(Fr::ROOT_OF_UNITY, |root, _| root.square())
}
