package org.urna.passport.mrz;

/// Text that is not a machine readable zone of the form that was asked for. Carries the kind of
/// defect and never the text.
public final class MrzFormatException extends Exception {
  private final MrzDefect defect;

  MrzFormatException(MrzDefect defect) {
    super("not a machine readable zone: " + defect);
    this.defect = defect;
  }

  public MrzDefect defect() {
    return defect;
  }
}
