//! Making a key set, file by file; what is already there and whole is kept.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use openvm_static_verifier::{Halo2Params, StaticVerifierCircuit};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{
    engine::Engine,
    error::{Error, Result},
    object::segment::hex,
    snark::{
        halo2::{self, Layout, STATIC_K, WRAPPER_K},
        key_set::{self, Entry, KeySet, MANIFEST, Manifest, names},
        progress::Progress,
        root::{self, RootKey},
        setup::{self, Setup},
        static_proof,
        verifier::Verifier,
        wrapper,
    },
};

/// Of the circuits and the files' formats; another one means other keys.
const VERSION: &str = "2";
/// How many phases [`make`] tells of.
pub const PHASES: u32 = 5;
const LOCK: &str = "lock";

/// Makes a key set below a directory and returns its path, whose last part is its id. `setup` has the 2^k powers of tau.
///
/// What an earlier attempt has made is kept if it is whole, so an interrupted one goes on, and a damaged file is made anew.
pub fn make(
    engine: &Engine,
    directory: &Path,
    kind: setup::Kind,
    setup: impl Fn(u32) -> Result<Setup>,
    progress: &mut Progress,
) -> Result<PathBuf> {
    let version = format!("{VERSION}-{}", engine.version().replace('/', "_"));
    let partial = directory.join(format!("{version}-{kind}.partial"));
    fs::create_dir_all(&partial).map_err(|e| at(&partial, &e))?;
    let lock = File::create(partial.join(LOCK)).map_err(|e| at(&partial, &e))?;
    lock.try_lock()
        .map_err(|_| Error::Io(format!("{}: another process makes these keys", partial.display())))?;
    let work = Work { kind, partial, earlier: earlier(directory, engine, kind) };
    work.make_all(engine, setup, progress)?;
    work.finish(directory, engine)
}

/// A whole set of this kind, with whatever damage.
fn earlier(directory: &Path, engine: &Engine, kind: setup::Kind) -> Option<(PathBuf, Manifest)> {
    let sets = fs::read_dir(directory).ok()?.flatten().map(|entry| entry.path());
    let of_kind = |manifest: &Manifest| {
        manifest.version == VERSION && manifest.engine_version == engine.version() && manifest.setup == kind
    };
    sets.filter_map(|path| KeySet::open(&path).ok().map(|set| (path, set.manifest().clone())))
        .find(|(_, manifest)| of_kind(manifest))
}

/// A key set that is not finished: its files, each with a note of what it should be beside it.
struct Work {
    kind: setup::Kind,
    partial: PathBuf,
    earlier: Option<(PathBuf, Manifest)>,
}

impl Work {
    fn make_all(
        &self,
        engine: &Engine,
        setup: impl Fn(u32) -> Result<Setup>,
        progress: &mut Progress,
    ) -> Result<()> {
        progress.begin("setup");
        for (name, k) in [(names::STATIC_SRS, STATIC_K), (names::WRAPPER_SRS, WRAPPER_K)] {
            self.unless_whole(&[name], || {
                let setup = setup(k)?;
                self.write(name, |mut writer| setup.write(&mut writer))
            })?;
        }

        progress.begin("root key");
        self.unless_whole(&[names::ROOT_KEY], || {
            self.write(names::ROOT_KEY, key_set::encoded(&RootKey::generate(engine)?))
        })?;
        self.unless_whole(&[names::CIRCUIT], || {
            let circuit = self.value::<RootKey>(names::ROOT_KEY)?.static_verifier(engine)?;
            self.write(names::CIRCUIT, key_set::encoded(&circuit))
        })?;

        progress.begin("key of the static verifier");
        self.unless_whole(&[names::STATIC_KEY, names::STATIC_LAYOUT], || {
            halo2::check_memory()?;
            let circuit: StaticVerifierCircuit = self.value(names::CIRCUIT)?;
            let srs = self.srs(names::STATIC_SRS, STATIC_K)?;
            let (key, layout) = static_proof::generate_key(&srs, &circuit, &root::representative()?)?;
            self.write(names::STATIC_KEY, halo2::write_key(&key))?;
            self.write(names::STATIC_LAYOUT, key_set::encoded(&layout))
        })?;

        progress.begin("key of the wrapper");
        self.unless_whole(&[names::WRAPPER_KEY, names::WRAPPER_LAYOUT], || {
            halo2::check_memory()?;
            let below: Layout = self.value(names::STATIC_LAYOUT)?;
            let (key, layout) =
                wrapper::generate_key(&self.srs(names::WRAPPER_SRS, WRAPPER_K)?, below.protocol)?;
            self.write(names::WRAPPER_KEY, halo2::write_key(&key))?;
            self.write(names::WRAPPER_LAYOUT, key_set::encoded(&layout))
        })?;

        progress.begin("verifier and contract");
        self.unless_whole(&[names::VERIFIER, names::CONTRACT], || {
            let layout: Layout = self.value(names::WRAPPER_LAYOUT)?;
            let srs = self.srs(names::WRAPPER_SRS, WRAPPER_K)?;
            let verifier = Verifier::of(engine.version(), self.kind, &srs, layout.protocol);
            let (json, contract) = (verifier.json(), verifier.contract()?);
            self.write(names::VERIFIER, |writer| writer.write_all(json.as_bytes()))?;
            self.write(names::CONTRACT, |writer| writer.write_all(contract.as_bytes()))
        })
    }

