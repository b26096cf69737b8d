package org.urna.failure;

/// Every way to fail that a person sees. The code never changes its meaning and is never reused: a
/// volunteer reads it out over the phone, and the remedy stands in docs/failure-codes.md, which a
/// test holds against this list.
///
/// Letters: P passport, E eligibility, B ballot, S station, U upload, C count, O organisers.
public enum FailureCode {
  NO_CHIP_FOUND("P01", Audience.VOTER),
  CONTACT_LOST("P02", Audience.VOTER),
  ACCESS_KEY_REFUSED("P03", Audience.VOLUNTEER),
  CHIP_SILENT("P04", Audience.VOLUNTEER),
  NO_CHIP_IN_DOCUMENT("P05", Audience.VOTER),
  SIGNER_UNKNOWN("P06", Audience.VOLUNTEER),
  SIGNATURE_WRONG("P07", Audience.VOLUNTEER),
  COPY_SUSPECTED("P08", Audience.VOLUNTEER),
  READER_GONE("P09", Audience.VOLUNTEER),
  CHIP_PROTOCOL_ERROR("P10", Audience.VOLUNTEER),
  KEY_MISTYPED("P11", Audience.VOTER),
  CHIP_CANNOT_PROVE_ITSELF("P12", Audience.VOLUNTEER),
  PAGE_AND_CHIP_DIFFER("P13", Audience.VOLUNTEER),
  CHIP_PAUSES("P14", Audience.VOTER),
  OTHER_CARD_ANSWERED("P15", Audience.VOLUNTEER),
  READER_BUSY("P16", Audience.VOLUNTEER),
  SIGNATURE_NOT_ACCEPTED("P17", Audience.VOLUNTEER),

  TOO_YOUNG("E01", Audience.VOTER),
  PASSPORT_EXPIRED("E02", Audience.VOTER),
  OTHER_CITIZENSHIP("E03", Audience.VOTER),
  NOT_AN_ORDINARY_PASSPORT("E04", Audience.VOTER),
  ALREADY_VOTED("E05", Audience.VOTER),
  NO_VARIANT_FOR_PASSPORT("E06", Audience.VOLUNTEER),
  DATE_UNCLEAR("E07", Audience.VOLUNTEER),

  PROOF_FAILED("B01", Audience.OFFICIAL),
  NOT_STORED("B02", Audience.OFFICIAL),
  STORAGE_UNCERTAIN("B03", Audience.OFFICIAL),
  BOX_FULL("B04", Audience.OFFICIAL),
  SESSION_TIMED_OUT("B05", Audience.VOTER),
  POLLS_ENDED("B06", Audience.VOTER),

  PACKAGE_REFUSED("S01", Audience.OFFICIAL),
  WRONG_MODE("S02", Audience.OFFICIAL),
  PASSPHRASES_REFUSED("S03", Audience.OFFICIAL),
  KEYS_UNREADABLE("S04", Audience.OFFICIAL),
  STATION_NOT_ACCREDITED("S05", Audience.OFFICIAL),
  NULLIFIER_KEY_REFUSED("S06", Audience.OFFICIAL),
  NOT_READY("S07", Audience.OFFICIAL),
  BOX_NOT_EMPTY("S08", Audience.OFFICIAL),
  WRONG_STATE("S09", Audience.OFFICIAL),
  OUTSIDE_SCHEDULE("S10", Audience.OFFICIAL),
  LOG_DAMAGED("S11", Audience.OFFICIAL),
  BOX_DAMAGED("S12", Audience.OFFICIAL),
  BATCHES_NOT_SETTLED("S14", Audience.OFFICIAL),
  SETTINGS_REFUSED("S15", Audience.OFFICIAL),
  EXPORT_FAILED("S16", Audience.OFFICIAL),
  KEYS_EXIST("S17", Audience.OFFICIAL),
  KEYS_LOCKED("S18", Audience.OFFICIAL),
  REPORT_NOT_KEPT("S19", Audience.OFFICIAL),
  LOG_NOT_WRITABLE("S20", Audience.OFFICIAL),
  WORK_HANGS("S30", Audience.OFFICIAL),
  PROGRAM_BROKEN("S31", Audience.OFFICIAL),
  STICK_MISSING("S32", Audience.OFFICIAL),
  RECEIPT_REFUSED("S33", Audience.OFFICIAL),
  BALLOT_SET_ASIDE("S40", Audience.OFFICIAL),
  BALLOTS_NOT_RESCUED("S41", Audience.OFFICIAL),
  BOX_MISSING("S42", Audience.OFFICIAL),
  BOX_NOT_AS_LEFT("S43", Audience.OFFICIAL),
  BOX_FOREIGN("S44", Audience.OFFICIAL),
  BOX_NEWER("S45", Audience.OFFICIAL),
  STATION_IN_USE("S46", Audience.OFFICIAL),
  PACKAGE_COPY_DAMAGED("S47", Audience.OFFICIAL),
  BATCH_DAMAGED("S48", Audience.OFFICIAL),
  UNEXPECTED("S99", Audience.OFFICIAL),

