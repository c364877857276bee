//! What a guest says to the world outside the proof: output, notes, and the request for its next input.
//!
//! Phantom instructions change nothing that is proved. They reach the host through a thread-local [`Host`] that only
//! a run in pv_execute or pv_split installs; when a segment is proved, output and notes go nowhere.

use std::{cell::RefCell, collections::BTreeMap};

use eyre::bail;
use openvm_circuit::{
    arch::{PhantomSubExecutor, Streams},
    system::memory::online::{GuestMemory, LinearMemory},
};
use openvm_instructions::PhantomDiscriminant;
use openvm_stark_backend::p3_field::PrimeField32;
use rand::rngs::StdRng;

use crate::{
    error::Error,
    limits::{MEMORY_AS, REGISTER_AS},
    machine::{byte_order::ByteOrder, operand_check::Access},
};

pub const HINT_INPUT: u16 = 0x20;
pub const OUTPUT: u16 = 0x5601;
pub const NOTE: u16 = 0x5602;

/// Linux's standard output, and the public values of a guest of the Ziren ABI.
const OUTPUTS: [u16; 2] = [1, 13];
/// More kinds of notes than this are counted together: a guest must not fill the host's memory.
const MAX_NOTES: usize = 4096;

/// Takes bytes that the guest wrote to a descriptor; false cancels the run.
pub type OutputCallback = Box<dyn FnMut(u32, &[u8]) -> bool>;

/// Why the host ended a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Cancelled,
    OutputLimit,
    BadAccess(Access),
    InputExhausted,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct NoteCount {
    pub count: u64,
    pub first: u32,
}

pub struct Host {
    pub order: ByteOrder,
    pub output: Option<OutputCallback>,
    /// Zero: none.
    pub max_output: u64,
    /// Zero: none.
    pub max_stderr: u64,
    pub output_bytes: u64,
    pub stderr_bytes: u64,
    pub notes: BTreeMap<(u16, u32), NoteCount>,
    pub stop: Option<Stop>,
    /// True while the run's own interpreter works; others repeat what it did, or belong to a callback.
    pub listening: bool,
}

thread_local! {
    static CURRENT: RefCell<Option<Host>> = const { RefCell::new(None) };
}

/// A host that is installed on this thread until this is dropped.
pub struct Installed(());

impl Host {
    pub fn install(self) -> Result<Installed, Error> {
        CURRENT.with(|current| match current.try_borrow_mut() {
            Ok(mut slot) if slot.is_none() => {
                *slot = Some(self);
                Ok(Installed(()))
            }
            _ => Err(Error::argument("a callback may not start another run on its thread")),
        })
    }

    fn write(&mut self, descriptor: u16, memory: &[u8], address: u32, count: u32) -> Result<(), Stop> {
        let length = u64::from(count);
        let Some(bytes) = self.order.read(memory, address as usize, count as usize) else {
            return Err(Stop::BadAccess(Access { address, bytes: count, aligned: true }));
        };
        let mut deliver = length;
        if OUTPUTS.contains(&descriptor) {
            let total = self.output_bytes.saturating_add(length);
            if self.max_output != 0 && total > self.max_output {
                return Err(Stop::OutputLimit);
            }
            self.output_bytes = total;
        } else {
            if self.max_stderr != 0 {
                deliver = self.max_stderr.saturating_sub(self.stderr_bytes).min(length);
            }
            self.stderr_bytes = self.stderr_bytes.saturating_add(length);
        }
        let Some(callback) = self.output.as_mut().filter(|_| deliver != 0) else { return Ok(()) };
        if callback(u32::from(descriptor), &bytes[..deliver as usize]) {
            Ok(())
        } else {
            Err(Stop::Cancelled)
        }
    }

    fn note(&mut self, kind: u16, number: u32, second: u32) {
        let key = if self.notes.len() < MAX_NOTES || self.notes.contains_key(&(kind, number)) {
            (kind, number)
        } else {
            (u16::MAX, 0)
        };
        let note = self.notes.entry(key).or_insert(NoteCount { count: 0, first: second });
        note.count += 1;
    }
}

impl Installed {
    pub fn with<R>(&self, use_host: impl FnOnce(&mut Host) -> R) -> R {
        CURRENT.with_borrow_mut(|host| use_host(host.as_mut().expect("the host is installed")))
    }

    /// Runs instructions whose phantoms are to be heard.
    pub fn listen<R>(&self, run: impl FnOnce() -> R) -> R {
        self.with(|host| host.listening = true);
        let result = run();
        self.with(|host| host.listening = false);
        result
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        CURRENT.with(|current| {
            if let Ok(mut slot) = current.try_borrow_mut() {
                *slot = None;
            }
        });
    }
}

fn listening<R>(hear: impl FnOnce(&mut Host) -> R) -> Option<R> {
    // Borrowed already: a callback of this host runs something of its own.
    CURRENT.with(|current| match current.try_borrow_mut().as_deref_mut() {
        Ok(Some(host)) if host.listening => Some(hear(host)),
        _ => None,
    })
}

fn register(memory: &GuestMemory, address: u32) -> u32 {
    let registers = memory.memory.mem[REGISTER_AS as usize].as_slice();
    let address = address as usize;
    registers.get(address..address + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

pub struct Output;

impl<F> PhantomSubExecutor<F> for Output {
    fn phantom_execute(
        &self,
        memory: &GuestMemory,
        _: &mut Streams<F>,
        _: &mut StdRng,
        _: PhantomDiscriminant,
        a: u32,
        b: u32,
        descriptor: u16,
    ) -> eyre::Result<()> {
        let written = listening(|host| {
            let (address, count) = (register(memory, a), register(memory, b));
            let bytes = memory.memory.mem[MEMORY_AS as usize].as_slice();
            let result = host.write(descriptor, bytes, address, count);
            host.stop = result.err();
            result
        });
        match written {
            Some(Err(stop)) => bail!("{stop:?}"),
            Some(Ok(())) | None => Ok(()),
        }
    }
}

pub struct Note;

impl<F> PhantomSubExecutor<F> for Note {
    fn phantom_execute(
        &self,
        memory: &GuestMemory,
        _: &mut Streams<F>,
        _: &mut StdRng,
        _: PhantomDiscriminant,
        a: u32,
        b: u32,
        kind: u16,
    ) -> eyre::Result<()> {
        listening(|host| host.note(kind, register(memory, a), register(memory, b)));
        Ok(())
    }
}

/// HintInput: makes the next input, which has the form of [`hints`] already, the hint stream.
pub struct NextInput;

impl<F> PhantomSubExecutor<F> for NextInput {
    fn phantom_execute(
        &self,
        _: &GuestMemory,
        streams: &mut Streams<F>,
        _: &mut StdRng,
        _: PhantomDiscriminant,
        _: u32,
        _: u32,
        _: u16,
    ) -> eyre::Result<()> {
        let Some(input) = streams.input_stream.pop_front() else {
            listening(|host| host.stop = Some(Stop::InputExhausted));
            bail!("no input is left");
        };
        streams.hint_stream.clear();
        streams.hint_stream.extend(input);
        Ok(())
    }
}

/// What HintInput hands out for an input: its length, its bytes and zeros to a multiple of four, in the guest's order.
pub fn hints<F: PrimeField32>(input: &[u8], order: ByteOrder) -> Vec<F> {
    let length = (input.len() as u32).to_le_bytes();
    let padded = (0..input.len().next_multiple_of(4))
        .map(|at| input.get(order.place(at)).copied().unwrap_or_default());
    length.into_iter().chain(padded).map(F::from_u8).collect()
}
