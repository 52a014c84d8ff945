import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { type } from './keys.ts';
import { emptyServer, OWNER, PASSWORD, type Replies, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, replies: Replies = {}): Visit {
  server = standIn(emptyServer(), replies);
  return visit(path);
}

async function submit(): Promise<void> {
  await sendKeys({ press: 'Enter' });
}

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('the page of the first owner', () => {
  it('says everything that is wrong with the first owner at once: a password that is too short, and an address without its end', async () => {
    const errors = [
      { pointer: '/email', code: 'email-malformed', detail: 'Revisa el correo: le falta algo.' },
      { pointer: '/password', code: 'password-short', detail: 'Usa al menos 12 caracteres.' },
    ];
    const refused = { status: 422, json: { status: 422, title: 'x', detail: 'x', code: 'invalid-account', errors } };
    const ana = open('/panel/setup?token=tok_primera', { 'POST setup': refused });
    await ana.reads('Este servidor ya es tuyo');
    await type(ana, 'name', 'Ana Ríos');
    await type(ana, 'email', 'ana@cafe');
    await type(ana, 'password', 'corta');
    await submit();
    await ana.reads('Revisa el correo: le falta algo.');
    assert.include(ana.root.getElementById('password-fault')?.textContent ?? '', 'Al menos 12 caracteres');
    assert.equal(ana.root.querySelectorAll('[aria-invalid="true"]').length, 2);
  });

  it('says that a setup address was used, and keeps what was typed', async () => {
    const late = open('/panel/setup?token=tok_otra');
    await late.reads('Este servidor ya es tuyo');
    await type(late, 'name', OWNER.name);
    await type(late, 'email', OWNER.email);
    await type(late, 'password', PASSWORD);
    await submit();
    await late.reads('Esa dirección ya se usó o venció');
    assert.equal(late.input('name').value, OWNER.name);
  });
});
