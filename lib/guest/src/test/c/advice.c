/* MADV_DONTNEED and MADV_FREE: what Linux would empty is emptied, what it would keep or restore is refused. */
#include "filled.h"
#include "thread.h"

enum { PAGE = 4096, NONE = 0, RW = 3, SHARED = 1, PRIVATE = 2, ANONYMOUS = 0x800, DROP = 4, FREE = 8 };
enum { KEPT = 128 << 10, SIZE = 64 << 10, MAY_MOVE = 1, EINVAL = 22, ENOMEM = 12 };

static byte initialised[2 * PAGE] __attribute__((aligned(PAGE))) = {1, 2, 3};
static byte zeros[2 * PAGE] __attribute__((aligned(PAGE)));

static word map(word size, int protection, int type) {
  return call6(4090, 0, size, protection, type | ANONYMOUS, -1, 0);
}

static int advise(word at, word size, int advice) { return call(4218, at, size, advice); }

static int remap(word at, word size, word wanted) { return call6(4167, at, size, wanted, MAY_MOVE, 0, 0); }

/* MADV_DONTNEED by who has its stack pointer elsewhere. */
static int drop_with_stack_at(word stack, word at, word size) {
  register int v0 __asm__("$2") = 4218;
  register word a0 __asm__("$4") = at;
  register word a1 __asm__("$5") = size;
  register int a2 __asm__("$6") = DROP;
  register int a3 __asm__("$7") = 0;
  __asm__ volatile("move $16,$29\n\tmove $29,%5\n\tsyscall\n\tmove $29,$16"
                   : "+r"(v0), "+r"(a3)
                   : "r"(a0), "r"(a1), "r"(a2), "r"(stack)
                   : "memory", "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$24", "$25",
                     "hi", "lo");
  return a3 ? -v0 : v0;
}

/* A guard, SIZE bytes with it, and room above. */
static word arena(void) {
  word at = map(SIZE + 2 * KEPT, NONE, PRIVATE);
  if (call(4125, at + PAGE, SIZE + 2 * KEPT - PAGE, RW) != 0) quit(100);
  fill(at + PAGE, PAGE);
  return at;
}

static volatile int let_be, closer, further, guarded;

/* In a thread that is not the first. */
static void drop_stacks(void) {
  word own = arena();
  let_be = drop_with_stack_at(own + SIZE + KEPT, own, SIZE) == 0 && is(own + PAGE, PAGE, 0xee);
  closer = drop_with_stack_at(own + SIZE + KEPT / 2, own, SIZE) == 0 && is(own + PAGE, PAGE, 0);
  own = arena();
  further = drop_with_stack_at(own + SIZE + 2 * KEPT, own, SIZE) == 0 && is(own + PAGE, PAGE, 0);
  own = arena();
  if (call(4125, own + SIZE, PAGE, NONE) != 0) quit(101);
  guarded = drop_with_stack_at(own + SIZE + KEPT, own, SIZE) == 0 && is(own + PAGE, PAGE, 0);
}

int main(void) {
  /* 1: what the ELF has given would come back, which it cannot here */
  word own = (word)initialised, empty = (word)zeros;
  initialised[0] = 9, initialised[PAGE] = 8;
  CHECK(advise(own, PAGE, DROP) == -EINVAL && advise(own, PAGE, FREE) == -EINVAL);
  CHECK(initialised[0] == 9 && initialised[1] == 2 && initialised[2] == 3 && initialised[PAGE] == 8);
  word text = (word)main & -PAGE, before = *(word *)main;
  CHECK(advise(text, PAGE, DROP) == -EINVAL && *(word *)main == before);
  CHECK(advise(own, PAGE, 3) == 0 && advise(text, PAGE, 0) == 0);
  CHECK(remap(own, PAGE, 2 * PAGE) == -ENOMEM && initialised[0] == 9);

  /* 6: the rest of its data is zero again */
  fill(empty, 2 * PAGE);
  CHECK(advise(empty, PAGE, DROP) == 0 && is(empty, PAGE, 0) && is(empty + PAGE, PAGE, 0xee));
  CHECK(advise(empty, 2 * PAGE, FREE) == 0);

  /* 8: what is mapped to be shared keeps what is in it */
  word private = map(PAGE, RW, PRIVATE), shared = map(4 * PAGE, RW, SHARED), other = map(2 * PAGE, RW, PRIVATE);
  fill(private, PAGE), fill(shared, 4 * PAGE), fill(other, PAGE);
  CHECK(advise(shared, PAGE, DROP) == -EINVAL && advise(shared + 3 * PAGE, 2 * PAGE, DROP) == -EINVAL);
  CHECK(advise(private, 2 * PAGE, DROP) == -EINVAL && advise(shared, PAGE, FREE) == -EINVAL);
  CHECK(is(private, PAGE, 0xee) && is(shared, 4 * PAGE, 0xee) && is(other, PAGE, 0xee));
  CHECK(advise(shared, 4 * PAGE, 3) == 0);
  CHECK(advise(private, PAGE, DROP) == 0 && is(private, PAGE, 0));
  CHECK(advise(other, PAGE, DROP) == 0 && is(other, PAGE, 0));

  /* 14: also when it was smaller in between, so that it cannot grow */
  CHECK((word)remap(shared, 4 * PAGE, 2 * PAGE) == shared && is(shared, 2 * PAGE, 0xee));
  CHECK(remap(shared, 2 * PAGE, 4 * PAGE) == -ENOMEM && remap(shared, 2 * PAGE, 40 * PAGE) == -ENOMEM);

  /* 16: until it is gone, all of what was mapped so */
  CHECK(call(4091, shared, 2 * PAGE, 0) == 0 && (word)map(4 * PAGE, RW, PRIVATE) == shared);
  CHECK(advise(shared, PAGE, DROP) == -EINVAL);
  CHECK(call(4091, shared, 4 * PAGE, 0) == 0 && (word)map(4 * PAGE, RW, PRIVATE) == shared);
  fill(shared, PAGE);
  CHECK(advise(shared, 4 * PAGE, DROP) == 0 && is(shared, PAGE, 0));
  word low = map(PAGE, RW, SHARED), high = map(PAGE, RW, SHARED);
  CHECK(low < high && advise(low, PAGE, DROP) == -EINVAL && advise(high, PAGE, DROP) == -EINVAL);
  CHECK(call6(4090, low, high + PAGE - low, RW, 0x10 | PRIVATE | ANONYMOUS, -1, 0) == (int)low);
  fill(low, PAGE);
  CHECK(advise(low, PAGE, DROP) == 0 && is(low, PAGE, 0) && advise(high, PAGE, DROP) == 0);

  /* 23: of stacks only a thread's own is let be, as glibc drops it when the thread ends */
  spawn(0, drop_stacks);
  CHECK(let_be);
  CHECK(closer);
  CHECK(further);
  CHECK(guarded);
  word neighbour = arena();
  CHECK(drop_with_stack_at(neighbour + SIZE + KEPT, neighbour, SIZE) == 0 && is(neighbour + PAGE, PAGE, 0));
  return 0;
}
