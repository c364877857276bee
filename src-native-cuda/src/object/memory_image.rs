//! The guest's memory in pages: a program's initial image, what a run has changed, and the root that commits to it.

use std::{collections::BTreeMap, fs::File, os::unix::fs::FileExt};

use openvm_circuit::{
    arch::{MemoryConfig, SystemConfig, hasher::poseidon2::vm_poseidon2_hasher},
    system::memory::{
        AddressMap,
        online::{GuestMemory, LinearMemory},
    },
};
use openvm_stark_sdk::config::baby_bear_poseidon2::{Digest, F};

use crate::{
    limits::{MEMORY_AS, MEMORY_PAGES, PAGE_BYTES},
    machine::memory_tree::{self, MemoryTree},
};

pub type Page = [u8; PAGE_BYTES];

static ZERO_PAGE: Page = [0; PAGE_BYTES];

/// Pages of guest memory that are not all zeros, by number.
#[derive(Clone, Default)]
pub struct Image {
    pages: BTreeMap<u32, Box<Page>>,
}

impl Image {
    /// Copies bytes to an address; both ends must lie in memory.
    pub fn write(&mut self, address: u32, mut bytes: &[u8]) {
        let mut at = address as usize;
        while !bytes.is_empty() {
            let start = at % PAGE_BYTES;
            let count = bytes.len().min(PAGE_BYTES - start);
            let page = self.pages.entry((at / PAGE_BYTES) as u32).or_insert_with(|| Box::new(ZERO_PAGE));
            page[start..start + count].copy_from_slice(&bytes[..count]);
            bytes = &bytes[count..];
            at += count;
        }
    }

    pub fn page(&self, number: u32) -> &Page {
        self.pages.get(&number).map_or(&ZERO_PAGE, |page| page)
    }

    /// Fresh memory for a run that starts from this image. `pages`: how much of it there is to be.
    pub fn memory(&self, config: &SystemConfig, pages: u32) -> GuestMemory {
        let mut spaces = config.memory_config.addr_spaces.clone();
        spaces[MEMORY_AS as usize].num_cells = pages as usize * PAGE_BYTES;
        let mut memory: AddressMap = AddressMap::new(spaces);
        let bytes = memory.mem[MEMORY_AS as usize].as_mut_slice();
        for (number, page) in self.pages.range(..pages) {
            let at = *number as usize * PAGE_BYTES;
            bytes[at..at + PAGE_BYTES].copy_from_slice(&page[..]);
        }
        GuestMemory::new(memory)
    }

    /// Numbers of the pages at which memory differs from this image, ascending.
    pub fn difference(&self, memory: &GuestMemory) -> Vec<u32> {
        let bytes = memory.memory.mem[MEMORY_AS as usize].as_slice();
        resident_pages(bytes)
            .into_iter()
            .filter(|number| page_of(bytes, *number) != self.page(*number))
            .collect()
    }

    /// Root of the memory tree that the circuit starts from.
    pub fn root(&self, config: &MemoryConfig) -> Digest {
        let pages: Vec<memory_tree::Page> = self
            .pages
            .iter()
            .map(|(number, bytes)| memory_tree::Page {
                space: MEMORY_AS,
                number: *number,
                bytes: bytes.as_slice().into(),
            })
            .collect();
        let hasher = vm_poseidon2_hasher::<F>();
        *MemoryTree::new(&pages, config.memory_dimensions(), &hasher, |_| false).root()
    }
}

pub fn page_of(bytes: &[u8], number: u32) -> &[u8] {
    let at = number as usize * PAGE_BYTES;
    &bytes[at..at + PAGE_BYTES]
}

/// Numbers of the pages that are not all zeros.
pub fn nonzero_pages(bytes: &[u8]) -> Vec<u32> {
    resident_pages(bytes).into_iter().filter(|number| page_of(bytes, *number) != ZERO_PAGE).collect()
}

/// One more than the number of the last page that was ever touched.
pub fn high_water(memory: &GuestMemory) -> u32 {
    let bytes = memory.memory.mem[MEMORY_AS as usize].as_slice();
    resident_pages(bytes).last().map_or(0, |last| last + 1)
}

/// Pages of an anonymous mapping that may hold anything but zeros. Reading half a gigabyte of untouched zeros for
/// every segment would take longer than running it, so the kernel is asked; if it will not say, all pages are named.
fn resident_pages(bytes: &[u8]) -> Vec<u32> {
    let all = (bytes.len() / PAGE_BYTES) as u32;
    page_map(bytes).unwrap_or_else(|| (0..all.min(MEMORY_PAGES)).collect())
}

fn page_map(bytes: &[u8]) -> Option<Vec<u32>> {
    const ENTRY: usize = 8;
    const PRESENT_OR_SWAPPED: u8 = 0b1100_0000;
    let start = bytes.as_ptr() as usize;
    if !start.is_multiple_of(PAGE_BYTES) {
        return None;
    }
    let map = File::open("/proc/self/pagemap").ok()?;
    let mut entries = vec![0; bytes.len() / PAGE_BYTES * ENTRY];
    map.read_exact_at(&mut entries, (start / PAGE_BYTES * ENTRY) as u64).ok()?;
    let resident = |(number, entry): (usize, &[u8])| {
        (entry[ENTRY - 1] & PRESENT_OR_SWAPPED != 0).then_some(number as u32)
    };
    Some(entries.chunks_exact(ENTRY).enumerate().filter_map(resident).collect())
}
