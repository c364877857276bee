//! Links the GPU prover to CUDA so that the library can be loaded where there is no driver: see cuda/device.c and ADR 014.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The functions of the runtime, and one of the crates, that cuda/device.c stands before.
const WRAPPED: [&str; 11] = [
    "_vpmm_check_support",
    "cudaEventCreate",
    "cudaEventRecord",
    "cudaEventSynchronize",
    "cudaFree",
    "cudaFreeAsync",
    "cudaGetDevice",
    "cudaGetLastError",
    "cudaMallocAsync",
    "cudaSetDevice",
    "cudaStreamSynchronize",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_CUDA").is_some() {
        cuda();
    }
}

fn cuda() {
    println!("cargo:rerun-if-changed=cuda/device.c");
    let toolkit = PathBuf::from(variable("CUDA_PATH"));
    let runtime = runtime(&toolkit);
    println!("cargo:rustc-env=PROVELET_CUDA_ARCH={}", variable("CUDA_ARCH"));
    let out = PathBuf::from(variable("OUT_DIR"));
    let device = cc::Build::new()
        .file("cuda/device.c")
        .include(toolkit.join("include"))
        .flag("-std=c11")
        .warnings(true)
        .extra_warnings(true)
        .warnings_into_errors(true)
        .cargo_metadata(false)
        .try_compile("provelet_device");
    if let Err(why) = device {
        panic!("cuda/device.c: {why}");
    }
    // The crates ask for these libraries by name; the linker takes such a script for any of them.
    let group = |files: &[&Path]| {
        let files: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
        format!("GROUP({})\n", files.join(" "))
    };
    let cuda = group(&[&out.join("libprovelet_device.a"), &runtime]);
    let scripts =
        [("cuda", &cuda), ("cudart", &cuda), ("cudart_static", &cuda), ("stdc++", &group(&[&cpp()]))];
    for (name, script) in scripts {
        fs::write(out.join(format!("lib{name}.a")), script).expect("OUT_DIR can be written to");
    }
    println!("cargo:rustc-link-search=native={}", out.display());
    for function in WRAPPED {
        println!("cargo:rustc-link-arg=-Wl,--wrap={function}");
    }
}

/// The runtime's static library, so that none need be there when the engine is loaded.
fn runtime(toolkit: &Path) -> PathBuf {
    ["lib", "lib64", "targets/x86_64-linux/lib"]
        .map(|folder| toolkit.join(folder).join("libcudart_static.a"))
        .into_iter()
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("{} has no libcudart_static.a", toolkit.display()))
}

/// C++'s static library, for a container may have none.
fn cpp() -> PathBuf {
    let compiler = cc::Build::new().cpp(true).get_compiler();
    let asked =
        compiler.to_command().arg("-print-file-name=libstdc++.a").output().expect("the C++ compiler starts");
    String::from_utf8(asked.stdout).expect("a path").trim().into()
}

fn variable(name: &str) -> String {
    println!("cargo:rerun-if-env-changed={name}");
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set; build with src-native-cuda/build --cuda"))
}
