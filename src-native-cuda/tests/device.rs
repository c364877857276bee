//! A library that proves on a GPU, on whatever machine the tests run.
#![cfg(feature = "cuda")]

mod support;

use std::{env, fs, path::Path, process::Command};

use provelet_engine::{Engine, Error};

/// Opens an engine of a library that it loads, and prints the status and the message.
const OPEN: &str = r#"
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include "provelet_engine.h"
int main(int argc, char **argv) {
  void *library = argc == 3 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 1; }
  pv_status (*open)(const char *, size_t, pv_engine **, pv_error *) = dlsym(library, "pv_engine_open");
  pv_engine *engine = NULL;
  pv_error error = {0};
  pv_status status = open(argv[2], strlen(argv[2]), &engine, &error);
  printf("%d %.*s\n", status, (int)error.length, error.message);
  return 0;
}
"#;

fn has_gpu() -> bool {
    Command::new("nvidia-smi").arg("-L").output().is_ok_and(|listed| listed.status.success())
}

#[test]
fn the_library_is_loaded_anywhere_and_says_whether_there_is_a_gpu() {
    // Given
    let directory = tempfile::tempdir().expect("a directory");
    let (source, program) = (directory.path().join("open.c"), directory.path().join("open"));
    fs::write(&source, OPEN).expect("the program can be written");
    let include = Path::new(env!("CARGO_MANIFEST_DIR")).join("include");
    let compiled =
        Command::new("cc").arg("-o").arg(&program).arg(&source).arg("-I").arg(include).arg("-ldl").status();
    assert!(compiled.expect("cc starts").success());
    // When
    let ran = Command::new(&program).arg(support::library()).arg(directory.path().join("keys")).output();
    // Then
    let ran = ran.expect("the program starts");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{ran:?}");
    if has_gpu() {
        assert_eq!(said, "0 \n");
    } else {
        assert!(said.starts_with("12 no GPU to prove on: no NVIDIA driver is installed"), "{said}");
    }
}

#[test]
fn an_engine_describes_its_gpu_or_says_why_it_has_none() {
    let directory = tempfile::tempdir().expect("a directory");
    match Engine::open(directory.path()) {
        Ok(engine) => assert!(engine.describe().contains("\"compute_level\""), "{}", engine.describe()),
        Err(why) => assert!(matches!(why, Error::Unavailable(_)) && !has_gpu(), "{why}"),
    }
}
