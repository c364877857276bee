package dev.provelet.guest.harness;

/** A running program's memory, by the program's addresses and in its byte order. */
public final class GuestMemory {
  private final Memory memory;
  private final int base;
  private final int flip;

  GuestMemory(Memory memory, int base, boolean bigEndian) {
    this.memory = memory;
    this.base = base;
    this.flip = bigEndian ? 3 : 0;
  }

  public byte load(int address) {
    return memory.loadByte((address - base) ^ flip);
  }

  public void store(int address, byte value) {
    memory.storeByte((address - base) ^ flip, value);
  }

  public int loadWord(int address) {
    return memory.loadWord(address - base);
  }

  public void storeWord(int address, int value) {
    memory.storeWord(address - base, value);
  }
}
