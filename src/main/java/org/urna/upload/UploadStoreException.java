package org.urna.upload;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// The disk failed the uploader. Nothing must be sent: what is sent has to be kept first.
public final class UploadStoreException extends Exception implements Failing {
  private static final long serialVersionUID = 1L;

  public UploadStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public Failure failure() {
    return new Failure(FailureCode.UPLOAD_STORE_FAILED, String.valueOf(getMessage()));
  }
}
