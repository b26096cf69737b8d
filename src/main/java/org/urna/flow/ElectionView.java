package org.urna.flow;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.urna.election.BallotOption;
import org.urna.election.Bytes;
import org.urna.election.ElectionManifest;
import org.urna.election.Localized;
import org.urna.election.MediaFile;
import org.urna.election.OptionOrder;

/// What voters and volunteers see of an election.
///
/// @param shortCode the package's short code, on every screen and paper
/// @param options in the manifest's order; their position is their index everywhere
/// @param shuffled whether each voter gets the options in an order of their own
/// @param passportValidOn the day on which the passport must be valid
public record ElectionView(
    Localized title,
    Localized description,
    String shortCode,
    boolean practice,
    List<Option> options,
    boolean shuffled,
    LocalDate passportValidOn) {

  public ElectionView {
    options = List.copyOf(options);
    if (options.size() < 2) {
      throw new IllegalArgumentException("an election has at least two options");
    }
  }

  /// One line of the ballot.
  ///
  /// @param manifesto empty for special options
  /// @param photo a PNG or JPEG; empty for special options
  public record Option(
      Kind kind,
      Localized name,
      Localized line,
      String id,
      List<Localized> manifesto,
      Bytes photo) {
    public Option {
      manifesto = List.copyOf(manifesto);
    }

    public boolean hasManifesto() {
      return !manifesto.isEmpty();
    }
  }

  public enum Kind {
    CANDIDATE,
    AGAINST_ALL,
    BLANK
  }

  /// From a manifest and its package's media.
  public static ElectionView of(
      ElectionManifest manifest, String shortCode, Function<MediaFile, byte[]> media) {
    return new ElectionView(
        manifest.title(),
        manifest.description(),
        shortCode,
        manifest.practice(),
        manifest.options().stream().map(option -> view(option, media)).toList(),
        manifest.optionOrder() == OptionOrder.SHUFFLED,
        manifest.eligibility().passportValidOn());
  }

  private static Option view(BallotOption option, Function<MediaFile, byte[]> media) {
    Kind kind =
        switch (option) {
          case BallotOption.Candidate _ -> Kind.CANDIDATE;
          case BallotOption.AgainstAll _ -> Kind.AGAINST_ALL;
          case BallotOption.Blank _ -> Kind.BLANK;
        };
    return new Option(
        kind,
        option.name(),
        option.line(),
        option.id(),
        option.manifestoText().stream().toList(),
        option.photoFile().map(file -> Bytes.of(media.apply(file))).orElse(Bytes.of(new byte[0])));
  }

  /// `text` in `language`, or in the election's first language if it does not speak it.
  public static String text(Localized text, Language language) {
    String found = text.byLanguage().get(language.code());
    return found != null ? found : text.byLanguage().firstEntry().getValue();
  }

  /// The options' indices as they stand in the manifest.
  public List<Integer> manifestOrder() {
    return IntStream.range(0, options.size()).boxed().toList();
  }
}
