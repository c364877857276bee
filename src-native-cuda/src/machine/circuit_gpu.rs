//! The chips that fill the traces on a GPU.

use std::sync::{Arc, Mutex};

use openvm_algebra_circuit::AlgebraProverExt;
use openvm_circuit::{
    arch::{
        AirInventory, ChipInventory, ChipInventoryError, DenseRecordArena, VmBuilder, VmChipComplex,
        VmProverExtension,
    },
    system::cuda::{
        SystemChipInventoryGPU,
        extensions::{SystemGpuBuilder, get_inventory_range_checker, get_or_create_bitwise_op_lookup},
    },
};
use openvm_cuda_backend::{BabyBearPoseidon2GpuEngine, GpuBackend};
use openvm_keccak256_circuit::Keccak256GpuProverExt;
use openvm_rv32im_circuit::{Rv32I, Rv32ImGpuProverExt, Rv32Io};
use openvm_sha2_air::Sha256Config;
use openvm_sha2_circuit::{Sha2BlockHasherChipGpu, Sha2BlockHasherVmAir, Sha2MainAir, Sha2MainChipGpu};
use openvm_stark_backend::EngineDeviceCtx;
use openvm_stark_sdk::config::baby_bear_poseidon2::BabyBearPoseidon2Config as SC;

use crate::machine::circuit::{Configuration, Sha256};

type Gpu = BabyBearPoseidon2GpuEngine;

struct Sha256GpuProver;

impl VmProverExtension<Gpu, DenseRecordArena, Sha256> for Sha256GpuProver {
    fn extend_prover(
        &self,
        _: &Sha256,
        inventory: &mut ChipInventory<SC, DenseRecordArena, GpuBackend>,
    ) -> Result<(), ChipInventoryError> {
        let pointer_bits = inventory.airs().pointer_max_bits() as u32;
        let timestamp_bits = inventory.timestamp_max_bits() as u32;
        let range_checker = get_inventory_range_checker(inventory);
        let lookup = get_or_create_bitwise_op_lookup(inventory)?;

        let records = Arc::new(Mutex::new(None));
        inventory.next_air::<Sha2BlockHasherVmAir<Sha256Config>>()?;
        inventory
            .add_periphery_chip(Sha2BlockHasherChipGpu::<Sha256Config>::new(records.clone(), lookup.clone()));
        inventory.next_air::<Sha2MainAir<Sha256Config>>()?;
        inventory.add_executor_chip(Sha2MainChipGpu::<Sha256Config>::new(
            records,
            range_checker,
            lookup,
            pointer_bits,
            timestamp_bits,
        ));
        Ok(())
    }
}

/// Builds the chips that fill the traces on a GPU.
#[derive(Clone, Copy, Default)]
pub struct GpuBuilder;

impl VmBuilder<Gpu> for GpuBuilder {
    type VmConfig = Configuration;
    type SystemChipInventory = SystemChipInventoryGPU;
    type RecordArena = DenseRecordArena;

    fn create_chip_complex(
        &self,
        config: &Configuration,
        circuit: AirInventory<SC>,
        device: &EngineDeviceCtx<Gpu>,
    ) -> Result<VmChipComplex<SC, Self::RecordArena, GpuBackend, Self::SystemChipInventory>, ChipInventoryError>
    {
        let mut chips =
            VmBuilder::<Gpu>::create_chip_complex(&SystemGpuBuilder, &config.system, circuit, device)?;
        let inventory = &mut chips.inventory;
        let rv32im = &Rv32ImGpuProverExt;
        VmProverExtension::<Gpu, _, _>::extend_prover(rv32im, &Rv32I, inventory)?;
        VmProverExtension::<Gpu, _, _>::extend_prover(rv32im, &config.multiply, inventory)?;
        VmProverExtension::<Gpu, _, _>::extend_prover(rv32im, &Rv32Io, inventory)?;
        VmProverExtension::<Gpu, _, _>::extend_prover(&Sha256GpuProver, &config.sha256, inventory)?;
        if let Some(chips) = &config.accelerators.0 {
            VmProverExtension::<Gpu, _, _>::extend_prover(&Keccak256GpuProverExt, &chips.keccak, inventory)?;
            // Its traces are filled on the CPU.
            VmProverExtension::<Gpu, _, _>::extend_prover(&AlgebraProverExt, &chips.modular, inventory)?;
        }
        Ok(chips)
    }
}
