//! What the root prover makes is what OpenVM's engine makes. That of a real root proof takes minutes; that of a few rows does not.

use std::sync::Arc;

use openvm_continuations::RootSC;
use openvm_cpu_backend::CpuBackend;
use openvm_stark_backend::{
    AirRef, PartitionedBaseAir, StarkEngine, SystemParams, WhirProximityStrategy,
    air_builders::PartitionedAirBuilder,
    interaction::LogUpSecurityParameters,
    keygen::types::{MultiStarkProvingKey, MultiStarkVerifyingKey},
    p3_air::{Air, AirBuilder, AirBuilderWithPublicValues, BaseAir, BaseAirWithPublicValues, PairBuilder},
    p3_field::{Field, PrimeCharacteristicRing},
    p3_matrix::{Matrix, dense::RowMajorMatrix},
    prover::{AirProvingContext, CommittedTraceData, DeviceDataTransporter, ProvingContext, TraceCommitter},
};
use openvm_stark_sdk::config::baby_bear_bn254_poseidon2::{BabyBearBn254Poseidon2CpuEngine, F};
use provelet_engine::snark::root_prover;

type Engine = BabyBearBn254Poseidon2CpuEngine;
type Context = ProvingContext<CpuBackend<RootSC>>;

const ROWS: usize = 64;

/// Each row is the last one times a number that was committed before, and a number more that the key has.
struct Walk;

impl<F: Field> BaseAir<F> for Walk {
    fn width(&self) -> usize {
        2
    }

    fn preprocessed_trace(&self) -> Option<RowMajorMatrix<F>> {
        Some(RowMajorMatrix::new_col((0..ROWS).map(F::from_usize).collect()))
    }
}

impl<F: Field> BaseAirWithPublicValues<F> for Walk {
    fn num_public_values(&self) -> usize {
        1
    }
}

impl<F: Field> PartitionedBaseAir<F> for Walk {
    fn cached_main_widths(&self) -> Vec<usize> {
        vec![1]
    }

    fn common_main_width(&self) -> usize {
        1
    }
}

impl<AB> Air<AB> for Walk
where
    AB: PartitionedAirBuilder<F: Field> + PairBuilder + AirBuilderWithPublicValues,
{
    fn eval(&self, builder: &mut AB) {
        let cell = |window: &AB::M, row| window.row_slice(row).expect("a window has two rows")[0].clone();
        let (summand, factor) = (cell(&builder.preprocessed(), 0), cell(&builder.cached_mains()[0], 0));
        let (row, next) = (cell(builder.common_main(), 0), cell(builder.common_main(), 1));
        let start = builder.public_values()[0];
        builder.when_first_row().assert_eq(row.clone(), start);
        builder.when_transition().assert_eq(row * factor + summand, next);
    }
}

/// Without proofs of work: which one a prover finds is chance.
fn engine() -> Engine {
    let logup =
        LogUpSecurityParameters { max_interaction_count: 1 << 10, log_max_message_length: 4, pow_bits: 0 };
    let unique = WhirProximityStrategy::UniqueDecoding;
    Engine::new(SystemParams::new(1, 2, 8, 8, 1, 0, 0, unique, 20, logup, 3, 0, 3))
}

fn keys(engine: &Engine) -> (MultiStarkProvingKey<RootSC>, MultiStarkVerifyingKey<RootSC>) {
    let air: AirRef<RootSC> = Arc::new(Walk);
    engine.keygen(&[air])
}

fn traces(engine: &Engine) -> Context {
    let factors: Vec<F> = (0..ROWS).map(|row| F::from_usize(3 * row + 1)).collect();
    let start = F::from_usize(5);
    let step = |row: &mut F, (summand, factor): (usize, &F)| {
        let now = *row;
        *row = now * *factor + F::from_usize(summand);
        Some(now)
    };
    let rows = factors.iter().enumerate().scan(start, step).collect();
    let trace = RowMajorMatrix::new_col(factors);
    let (commitment, data) = engine.device().commit(&[&trace]).expect("it can be committed to");
    let cached = CommittedTraceData { commitment, trace, data: Arc::new(data) };
    let air = AirProvingContext::new(vec![cached], RowMajorMatrix::new_col(rows), vec![start]);
    ProvingContext::new(vec![(0, air)])
}

#[test]
fn a_proof_is_that_of_openvms_engine_and_its_key_verifies_it() {
    // Given
    let engine = engine();
    let (key, verifying_key) = keys(&engine);
    let device_key = engine.device().transport_pk_to_device(&key);
    let expected = engine.prove(&device_key, traces(&engine)).expect("OpenVM's engine proves it");
    // When
    let proof = root_prover::prove(&key, traces(&engine)).expect("ours proves it");
    // Then
    assert!(proof == expected);
    engine.verify(&verifying_key, &proof).expect("it verifies");
}

#[test]
fn a_proof_of_something_else_is_another_one_and_does_not_verify() {
    // Given
    let engine = engine();
    let (key, verifying_key) = keys(&engine);
    let mut traces = traces(&engine);
    traces.per_trace[0].1.common_main.values[ROWS / 2] += F::ONE;
    // When
    let proof = root_prover::prove(&key, traces).expect("a prover does not look");
    // Then
    engine.verify(&verifying_key, &proof).expect_err("a row is wrong");
}
