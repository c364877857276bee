//! A segment's traces before they are proved, to find out why a proof does not verify: a proof is made of any traces, and
//! its verifier only says that they do not hold.

use std::collections::{BTreeMap, BTreeSet};

use openvm_circuit::arch::VmCircuitConfig;
use openvm_stark_backend::{
    AirRef, StarkEngine,
    air_builders::{debug::check_constraints, symbolic::SymbolicConstraints},
    interaction::{
        SymbolicInteraction,
        debug::{LogicalInteractions, generate_logical_interactions},
    },
    keygen::types::StarkProvingKey,
    p3_field::PrimeCharacteristicRing,
    p3_matrix::{
        Matrix,
        dense::{RowMajorMatrix, RowMajorMatrixView},
    },
    prover::{AirProvingContext, ColMajorMatrix, DeviceDataTransporter, StridedColMajorMatrixView},
};
use openvm_stark_sdk::config::baby_bear_poseidon2::{BabyBearPoseidon2Config as SC, F};

use crate::{
    error::{Error, Result},
    machine::vm::SegmentMachine,
    object::program::Program,
    panics,
    prove::{backend::Backend, segment_prover},
};

type Rows = RowMajorMatrix<F>;
type View<'a> = RowMajorMatrixView<'a, F>;

/// One AIR's trace.
struct Table {
    air: AirRef<SC>,
    interactions: Vec<SymbolicInteraction<F>>,
    /// The same in every segment, and part of the key.
    preprocessed: Option<Rows>,
    /// Committed beforehand, like the program's code, then the segment's own.
    parts: Vec<Rows>,
    public_values: Vec<F>,
}

/// The traces of one segment, one for each AIR that has rows in it.
pub struct Traces {
    tables: Vec<Table>,
}

/// Checks each constraint on each row of a segment's traces, and that all buses balance. The error names the AIR and its
/// row, or the bus and the AIRs that do not agree. Takes several times the memory of a proof.
pub fn check(program: &Program, inputs: &[&[u8]], object: &[u8]) -> Result<()> {
    Traces::of(program, inputs, object)?.check()
}

impl Traces {
    /// Runs one segment object of this program and fills its traces.
    pub fn of(program: &Program, inputs: &[&[u8]], object: &[u8]) -> Result<Self> {
        let key = program.machine().segment_key()?;
        segment_prover::with_traces(program, inputs, object, |machine, context| {
            let airs: Vec<_> = airs(machine)?;
            let table =
                |(air, trace): &(usize, _)| Table::of(machine, airs[*air].clone(), &key.per_air[*air], trace);
            Ok(Self { tables: context.per_trace.iter().map(table).collect() })
        })
    }

    /// The name of each AIR that has a trace.
    pub fn names(&self) -> Vec<String> {
        self.tables.iter().map(|table| table.air.name()).collect()
    }

    /// A row of the trace of that number, without the columns committed beforehand; for tests, to see what wrong ones lead to.
    pub fn row(&mut self, trace: usize, row: usize) -> &mut [F] {
        row_of(self.tables[trace].parts.last_mut().expect("each AIR has a trace of its own"), row)
    }

    /// A row of what was committed beforehand, like the program's code; likewise.
    pub fn committed_row(&mut self, trace: usize, row: usize) -> &mut [F] {
        row_of(&mut self.tables[trace].parts[0], row)
    }

    /// See [`check`].
    pub fn check(&self) -> Result<()> {
        for table in &self.tables {
            panics::attempt(|| table.check()).map_err(Error::engine)?;
        }
        let complaints = self.unbalanced();
        if complaints.is_empty() { Ok(()) } else { Err(Error::engine(complaints.join("; "))) }
    }

    /// For each bus that does not balance, one message that is sent more often than received, or the reverse.
    fn unbalanced(&self) -> Vec<String> {
        let mut sent = LogicalInteractions::default();
        for (i, table) in self.tables.iter().enumerate() {
            table.send(i, &mut sent);
        }
        let mut complaints = BTreeMap::new();
        for (bus, messages) in &sent.at_bus {
            for (message, counts) in messages {
                let sum: F = counts.iter().map(|(_, count)| *count).sum();
                if sum != F::ZERO {
                    let airs: BTreeSet<_> = counts.iter().map(|(i, _)| self.tables[*i].air.name()).collect();
                    let airs = airs.into_iter().collect::<Vec<_>>().join(", ");
                    complaints
                        .entry(bus)
                        .or_insert_with(|| format!("bus {bus} does not balance for {message:?} of {airs}"));
                }
            }
        }
        complaints.into_values().collect()
    }
}

impl Table {
    fn of(
        machine: &SegmentMachine,
        air: AirRef<SC>,
        key: &StarkProvingKey<SC>,
        trace: &AirProvingContext<<Backend as StarkEngine>::PB>,
    ) -> Self {
        let device = machine.engine.device();
        let to_host = |part| {
            DeviceDataTransporter::<SC, <Backend as StarkEngine>::PB>::transport_matrix_from_device_to_host(
                device, part,
            )
        };
        let cached = trace.cached_mains.iter().map(|part| &part.trace);
        Self {
            air,
            interactions: SymbolicConstraints::from(&key.vk.symbolic_constraints).interactions,
            preprocessed: key.preprocessed_data.as_ref().map(|data| data.mat_view(0).to_row_major_matrix()),
            parts: cached.chain([&trace.common_main]).map(|part| rows(&to_host(part))).collect(),
            public_values: trace.public_values.clone(),
        }
    }

    fn views(&self) -> (Option<View<'_>>, Vec<View<'_>>) {
        let preprocessed = self.preprocessed.as_ref().map(|rows| rows.as_view());
        (preprocessed, self.parts.iter().map(|part| part.as_view()).collect())
    }

    fn check(&self) {
        let (preprocessed, parts) = self.views();
        let name = self.air.name();
        check_constraints::<_, SC>(self.air.as_ref(), &name, &preprocessed, &parts, &self.public_values);
    }

    fn send(&self, number: usize, sent: &mut LogicalInteractions<F>) {
        let (preprocessed, parts) = self.views();
        let values = &self.public_values;
        generate_logical_interactions(number, &self.interactions, &preprocessed, &parts, values, sent);
    }
}

fn row_of(part: &mut Rows, row: usize) -> &mut [F] {
    let width = part.width();
    &mut part.values[row * width..(row + 1) * width]
}

fn airs(machine: &SegmentMachine) -> Result<Vec<AirRef<SC>>> {
    let airs = machine.config().create_airs().map_err(Error::engine)?;
    Ok(airs.into_airs().map(|air| air as AirRef<SC>).collect())
}

fn rows(columns: &ColMajorMatrix<F>) -> Rows {
    StridedColMajorMatrixView::from(columns.as_view()).to_row_major_matrix()
}
