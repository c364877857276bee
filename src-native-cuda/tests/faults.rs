//! What becomes of a call when something is wrong with the GPU: with tests/cuda/runtime.c in place of CUDA's runtime, which
//! goes wrong as it is told. A process that has lost its GPU stays so, and so each case is one of its own.
#![cfg(fake_cuda)]

mod support;

use std::{env, path::Path, process::Command};

use provelet_engine::{Engine, Limits, Model, Program, check_proof, prove};

const STEPS: &str = "PROVELET_TEST_STEPS";

unsafe extern "C" {
    safe fn fake_cuda_launches() -> i64;
}

/// Runs the steps in a process for which this goes wrong, and returns what they print, a line each.
fn process(steps: &str, faults: &[(&str, &str)]) -> Vec<String> {
    let program = env::current_exe().expect("the test has a path");
    let ran = Command::new(program)
        .args(["--exact", "the_process_of_a_case", "--ignored", "--nocapture"])
        .env(STEPS, steps)
        .envs(faults.iter().copied())
        .output()
        .expect("the process starts");
    assert!(ran.status.success(), "{steps} {faults:?}: {ran:?}");
    let printed = String::from_utf8(ran.stdout).expect("text");
    printed.lines().filter_map(|line| line.strip_prefix("step ").map(str::to_owned)).collect()
}

#[test]
#[ignore = "what the others run"]
fn the_process_of_a_case() {
    let Ok(steps) = env::var(STEPS) else { return };
    // Not the developer's: what a GPU that is none made is not to be found there.
    let engine = match Engine::open(Path::new(env!("CARGO_TARGET_TMPDIR"))) {
        Ok(engine) => engine,
        Err(why) => return println!("\nstep open: {} {why}", why.status()),
    };
    println!("\nstep open: {}", engine.describe());
    let program = Program::load(&engine, &support::busy_loop(1000).bytes()).expect("a program");
    let accelerated =
        Program::load_accelerated(&engine, &support::busy_loop(1000).bytes()).expect("a program");
    let segments =
        [&program, &accelerated].map(|program| support::segments_of(program, &[], &Limits::default()).1);
    for step in steps.split(',').filter(|step| !step.is_empty()) {
        let before = if step == "opened" { 0 } else { fake_cuda_launches() };
        let result = match step {
            "opened" => Ok(()),
            "memory" => {
                let most =
                    |height, top| engine.segment_memory(Model::Base, height, top).expect("an estimate");
                println!(
                    "step memory: 0 after 0: {} {} {}",
                    most(14, 1 << 29),
                    most(18, 1 << 26),
                    most(18, 0)
                );
                continue;
            }
            "ends" => {
                println!("step ends: 0 after 0: {:?}", support::ends_of_segments(&engine));
                continue;
            }
            "prove" => prove(&program, &[], &segments[0][0]).map(|_| ()),
            "prove accelerated" => prove(&accelerated, &[], &segments[1][0]).map(|_| ()),
            "check" => check_proof(&engine, b"PVPRF\0\0\x01"),
            setting => {
                let (name, value) = setting.split_once('=').expect("a variable");
                // SAFETY: no other thread of this process reads the environment now.
                unsafe { env::set_var(name, value) };
                Ok(())
            }
        };
        let launches = fake_cuda_launches() - before;
        match result {
            Ok(()) => println!("step {step}: 0 after {launches}"),
            Err(why) => println!("step {step}: {} after {launches}: {why}", why.status()),
        }
    }
}

/// What a step ended with: its status, the kernels that it launched, and its words.
#[derive(Debug)]
struct End {
    status: i32,
    launches: u64,
    words: String,
}

/// The ends of the steps after "open", which has to succeed.
fn ends(steps: &str, faults: &[(&str, &str)]) -> Vec<End> {
    let lines = process(steps, faults);
    assert!(lines[0].contains("a GPU of the tests"), "{lines:?}");
    lines[1..].iter().map(|line| end(line)).collect()
}

fn end(line: &str) -> End {
    let (_, result) = line.split_once(": ").expect("a step's name");
    let (numbers, words) = result.split_once(": ").unwrap_or((result, ""));
    let (status, launches) = numbers.split_once(" after ").expect("two numbers");
    let number = |text: &str| text.parse::<u64>().expect("a number");
    End { status: number(status) as i32, launches: number(launches), words: words.to_owned() }
}

/// Why an engine does not open.
fn refusal(faults: &[(&str, &str)]) -> String {
    let lines = process("", faults);
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines[0].strip_prefix("open: 12 no GPU to prove on: ").unwrap_or_else(|| panic!("{lines:?}")).to_owned()
}

const RESOURCE: i32 = 6;
const BROKEN: i32 = 13;
const INVALID_PROOF: i32 = 4;
const ILLEGAL_ADDRESS: &str = "700";

