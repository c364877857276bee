//! The traces of memory, made from what is not zero only, against those that OpenVM makes by visiting everything.
#![cfg(not(feature = "cuda"))]

use std::{collections::BTreeMap, sync::Arc, sync::atomic::Ordering};

use openvm_circuit::{
    arch::{
        ChipInventory, ExecutionState, MatrixRecordArena, MemoryConfig, SystemConfig, VmBuilder,
        VmChipComplex, VmCircuitConfig, hasher::poseidon2::vm_poseidon2_hasher,
    },
    system::{
        SystemChipComplex, SystemChipInventory, SystemCpuBuilder, SystemRecords, TouchedMemory,
        memory::{
            AddressMap, TimestampedValues,
            merkle::MerkleTree,
            online::{GuestMemory, LinearMemory},
        },
        poseidon2::Poseidon2PeripheryChip,
    },
};
use openvm_cpu_backend::CpuBackend;
use openvm_stark_backend::{
    StarkEngine,
    p3_field::{PrimeCharacteristicRing, PrimeField32},
    p3_matrix::dense::RowMajorMatrix,
    prover::{CommittedTraceData, ProverDevice, TraceCommitter},
};
use openvm_stark_sdk::config::{
    app_params_with_100_bits_security,
    baby_bear_poseidon2::{BabyBearPoseidon2Config as SC, BabyBearPoseidon2CpuEngine, F},
};
use proptest::prelude::*;
use provelet_engine::{MemoryTree, Page, SparseSystem};

type Backend = CpuBackend<SC>;
type Arena = MatrixRecordArena<F>;
type Cpu = BabyBearPoseidon2CpuEngine;
type Inventory = ChipInventory<SC, Arena, Backend>;

const PAGE: usize = 4096;
const MEMORY_PAGES: usize = 64;
/// Registers, memory, public values: their address spaces and bytes.
const SPACES: [(usize, usize); 3] = [(1, 256), (2, MEMORY_PAGES * PAGE), (3, 64)];

fn config() -> SystemConfig {
    let mut memory = MemoryConfig::default();
    memory.addr_spaces.iter_mut().for_each(|space| space.num_cells = 0);
    for (space, bytes) in SPACES {
        memory.addr_spaces[space].num_cells = bytes;
    }
    SystemConfig::default_from_memory(memory).with_public_values(64)
}

/// Memory before a segment, and what the segment left in the blocks of four cells that it used.
#[derive(Clone, Debug)]
struct Case {
    initial: Vec<(usize, usize, Vec<u8>)>,
    touched: BTreeMap<(u32, u32), (u32, [u8; 4])>,
}

