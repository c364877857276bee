//! The compiler: tools/solc, which needs node, and npm the first time.

use std::{path::Path, process::Command};

use serde_json::Value;

pub struct Compiled {
    pub bytecode: Vec<u8>,
    pub runtime: Vec<u8>,
    pub abi: Vec<Value>,
}

/// Compiles a source with one contract of this name.
pub fn compile(source: &str, name: &str) -> Compiled {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("Verifier.sol");
    std::fs::write(&file, source).expect("written");
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/solc");
    let output = Command::new(&tool).arg(&file).output().unwrap_or_else(|missing| {
        panic!("{} does not run, it needs node and npm on the PATH: {missing}", tool.display())
    });
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} failed, it needs node and npm on the PATH: {words}", tool.display());
    assert!(words.is_empty(), "the compiler warns: {words}");
    let contracts: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(contracts.as_object().expect("contracts").keys().collect::<Vec<_>>(), [name]);
    let contract = &contracts[name];
    let code = |which: &str| bytes(contract[which].as_str().expect("hexadecimal digits"));
    let abi = contract["abi"].as_array().expect("an array").clone();
    Compiled { bytecode: code("bytecode"), runtime: code("runtime"), abi }
}

pub fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.trim().trim_start_matches("0x").as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).expect("ASCII"), 16).expect("digits");
    digits.chunks(2).map(byte).collect()
}
