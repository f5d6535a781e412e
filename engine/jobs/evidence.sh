#!/bin/sh
# Comprueba este paquete de pruebas sin conexión y sin programas de la entidad.
# Usa sh, awk, od, sha256sum y openssl.   Uso: sh verificar.sh
# Salida: 0 todo concuerda, 1 algo no concuerda, 2 falta un programa.
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")" || exit 2
for programa in sha256sum openssl awk od; do
  command -v "$programa" >/dev/null || { echo "Falta el programa $programa."; exit 2; }
done
temporal=$(mktemp -d) || exit 2
trap 'rm -rf "$temporal"' EXIT
fallas=0
bien() { echo "BIEN  $1"; }
mal() { echo "MAL   $1"; fallas=$((fallas + 1)); }
huella() { sha256sum <"$1" | cut -c1-64; }

# Escribe los bytes que dice un texto hexadecimal.
bytes() {
  printf "$(printf '%s' "$1" | awk '{
    for (i = 1; i < length($0); i += 2) {
      n = (index("0123456789abcdef", substr($0, i, 1)) - 1) * 16
      n += index("0123456789abcdef", substr($0, i + 1, 1)) - 1
      printf "\\%03o", n
    }
  }')"
}

# 1. Ningún archivo cambió, falta o sobra.
if sha256sum -c MANIFIESTO.sha256 >"$temporal/manifiesto" 2>/dev/null; then
  bien "los archivos son los del manifiesto"
else
  mal "hay archivos cambiados o que faltan:"
  grep -v ': OK$' "$temporal/manifiesto"
fi
hay=$(find . -type f ! -name MANIFIESTO.sha256 | wc -l)
dice=$(wc -l <MANIFIESTO.sha256)
[ "$hay" -eq "$dice" ] || mal "el manifiesto nombra $dice archivos y hay $hay"

# 2. La cadena: cada evento lleva la huella del anterior.
read -r cuantos final <cadena.txt
anterior=0000000000000000000000000000000000000000000000000000000000000000
numero=0
cadena=bien
for evento in eventos/*.json; do
  numero=$((numero + 1))
  grep -q "\"previous\":\"$anterior\",\"seq\":$numero}\$" "$evento" || {
    mal "$evento no sigue al anterior"
    cadena=mal
  }
  anterior=$(huella "$evento")
done
if [ "$numero" -ne "$cuantos" ] || [ "$anterior" != "$final" ]; then
  mal "la cadena no termina donde debe"
elif [ "$cadena" = bien ]; then
  bien "la cadena está completa y en orden: $cuantos eventos"
fi

# 3. Las cabezas del registro: su hora la firmó una autoridad de estampado.
for cabeza in sellos/*.json; do
  [ -f "$cabeza" ] || { echo "AVISO todavía no hay cabezas estampadas"; break; }
  base=${cabeza%.json}
  openssl ts -reply -in "$base.tst" -token_in -text 2>/dev/null >"$temporal/hora"
  hora=$(sed -n 's/^Time stamp: //p' "$temporal/hora")
  if openssl ts -verify -data "$cabeza" -in "$base.tst" -token_in \
    -CAfile certificados/raices.pem >/dev/null 2>&1; then
    bien "$cabeza estampada: $hora"
  elif openssl ts -verify -data "$cabeza" -in "$base.tst" -token_in -attime "$(cat "$base.hora")" \
    -CAfile certificados/raices.pem >/dev/null 2>&1; then
    bien "$cabeza estampada: $hora (el certificado de la estampa venció después)"
  else
    mal "$cabeza: la estampa no es de esta cabeza o no es de una raíz de certificados/raices.pem"
  fi
done

# 4. Los eventos y las consultas están en el registro (RFC 9162).
for prueba in inclusion/*.txt; do
  [ -f "$prueba" ] || break
  {
    read -r archivo tamano
    actual=$({ printf '\000'; cat "$archivo"; } | sha256sum | cut -c1-64)
    while read -r lado vecino; do
      case $lado in
        izquierda) par=01$vecino$actual ;;
        *) par=01$actual$vecino ;;
      esac
      actual=$(bytes "$par" | sha256sum | cut -c1-64)
    done
  } <"$prueba"
  if grep -q "\"root\":\"$actual\",\"size\":$tamano}\$" "sellos/$tamano.json"; then
    bien "$archivo está en sellos/$tamano.json"
  else
    mal "$archivo no está en sellos/$tamano.json"
  fi
done

# 5. Las firmas de los documentos, desde sus bytes.
while read -r documento firma clase inicio largo despues resto; do
  [ -n "$documento" ] || continue
  {
    tail -c +$((inicio + 1)) "$documento" | head -c "$largo"
    tail -c +$((despues + 1)) "$documento" | head -c "$resto"
  } >"$temporal/firmado"
  hexa=$(od -An -v -tx1 "$firma" | tr -d ' \n')
  dentro=$(tail -c +$((inicio + largo + 2)) "$documento" | head -c ${#hexa} | tr 'A-F' 'a-f')
  if [ "$hexa" != "$dentro" ]; then
    mal "$firma no es la firma que está en $documento"
  elif [ "$clase" = estampa ]; then
    openssl ts -verify -data "$temporal/firmado" -in "$firma" -token_in \
      -CAfile certificados/raices.pem >/dev/null 2>&1 &&
      bien "$documento: estampa de tiempo válida" ||
      mal "$documento: la estampa $firma no es válida"
  else
    openssl cms -verify -cades -binary -inform DER -in "$firma" -content "$temporal/firmado" \
      -CAfile certificados/raices.pem -purpose any -no_check_time -out /dev/null 2>/dev/null &&
      bien "$documento: firma válida" ||
      mal "$documento: la firma $firma no es válida"
  fi
done <firmas/lista.txt

# 6. La historia nombra cada documento por su huella.
for documento in documentos/*; do
  [ -f "$documento" ] || break
  grep -q "$(huella "$documento")" eventos/*.json ||
    echo "AVISO la historia no nombra la huella de $documento"
done

if [ "$fallas" -eq 0 ]; then
  echo "Todo concuerda."
else
  echo "No concuerda: $fallas fallas."
  exit 1
fi
