//! Prints src/released.rs as it has to be for this version's circuits: makes all machines' keys anew, and trusts no cache.

use provelet_engine::{APP_LOG_STACKED_HEIGHT, Engine, Model};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cache = tempfile::tempdir()?;
    let engine = Engine::open_with(cache.path(), APP_LOG_STACKED_HEIGHT)?;
    println!(
        "//! Written by `src-native-cuda/build --anchors`: digests of the verifying keys that this version's circuits have."
    );
    println!("\nuse crate::anchor::Anchors;\n\n/// In the order of the machines' numbers.");
    println!("pub const ANCHORS: [Anchors; {}] = [", Model::ALL.len());
    for model in Model::ALL {
        eprintln!("making the keys of the {} machine", model.name());
        let anchors = engine.anchors(model)?;
        println!("    Anchors {{");
        println!("        segment: \"{}\",", anchors.segment);
        println!("        aggregate: \"{}\",", anchors.aggregate);
        println!("        verify: \"{}\",", anchors.verify);
        println!("    }},");
    }
    println!("];");
    Ok(())
}
