//! The virtual machine: which instructions it has, and the circuit that proves them.
//!
//! RV32IM, the hint stores and SHA-256 of OpenVM for every program, since every AIR costs time in every proof and in every
//! recursive verifier; [`Accelerators`] for those that have a use for them. Instructions that take an address are wrapped in a
//! [`CheckedExecutor`] executor.

use derive_more::derive::From;
use openvm_circuit::{
    arch::{
        AirInventory, AirInventoryError, ExecutorInventory, ExecutorInventoryBuilder, ExecutorInventoryError,
        InitFileGenerator, MemoryConfig, SystemConfig, VmCircuitExtension, VmExecutionConfig,
        VmExecutionExtension,
    },
    derive::{AnyEnum, Executor, MeteredExecutor, PreflightExecutor, VmConfig},
    system::SystemExecutor,
};
use openvm_circuit_primitives::bitwise_op_lookup::{BitwiseOperationLookupAir, BitwiseOperationLookupBus};
use openvm_instructions::{LocalOpcode, PhantomDiscriminant, program::DEFAULT_PC_STEP};
use openvm_rv32im_circuit::{
    BranchEqualExecutor, BranchLessThanExecutor, LessThanExecutor, LoadSignExtendExecutor, LoadStoreExecutor,
    Rv32AuipcExecutor, Rv32BaseAluExecutor, Rv32BranchEqualExecutor, Rv32BranchLessThanExecutor,
    Rv32HintStoreExecutor, Rv32I, Rv32Io, Rv32JalLuiExecutor, Rv32JalrExecutor, Rv32LessThanExecutor,
    Rv32LoadSignExtendExecutor, Rv32LoadStoreExecutor, Rv32M, Rv32MExecutor, Rv32ShiftExecutor,
    ShiftExecutor,
    adapters::{
        Rv32BaseAluAdapterExecutor, Rv32BranchAdapterExecutor, Rv32CondRdWriteAdapterExecutor,
        Rv32JalrAdapterExecutor, Rv32LoadStoreAdapterExecutor, Rv32RdWriteAdapterExecutor,
    },
};
use openvm_rv32im_transpiler::{
    BaseAluOpcode, BranchEqualOpcode, BranchLessThanOpcode, LessThanOpcode, Rv32AuipcOpcode,
    Rv32HintStoreOpcode, Rv32JalLuiOpcode, Rv32JalrOpcode, Rv32LoadStoreOpcode, ShiftOpcode,
};
use openvm_sha2_air::Sha256Config;
use openvm_sha2_circuit::{Sha2BlockHasherVmAir, Sha2MainAir, Sha2VmExecutor};
use openvm_sha2_transpiler::Rv32Sha2Opcode;
use openvm_stark_backend::{StarkProtocolConfig, p3_field::PrimeField32};
use openvm_stark_sdk::config::baby_bear_poseidon2::F;
use serde::{Deserialize, Serialize};

use crate::{
    limits::{MEMORY_AS, MEMORY_BYTES, PAGE_BYTES, PUBLIC_VALUE_BYTES, REGISTER_AS, REGISTERS},
    machine::{
        accelerated_circuit::{AcceleratedExecutor, Accelerators},
        operand_check::{AccessCheck, CheckedExecutor, HashCheck, HintCheck, JumpCheck},
    },
    run::phantom,
};

/// Address space 4 belongs to an OpenVM extension that this machine does not have.
const UNUSED_AS: usize = 4;

#[derive(Clone, Debug, VmConfig, Serialize, Deserialize)]
pub struct Configuration {
    #[config(executor = "SystemExecutor<F>")]
    pub system: SystemConfig,
    #[extension(executor = "BaseExecutor")]
    pub base: Base,
    #[extension(executor = "Rv32MExecutor")]
    pub multiply: Rv32M,
    #[extension(executor = "InputExecutor")]
    pub input: Input,
    #[extension(executor = "Sha256Executor")]
    pub sha256: Sha256,
    // Left out of the base machine's version, which is a hash of this.
    #[extension(executor = "AcceleratedExecutor")]
    #[serde(skip_serializing_if = "Accelerators::is_none")]
    pub accelerators: Accelerators,
}

impl InitFileGenerator for Configuration {}

/// The executors of a machine's instructions.
pub type Executors = ExecutorInventory<<Configuration as VmExecutionConfig<F>>::Executor>;

