/*
 * What stands between the crates' GPU prover and CUDA. The crates open the GPU while a library is loaded, abort the process
 * if there is none, and again if one is lost while they clean up. So build.rs links
 *
 *   - the driver's functions below in place of libcuda: each is looked up when it is first called;
 *   - the functions named __wrap_ around the runtime's of that name (the linker's --wrap): they let loading and cleaning up
 *     go on where there is no GPU any more, and remember what went wrong.
 *
 * src/cuda_abi.rs is the other side. Nothing that went wrong is lost: a call of the engine succeeds only if
 * provelet_device_aftermath says so.
 */
#include <cuda.h>
#include <cuda_runtime_api.h>
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Set once the GPU has been found usable; before that it is looked for by the crates while the library is loaded. */
static atomic_int opened;
/* The first error after which the GPU cannot be used any more by this process. */
static atomic_int fault;
/* Of a call, which does all that it does with CUDA on its own thread. */
static _Thread_local int out_of_memory;

static cudaError_t remember(cudaError_t error) {
  if (error == cudaErrorMemoryAllocation) {
    out_of_memory = 1;
  } else if (error != cudaSuccess && error != cudaErrorNotReady && atomic_load(&opened)) {
    int none = 0;
    atomic_compare_exchange_strong(&fault, &none, (int)error);
  }
  return error;
}

/* ---------------------------------------------------------------------------------------------- the driver */

static void *driver_function(const char *name) {
  static _Atomic(void *) library;
  void *driver = atomic_load(&library);
  if (driver == NULL) {
    driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (driver == NULL) {
      return NULL;
    }
    atomic_store(&library, driver);
  }
  return dlsym(driver, name);
}

