/* clone, futex, sched_yield, exit: who runs when, and who is told what. */
#include "check.h"

enum { THREAD = 0x10000 | 0x100 | 0x200 | 0x400 | 0x800, SETTLS = 0x80000, PARENT_TID = 0x100000 };
enum { CLEAR_TID = 0x200000, CHILD_TID = 0x1000000, WAIT = 128, WAKE = 129, WAIT_BITS = 137 };
enum { WAKE_BITS = 138, EAGAIN = 11, EINVAL = 22, ETIMEDOUT = 145 };

static byte stacks[70][1024] __attribute__((aligned(8)));
static volatile word gate, done, order, tids[70], clears[70];

static int futex(volatile word *at, int op, word value, const word *time, word bits) {
  return call6(4238, (int)at, op, value, (int)time, 0, bits);
}

/* 3: FUTEX_REQUEUE, 4: FUTEX_CMP_REQUEUE */
static int requeue(int op, volatile word *at, int wake, int move, volatile word *to, word value) {
  return call6(4238, (int)at, op | 128, wake, move, (int)to, value);
}

static word own(void) {
  word value;
  __asm__(".set push\n\t.set mips32r2\n\trdhwr %0,$29\n\t.set pop" : "=r"(value));
  return value;
}

__attribute__((used)) static void run(word id) {
  if (own() != 0x1000 + id) quit(101);
  if ((word)call(4222, 0, 0, 0) != tids[id]) quit(102);
  while (gate == 0)
    if (futex(&gate, WAIT, 0, 0, 0) != 0) quit(103);
  order = order * 4 + id;
  done++;
  call(4001, 0, 0, 0);
}

/* A thread that runs run(id). The new one comes back from the call with its own stack. */
static int spawn(word id, word flags) {
  word *stack = (word *)(stacks[id] + 1000);
  stack[0] = id;
  register int v0 __asm__("$2") = 4120;
  register int a0 __asm__("$4") = THREAD | SETTLS | PARENT_TID | flags;
  register word *a1 __asm__("$5") = stack;
  register volatile word *a2 __asm__("$6") = &tids[id];
  register int a3 __asm__("$7") = 0x1000 + id;
  __asm__ volatile(
      ".set push\n\t.set noreorder\n\t"
      "addiu $sp,$sp,-32\n\tsw %5,16($sp)\n\tsyscall\n\tbnez $2,1f\n\tnop\n\t"
      "lw $4,0($sp)\n\taddiu $sp,$sp,-64\n\tjal run\n\tnop\n"
      "1:\taddiu $sp,$sp,32\n\t.set pop"
      : "+r"(v0), "+r"(a3)
      : "r"(a0), "r"(a1), "r"(a2), "r"(&clears[id])
      : "memory", "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25",
        "$31", "hi", "lo");
  return a3 ? -v0 : v0;
}

