//! Proofs of proofs: leaf, internal, recursive, and the wrap that makes the last one small.

use std::sync::Arc;

use openvm_circuit::system::memory::dimensions::MemoryDimensions;
use openvm_continuations::prover::ChildVkKind;
use openvm_stark_backend::{
    StarkEngine, SystemParams,
    keygen::types::{MultiStarkProvingKey, MultiStarkVerifyingKey},
    p3_field::PrimeCharacteristicRing,
    proof::Proof,
};
use openvm_stark_sdk::config::baby_bear_poseidon2::{BabyBearPoseidon2Config as SC, DIGEST_SIZE, F};
use openvm_verify_stark_host::vk::{VerificationBaseline, VmStarkVerifyingKey};
use serde::{Deserialize, Serialize};

use crate::{
    engine::Engine,
    error::{Error, Result},
    machine::{key_cache::Lazy, key_digests::Key},
    object::proof::{Kind, ProofObject, Span},
    panics,
    prove::{
        backend::{Aggregation, Backend, Cpu, CpuAggregation},
        device,
    },
};

/// The recursion circuits' arities; a verifier's cost depends on them, so they are not to be changed lightly.
const LEAF_CHILDREN: usize = 4;
const INTERNAL_CHILDREN: usize = 3;

type VerifyingKey = Arc<MultiStarkVerifyingKey<SC>>;
type ProvingKey = Arc<MultiStarkProvingKey<SC>>;

/// A layer of aggregation; the numbers are the header's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Leaf,
    Internal,
    Recursive,
    Wrap,
}

impl Layer {
    /// The most children that a node of this layer has.
    pub fn arity(self) -> usize {
        match self {
            Self::Leaf => LEAF_CHILDREN,
            Self::Internal | Self::Recursive => INTERNAL_CHILDREN,
            Self::Wrap => 1,
        }
    }

    fn result(self) -> Kind {
        match self {
            Self::Leaf => Kind::Leaf,
            Self::Internal => Kind::Internal,
            Self::Recursive => Kind::Recursive,
            Self::Wrap => Kind::Final,
        }
    }

    fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Leaf => kind == Kind::Segment,
            Self::Internal => kind == Kind::Leaf,
            Self::Recursive => matches!(kind, Kind::Internal | Kind::Recursive),
            Self::Wrap => kind == Kind::Recursive,
        }
    }
}

/// The three provers' keys as the cache keeps them.
#[derive(Clone, Serialize, Deserialize)]
pub struct AggregationKeys {
    leaf: ProvingKey,
    internal: ProvingKey,
    recursive: ProvingKey,
}

/// The verifying keys of all levels, and the provers of the three recursion circuits. A prover commits to the circuit below
/// it, which takes seconds that no key can save; so each is made when its layer is first asked for.
pub struct Aggregator {
    app: VerifyingKey,
    leaf_key: VerifyingKey,
    internal_key: VerifyingKey,
    recursive_key: VerifyingKey,
    keys: AggregationKeys,
    leaf: Lazy<Aggregation<LEAF_CHILDREN>>,
    internal: Lazy<Aggregation<INTERNAL_CHILDREN>>,
    recursive: Lazy<Aggregation<INTERNAL_CHILDREN>>,
}

impl AggregationKeys {
    pub fn verifying_keys(&self) -> [MultiStarkVerifyingKey<SC>; 3] {
        [self.leaf.get_vk(), self.internal.get_vk(), self.recursive.get_vk()]
    }

    /// Makes new keys; on the processor, whatever is to prove with them.
    pub fn generate(app: VerifyingKey, leaf: &SystemParams, internal: &SystemParams) -> Self {
        let leaf = CpuAggregation::<LEAF_CHILDREN>::new::<Cpu>(app, leaf.clone(), false, None);
        let internals = |below, is_recursive| {
            CpuAggregation::<INTERNAL_CHILDREN>::new::<Cpu>(below, internal.clone(), is_recursive, None)
        };
        let for_leaf = internals(leaf.get_vk(), false);
        let recursive = internals(for_leaf.get_vk(), true);
        Self { leaf: leaf.get_pk(), internal: for_leaf.get_pk(), recursive: recursive.get_pk() }
    }
}

impl Aggregator {
    pub fn new(app: VerifyingKey, keys: AggregationKeys) -> Self {
        let [leaf_key, internal_key, recursive_key] = keys.verifying_keys().map(Arc::new);
        Self {
            app,
            leaf_key,
            internal_key,
            recursive_key,
            keys,
            leaf: Lazy::default(),
            internal: Lazy::default(),
            recursive: Lazy::default(),
        }
    }

