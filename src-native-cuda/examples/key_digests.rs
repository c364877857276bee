//! Prints src/machine/released_keys.rs as it has to be for this version's circuits: makes all machines' keys anew, and trusts no cache.

use provelet_engine::{APP_LOG_STACKED_HEIGHT, Engine, Model};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cache = tempfile::tempdir()?;
    let engine = Engine::open_with(cache.path(), APP_LOG_STACKED_HEIGHT)?;
    println!(
        "//! Written by `src-native-cuda/build --key-digests`: digests of the verifying keys that this version's circuits have."
    );
    println!("\nuse crate::machine::key_digests::KeyDigests;\n\n/// In the order of the machines' numbers.");
    println!("pub const RELEASED_KEYS: [KeyDigests; {}] = [", Model::ALL.len());
    for model in Model::ALL {
        eprintln!("making the keys of the {} machine", model.name());
        let digests = engine.key_digests(model)?;
        println!("    KeyDigests {{");
        println!("        segment: \"{}\",", digests.segment);
        println!("        aggregate: \"{}\",", digests.aggregate);
        println!("        verify: \"{}\",", digests.verify);
        println!("    }},");
    }
    println!("];");
    Ok(())
}
