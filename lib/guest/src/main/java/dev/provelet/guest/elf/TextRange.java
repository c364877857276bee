package dev.provelet.guest.elf;

/**
 * Words that may be instructions.
 *
 * @param start a multiple of 4
 * @param end the address after the last word
 */
public record TextRange(int start, int end) {

  public boolean holds(int address) {
    return address >= start && address < end;
  }

  public int words() {
    return (end - start) / 4;
  }
}
