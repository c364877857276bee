package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import dev.provelet.cli.client.ProofView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code provelet status}: one proof. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows one proof.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private ServerOption server;

  @Option(names = "--json", description = "Prints the server's answer.")
  private boolean json;

  @Parameters(paramLabel = "ID", description = "The proof's id.")
  private String id;

  @Override
  public Integer call() throws Failure, InterruptedException {
    ProofView proof = server.client().get(id);
    System.out.println(json ? proof.json().toPrettyString() : proof.describe());
    return 0;
  }
}
