//! The key cache: keys survive, and nothing that was put in their place is trusted. And the keys themselves: they are those
//! that were released.

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use provelet_engine::{Engine, Error, KeyDigests, Limits, Model, Purpose, RELEASED_KEYS, prove};

const KEYS: [&str; 3] = ["segment", "aggregate", "verify"];
const NO_KEY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

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

/// Where a machine of this engine has a key.
fn key_of(engine: &Engine, model: Model, cache: &Path, name: &str) -> PathBuf {
    cache.join(format!("{}.{name}.key", engine.machine_version(model).replace('/', "_")))
}

/// The released keys of a machine, out of the developer's cache, where another engine looks for its own.
fn give_keys(from: Model, to: &Engine, of: Model, cache: &Path) {
    let released = support::engine();
    released.prepare(from, Purpose::Verify).expect("keys are read or made");
    for name in KEYS {
        fs::copy(key_of(released, from, &support::key_cache(), name), key_of(to, of, cache, name))
            .expect("a key is copied");
    }
}

/// Each is as well formed as its own: it is another machine's.
#[test]
fn another_machines_keys_are_not_taken_for_its_own() {
    // Given
    let cache = tempfile::tempdir().expect("a directory");
    let engine = || Engine::open(cache.path()).expect("the engine opens");
    give_keys(Model::Base, &engine(), Model::Base, cache.path());
    let file = |name: &str| key_of(&engine(), Model::Base, cache.path(), name);
    let good = KEYS.map(|name| fs::read(file(name)).expect("the key can be read"));
    // When
    give_keys(Model::Accelerated, &engine(), Model::Base, cache.path());
    let used = engine().key_digests(Model::Base).expect("keys are made");
    // Then
    assert_eq!(used, RELEASED_KEYS[Model::Base as usize].owned());
    for (name, good) in KEYS.iter().zip(&good) {
        assert!(fs::read(file(name)).expect("the key can be read") == *good, "the {name} key is made anew");
    }
    // And when only what a verifier reads is another's
    let verify = "verify";
    fs::copy(key_of(support::engine(), Model::Accelerated, &support::key_cache(), verify), file(verify))
        .expect("a key is copied");
    assert_eq!(engine().key_digests(Model::Base).expect("keys are made"), used);
    assert!(fs::read(file(verify)).expect("the key can be read") == good[2]);
}

#[test]
fn keys_that_are_not_the_released_ones_are_an_error_that_says_what_to_do() {
    let released = &RELEASED_KEYS[Model::Base as usize];
    let others = [
        KeyDigests { segment: NO_KEY, ..released.clone() },
        KeyDigests { aggregate: NO_KEY, ..released.clone() },
        KeyDigests { verify: NO_KEY, ..released.clone() },
    ];
    for (name, other) in KEYS.iter().zip(others) {
        // Given a library that was released with another key of one kind
        let cache = tempfile::tempdir().expect("a directory");
        let mut digests = RELEASED_KEYS;
        digests[Model::Base as usize] = other;
        let engine = Engine::open_with_keys(cache.path(), &digests).expect("the engine opens");
        assert_ne!(
            engine.machine_version(Model::Base),
            support::engine().machine_version(Model::Base),
            "its objects are not ours"
        );
        give_keys(Model::Base, &engine, Model::Base, cache.path());
        let file = key_of(&engine, Model::Base, cache.path(), name);
        let held = fs::read(&file).expect("the key can be read");
        // When
        let refused = engine.key_digests(Model::Base);
        // Then
        match refused {
            Err(Error::Engine(why)) => {
                assert!(why.contains(&format!("makes ({name})")) && why.contains(NO_KEY), "{why}");
                assert!(why.contains("src-native-cuda/build --key-digests"), "{why}");
            }
            other => panic!("{name}: {other:?}"),
        }
        assert!(fs::read(&file).expect("the key can be read") == held, "nothing is written");
    }
}

#[test]
#[ignore = "takes minutes; for --nightly"]
fn each_machines_keys_are_those_that_were_released() {
    let cache = tempfile::tempdir().expect("a directory");
    let engine = Engine::open(cache.path()).expect("the engine opens");
    for model in Model::ALL {
        assert_eq!(engine.key_digests(model).expect("keys are made"), RELEASED_KEYS[model as usize].owned());
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
