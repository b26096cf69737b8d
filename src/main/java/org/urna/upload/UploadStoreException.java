package org.urna.upload;

/// The disk failed the uploader. Nothing must be sent: what is sent has to be kept first.
public final class UploadStoreException extends Exception {
  private static final long serialVersionUID = 1L;

  public UploadStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
