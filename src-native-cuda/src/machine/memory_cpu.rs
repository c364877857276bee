//! The system's chips on a CPU, which fill the traces of memory from a [`MemoryTree`].
//!
//! The traces are OpenVM's, row for row; only what is zero everywhere is not visited.

use std::{borrow::BorrowMut, collections::HashMap, sync::Arc};

use openvm_circuit::{
    arch::{
        ADDR_SPACE_OFFSET, AddressSpaceHostLayout, ChipInventory, ChipInventoryError, DEFAULT_BLOCK_SIZE,
        RowMajorMatrixArena, VmField, hasher::HasherChip,
    },
    system::{
        SystemChipComplex, SystemRecords, TouchedMemory,
        connector::VmConnectorChip,
        memory::{
            AddressMap, CHUNK, INITIAL_TIMESTAMP,
            dimensions::MemoryDimensions,
            merkle::MemoryMerkleCols,
            online::{GuestMemory, LinearMemory},
            persistent::{BLOCKS_PER_CHUNK, PersistentBoundaryCols},
        },
        poseidon2::Poseidon2PeripheryChip,
    },
};
use openvm_circuit_primitives::Chip;
use openvm_cpu_backend::CpuBackend;
use openvm_stark_backend::{
    StarkProtocolConfig, Val,
    p3_field::{PrimeCharacteristicRing, PrimeField32},
    p3_matrix::{Matrix, dense::RowMajorMatrix},
    prover::{AirProvingContext, CommittedTraceData},
};
use rayon::prelude::*;

use crate::{
    limits::{MEMORY_AS, PAGE_BYTES},
    machine::memory_tree::{MemoryTree, Node, Page},
    object::memory_image::nonzero_pages,
};

/// Fills the traces of program, connector, memory's boundary and memory's tree, in this order.
pub struct SparseSystem<SC: StarkProtocolConfig>
where
    Val<SC>: VmField,
{
    code: Option<CommittedTraceData<CpuBackend<SC>>>,
    connector: VmConnectorChip<Val<SC>>,
    hashes: Arc<Poseidon2PeripheryChip<Val<SC>>>,
    dimensions: MemoryDimensions,
    initial: Vec<Page<'static>>,
    top: Vec<Node<Val<SC>>>,
}

impl<SC: StarkProtocolConfig> SparseSystem<SC>
where
    Val<SC>: VmField,
{
    /// For a machine that has these other chips.
    pub fn of<RA>(inventory: &ChipInventory<SC, RA, CpuBackend<SC>>) -> Result<Self, ChipInventoryError> {
        let memory = &inventory.config().memory_config;
        let hashes = inventory.find_chip::<Arc<Poseidon2PeripheryChip<Val<SC>>>>().next();
        let missing = || ChipInventoryError::ChipNotFound { name: "Poseidon2PeripheryChip".to_owned() };
        let range_checker = inventory.range_checker()?.clone();
        Ok(Self {
            code: None,
            connector: VmConnectorChip::new(range_checker, memory.timestamp_max_bits),
            hashes: hashes.ok_or_else(missing)?.clone(),
            dimensions: memory.memory_dimensions(),
            initial: Vec::new(),
            top: Vec::new(),
        })
    }

    fn program_trace(&self, executed: &[u32]) -> AirProvingContext<CpuBackend<SC>> {
        let code = self.code.clone().expect("a program is loaded before traces are made");
        let mut frequencies = Val::<SC>::zero_vec(code.trace.height());
        assert!(executed.len() <= frequencies.len(), "the program is the one that ran");
        for (frequency, executed) in frequencies.iter_mut().zip(executed) {
            *frequency = Val::<SC>::from_u32(*executed);
        }
        AirProvingContext {
            cached_mains: vec![code],
            common_main: RowMajorMatrix::new(frequencies, 1),
            public_values: Vec::new(),
        }
    }
}

impl<RA, SC> SystemChipComplex<RA, CpuBackend<SC>> for SparseSystem<SC>
where
    RA: RowMajorMatrixArena<Val<SC>>,
    SC: StarkProtocolConfig,
    Val<SC>: VmField,
{
    fn load_program(&mut self, code: CommittedTraceData<CpuBackend<SC>>) {
        self.code = Some(code);
    }

    fn transport_init_memory_to_device(&mut self, memory: &GuestMemory) {
        self.initial = pages_in_use(&memory.memory);
    }

    fn generate_proving_ctx(
        &mut self,
        records: SystemRecords<Val<SC>>,
        _: Vec<RA>,
    ) -> Vec<AirProvingContext<CpuBackend<SC>>> {
        self.connector.begin(records.from_state);
        self.connector.end(records.to_state, records.exit_code);
        let initial = std::mem::take(&mut self.initial);
        let used = used_pages(&records.touched_memory);
        let is_used = |page: &Page| used.binary_search(&(page.space, page.number)).is_ok();
        let tree = MemoryTree::new(&initial, self.dimensions, &*self.hashes, is_used);
        let leaves = touched_leaves(&tree, &records.touched_memory, &*self.hashes);
        let update = Update::of(&tree, &leaves, &*self.hashes);
        self.top = update.top(&tree);
        vec![
            self.program_trace(&records.filtered_exec_frequencies),
            Chip::<(), _>::generate_proving_ctx(&self.connector, ()),
            AirProvingContext::simple_no_pis(boundary_trace(&leaves)),
            AirProvingContext::simple(update.trace(), update.roots()),
        ]
    }

    fn memory_top_tree(&self) -> Option<&[Node<Val<SC>>]> {
        (!self.top.is_empty()).then_some(self.top.as_slice())
    }
}

