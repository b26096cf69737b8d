package org.urna.trust.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.trust.lists.TrustWorkshop.NEW;
import static org.urna.trust.lists.TrustWorkshop.NEXT;
import static org.urna.trust.lists.TrustWorkshop.NOBODY;
import static org.urna.trust.lists.TrustWorkshop.OLD;
import static org.urna.trust.lists.TrustWorkshop.OTHER;
import static org.urna.trust.lists.TrustWorkshop.SIGNER;
import static org.urna.trust.lists.TrustWorkshop.all;
import static org.urna.trust.lists.TrustWorkshop.der;
import static org.urna.trust.lists.TrustWorkshop.fingerprint;
import static org.urna.trust.lists.TrustWorkshop.found;
import static org.urna.trust.lists.TrustWorkshop.line;
import static org.urna.trust.lists.TrustWorkshop.link;
import static org.urna.trust.lists.TrustWorkshop.plan;
import static org.urna.trust.lists.TrustWorkshop.reason;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.trust.Refusal;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TestAuthority;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// What files make of a trust folder, before anything is written.
class TrustImportTest {
  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void aNewFolder() {
    folder = temp.resolve("trust");
  }

  private void keep(String state, X509CertificateHolder... certificates) throws Exception {
    plan(folder, all(state), found(temp, certificates)).write();
  }

  @Test
  void planningWritesNothing() throws Exception {
    ImportPlan plan = plan(folder, all("UTO"), found(temp, OLD.certificate));
    assertThat(plan.changes()).isEqualTo(1);
    assertThat(folder).doesNotExist();
  }

  @Test
  void takesNoStateFromACertificate() throws Exception {
    ImportPlan plan = plan(folder, NOBODY, found(temp, OLD.certificate));
    assertThat(plan.lines()).isEmpty();
    assertThat(reason(plan, OLD.certificate)).startsWith("no state is written for it");

    List<byte[]> russian = TrustWorkshop.realPem("ru_csca_2006-2019.pem");
    ImportPlan unnamed = plan(folder, NOBODY, found(temp, russian));
    assertThat(unnamed.lines()).isEmpty();
    assertThat(unnamed.refused())
        .hasSize(5)
        .allSatisfy(
            refused ->
                assertThat(refused.reason())
                    .isEqualTo("no state is written for it; it calls itself RUS"));
    ImportPlan believed = plan(folder, new StateNames(Map.of(), "", true), found(temp, russian));
    assertThat(believed.lines())
        .hasSize(5)
        .allSatisfy(l -> assertThat(l.entry().state()).isEqualTo("RUS"));
    ImportPlan written = plan(folder, all("XOM"), found(temp, russian));
    assertThat(written.lines())
        .hasSize(5)
        .allSatisfy(
            l -> {
              assertThat(l.entry().state()).isEqualTo("XOM");
              assertThat(l.remarks()).contains(ImportPlan.Remark.OTHER_COUNTRY);
            });
  }

  @Test
  void aLinkUnderAnAcceptedKeyLeadsToTheNewKeyAndOn() throws Exception {
    keep("XOM", OLD.certificate);
    List<X509CertificateHolder> chain =
        List.of(NEXT.certificate, link(NEW, NEXT), NEW.certificate, link(OLD, NEW));
    ImportPlan plan =
        plan(folder, NOBODY, found(temp, chain.toArray(X509CertificateHolder[]::new)));
    assertThat(plan.refused()).isEmpty();
    for (X509CertificateHolder added : chain) {
      assertThat(line(plan, added).entry().standing()).isEqualTo(Standing.LINKED);
      assertThat(line(plan, added).remarks()).contains(ImportPlan.Remark.LINKED);
    }
    assertThat(plan.lines()).allSatisfy(l -> assertThat(l.entry().state()).isEqualTo("XOM"));
    plan.write();
    assertThat(TrustFolder.open(folder).anchors()).hasSize(5);
  }

