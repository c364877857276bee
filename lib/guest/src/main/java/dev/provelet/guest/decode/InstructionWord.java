package dev.provelet.guest.decode;

import dev.provelet.guest.decode.Instruction.Unknown;

/** An instruction's word and its fields, named as in the MIPS manual. */
record InstructionWord(int bits, int address) {

  int opcode() {
    return bits >>> 26;
  }

  int rs() {
    return (bits >>> 21) & 31;
  }

  int rt() {
    return (bits >>> 16) & 31;
  }

  int rd() {
    return (bits >>> 11) & 31;
  }

  int amount() {
    return (bits >>> 6) & 31;
  }

  int function() {
    return bits & 63;
  }

  int signed() {
    return (short) bits;
  }

  int unsigned() {
    return bits & 0xffff;
  }

  /** Which floating-point condition is asked for, where one is, and whether it is to hold. */
  int condition() {
    return rt() >>> 2;
  }

  boolean whenTrue() {
    return (rt() & 1) != 0;
  }

  /** A trap's or break's code, which means nothing to the processor. */
  int code() {
    return (bits >>> 6) & 0xfffff;
  }

  /** A branch's target. */
  int near() {
    return address + 4 + (signed() << 2);
  }

  /** A jump's target: it stays within the 256 MiB that its slot lies in. */
  int region() {
    return ((address + 4) & 0xf0000000) | ((bits & 0x3ffffff) << 2);
  }

  Instruction unknown() {
    return new Unknown(bits);
  }

  /** The instruction if a condition on fields holds, otherwise nothing known. */
  Instruction when(boolean holds, Instruction instruction) {
    return holds ? instruction : unknown();
  }
}
