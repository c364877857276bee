//! The prime fields and curves that the accelerated machine computes with, in the header's order.

use std::sync::LazyLock;

use num_bigint::BigUint;

pub struct Field {
    pub name: &'static str,
    pub modulus: BigUint,
    /// Bytes of a number in memory.
    pub bytes: u32,
}

/// A curve y² = x³ + ax + b over a field.
pub struct Curve {
    pub field: u8,
    pub a: BigUint,
    pub b: BigUint,
    pub order: BigUint,
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

/// The fields that have a quadratic extension by a root of -1.
pub const EXTENDED: [u8; 2] = [2, 3];

pub static CURVES: LazyLock<[Curve; 4]> = LazyLock::new(|| {
    [
        curve(0, "0", "7", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
        curve(
            1,
            "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        ),
        curve(2, "0", "3", "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001"),
        curve(3, "0", "4", "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001"),
    ]
});

fn number(hex: &str) -> BigUint {
    BigUint::parse_bytes(hex.as_bytes(), 16).expect("hexadecimal digits")
}

fn field(name: &'static str, bytes: u32, modulus: &str) -> Field {
    Field { name, modulus: number(modulus), bytes }
}

fn curve(field: u8, a: &str, b: &str, order: &str) -> Curve {
    Curve { field, a: number(a), b: number(b), order: number(order) }
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

    pub fn are_congruent(&self, one: &[u8], other: &[u8]) -> bool {
        let residue = |number| BigUint::from_bytes_le(number) % &self.modulus;
        residue(one) == residue(other)
    }
}
