// SPDX-License-Identifier: MIT
pragma solidity 0.8.19;

/// @title Verifies Provelet's on-chain proofs
/// @notice A proof says: the program with the commitment `appExeCommit`, on the machine with the commitment `appVmCommit`, was
/// given an input with the SHA-256 `publicInputSha256`, put out bytes with the SHA-256 `outputSha256`, and ended with success.
/// One verifier serves all programs. The caller MUST therefore compare `appExeCommit` and `appVmCommit` with those of the program
/// that it trusts, constants in its code as a rule, or pass such constants: whoever may choose them can prove anything with a
/// program of their own. The caller also says which input it means: a proof can be used as often as anybody likes.
{{warning}}/// @dev The contract has no owner, no storage and no fallback, calls nothing but the EVM's precompiles, and reads only the call's
/// data. A proof has one encoding: each number in it must be below its modulus. The part in assembly is made by snark-verifier for
/// the verifying key; each word is read where the canonical encoding of a call has it, so that nothing is copied.
contract {{contract}} {
    /// @notice The proof does not prove this.
    error InvalidProof();
    /// @notice `proof` has a length that no proof for this verifier has.
    error WrongProofLength(uint256 actual, uint256 expected);
    /// @notice The call is not in the ABI's canonical encoding, or something follows it.
    error NotCanonical();
{{chain_error}}
    /// @notice Returns, with nothing, if the proof is valid, and reverts if it is not.
    /// @param publicInputSha256 SHA-256 of the public input
    /// @param outputSha256 SHA-256 of the output
    /// @param appExeCommit the program's commitment; to be pinned by the caller
    /// @param appVmCommit the machine's commitment; to be pinned by the caller
    /// @param proof the proof, of {{proof_bytes}} bytes
    function verify(
        bytes32 publicInputSha256,
        bytes32 outputSha256,
        bytes32 appExeCommit,
        bytes32 appVmCommit,
        bytes calldata proof
    ) external view {
{{chain_check}}        if (proof.length != {{proof_bytes}}) revert WrongProofLength(proof.length, {{proof_bytes}});
        uint256 offset;
        assembly ("memory-safe") {
            offset := proof.offset
        }
        if (offset != {{proof_offset}} || msg.data.length != {{call_bytes}}) revert NotCanonical();
        assembly ("memory-safe") {
{{body}}        }
    }
}
