//! The on-chain proof as it is published: evm.json.

use halo2_base::halo2_proofs::halo2curves::{bn256::Fr, ff::PrimeField};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    limits::PUBLIC_VALUE_BYTES,
    object::segment::{hex, unhex},
    snark::{
        commitments::Commitments,
        contract::{ACCUMULATOR_LIMBS, INSTANCES},
        packing::BYTES_OF_WORD,
        setup::Kind,
        verifier::Verifier,
    },
};

/// Larger than any proof's JSON.
pub const MOST_BYTES: usize = 64 << 10;
/// keccak256("verify(bytes32,bytes32,bytes32,bytes32,bytes)"), the first four bytes.
const SELECTOR: [u8; 4] = [0xf2, 0xfd, 0x7e, 0x98];
/// Bytes of a number.
pub const WORD: usize = 32;

/// A proof, and what it proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnChainProof {
    pub version: String,
    pub setup: Kind,
    pub commitments: Commitments,
    /// SHA-256 of the public input, SHA-256 of the output.
    pub public_values: [u8; PUBLIC_VALUE_BYTES],
    /// The accumulator's words, then the wrapper's proof.
    pub proof: Vec<u8>,
    pub verifier_sha256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "Halo2Kzg")]
    proof: Fields,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fields {
    version: String,
    setup: Kind,
    app_exe_commit: String,
    app_vm_commit: String,
    public_input_sha256: String,
    output_sha256: String,
    proof: String,
    calldata: String,
    verifier_sha256: String,
}

impl OnChainProof {
    /// Of the wrapper's instances and its proof.
    pub fn new(verifier: &Verifier, engine_version: &str, instances: &[Fr], proof: &[u8]) -> Result<Self> {
        if instances.len() != INSTANCES {
            return Err(Error::engine(format!("{} instances, {INSTANCES} expected", instances.len())));
        }
        let words: Vec<[u8; WORD]> = instances.iter().map(big_endian).collect();
        let (accumulator, statement) = words.split_at(ACCUMULATOR_LIMBS);
        let mut public_values = [0; PUBLIC_VALUE_BYTES];
        for (place, word) in public_values.chunks_mut(BYTES_OF_WORD).zip(&statement[2..]) {
            place.copy_from_slice(&word[WORD - BYTES_OF_WORD..]);
        }
        Ok(Self {
            version: engine_version.into(),
            setup: verifier.setup(),
            commitments: Commitments { app_exe: statement[0], app_vm: statement[1] },
            public_values,
            proof: [accumulator.as_flattened(), proof].concat(),
            verifier_sha256: verifier.sha256().into(),
        })
    }

    /// The wrapper's instances; an error if a number is too large for the field.
    pub fn instances(&self) -> std::result::Result<Vec<Fr>, String> {
        let accumulator = self.proof.get(..ACCUMULATOR_LIMBS * WORD).ok_or("the proof is too short")?;
        let words = self.public_values.chunks(BYTES_OF_WORD).map(|bytes| {
            let mut word = [0; WORD];
            word[WORD - BYTES_OF_WORD..].copy_from_slice(bytes);
            word
        });
        let commitments = [self.commitments.app_exe, self.commitments.app_vm];
        let (accumulator, _) = accumulator.as_chunks::<WORD>();
        accumulator
            .iter()
            .copied()
            .chain(commitments)
            .chain(words)
            .map(|mut word| {
                word.reverse();
                Option::from(Fr::from_repr(word))
                    .ok_or_else(|| "a number is not below the field's order".into())
            })
            .collect()
    }

    /// The wrapper's proof.
    pub fn wrapper_proof(&self) -> &[u8] {
        self.proof.get(ACCUMULATOR_LIMBS * WORD..).unwrap_or_default()
    }

    /// The call of the contract's `verify`.
    pub fn calldata(&self) -> Vec<u8> {
        let number = |value: usize| {
            let mut word = [0; WORD];
            word[WORD - 8..].copy_from_slice(&(value as u64).to_be_bytes());
            word
        };
        let mut call = SELECTOR.to_vec();
        call.extend(self.public_values);
        call.extend(self.commitments.app_exe);
        call.extend(self.commitments.app_vm);
        call.extend(number(5 * WORD));
        call.extend(number(self.proof.len()));
        call.extend(&self.proof);
        let arguments = call.len() - SELECTOR.len();
        call.resize(SELECTOR.len() + arguments.next_multiple_of(WORD), 0);
        call
    }

    pub fn to_json(&self) -> String {
        let (public_input, output) = self.public_values.split_at(WORD);
        let fields = Fields {
            version: self.version.clone(),
            setup: self.setup,
            app_exe_commit: prefixed(&self.commitments.app_exe),
            app_vm_commit: prefixed(&self.commitments.app_vm),
            public_input_sha256: prefixed(public_input),
            output_sha256: prefixed(output),
            proof: prefixed(&self.proof),
            calldata: prefixed(&self.calldata()),
            verifier_sha256: self.verifier_sha256.clone(),
        };
        serde_json::json!(Document { proof: fields }).to_string()
    }

    /// Reads the JSON. What it says twice must agree.
    pub fn parse(json: &[u8]) -> Result<Self> {
        if json.len() > MOST_BYTES {
            return Err(Error::proof(format!(
                "{} bytes, an on-chain proof has {MOST_BYTES} at most",
                json.len()
            )));
        }
        let Document { proof: fields } = serde_json::from_slice(json)
            .map_err(|e| Error::proof(format!("not the JSON of an on-chain proof: {e}")))?;
        let (public_input, output) = (
            word("publicInputSha256", &fields.public_input_sha256)?,
            word("outputSha256", &fields.output_sha256)?,
        );
        let mut public_values = [0; PUBLIC_VALUE_BYTES];
        public_values[..WORD].copy_from_slice(&public_input);
        public_values[WORD..].copy_from_slice(&output);
        let proof = Self {
            version: fields.version,
            setup: fields.setup,
            commitments: Commitments {
                app_exe: word("appExeCommit", &fields.app_exe_commit)?,
                app_vm: word("appVmCommit", &fields.app_vm_commit)?,
            },
            public_values,
            proof: bytes("proof", &fields.proof)?,
            verifier_sha256: fields.verifier_sha256,
        };
        if bytes("calldata", &fields.calldata)? != proof.calldata() {
            return Err(Error::proof("its calldata is not the call that its other fields make"));
        }
        Ok(proof)
    }
}

fn big_endian(number: &Fr) -> [u8; WORD] {
    let mut bytes = number.to_repr();
    bytes.reverse();
    bytes
}

fn prefixed(bytes: &[u8]) -> String {
    format!("0x{}", hex(bytes))
}

fn word(name: &str, text: &str) -> Result<[u8; WORD]> {
    let bytes = bytes(name, text)?;
    bytes.try_into().map_err(|_| Error::proof(format!("{name} must be 0x and 64 hexadecimal digits")))
}

fn bytes(name: &str, text: &str) -> Result<Vec<u8>> {
    let lower = |digits: &&str| !digits.bytes().any(|digit| digit.is_ascii_uppercase());
    let digits = text.strip_prefix("0x").filter(lower);
    digits
        .and_then(unhex)
        .ok_or_else(|| Error::proof(format!("{name} must be 0x and pairs of lower-case hexadecimal digits")))
}
