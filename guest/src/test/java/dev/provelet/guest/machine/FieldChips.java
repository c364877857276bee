package dev.provelet.guest.machine;

import dev.provelet.guest.openvm.Modulus;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;

/**
 * The chips for fields and curves. What could not be proved is an error here. A prover may put
 * another number in a result's place that is congruent to it: this one can be told to do so once.
 */
public final class FieldChips {
  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger THREE = BigInteger.valueOf(3);

  /** In the order of their opcodes. */
  private static final List<Modulus> MODULI =
      List.of(
          Modulus.SECP256K1, Modulus.SECP256R1, Modulus.BN254, Modulus.BLS12381, Modulus.ED25519);

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

  enum Kind {
    MODULAR,
    EQUAL,
    COMPLEX,
    CURVE_ADD,
    CURVE_DOUBLE
  }

  static boolean has(int opcode) {
    int modular = opcode - 0x500;
    int complex = opcode - 0x710;
    int curve = opcode - 0x600;
    return (modular >= 0
            && modular < 40
            && modular % 8 != 2
            && modular % 8 != 5
            && modular % 8 != 7)
        || (complex >= 0 && complex < 12 && complex % 6 != 2 && complex % 6 != 5)
        || (curve >= 0 && curve < 16 && curve % 2 == 0);
  }

  static Kind kind(int opcode) {
    if (opcode < 0x600) {
      return (opcode - 0x500) % 8 == 6 ? Kind.EQUAL : Kind.MODULAR;
    }
    if (opcode >= 0x710) {
      return Kind.COMPLEX;
    }
    return opcode % 4 == 0 ? Kind.CURVE_ADD : Kind.CURVE_DOUBLE;
  }

  private static Modulus modulus(int opcode) {
    if (opcode < 0x600) {
      return MODULI.get((opcode - 0x500) / 8);
    }
    if (opcode >= 0x710) {
      return opcode < 0x716 ? Modulus.BN254 : Modulus.BLS12381;
    }
    return MODULI.get((opcode - 0x600) / 4);
  }

  /** What register a becomes, if it does. */
  OptionalInt run(int opcode, Memory memory, int a, int b, int c) {
    Modulus modulus = modulus(opcode);
    BigInteger p = modulus.value();
    int size = modulus.bytes();
    switch (kind(opcode)) {
      case MODULAR ->
          store(
              memory,
              a,
              modulus,
              modular((opcode - 0x500) % 8, load(memory, b, size), load(memory, c, size), p));
      case EQUAL -> {
        BigInteger left = load(memory, b, size);
        BigInteger right = load(memory, c, size);
        if (left.compareTo(p) >= 0 || right.compareTo(p) >= 0) {
          throw new Unprovable("numbers compared that are not less than the modulus");
        }
        return OptionalInt.of(left.equals(right) ? 1 : 0);
      }
      case COMPLEX -> complex((opcode - 0x710) % 6, memory, modulus, a, b, c);
      case CURVE_ADD -> {
        BigInteger x = load(memory, b, size);
        BigInteger y = load(memory, b + size, size);
        BigInteger otherX = load(memory, c, size);
        BigInteger slope = load(memory, c + size, size).subtract(y);
        chord(memory, a, modulus, x, y, otherX, slope.multiply(inverse(otherX.subtract(x), p)));
      }
      case CURVE_DOUBLE -> {
        BigInteger x = load(memory, b, size);
        BigInteger y = load(memory, b + size, size);
        BigInteger curveA = modulus == Modulus.SECP256R1 ? THREE.negate() : BigInteger.ZERO;
        BigInteger slope = x.multiply(x).multiply(THREE).add(curveA);
        chord(memory, a, modulus, x, y, x, slope.multiply(inverse(y.multiply(TWO), p)));
      }
    }
    return OptionalInt.empty();
  }

  private static BigInteger modular(int operation, BigInteger b, BigInteger c, BigInteger p) {
    return switch (operation) {
      case 0 -> b.add(c);
      case 1 -> b.subtract(c);
      case 3 -> b.multiply(c);
      case 4 -> b.multiply(inverse(c, p));
      default -> throw new AssertionError("no such operation: " + operation);
    };
  }

  private void complex(int operation, Memory memory, Modulus modulus, int a, int b, int c) {
    int size = modulus.bytes();
    BigInteger b0 = load(memory, b, size);
    BigInteger b1 = load(memory, b + size, size);
    BigInteger c0 = load(memory, c, size);
    BigInteger c1 = load(memory, c + size, size);
    BigInteger real;
    BigInteger imaginary;
    switch (operation) {
      case 0 -> {
        real = b0.add(c0);
        imaginary = b1.add(c1);
      }
      case 1 -> {
        real = b0.subtract(c0);
        imaginary = b1.subtract(c1);
      }
      case 3 -> {
        real = b0.multiply(c0).subtract(b1.multiply(c1));
        imaginary = b0.multiply(c1).add(b1.multiply(c0));
      }
      default -> throw new AssertionError("no such operation: " + operation);
    }
    store(memory, a, modulus, real);
    store(memory, a + size, modulus, imaginary);
  }

  private void chord(
      Memory memory,
      int a,
      Modulus modulus,
      BigInteger x,
      BigInteger y,
      BigInteger otherX,
      BigInteger slope) {
    BigInteger sum = slope.multiply(slope).subtract(x).subtract(otherX).mod(modulus.value());
    store(memory, a, modulus, sum);
    store(memory, a + modulus.bytes(), modulus, slope.multiply(x.subtract(sum)).subtract(y));
  }

  private static BigInteger inverse(BigInteger number, BigInteger p) {
    if (number.mod(p).signum() == 0) {
      throw new Unprovable("a division by zero");
    }
    return number.modInverse(p);
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
