//! A real EVM with one contract in it.

use revm::{
    Context, ExecuteCommitEvm, ExecuteEvm, MainBuilder, MainContext, MainnetEvm, SystemCallEvm,
    context::{
        TxEnv,
        result::{ExecutionResult, Output},
    },
    database::InMemoryDB,
    handler::MainnetContext,
    primitives::{Address, TxKind, U256, keccak256},
    state::AccountInfo,
};

const CALLER: Address = Address::repeat_byte(0x11);

pub struct Evm {
    evm: MainnetEvm<MainnetContext<InMemoryDB>>,
    contract: Address,
    deployed: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Accepted {
        gas: u64,
    },
    Reverted {
        gas: u64,
        data: Vec<u8>,
    },
    /// All gas is gone.
    Halted,
}

impl Answer {
    pub fn accepted(&self) -> bool {
        matches!(self, Self::Accepted { .. })
    }

    /// Whether it was refused with this error of the contract.
    pub fn refused_with(&self, error: &str) -> bool {
        matches!(self, Self::Reverted { data, .. } if data.starts_with(&selector(error)))
    }
}

/// How the ABI names a function or an error.
pub fn selector(signature: &str) -> [u8; 4] {
    keccak256(signature)[..4].try_into().expect("four bytes")
}

impl Evm {
    /// With the mainnet's rules, EIP-170 among them, but for its chain id.
    pub fn deploy(creation: &[u8], chain_id: u64) -> Self {
        let mut database = InMemoryDB::default();
        database.insert_account_info(CALLER, AccountInfo::from_balance(U256::from(u64::MAX)));
        let mut evm = Context::mainnet()
            .with_db(database)
            .modify_cfg_chained(|cfg| {
                cfg.chain_id = chain_id;
                cfg.tx_chain_id_check = false;
                cfg.disable_nonce_check = true;
            })
            .build_mainnet();
        let create = TxEnv::builder()
            .caller(CALLER)
            .kind(TxKind::Create)
            .data(creation.to_vec().into())
            .gas_limit(16_000_000);
        let created = evm.transact_commit(create.build().expect("a transaction")).expect("it runs");
        let ExecutionResult::Success { output: Output::Create(_, Some(contract)), gas, .. } = created else {
            panic!("not deployed: {created:?}")
        };
        Self { evm, contract, deployed: gas.tx_gas_used() }
    }

    /// Gas of the transaction that deployed it.
    pub fn deployment_gas(&self) -> u64 {
        self.deployed
    }

    /// As another contract calls it: the gas is that of the execution alone.
    pub fn call(&mut self, data: &[u8]) -> Answer {
        let result = self.evm.system_call(self.contract, data.to_vec().into()).expect("it runs").result;
        answer(result)
    }

    /// A whole transaction that also sends ether.
    pub fn transact(&mut self, data: &[u8], value: u64) -> Answer {
        let call = TxEnv::builder()
            .caller(CALLER)
            .kind(TxKind::Call(self.contract))
            .data(data.to_vec().into())
            .value(U256::from(value))
            .gas_limit(16_000_000);
        answer(self.evm.transact(call.build().expect("a transaction")).expect("it runs").result)
    }
}

fn answer(result: ExecutionResult) -> Answer {
    match result {
        ExecutionResult::Success { gas, .. } => Answer::Accepted { gas: gas.tx_gas_used() },
        ExecutionResult::Revert { gas, output, .. } => {
            Answer::Reverted { gas: gas.tx_gas_used(), data: output.to_vec() }
        }
        ExecutionResult::Halt { .. } => Answer::Halted,
    }
}
