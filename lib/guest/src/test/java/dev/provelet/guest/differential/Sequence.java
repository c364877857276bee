package dev.provelet.guest.differential;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Disassembly;
import dev.provelet.guest.harness.Mips;
import java.util.ArrayList;
import java.util.List;

/**
 * Random instructions between a beginning that sets all registers and an end that prints them and
 * the data; execution runs in at the first word and out after the last.
 *
 * @param seed makes the same sequence again, at the same address
 * @param body index of the first random word
 * @param end index of the word after the last random one
 */
record Sequence(long seed, int address, List<Integer> words, int body, int end) {

  int after() {
    return address + 4 * words.size();
  }

  /** The same with one word less to worry about. */
  Sequence without(int index) {
    List<Integer> fewer = new ArrayList<>(words);
    fewer.set(index, Mips.NOP);
    return new Sequence(seed, address, fewer, body, end);
  }

  boolean doesNothingAt(int index) {
    return words.get(index) == Mips.NOP;
  }

  int[] array() {
    return words.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The random words in assembly, without those that do nothing. */
  String listing() {
    StringBuilder listing = new StringBuilder();
    for (int i = body; i < end; i++) {
      int word = words.get(i);
      if (word != Mips.NOP) {
        int at = address + 4 * i;
        listing.append(
            "%06x: %08x %s\n".formatted(at, word, Disassembly.of(Decoder.decode(word, at))));
      }
    }
    return listing.toString();
  }
}
