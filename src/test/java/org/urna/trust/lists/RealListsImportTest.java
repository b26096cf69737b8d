package org.urna.trust.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustList;

/// Both real master lists and the Russian certificates in one trust folder, compared with a table
/// that another program made of the same lists (vectors/csca/SOURCE.md).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealListsImportTest {
  private static final StateNames SUGGESTED = new StateNames(Map.of(), "", true);
  private static final int CERTIFICATES = 627;

  /// The table has two more: the list signers' own certificates, beside the lists.
  private static final int LIST_SIGNERS = 2;

  private static final int REFUSED = 8;

  @TempDir static Path temp;
  private TrustFolder folder;
  private ImportPlan plan;

  @BeforeAll
  void importsBothLists() throws Exception {
    List<TrustSource.Found> found = new ArrayList<>();
    found.add(list("DE_ML_2026-05-28.ml", "D<<", "C=DE"));
    found.add(list("NL_ML_2026-07-22.ml", "NLD", "C=NL"));
    plan =
        TrustImport.plan(
            TrustFolder.openOrBegin(temp.resolve("trust")),
            found,
            SUGGESTED,
            Set.of(),
            Set.of(),
            TrustWorkshop.NOW);
    folder = plan.write();
  }

  private static TrustSource.Found list(String name, String state, String country)
      throws Exception {
    Path file = TrustWorkshop.VECTORS.resolve(name);
    List<StateCertificate> publishers = new ArrayList<>();
    for (byte[] der : MasterLists.authoritiesIn(Files.readAllBytes(file), country)) {
      publishers.add(new StateCertificate(state, Bytes.of(der)));
    }
    return TrustSource.read(file, TrustList.of(publishers), TrustWorkshop.CLOCK);
  }

  @Test
  void everyCertificateIsInTheFolderOrRefusedWithAReason() throws Exception {
    Map<String, String[]> table = table();
    assertThat(table).hasSize(CERTIFICATES + LIST_SIGNERS);
    Map<String, TrustEntry> entries = new HashMap<>();
    folder.entries().forEach(entry -> entries.put(entry.facts().fingerprint(), entry));
    Map<String, RefusedCertificate> refused = new HashMap<>();
    folder.refused().forEach(certificate -> refused.put(certificate.fingerprint(), certificate));
    assertThat(refused).hasSize(REFUSED);
    assertThat(entries).hasSize(CERTIFICATES - REFUSED);
    List<String[]> beside =
        table.values().stream()
            .filter(row -> !entries.containsKey(row[12]) && !refused.containsKey(row[12]))
            .toList();
    assertThat(beside)
        .hasSize(LIST_SIGNERS)
        .allSatisfy(row -> assertThat(row[3]).matches("(?i).*master ?list signer.*"));
    beside.forEach(row -> table.remove(row[12]));
    table.forEach(
        (fingerprint, row) -> {
          assertThat(entries.containsKey(fingerprint) ^ refused.containsKey(fingerprint))
              .as(fingerprint)
              .isTrue();
          String country =
              entries.containsKey(fingerprint)
                  ? entries.get(fingerprint).facts().country()
                  : refused.get(fingerprint).country();
          assertThat(country).as(fingerprint).isEqualTo(row[0]);
        });
  }

  @Test
  void readsTheSameAsTheOtherProgram() throws Exception {
    Map<String, String[]> table = table();
    for (TrustEntry entry : folder.entries()) {
      CertificateFacts facts = entry.facts();
      String[] row = table.get(facts.fingerprint());
      assertThat(facts.notBefore().toString()).startsWith(row[1]);
      assertThat(facts.notAfter().toString()).startsWith(row[2]);
      assertThat(facts.subjectKeyIdentifier()).isEqualTo(row[10].equals("None") ? "" : row[10]);
      assertThat(facts.authorityKeyIdentifier()).isEqualTo(row[11].equals("None") ? "" : row[11]);
      assertThat(facts.keyWords()).startsWith(row[4].equals("RSA") ? "RSA " + row[5] : "EC ");
    }
  }

  private static Map<String, String[]> table() throws Exception {
    Map<String, String[]> rows = new HashMap<>();
    for (String line :
        Files.readAllLines(TrustWorkshop.VECTORS.resolve("csca_table_DE-2026-05_NL-2026-07.tsv"))
            .stream()
            .skip(1)
            .toList()) {
      String[] columns = line.split("\t", -1);
      rows.put(columns[12], columns);
    }
    return rows;
  }

  @Test
  void everyKeyBelongsToOneStateAndEveryStateHasACode() {
    assertThat(plan.refused()).hasSize(REFUSED);
    assertThat(folder.entries()).allSatisfy(entry -> assertThat(entry.state()).hasSize(3));
    assertThat(folder.entries().stream().map(TrustEntry::state).distinct()).hasSize(129);
    assertThat(folder.entries().stream().map(TrustEntry::state))
        .contains("D<<", "RUS", "GBR", "UNO", "EUE", "RKS", "TWN", "CHN");
  }

  @Test
  void theReportWarnsThatTheNewestRussianKeyIsOf2019() {
    TrustReport report = TrustReport.of(folder, TrustWorkshop.NOW);
    TrustReport.State russia =
        report.states().stream().filter(s -> s.code().equals("RUS")).findFirst().orElseThrow();
    assertThat(russia.generations()).hasSize(3);
    assertThat(russia.selfSigned()).isEqualTo(3);
    assertThat(russia.links()).isEqualTo(1);
    assertThat(russia.variants()).containsExactly(SignerKeyType.P256_SHA1);
    assertThat(russia.gaps())
        .anySatisfy(gap -> assertThat(gap).contains("newest key of 2019"))
        .anySatisfy(gap -> assertThat(gap).contains("refused with its key identifier"));
    assertThat(report.refused()).hasSize(REFUSED);
    assertThat(new String(report.toJson(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"state\" : \"RUS\"", "basic constraints");
  }

  @Test
  void theRealRussianSignerIsVouchedForOnlyByRussia() throws Exception {
    ImportPlan signer =
        TrustImport.plan(
            folder,
            List.of(
                TrustWorkshop.found(temp, TrustWorkshop.realPem("ru_dsc_document_signer_3.3.pem"))),
            TrustWorkshop.NOBODY,
            Set.of(),
            Set.of(),
            TrustWorkshop.NOW);
    assertThat(signer.refused()).isEmpty();
    assertThat(
            signer.lines().stream()
                .filter(line -> line.change() == ImportPlan.Change.ADDED)
                .map(line -> line.entry().state()))
        .containsExactly("RUS");
  }

  @Test
  void theSameListsAgainChangeNothing() throws Exception {
    ImportPlan again =
        TrustImport.plan(
            folder,
            List.of(list("DE_ML_2026-05-28.ml", "D<<", "C=DE")),
            TrustWorkshop.NOBODY,
            Set.of(),
            Set.of(),
            TrustWorkshop.NOW);
    assertThat(again.isEmpty()).isTrue();
    assertThat(again.lines())
        .allSatisfy(line -> assertThat(line.change()).isEqualTo(ImportPlan.Change.UNCHANGED));
  }
}
