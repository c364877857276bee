/* A guest that checks itself: the first check that fails is the exit status, 0 if none does. */
#include "guest.h"

__attribute__((unused)) static int checks;

#define CHECK(condition)          \
  do {                            \
    checks++;                     \
    if (!(condition)) {           \
      quit(checks);               \
    }                             \
  } while (0)

/* Which word of a 64-bit number is the lower one, and which the upper. */
#ifdef __MIPSEB__
enum { LOW = 1, HIGH = 0 };
#else
enum { LOW = 0, HIGH = 1 };
#endif

/* A system call with six arguments, of which o32 passes the last two on the stack. It leaves the first three as they are. */
static inline int call6(int number, int a, int b, int c, int d, int e, int f) {
  register int v0 __asm__("$2") = number;
  register int a0 __asm__("$4") = a;
  register int a1 __asm__("$5") = b;
  register int a2 __asm__("$6") = c;
  register int a3 __asm__("$7") = d;
  __asm__ volatile(
      "addiu $sp,$sp,-32\n\tsw %5,16($sp)\n\tsw %6,20($sp)\n\tsyscall\n\taddiu $sp,$sp,32"
      : "+r"(v0), "+r"(a3), "+r"(a0), "+r"(a1), "+r"(a2)
      : "r"(e), "r"(f)
      : "memory", "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25",
        "hi", "lo");
  if (a0 != a || a1 != b || a2 != c) quit(199);
  return a3 ? -v0 : v0;
}

/* What the compiler may call by itself. */
__attribute__((used)) void *memset(void *to, int value, word size) {
  for (word i = 0; i < size; i++) ((volatile byte *)to)[i] = value;
  return to;
}

__attribute__((used)) void *memcpy(void *to, const void *from, word size) {
  for (word i = 0; i < size; i++) ((volatile byte *)to)[i] = ((const byte *)from)[i];
  return to;
}
