//! The circuit and the executors of the accelerated instructions: OpenVM's own chips, with checked operands.

use derive_more::derive::From;
use num_bigint::BigUint;
use openvm_algebra_circuit::{
    MODULAR_BLOCKS_32, MODULAR_BLOCKS_48, ModularExtension, NUM_LIMBS_32, NUM_LIMBS_48,
    modular_chip::{
        ModularExecutor, VmModularIsEqualExecutor, get_modular_addsub_executor, get_modular_muldiv_executor,
    },
};
use openvm_algebra_transpiler::Rv32ModularArithmeticOpcode as Modular;
use openvm_circuit::{
    arch::{
        AirInventory, AirInventoryError, DEFAULT_BLOCK_SIZE, ExecutorInventoryBuilder,
        ExecutorInventoryError, VmCircuitExtension, VmExecutionExtension,
    },
    derive::{AnyEnum, Executor, MeteredExecutor, PreflightExecutor},
};
use openvm_circuit_primitives::var_range::VariableRangeCheckerBus;
use openvm_instructions::{LocalOpcode, VmOpcode};
use openvm_keccak256_circuit::{Keccak256, keccakf_op::KeccakfExecutor, xorin::XorinVmExecutor};
use openvm_keccak256_transpiler::{KeccakfOpcode, XorinOpcode};
use openvm_mod_circuit_builder::ExprBuilderConfig;
use openvm_rv32_adapters::Rv32IsEqualModAdapterExecutor;
use openvm_stark_backend::{StarkProtocolConfig, p3_field::PrimeField32};
use serde::{Deserialize, Serialize};

use crate::machine::{
    accelerated,
    accelerated_check::AcceleratedCheck,
    operand_check::CheckedExecutor,
    prime_field::{FIELDS, Field},
};

/// The chips of the accelerated machine, or none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Accelerators(pub Option<Chips>);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chips {
    pub keccak: Keccak256,
    pub modular: ModularExtension,
}

impl Accelerators {
    pub fn all() -> Self {
        let moduli = FIELDS.iter().map(|field| field.modulus.clone()).collect();
        Self(Some(Chips { keccak: Keccak256, modular: ModularExtension::new(moduli) }))
    }

    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

type Checked<X> = CheckedExecutor<X, AcceleratedCheck>;
const BLOCK: usize = DEFAULT_BLOCK_SIZE;

#[derive(Clone, From, AnyEnum, Executor, MeteredExecutor, PreflightExecutor)]
pub enum AcceleratedExecutor {
    Xorin(Checked<XorinVmExecutor>),
    Keccakf(Checked<KeccakfExecutor>),
    Number32(Checked<ModularExecutor<MODULAR_BLOCKS_32, BLOCK>>),
    Number48(Checked<ModularExecutor<MODULAR_BLOCKS_48, BLOCK>>),
    Equal32(Checked<VmModularIsEqualExecutor<MODULAR_BLOCKS_32, BLOCK, NUM_LIMBS_32>>),
    Equal48(Checked<VmModularIsEqualExecutor<MODULAR_BLOCKS_48, BLOCK, NUM_LIMBS_48>>),
}

/// Adds executors in the order in which the extensions add their chips.
struct Adder<'a, 'b, F> {
    inventory: &'a mut ExecutorInventoryBuilder<'b, F, AcceleratedExecutor>,
    pointer_bits: usize,
}

type Added = Result<(), ExecutorInventoryError>;

/// The executors look at the width of the bus's numbers only.
const RANGE_BUS: VariableRangeCheckerBus = VariableRangeCheckerBus::new(u16::MAX, 16);

fn config(field: &Field) -> ExprBuilderConfig {
    ExprBuilderConfig { modulus: field.modulus.clone(), num_limbs: field.bytes as usize, limb_bits: 8 }
}

fn limbs<const N: usize>(modulus: &BigUint) -> [u8; N] {
    let bytes = modulus.to_bytes_le();
    std::array::from_fn(|i| bytes.get(i).copied().unwrap_or_default())
}

impl<F: PrimeField32> Adder<'_, '_, F> {
    /// Adds an executor for those of these opcodes that a program may have; what sets a chip up is not among them.
    fn add<X>(&mut self, executor: X, first: usize, count: usize) -> Added
    where
        Checked<X>: Into<AcceleratedExecutor>,
    {
        let opcodes = (first..first + count).map(VmOpcode::from_usize);
        self.inventory.add_executor(
            Checked::<X>::new(executor),
            opcodes.filter(|opcode| accelerated::find(*opcode).is_some()),
        )
    }

    fn keccak(&mut self) -> Added {
        let bits = self.pointer_bits;
        let xorin = XorinOpcode::XORIN.global_opcode().as_usize();
        self.add(XorinVmExecutor::new(XorinOpcode::CLASS_OFFSET, bits), xorin, 1)?;
        let keccakf = KeccakfOpcode::KECCAKF.global_opcode().as_usize();
        self.add(KeccakfExecutor::new(KeccakfOpcode::CLASS_OFFSET, bits), keccakf, 1)
    }

    fn modular(&mut self, index: usize, field: &Field) -> Added {
        let offset = Modular::CLASS_OFFSET + accelerated::MODULAR_COUNT * index;
        let (bits, equal) = (self.pointer_bits, offset + Modular::IS_EQ as usize);
        macro_rules! of_width {
            ($blocks:ident, $limbs:ident) => {{
                let sum =
                    get_modular_addsub_executor::<$blocks, BLOCK>(config(field), RANGE_BUS, bits, offset);
                self.add(sum, offset + Modular::ADD as usize, 2)?;
                let product =
                    get_modular_muldiv_executor::<$blocks, BLOCK>(config(field), RANGE_BUS, bits, offset);
                self.add(product, offset + Modular::MUL as usize, 2)?;
                let adapter = Rv32IsEqualModAdapterExecutor::new(bits);
                let comparison = VmModularIsEqualExecutor::<$blocks, BLOCK, $limbs>::new(
                    adapter,
                    offset,
                    limbs(&field.modulus),
                );
                self.add(comparison, equal, 1)
            }};
        }
        if field.bytes as usize == NUM_LIMBS_32 {
            of_width!(MODULAR_BLOCKS_32, NUM_LIMBS_32)
        } else {
            of_width!(MODULAR_BLOCKS_48, NUM_LIMBS_48)
        }
    }
}

impl<F: PrimeField32> VmExecutionExtension<F> for Accelerators {
    type Executor = AcceleratedExecutor;

    fn extend_execution(
        &self,
        inventory: &mut ExecutorInventoryBuilder<F, AcceleratedExecutor>,
    ) -> Result<(), ExecutorInventoryError> {
        if self.is_none() {
            return Ok(());
        }
        let pointer_bits = inventory.pointer_max_bits();
        let mut adder = Adder { inventory, pointer_bits };
        adder.keccak()?;
        FIELDS.iter().enumerate().try_for_each(|(index, field)| adder.modular(index, field))
    }
}

impl<SC: StarkProtocolConfig> VmCircuitExtension<SC> for Accelerators {
    fn extend_circuit(&self, inventory: &mut AirInventory<SC>) -> Result<(), AirInventoryError> {
        let Some(chips) = &self.0 else { return Ok(()) };
        chips.keccak.extend_circuit(inventory)?;
        chips.modular.extend_circuit(inventory)
    }
}
