/** Texts about a file of sales and its cells, for the person who prepared it. */
import type { Words } from './words.ts';

const words = (es: string, en: string): Words => ({ 'es-MX': es, en });

/** By fault code: what is wrong with a file or a cell and how to correct it. `{name}`s are filled from the fault's params. */
export const SPREADSHEET_FAULTS = {
  'is-workbook': words(
    'Este archivo es un libro de Excel. Guárdalo como «CSV UTF-8» y envíalo otra vez.',
    'This is an Excel workbook. Save it as “CSV UTF-8” and send it again.',
  ),
  'file-too-large': words(
    'El archivo pesa más de 32 MB. Divídelo en varios.',
    'The file is larger than 32 MB. Split it up.',
  ),
  'column-missing': words(
    'No encontramos la columna «{column}», ni con otro nombre de los que conocemos. Tus columnas son: {columns}.',
    'We did not find the column “{column}”, or any of the other names we know for it. Your columns are: {columns}.',
  ),
  'row-malformed': words(
    'Este renglón no tiene las mismas columnas que el encabezado. Si una cantidad lleva coma, ponla entre comillas.',
    'This row does not have the same columns as the header. If an amount has a comma, put it in quotes.',
  ),
  'cell-not-amount': words(
    'No es una cantidad: «{text}». Escríbela así: 1,234.50.',
    'This is not an amount: “{text}”. Write it like this: 1,234.50.',
  ),
  'cell-not-rate': words(
    'No es una tasa: «{text}». Escríbela así: 16%, 8%, 0% o exento.',
    'This is not a rate: “{text}”. Write it like this: 16%, 8%, 0% or exento.',
  ),
  'cell-not-date': words(
    'No es una fecha que podamos leer: «{text}». Escríbela así: 20/11/2026 18:32 (día, mes, año).',
    'This is not a date that we can read: “{text}”. Write it like this: 20/11/2026 18:32 (day, month, year).',
  ),
  'tip-unclear': words(
    'Hay propina y no sabemos si el total la incluye; la propina no se factura. Llama a la columna «Total sin propina» o «Total con propina».',
    'There is a tip, and we do not know whether the total includes it; tips are not invoiced. Name the column “Total sin propina” or “Total con propina”.',
  ),
  'iva-differs': words(
    'El IVA del ticket es {stated}, y con los impuestos de esta fuente sería {computed}. Manda los renglones del ticket con su tasa.',
    'The ticket’s IVA is {stated}, but with this source’s taxes it would be {computed}. Send the ticket’s lines with their rates.',
  ),
  'folio-repeated': words(
    'El folio se repite en el archivo con otra fecha u otro total. Si son renglones de un ticket, repite el total del ticket o déjalo vacío.',
    'The folio appears again in the file with another date or total. If these are lines of one ticket, repeat the ticket’s total or leave it empty.',
  ),
  'folio-of-another-day': words(
    'El folio {folio} ya es una venta del {date} por {total}. Un ticket de otro día lleva otro folio; si esa venta no existió, cancélala primero.',
    'Folio {folio} already belongs to a sale of {date} for {total}. A ticket from another day needs another folio; if that sale never happened, cancel it first.',
  ),
  'folio-alike': words(
    'Se lee igual que el folio {folio}, del mismo día y con el mismo total: parece el mismo ticket y no se toma dos veces.',
    'It reads like folio {folio}, with the same day and total: it seems to be the same ticket, so it is not imported twice.',
  ),
  'column-ambiguous': words(
    'Las columnas «{one}» y «{other}» dicen cosas distintas. Deja una sola.',
    'The columns “{one}” and “{other}” say different things. Keep only one of them.',
  ),
  'quote-not-closed': words(
    'Este renglón abre unas comillas y no las cierra: no se leyó. Quítalas o ciérralas; los renglones que siguen se leyeron aparte.',
    'This row opens a quotation mark and does not close it, so it was not read. Remove it or close it; the rows after it were read separately.',
  ),
  'quote-spans-rows': words(
    'Unas comillas que se abren en un renglón y se cierran en otro dejan este en medio: no sabemos si es un texto o un ticket. Revisa las comillas.',
    'This row lies between a quotation mark that opens on one row and closes on another, so we cannot tell whether it is text or a ticket. Check the quotation marks.',
  ),
  'letters-damaged': words(
    'Este renglón tiene letras dañadas («\ufffd»). Vuelve a exportar el archivo como «CSV UTF-8».',
    'This row has damaged characters (“\ufffd”). Export the file again as “CSV UTF-8”.',
  ),
  'letters-unknown': words(
    'No pudimos reconocer los acentos de este archivo, así que no tomamos nada. Guárdalo como «CSV UTF-8» y envíalo otra vez.',
    'We could not recognize the accented letters in this file, so nothing was imported. Save it as “CSV UTF-8” and send it again.',
  ),
  'rows-lost': words(
    'No pudimos dar cuenta de todos los renglones del archivo, así que no tomamos ninguno. Vuelve a exportarlo y, si sigue igual, mándanos el archivo.',
    'We could not account for every row of the file, so none was imported. Export it again and, if that does not help, send us the file.',
  ),
  'row-above-header': words(
    'Este renglón está arriba del encabezado, así que no se leyó. Pon el encabezado en el primer renglón.',
    'This row is above the header, so it was not read. Put the header on the first row.',
  ),
  'row-is-header': words(
    'Este renglón repite el encabezado: no es un ticket.',
    'This row repeats the header: it is not a ticket.',
  ),
  'row-is-total': words(
    'Este renglón es la suma de otros: no es un ticket.',
    'This row is the sum of others: it is not a ticket.',
  ),
  'folio-spoilt': words(
    'Tu hoja de cálculo cambió el folio por «{text}». Dale formato de texto a la columna «{column}», corrige el folio y vuelve a exportar.',
    'Your spreadsheet changed the folio to “{text}”. Format the column “{column}” as text, correct the folio and export again.',
  ),
  'too-many-rows': words(
    'El archivo tiene más de {most} renglones. Divídelo en varios.',
    'The file has more than {most} rows. Split it up.',
  ),
  'newer-known': words(
    'Ya tenemos datos más recientes de este folio: estos no lo cambian.',
    'We already have more recent data for this folio, so this row does not change it.',
  ),
  'date-in-future': words(
    'La fecha es posterior al día de hoy. Revisa el día y el mes.',
    'The date is after today. Check the day and the month.',
  ),
  'tender-unknown': words(
    'No sabemos qué forma de pago es «{text}». Dilo en tu panel, en «Formas de pago» (por la API, en payments de la fuente, con la llave {key}).',
    'We do not know which form of payment “{text}” is. State it in your panel, under “Forms of payment” (by the API, in the source’s payments, under the key {key}).',
  ),
} as const;
