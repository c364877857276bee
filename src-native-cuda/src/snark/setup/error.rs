//! Why a file is not taken as powers of tau.

use std::{fmt, io, path::PathBuf};

use thiserror::Error;

use crate::error::Error;

use super::file::Sha256Digest;

/// The points that a file has: powers of τ, once for coefficients and once for values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    Powers,
    Lagrange,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Powers => "the powers of tau",
            Self::Lagrange => "the Lagrange basis",
        })
    }
}

#[derive(Debug, Error)]
pub enum SetupError {
    #[error("cannot read {}: {why}", path.display())]
    Unreadable { path: PathBuf, why: io::Error },
    #[error("no file has 2^{k} powers and {expected} bytes, as kzg_bn254_{k}.srs has")]
    Missing { k: u32, expected: u64 },
    #[error("'{0}' is not a SHA-256, must be 64 hexadecimal digits")]
    NotADigest(String),
    #[error("the file has {actual} bytes{}, must have {expected} (k = {k})",
            of.map(|k| format!(", the size for k = {k}")).unwrap_or_default())]
    Size { actual: u64, expected: u64, k: u32, of: Option<u32> },
    #[error("the file says k = {actual}, must say k = {k}")]
    Degree { actual: u32, k: u32 },
    #[error("the file's SHA-256 is {actual}, must be {named}, as was named")]
    Digest { actual: Sha256Digest, named: Sha256Digest },
    #[error("point {index} of {basis} is not on the curve, or is its zero")]
    NotAPoint { basis: Basis, index: usize },
    #[error("the file's points of G2 are not of the group of the curve's order")]
    NotInGroup,
    #[error("the file's powers do not begin with the generators of both groups")]
    Generators,
    #[error(
        "this is the development setup, whose secret is public: whoever has this program can forge its proofs"
    )]
    Development,
    #[error("the file is of another ceremony: its tau in G2 is not the one that is compiled in")]
    OtherCeremony,
    #[error("the points are not the powers of the ceremony's tau")]
    Powers,
    #[error("the Lagrange basis does not belong to the powers of tau")]
    Lagrange,
}

impl From<SetupError> for Error {
    fn from(error: SetupError) -> Self {
        Self::InvalidArgument(format!("powers of tau: {error}"))
    }
}
