/*
 * provelet_engine.h: the C ABI of Provelet's proving engine, and its specification.
 *
 * What the engine is: a thin layer over the OpenVM crates. It loads an OpenVM program, runs it, cuts the run into
 * segments, proves one segment, aggregates proofs and verifies the result. It knows nothing of MIPS, of HTTP or of
 * object stores.
 *
 * Devices.  A library proves on the processor or on a GPU, as it was built; both have this ABI, and each other's programs,
 * segments and proofs. The GPU's library can be loaded on any machine: if there is no driver or no GPU that it can use,
 * pv_engine_open says so, not the loader. It proves on the first GPU that the driver shows (CUDA_VISIBLE_DEVICES).
 *
 * Ownership.  Every pv_*_open / pv_*_load has one matching pv_*_close. A pv_bytes that a call fills belongs to the caller,
 * who gives it back with pv_bytes_free. Pointers passed in are borrowed for the length of the call only. Pointers handed
 * to a callback are borrowed for the length of the callback only.
 *
 * Threads.  An engine and its programs may be used from any thread and by several threads at once; close them when no
 * call on them is under way. A program keeps its engine alive. Proving calls block for seconds to minutes and use all
 * threads of the process-wide pool.
 *
 * Errors.  Every fallible call returns a pv_status and, when that is not PV_OK and `error` is not NULL, fills *error.
 * Nothing is written to other out-parameters on failure. Panics inside are caught and become PV_PANIC; the handle stays
 * usable (its state is not touched by a failed call). The same holds when a GPU's memory has run out (PV_RESOURCE). The one
 * exception is PV_BROKEN: a kernel failed or the GPU was lost. Then no call of this process that proves can succeed any more,
 * each says PV_BROKEN and why, and the process should end and be started again.
 *
 * Strings are UTF-8 with an explicit length. All integers in byte formats are little-endian.
 */
#ifndef PROVELET_ENGINE_H
#define PROVELET_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Changes whenever a signature, a struct or a byte format of this file changes. */
#define PV_ABI_VERSION 8u

typedef int32_t pv_status;
enum {
  PV_OK = 0,
  PV_INVALID_ARGUMENT = 1, /* a NULL, a length or a number out of its range */
  PV_INVALID_PROGRAM = 2,  /* bytes that are no program, see docs/program-format.md */
  PV_INVALID_SEGMENT = 3,  /* bytes that are no segment object, or one of another program or engine version */
  PV_INVALID_PROOF = 4,    /* bytes that are no proof object, of another engine version, or of the wrong kind */
  PV_REJECTED = 5,         /* verify: a well-formed proof that does not prove the statement */
  PV_RESOURCE = 6,         /* memory (a GPU's, too) or disk ran out; more memory or smaller segments would help */
  PV_CANCELLED = 7,        /* a callback returned non-zero */
  PV_UNSUPPORTED_CPU = 8,  /* this library was built for a newer processor level */
  PV_IO = 9,               /* the key cache's directory cannot be used at all */
  PV_PANIC = 10,           /* a fault inside the engine; the message says where */
  PV_ENGINE = 11,          /* proving failed inside the crates without a panic, or the keys made are not those released */
  PV_UNAVAILABLE = 12,     /* open: the device cannot be used: no driver, too old a driver, no GPU, an older GPU than
                              this library was built for, or too little memory; the message says which */
  PV_BROKEN = 13,          /* the device is lost to this process, see "Errors"; the message has the CUDA error's name */
  PV_UNSUPPORTED = 14      /* this library was built without on-chain proofs */
};

/* pv_error.child where no child was refused. */
#define PV_NO_CHILD UINT32_MAX

typedef struct {
  int32_t status;
  uint32_t child;      /* the child that pv_aggregate refused, counted from 0, or PV_NO_CHILD */
  uint32_t length;     /* bytes used in message */
  char message[1012];  /* UTF-8, for people; cut at a character boundary, not NUL-terminated */
} pv_error;

