"""The text that tells an auditor how to check a package with tools that anyone has."""

GUIDE = """\
EXPEDIENTE {number}
{title}
{entity}
Paquete hecho el {made_on}. Estado del expediente: {state}.

Qué hay aquí
  data/documents/      los documentos, en el orden del índice
  data/preservation/   copias de conservación en PDF/A, con el mismo número de su original
  data/index.xml       índice electrónico (en data/index.pdf, firmado, si el expediente está cerrado)
  data/events.jsonl    historia del trámite: un evento por línea, en cadena
  data/archive-events.jsonl   lo que hizo el archivo con el expediente, en cadena
  data/proofs/         informes de verificación de firmas, revisión al ingreso y raíces de confianza
  metadata/            PREMIS 3 (metadata/premis.xml) y METS (metadata/mets.xml)
  manifest-sha256.txt, manifest-sha512.txt   huella de cada archivo

Cómo comprobarlo, sin programas de la entidad

1. Que nada falta ni cambió (en la carpeta del paquete; basta uno):
     sha256sum --check --quiet manifest-sha256.txt && sha256sum --check --quiet tagmanifest-sha256.txt
     sha512sum --check --quiet manifest-sha512.txt
     pip install bagit && bagit.py --validate .

2. Que la historia está completa y en orden:
     python3 verify_events.py
   De los eventos con "withheld" sólo está la huella: son notas y conceptos internos de la oficina, que no hacen
   parte del expediente (Ley 1712 de 2014, art. 19, parágrafo).

3. Las firmas de un documento. Ábralo en un lector de PDF que muestre firmas, o use poppler:
     pdfsig data/documents/001-….pdf
   Con openssl, desde los bytes (tome los cuatro números de /ByteRange [a b c d] de la firma):
     f=data/documents/001-….pdf
     {{ tail -c +$((a+1)) $f | head -c $b; tail -c +$((c+1)) $f | head -c $d; }} > firmado.bin
     tail -c +$((b+2)) $f | head -c $((c-b-2)) | xxd -r -p > firma.der
     openssl cms -verify -cades -binary -inform DER -in firma.der -content firmado.bin \\
       -CAfile data/proofs/roots.pem -purpose any -no_check_time -out /dev/null
   Las raíces de data/proofs/roots.pem son aquellas en las que confiaba la entidad: compárelas con las que
   publica la entidad de certificación.

4. Que el índice dice lo mismo: Valor_Huella de cada DocumentoIndizado es la huella SHA-256 del archivo con
   ese Orden_Documento_Expediente (los tres primeros números del nombre del archivo).
"""
