package dev.provelet.guest;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.elf.MalformedElfException;
import dev.provelet.guest.elf.Segment;
import dev.provelet.guest.elf.TextRange;
import dev.provelet.guest.floats.FloatLibrary;
import dev.provelet.guest.kernel.Kernel;
import dev.provelet.guest.kernel.KernelAddresses;
import dev.provelet.guest.layout.CodeLayout;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.openvm.MemoryImage;
import dev.provelet.guest.openvm.ProgramWriter;
import dev.provelet.guest.translate.PatternLocations;
import dev.provelet.guest.translate.Translation;
import dev.provelet.guest.translate.Translator;
import dev.provelet.guest.ziren.ProgramOutput;
import dev.provelet.guest.ziren.ZirenGuest;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A translated ELF: a pure function of its bytes. */
public final class GuestProgram {

  /** The largest ELF accepted, in bytes: 64 MiB. */
  public static final long MAX_ELF_BYTES = 64L << 20;

  private final ElfId elfId;
  private final byte[] engineProgram;
  private final TranslationSummary summary;
  private final Explanation explanation;
  private final Profiler profiler;
  private final PatternLocations patterns;
  private final List<String> changes;
  private final ProgramOutput output;

  private GuestProgram(
      ElfId elfId,
      byte[] engineProgram,
      TranslationSummary summary,
      Explanation explanation,
      Profiler profiler,
      PatternLocations patterns,
      List<String> changes,
      ProgramOutput output) {
    this.elfId = elfId;
    this.engineProgram = engineProgram;
    this.summary = summary;
    this.explanation = explanation;
    this.profiler = profiler;
    this.patterns = patterns;
    this.changes = List.copyOf(changes);
    this.output = output;
  }

  /**
   * @throws InvalidProgramException if the bytes are not a program that can be run
   */
  public static GuestProgram translate(byte[] elf) throws InvalidProgramException {
    ElfFile given = checked(elf);
    ZirenGuest ziren = ZirenGuest.of(given);
    MemoryLayout layout = layout(given, ziren);
    OptionalInt stackTop = movedStack(ziren, layout);
    ElfFile file = ziren.patched(given, stackTop);
    ProgramOutput output = ProgramOutput.of(file);
    Kernel kernel = Kernel.of(layout, file, output, ziren);
    Translation translation =
        Translator.translate(file, CodeLayout.tailStart(file, layout), kernel.size());
    KernelAddresses places = kernel.append(translation.space());
    MemoryImage image = new MemoryImage(file.byteOrder(), layout.base());
    for (Segment segment : file.segments()) {
      image.put(segment.address(), segment.content());
    }
    kernel.fill(image, places.heap());
    if (translation.floatOperations() > 0) {
      FloatLibrary.fill(image, layout.kernel());
    }
    int instructions = translation.space().size();
    checkCode(file, translation.space().tailEnd(), instructions);
    return new GuestProgram(
        ElfId.of(elf),
        ProgramWriter.write(places.boot(), translation.space(), image),
        new TranslationSummary(words(file), instructions),
        new Explanation(file, translation.sourceMap(), layout),
        new Profiler(file, translation.sourceMap(), places),
        translation.patterns(),
        ziren.changes(stackTop),
        output);
  }

  /**
   * Checks what can be checked without translating.
   *
   * @throws InvalidProgramException if {@link #translate} would refuse the program for it
   */
  public static void check(byte[] elf) throws InvalidProgramException {
    ElfFile file = checked(elf);
    layout(file, ZirenGuest.of(file));
  }

  private static OptionalInt movedStack(ZirenGuest ziren, MemoryLayout layout) {
    return ziren.movesStack(MemoryLayout.MEMORY_BYTES)
        ? OptionalInt.of(layout.stack().top())
        : OptionalInt.empty();
  }

  private static ElfFile checked(byte[] elf) throws InvalidProgramException {
    ElfFile file = read(elf);
    checkCode(file, file.text().getLast().end(), words(file));
    return file;
  }

  private static int words(ElfFile file) {
    return file.text().stream().mapToInt(TextRange::words).sum();
  }

  private static void checkCode(ElfFile file, int end, int instructions)
      throws InvalidProgramException {
    if (instructions > ProgramWriter.MAX_INSTRUCTIONS) {
      throw new InvalidProgramException(
          "the program's code becomes %d instructions or more; at most %d can be proved"
              .formatted(instructions, ProgramWriter.MAX_INSTRUCTIONS));
    }
    int start = file.text().getFirst().start();
    if (end > CodeSpace.LIMIT || end - start > CodeSpace.MAX_SPAN) {
      throw new InvalidProgramException(
          "the program's code reaches from 0x%x to 0x%x; it must end below 0x%x and span at most %d MiB"
              .formatted(start, end, CodeSpace.LIMIT, CodeSpace.MAX_SPAN >> 20));
    }
  }

  private static ElfFile read(byte[] elf) throws InvalidProgramException {
    if (elf.length > MAX_ELF_BYTES) {
      throw new InvalidProgramException(
          "the program has %d bytes; at most %d are accepted".formatted(elf.length, MAX_ELF_BYTES));
    }
    try {
      return ElfReader.read(elf);
    } catch (MalformedElfException e) {
      throw new InvalidProgramException(e.reason());
    }
  }

  private static MemoryLayout layout(ElfFile file, ZirenGuest ziren)
      throws InvalidProgramException {
    try {
      return MemoryLayout.of(file, ziren);
    } catch (MemoryLayout.NoRoomException e) {
      throw new InvalidProgramException(e.reason());
    }
  }

  public ElfId elfId() {
    return elfId;
  }

  /** The program in the engine's format. */
  public byte[] engineProgram() {
    return engineProgram.clone();
  }

  public TranslationSummary summary() {
    return summary;
  }

  /**
   * What differs from the ELF, one line for each change; empty unless the program was made for
   * Ziren. A proof is about the program with these changes.
   */
  public List<String> changes() {
    return changes;
  }

  /** Which bytes are the program's output, in every run. */
  public ProgramOutput output() {
    return output;
  }

  /** What a run's end means. */
  public GuestExit explain(MachineExit end) {
    return explanation.of(end);
  }

  /** Where code of each pattern lies. */
  PatternLocations patterns() {
    return patterns;
  }

  /**
   * Where a run spent its cycles.
   *
   * @param counts how often each pc was reached; those that are missing never were
   */
  public ExecutionProfile profile(Map<Integer, Long> counts) {
    return profiler.of(counts);
  }
}