/* A function of the driver; a driver that is missing or lacks it says so as the driver would. */
#define DRIVER_FUNCTION(name, parameters, arguments)                                         \
  CUresult CUDAAPI name parameters {                                                         \
    CUresult(CUDAAPI * function) parameters = NULL;                                          \
    void *found = driver_function(#name);                                                    \
    memcpy(&function, &found, sizeof found);                                                 \
    CUresult result = function == NULL ? CUDA_ERROR_NOT_FOUND : function arguments;          \
    out_of_memory |= result == CUDA_ERROR_OUT_OF_MEMORY;                                     \
    return result;                                                                           \
  }

DRIVER_FUNCTION(cuDeviceGet, (CUdevice * device, int ordinal), (device, ordinal))
DRIVER_FUNCTION(cuDeviceGetAttribute, (int *value, CUdevice_attribute attribute, CUdevice device),
                (value, attribute, device))
DRIVER_FUNCTION(cuMemGetAllocationGranularity,
                (size_t *granularity, const CUmemAllocationProp *properties,
                 CUmemAllocationGranularity_flags option),
                (granularity, properties, option))
DRIVER_FUNCTION(cuMemAddressReserve,
                (CUdeviceptr * address, size_t size, size_t alignment, CUdeviceptr wanted,
                 unsigned long long flags),
                (address, size, alignment, wanted, flags))
DRIVER_FUNCTION(cuMemAddressFree, (CUdeviceptr address, size_t size), (address, size))
DRIVER_FUNCTION(cuMemCreate,
                (CUmemGenericAllocationHandle * handle, size_t size, const CUmemAllocationProp *properties,
                 unsigned long long flags),
                (handle, size, properties, flags))
DRIVER_FUNCTION(cuMemMap,
                (CUdeviceptr address, size_t size, size_t offset, CUmemGenericAllocationHandle handle,
                 unsigned long long flags),
                (address, size, offset, handle, flags))
DRIVER_FUNCTION(cuMemSetAccess,
                (CUdeviceptr address, size_t size, const CUmemAccessDesc *access, size_t count),
                (address, size, access, count))
DRIVER_FUNCTION(cuMemUnmap, (CUdeviceptr address, size_t size), (address, size))
DRIVER_FUNCTION(cuMemRelease, (CUmemGenericAllocationHandle handle), (handle))

/* --------------------------------------------------------------------------------------- while it is loaded */

cudaError_t __real_cudaGetDevice(int *device);
cudaError_t __real_cudaSetDevice(int device);
cudaError_t __real_cudaFree(void *memory);
int __real__vpmm_check_support(int device);

cudaError_t __wrap_cudaGetDevice(int *device) {
  cudaError_t error = __real_cudaGetDevice(device);
  if (error != cudaSuccess && !atomic_load(&opened)) {
    *device = 0;
    return cudaSuccess;
  }
  return remember(error);
}

cudaError_t __wrap_cudaSetDevice(int device) {
  cudaError_t error = __real_cudaSetDevice(device);
  return atomic_load(&opened) ? remember(error) : cudaSuccess;
}

cudaError_t __wrap_cudaFree(void *memory) {
  cudaError_t error = __real_cudaFree(memory);
  return atomic_load(&opened) ? remember(error) : cudaSuccess;
}

/* Maps a piece of memory as the crates' pool does, and takes it back. */
static int can_map(CUdeviceptr address, int device) {
  CUmemAllocationProp properties = {.type = CU_MEM_ALLOCATION_TYPE_PINNED,
                                    .location = {.type = CU_MEM_LOCATION_TYPE_DEVICE, .id = device}};
  CUmemAccessDesc access = {.location = properties.location, .flags = CU_MEM_ACCESS_FLAGS_PROT_READWRITE};
  CUmemGenericAllocationHandle handle;
  size_t size;
  if (cuMemGetAllocationGranularity(&size, &properties, CU_MEM_ALLOC_GRANULARITY_MINIMUM) != CUDA_SUCCESS ||
      cuMemCreate(&handle, size, &properties, 0) != CUDA_SUCCESS) {
    return 0;
  }
  int mapped = cuMemMap(address, size, 0, handle, 0) == CUDA_SUCCESS;
  int usable = mapped && cuMemSetAccess(address, size, &access, 1) == CUDA_SUCCESS;
  if (mapped) {
    cuMemUnmap(address, size);
  }
  cuMemRelease(handle);
  return usable;
}

/*
 * The crates' own pool of memory needs a driver that maps memory to reserved addresses, and aborts where it has promised that
 * and does not; without the pool they ask the runtime for each piece.
 */
int __wrap__vpmm_check_support(int device) {
  if (__real_cudaFree(NULL) != cudaSuccess || __real__vpmm_check_support(device) != CUDA_SUCCESS) {
    return CUDA_ERROR_NOT_SUPPORTED;
  }
  size_t const reserved_by_the_pool = (size_t)8 << 40;
  CUdeviceptr address;
  if (cuMemAddressReserve(&address, reserved_by_the_pool, 0, 0, 0) != CUDA_SUCCESS) {
    return CUDA_ERROR_NOT_SUPPORTED;
  }
  int usable = can_map(address, device);
  cuMemAddressFree(address, reserved_by_the_pool);
  return usable ? CUDA_SUCCESS : CUDA_ERROR_NOT_SUPPORTED;
}

/* ------------------------------------------------------------------------------------ while something is proved */

cudaError_t __real_cudaGetLastError(void);
cudaError_t __real_cudaMallocAsync(void **memory, size_t size, cudaStream_t stream);
cudaError_t __real_cudaFreeAsync(void *memory, cudaStream_t stream);
cudaError_t __real_cudaEventCreate(cudaEvent_t *event);
cudaError_t __real_cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
cudaError_t __real_cudaEventSynchronize(cudaEvent_t event);
cudaError_t __real_cudaStreamSynchronize(cudaStream_t stream);

/* The last three are what a launch of a kernel, and a copy, end with. */
cudaError_t __wrap_cudaMallocAsync(void **memory, size_t size, cudaStream_t stream) {
  return remember(__real_cudaMallocAsync(memory, size, stream));
}

cudaError_t __wrap_cudaGetLastError(void) { return remember(__real_cudaGetLastError()); }

cudaError_t __wrap_cudaEventSynchronize(cudaEvent_t event) {
  return remember(__real_cudaEventSynchronize(event));
}

/*
 * The crates' destructors abort the process where one of these fails, for whatever reason: so they do not, and the GPU counts
 * as lost.
 */
static cudaError_t cleaned_up(cudaError_t error) {
  if (error != cudaSuccess && atomic_load(&opened)) {
    int none = 0;
    atomic_compare_exchange_strong(&fault, &none, (int)error);
    return cudaSuccess;
  }
  return error;
}

cudaError_t __wrap_cudaFreeAsync(void *memory, cudaStream_t stream) {
  return cleaned_up(__real_cudaFreeAsync(memory, stream));
}

cudaError_t __wrap_cudaEventCreate(cudaEvent_t *event) {
  *event = NULL;
  return cleaned_up(__real_cudaEventCreate(event));
}

cudaError_t __wrap_cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  return cleaned_up(__real_cudaEventRecord(event, stream));
}

