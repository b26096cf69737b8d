package org.urna.failure;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which classes name a failure code, by their bytecode: whoever writes `FailureCode.X` reads the
/// static field X. `case X` does so only in the table that javac makes for a `switch`, which is no
/// producer; `FailureCode.values()` reads no constant's field.
final class Producers {
  private Producers() {}

  /// Outermost classes by the name of the constant. Package `failure` itself, which knows what each
  /// code is, produces none.
  static Map<String, Set<String>> of(JavaClasses classes) {
    Map<String, Set<String>> producers = new HashMap<>();
    for (JavaClass type : classes) {
      if (type.getPackageName().equals(FailureCode.class.getPackageName()) || isSwitchTable(type)) {
        continue;
      }
      for (JavaFieldAccess access : type.getFieldAccessesFromSelf()) {
        if (access.getTargetOwner().isEquivalentTo(FailureCode.class)
            && access.getTarget().getRawType().isEquivalentTo(FailureCode.class)) {
          producers
              .computeIfAbsent(access.getTarget().getName(), _ -> new TreeSet<>())
              .add(outermost(type).getName());
        }
      }
    }
    return producers;
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }

  private static boolean isSwitchTable(JavaClass type) {
    return type.getFields().stream().anyMatch(field -> field.getName().startsWith("$SwitchMap$"));
  }
}