  @Test
  void aNewKeyWithoutALinkWaitsForAReviewAndIsNotPinned() throws Exception {
    keep("XOM", OLD.certificate);
    ImportPlan plan = plan(folder, all("XOM"), found(temp, NEW.certificate));
    assertThat(line(plan, NEW.certificate).entry().standing()).isEqualTo(Standing.NEEDS_REVIEW);
    assertThat(line(plan, NEW.certificate).remarks())
        .contains(ImportPlan.Remark.NEW_KEY_WITHOUT_LINK);
    TrustFolder written = plan.write();
    assertThat(written.anchors()).hasSize(1);
    assertThat(written.anchors(List.of("XOM"), TrustWorkshop.NOW)).hasSize(1);
    assertThat(plan(folder, all("XOM"), found(temp, NEW.certificate)).write().anchors())
        .as("the same file again is no review")
        .hasSize(1);

    ImportPlan reviewed = plan(folder, NOBODY, Set.of(fingerprint(NEW.certificate)), Set.of());
    assertThat(line(reviewed, NEW.certificate).change()).isEqualTo(ImportPlan.Change.REVIEWED);
    assertThat(reviewed.write().anchors()).hasSize(2);
    assertThatThrownBy(() -> plan(folder, NOBODY, Set.of("ab".repeat(32)), Set.of()))
        .isInstanceOf(TrustListException.class)
        .hasMessageContaining("no certificate to review");
  }

  /// Each link below is a forgery of one part of the chain.
  @Test
  void aLinkThatNoAcceptedKeyOfTheStateSignedLeadsNowhere() throws Exception {
    keep("XOM", OLD.certificate);
    keep("UTO", OTHER.certificate);
    X509CertificateHolder forged =
        OLD.issue(NEW.keys).authority().serial(9).signedWith(SIGNER).sign();
    X509CertificateHolder foreign = link(OTHER, NEW);
    X509CertificateHolder sha1 =
        OLD.issue(NEW.keys).authority().serial(8).algorithm("SHA1withECDSA").sign();
    X509CertificateHolder afterExpiry =
        OLD.issue(NEW.keys)
            .authority()
            .validity(
                TestAuthority.TO.plus(Duration.ofDays(1)),
                TestAuthority.TO.plus(Duration.ofDays(2)))
            .serial(7)
            .sign();
    for (X509CertificateHolder link : List.of(forged, foreign, sha1, afterExpiry)) {
      ImportPlan plan = plan(folder, all("XOM"), found(temp, link, NEW.certificate));
      assertThat(line(plan, link).entry().standing()).isEqualTo(Standing.NEEDS_REVIEW);
      assertThat(line(plan, link).remarks()).contains(ImportPlan.Remark.LINK_UNVERIFIED);
      assertThat(line(plan, NEW.certificate).entry().standing()).isEqualTo(Standing.NEEDS_REVIEW);
    }
    X509CertificateHolder signer = OLD.issue(NEW.keys).sign();
    assertThat(
            line(plan(folder, all("XOM"), found(temp, signer, NEW.certificate)), NEW.certificate)
                .entry()
                .standing())
        .as("a signer of the new key is no link")
        .isEqualTo(Standing.NEEDS_REVIEW);
  }

  @Test
  void aKeyThatWaitsForAReviewVouchesForNobody() throws Exception {
    keep("XOM", OLD.certificate);
    keep("XOM", NEW.certificate);
    X509CertificateHolder signer = NEW.issue(SIGNER).sign();
    ImportPlan plan =
        plan(folder, all("XOM"), found(temp, link(NEW, NEXT), NEXT.certificate, signer));
    assertThat(line(plan, NEXT.certificate).entry().standing()).isEqualTo(Standing.NEEDS_REVIEW);
    assertThat(reason(plan, signer)).isEqualTo("no accepted authority here signed it soundly");
  }

  /// A list cannot bring back by another certificate of its key what the organiser waits to review.
  @Test
  void aKeyThatWaitsForAReviewIsNotAcceptedByAnotherCertificateOfIt() throws Exception {
    X509CertificateHolder link = link(OLD, NEW);
    keep("XOM", OLD.certificate);
    plan(folder, NOBODY, found(temp, link)).write();
    ImportPlan dropped = plan(folder, NOBODY, Set.of(), Set.of(fingerprint(OLD.certificate)));
    assertThat(line(dropped, link).change()).isEqualTo(ImportPlan.Change.UNLINKED);
    dropped.write();
    for (StateNames names : List.of(NOBODY, all("XOM"))) {
      ImportPlan again = plan(folder, names, found(temp, NEW.certificate, NEXT.certificate));
      assertThat(again.lines())
          .allSatisfy(l -> assertThat(l.entry().standing()).isEqualTo(Standing.NEEDS_REVIEW));
      assertThat(line(again, NEW.certificate).entry().state()).isEqualTo("XOM");
    }
  }

