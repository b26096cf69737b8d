package org.urna.practice.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A test that runs with the name of each file of `vectors/chip-authentication`.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ValueSource(
    strings = {
      "3des-secp192r1",
      "3des-brainpoolp256r1",
      "aes128-secp256r1",
      "aes256-brainpoolp384r1"
    })
public @interface EachChipAuthenticationTranscript {}
