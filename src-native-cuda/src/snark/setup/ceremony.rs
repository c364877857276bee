//! The ceremony whose powers of tau are taken.

use std::path::Path;

use halo2_base::halo2_proofs::halo2curves::{
    bn256::{Fq, Fq2, G2Affine},
    ff::PrimeField,
};

use super::{
    Kind, Setup,
    check::check,
    error::SetupError,
    file::{self, Points},
};

/// What a ceremony's file must be.
pub struct Ceremony {
    k: u32,
    tau_g2: G2Affine,
}

impl Ceremony {
    /// The Perpetual Powers of Tau, 2^k of them, as in OpenVM's `kzg_bn254_{k}.srs`.
    ///
    /// Its [τ]₂ is `G2_TAU` of the crate rust-kzg-bn254-primitives 0.1.0. Its negative stands in the pairing of OpenVM's public
    /// verifier contracts (openvm-solidity-sdk, src/v1.5/Halo2Verifier.sol); a test compares the two.
    pub fn perpetual_powers_of_tau(k: u32) -> Self {
        let number = |decimal| Fq::from_str_vartime(decimal).expect("a constant of the field");
        let x = Fq2 {
            c0: number("19394299006376106554626551996044114846855237028623244664226757033024550999552"),
            c1: number("10478571113809844268398751534081669357808742555529167819607714577862447855483"),
        };
        let y = Fq2 {
            c0: number("9205262336805673656533560220225620941045451042642528799409071118332922267006"),
            c1: number("10552783866161062341197740743287753408530108186218052255509661543860392060676"),
        };
        Self::with_tau(k, G2Affine { x, y })
    }

    /// Another one, known by its [τ]₂.
    pub fn with_tau(k: u32, tau_g2: G2Affine) -> Self {
        Self { k, tau_g2 }
    }

    pub fn tau_g2(&self) -> G2Affine {
        self.tau_g2
    }

    /// Reads a file and checks that it is this ceremony's: each point of it.
    pub fn read(&self, path: &Path, sha256: &str) -> Result<Setup, SetupError> {
        let powers = file::read(path, self.k, &sha256.parse()?, Points::Strange)?;
        check(&powers, &self.tau_g2)?;
        Ok(Setup { kind: Kind::Ceremony, params: powers.into_params() })
    }
}
