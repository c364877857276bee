package dev.provelet.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.contract.snark.OnChainProof;
import dev.provelet.contract.snark.OnChainProof.Halo2Kzg;
import dev.provelet.engine.Commitments;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.EngineStatus;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The on-chain proof that the engine's own tests hold to its contract is one of an ELF. */
class StoredOnChainProofIT {
  private static final Path EXAMPLES = Path.of("../../examples");
  private static final Path STORED = Path.of("../../src-native-cuda/tests/on_chain/fixture");
  private static final byte[] NO_PUBLIC_INPUT = {};

  @TempDir private Path keyCache;

  @Test
  void the_stored_proof_is_of_this_elf_and_of_what_it_prints() throws Exception {
    byte[] json = Files.readAllBytes(STORED.resolve("evm.json"));
    Halo2Kzg proof = OnChainProof.read(json).halo2Kzg();
    byte[] verifier = Files.readAllBytes(STORED.resolve("verifier.json"));
    byte[] stdin = Files.readAllBytes(EXAMPLES.resolve("hash-c/input.txt"));
    try (Engine engine =
            EngineLibrary.open(EngineLibrary.configuredDirectory().orElseThrow(), keyCache);
        LoadedGuest guest = load(engine, "hash-c/hash-c.elf");
        LoadedGuest other = load(engine, "loop-c/loop-c.elf")) {
      // Given
      RunRecording recording = new RunRecording();
      GuestRun run =
          guest.execute(Statement.inputs(NO_PUBLIC_INPUT, stdin), RunLimits.NONE, recording);
      assertThat(run.exit().success()).as(run.exit().describe()).isTrue();
      byte[] values = Statement.publicValues(NO_PUBLIC_INPUT, recording.output(guest.guest()));
      // When
      Commitments commitments = guest.commitments();
      // Then
      assertThat(proof.appExeCommit()).isEqualTo("0x" + commitments.appExe());
      assertThat(proof.appVmCommit()).isEqualTo("0x" + commitments.appVm());
      assertThat(proof.publicInputSha256() + proof.outputSha256().substring(2))
          .isEqualTo("0x" + HexFormat.of().formatHex(values));
      engine.verifySnark(verifier, id(guest), values, json);
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> engine.verifySnark(verifier, id(other), values, json))
          .satisfies(e -> assertThat(e.status()).isEqualTo(EngineStatus.REJECTED));
    }
  }

  private static LoadedGuest load(Engine engine, String elf)
      throws IOException, InvalidProgramException, EngineException {
    return new Runner(engine).load(Files.readAllBytes(EXAMPLES.resolve(elf)));
  }

  private static byte[] id(LoadedGuest guest) throws EngineException {
    return HexFormat.of().parseHex(guest.programId());
  }
}
