package org.urna.bench;

import java.util.Collection;
import java.util.Optional;
import net.sf.scuba.smartcards.CardServiceException;
import org.jmrtd.BACKey;
import org.jmrtd.PassportService;
import org.jmrtd.lds.CardAccessFile;
import org.jmrtd.lds.ChipAuthenticationInfo;
import org.jmrtd.lds.ChipAuthenticationPublicKeyInfo;
import org.jmrtd.lds.PACEInfo;
import org.jmrtd.lds.SODFile;
import org.jmrtd.lds.SecurityInfo;
import org.jmrtd.lds.icao.COMFile;
import org.jmrtd.lds.icao.DG14File;
import org.jmrtd.lds.icao.DG15File;
import org.jmrtd.lds.icao.DG1File;
import org.urna.practice.card.SimulatorCardService;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenPassport;

/// Reads a chip as JMRTD's documentation shows: EF.CardAccess, PACE or else Basic Access Control,
/// EF.COM, EF.SOD, then data group 14 with Chip Authentication and data group 15 with Active
/// Authentication where the security object lists them, and data group 1. Blocks of 223 bytes,
/// files selected by name. It verifies nothing of what it reads.
final class PlainJmrtd {
  private PlainJmrtd() {}

  static String read(SpecimenPassport passport, ChipMeasurement.Meter meter) {
    PassportService service =
        new PassportService(
            new SimulatorCardService(
                passport.chip(
                    (_, command, chip) -> {
                      byte[] response = chip.answer(command);
                      meter.add(command.length, response.length);
                      return Optional.of(response);
                    })),
            PassportService.NORMAL_MAX_TRANCEIVE_LENGTH,
            PassportService.DEFAULT_MAX_BLOCKSIZE,
            false,
            true);
    try {
      service.open();
      open(service, passport.holder());
      read(service);
      return "read";
    } catch (Exception e) {
      // Hostile and copied chips make it throw many kinds.
      return "stopped by " + e.getClass().getSimpleName();
    } finally {
      service.close();
    }
  }

  private static void open(PassportService service, SpecimenHolder holder) throws Exception {
    BACKey key =
        new BACKey(holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone());
    Optional<PACEInfo> pace = paceInfo(service);
    if (pace.isPresent()) {
      PACEInfo info = pace.get();
      service.doPACE(
          key,
          info.getObjectIdentifier(),
          PACEInfo.toParameterSpec(info.getParameterId()),
          info.getParameterId());
      service.sendSelectApplet(true);
    } else {
      service.sendSelectApplet(false);
      service.doBAC(key);
    }
  }

  private static Optional<PACEInfo> paceInfo(PassportService service) {
    try {
      return first(
          new CardAccessFile(service.getInputStream(PassportService.EF_CARD_ACCESS))
              .getSecurityInfos(),
          PACEInfo.class);
    } catch (Exception e) {
      return Optional.empty();
    }
  }

  private static void read(PassportService service) throws Exception {
    new COMFile(service.getInputStream(PassportService.EF_COM));
    Collection<Integer> listed =
        new SODFile(service.getInputStream(PassportService.EF_SOD)).getDataGroupHashes().keySet();
    if (listed.contains(14)) {
      authenticateChip(service, new DG14File(service.getInputStream(PassportService.EF_DG14)));
    }
    // Under the new keys, so that it proves the chip.
    new DG1File(service.getInputStream(PassportService.EF_DG1));
    if (listed.contains(15)) {
      DG15File dg15 = new DG15File(service.getInputStream(PassportService.EF_DG15));
      service.doAA(dg15.getPublicKey(), null, null, new byte[8]);
    }
  }

  private static void authenticateChip(PassportService service, DG14File dg14)
      throws CardServiceException {
    Optional<ChipAuthenticationPublicKeyInfo> key =
        first(dg14.getSecurityInfos(), ChipAuthenticationPublicKeyInfo.class);
    if (key.isPresent()) {
      String protocol =
          first(dg14.getSecurityInfos(), ChipAuthenticationInfo.class)
              .map(SecurityInfo::getObjectIdentifier)
              .orElse(ChipAuthenticationPublicKeyInfo.ID_CA_ECDH_3DES_CBC_CBC);
      service.doEACCA(
          key.get().getKeyId(),
          protocol,
          key.get().getObjectIdentifier(),
          key.get().getSubjectPublicKey());
    }
  }

  private static <T> Optional<T> first(Collection<SecurityInfo> infos, Class<T> kind) {
    return infos.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
