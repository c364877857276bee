//! Which byte of a word is a guest's first. Memory holds words as the registers do, so for a big-endian guest the byte at an
//! address lies at that address with its two lowest bits flipped.

use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    /// Where the guest's byte at an address lies.
    pub fn place(self, address: usize) -> usize {
        match self {
            Self::Little => address,
            Self::Big => address ^ 3,
        }
    }

    /// The guest's bytes from an address on; nothing if some of them lie beyond memory, whose size is a multiple of four.
    pub fn read(self, memory: &[u8], address: usize, count: usize) -> Option<Cow<'_, [u8]>> {
        let end = address.checked_add(count)?;
        let bytes = memory.get(address..end)?;
        Some(match self {
            Self::Little => Cow::Borrowed(bytes),
            Self::Big => (address..end).map(|at| memory[self.place(at)]).collect(),
        })
    }
}
