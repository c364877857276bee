/*
 * The routines behind floating-point instructions: SoftFloat's, with MIPS's control register around
 * them. Operands come in $4 to $7, low words first, results go in $2 and $3. The names are those of
 * dev.provelet.guest.lower.FloatRoutine.
 */
#include "platform.h"
#include "internals.h"
#include "specialize.h"

__attribute__((externally_visible)) uint32_t raised;

#include "softfloat/s_roundPackToF32.c"
#include "softfloat/s_roundPackToF64.c"

static float32_t flushOrRoundPackToF32(bool sign, int_fast16_t exp, uint_fast32_t sig) {
  return exp < 0 && thread->mode & FLUSH ? packToF32UI(sign, 0, 0)
                                         : softfloat_roundPackToF32(sign, exp, sig);
}

static float64_t flushOrRoundPackToF64(bool sign, int_fast16_t exp, uint_fast64_t sig) {
  return exp < 0 && thread->mode & FLUSH ? packToF64UI(sign, 0, 0)
                                         : softfloat_roundPackToF64(sign, exp, sig);
}

#define softfloat_roundPackToF32 flushOrRoundPackToF32
#define softfloat_roundPackToF64 flushOrRoundPackToF64

#include "softfloat/s_approxRecip_1Ks.c"
#include "softfloat/s_approxRecip32_1.c"
#include "softfloat/s_approxRecipSqrt_1Ks.c"
#include "softfloat/s_approxRecipSqrt32_1.c"
#include "softfloat/s_mul64To128.c"
#include "softfloat/s_normSubnormalF32Sig.c"
#include "softfloat/s_normSubnormalF64Sig.c"
#include "softfloat/s_normRoundPackToF32.c"
#include "softfloat/s_normRoundPackToF64.c"
#include "softfloat/s_roundToI32.c"
#include "softfloat/s_roundToI64.c"
#include "softfloat/s_addMagsF32.c"
#include "softfloat/s_subMagsF32.c"
#include "softfloat/s_addMagsF64.c"
#include "softfloat/s_subMagsF64.c"
#include "softfloat/f32_add.c"
#include "softfloat/f32_mul.c"
#include "softfloat/f32_div.c"
#include "softfloat/f32_sqrt.c"
#include "softfloat/f64_add.c"
#include "softfloat/f64_mul.c"
#include "softfloat/f64_div.c"
#include "softfloat/f64_sqrt.c"
#include "softfloat/f32_to_f64.c"
#include "softfloat/f64_to_f32.c"
#include "softfloat/f32_to_i32.c"
#include "softfloat/f64_to_i32.c"
#include "softfloat/f32_to_i64.c"
#include "softfloat/f64_to_i64.c"
#include "softfloat/i32_to_f32.c"
#include "softfloat/i32_to_f64.c"
#include "softfloat/i64_to_f32.c"
#include "softfloat/i64_to_f64.c"

/* Where the routines put what does not fit in registers. Four words above are a caller's to lend. */
__attribute__((used, externally_visible)) uint32_t stack[32];

/* Where the routine that is being executed returns to. */
__attribute__((used, externally_visible)) uint32_t caller;

/* From what the operation raised to cause and flags. An exception that is enabled ends the run. */
static inline void finish(void) {
  uint32_t cause = raised << 2;
  thread->cause = cause;
  if (cause) {
    raised = 0;
    if (cause & (thread->mode >> 5)) {
      __asm__ volatile("lw $31,%gp_rel(caller)($28)\n\tbreak");
    }
    thread->flags |= cause;
  }
}

#define FUNCTION(name, body) \
  __asm__(".set noreorder\n.globl " #name "\n.type " #name ",@function\n" #name ":\n\t" body \
          "\n\tnop\n.set reorder")

/* A routine under its name, computed by any means: slowly, where the name says so. */
#define ROUTINE(result, name, parameters, computed) \
  FUNCTION(name, "addiu $29,$28,%gp_rel(stack+112)\n\tsw $31,%gp_rel(caller)($28)\n\tj " #name "_"); \
  __attribute__((used, externally_visible)) result name##_ parameters { \
    result computed_ = computed; \
    finish(); \
    return computed_; \
  }

/* A subnormal result that is exact: SoftFloat does not round those. */
static inline uint32_t flushedF32(uint32_t a) {
  return thread->mode & FLUSH && !(a & 0x7F800000) ? a & 0x80000000 : a;
}

