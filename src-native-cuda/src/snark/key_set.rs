//! The keys of on-chain proofs: one directory for an engine version and a setup, whatever is proved with them.
//!
//! Its name is the SHA-256 of its manifest, which has that of every file. Files are read as a stream and hashed on the way, so
//! that none is twice in memory; what was read counts only once the hash has been found right.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use openvm_static_verifier::Halo2Params;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    object::segment::hex,
    snark::{
        halo2::{self, STATIC_K, WRAPPER_K},
        setup::Kind,
    },
};

pub const MANIFEST: &str = "manifest.json";
/// Larger than any manifest.
const MOST_MANIFEST_BYTES: u64 = 64 << 10;
const BUFFER: usize = 4 << 20;

/// The files of a key set, in the order in which they are made.
pub mod names {
    /// The powers of tau for the static verifier.
    pub const STATIC_SRS: &str = "static.srs";
    /// Those for the wrapper: more, so that their Lagrange basis is another.
    pub const WRAPPER_SRS: &str = "wrapper.srs";
    pub const ROOT_KEY: &str = "root.key";
    pub const CIRCUIT: &str = "circuit";
    pub const STATIC_KEY: &str = "static.key";
    pub const STATIC_LAYOUT: &str = "static.layout";
    pub const WRAPPER_KEY: &str = "wrapper.key";
    pub const WRAPPER_LAYOUT: &str = "wrapper.layout";
    pub const VERIFIER: &str = "verifier.json";
    pub const CONTRACT: &str = "Verifier.sol";

    pub const ALL: [&str; 10] = [
        STATIC_SRS,
        WRAPPER_SRS,
        ROOT_KEY,
        CIRCUIT,
        STATIC_KEY,
        STATIC_LAYOUT,
        WRAPPER_KEY,
        WRAPPER_LAYOUT,
        VERIFIER,
        CONTRACT,
    ];
}

/// A file's size and content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub bytes: u64,
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// Of the files' formats and circuits.
    pub version: String,
    pub engine_version: String,
    pub setup: Kind,
    pub files: BTreeMap<String, Entry>,
}

pub struct KeySet {
    directory: PathBuf,
    manifest: Manifest,
}

impl KeySet {
    /// Opens the directory of a key set. Its files are checked when they are read.
    pub fn open(directory: &Path) -> Result<Self> {
        let path = directory.join(MANIFEST);
        let io = |e: io::Error| Error::Io(format!("{}: {e}", path.display()));
        let mut bytes = Vec::new();
        File::open(&path).map_err(io)?.take(MOST_MANIFEST_BYTES).read_to_end(&mut bytes).map_err(io)?;
        let id = hex(&Sha256::digest(&bytes));
        if directory.file_name().and_then(|name| name.to_str()) != Some(&id) {
            return Err(damaged(&path, &format!("its SHA-256 is {id}, not the name of its directory")));
        }
        let manifest = serde_json::from_slice(&bytes).map_err(|e| damaged(&path, &e.to_string()))?;
        Ok(Self { directory: directory.to_owned(), manifest })
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Reads a file with `read`, which must take all of it.
    pub fn read<T>(&self, name: &str, read: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> Result<T> {
        read_checked(&self.directory.join(name), self.entry(name)?, read)
    }

    /// The powers of tau of static proofs.
    pub fn static_srs(&self) -> Result<Halo2Params> {
        self.srs(names::STATIC_SRS, STATIC_K)
    }

    /// The powers of tau of the wrapper's proofs.
    pub fn wrapper_srs(&self) -> Result<Halo2Params> {
        self.srs(names::WRAPPER_SRS, WRAPPER_K)
    }

    fn srs(&self, name: &str, k: u32) -> Result<Halo2Params> {
        halo2::read_srs(self.manifest.setup, k, &self.directory.join(name), self.entry(name)?)
    }

    fn entry(&self, name: &str) -> Result<&Entry> {
        let entry = self.manifest.files.get(name);
        entry.ok_or_else(|| Error::Io(format!("the key set has no file {name}")))
    }

    /// Reads a value that [`encoded`] wrote.
    pub fn value<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        self.read(name, decode)
    }
}

/// Reads a file, and checks that it is the one that the entry is of.
pub fn read_checked<T>(
    path: &Path,
    entry: &Entry,
    read: impl FnOnce(&mut dyn Read) -> io::Result<T>,
) -> Result<T> {
    let io = |e: io::Error| Error::Io(format!("{}: {e}", path.display()));
    let file = File::open(path).map_err(io)?;
    let bytes = file.metadata().map_err(io)?.len();
    if bytes != entry.bytes {
        return Err(damaged(path, &format!("it has {bytes} bytes, should have {}", entry.bytes)));
    }
    let mut reader = BufReader::with_capacity(BUFFER, Hashing { inner: file, hash: Sha256::new() });
    let value = read(&mut reader);
    // Whatever was not taken is hashed, too: a wrong hash explains more than a value that cannot be read.
    io::copy(&mut reader, &mut io::sink()).map_err(io)?;
    let sha256 = hex(&reader.into_inner().hash.finalize());
    if sha256 != entry.sha256 {
        return Err(damaged(path, &format!("its SHA-256 is {sha256}, should be {}", entry.sha256)));
    }
    value.map_err(io)
}

/// Whether a file is there and right.
pub fn is_whole(path: &Path, entry: &Entry) -> bool {
    read_checked(path, entry, |_| Ok(())).is_ok()
}

/// Writes a file and says what was written. It has its name only once it is whole.
pub fn write(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Entry> {
    let io = |e: io::Error| match e.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Error::Resource(format!("no room on the disk for {}: {e}", path.display()))
        }
        _ => Error::Io(format!("{}: {e}", path.display())),
    };
    let temporary = path.with_added_extension("tmp");
    let written = || {
        let hashing = Hashing { inner: File::create(&temporary)?, hash: Sha256::new() };
        let mut writer = BufWriter::with_capacity(BUFFER, hashing);
        write(&mut writer)?;
        let Hashing { inner, hash } = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        inner.sync_all()?;
        fs::rename(&temporary, path)?;
        Ok(Entry { bytes: inner.metadata()?.len(), sha256: hex(&hash.finalize()) })
    };
    written().map_err(|e| {
        let _ = fs::remove_file(&temporary);
        io(e)
    })
}

/// A way to [`write`] a value.
pub fn encoded<T: Serialize>(value: &T) -> impl FnOnce(&mut dyn Write) -> io::Result<()> {
    move |mut writer| {
        bincode::serde::encode_into_std_write(value, &mut writer, bincode::config::standard())
            .map_err(io::Error::other)?;
        Ok(())
    }
}

/// Reads what [`encoded`] wrote.
pub fn decode<T: DeserializeOwned>(mut reader: &mut dyn Read) -> io::Result<T> {
    bincode::serde::decode_from_std_read(&mut reader, bincode::config::standard()).map_err(io::Error::other)
}

pub fn damaged(path: &Path, why: &str) -> Error {
    Error::Io(format!("{} is damaged: {why}; make it anew with `provelet snark setup`", path.display()))
}

struct Hashing<T> {
    inner: T,
    hash: Sha256,
}

impl<T: Read> Read for Hashing<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

impl<T: Write> Write for Hashing<T> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