  /// Anybody can put a state's old key into a certificate and sign it with another.
  @Test
  void aStrangersCertificateOfAKnownKeyDoesNotProlongIt() throws Exception {
    keep("XOM", OLD.certificate);
    Instant later = TestAuthority.TO.plus(Duration.ofDays(10_000));
    X509CertificateHolder longer =
        OTHER.issue(OLD.keys).authority().validity(TestAuthority.FROM, later).serial(8).sign();
    X509CertificateHolder equal = OTHER.issue(OLD.keys).authority().serial(9).sign();
    X509CertificateHolder own =
        OLD.issue(OLD.keys).authority().validity(TestAuthority.FROM, later).serial(10).sign();
    ImportPlan plan = plan(folder, NOBODY, found(temp, longer, equal));
    assertThat(line(plan, longer).entry().standing()).isEqualTo(Standing.NEEDS_REVIEW);
    assertThat(line(plan, longer).remarks()).contains(ImportPlan.Remark.LINK_UNVERIFIED);
    assertThat(line(plan, equal).entry().standing()).isEqualTo(Standing.LINKED);
    assertThatThrownBy(() -> plan.write().anchors(List.of("XOM"), later.minusSeconds(1)))
        .hasMessageContaining("no authority of XOM");
    ImportPlan confirmed = plan(folder, NOBODY, found(temp, own));
    assertThat(line(confirmed, own).entry().standing()).isEqualTo(Standing.LINKED);
  }

  @Test
  void onceIsEnoughForALinkFromAKeyThatIsWrittenNow() throws Exception {
    X509CertificateHolder link = link(OLD, NEW);
    StateNames names = new StateNames(Map.of(fingerprint(OLD.certificate), "XOM"), "", true);
    for (StateNames written : List.of(names, new StateNames(names.written(), "", false))) {
      ImportPlan plan = plan(folder, written, found(temp, NEW.certificate, link, OLD.certificate));
      assertThat(line(plan, OLD.certificate).entry().standing()).isEqualTo(Standing.ACCEPTED);
      for (X509CertificateHolder follower : List.of(NEW.certificate, link)) {
        assertThat(line(plan, follower).entry().state()).isEqualTo("XOM");
        assertThat(line(plan, follower).entry().standing()).isEqualTo(Standing.LINKED);
      }
    }
  }

  @Test
  void nothingFollowsFromAKeyOfTwoStates() throws Exception {
    X509CertificateHolder again = OLD.issue(OLD.keys).authority().serial(3).sign();
    X509CertificateHolder unnamed = OLD.issue(OLD.keys).authority().serial(4).sign();
    StateNames two =
        new StateNames(
            Map.of(fingerprint(OLD.certificate), "XOM", fingerprint(again), "UTO"), "", false);
    ImportPlan plan =
        plan(
            folder,
            two,
            found(temp, unnamed, OLD.certificate, again, link(OLD, NEW), NEW.certificate));
    assertThat(plan.lines()).isEmpty();
    assertThat(reason(plan, unnamed)).contains("UTO, XOM");
    assertThat(reason(plan, NEW.certificate)).startsWith("no state is written for it");
  }

  @Test
  void saysThatADroppedKeyStaysInAnotherCertificate() throws Exception {
    X509CertificateHolder link = link(OLD, NEW);
    keep("XOM", OLD.certificate, link, NEW.certificate);
    ImportPlan plan = plan(folder, NOBODY, Set.of(), Set.of(fingerprint(link)));
    assertThat(plan.notes())
        .containsExactly(
            "the key of "
                + fingerprint(link)
                + " may still be pinned: "
                + fingerprint(NEW.certificate)
                + " holds it too");
  }

