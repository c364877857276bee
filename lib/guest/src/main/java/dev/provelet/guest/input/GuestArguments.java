package dev.provelet.guest.input;

import dev.provelet.guest.kernel.core.ArgumentForm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A guest's arguments, the first of which is its name, and its environment. They are public: a
 * public input that begins as {@link ArgumentForm} says states them.
 */
public final class GuestArguments {
  /** The most bytes of arguments and environment together, terminating zeros included. */
  public static final int MAX_BYTES = ArgumentForm.MAX_BYTES;

  private final List<byte[]> arguments;
  private final List<byte[]> environment;

  private GuestArguments(List<byte[]> arguments, List<byte[]> environment) {
    this.arguments = arguments;
    this.environment = environment;
  }

  /**
   * @param arguments without zero bytes; the first one is the program's name
   * @param environment each {@code NAME=VALUE}
   * @throws InvalidArgumentsException if a program cannot be started with them
   */
  public static GuestArguments of(List<byte[]> arguments, List<byte[]> environment)
      throws InvalidArgumentsException {
    if (arguments.isEmpty()) {
      throw new InvalidArgumentsException("a program needs at least one argument, its name");
    }
    List<byte[]> all = new ArrayList<>(arguments);
    all.addAll(environment);
    long bytes = 0;
    for (byte[] each : all) {
      bytes += each.length + 1L;
      for (byte b : each) {
        if (b == 0) {
          throw new InvalidArgumentsException(
              "an argument or environment variable contains a zero byte, which would end it");
        }
      }
    }
    if (bytes > MAX_BYTES) {
      throw new InvalidArgumentsException(
          "arguments and environment have %d bytes; the most is %d".formatted(bytes, MAX_BYTES));
    }
    for (byte[] variable : environment) {
      if (indexOfEquals(variable) < 1) {
        throw new InvalidArgumentsException(
            "an environment variable must have the form NAME=VALUE, not "
                + new String(variable, StandardCharsets.UTF_8));
      }
    }
    return new GuestArguments(copies(arguments), copies(environment));
  }

  private static int indexOfEquals(byte[] variable) {
    for (int i = 0; i < variable.length; i++) {
      if (variable[i] == '=') {
        return i;
      }
    }
    return -1;
  }

  private static List<byte[]> copies(List<byte[]> all) {
    return all.stream().map(byte[]::clone).toList();
  }

  /** A public input that begins with these, followed by the public input given. */
  public byte[] before(byte[] publicInput) {
    int size = size(arguments) + size(environment);
    int padded = (size + 3) & -4;
    ByteBuffer whole =
        ByteBuffer.allocate(ArgumentForm.HEADER_BYTES + padded + publicInput.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int word : ArgumentForm.tag()) {
      whole.putInt(word);
    }
    whole.putInt(arguments.size()).putInt(environment.size()).putInt(size);
    for (List<byte[]> all : List.of(arguments, environment)) {
      all.forEach(each -> whole.put(each).put((byte) 0));
    }
    return whole.position(ArgumentForm.HEADER_BYTES + padded).put(publicInput).array();
  }

  private static int size(List<byte[]> all) {
    return all.stream().mapToInt(each -> each.length + 1).sum();
  }
}
