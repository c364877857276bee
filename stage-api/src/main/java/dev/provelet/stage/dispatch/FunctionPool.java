package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.event.ChangeNotifications;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The functions, as this process knows them: which have a free slot, which are left alone for a
 * while, which are large. Only a view: a function that another process keeps busy says so itself.
 *
 * <p>Whether a function is large changes with its free memory. It is asked only while there are
 * large tasks to be done, and only while it has nothing to do; it gets nothing else until it has
 * answered, or small tasks would keep its memory taken for ever.
 */
@Singleton
class FunctionPool {
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);
  private static final int MAX_SHIFT = 10;

  private static final int MOST_WORDS = 3;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final List<Member> members;
  private final FunctionClient client;
  private final ChangeNotifications signals;
  private final Clock clock;
  private final Duration longestBackOff;
  private boolean largeWanted;

  @Inject
  FunctionPool(
      StageConfig config, FunctionClient client, ChangeNotifications signals, Clock clock) {
    this.members = config.functions().stream().map(f -> new Member(f.url(), f.slots())).toList();
    this.client = client;
    this.signals = signals;
    this.clock = clock;
    this.longestBackOff = config.dispatch().longestBackOff();
  }

  /** A function and what is known of it; guarded by the pool. */
  private static final class Member {
    private final URI url;
    private final int slots;
    private int taken;
    private int failures;
    private boolean probing;
    private Instant notBefore = Instant.MIN;
    private boolean asking;
    private @Nullable Instant answeredAt;
    private Size size = Size.UNKNOWN;
    private boolean largeTaken;

    Member(URI url, int slots) {
      this.url = url;
      this.slots = slots;
    }

    int free(Instant now) {
      // One that failed is believed again only after it has answered a probe.
      return failures > 0 || now.isBefore(notBefore) ? 0 : slots - taken;
    }

    boolean freeForLarge(Instant now) {
      return free(now) > 0 && taken == 0 && size.large();
    }

    boolean toBeAsked(Instant now) {
      boolean stale = answeredAt == null || !now.isBefore(answeredAt.plus(ASK_AGAIN));
      return failures == 0 && taken == 0 && !asking && stale;
    }
  }

  /**
   * Whether a function takes large tasks.
   *
   * @param words why not, for people
   */
  private record Size(boolean large, String words) {
    static final Size UNKNOWN = new Size(false, "a function has not said yet whether it is large");
  }

  /** The right to give one task to one function. */
  final class Slot {
    private final Member member;
    private final boolean large;

    private Slot(Member member, boolean large) {
      this.member = member;
      this.large = large;
      member.taken++;
      member.largeTaken |= large;
    }

    URI url() {
      return member.url;
    }

    /** The function does not answer: it is left alone and then asked how it is. */
    void unreachable() {
      synchronized (FunctionPool.this) {
        backOff(member);
      }
    }

    /** The function has no room. */
    void busy(Duration retryAfter) {
      synchronized (FunctionPool.this) {
        member.notBefore = clock.instant().plus(retryAfter);
      }
    }

    void giveBack() {
      synchronized (FunctionPool.this) {
        member.taken--;
        member.largeTaken &= !large;
        // What it does takes memory; what it has now, it has to say anew.
        member.size = Size.UNKNOWN;
        member.answeredAt = null;
      }
      signals.workToDo();
    }
  }

  /** How many tasks could be given out now. */
  synchronized int free() {
    Instant now = clock.instant();
    return members.stream().mapToInt(member -> freeForSmall(member, now)).sum();
  }

  /**
   * Takes a slot of the least busy function.
   *
   * @param avoided taken only if there is no other
   */
  synchronized Optional<Slot> take(Optional<String> avoided) {
    Instant now = clock.instant();
    return members.stream()
        .filter(member -> freeForSmall(member, now) > 0)
        .min(leastBusy(avoided))
        .map(member -> new Slot(member, false));
  }

  private int freeForSmall(Member member, Instant now) {
    boolean kept = largeWanted && member.taken == 0 && member.answeredAt == null;
    return kept || member.largeTaken ? 0 : member.free(now);
  }

  /** How many large tasks could be given out now. */
  synchronized int freeForLarge() {
    Instant now = clock.instant();
    return (int) members.stream().filter(member -> member.freeForLarge(now)).count();
  }

  /**
   * Takes all of a large function.
   *
   * @param avoided taken only if there is no other
   */
  synchronized Optional<Slot> takeLarge(Optional<String> avoided) {
    Instant now = clock.instant();
    return members.stream()
        .filter(member -> member.freeForLarge(now))
        .min(leastBusy(avoided))
        .map(member -> new Slot(member, true));
  }

  private static Comparator<Member> leastBusy(Optional<String> avoided) {
    return Comparator.comparing(
            (Member member) -> avoided.filter(member.url.toString()::equals).isPresent())
        .thenComparingInt(member -> member.taken);
  }

  /**
   * Says whether there are large tasks to be done; if so, functions that have nothing to do are
   * asked whether they are large.
   *
   * @param engineVersion the only one that can do them, if it is known
   */
  void wantLarge(boolean wanted, Optional<String> engineVersion) {
    Instant now = clock.instant();
    List<Member> due;
    synchronized (this) {
      largeWanted = wanted;
      due =
          wanted
              ? members.stream().filter(member -> member.toBeAsked(now)).toList()
              : List.<Member>of();
      due.forEach(member -> member.asking = true);
    }
    due.forEach(member -> Thread.startVirtualThread(() -> askSize(member, engineVersion)));
  }

  private void askSize(Member member, Optional<String> engineVersion) {
    Size size =
        client
            .status(member.url)
            .map(status -> size(status, engineVersion))
            .orElse(new Size(false, "a function does not answer"));
    synchronized (this) {
      member.asking = false;
      member.size = size;
      member.answeredAt = clock.instant();
    }
    signals.workToDo();
  }

  private static Size size(FunctionStatus status, Optional<String> engineVersion) {
    if (status.state() == FunctionStatus.State.ENDING) {
      return new Size(false, status.function() + " is ending");
    }
    if (engineVersion.isPresent() && !engineVersion.get().equals(status.engineVersion())) {
      return new Size(
          false,
          "%s has engine %s, and the key set is for engine %s"
              .formatted(status.function(), status.engineVersion(), engineVersion.get()));
    }
    if (status.state() == FunctionStatus.State.COMPUTING) {
      return new Size(false, status.function() + " is busy");
    }
    return status.large()
        ? new Size(true, status.function() + " is large")
        : new Size(
            false,
            status.function()
                + " is not large: its operator has not said that it is, or it has less than 16 GiB"
                + " of memory free");
  }

  /** Why no large task can be given out now, in words; empty if that is not known yet. */
  synchronized Optional<String> largeMissing() {
    if (members.stream().anyMatch(member -> member.largeTaken)) {
      return Optional.of("a large function is busy with another task");
    }
    boolean open =
        members.stream().anyMatch(m -> m.size.large() || (m.failures == 0 && m.answeredAt == null));
    return open
        ? Optional.empty()
        : Optional.of(
            "no function is large: "
                + members.stream()
                    .map(
                        member ->
                            member.failures > 0
                                ? "a function does not answer"
                                : member.size.words())
                    .distinct()
                    .limit(MOST_WORDS)
                    .collect(Collectors.joining("; ")));
  }

  /** Asks those that failed, once their time has come, whether they are back. */
  void probe() {
    Instant now = clock.instant();
    List<Member> due;
    synchronized (this) {
      due =
          members.stream()
              .filter(m -> m.failures > 0 && !m.probing && !now.isBefore(m.notBefore))
              .toList();
      due.forEach(member -> member.probing = true);
    }
    due.forEach(member -> Thread.startVirtualThread(() -> probe(member)));
  }

  private void probe(Member member) {
    boolean back = client.answers(member.url);
    synchronized (this) {
      member.probing = false;
      if (back) {
        member.failures = 0;
      } else {
        backOff(member);
      }
    }
    if (back) {
      signals.workToDo();
    }
  }

  private void backOff(Member member) {
    Duration delay = FIRST_BACK_OFF.multipliedBy(1L << Math.min(member.failures, MAX_SHIFT));
    member.failures++;
    member.notBefore =
        clock.instant().plus(delay.compareTo(longestBackOff) < 0 ? delay : longestBackOff);
  }
}
