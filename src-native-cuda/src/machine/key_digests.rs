//! What verification rests on: each machine's verifying keys, by the digests that are compiled in.
//!
//! A key comes from a directory that others may write to, or is made from circuits that somebody may have changed. Neither can
//! put another key in the place of the one that was released.

use openvm_stark_backend::keygen::types::MultiStarkProvingKey;
use openvm_stark_sdk::config::baby_bear_poseidon2::BabyBearPoseidon2Config as SC;
use openvm_verify_stark_host::vk::VmStarkVerifyingKey;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    object::segment::hex,
    prove::aggregate::AggregationKeys,
};

/// SHA-256 of a machine's verifying keys, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyDigests<S = &'static str> {
    /// Of segments' proofs.
    pub segment: S,
    /// Of the proofs that are aggregated from them, of all levels.
    pub aggregate: S,
    /// Of final proofs, with the commitments to all keys below.
    pub verify: S,
}

impl KeyDigests {
    pub fn owned(&self) -> KeyDigests<String> {
        let Self { segment, aggregate, verify } = *self;
        KeyDigests { segment: segment.into(), aggregate: aggregate.into(), verify: verify.into() }
    }
}

/// A key that the cache holds.
pub trait Key: Serialize + DeserializeOwned {
    /// Which of a machine's keys it is, in its file's name and to people.
    const NAME: &'static str;

    /// The digest that is compiled in.
    fn expected(digests: &KeyDigests) -> &'static str;

    /// The digest of the verifying keys in it.
    fn digest(&self) -> Result<String>;
}

impl Key for MultiStarkProvingKey<SC> {
    const NAME: &'static str = "segment";

    fn expected(digests: &KeyDigests) -> &'static str {
        digests.segment
    }

    fn digest(&self) -> Result<String> {
        digest(&self.get_vk())
    }
}

impl Key for AggregationKeys {
    const NAME: &'static str = "aggregate";

    fn expected(digests: &KeyDigests) -> &'static str {
        digests.aggregate
    }

    fn digest(&self) -> Result<String> {
        digest(&self.verifying_keys())
    }
}

impl Key for VmStarkVerifyingKey {
    const NAME: &'static str = "verify";

    fn expected(digests: &KeyDigests) -> &'static str {
        digests.verify
    }

    fn digest(&self) -> Result<String> {
        digest(self)
    }
}

fn digest(keys: &impl Serialize) -> Result<String> {
    let bytes = bincode::serde::encode_to_vec(keys, bincode::config::standard()).map_err(Error::engine)?;
    Ok(hex(&Sha256::digest(bytes)))
}
