import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { qrUrl } from '../../server/cfdi/qr.ts';
import { timbreCadena } from '../../server/cfdi/timbre.ts';
import { PrintError, printPdf } from '../../server/print/print-pdf.ts';
import * as cfdi from '../support/cfdi-fixtures.ts';
import { hasPoppler, pdfInfo, pdfQr, pdfText, squeezed } from '../support/pdf-reading.ts';

const poppler = hasPoppler();

async function textOf(xml: string): Promise<string> {
  return pdfText(await printPdf(xml));
}

function parsed(xml: string) {
  const outcome = readCfdi(xml);
  const timbre = outcome.kind === 'cfdi' ? outcome.file.timbres[0] : undefined;
  if (outcome.kind !== 'cfdi' || !timbre) throw new Error('the fixture is no stamped CFDI');
  return { c: outcome.file.comprobante, timbre };
}

function logo(): string {
  const png = new PNG({ width: 120, height: 40 });
  png.data.fill(0x99);
  return `data:image/png;base64,${PNG.sync.write(png, { colorType: 2 }).toString('base64')}`;
}

describe.skipIf(!poppler)('the PDF (CFF 29-A, RMF 2.7.1.7)', () => {
  it('contains every datum of an ordinary ticket, on one Letter page', async () => {
    const xml = cfdi.stampedTicket();
    const { c, timbre } = parsed(xml);
    const pdf = await printPdf(xml);
    const text = pdfText(pdf);
    const required = [
      ...['Factura', 'CJ-1042', '20 de noviembre de 2026, 18:32', c.fecha, 'Lugar de expedición C.P. 06700'],
      ...[c.emisor.rfc, c.emisor.nombre, '601 General de Ley Personas Morales'],
      ...[c.receptor.rfc, c.receptor.nombre, 'C.P. 65000', 'Uso del CFDI G03 Gastos en general'],
      ...['04 Tarjeta de crédito', 'PUE Pago en una sola exhibición', 'MXN Peso Mexicano', 'I Ingreso', '01 No aplica'],
      ...['50201706', 'CAF-340', 'H87 Pieza', 'Café de altura Jacaranda, tueste medio, 340 g', '$189.00', '$378.00'],
      ...['02 Sí objeto de impuesto', '$128.45', 'IVA 16 % de $128.45: $20.55', 'IVA 0 % de $378.00: $0.00'],
      ...['Subtotal$506.45', 'IVA 0 % (base $378.00)$0.00', 'IVA 16 % (base $128.45)$20.55', 'Total$527.00 MXN'],
      '(QUINIENTOS VEINTISIETE PESOS 00/100 M.N.)',
      ...[timbre.uuid, timbre.fechaTimbrado, timbre.rfcProvCertif, timbre.noCertificadoSat, c.noCertificado ?? ''],
      ...[c.sello ?? '', timbre.selloSat, timbreCadena(timbre)],
      ...['Este documento es una representación impresa de un CFDI', 'Página 1 de 1'],
    ];
    expect(required.filter((datum) => !text.includes(squeezed(datum)))).toEqual([]);
    expect(pdfInfo(pdf)).toMatchObject({ Pages: '1', 'Page size': '612 x 792 pts (letter)' });
    expect(text).not.toContain(squeezed('SIN VALIDEZ'));
  });

  it('keeps 42 lines with Ñ, & and quotes on two numbered pages, with the header on both', async () => {
    const pdf = await printPdf(cfdi.stampedLong(42));
    const text = pdfText(pdf);
    expect(pdfInfo(pdf).Pages).toBe('2');
    expect(text.split(squeezed('Valor unitario')).length - 1).toBe(2);
    for (const words of ['Página 1 de 2', 'Página 2 de 2', 'Galletas Ñandú & Cía. n.º 42', '"de la sierra"', '<cruda>'])
      expect(text).toContain(squeezed(words));
  });

  it('shows discounts by line and in the total', async () => {
    const text = await textOf(cfdi.stampedWithDiscount());
    for (const words of ['Descuento', '$37.80', '$12.84', 'Descuento-$50.64', 'E48 Unidad de servicio'])
      expect(text).toContain(squeezed(words));
  });

  it('shows retenciones, by line and in the total', async () => {
    const text = await textOf(cfdi.stampedWithRetenciones());
    for (const words of [
      'Retención de ISR 1.25 % de $10,000.00: $125.00',
      'Retención de IVA-$1,066.67',
      '$10,408.33 MXN',
    ])
      expect(text).toContain(squeezed(words));
  });

  it('shows the currency, the exchange rate and the amount in dollars in words', async () => {
    const text = await textOf(cfdi.stampedUsd());
    for (const words of ['USD Dólar americano, tipo de cambio 18.4213', '(CUARENTA DÓLARES 00/100 USD)'])
      expect(text).toContain(squeezed(words));
  });

  it('names a credit note, its relation and the related folio fiscal', async () => {
    const text = await textOf(cfdi.stampedEgreso());
    const words = [
      'Nota de crédito',
      'E Egreso',
      '01 Nota de crédito de los documentos relacionados',
      '5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F',
    ];
    for (const each of words) expect(text).toContain(squeezed(each));
  });

  it('names a global invoice and its period', async () => {
    const text = await textOf(cfdi.stampedGlobal());
    for (const words of ['Factura global', '04 Mensual', '10 Octubre', 'Año 2026', 'PUBLICO EN GENERAL'])
      expect(text).toContain(squeezed(words));
  });

  it('prints a payment without an amount of its own, and says what only the XML contains', async () => {
    const line = {
      descripcion: 'Pago',
      cantidad: '1',
      valorUnitario: '0',
      concepto: { claveProdServ: '84111506', claveUnidad: 'ACT' },
    };
    const { formaPago, metodoPago, ...base } = cfdi.comprobanteOf([line], { tipoDeComprobante: 'P', moneda: 'XXX' });
    const xml = cfdi
      .stampedXml({ ...base, subTotal: '0', total: '0' })
      .replace('<cfdi:Complemento>', '<cfdi:Complemento><pago20:Pagos xmlns:pago20="http://www.sat.gob.mx/Pagos20"/>');
    const text = await textOf(xml);
    for (const words of ['Recibo de pago', 'P Pago', 'datos que solo se leen en su XML: pago20:Pagos'])
      expect(text).toContain(squeezed(words));
    expect(text).not.toContain(squeezed('Forma de pago'));
    expect([formaPago, metodoPago]).toEqual(['04', 'PUE']);
  });

  it('prints everything else that a concepto may have: third party, pedimento, predial, parts, own unit, cuota', async () => {
    const text = await textOf(
      cfdi.stampedXml(
        cfdi.comprobanteOf([
          {
            descripcion: 'Renta de bodega',
            cantidad: '2.5',
            valorUnitario: '100.000000',
            traslados: [cfdi.IVA_EXENTO, { impuesto: '003', tipoFactor: 'Cuota', tasaOCuota: '0.545000' }],
            concepto: {
              claveUnidad: 'LTR',
              unidad: 'Garrafa',
              aCuentaTerceros: {
                rfc: 'XAMA620210DQ5',
                nombre: 'ALBA XKARAJAM MENDEZ',
                regimenFiscal: '612',
                codigoPostal: '01219',
              },
              informacionAduanera: ['21  47  3807  8003832'],
              cuentaPredial: ['15956011002'],
              partes: [{ claveProdServ: '51241200', cantidad: '2', descripcion: 'Tapa', informacionAduanera: [] }],
            },
          },
        ]),
      ),
    );
    const words = [
      'LTR Litro',
      'Garrafa',
      'ALBA XKARAJAM MENDEZ',
      'XAMA620210DQ5',
      'Pedimento 21  47  3807  8003832',
      'Cuenta predial 15956011002',
      'Incluye 2 Tapa (51241200)',
      'IVA exento',
      'IEPS $0.545 por unidad',
    ];
    for (const each of words) expect(text).toContain(squeezed(each));
  });
});