#[test]
fn a_gpu_that_cannot_be_used_is_unavailable_and_says_why() {
    let no_gpu = refusal(&[("FAKE_CUDA_OPEN", "100")]);
    assert!(no_gpu.starts_with("the NVIDIA driver shows no GPU"), "{no_gpu}");
    let old_driver = refusal(&[("FAKE_CUDA_OPEN", "35"), ("FAKE_CUDA_DRIVER", "12040")]);
    assert_eq!(old_driver, "the NVIDIA driver is for CUDA 12.4; this library needs one for 13.0 or newer");
    let no_driver = refusal(&[("FAKE_CUDA_OPEN", "35"), ("FAKE_CUDA_DRIVER", "0")]);
    assert!(no_driver.starts_with("no NVIDIA driver is installed"), "{no_driver}");
    let taken = refusal(&[("FAKE_CUDA_OPEN", "46")]);
    assert!(taken.starts_with("the GPU cannot be opened: cudaErrorDevicesUnavailable"), "{taken}");
    let old_gpu = refusal(&[("FAKE_CUDA_LEVEL", "86")]);
    assert!(
        old_gpu
            .ends_with("has compute level 8.6; this library was built for 90: build it with --cuda-arch 86"),
        "{old_gpu}"
    );
    let small = refusal(&[("FAKE_CUDA_MEMORY", "4294967296")]);
    assert_eq!(small, "a GPU of the tests has 4096 MiB of memory; proving takes at least 6144 MiB");
    let full = refusal(&[("FAKE_CUDA_FREE", "0")]);
    assert!(full.contains("cudaErrorMemoryAllocation"), "{full}");
    let kernels_fail = refusal(&[("FAKE_CUDA_LOST", "1:209")]);
    assert!(kernels_fail.contains("cudaError209"), "{kernels_fail}");
}

#[test]
fn newer_gpus_than_it_was_built_for_are_taken() {
    for level in ["90", "100", "120"] {
        assert!(process("", &[("FAKE_CUDA_LEVEL", level)])[0].contains("a GPU of the tests"), "{level}");
    }
}

#[test]
fn a_gpu_that_runs_out_of_memory_is_a_lack_of_resources_and_is_used_again() {
    // Given: what a call does that has memory enough. Kernels that do nothing make no proof, so it fails, too.
    let enough = &ends("prove", &[])[0];
    assert!(enough.status != 0 && enough.status != RESOURCE && enough.status != BROKEN, "{enough:?}");
    for mebibytes in [2u64, 8, 12, 24] {
        let little = (mebibytes << 20).to_string();
        // When
        let ends = ends("prove,prove,FAKE_CUDA_FREE=68719476736,prove", &[("FAKE_CUDA_FREE", &little)]);
        // Then
        for end in &ends[..2] {
            assert_eq!(end.status, RESOURCE, "{mebibytes} MiB: {end:?}");
            assert!(end.words.contains("cudaErrorMemoryAllocation"), "{end:?}");
        }
        assert_eq!(
            (ends[3].status, &ends[3].words),
            (enough.status, &enough.words),
            "{mebibytes} MiB: {ends:?}"
        );
    }
}

#[test]
fn a_gpu_that_is_lost_ends_the_call_and_all_that_follow_but_not_the_process() {
    // Given: the kernels of a call come after those of opening.
    let opening = ends("opened", &[])[0].launches;
    let all = ends("prove", &[])[0].launches;
    assert!(all > 40, "{all} kernels");
    let mut launches: Vec<u64> = (1..=12).chain((13..=all).step_by(all as usize / 12)).collect();
    launches.push(all);
    for launch in launches {
        // When
        let lost = format!("{}:{ILLEGAL_ADDRESS}", opening + launch);
        let ends = ends("prove,prove,check", &[("FAKE_CUDA_LOST", &lost)]);
        // Then
        assert_eq!(ends[0].status, BROKEN, "launch {launch} of {all}: {ends:?}");
        assert!(ends[0].words.contains("cudaErrorIllegalAddress"), "{ends:?}");
        assert_eq!((ends[1].status, ends[1].launches), (BROKEN, 0), "{ends:?}");
        assert_eq!(ends[2].status, INVALID_PROOF, "what needs no GPU goes on: {ends:?}");
    }
}

#[test]
fn segments_end_where_they_do_for_a_cpu() {
    let ends = &ends("ends", &[])[0];
    assert_eq!(ends.words, format!("{:?}", support::ENDS));
}

#[test]
fn the_guests_memory_counts_where_it_is_more_than_the_proof_takes() {
    let estimates = &ends("memory", &[])[0].words;
    let [all, some, none] =
        [0, 1, 2].map(|i| estimates.split(' ').nth(i).expect("three").parse::<u64>().expect("bytes"));
    assert_eq!(all, 9 << 29, "nine bytes for each byte");
    assert!(some == none && some > 3 << 30 && some < 9 << 29, "{some} {none}");
}

#[test]
fn both_machines_have_the_chips_of_their_circuit() {
    // When
    let ends = ends("prove,prove accelerated", &[]);
    // Then: each comes as far as kernels that do nothing let it.
    assert!(ends[0].words.contains("Zero capacity"), "{ends:?}");
    assert_eq!(ends[0].words, ends[1].words);
}
