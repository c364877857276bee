/* Prints what it is called with: each argument and variable with its zero; then the public input.
   It is built with stack-size=262144. */
#include "check.h"

static int put_all(const char **strings) {
  int count = 0;
  const char *behind = strings[0];
  for (; strings[count]; count++) {
    const char *end = strings[count];
    if (end != behind) quit(77); /* they follow one another, as on Linux */
    while (*end++) {
    }
    write(STDOUT, strings[count], end - strings[count]);
    behind = end;
  }
  return count;
}

__attribute__((used)) static void show(word *stack) {
  CHECK(((word)stack & 7) == 0);
  const char **strings = (const char **)(stack + 1);
  CHECK(put_all(strings) == (int)stack[0]);
  write(STDOUT, "|", 1);
  strings += stack[0] + 1;
  word *vector = (word *)(strings + put_all(strings) + 1);
  word seen = 0;
  for (; vector[0]; vector += 2) {
    seen |= 1u << vector[0];
    CHECK(vector[0] != 6 || vector[1] == 4096);
  }
  CHECK(vector[1] == 0 && (seen & (1u << 3 | 1u << 4 | 1u << 5 | 1u << 6 | 1u << 9 | 1u << 25)) == 0x2000278);
  write(STDOUT, "|", 1);
  byte buffer[1000];
  int got;
  while ((got = read(PUBLIC_INPUT, buffer, sizeof buffer)) > 0) write(STDOUT, buffer, got);
  quit(0);
}

__asm__("\
.globl begin\n\
begin:\n\
  move $4,$sp\n\
  addiu $sp,$sp,-32\n\
  jal show");
int main(void) { return 0; }