typedef struct {
  uint8_t *data;
  size_t length;
} pv_bytes;

void pv_bytes_free(pv_bytes bytes);

/* PV_ABI_VERSION of the library. Call it first; another number means another header. */
uint32_t pv_abi_version(void);

/* ------------------------------------------------------------------------------------------------ engine */

typedef struct pv_engine pv_engine;

/*
 * Opens an engine. Proving and verifying keys live in `cache_dir` (created if missing; several processes may share it),
 * in files whose names hold the machine's version, each with a SHA-256 of its content. A corrupt, truncated or foreign file is
 * rebuilt and replaced atomically, never trusted: the SHA-256 of each machine's verifying keys, of every kind of proof, is
 * compiled in, and a file that holds others counts as foreign, however well it is formed. If those that the library makes are
 * others, too, what needs them is PV_ENGINE: the library was built from circuits that it was not released with. Of a proving
 * key only the verifying key in it is checked; a wrong rest makes proofs that do not verify. Keys are read or made when first
 * needed, so opening is quick and running a program never pays for them. PV_UNSUPPORTED_CPU if the processor lacks the level
 * built for, PV_UNAVAILABLE if this library's device cannot be used.
 */
pv_status pv_engine_open(const char *cache_dir, size_t cache_dir_length, pv_engine **engine, pv_error *error);
void pv_engine_close(pv_engine *engine);

/* Which machine, see pv_program_load. */
enum {
  PV_MACHINE_BASE = 0,
  PV_MACHINE_ACCELERATED = 1,
  PV_MACHINE_LARGE_BASE = 2,
  PV_MACHINE_LARGE_ACCELERATED = 3
};

/* Which keys to have ready. */
enum { PV_KEYS_VERIFY = 0, PV_KEYS_SEGMENT = 1, PV_KEYS_AGGREGATE = 2 };

/*
 * Reads or makes a machine's keys of one purpose now rather than at first use. (The first proof of each layer but
 * PV_LAYER_WRAP takes a second or two longer: it commits to the circuit below, which no key can save.)
 */
pv_status pv_engine_prepare(pv_engine *engine, uint32_t machine, uint32_t keys, pv_error *error);

/*
 * JSON: {"engine_version":"openvm-2.0.2/3-<8 hex>-<8 hex>-<8 hex>-<8 hex>","abi_version":8,"cpu_level":"x86-64-v4",
 *        "backend":"cpu"|"cuda","security_bits":100,"app_log_stacked_height":20,"large_log_stacked_height":22,
 *        "device":{"name":"NVIDIA H100 80GB HBM3","memory_bytes":N,"compute_level":"9.0","driver":"13.0","runtime":"13.0"},
 *        "opcodes":{"ADD":512,...},"accelerated_opcodes":{"KECCAKF":784,...},
 *        "machines":{"base":"openvm-2.0.2/3-<8 hex>","accelerated":"…","large-base":"…","large-accelerated":"…"},
 *        "aggregation":{"leaf":4,"internal":3,"recursive":3},
 *        "bounds":{
 *          "lowest_segment_log_height":14,"highest_segment_log_height":22,    what pv_limits takes
 *          "default_segment_log_height":18,                                   what pv_limits' 0 means
 *          "program_instructions":N,"program_data_bytes":N,                   the most that a program has
 *          "code_end":A,"code_span_bytes":N,                                  where code ends, and the most from first to last
 *          "memory_bytes":N,                                                  address space 2 begins at 0
 *          "input_bytes":N}}                                                  the most that one input has
 * engine_version names everything that decides whether two engines can read each other's segments and proofs: the
 * crates' version, the formats of segments and proofs and a hash of each machine's configuration, system parameters and
 * verifying keys. It does not depend on the CPU level or the backend. "machines" has the version that each machine's objects
 * and keys carry. "aggregation" has the most children of a proof of each layer; the least is 1, and a wrap has 1.
 * "device" is null on a CPU; "driver" and "runtime" are versions of CUDA.
 */
