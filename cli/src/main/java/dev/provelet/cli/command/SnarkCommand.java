package dev.provelet.cli.command;

import picocli.CommandLine.Command;

/** {@code provelet snark}: what an operator does for on-chain proofs. */
@Command(
    name = "snark",
    mixinStandardHelpOptions = true,
    description = "Makes key sets for on-chain proofs, and gives them to a platform.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SnarkSetupCommand.class, PublishKeysCommand.class})
public final class SnarkCommand {}
