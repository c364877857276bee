/* Ends, without a library: what compilers say of the processor is all there is to it. */
void __start(void) {
  register long number __asm__("$2") = 4246;
  register long status __asm__("$4") = 0;
  __asm__ volatile("syscall" : : "r"(number), "r"(status));
  __builtin_unreachable();
}