/* Called by work and by destructors: the first error is the work's. */
cudaError_t __wrap_cudaStreamSynchronize(cudaStream_t stream) {
  int was_lost = atomic_load(&fault) != 0;
  cudaError_t error = remember(__real_cudaStreamSynchronize(stream));
  return was_lost ? cudaSuccess : error;
}

/* ------------------------------------------------------------------------------------------- for the engine */

typedef struct {
  char name[256];
  uint64_t memory;
  int32_t major;
  int32_t minor;
  /* As CUDA has them: 1000 * major + 10 * minor. The driver's is 0 if there is none. */
  int32_t driver;
  int32_t runtime;
} provelet_device;

/* Looks at the first GPU and opens it. Returns a cudaError_t; what was found until then is filled in. */
int32_t provelet_device_open(provelet_device *device) {
  memset(device, 0, sizeof *device);
  int driver = 0, runtime = 0, count = 0;
  cudaDriverGetVersion(&driver);
  cudaRuntimeGetVersion(&runtime);
  device->driver = driver;
  device->runtime = runtime;
  cudaError_t error = cudaGetDeviceCount(&count);
  if (error == cudaSuccess && count == 0) {
    error = cudaErrorNoDevice;
  }
  struct cudaDeviceProp properties;
  if (error == cudaSuccess && (error = cudaGetDeviceProperties(&properties, 0)) == cudaSuccess) {
    snprintf(device->name, sizeof device->name, "%s", properties.name);
    device->memory = properties.totalGlobalMem;
    device->major = properties.major;
    device->minor = properties.minor;
    if ((error = __real_cudaSetDevice(0)) == cudaSuccess) {
      error = __real_cudaFree(NULL);
    }
  }
  __real_cudaGetLastError();
  return (int32_t)error;
}

/* From here on, an error is one of the engine's work. */
void provelet_device_opened(void) { atomic_store(&opened, 1); }

/* Looks at the GPU before destructors run. */
void provelet_device_failing(void) {
  if (atomic_load(&opened)) {
    remember(cudaDeviceSynchronize());
  }
}

/*
 * What a call has left behind: the error that ended the GPU for this process, cudaErrorMemoryAllocation if there was not
 * enough memory since this thread last called this function, or cudaSuccess.
 */
int32_t provelet_device_aftermath(void) {
  provelet_device_failing();
  int32_t lost = atomic_load(&fault);
  if (lost != 0) {
    return lost;
  }
  __real_cudaGetLastError();
  int had_too_little = out_of_memory;
  out_of_memory = 0;
  return had_too_little ? cudaErrorMemoryAllocation : cudaSuccess;
}

/* The error that ended the GPU for this process, or cudaSuccess. */
int32_t provelet_device_fault(void) { return atomic_load(&fault); }

char const *provelet_device_error_name(int32_t error) { return cudaGetErrorName((cudaError_t)error); }
char const *provelet_device_error_text(int32_t error) { return cudaGetErrorString((cudaError_t)error); }