describe.skipIf(!poppler)('a difficult document', () => {
  it('has pictures and foreign letters marked, and long words and folios broken inside the page', async () => {
    const line = {
      descripcion: `Broca 🔩 “extra™” – 日本 €5 ${'palabras '.repeat(90)}${'X'.repeat(90)}FIN`,
      cantidad: '1',
      valorUnitario: '1234567.891234',
      traslados: [cfdi.IVA_16],
    };
    const changes = { serie: 'SERIE-LARGA-DE-VEINTICINCO', folio: `${'0'.repeat(37)}9-Z`, emisor: cfdi.EL_YUNQUE };
    const pdf = await printPdf(cfdi.stampedXml(cfdi.comprobanteOf([line], changes)));
    const text = pdfText(pdf);
    for (const words of [
      'Broca […] “extra™” – […] €5',
      '[…] está en lugar de letras o símbolos que este papel no puede mostrar',
      `${'X'.repeat(90)}FIN`,
      '0009-Z',
      '$1,234,567.89',
      'HERRERIA & ELECTRICOS',
    ])
      expect(text).toContain(squeezed(words));
  });

  it('says SIN VALIDEZ FISCAL, over the page and in a line, if its timbre is a test one', async () => {
    for (const noCertificadoSat of [cfdi.TEST_SAT_CERTIFICATE, '20001000000300022323']) {
      const text = await textOf(cfdi.stampedTicket({}, { noCertificadoSat }));
      expect(text).toContain(squeezed('Sin validez fiscal: timbrado con un certificado de pruebas'));
      expect(text).toContain(squeezed('SIN VALIDEZ FISCAL'));
    }
  });

  it('says CANCELADA, over the page and in a line with the day, only if it was cancelled', async () => {
    const canceled = pdfText(await printPdf(cfdi.stampedTicket(), { canceledOn: '2026-11-03' }));
    expect(canceled).toContain(squeezed('CANCELADA ante el SAT el 3 de noviembre de 2026. Ya no tiene validez.'));
    expect(canceled.split('CANCELADA')).toHaveLength(3);
    expect(await textOf(cfdi.stampedTicket())).not.toContain('CANCELADA');
  });

  it('is printed as a preview without timbre: SIN TIMBRE, no QR, no folio fiscal', async () => {
    const { sello, noCertificado, certificado, ...preview } = cfdi.ticket();
    const pdf = await printPdf(comprobanteXml(preview));
    const text = pdfText(pdf);
    expect(text).toContain(squeezed('Sin timbre: vista previa, no es un comprobante fiscal'));
    expect(text).not.toContain(squeezed('Folio fiscal'));
    expect(pdfQr(pdf)).toBeUndefined();
    expect([sello, noCertificado, certificado].every(Boolean)).toBe(true);
  });
});

