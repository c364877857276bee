//! The segment object: where a piece of a run starts, in what state, and how long it is.

use std::sync::Arc;

use crate::{
    error::{Error, Result},
    limits::{MEMORY_PAGES, PAGE_BYTES, PUBLIC_VALUE_BYTES, REGISTERS},
    machine::vm::{self, Machine, Model},
    object::{
        codec::{self, Malformed, Reader, Writer},
        memory_image::Image,
    },
    run::meter::Work,
};

const MAGIC: &[u8; 8] = b"PVSEGM\0\x01";
const COMPRESSION: i32 = 1;
/// More traces than the machine has.
const MAX_HEIGHTS: usize = 256;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub model: Model,
    pub program_id: [u8; 32],
    pub index: u32,
    pub is_last: bool,
    pub pc: u32,
    /// Instructions before it, and in it.
    pub start: u64,
    pub instructions: u64,
    pub registers: [u32; REGISTERS],
    pub public_values: [u8; PUBLIC_VALUE_BYTES],
    /// Inputs that HintInput has handed out, and how much of the last one's hints is unread.
    pub inputs_taken: u32,
    pub hints_left: u64,
    pub log_height: u32,
    pub heights: Vec<u32>,
    /// Numbers, ascending, and contents of the pages that differ from the program's image.
    pub pages: Vec<u32>,
    pub contents: Vec<u8>,
}

impl Segment {
    pub fn encode(&self, machine: &Machine) -> Result<Vec<u8>> {
        let mut writer = Writer::default();
        writer
            .sized(machine.version().as_bytes())
            .bytes(&self.program_id)
            .u32(self.index)
            .u8(self.is_last.into())
            .u32(self.pc)
            .u64(self.start)
            .u64(self.instructions);
        for register in self.registers {
            writer.u32(register);
        }
        writer
            .bytes(&self.public_values)
            .u32(self.inputs_taken)
            .u64(self.hints_left)
            .u32(self.log_height)
            .u32(self.heights.len() as u32);
        for height in &self.heights {
            writer.u32(*height);
        }
        writer.u32(self.pages.len() as u32);
        for page in &self.pages {
            writer.u32(*page);
        }
        let contents = zstd::bulk::compress(&self.contents, COMPRESSION).map_err(Error::engine)?;
        writer.sized(&contents);
        Ok(writer.seal(MAGIC))
    }

    /// Reads an object of one of these machines.
    pub fn decode(machines: &[&Arc<Machine>], object: &[u8]) -> Result<Self> {
        decode(machines, object).map_err(Error::segment)
    }

    /// Whether it starts in the state that a program with this entry starts in.
    pub fn is_start(&self, entry: u32) -> bool {
        self.pc == entry
            && self.start == 0
            && self.registers == [0; REGISTERS]
            && self.public_values == [0; PUBLIC_VALUE_BYTES]
            && (self.inputs_taken, self.hints_left) == (0, 0)
            && self.pages.is_empty()
    }

    /// The program's image with this segment's pages in place of its own.
    pub fn image(&self, initial: &Image) -> Image {
        let mut image = initial.clone();
        for (page, content) in self.pages.iter().zip(self.contents.chunks_exact(PAGE_BYTES)) {
            image.write(page * PAGE_BYTES as u32, content);
        }
        image
    }

    pub fn describe(&self, work: &Work) -> serde_json::Value {
        serde_json::json!({
            "object": "segment",
            "machine": self.model.name(),
            "program_id": hex(&self.program_id),
            "index": self.index,
            "last": self.is_last,
            "pc": self.pc,
            "start": self.start,
            "instructions": self.instructions,
            "inputs_taken": self.inputs_taken,
            "segment_log_height": self.log_height,
            "pages": self.pages.len(),
            "work": work,
        })
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes that pairs of hexadecimal digits, of either case, stand for.
#[cfg(feature = "snark")]
pub fn unhex(digits: &str) -> Option<Vec<u8>> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    pairs.iter().map(|[high, low]| Some((digit(*high)? << 4 | digit(*low)?) as u8)).collect()
}

pub fn is_segment(object: &[u8]) -> bool {
    object.starts_with(MAGIC)
}

fn decode(machines: &[&Arc<Machine>], object: &[u8]) -> std::result::Result<Segment, Malformed> {
    let mut reader = Reader::new(codec::open(MAGIC, object)?);
    let model = vm::named(machines, reader.text()?)?.model();
    let program_id = reader.array()?;
    let index = reader.u32()?;
    let is_last = reader.bool()?;
    let pc = reader.u32()?;
    if !pc.is_multiple_of(4) {
        return Err(format!("pc 0x{pc:x} is not a multiple of 4"));
    }
    let start = reader.u64()?;
    let instructions = reader.u64()?;
    let mut registers = [0; REGISTERS];
    for register in &mut registers {
        *register = reader.u32()?;
    }
    let public_values = reader.array()?;
    let inputs_taken = reader.u32()?;
    let hints_left = reader.u64()?;
    let log_height = reader.u32()?;
    let heights = words(&mut reader, MAX_HEIGHTS)?;
    let pages = words(&mut reader, MEMORY_PAGES as usize)?;
    let ascending = pages.windows(2).all(|pair| pair[0] < pair[1]);
    if !ascending || pages.last().is_some_and(|last| *last >= MEMORY_PAGES) {
        return Err("its pages are not ascending numbers of pages".into());
    }
    let compressed = reader.sized()?;
    reader.end()?;
    let size = pages.len() * PAGE_BYTES;
    if size > 0 && compressed.len() < size / MAX_RATIO {
        return Err("its pages are missing".into());
    }
    let contents = zstd::bulk::decompress(compressed, size).map_err(|e| e.to_string())?;
    if contents.len() != size {
        return Err(format!("{} bytes of pages, {size} expected", contents.len()));
    }
    Ok(Segment {
        model,
        program_id,
        index,
        is_last,
        pc,
        start,
        instructions,
        registers,
        public_values,
        inputs_taken,
        hints_left,
        log_height,
        heights,
        pages,
        contents,
    })
}

/// Zstandard cannot shrink zeros further than about this.
const MAX_RATIO: usize = 1 << 16;

fn words(reader: &mut Reader, most: usize) -> std::result::Result<Vec<u32>, Malformed> {
    let count = reader.u32()? as usize;
    if count > most {
        return Err(format!("{count} words, at most {most} expected"));
    }
    let bytes = reader.bytes(count * size_of::<u32>())?;
    Ok(bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect())
}
