//! provelet-snark: one step of an on-chain proof. Each line of its output is a JSON object: `{"phase":…,"done":…,"total":…}`, at
//! the end `{"result":{…,"usage":{"seconds":…,"cpuSeconds":…,"peakMiB":…}}}` or `{"error":{"status":…,"message":…}}`. A status is the header's pv_status, and the exit code.

use std::{
    fs,
    io::{self, Write},
    mem::MaybeUninit,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::{Args, Parser, Subcommand};
use provelet_engine::{
    Engine, Error, Result,
    snark::{
        key_set::{self, KeySet},
        make,
        progress::Progress,
        root,
        setup::{self, NamedFile, Setup},
        static_proof, wrapper,
    },
    step,
};
use serde_json::{Value, json};

/// More than any proof that a step takes.
const MOST_INPUT_BYTES: u64 = 16 << 20;
/// Of the thread that works: the circuits' builders recurse.
const STACK_BYTES: usize = 64 << 20;

#[derive(Parser)]
#[command(about = "One step of an on-chain proof", disable_help_subcommand = true)]
struct Command {
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Makes a key set, or what is damaged of one.
    Setup {
        /// The directory that key sets are in.
        #[arg(long)]
        keys: PathBuf,
        /// Where the engine keeps its own keys.
        #[arg(long)]
        cache: PathBuf,
        #[command(flatten)]
        setup: SetupChoice,
    },
    /// A final proof becomes a root proof.
    Root {
        #[arg(long)]
        cache: PathBuf,
        #[command(flatten)]
        files: Files,
    },
    /// A root proof becomes a static proof.
    Snark {
        #[command(flatten)]
        files: Files,
    },
    /// A static proof becomes an on-chain proof.
    WrapEvm {
        #[command(flatten)]
        files: Files,
    },
}

#[derive(Args)]
struct SetupChoice {
    /// The files of the public ceremony, kzg_bn254_21.srs and kzg_bn254_22.srs.
    #[arg(long, requires = "sha256", required_unless_present = "insecure_dev")]
    srs: Vec<PathBuf>,
    /// What the SHA-256 of each must be, in the same order.
    #[arg(long, requires = "srs")]
    sha256: Vec<String>,
    /// A setup whose secret everyone knows: anyone can forge its proofs.
    #[arg(long, conflicts_with = "srs")]
    insecure_dev: bool,
}

#[derive(Args)]
struct Files {
    /// The directory of one key set.
    #[arg(long)]
    key_set: PathBuf,
    #[arg(long)]
    input: PathBuf,
    #[arg(long)]
    output: PathBuf,
}

fn main() -> ExitCode {
    die_with_parent();
    // OpenVM's static verifier would make a setup of its own if it were set.
    // SAFETY: there is no other thread yet.
    unsafe { std::env::remove_var("RANDOM_SRS") };
    let started = Instant::now();
    let command = Command::parse();
    let work = std::thread::Builder::new()
        .name("step".into())
        .stack_size(STACK_BYTES)
        .spawn(move || step(|| run(command.step)))
        .map(|thread| thread.join());
    let result = match work {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(Error::Panic("the step's thread panicked".into())),
        Err(e) => Err(Error::Resource(format!("no thread: {e}"))),
    };
    match result {
        Ok(mut result) => {
            result["usage"] = usage(started);
            tell(&json!({ "result": result }));
            ExitCode::SUCCESS
        }
        Err(why) => {
            tell(&json!({"error": {"status": why.status(), "message": why.to_string()}}));
            ExitCode::from(u8::try_from(why.status()).unwrap_or(u8::MAX))
        }
    }
}

/// Whoever started this step may die without a word; then nobody wants it any more.
fn die_with_parent() {
    // SAFETY: it takes a signal's number and touches no memory.
    unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
}

/// What the step has taken of the machine.
fn usage(started: Instant) -> Value {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: it fills the struct that it is given, for which zeros are a value, too.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr());
        usage.assume_init()
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    json!({
        "seconds": started.elapsed().as_secs_f64(),
        "cpuSeconds": seconds(usage.ru_utime) + seconds(usage.ru_stime),
        "peakMiB": usage.ru_maxrss >> 10,
    })
}

fn tell(line: &Value) {
    let mut out = io::stdout().lock();
    // Without a reader there is no one to tell; the work is worth as much.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn progress(phases: u32) -> Progress<'static> {
    Progress::new(phases, |phase, done, total| tell(&json!({"phase": phase, "done": done, "total": total})))
}

fn run(step: Step) -> Result<Value> {
    match step {
        Step::Setup { keys, cache, setup } => {
            let engine = Engine::open(&cache)?;
            let kind = if setup.insecure_dev { setup::Kind::InsecureDev } else { setup::Kind::Ceremony };
            let files = setup.files()?;
            let powers = |k| match kind {
                setup::Kind::InsecureDev => Ok(Setup::insecure_dev(k)),
                setup::Kind::Ceremony => Ok(Setup::read_ceremony(k, &files)?),
            };
            let set = make::make(&engine, &keys, kind, powers, &mut progress(make::PHASES))?;
            let id = set.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            Ok(json!({"keySet": id, "setup": kind}))
        }
        Step::Root { cache, files } => {
            let engine = Engine::open(&cache)?;
            files.convert(root::PHASES, |keys, input, progress| {
                root::prove(&engine, &keys.value(key_set::names::ROOT_KEY)?, input, progress)
            })
        }
        Step::Snark { files } => files.convert(static_proof::PHASES, static_proof::prove),
        Step::WrapEvm { files } => files.convert(wrapper::PHASES, wrapper::prove),
    }
}

impl SetupChoice {
    fn files(&self) -> Result<Vec<NamedFile>> {
        let (files, digests) = (self.srs.len(), self.sha256.len());
        if files != digests {
            return Err(Error::InvalidArgument(format!(
                "--srs is there {files} times and --sha256 {digests} times: each file needs its own"
            )));
        }
        let named =
            |(path, sha256): (&PathBuf, &String)| NamedFile { path: path.clone(), sha256: sha256.clone() };
        Ok(self.srs.iter().zip(&self.sha256).map(named).collect())
    }
}

impl Files {
    fn convert(
        &self,
        phases: u32,
        work: impl FnOnce(&KeySet, &[u8], &mut Progress) -> Result<Vec<u8>>,
    ) -> Result<Value> {
        let keys = KeySet::open(&self.key_set)?;
        let output = work(&keys, &read(&self.input)?, &mut progress(phases))?;
        key_set::write(&self.output, |writer| writer.write_all(&output))?;
        Ok(json!({}))
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let io = |e: io::Error| Error::Io(format!("{}: {e}", path.display()));
    let size = fs::metadata(path).map_err(io)?.len();
    if size > MOST_INPUT_BYTES {
        return Err(Error::proof(format!("{size} bytes, at most {MOST_INPUT_BYTES} are read")));
    }
    fs::read(path).map_err(io)
}