pv_status pv_engine_describe(pv_engine *engine, pv_bytes *json, pv_error *error);

/*
 * Estimates how much of its device's memory (the GPU's, or on a CPU the process's) proving takes at most for a segment that
 * is cut at 2^segment_log_height (as in pv_limits), of a program whose memory is in use up to the address memory_top. A
 * CPU's prover does not depend on memory_top; a GPU's holds memory from 0 to there and a tree of hashes above it. Needs the
 * segment keys' public part only.
 */
pv_status pv_segment_memory(pv_engine *engine, uint32_t machine, uint32_t segment_log_height, uint32_t memory_top,
                            uint64_t *bytes, pv_error *error);

/* ----------------------------------------------------------------------------------------------- program */

typedef struct pv_program pv_program;

/*
 * Loads a program: bytes of the format that docs/program-format.md specifies, which also has the instructions, the operands
 * with which each can be proved, and the phantom instructions OUTPUT, NOTE and HintInput. PV_INVALID_PROGRAM says what is wrong
 * with it and where.
 *
 * Machines. Which machine a program runs on follows from it. One that holds an accelerated instruction is a program of the
 * accelerated machine, every other one of the base machine, and the accelerated machine has all instructions of the base
 * machine. A program of more than 2^app_log_stacked_height instructions is a program of the large machine of its kind, which has
 * the same instructions and room for 2^large_log_stacked_height. Each machine has keys, segments and proofs of its own; which
 * one an object belongs to is in its version, and none passes for another's.
 */
pv_status pv_program_load(pv_engine *engine, const uint8_t *bytes, size_t length, pv_program **program,
                          pv_error *error);
void pv_program_close(pv_program *program);

/*
 * The program's id, 32 bytes: SHA-256 of "PVPROGID", its machine's number (PV_MACHINE_*) as a u32, and OpenVM's commitment to
 * code, initial memory and entry, 8 field elements, each a big-endian u32. So the id says on which machine it is to be proved,
 * too. Does not need the proving keys; is remembered by the handle.
 */
pv_status pv_program_id(pv_program *program, uint8_t id[32], pv_error *error);

/*
 * What an on-chain proof has in place of the id: OpenVM's commitment to code, initial memory and entry, and that to the machine,
 * each a number of BN254, big-endian. The program's id follows from both.
 */
pv_status pv_program_commitments(pv_program *program, uint8_t app_exe_commit[32], uint8_t app_vm_commit[32],
                                 pv_error *error);

/* --------------------------------------------------------------------------------------------- execution */

typedef struct {
  const uint8_t *data;
  size_t length;
} pv_slice;

typedef struct {
  uint64_t max_instructions;   /* 0: none; a run that needs more ends, soon after it, with outcome "limit" */
  uint64_t max_output_bytes;   /* 0: none; the sum over descriptors 1 and 13 */
  uint64_t max_stderr_bytes;   /* 0: none; the sum over all others; what is beyond is dropped */
  uint32_t segment_log_height; /* 0: the engine's choice; else the log2 of the tallest trace, within the bounds that
                                  pv_engine_describe has; at most the machine's stacked height counts */
  uint32_t reserved;           /* 0 */
} pv_limits;

/* Bytes that the guest wrote to `descriptor`, as it writes them, on the calling thread. Non-zero cancels. */
typedef int32_t (*pv_output_callback)(void *context, uint32_t descriptor, const uint8_t *data, size_t length);

/*
 * One finished segment: `index` from 0, `instructions` of this segment. Called on the calling thread, in order, as soon
 * as the segment's end is known. Non-zero cancels.
 */
typedef int32_t (*pv_segment_callback)(void *context, uint32_t index, uint64_t instructions, const uint8_t *data,
                                       size_t length);

