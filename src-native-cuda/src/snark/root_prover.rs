//! OpenVM's CPU prover of root proofs with a hasher of ours. A configuration is part of the types of contexts, keys and proofs, so
//! they change their types on the way in and out, and nothing else. See ADR 024.

use std::io::{self, Write};

use openvm_continuations::RootSC;
use openvm_cpu_backend::{CpuBackend, CpuDevice};
use openvm_stark_backend::{
    StarkProtocolConfig, SystemParams,
    codec::{Decode, EncodableConfig, Encode},
    keygen::types::MultiStarkProvingKey,
    proof::Proof,
    prover::{
        AirProvingContext, CommittedTraceData, Coordinator, DeviceDataTransporter,
        DeviceMultiStarkProvingKey, DeviceStarkProvingKey, Prover, ProvingContext,
    },
    transcript::multi_field::MultiFieldTranscript,
};
use openvm_stark_sdk::config::baby_bear_bn254_poseidon2::{
    BN254_RATE, Bn254Scalar, Digest, EF, F, SPONGE_WIDTH,
};

use crate::{
    error::{Error, Result},
    snark::poseidon2::{self, Poseidon2, RootHasher},
};

type Transcript = MultiFieldTranscript<F, Bn254Scalar, Poseidon2<SPONGE_WIDTH>, SPONGE_WIDTH, BN254_RATE>;
type Theirs = CpuBackend<RootSC>;
type Ours = CpuBackend<Config>;

/// [`RootSC`] with our hasher.
#[derive(Clone)]
struct Config {
    params: SystemParams,
    hasher: RootHasher,
}

impl StarkProtocolConfig for Config {
    type F = F;
    type EF = EF;
    type Digest = Digest;
    type Hasher = RootHasher;

    fn params(&self) -> &SystemParams {
        &self.params
    }

    fn hasher(&self) -> &RootHasher {
        &self.hasher
    }
}

impl EncodableConfig for Config {
    fn encode_base_field<W: Write>(element: &F, writer: &mut W) -> io::Result<()> {
        RootSC::encode_base_field(element, writer)
    }

    fn encode_extension_field<W: Write>(element: &EF, writer: &mut W) -> io::Result<()> {
        RootSC::encode_extension_field(element, writer)
    }

    fn encode_digest<W: Write>(digest: &Digest, writer: &mut W) -> io::Result<()> {
        RootSC::encode_digest(digest, writer)
    }
}

/// The proof of these traces that OpenVM's engine would make.
pub fn prove(key: &MultiStarkProvingKey<RootSC>, traces: ProvingContext<Theirs>) -> Result<Proof<RootSC>> {
    let config = Config { params: key.params.clone(), hasher: RootHasher::default() };
    let transcript = Transcript::new(poseidon2::sponge());
    let mut prover =
        Coordinator::<Config, _, _, _>::new(CpuBackend::new(), CpuDevice::new(config), transcript);
    let proof = prover.prove(&key_of(key), traces_of(traces)).map_err(Error::engine)?;
    let bytes = proof.encode_to_vec().map_err(Error::engine)?;
    Proof::decode_from_bytes(&bytes).map_err(Error::engine)
}

fn key_of(key: &MultiStarkProvingKey<RootSC>) -> DeviceMultiStarkProvingKey<Ours> {
    // The device's configuration has no part in it.
    let device = CpuDevice::new(RootSC::default_from_params(key.params.clone()));
    let key = device.transport_pk_to_device(key);
    let airs = key.per_air.into_iter().map(|air| DeviceStarkProvingKey {
        air_name: air.air_name,
        vk: air.vk,
        preprocessed_data: air.preprocessed_data.map(committed),
        other_data: (),
    });
    DeviceMultiStarkProvingKey::new(
        airs.collect(),
        key.trace_height_constraints,
        key.max_constraint_degree,
        key.params,
        key.vk_pre_hash,
    )
}

fn traces_of(traces: ProvingContext<Theirs>) -> ProvingContext<Ours> {
    let of = |air: AirProvingContext<Theirs>| AirProvingContext {
        cached_mains: air.cached_mains.into_iter().map(committed).collect(),
        common_main: air.common_main,
        public_values: air.public_values,
    };
    ProvingContext { per_trace: traces.per_trace.into_iter().map(|(index, air)| (index, of(air))).collect() }
}

fn committed(data: CommittedTraceData<Theirs>) -> CommittedTraceData<Ours> {
    CommittedTraceData { commitment: data.commitment, trace: data.trace, data: data.data }
}