impl Configuration {
    pub fn new(accelerators: Accelerators) -> Self {
        let mut memory = MemoryConfig::default();
        memory.addr_spaces[REGISTER_AS as usize].num_cells = REGISTERS * size_of::<u32>();
        memory.addr_spaces[MEMORY_AS as usize].num_cells = MEMORY_BYTES as usize;
        memory.addr_spaces[UNUSED_AS].num_cells = 0;
        Self {
            system: SystemConfig::default_from_memory(memory).with_public_values(PUBLIC_VALUE_BYTES),
            base: Base,
            multiply: Rv32M::default(),
            input: Input,
            sha256: Sha256,
            accelerators,
        }
    }

    /// With so many pages of memory, which the circuit does not depend on. A GPU's prover lays them all out.
    pub fn with_memory(mut self, pages: u32) -> Self {
        self.system.memory_config.addr_spaces[MEMORY_AS as usize].num_cells = pages as usize * PAGE_BYTES;
        self
    }
}

/// RV32I with checked addresses, the input hint, and Provelet's phantom instructions.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Base;

#[derive(Clone, From, AnyEnum, Executor, MeteredExecutor, PreflightExecutor)]
pub enum BaseExecutor {
    BaseAlu(Rv32BaseAluExecutor),
    LessThan(Rv32LessThanExecutor),
    Shift(Rv32ShiftExecutor),
    LoadStore(CheckedExecutor<Rv32LoadStoreExecutor, AccessCheck>),
    LoadSignExtend(CheckedExecutor<Rv32LoadSignExtendExecutor, AccessCheck>),
    BranchEqual(Rv32BranchEqualExecutor),
    BranchLessThan(Rv32BranchLessThanExecutor),
    JalLui(Rv32JalLuiExecutor),
    Jalr(CheckedExecutor<Rv32JalrExecutor, JumpCheck>),
    Auipc(Rv32AuipcExecutor),
}

impl<F: PrimeField32> VmExecutionExtension<F> for Base {
    type Executor = BaseExecutor;

    // The order is that of `Rv32I`, whose circuit and chips are used unchanged.
    fn extend_execution(
        &self,
        inventory: &mut ExecutorInventoryBuilder<F, BaseExecutor>,
    ) -> Result<(), ExecutorInventoryError> {
        use BaseAluOpcode::*;
        use BranchEqualOpcode::*;
        use BranchLessThanOpcode::*;
        use LessThanOpcode::*;
        use Rv32JalLuiOpcode::*;
        use Rv32LoadStoreOpcode::*;
        use ShiftOpcode::*;

        let pointer_bits = inventory.pointer_max_bits();
        let alu = Rv32BaseAluAdapterExecutor;
        inventory.add_executor(
            Rv32BaseAluExecutor::new(alu.clone(), BaseAluOpcode::CLASS_OFFSET),
            [ADD, SUB, XOR, OR, AND].map(|op| op.global_opcode()),
        )?;
        inventory.add_executor(
            LessThanExecutor::new(alu.clone(), LessThanOpcode::CLASS_OFFSET),
            [SLT, SLTU].map(|op| op.global_opcode()),
        )?;
        inventory.add_executor(
            ShiftExecutor::new(alu, ShiftOpcode::CLASS_OFFSET),
            [SLL, SRL, SRA].map(|op| op.global_opcode()),
        )?;
        let memory = Rv32LoadStoreAdapterExecutor::new(pointer_bits);
        inventory.add_executor(
            CheckedExecutor::new(LoadStoreExecutor::new(memory, Rv32LoadStoreOpcode::CLASS_OFFSET)),
            [LOADW, LOADBU, LOADHU, STOREW, STOREH, STOREB].map(|op| op.global_opcode()),
        )?;
        inventory.add_executor(
            CheckedExecutor::new(LoadSignExtendExecutor::new(memory)),
            [LOADB, LOADH].map(|op| op.global_opcode()),
        )?;
        let branch = Rv32BranchAdapterExecutor;
        inventory.add_executor(
            BranchEqualExecutor::new(branch, BranchEqualOpcode::CLASS_OFFSET, DEFAULT_PC_STEP),
            [BEQ, BNE].map(|op| op.global_opcode()),
        )?;
        inventory.add_executor(
            BranchLessThanExecutor::new(branch, BranchLessThanOpcode::CLASS_OFFSET),
            [BLT, BLTU, BGE, BGEU].map(|op| op.global_opcode()),
        )?;
        let write = Rv32RdWriteAdapterExecutor;
        inventory.add_executor(
            Rv32JalLuiExecutor::new(Rv32CondRdWriteAdapterExecutor::new(write)),
            [JAL, LUI].map(|op| op.global_opcode()),
        )?;
        inventory.add_executor(
            CheckedExecutor::new(Rv32JalrExecutor::new(Rv32JalrAdapterExecutor)),
            [Rv32JalrOpcode::JALR.global_opcode()],
        )?;
        inventory.add_executor(Rv32AuipcExecutor::new(write), [Rv32AuipcOpcode::AUIPC.global_opcode()])?;

        inventory.add_phantom_sub_executor(phantom::NextInput, PhantomDiscriminant(phantom::HINT_INPUT))?;
        inventory.add_phantom_sub_executor(phantom::Output, PhantomDiscriminant(phantom::OUTPUT))?;
        inventory.add_phantom_sub_executor(phantom::Note, PhantomDiscriminant(phantom::NOTE))
    }
}

