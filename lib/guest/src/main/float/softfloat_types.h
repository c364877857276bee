/* SoftFloat's types, as integers: gcc returns those in registers. */
#ifndef softfloat_types_h
#define softfloat_types_h 1

#include <stdint.h>

typedef struct { uint16_t v; } float16_t;
typedef struct { uint16_t v; } bfloat16_t;
typedef uint32_t float32_t;
typedef uint64_t float64_t;
typedef struct { uint64_t v[2]; } float128_t;

struct extFloat80M { uint64_t signif; uint16_t signExp; };
typedef struct extFloat80M extFloat80_t;

#endif
