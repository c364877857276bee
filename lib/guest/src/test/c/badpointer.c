/* Hands the kernel pointers that lead nowhere, below memory, beyond it and to where the kernel is. */
#include "check.h"

enum { EFAULT = 14, KERNEL = 0xfff0 };

/* In which argument a call takes a pointer, by position from 1, with arguments that it would take otherwise. */
static const struct {
  short number, position;
  int arguments[4];
} calls[] = {
    {4003, 2, {0, 0, 4}},         {4004, 2, {2, 0, 4}},          {4005, 1, {0, 0, 0}},
    {4013, 1, {0}},               {4033, 1, {0, 4}},             {4076, 2, {3, 0}},
    {4077, 2, {0, 0}},            {4078, 1, {0, 0}},
    {4122, 1, {0}},                {4142, 2, {3, 0, 0, 0}},
    {4142, 3, {3, 0, 0, 0}},      {4145, 2, {0, 0, 1}},          {4146, 2, {2, 0, 1}},
    {4166, 1, {0, 0}},            {4188, 1, {0, 1, 0}},          {4194, 2, {2, 0, 0, 16}},
    {4194, 3, {2, 0, 0, 16}},     {4195, 2, {0, 0, 0, 16}},      {4195, 3, {0, 0, 0, 16}},
    {4203, 1, {0, 100}},          {4206, 1, {0, 0}},             {4206, 2, {0, 0}},
    {4213, 1, {0, 0}},            {4214, 1, {0, 0}},             {4215, 2, {1, 0}},
    {4238, 1, {0, 1, 1, 0}},      {4240, 3, {0, 4, 0}},          {4263, 2, {0, 0}},
    {4264, 2, {0, 0}},            {4265, 3, {0, 0, 0, 0}},       {4288, 2, {-100, 0, 0}},
    {4293, 2, {-100, 0, 0, 0}},   {4293, 3, {1, (int)"", 0, 0x1000}},
    {4300, 2, {-100, 0, 4}},       {4302, 1, {0, 1, 0, 0}},
    {4328, 1, {0, 0}},            {4338, 4, {0, 3, 0, 0}},       {4353, 1, {0, 4, 0}},
    {4403, 2, {0, 0}},            {4406, 2, {0, 0}},             {4407, 3, {0, 0, 0, 0}},
    {4422, 1, {0, 1, 1, 0}},
};

/* Some of these mean something else by 0. */
static const word wild[] = {4, KERNEL, 0x20010000, 0x70000000, 0x80000000, 0xfffffff8};

int main(void) {
  for (word i = 0; i < sizeof calls / sizeof calls[0]; i++) {
    for (word j = 0; j < sizeof wild / sizeof wild[0]; j++) {
      int a[4];
      for (int k = 0; k < 4; k++) a[k] = calls[i].arguments[k];
      a[calls[i].position - 1] = wild[j];
      if (call6(calls[i].number, a[0], a[1], a[2], a[3], 0, 0) != -EFAULT) {
        word failed[3] = {calls[i].number, calls[i].position, wild[j]};
        write(STDERR, failed, sizeof failed);
        return i + 1;
      }
    }
  }
  return 0;
}
