//! snark-verifier's code, made to read its words from a call of `verify` in the ABI's canonical encoding.

use std::fmt::Write;

use snark_verifier_sdk::snark_verifier::util::hash::{Digest, Keccak256};

use crate::error::{Error, Result};

use super::{ACCUMULATOR_LIMBS, INSTANCES};

/// Where the canonical encoding has `proof`: behind the selector, four words, its offset and its length.
pub const PROOF_OFFSET: usize = 4 + 6 * WORD;
const WORD: usize = 32;
const BEGIN: &str =
    "fallback(bytes calldata) external returns (bytes memory) {\n        assembly (\"memory-safe\") {";
const END: &str = "// Revert if anything fails";
const LOAD: &str = "calldataload(0x";
const SCALAR: (&str, &str) = ("mod(", ", f_q))");
const INDENTATION: usize = 12;

pub struct Code {
    pub body: String,
    /// The length of `proof`.
    pub proof_bytes: usize,
}

/// The body of upstream's fallback, with its words read from a call of `verify`.
pub fn rewrite(contract: &str) -> Result<Code> {
    let unexpected =
        |what: &str| Error::engine(format!("snark-verifier's contract has another form: {what}"));
    let (_, body) = contract.split_once(BEGIN).ok_or_else(|| unexpected("no fallback"))?;
    let (body, end) = body.split_once(END).ok_or_else(|| unexpected("no end"))?;
    let end: String = end.split_whitespace().collect();
    if end != "ifiszero(success){revert(0,0)}//Returnemptybytesonsuccessreturn(0,0)}}}" {
        return Err(unexpected("its end"));
    }
    let revert = revert();
    let mut code = Lines::default();
    let (mut words, mut precompiles) = (0, false);
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.contains("staticcall(") && !precompiles {
            if code.depth != 1 {
                return Err(unexpected("its first precompile stands in a block"));
            }
            precompiles = true;
            code.push(&revert);
        }
        let Some((before, load)) = line.split_once(LOAD) else {
            if line.contains("calldata") {
                return Err(unexpected("it reads the call in another way"));
            }
            code.push(line);
            continue;
        };
        let (offset, after) = load.split_once(')').ok_or_else(|| unexpected(line))?;
        let once = !after.contains("calldata") && !precompiles;
        if usize::from_str_radix(offset, 16) != Ok(words * WORD) || !once {
            return Err(unexpected(
                "it does not read each word once, in their order, before it calls a precompile",
            ));
        }
        let word = word(words);
        if before.ends_with(SCALAR.0) && after == SCALAR.1 {
            code.push(&format!("success := and(lt({word}, f_q), success)"));
        } else if !(before.starts_with("let ") && before.ends_with(":= ") && after.is_empty())
            || words < INSTANCES
        {
            return Err(unexpected(line));
        }
        code.push(&format!("{before}{word}{after}"));
        words += 1;
    }
    if words <= INSTANCES || !precompiles || code.depth != 1 {
        return Err(unexpected("it is not whole"));
    }
    code.push(&revert);
    Ok(Code { body: code.text, proof_bytes: (words - INSTANCES + ACCUMULATOR_LIMBS) * WORD })
}

/// A word of upstream's calldata, in a call of `verify`.
fn word(index: usize) -> String {
    const LOW_HALF: &str = "0xffffffffffffffffffffffffffffffff";
    const BEHIND: usize = INSTANCES - ACCUMULATOR_LIMBS;
    let proof_word = |index: usize| format!("calldataload({:#x})", PROOF_OFFSET + index * WORD);
    match index.checked_sub(ACCUMULATOR_LIMBS) {
        None => proof_word(index),
        Some(0) => "appExeCommit".into(),
        Some(1) => "appVmCommit".into(),
        Some(2) => "shr(128, publicInputSha256)".into(),
        Some(3) => format!("and(publicInputSha256, {LOW_HALF})"),
        Some(4) => "shr(128, outputSha256)".into(),
        Some(5) => format!("and(outputSha256, {LOW_HALF})"),
        Some(_) => proof_word(index - BEHIND),
    }
}

/// Ends with the contract's error if a check has failed so far.
fn revert() -> String {
    let hash = Keccak256::digest(b"InvalidProof()");
    let selector: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("if iszero(success) {{ mstore(0, shl(224, 0x{selector})) revert(0, 4) }}")
}

/// Lines, indented by the blocks that they are in.
struct Lines {
    text: String,
    depth: usize,
}

impl Default for Lines {
    fn default() -> Self {
        Self { text: String::new(), depth: 1 }
    }
}

impl Lines {
    fn push(&mut self, line: &str) {
        let (opened, closed) = (line.matches('{').count(), line.matches('}').count());
        let first = line.bytes().take_while(|&byte| byte == b'}').count();
        let indentation = INDENTATION + 4 * (self.depth.saturating_sub(1 + first));
        writeln!(self.text, "{:indentation$}{line}", "").expect("a string takes all");
        self.depth = (self.depth + opened).saturating_sub(closed);
    }
}
