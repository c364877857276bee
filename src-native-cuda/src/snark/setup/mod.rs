//! The KZG setup: powers of a secret τ, and the same in the Lagrange basis. Whoever knows τ can prove anything, so it matters
//! whose powers they are.

mod ceremony;
mod check;
mod development;
mod error;
mod file;
mod fixed_base;

use std::{
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use halo2_base::halo2_proofs::SerdeFormat;
use openvm_static_verifier::Halo2Params;
use serde::{Deserialize, Serialize};

pub use ceremony::Ceremony;
pub use development::PUBLIC_SEED;
pub use error::{Basis, SetupError};
pub use file::{Sha256Digest, bytes_for};

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

/// A file of which an operator says what it is.
#[derive(Clone, Debug)]
pub struct NamedFile {
    pub path: PathBuf,
    /// In hexadecimal digits.
    pub sha256: String,
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

    /// Reads and checks the public ceremony's file of 2^k powers, one of these: its size says which. Its SHA-256 is the one that the
    /// operator named.
    pub fn read_ceremony(k: u32, files: &[NamedFile]) -> Result<Self, SetupError> {
        let mut right = None;
        for file in files {
            let unreadable = |why| SetupError::Unreadable { path: file.path.clone(), why };
            if fs::metadata(&file.path).map_err(unreadable)?.len() == bytes_for(k) {
                right = Some(file);
            }
        }
        let file = right.ok_or(SetupError::Missing { k, expected: bytes_for(k) })?;
        Ceremony::perpetual_powers_of_tau(k).read(&file.path, &file.sha256)
    }

    /// Reads powers that were checked, or made, when they were installed: whoever installed them wrote this SHA-256 down.
    pub fn read_installed(kind: Kind, k: u32, path: &Path, sha256: &str) -> Result<Self, SetupError> {
        let powers = file::read(path, k, &sha256.parse()?, file::Points::Installed)?;
        Ok(Self { kind, params: powers.into_params() })
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
