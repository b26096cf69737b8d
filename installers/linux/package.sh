#!/usr/bin/env bash
# Makes the Linux installer: a runtime of its own (JDK modules and JavaFX), our jar and its libraries as separate jars,
# practice circuits, station settings and hardware profiles. Called by `./urna package`, which sets JAVA_HOME.
#   installers/linux/package.sh [--type app-image|deb] [--without-practice]      default deb
# Results: target/package/urna_<version>_amd64.deb, and target/keys/urna-keys_<version>_all.deb if target/circuits holds
# keys from a ceremony: they differ by election, so they are a package of their own, installed over the first.
set -euo pipefail
cd "$(dirname "$0")/../.."

type=deb
practice=true
while [ $# -gt 0 ]; do
  case "$1" in
    --type)
      type=$2
      shift
      ;;
    --without-practice) practice=false ;;
    *)
      echo "package: unknown option $1" >&2
      exit 2
      ;;
  esac
  shift
done
for tool in dpkg-deb fakeroot; do
  if [ "$type" = deb ] && ! command -v "$tool" >/dev/null; then
    echo "package: $tool is missing: install the Debian packages dpkg-dev and fakeroot." >&2
    exit 1
  fi
done

version=$(sed -n 's#^  <version>\(.*\)</version>#\1#p' pom.xml | head -1)
epoch=$(sed -n 's#.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*#\1#p' pom.xml)
work=target/package
keys=target/keys
rm -rf "$work" "$keys"
mkdir -p "$work/app" "$work/fx" "$work/out"

# ---------------------------------------------------------------- jars

# The jar of sqlite-jdbc brings native code for twenty systems. Ours keeps what this package is for, and all else.
sqlite_for_linux() {
  local unpacked="$work/sqlite" jar
  jar="$(realpath "$work/app")/$(basename "$1")"
  mkdir "$unpacked"
  (
    cd "$unpacked"
    "$JAVA_HOME/bin/jar" --extract --file "$1"
    find org/sqlite/native -name '*sqlitejdbc*' ! -path '*/native/Linux/x86_64/*' -delete
    "$JAVA_HOME/bin/jar" --create --file "$jar" --date "$epoch" --manifest META-INF/MANIFEST.MF .
  )
  rm -r "$unpacked"
}

rm -f target/bom.json
./mvnw -B -q -Pquick -DskipTests package
if [ ! -e target/bom.json ]; then
  echo "package: no bill of materials was made: Maven makes it only when it may use the network (not with -o)." >&2
  exit 1
fi
cp "target/urna-$version.jar" "$work/app/"
# The practice election is a jar of its own; the launcher takes every jar that lies here.
if $practice; then cp "target/urna-$version-practice.jar" "$work/app/"; fi
tr ':' '\n' <target/classpath.txt | while read -r jar; do
  case "$(basename "$jar")" in
    # JavaFX goes into the runtime; its classifier-less jars are empty modules that jlink must not see.
    javafx-*-linux.jar) cp "$jar" "$work/fx/" ;;
    javafx-*) ;;
    sqlite-jdbc-*) sqlite_for_linux "$jar" ;;
    *) cp "$jar" "$work/app/" ;;
  esac
done

# ---------------------------------------------------------------- what the program reads beside its jars

# -Durna.home points here.
cp -r kiosk-config hardware-profiles LICENSE installers/keep-running.sh "$work/app/"
mkdir -p "$work/app/circuits" "$work/app/licences"
cp docs/dependencies.md target/bom.json "$work/app/licences/"
cp -L target/circuits/circuits.json "$work/app/circuits/"
if $practice; then
  # Their keys are half a gigabyte that does not compress. The kiosk makes them from these when it first practises.
  "$JAVA_HOME/bin/java" @installers/jvm.options -Durna.home="$PWD" -Durna.circuits="$PWD/target/circuits" \
    -cp "target/classes:$(cat target/classpath.txt)" org.urna.Launcher station development-keys --list |
    while read -r circuit; do
      cp -L "target/circuits/$circuit".{r1cs,wasm} "$work/app/circuits/"
    done
fi

# ---------------------------------------------------------------- image

flags_of() { sed '/^ *#/d; /^ *$/d' "$@"; }
# What only an installed program has; installers/jvm.options says why.
installed=(--enable-native-access=javafx.graphics '-Durna.home=$APPDIR')
options=()
while read -r flag; do
  options+=(--java-options "$flag")
done < <(flags_of installers/jvm.options && printf '%s\n' "${installed[@]}")
modules=javafx.controls,java.desktop,java.smartcardio,java.sql,java.net.http,java.naming,java.management
modules+=,jdk.unsupported,jdk.crypto.cryptoki,jdk.localedata,jdk.net,jdk.incubator.vector,jdk.zipfs

# bin/urna is ours and starts bin/urna-kiosk or bin/urna-office, which jpackage makes: only a script can choose the locale, and
# a kiosk gets less memory than whoever counts.
printf 'description=Urna\n' >"$work/office.properties"
{
  printf 'description=Urna\njava-options='
  { flags_of installers/jvm.options installers/kiosk.options && printf '%s\n' "${installed[@]}"; } | paste -s -d ' '
} >"$work/kiosk.properties"
"$JAVA_HOME/bin/jpackage" --type app-image --name urna --app-version "$version" --dest "$work/out" \
  --input "$work/app" --main-jar "urna-$version.jar" --main-class org.urna.Launcher --arguments kiosk \
  --add-launcher "urna-kiosk=$work/kiosk.properties" --add-launcher "urna-office=$work/office.properties" \
  --module-path "$work/fx" --add-modules "$modules" \
  --jlink-options "--strip-debug --no-header-files --no-man-pages --compress zip-0 --include-locales=ru,en" \
  "${options[@]}"
