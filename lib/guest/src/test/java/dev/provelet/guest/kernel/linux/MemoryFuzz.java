package dev.provelet.guest.kernel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.harness.GuestMemory;
import dev.provelet.guest.harness.Mips;
import dev.provelet.guest.harness.Supervisor;
import dev.provelet.guest.kernel.linux.MemoryModel.Page;
import dev.provelet.guest.kernel.linux.MemoryPlaces.Range;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Has a program make random system calls about memory, and compares what comes of them with a
 * model. The program asks what to call next by a write of its mailbox.
 */
final class MemoryFuzz implements Supervisor {
  private static final int PAGE = MemoryModel.PAGE;

  /** How much data the program has, with its mailbox. */
  static final int DATA = 16 * PAGE;

  /** Words of the mailbox: what a call returned, and what is to be called. */
  private static final int RESULT = 0;

  private static final int FAILED = 4;
  private static final int SECOND = 8;
  private static final int NUMBER = 12;
  private static final int ARGUMENTS = 16;

  private static final int ASKING = 12;
  private static final int SHOWN = 25;
  private static final int BETWEEN_COMPARISONS = 250;
  private static final int MOST_BREAKS_AT_FIRST = 6;
  private static final int S0 = 16;

  private final MemoryLayout layout;
  private final int mailbox;
  private final Random random;
  private final int operations;
  private final int breaksAtFirst;
  private final byte[] publicInput;
  private final MemoryModel model;
  private final MemoryPlaces places;
  private final MappingCalls mappings;
  private final TransferCalls transfers;
  private final Deque<String> history = new ArrayDeque<>();
  private MemoryCall pending = new MemoryCall(4020, List.of(), _ -> {});
  private int done;
  private int publicStart;

  /**
   * @param text where the program is, in one page
   * @param mailbox a page of the program's
   */
  MemoryFuzz(
      MemoryLayout layout,
      int text,
      int mailbox,
      long seed,
      int operations,
      byte[] publicInput,
      byte[] stdin,
      ByteOrder order) {
    this.layout = layout;
    this.mailbox = mailbox;
    this.random = new Random(seed);
    this.operations = operations;
    this.publicInput = publicInput;
    this.model = new MemoryModel(layout, new Range(text, PAGE));
    this.breaksAtFirst = random.nextInt(MOST_BREAKS_AT_FIRST);
    this.places = new MemoryPlaces(model, random);
    this.mappings = new MappingCalls(model, places, random);
    this.transfers = new TransferCalls(model, places, random, order, stdin);
  }

  /** The program: asks, calls, and tells, until it is told to exit. */
  static int[] program(int mailbox) {
    int[] loop =
        Mips.join(
            Mips.li(2, 4004),
            Mips.li(4, 2),
            Mips.words(Mips.addu(5, S0, 0)),
            Mips.li(6, ASKING),
            Mips.words(Mips.SYSCALL, Mips.lw(2, NUMBER, S0)),
            Mips.words(Mips.lw(8, ARGUMENTS + 16, S0), Mips.sw(8, 16, 29)),
            Mips.words(Mips.lw(8, ARGUMENTS + 20, S0), Mips.sw(8, 20, 29)),
            Mips.words(Mips.lw(4, ARGUMENTS, S0), Mips.lw(5, ARGUMENTS + 4, S0)),
            Mips.words(Mips.lw(6, ARGUMENTS + 8, S0), Mips.lw(7, ARGUMENTS + 12, S0)),
            Mips.words(Mips.SYSCALL, Mips.sw(2, RESULT, S0)),
            Mips.words(Mips.sw(7, FAILED, S0), Mips.sw(3, SECOND, S0)));
    return Mips.join(
        Mips.words(Mips.addiu(29, 29, -64)),
        Mips.li(S0, mailbox),
        loop,
        Mips.words(Mips.beq(0, 0, -loop.length - 1), Mips.NOP));
  }

  /** Everything that was written to descriptor 1. */
  byte[] output() {
    return transfers.output();
  }

