//! The key cache: one file per key, trusted no further than what is compiled in says of it.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    machine::key_digests::{Key, KeyDigests},
    object::codec,
};

const MAGIC: &[u8; 8] = b"PVKEYS\0\x01";

pub struct KeyCache {
    directory: PathBuf,
    prefix: String,
    digests: Option<KeyDigests>,
}

impl KeyCache {
    /// Keys of one machine's version in a directory, which is created if it is missing. Without digests, any keys will do.
    pub fn open(directory: &Path, version: &str, digests: Option<KeyDigests>) -> Result<Self> {
        fs::create_dir_all(directory).map_err(|e| Error::Io(format!("{}: {e}", directory.display())))?;
        if !directory.is_dir() {
            return Err(Error::Io(format!("{} is not a directory", directory.display())));
        }
        Ok(Self { directory: directory.to_owned(), prefix: version.replace('/', "_"), digests })
    }

    /// Reads a key, or makes it and keeps it. It is the one that was released, or an error.
    pub fn key<K: Key>(&self, make: impl FnOnce() -> Result<K>) -> Result<K> {
        let Some(expected) = self.digests.as_ref().map(K::expected) else {
            return self.get(K::NAME, |_| true, make);
        };
        let is_released = |key: &K| key.digest().is_ok_and(|digest| digest == expected);
        self.get(K::NAME, is_released, || {
            let key = make()?;
            let digest = key.digest()?;
            if digest == expected {
                return Ok(key);
            }
            Err(Error::engine(format!(
                "the verifying keys of {} that this library makes ({}) have the SHA-256 {digest}, those of its release \
                 {expected}: it was built from other circuits. If they were changed on purpose, `src-native-cuda/build \
                 --key-digests` notes their keys, see CONTRIBUTING.md; else build it again from unchanged sources with its \
                 Cargo.lock",
                self.prefix,
                K::NAME
            )))
        })
    }

    /// Reads something that follows from a key and that no verifier relies on, or makes it and keeps it.
    pub fn derived<T: Serialize + DeserializeOwned>(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        self.get(name, |_| true, make)
    }

    /// Of several processes that want the same, one makes it.
    fn get<T: Serialize + DeserializeOwned>(
        &self,
        name: &str,
        will_do: impl Fn(&T) -> bool,
        make: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let read = |path: &Path| read(path).filter(|key| will_do(key));
        let path = self.directory.join(format!("{}.{name}.key", self.prefix));
        if let Some(key) = read(&path) {
            return Ok(key);
        }
        // A lock that cannot be had only means that the work may be done twice.
        let lock = File::create(path.with_extension("lock")).ok();
        if let Some(lock) = &lock {
            let _ = lock.lock();
            if let Some(key) = read(&path) {
                return Ok(key);
            }
        }
        let key = make()?;
        // Without room on the disk the key is made anew next time.
        let _ = write(&path, &key);
        Ok(key)
    }
}

fn encoding() -> impl bincode::config::Config {
    bincode::config::standard().with_fixed_int_encoding()
}

fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = fs::read(path).ok()?;
    let body = codec::open(MAGIC, &bytes).ok()?;
    let (key, used) = bincode::serde::decode_from_slice(body, encoding()).ok()?;
    (used == body.len()).then_some(key)
}

fn write<T: Serialize>(path: &Path, key: &T) -> std::io::Result<()> {
    let body = bincode::serde::encode_to_vec(key, encoding()).map_err(std::io::Error::other)?;
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    let written = File::create(&temporary).and_then(|mut file| {
        file.write_all(MAGIC)?;
        file.write_all(&Sha256::digest(&body))?;
        file.write_all(&body)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// A value made at first use. A failure is not remembered.
pub struct Lazy<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Lazy<T> {
    pub fn get(&self, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = &*slot {
            return Ok(value.clone());
        }
        let value = Arc::new(make()?);
        *slot = Some(value.clone());
        Ok(value)
    }
}
