//! Times and peak memory of every step for a loop, or for a program in a file:
//! `measure LOG2_INSTRUCTIONS|accelerated-loop|FILE [STACKED] [SEGMENT] [segment|all] [base|accelerated] [INPUT FILE...]`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::{env, time::Instant};

use provelet_engine::{
    APP_LOG_STACKED_HEIGHT, Callbacks, Engine, Layer, Limits, Program, Purpose, aggregate, execute, profile,
    prove, split, verify,
};

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or(0) / 1024
}

/// Processor time of all threads, in seconds: on a busy machine it says more than the clock.
fn worked() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = stat.split_whitespace().skip(13).take(2).filter_map(|t| t.parse().ok()).collect();
    fields.iter().sum::<f64>() / 100.0
}

fn timed<T>(name: &str, step: impl FnOnce() -> T) -> T {
    // Resets VmHWM, see proc(5).
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (start, before) = (Instant::now(), worked());
    let result = step();
    let (clock, work) = (start.elapsed().as_secs_f64(), worked() - before);
    println!("{name:<20} {clock:>9.3} s   {work:>8.2} s of CPU   peak {:>6} MiB", peak());
    result
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().collect();
    let number = |i: usize, default: u32| arguments.get(i).and_then(|a| a.parse().ok()).unwrap_or(default);
    let times = (1u32 << number(1, 17)) / 8;
    let engine = timed("open", || match number(2, APP_LOG_STACKED_HEIGHT as u32) as usize {
        APP_LOG_STACKED_HEIGHT => Engine::open(&support::key_cache()),
        other => Engine::open_with(&support::key_cache(), other),
    })?;
    let accelerated = arguments.get(5).is_some_and(|what| what == "accelerated");
    let bytes = match arguments.get(1) {
        Some(name) if name == "accelerated-loop" => support::accelerated_loop(200).bytes(),
        Some(file) if file.parse::<u32>().is_err() => std::fs::read(file)?,
        _ => support::busy_loop(times).bytes(),
    };
    let program = timed("load", || {
        if accelerated { Program::load_accelerated(&engine, &bytes) } else { Program::load(&engine, &bytes) }
    })?;
    let model = program.model();
    timed("segment keys", || engine.prepare(model, Purpose::Segment))?;
    let all = arguments.get(4).is_some_and(|what| what == "all");
    if all {
        timed("aggregation keys", || engine.prepare(model, Purpose::Aggregate))?;
        timed("verifying key", || engine.prepare(model, Purpose::Verify))?;
    }
    timed("program id", || program.id());
    let inputs: Vec<Vec<u8>> = arguments.iter().skip(6).map(std::fs::read).collect::<Result<_, _>>()?;
    let inputs: Vec<&[u8]> = inputs.iter().map(Vec::as_slice).collect();
    let limits = Limits { segment_log_height: number(3, 0), ..Limits::default() };
    let report = timed("execute", || execute(&program, &inputs, &limits, Callbacks::default()))?;
    println!("{} instructions", report.instructions);
    timed("profile", || profile(&program, &inputs, &limits, Callbacks::default()))?;
    let mut segments = Vec::new();
    let report_of_split = timed("split", || {
        let keep = |_, instructions, bytes: &[u8]| {
            segments.push((instructions, bytes.to_vec()));
            true
        };
        split(&program, &inputs, &limits, Callbacks { segment: Some(Box::new(keep)), ..Callbacks::default() })
    })?;
    if let Some(split) = report_of_split.split {
        println!("{} segments, {:?}", split.segments, split.work);
    }
    let mut proofs = Vec::new();
    for (i, (instructions, segment)) in segments.iter().enumerate() {
        println!("segment {i}: {instructions} instructions, {} bytes", segment.len());
        let proof = timed("prove", || prove(&program, &inputs, segment))?;
        println!("{} bytes of proof", proof.len());
        proofs.push(proof);
        if !all && i == 1 {
            return Ok(());
        }
    }
    if !all {
        return Ok(());
    }
    let aggregated = |name: &str, layer: Layer, proofs: Vec<Vec<u8>>| {
        let mut next = Vec::new();
        for children in proofs.chunks(layer.arity()) {
            let children: Vec<&[u8]> = children.iter().map(Vec::as_slice).collect();
            next.push(timed(name, || aggregate(&engine, layer, &children))?);
        }
        Ok::<_, provelet_engine::Error>(next)
    };
    let mut proofs = aggregated("leaf", Layer::Leaf, proofs)?;
    proofs = aggregated("internal", Layer::Internal, proofs)?;
    proofs = aggregated("recursive", Layer::Recursive, proofs)?;
    while proofs.len() > 1 {
        proofs = aggregated("recursive", Layer::Recursive, proofs)?;
    }
    let last = aggregated("wrap", Layer::Wrap, proofs)?.remove(0);
    println!("{} bytes of final proof", last.len());
    timed("verify", || verify(&engine, &program.id(), &report.public_values, &last))?;
    Ok(())
}
