/* What a C guest needs without a C library: system calls, and a start that calls main. */
#ifndef GUEST_H
#define GUEST_H

typedef unsigned char byte;
typedef unsigned int word;

enum { STDIN = 0, STDOUT = 1, STDERR = 2, PUBLIC_INPUT = 3 };

static inline int call(int number, int a, int b, int c) {
  register int v0 __asm__("$2") = number;
  register int a0 __asm__("$4") = a;
  register int a1 __asm__("$5") = b;
  register int a2 __asm__("$6") = c;
  register int a3 __asm__("$7") = 0;
  __asm__ volatile("syscall"
                   : "+r"(v0), "+r"(a3)
                   : "r"(a0), "r"(a1), "r"(a2)
                   : "memory", "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15",
                     "$24", "$25", "hi", "lo");
  return a3 ? -v0 : v0;
}

static inline int read(int descriptor, void *buffer, int size) {
  return call(4003, descriptor, (int)buffer, size);
}

static inline int write(int descriptor, const void *buffer, int size) {
  return call(4004, descriptor, (int)buffer, size);
}

__attribute__((noreturn)) static inline void quit(int status) {
  call(4246, status, 0, 0);
  __builtin_unreachable();
}

/* Eight hex digits. */
static inline void put_hex(char *to, word value) {
  for (int i = 0; i < 8; i++) {
    to[i] = "0123456789abcdef"[value >> (28 - 4 * i) & 15];
  }
}

int main(void);

__attribute__((noreturn)) void __start(void) { quit(main()); }

#endif
