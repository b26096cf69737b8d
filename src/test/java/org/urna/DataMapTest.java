package org.urna;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.urna.ballot.Choice;
import org.urna.flow.voter.TypedKey;
import org.urna.passport.MrzKey;
import org.urna.passport.mrz.MachineReadableZone;
import org.urna.trust.PrintedPage;

/// What docs/data-map.md says of the types that hold personal data.
class DataMapTest {
  private static final Path PAGE = Path.of("docs/data-map.md");
  private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z]+)`");
  private static final JavaClasses URNA =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.urna");

  private static final String ZONE =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
          + "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

  /// The types named in the column "where" of the table of personal data.
  private static Set<String> types() throws IOException {
    String page = Files.readString(PAGE);
    String table =
        page.substring(page.indexOf("## Personal data"), page.indexOf("## Anonymous data"));
    Set<String> types = new LinkedHashSet<>();
    for (String row : table.lines().filter(line -> line.startsWith("|")).toList()) {
      Matcher type = TYPE.matcher(row.split("\\|")[2]);
      while (type.find()) {
        types.add(type.group(1));
      }
    }
    return types;
  }

  /// A class of that name, or what implements the interface of that name.
  private static List<JavaClass> holders(String type) {
    List<JavaClass> holders = new ArrayList<>();
    for (JavaClass each : URNA) {
      if (each.getSimpleName().equals(type) && each.getEnclosingClass().isEmpty()) {
        holders.add(each);
        holders.addAll(each.getAllSubclasses());
      }
    }
    return holders.stream().filter(each -> !each.isInterface()).toList();
  }

  @Test
  void typesOfPersonalDataSayNothingOfThemselves() throws IOException {
    Set<String> types = types();
    assertThat(types).hasSizeGreaterThan(10).contains("MrzKey", "AuthenticPassport", "Choice");
    for (String type : types) {
      List<JavaClass> holders = holders(type);
      assertThat(holders).as(type + " is a class of ours").isNotEmpty();
      for (JavaClass holder : holders) {
        assertThat(holder.isRecord() || holder.isEnum()).as(holder + " is a value").isFalse();
        assertThat(holder.getAllMethods())
            .as(holder.getName())
            .filteredOn(method -> method.getName().equals("toString"))
            .filteredOn(method -> method.getRawParameterTypes().isEmpty())
            .filteredOn(method -> !method.getModifiers().contains(JavaModifier.ABSTRACT))
            .allMatch(method -> method.getOwner().isEquivalentTo(Object.class));
      }
    }
  }

  @Test
  void nothingPlantedIsPrinted() throws Exception {
    char[] zone = ZONE.toCharArray();
    try (MachineReadableZone scanned = MachineReadableZone.parse(ZONE);
        TypedKey key = TypedKey.scanned(zone);
        MrzKey access = new MrzKey(key.documentNumber(), key.birthDate(), key.expiryDate());
        PrintedPage page = PrintedPage.scanned(ZONE);
        Choice choice = Choice.of(13, 16)) {
      for (Object holder : List.of(scanned, key, access, page, choice)) {
        assertThat(holder.toString().replaceFirst("@[0-9a-f]+$", "@"))
            .isEqualTo(holder.getClass().getName() + "@");
      }
    }
  }
}
