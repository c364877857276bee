//! Looks through a proof in the crates' encoding before they decode it.
//!
//! Their decoder makes as many things as a count says, also where a thing takes no bytes: a row without columns, a round without
//! coefficients. So two hundred bytes could make it fill all memory. No proof has such things, and here each has to be there.

use crate::object::codec::{Malformed, Reader};

const FIELD: usize = 4;
const EXTENSION: usize = 4 * FIELD;
const DIGEST: usize = 8 * FIELD;
/// More traces than a machine or a recursion circuit has, as those that are not there take a bit only.
const MAX_TRACES: usize = 256;
/// More rows of a query than any parameters ask for, as log2.
const MAX_LOG_ROWS: u32 = 16;

type Checked<T = ()> = std::result::Result<T, Malformed>;

/// Names the first count in a proof that its bytes do not bear out, in the order in which the decoder reads them.
pub fn check(proof: &[u8]) -> Checked {
    let mut counts = Counts { rest: Reader::new(proof) };
    counts.skip(1, size_of::<u32>())?; // the codec's version
    counts.skip(1, DIGEST)?;
    counts.traces()?;
    for _ in 0..counts.count()? {
        counts.list(FIELD)?; // public values
    }
    counts.fractions()?;
    counts.constraints()?;
    counts.stacking()?;
    counts.openings()?;
    counts.rest.end()
}

struct Counts<'a> {
    rest: Reader<'a>,
}

impl Counts<'_> {
    /// How many things follow.
    fn count(&mut self) -> Checked<usize> {
        let count = self.rest.u32()? as usize;
        let left = self.rest.left();
        if count > left {
            return Err(format!("a list of {count} elements is announced, and only {left} bytes follow"));
        }
        Ok(count)
    }

    fn skip(&mut self, count: usize, bytes: usize) -> Checked {
        self.rest.bytes(count.saturating_mul(bytes)).map(|_| ())
    }

    /// How many things of so many bytes follow, and these.
    fn list(&mut self, bytes: usize) -> Checked<usize> {
        let count = self.count()?;
        self.skip(count, bytes)?;
        Ok(count)
    }

    fn traces(&mut self) -> Checked {
        let count = self.count()?;
        if count > MAX_TRACES {
            return Err(format!("{count} traces, at most {MAX_TRACES} expected"));
        }
        let is_there = self.rest.bytes(count.div_ceil(8))?;
        for _ in (0..count).filter(|i| is_there[i / 8] >> (i % 8) & 1 == 1) {
            self.skip(1, size_of::<u32>())?; // its height
            self.list(DIGEST)?;
        }
        Ok(())
    }

    fn fractions(&mut self) -> Checked {
        self.skip(1, FIELD + EXTENSION)?;
        let layers = self.list(4 * EXTENSION)?;
        // Each layer's sumcheck has one round more than that of the layer before it.
        (1..layers).try_for_each(|rounds| self.skip(rounds, 3 * EXTENSION))
    }

    fn constraints(&mut self) -> Checked {
        let traces = self.list(EXTENSION)?;
        self.skip(traces, EXTENSION)?;
        self.list(EXTENSION)?;
        let rounds = self.count()?;
        if rounds > 0 {
            let coefficients = self.count()?;
            if coefficients == 0 {
                return Err(format!("{rounds} rounds without coefficients"));
            }
            self.skip(rounds.saturating_mul(coefficients), EXTENSION)?;
        }
        for _ in 0..traces {
            for _ in 0..self.count()? {
                self.list(EXTENSION)?;
            }
        }
        Ok(())
    }

    fn stacking(&mut self) -> Checked {
        self.list(EXTENSION)?;
        self.list(2 * EXTENSION)?;
        for _ in 0..self.count()? {
            self.list(EXTENSION)?;
        }
        Ok(())
    }

    fn openings(&mut self) -> Checked {
        self.skip(1, FIELD)?;
        let sumcheck_rounds = self.list(2 * EXTENSION)?;
        let commitments = self.list(DIGEST)?;
        let rounds = commitments + 1;
        self.skip(commitments, EXTENSION)?;
        self.skip(sumcheck_rounds + rounds, FIELD)?;
        let folded = (sumcheck_rounds / rounds) as u32;
        if folded > MAX_LOG_ROWS {
            return Err(format!("2^{folded} rows of a query, at most 2^{MAX_LOG_ROWS} expected"));
        }
        self.first_queries(1 << folded)?;
        let mut queries = Vec::new();
        for _ in 0..commitments {
            queries.push(self.list(EXTENSION << folded)?);
        }
        let depth = self.rest.u32()? as usize;
        for (round, queries) in queries.into_iter().enumerate() {
            let depth =
                depth.checked_sub(round).ok_or("it has more rounds than its first tree has layers")?;
            self.skip(queries.saturating_mul(depth), DIGEST)?;
        }
        self.list(EXTENSION).map(|_| ())
    }

    /// The queries to what was committed to before the rounds began.
    fn first_queries(&mut self, rows: usize) -> Checked {
        let commitments = self.count()?;
        let queries = self.count()?;
        if queries == 0 {
            return Err(format!("{commitments} commitments that are never opened"));
        }
        let depth = self.rest.u32()? as usize;
        let mut cells = 0usize;
        for commitment in 0..commitments {
            let width = self.count()?;
            if width == 0 {
                return Err(format!("commitment {commitment} has no columns"));
            }
            cells = cells.saturating_add(width);
        }
        self.skip(queries.saturating_mul(rows).saturating_mul(cells), FIELD)?;
        self.skip(commitments.saturating_mul(queries).saturating_mul(depth), DIGEST)
    }
}
