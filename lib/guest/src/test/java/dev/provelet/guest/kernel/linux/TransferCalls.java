package dev.provelet.guest.kernel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.kernel.linux.MemoryModel.Page;
import dev.provelet.guest.kernel.linux.MemoryPlaces.Range;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random reads and writes of stdin, the output and pipes, by good pointers and bad ones. */
final class TransferCalls {
  private static final int NONBLOCK = 0x80;
  private static final int CAPACITY = 1 << 16;
  private static final int WHOLE = 4096;
  private static final int MOST = 20_000;
  private static final int PIPES = 6;

  private final MemoryModel model;
  private final MemoryPlaces places;
  private final Random random;
  private final ByteOrder order;
  private final byte[] stdin;
  private int read;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<Pipe> pipes = new ArrayList<>();

  /** A pipe's ends and what is in it. */
  private static final class Pipe {
    final int from;
    final int to;
    boolean ended;
    byte[] content = {};

    Pipe(int from, int to) {
      this.from = from;
      this.to = to;
    }
  }

  TransferCalls(
      MemoryModel model, MemoryPlaces places, Random random, ByteOrder order, byte[] stdin) {
    this.model = model;
    this.order = order;
    this.places = places;
    this.random = random;
    this.stdin = stdin;
  }

  byte[] output() {
    return output.toByteArray();
  }

  MemoryCall draw() {
    int choice = random.nextInt(12);
    Pipe pipe = pipes.isEmpty() ? null : pipes.get(random.nextInt(pipes.size()));
    if (choice == 0) {
      return forbidden();
    }
    if (choice == 1 && pipes.size() < PIPES) {
      return open();
    }
    if (choice == 2 && pipe != null && random.nextInt(4) == 0) {
      return close(pipe);
    }
    if (choice < 5 || pipe == null) {
      return random.nextBoolean() ? readStdin() : write();
    }
    return choice < 9 && !pipe.ended ? writePipe(pipe) : readPipe(pipe);
  }

  private MemoryCall call(int number, int descriptor, Range range, Check check) {
    return new MemoryCall(
        number,
        List.of(descriptor, range.from(), range.size()),
        result -> check.accept(result, range));
  }

  /** Compares a result with what it must be, for the bytes that the call was about. */
  @FunctionalInterface
  private interface Check {
    void accept(int result, Range range);
  }

  private MemoryCall forbidden() {
    int[] descriptors = {0, 1, 2, 3};
    int descriptor =
        pipes.isEmpty() || random.nextBoolean()
            ? descriptors[random.nextInt(descriptors.length)]
            : pipes.getFirst().from;
    boolean reads = descriptor != 1 && descriptor != 2;
    return call(
        reads ? 4003 : 4004,
        descriptor,
        places.forbidden(),
        (result, _) -> assertThat(result).isEqualTo(MemoryCall.EFAULT));
  }

  private MemoryCall readStdin() {
    return call(
        4003,
        0,
        places.bytes(page -> page == Page.WRITE, MOST),
        (result, range) -> {
          assertThat(result).isEqualTo(Math.min(range.size(), stdin.length - read));
          model.put(range.from(), Arrays.copyOfRange(stdin, read, read + result));
          read += result;
        });
  }

  private Range readable() {
    return places.bytes(page -> page == Page.WRITE || page == Page.READ, MOST);
  }

  private MemoryCall write() {
    return call(
        4004,
        1,
        readable(),
        (result, range) -> {
          assertThat(result).isEqualTo(range.size());
          output.writeBytes(model.take(range.from(), range.size()));
        });
  }

  /** The lowest free descriptors, since nothing else opens and closes any. */
  private MemoryCall open() {
    Range range = places.bytes(page -> page == Page.WRITE, 8);
    int at = range.from() & -4;
    boolean fits = range.size() > 0 && model.all(at, 8, page -> page == Page.WRITE);
    return new MemoryCall(
        4328,
        List.of(fits ? at : 0, NONBLOCK),
        result -> {
          if (!fits) {
            assertThat(result).isEqualTo(MemoryCall.EFAULT);
            return;
          }
          if (result == -23) {
            return;
          }
          assertThat(result).isZero();
          int first = free(4);
          int second = free(first + 1);
          pipes.add(new Pipe(first, second));
          model.put(at, ByteBuffer.allocate(8).order(order).putInt(first).putInt(second).array());
        });
  }

  private int free(int from) {
    int descriptor = from;
    while (taken(descriptor)) {
      descriptor++;
    }
    return descriptor;
  }

  private boolean taken(int descriptor) {
    return pipes.stream()
        .anyMatch(pipe -> pipe.from == descriptor || (pipe.to == descriptor && !pipe.ended));
  }

  /** First the end to write to, then the other one. */
  private MemoryCall close(Pipe pipe) {
    return new MemoryCall(
        4006,
        List.of(pipe.ended ? pipe.from : pipe.to),
        result -> {
          assertThat(result).isZero();
          if (pipe.ended) {
            pipes.remove(pipe);
          }
          pipe.ended = true;
        });
  }

  private MemoryCall writePipe(Pipe pipe) {
    return call(
        4004,
        pipe.to,
        readable(),
        (result, range) -> {
          int room = CAPACITY - pipe.content.length;
          int size = range.size();
          if (size != 0 && (size <= WHOLE ? room < size : room == 0)) {
            assertThat(result).isEqualTo(MemoryCall.EAGAIN);
            return;
          }
          assertThat(result).isEqualTo(Math.min(size, room));
          byte[] more = model.take(range.from(), result);
          byte[] all = Arrays.copyOf(pipe.content, pipe.content.length + result);
          System.arraycopy(more, 0, all, pipe.content.length, result);
          pipe.content = all;
        });
  }

  private MemoryCall readPipe(Pipe pipe) {
    return call(
        4003,
        pipe.from,
        places.bytes(page -> page == Page.WRITE, MOST),
        (result, range) -> {
          if (range.size() != 0 && pipe.content.length == 0) {
            assertThat(result).isEqualTo(pipe.ended ? 0 : MemoryCall.EAGAIN);
            return;
          }
          assertThat(result).isEqualTo(Math.min(range.size(), pipe.content.length));
          model.put(range.from(), Arrays.copyOf(pipe.content, result));
          pipe.content = Arrays.copyOfRange(pipe.content, result, pipe.content.length);
        });
  }
}
