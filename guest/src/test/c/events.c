/* epoll and eventfd, as Go's timers use them. */
#include "check.h"

int main(void) {
  int poll = call(4326, 0, 0, 0), event = call(4325, 0, 0, 0);
  CHECK(poll > 3 && event > 3 && poll != event);
  word watch[4] = {1, 0, 0xabcd, 0x1234}, seen[4] = {0, 0, 0, 0};
  CHECK(call6(4249, poll, 1, event, (int)watch, 0, 0) == 0);
  CHECK(call6(4249, poll, 1, 0, (int)watch, 0, 0) == -1);
  CHECK(call6(4313, poll, (int)seen, 1, 0, 0, 0) == 0);
  word now[2], later[2];
  call(4263, 0, (int)now, 0);
  CHECK(call6(4313, poll, (int)seen, 1, 2500, 0, 0) == 0);
  call(4263, 0, (int)later, 0);
  CHECK(later[0] - now[0] >= 2 && later[0] - now[0] <= 3);
  word count[2] = {[LOW] = 1};
  CHECK(read(event, count, 8) == -11);
  CHECK(write(event, count, 8) == 8);
  CHECK(call6(4313, poll, (int)seen, 1, -1, 0, 0) == 1 && seen[2] == 0xabcd && seen[3] == 0x1234);
  count[LOW] = 99;
  CHECK(read(event, count, 8) == 8 && count[LOW] == 1 && count[HIGH] == 0);
  CHECK(call6(4313, poll, (int)seen, 1, 0, 0, 0) == 0);

  /* counts add up */
  count[LOW] = 5;
  CHECK(write(event, count, 8) == 8 && write(event, count, 8) == 8 && write(event, count, 4) == -22);
  CHECK(read(event, count, 8) == 8 && count[LOW] == 10 && count[HIGH] == 0);
  CHECK(call(4325, 3, 0, 0) == -24 && call(4006, event, 0, 0) == 0);
  CHECK(call(4325, 3, 0, 0) == event && read(event, count, 8) == 8 && count[LOW] == 3);
  return 0;
}
