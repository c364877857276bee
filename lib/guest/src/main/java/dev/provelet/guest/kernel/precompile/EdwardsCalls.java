package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Modulus;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenCall;
import java.math.BigInteger;

/** ED_ADD and ED_DECOMPRESS: the curve -x^2 + y^2 = 1 + dx^2y^2 over 2^255 - 19. */
final class EdwardsCalls {
  private static final BigInteger P = Modulus.ED25519.value();

  /** -121665 / 121666. */
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  /** 2^((p - 1) / 4). */
  private static final BigInteger ROOT_OF_MINUS_ONE =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  private final KernelCode kernel;
  private final Code code;
  private final FieldSpace space;
  private final FieldCode field;
  private final int d;
  private final int one;

  private EdwardsCalls(KernelCode kernel, FieldSpace space) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.space = space;
    this.field = new FieldCode(kernel, Modulus.ED25519);
    this.d = field.datum(D);
    this.one = field.datum(BigInteger.ONE);
  }

  static void define(KernelCode kernel, FieldSpace space) {
    EdwardsCalls calls = new EdwardsCalls(kernel, space);
    calls.add();
    calls.decompress();
  }

  private void add() {
    kernel.call(ZirenCall.ED_ADD.number());
    // S5 and T7: the xs, S0 and S1: the ys, R0 to R3: places
    field.given(S5, A0, 0);
    field.given(T7, A1, 0);
    field.given(S0, A0, field.bytes());
    field.given(S1, A1, field.bytes());
    places(R0, R1, R2, R3);
    field.kept(S2, space.zero());
    field.kept(S3, one);
    field.kept(S4, d);
    field.multiply(R0, S5, S1).multiply(R1, S0, T7);
    field.multiply(R2, R0, R1).multiply(R2, R2, S4);
    field.add(R0, R0, R1);
    field.multiply(R1, S0, S1).multiply(R3, S5, T7).add(R1, R1, R3);
    field.add(R3, S3, R2).subtract(R2, S3, R2);
    field.equal(T0, R3, S2).equal(T1, R2, S2);
    code.alu(Opcode.OR, T0, T0, T1).branchUnlessZero(T0, kernel.end(Verdict.BAD_OPERANDS));
    field.divide(S5, R0, R3).divide(S0, R1, R2).reduced(S5).reduced(S0);
    kernel.zirenReturn();
  }

  private void places(int... registers) {
    for (int i = 0; i < registers.length; i++) {
      field.kept(registers[i], space.place(i));
    }
  }

  /** x of the point whose y lies behind it; $a1: whether x is odd. */
  private void decompress() {
    kernel.call(ZirenCall.ED_DECOMPRESS.number());
    Label square = new Label();
    Label even = new Label();
    PrecompileDefinitions.checkAligned(kernel, A0);
    code.immediate(Opcode.SLTU, T0, A1, 2);
    code.branchIfZero(T0, kernel.end(Verdict.BAD_ZIREN_ARGUMENT));
    quotient();

    // R0: a root of R1 or of -R1
    field.kept(R0, space.place(0));
    field.kept(R2, one);
    field.kept(R3, space.zero());
    field.power(field.datum(P.add(BigInteger.valueOf(3)).shiftRight(3)));
    field.kept(S0, space.place(2));
    field.multiply(S0, R0, R0).reduced(S0).equal(T0, S0, R1);
    code.branchUnlessZero(T0, square);
    field.add(S0, S0, R1).equal(T0, S0, R3);
    code.branchIfZero(T0, kernel.end(Verdict.BAD_OPERANDS));
    field.kept(S0, field.datum(ROOT_OF_MINUS_ONE));
    field.multiply(R0, R0, S0);
    code.bind(square);
    field.reduced(R0).equal(T1, R0, R3);
    field.load(T0, R0, 0).immediate(Opcode.AND, T0, T0, 1);
    field.given(S5, A0, 0).branch(Opcode.BEQ, T0, A1, even);
    // Zero has no odd counterpart.
    code.branchUnlessZero(T1, kernel.end(Verdict.BAD_OPERANDS));
    field.subtract(S5, R3, R0).reduced(S5);
    kernel.zirenReturn();
    code.bind(even);
    field.add(S5, R0, R3).reduced(S5);
    kernel.zirenReturn();
  }

  /** R1: (y^2 - 1) / (dy^2 + 1), reduced, of y without its highest bit. */
  private void quotient() {
    field.kept(R1, space.place(1));
    field.kept(R2, space.place(2));
    for (int at = 0; at < field.bytes(); at += 4) {
      code.loadWord(T0, A0, field.bytes() + at);
      if (at == field.bytes() - 4) {
        code.immediate(Opcode.SLL, T0, T0, 1).immediate(Opcode.SRL, T0, T0, 1);
      }
      field.store(T0, R1, at);
    }
    field.kept(S0, one);
    field.kept(S1, d);
    field.kept(S2, space.zero());
    field.multiply(R1, R1, R1).multiply(R2, R1, S1).add(R2, R2, S0).equal(T0, R2, S2);
    code.branchUnlessZero(T0, kernel.end(Verdict.BAD_OPERANDS));
    field.subtract(R1, R1, S0).divide(R1, R1, R2).reduced(R1);
  }
}