    fn leaf(&self) -> Result<Arc<Aggregation<LEAF_CHILDREN>>> {
        self.leaf.get(|| {
            Ok(Aggregation::from_pk::<Backend>(self.app.clone(), self.keys.leaf.clone(), false, None))
        })
    }

    fn internal(&self) -> Result<Arc<Aggregation<INTERNAL_CHILDREN>>> {
        let below = self.leaf_key.clone();
        self.internal
            .get(|| Ok(Aggregation::from_pk::<Backend>(below, self.keys.internal.clone(), false, None)))
    }

    fn recursive(&self) -> Result<Arc<Aggregation<INTERNAL_CHILDREN>>> {
        let below = self.internal_key.clone();
        self.recursive
            .get(|| Ok(Aggregation::from_pk::<Backend>(below, self.keys.recursive.clone(), true, None)))
    }

    /// What verifying a final proof needs; the program's commitment in it is left at zero. It is committed to on the
    /// processor: a verifier needs no GPU, and takes none's word for it.
    pub fn verifying_key(&self, memory: MemoryDimensions, public_values: usize) -> VmStarkVerifyingKey {
        let AggregationKeys { leaf, internal, recursive } = self.keys.clone();
        let leaf = CpuAggregation::<LEAF_CHILDREN>::from_pk::<Cpu>(self.app.clone(), leaf, false, None);
        let internals = |below: &VerifyingKey, key, is_recursive| {
            CpuAggregation::<INTERNAL_CHILDREN>::from_pk::<Cpu>(below.clone(), key, is_recursive, None)
        };
        let internal = internals(&self.leaf_key, internal, false);
        let recursive = internals(&self.internal_key, recursive, true);
        VmStarkVerifyingKey {
            mvk: (*self.recursive_key).clone(),
            baseline: VerificationBaseline {
                app_exe_commit: [F::ZERO; DIGEST_SIZE],
                memory_dimensions: memory,
                num_user_pvs: public_values,
                app_vk_commit: leaf.get_vk_commit(false),
                leaf_vk_commit: internal.get_vk_commit(false),
                internal_for_leaf_vk_commit: recursive.get_vk_commit(false),
                internal_recursive_vk_commit: recursive.get_vk_commit(true),
                expected_def_hook_commit: None,
            },
        }
    }

    /// See [`Key::digest`].
    pub fn digest(&self) -> Result<String> {
        self.keys.digest()
    }

    pub fn key_of(&self, kind: Kind) -> &VerifyingKey {
        match kind {
            Kind::Segment => &self.app,
            Kind::Leaf => &self.leaf_key,
            Kind::Internal => &self.internal_key,
            Kind::Recursive | Kind::Final => &self.recursive_key,
        }
    }

    fn prove(&self, layer: Layer, child: Kind, proofs: &[Proof<SC>]) -> Result<Proof<SC>> {
        match layer {
            Layer::Leaf => self.leaf()?.agg_prove_no_def::<Backend>(proofs, ChildVkKind::App),
            Layer::Internal => self.internal()?.agg_prove_no_def::<Backend>(proofs, ChildVkKind::Standard),
            Layer::Recursive | Layer::Wrap => {
                let key = match child {
                    Kind::Recursive => ChildVkKind::RecursiveSelf,
                    Kind::Segment | Kind::Leaf | Kind::Internal | Kind::Final => ChildVkKind::Standard,
                };
                self.recursive()?.agg_prove_no_def::<Backend>(proofs, key)
            }
        }
        .map_err(Error::engine)
    }
}

/// Proves that the children verify and follow one another.
pub fn aggregate(engine: &Engine, layer: Layer, children: &[&[u8]]) -> Result<Vec<u8>> {
    device::work(|| aggregate_on_device(engine, layer, children, check))
}

/// As [`aggregate`], of whatever children: for tests, to see what the circuit says of them.
pub fn aggregate_unchecked(engine: &Engine, layer: Layer, children: &[&[u8]]) -> Result<Vec<u8>> {
    device::work(|| aggregate_on_device(engine, layer, children, |_, _, _| Ok(())))
}

