/* examples/runtime/guest.h for RV32IM on the bare engine: the same programs, OpenVM's own instruction set, no kernel. */
#ifndef GUEST_H
#define GUEST_H

typedef unsigned char byte;
typedef unsigned int word;

enum { STDIN = 0, STDOUT = 1, STDERR = 2 };

/* Instructions of the opcode custom-0 stand for what the engine has and RISC-V has not; see RiscVProgram.java. */
#define TERMINATE(verdict) __asm__ volatile(".insn r 0x0b, 0, " #verdict ", x0, x0, x0")
#define HINT_INPUT() __asm__ volatile(".insn r 0x0b, 1, 0, x0, x0, x0")
#define HINT_WORD(address) __asm__ volatile(".insn r 0x0b, 2, 0, x0, %0, x0" ::"r"(address) : "memory")
#define HINT_BUFFER(address, words) \
  __asm__ volatile(".insn r 0x0b, 3, 0, x0, %0, %1" ::"r"(address), "r"(words) : "memory")
#define OUTPUT(descriptor, address, bytes) \
  __asm__ volatile(".insn r 0x0b, 4, " #descriptor ", x0, %0, %1" ::"r"(address), "r"(bytes) : "memory")

static word left, residue, residue_bytes;
static int begun;

/* A word of input at a time, or many where that is aligned; what is not used up of a word is kept. */
static int read(int descriptor, void *buffer, int size) {
  byte *to = buffer, *end = to + size;
  (void)descriptor;
  if (!begun) {
    begun = 1;
    HINT_INPUT();
    HINT_WORD(&left);
    __asm__ volatile("" ::: "memory");
  }
  for (;;) {
    for (; residue_bytes && to < end; residue_bytes--, residue >>= 8) *to++ = residue;
    word wanted = end - to < (int)left ? (word)(end - to) : left;
    if (wanted >= 4 && ((word)to & 3) == 0) {
      word words = wanted / 4 < 1023 ? wanted / 4 : 1023;
      HINT_BUFFER(to, words);
      to += 4 * words;
      left -= 4 * words;
    } else if (wanted) {
      HINT_WORD(&residue);
      residue_bytes = left < 4 ? left : 4;
      left -= residue_bytes;
    } else {
      return to - (byte *)buffer;
    }
  }
}

static inline int write(int descriptor, const void *buffer, int size) {
  if (descriptor == STDOUT) OUTPUT(1, buffer, size);
  return size;
}

__attribute__((noreturn)) static inline void quit(int status) {
  if (status == 0) TERMINATE(0);
  TERMINATE(1);
  __builtin_unreachable();
}

/* Eight hex digits. */
static inline void put_hex(char *to, word value) {
  for (int i = 0; i < 8; i++) {
    to[i] = "0123456789abcdef"[value >> (28 - 4 * i) & 15];
  }
}

int main(void);

static byte stack[1 << 16] __attribute__((aligned(16), used));

__attribute__((noreturn, used)) static void start(void) { quit(main()); }

__asm__(".globl _start\n_start:\n\tla sp, stack + 65536\n\tj start\n");

#endif
