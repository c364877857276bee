//! Running a program: to its end, or cut into segments on the way.

pub mod execute;
pub mod interpreter;
pub mod meter;
pub mod phantom;
pub mod report;
pub mod split;
