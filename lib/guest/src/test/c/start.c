/* Prints what lies on the first stack: arguments, environment, auxiliary vector. */
#include "check.h"

static void line(const char *name, word value) {
  char text[64];
  int size = 0;
  while (*name) text[size++] = *name++;
  text[size++] = ' ';
  put_hex(text + size, value);
  text[size + 8] = '\n';
  write(STDOUT, text, size + 9);
}

__attribute__((used)) static void show(word *stack) {
  CHECK(((word)stack & 7) == 0);
  line("argc", stack[0]);
  const char *name = (const char *)stack[1];
  for (int i = 0; i < 6; i++) CHECK(name[i] == "guest"[i]);
  CHECK(stack[2] == 0 && stack[3] == 0);
  word *vector = stack + 4;
  for (; vector[0]; vector += 2) {
    char what[] = "AT 00";
    what[3] += vector[0] / 10;
    what[4] += vector[0] % 10;
    line(what, vector[1]);
  }
  line("end", vector[1]);
  quit(0);
}

__asm__("\
.globl begin\n\
begin:\n\
  move $4,$sp\n\
  addiu $sp,$sp,-32\n\
  jal show");
int main(void) { return 0; }
