/** What the HTTP interfaces of all services have in common. */
@NullMarked
package dev.provelet.contract.api;

import org.jspecify.annotations.NullMarked;
