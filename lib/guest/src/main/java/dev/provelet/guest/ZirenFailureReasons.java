package dev.provelet.guest;

import dev.provelet.guest.machine.Registers;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.ziren.ZirenCall;
import java.util.List;

/** Why one of Ziren's system calls ended a run: one clause each, without a full stop. */
final class ZirenFailureReasons {
  private ZirenFailureReasons() {}

  static String of(Verdict verdict, List<Integer> registers) {
    int call = registers.get(Registers.V0);
    int first = registers.get(Registers.A0);
    return switch (verdict) {
      case COMMIT_MISMATCH ->
          "the words given to COMMIT are not the SHA-256 of what was written to descriptor 13";
      case DEFERRED_PROOFS ->
          "COMMIT_DEFERRED_PROOFS was given words that are not zero, but a guest cannot verify"
              + " proofs; build without proofs to verify";
      case UNCONSTRAINED ->
          "unconstrained blocks are not supported: nothing would bind what they compute; compute it"
              + " in the guest or pass it as input";
      case VERIFIES_PROOF ->
          "a guest cannot verify proofs; verify it outside and pass what it states as input";
      case HINT_WRITTEN ->
          ("a write to descriptor %d makes an input out of unconstrained data, which is not"
                  + " supported; pass it as input")
              .formatted(first);
      case HOOK ->
          ("descriptor %d belongs to a hook of Ziren's host, and there are none; compute the result"
                  + " in the guest (build without the patched crate)")
              .formatted(first);
      case UNKNOWN_DESCRIPTOR ->
          ("descriptor %d does not exist; 1 and 2 are for people, 13 is for public values, or 3 in"
                  + " guests of older versions of Ziren")
              .formatted(first);
      case INPUTS_EXHAUSTED ->
          "there are no more inputs; stdin has fewer than the program asks for (--input adds one)";
      case INPUTS_MALFORMED ->
          "stdin is not a vector of inputs: a count of 8 bytes, then each input after its length of"
              + " 8 bytes, lowest byte first (--input writes it)";
      case UNKNOWN_ZIREN_CALL -> "Ziren's system call 0x%08x is not served".formatted(call);
      case BAD_ZIREN_ARGUMENT ->
          "Ziren's system call 0x%08x does not take these arguments: 0x%08x, 0x%08x"
              .formatted(call, first, registers.get(Registers.A1));
      case BAD_OPERANDS -> operands(call);
      case MIXED_VALUES ->
          "public values were written to both descriptor 3 and descriptor 13, which older and newer"
              + " versions of Ziren use for them; write to one of them";
      case NOT_FOR_ZIREN ->
          ("%s is a call of Ziren's, but the program's code does not show that it was made for"
                  + " Ziren: nowhere does it put the number of such a call into $v0 right before a"
                  + " syscall; build it with optimization")
              .formatted(ZirenCall.of(call).map(ZirenCall::name).orElse("this"));
      default -> throw new IllegalArgumentException(verdict + " is no end by Ziren's calls");
    };
  }

  private static String operands(int call) {
    String name = ZirenCall.of(call).map(ZirenCall::name).orElse("");
    if (name.endsWith("_DECOMPRESS")) {
      return name + " was given a value that is no coordinate of a point of its curve";
    }
    if (name.endsWith("_DOUBLE")) {
      return name + " was given a point that cannot be doubled: its y is zero";
    }
    return name.equals("ED_ADD")
        ? "ED_ADD was given points that have no sum: they are not on the curve"
        : name
            + " was given points with the same x; double equal points with the _DOUBLE call; the"
            + " point at infinity, their sum otherwise, cannot be represented";
  }
}