impl<SC: StarkProtocolConfig> VmCircuitExtension<SC> for Base {
    fn extend_circuit(&self, inventory: &mut AirInventory<SC>) -> Result<(), AirInventoryError> {
        Rv32I.extend_circuit(inventory)
    }
}

/// The hint stores, with checked addresses.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Input;

#[derive(Clone, From, AnyEnum, Executor, MeteredExecutor, PreflightExecutor)]
pub enum InputExecutor {
    HintStore(CheckedExecutor<Rv32HintStoreExecutor, HintCheck>),
}

impl<F: PrimeField32> VmExecutionExtension<F> for Input {
    type Executor = InputExecutor;

    fn extend_execution(
        &self,
        inventory: &mut ExecutorInventoryBuilder<F, InputExecutor>,
    ) -> Result<(), ExecutorInventoryError> {
        use Rv32HintStoreOpcode::{HINT_BUFFER, HINT_STOREW};
        let store =
            Rv32HintStoreExecutor::new(inventory.pointer_max_bits(), Rv32HintStoreOpcode::CLASS_OFFSET);
        inventory.add_executor(
            CheckedExecutor::new(store),
            [HINT_STOREW, HINT_BUFFER].map(|op| op.global_opcode()),
        )
    }
}

impl<SC: StarkProtocolConfig> VmCircuitExtension<SC> for Input {
    fn extend_circuit(&self, inventory: &mut AirInventory<SC>) -> Result<(), AirInventoryError> {
        Rv32Io.extend_circuit(inventory)
    }
}

/// SHA-256's compression function; the crate's own extension would add SHA-512's AIRs as well.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Sha256;

#[derive(Clone, From, AnyEnum, Executor, MeteredExecutor, PreflightExecutor)]
pub enum Sha256Executor {
    Compress(CheckedExecutor<Sha2VmExecutor<Sha256Config>, HashCheck>),
}

impl<F: PrimeField32> VmExecutionExtension<F> for Sha256 {
    type Executor = Sha256Executor;

    fn extend_execution(
        &self,
        inventory: &mut ExecutorInventoryBuilder<F, Sha256Executor>,
    ) -> Result<(), ExecutorInventoryError> {
        let compress =
            Sha2VmExecutor::<Sha256Config>::new(Rv32Sha2Opcode::CLASS_OFFSET, inventory.pointer_max_bits());
        inventory.add_executor(CheckedExecutor::new(compress), [Rv32Sha2Opcode::SHA256.global_opcode()])
    }
}

impl<SC: StarkProtocolConfig> VmCircuitExtension<SC> for Sha256 {
    fn extend_circuit(&self, inventory: &mut AirInventory<SC>) -> Result<(), AirInventoryError> {
        let existing = inventory.find_air::<BitwiseOperationLookupAir<8>>().next().map(|air| air.bus);
        let lookup = match existing {
            Some(bus) => bus,
            None => {
                let bus = BitwiseOperationLookupBus::new(inventory.new_bus_idx());
                inventory.add_air(BitwiseOperationLookupAir::<8>::new(bus));
                bus
            }
        };
        let chip_bus = inventory.new_bus_idx();
        let inner_bus = inventory.new_bus_idx();
        inventory.add_air(Sha2BlockHasherVmAir::<Sha256Config>::new(lookup, inner_bus, chip_bus));
        let main = Sha2MainAir::<Sha256Config>::new(
            inventory.system().port(),
            lookup,
            inventory.pointer_max_bits(),
            chip_bus,
            Rv32Sha2Opcode::CLASS_OFFSET,
        );
        inventory.add_air(main);
        Ok(())
    }
}
