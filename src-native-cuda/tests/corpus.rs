//! What the fuzzer kept because it reached new code, and what once failed.

mod support;
mod targets;

use std::{fs, path::Path};

fn replay(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        println!("{}", file.display());
        targets::named(name)(&fs::read(file).unwrap());
    }
}

#[test]
fn any_bytes_are_no_program_or_one_that_runs() {
    replay("program");
}

#[test]
fn any_bytes_are_no_segment_or_one_that_is_refused() {
    replay("segment");
}

#[test]
fn any_bytes_are_no_proof_or_one_that_is_refused() {
    replay("proof");
}

#[test]
fn what_the_fuzzer_starts_from_is_valid() {
    for name in ["program", "segment"] {
        for seed in targets::seeds(name) {
            targets::named(name)(&seed);
        }
    }
}
