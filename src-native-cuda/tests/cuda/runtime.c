/*
 * CUDA's runtime, and the part of the driver that the engine asks for, without a GPU: memory is the host's, kernels do
 * nothing, and whatever the environment says goes wrong. What is proved with it is no proof. It is there to see how the engine
 * takes faults that no test can ask of a real GPU. Linked in place of libcudart_static.a, see build.rs.
 *
 *   FAKE_CUDA_OPEN=N       opening the GPU gives error N
 *   FAKE_CUDA_DRIVER=N     the driver's version, 13000 if it is not set
 *   FAKE_CUDA_LEVEL=N      the compute level, 90 if it is not set
 *   FAKE_CUDA_MEMORY=N     bytes of memory, 64 GiB if it is not set
 *   FAKE_CUDA_FREE=N       bytes of it that can be had, all if it is not set; read anew for each piece
 *   FAKE_CUDA_LOST=N:E     from the Nth launch of a kernel on, every call gives error E, as after a kernel that failed
 */
#include <cuda.h>
#include <cuda_runtime_api.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_int sticky;
static atomic_int last;
static atomic_long launches;
static atomic_long in_use;

static long number(char const *name, long otherwise) {
  char const *text = getenv(name);
  return text == NULL ? otherwise : strtol(text, NULL, 10);
}

static cudaError_t give(cudaError_t error) {
  if (atomic_load(&sticky) != 0) {
    error = (cudaError_t)atomic_load(&sticky);
  }
  if (error != cudaSuccess) {
    atomic_store(&last, (int)error);
  }
  return error;
}

static cudaError_t done(void) { return give(cudaSuccess); }

static cudaError_t opening(void) { return give((cudaError_t)number("FAKE_CUDA_OPEN", 0)); }

/* How many kernels there were; for tests to see how far a call came. */
long fake_cuda_launches(void) { return atomic_load(&launches); }

/* ----------------------------------------------------------------------------------------------- the device */

cudaError_t cudaDriverGetVersion(int *version) {
  *version = (int)number("FAKE_CUDA_DRIVER", 13000);
  return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int *version) {
  *version = 13000;
  return cudaSuccess;
}

cudaError_t cudaGetDeviceCount(int *count) {
  *count = 1;
  return opening();
}

cudaError_t cudaGetDevice(int *device) {
  *device = 0;
  return opening();
}

cudaError_t cudaSetDevice(int device) {
  (void)device;
  return opening();
}

cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp *properties, int device) {
  (void)device;
  memset(properties, 0, sizeof *properties);
  long level = number("FAKE_CUDA_LEVEL", 90);
  snprintf(properties->name, sizeof properties->name, "a GPU of the tests");
  properties->totalGlobalMem = (size_t)number("FAKE_CUDA_MEMORY", 64L << 30);
  properties->major = (int)(level / 10);
  properties->minor = (int)(level % 10);
  return opening();
}

cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attribute, int device) {
  (void)attribute;
  (void)device;
  *value = 128;
  return done();
}

cudaError_t cudaDeviceSynchronize(void) { return done(); }
cudaError_t cudaDeviceReset(void) { return done(); }

/* ------------------------------------------------------------------------------------------------ errors */

cudaError_t cudaPeekAtLastError(void) { return (cudaError_t)atomic_load(&last); }

cudaError_t cudaGetLastError(void) {
  return (cudaError_t)atomic_exchange(&last, atomic_load(&sticky));
}

char const *cudaGetErrorName(cudaError_t error) {
  static char name[32];
  switch ((int)error) {
    case 2: return "cudaErrorMemoryAllocation";
    case 46: return "cudaErrorDevicesUnavailable";
    case 700: return "cudaErrorIllegalAddress";
    case 719: return "cudaErrorLaunchFailure";
    default: snprintf(name, sizeof name, "cudaError%d", (int)error); return name;
  }
}

char const *cudaGetErrorString(cudaError_t error) {
  return error == cudaErrorMemoryAllocation ? "out of memory" : "an error of the tests";
}

/* ------------------------------------------------------------------------------------------------ memory */

/* Each piece knows its size. */
typedef struct {
  _Alignas(4096) size_t size;
} Piece;

static cudaError_t allocate(void **memory, size_t size) {
  long left = number("FAKE_CUDA_FREE", number("FAKE_CUDA_MEMORY", 64L << 30)) - atomic_load(&in_use);
  Piece *piece = (long)size <= left ? calloc(1, sizeof(Piece) + size + 4096) : NULL;
  if (piece == NULL) {
    return give(cudaErrorMemoryAllocation);
  }
  Piece *aligned = (Piece *)(((size_t)piece + 4095) & ~(size_t)4095);
  aligned->size = size;
  ((void **)aligned)[1] = piece;
  atomic_fetch_add(&in_use, (long)size);
  *memory = aligned + 1;
  return done();
}

cudaError_t cudaMallocAsync(void **memory, size_t size, cudaStream_t stream) {
  (void)stream;
  return allocate(memory, size);
}

cudaError_t cudaFree(void *memory) {
  if (memory == NULL) {
    return opening();
  }
  Piece *piece = (Piece *)memory - 1;
  atomic_fetch_sub(&in_use, (long)piece->size);
  free(((void **)piece)[1]);
  return done();
}

cudaError_t cudaFreeAsync(void *memory, cudaStream_t stream) {
  (void)stream;
  cudaError_t error = done();
  return error == cudaSuccess ? cudaFree(memory) : error;
}

