package org.urna.enrolment;

/// Whether the election's rule admits the holder of a passport, with the reason if not.
public sealed interface Eligibility {

  /// The rule admits the holder.
  record Eligible() implements Eligibility {}

  /// Not a passport book: another form, or a document code that does not begin with `P`.
  record NotAPassport() implements Eligibility {}

  /// The signer's state, the issuing state and the nationality are not all the citizenship asked
  /// for.
  record OtherCitizenship() implements Eligibility {}

  /// Born after the day that the rule names.
  record TooYoung() implements Eligibility {}

  /// Not valid on the day that the rule names.
  record Expired() implements Eligibility {}

  /// A date that is not six digits (part of a birth date may be unknown), or an expiry more than 15
  /// years ahead, which no passport has. The circuit cannot judge it, so neither may we.
  record UnclearDate() implements Eligibility {}
}
