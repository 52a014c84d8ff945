import { describe, expect, it } from 'vitest';
import { createPortalLinks } from '../../server/links/portal-links.ts';
import { CHANNELS, isChannel } from '../../server/portals/channels.ts';

const links = createPortalLinks('https://factura.tulipan.mx');
const portal = { slug: 'tulipan' };

describe('a portal’s links', () => {
  it('lead to its page, bare or with the channel that brings the visit', () => {
    expect(links.page(portal)).toBe('https://factura.tulipan.mx/tulipan');
    expect(links.page(portal, { channel: 'poster' })).toBe('https://factura.tulipan.mx/tulipan?c=poster');
  });

  it('open one sale by its token, however it is written', () => {
    const url = new URL(links.page(portal, { token: 'a+b&c=poster', channel: 'ticket' }));
    expect([...url.searchParams]).toEqual([
      ['t', 'a+b&c=poster'],
      ['c', 'ticket'],
    ]);
  });

  it('are at its own domain once it has one, by the server’s scheme and port, and without its slug', () => {
    const own = { slug: 'tulipan', host: 'facturas.tulipan.com.mx' };
    expect(links.page(own)).toBe('https://facturas.tulipan.com.mx/');
    expect(links.page(own, { token: 'abc', channel: 'ticket' })).toBe(
      'https://facturas.tulipan.com.mx/?t=abc&c=ticket',
    );
    expect(links.display(own)).toBe('https://facturas.tulipan.com.mx/pantalla');
    expect(links.inLetters(own)).toBe('facturas.tulipan.com.mx');
    expect(createPortalLinks('https://factura.tulipan.mx:8443').page(own)).toBe(
      'https://facturas.tulipan.com.mx:8443/',
    );
  });

  it('can be read aloud: no scheme, no channel', () => {
    expect(links.inLetters(portal)).toBe('factura.tulipan.mx/tulipan');
  });
});

describe('channels', () => {
  it('are a closed list of plain words, so that a link can say nothing about anybody', () => {
    for (const channel of CHANNELS) expect(channel).toMatch(/^[a-z]{3,14}$/);
    for (const other of ['', 'Poster', 'ana@example.com', '__proto__', undefined]) expect(isChannel(other)).toBe(false);
  });
});