  @Test
  void saysWhyACertificateToReviewIsNotThere() {
    assertThatThrownBy(
            () ->
                plan(
                    folder,
                    NOBODY,
                    Set.of(fingerprint(OLD.certificate)),
                    Set.of(),
                    found(temp, OLD.certificate)))
        .hasMessageContaining("no certificate to review")
        .hasMessageContaining("no state is written for it");
  }

  @Test
  void oneKeyBelongsToOneState() throws Exception {
    keep("XOM", OLD.certificate);
    X509CertificateHolder again =
        OLD.issue(OLD.keys)
            .authority()
            .validity(TestAuthority.FROM, TestAuthority.TO.plus(Duration.ofDays(400)))
            .serial(3)
            .sign();
    assertThat(reason(plan(folder, all("UTO"), found(temp, again)), again))
        .isEqualTo("the same key under two states: UTO, XOM");
    ImportPlan same = plan(folder, NOBODY, found(temp, again));
    assertThat(line(same, again).entry().state()).isEqualTo("XOM");
    assertThat(line(same, again).entry().standing()).isEqualTo(Standing.LINKED);
    assertThat(line(same, OLD.certificate).change()).isEqualTo(ImportPlan.Change.SUPERSEDED);

    Path empty = temp.resolve("empty");
    StateNames two =
        new StateNames(
            Map.of(fingerprint(OLD.certificate), "XOM", fingerprint(again), "UTO"), "", false);
    ImportPlan contradiction = plan(empty, two, found(temp, OLD.certificate, again));
    assertThat(contradiction.lines()).isEmpty();
    assertThat(reason(contradiction, again)).contains("UTO, XOM");
    assertThat(reason(contradiction, OLD.certificate)).contains("UTO, XOM");
  }

  @Test
  void aSignerIsListedOnlyUnderAnAuthorityOfItsState() throws Exception {
    keep("XOM", OLD.certificate);
    X509CertificateHolder signer = OLD.issue(SIGNER).sign();
    X509CertificateHolder stranger = NEW.issue(SIGNER).serial(2).sign();
    X509CertificateHolder forged = OLD.issue(SIGNER).serial(4).signedWith(NEW.keys).sign();
    X509CertificateHolder sha1 = OLD.issue(SIGNER).serial(5).algorithm("SHA1withECDSA").sign();
    ImportPlan plan = plan(folder, NOBODY, found(temp, signer, stranger, forged, sha1));
    assertThat(line(plan, signer).entry().state()).isEqualTo("XOM");
    assertThat(line(plan, signer).entry().standing()).isEqualTo(Standing.VOUCHED);
    for (X509CertificateHolder wrong : List.of(stranger, forged, sha1)) {
      assertThat(reason(plan, wrong)).isEqualTo("no accepted authority here signed it soundly");
    }
    StateNames other = new StateNames(Map.of(fingerprint(signer), "UTO"), "", false);
    assertThat(reason(plan(folder, other, found(temp, signer)), signer))
        .contains("another state than XOM");
    TrustFolder written = plan.write();
    assertThat(written.signers(List.of("XOM"), SignerKeyType.P256_SHA256, TrustWorkshop.NOW))
        .hasSize(1);
    assertThatThrownBy(
            () ->
                written.signers(
                    List.of("XOM"), SignerKeyType.RSA_2048_PKCS1_SHA256, TrustWorkshop.NOW))
        .isInstanceOf(TrustListException.class);
    assertThatThrownBy(
            () ->
                written.signers(
                    List.of("XOM"),
                    SignerKeyType.P256_SHA256,
                    Instant.parse("2050-01-01T00:00:00Z")))
        .as("expired")
        .isInstanceOf(TrustListException.class);
  }

