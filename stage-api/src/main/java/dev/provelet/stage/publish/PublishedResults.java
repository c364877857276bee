package dev.provelet.stage.publish;

import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.stage.plan.ProofTarget;
import java.util.List;

/** What a proof offers for download once it has succeeded. */
public final class PublishedResults {
  private PublishedResults() {}

  public static List<PublishedName> of(ProofTarget target) {
    return switch (target) {
      case EXECUTE -> List.of(PublishedName.OUTPUT, PublishedName.REPORT);
      case SEGMENTS ->
          List.of(
              PublishedName.SEGMENT_PROOFS,
              PublishedName.OUTPUT,
              PublishedName.PUBLIC_VALUES,
              PublishedName.WRAP_PUBLIC_VALUES,
              PublishedName.REPORT);
      case STARK ->
          List.of(
              PublishedName.PROOF,
              PublishedName.OUTPUT,
              PublishedName.PUBLIC_VALUES,
              PublishedName.WRAP_PUBLIC_VALUES,
              PublishedName.REPORT);
      case SNARK ->
          List.of(
              PublishedName.PROOF,
              PublishedName.SNARK_PROOF,
              PublishedName.SNARK_RAW_PROOF,
              PublishedName.SNARK_CALLDATA,
              PublishedName.OUTPUT,
              PublishedName.PUBLIC_VALUES,
              PublishedName.WRAP_PUBLIC_VALUES,
              PublishedName.REPORT);
    };
  }
}
