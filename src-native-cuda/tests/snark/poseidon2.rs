//! The root prover's hashes are those of OpenVM, which the circuit above it checks.

use openvm_stark_backend::{
    StarkProtocolConfig,
    hasher::MerkleHasher,
    p3_field::{PrimeCharacteristicRing, PrimeField32},
    p3_symmetric::Permutation,
};
use openvm_stark_sdk::config::{
    baby_bear_bn254_poseidon2::{BabyBearBn254Poseidon2Config, Bn254Scalar, F},
    bn254_poseidon2::{
        Poseidon2Bn254Constants, default_bn254_poseidon2_width2, default_bn254_poseidon2_width2_constants,
        default_bn254_poseidon2_width3, default_bn254_poseidon2_width3_constants,
    },
    root_params_with_100_bits_security,
};
use proptest::{array::uniform4, collection::vec, prelude::*};
use provelet_engine::snark::poseidon2::{Poseidon2, RootHasher, compression, sponge};

/// Most are like any other; some are where carries and subtractions are decided.
fn scalar() -> impl Strategy<Value = Bn254Scalar> {
    let edge = prop_oneof![
        Just(Bn254Scalar::ZERO),
        Just(Bn254Scalar::ONE),
        Just(Bn254Scalar::NEG_ONE),
        Just(Bn254Scalar::ONE.halve()),
        any::<u64>().prop_map(Bn254Scalar::from_u64),
        any::<u64>().prop_map(|number| -Bn254Scalar::from_u64(number)),
    ];
    let limb = prop_oneof![8 => any::<u64>(), 1 => Just(0), 1 => Just(u64::MAX)];
    prop_oneof![1 => edge, 3 => uniform4(limb).prop_map(Bn254Scalar::new)]
}

fn element() -> impl Strategy<Value = F> {
    prop_oneof![
        8 => any::<u32>().prop_map(F::from_u32),
        1 => Just(F::ZERO),
        1 => Just(F::NEG_ONE),
    ]
}

fn openvms() -> BabyBearBn254Poseidon2Config {
    BabyBearBn254Poseidon2Config::default_from_params(root_params_with_100_bits_security())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn the_permutation_of_the_sponge_is_openvms(state in [scalar(), scalar(), scalar()]) {
        prop_assert_eq!(sponge().permute(state), default_bn254_poseidon2_width3().permute(state));
    }

    #[test]
    fn the_permutation_of_the_compression_is_openvms(state in [scalar(), scalar()]) {
        prop_assert_eq!(compression().permute(state), default_bn254_poseidon2_width2().permute(state));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_row_has_the_digest_that_openvm_gives_it(row in vec(element(), 0..50)) {
        prop_assert_eq!(RootHasher::default().hash_slice(&row), openvms().hasher().hash_slice(&row));
    }

    #[test]
    fn a_node_has_the_digest_that_openvm_gives_it(left in scalar(), right in scalar()) {
        let ours = RootHasher::default().compress([left], [right]);
        prop_assert_eq!(ours, openvms().hasher().compress([left], [right]));
    }
}

/// The highest number that is below the order, whatever limb a carry comes from, and rows of the highest elements.
#[test]
fn the_greatest_and_the_least_of_all_kinds_are_hashed_as_openvm_does() {
    for state in [Bn254Scalar::ZERO, Bn254Scalar::ONE, Bn254Scalar::NEG_ONE].map(|scalar| [scalar; 3]) {
        assert_eq!(sponge().permute(state), default_bn254_poseidon2_width3().permute(state));
        let [state @ .., _] = state;
        assert_eq!(compression().permute(state), default_bn254_poseidon2_width2().permute(state));
    }
    assert_eq!(F::NEG_ONE.as_canonical_u32(), F::ORDER_U32 - 1);
    for length in 0..50 {
        for element in [F::ZERO, F::NEG_ONE] {
            let row = vec![element; length];
            assert_eq!(RootHasher::default().hash_slice(&row), openvms().hasher().hash_slice(&row));
        }
    }
}

/// Permutations of the constants with one of them altered, for each.
fn altered<const WIDTH: usize>(constants: &Poseidon2Bn254Constants<WIDTH>) -> Vec<Poseidon2<WIDTH>> {
    let (first, partial, last) =
        (constants.initial_external_rc(), constants.internal_rc(), constants.terminal_external_rc());
    let all: Vec<Bn254Scalar> = [first.as_flattened(), partial, last.as_flattened()].concat();
    let rows = |all: &[Bn254Scalar]| all.as_chunks().0.to_vec();
    let alter = |index: usize| {
        let mut all = all.clone();
        all[index] += Bn254Scalar::ONE;
        let (start, rest) = all.split_at(first.len() * WIDTH);
        let (middle, end) = rest.split_at(partial.len());
        Poseidon2::new(&Poseidon2Bn254Constants::new(
            2 * first.len(),
            partial.len(),
            rows(start),
            middle.to_vec(),
            rows(end),
            *constants.mat_internal_diag_m_1(),
        ))
    };
    (0..all.len()).map(alter).collect()
}

#[test]
fn each_round_constant_has_its_part_in_the_digest() {
    let state = [Bn254Scalar::ZERO; 3];
    let altered_sponges = altered(default_bn254_poseidon2_width3_constants());
    assert_eq!(altered_sponges.len(), 8 * 3 + 56);
    for (index, altered) in altered_sponges.iter().enumerate() {
        assert_ne!(altered.permute(state), sponge().permute(state), "constant {index}");
    }
    let state = [Bn254Scalar::ZERO; 2];
    let altered_compressions = altered(default_bn254_poseidon2_width2_constants());
    assert_eq!(altered_compressions.len(), 6 * 2 + 50);
    for (index, altered) in altered_compressions.iter().enumerate() {
        assert_ne!(altered.permute(state), compression().permute(state), "constant {index}");
    }
}

#[test]
#[should_panic(expected = "another matrix")]
fn constants_for_another_matrix_are_refused() {
    let constants = default_bn254_poseidon2_width2_constants();
    Poseidon2::new(&Poseidon2Bn254Constants::new(
        6,
        50,
        constants.initial_external_rc().to_vec(),
        constants.internal_rc().to_vec(),
        constants.terminal_external_rc().to_vec(),
        [Bn254Scalar::TWO, Bn254Scalar::ONE],
    ));
}