  @Test
  void flagsWhatAPersonShouldSee() throws Exception {
    TestAuthority expired =
        new TestAuthority(
            "secp256r1",
            "SHA1withECDSA",
            31,
            Instant.parse("2001-01-01T00:00:00Z"),
            Instant.parse("2011-01-01T00:00:00Z"));
    TestAuthority weak = new TestAuthority("RSA2048", "SHA256withRSA", 32);
    TestAuthority early =
        new TestAuthority(
            "secp256r1",
            "SHA256withECDSA",
            33,
            Instant.parse("2030-01-01T00:00:00Z"),
            Instant.parse("2040-01-01T00:00:00Z"));
    ImportPlan plan =
        plan(
            folder,
            all("XOM"),
            found(temp, expired.certificate, weak.certificate, early.certificate));
    assertThat(line(plan, expired.certificate).remarks())
        .contains(ImportPlan.Remark.EXPIRED, ImportPlan.Remark.SHA1);
    assertThat(line(plan, weak.certificate).remarks()).contains(ImportPlan.Remark.WEAK_KEY);
    assertThat(line(plan, early.certificate).remarks()).contains(ImportPlan.Remark.NOT_YET_VALID);
    assertThat(plan.write().anchors(List.of("XOM"), TrustWorkshop.NOW))
        .as("an expired authority is not pinned")
        .hasSize(2);
  }

  @Test
  void whatIsTakenOutTakesWithItWhatItVouchedFor() throws Exception {
    X509CertificateHolder link = link(OLD, NEW);
    X509CertificateHolder signer = OLD.issue(SIGNER).sign();
    keep("XOM", OLD.certificate);
    plan(folder, NOBODY, found(temp, link, NEW.certificate, signer)).write();
    ImportPlan plan = plan(folder, NOBODY, Set.of(), Set.of(fingerprint(OLD.certificate)));
    assertThat(line(plan, OLD.certificate).change()).isEqualTo(ImportPlan.Change.DROPPED);
    assertThat(line(plan, signer).change()).isEqualTo(ImportPlan.Change.DROPPED);
    assertThat(line(plan, NEW.certificate).change()).isEqualTo(ImportPlan.Change.UNLINKED);
    TrustFolder written = plan.write();
    assertThat(written.anchors()).isEmpty();
    assertThat(folder.resolve(fingerprint(OLD.certificate) + ".der")).doesNotExist();
    assertThat(written.refused()).hasSize(2);

    ImportPlan again = plan(folder, all("XOM"), found(temp, OLD.certificate));
    assertThat(reason(again, OLD.certificate)).isEqualTo("left out by the organiser");
    assertThat(
            plan(
                    folder,
                    all("XOM"),
                    Set.of(fingerprint(OLD.certificate)),
                    Set.of(),
                    found(temp, OLD.certificate))
                .write()
                .anchors())
        .as("a review brings it back, and what it leads to")
        .hasSize(3);
    assertThatThrownBy(() -> plan(folder, NOBODY, Set.of(), Set.of("ab".repeat(32))))
        .isInstanceOf(TrustListException.class);
  }

  @Test
  void comparesAListWithItsEarlierEdition() throws Exception {
    TrustList publishers = TrustList.of(List.of(OTHER.pinnedFor("UTO")));
    X509CertificateHolder listSigner = MasterLists.signer(OTHER, SIGNER);
    Instant first = Instant.parse("2026-01-01T00:00:00Z");
    Instant second = Instant.parse("2026-06-01T00:00:00Z");
    Path may =
        Files.write(
            temp.resolve("first.ml"),
            MasterLists.list(
                SIGNER, listSigner, first, List.of(der(OLD.certificate), der(NEW.certificate))));
    Path june =
        Files.write(
            temp.resolve("second.ml"),
            MasterLists.list(SIGNER, listSigner, second, List.of(der(NEW.certificate))));
    plan(folder, all("XOM"), TrustSource.read(may, publishers, TrustWorkshop.CLOCK)).write();

    ImportPlan same =
        plan(folder, all("XOM"), TrustSource.read(may, publishers, TrustWorkshop.CLOCK));
    assertThat(same.isEmpty()).isTrue();

    ImportPlan newer =
        plan(folder, all("XOM"), TrustSource.read(june, publishers, TrustWorkshop.CLOCK));
    assertThat(line(newer, OLD.certificate).change()).isEqualTo(ImportPlan.Change.NOT_IN_LIST);
    assertThat(line(newer, NEW.certificate).change()).isEqualTo(ImportPlan.Change.UNCHANGED);
    assertThat(newer.changes()).isZero();
    assertThat(newer.isEmpty()).as("where it is from changes").isFalse();
    assertThat(newer.write().entries()).as("nothing is lost").hasSize(2);

    ImportPlan older =
        plan(folder, all("XOM"), TrustSource.read(may, publishers, TrustWorkshop.CLOCK));
    assertThat(older.notes()).anySatisfy(note -> assertThat(note).contains("is older than"));
    assertThat(older.isEmpty()).isTrue();
  }

