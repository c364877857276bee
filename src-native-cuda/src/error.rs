//! Every way a call can fail, and the status it has in the C ABI.

use std::fmt::Display;

use thiserror::Error;

#[derive(Debug, Error)]
pub enum Error {
    #[error("{0}")]
    InvalidArgument(String),
    #[error("not a program: {0}")]
    InvalidProgram(String),
    #[error("not a segment of this program: {0}")]
    InvalidSegment(String),
    #[error("not a proof that can be used here: {0}")]
    InvalidProof(String),
    /// One of the proofs that were to be aggregated, by its position.
    #[error("not a proof that can be used here: child {position}: {why}")]
    InvalidChild { position: u32, why: String },
    #[error("the proof does not prove this: {0}")]
    Rejected(String),
    #[error("out of resources: {0}")]
    Resource(String),
    #[error("cancelled")]
    Cancelled,
    #[error("{0}")]
    UnsupportedCpu(String),
    #[error("key cache: {0}")]
    Io(String),
    #[error("a fault in the engine: {0}")]
    Panic(String),
    #[error("{0}")]
    Engine(String),
    #[error("no GPU to prove on: {0}")]
    Unavailable(String),
    #[error("the GPU is lost: {0}")]
    Broken(String),
    #[error("this library was built without {0}")]
    Unsupported(&'static str),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn argument(what: impl Display) -> Self {
        Self::InvalidArgument(what.to_string())
    }

    pub fn program(what: impl Display) -> Self {
        Self::InvalidProgram(what.to_string())
    }

    pub fn segment(what: impl Display) -> Self {
        Self::InvalidSegment(what.to_string())
    }

    pub fn proof(what: impl Display) -> Self {
        Self::InvalidProof(what.to_string())
    }

    pub fn child(position: usize, why: impl Display) -> Self {
        Self::InvalidChild { position: position as u32, why: why.to_string() }
    }

    pub fn engine(what: impl Display) -> Self {
        Self::Engine(what.to_string())
    }

    /// The pv_status of the header.
    pub fn status(&self) -> i32 {
        match self {
            Self::InvalidArgument(_) => 1,
            Self::InvalidProgram(_) => 2,
            Self::InvalidSegment(_) => 3,
            Self::InvalidProof(_) | Self::InvalidChild { .. } => 4,
            Self::Rejected(_) => 5,
            Self::Resource(_) => 6,
            Self::Cancelled => 7,
            Self::UnsupportedCpu(_) => 8,
            Self::Io(_) => 9,
            Self::Panic(_) => 10,
            Self::Engine(_) => 11,
            Self::Unavailable(_) => 12,
            Self::Broken(_) => 13,
            Self::Unsupported(_) => 14,
        }
    }

    /// The header's pv_error.child.
    pub fn refused_child(&self) -> Option<u32> {
        match self {
            Self::InvalidChild { position, .. } => Some(*position),
            Self::InvalidArgument(_)
            | Self::InvalidProgram(_)
            | Self::InvalidSegment(_)
            | Self::InvalidProof(_)
            | Self::Rejected(_)
            | Self::Resource(_)
            | Self::Cancelled
            | Self::UnsupportedCpu(_)
            | Self::Io(_)
            | Self::Panic(_)
            | Self::Engine(_)
            | Self::Unavailable(_)
            | Self::Broken(_)
            | Self::Unsupported(_) => None,
        }
    }
}
