/** The gRPC face: {@code stage.v1}, as the clients in the field speak it. */
@NullMarked
package dev.provelet.stage.grpc;

import org.jspecify.annotations.NullMarked;
