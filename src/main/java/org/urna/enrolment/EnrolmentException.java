package org.urna.enrolment;

/// An enrolment could not be made. Says why and carries nothing of the passport.
public final class EnrolmentException extends Exception {
  private final EnrolmentFailure failure;

  EnrolmentException(EnrolmentFailure failure) {
    super("no enrolment: " + failure);
    this.failure = failure;
  }

  EnrolmentException(EnrolmentFailure failure, Throwable cause) {
    super("no enrolment: " + failure, cause);
    this.failure = failure;
  }

  public EnrolmentFailure failure() {
    return failure;
  }
}
