package dev.provelet.objectstore;

import dev.provelet.objectstore.testing.MemoryObjectStore;

final class MemoryObjectStoreTest extends ObjectStoreContract {
  private final MemoryObjectStore store = new MemoryObjectStore();

  @Override
  ObjectStore store() {
    return store;
  }

  @Override
  void cutOff() {
    store.cutOff();
  }
}
