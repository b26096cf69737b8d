#!/usr/bin/env bash
# Makes the Linux installer: a runtime of its own (JDK modules and JavaFX), our jar and its libraries as separate jars,
# circuits with their keys, station settings and hardware profiles. Called by `./urna package`, which sets JAVA_HOME.
#   installers/linux/package.sh [--type app-image|deb]      default deb
# Result: target/package/urna_<version>_amd64.deb
set -euo pipefail
cd "$(dirname "$0")/../.."

type=deb
if [ "${1:-}" = --type ]; then type=$2; fi
for tool in dpkg-deb fakeroot; do
  if [ "$type" = deb ] && ! command -v "$tool" >/dev/null; then
    echo "package: $tool is missing: install the Debian packages dpkg-dev and fakeroot." >&2
    exit 1
  fi
done

version=$(sed -n 's#^  <version>\(.*\)</version>#\1#p' pom.xml | head -1)
work=target/package
rm -rf "$work"
mkdir -p "$work/app" "$work/fx" "$work/out"

./mvnw -B -q -Pquick -DskipTests package
cp "target/urna-$version.jar" "$work/app/"
tr ':' '\n' <target/classpath.txt | while read -r jar; do
  case "$(basename "$jar")" in
    # JavaFX goes into the runtime; its classifier-less jars are empty modules that jlink must not see.
    javafx-*-linux.jar) cp "$jar" "$work/fx/" ;;
    javafx-*) ;;
    *) cp "$jar" "$work/app/" ;;
  esac
done

# What the program reads beside its jars; -Durna.home points here.
cp -r kiosk-config hardware-profiles LICENSE "$work/app/"
mkdir -p "$work/app/circuits" "$work/app/licences"
cp docs/dependencies.md "$work/app/licences/"
"$JAVA_HOME/bin/java" $(sed -n 's#.*<urna.jvm.flags>\(.*\)</urna.jvm.flags>.*#\1#p' pom.xml) -Durna.home="$PWD" \
  -Durna.circuits="$PWD/target/circuits" -cp "target/classes:$(cat target/classpath.txt)" \
  org.urna.Launcher station development-keys >"$work/circuits"
# Keys of the practice election's circuits and of those that have been through a ceremony: all together are gigabytes.
for file in target/circuits/*.ceremony.json; do
  [ -e "$file" ] || continue # practice keys come without a ceremony
  cp -L "$file" "$work/app/circuits/"
  basename "$file" .ceremony.json >>"$work/circuits"
done
sort -u "$work/circuits" | while read -r circuit; do
  cp -L "target/circuits/$circuit".{zkey,vkey.json} "$work/app/circuits/"
done
cp -L target/circuits/*.wasm target/circuits/circuits.json "$work/app/circuits/"

options=()
for flag in --enable-native-access=javafx.graphics,ALL-UNNAMED --add-modules=jdk.incubator.vector \
  --add-opens=java.smartcardio/sun.security.smartcardio=ALL-UNNAMED -Xmx3g -XX:+ExitOnOutOfMemoryError \
  '-Durna.home=$APPDIR' '-Durna.circuits=$APPDIR/circuits'; do
  options+=(--java-options "$flag")
done

"$JAVA_HOME/bin/jpackage" --type app-image --name urna --app-version "$version" --dest "$work/out" \
  --input "$work/app" --main-jar "urna-$version.jar" --main-class org.urna.Launcher --arguments kiosk \
  --module-path "$work/fx" \
  --add-modules javafx.controls,javafx.swing,java.smartcardio,java.sql,java.net.http,java.naming,java.management,jdk.unsupported,jdk.crypto.cryptoki,jdk.localedata,jdk.net,jdk.incubator.vector,jdk.zipfs \
  --jlink-options "--strip-debug --no-header-files --no-man-pages --compress zip-6 --include-locales=ru,en" \
  "${options[@]}"
echo "package: image in $work/out/urna" >&2
if [ "$type" = app-image ]; then exit 0; fi

# Proving keys are random numbers that do not compress; the default, xz on one thread, would take minutes for nothing.
export DPKG_DEB_COMPRESSOR_TYPE=zstd DPKG_DEB_COMPRESSOR_LEVEL=3
# No --linux-shortcut: its postinst fails on a machine without a desktop menu, which a kiosk is.
"$JAVA_HOME/bin/jpackage" --type deb --name urna --app-version "$version" --dest "$work" --app-image "$work/out/urna" \
  --linux-package-deps libgtk-3-0,libgl1,libpcsclite1,pcscd --license-file LICENSE \
  --description "Urna: a polling station in a box" --vendor Urna
ls -l "$work"/*.deb >&2
