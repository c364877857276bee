//! Reading byte formats without believing them: every length is checked against what is there.

use sha2::{Digest, Sha256};

/// Too short, or a number out of its range; the text says which.
pub type Malformed = String;

pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (head, tail) = self
            .rest
            .split_at_checked(count)
            .ok_or_else(|| format!("{count} bytes expected, {} are left", self.rest.len()))?;
        self.rest = tail;
        Ok(head)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let mut array = [0; N];
        array.copy_from_slice(self.bytes(N)?);
        Ok(array)
    }

    pub fn u8(&mut self) -> Result<u8, Malformed> {
        Ok(self.array::<1>()?[0])
    }

    pub fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn i32(&mut self) -> Result<i32, Malformed> {
        self.array().map(i32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Result<u64, Malformed> {
        self.array().map(u64::from_le_bytes)
    }

    pub fn bool(&mut self) -> Result<bool, Malformed> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(format!("a flag is {other}, must be 0 or 1")),
        }
    }

    /// A u32 length and so many bytes.
    pub fn sized(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.u32()? as usize;
        self.bytes(length)
    }

    pub fn text(&mut self) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.sized()?).map_err(|e| e.to_string())
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    pub fn end(&self) -> Result<(), Malformed> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(format!("{} bytes follow its end", self.rest.len()))
    }
}

#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    pub fn u8(&mut self, value: u8) -> &mut Self {
        self.bytes(&[value])
    }

    pub fn u32(&mut self, value: u32) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    pub fn u64(&mut self, value: u64) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    pub fn sized(&mut self, bytes: &[u8]) -> &mut Self {
        self.u32(bytes.len() as u32).bytes(bytes)
    }

    /// The object: magic, SHA-256 of the rest, the rest.
    pub fn seal(self, magic: &[u8; 8]) -> Vec<u8> {
        seal(magic, &self.bytes)
    }
}

const HEADER: usize = 8 + 32;

pub fn seal(magic: &[u8; 8], body: &[u8]) -> Vec<u8> {
    let mut object = Vec::with_capacity(HEADER + body.len());
    object.extend_from_slice(magic);
    object.extend_from_slice(&Sha256::digest(body));
    object.extend_from_slice(body);
    object
}

/// What [`seal`] sealed, if it is unchanged.
pub fn open<'a>(magic: &[u8; 8], object: &'a [u8]) -> Result<&'a [u8], Malformed> {
    let (head, body) = object.split_at_checked(HEADER).ok_or("shorter than its header")?;
    if head[..8] != *magic {
        return Err(format!("it does not begin with {}", magic.escape_ascii()));
    }
    if head[8..] != *Sha256::digest(body) {
        return Err("its content does not have the SHA-256 that it states".into());
    }
    Ok(body)
}
