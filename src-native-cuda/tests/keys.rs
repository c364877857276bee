//! The key cache: keys survive, and nothing that was put in their place is trusted.

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use provelet_engine::{Engine, Error, Limits, Model, Purpose, prove};

fn key_file(cache: &Path, name: &str) -> PathBuf {
    let ending = format!(".{name}.key");
    let files = fs::read_dir(cache).expect("the cache is a directory");
    files
        .map(|file| file.expect("it can be listed").path())
        .find(|path| path.to_string_lossy().ends_with(&ending))
        .unwrap_or_else(|| panic!("no {name} key in the cache"))
}

fn prepare(cache: &Path) {
    let engine = Engine::open(cache).expect("the engine opens");
    engine.prepare(Model::Base, Purpose::Segment).expect("keys are read or made");
}

#[test]
fn damaged_and_foreign_keys_are_made_anew() {
    // Given
    let cache = tempfile::tempdir().expect("a directory");
    prepare(cache.path());
    for name in ["segment", "meter"] {
        let file = key_file(cache.path(), name);
        let good = fs::read(&file).expect("the key can be read");
        let mut flipped = good.clone();
        flipped[good.len() / 2] ^= 1;
        let foreign = support::reseal([&good[..good.len() / 2], b"something else"].concat());
        for bad in [&flipped[..], &good[..good.len() - 1], &[], &foreign] {
            // When
            fs::write(&file, bad).expect("the key can be replaced");
            prepare(cache.path());
            // Then
            assert!(fs::read(&file).expect("the key can be read") == good, "the {name} key is made anew");
        }
    }
}

#[test]
fn a_directory_that_cannot_be_used_is_named() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    match Engine::open(file.path()) {
        Err(Error::Io(why)) => assert!(why.contains(&file.path().display().to_string()), "{why}"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("a file was opened as a directory"),
    }
}

#[test]
fn engines_of_other_parameters_do_not_read_each_others_objects() {
    // Given
    let cache = tempfile::tempdir().expect("a directory");
    let other = Engine::open_with(cache.path(), 19).expect("the engine opens");
    let asm = support::busy_loop(10);
    let (_, segments) = support::segments_of(&asm.load_into(&other), &[], &Limits::default());
    // When
    let engine = Engine::open(cache.path()).expect("the engine opens");
    assert_ne!(engine.version(), other.version());
    let refused = prove(&asm.load_into(&engine), &[], &segments[0]);
    // Then
    support::assert_not_proved(refused, other.machine_version(Model::Base));
}
