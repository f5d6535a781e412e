"""What the states of cases have in common, for packing them (`packed.py`).

A packed state names its dictionary by checksum and cannot be read without it: one that was ever used is
never changed and never taken away; a better one is added and becomes the newest.
"""

import zlib
from collections.abc import Mapping

# Frequent beginnings and ends of words first, since what stands last is found most cheaply.
_WORDS = """
 solicitud de la persona que se encuentra en el municipio y no tiene, por lo que requiere una visita
 para la verificación del predio; documento de identidad, cédula de ciudadanía, recibo de servicios
 públicos, certificado de tradición, declaración juramentada, fotografía, dirección de la vivienda,
 vereda, barrio, corregimiento, estrato, planeación, hacienda, gobierno, desarrollo comunitario,
 cumple con los requisitos, se aprueba, se niega, falta información, revisado y conforme, observaciones,
 decisión, respuesta, notificación por correo electrónico, desde el año, entre los anexos, porque, según
 Colombia, calle, carrera, número, teléfono, apellidos, nombres, fecha, los datos, con el, de los, de las
"""
_STATE = (
    '"type":"upload":"sha256":"size":"mime":"application/pdf","image/jpeg"},"status":"reason":"result":'
    '"decision":"observations":"signature":{"document":"signer":"signedAt":{"@":"documentNumber":"'
    '"act":{"id":"dueDate":"suspendedOn":"resumedOn":true,false,null,0,0,"aprobado","rechazado",'
    '"format":2,"digest":"","completed":false,"ended":null,"next":[10,1],"scopes":[[0,null,{'
    '"tenant":"52001","entity":{"name":"Alcaldía Municipal de ","kind":"ALCALDIA","nit":"8","dv":"",'
    '"divipola":"","department":"","municipality":"","category":"","address":"CL CR ","phone":"+57 60",'
    '"email":"contacto@alcaldia","judicial_email":"notificacionesjudiciales@alcaldia",'
    '"website":"https://www.alcaldia.gov.co","hours":"Lunes a viernes, 8:00 a. m. a 12:00 m. y 2:00 p. m. '
    'a 6:00 p. m.","closures":[{"@":"2026-01-04"},{"@":"2027-01-05"}],"legal_representative":{"name":"",'
    '"title":"Alcaldesa","document":"","act":"Acta de posesión de ","since":{"@":"2024-01-01"},'
    '"until":{"@":"2027-12-31"}},"org_units":[{"code":"100","name":"Despacho del Alcalde"},{"code":"110",'
    '"name":"Atención al Ciudadano"},{"code":"200","name":"Oficina de "},{"code":"300","name":"Secretaría '
    'de Planeación"},{"code":"400","name":"Secretaría de Hacienda"}],"offices":{"alcalde":{"title":'
    '"Alcalde","unit":"100","holder":""},"ventanilla":{"title":"Profesional de la ventanilla única",'
    '"unit":"110","holder":""},"secretario-gobierno":{"title":"Secretaria de Gobierno","unit":"200",'
    '"holder":""},"secretario-planeacion":{"title":"Secretario de Planeación","unit":"400","holder":""},'
    '"control-interno":{"title":"Jefe de Control Interno","unit":"130","holder":""},"sistemas":{"title":'
    '"Administrador funcional","unit":"120","holder":""},"auditor":{"title":"Auditora","unit":"profesional-'
    '","holder":""},"analista-procesos":{"title":"Analista de procesos","unit":""}},"notes":["Por verificar'
    '"],"publicUrl":"https://"},"caseId":"","procedureSlug":"","procedureVersion":"","procedureName":"'
    'Certificado de ","sheet":{"slug":"","official_name":"","short_name":"Constancia de ","purpose":"'
    'Certificar que una persona ","series":"200.","unit":{"code":"","name":"Secretaría de Gobierno"},'
    '"info_owner":"","term":{"amount":15,"unit":"DH","text":"15 DH","words":"15 días hábiles","code":'
    '"TRM-PET","source":"CPACA art. 14"},"validity":null,"fee":{"kind":"free","text":"Gratuito",'
    '"parameter":""},"parameters":{},"documents":{"certificado":{"kind":"title":"prefix":"signer":"office":'
    '}},"channel":"web","receivedAt":{"@":"2026-11-26T10:00:00@America/Bogota"},"answers":{"note":null},'
    '"applicant":{"applicant_kind":"doc_type":"CC","doc_number":"first_names":"last_names":"business_name":'
    '"email":"@gmail.com","phone":"address":"department":"municipality":"name":""},"notification":{'
    '"channel":"email"},"consents":{"data_treatment":true,"electronic_notification":true},"attachments":[],'
    '"radicado":"2026-52001-E-000","legalFiledOn":{"@":"2026-11-"},"verificationCode":"","term":{"amount":'
    '10,"unit":"DH","text":"10 días hábiles","start":{"@":"2026-"},"due":{"@":"2026-12-"}},"expediente":'
    '"200.08.01-2026-000","completedBy":{"name":"","at":{"@":"2026-11-26T10:00:00@America/Bogota"}}}]],'
    '"workflows":[[0,"",0,[[1,"#revisar",16,0,{}]],[]]]}'
)
_FIRST = (" ".join(_WORDS.split()) + _STATE).encode()

DICTIONARIES: Mapping[int, bytes] = {zlib.adler32(_FIRST): _FIRST}
NEWEST = zlib.adler32(_FIRST)