int main(void) {
  /* 1: three threads wait, in order, and are woken */
  int main_id = call(4222, 0, 0, 0);
  CHECK(main_id == call(4020, 0, 0, 0));
  for (word id = 1; id <= 3; id++) {
    clears[id] = 7;
    int tid = spawn(id, CLEAR_TID | CHILD_TID);
    CHECK(tid == main_id + (int)id && tids[id] == (word)tid && clears[id] == (word)tid);
  }
  CHECK(call(4162, 0, 0, 0) == 0);
  CHECK(done == 0);
  gate = 1;
  CHECK(futex(&gate, WAKE, 2, 0, 0) == 2);
  while (done < 2) call(4162, 0, 0, 0);
  CHECK(order == 1 * 4 + 2 && done == 2);
  CHECK(futex(&gate, WAKE, 100, 0, 0) == 1);
  /* the kernel clears and wakes when a thread ends */
  while (clears[3] != 0) CHECK(futex(&clears[3], WAIT, tids[3], 0, 0) == 0);
  CHECK(done == 3 && clears[1] == 0 && clears[2] == 0);

  /* waiting in vain: the value has changed, the time is over, the time is no time */
  static const word moment[2] = {0, 1000}, past[2] = {1, 0}, absurd[2] = {0, 1000000000};
  checks = 20;
  CHECK(futex(&gate, WAIT, 0, 0, 0) == -EAGAIN);
  CHECK(futex(&gate, WAIT, 1, moment, 0) == -ETIMEDOUT);
  CHECK(futex(&gate, WAIT_BITS, 1, past, -1) == -ETIMEDOUT);
  CHECK(futex(&gate, WAIT, 1, absurd, 0) == -EINVAL);
  CHECK(futex((volatile word *)((volatile byte *)&gate + 1), WAIT, 1, moment, 0) == -EINVAL);
  CHECK(futex(&gate, 77, 1, 0, 0) == -89);
  CHECK(futex(&gate, WAKE, 1, 0, 0) == 0);

  /* 28: no more threads than there is room for; those that ended leave room */
  gate = 0;
  int made = 0;
  while (made < 65 && spawn(4 + made, 0) > 0) made++;
  CHECK(made == 63);
  CHECK(spawn(69, 0) == -EAGAIN);
  gate = 1, done = 0;
  CHECK(futex(&gate, WAKE, 0x7fffffff, 0, 0) == 0); /* none of them has run yet */
  while (done < 63) call(4162, 0, 0, 0);
  CHECK(spawn(1, 0) > 0);

  /* 32: bits tell waiters apart */
  CHECK(futex(&gate, WAKE_BITS, 1, 0, 2) == 0);
  CHECK(call6(4120, 17, 0, 0, 0, 0, 0) == -89); /* no processes */

  /* 34: waiters move to another futex */
  call(4162, 0, 0, 0); /* the thread just made ends */
  gate = 0, done = 0, order = 0;
  for (word id = 1; id <= 3; id++) CHECK(spawn(id, 0) > 0);
  call(4162, 0, 0, 0);
  static volatile word other;
  CHECK(requeue(4, &gate, 1, 9, &other, 1) == -EAGAIN);
  CHECK(requeue(4, &gate, -1, 9, &other, 0) == -EINVAL);
  CHECK(requeue(3, &gate, 1, 9, (volatile word *)((volatile byte *)&other + 2), 0) == -EINVAL);
  gate = 1;
  CHECK(requeue(4, &gate, 1, 1, &other, 1) == 2);
  CHECK(futex(&gate, WAKE, 9, 0, 0) == 1);
  call(4162, 0, 0, 0);
  CHECK(done == 2 && order == 1 * 4 + 3);
  CHECK(futex(&other, WAKE, 9, 0, 0) == 1);
  call(4162, 0, 0, 0);
  CHECK(done == 3 && order == (1 * 4 + 3) * 4 + 2);

  /* 45: no time is no time, whatever else is wrong */
  static const word negative[2] = {-1, 0};
  CHECK(futex(&gate, WAIT, 0, absurd, 0) == -EINVAL && futex(&gate, WAIT_BITS, 0, negative, 1) == -EINVAL);
  CHECK(futex(&gate, WAIT, 0, moment, 0) == -EAGAIN && futex(&gate, WAIT_BITS, 0, past, 1) == -EAGAIN);
  CHECK(requeue(4, &gate, -1, 9, &other, 0) == -EINVAL && requeue(4, &gate, 1, -1, &other, 0) == -EINVAL);

  /* 48: who waits first is woken first, and by a waker of none, too */
  gate = 0, done = 0, order = 0;
  for (word id = 1; id <= 3; id++) CHECK(spawn(id, 0) > 0);
  call(4162, 0, 0, 0);
  CHECK(futex(&gate, WAKE, 1, 0, 0) == 1);
  call(4162, 0, 0, 0); /* waits again, behind the others */
  gate = 1;
  CHECK(futex(&gate, WAKE, 0, 0, 0) == 1);
  call(4162, 0, 0, 0);
  CHECK(done == 1 && order == 2 && futex(&gate, WAKE_BITS, -1, 0, 1) == 1);
  call(4162, 0, 0, 0);
  CHECK(done == 2 && order == 2 * 4 + 3 && futex(&gate, WAKE, 0x80000000, 0, 0) == 1);
  call(4162, 0, 0, 0);
  CHECK(done == 3 && order == (2 * 4 + 3) * 4 + 1 && futex(&gate, WAKE, 0, 0, 0) == 0);

  /* 56: those that move keep their order, behind those that are there */
  gate = 0, done = 0, order = 0;
  for (word id = 1; id <= 3; id++) CHECK(spawn(id, 0) > 0);
  call(4162, 0, 0, 0);
  CHECK(futex(&gate, WAKE, 1, 0, 0) == 1);
  call(4162, 0, 0, 0);
  CHECK(requeue(3, &gate, 0, 2, &gate, 0) == 2 && requeue(3, &gate, 0, 9, &gate, 0) == 3);
  CHECK(requeue(3, &gate, 0, 2, &other, 0) == 2 && requeue(3, &gate, 0, 9, &other, 0) == 1);
  gate = 1;
  for (int i = 1; i <= 3; i++) {
    CHECK(futex(&other, WAKE, 1, 0, 0) == 1);
    call(4162, 0, 0, 0);
    CHECK(done == (word)i);
  }
  CHECK(order == (2 * 4 + 3) * 4 + 1);
  return 0;
}
