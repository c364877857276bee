package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.client.ProofView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet list}: the newest proofs. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the newest proofs, newest first.")
public final class ListCommand implements Callable<Integer> {
  @Mixin private ServerOption server;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "How many proofs, 1 to 100. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Override
  public Integer call() throws CommandException, InterruptedException {
    if (limit < 1 || limit > 100) {
      throw new CommandException("--limit must be 1 to 100, not " + limit);
    }
    List<ProofView> proofs = server.client().list(limit);
    proofs.forEach(proof -> System.out.println(proof.describe()));
    if (proofs.isEmpty()) {
      System.out.println("no proofs yet");
    }
    return 0;
  }
}
