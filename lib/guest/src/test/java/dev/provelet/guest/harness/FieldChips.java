package dev.provelet.guest.harness;

import dev.provelet.guest.openvm.Modulus;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;

/**
 * The chips for fields. What could not be proved is an error here. A prover may put another number
 * in a result's place that is congruent to it: this one can be told to do so once.
 */
public final class FieldChips {
  private static final int MODULAR = 0x500;
  private static final int OPCODES = 8;
  private static final int EQUAL = 6;

  /** In the order of their opcodes. */
  private static final List<Modulus> MODULI =
      List.of(
          Modulus.SECP256K1, Modulus.SECP256R1, Modulus.BN254, Modulus.BLS12381, Modulus.ED25519);

  /** What a liar makes of zero by zero. */
  private static final BigInteger ANYTHING = BigInteger.valueOf(4711);

  private long results;
  private final long lie;

  /** Honest chips. */
  public FieldChips() {
    this(-1);
  }

  /**
   * @param lie the number of the result in whose place something congruent is put, from 0
   */
  public FieldChips(long lie) {
    this.lie = lie;
  }

  /** How many results there have been. */
  public long results() {
    return results;
  }

  /** What cannot be proved. */
  public static final class Unprovable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unprovable(String what) {
      super(what);
    }
  }

  static boolean has(int opcode) {
    int modular = opcode - MODULAR;
    int operation = modular % OPCODES;
    return modular >= 0
        && modular < MODULI.size() * OPCODES
        && operation != 2
        && operation != 5
        && operation != 7;
  }

  /** Whether it changes a register. */
  static boolean compares(int opcode) {
    return (opcode - MODULAR) % OPCODES == EQUAL;
  }

  /** What register a becomes, if it does. */
  OptionalInt run(int opcode, Memory memory, int a, int b, int c) {
    Modulus modulus = MODULI.get((opcode - MODULAR) / OPCODES);
    BigInteger left = load(memory, b, modulus.bytes());
    BigInteger right = load(memory, c, modulus.bytes());
    if (compares(opcode)) {
      BigInteger p = modulus.value();
      if (left.compareTo(p) >= 0 || right.compareTo(p) >= 0) {
        throw new Unprovable("numbers compared that are not less than the modulus");
      }
      return OptionalInt.of(left.equals(right) ? 1 : 0);
    }
    int operation = (opcode - MODULAR) % OPCODES;
    store(memory, a, modulus, modular(operation, left, right, modulus.value()));
    return OptionalInt.empty();
  }

  private BigInteger modular(int operation, BigInteger b, BigInteger c, BigInteger p) {
    return switch (operation) {
      case 0 -> b.add(c);
      case 1 -> b.subtract(c);
      case 3 -> b.multiply(c);
      case 4 -> quotient(b, c, p);
      default -> throw new AssertionError("no such operation: " + operation);
    };
  }

  private BigInteger quotient(BigInteger b, BigInteger c, BigInteger p) {
    if (c.mod(p).signum() != 0) {
      return b.multiply(c.modInverse(p));
    }
    if (lie >= 0 && b.mod(p).signum() == 0) {
      return ANYTHING;
    }
    throw new Unprovable("a division by zero");
  }

  private static BigInteger load(Memory memory, int address, int size) {
    BigInteger number = BigInteger.ZERO;
    for (int at = size - 4; at >= 0; at -= 4) {
      long word = Integer.toUnsignedLong(memory.loadWord(address + at));
      number = number.shiftLeft(32).or(BigInteger.valueOf(word));
    }
    return number;
  }

  private void store(Memory memory, int address, Modulus modulus, BigInteger number) {
    BigInteger result = number.mod(modulus.value());
    if (results++ == lie) {
      BigInteger other = result.add(modulus.value());
      if (other.bitLength() <= 8 * modulus.bytes()) {
        result = other;
      }
    }
    for (int at = 0; at < modulus.bytes(); at += 4) {
      memory.storeWord(address + at, result.shiftRight(8 * at).intValue());
    }
  }
}
