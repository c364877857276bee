//! Key sets on a disk: nothing of them is used that is not what their manifest says.

use std::{collections::BTreeMap, fs, io, path::PathBuf};

use provelet_engine::{
    Error,
    snark::{
        key_set::{self, KeySet, MANIFEST, Manifest},
        setup::Kind,
    },
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const FILE: &str = "root.key";

/// A set with one file.
fn key_set(content: &Vec<u32>) -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().expect("a directory");
    let partial = parent.path().join("partial");
    fs::create_dir(&partial).expect("it can be made");
    let entry = key_set::write(&partial.join(FILE), key_set::encoded(content)).expect("it can be written");
    let manifest = Manifest {
        version: "1".into(),
        engine_version: "openvm-0/0".into(),
        setup: Kind::InsecureDev,
        files: BTreeMap::from([(FILE.into(), entry)]),
    };
    let json = serde_json::to_string(&manifest).expect("JSON");
    fs::write(partial.join(MANIFEST), &json).expect("it can be written");
    let id: String = Sha256::digest(&json).iter().map(|byte| format!("{byte:02x}")).collect();
    let directory = parent.path().join(id);
    fs::rename(partial, &directory).expect("it can be renamed");
    (parent, directory)
}

fn refused<T>(result: provelet_engine::Result<T>, because: &str) {
    match result {
        Err(Error::Io(why)) => assert!(why.contains(because), "{why}"),
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let content: Vec<u32> = (0..1_000_000).collect();
    let (_parent, directory) = key_set(&content);
    let set = KeySet::open(&directory).expect("it is a key set");
    assert_eq!(set.value::<Vec<u32>>(FILE).expect("it is whole"), content);
    refused(set.value::<Vec<u32>>("static.key"), "no file static.key");
}

#[test]
fn a_damaged_file_is_refused_with_what_mends_it() {
    let content: Vec<u32> = (0..1_000).collect();
    let (_parent, directory) = key_set(&content);
    let (set, path) = (KeySet::open(&directory).expect("it is a key set"), directory.join(FILE));
    let good = fs::read(&path).expect("it can be read");
    let flipped = |place: usize| {
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        bytes
    };
    for bad in [flipped(0), flipped(good.len() / 2), flipped(good.len() - 1)] {
        fs::write(&path, bad).expect("it can be written");
        refused(set.value::<Vec<u32>>(FILE), "make it anew with `provelet snark setup`");
    }
    for bad in [&good[..good.len() - 1], &[&good[..], &[0]].concat(), &[]] {
        fs::write(&path, bad).expect("it can be written");
        refused(set.value::<Vec<u32>>(FILE), "bytes, should have");
    }
    fs::remove_file(&path).expect("it is there");
    refused(set.value::<Vec<u32>>(FILE), FILE);
}

#[test]
fn a_part_of_a_file_that_is_not_read_counts_too() {
    let (_parent, directory) = key_set(&vec![7; 100]);
    let (set, path) = (KeySet::open(&directory).expect("it is a key set"), directory.join(FILE));
    let mut bytes = fs::read(&path).expect("it can be read");
    *bytes.last_mut().expect("it has bytes") ^= 1;
    fs::write(&path, bytes).expect("it can be written");
    refused(set.read(FILE, |_| Ok(())), "is damaged");
}

#[test]
fn a_manifest_that_is_not_its_directorys_is_refused() {
    let (_parent, directory) = key_set(&vec![7]);
    let path = directory.join(MANIFEST);
    let json = fs::read_to_string(&path).expect("it can be read");
    fs::write(&path, json.replace("insecure-dev", "ceremony")).expect("it can be written");
    refused(KeySet::open(&directory).map(|_| ()), "not the name of its directory");
}

#[test]
fn a_file_that_cannot_be_finished_leaves_nothing() {
    let parent = tempfile::tempdir().expect("a directory");
    let path = parent.path().join(FILE);
    let failing = |writer: &mut dyn io::Write| {
        writer.write_all(b"half")?;
        Err(io::Error::other("the rest is missing"))
    };
    refused(key_set::write(&path, failing), "the rest is missing");
    assert_eq!(fs::read_dir(parent.path()).expect("it can be listed").count(), 0);
}
