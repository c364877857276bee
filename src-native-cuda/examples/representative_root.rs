//! Makes the root proof that src/snark keeps to make keys from: of a program that reveals 64 different bytes. A quarter of an hour.
//!
//! `cargo run --release --example representative_root CACHE FILE`: FILE.final is kept, so that a second run has only the root.

#[path = "../tests/support/mod.rs"]
mod support;

use std::{error::Error, fs, path::Path};

use provelet_engine::{
    Engine,
    snark::{
        progress::Progress,
        root::{self, RootKey},
    },
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(cache), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("representative_root CACHE FILE".into());
    };
    let engine = Engine::open(Path::new(&cache))?;
    let kept = format!("{file}.final");
    let last = match fs::read(&kept) {
        Ok(last) => last,
        Err(_) => support::final_proof(&engine, &support::revealing().load_into(&engine))?,
    };
    fs::write(&kept, &last)?;
    let key = RootKey::generate_for(&engine, &last)?;
    let mut progress = Progress::new(root::PHASES, |phase, done, total| println!("{done}/{total} {phase}"));
    fs::write(&file, root::prove(&engine, &key, &last, &mut progress)?)?;
    Ok(())
}
