/* Uses the library as C does: conformance KEYS PROGRAM writes the program's output to its own. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "provelet_engine.h"

_Static_assert(sizeof(pv_error) == 1024, "pv_error");
_Static_assert(offsetof(pv_error, message) == 12, "pv_error.message");
_Static_assert(sizeof(pv_limits) == 32, "pv_limits");
_Static_assert(sizeof(pv_callbacks) == 4 * sizeof(void *), "pv_callbacks");

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "line %d: %s\n%.*s\n", __LINE__, #condition,            \
              (int)error.length, error.message);                              \
      return 1;                                                               \
    }                                                                         \
  } while (0)

static int32_t print(void *context, uint32_t descriptor, const uint8_t *data, size_t length) {
  *(size_t *)context += length;
  return descriptor == 1 && fwrite(data, 1, length, stdout) == length ? 0 : 1;
}

static int32_t refuse(void *context, uint32_t index, uint64_t instructions, const uint8_t *data, size_t length) {
  (void)context, (void)index, (void)instructions, (void)data, (void)length;
  return 1;
}

int main(int argc, char **argv) {
  static uint8_t program_bytes[1 << 20];
  pv_error error = {0};
  if (argc != 3) return 2;
  FILE *file = fopen(argv[2], "rb");
  if (!file) return 2;
  size_t length = fread(program_bytes, 1, sizeof program_bytes, file);
  fclose(file);

  CHECK(pv_abi_version() == PV_ABI_VERSION);
  pv_engine *engine = NULL;
  CHECK(pv_engine_open(NULL, 0, &engine, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_engine_open(NULL, 5, &engine, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_engine_open("\xff", 1, &engine, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_engine_open(argv[2], strlen(argv[2]), &engine, &error) == PV_IO && error.status == PV_IO && error.length > 0);
  CHECK(error.child == PV_NO_CHILD);
  CHECK(pv_engine_open(argv[1], strlen(argv[1]), NULL, &error) == PV_INVALID_ARGUMENT);
  CHECK(engine == NULL);
  CHECK(pv_engine_open(argv[1], strlen(argv[1]), &engine, &error) == PV_OK && engine != NULL);
  CHECK(pv_engine_prepare(engine, PV_MACHINE_BASE, 3, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_engine_prepare(engine, 4, PV_KEYS_SEGMENT, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_engine_prepare(NULL, PV_MACHINE_BASE, PV_KEYS_SEGMENT, NULL) == PV_INVALID_ARGUMENT);

  pv_bytes bytes = {0};
  CHECK(pv_engine_describe(engine, &bytes, &error) == PV_OK && bytes.length > 0 && bytes.data[0] == '{');
  pv_bytes_free(bytes);
  pv_bytes_free((pv_bytes){NULL, 0});

  uint64_t low = 0, high = 0;
  CHECK(pv_segment_memory(engine, PV_MACHINE_BASE, 14, 1u << 29, &low, &error) == PV_OK && low > 0);
  CHECK(pv_segment_memory(engine, PV_MACHINE_BASE, 18, 1u << 29, &high, &error) == PV_OK && high > low);
  CHECK(pv_segment_memory(engine, PV_MACHINE_BASE, 18, (1u << 29) + 1, &high, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_segment_memory(engine, PV_MACHINE_BASE, 23, 0, &high, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_segment_memory(engine, 4, 18, 0, &high, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_segment_memory(engine, PV_MACHINE_BASE, 18, 0, NULL, &error) == PV_INVALID_ARGUMENT);

  pv_program *program = NULL;
  CHECK(pv_program_load(engine, program_bytes, length - 1, &program, &error) == PV_INVALID_PROGRAM && program == NULL);
  CHECK(pv_program_load(engine, program_bytes, length, &program, &error) == PV_OK);
  uint8_t id[32] = {0}, same[32] = {0};
  CHECK(pv_program_id(program, id, &error) == PV_OK && memcmp(id, same, 32) != 0);
  CHECK(pv_program_id(program, same, NULL) == PV_OK && memcmp(id, same, 32) == 0);
  CHECK(pv_program_id(program, NULL, &error) == PV_INVALID_ARGUMENT);

  size_t printed = 0;
  pv_callbacks callbacks = {print, NULL, NULL, &printed};
  CHECK(pv_execute(program, NULL, 0, NULL, &callbacks, NULL, &bytes, &error) == PV_OK);
  CHECK(printed == 6 && bytes.length > 0 && bytes.data[bytes.length - 1] == '}');
  pv_bytes_free(bytes);
  pv_bytes profile = {0};
  CHECK(pv_execute(program, NULL, 0, NULL, NULL, &profile, &bytes, &error) == PV_OK);
  CHECK(profile.length > 0 && profile.length % 12 == 0);
  pv_bytes_free(profile);
  pv_bytes_free(bytes);
  pv_limits limits = {0, 0, 0, 0, 1};
  CHECK(pv_execute(program, NULL, 0, &limits, NULL, NULL, &bytes, &error) == PV_INVALID_ARGUMENT);
  limits.reserved = 0;
  limits.segment_log_height = 99;
  CHECK(pv_split(program, NULL, 0, &limits, NULL, &bytes, &error) == PV_INVALID_ARGUMENT);
  callbacks = (pv_callbacks){NULL, refuse, NULL, NULL};
  CHECK(pv_split(program, NULL, 0, NULL, &callbacks, &bytes, &error) == PV_CANCELLED);
  CHECK(pv_execute(program, NULL, 1, NULL, NULL, NULL, &bytes, &error) == PV_INVALID_ARGUMENT);
  pv_slice large = {calloc((size_t)1 << 32, 1), (size_t)1 << 32};
  CHECK(large.data != NULL);
  CHECK(pv_execute(program, &large, 1, NULL, NULL, NULL, &bytes, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_split(program, &large, 1, NULL, NULL, &bytes, &error) == PV_INVALID_ARGUMENT);
  free((void *)large.data);

  pv_slice no_segment = {program_bytes, length};
  CHECK(pv_prove(program, NULL, 0, no_segment, &bytes, &error) == PV_INVALID_SEGMENT);
  CHECK(pv_check(program, NULL, 0, no_segment, &error) == PV_INVALID_SEGMENT);
  CHECK(pv_aggregate(engine, PV_LAYER_LEAF, &no_segment, 1, &bytes, &error) == PV_INVALID_PROOF && error.child == 0);
  CHECK(pv_aggregate(engine, PV_LAYER_LEAF, NULL, 0, &bytes, &error) == PV_INVALID_PROOF && error.child == PV_NO_CHILD);
  CHECK(pv_aggregate(engine, 4, &no_segment, 1, &bytes, &error) == PV_INVALID_ARGUMENT);
  uint8_t values[64] = {0};
  CHECK(pv_verify(engine, id, values, no_segment, &error) == PV_INVALID_PROOF);
  CHECK(pv_verify(engine, id, NULL, no_segment, &error) == PV_INVALID_ARGUMENT);
  CHECK(pv_check_proof(engine, no_segment, &error) == PV_INVALID_PROOF);
  CHECK(pv_inspect(engine, no_segment, &bytes, &error) == PV_INVALID_ARGUMENT);

  pv_program_close(program);
  pv_engine_close(engine);
  pv_program_close(NULL);
  pv_engine_close(NULL);
  return 0;
}
