package org.urna.flow.voter;

/// The named steps of reading a passport, in order. A step is reported when it begins.
public enum ReadingStep {
  OPENING,
  SIGNATURE,
  PERSONAL_PAGE,
  COPY_CHECK
}
