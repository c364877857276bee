//! How far a long step is.

/// Hears a phase's name, and how many of how many are done.
type Listener<'a> = dyn FnMut(&str, u32, u32) + 'a;

/// Tells a listener of each phase as it begins.
pub struct Progress<'a> {
    done: u32,
    total: u32,
    listener: Box<Listener<'a>>,
}

impl<'a> Progress<'a> {
    /// Of `total` phases.
    pub fn new(total: u32, listener: impl FnMut(&str, u32, u32) + 'a) -> Self {
        Self { done: 0, total, listener: Box::new(listener) }
    }

    /// Ends the phase before, if there was one.
    pub fn begin(&mut self, phase: &str) {
        (self.listener)(phase, self.done, self.total);
        self.done += 1;
    }
}
