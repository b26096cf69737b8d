package org.urna.election;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// The organiser's signature over a package: a personal message of EIP-191 (version 0x45), signed
/// by secp256k1. It was preferred to Ed25519 because an organiser already holds such a key to pay
/// for the contract, hardware wallets show the sentence before they sign it, and the signer is an
/// address of 20 bytes that fits on a poster. Media need no signature of their own: the manifest
/// pins them.
public record PackageSignature(Address organiser, EcdsaSignature signature) {

  /// Signs as the organiser who holds `privateKey`.
  public static PackageSignature sign(
      ElectionManifest manifest, ChainReference chain, BigInteger privateKey) {
    return new PackageSignature(
        EcdsaSignature.addressOf(privateKey),
        EcdsaSignature.sign(privateKey, digest(manifest.manifestHash(), chain)));
  }

  /// The sentence that a wallet shows and signs.
  static String message(Bytes manifestHash, ChainReference chain) {
    return "Urna election package\nmanifest "
        + manifestHash
        + "\nchain "
        + chain.chainId()
        + "\ncontract "
        + chain.contract();
  }

  static Bytes digest(Bytes manifestHash, ChainReference chain) {
    byte[] message = message(manifestHash, chain).getBytes(StandardCharsets.US_ASCII);
    byte[] prefix =
        ("\u0019Ethereum Signed Message:\n" + message.length).getBytes(StandardCharsets.US_ASCII);
    return Bytes.of(Keccak256.hash(prefix, message));
  }

  boolean covers(Bytes manifestHash, ChainReference chain) {
    return signature.recover(digest(manifestHash, chain)).filter(organiser::equals).isPresent();
  }
}