install -m 755 installers/linux/urna.sh "$work/out/urna/bin/urna"

# The kiosk's first page comes a third sooner when the JVM finds the classes of a start loaded and linked (JEP 483, 514): one start
# is recorded, without a screen, in a home of its own, and ended as a session ends it. The JVM takes such a cache only beside the
# very jars it was made of, by their size and time, and goes on without it else: so jars get the time of the release, and what
# was packed is asked whether it takes its cache.
of_the_release() { find "$1" -name '*.jar' -exec touch --date "$epoch" {} +; }

train() {
  local kiosk=$work/out/urna/bin/urna-kiosk home cache
  home=$(realpath "$work")/home
  cache=$(realpath "$work/out/urna/lib/app")/kiosk.aot
  mkdir -p "$home"
  of_the_release "$work/out"
  sed 's|^data-folder = .*|data-folder = "data"|' kiosk-config/station.toml >"$home/station.toml"
  recorded() {
    env HOME="$home" XDG_CACHE_HOME="$home/cache" JAVA_TOOL_OPTIONS="$1 -XX:AOTConfiguration=$home/kiosk.aotconf -Xlog:disable" \
      timeout --signal=TERM "$2" "$kiosk" kiosk --window --settings "$home/station.toml" >"$home/log" 2>&1
  }
  recorded "-XX:AOTMode=record -Dglass.platform=Headless -Dprism.order=sw" 30 || true
  recorded "-XX:AOTMode=create -XX:AOTCache=$cache" 120
  sed -i 's|^\[JavaOptions\]$|&\njava-options=-XX:AOTCache=$APPDIR/kiosk.aot|' "$work/out/urna/lib/app/urna-kiosk.cfg"
  cached "$kiosk"
  rm -r "$home"
}

cached() {
  if ! JAVA_TOOL_OPTIONS=-XX:AOTMode=on "$1" --version >"$work/cached.log" 2>&1; then
    cat "$work/cached.log" >&2
    echo "package: the kiosk does not take its cache of classes" >&2
    exit 1
  fi
}
train
echo "package: image in $work/out/urna" >&2
if [ "$type" = app-image ]; then exit 0; fi

# ---------------------------------------------------------------- packages

# zstd: level 19 takes minutes. dpkg reads it from Debian 12 and Ubuntu 21.10 on.
export DPKG_DEB_COMPRESSOR_TYPE=zstd DPKG_DEB_COMPRESSOR_LEVEL=9
# No --linux-shortcut: its postinst fails on a machine without a desktop menu, which a kiosk is.
"$JAVA_HOME/bin/jpackage" --type deb --name urna --app-version "$version" --dest "$work" --app-image "$work/out/urna" \
  --linux-package-deps libgtk-3-0,libgl1,libpcsclite1,pcscd --license-file LICENSE \
  --description "Urna: a polling station in a box" --vendor Urna
# jpackage copies without times.
dpkg-deb --raw-extract "$work/urna_${version}_amd64.deb" "$work/deb"
of_the_release "$work/deb"
cached "$work/deb/opt/urna/bin/urna-kiosk"
dpkg-deb --root-owner-group --build "$work/deb" "$work/urna_${version}_amd64.deb" >&2
rm -r "$work/deb"

# Keys from a ceremony, with what the first package lacks to use them.
circuits=opt/urna/lib/app/circuits
for transcript in target/circuits/*.ceremony.json; do
  [ -e "$transcript" ] || continue
  circuit=$(basename "$transcript" .ceremony.json)
  mkdir -p "$keys/root/$circuits"
  cp -L "target/circuits/$circuit".{zkey,vkey.json,ceremony.json} "$keys/root/$circuits/"
  [ -e "$work/app/circuits/$circuit.wasm" ] || cp -L "target/circuits/$circuit.wasm" "$keys/root/$circuits/"
done
if [ -e "$keys/root" ]; then
  mkdir "$keys/root/DEBIAN"
  cat >"$keys/root/DEBIAN/control" <<CONTROL
Package: urna-keys
Version: $version
Architecture: all
Maintainer: Urna
Depends: urna (= $version)
Description: Urna: proving keys from a key ceremony
CONTROL
  # Points of a curve do not compress.
  DPKG_DEB_COMPRESSOR_LEVEL=1 dpkg-deb --root-owner-group --build "$keys/root" "$keys/urna-keys_${version}_all.deb" >&2
  rm -r "$keys/root"
fi

for package in "$work"/*.deb "$keys"/*.deb; do
  [ -e "$package" ] || continue
  echo "package: $package, $(($(stat -c %s "$package") / 1000000)) MB; unpacked, by folder:" >&2
  dpkg-deb --contents "$package" | awk '$1 ~ /^-/ {
      folder = $6; sub("^\\./", "", folder); sub("/[^/]*$", "", folder)
      if (folder ~ "^opt/urna/lib/runtime") folder = "opt/urna/lib/runtime"
      size[folder] += $3
    }
    END { for (each in size) printf "%8.1f MB  %s\n", size[each] / 1e6, each }' | sort -rn >&2
done
