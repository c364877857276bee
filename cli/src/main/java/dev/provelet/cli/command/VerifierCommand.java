package dev.provelet.cli.command;

import picocli.CommandLine.Command;

/** {@code provelet verifier}: what checks on-chain proofs. */
@Command(
    name = "verifier",
    mixinStandardHelpOptions = true,
    description = "Hands out what on-chain proofs are checked with.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = VerifierExportCommand.class)
public final class VerifierCommand {}
