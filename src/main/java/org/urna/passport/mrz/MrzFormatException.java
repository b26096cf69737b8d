package org.urna.passport.mrz;

/// Text that is not a machine readable zone of form TD3. Carries the kind of defect and never the
/// text.
public final class MrzFormatException extends Exception {
  private final MrzDefect defect;

  MrzFormatException(MrzDefect defect) {
    super("not a TD3 machine readable zone: " + defect);
    this.defect = defect;
  }

  public MrzDefect defect() {
    return defect;
  }
}