/* Work done so far, in instructions, about ten times a second. Non-zero cancels. */
typedef int32_t (*pv_progress_callback)(void *context, uint64_t done);

typedef struct {
  pv_output_callback output;     /* may be NULL */
  pv_segment_callback segment;   /* may be NULL; pv_execute never calls it */
  pv_progress_callback progress; /* may be NULL */
  void *context;
} pv_callbacks;

/*
 * Runs the program to its end over the inputs that HintInput will hand out, in order, each of less than 2^32 bytes. `limits`
 * and `callbacks` may be NULL: none. A callback must not start another run on its thread. A guest that fails is not an
 * error of the call. report is JSON:
 *   {"outcome":"terminated"|"wild_jump"|"bad_access"|"input_exhausted"|"fault"|"limit"|"output_limit",
 *    "code":C,                 TERMINATE's verdict, for "terminated"
 *    "pc":P,                   where it ended; for "wild_jump", where there is no instruction
 *    "detail":"…",             what happened, for people; for bad_access and fault
 *    "access":{"address":A,    what was to be accessed of address space 2 or 3, for bad_access: so many bytes from A on
 *      "bytes":N,
 *      "aligned":true},        false: A is no multiple of what it must be one of; true: some of them are outside memory
 *    "instructions":N,"registers":[64 numbers],"public_values":"<128 hex digits>",
 *    "output_bytes":N,"stderr_bytes":N,
 *    "notes":[{"kind":k,"number":n,"second":the first's second number,"count":c},…],
 *    "memory_pages":N,         4 KiB pages of address space 2 that are not zero at the end
 *    "memory_top":A,           the address behind the last of them
 *    "touched_pages":N,        with a profile only: 4 KiB pages that instructions read or wrote
 *    "touched_top":A,          with a profile only: the address behind the last of them
 *    "split":{                 pv_split only, sums over segments
 *      "machine":"base",
 *      "segments":N,
 *      "heights":{"<AIR name>":rows,…},
 *      "work":{                what time and memory of a proof follow from; each trace counts with a power of two of rows
 *        "cells":N,
 *        "interactions":N,     rows, times the messages that each sends or receives
 *        "fractions":N}}}      the next power of two of a segment's interactions
 *
 * `profile` may be NULL: none. Else it gets a u32 pc and a u64 count, twelve bytes, for each instruction that was begun,
 * ascending by pc: how often. Counting makes a run slower by about a third.
 */
pv_status pv_execute(pv_program *program, const pv_slice *inputs, size_t input_count, const pv_limits *limits,
                     const pv_callbacks *callbacks, pv_bytes *profile, pv_bytes *report, pv_error *error);

/*
 * As pv_execute, and hands out segment objects while it runs. The last segment is handed out only if the program ended
 * with verdict 0; otherwise the report says why not. A segment is cut where the next thousand instructions would make
 * some trace taller than 2^segment_log_height, or all of them so large that a CPU's prover would take more than about
 * 4 GB at 2^18, and twice or half that for one more or less; if a thousand instructions alone need a trace taller than
 * the machine's stacked height, nothing is handed out from there on and the outcome is "fault". (A HINT_BUFFER of 1023 words,
 * the most there may be, makes 1023 rows, and each 512 bytes of memory that a segment touches about 300.) Needs the
 * segment keys' public part only, a few KiB.
 *
 * docs/program-format.md has the format of a segment object.
 */
pv_status pv_split(pv_program *program, const pv_slice *inputs, size_t input_count, const pv_limits *limits,
                   const pv_callbacks *callbacks, pv_bytes *report, pv_error *error);

/* ----------------------------------------------------------------------------------------------- proving */

/*
 * Proves one segment object of this program. The inputs are those of the split. The proof object of the last segment
 * carries the public values and their proof. The segment is run first: one that does not lead where it says is
 * PV_INVALID_SEGMENT, and costs milliseconds. Calls for one pv_program wait for one another.
 */