describe.skipIf(!poppler)('the QR', () => {
  it.each([
    ['an ordinary ticket', cfdi.stampedTicket()],
    ['an issuer with &', cfdi.stampedTicket({ emisor: cfdi.EL_YUNQUE })],
    ['issuer and receptor with Ñ', cfdi.stampedTicket({ emisor: cfdi.LA_MILPA, receptor: cfdi.NEVES })],
    ['a test timbre under its watermark', cfdi.stampedTicket({}, { noCertificadoSat: cfdi.TEST_SAT_CERTIFICATE })],
    ['the second page of a long one', cfdi.stampedLong(42)],
  ])('is the exact verification address, at least 2.75 cm a side: %s', async (_, xml) => {
    const { c, timbre } = parsed(xml);
    const qr = pdfQr(await printPdf(xml));
    expect(qr?.text).toBe(qrUrl(c, timbre));
    expect(qr?.sideCm).toBeGreaterThanOrEqual(2.75);
  });
});

describe.skipIf(!poppler)('the shop’s own data', () => {
  it('include the trade name next to the fiscal name, and the ticket’s folio; without them the XML alone is enough', async () => {
    const xml = cfdi.stampedTicket();
    const shop = { tradeName: 'Café Jacaranda', noun: 'compra', folios: ['B-77'] };
    const text = pdfText(await printPdf(xml, { shop }));
    for (const words of ['Café Jacaranda', 'Tu compra: B-77', 'ESCUELA KEMPER URGATE'])
      expect(text).toContain(squeezed(words));
    expect(await textOf(xml)).not.toContain(squeezed('Tu compra'));
  });
});

