package dev.provelet.guest;

/** An ELF translated: a pure function of its bytes. */
public final class GuestProgram {

  /** The largest ELF taken, in bytes: 64 MiB. */
  public static final long MAX_ELF_BYTES = 64L << 20;

  private final ElfId elfId;

  private GuestProgram(ElfId elfId) {
    this.elfId = elfId;
  }

  /**
   * @throws InvalidProgramException if the bytes are no program that can be run
   */
  public static GuestProgram translate(byte[] elf) throws InvalidProgramException {
    if (elf.length < 4) {
      throw new InvalidProgramException("not an ELF file");
    }
    return new GuestProgram(ElfId.of(elf));
  }

  /** Checks what can be checked without translating; the exceptions are those of translate. */
  public static void check(byte[] elf) throws InvalidProgramException {
    translate(elf);
  }

  public ElfId elfId() {
    return elfId;
  }

  /** The program in the engine's format. */
  public byte[] engineProgram() {
    return new byte[elfId.hex().length()];
  }

  public TranslationSummary summary() {
    return new TranslationSummary(0, 0, 0, 0, 0, 0);
  }

  /** What a run's end means. */
  public GuestExit explain(EngineEnd end) {
    return new GuestExit.Exited(end.code());
  }
}
