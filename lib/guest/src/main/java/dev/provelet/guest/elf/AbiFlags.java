package dev.provelet.guest.elf;

import java.nio.ByteBuffer;

/**
 * What {@code .MIPS.abiflags} says of the code, as the fields are called there.
 *
 * @param given whether an ELF has it at all
 * @param level isa_level: 1 to 5, 32, 64
 * @param revision isa_rev
 * @param generalRegisters gpr_size: 0 for none, 1 for 32 bits, 2 for 64, 3 for 128
 * @param floats fp_abi
 * @param machine isa_ext: the processor whose own instructions there may be, or 0
 * @param extensions ases, a bit each
 */
record AbiFlags(
    boolean given,
    int level,
    int revision,
    int generalRegisters,
    int floats,
    int machine,
    int extensions) {
  static final AbiFlags NONE = new AbiFlags(false, 0, 0, 0, 0, 0, 0);

  static final int BYTES = 24;

  static final int ANY = 0;
  static final int DOUBLE = 1;
  static final int SINGLE = 2;
  static final int SOFT = 3;
  static final int XX = 5;
  static final int FP64 = 6;
  static final int FP64A = 7;

  /** Those that lie at an offset; {@link #BYTES} are there. */
  static AbiFlags at(int offset, ByteBuffer file) {
    return new AbiFlags(
        true,
        Byte.toUnsignedInt(file.get(offset + 2)),
        Byte.toUnsignedInt(file.get(offset + 3)),
        Byte.toUnsignedInt(file.get(offset + 4)),
        Byte.toUnsignedInt(file.get(offset + 7)),
        file.getInt(offset + 8),
        file.getInt(offset + 12));
  }

  /** For people. */
  String described() {
    return "ABI flags: MIPS%d release %d, floating-point ABI %d, extensions 0x%x"
        .formatted(level, revision, floats, extensions);
  }
}
