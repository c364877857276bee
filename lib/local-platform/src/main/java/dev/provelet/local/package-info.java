/** What a platform on one machine consists of: supervisor, MariaDB, S3Proxy. */
@NullMarked
package dev.provelet.local;

import org.jspecify.annotations.NullMarked;
