package dev.provelet.guest.floats;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.decode.Instruction.MoveHiLo;
import dev.provelet.guest.decode.Instruction.MultiplyDivide;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.elf.MalformedElfException;
import dev.provelet.guest.elf.Segment;
import dev.provelet.guest.elf.TextRange;
import dev.provelet.guest.lower.ControlTransfer;
import dev.provelet.guest.lower.FloatRoutine;
import dev.provelet.guest.lower.FloatUnit;
import dev.provelet.guest.lower.Lowering;
import dev.provelet.guest.machine.RoutineRegisters;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.MemoryImage;
import dev.provelet.guest.openvm.Opcode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The routines of {@code src/main/float} as OpenVM code. They were compiled without delay slots in
 * use, so that instructions simply follow one another, and without computed jumps, so that they
 * need not lie where they were linked. A product whose halves are fetched at once goes straight
 * where they are wanted, past HI and LO: nothing fetches them twice.
 */
public final class FloatLibrary {
  private static final String RESOURCE = "float.elf";
  private static final ElfFile ELF = read();

  private final TextRange text = ELF.text().getFirst();
  private final Lowering lowering = new Lowering(ByteOrder.LITTLE_ENDIAN, new FloatUnit(false));
  private final Code code = new Code();
  private final Map<Integer, Label> places = new HashMap<>();

  private FloatLibrary() {}

  private static ElfFile read() {
    try (InputStream in = FloatLibrary.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the floating-point routines are missing");
      }
      return ElfReader.read(in.readAllBytes());
    } catch (IOException | MalformedElfException e) {
      throw new IllegalStateException("the floating-point routines cannot be read", e);
    }
  }

  /** Appends the routines to the tail and binds their labels. */
  public static void append(FloatUnit unit, CodeSpace space) {
    space.append(new FloatLibrary().translate(unit));
  }

  /**
   * Puts the routines' constants into memory.
   *
   * @param kernel start of the kernel's data, within which they are linked
   */
  public static void fill(MemoryImage image, int kernel) {
    for (Segment segment : ELF.segments()) {
      for (int at = segment.address();
          !segment.executable() && at < segment.contentEnd();
          at += 4) {
        image.putWords(kernel + at, segment.word(at));
      }
    }
  }

  private Code translate(FloatUnit unit) {
    for (FloatRoutine routine : FloatRoutine.values()) {
      int address =
          ELF.symbols()
              .addressOf(routine.symbol())
              .orElseThrow(() -> new IllegalStateException("there is no " + routine.symbol()));
      places.put(address, unit.routine(routine));
    }
    int at = text.start();
    while (at < text.end()) {
      code.bind(place(at));
      at += 4 * append(instruction(at), at);
    }
    code.rename(RoutineRegisters::of);
    return code;
  }

  /**
   * @return of how many words the code was appended
   */
  private int append(Instruction instruction, int at) {
    switch (instruction) {
      case Control control -> {
        transfer(control);
        checkNothing(at + 4);
        return 2;
      }
      case MultiplyDivide(var operation, int rs, int rt)
          when operation == MultiplyDivide.Operation.MULTU
              && instruction(at + 4) instanceof MoveHiLo first
              && instruction(at + 8) instanceof MoveHiLo second
              && first.register() != rs
              && first.register() != rt -> {
        code.alu(half(first), first.register(), rs, rt);
        code.alu(half(second), second.register(), rs, rt);
        return 3;
      }
      case Instruction.Break _ -> code.terminate(Verdict.FLOAT_EXCEPTION.code());
      default -> lowering.append(instruction, code);
    }
    return 1;
  }

  /** The half of a product that is fetched. */
  private static Opcode half(MoveHiLo move) {
    return switch (move.operation()) {
      case MFLO -> Opcode.MUL;
      case MFHI -> Opcode.MULHU;
      case MTLO, MTHI -> throw new IllegalStateException("a product is changed at once");
    };
  }

  private void transfer(Control control) {
    switch (ControlTransfer.of(control)) {
      case ControlTransfer.Direct jump -> code.op(jump.to(place(jump.target())));
      case ControlTransfer.Conditional branch -> code.op(branch.to(place(branch.target())));
      case ControlTransfer.Indirect jump -> code.op(jump.op());
    }
  }

  private static Instruction instruction(int at) {
    return Decoder.decode(ELF.word(at), at);
  }

  private static void checkNothing(int slot) {
    if (ELF.word(slot) != 0) {
      throw new IllegalStateException("a delay slot is in use at " + slot);
    }
  }

  private Label place(int address) {
    return places.computeIfAbsent(address, _ -> new Label());
  }
}