  CHAIN_UNREACHABLE("U01", Audience.OFFICIAL),
  WRONG_CHAIN_OR_CONTRACT("U02", Audience.OFFICIAL),
  BALANCE_TOO_LOW("U03", Audience.OFFICIAL),
  BATCH_REFUSED("U04", Audience.OFFICIAL),
  BATCH_STUCK("U05", Audience.OFFICIAL),
  COUNTED_EARLIER("U06", Audience.OFFICIAL),
  SEQUENCE_TAKEN("U07", Audience.OFFICIAL),
  UPLOAD_NOT_SET_UP("U09", Audience.OFFICIAL),
  NODE_ERROR("U10", Audience.OFFICIAL),
  CALL_REFUSED("U11", Audience.OFFICIAL),
  NOT_OPEN_ON_CHAIN("U12", Audience.OFFICIAL),
  UPLOAD_TOO_LATE("U13", Audience.OFFICIAL),
  CLOCKS_DIFFER("U14", Audience.OFFICIAL),
  UPLOAD_STORE_FAILED("U15", Audience.OFFICIAL),
  FINAL_UNDONE("U16", Audience.OFFICIAL),
  PAYER_HAS_CODE("U17", Audience.OFFICIAL),

  TALLY_NOT_VERIFIED("C01", Audience.TRUSTEE),
  KEY_CEREMONY_REFUSED("C02", Audience.TRUSTEE),
  RESULT_NOT_VERIFIED("C03", Audience.AUDITOR),
  NOT_OVER_YET("C04", Audience.AUDITOR),
  KEY_USED_ALREADY("C05", Audience.TRUSTEE),
  TRUSTEE_KEY_REFUSED("C06", Audience.TRUSTEE),
  SUM_NOT_OPENED("C07", Audience.TRUSTEE),
  EVIDENCE_UNREADABLE("C08", Audience.AUDITOR),

  FILE_NOT_USABLE("O01", Audience.ORGANISER),
  ANSWER_REFUSED("O02", Audience.ORGANISER),
  TRUST_LIST_REFUSED("O03", Audience.ORGANISER),
  CIRCUIT_KEYS_REFUSED("O04", Audience.ORGANISER),
  CEREMONY_FILE_UNREADABLE("O05", Audience.ORGANISER),
  CEREMONY_NOT_PROVEN("O06", Audience.ORGANISER),
  NOT_OFFERED_HERE("O07", Audience.ORGANISER);

  private final String code;
  private final Audience audience;

  FailureCode(String code, Audience audience) {
    this.code = code;
    this.audience = audience;
  }

  /// What is read out: a letter and two digits.
  public String code() {
    return code;
  }

  /// Who can do something about it.
  public Audience audience() {
    return audience;
  }

  /// The key of the text that says what to do next, in the languages' files.
  public String remedyKey() {
    return "failure." + code.toLowerCase(java.util.Locale.ROOT) + ".remedy";
  }

  /// The key of the text that says what happened.
  public String textKey() {
    return "failure." + code.toLowerCase(java.util.Locale.ROOT) + ".text";
  }

  /// What a command that fails so ends with.
  public ExitCode exit() {
    return switch (this) {
      case UNEXPECTED, PROGRAM_BROKEN -> ExitCode.INTERNAL;
      case CHAIN_UNREACHABLE -> ExitCode.UNREACHABLE;
      case NOT_OVER_YET -> ExitCode.OPEN;
      case TALLY_NOT_VERIFIED,
          KEY_CEREMONY_REFUSED,
          RESULT_NOT_VERIFIED,
          SUM_NOT_OPENED,
          BALLOTS_NOT_RESCUED,
          CEREMONY_NOT_PROVEN ->
          ExitCode.DOES_NOT_HOLD;
      default -> ExitCode.REFUSED;
    };
  }

  /// Who a failure is shown to.
  public enum Audience {
    VOTER,
    VOLUNTEER,
    OFFICIAL,
    TRUSTEE,
    AUDITOR,
    ORGANISER
  }
}
