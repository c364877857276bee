package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.T0;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.Precompiles;
import java.util.Set;

/** Ziren's precompiles, of which a program gets those it may call. */
public final class PrecompileDefinitions {
  private PrecompileDefinitions() {}

  public static void define(KernelCode kernel, Set<Precompiles> wanted) {
    if (wanted.contains(Precompiles.SHA256)) {
      Sha256Calls.define(kernel);
    }
    if (wanted.contains(Precompiles.KECCAK)) {
      KeccakCall.define(kernel);
    }
    if (wanted.contains(Precompiles.UINT256)) {
      MultiwordArithmetic.define(kernel);
      Uint256Call.define(kernel);
      U2048Call.define(kernel);
    }
    if (wanted.contains(Precompiles.POSEIDON2)) {
      Poseidon2Call.define(kernel);
    }
    FieldSpace space = new FieldSpace(kernel);
    if (wanted.contains(Precompiles.SECP256K1)) {
      CurveCalls.secp256k1(kernel, space);
    }
    if (wanted.contains(Precompiles.SECP256R1)) {
      CurveCalls.secp256r1(kernel, space);
    }
    if (wanted.contains(Precompiles.BN254)) {
      CurveCalls.bn254(kernel, space);
    }
    if (wanted.contains(Precompiles.BN254_FIELD)) {
      FieldCalls.bn254(kernel, space);
    }
    if (wanted.contains(Precompiles.BLS12381)) {
      CurveCalls.bls12381(kernel, space);
    }
    if (wanted.contains(Precompiles.BLS12381_FIELD)) {
      FieldCalls.bls12381(kernel, space);
    }
    if (wanted.contains(Precompiles.ED25519)) {
      EdwardsCalls.define(kernel, space);
    }
  }

  /** Ends the run unless what one of these registers has is a multiple of 4. Changes T0. */
  static void checkAligned(KernelCode kernel, int first, int... others) {
    Code code = kernel.code();
    int all = first;
    for (int other : others) {
      code.alu(Opcode.OR, T0, all, other);
      all = T0;
    }
    code.immediate(Opcode.AND, T0, all, 3);
    code.branchUnlessZero(T0, kernel.end(Verdict.BAD_ZIREN_ARGUMENT));
  }
}
