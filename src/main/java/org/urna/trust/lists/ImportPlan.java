package org.urna.trust.lists;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.urna.files.WholeFile;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.SignerKey;
import org.urna.trust.StateCode;
import org.urna.trust.TrustListException;

/// What an import would make of a trust folder: shown first, written when somebody has agreed.
public final class ImportPlan {

  /// What happens to a certificate.
  public enum Change {
    ADDED,
    /// Needed a review, and the organiser says that it was done.
    REVIEWED,
    /// Lost what led to it, and waits for a review.
    UNLINKED,
    /// Taken out by the organiser, or a signer whose authority was taken out.
    DROPPED,
    /// Stays, though the newer edition of its list does not hold it any more.
    NOT_IN_LIST,
    /// Stays; a certificate that is added follows it, by a link or with the same key.
    SUPERSEDED,
    UNCHANGED
  }

  /// What a person should look at.
  public enum Remark {
    /// A new key for a state that has anchors already, none of which vouches for it.
    NEW_KEY_WITHOUT_LINK("a new key without a link: needs review"),
    /// A link certificate that no key here signed.
    LINK_UNVERIFIED("a link that no key here signed: needs review"),
    LINKED("linked"),
    EXPIRED("expired"),
    NOT_YET_VALID("not valid yet"),
    SHA1("signed with SHA-1"),
    WEAK_KEY("key below 3072 bits"),
    /// Its own text is of another state than the one it is taken for.
    OTHER_COUNTRY("its own text says another state");

    private final String words;

    Remark(String words) {
      this.words = words;
    }

    /// For people.
    public String words() {
      return words;
    }
  }

  /// One certificate of the plan.
  public record Line(Change change, TrustEntry entry, Set<Remark> remarks) {
    static final Comparator<Line> ORDER =
        Comparator.comparing(Line::entry, TrustEntry.ORDER).thenComparing(Line::change);

    public Line {
      remarks = Set.copyOf(remarks);
    }
  }

  private static final int WEAK_BITS = 3072;

  private final TrustFolder folder;
  private final TrustIndex.Content next;
  private final List<Line> lines;
  private final List<RefusedCertificate> refused;
  private final List<String> notes;

  ImportPlan(
      TrustFolder folder,
      TrustIndex.Content next,
      List<Line> lines,
      List<RefusedCertificate> refused,
      List<String> notes) {
    this.folder = folder;
    this.next = next;
    this.lines = lines.stream().sorted(Line.ORDER).toList();
    this.refused = List.copyOf(refused);
    this.notes = List.copyOf(notes);
  }

  /// Every certificate that is or will be in the folder, by state.
  public List<Line> lines() {
    return lines;
  }

  /// What the imported files hold and the folder will not, each with the reason.
  public List<RefusedCertificate> refused() {
    return refused;
  }

  /// What else a person should know: skipped parts of files, older editions of lists.
  public List<String> notes() {
    return notes;
  }

  /// How many certificates come, go or change their standing.
  public long changes() {
    return lines.stream()
        .filter(
            line ->
                switch (line.change()) {
                  case ADDED, REVIEWED, UNLINKED, DROPPED -> true;
                  case NOT_IN_LIST, SUPERSEDED, UNCHANGED -> false;
                })
        .count();
  }

  /// Whether writing would change nothing at all, not even where a certificate is from.
  public boolean isEmpty() {
    return next.equals(folder.content());
  }

  /// Writes the folder: all of it or, if this throws, nothing.
  ///
  /// @throws TrustListException if the folder was changed since the plan was made
  public TrustFolder write() throws IOException, TrustListException {
    return write(WholeFile::place);
  }

  TrustFolder write(TrustFolder.Disk disk) throws IOException, TrustListException {
    return folder.write(next, disk);
  }

  /// What is worth saying about a certificate at `now`.
  static Set<Remark> remarks(TrustEntry entry, Instant now) {
    CertificateFacts facts = entry.facts();
    Set<Remark> remarks = EnumSet.noneOf(Remark.class);
    switch (entry.standing()) {
      case LINKED -> remarks.add(Remark.LINKED);
      case NEEDS_REVIEW ->
          remarks.add(
              facts.kind() == CertificateKind.CSCA_LINK
                  ? Remark.LINK_UNVERIFIED
                  : Remark.NEW_KEY_WITHOUT_LINK);
      case ACCEPTED, VOUCHED -> {
        // Nothing to look at.
      }
    }
    if (facts.notAfter().isBefore(now)) {
      remarks.add(Remark.EXPIRED);
    }
    if (facts.notBefore().isAfter(now)) {
      remarks.add(Remark.NOT_YET_VALID);
    }
    if (facts.scheme().hash() == HashAlgorithm.SHA_1) {
      remarks.add(Remark.SHA1);
    }
    if (facts.kind().isAuthority()
        && facts.key() instanceof SignerKey.Rsa rsa
        && rsa.modulus().bitLength() < WEAK_BITS) {
      remarks.add(Remark.WEAK_KEY);
    }
    if (!StateCode.suggestedBy(facts.country()).equals(entry.state())) {
      remarks.add(Remark.OTHER_COUNTRY);
    }
    return remarks;
  }
}
