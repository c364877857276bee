package dev.provelet.guest.openvm;

import java.math.BigInteger;

/** The primes that the machine's modular instructions have. */
public enum Modulus {
  SECP256K1(0, "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 32),
  SECP256R1(1, "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 32),
  BN254(2, "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47", 32),
  BLS12381(
      3,
      "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
      48),
  ED25519(4, "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed", 32);

  private final int number;
  private final BigInteger value;
  private final int bytes;

  Modulus(int number, String hex, int bytes) {
    this.number = number;
    this.value = new BigInteger(hex, 16);
    this.bytes = bytes;
  }

  /** Its place in the order of opcodes. */
  int number() {
    return number;
  }

  public BigInteger value() {
    return value;
  }

  /** Of a number in memory, the lowest byte first. */
  public int bytes() {
    return bytes;
  }
}
