//! The C side: the header compiles, agrees with the library, and bad arguments are statuses.

mod support;

use std::{fs, path::Path, process::Command};

use serde_json::Value;

#[test]
fn a_c_program_can_use_the_library() {
    // Given
    let directory = tempfile::tempdir().expect("a directory");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = directory.path().join("conformance");
    let compiled = Command::new("cc")
        .args(["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-o"])
        .arg(&program)
        .arg(root.join("tests/conformance.c"))
        .arg("-I")
        .arg(root.join("include"))
        .arg(support::library())
        .status()
        .expect("cc starts");
    assert!(compiled.success());
    let mut asm = support::busy_loop(10);
    asm.data(0x8000, b"hello\n").code.pop();
    asm.set(1, 0x8000).set(2, 6).phantom(support::OUTPUT, 1, 2, 1).terminate(0);
    let input = directory.path().join("program");
    fs::write(&input, asm.bytes()).expect("the program can be written");
    // When
    let run = Command::new(&program)
        .arg(directory.path().join("keys"))
        .arg(&input)
        .env("LD_LIBRARY_PATH", support::library().parent().expect("a directory"))
        .output()
        .expect("the program starts");
    // Then
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{errors}");
    assert_eq!(String::from_utf8_lossy(&run.stdout), "hello\n");
}

#[test]
fn the_engine_describes_the_numbers_that_programs_are_made_of() {
    use support::op::*;
    let json: Value = serde_json::from_str(&support::engine().describe()).expect("JSON");
    let numbers = [
        ("TERMINATE", TERMINATE),
        ("PHANTOM", PHANTOM),
        ("ADD", ADD),
        ("SUB", SUB),
        ("XOR", XOR),
        ("OR", OR),
        ("AND", AND),
        ("SLL", SLL),
        ("SRL", SRL),
        ("SRA", SRA),
        ("SLT", SLT),
        ("SLTU", SLTU),
        ("LOADW", LOADW),
        ("LOADBU", LOADBU),
        ("LOADHU", LOADHU),
        ("STOREW", STOREW),
        ("STOREH", STOREH),
        ("STOREB", STOREB),
        ("LOADB", LOADB),
        ("LOADH", LOADH),
        ("BEQ", BEQ),
        ("BNE", BNE),
        ("BLT", BLT),
        ("BLTU", BLTU),
        ("BGE", BGE),
        ("BGEU", BGEU),
        ("JAL", JAL),
        ("LUI", LUI),
        ("JALR", JALR),
        ("AUIPC", AUIPC),
        ("MUL", MUL),
        ("MULH", MULH),
        ("MULHSU", MULHSU),
        ("MULHU", MULHU),
        ("DIV", DIV),
        ("DIVU", DIVU),
        ("REM", REM),
        ("REMU", REMU),
        ("HINT_STOREW", HINT_STOREW),
        ("HINT_BUFFER", HINT_BUFFER),
        ("SHA256", SHA256),
    ];
    let opcodes = json["opcodes"].as_object().expect("an object");
    assert_eq!(opcodes.len(), numbers.len());
    for (name, number) in numbers {
        assert_eq!(opcodes[name], number, "{name}");
    }
    let accelerated = json["accelerated_opcodes"].as_object().expect("an object");
    assert_eq!(accelerated.len(), 2 + 5 * 5);
    let accelerated_numbers = [
        ("KECCAKF", KECCAKF),
        ("XORIN", XORIN),
        ("MODADD_SECP256K1", MODADD),
        ("MODSUB_SECP256R1", MODSUB + 8),
        ("MODMUL_BN254", MODMUL + 16),
        ("MODDIV_BLS12381", MODDIV + 24),
        ("MODEQ_ED25519", MODEQ + 32),
    ];
    for (name, number) in accelerated_numbers {
        assert_eq!(accelerated[name], number, "{name}");
    }
    let header = include_str!("../include/provelet_engine.h");
    let version = format!("#define PV_ABI_VERSION {}u\n", json["abi_version"]);
    assert!(header.contains(&version), "{version}");
    assert_eq!(json["aggregation"], serde_json::json!({"leaf": 4, "internal": 3, "recursive": 3}));
    assert_eq!(
        json["bounds"]["program_instructions"],
        1 << json["large_log_stacked_height"].as_u64().expect("a number")
    );
    assert_eq!(json["security_bits"], 100);
    assert_eq!(json["engine_version"], support::engine().version());
}