  @Test
  void theRussianLinkOf2019LeadsToTheKeyThatSignedTheRealSigner() throws Exception {
    List<byte[]> all = TrustWorkshop.realPem("ru_csca_2006-2019.pem");
    List<byte[]> of2014 = between(all, "2014-01-01T00:00:00Z", "2015-01-01T00:00:00Z");
    List<byte[]> of2019 = between(all, "2019-01-01T00:00:00Z", "2020-01-01T00:00:00Z");
    assertThat(of2014).hasSize(1);
    assertThat(of2019).hasSize(2);
    plan(folder, all("RUS"), found(temp, of2014)).write();

    ImportPlan withoutLink =
        plan(
            folder,
            all("RUS"),
            found(temp, of2019.stream().filter(der -> kind(der) == CertificateKind.CSCA).toList()));
    assertThat(standings(withoutLink))
        .containsExactlyInAnyOrder(Standing.ACCEPTED, Standing.NEEDS_REVIEW);

    ImportPlan linked =
        plan(
            folder,
            NOBODY,
            found(temp, of2019),
            found(temp, TrustWorkshop.realPem("ru_dsc_document_signer_3.3.pem")));
    assertThat(linked.refused()).isEmpty();
    assertThat(standings(linked))
        .containsExactlyInAnyOrder(
            Standing.ACCEPTED, Standing.LINKED, Standing.LINKED, Standing.VOUCHED);
    assertThat(linked.lines()).allSatisfy(l -> assertThat(l.entry().state()).isEqualTo("RUS"));
    assertThat(linked.write().anchors(List.of("RUS"), TrustWorkshop.NOW)).hasSize(3);
  }

  private static List<Standing> standings(ImportPlan plan) {
    return plan.lines().stream().map(l -> l.entry().standing()).toList();
  }

  private static CertificateKind kind(byte[] der) {
    try {
      return CertificateFacts.read(der).kind();
    } catch (Refusal e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<byte[]> between(List<byte[]> ders, String from, String to) {
    return ders.stream()
        .filter(
            der -> {
              try {
                Instant begins = CertificateFacts.read(der).notBefore();
                return begins.isAfter(Instant.parse(from)) && begins.isBefore(Instant.parse(to));
              } catch (Refusal e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  @Test
  void aRefusedCertificateIsForgottenOnceItIsTaken() throws Exception {
    plan(folder, NOBODY, found(temp, OLD.certificate)).write();
    assertThat(TrustFolder.open(folder).refused()).hasSize(1);
    plan(folder, all("XOM"), found(temp, OLD.certificate)).write();
    assertThat(TrustFolder.open(folder).refused()).isEmpty();
    assertThat(Stream.of(TrustFolder.open(folder).anchors()).flatMap(List::stream)).hasSize(1);
  }

  /// Sorting leaves the provider's look at a modulus out; a prime one, whose private key anybody
  /// can compute, is refused at the latest when it is pinned, also after it was sorted.
  @Test
  void aPrimeModulusIsNeverPinned() throws Exception {
    byte[] prime =
        java.security.KeyFactory.getInstance("RSA")
            .generatePublic(
                new java.security.spec.RSAPublicKeySpec(
                    java.math.BigInteger.probablePrime(2048, new java.util.Random(1)),
                    java.math.BigInteger.valueOf(65_537)))
            .getEncoded();
    X509CertificateHolder link = OLD.issue(prime).authority().serial(66).sign();
    keep("XOM", OLD.certificate);
    TrustFolder written = plan(folder, NOBODY, found(temp, link)).write();
    assertThatThrownBy(() -> TrustList.of(written.anchors()))
        .isInstanceOf(TrustListException.class)
        .hasMessageContaining("KEY");
  }
}