impl Case {
    fn memory(&self) -> GuestMemory {
        let mut memory: AddressMap = AddressMap::from_mem_config(&config().memory_config);
        for (space, at, bytes) in &self.initial {
            memory.mem[*space].as_mut_slice()[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        GuestMemory::new(memory)
    }

    fn records(&self) -> SystemRecords<F> {
        let touched: TouchedMemory<F> = self
            .touched
            .iter()
            .map(|(address, (timestamp, bytes))| {
                (*address, TimestampedValues { timestamp: *timestamp, values: bytes.map(F::from_u8) })
            })
            .collect();
        SystemRecords {
            from_state: ExecutionState::new(0x1000u32, 1u32),
            to_state: ExecutionState::new(0x1008u32, 77_777u32),
            exit_code: None,
            filtered_exec_frequencies: vec![3, 1, 4],
            touched_memory: touched,
        }
    }
}

/// A place in one of the address spaces for so many bytes, and the bytes.
fn piece(most: usize) -> impl Strategy<Value = (usize, usize, Vec<u8>)> {
    (0..SPACES.len(), any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 1..=most)).prop_map(
        |(which, at, bytes)| {
            let (space, size) = SPACES[which];
            let bytes = bytes[..bytes.len().min(size)].to_vec();
            (space, at.index(size - bytes.len() + 1), bytes)
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let initial = prop::collection::vec(piece(3 * PAGE), 0..6);
    let touched = prop::collection::vec((piece(400), 1..1u32 << 20), 0..12);
    (initial, touched).prop_map(|(initial, pieces)| {
        let mut touched = BTreeMap::new();
        for ((space, at, bytes), timestamp) in pieces {
            for (i, block) in bytes.chunks_exact(4).enumerate() {
                let cell = (at / 4 * 4 + 4 * i) as u32;
                // Some blocks are only read, or are written with what they held.
                let bytes = if i % 3 == 0 { [0; 4] } else { block.try_into().expect("four bytes") };
                touched.insert((space as u32, cell), (timestamp + i as u32, bytes));
            }
        }
        Case { initial, touched }
    })
}

/// Every trace with its public values, the top of the tree, and how often each hash was asked for.
type Filled = (Vec<(Vec<F>, Vec<F>)>, Vec<[F; 8]>, BTreeMap<Vec<u32>, u32>);

fn fill(mut system: impl SystemChipComplex<Arena, Backend>, chips: &Inventory, case: &Case) -> Filled {
    let cpu: Cpu = Cpu::new(app_params_with_100_bits_security(14));
    let trace = RowMajorMatrix::new((0..36).map(F::from_u32).collect(), 9);
    let (commitment, data) = cpu.device().commit(&[&trace]).expect("it can be committed to");
    system.load_program(CommittedTraceData { commitment, trace, data: Arc::new(data) });
    system.transport_init_memory_to_device(&case.memory());
    let contexts = system.generate_proving_ctx(case.records(), Vec::new());
    let traces = contexts.into_iter().map(|context| (context.common_main.values, context.public_values));
    let traces = traces.collect();
    let top = system.memory_top_tree().expect("there is a tree").to_vec();
    (traces, top, hashes(chips))
}

fn hashes(chips: &Inventory) -> BTreeMap<Vec<u32>, u32> {
    let chip = chips.find_chip::<Arc<Poseidon2PeripheryChip<F>>>().next().expect("there is a hash chip");
    let counted = |(input, count): (&[F; 16], u32)| {
        (input.iter().map(|cell| cell.as_canonical_u32()).collect::<Vec<_>>(), count)
    };
    match &**chip {
        Poseidon2PeripheryChip::Register0(chip) => {
            chip.records.iter().map(|r| counted((r.key(), r.value().load(Ordering::Relaxed)))).collect()
        }
        Poseidon2PeripheryChip::Register1(chip) => {
            chip.records.iter().map(|r| counted((r.key(), r.value().load(Ordering::Relaxed)))).collect()
        }
    }
}

fn chips() -> VmChipComplex<SC, Arena, Backend, SystemChipInventory<SC>> {
    let config = config();
    let airs = VmCircuitConfig::<SC>::create_airs(&config).expect("there are AIRs");
    let cpu: Cpu = Cpu::new(app_params_with_100_bits_security(14));
    let device = ProverDevice::<Backend, <Cpu as StarkEngine>::TS>::device_ctx(cpu.device());
    VmBuilder::<Cpu>::create_chip_complex(&SystemCpuBuilder, &config, airs, device).expect("there are chips")
}

fn assert_same_traces(case: &Case) {
    // Given
    let VmChipComplex { system: dense, inventory: dense_chips } = chips();
    let VmChipComplex { inventory: sparse_chips, .. } = chips();
    let sparse = SparseSystem::of(&sparse_chips).expect("the chips are there");
    // When
    let expected = fill(dense, &dense_chips, case);
    let filled = fill(sparse, &sparse_chips, case);
    // Then
    assert_eq!(filled.0.len(), 4, "program, connector, boundary, tree");
    for (name, (is, should_be)) in
        ["program", "connector", "boundary", "tree"].iter().zip(filled.0.iter().zip(&expected.0))
    {
        assert!(is == should_be, "the trace of the {name}");
    }
    assert!(filled.1 == expected.1, "the top of the tree");
    assert!(filled.2 == expected.2, "the hashes");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn traces_are_those_that_openvm_fills(case in case()) {
        assert_same_traces(&case);
    }

    #[test]
    fn the_root_is_that_of_openvms_tree(case in case()) {
        // Given
        let memory = case.memory().memory;
        let dimensions = config().memory_config.memory_dimensions();
        let hasher = vm_poseidon2_hasher::<F>();
        let page = |space: u32, number: usize, bytes| Page { space, number: number as u32, bytes };
        let pages: Vec<Page> = SPACES
            .iter()
            .flat_map(|(space, _)| {
                let pages = memory.mem[*space].as_slice().chunks(PAGE).enumerate();
                pages.map(|(number, bytes)| page(*space as u32, number, bytes.into()))
            })
            .filter(|page| page.bytes.iter().any(|byte| *byte != 0))
            .collect();
        // When
        let tree = MemoryTree::new(&pages, dimensions, &hasher, |_| false);
        // Then
        prop_assert_eq!(*tree.root(), MerkleTree::<F, 8>::from_memory(&memory, &dimensions, &hasher).root());
    }
}

#[test]
fn a_segment_that_uses_no_memory_has_openvms_traces() {
    let touched = BTreeMap::new();
    assert_same_traces(&Case { initial: Vec::new(), touched: touched.clone() });
    assert_same_traces(&Case { initial: vec![(1, 0, vec![7; 200]), (2, PAGE, vec![1; 9])], touched });
}

#[test]
fn pages_in_the_middle_of_nothing_have_openvms_traces() {
    let initial = vec![(2, (MEMORY_PAGES - 1) * PAGE + 8, vec![5; 8]), (2, 30 * PAGE, vec![6; PAGE])];
    let last = (MEMORY_PAGES * PAGE) as u32 - 4;
    let touched = [((1, 0), (9, [1, 2, 3, 4])), ((2, 0), (2, [0; 4])), ((2, last), (3, [1; 4]))].into();
    assert_same_traces(&Case { initial, touched });
}
