package org.urna.trust.lists;

import java.util.Arrays;

/// Why a certificate of a trust folder may be used, or that it may not.
public enum Standing {
  /// An authority that the organiser took on a list's word or their own.
  ACCEPTED("accepted"),
  /// An authority that an accepted one of the same state leads to: a link certificate, or another
  /// certificate of a key that is known.
  LINKED("linked"),
  /// An authority with a new key of a state that has others, none of which vouches for it. Never
  /// pinned before a person has looked into it.
  NEEDS_REVIEW("needs-review"),
  /// A signer whose certificate an accepted or linked authority of its state signed.
  VOUCHED("vouched");

  private final String word;

  Standing(String word) {
    this.word = word;
  }

  /// As it stands in files.
  public String word() {
    return word;
  }

  static Standing ofWord(String word) {
    return Arrays.stream(values())
        .filter(standing -> standing.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("is no standing"));
  }

  /// Whether an authority of this standing may be pinned and may vouch for others.
  public boolean isAnchor() {
    return this == ACCEPTED || this == LINKED;
  }
}
