//! The prime fields that the accelerated machine computes with, in the header's order.

use std::sync::LazyLock;

use num_bigint::BigUint;

pub struct Field {
    pub name: &'static str,
    pub modulus: BigUint,
    /// Bytes of a number in memory.
    pub bytes: u32,
}

pub static FIELDS: LazyLock<[Field; 5]> = LazyLock::new(|| {
    [
        field("SECP256K1", 32, "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
        field("SECP256R1", 32, "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
        field("BN254", 32, "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47"),
        field(
            "BLS12381",
            48,
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
        ),
        field("ED25519", 32, "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed"),
    ]
});

fn number(hex: &str) -> BigUint {
    BigUint::parse_bytes(hex.as_bytes(), 16).expect("hexadecimal digits")
}

fn field(name: &'static str, bytes: u32, modulus: &str) -> Field {
    Field { name, modulus: number(modulus), bytes }
}

impl Field {
    pub fn of(number: u8) -> &'static Self {
        &FIELDS[number as usize]
    }

    pub fn is_reduced(&self, number: &[u8]) -> bool {
        BigUint::from_bytes_le(number) < self.modulus
    }

    pub fn is_zero(&self, number: &[u8]) -> bool {
        BigUint::from_bytes_le(number) % &self.modulus == BigUint::ZERO
    }
}
