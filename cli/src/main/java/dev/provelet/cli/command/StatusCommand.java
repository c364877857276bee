package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.client.ProofView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code provelet status}: one proof. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows the state of a proof.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private ServerOption server;

  @Option(names = "--json", description = "Prints the server's answer, as JSON.")
  private boolean json;

  @Parameters(paramLabel = "ID", description = "The proof's id, a UUID.")
  private String id;

  @Override
  public Integer call() throws CommandException, InterruptedException {
    ProofView proof = server.client().get(id);
    System.out.println(json ? proof.json().toPrettyString() : proof.describe());
    return 0;
  }
}