fn pages_in_use(memory: &AddressMap) -> Vec<Page<'static>> {
    let mut pages = Vec::new();
    for space in ADDR_SPACE_OFFSET..memory.mem.len() as u32 {
        let bytes = memory.mem[space as usize].as_slice();
        assert!(bytes.is_empty() || memory.config[space as usize].layout.size() == 1, "cells are bytes");
        let numbers = match space {
            MEMORY_AS => nonzero_pages(bytes),
            _ => (0..bytes.len().div_ceil(PAGE_BYTES) as u32).collect(),
        };
        pages.extend(numbers.into_iter().map(|number| {
            let at = number as usize * PAGE_BYTES;
            let bytes = bytes[at..bytes.len().min(at + PAGE_BYTES)].to_vec();
            Page { space, number, bytes: bytes.into() }
        }));
    }
    pages
}

/// Address spaces and numbers of pages, ascending. There is always one, for the tree needs a leaf.
fn used_pages<F>(touched: &TouchedMemory<F>) -> Vec<(u32, u32)> {
    let mut used: Vec<_> =
        touched.iter().map(|((space, cell), _)| (*space, cell / PAGE_BYTES as u32)).collect();
    used.dedup();
    if used.is_empty() {
        used.push((ADDR_SPACE_OFFSET, 0));
    }
    used
}

/// Eight cells of which a segment used some.
struct Leaf<F> {
    number: u64,
    space: u32,
    label: u32,
    old: [F; CHUNK],
    new: [F; CHUNK],
    old_hash: Node<F>,
    new_hash: Node<F>,
    /// When each half was last used; 0 if it was not.
    timestamps: [u32; BLOCKS_PER_CHUNK],
}

/// `touched` is in the order of addresses.
fn touched_leaves<F: PrimeField32>(
    tree: &MemoryTree<F>,
    touched: &TouchedMemory<F>,
    hashes: &impl HasherChip<CHUNK, F>,
) -> Vec<Leaf<F>> {
    touched
        .chunk_by(|((space, cell), _), ((other, other_cell), _)| {
            space == other && cell / CHUNK as u32 == other_cell / CHUNK as u32
        })
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|blocks| {
            let (space, cell) = blocks[0].0;
            let label = cell / CHUNK as u32;
            let number = tree.leaf(space, label);
            let old = tree.cells(number);
            let mut new = old;
            let mut timestamps = [INITIAL_TIMESTAMP; BLOCKS_PER_CHUNK];
            for ((_, cell), block) in blocks {
                let at = *cell as usize % CHUNK;
                new[at..at + DEFAULT_BLOCK_SIZE].copy_from_slice(&block.values);
                timestamps[at / DEFAULT_BLOCK_SIZE] = block.timestamp;
            }
            let (old_hash, new_hash) = (hashes.hash_and_record(&old), hashes.hash_and_record(&new));
            Leaf { number, space, label, old, new, old_hash, new_hash, timestamps }
        })
        .collect()
}

fn boundary_trace<F: PrimeField32>(leaves: &[Leaf<F>]) -> RowMajorMatrix<F> {
    let width = PersistentBoundaryCols::<F, CHUNK>::width();
    let mut cells = F::zero_vec((2 * leaves.len()).next_power_of_two() * width);
    cells.par_chunks_mut(2 * width).zip(leaves).for_each(|(rows, leaf)| {
        let (old, new) = rows.split_at_mut(width);
        let address_space = F::from_u32(leaf.space);
        let leaf_label = F::from_u32(leaf.label);
        *old.borrow_mut() = PersistentBoundaryCols {
            expand_direction: F::ONE,
            address_space,
            leaf_label,
            values: leaf.old,
            hash: leaf.old_hash,
            timestamps: [F::from_u32(INITIAL_TIMESTAMP); BLOCKS_PER_CHUNK],
        };
        *new.borrow_mut() = PersistentBoundaryCols {
            expand_direction: F::NEG_ONE,
            address_space,
            leaf_label,
            values: leaf.new,
            hash: leaf.new_hash,
            timestamps: leaf.timestamps.map(F::from_u32),
        };
    });
    RowMajorMatrix::new(cells, width)
}

/// A node above something that was used: its children before and after, and itself.
struct Change<F> {
    number: u64,
    old: Node<F>,
    new: Node<F>,
    old_children: [Node<F>; 2],
    new_children: [Node<F>; 2],
    /// Whether there was anything used below each child.
    used: [bool; 2],
}

