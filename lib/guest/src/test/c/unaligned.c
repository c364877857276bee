/* Loads a word from an odd address, in a function of its own. */
#include "check.h"

__attribute__((noinline)) word load(const word *at) { return *at + 1; }

int main(void) {
  static word words[2];
  return load((const word *)((const byte *)words + 1));
}
