//! The last stage: a final proof becomes one that an EVM contract verifies. See docs/on-chain.md.

pub mod contract;
pub mod setup;
