package org.urna.election;

import java.util.Optional;

/// One line of the ballot. Its position in [ElectionManifest#options()] is its index in every
/// ciphertext and count.
public sealed interface BallotOption {
  /// A short name of lower-case letters, digits and dashes, unique in the election.
  String id();

  Localized name();

  /// One line below the name.
  Localized line();

  /// The manifesto of a candidate; the special options have none.
  default Optional<Localized> manifestoText() {
    return this instanceof Candidate candidate
        ? Optional.of(candidate.manifesto())
        : Optional.empty();
  }

  /// The photo of a candidate; the special options have none.
  default Optional<MediaFile> photoFile() {
    return this instanceof Candidate candidate ? Optional.of(candidate.photo()) : Optional.empty();
  }

  /// The word that names the kind in the manifest.
  default String kind() {
    return switch (this) {
      case Candidate _ -> "candidate";
      case AgainstAll _ -> "against-all";
      case Blank _ -> "blank";
    };
  }

  record Candidate(String id, Localized name, Localized line, Localized manifesto, MediaFile photo)
      implements BallotOption {
    public Candidate {
      Checks.name(id, "option.id");
    }
  }

  /// A valid vote against every candidate: if it wins, nobody is elected.
  record AgainstAll(String id, Localized name, Localized line) implements BallotOption {
    public AgainstAll {
      Checks.name(id, "option.id");
    }
  }

  /// A blank ballot: counted, but not a valid vote.
  record Blank(String id, Localized name, Localized line) implements BallotOption {
    public Blank {
      Checks.name(id, "option.id");
    }
  }
}
