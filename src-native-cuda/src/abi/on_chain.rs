//! What the exports say of on-chain proofs, and what they say in a library without them.

#[cfg(feature = "snark")]
mod built {
    use crate::{
        engine::Engine, error::Result, limits::PUBLIC_VALUE_BYTES, object::program::Program, snark::verifier,
    };

    /// To the program and to its machine.
    pub fn commitments(program: &Program) -> Result<([u8; 32], [u8; 32])> {
        let commitments = program.commitments()?;
        Ok((commitments.app_exe, commitments.app_vm))
    }

    pub fn verify(
        engine: &Engine,
        verifier: &[u8],
        program_id: &[u8; 32],
        public_values: &[u8; PUBLIC_VALUE_BYTES],
        proof: &[u8],
    ) -> Result<()> {
        verifier::verify(engine, verifier, program_id, public_values, proof)
    }
}

#[cfg(not(feature = "snark"))]
mod built {
    use crate::{
        engine::Engine,
        error::{Error, Result},
        limits::PUBLIC_VALUE_BYTES,
        object::program::Program,
    };

    const UNSUPPORTED: Error = Error::Unsupported("on-chain proofs");

    pub fn commitments(_: &Program) -> Result<([u8; 32], [u8; 32])> {
        Err(UNSUPPORTED)
    }

    pub fn verify(_: &Engine, _: &[u8], _: &[u8; 32], _: &[u8; PUBLIC_VALUE_BYTES], _: &[u8]) -> Result<()> {
        Err(UNSUPPORTED)
    }
}

pub use built::{commitments, verify};
