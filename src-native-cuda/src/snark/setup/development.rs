//! The development setup: nothing in it is secret.

use halo2_base::halo2_proofs::{
    arithmetic::Field,
    halo2curves::{
        bn256::{Fr, G2Affine},
        group::Curve,
    },
};
use openvm_static_verifier::Halo2Params;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rayon::prelude::*;

use super::{
    check::{geometric, invert, root_of_unity},
    file,
    fixed_base::FixedBase,
};

/// From which everybody can make τ.
pub const PUBLIC_SEED: u64 = 42;

fn tau() -> Fr {
    Fr::random(ChaCha20Rng::seed_from_u64(PUBLIC_SEED))
}

pub fn tau_g2() -> G2Affine {
    (G2Affine::generator() * tau()).to_affine()
}

/// The same as `ParamsKZG::setup(k, ChaCha20Rng::seed_from_u64(PUBLIC_SEED))`, some times faster.
pub fn powers_of_tau(k: u32) -> Halo2Params {
    let (tau, n) = (tau(), 1usize << k);
    let generator = FixedBase::generator();
    let mut scalars = vec![Fr::ZERO; n];
    geometric(Fr::ONE, tau, &mut scalars);
    let powers = generator.multiply(&scalars);
    // ℓᵢ(τ) = (τⁿ − 1)/n · ωⁱ/(τ − ωⁱ)
    let factor = (tau.pow([n as u64]) - Fr::ONE) * Fr::from(n as u64).invert().expect("n is not the order");
    geometric(Fr::ONE, root_of_unity(k), &mut scalars);
    scalars.par_chunks_mut(1 << 12).for_each(|roots| {
        let mut differences: Vec<Fr> = roots.iter().map(|root| tau - root).collect();
        invert(&mut differences);
        roots.iter_mut().zip(differences).for_each(|(root, inverse)| *root *= factor * inverse);
    });
    let lagrange = generator.multiply(&scalars);
    file::params(k, powers, lagrange, G2Affine::generator(), tau_g2())
}
