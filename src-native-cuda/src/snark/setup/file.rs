//! The file of powers: halo2's `ParamsKZG` in raw form. k (u32, little-endian), 2^k powers in G1, 2^k points of the Lagrange
//! basis, the generator of G2, τ times it; coordinates in Montgomery form, little-endian.

use std::{fmt, fs::File, io::Read, path::Path, str::FromStr};

use halo2_base::halo2_proofs::halo2curves::{
    bn256::{G1Affine, G2Affine},
    group::prime::PrimeCurveAffine,
    serde::SerdeObject,
};
use openvm_static_verifier::Halo2Params;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::object::segment::{hex, unhex};

use super::error::{Basis, SetupError};

const HEADER_BYTES: u64 = 4;
const G1_BYTES: usize = 64;
const G2_BYTES: usize = 128;
/// What is read at once: 4 MiB.
const POINTS_AT_ONCE: usize = 1 << 16;
/// halo2's largest k.
const LARGEST_K: u32 = 28;

/// The exact size of a file with 2^k powers.
pub const fn bytes_for(k: u32) -> u64 {
    HEADER_BYTES + ((2 * G1_BYTES as u64) << k) + 2 * G2_BYTES as u64
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sha256Digest(pub [u8; 32]);

impl FromStr for Sha256Digest {
    type Err = SetupError;

    fn from_str(text: &str) -> Result<Self, SetupError> {
        let bytes = unhex(text).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| SetupError::NotADigest(text.into()))
    }
}

impl fmt::Display for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// How much the reader asks of a point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Points {
    /// To be on its curve, and not its zero.
    Strange,
    /// Nothing: they were checked before, and the digest says that they are the same.
    Installed,
}

/// A file's content. Of `Strange` points it is known that they are on their curves, and nothing else.
pub struct Powers {
    pub k: u32,
    pub powers: Vec<G1Affine>,
    pub lagrange: Vec<G1Affine>,
    pub g2: G2Affine,
    pub tau_g2: G2Affine,
    pub sha256: Sha256Digest,
}

impl Powers {
    pub fn into_params(self) -> Halo2Params {
        let Self { k, powers, lagrange, g2, tau_g2, sha256: _ } = self;
        params(k, powers, lagrange, g2, tau_g2)
    }
}

pub fn params(
    k: u32,
    powers: Vec<G1Affine>,
    lagrange: Vec<G1Affine>,
    g2: G2Affine,
    tau_g2: G2Affine,
) -> Halo2Params {
    // from_parts takes a self that it does not look at.
    let any = Halo2Params::setup(1, ChaCha20Rng::seed_from_u64(0));
    any.from_parts(k, powers, Some(lagrange), g2, tau_g2)
}

/// Reads a file once, from its first byte to its last. A digest that differs is what an error speaks of first.
pub fn read(path: &Path, k: u32, named: &Sha256Digest, points: Points) -> Result<Powers, SetupError> {
    let unreadable = |why| SetupError::Unreadable { path: path.into(), why };
    let file = File::open(path).map_err(unreadable)?;
    let actual = file.metadata().map_err(unreadable)?.len();
    let expected = bytes_for(k);
    if actual != expected {
        let of = (1..=LARGEST_K).find(|&other| bytes_for(other) == actual);
        return Err(SetupError::Size { actual, expected, k, of });
    }
    let mut reader = Reader { file, hash: Sha256::new(), buffer: vec![0; POINTS_AT_ONCE * G1_BYTES] };
    let actual_k = u32::from_le_bytes(reader.next(4).map_err(unreadable)?.try_into().expect("four bytes"));
    let mut wrong = (actual_k != k).then_some(SetupError::Degree { actual: actual_k, k });
    let mut basis = |basis| {
        let mut all = Vec::with_capacity(1 << k);
        while all.len() < 1 << k {
            let count = POINTS_AT_ONCE.min((1 << k) - all.len());
            let bytes = reader.next(count * G1_BYTES).map_err(unreadable)?;
            // The rest is still hashed after a wrong point.
            if wrong.is_none()
                && let Err(index) = append(&mut all, bytes, points)
            {
                wrong = Some(SetupError::NotAPoint { basis, index });
            }
            if wrong.is_some() {
                all.resize(all.len() + count, G1Affine::default());
            }
        }
        Ok(all)
    };
    let (powers, lagrange) = (basis(Basis::Powers)?, basis(Basis::Lagrange)?);
    let mut g2 = || {
        let point = G2Affine::from_raw_bytes(reader.next(G2_BYTES).map_err(unreadable)?);
        Ok(point.filter(|point| !bool::from(point.is_identity())))
    };
    let (g2, tau_g2) = (g2()?, g2()?);
    let sha256 = Sha256Digest(reader.end().map_err(unreadable)?);
    if sha256 != *named {
        return Err(SetupError::Digest { actual: sha256, named: *named });
    }
    if let Some(wrong) = wrong {
        return Err(wrong);
    }
    let (g2, tau_g2) = g2.zip(tau_g2).ok_or(SetupError::NotInGroup)?;
    Ok(Powers { k, powers, lagrange, g2, tau_g2, sha256 })
}

/// The index of the first that is not a point, if there is one; nothing is appended from it on.
fn append(all: &mut Vec<G1Affine>, bytes: &[u8], points: Points) -> Result<(), usize> {
    let start = all.len();
    let point = |bytes: &[u8]| match points {
        Points::Strange => G1Affine::from_raw_bytes(bytes).filter(|point| !bool::from(point.is_identity())),
        Points::Installed => Some(G1Affine::from_raw_bytes_unchecked(bytes)),
    };
    // Indexed, so that a chunk's points are written where they stay.
    all.resize(start + bytes.len() / G1_BYTES, G1Affine::default());
    let wrong = all[start..]
        .par_iter_mut()
        .zip(bytes.par_chunks_exact(G1_BYTES))
        .enumerate()
        .filter_map(|(index, (slot, bytes))| match point(bytes) {
            Some(point) => {
                *slot = point;
                None
            }
            None => Some(start + index),
        })
        .min();
    match wrong {
        Some(index) => {
            all.truncate(start);
            Err(index)
        }
        None => Ok(()),
    }
}

struct Reader {
    file: File,
    hash: Sha256,
    buffer: Vec<u8>,
}

impl Reader {
    fn next(&mut self, bytes: usize) -> std::io::Result<&[u8]> {
        let buffer = &mut self.buffer[..bytes];
        self.file.read_exact(buffer)?;
        self.hash.update(&*buffer);
        Ok(buffer)
    }

    /// The digest of all that was read. Nothing may follow.
    fn end(mut self) -> std::io::Result<[u8; 32]> {
        match self.file.read(&mut self.buffer[..1])? {
            0 => Ok(self.hash.finalize().into()),
            _ => Err(std::io::Error::other("the file grew while it was read")),
        }
    }
}
