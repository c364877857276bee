package dev.provelet.function.program;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.runner.LoadedGuest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs used last, by the SHA-256 of their ELF. One that had to give way is closed as soon
 * as nobody uses it any more.
 */
public final class ProgramCache implements AutoCloseable {
  private final int capacity;
  private final Map<Digest, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity at least 1
   */
  public ProgramCache(int capacity) {
    this.capacity = capacity;
  }

  /** A use of the program, if it is loaded. */
  public synchronized Optional<Lease> find(Digest elf) {
    return Optional.ofNullable(entries.get(elf)).map(Lease::new);
  }

  /**
   * Takes over a program and uses it. If somebody else was faster, the given one is closed and
   * theirs is used.
   *
   * @param elf as it was read
   */
  public synchronized Lease add(Input elf, LoadedGuest guest) {
    Entry present = entries.get(elf.sha256());
    if (present != null) {
      guest.close();
      return new Lease(present);
    }
    Entry entry = new Entry(elf, guest);
    entries.put(elf.sha256(), entry);
    Lease lease = new Lease(entry);
    Iterator<Entry> oldest = entries.values().iterator();
    while (entries.size() > capacity && oldest.hasNext()) {
      Entry evicted = oldest.next();
      oldest.remove();
      evicted.evict();
    }
    return lease;
  }

  @Override
  public synchronized void close() {
    List<Entry> all = new ArrayList<>(entries.values());
    entries.clear();
    all.forEach(Entry::evict);
  }

  private static final class Entry {
    private final Input elf;
    private final LoadedGuest guest;
    private int users;
    private boolean evicted;

    Entry(Input elf, LoadedGuest guest) {
      this.elf = elf;
      this.guest = guest;
    }

    private void evict() {
      evicted = true;
      closeIfUnused();
    }

    private void closeIfUnused() {
      if (evicted && users == 0) {
        guest.close();
      }
    }
  }

  /** A use: while it lasts, the program stays open. */
  public final class Lease implements AutoCloseable {
    private final Entry entry;
    private boolean closed;

    private Lease(Entry entry) {
      this.entry = entry;
      entry.users++;
    }

    /** The ELF, as it was read when the program was loaded. */
    public Input elf() {
      return entry.elf;
    }

    public LoadedGuest guest() {
      return entry.guest;
    }

    @Override
    public void close() {
      synchronized (ProgramCache.this) {
        if (!closed) {
          closed = true;
          entry.users--;
          entry.closeIfUnused();
        }
      }
    }
  }
}
