//! `docs/program-format.md` names the magic bytes, the versions and the bounds that the code has.

mod support;

use std::{fs, path::Path};

use provelet_engine::{Error, Limits, Program, inspect};
use serde_json::Value;
use support::{busy_loop, engine, segments_of};

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/program-format.md");
    fs::read_to_string(path).expect("the document is there")
}

/// The bytes between backticks behind some words, where \0 and \1 stand for bytes.
fn quoted(document: &str, words: &str) -> Vec<u8> {
    let text = document.split_once(words).unwrap_or_else(|| panic!("'{words}' is missing")).1;
    let quoted = text.split('`').nth(1).expect("something is quoted");
    let mut bytes = Vec::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        let byte = match character {
            '\\' => characters.next().and_then(|digit| digit.to_digit(10)).expect("a digit") as u8,
            character => u8::try_from(character).expect("ASCII"),
        };
        bytes.push(byte);
    }
    bytes
}

#[test]
fn a_program_begins_as_the_document_says() {
    let document = document();
    let mut bytes = quoted(&document, "| magic | 7 bytes |");
    bytes.push(quoted(&document, "| format | `u8` |")[0] - b'0');

    let program = busy_loop(1).bytes();

    assert_eq!(program[..8], bytes);
    Program::load(engine(), &program).expect("it is loaded");
    for place in 0..8 {
        let mut other = program.clone();
        other[place] ^= 1;
        let refused = Program::load(engine(), &other).map(|_| ());
        assert!(matches!(refused, Err(Error::InvalidProgram(_))), "byte {place}: {refused:?}");
    }
}

#[test]
fn segments_and_proofs_begin_as_the_document_says() {
    let document = document();
    let program = busy_loop(1).load_into(engine());
    let (_, segments) = segments_of(&program, &[], &Limits::default());
    assert_eq!(segments[0][..8], quoted(&document, "A segment, magic"));

    let mut proof = quoted(&document, "A proof, magic");
    proof.resize(40, 0);
    let known = inspect(engine(), &proof);
    assert!(matches!(known, Err(Error::InvalidProof(_))), "{known:?}");
    proof[7] ^= 1;
    let unknown = inspect(engine(), &proof);
    assert!(matches!(unknown, Err(Error::InvalidArgument(_))), "{unknown:?}");
}

#[test]
fn the_bounds_are_those_that_the_engine_describes() {
    let document = document();
    let described: Value = serde_json::from_str(&engine().describe()).expect("JSON");
    for (bound, words) in [
        ("program_instructions", "there\nare at most 2^"),
        ("program_data_bytes", "and has at most 2^"),
        ("code_end", "Code ends at\n2^"),
        ("code_span_bytes", "From the first instruction to the last are at most 2^"),
        ("memory_bytes", "Data ends at 2^"),
    ] {
        let text = document.split_once(words).unwrap_or_else(|| panic!("'{words}' is missing")).1;
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let power: u32 = digits.parse().expect("a power of two");
        assert_eq!(described["bounds"][bound], 1_u64 << power, "{bound}");
    }
}
