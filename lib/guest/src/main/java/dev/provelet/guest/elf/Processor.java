package dev.provelet.guest.elf;

/**
 * The processor that an ELF was made for, by its header's flags and its ABI flags. It has to be one
 * whose programs run on a 24Kf: MIPS32 release 2, NaNs as before 2008. What may merely occur in the
 * program (DSP, MSA) is let in, for its words are unknown to {@code decode} and stop the run when
 * they are reached; what would be taken for other instructions, or compute something else, is not.
 *
 * @param flags of the ELF's header
 * @param abi its ABI flags, or {@link AbiFlags#NONE}
 */
record Processor(int flags, AbiFlags abi) {
  private static final int EF_MIPS_ABI2_N32 = 0x20;
  private static final int EF_MIPS_32BITMODE = 0x100;
  private static final int EF_MIPS_FP64 = 0x200;
  private static final int EF_MIPS_NAN2008 = 0x400;
  private static final int EF_MIPS_ABI_MASK = 0xf000;
  private static final int EF_MIPS_ABI_O32 = 0x1000;
  private static final int EF_MIPS_MACHINE_MASK = 0x00ff0000;
  private static final int EF_MIPS_MICROMIPS = 0x02000000;
  private static final int EF_MIPS_ARCH_ASE_M16 = 0x04000000;
  private static final int AFL_ASE_MIPS16 = 0x400;
  private static final int AFL_ASE_MICROMIPS = 0x800;

  private static final int RELEASE_6 = 6;

  /** In the ABI flags: general registers have 32 bits. */
  private static final int AFL_REG_32 = 1;

  /**
   * What the header's flags say, before anything else of the file is read.
   *
   * @throws MalformedElfException if programs for that processor cannot run
   */
  static void check(int flags) throws MalformedElfException {
    int abi = flags & EF_MIPS_ABI_MASK;
    if ((flags & EF_MIPS_ABI2_N32) != 0 || (abi != 0 && abi != EF_MIPS_ABI_O32)) {
      throw new MalformedElfException(
          "a MIPS ELF of another ABI (flags 0x%08x); build for o32 (-mabi=32)".formatted(flags));
    }
  }

  /**
   * @throws MalformedElfException if programs for that processor cannot run
   */
  void check() throws MalformedElfException {
    int level = flags >>> 28;
    if (level == 0x9 || level == 0xa || abi.revision() >= RELEASE_6) {
      throw refused("for MIPS release 6, which has other instructions", "-march=mips32r2");
    }
    if (level > 0xa) {
      throw refused("for an unknown level of the architecture", "-march=mips32r2");
    }
    if ((flags & EF_MIPS_MICROMIPS) != 0 || (abi.extensions() & AFL_ASE_MICROMIPS) != 0) {
      throw refused("with microMIPS code", "-mno-micromips");
    }
    if ((flags & EF_MIPS_ARCH_ASE_M16) != 0 || (abi.extensions() & AFL_ASE_MIPS16) != 0) {
      throw refused("with MIPS16 code", "-mno-mips16");
    }
    if ((flags & EF_MIPS_NAN2008) != 0) {
      throw refused("with NaNs as of 2008", "-mnan=legacy");
    }
    if ((flags & EF_MIPS_MACHINE_MASK) != 0 || abi.machine() != 0) {
      throw refused("for one processor and its own instructions", "-march=mips32r2");
    }
    if (hasWideRegisters(level)) {
      throw refused("for 64-bit registers", "-mips32r2 -mgp32");
    }
  }

  /**
   * MIPS III to V and MIPS64 have such registers; o32 code uses half of them, which compilers say
   * in one place or the other.
   */
  private boolean hasWideRegisters(int level) {
    return switch (level) {
      // MIPS I and II, MIPS32, MIPS32 release 2, which stands for releases 3 and 5, too.
      case 0x0, 0x1, 0x5, 0x7 -> abi.generalRegisters() > AFL_REG_32;
      default ->
          abi.generalRegisters() > AFL_REG_32
              || ((flags & EF_MIPS_32BITMODE) == 0 && abi.generalRegisters() != AFL_REG_32);
    };
  }

  /**
   * Whether each floating-point register has 64 bits, as Linux has it for a static o32 program on a
   * processor of release 2 with a 64-bit unit: {@code arch_elf_pt_proc}, {@code arch_check_elf} and
   * {@code mips_set_personality_fp} in its arch/mips/kernel/elf.c. ABI flags count wherever they
   * stand among the program headers.
   *
   * @throws MalformedElfException if Linux does not start such programs
   */
  boolean wideFloats() throws MalformedElfException {
    if (!abi.given()) {
      if ((flags & EF_MIPS_FP64) != 0) {
        throw narrow("64-bit floating-point registers and no ABI flags");
      }
      return false;
    }
    return switch (abi.floats()) {
      // Those that need 32 bits a register, and those that need none.
      case AbiFlags.DOUBLE, AbiFlags.SOFT -> false;
      case AbiFlags.ANY, AbiFlags.SINGLE, AbiFlags.XX, AbiFlags.FP64, AbiFlags.FP64A -> true;
      default -> throw narrow("floating-point ABI %d".formatted(abi.floats()));
    };
  }

  private MalformedElfException narrow(String what) {
    return refused(
        "with %s, which Linux does not start".formatted(what), "-mfpxx, -mfp32 or today's -mfp64");
  }

  private MalformedElfException refused(String what, String option) {
    return new MalformedElfException(
        "a program %s (flags 0x%08x%s); build it with %s for MIPS32 release 2"
            .formatted(what, flags, abi.given() ? ", " + abi.described() : "", option));
  }
}
