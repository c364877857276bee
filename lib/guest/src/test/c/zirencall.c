/* Makes the one call of Ziren's that its first input says: code and three arguments; then exits with what $v0 has. */
#include "ziren.h"

int main(void) {
  word call[4];
  CHECK(hint_len() == 16);
  hint_read(call, 16);
  word result = ziren(call[0], call[1], call[2], call[3]);
  write(STDOUT, &result, 4);
  return 0;
}
