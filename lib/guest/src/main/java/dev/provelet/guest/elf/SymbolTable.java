package dev.provelet.guest.elf;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The functions and data that an ELF names; empty if it was stripped. */
public final class SymbolTable {
  private final NavigableMap<Integer, Function> functions = new TreeMap<>();

  private final Map<String, Integer> objects;

  SymbolTable(Collection<Function> functions, Map<String, Integer> objects) {
    this.objects = Map.copyOf(objects);
    for (Function function : functions) {
      this.functions.putIfAbsent(function.address(), function);
    }
  }

  /**
   * A function's name and place.
   *
   * @param size in bytes, 0 if unknown
   */
  record Function(String name, int address, int size) {}

  /** {@code name+0x12} of the function that an address lies in. */
  public @Nullable String locate(long address) {
    Function function = find(address);
    if (function == null) {
      return null;
    }
    long distance = address - function.address();
    return distance == 0 ? function.name() : function.name() + "+0x" + Long.toHexString(distance);
  }

  /** The name of the function that an address lies in. */
  public @Nullable String function(long address) {
    Function function = find(address);
    return function == null ? null : function.name();
  }

  private @Nullable Function find(long address) {
    if (address < 0 || address > Integer.MAX_VALUE) {
      return null;
    }
    Map.Entry<Integer, Function> entry = functions.floorEntry((int) address);
    if (entry == null) {
      return null;
    }
    Function function = entry.getValue();
    long distance = address - function.address();
    if (function.size() != 0 && distance >= function.size()) {
      return null;
    }
    return function;
  }

  /** Where functions start. */
  public Collection<Integer> addresses() {
    return functions.keySet();
  }

  /** Where the function of a name starts. */
  public OptionalInt addressOf(String name) {
    return functions.values().stream()
        .filter(function -> function.name().equals(name))
        .mapToInt(Function::address)
        .findFirst();
  }

  /** The lowest address of the data whose names are such. */
  public OptionalInt object(Predicate<String> name) {
    return objects.entrySet().stream()
        .filter(object -> name.test(object.getKey()))
        .mapToInt(Map.Entry::getValue)
        .min();
  }
}
