//! The packing of an on-chain proof's public values: what the circuit takes, and what it must not.

use halo2_base::{
    gates::circuit::{CircuitBuilderStage, builder::BaseCircuitBuilder},
    halo2_proofs::{
        dev::MockProver,
        halo2curves::{
            bn256::Fr,
            ff::{Field, PrimeField},
        },
    },
};
use provelet_engine::snark::packing::{BYTES_OF_WORD, pack};

const K: usize = 10;

/// 64 different bytes: two digests.
fn bytes() -> Vec<u64> {
    (1..=64).collect()
}

/// The words that a caller computes of bytes, which may be no bytes.
fn words(bytes: &[u64]) -> Vec<Fr> {
    let word = |bytes: &[u64]| bytes.iter().fold(Fr::ZERO, |sum, byte| sum * Fr::from(256) + Fr::from(*byte));
    bytes.chunks(BYTES_OF_WORD).map(word).collect()
}

/// Whether the circuit has these bytes make these words.
fn accepts(bytes: &[u64], words: &[Fr]) -> bool {
    let bytes: Vec<Fr> = bytes.iter().map(|byte| Fr::from(*byte)).collect();
    holds(&bytes, words).1
}

/// What the circuit computes of these bytes, and whether its constraints hold if these words are public.
fn holds(bytes: &[Fr], words: &[Fr]) -> (Vec<Fr>, bool) {
    let mut builder = BaseCircuitBuilder::<Fr>::from_stage(CircuitBuilderStage::Mock)
        .use_k(K)
        .use_lookup_bits(K - 1)
        .use_instance_columns(1);
    let range = builder.range_chip();
    let context = builder.main(0);
    let values: Vec<_> = bytes.iter().map(|byte| context.load_witness(*byte)).collect();
    let packed = pack(context, &range, &values);
    let computed = packed.iter().map(|word| *word.value()).collect();
    builder.assigned_instances[0].extend(packed);
    builder.calculate_params(Some(20));
    let prover = MockProver::run(K as u32, &builder, vec![words.to_vec()]).expect("the circuit fits");
    (computed, prover.verify().is_ok())
}

#[test]
fn sixty_four_bytes_are_four_big_endian_words() {
    let words = words(&bytes());
    assert_eq!(words.len(), 4);
    assert_eq!(words[0], Fr::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10));
    assert!(accepts(&bytes(), &words));
    assert!(accepts(&[0; 64], &[Fr::ZERO; 4]));
    assert!(accepts(&[255; 64], &[Fr::from_u128(u128::MAX); 4]));
}

#[test]
fn no_byte_may_be_256_or_more() {
    for place in [0, 1, 15, 16, 31, 47, 63] {
        for wrong in [256, 257, 1 << 20] {
            let mut bytes = bytes();
            bytes[place] = wrong;
            assert!(!accepts(&bytes, &words(&bytes)), "{wrong} at {place}");
        }
    }
}

#[test]
fn no_byte_may_be_negative() {
    // One more in the byte before and 256 less in this one make the same word.
    let mut forged: Vec<Fr> = bytes().into_iter().map(Fr::from).collect();
    forged[4] += Fr::ONE;
    forged[5] -= Fr::from(256);
    let words = words(&bytes());
    assert_eq!(holds(&forged, &words), (words.clone(), false));
}

#[test]
fn neither_halves_nor_digests_can_be_swapped() {
    let right = words(&bytes());
    for swapped in [[1, 0, 2, 3], [0, 1, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0]] {
        assert!(!accepts(&bytes(), &swapped.map(|word: usize| right[word])), "{swapped:?}");
    }
}

#[test]
fn no_byte_can_be_another() {
    let right = words(&bytes());
    for place in 0..64 {
        let mut bytes = bytes();
        bytes[place] ^= 1;
        assert!(!accepts(&bytes, &right), "byte {place}");
    }
}