pv_status pv_prove(pv_program *program, const pv_slice *inputs, size_t input_count, pv_slice segment, pv_bytes *proof,
                   pv_error *error);

/*
 * Says why the proof of a segment does not verify: fills the segment's traces as pv_prove does, proves nothing, and checks
 * each constraint on each row and that every bus balances. PV_ENGINE names the AIR and the row, or the bus, a message
 * that was not sent as often as it was received, and the AIRs that exchange it. For finding faults of a translation or of
 * this library: it takes several times the memory of a proof.
 */
pv_status pv_check(pv_program *program, const pv_slice *inputs, size_t input_count, pv_slice segment, pv_error *error);

/* The layers of aggregation, from the segments up. pv_engine_describe says how many children a proof of each may have. */
enum {
  PV_LAYER_LEAF = 0,      /* over consecutive segment proofs */
  PV_LAYER_INTERNAL = 1,  /* over consecutive leaf proofs */
  PV_LAYER_RECURSIVE = 2, /* over consecutive proofs, all internal or all recursive of one depth */
  PV_LAYER_WRAP = 3       /* over one recursive proof, made smaller: the final proof */
};

/*
 * Proves that the children verify and follow one another. docs/program-format.md has the format of a proof object.
 * PV_INVALID_PROOF if there are no children or too many; or if one of them is no proof, is of the wrong kind or machine, does
 * not verify, or does not follow the one before it: then error.child is its position.
 */
pv_status pv_aggregate(pv_engine *engine, uint32_t layer, const pv_slice *children, size_t child_count,
                       pv_bytes *proof, pv_error *error);

/*
 * Checks a final proof: that it is one of this engine version, that it proves a run of program `program_id` to verdict 0 on the
 * machine that the id commits to, and that its public values are exactly `public_values`. PV_OK, or PV_REJECTED /
 * PV_INVALID_PROOF with the reason.
 */
pv_status pv_verify(pv_engine *engine, const uint8_t program_id[32], const uint8_t public_values[64], pv_slice proof,
                    pv_error *error);

/*
 * Checks an on-chain proof, the JSON that provelet-snark makes, as the contract of its key set does: that it proves a run of program
 * `program_id` to verdict 0, with exactly these public values. `verifier` is the key set's verifier.json, which the caller must
 * have from someone it trusts: whoever makes a verifier can make proofs that it takes. Takes milliseconds, and no setup.
 * PV_OK; PV_REJECTED; PV_INVALID_PROOF if it is not the JSON of an on-chain proof of this engine version; PV_INVALID_ARGUMENT
 * if the verifier is none of this engine version; PV_UNSUPPORTED.
 */
pv_status pv_snark_verify(pv_engine *engine, pv_slice verifier, const uint8_t program_id[32],
                          const uint8_t public_values[64], pv_slice proof, pv_error *error);

/*
 * Checks that a proof object of any kind is a proof under this engine's keys, on the CPU, whatever made it; PV_INVALID_PROOF
 * says why not. It says nothing about what was proved: that is pv_verify's to say, of final proofs.
 */
pv_status pv_check_proof(pv_engine *engine, pv_slice proof, pv_error *error);

/*
 * JSON of a proof or segment object's header, after checking its hash and its form:
 *   {"object":"proof","machine":"base","kind":"leaf","depth":0,"first":0,"last":3,"ends_run":false,"bytes":N}
 *   {"object":"segment","machine":"base","program_id":"<64 hex digits>","index":0,"last":false,"pc":P,"start":N,"instructions":N,
 *    "inputs_taken":N,"segment_log_height":20,"pages":N,"work":{as pv_split's report has it, of this segment}}
 * A segment needs the segment keys' public part.
 */
pv_status pv_inspect(pv_engine *engine, pv_slice object, pv_bytes *json, pv_error *error);

#ifdef __cplusplus
}
#endif
#endif
