package dev.provelet.stage.testing;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.FunctionEvent.RunSummary;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.SnarkKeys;
import dev.provelet.contract.function.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the fake function makes: texts that name what they were made from, so that the final one
 * tells the whole tree. The guest's stdin says how many segments its run has, or that it hangs, or
 * exits with 7; with anything else it has one segment.
 */
final class FakeSteps {
  private final FakeFunction.Answer answer;
  private final Invocation invocation;

  FakeSteps(FakeFunction.Answer answer, Invocation invocation) {
    this.answer = answer;
    this.invocation = invocation;
  }

  /** An input is not what the invocation says. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String artifact;

    DamagedException(String artifact) {
      super(artifact);
      this.artifact = artifact;
    }

    String artifact() {
      return artifact;
    }
  }

  void run() throws IOException, DamagedException {
    switch (invocation.step()) {
      case Step.Execute(Artifact program, Step.GuestInputs inputs, _) ->
          done(ran(program, inputs), new RunSummary(1000, 0, ""));
      case Step.Split(Artifact program, Step.GuestInputs inputs, _) -> {
        if (text(inputs.stdin()).equals("hang")) {
          hang();
        }
        if (text(inputs.stdin()).equals("exit 7")) {
          answer.failed(Kind.GUEST, "the program exited with status 7", null);
          return;
        }
        String number = text(inputs.stdin());
        int segments = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 1;
        segments(segments);
        done(ran(program, inputs), new RunSummary(1000L * segments, segments, ""));
      }
      case Step.Prove(_, _, Artifact segment) -> proof("[" + text(segment) + "]");
      case Step.Aggregate(Step.Layer layer, List<Artifact> children) -> {
        List<String> texts = new ArrayList<>();
        for (Artifact child : children) {
          texts.add(text(child));
        }
        proof(layer + "(" + String.join(" ", texts) + ")");
      }
      case Step.Verify(_, Artifact proof, _, _) -> {
        if (text(proof).startsWith("WRAP(")) {
          done(List.of(), null);
        } else {
          answer.failed(Kind.INPUT, "the proof is wrong", proof.name());
        }
      }
      case Step.Root(Artifact proof, SnarkKeys keys) ->
          large("root.bin", "ROOT(" + text(proof) + ")", keys);
      case Step.Snark(Artifact root, SnarkKeys keys) ->
          large("snark.bin", "SNARK(" + text(root) + ")", keys);
      case Step.WrapEvm(Artifact snark, SnarkKeys keys) ->
          large("evm.json", FakeOnChainProof.of("EVM(" + text(snark) + ")"), keys);
      case Step.VerifySnark(_, Artifact proof, _, _, _) -> {
        if (FakeOnChainProof.content(text(proof)).startsWith("EVM(SNARK(ROOT(WRAP(")) {
          done(List.of(), null);
        } else {
          answer.failed(Kind.INPUT, "the on-chain proof is wrong", proof.name());
        }
      }
    }
  }

  /** Says in two phases how far it is. */
  private void large(String object, String content, SnarkKeys keys)
      throws IOException, DamagedException {
    for (Artifact file : keys.files()) {
      var _ = answer.pull(file);
    }
    answer.send(new FunctionEvent.Working("reading keys", 0, 2));
    answer.send(new FunctionEvent.Working("proving", 1, 2));
    done(List.of(answer.push(object, bytes(content))), null);
  }

  void segments(int count) throws IOException, DamagedException {
    if (!(invocation.step() instanceof Step.Split(_, Step.GuestInputs inputs, _))) {
      throw new IllegalStateException("only a split has segments");
    }
    var _ = answer.pull(inputs.stdin());
    for (int i = 0; i < count; i++) {
      Output object = answer.push("segment-" + i + ".bin", bytes("s" + i));
      answer.send(new FunctionEvent.SegmentReady(i, 1000, object));
    }
  }

  /** Shows signs of life until the connection is broken. */
  void hang() throws IOException {
    try {
      while (true) {
        answer.send(new FunctionEvent.Heartbeat());
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private List<Output> ran(Artifact program, Step.GuestInputs inputs)
      throws IOException, DamagedException {
    byte[] elf = answer.pull(program);
    var _ = answer.pull(inputs.publicInput());
    return List.of(
        answer.push("output.bin", bytes("output of " + Digest.of(elf))), answer.pushRun());
  }

  private void proof(String content) throws IOException {
    done(List.of(answer.push("proof.bin", bytes(content))), null);
  }

  private void done(List<Output> outputs, @Nullable RunSummary run) throws IOException {
    answer.send(new FunctionEvent.Done(outputs, Map.of("work", 1L), run));
  }

  private String text(Artifact artifact) throws IOException, DamagedException {
    return new String(answer.pull(artifact), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
