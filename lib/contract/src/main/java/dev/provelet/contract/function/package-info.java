/**
 * What a stage asks of a prover function and what the function answers: {@code POST /v1/invoke}
 * takes one {@link dev.provelet.contract.function.Invocation} as JSON and answers with one {@link
 * dev.provelet.contract.function.FunctionEvent} a line (application/x-ndjson).
 */
@NullMarked
package dev.provelet.contract.function;

import org.jspecify.annotations.NullMarked;
