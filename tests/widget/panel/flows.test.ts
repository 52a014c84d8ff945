import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { emptyServer, OWNER, PASSWORD, problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const focused = ({ root }: Visit) => root.activeElement?.textContent?.trim() || root.activeElement?.id;

async function submit(): Promise<void> {
  await sendKeys({ press: 'Enter' });
}

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('the way in', () => {
  it('takes the first owner from the setup address to their merchant’s checklist, with the keyboard alone', async () => {
    const lucia = open('/panel/setup?token=tok_primera', emptyServer());
    await lucia.reads('Este servidor ya es tuyo');
    await type(lucia, 'name', OWNER.name);
    await type(lucia, 'email', OWNER.email);
    await type(lucia, 'password', PASSWORD);
    await submit();
    await lucia.reads('Los datos de tu negocio');
    assert.equal(location.pathname + location.search, '/panel', 'the token is in no address any more');
    await type(lucia, 'rfc', 'eku9003173c9');
    await type(lucia, 'nombre', 'Escuela Kemper Urgate SA de CV');
    await sendKeys({ press: 'Tab' });
    await lucia.reads('Usar «ESCUELA KEMPER URGATE»');
    await sendKeys({ press: 'Enter' });
    await until(() => lucia.root.activeElement?.id === 'nombre');
    lucia.choose('regimenFiscal', '601');
    await type(lucia, 'codigoPostal', '06700');
    await type(lucia, 'tradeName', 'Café Jacaranda');
    await submit();
    await lucia.reads('Pon a facturar a Café Jacaranda');
    assert.deepEqual(server.sent('POST merchants'), [
      {
        rfc: 'EKU9003173C9',
        nombre: 'ESCUELA KEMPER URGATE',
        regimenFiscal: '601',
        codigoPostal: '06700',
        tradeName: 'Café Jacaranda',
      },
    ]);
  });

  it('says everything that is wrong with a new merchant at once, also what only the server knows', async () => {
    const lucia = open('/panel', shop({ merchants: [] }));
    await lucia.reads('Los datos de tu negocio');
    await type(lucia, 'rfc', 'EKU9');
    await type(lucia, 'codigoPostal', '00001');
    await submit();
    await lucia.reads('Ese código postal no existe');
    await lucia.reads('Un RFC tiene 12 letras y números');
    assert.equal(lucia.root.getElementById('regimenFiscal-fault')?.textContent?.trim(), 'Elige una opción.');
    assert.equal(lucia.root.getElementById('tradeName-fault')?.textContent?.trim(), 'Escribe este dato.');
  });

  it('refuses a wrong password in words, and opens the page whose address was asked for', async () => {
    const lucia = open('/panel/facturas', shop({ signedIn: false }));
    await lucia.reads('Entra a tu panel');
    await type(lucia, 'email', OWNER.email);
    await type(lucia, 'password', 'otra cosa larga');
    await submit();
    await lucia.reads('El correo o la contraseña no son esos');
    await type(lucia, 'password', PASSWORD);
    await submit();
    await lucia.reads('ALBA XKARAJAM MENDEZ');
  });
});

describe('a session that ends', () => {
  it('asks for the password over the page and then sends what was being saved: nothing typed is lost', async () => {
    const has = shop();
    const lucia = open('/panel/sucursales', has);
    await lucia.reads('Matriz');
    await type(lucia, 'name', 'Roma Norte');
    await type(lucia, 'codigoPostal', '06700');
    has.signedIn = false;
    await submit();
    await lucia.reads('Tu sesión terminó');
    await until(() => Boolean(lucia.root.querySelector('dialog')?.open));
    await type(lucia, 'password', PASSWORD);
    await submit();
    await lucia.reads('«Roma Norte» ya está en tus sucursales');
    assert.deepEqual(server.sent('POST branches').at(-1), {
      name: 'Roma Norte',
      code: 'roma-norte',
      codigoPostal: '06700',
    });
  });

  it('keeps the form where the password is not given, also through a reload', async () => {
    const has = shop();
    const lucia = open('/panel/sucursales', has);
    await lucia.reads('Matriz');
    await type(lucia, 'name', 'Roma Norte');
    await type(lucia, 'codigoPostal', '06700');
    has.signedIn = false;
    await submit();
    await lucia.reads('Tu sesión terminó');
    lucia.press('Ahora no');
    await lucia.reads('Entra otra vez');
    assert.equal(lucia.input('name').value, 'Roma Norte');
    lucia.panel.remove();
    has.signedIn = true;
    const again = visit('/panel/sucursales');
    await again.reads('Agregar una sucursal');
    assert.equal(again.input('name').value, 'Roma Norte');
  });

  it('never keeps a password or a PAC’s credentials in the browser', async () => {
    const lucia = open('/panel/pac');
    await lucia.reads('Conectar tu cuenta');
    lucia.choose('pac', 'finkok');
    await until(() => Boolean(lucia.root.getElementById('credentials/password')));
    await type(lucia, 'credentials/username', 'lucia@cafejacaranda.example');
    await type(lucia, 'credentials/password', 'muy-secreta');
    const kept = JSON.stringify({ ...sessionStorage, ...localStorage });
    assert.include(kept, 'lucia@cafejacaranda.example');
    assert.notInclude(kept, 'muy-secreta');
  });
});

describe('something sensitive', () => {
  it('asks for the password again over the page, and then does what was asked for', async () => {
    const needed = problem('step-up-needed', 403, { detail: 'Escribe otra vez tu contraseña.' });
    let isProven = false;
    const lucia = open('/panel/pac', shop({ pacs: [] }), {
      'PUT pac-accounts/facturapi': () => (isProven ? undefined : needed),
      'POST auth/step-up': ({ body }) => {
        isProven = (body as { password: string }).password === PASSWORD;
        return isProven ? { json: {} } : problem('wrong-credentials', 401, { detail: 'No es esa.' });
      },
    });
    await lucia.reads('Conectar tu cuenta');
    lucia.choose('pac', 'facturapi');
    await until(() => Boolean(lucia.root.getElementById('credentials/key')));
    await type(lucia, 'credentials/key', 'sk_live_abc');
    await submit();
    await lucia.reads('Confirma que eres tú');
    await until(() => Boolean(lucia.root.querySelector('dialog')?.open));
    await type(lucia, 'password', 'no la recuerdo');
    await submit();
    await lucia.reads('Esa no es tu contraseña.');
    await until(() => lucia.root.activeElement?.id === 'password');
    await type(lucia, 'password', PASSWORD);
    await submit();
    await lucia.reads('Te quedan 1250 timbres');
    assert.deepEqual(server.sent('PUT pac-accounts/facturapi').at(-1), { credentials: { key: 'sk_live_abc' } });
    assert.deepEqual(
      server.asked.filter(({ path }) => path.startsWith('pac-accounts')).map(({ world }) => world),
      server.asked.filter(({ path }) => path.startsWith('pac-accounts')).map(() => 'live'),
      'the account is for real invoices, also while the panel is in test mode',
    );
  });

  it('goes live with the day on which the manifest was signed, and says what the server still misses', async () => {
    const refused = problem('not-ready-for-live', 409, {
      errors: [{ pointer: '/pac', code: 'pac-refused', detail: 'Finkok no aceptó tu cuenta.' }],
    });
    let isReady = false;
    const lucia = open('/panel/en-vivo', shop(), { 'POST merchant/go-live': () => (isReady ? undefined : refused) });
    await lucia.reads('Todo está listo');
    lucia.press('Empezar a facturar de verdad');
    await lucia.reads('Escribe este dato');
    lucia.choose('manifestSignedOn', '2026-11-20');
    lucia.press('Empezar a facturar de verdad');
    await lucia.reads('Finkok no aceptó tu cuenta.');
    assert.notInclude(lucia.root.textContent ?? '', 'Todo está listo');
    isReady = true;
    lucia.press('Empezar a facturar de verdad');
    await lucia.reads('Café Jacaranda ya factura de verdad');
    await lucia.reads('cafe-jacaranda-mx');
    assert.deepEqual(server.sent('POST merchant/go-live').at(-1), { manifestSignedOn: '2026-11-20' });
  });
});

describe('moving about', () => {
  it('goes to a page with its heading in focus and said, and Back comes back to the one before', async () => {
    const lucia = open('/panel');
    await lucia.reads('Pon a facturar a');
    lucia.press('Ventas');
    await lucia.reads('CJ-1060');
    await until(() => focused(lucia) === 'Ventas');
    assert.equal(location.pathname, '/panel/ventas');
    assert.include(document.title, 'Ventas');
    await until(() => lucia.root.querySelector('[data-live]')?.textContent === 'Ventas');
    history.back();
    await lucia.reads('Pon a facturar a');
    await until(() => focused(lucia) === 'Pon a facturar a Café Jacaranda');
    assert.equal(location.pathname, '/panel');
  });

  it('does not take the focus from whoever has just opened the page', async () => {
    const lucia = open('/panel/ventas');
    await lucia.reads('CJ-1060');
    assert.isNull(lucia.root.activeElement);
  });

  it('asks for the next page of a list by its address, which a reload opens again', async () => {
    const has = shop();
    const replies: Replies = { 'GET sales': () => ({ json: { sales: has.sales, next: 'sale_1' } }) };
    const lucia = open('/panel/ventas', has, replies);
    await lucia.reads('Anteriores');
    lucia.press('Anteriores');
    await lucia.reads('Las más recientes');
    assert.equal(location.search, '?desde=sale_1');
  });

  it('works for the merchant and in the world that were chosen, in words and in what it asks', async () => {
    const has = shop();
    has.merchants.push({ ...has.merchants[0], id: 'mer_roble', tradeName: 'Ferretería El Roble' } as never);
    const lucia = open('/panel/ventas', has);
    await lucia.reads('Modo de prueba.');
    assert.include(server.asked.at(-1), { merchant: 'mer_jacaranda', world: 'test' });
    lucia.press('En vivo');
    await until(() => server.asked.at(-1)?.world === 'live');
    await until(() => !lucia.text().includes('Modo de prueba'));
    lucia.choose('merchant', 'mer_roble');
    await until(() => server.asked.at(-1)?.merchant === 'mer_roble');
    assert.equal(location.pathname, '/panel/ventas');
    lucia.panel.remove();
    const again = visit('/panel');
    await again.reads('Pon a facturar a Ferretería El Roble');
  });
});

describe('what is done in the panel', () => {
  it('adds a sale by hand: its total is worked out to the cent, and what is sent is what a ticket says', async () => {
    const lucia = open('/panel/ventas/nueva');
    await lucia.reads('Guardar la venta');
    await type(lucia, 'folio', 'CJ-1062');
    await type(lucia, 'conceptos/0/descripcion', 'Café de olla');
    await type(lucia, 'conceptos/0/cantidad', '3');
    await type(lucia, 'conceptos/0/valorUnitario', '$45.50');
    lucia.press('Agregar otro producto');
    await until(() => Boolean(lucia.root.getElementById('conceptos/1/descripcion')));
    await type(lucia, 'conceptos/1/descripcion', 'Pan de elote');
    await type(lucia, 'conceptos/1/valorUnitario', '1,038.25');
    await lucia.reads('$1,174.75 MXN');
    await submit();
    await lucia.reads('La venta CJ-1062 de $1,174.75 MXN ya se puede facturar');
    const [sale] = server.sent('POST sales') as [
      { total: string; conceptos: { valorUnitario: string; impuestos: object[] }[] },
    ];
    assert.equal(sale.total, '1174.75');
    assert.deepEqual(
      sale.conceptos.map(({ valorUnitario }) => valorUnitario),
      ['45.50', '1038.25'],
    );
    assert.deepEqual(sale.conceptos[0]?.impuestos, [
      { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' },
    ]);
  });

  it('puts the server’s faults at their fields and the focus on the first of them', async () => {
    const refused = problem('invalid-merchant', 422, {
      errors: [
        { pointer: '/codigoPostal', code: 'branch-codigo-postal-unknown', detail: 'Ese código postal no existe.' },
        { pointer: '/limit', code: 'limit', detail: 'Ya tienes muchas sucursales.' },
      ],
    });
    const lucia = open('/panel/sucursales', shop(), { 'POST branches': refused });
    await lucia.reads('Matriz');
    await type(lucia, 'name', 'Luna');
    await type(lucia, 'codigoPostal', '00000');
    await submit();
    await lucia.reads('Ese código postal no existe');
    await until(() => lucia.root.activeElement?.id === 'codigoPostal');
    assert.include(lucia.text(), 'Ya tienes muchas sucursales.', 'what no field of the page has stands above');
    assert.equal(lucia.input('name').value, 'Luna');
  });

  it('makes a portal for the trade, and saves its look and words', async () => {
    const has = shop({ portals: [] });
    const lucia = open('/panel/portales', has);
    await lucia.reads('Crear mi portal');
    lucia.choose('trade', 'restaurant');
    lucia.press('Crear mi portal');
    await lucia.reads('Guardar mi portal');
    assert.equal(location.pathname, '/panel/portales/cafe-jacaranda');
    assert.equal(lucia.input('title').value, 'Factura tu consumo');
    assert.equal(lucia.input('subtitle').value, 'Ten a la mano tu cuenta y tus datos fiscales. Toma un minuto.');
    await type(lucia, 'theme/primary', '#ffe08a');
    await lucia.reads('se distingue poco de una página blanca');
    await type(lucia, 'theme/primary', '#7a1f3d');
    await lucia.reads('letras blancas. Contraste 10');
    lucia.press('Guardar mi portal');
    await lucia.reads('Tu portal quedó guardado');
    assert.equal(has.portals[0]?.settings.theme.primary, '#7a1f3d');
    assert.deepInclude(server.sent('PATCH portals/cafe-jacaranda/settings').at(-1), { noun: 'consumo' });
    assert.notProperty(server.sent('PATCH portals/cafe-jacaranda/settings').at(-1), 'lookup');
  });

  it('of a portal whose trade changes puts the words that nobody wrote into those of the new one, and keeps the rest', async () => {
    const has = shop();
    const lucia = open('/panel/portales/cafe-jacaranda', has);
    await lucia.reads('Guardar mi portal');
    await type(lucia, 'title', 'Pide aquí tu factura');
    lucia.choose('noun', 'servicio');
    lucia.press('Guardar mi portal');
    await lucia.reads('Tu portal quedó guardado');
    const read = ['title', 'subtitle', 'hints/folio', 'hints/total'].map((name) => lucia.input(name).value);
    assert.deepEqual(read, [
      'Pide aquí tu factura',
      'Ten a la mano tu comprobante y tus datos fiscales. Toma un minuto.',
      'Es el número de tu comprobante.',
      'Como aparece en tu comprobante.',
    ]);
    lucia.press('Guardar mi portal');
    await until(() => server.sent('PATCH portals/cafe-jacaranda/settings').length === 2);
    assert.equal(has.portals[0]?.settings.subtitle, read[1]);
  });

  it('refuses an e.firma kindly, and sends nothing of it', async () => {
    const lucia = open('/panel/sello');
    await lucia.reads('Guardar mi sello');
    // keyUsage (2.5.29.15) that may encrypt data and agree on keys, as an e.firma's.
    const efirma = new Uint8Array([0x30, 0x0e, 0x06, 0x03, 0x55, 0x1d, 0x0f, 0x04, 0x04, 0x03, 0x02, 0x03, 0xd8]);
    drop(lucia, [new File([efirma], 'lucia.cer'), new File(['llave'], 'lucia.key')]);
    await lucia.reads('Esa es tu e.firma, no tu sello');
    lucia.press('Guardar mi sello');
    await lucia.reads('Elige el archivo .cer');
    assert.deepEqual(server.sent('POST csd'), []);
  });

  it('takes a seal by drag and drop, and shows whose it is', async () => {
    const lucia = open('/panel/sello', shop({ csd: false }));
    await lucia.reads('Guardar mi sello');
    const seal = new Uint8Array([0x30, 0x0e, 0x06, 0x03, 0x55, 0x1d, 0x0f, 0x04, 0x04, 0x03, 0x02, 0x06, 0xc0]);
    drop(lucia, [new File([seal], 'CSD_sucursal.cer'), new File(['llave'], 'CSD_sucursal.key')]);
    await lucia.reads('CSD_sucursal.key');
    await type(lucia, 'password', '12345678a');
    await submit();
    await lucia.reads('Tu sello está guardado');
    await lucia.reads('30001000000500003416');
    assert.deepEqual(server.sent('POST csd'), [
      { certificate: btoa(String.fromCharCode(...seal)), privateKey: btoa('llave'), password: '12345678a' },
    ]);
  });

  it('reads a till’s file, lets its columns be put right, and says which rows to correct', async () => {
    const lucia = open('/panel/ventas/archivo');
    await lucia.reads('Archivo CSV');
    const text =
      'No. Ticket;Fecha;Cliente;Importe\nT-204;20/11/2026 18:32;"Pérez; Ana";$348.00\nT-205;20/11/2026 19:02;;x\n';
    choose(lucia, 'file', new File([text], 'corte.csv'));
    await lucia.reads('Esto entendimos de «corte.csv»');
    assert.equal(lucia.input('column/folio').value, '0');
    lucia.press('Subir estas ventas');
    await until(() => lucia.root.activeElement?.id === 'column/total');
    lucia.choose('column/total', '3');
    await lucia.reads('$348.00');
    lucia.press('Subir estas ventas');
    await lucia.reads('Ventas guardadas: 1. Renglones por corregir: 1.');
    await lucia.reads('El total no es un número.');
    const [sent] = server.sent('POST sources/src_1/sales') as [string];
    assert.equal(sent.split('\n')[0], 'folio;date;"otra 3";total');
    assert.equal(sent.split('\n').slice(1).join('\n'), text.split('\n').slice(1).join('\n'));
  });
});

function drop({ root }: Visit, files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  root.querySelector('.drop')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

function choose({ input }: Visit, id: string, file: File): void {
  const chosen = new DataTransfer();
  chosen.items.add(file);
  const field = input(id);
  if (field instanceof HTMLInputElement) field.files = chosen.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
