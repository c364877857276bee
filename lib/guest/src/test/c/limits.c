/* What may be asked of process, limits and scheduling: what cannot be had is an error, what is set is told again. */
#include "check.h"

enum { EPERM = 1, ESRCH = 3, EFAULT = 14, EINVAL = 22, ENOSYS = 89 };

int main(void) {
  /* 1: limits are as they are */
  word limit[4], set[2];
  for (int kind = 0; kind < 16; kind++) {
    CHECK(call(4076, kind, (int)set, 0) == 0 && call(4075, kind, (int)set, 0) == 0);
    CHECK(call6(4338, 0, kind, 0, (int)limit, 0, 0) == 0 && call6(4338, 100, kind, (int)limit, 0, 0, 0) == 0);
    limit[LOW]--;
    CHECK(call6(4338, 0, kind, (int)limit, 0, 0, 0) == -EPERM);
    limit[LOW]++, limit[2 + HIGH]--;
    CHECK(call6(4338, 0, kind, (int)limit, (int)limit, 0, 0) == -EPERM);
    set[0]--;
    CHECK(call(4075, kind, (int)set, 0) == -EPERM);
    set[0]++, set[1]--;
    CHECK(call(4075, kind, (int)set, 0) == -EPERM);
  }
  CHECK(call(4076, 16, (int)set, 0) == -EINVAL && call(4075, -1, (int)set, 0) == -EINVAL);
  CHECK(call6(4338, 0, 16, 0, (int)limit, 0, 0) == -EINVAL && call6(4338, 101, 3, 0, (int)limit, 0, 0) == -ESRCH);
  CHECK(call(4075, 3, 4, 0) == -EFAULT && call6(4338, 0, 3, 4, 0, 0, 0) == -EFAULT);

  /* the mask of new files */
  CHECK(call(4060, 0177, 0, 0) == 022 && call(4060, 07777, 0, 0) == 0177 && call(4060, 0, 0, 0) == 0777);

  /* who there is */
  CHECK(call(4132, 0, 0, 0) == 100 && call(4132, 100, 0, 0) == 100 && call(4132, 7, 0, 0) == -ESRCH);
  CHECK(call(4151, 100, 0, 0) == 100 && call(4151, 101, 0, 0) == -ESRCH);
  CHECK(call(4192, 15, 4, 0) == -EFAULT && call(4192, 16, (int)limit, 0) == -EINVAL && call(4192, 38, 1, 0) == -EINVAL);
  CHECK(call(4309, (int)limit, 12, 0) == -ENOSYS);
  word usage[18];
  CHECK(call(4077, -1, (int)usage, 0) == 0 && call(4077, 1, (int)usage, 0) == 0);
  CHECK(call(4077, 2, (int)usage, 0) == -EINVAL && call(4077, -2, (int)usage, 0) == -EINVAL);
  CHECK(call(4353, (int)usage, 4, 4) == 4 && call(4353, (int)usage, 4, 6) == -EINVAL && call(4353, (int)usage, 4, 8) == -EINVAL);

  /* how it is scheduled */
  word none = 0, some = 5;
  CHECK(call(4160, 0, 0, (int)&none) == 0 && call(4160, 100, 0, (int)&none) == 0 && call(4160, 101, 0, (int)&none) == -ESRCH);
  CHECK(call(4160, 0, 0, (int)&some) == -EINVAL && call(4160, 0, 1, (int)&some) == -EPERM);
  CHECK(call(4160, 0, 3, (int)&none) == -EPERM && call(4160, 0, 4, (int)&none) == -EINVAL && call(4160, 0, 0, 4) == -EFAULT);
  CHECK(call(4163, 0, 0, 0) == 0 && call(4163, 1, 0, 0) == 99 && call(4164, 2, 0, 0) == 1 && call(4164, 5, 0, 0) == 0);
  CHECK(call(4163, 4, 0, 0) == -EINVAL && call(4164, 7, 0, 0) == -EINVAL && call(4164, -1, 0, 0) == -EINVAL);
  word first = 3, other = 2;
  CHECK(call(4239, 0, 4, (int)&first) == 0 && call(4239, 0, 4, (int)&other) == -EINVAL && call(4239, 0, 4, 4) == -EFAULT);

  /* threads share everything or are none */
  CHECK(call(4120, 0x10d00, 0, 0) == -ENOSYS && call(4120, 0x11, 0, 0) == -ENOSYS);
  CHECK(call(4120, 0x10f00 | 0x4000, 0, 0) == -EINVAL && call(4120, 0x10f00 | 0x20000, 0, 0) == -EINVAL);

  /* what has a path may be read and written, but not executed */
  CHECK(call(4033, (int)"/dev/stdin", 0, 0) == 0 && call(4033, (int)"/dev/stdout", 6, 0) == 0);
  CHECK(call(4033, (int)"/dev/stdin", 1, 0) == -13 && call(4300, -100, (int)"/dev/stdin", 5) == -13);
  CHECK(call(4033, (int)"/dev/stdin", 8, 0) == -EINVAL);
  return 0;
}
