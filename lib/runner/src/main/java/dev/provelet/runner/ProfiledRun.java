package dev.provelet.runner;

import dev.provelet.guest.ExecutionProfile;

/**
 * A run whose every instruction was counted.
 *
 * @param touchedPages 4 KiB pages that instructions read or wrote
 * @param touchedTop the address behind the last of them
 */
public record ProfiledRun(
    GuestRun run, ExecutionProfile profile, long touchedPages, long touchedTop) {}