static inline uint64_t flushedF64(uint64_t a) {
  return thread->mode & FLUSH && !(a >> 32 & 0x7FF00000) ? a & UINT64_C(0x8000000000000000) : a;
}

ROUTINE(uint32_t, slow_add_s, (uint32_t a, uint32_t b), flushedF32(f32_add(a, b)))
ROUTINE(uint32_t, slow_mul_s, (uint32_t a, uint32_t b), f32_mul(a, b))
ROUTINE(uint32_t, div_s, (uint32_t a, uint32_t b), f32_div(a, b))
ROUTINE(uint32_t, sqrt_s, (uint32_t a), f32_sqrt(a))
ROUTINE(uint64_t, slow_add_d, (uint64_t a, uint64_t b), flushedF64(f64_add(a, b)))
ROUTINE(uint64_t, slow_mul_d, (uint64_t a, uint64_t b), f64_mul(a, b))
ROUTINE(uint64_t, div_d, (uint64_t a, uint64_t b), f64_div(a, b))
ROUTINE(uint64_t, sqrt_d, (uint64_t a), f64_sqrt(a))
ROUTINE(uint64_t, cvt_d_s, (uint32_t a), f32_to_f64(a))
ROUTINE(uint32_t, cvt_s_d, (uint64_t a), f64_to_f32(a))
ROUTINE(uint32_t, cvt_s_w, (int32_t a), i32_to_f32(a))
ROUTINE(uint32_t, cvt_s_l, (int64_t a), i64_to_f32(a))
ROUTINE(uint64_t, cvt_d_l, (int64_t a), i64_to_f64(a))

/* To integers: the rounding mode comes after the operand, as MIPS numbers it. */
ROUTINE(int32_t, cvt_w_s, (uint32_t a, uint32_t unused, uint32_t mode), f32_to_i32(a, mode, 1))
ROUTINE(int32_t, slow_cvt_w_d, (uint64_t a, uint32_t mode), f64_to_i32(a, mode, 1))
ROUTINE(int64_t, cvt_l_s, (uint32_t a, uint32_t unused, uint32_t mode), f32_to_i64(a, mode, 1))
ROUTINE(int64_t, cvt_l_d, (uint64_t a, uint32_t mode), f64_to_i64(a, mode, 1))

/* Comparisons say which of these holds, as one bit; where the condition has it, it is true. */
static inline uint32_t compareF32(uint32_t a, uint32_t b) {
  if (a << 1 > 0xFF000000 || b << 1 > 0xFF000000) {
    return UNORDERED;
  }
  if (a == b || (a | b) << 1 == 0) {
    return EQUAL;
  }
  bool less = (int32_t) (a & b) < 0 ? a > b : (int32_t) a < (int32_t) b;
  return less ? LESS : GREATER;
}

static inline uint32_t compareF64(uint64_t a, uint64_t b) {
  if (a << 1 > UINT64_C(0xFFE0000000000000) || b << 1 > UINT64_C(0xFFE0000000000000)) {
    return UNORDERED;
  }
  if (a == b || (a | b) << 1 == 0) {
    return EQUAL;
  }
  bool less = (int64_t) (a & b) < 0 ? a > b : (int64_t) a < (int64_t) b;
  return less ? LESS : GREATER;
}

static inline uint32_t raisedBy(uint32_t relation, bool signaling) {
  raiseIf(relation == UNORDERED && signaling);
  return relation;
}

ROUTINE(uint32_t, slow_compare_s, (uint32_t a, uint32_t b),
        raisedBy(compareF32(a, b), isSignalingF32(a) || isSignalingF32(b)))
ROUTINE(uint32_t, slow_compare_d, (uint64_t a, uint64_t b),
        raisedBy(compareF64(a, b), isSignalingF64(a) || isSignalingF64(b)))
ROUTINE(uint32_t, slow_compare_signaling_s, (uint32_t a, uint32_t b), raisedBy(compareF32(a, b), true))
ROUTINE(uint32_t, slow_compare_signaling_d, (uint64_t a, uint64_t b), raisedBy(compareF64(a, b), true))

/* Subtraction is addition of the opposite; what is no number stays none of the same kind. */
FUNCTION(sub_s, "lui $2,0x8000\n\txor $5,$5,$2\n\tj add_s");
FUNCTION(sub_d, "lui $2,0x8000\n\txor $7,$7,$2\n\tj add_d");
