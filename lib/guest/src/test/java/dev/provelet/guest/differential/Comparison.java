package dev.provelet.guest.differential;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.elf.MalformedElfException;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import dev.provelet.guest.harness.Qemu;
import dev.provelet.guest.harness.Run;
import dev.provelet.guest.layout.MemoryLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Runs sequences translated and under qemu. Many share a program: a program's start takes long. */
final class Comparison {
  private static final int SEQUENCE_WORDS = 120;
  private static final int TOGETHER = 50;
  private static final long LIMIT = 3_000_000;
  private static final int SECONDS = 10;

  private static final byte[] NOTHING = {};

  private final Floats floats;
  private final ByteOrder order;
  private final Path elf;
  private final Path nothing;

  /** How wide the floating-point registers are: 64 bits, or 32, of which a double takes two. */
  enum Floats {
    WIDE(6),
    IN_PAIRS(1);

    /** In the ABI flags. */
    private final int abi;

    Floats(int abi) {
      this.abi = abi;
    }
  }

  Comparison(Floats floats, ByteOrder order, Path scratch) {
    this.floats = floats;
    this.order = order;
    this.elf = scratch.resolve("sequences.elf");
    this.nothing = scratch.resolve("nothing");
    write(nothing, NOTHING);
  }

  /**
   * Compares the sequences of seeds first, first + 1, …
   *
   * @return the first difference, in words and as small as it can be made
   */
  Optional<String> compare(long first, int count) {
    for (int done = 0; done < count; done += TOGETHER) {
      List<Sequence> sequences = new ArrayList<>();
      int address = ElfBuilder.TEXT;
      for (int i = done; i < Math.min(count, done + TOGETHER); i++) {
        Sequence sequence = SequenceWriter.write(first + i, floats, address, SEQUENCE_WORDS);
        sequences.add(sequence);
        address = sequence.after();
      }
      write(elf, program(sequences));
      Ending ours = translated();
      if (!ours.equals(qemu())) {
        return Optional.of(explained(sequences));
      }
      if (!ours.normal()) {
        return Optional.of("the program made from seed %d ends too early".formatted(first + done));
      }
    }
    return Optional.empty();
  }

  /**
   * Compares the ends of programs that access what nobody may, with all offsets and in any slot.
   *
   * @return the first that ended with success here, or did not end with a signal under qemu
   */
  Optional<String> compareAccesses(long first, int count) {
    for (long seed = first; seed < first + count; seed++) {
      BadAccess access = BadAccess.draw(new Draw(seed), lowest());
      write(elf, program(ElfBuilder.TEXT, Mips.join(access.words(), Mips.exit(0))));
      GuestExit ours = Guests.run(read(elf), NOTHING, NOTHING, LIMIT).exit();
      Qemu.Result theirs = Qemu.run(elf, nothing, SECONDS);
      if (!(ours instanceof GuestExit.Trapped) || !theirs.killed()) {
        return Optional.of(
            "seed %d, %s, %s: %s; translated: %s; under qemu: status %d"
                .formatted(seed, order, floats, access, ours.describe(), theirs.status()));
      }
    }
    return Optional.empty();
  }

  /** Where memory begins for a program that is linked as these are. */
  private int lowest() {
    try {
      return Guests.layout(program(ElfBuilder.TEXT, Mips.exit(0))).base();
    } catch (MalformedElfException | MemoryLayout.NoRoomException e) {
      throw new AssertionError(e);
    }
  }

  private String explained(List<Sequence> sequences) {
    for (Sequence sequence : sequences) {
      if (differ(List.of(sequence))) {
        Sequence small = shrunk(sequence);
        return "seed %d, %s, %s%n%s%s"
            .formatted(small.seed(), order, floats, small.listing(), difference(small));
      }
    }
    return "seeds %d to %d, %s, %s, only together"
        .formatted(sequences.getFirst().seed(), sequences.getLast().seed(), order, floats);
  }

  /** Drops instructions, from the last to the first, as long as there is a difference. */
  private Sequence shrunk(Sequence sequence) {
    Sequence small = sequence;
    boolean again = true;
    while (again) {
      again = false;
      for (int i = small.end() - 1; i >= small.body(); i--) {
        if (!small.doesNothingAt(i) && differ(List.of(small.without(i)))) {
          small = small.without(i);
          again = true;
        }
      }
    }
    return small;
  }

  private boolean differ(List<Sequence> sequences) {
    write(elf, program(sequences));
    return !translated().equals(qemu());
  }

  private String difference(Sequence sequence) {
    write(elf, program(List.of(sequence)));
    Ending ours = translated();
    Ending theirs = qemu();
    int at = Arrays.mismatch(ours.bytes(), theirs.bytes());
    if (at < 0 || at >= Math.min(ours.bytes().length, theirs.bytes().length)) {
      return "translated: %s, under qemu: %s".formatted(ours, theirs);
    }
    int word = at & ~3;
    return "%s: translated %08x, under qemu %08x"
        .formatted(Probe.part(word), word(ours.bytes(), word), word(theirs.bytes(), word));
  }

  private int word(byte[] output, int at) {
    return ByteBuffer.wrap(output).order(order).getInt(at);
  }

  /** How a run ended: two that were stopped or trapped are alike. */
  private record Ending(boolean normal, String how, Run.Bytes output) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Ending ending
          && normal == ending.normal
          && (!normal || Arrays.equals(bytes(), ending.bytes()));
    }

    byte[] bytes() {
      return output.bytes();
    }

    @Override
    public int hashCode() {
      return Boolean.hashCode(normal);
    }

    @Override
    public String toString() {
      return how;
    }
  }

  private Ending translated() {
    Guests.Outcome outcome = Guests.run(read(elf), NOTHING, NOTHING, LIMIT);
    return new Ending(
        outcome.exit().equals(new GuestExit.Exited(0)),
        outcome.exit().describe(),
        outcome.output());
  }

  private Ending qemu() {
    Qemu.Result result = Qemu.run(elf, nothing, SECONDS);
    return new Ending(result.status() == 0, "status " + result.status(), result.output());
  }

  private byte[] program(List<Sequence> sequences) {
    int[] words =
        Mips.join(
            Mips.join(sequences.stream().map(Sequence::array).toArray(int[][]::new)), Mips.exit(0));
    return program(sequences.getFirst().address(), words);
  }

  private byte[] program(int start, int[] words) {
    byte[] template = new byte[Probe.TEMPLATE_SIZE];
    new Random(0).nextBytes(template);
    return new ElfBuilder(order)
        .inPages()
        .text(start, words)
        .part(1, Probe.TEMPLATE, template, 1 << 14, 6)
        .abiFlags(32, 2, 1, floats.abi, 0, 0)
        .entry(start)
        .build();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
