package dev.provelet.guest.ziren;

import static dev.provelet.guest.ziren.Precompiles.BLS12381;
import static dev.provelet.guest.ziren.Precompiles.BLS12381_FIELD;
import static dev.provelet.guest.ziren.Precompiles.BN254;
import static dev.provelet.guest.ziren.Precompiles.BN254_FIELD;
import static dev.provelet.guest.ziren.Precompiles.ED25519;
import static dev.provelet.guest.ziren.Precompiles.KECCAK;
import static dev.provelet.guest.ziren.Precompiles.POSEIDON2;
import static dev.provelet.guest.ziren.Precompiles.SECP256K1;
import static dev.provelet.guest.ziren.Precompiles.SECP256R1;
import static dev.provelet.guest.ziren.Precompiles.SHA256;
import static dev.provelet.guest.ziren.Precompiles.UINT256;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The system calls that Ziren has beside Linux's, by the names it gives them. */
public enum ZirenCall {
  HALT(0x00),
  WRITE(0x02),
  ENTER_UNCONSTRAINED(0x03),
  EXIT_UNCONSTRAINED(0x04),
  COMMIT(0x10),
  COMMIT_DEFERRED_PROOFS(0x1a),
  VERIFY_ZKM_PROOF(0x1b),
  HINT_LEN(0xf0),
  HINT_READ(0xf1),
  SYSVERIFY(0xf2),
  SHA_EXTEND(0x30010005, SHA256),
  SHA_COMPRESS(0x01010006, SHA256),
  ED_ADD(0x01010007, ED25519),
  ED_DECOMPRESS(0x00010008, ED25519),
  KECCAK_SPONGE(0x01010009, KECCAK),
  SECP256K1_ADD(0x0101000a, SECP256K1),
  SECP256K1_DOUBLE(0x0001000b, SECP256K1),
  SECP256K1_DECOMPRESS(0x0001000c, SECP256K1),
  BN254_ADD(0x0101000e, BN254),
  BN254_DOUBLE(0x0001000f, BN254),
  BLS12381_DECOMPRESS(0x0001001c, BLS12381),
  UINT256_MUL(0x0101001d, UINT256),
  BLS12381_ADD(0x0101001e, BLS12381),
  BLS12381_DOUBLE(0x0001001f, BLS12381),
  BLS12381_FP_ADD(0x01010020, BLS12381_FIELD),
  BLS12381_FP_SUB(0x01010021, BLS12381_FIELD),
  BLS12381_FP_MUL(0x01010022, BLS12381_FIELD),
  BLS12381_FP2_ADD(0x01010023, BLS12381_FIELD),
  BLS12381_FP2_SUB(0x01010024, BLS12381_FIELD),
  BLS12381_FP2_MUL(0x01010025, BLS12381_FIELD),
  BN254_FP_ADD(0x01010026, BN254_FIELD),
  BN254_FP_SUB(0x01010027, BN254_FIELD),
  BN254_FP_MUL(0x01010028, BN254_FIELD),
  BN254_FP2_ADD(0x01010029, BN254_FIELD),
  BN254_FP2_SUB(0x0101002a, BN254_FIELD),
  BN254_FP2_MUL(0x0101002b, BN254_FIELD),
  SECP256R1_ADD(0x0101002c, SECP256R1),
  SECP256R1_DOUBLE(0x0001002d, SECP256R1),
  SECP256R1_DECOMPRESS(0x0001002e, SECP256R1),
  U256XU2048_MUL(0x0101002f, UINT256),
  POSEIDON2_PERMUTE(0x00010030, POSEIDON2);

  private static final Map<Integer, ZirenCall> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(ZirenCall::number, Function.identity()));

  private final int number;
  private final Optional<Precompiles> precompiles;

  ZirenCall(int number) {
    this.number = number;
    this.precompiles = Optional.empty();
  }

  ZirenCall(int number, Precompiles precompiles) {
    this.number = number;
    this.precompiles = Optional.of(precompiles);
  }

  /** The call with a number, if Ziren has it. */
  public static Optional<ZirenCall> of(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  /** As the program puts it into $v0. */
  public int number() {
    return number;
  }

  /** The group it is in, if it is a precompile. */
  public Optional<Precompiles> precompiles() {
    return precompiles;
  }
}
