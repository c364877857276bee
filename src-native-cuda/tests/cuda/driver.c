/*
 * The part of CUDA's driver that the crates' pool of memory uses, without a GPU; loaded as libcuda.so.1. Handles are files in
 * memory, so that two addresses can have one. FAKE_CUDA_FREE as in runtime.c.
 */
#define _GNU_SOURCE
#include <cuda.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static atomic_long in_use;
/* One size for all: what the granularity below is. */
static size_t const page = 2 << 20;

CUresult cuDeviceGet(CUdevice *device, int ordinal) {
  *device = ordinal;
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetAttribute(int *value, CUdevice_attribute attribute, CUdevice device) {
  (void)attribute;
  (void)device;
  *value = 1;
  return CUDA_SUCCESS;
}

CUresult cuMemGetAllocationGranularity(size_t *granularity, CUmemAllocationProp const *properties,
                                       CUmemAllocationGranularity_flags option) {
  (void)properties;
  (void)option;
  *granularity = page;
  return CUDA_SUCCESS;
}

CUresult cuMemAddressReserve(CUdeviceptr *address, size_t size, size_t alignment, CUdeviceptr wanted,
                             unsigned long long flags) {
  (void)alignment;
  (void)wanted;
  (void)flags;
  void *reserved = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  *address = (CUdeviceptr)reserved;
  return reserved == MAP_FAILED ? CUDA_ERROR_OUT_OF_MEMORY : CUDA_SUCCESS;
}

CUresult cuMemAddressFree(CUdeviceptr address, size_t size) {
  return munmap((void *)address, size) == 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuMemCreate(CUmemGenericAllocationHandle *handle, size_t size, CUmemAllocationProp const *properties,
                     unsigned long long flags) {
  (void)properties;
  (void)flags;
  char const *limit = getenv("FAKE_CUDA_FREE");
  if (limit != NULL && atomic_load(&in_use) + (long)size > strtol(limit, NULL, 10)) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  int file = memfd_create("device", 0);
  if (file < 0 || ftruncate(file, (off_t)size) != 0) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  atomic_fetch_add(&in_use, (long)size);
  *handle = (CUmemGenericAllocationHandle)file;
  return CUDA_SUCCESS;
}

CUresult cuMemMap(CUdeviceptr address, size_t size, size_t offset, CUmemGenericAllocationHandle handle,
                  unsigned long long flags) {
  (void)flags;
  void *mapped = mmap((void *)address, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, (int)handle, (off_t)offset);
  return mapped == MAP_FAILED ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

CUresult cuMemSetAccess(CUdeviceptr address, size_t size, CUmemAccessDesc const *access, size_t count) {
  (void)address;
  (void)size;
  (void)access;
  (void)count;
  return CUDA_SUCCESS;
}

CUresult cuMemUnmap(CUdeviceptr address, size_t size) {
  void *reserved = mmap((void *)address, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  return reserved == MAP_FAILED ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

CUresult cuMemRelease(CUmemGenericAllocationHandle handle) {
  close((int)handle);
  atomic_fetch_sub(&in_use, (long)page);
  return CUDA_SUCCESS;
}
