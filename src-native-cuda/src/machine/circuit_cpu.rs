//! The chips that fill the traces on a CPU.

use std::sync::{Arc, Mutex};

use openvm_algebra_circuit::AlgebraCpuProverExt;
use openvm_circuit::{
    arch::{
        AirInventory, ChipInventory, ChipInventoryError, MatrixRecordArena, RowMajorMatrixArena, VmBuilder,
        VmChipComplex, VmField, VmProverExtension,
    },
    system::{SystemCpuBuilder, memory::SharedMemoryHelper},
};
use openvm_circuit_primitives::bitwise_op_lookup::{
    BitwiseOperationLookupAir, BitwiseOperationLookupChip, SharedBitwiseOperationLookupChip,
};
use openvm_cpu_backend::{CpuBackend, CpuDevice};
use openvm_keccak256_circuit::Keccak256CpuProverExt;
use openvm_rv32im_circuit::{Rv32I, Rv32ImCpuProverExt, Rv32Io};
use openvm_sha2_air::Sha256Config;
use openvm_sha2_circuit::{Sha2BlockHasherChip, Sha2BlockHasherVmAir, Sha2MainAir, Sha2MainChip};
use openvm_stark_backend::{StarkEngine, StarkProtocolConfig, Val};

use crate::machine::{
    circuit::{Configuration, Sha256},
    memory_cpu::SparseSystem,
};

struct Sha256CpuProver;

impl<E, SC, RA> VmProverExtension<E, RA, Sha256> for Sha256CpuProver
where
    SC: StarkProtocolConfig,
    E: StarkEngine<SC = SC, PB = CpuBackend<SC>, PD = CpuDevice<SC>>,
    RA: RowMajorMatrixArena<Val<SC>> + Send + Sync + 'static,
    Val<SC>: VmField,
    SC::EF: Ord,
{
    fn extend_prover(
        &self,
        _: &Sha256,
        inventory: &mut ChipInventory<SC, RA, CpuBackend<SC>>,
    ) -> Result<(), ChipInventoryError> {
        let range_checker = inventory.range_checker()?.clone();
        let memory = SharedMemoryHelper::new(range_checker, inventory.timestamp_max_bits());
        let pointer_bits = inventory.airs().pointer_max_bits();
        let existing = inventory.find_chip::<SharedBitwiseOperationLookupChip<8>>().next().cloned();
        let lookup = match existing {
            Some(chip) => chip,
            None => {
                let air: &BitwiseOperationLookupAir<8> = inventory.next_air()?;
                let chip = Arc::new(BitwiseOperationLookupChip::new(air.bus));
                inventory.add_periphery_chip(chip.clone());
                chip
            }
        };

        // The hasher comes first: the main chip generates its trace first and hands it the records.
        let records = Arc::new(Mutex::new(None));
        inventory.next_air::<Sha2BlockHasherVmAir<Sha256Config>>()?;
        inventory.add_periphery_chip(Sha2BlockHasherChip::<Val<SC>, Sha256Config>::new(
            lookup.clone(),
            pointer_bits,
            memory.clone(),
            records.clone(),
        ));
        inventory.next_air::<Sha2MainAir<Sha256Config>>()?;
        inventory.add_executor_chip(Sha2MainChip::<Val<SC>, Sha256Config>::new(
            records,
            lookup,
            pointer_bits,
            memory,
        ));
        Ok(())
    }
}

/// Builds the chips that fill the traces on a CPU.
#[derive(Clone, Copy, Default)]
pub struct CpuBuilder;

impl<SC, E> VmBuilder<E> for CpuBuilder
where
    SC: StarkProtocolConfig,
    E: StarkEngine<SC = SC, PB = CpuBackend<SC>, PD = CpuDevice<SC>>,
    Val<SC>: VmField,
    SC::EF: Ord,
{
    type VmConfig = Configuration;
    type SystemChipInventory = SparseSystem<SC>;
    type RecordArena = MatrixRecordArena<Val<SC>>;

    fn create_chip_complex(
        &self,
        config: &Configuration,
        circuit: AirInventory<SC>,
        device: &openvm_stark_backend::EngineDeviceCtx<E>,
    ) -> Result<VmChipComplex<SC, Self::RecordArena, E::PB, Self::SystemChipInventory>, ChipInventoryError>
    {
        let VmChipComplex { inventory, .. } =
            VmBuilder::<E>::create_chip_complex(&SystemCpuBuilder, &config.system, circuit, device)?;
        let mut chips = VmChipComplex { system: SparseSystem::of(&inventory)?, inventory };
        let inventory = &mut chips.inventory;
        let rv32im = &Rv32ImCpuProverExt;
        VmProverExtension::<E, _, _>::extend_prover(rv32im, &Rv32I, inventory)?;
        VmProverExtension::<E, _, _>::extend_prover(rv32im, &config.multiply, inventory)?;
        VmProverExtension::<E, _, _>::extend_prover(rv32im, &Rv32Io, inventory)?;
        VmProverExtension::<E, _, _>::extend_prover(&Sha256CpuProver, &config.sha256, inventory)?;
        if let Some(chips) = &config.accelerators.0 {
            VmProverExtension::<E, _, _>::extend_prover(&Keccak256CpuProverExt, &chips.keccak, inventory)?;
            VmProverExtension::<E, _, _>::extend_prover(&AlgebraCpuProverExt, &chips.modular, inventory)?;
        }
        Ok(chips)
    }
}
