package dev.provelet.guest;

import dev.provelet.guest.kernel.ArgumentForm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program is called with: its arguments, of which the first is its name, and its
 * environment. They are public: a public input of the {@link ArgumentForm} states them.
 */
public final class Arguments {
  /**
   * What arguments and environment may have together, in bytes, the zeros at their ends included.
   */
  public static final int MAX_BYTES = ArgumentForm.MAX_BYTES;

  private final List<byte[]> arguments;
  private final List<byte[]> environment;

  private Arguments(List<byte[]> arguments, List<byte[]> environment) {
    this.arguments = arguments;
    this.environment = environment;
  }

  /**
   * @param arguments any bytes but zeros; the first one is the program's name
   * @param environment each with a name, {@code =} and a value
   * @throws InvalidArgumentsException if a program cannot be called so
   */
  public static Arguments of(List<byte[]> arguments, List<byte[]> environment)
      throws InvalidArgumentsException {
    if (arguments.isEmpty()) {
      throw new InvalidArgumentsException("a program has one argument at least, its name");
    }
    List<byte[]> all = new ArrayList<>(arguments);
    all.addAll(environment);
    long bytes = 0;
    for (byte[] each : all) {
      bytes += each.length + 1L;
      for (byte b : each) {
        if (b == 0) {
          throw new InvalidArgumentsException("an argument or variable holds a zero byte");
        }
      }
    }
    if (bytes > MAX_BYTES) {
      throw new InvalidArgumentsException(
          "arguments and environment have %d bytes; at most %d are taken"
              .formatted(bytes, MAX_BYTES));
    }
    for (byte[] variable : environment) {
      if (indexOfEquals(variable) < 1) {
        throw new InvalidArgumentsException(
            "a variable is NAME=VALUE, not " + new String(variable, StandardCharsets.UTF_8));
      }
    }
    return new Arguments(copies(arguments), copies(environment));
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

  /** The public input that states these before the program's own. */
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