  @Override
  public void wrote(int descriptor, int address, int count, GuestMemory memory) {
    if (descriptor != 2 || address != mailbox || count != ASKING) {
      return;
    }
    try {
      if (done == 0) {
        begin(memory);
      } else {
        finish(memory);
      }
      next(memory);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "%s; after %d calls, the last of them\n  %s"
              .formatted(e.getMessage(), done, String.join("\n  ", history)),
          e);
    }
  }

  private void begin(GuestMemory memory) {
    int from = layout.stack().top() - Math.min(layout.stack().size(), 1 << 20) - PAGE;
    model.set(Math.max(from, layout.base()), layout.stack().top(), Page.APART);
    model.set(mailbox, mailbox + PAGE, Page.APART);
    publicStart = word(KernelData.PUBLIC_NEXT, memory);
    int heap = word(KernelData.BREAK_START, memory);
    model.set(publicStart, heap, Page.OURS);
    model.beginBreak(heap);
    // Some of the program's own data, and what lies between.
    model.set(mailbox + PAGE, mailbox + DATA, Page.WRITE);
    places.remember(mailbox + PAGE, DATA - PAGE);
    places.remember(heap, PAGE);
  }

  private int word(int variable, GuestMemory memory) {
    return memory.loadWord(layout.kernel() + variable);
  }

  private void finish(GuestMemory memory) {
    int result = memory.loadWord(mailbox + RESULT);
    result = memory.loadWord(mailbox + FAILED) != 0 ? -result : result;
    history.addLast(pending + " = " + (result < 0 && result > -4096 ? result : hex(result)));
    if (history.size() > SHOWN) {
      history.removeFirst();
    }
    learnPipes(memory);
    mappings.full(
        word(KernelData.GUARDS_USED, memory) == 4 * KernelData.MAX_GUARDS,
        word(KernelData.GAPS_USED, memory) == 8 * KernelData.MAX_GAPS,
        word(KernelData.MAP_START, memory));
    pending.check().accept(result);
    model.compareTouched(memory);
    if (done % BETWEEN_COMPARISONS == 0 || done == operations) {
      compareAll(memory);
    }
    touch(memory);
  }

  private static String hex(int value) {
    return "0x" + Integer.toHexString(value);
  }

  /** Where the kernel keeps what is in pipes belongs to it from the first pipe on. */
  private void learnPipes(GuestMemory memory) {
    int buffers = word(KernelData.PIPE_BUFFERS, memory);
    if (buffers != -1 && model.at(buffers) != Page.OURS) {
      int end = buffers + KernelData.PIPE_BUFFER_BYTES;
      assertThat(model.all(buffers, end - buffers, page -> page == Page.FREE))
          .as("pipes have their buffers where nobody has mapped anything")
          .isTrue();
      model.set(buffers, end, Page.OURS);
      places.remember(buffers, end - buffers);
    }
  }

  private void compareAll(GuestMemory memory) {
    model.compare(layout.base(), layout.end(), memory);
    for (int i = 0; i < publicInput.length; i++) {
      assertThat(memory.load(publicStart + i)).as("the public input").isEqualTo(publicInput[i]);
    }
    if (layout.hasRedZone()) {
      for (int at = layout.kernel() - PAGE; at < layout.kernel(); at++) {
        assertThat(memory.load(at)).as("what lies before the kernel's data").isZero();
      }
    }
  }

  /** The program's own stores. */
  private void touch(GuestMemory memory) {
    if (done <= breaksAtFirst) {
      for (int page = model.breakStart(); page < model.breakEnd(); page += PAGE) {
        store(page + random.nextInt(PAGE), memory);
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      Range range = places.bytes(page -> page == Page.WRITE, 300);
      for (int at = range.from(); at < range.to(); at++) {
        store(at, memory);
      }
    }
  }

  private void store(int at, GuestMemory memory) {
    byte value = (byte) random.nextInt();
    memory.store(at, value);
    model.store(at, value);
  }

  private void next(GuestMemory memory) {
    pending =
        done == operations
            ? new MemoryCall(4246, List.of(0), _ -> {})
            : done < breaksAtFirst
                ? mappings.drawBreak(done == breaksAtFirst - 1)
                : random.nextInt(3) == 0 ? transfers.draw() : mappings.draw();
    done++;
    memory.storeWord(mailbox + NUMBER, pending.number());
    for (int i = 0; i < 6; i++) {
      int argument = i < pending.arguments().size() ? pending.arguments().get(i) : 0;
      memory.storeWord(mailbox + ARGUMENTS + 4 * i, argument);
    }
  }
}
