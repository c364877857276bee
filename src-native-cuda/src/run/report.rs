//! How a run ended, as the header's JSON.

use std::collections::BTreeMap;

use openvm_circuit::system::memory::online::LinearMemory;
use serde_json::{Value, json};

use crate::{
    limits::{MEMORY_AS, PAGE_BYTES, PUBLIC_VALUE_BYTES, REGISTERS},
    machine::operand_check::Access,
    object::{memory_image, segment::hex},
    run::{
        execute::{State, public_values, registers},
        meter::Work,
        phantom::{Installed, NoteCount},
    },
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Terminated { code: u32 },
    WildJump,
    BadAccess(Access),
    InputExhausted,
    Fault { detail: String },
    Limit,
    OutputLimit,
}

impl Outcome {
    fn name(&self) -> &'static str {
        match self {
            Self::Terminated { .. } => "terminated",
            Self::WildJump => "wild_jump",
            Self::BadAccess(_) => "bad_access",
            Self::InputExhausted => "input_exhausted",
            Self::Fault { .. } => "fault",
            Self::Limit => "limit",
            Self::OutputLimit => "output_limit",
        }
    }

    /// Whether the instruction at which the run ended was executed.
    fn completed(&self) -> bool {
        matches!(self, Self::Terminated { .. } | Self::Limit)
    }
}

/// What pv_split adds to a report.
#[derive(Clone, Debug, Default)]
pub struct SplitReport {
    /// The name of the machine that proves them.
    pub machine: &'static str,
    pub segments: u32,
    pub heights: BTreeMap<String, u64>,
    pub work: Work,
}

/// What a profile adds to a report: memory that instructions read or wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TouchedMemory {
    pub pages: usize,
    /// The address behind the last of them.
    pub top: u32,
}

#[derive(Clone, Debug)]
pub struct Report {
    pub outcome: Outcome,
    pub pc: u32,
    pub instructions: u64,
    pub registers: [u32; REGISTERS],
    pub public_values: [u8; PUBLIC_VALUE_BYTES],
    pub output_bytes: u64,
    pub stderr_bytes: u64,
    pub notes: BTreeMap<(u16, u32), NoteCount>,
    pub memory_pages: usize,
    /// The address behind the last page that is not zero.
    pub memory_top: u32,
    pub touched: Option<TouchedMemory>,
    pub split: Option<SplitReport>,
}

impl Report {
    pub fn of(outcome: Outcome, state: &State, executed: u64, host: &Installed) -> Self {
        let pages = memory_image::nonzero_pages(state.memory.memory.mem[MEMORY_AS as usize].as_slice());
        let not_completed = u64::from(!outcome.completed());
        let (output_bytes, stderr_bytes, notes) =
            host.with(|host| (host.output_bytes, host.stderr_bytes, std::mem::take(&mut host.notes)));
        Self {
            pc: state.pc(),
            instructions: executed.saturating_sub(not_completed),
            registers: registers(&state.memory),
            public_values: public_values(&state.memory),
            output_bytes,
            stderr_bytes,
            notes,
            memory_pages: pages.len(),
            memory_top: pages.last().map_or(0, |page| (page + 1) * PAGE_BYTES as u32),
            touched: None,
            split: None,
            outcome,
        }
    }

    pub fn json(&self) -> String {
        let mut json = json!({
            "outcome": self.outcome.name(),
            "pc": self.pc,
            "instructions": self.instructions,
            "registers": self.registers.to_vec(),
            "public_values": hex(&self.public_values),
            "output_bytes": self.output_bytes,
            "stderr_bytes": self.stderr_bytes,
            "notes": self.notes.iter().map(note).collect::<Vec<_>>(),
            "memory_pages": self.memory_pages,
            "memory_top": self.memory_top,
        });
        match &self.outcome {
            Outcome::Terminated { code } => json["code"] = (*code).into(),
            Outcome::BadAccess(access) => {
                json["access"] = json!(access);
                json["detail"] = access.to_string().into();
            }
            Outcome::Fault { detail } => json["detail"] = detail.as_str().into(),
            Outcome::WildJump | Outcome::InputExhausted | Outcome::Limit | Outcome::OutputLimit => {}
        }
        if let Some(touched) = &self.touched {
            json["touched_pages"] = touched.pages.into();
            json["touched_top"] = touched.top.into();
        }
        if let Some(split) = &self.split {
            json["split"] = json!({
                "machine": split.machine,
                "segments": split.segments,
                "heights": split.heights,
                "work": split.work,
            });
        }
        json.to_string()
    }
}

fn note(((kind, number), counted): (&(u16, u32), &NoteCount)) -> Value {
    json!({"kind": kind, "number": number, "second": counted.first, "count": counted.count})
}