cudaError_t cudaMemGetInfo(size_t *left, size_t *total) {
  *total = (size_t)number("FAKE_CUDA_MEMORY", 64L << 30);
  *left = *total - (size_t)atomic_load(&in_use);
  return done();
}

cudaError_t cudaMemcpyAsync(void *to, void const *from, size_t size, enum cudaMemcpyKind kind, cudaStream_t stream) {
  (void)kind;
  (void)stream;
  cudaError_t error = done();
  if (error == cudaSuccess) {
    memcpy(to, from, size);
  }
  return error;
}

cudaError_t cudaMemcpyToSymbolAsync(void const *symbol, void const *from, size_t size, size_t offset,
                                    enum cudaMemcpyKind kind, cudaStream_t stream) {
  (void)symbol;
  (void)from;
  (void)size;
  (void)offset;
  (void)kind;
  (void)stream;
  return done();
}

cudaError_t cudaMemsetAsync(void *memory, int value, size_t size, cudaStream_t stream) {
  (void)stream;
  cudaError_t error = done();
  if (error == cudaSuccess) {
    memset(memory, value, size);
  }
  return error;
}

cudaError_t cudaHostRegister(void *memory, size_t size, unsigned int flags) {
  (void)memory;
  (void)size;
  (void)flags;
  return done();
}

cudaError_t cudaHostUnregister(void *memory) {
  (void)memory;
  return done();
}

/* ------------------------------------------------------------------------------------- streams and events */

static char handle;

cudaError_t cudaStreamCreateWithFlags(cudaStream_t *stream, unsigned int flags) {
  (void)flags;
  *stream = (cudaStream_t)&handle;
  return done();
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  (void)stream;
  return done();
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  (void)stream;
  return done();
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int flags) {
  (void)stream;
  (void)event;
  (void)flags;
  return done();
}

cudaError_t cudaEventCreate(cudaEvent_t *event) {
  *event = (cudaEvent_t)&handle;
  return done();
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
  (void)event;
  return done();
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  (void)event;
  (void)stream;
  return done();
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  (void)event;
  return done();
}

cudaError_t cudaEventQuery(cudaEvent_t event) {
  (void)event;
  return done();
}

cudaError_t cudaEventElapsedTime(float *milliseconds, cudaEvent_t start, cudaEvent_t end) {
  (void)start;
  (void)end;
  *milliseconds = 0;
  return done();
}

/* ------------------------------------------------------------------------------- what nvcc's code calls */

void **__cudaRegisterFatBinary(void *binary) {
  (void)binary;
  static void *registered;
  return &registered;
}

void __cudaRegisterFatBinaryEnd(void **binary) { (void)binary; }
void __cudaUnregisterFatBinary(void **binary) { (void)binary; }

void __cudaRegisterFunction(void **binary, char const *host, char *device, char const *name, int threads,
                            void *thread, void *block, void *block_dim, void *grid_dim, int *warp) {
  (void)binary;
  (void)host;
  (void)device;
  (void)name;
  (void)threads;
  (void)thread;
  (void)block;
  (void)block_dim;
  (void)grid_dim;
  (void)warp;
}

void __cudaRegisterVar(void **binary, char *host, char *device, char const *name, int ext, size_t size,
                       int constant, int global) {
  (void)binary;
  (void)host;
  (void)device;
  (void)name;
  (void)ext;
  (void)size;
  (void)constant;
  (void)global;
}

unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, size_t shared, void *stream) {
  (void)grid;
  (void)block;
  (void)shared;
  (void)stream;
  return 0;
}

cudaError_t __cudaPopCallConfiguration(dim3 *grid, dim3 *block, size_t *shared, void *stream) {
  memset(grid, 0, sizeof *grid);
  memset(block, 0, sizeof *block);
  *shared = 0;
  memset(stream, 0, sizeof(void *));
  return cudaSuccess;
}

cudaError_t __cudaGetKernel(cudaKernel_t *kernel, void const *function) {
  *kernel = (cudaKernel_t)function;
  return cudaSuccess;
}

static cudaError_t launch_kernel(void) {
  long number = 0;
  int error = 0;
  char const *lost = getenv("FAKE_CUDA_LOST");
  long launch = atomic_fetch_add(&launches, 1) + 1;
  if (lost != NULL && sscanf(lost, "%ld:%d", &number, &error) == 2 && launch >= number) {
    atomic_store(&sticky, error);
  }
  return done();
}

cudaError_t __cudaLaunchKernel(cudaKernel_t kernel, dim3 grid, dim3 block, void **arguments, size_t shared,
                               cudaStream_t stream) {
  (void)kernel;
  (void)grid;
  (void)block;
  (void)arguments;
  (void)shared;
  (void)stream;
  return launch_kernel();
}

cudaError_t cudaLaunchKernelExC(cudaLaunchConfig_t const *configuration, void const *function, void **arguments) {
  (void)configuration;
  (void)function;
  (void)arguments;
  return launch_kernel();
}

cudaError_t cudaFuncGetAttributes(struct cudaFuncAttributes *attributes, void const *function) {
  (void)function;
  memset(attributes, 0, sizeof *attributes);
  attributes->maxThreadsPerBlock = 1024;
  return done();
}

cudaError_t cudaFuncSetAttribute(void const *function, enum cudaFuncAttribute attribute, int value) {
  (void)function;
  (void)attribute;
  (void)value;
  return done();
}

cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks, void const *function, int threads,
                                                                   size_t shared, unsigned int flags) {
  (void)function;
  (void)threads;
  (void)shared;
  (void)flags;
  *blocks = 1;
  return done();
}
