package dev.provelet.function.step;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.SnarkKeys;
import dev.provelet.contract.function.Step;
import dev.provelet.contract.snark.KeyFiles;
import dev.provelet.contract.snark.OnChainProof;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.SnarkBinary;
import dev.provelet.engine.SnarkWatch;
import dev.provelet.function.program.ProgramCache;
import dev.provelet.function.snark.KeySet;
import dev.provelet.function.snark.LargeSteps;
import dev.provelet.function.snark.MissingKeysException;
import dev.provelet.function.transfer.Payload;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The steps from a final proof to an on-chain one, and the check of that. */
final class SnarkStep {
  private final StepContext context;

  SnarkStep(StepContext context) {
    this.context = context;
  }

  /** Calls the program that does it. */
  @FunctionalInterface
  private interface Work {
    void run(SnarkBinary binary, KeySet keys, Path input, Path output, SnarkWatch watch)
        throws EngineException;
  }

  StepOutcome root(Step.Root step)
      throws IOException, EngineException, MissingKeysException, WrongVersionException {
    Path cache = context.config().keyCache();
    return large(
        step.proof(),
        step.keys(),
        KeyFiles.OF_ROOT,
        "root.bin",
        (binary, keys, in, out, watch) -> binary.root(keys.directory(), cache, in, out, watch));
  }

  StepOutcome snark(Step.Snark step)
      throws IOException, EngineException, MissingKeysException, WrongVersionException {
    return large(
        step.root(),
        step.keys(),
        KeyFiles.OF_SNARK,
        "snark.bin",
        (binary, keys, in, out, watch) -> binary.snark(keys.directory(), in, out, watch));
  }

  StepOutcome wrapEvm(Step.WrapEvm step)
      throws IOException, EngineException, MissingKeysException, WrongVersionException {
    return large(
        step.snark(),
        step.keys(),
        KeyFiles.OF_WRAP_EVM,
        "evm.json",
        (binary, keys, in, out, watch) -> binary.wrapEvm(keys.directory(), in, out, watch));
  }

  private StepOutcome large(
      Artifact input, SnarkKeys keys, List<String> files, String name, Work work)
      throws IOException, EngineException, MissingKeysException, WrongVersionException {
    try (LargeSteps.Turn turn = context.onChain().large().begin()) {
      byte[] content = context.pull(input, context.limits().object().asLongValue());
      context.begin();
      KeySet keySet = context.keySet(keys, files);
      Path in = Files.write(context.file(), content);
      Path out = context.file();
      Path made =
          context.timed(
              () -> {
                try {
                  work.run(turn.binary(), keySet, in, out, new Watch());
                  return out;
                } catch (EngineException e) {
                  // A damaged key may be the reason: the next attempt looks.
                  context.onChain().keySets().doubt(keySet);
                  throw e;
                }
              });
      Output output = context.push(name, Payload.of(bounded(made)));
      return new StepOutcome.Completed(List.of(output), context.timings().millis(), null);
    }
  }

  private byte[] bounded(Path file) throws IOException {
    long limit = context.limits().object().asLongValue();
    if (Files.size(file) > limit) {
      throw new IOException(
          "%d bytes came of it, more than the %d of provelet.function.limits.object"
              .formatted(Files.size(file), limit));
    }
    return Files.readAllBytes(file);
  }

  StepOutcome verify(Step.VerifySnark step)
      throws IOException,
          InvalidProgramException,
          EngineException,
          MissingKeysException,
          WrongVersionException {
    try (ProgramCache.Lease program = context.program(step.program())) {
      byte[] proof = context.pull(step.proof(), OnChainProof.MAX_BYTES);
      context.begin();
      byte[] verifier =
          context.keySet(step.keys(), KeyFiles.OF_VERIFY_SNARK).read(KeyFiles.VERIFIER);
      byte[] publicValues =
          Statement.publicValuesOfDigests(step.publicInput().bytes(), step.output().bytes());
      context.timed(
          () -> {
            program.guest().verifySnark(verifier, publicValues, proof);
            return proof;
          });
      return new StepOutcome.Completed(List.of(), context.timings().millis(), null);
    }
  }

  private final class Watch implements SnarkWatch {
    @Override
    public void phase(String phase, int done, int total) {
      context.events().emit(new FunctionEvent.Working(phase, done, total));
    }

    @Override
    public void check() {
      context.cancellation().check();
    }
  }
}
