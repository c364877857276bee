//! The KZG setup: powers of a secret τ, and the same in the Lagrange basis. Whoever knows τ can prove anything, so it matters
//! whose powers they are.

mod ceremony;
mod check;
mod development;
mod error;
mod file;
mod fixed_base;

use std::{
    fmt,
    io::{self, Write},
    path::Path,
};

use halo2_base::halo2_proofs::{SerdeFormat, poly::commitment::Params};
use openvm_static_verifier::Halo2Params;
use serde::{Deserialize, Serialize};

pub use ceremony::Ceremony;
pub use development::PUBLIC_SEED;
pub use error::{Basis, SetupError};
pub use file::{Sha256Digest, bytes_for};

/// Log2 of the powers that a setup has: as many as the largest circuit has rows.
pub const K: u32 = 22;

/// Whose powers of tau they are. Every key, proof and contract says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Of the public ceremony: secret as long as one of its participants was honest.
    Ceremony,
    /// Made here from a public seed: whoever reads this source can forge proofs.
    InsecureDev,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ceremony => "ceremony",
            Self::InsecureDev => "insecure-dev",
        })
    }
}

pub struct Setup {
    kind: Kind,
    params: Halo2Params,
}

impl Setup {
    /// Powers of a secret that is public: the same as `ParamsKZG::setup` makes with ChaCha20 from [`PUBLIC_SEED`].
    pub fn insecure_dev(k: u32) -> Self {
        Self { kind: Kind::InsecureDev, params: development::powers_of_tau(k) }
    }

    /// Reads and checks a file of the public ceremony. Its SHA-256 is the one that the operator named.
    pub fn read_ceremony(path: &Path, sha256: &str) -> Result<Self, SetupError> {
        Ceremony::perpetual_powers_of_tau().read(path, sha256)
    }

    /// Reads powers that were checked, or made, when they were installed: whoever installed them wrote this SHA-256 down.
    pub fn read_installed(kind: Kind, k: u32, path: &Path, sha256: &str) -> Result<Self, SetupError> {
        let powers = file::read(path, k, &sha256.parse()?, file::Points::Installed)?;
        Ok(Self { kind, params: powers.into_params() })
    }

    /// The first 2^k powers, with the Lagrange basis of so many. Where τ is not known that takes k/2 · 2^k
    /// scalar multiplications.
    pub fn smaller(self, k: u32) -> Self {
        let Self { kind, mut params } = self;
        let params = match kind {
            Kind::InsecureDev => development::powers_of_tau(k),
            Kind::Ceremony => {
                params.downsize(k);
                params
            }
        };
        Self { kind, params }
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn params(&self) -> &Halo2Params {
        &self.params
    }

    pub fn into_params(self) -> Halo2Params {
        self.params
    }

    /// Writes the file that [`Setup::read_installed`] reads, in the ceremony's own format.
    pub fn write(&self, writer: &mut impl Write) -> io::Result<()> {
        self.params.write_custom(writer, SerdeFormat::RawBytes)
    }
}
