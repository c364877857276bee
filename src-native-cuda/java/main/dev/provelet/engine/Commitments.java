package dev.provelet.engine;

import java.util.HexFormat;

/**
 * What an on-chain proof says of the program that it is about, each 64 hex digits: a big-endian
 * scalar of BN254.
 *
 * @param appExe the program's commitment
 * @param appVm the machine's
 */
public record Commitments(String appExe, String appVm) {
  static Commitments of(byte[] appExe, byte[] appVm) {
    return new Commitments(HexFormat.of().formatHex(appExe), HexFormat.of().formatHex(appVm));
  }
}
