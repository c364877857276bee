package dev.provelet.stage.dispatch;

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

/**
 * The functions, as this process knows them: which have a free slot, which are left alone for a
 * while. Only a view: a function that another process keeps busy says so itself.
 */
@Singleton
class FunctionPool {
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);
  private static final int MAX_SHIFT = 10;

  private final List<Member> members;
  private final FunctionClient client;
  private final ChangeNotifications signals;
  private final Clock clock;
  private final Duration longestBackOff;

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

    Member(URI url, int slots) {
      this.url = url;
      this.slots = slots;
    }

    int free(Instant now) {
      // One that failed is believed again only after it has answered a probe.
      return failures > 0 || now.isBefore(notBefore) ? 0 : slots - taken;
    }
  }

  /** The right to give one task to one function. */
  final class Slot {
    private final Member member;

    private Slot(Member member) {
      this.member = member;
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
      }
      signals.workToDo();
    }
  }

  /** How many tasks could be given out now. */
  synchronized int free() {
    Instant now = clock.instant();
    return members.stream().mapToInt(member -> member.free(now)).sum();
  }

  /**
   * Takes a slot of the least busy function.
   *
   * @param avoided taken only if there is no other
   */
  synchronized Optional<Slot> take(Optional<String> avoided) {
    Instant now = clock.instant();
    Optional<Member> chosen =
        members.stream()
            .filter(member -> member.free(now) > 0)
            .min(
                Comparator.comparing(
                        (Member member) ->
                            avoided.filter(member.url.toString()::equals).isPresent())
                    .thenComparingInt(member -> member.taken));
    chosen.ifPresent(member -> member.taken++);
    return chosen.map(Slot::new);
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
