"""The text that tells how to check the evidence of a case with tools that anyone has."""

GUIDE = """\
PRUEBAS DEL TRÁMITE {radicado}
{procedure}
{entity}
Paquete hecho el {made_at}.

Todo se comprueba sin conexión y sin programas de la entidad:

    sh verificar.sh

Dice BIEN o MAL de cada cosa y termina con «Todo concuerda.». Salida: 0 concuerda, 1 no concuerda.
Lo mismo se puede hacer a mano, en esta carpeta:

1. Que ningún archivo cambió
     sha256sum -c MANIFIESTO.sha256

2. Que la historia está completa y en orden
   Cada archivo de eventos/ es un evento en JSON canónico (RFC 8785). Su huella es
     sha256sum eventos/0001.json
   y tiene que estar en «previous» del evento siguiente. La última es la de cadena.txt (número de eventos y huella).

3. Desde cuándo existe
   sellos/N.json dice la raíz de un árbol con los N primeros eventos de toda la ventanilla (RFC 9162). Su hora:
     openssl ts -verify -data sellos/N.json -in sellos/N.tst -token_in -CAfile certificados/raices.pem
     openssl ts -reply -in sellos/N.tst -token_in -text
   Si el certificado de la estampa ya venció, agregue: -attime "$(cat sellos/N.hora)"

4. Que un evento está debajo de esa raíz
   inclusion/*.txt empieza con el archivo y el N. La huella de la hoja es SHA-256 de un byte 00 y el archivo:
     {{ printf '\\000'; cat eventos/0001.json; }} | sha256sum
   Con cada línea se hace SHA-256 de un byte 01 y las dos huellas, en el orden que dice: la del vecino a la
   izquierda o a la derecha. La última tiene que ser «root» de sellos/N.json. Un evento responde por todos los
   anteriores del caso, porque lleva su huella; por eso hay una prueba para cada sello, del último que cubre.

5. Las firmas de los documentos
   Abra documentos/*.pdf en un lector que muestre firmas, o use poppler:
     pdfsig documentos/001-….pdf
   Con openssl: firmas/lista.txt dice de cada firma el documento, el archivo, si es firma o estampa, y los cuatro
   números de /ByteRange (a b c d):
     {{ tail -c +$((a+1)) DOC | head -c b; tail -c +$((c+1)) DOC | head -c d; }} > firmado
     openssl cms -verify -cades -binary -inform DER -in FIRMA -content firmado \\
       -CAfile certificados/raices.pem -purpose any -no_check_time -out /dev/null

Qué hay
  caso.json       qué regía (versiones, parámetros, tablas), qué decidió cada persona, firmas, avisos
  eventos/        la historia, un evento por archivo           cadena.txt   cuántos son y la última huella
                  «note.written» y «consultation.…» son notas y conceptos internos de la oficina: no hacen parte
                  del expediente ni se entregan a las partes (Ley 1712 de 2014, art. 19, parágrafo)
  consultas/      quién consultó los datos personales, y cuándo
  sellos/         cabezas del registro con su estampa de tiempo (RFC 3161)
  inclusion/      pruebas de que eventos y consultas están en el registro
  documentos/     los documentos                               firmas/      sus firmas, como archivos
  certificados/   las raíces en que confía la entidad: compárelas con las que publica la entidad de certificación
"""
