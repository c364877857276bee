package dev.provelet.stage.http;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.event.RecordedEvent;
import dev.provelet.stage.status.ProofStatus;
import dev.provelet.stage.status.ProofStatuses;
import dev.provelet.stage.submit.RejectedException;
import dev.provelet.stage.submit.Rejection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/proofs/{id}/events}: what has happened, then what happens, until the proof is over.
 * Each event's id is its number, with which a client that was cut off goes on where it was.
 */
@Path("/v1/proofs/{id}/events")
@RunOnVirtualThread
public final class EventsResource {
  private final ProofStatuses statuses;
  private final ChangeNotifications signals;
  private final StageConfig.Events config;

  @Inject
  EventsResource(ProofStatuses statuses, ChangeNotifications signals, StageConfig config) {
    this.statuses = statuses;
    this.signals = signals;
    this.config = config.events();
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "Stream the events of a proof as server-sent events",
      description = "Resumes after Last-Event-ID. 204 if the proof is over and has no more events.")
  public void events(
      @PathParam("id") String text,
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
      @Context SseEventSink sink,
      @Context Sse sse) {
    ProofId id = SubmissionReader.proofId(text);
    long last = number(lastEventId);
    ProofStatus status =
        statuses.find(id).orElseThrow(() -> new RejectedException(new Rejection.UnknownProof(id)));
    if (status.proof().state().terminal() && statuses.events(id, last).isEmpty()) {
      // Tells a browser's EventSource not to come again.
      throw new WebApplicationException(Response.noContent().build());
    }
    try (SseEventSink open = sink;
        ChangeNotifications.Watch watch = signals.watch(id)) {
      follow(id, last, open, sse, watch.waiter());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(
      ProofId id, long after, SseEventSink sink, Sse sse, ChangeNotifications.Waiter waiter)
      throws InterruptedException {
    long last = after;
    long quietSince = System.nanoTime();
    while (!sink.isClosed()) {
      List<RecordedEvent> events = statuses.events(id, last);
      for (RecordedEvent event : events) {
        send(sink, event(sse, event));
        last = event.seq();
        quietSince = System.nanoTime();
        if (event.terminal()) {
          return;
        }
      }
      if (System.nanoTime() - quietSince >= config.keepAlive().toNanos()) {
        send(sink, sse.newEventBuilder().comment("keep-alive").build());
        quietSince = System.nanoTime();
      }
      if (events.isEmpty()) {
        waiter.await(config.pollInterval());
      }
    }
  }

  private static void send(SseEventSink sink, OutboundSseEvent event) {
    var _ = sink.send(event).toCompletableFuture().join();
  }

  private static OutboundSseEvent event(Sse sse, RecordedEvent event) {
    return sse.newEventBuilder()
        .id(Long.toString(event.seq()))
        .name(event.type())
        .data(String.class, withTime(event))
        .build();
  }

  /** The event's own fields, and when it happened. */
  private static String withTime(RecordedEvent event) {
    String fields = event.data().strip();
    String at = "\"at\":\"" + event.at() + "\"";
    return fields.equals("{}") ? "{" + at + "}" : "{" + at + "," + fields.substring(1);
  }

  private static long number(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isEmpty()) {
      return 0;
    }
    if (!lastEventId.matches("[0-9]{1,18}")) {
      throw SubmissionReader.malformed("Last-Event-ID is the number of an event");
    }
    return Long.parseLong(lastEventId);
  }
}