describe.skipIf(!poppler)('a screen reader announces', () => {
  it('the text in order under one document, the title as a heading, the QR as text, and neither footer nor watermark', async () => {
    const xml = cfdi.stampedTicket({}, { noCertificadoSat: cfdi.TEST_SAT_CERTIFICATE });
    const pdf = await printPdf(xml);
    const read = execFileSync('pdfinfo', ['-struct-text', '-'], { input: pdf, encoding: 'utf8' });
    expect(pdfInfo(pdf).Tagged).toBe('yes');
    expect(read).toMatch(/^Document\s/);
    expect(read).toMatch(/H1 \(block\)\s+"Factura"[\s\S]*"Emisor"[\s\S]*"Receptor"[\s\S]*"Total"/);
    expect(read).toMatch(/Figure/);
    expect(read).not.toMatch(/Página 1 de 1|"SIN VALIDEZ FISCAL"/);
  });
});

describe('the PDF file', () => {
  it('is the same, byte for byte, for the same XML and theme', async () => {
    const theme = { primary: '#7a3e9d', logo: logo() };
    const [first, second] = await Promise.all([1, 2].map(() => printPdf(cfdi.stampedTicket(), { theme })));
    expect(Buffer.from(first ?? []).equals(Buffer.from(second ?? []))).toBe(true);
  });

  it.skipIf(!poppler)('has its title, its issuer and its time of stamping in its metadata', async () => {
    const pdf = await printPdf(cfdi.stampedTicket());
    expect(pdfInfo(pdf)).toMatchObject({ Title: 'Factura CJ-1042', Author: 'ESCUELA KEMPER URGATE' });
    expect(Buffer.from(pdf).toString('latin1')).toContain('(D:20261121003307Z)');
    expect(Buffer.from(pdf).toString('latin1')).toContain('/Lang (es-MX)');
  });

  it('contains the logo, and is printed without it if the image is broken', async () => {
    const printed = async (picture: string) =>
      Buffer.from(await printPdf(cfdi.stampedTicket(), { theme: { primary: '#7a3e9d', logo: picture } })).toString(
        'latin1',
      );
    const images = (pdf: string) => pdf.split('/Subtype /Image').length - 1;
    expect(images(await printed(logo()))).toBe(2);
    expect(images(await printed('data:image/png;base64,AAAA'))).toBe(1);
    expect(images(await printed('/etc/hostname'))).toBe(1);
  });

  it('is refused with a reason for a file that is not a CFDI, and printing continues', async () => {
    const refusal = await printPdf('<html/>').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PrintError);
    expect(refusal).toMatchObject({ reason: 'not-a-cfdi' });
    expect((await printPdf(cfdi.stampedTicket())).length).toBeGreaterThan(10_000);
  });

  it('reports a document that cannot be laid out, and printing continues', async () => {
    const bad = cfdi.stampedTicket({ total: 'mil' });
    await expect(printPdf(bad)).rejects.toMatchObject({ reason: 'failed' });
    expect((await printPdf(cfdi.stampedTicket())).length).toBeGreaterThan(10_000);
  });

  it('takes no more memory for the fiftieth document than for the tenth', { timeout: 60_000 }, async () => {
    const print = async (count: number) => {
      for (let i = 0; i < count; i++) await printPdf(cfdi.stampedTicket({ folio: String(i) }));
      return process.memoryUsage().rss;
    };
    const early = await print(15);
    expect((await print(50)) - early).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('the bundled build', () => {
  // Inside the project, so that packages are found as they are beside dist.
  const out = mkdtempSync(join(import.meta.dirname, '../../node_modules/.print-bundle-'));
  afterAll(() => rmSync(out, { recursive: true }));

  it('prints the same bytes with print-worker.js next to it, without tsx', async () => {
    await build({
      entryPoints: ['server/print/print-pdf.ts', 'server/print/print-worker.ts'],
      outdir: out,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'error',
    });
    writeFileSync(join(out, 'package.json'), '{"type":"module"}');
    writeFileSync(join(out, 'in.xml'), cfdi.stampedTicket());
    const program = `import { printPdf } from './print-pdf.js'; import { readFileSync } from 'node:fs';
      process.stdout.write(await printPdf(readFileSync('in.xml', 'utf8')));`;
    const pdf = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: out });
    expect(pdf.equals(Buffer.from(await printPdf(cfdi.stampedTicket())))).toBe(true);
  });
});
