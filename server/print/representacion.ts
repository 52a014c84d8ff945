/** The representación impresa as pdfmake's document: the layout. CFF 29-A, RMF 2.7.1.7: everything comes from the XML. */
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { CfdiFile } from '../cfdi/comprobante.ts';
import { conceptosTable } from './conceptos-table.ts';
import { longDay } from './figures.ts';
import { documentTitle, letterhead, type PrintShop, serieFolio } from './letterhead.ts';
import { GREY, MARGINS, STYLES } from './paper.ts';
import { UNPRINTABLE } from './printable.ts';
import { isTestTimbre, type Stamped, seals } from './seals.ts';
import { tagged } from './tags.ts';
import { totals } from './totals.ts';

/** How a merchant's paper looks: its colour as `#rrggbb`, its logo as a `data:` URL of a PNG or JPEG. */
export type PrintTheme = { readonly primary: string; readonly logo?: string };

/** How a document is printed. */
export type PrintLook = {
  readonly theme: PrintTheme;
  readonly shop?: PrintShop | undefined;
  /** The day on which the SAT canceled it, `2026-11-20`: the paper says so across the page and in a line. */
  readonly canceledOn?: string | undefined;
};

const LEGEND = 'Este documento es una representación impresa de un CFDI';

/**
 * The document for a CFDI whose strings are all printable; `stamped` is absent for a preview. The result belongs to one
 * rendering: pdfmake writes into it.
 */
export function representacion(
  file: CfdiFile,
  stamped: Stamped | undefined,
  { theme, shop, canceledOn }: PrintLook,
): TDocumentDefinitions {
  const { comprobante: c } = file;
  const title = [documentTitle(c), serieFolio(c)].filter(Boolean).join(' ');
  const uuid = stamped?.timbre.uuid;
  const mark = canceledOn === undefined ? watermark(stamped) : 'CANCELADA';
  return {
    pageSize: 'LETTER',
    pageMargins: MARGINS,
    version: '1.7',
    language: 'es-MX',
    displayTitle: true,
    tagged: true,
    info: {
      title,
      author: c.emisor.nombre,
      subject: uuid ? `Folio fiscal ${uuid}` : 'Vista previa sin timbrar',
      creator: 'Autofactura',
      creationDate: centralTime(stamped?.timbre.fechaTimbrado ?? c.fecha),
    },
    defaultStyle: { font: 'Roboto', fontSize: 8, lineHeight: 1.08 },
    styles: STYLES,
    ...(theme.logo && { images: { logo: theme.logo } }),
    ...(mark && { watermark: { text: mark, fontSize: 62, bold: true, color: '#000000', opacity: 0.1, angle: -52 } }),
    header: (page) => (page === 1 ? '' : runningHeader(title, uuid)),
    footer: (page, pages) => footer(page, pages),
    content: [
      ...canceledLine(canceledOn),
      ...letterhead(c, uuid, { primary: theme.primary, ...(theme.logo && { logo: 'logo' }), ...(shop && { shop }) }),
      conceptosTable(c),
      totals(c),
      ...unknownComplements(file.complementos),
      ...(JSON.stringify([file, shop ?? '']).includes(UNPRINTABLE) ? [UNPRINTABLE_NOTE] : []),
      seals(c, stamped),
    ],
  };
}

const UNPRINTABLE_NOTE: Content = {
  text: `${UNPRINTABLE} está en lugar de letras o símbolos que este papel no puede mostrar; el XML los conserva.`,
  style: 'small',
  margin: [0, 8, 0, 0],
};

function canceledLine(day: string | undefined): Content[] {
  if (day === undefined) return [];
  const text = `CANCELADA ante el SAT el ${longDay(day)}. Ya no tiene validez.`;
  return [{ text, fontSize: 11, bold: true, color: '#b00020', margin: [0, 0, 0, 8] }];
}

function watermark(stamped: Stamped | undefined): string | undefined {
  if (!stamped) return 'SIN TIMBRE';
  return isTestTimbre(stamped.timbre) ? 'SIN VALIDEZ FISCAL' : undefined;
}

function runningHeader(title: string, uuid: string | undefined): Content {
  const text = uuid ? `${title} · Folio fiscal ${uuid}` : title;
  return tagged<Content & object>('Artifact', { text, style: 'small', margin: [36, 20, 36, 0] });
}

function footer(page: number, pages: number): Content {
  return {
    margin: [36, 14, 36, 0],
    columns: [
      tagged('Artifact', { text: LEGEND, fontSize: 7, color: GREY }),
      tagged('Artifact', {
        ...{ text: `Página ${page} de ${pages}`, fontSize: 7, color: GREY },
        ...{ alignment: 'right' as const, width: 80 },
      }),
    ],
  };
}

function unknownComplements(complementos: readonly string[]): Content[] {
  if (complementos.length === 0) return [];
  const names = [...new Set(complementos)].join(', ');
  return [{ text: `Este CFDI lleva datos que solo se leen en su XML: ${names}.`, margin: [0, 10, 0, 0] }];
}

/** FechaTimbrado is central time (Anexo 20), UTC-6 all year since October 2022. An unreadable date becomes the epoch. */
function centralTime(fecha: string): Date {
  const date = new Date(`${fecha}-06:00`);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}
