package dev.provelet.guest.harness;

import dev.provelet.guest.ExecutionProfile;
import dev.provelet.guest.GuestExit;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.Statement;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.elf.MalformedElfException;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.ziren.ZirenGuest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Translates and runs guests in tests. */
public final class Guests {
  private static final long LIMIT = 400_000_000;

  private Guests() {}

  /**
   * @param statementHolds whether the public values are those of public input and output
   */
  public record Outcome(
      GuestExit exit,
      Run.Bytes output,
      Run.Bytes diagnostics,
      boolean statementHolds,
      long instructions,
      Map<Long, Long> notes,
      int extent,
      ExecutionProfile profile) {}

  public static Outcome run(byte[] elf) {
    return run(elf, new byte[0], new byte[0]);
  }

  public static Outcome run(byte[] elf, byte[] publicInput, byte[] stdin) {
    return run(elf, publicInput, stdin, LIMIT);
  }

  public static Outcome run(byte[] elf, byte[] publicInput, byte[] stdin, long limit) {
    return run(elf, Statement.inputs(publicInput, stdin), limit, new FieldChips());
  }

  /**
   * @param chips which may play a prover's tricks
   */
  public static Outcome run(byte[] elf, byte[] stdin, FieldChips chips) {
    return run(elf, Statement.inputs(new byte[0], stdin), LIMIT, chips);
  }

  private static Outcome run(byte[] elf, List<byte[]> inputs, long limit, FieldChips chips) {
    GuestProgram program;
    try {
      program = GuestProgram.translate(elf);
    } catch (InvalidProgramException e) {
      throw new AssertionError(e);
    }
    Run run = OpenVm.run(program.engineProgram(), inputs, limit, chips);
    GuestExit exit = program.explain(run.end());
    boolean ziren =
        exit instanceof GuestExit.Exited(int _, int from) && from == GuestExit.Exited.PUBLIC_VALUES;
    Run.Bytes output = ziren ? run.values() : run.stdout();
    byte[] statement = Statement.publicValues(inputs.getFirst(), output.bytes());
    return new Outcome(
        exit,
        output,
        ziren ? run.stdout().with(run.diagnostics()) : run.diagnostics(),
        Arrays.equals(statement, run.publicValues().bytes()),
        run.end().instructions(),
        run.notes(),
        run.extent(),
        program.profile(run.counts()));
  }

  /** Where things lie in a guest's memory. */
  public static MemoryLayout layout(byte[] elf)
      throws MalformedElfException, MemoryLayout.NoRoomException {
    ElfFile file = ElfReader.read(elf);
    return MemoryLayout.of(file, ZirenGuest.of(file));
  }

  /** Both byte orders, for tests that have them as parameters. */
  public static Stream<ByteOrder> orders() {
    return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  /** A guest built from {@code src/test/c} and checked in. */
  public static byte[] resource(String name) {
    return resource(ByteOrder.LITTLE_ENDIAN, name);
  }

  public static byte[] resource(ByteOrder order, String name) {
    String directory = order == ByteOrder.BIG_ENDIAN ? "/guests/big-endian/" : "/guests/";
    try (InputStream in = Guests.class.getResourceAsStream(directory + name + ".elf")) {
      if (in == null) {
        throw new AssertionError("no such guest: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
