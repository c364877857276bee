//! The contract that checks on-chain proofs: snark-verifier's code for a verifying key, behind a function with names.
//!
//! snark-verifier makes a contract whose fallback takes instances ‖ proof as raw calldata. It takes bytes behind them, takes a
//! number and that number plus the modulus for the same, and burns nearly all gas for a point that is not on the curve. A front that
//! calls it would leave that fallback open to everybody. So there is none here: the code is put into `verify`, where each word of the
//! proof is read from its place in the call, the instances are the function's arguments, each number is held to be below its
//! modulus, and what is known to be wrong ends before a precompile is called. Nothing else of the code is touched; `rewrite` refuses
//! what does not look as expected.

pub mod rewrite;

use std::rc::Rc;

use halo2_base::halo2_proofs::halo2curves::bn256::{Bn256, Fq, Fr, G1Affine};
use snark_verifier_sdk::{
    PlonkVerifier, SHPLONK,
    snark_verifier::{
        loader::evm::EvmLoader,
        pcs::kzg::KzgDecidingKey,
        system::halo2::transcript::evm::EvmTranscript,
        verifier::{SnarkVerifier, plonk::PlonkProtocol},
    },
};

use crate::error::{Error, Result};

use super::setup::Kind;

/// Instances of the wrapper's proof: the accumulator, two commitments, two digests in halves.
pub const INSTANCES: usize = ACCUMULATOR_LIMBS + 6;
/// The first words of `proof`.
pub const ACCUMULATOR_LIMBS: usize = 12;
/// The chain id of local development networks, the only one that a contract with the development setup works on.
pub const LOCAL_CHAIN_ID: u64 = 31337;
/// EIP-170: what a contract's code may have.
pub const LARGEST_CODE: usize = 24_576;

/// The contract's source, deterministic.
pub struct Contract {
    pub name: &'static str,
    pub source: String,
    /// The only length that `proof` may have: the accumulator and the wrapper's proof.
    pub proof_bytes: usize,
}

/// The contract for the wrapper's verifying key, as PLONK protocol, and the setup's points.
pub fn solidity(
    protocol: &PlonkProtocol<G1Affine>,
    deciding: &KzgDecidingKey<Bn256>,
    setup: Kind,
) -> Result<Contract> {
    if protocol.num_instance != [INSTANCES] {
        let actual = &protocol.num_instance;
        return Err(Error::engine(format!(
            "the wrapper has instances {actual:?}, must have one column of {INSTANCES}"
        )));
    }
    let code = rewrite::rewrite(&upstream(protocol, deciding)?)?;
    let name = contract_name(setup);
    let (warning, chain_error, chain_check) = match setup {
        Kind::Ceremony => (String::new(), String::new(), String::new()),
        Kind::InsecureDev => (
            "/// INSECURE: for the development setup, whose secret is public. Whoever knows it forges proofs of anything.\n".into(),
            "    /// @notice This verifier is for development networks only.\n    error InsecureSetup(uint256 chainId);\n".into(),
            format!("        if (block.chainid != {LOCAL_CHAIN_ID}) revert InsecureSetup(block.chainid);\n"),
        ),
    };
    let (proof_bytes, call_bytes) =
        (code.proof_bytes.to_string(), (rewrite::PROOF_OFFSET + code.proof_bytes).to_string());
    let proof_offset = rewrite::PROOF_OFFSET.to_string();
    let parts = [
        ("{{warning}}", &warning),
        ("{{contract}}", &name.to_string()),
        ("{{chain_error}}", &chain_error),
        ("{{chain_check}}", &chain_check),
        ("{{proof_bytes}}", &proof_bytes),
        ("{{call_bytes}}", &call_bytes),
        ("{{proof_offset}}", &proof_offset),
        ("{{body}}", &code.body),
    ];
    let source = parts
        .iter()
        .fold(include_str!("front.sol").to_string(), |text, (part, value)| text.replace(part, value));
    Ok(Contract { name, source, proof_bytes: code.proof_bytes })
}

/// What a contract is called says what its setup is.
pub fn contract_name(setup: Kind) -> &'static str {
    match setup {
        Kind::Ceremony => "ProveletVerifier",
        Kind::InsecureDev => "InsecureDevProveletVerifier",
    }
}

/// snark-verifier's own contract: the same as its SDK's `gen_evm_verifier_sol_code`, which wants halo2's key for it.
pub fn upstream(protocol: &PlonkProtocol<G1Affine>, deciding: &KzgDecidingKey<Bn256>) -> Result<String> {
    let loader = EvmLoader::new::<Fq, Fr>();
    let protocol = protocol.loaded(&loader);
    let mut transcript = EvmTranscript::<_, Rc<EvmLoader>, _, _>::new(&loader);
    let instances = transcript.load_instances(protocol.num_instance.clone());
    let failed = |why| Error::engine(format!("snark-verifier makes no contract: {why:?}"));
    let proof = PlonkVerifier::<SHPLONK>::read_proof(deciding, &protocol, &instances, &mut transcript)
        .map_err(failed)?;
    PlonkVerifier::<SHPLONK>::verify(deciding, &protocol, &instances, &proof).map_err(failed)?;
    Ok(loader.solidity_code())
}