    fn srs(&self, name: &str, k: u32) -> Result<Halo2Params> {
        halo2::read_srs(self.kind, k, &self.partial.join(name), &self.entry(name)?)
    }

    fn unless_whole(&self, files: &[&str], make: impl FnOnce() -> Result<()>) -> Result<()> {
        if files.iter().all(|name| self.has(name)) { Ok(()) } else { make() }
    }

    /// Whether a file is there and whole, here or in the earlier set.
    fn has(&self, name: &str) -> bool {
        let path = self.partial.join(name);
        if self.entry(name).is_ok_and(|entry| key_set::is_whole(&path, &entry)) {
            return true;
        }
        let Some((directory, manifest)) = &self.earlier else { return false };
        let Some(entry) = manifest.files.get(name) else { return false };
        let source = directory.join(name);
        let _ = fs::remove_file(&path);
        key_set::is_whole(&source, entry)
            && fs::hard_link(source, path).is_ok()
            && self.note(name, entry).is_ok()
    }

    fn note_of(&self, name: &str) -> PathBuf {
        self.partial.join(format!("{name}.entry"))
    }

    fn note(&self, name: &str, entry: &Entry) -> Result<()> {
        let json = serde_json::json!(entry).to_string();
        key_set::write(&self.note_of(name), |writer| writer.write_all(json.as_bytes())).map(|_| ())
    }

    fn entry(&self, name: &str) -> Result<Entry> {
        let path = self.note_of(name);
        let bytes = fs::read(&path).map_err(|e| at(&path, &e))?;
        serde_json::from_slice(&bytes).map_err(|e| at(&path, &e.into()))
    }

    fn write(&self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        self.note(name, &key_set::write(&self.partial.join(name), write)?)
    }

    fn read<T>(&self, name: &str, read: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> Result<T> {
        key_set::read_checked(&self.partial.join(name), &self.entry(name)?, read)
    }

    fn value<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        self.read(name, key_set::decode)
    }

    /// Gives the set its manifest, and its name.
    fn finish(self, directory: &Path, engine: &Engine) -> Result<PathBuf> {
        let entries = names::ALL.iter().map(|name| Ok(((*name).to_owned(), self.entry(name)?)));
        let manifest = Manifest {
            version: VERSION.into(),
            engine_version: engine.version().into(),
            setup: self.kind,
            files: entries.collect::<Result<_>>()?,
        };
        let json = serde_json::json!(manifest).to_string();
        let id = hex(&Sha256::digest(&json));
        let path = directory.join(&id);
        let partial = &self.partial;
        for name in names::ALL {
            let _ = fs::remove_file(self.note_of(name));
        }
        key_set::write(&partial.join(MANIFEST), |writer| writer.write_all(json.as_bytes()))?;
        let _ = fs::remove_file(partial.join(LOCK));
        if path.exists() {
            // Damaged, or made meanwhile: both have the same content now.
            fs::remove_dir_all(&path).map_err(|e| at(&path, &e))?;
        }
        fs::rename(partial, &path).map_err(|e| at(&path, &e))?;
        Ok(path)
    }
}

fn at(path: &Path, why: &io::Error) -> Error {
    Error::Io(format!("{}: {why}", path.display()))
}
