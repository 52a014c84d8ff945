import { assert } from 'chai';
import fc from 'fast-check';
import { readPasted } from '../../widget/portal/pasted.ts';
import { standIn } from './stand-in.ts';
import { clearPage, findSale, type Visitor, visit } from './visitor.ts';

const MESSAGE =
  'Hola, buenas tardes. Mi RFC es XAMA620210DQ5, razón social ALBA XKARAJAM MENDEZ, CP 01219, régimen 612, uso G03, correo alba@example.com. Gracias';
const ALBA = { rfc: 'XAMA620210DQ5', nombre: 'ALBA XKARAJAM MENDEZ', codigoPostal: '01219', regimenFiscal: '612' };
const CONSTANCIA = `CÉDULA DE IDENTIFICACIÓN FISCAL
XAMA620210DQ5
Registro Federal de Contribuyentes
ALBA XKARAJAM MENDEZ
Nombre, denominación o razón
social
idCIF: 14010101010
Datos de Identificación del Contribuyente:
RFC: XAMA620210DQ5
CURP: XAMA620210MDFNLB08
Nombre (s): ALBA
Primer Apellido: XKARAJAM
Segundo Apellido: MENDEZ
Fecha inicio de operaciones: 01 DE ENERO DE 2010
Nombre Comercial:
Código Postal:01219 Tipo de Vialidad: CALLE
Nombre de la Colonia: SANTA FE
Régimen Fecha Inicio Fecha Fin
Régimen de las Personas Físicas con Actividades Empresariales y Profesionales 01/01/2010`;
const COMPANY = {
  rfc: 'URE180429TM6',
  nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
  codigoPostal: '65000',
  regimenFiscal: '601',
};

describe('a pasted block is read', () => {
  const blocks: readonly (readonly [string, string, object])[] = [
    ['a message', MESSAGE, { ...ALBA, usoCfdi: 'G03', email: 'alba@example.com' }],
    ['a Constancia of a person', CONSTANCIA, ALBA],
    [
      'a Constancia of a company',
      'RFC: URE180429TM6\nDenominación/Razón Social: UNIVERSIDAD ROBOTICA ESPAÑOLA\nRégimen Capital: SOCIEDAD CIVIL\nCódigo Postal:65000 Tipo de Vialidad: CALLE\nRégimen General de Ley Personas Morales 01/01/2018',
      COMPANY,
    ],
    ['lines without labels', 'URE180429TM6\nUNIVERSIDAD ROBOTICA ESPAÑOLA\n65000\n601', COMPANY],
    [
      'a table of tabs',
      'RFC\tRazón social\tCP\tRégimen\nURE180429TM6\tUNIVERSIDAD ROBOTICA ESPAÑOLA\t65000\t601',
      COMPANY,
    ],
  ];
  for (const [what, text, found] of blocks)
    it(`${what} spreads over the fields that it names`, () => assert.deepEqual(readPasted(text), found));

  for (const text of [
    'XAMA620210DQ5',
    'RFC: XAMA620210DQ5',
    COMPANY.nombre,
    'Calle 5, Col. Roma, C.P. 06700 CDMX',
    '01219',
  ])
    it(`a single value is left alone: «${text}»`, () => assert.isUndefined(readPasted(text)));

  it('never throws, and never invents an RFC, a name, a postal code or an address', () => {
    const words = fc.constantFrom(
      'RFC:',
      'nombre:',
      'CP',
      '\n',
      '\t',
      'régimen',
      'ALBA',
      '01219',
      'XAMA620210DQ5',
      'a@b.mx',
      '😀',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(words, { maxLength: 30 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (block) => {
        const found = readPasted(block);
        for (const field of ['rfc', 'nombre', 'codigoPostal', 'email'] as const)
          for (const word of (found?.[field] ?? '').split(' ')) assert.include(block, word);
      }),
    );
  });
});

function paste(visitor: Visitor, name: string, text: string): boolean {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true });
  return visitor.input(name).dispatchEvent(event);
}

describe('a block pasted into a field', () => {
  const server = standIn();
  after(() => server.restore());
  const values = (visitor: Visitor) =>
    Object.fromEntries(Object.keys(ALBA).map((name) => [name, visitor.input(name).value]));
  const atReceptor = async () => {
    clearPage();
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    return visitor;
  };

  it('fills the fields that it names, says which, and «Deshacer» leaves the plain text where it was going', async () => {
    for (const field of ['rfc', 'nombre', 'codigoPostal']) {
      const visitor = await atReceptor();
      assert.isFalse(paste(visitor, field, MESSAGE));
      await visitor.reads('De lo que pegaste llenamos: RFC, nombre, código postal, régimen, uso. Revísalos.');
      assert.deepEqual(values(visitor), ALBA);
      visitor.press('Deshacer');
      await visitor.portal.updateComplete;
      assert.equal(visitor.input(field).value, MESSAGE.slice(0, field === 'codigoPostal' ? MESSAGE.length : undefined));
      assert.notInclude(visitor.text(), 'De lo que pegaste');
    }
  });

  it('a single value is pasted by the browser, as ever', async () => {
    const visitor = await atReceptor();
    assert.isTrue(paste(visitor, 'rfc', ALBA.rfc));
    assert.notInclude(visitor.text(), 'De lo que pegaste');
  });
});
