/// Keeps the uploader's state in SQLite. The only package of uploading that knows SQL.
@NullMarked
package org.urna.upload.sqlite;

import org.jspecify.annotations.NullMarked;
