package dev.provelet.guest.ziren;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.TextRange;
import java.util.EnumSet;
import java.util.Set;

/** Precompiles that a program has together or not at all. */
public enum Precompiles {
  SHA256,
  KECCAK,
  UINT256,
  POSEIDON2,
  SECP256K1,
  SECP256R1,
  BN254,
  BN254_FIELD,
  BLS12381,
  BLS12381_FIELD,
  ED25519;

  /** How far apart the halves of a number may be put together, in instructions. */
  private static final int REACH = 16;

  /**
   * Those of which the program's text builds a number. It may be a number that means something
   * else; then there is code that nobody calls.
   */
  public static Set<Precompiles> in(ElfFile elf) {
    Set<Precompiles> found = EnumSet.noneOf(Precompiles.class);
    for (TextRange range : elf.text()) {
      for (int at = range.start(); at < range.end(); at += 4) {
        if (elf.word(at) >>> 26 == 0x0f) {
          add(at, range.end(), elf, found);
        }
      }
    }
    return found;
  }

  private static void add(int upperAt, int end, ElfFile elf, Set<Precompiles> found) {
    if (!(Decoder.decode(elf.word(upperAt), upperAt)
            instanceof Instruction.LoadUpper(int register, int upper))
        || (upper & 0xff) != 1) {
      return;
    }
    int limit = Math.min(end, upperAt + 4 * (REACH + 1));
    for (int at = upperAt + 4; at < limit; at += 4) {
      Instruction instruction = Decoder.decode(elf.word(at), at);
      if (instruction instanceof Instruction.AluImmediate lower && lower.rs() == register) {
        switch (lower.operation()) {
          case ADDIU, ORI ->
              ZirenCall.of((upper << 16) + lower.immediate())
                  .flatMap(ZirenCall::precompiles)
                  .ifPresent(found::add);
          case ADDI, SLTI, SLTIU, ANDI, XORI -> {}
        }
        if (lower.rt() == register) {
          return;
        }
      } else if (instruction instanceof Instruction.LoadUpper(int again, int _)
          && again == register) {
        return;
      }
    }
  }
}
