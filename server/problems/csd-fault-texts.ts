/** What the merchant reads when a certificate or its key cannot be used, by code. */
import type { Words } from './words.ts';

/** One plain sentence of what is wrong and one of what to do; none has placeholders. */
export const CSD_FAULTS = {
  'csd-certificate-unreadable': {
    'es-MX':
      'Este archivo no es un certificado del SAT. Sube el que termina en .cer, tal como lo descargaste de CertiSAT, y revisa que no esté en el lugar del .key.',
    en: 'This file is not a SAT certificate. Upload the one ending in .cer exactly as you downloaded it from CertiSAT, and check that you have not swapped it with the .key.',
  },
  'csd-certificate-empty': {
    'es-MX': 'El archivo del certificado está vacío: la descarga o la copia no terminó. Usa otra copia de tu .cer.',
    en: 'The certificate file is empty: the download or the copy did not finish. Use another copy of your .cer.',
  },
  'csd-certificate-is-key': {
    'es-MX':
      'En el lugar del certificado está la llave privada: los archivos .cer y .key están invertidos. Cámbialos de lugar.',
    en: 'The private key is in the place of the certificate: the .cer and .key files are swapped. Exchange them.',
  },
  'csd-certificate-is-pfx': {
    'es-MX':
      'En el lugar del certificado hay un archivo .pfx, que trae certificado y llave juntos. Usa el .cer solo, o sube el .pfx como tal.',
    en: 'There is a .pfx file in the place of the certificate; it contains the certificate and the key together. Use the .cer alone, or upload the .pfx as such.',
  },
  'csd-certificate-is-page': {
    'es-MX':
      'En el lugar del certificado se guardó una página web, quizá porque tu sesión en el portal ya había terminado. Descarga tu .cer otra vez.',
    en: 'A web page was saved instead of the certificate, perhaps because your session had ended. Download your .cer again.',
  },
  'csd-key-unreadable': {
    'es-MX':
      'Este archivo no es una llave privada, o está dañado. Sube el que termina en .key y que guardaste al generar tu CSD; si es el único que tienes y no abre, genera un CSD nuevo en Certifica.',
    en: 'This file is not a private key, or it is damaged. Upload the one ending in .key that you saved when you created your CSD; if it is your only copy and does not open, create a new CSD with Certifica.',
  },
  'csd-key-empty': {
    'es-MX': 'El archivo de la llave está vacío: la copia no terminó. Usa otra copia de tu .key.',
    en: 'The key file is empty: the copy did not finish. Use another copy of your .key.',
  },
  'csd-key-is-certificate': {
    'es-MX':
      'En el lugar de la llave privada está un certificado. Usa el archivo que termina en .key; el .cer va en su propio lugar.',
    en: 'A certificate is in the place of the private key. Use the file ending in .key; the .cer goes in its own place.',
  },
  'csd-key-is-pfx': {
    'es-MX':
      'En el lugar de la llave privada hay un archivo .pfx, que trae certificado y llave juntos. Usa el .key solo, o sube el .pfx como tal.',
    en: 'There is a .pfx file in the place of the private key; it contains the certificate and the key together. Use the .key alone, or upload the .pfx as such.',
  },
  'csd-key-is-page': {
    'es-MX':
      'En el lugar de la llave privada se guardó una página web. Usa el archivo .key que guardaste al generar tu CSD.',
    en: 'A web page was saved instead of the private key. Use the .key file that you saved when you created your CSD.',
  },
  'csd-key-cipher-des': {
    'es-MX':
      'Esta llave está cifrada con PBE y DES (por ejemplo PBE-MD5-DES), un método antiguo que ya no se abre. Conviértela con «openssl pkcs8 -provider legacy -provider default -topk8 -v2 aes256», o genera un CSD nuevo en Certifica.',
    en: 'This key is encrypted with PBE and DES (PBE-MD5-DES, for example), an old method that is no longer supported. Convert it with “openssl pkcs8 -provider legacy -provider default -topk8 -v2 aes256”, or create a new CSD with Certifica.',
  },
  'csd-key-cipher-rc2': {
    'es-MX':
      'Esta llave está cifrada con RC2, un método antiguo que ya no se abre. Conviértela con «openssl pkcs8 -provider legacy -provider default -topk8 -v2 aes256», o genera un CSD nuevo en Certifica.',
    en: 'This key is encrypted with RC2, an old method that is no longer supported. Convert it with “openssl pkcs8 -provider legacy -provider default -topk8 -v2 aes256”, or create a new CSD with Certifica.',
  },
  'csd-key-cipher-rc4': {
    'es-MX':
      'Esta llave está cifrada con RC4, un método antiguo que ya no se abre. Conviértela con «openssl pkcs8 -provider legacy -provider default -topk8 -v2 aes256», o genera un CSD nuevo en Certifica.',
    en: 'This key is encrypted with RC4, an old method that is no longer supported. Convert it with “openssl pkcs8 -provider legacy -provider default -topk8 -v2 aes256”, or create a new CSD with Certifica.',
  },
  'csd-key-too-slow': {
    'es-MX':
      'Esta llave está protegida de una forma que tardaría demasiado en abrirse; las del SAT no lo están así. Usa el .key tal como lo guardaste al generar tu CSD, o conviértelo con «openssl pkcs8 -topk8 -v2 aes256».',
    en: 'This key is protected in a way that would take too long to open; the SAT’s own are not. Use the .key as you saved it when you created your CSD, or convert it with “openssl pkcs8 -topk8 -v2 aes256”.',
  },
  'csd-pfx-unreadable': {
    'es-MX':
      'No pudimos leer este archivo .pfx: debe traer el certificado y su llave privada. Expórtalo de nuevo, o sube por separado el .cer y el .key.',
    en: 'We could not read this .pfx file: it must contain the certificate and its private key. Export it again, or upload the .cer and the .key separately.',
  },
  'csd-wrong-password': {
    'es-MX':
      'La contraseña no abre esta llave. Escribe la que elegiste al generar el CSD (no es la de tu RFC ni la de la e.firma) y cuida las mayúsculas. Si estás seguro de que es la correcta, el archivo puede estar dañado: prueba con otra copia.',
    en: 'The password does not open this key. Enter the one you chose when you created the CSD (not the one for your RFC or your e.firma), with its upper and lower case. If you are sure it is right, the file may be damaged: try another copy.',
  },
  'csd-is-fiel': {
    'es-MX':
      'Este certificado es tu e.firma, no tu sello. Sube el CSD (sello digital): lo tramitas en CertiSAT con tu e.firma. No guardamos nada de lo que subiste.',
    en: 'This certificate is your e.firma, not your seal. Upload the CSD (digital seal), which you request at CertiSAT with your e.firma. We kept nothing of what you uploaded.',
  },
  'csd-pair-mismatch': {
    'es-MX':
      'El certificado y la llave no son pareja. Busca el .cer y el .key que nacieron juntos; suelen estar en la misma carpeta y con la misma fecha.',
    en: 'The certificate and the key do not belong together. Look for the .cer and the .key that were created together; they are usually in the same folder with the same date.',
  },
  'csd-key-size': {
    'es-MX':
      'Esta llave no tiene el tamaño que usa hoy el SAT, 2048 bits. Genera un CSD nuevo en CertiSAT y súbelo aquí.',
    en: 'This key is not of the size that the SAT uses today, 2048 bits. Create a new CSD at CertiSAT and upload it here.',
  },
  'csd-rfc-mismatch': {
    'es-MX':
      'Este CSD es de otro RFC. Sube el del contribuyente que factura aquí, o corrige primero el RFC en los datos de tu negocio.',
    en: 'This CSD belongs to another RFC. Upload the one that belongs to the taxpayer who invoices here, or first correct the RFC in your business details.',
  },
  'csd-expired': {
    'es-MX':
      'Este CSD ya venció: duran cuatro años. Genera uno nuevo en CertiSAT con tu e.firma vigente y súbelo aquí.',
    en: 'This CSD has expired; they last four years. Create a new one at CertiSAT with your current e.firma and upload it here.',
  },
  'csd-not-yet-valid': {
    'es-MX':
      'Este CSD todavía no entra en vigor. Vuelve a subirlo a partir de la fecha de inicio que trae el certificado; si esa fecha ya pasó, revisa el reloj del servidor.',
    en: 'This CSD is not valid yet. Upload it again from the start date written in the certificate; if that date has passed, check the clock of the server.',
  },
  'csd-wrong-environment': {
    'es-MX':
      'Para facturar de verdad sube tu CSD de verdad, no uno de prueba; para las facturas de prueba, uno de los certificados de prueba del SAT.',
    en: 'For valid invoices upload your real CSD, not a test certificate; for test invoices, one of the SAT’s test certificates.',
  },
} satisfies Record<string, Words>;