fn aggregate_on_device(
    engine: &Engine,
    layer: Layer,
    children: &[&[u8]],
    check: impl FnOnce(Layer, &[ProofObject], &Aggregator) -> Result<()>,
) -> Result<Vec<u8>> {
    if children.is_empty() || children.len() > layer.arity() {
        return Err(Error::proof(format!(
            "{} children, a {} proof takes 1 to {}",
            children.len(),
            layer.result().name(),
            layer.arity()
        )));
    }
    let children = children
        .iter()
        .enumerate()
        .map(|(position, object)| {
            ProofObject::decode(&engine.machines(), object).map_err(|why| Error::child(position, why))
        })
        .collect::<Result<Vec<_>>>()?;
    let machine = engine.machine(children[0].model);
    let aggregator = machine.aggregator()?;
    check(layer, &children, &aggregator)?;

    let (first, last) = (&children[0], &children[children.len() - 1]);
    let (first_segment, last_segment, kind, depth) = (first.first, last.last, first.kind, first.depth);
    let model = first.model;
    let public_values = last.public_values.clone();
    let depth = match layer {
        Layer::Leaf | Layer::Internal => 0,
        Layer::Recursive | Layer::Wrap => depth.checked_add(1).ok_or_else(|| {
            Error::child(0, format!("its depth is {depth}, a child's is at most {}", u8::MAX - 1))
        })?,
    };
    let proofs: Vec<_> = children.into_iter().map(|child| child.proof).collect();
    let proof = aggregator.prove(layer, kind, &proofs)?;
    ProofObject {
        model,
        kind: layer.result(),
        depth,
        first: first_segment,
        last: last_segment,
        proof,
        public_values,
    }
    .hand_out(machine)
}

/// Wraps a final proof once more, which changes how tall its verifier's traces are.
#[cfg(feature = "snark")]
pub fn wrap_again(engine: &Engine, last: ProofObject) -> Result<ProofObject> {
    let aggregator = engine.machine(last.model).aggregator()?;
    let depth =
        last.depth.checked_add(1).ok_or_else(|| Error::proof("it is too deep to be wrapped again"))?;
    let proof =
        device::work(|| aggregator.prove(Layer::Wrap, Kind::Recursive, std::slice::from_ref(&last.proof)))?;
    Ok(ProofObject { depth, proof, ..last })
}

fn check(layer: Layer, children: &[ProofObject], aggregator: &Aggregator) -> Result<()> {
    let mut before: Option<(&ProofObject, Span)> = None;
    for (position, child) in children.iter().enumerate() {
        let wrong = |why: &str| Error::child(position, why);
        if !layer.takes(child.kind) {
            return Err(wrong(&format!("a {} proof", child.kind.name())));
        }
        if child.model != children[0].model {
            let (name, other) = (child.model.name(), children[0].model.name());
            return Err(wrong(&format!("of the {name} machine, child 0 of the {other} one")));
        }
        if child.kind != children[0].kind || child.depth != children[0].depth {
            return Err(wrong("of another kind or depth than child 0"));
        }
        let key = aggregator.key_of(child.kind);
        verify_stark(key, &child.proof).map_err(|why| wrong(&format!("does not verify: {why}")))?;
        let span = child.span().map_err(|why| wrong(&why))?;
        if let Some((previous, end)) = &before {
            follows(previous, end, child, &span).map_err(wrong)?;
        }
        let ends = span.terminates && span.exit_code == F::ZERO;
        if child.public_values.is_some() != ends {
            return Err(wrong("the run's end and its public values do not go together"));
        }
        if layer == Layer::Wrap && (child.first != 0 || !ends) {
            return Err(wrong("not a whole run"));
        }
        before = Some((child, span));
    }
    Ok(())
}

fn follows(
    previous: &ProofObject,
    end: &Span,
    child: &ProofObject,
    start: &Span,
) -> std::result::Result<(), &'static str> {
    if previous.last.checked_add(1) != Some(child.first) {
        return Err("not the next segments");
    }
    if end.terminates {
        return Err("comes after the run's end");
    }
    if end.program != start.program {
        return Err("of another program");
    }
    if end.final_pc != start.initial_pc || end.final_root != start.initial_root {
        return Err("does not start where the child before it ends");
    }
    Ok(())
}

/// Checks a STARK against a key. The verifier indexes what an attacker has made; whatever it does, it is a refusal.
pub fn verify_stark(key: &MultiStarkVerifyingKey<SC>, proof: &Proof<SC>) -> std::result::Result<(), String> {
    let engine = Cpu::new(key.inner.params.clone());
    panics::refuse(|| engine.verify(key, proof).map_err(|e| e.to_string()))
}