/// The nodes above everything that a segment used, by height; the root is the last.
struct Update<F> {
    dimensions: MemoryDimensions,
    layers: Vec<Vec<Change<F>>>,
}

impl<F: PrimeField32> Update<F> {
    fn of(tree: &MemoryTree<F>, leaves: &[Leaf<F>], hashes: &impl HasherChip<CHUNK, F>) -> Self {
        let dimensions = tree.dimensions();
        let mut below: Vec<(u64, Node<F>, Node<F>)> =
            leaves.iter().map(|leaf| (leaf.number, leaf.old_hash, leaf.new_hash)).collect();
        if below.is_empty() {
            let first = tree.leaf(ADDR_SPACE_OFFSET, 0);
            below.push((first, *tree.node(first, 0), *tree.node(first, 0)));
        }
        let mut layers = Vec::new();
        for height in 1..=dimensions.overall_height() {
            let layer: Vec<Change<F>> = below
                .chunk_by(|one, other| one.0 / 2 == other.0 / 2)
                .collect::<Vec<_>>()
                .into_par_iter()
                .map(|children| {
                    let number = children[0].0 / 2;
                    let child = |side: usize| children.iter().find(|child| child.0 % 2 == side as u64);
                    let kept = |side: usize| *tree.node(2 * number + side as u64, height - 1);
                    let old_children = [0, 1].map(|side| child(side).map_or_else(|| kept(side), |c| c.1));
                    let new_children = [0, 1].map(|side| child(side).map_or_else(|| kept(side), |c| c.2));
                    Change {
                        number,
                        old: hashes.compress_and_record(&old_children[0], &old_children[1]),
                        new: hashes.compress_and_record(&new_children[0], &new_children[1]),
                        old_children,
                        new_children,
                        used: [0, 1].map(|side| child(side).is_some()),
                    }
                })
                .collect();
            below = layer.iter().map(|change| (change.number, change.old, change.new)).collect();
            layers.push(layer);
        }
        if leaves.is_empty() {
            layers[0][0].used = [false; 2];
        }
        Self { dimensions, layers }
    }

    /// The AIR's public values: the roots before and after.
    fn roots(&self) -> Vec<F> {
        let root = &self.layers[self.layers.len() - 1][0];
        [root.old, root.new].concat()
    }

    /// The nodes from the root down to those of the address spaces, after.
    fn top(&self, tree: &MemoryTree<F>) -> Vec<Node<F>> {
        let top_height = self.dimensions.addr_space_height;
        let changed: HashMap<u64, Node<F>> = self
            .layers
            .iter()
            .rev()
            .take(top_height + 1)
            .flatten()
            .map(|change| (change.number, change.new))
            .collect();
        (1..2u64 << top_height)
            .map(|number| {
                let height = self.dimensions.overall_height() - number.ilog2() as usize;
                *changed.get(&number).unwrap_or_else(|| tree.node(number, height))
            })
            .collect()
    }

    /// Downwards, each layer from its end. A node's row after comes before that before; only the root's does not.
    fn trace(&self) -> RowMajorMatrix<F> {
        let width = MemoryMerkleCols::<F, CHUNK>::width();
        let changes: Vec<(&Change<F>, usize)> = self
            .layers
            .iter()
            .enumerate()
            .rev()
            .flat_map(|(below, layer)| layer.iter().rev().map(move |change| (change, below + 1)))
            .collect();
        let mut cells = F::zero_vec((2 * changes.len()).next_power_of_two() * width);
        cells.par_chunks_mut(2 * width).zip(changes).for_each(|(rows, (change, height))| {
            let (first, second) = rows.split_at_mut(width);
            let is_root = height == self.dimensions.overall_height();
            *first.borrow_mut() = self.row(change, height, is_root);
            *second.borrow_mut() = self.row(change, height, !is_root);
        });
        RowMajorMatrix::new(cells, width)
    }

    fn row(&self, change: &Change<F>, height: usize, before: bool) -> MemoryMerkleCols<F, CHUNK> {
        let MemoryDimensions { address_height, .. } = self.dimensions;
        let root_height = self.dimensions.overall_height();
        let label_bits = address_height.saturating_sub(height);
        let space = (change.number & !(1 << (root_height - height))) >> label_bits;
        let label = change.number & ((1 << label_bits) - 1);
        let [left_child_hash, right_child_hash] =
            if before { change.old_children } else { change.new_children };
        let different = |side: usize| F::from_bool(!before && !change.used[side]);
        MemoryMerkleCols {
            expand_direction: if before { F::ONE } else { F::NEG_ONE },
            height_section: F::from_bool(height > address_height),
            parent_height: F::from_usize(height),
            parent_height_inv: F::from_usize(height).inverse(),
            is_root: F::from_bool(height == root_height),
            parent_as_label: F::from_u32(space as u32),
            parent_address_label: F::from_u32(label as u32),
            parent_hash: if before { change.old } else { change.new },
            left_child_hash,
            right_child_hash,
            left_direction_different: different(0),
            right_direction_different: different(1),
        }
    }
}
