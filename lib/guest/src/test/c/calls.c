/* Everything else that a start-up code asks for. */
#include "check.h"

static int same(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

int main(void) {
  /* 1: descriptors */
  byte buffer[512];
  CHECK(read(9, buffer, 1) == -9 && write(9, buffer, 1) == -9 && write(0, buffer, 1) == -9);
  CHECK(read(1, buffer, 1) == -9 && write(PUBLIC_INPUT, buffer, 1) == -9);
  CHECK(read(0, (void *)0x20008fff, 2) == -14 && write(1, (void *)0x80000000, 1) == -14);
  CHECK(write(1, buffer, -1) == -14);
  CHECK(read(0, 0, 4) == -14 && write(1, (void *)1, 4) == -14 && write(1, (void *)0xfff0, 4) == -14);
  CHECK(write(1, 0, 0) == 0 && read(0, 0, 0) == 0 && write(1, (void *)0xfff0, 100) == -14);
  CHECK(write(1, buffer, 0) == 0 && read(0, buffer, 0) == 0);
  CHECK(call(4005, (int)"/etc/passwd", 0, 0) == -2 && call(4288, -100, (int)"x", 0) == -2);
  CHECK(call(4006, 3, 0, 0) == 0 && call(4006, 3, 0, 0) == -9 && call(4006, 77, 0, 0) == -9);
  CHECK(call(4054, 1, 0x540d, (int)buffer) == -25 && call(4054, 77, 0, 0) == -9);
  CHECK(call(4019, 0, 0, 0) == -29);
  CHECK(call(4220, 1, 3, 0) == 1 && call(4220, 1, 1, 0) == 0 && call(4220, 77, 3, 0) == -9);
  CHECK(call(4220, 1, 0, 9) == 9 && call(4220, 9, 3, 0) == 1 && call(4220, 1, 0, 128) == -22);
  word status[27];
  status[26] = 0x1234;
  CHECK(call(4215, 1, (int)status, 0) == 0 && status[6] >> 12 == 1 && status[22] == 4096);
  CHECK(status[0] != 0 && status[25] == 0 && status[26] == 0x1234);
  CHECK(call(4215, 77, (int)status, 0) == -9);

  struct {
    int descriptor;
    short events, seen;
  } polled[4] = {{2, 5, 9}, {1, 5, 9}, {-1, 1, 9}, {77, 1, 9}};
  CHECK(call(4188, (int)polled, 4, 0) == 3 && polled[0].seen == 4 && polled[1].seen == 4);
  CHECK(polled[2].seen == 0 && polled[3].seen == 0x20);

  /* 19: who and where */
  char name[6][65];
  CHECK(call(4122, (int)name, 0, 0) == 0 && same(name[0], "Linux") && same(name[4], "mips"));
  CHECK(call(4024, 0, 0, 0) == 0 && call(4047, 0, 0, 0) == 0);
  word limits[4] = {1, 1, 1, 1};
  CHECK(call6(4338, 0, 3, 0, (int)limits, 0, 0) == 0 && limits[LOW] == 65536 && limits[HIGH] == 0);
  CHECK(call6(4338, 0, 0, 0, (int)limits, 0, 0) == 0 && limits[0] == 0xffffffff);
  CHECK(call6(4240, 0, 128, (int)buffer, 0, 0, 0) == 4 && *(word *)buffer == 1);
  CHECK(call6(4240, 0, 3, (int)buffer, 0, 0, 0) == -22);

  /* 25: randomness that repeats itself from run to run but not within one */
  word random[2][4] = {{0}, {0}};
  CHECK(call(4353, (int)random[0], 16, 0) == 16 && call(4353, (int)random[1], 15, 0) == 15);
  CHECK(random[0][0] != 0 && random[0][0] != random[1][0] && ((byte *)random)[31] == 0);
  write(STDOUT, random, sizeof random);

  /* 27: signals */
  word action[7] = {1, 1, 1, 1, 1, 1, 0x1234};
  CHECK(call6(4194, 2, 0, (int)action, 16, 0, 0) == 0 && action[1] == 0 && action[6] == 0x1234);
  word other[6] = {1, 2, 0xffffffff, 4, 5, 6};
  CHECK(call6(4194, 128, (int)other, 0, 16, 0, 0) == 0 && call6(4194, 127, 0, (int)action, 16, 0, 0) == 0);
  CHECK(action[0] == 0 && call6(4194, 128, 0, (int)action, 16, 0, 0) == 0 && action[0] == 1 && action[5] == 6);
  CHECK(action[2] == 0xffbffeff); /* SIGKILL and SIGSTOP cannot be blocked */
  other[1] = 7;
  CHECK(call6(4194, 128, (int)other, (int)other, 16, 0, 0) == 0 && other[1] == 2 && action[6] == 0x1234);
  CHECK(call6(4194, 128, 0, (int)action, 16, 0, 0) == 0 && action[1] == 7);
  CHECK(call6(4194, 0, 0, (int)action, 16, 0, 0) == -22 && call6(4194, 129, 0, (int)action, 16, 0, 0) == -22);
  CHECK(call6(4194, 9, (int)other, 0, 16, 0, 0) == -22 && call6(4194, 9, 0, (int)action, 16, 0, 0) == 0);
  CHECK(call6(4194, 2, 0, (int)action, 8, 0, 0) == -22);
  CHECK(call6(4195, 0, 0, (int)action, 16, 0, 0) == 0 && action[0] == 0);
  word stack[3] = {1, 1, 1};
  CHECK(call(4206, 0, (int)stack, 0) == 0 && stack[0] == 0 && stack[2] == 2);
  CHECK(call(4037, 100, 0, 0) == 0 && call(4266, 100, 100, 21) == 0);

  /* 40: what little else there is to know */
  char directory[4] = "....";
  CHECK(call(4203, (int)directory, 4, 0) == 2 && same(directory, "/") && directory[2] == '.');
  CHECK(call(4203, (int)directory, 1, 0) == -34);
  CHECK(call(4060, 0, 0, 0) == 022 && call(4147, (int)directory, 4, 3) == 0);
  CHECK(call(4192, 15, (int)"name", 0) == 0 && call(4192, 1, 0, 0) == -22);
  CHECK(call(4065, 0, 0, 0) == call(4020, 0, 0, 0));
  word usage[19];
  usage[18] = 0x1234;
  CHECK(call(4077, 0, (int)usage, 0) == 0 && usage[0] == 0 && usage[17] == 0 && usage[18] == 0x1234);

  /* buffers that are not all in memory, and too many of them */
  word vector[4] = {(word)buffer, 1, 0x20008fff, 2};
  CHECK(call(4145, 0, (int)(vector + 2), 1) == -14 && call(4146, 2, (int)(vector + 2), 1) == -14);
  CHECK(call(4145, 0, (int)vector, -1) == -22 && call(4146, 1, (int)vector, 1025) == -22);

  /* 49: there are no processes to wait for: waitpid, wait4, waitid */
  CHECK(call(4007, -1, 0, 0) == -10 && call6(4114, -1, 0, 1, 0, 0, 0) == -10 && call6(4278, 0, 0, 0, 4, 0, 0) == -10);

  /* 50: an unknown call, and numbers that no call has */
  CHECK(call(4200, 0, 0, 0) == -89 && call(4200, 0, 0, 0) == -89);
  CHECK(call(1, 0, 0, 0) == -89 && call(-1, 0, 0, 0) == -89 && call(5999, 0, 0, 0) == -89);
  return 0;
}
