package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenCall;
import java.math.BigInteger;

/**
 * y of a point whose x is given behind it: a power of x^3 + ax + b, for primes that leave 3 when
 * divided by 4. Which of the two y is wanted, $a1 says.
 */
final class Decompression {
  private final KernelCode kernel;
  private final Code code;
  private final FieldSpace space;
  private final FieldCode field;
  private final BigInteger a;
  private final BigInteger b;

  Decompression(KernelCode kernel, FieldSpace space, FieldCode field, BigInteger a, BigInteger b) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.space = space;
    this.field = field;
    this.a = a;
    this.b = b;
  }

  /** $a1: whether y is odd. */
  void byParity(ZirenCall call) {
    findRoot(call);
    field.load(T0, R0, 0).immediate(Opcode.AND, T0, T0, 1);
    choose();
  }

  /** $a1: whether y is the greater one. */
  void bySize(ZirenCall call) {
    findRoot(call);
    Label greater = new Label();
    Label decided = new Label();
    int[] half = field.words(field.modulus().value().shiftRight(1));
    code.constant(T0, 0);
    for (int i = half.length - 1; i >= 0; i--) {
      field.load(T1, R0, 4 * i).constant(T2, half[i]);
      code.branch(Opcode.BLTU, T1, T2, decided).branch(Opcode.BNE, T1, T2, greater);
    }
    code.jump(decided).bind(greater).constant(T0, 1).bind(decided);
    choose();
  }

  /** R0: a reduced root, R3: zero. */
  private void findRoot(ZirenCall call) {
    BigInteger exponent = field.modulus().value().add(BigInteger.ONE).shiftRight(2);
    kernel.call(call.number());
    PrecompileDefinitions.checkAligned(kernel, A0);
    code.immediate(Opcode.SLTU, T0, A1, 2);
    code.branchIfZero(T0, kernel.end(Verdict.BAD_ZIREN_ARGUMENT));
    field.given(S5, A0, field.bytes());
    field.checkLess(S5);
    field.kept(R0, space.place(0));
    field.kept(R1, space.place(1));
    field.kept(R3, space.zero());
    field.multiply(R1, S5, S5);
    if (a.signum() != 0) {
      field.kept(S4, field.datum(a));
      field.add(R1, R1, S4);
    }
    field.multiply(R1, R1, S5);
    field.kept(S4, field.datum(b));
    field.add(R1, R1, S4).reduced(R1);
    field.kept(R2, field.datum(BigInteger.ONE));
    field.power(field.datum(exponent));
    field.kept(R2, space.place(2));
    field.reduced(R0).multiply(R2, R0, R0).equal(T0, R2, R1);
    code.branchIfZero(T0, kernel.end(Verdict.BAD_OPERANDS));
  }

  /** T0: whether R0 is the one that $a1 says; else it is the other one. */
  private void choose() {
    Label other = new Label();
    field.given(S5, A0, 0).branch(Opcode.BNE, T0, A1, other);
    field.add(S5, R0, R3).reduced(S5);
    kernel.zirenReturn();
    code.bind(other);
    field.subtract(S5, R3, R0).reduced(S5);
    kernel.zirenReturn();
  }
}
