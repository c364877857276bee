//! The Merkle tree over a machine's memory, made by visiting only what is not zero.
//!
//! OpenVM's own tree has a node for every eight cells up to the last page that is not zero, however many zeros come before:
//! for a program whose memory is large and nearly empty that took a third of a segment's time and memory.

use std::{borrow::Cow, collections::HashMap};

use openvm_circuit::{
    arch::hasher::Hasher,
    system::memory::{CHUNK, dimensions::MemoryDimensions},
};
use openvm_stark_backend::p3_field::PrimeField32;
use rayon::prelude::*;

use crate::limits::PAGE_BYTES;

/// Leaves of a page. Pages and what is above them are kept; what is below a page only if it was asked for.
const LEAVES: usize = PAGE_BYTES / CHUNK;
const PAGE_HEIGHT: usize = LEAVES.ilog2() as usize;

pub type Node<F> = [F; CHUNK];

/// A page of an address space whose cells are bytes.
pub struct Page<'a> {
    pub space: u32,
    pub number: u32,
    /// All its bytes, or the first of them if the rest is zeros.
    pub bytes: Cow<'a, [u8]>,
}

struct WholePage<'a, F> {
    bytes: &'a [u8],
    /// The page's own node is at 1.
    nodes: Box<[Node<F>]>,
}

/// Nodes have numbers: the root is 1, the children of i are 2i and 2i + 1.
pub struct MemoryTree<'a, F> {
    dimensions: MemoryDimensions,
    /// By height: the node above nothing but zeros.
    zeros: Vec<Node<F>>,
    /// The nodes of pages, and those above them.
    upper: HashMap<u64, Node<F>>,
    /// By the number of the page's node.
    whole: HashMap<u64, WholePage<'a, F>>,
}

impl<'a, F: PrimeField32> MemoryTree<'a, F> {
    /// The tree over pages; everything else is zeros. `is_whole`: which pages to keep down to their leaves.
    pub fn new(
        pages: &'a [Page<'_>],
        dimensions: MemoryDimensions,
        hasher: &(impl Hasher<CHUNK, F> + Sync),
        is_whole: impl Fn(&Page<'_>) -> bool + Sync,
    ) -> Self {
        let root_height = dimensions.overall_height();
        let mut zeros = vec![hasher.hash(&[F::ZERO; CHUNK])];
        for height in 0..root_height {
            zeros.push(hasher.compress(&zeros[height], &zeros[height]));
        }
        let hashed: Vec<(u64, Node<F>, Option<WholePage<'a, F>>)> = pages
            .par_iter()
            .map(|page| {
                let leaf = dimensions.label_to_index((page.space, page.number * LEAVES as u32));
                let number = (1 << root_height | leaf) >> PAGE_HEIGHT;
                let nodes = page_nodes(&page.bytes, &zeros, hasher);
                let root = nodes[1];
                (number, root, is_whole(page).then(|| WholePage { bytes: &page.bytes, nodes }))
            })
            .collect();
        let mut layer: Vec<u64> = hashed.iter().map(|(number, ..)| *number).collect();
        let mut tree = Self { dimensions, zeros, upper: HashMap::new(), whole: HashMap::new() };
        for (number, root, whole) in hashed {
            tree.upper.insert(number, root);
            tree.whole.extend(whole.map(|whole| (number, whole)));
        }
        for height in PAGE_HEIGHT + 1..=root_height {
            layer.iter_mut().for_each(|number| *number /= 2);
            layer.sort_unstable();
            layer.dedup();
            let child = |number| tree.node(number, height - 1);
            let parent = |number: u64| hasher.compress(child(2 * number), child(2 * number + 1));
            let parents: Vec<_> = layer.par_iter().map(|number| (*number, parent(*number))).collect();
            tree.upper.extend(parents);
        }
        tree
    }

    pub fn dimensions(&self) -> MemoryDimensions {
        self.dimensions
    }

    pub fn root(&self) -> &Node<F> {
        self.node(1, self.dimensions.overall_height())
    }

    /// The node of a number, which is so high above the leaves. Below a page: of one that was kept whole, or is all zeros.
    pub fn node(&self, number: u64, height: usize) -> &Node<F> {
        let kept = match PAGE_HEIGHT.checked_sub(height) {
            None | Some(0) => self.upper.get(&number),
            Some(depth) => {
                let in_page = 1 << depth | number & ((1 << depth) - 1);
                self.whole.get(&(number >> depth)).map(|page| &page.nodes[in_page as usize])
            }
        };
        kept.unwrap_or(&self.zeros[height])
    }

    /// The number of the leaf with a label.
    pub fn leaf(&self, space: u32, label: u32) -> u64 {
        1 << self.dimensions.overall_height() | self.dimensions.label_to_index((space, label))
    }

    /// The cells of a leaf; see [`Self::node`] for which.
    pub fn cells(&self, leaf: u64) -> [F; CHUNK] {
        let at = leaf as usize % LEAVES * CHUNK;
        let page = self.whole.get(&(leaf >> PAGE_HEIGHT));
        page.map_or([F::ZERO; CHUNK], |page| cells_at(page.bytes, at))
    }
}

fn cells_at<F: PrimeField32>(bytes: &[u8], at: usize) -> [F; CHUNK] {
    std::array::from_fn(|i| F::from_u8(bytes.get(at + i).copied().unwrap_or_default()))
}

fn page_nodes<F: PrimeField32>(
    bytes: &[u8],
    zeros: &[Node<F>],
    hasher: &impl Hasher<CHUNK, F>,
) -> Box<[Node<F>]> {
    let mut nodes = vec![[F::ZERO; CHUNK]; 2 * LEAVES].into_boxed_slice();
    for leaf in 0..LEAVES {
        let cells = cells_at(bytes, leaf * CHUNK);
        nodes[LEAVES + leaf] = if cells == [F::ZERO; CHUNK] { zeros[0] } else { hasher.hash(&cells) };
    }
    for number in (1..LEAVES).rev() {
        let height = PAGE_HEIGHT - number.ilog2() as usize;
        let (left, right) = (&nodes[2 * number], &nodes[2 * number + 1]);
        let below = &zeros[height - 1];
        nodes[number] =
            if left == below && right == below { zeros[height] } else { hasher.compress(left, right) };
    }
    nodes
}
